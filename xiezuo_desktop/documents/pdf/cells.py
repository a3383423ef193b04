"""Tables as operators of a page: the innermost loop of a long one (ISO 32000-1, 8.5 and 9.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xiezuo_desktop.documents.paper import Align
from xiezuo_desktop.documents.pdf.face import OtherFace
from xiezuo_desktop.documents.pdf.flow import Stack
from xiezuo_desktop.documents.pdf.page import Page
from xiezuo_desktop.documents.pdf.table import DOWN, INNER_RULE, OUTER_RULE
from xiezuo_desktop.documents.pdf.table_cells import LEAD

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xiezuo_desktop.documents.pdf.fonts import FontBook
    from xiezuo_desktop.documents.pdf.table import Band, PlacedTable
    from xiezuo_desktop.documents.pdf.table_cells import Setting

_HALF = LEAD / 2
_MOST_KEPT = 5_000
_REPEATED = 4  # lines: longer cells hardly ever repeat, their operators are not kept
_JUSTIFY = Align.JUSTIFY


class _Written(dict[float, str]):
    """Numbers as they are written: the cells of a row share their base line, those of a column their edge."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self._form = form

    def __missing__(self, number: float) -> str:
        text = self[number] = self._form % number
        return text


class Cells:
    """Draws the tables of one document, keeping the operators of what repeats."""

    def __init__(self, book: FontBook) -> None:
        self._book = book
        self._kept: dict[int, tuple[Setting, str]] = {}  # by identity of the Setting, which belongs to one face
        self._parts: dict[
            tuple[object, ...], tuple[str, str]
        ] = {}  # headers and upright rules as they were drawn before
        self._spacings = _Written("%.3f Tc(")
        self._places = _Written("%.2f")
        self._levels = _Written("%.3f")
        self._role, self._size = "", 0.0  # of the cell before, "" where the page may have been told another face since
        self._add: Callable[[str], None]
        self._codes: dict[int, str]

    def draw(self, page: Page, table: PlacedTable) -> None:
        """Draw a table on a page."""
        self._forget()
        self._rules(page, table)
        heads = len(table.header)
        if heads:
            self._header(page, table)
        self._bands(page, table.bands[heads:], table.begins)

    def _forget(self) -> None:
        """Keep no more than is worth keeping."""
        for kept in (self._kept, self._parts, self._places, self._levels, self._spacings):
            if len(kept) > _MOST_KEPT:
                kept.clear()

    def _rules(self, page: Page, table: PlacedTable) -> None:
        if not table.is_grid:
            page.rule(table.rules())
            return
        edges, ys, levels = table.edges, table.ys, self._levels
        left, right = edges[0] - OUTER_RULE / 2, edges[-1] + OUTER_RULE / 2
        before, beside, half = f"{left:.2f} ", f" {right - left:.2f} {INNER_RULE:.3f} re", INNER_RULE / 2
        page.repeat(("\n".join([f"{before}{levels[y - half]}{beside}" for y in ys[1:-1]]), ""))
        key = (ys[0], ys[-1], *edges)
        frame = self._parts.get(key)
        if frame is None:
            part = Page(page.canvas)
            part.rule((left, y, right, y, OUTER_RULE, "") for y in (ys[0], ys[-1]))
            part.rule(table.upright())
            frame = self._parts[key] = part.code
        page.repeat(frame)

    def _header(self, page: Page, table: PlacedTable) -> None:
        """Draw the header, the second time as it was drawn before."""
        key = id(table.header), table.ys[0], table.begins[0]
        code = self._parts.get(key)
        if code is None:
            part = Page(page.canvas)
            self._bands(part, table.bands[: len(table.header)], table.begins)
            code = self._parts[key] = part.code
        page.repeat(code)

    def _bands(self, page: Page, bands: Sequence[Band], begins: Sequence[float]) -> None:
        """Draw cells one row high around the middles of their rows, `begins` the left edges of the columns' texts."""
        kept, places = self._kept, self._places
        role, size = "", 0.0
        for cells, middle in bands:
            for column, _, _, setting, its_role, indent in cells:
                text, shifts, count, its_size, _ = setting
                if its_role != role or its_size != size:
                    role, size, lead, down = its_role, its_size, its_size * LEAD, its_size * DOWN
                    face = self._book.face(role)
                    add, codes = page.begin_cells(face, size, lead).append, face.enc
                x, y = begins[column] + indent, middle + count * size * _HALF - down
                found = kept.get(id(setting))
                if found is not None:
                    code = found[1]
                else:
                    try:
                        code = self._code(setting, codes) if count > 1 else f"({text.translate(codes)})Tj"
                    except OtherFace:  # some characters are drawn by other faces
                        self._lines(page, Stack(role, x, y, setting))
                        role = ""
                        continue
                    if count <= _REPEATED:
                        kept[id(setting)] = setting, code
                if count > 1:
                    y += lead
                elif shifts:
                    x += shifts[0]
                add(f"1 0 0 1 {places[x]} {places[y]} Tm{code}")

    def _lines(self, page: Page, stack: Stack) -> None:
        """Draw a cell line by line."""
        face = self._book.face(stack.role)
        for text in stack.texts():
            page.text(face, text.size, text.x, text.y, text.text, text.spacing)

    def _code(self, setting: Setting, codes: dict[int, str]) -> str:
        """Operators of a cell of several lines that hold wherever it stands. They begin with a step down, the operator '.

        Not the operator ": pdfminer, and all that checks with it, does not go to the next line for it.
        """
        text, shifts, _, _, align = setting
        code = text.translate(codes)
        if not shifts:
            return "(" + code.replace("\n", ")'\n(") + ")'"
        out: list[str] = []
        before = 0.0
        if align is _JUSTIFY:
            spacings = self._spacings
            for spacing, line in zip(shifts, code.split("\n"), strict=True):
                if spacing == before:
                    out.append(f"({line})'")
                else:
                    out.append(f"{spacings[spacing]}{line})'")
                    before = spacing
            if before:
                out.append("0 Tc")
        else:
            for left, line in zip(shifts, code.split("\n"), strict=True):
                out.append("%.2f 0 Td(%s)'" % (left - before, line))  # noqa: UP031
                before = left
        return "\n" + "\n".join(out)
