"""Documents: builders turn records into blocks, writers turn blocks into files."""

from examen.render.booklet import booklet
from examen.render.corrige import corrige
from examen.render.grid import grid
from examen.render.guide import guide
from examen.render.jury import jury_grid, scenario
from examen.render.recognition import recognition
from examen.render.subject import subject
from examen.render.writing import FORMATS, content, write

__all__ = [
    "FORMATS",
    "booklet",
    "content",
    "corrige",
    "grid",
    "guide",
    "jury_grid",
    "recognition",
    "scenario",
    "subject",
    "write",
]
