"""How the text of a table cell is set: its lines, its size, where it prefers to break."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from xiezuo_desktop.documents.paper import Align
from xiezuo_desktop.documents.pdf.linebreak import Line, lines

if TYPE_CHECKING:
    from xiezuo_desktop.documents.pdf.flow import Advances

_LOOSEST = 0.12  # em: a justified line that would need wider letter spacing stays ragged
LEAD = 1.4  # distance of base lines inside a cell, in em
LEAST_SIZE = 5.0  # a figure is never set smaller than this, points
# Names end after 、 or before a bracket; what stands in a short bracket, 县（市、区）, is no end.
_PHRASE = re.compile(r"(?:[（(][^（）()\n]{1,6}[）)]|.)+?(?:[、，；,;]|(?=[（(](?![^（）()]、)[^（）()]{3,})|$)")
_TAIL = re.compile(r"（[^（）]{1,8}）$")
_RAGGED_FROM = 14  # cells narrower than this many characters are set ragged, wider ones flush on both sides
_new = tuple.__new__  # records made without their Python-level constructor: there are a hundred thousand of them
_BALANCED_TO = 4  # centred texts of up to so many lines are broken evenly
_FROM_THE_LEFT = (Align.LEFT, Align.JUSTIFY)


@lru_cache
def _runs(least: int) -> re.Pattern[str]:
    """Runs of at least so many figures or letters."""
    return re.compile(rf"[0-9A-Za-z.,%／/:+\-]{{{least},}}")


class Setting(NamedTuple):
    """A text set for a cell. A long table has hundreds of thousands: they hold no more than drawing needs."""

    text: str  # its lines, divided by \n
    shifts: tuple[float, ...]  # by line: character spacing where flush on both sides, else from the left edge; () all 0
    line_count: int
    size: float  # points, as `shifts`
    align: Align

    @property
    def lead(self) -> float:
        """Distance of the lines, points."""
        return self.size * LEAD

    @property
    def height(self) -> float:
        """Height of the lines, points."""
        return self.line_count * self.lead

    @property
    def lines(self) -> list[str]:
        """The lines from top to bottom."""
        return self.text.split("\n") if self.line_count else []

    def placed(self) -> list[tuple[float, float, str]]:
        """The lines from top to bottom: distance from the left edge of the space and character spacing, points; text."""
        shifts = self.shifts or (0.0,) * self.line_count
        if self.align is Align.JUSTIFY:
            return [(0.0, spacing, text) for spacing, text in zip(shifts, self.lines, strict=True)]
        return [(left, 0.0, text) for left, text in zip(shifts, self.lines, strict=True)]

    def cut(self, first: int, last: int | None) -> Setting:
        """The lines from `first` up to but not including `last`; an empty one where there are none."""
        part = self.lines[first:last]
        return Setting("\n".join(part), self.shifts[first:last], len(part), self.size, self.align)


def set_cell(text: str, advances: Advances, size: float, width: float, align: Align) -> Setting:
    """Break a cell's text for a space of `width` points. Runs of figures or letters never break: the size shrinks."""
    text = text.strip("\n")
    em = width / size
    if len(text) <= em and "\n" not in text and (wide := sum(map(advances.__getitem__, text))) <= em:
        shifts: tuple[float, ...] = () if align in _FROM_THE_LEFT else ((em - wide) * size * _share(align),)
        return _new(Setting, (text, shifts, 1, size, align))
    found = lines(text, advances, em)
    if len(found) > 1:
        longest = _longest_run(text, advances, em)
        if longest > em:
            size = max(int(width / longest * 20) / 20, LEAST_SIZE)
            em = width / size
            found = lines(text, advances, em)
        found = _better(text, found, advances, em, align)
    if align is Align.LEFT and len(found) > 1 and em >= _RAGGED_FROM:
        align = Align.JUSTIFY
    shifts = tuple(_spacings(found, em, size) if align is Align.JUSTIFY else _lefts(found, em, size, align))
    return Setting("\n".join([line[0] for line in found]), shifts, max(len(found), 1), size, align)


