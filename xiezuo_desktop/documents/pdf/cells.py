"""Table cells as operators of a page: the innermost loop of a long table (ISO 32000-1, 9.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xiezuo_desktop.documents.paper import Align
from xiezuo_desktop.documents.pdf.face import OtherFace
from xiezuo_desktop.documents.pdf.flow import Stack
from xiezuo_desktop.documents.pdf.table_cells import LEAD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xiezuo_desktop.documents.pdf.flow import PlainStack
    from xiezuo_desktop.documents.pdf.fonts import FontBook
    from xiezuo_desktop.documents.pdf.page import Page
    from xiezuo_desktop.documents.pdf.table_cells import Setting

_MOST_KEPT = 5_000
_REPEATED = 4  # lines: longer cells hardly ever repeat, their operators are not kept


class _Written(dict[float, str]):
    """Places as they are written: the cells of a row share their base line, those of a column their edge."""

    def __missing__(self, place: float) -> str:
        text = self[place] = f"{place:.2f}"
        return text


class Cells:
    """Draws the cells of one document, keeping the operators of those that repeat."""

    def __init__(self, book: FontBook) -> None:
        self._book = book
        self._kept: dict[int, tuple[Setting, str]] = {}  # by identity of the Setting, which belongs to one face
        self._spacings: dict[float, str] = {}
        self._places = _Written()

    def draw(self, page: Page, stacks: Iterable[PlainStack]) -> None:
        """Draw cells on a page."""
        self._forget()
        kept, places = self._kept, self._places
        drawn, size, lead = "", 0.0, 0.0
        for stack in stacks:
            role, x, y, setting = stack
            _, shifts, count, its_size, _ = setting
            if role != drawn or its_size != size:
                drawn, size, lead = role, its_size, its_size * LEAD
                face = self._book.face(role)
                add, codes = page.begin_cells(face, size, lead).append, face.enc
            found = kept.get(id(setting))
            if found is None:
                try:
                    code = self._code(setting, codes)
                except OtherFace:  # some characters are drawn by other faces: line by line
                    for text in Stack(*stack).texts():
                        page.text(face, text.size, text.x, text.y, text.text, text.spacing)
                    drawn = ""
                    continue
                if count <= _REPEATED:
                    kept[id(setting)] = setting, code
            else:
                code = found[1]
            if count > 1:
                y += lead
            elif shifts:
                x += shifts[0]
            add(f"1 0 0 1 {places[x]} {places[y]} Tm{code}")

    def _forget(self) -> None:
        """Keep no more than is worth keeping."""
        for kept in (self._kept, self._places, self._spacings):
            if len(kept) > _MOST_KEPT:
                kept.clear()

    def _code(self, setting: Setting, codes: dict[int, str]) -> str:
        """Operators that hold wherever the cell stands. Several lines begin with a step down, the operator '.

        Not the operator ": pdfminer, and all that checks with it, does not go to the next line for it.
        """
        text, shifts, count, _, align = setting
        code = text.translate(codes)
        if count <= 1:
            return f"({code})Tj"
        if not shifts:
            return "(" + code.replace("\n", ")'\n(") + ")'"
        out: list[str] = []
        before = 0.0
        if align is Align.JUSTIFY:
            for spacing, line in zip(shifts, code.split("\n"), strict=True):
                if spacing == before:
                    out.append(f"({line})'")
                else:
                    out.append(f"{self._spacings.get(spacing) or self._spacing(spacing)}{line})'")
                    before = spacing
            if before:
                out.append("0 Tc")
        else:
            for left, line in zip(shifts, code.split("\n"), strict=True):
                out.append("%.2f 0 Td(%s)'" % (left - before, line))  # noqa: UP031
                before = left
        return "\n" + "\n".join(out)

    def _spacing(self, spacing: float) -> str:
        code = self._spacings[spacing] = f"{spacing:.3f} Tc("
        return code
