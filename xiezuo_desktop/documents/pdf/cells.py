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
    from collections.abc import Sequence

    from xiezuo_desktop.documents.pdf.fonts import FontBook
    from xiezuo_desktop.documents.pdf.page import Code
    from xiezuo_desktop.documents.pdf.table import Band, Head, PlacedTable
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
        # What is the same on many pages, by identity of its Head: the header; frames, and how rules inside begin and end.
        self._headers: dict[int, tuple[Head, Code]] = {}
        self._frames: dict[tuple[int, float], tuple[Head, Code, str, str]] = {}
        self._spacings = _Written("%.3f Tc(")
        self._places = _Written("%.2f")
        self._levels = _Written("%.3f")

    def draw(self, page: Page, table: PlacedTable) -> None:
        """Draw a table on a page."""
        self._forget()
        if table.no_horizontal or table.no_vertical:
            page.rule(table.rules())
        else:
            self._grid(page, table)
        if table.head.bands:
            self._header(page, table.head)
        self._bands(page, table.bands)

    def _forget(self) -> None:
        """Keep no more than is worth keeping."""
        for kept in (self._kept, self._headers, self._frames, self._places, self._levels, self._spacings):
            if len(kept) > _MOST_KEPT:
                kept.clear()

    def _grid(self, page: Page, table: PlacedTable) -> None:
        """Draw the rules of a table in which all go through; those that repeat as they were drawn before."""
        head, ys, levels = table.head, table.ys, self._levels
        key = id(head), ys[-1]
        found = self._frames.get(key)
        if found is None:
            left, right = head.edges[0] - OUTER_RULE / 2, head.edges[-1] + OUTER_RULE / 2
            part = Page(page.canvas)
            part.rule((left, y, right, y, OUTER_RULE, "") for y in (ys[0], ys[-1]))
            part.rule(table.upright())
            found = self._frames[key] = head, part.code, f"{left:.2f} ", f" {right - left:.2f} {INNER_RULE:.3f} re"
        _, frame, before, beside = found
        half = INNER_RULE / 2
        page.repeat(("\n".join([f"{before}{levels[y - half]}{beside}" for y in ys[1:-1]]), ""))
        page.repeat(frame)

    def _header(self, page: Page, head: Head) -> None:
        """Draw the header, the second time as it was drawn before."""
        found = self._headers.get(id(head))
        if found is None:
            part = Page(page.canvas)
            self._bands(part, head.bands)
            found = self._headers[id(head)] = head, part.code
        page.repeat(found[1])

    def _bands(self, page: Page, bands: Sequence[Band]) -> None:
        kept, places = self._kept, self._places
        drawn, size = "", 0.0
        for role, settings, lefts, middle in bands:
            for x, setting in zip(lefts, settings, strict=True):
                text, shifts, count, its_size, _ = setting
                if its_size != size or role != drawn:
                    drawn, size, lead, down = role, its_size, its_size * LEAD, its_size * DOWN
                    face = self._book.face(role)
                    add, codes = page.begin_cells(face, size, lead).append, face.enc
                y = middle + count * size * _HALF - down
                found = kept.get(id(setting))
                if found is not None:
                    code = found[1]
                else:
                    try:
                        code = self._code(setting, codes) if count > 1 else f"({text.translate(codes)})Tj"
                    except OtherFace:  # some characters are drawn by other faces
                        self._lines(page, Stack(role, x, y, setting))
                        drawn = ""
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
