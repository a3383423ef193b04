"""How the text of a table cell is set: its lines, its size, where it prefers to break."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from xiezuo_desktop.documents.paper import Align
from xiezuo_desktop.documents.pdf.linebreak import Line, lines

if TYPE_CHECKING:
    from xiezuo_desktop.documents.pdf.flow import Advances

LEAD = 1.4  # distance of base lines inside a cell, in em
LEAST_SIZE = 5.0  # a figure is never set smaller than this, points
_RUN = re.compile(r"[0-9A-Za-z.,%／/:+\-]{2,}")
_RUN_CHARACTER = re.compile(r"[0-9A-Za-z.,%:+\-]")
_PHRASE = re.compile(r".+?(?:[、，；,;]|(?=[（(])|$)")
_RAGGED_FROM = 14  # cells narrower than this many characters are set ragged, wider ones flush on both sides
_BALANCED_TO = 4  # centred texts of up to so many lines are broken evenly


class Setting(NamedTuple):
    """A text set for a cell: its lines, their size and distance in points, and where they stand."""

    lines: list[Line]
    size: float
    lead: float
    height: float
    align: Align
    width: float  # of the space between the paddings, points

    def cut(self, first: int, last: int | None) -> Setting:
        """The lines from `first` up to but not including `last`."""
        part = self.lines[first:last]
        return self._replace(lines=part, height=len(part) * self.lead)


def set_cell(text: str, advances: Advances, size: float, width: float, align: Align) -> Setting:
    """Break a cell's text for a space of `width` points. Runs of figures or letters never break: the size shrinks."""
    text = text.strip("\n")
    em = width / size
    found = lines(text, advances, em)
    if len(found) > 1:
        if _cut_run(found):
            longest = max(sum(map(advances.__getitem__, run)) for run in _RUN.findall(text))
            if longest > em:
                size = max(int(width / longest * 20) / 20, LEAST_SIZE)
                em = width / size
                found = lines(text, advances, em)
        found = _better(text, found, advances, em, align)
    if align is Align.LEFT and len(found) > 1 and em >= _RAGGED_FROM:
        align = Align.JUSTIFY
    lead = size * LEAD
    return Setting(found, size, lead, len(found) * lead, align, width)


def _cut_run(found: list[Line]) -> bool:
    return any(
        not above.last and below.text and _RUN_CHARACTER.match(above.text[-1:]) and _RUN_CHARACTER.match(below.text)
        for above, below in pairwise(found)
    )


def _better(text: str, found: list[Line], advances: Advances, em: float, align: Align) -> list[Line]:
    """Centred texts break between names, else evenly; a last line of one character gets company."""
    if align is Align.CENTRE:
        phrased = _by_phrases(text, advances, em)
        if phrased is not None and len(phrased) <= len(found) + 1:
            return phrased
        if len(found) <= _BALANCED_TO and "\n" not in text:
            return _evenly(text, found, advances, em)
    elif len(found) <= _BALANCED_TO and "\n" not in text:
        phrased = _by_phrases(text, advances, em)
        if phrased is not None and len(phrased) == len(found):
            return phrased
        if found[-1].advance <= 1.0:
            again = lines(text, advances, em - 1.0)
            return again if len(again) == len(found) else found
    return found


def _by_phrases(text: str, advances: Advances, em: float) -> list[Line] | None:
    """Lines that end after 、 or before （, None when there is only one phrase or one is wider than the cell."""
    out: list[Line] = []
    several = False
    for paragraph in text.split("\n"):
        current, width = "", 0.0
        for phrase in _PHRASE.findall(paragraph):
            wide = sum(map(advances.__getitem__, phrase))
            if wide > em + 1e-6:
                return None
            if current and width + wide > em + 1e-6:
                out.append(Line(current, width, True))
                current, width, several = "", 0.0, True
            current, width = current + phrase, width + wide
        out.append(Line(current, width, True))
    return out if several or len(out) == text.count("\n") + 1 else None


def _evenly(text: str, found: list[Line], advances: Advances, em: float) -> list[Line]:
    total = sum(map(advances.__getitem__, text))
    narrow = total / len(found)
    while narrow < em:
        again = lines(text, advances, narrow)
        if len(again) <= len(found):
            return again
        narrow += 0.5
    return found
