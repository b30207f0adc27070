"""Tables of a DOCX file, as WordprocessingML: real tables, and frames made of tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from examen.render.docx_styles import eighths, twips
from examen.render.office import CELL_ROOM, Rule, xml

GRID_ROOM = 100  # between the rules of a table and its words, in twips


@dataclass(frozen=True, slots=True)
class Frame:
    """How something set apart looks: rules around it or at one side, its ground."""

    around: Rule | None = None
    left: Rule | None = None
    bottom: Rule | None = None
    fill: str = ""

    def borders(self, name: str) -> str:
        """The rules as the element `name`: `tblBorders` or `tcBorders`."""
        rules = {
            "top": self.around,
            "left": self.around or self.left,
            "bottom": self.around or self.bottom,
            "right": self.around,
        }
        sides = "".join(f"<w:{side} {eighths(rule)}/>" for side, rule in rules.items() if rule)
        return f"<w:{name}>{sides}</w:{name}>" if sides else ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A drawn cell: its width in millimetres, its content, how it looks."""

    width: float
    content: str
    look: Frame = Frame()
    columns: int = 1
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of drawn cells.

    Attributes:
        head: whether it is repeated at the top of each page.
        breaks: whether the end of a page may cut it.
        height: the least, in millimetres; 0 for that of its content.
    """

    cells: Sequence[Cell]
    head: bool = False
    breaks: bool = False
    height: float = 0


def frame(widths: Sequence[float], rows: Iterable[Row], look: Frame, indent: float = 0) -> str:
    """A table that is there for its looks alone."""
    room = twips(CELL_ROOM)
    properties = (
        f'{_size(widths, indent, room)}{look.borders("tblBorders")}<w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:top w:w="100" w:type="dxa"/><w:left w:w="{room}" w:type="dxa"/>'
        f'<w:bottom w:w="40" w:type="dxa"/><w:right w:w="{room}" w:type="dxa"/></w:tblCellMar>'
        f"{_parts(head=False, first=False)}"
    )
    return _table(properties, widths, rows)


def grid(
    widths: Sequence[float], rows: Sequence[Row], caption: str, *, names: bool, indent: float = 0
) -> str:
    """A table of data.

    Args:
        widths: of the columns, in millimetres.
        rows: those of its head first.
        caption: its name, which is read out.
        names: whether the first column names the rows.
        indent: from the left edge, in millimetres.
    """
    head = any(row.head for row in rows)
    name = f'<w:tblCaption w:val="{xml(caption)}"/>' if caption else ""
    properties = (
        f'<w:tblStyle w:val="TableGrid"/>{_size(widths, indent, GRID_ROOM)}'
        f'<w:tblLayout w:type="fixed"/>{_parts(head=head, first=names)}{name}'
    )
    return _table(properties, widths, rows)


def _table(properties: str, widths: Sequence[float], rows: Iterable[Row]) -> str:
    columns = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    return (
        f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>"
        f"{''.join(map(_row, rows))}</w:tbl>"
    )


def _size(widths: Sequence[float], indent: float, room: int) -> str:
    """Width and indent; Word counts the indent from the edge of the text, not of the table."""
    return (
        f'<w:tblW w:w="{twips(sum(widths))}" w:type="dxa"/>'
        f'<w:tblInd w:w="{twips(indent) + room}" w:type="dxa"/>'
    )


def _parts(*, head: bool, first: bool) -> str:
    return (
        f'<w:tblLook w:firstRow="{int(head)}" w:lastRow="0" w:firstColumn="{int(first)}"'
        ' w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
    )


def _row(row: Row) -> str:
    properties = "" if row.breaks else "<w:cantSplit/>"
    if row.height:
        properties += f'<w:trHeight w:val="{twips(row.height)}" w:hRule="atLeast"/>'
    if row.head:
        properties += "<w:tblHeader/>"
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(map(_cell, row.cells))}</w:tr>"


def _cell(cell: Cell) -> str:
    span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
    fill = cell.look.fill
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    centred = '<w:vAlign w:val="center"/>' if cell.centred else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{twips(cell.width)}" w:type="dxa"/>{span}'
        f"{cell.look.borders('tcBorders')}{shade}{centred}</w:tcPr>{cell.content}</w:tc>"
    )
