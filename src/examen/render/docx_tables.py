"""Tables of a DOCX file, as WordprocessingML: real tables, and frames made of tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from examen.render.docx_styles import eighths, twips
from examen.render.office import CELL_ROOM, Frame, xml
from examen.render.office_pen import Cell, Grid, Row

GRID_ROOM = 100  # between the rules of a table and its words, in twips


def frame(widths: Sequence[float], rows: Iterable[Row], look: Frame, indent: float = 0) -> str:
    """A table that is there for its looks alone."""
    room = twips(CELL_ROOM)
    properties = (
        f'{_size(widths, indent, room)}{_borders("tblBorders", look)}<w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:top w:w="100" w:type="dxa"/><w:left w:w="{room}" w:type="dxa"/>'
        f'<w:bottom w:w="40" w:type="dxa"/><w:right w:w="{room}" w:type="dxa"/></w:tblCellMar>'
        f"{_parts(head=False, first=False)}"
    )
    return _table(properties, widths, rows)


def grid(widths: Sequence[float], rows: Sequence[Row], grid: Grid, indent: float = 0) -> str:
    """A table of data; rows of its head are repeated."""
    head = any(row.head for row in rows)
    name = f'<w:tblCaption w:val="{xml(grid.caption)}"/>' if grid.caption else ""
    properties = (
        f'<w:tblStyle w:val="TableGrid"/>{_size(widths, indent, GRID_ROOM)}'
        f'<w:tblLayout w:type="fixed"/>{_parts(head=head, first=grid.names)}{name}'
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


def _borders(name: str, look: Frame) -> str:
    sides = "".join(f"<w:{side} {eighths(rule)}/>" for side, rule in look.rules.items() if rule)
    return f"<w:{name}>{sides}</w:{name}>" if sides else ""


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
        f"{_borders('tcBorders', cell.look)}{shade}{centred}</w:tcPr>{cell.content}</w:tc>"
    )