def _spacings(found: list[Line], em: float, size: float) -> list[float]:
    """Character spacing, points, that makes each line but the last of a paragraph as wide as the space."""
    loosest = _LOOSEST * size
    out = []
    for text, advance, last in found:
        spacing = 0.0 if last or len(text) < 2 else (em - advance) * size / (len(text) - 1)
        out.append(spacing if spacing <= loosest else 0.0)
    return out


def _lefts(found: list[Line], em: float, size: float, align: Align) -> list[float]:
    if align is Align.LEFT:
        return []
    points = size * _share(align)
    return [(em - line.advance) * points for line in found]


def _share(align: Align) -> float:
    """How much of the free width stands at the left."""
    return 0.5 if align is Align.CENTRE else 1.0


def _longest_run(text: str, advances: Advances, em: float) -> float:
    """Width in em of the longest run of figures or letters, 0 when none can be wider than `em`."""
    narrow = (3 * len(text) - len(text.encode("utf-8", "surrogatepass"))) / 2  # one byte each where Han have three
    if narrow + text.count("％") + text.count("／") <= em:
        return 0.0
    return max((sum(map(advances.__getitem__, run)) for run in _runs(int(em) + 1).findall(text)), default=0.0)


def _better(text: str, found: list[Line], advances: Advances, em: float, align: Align) -> list[Line]:
    """Centred texts break between names, else evenly; a last line of one character gets company."""
    if align is Align.CENTRE:
        phrased = by_phrases(text, advances, em)
        if phrased is not None and len(phrased) <= len(found) + 1:
            return phrased
        if len(found) <= _BALANCED_TO and "\n" not in text:
            return _evenly(text, found, advances, em)
    elif len(found) <= _BALANCED_TO and "\n" not in text:
        again = _with_whole_tail(text, advances, em) if _TAIL.search(text) and "（" not in found[-1].text else None
        if again is None and found[-1].advance <= 1.0:
            again = lines(text, advances, em - 1.0)
        if again is not None and len(again) <= len(found):
            return again
    return found


def _with_whole_tail(text: str, advances: Advances, em: float) -> list[Line] | None:
    """Lines that keep a short remark in brackets at the end in one piece: …就业数 | （含存量）."""
    tail = _TAIL.search(text)
    if not tail or not tail.start():
        return None
    wide = sum(map(advances.__getitem__, tail.group()))
    found = lines(text[: tail.start()], advances, em)
    if found[-1].advance + wide <= em:
        return [*found[:-1], Line(found[-1].text + tail.group(), found[-1].advance + wide, True)]
    return [*found[:-1], found[-1]._replace(last=True), Line(tail.group(), wide, True)] if wide <= em else None


def by_phrases(text: str, advances: Advances, em: float) -> list[Line] | None:
    """Lines that end after 、 or before （, None when there is only one phrase; one wider than the cell is broken by itself."""
    out: list[Line] = []
    several = False
    for paragraph in text.split("\n"):
        current, width = "", 0.0
        for phrase in _PHRASE.findall(paragraph):
            wide = sum(map(advances.__getitem__, phrase))
            if wide > em + 1e-6:
                if current:
                    out.append(Line(current, width, True))
                broken = _evenly(phrase, lines(phrase, advances, em), advances, em)
                out += broken[:-1]
                current, width = broken[-1].text, broken[-1].advance
                continue
            if current and width + wide > em + 1e-6:
                out.append(Line(current, width, True))
                current, width, several = "", 0.0, True
            current, width = current + phrase, width + wide
        out.append(Line(current, width, True))
    return out if several or "\n" in text or len(out) == 1 else None


def _evenly(text: str, found: list[Line], advances: Advances, em: float) -> list[Line]:
    total = sum(map(advances.__getitem__, text))
    narrow = total / len(found)
    while narrow < em:
        again = lines(text, advances, narrow)
        if len(again) <= len(found):
            return again
        narrow += 0.5
    return found
