"""Tables of .docx by their real w:tc: spans, cells merged down, rows that begin further right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .docx_names import MC, is_on, w
from .docx_text import chosen
from .grid import table_of
from .paper import Align, Cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .paper import Block
    from .read_docx import Story

WIDEST = 256  # grid columns one cell may cover; Word itself ends at 63
_SLIVER = 170  # twentieths of a point: 3 mm, too narrow for a character
_BESIDE = 600  # 1 cm, where no cell of any row stands in it alone
WRAPPING = frozenset(w(n) for n in ("sdtContent", "customXml", "ins", "moveTo", "smartTag"))


@dataclass(slots=True)
class _Open:
    """A cell while it is still growing downwards or to the right."""

    text: str
    column: int
    span: int
    rows: int
    align: Align | None


def read_table(element: Any, story: Story) -> list[Block]:
    """The blocks of a w:tbl: a table, or the contents of a single box that only frames them."""
    rows = list(_parts(element, "tr"))
    framed = _framed(rows)
    if framed:
        return [block for cell in framed for block in story.blocks(cell)]
    edges = _edges(element, rows)
    story.tables += 1
    name = f"表{story.tables}"
    grid: list[list[_Open]] = []
    growing: dict[int, _Open] = {}
    header_rows = 0
    for number, row in enumerate(rows, start=1):
        cells_here, growing = _row(row, growing, story, edges, f"{name}第{number}行")
        grid.append(cells_here)
        if header_rows == number - 1 and _is_header(row):
            header_rows = number
    table = table_of(
        [
            (n, [Cell(c.text, c.column, c.span, c.rows, c.align) for c in cells_])
            for n, cells_ in enumerate(grid, start=1)
        ],
        name,
        header_rows,
    )
    if table is None:
        story.tables -= 1
        return []
    return [table]


def _framed(rows: list[Any]) -> list[Any]:
    """The cells of a table that only frames what is in them: a box of one cell, or boxes below each other around a table."""
    cells = [list(_parts(row, "tc")) for row in rows]
    if not cells or any(len(row) != 1 for row in cells):
        return []
    alone = [row[0] for row in cells]
    return alone if len(alone) == 1 or any(cell.find(f".//{w('tbl')}") is not None for cell in alone) else []


def _places(row: Any) -> Iterator[tuple[Any, int, int]]:
    """The cells of a row with the grid columns they cover: element, first, behind the last."""
    column = _number(row.find(w("trPr")), "gridBefore", 0)
    for element in _parts(row, "tc"):
        span = max(1, _number(element.find(w("tcPr")), "gridSpan", 1))
        yield element, column, column + span
        column += span


def _edges(table: Any, rows: list[Any]) -> list[int]:
    """Which edge of the printed columns each edge of the grid is; [] where all are apart.

    A border that was drawn by hand a little beside that of another row makes a grid column of its own, in which no text stands.
    """
    widths = [_width(column) for grid in table.iterfind(w("tblGrid")) for column in grid.iterfind(w("gridCol"))]
    narrow = {n for n, width in enumerate(widths) if 0 < width <= _SLIVER}
    beside = {n for n, width in enumerate(widths) if _SLIVER < width <= _BESIDE}
    if not narrow and not beside:
        return []
    for row in rows:
        for element, first, end in _places(row):
            covered = set(range(first, end))
            if covered <= beside:
                beside -= covered
            elif covered <= narrow | beside and any(t.text and t.text.strip() for t in element.iter(w("t"))):
                narrow -= covered
                beside -= covered
    out = [0]
    for n in range(len(widths)):
        out.append(out[-1] + (n not in narrow and n not in beside))
    return out


def _width(column: Any) -> int:
    value = column.get(w("w")) or ""
    return int(value[:6]) if value.isdecimal() else 0


def _row(
    row: Any, above: dict[int, _Open], story: Story, edges: list[int], place: str
) -> tuple[list[_Open], dict[int, _Open]]:
    """The cells that begin in a row, and those that may grow into the next one (by their first column)."""
    begun: list[_Open] = []
    growing: dict[int, _Open] = {}
    for element, first_edge, end in _places(row):
        cell_properties = element.find(w("tcPr"))
        column = _snapped(first_edge, edges)
        span = _snapped(end, edges) - column
        if not span:
            continue  # the gap between two borders that are meant to be one
        text, first = story.text_of(element)
        merged_right = _merge(cell_properties, "hMerge") == "continue" and begun
        down = _merge(cell_properties, "vMerge")
        master = above.get(column) if down == "continue" else None
        if merged_right:
            begun[-1].span += span
            _hidden(text, begun[-1].text, story, place)
        elif master is not None and master.span == span:
            master.rows += 1
            growing[column] = master
            _hidden(text, master.text, story, place)
        else:
            cell = _Open(text, column, span, 1, first.align if first else None)
            begun.append(cell)
            if down:
                growing[column] = cell
    return begun, growing


def _snapped(edge: int, edges: list[int]) -> int:
    return edge if not edges else edges[edge] if edge < len(edges) else edges[-1] + edge - len(edges) + 1


def _hidden(text: str, shown: str, story: Story, place: str) -> None:
    """A text under a merged cell is on no paper; it is named, so that nothing is lost silently."""
    if text and text != shown:
        story.remarks.append(f"{place}：合并单元格遮住了文字“{text}”，没有读入。")


def _parts(node: Any, name: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, also out of content controls; deleted ones are left out."""
    gone = (f"{w('trPr')}/{w('del')}", f"{w('tcPr')}/{w('cellDel')}")
    for e in node:
        if e.tag == w(name):
            if all(e.find(path) is None for path in gone):
                yield e
        elif e.tag in WRAPPING:
            yield from _parts(e, name)
        elif e.tag == w("sdt"):
            for content in e.findall(w("sdtContent")):
                yield from _parts(content, name)
        elif e.tag == MC + "AlternateContent":
            yield from _parts(chosen(e), name)


def _merge(properties: Any | None, name: str) -> str:
    """ "restart", "continue", or "" for a cell that is not merged in this direction."""
    element = properties.find(w(name)) if properties is not None else None
    if element is None:
        return ""
    return "restart" if element.get(w("val")) == "restart" else "continue"


def _number(properties: Any | None, name: str, otherwise: int) -> int:
    element = properties.find(w(name)) if properties is not None else None
    value = element.get(w("val")) if element is not None else None
    return min(int(value[:6]), WIDEST) if value and value.isdecimal() else otherwise


def _is_header(row: Any) -> bool:
    element = row.find(f"{w('trPr')}/{w('tblHeader')}")
    return element is not None and is_on(element.get(w("val")))
