"""How the text of a table cell is set: its lines, its size, where it prefers to break."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from xiezuo_desktop.documents.paper import Align
from xiezuo_desktop.documents.pdf.advances import advances_of
from xiezuo_desktop.documents.pdf.linebreak import NO_END, Line, plain_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from xiezuo_desktop.documents.pdf.advances import Advances
    from xiezuo_desktop.documents.pdf.linebreak import PlainLine

_LOOSEST = 0.2  # em: a justified line that would need wider letter spacing stays ragged,
_LOOSEST_OF_TWO = 0.12  # em: or, where it would be the only one, beside names that fit on a line
_SHARING, _SHARED = 3, (0.5, 1.0, 2.0)  # lines that share what one lacks; em by which they may differ
LEAD = 1.3  # distance of base lines inside a cell, in em: single spacing of a word processor
PAD_X = 0.32  # space beside a text in a cell, em
LEAST_SIZE = 5.0  # a figure is never set smaller than this, points
# Names end after 、 or before a bracket; what stands in a short bracket, 县（市、区）, is no end.
PHRASE = re.compile(r"(?:[（(][^（）()\n]{1,6}[）)]|.)+?(?:[、，；,;]|(?=[（(](?![^（）()]、)[^（）()]{3,})|$)")
_LONGEST_TAIL = 10  # characters of a remark in brackets that is kept in one piece, the brackets included
_RAGGED_FROM = 14  # cells narrower than this many characters are set ragged, wider ones flush on both sides
_new = tuple.__new__  # records made without their Python-level constructor: there are a hundred thousand of them
_DASH = "——"
_STUMP = 3.0  # em: a last line that is no wider may be the end of a word
_CLOSING = "。；，、：）”》？！"
_COUNTED = ("数", "额", "率", "量")
_NARROWEST = 2.0  # texts of more characters to an em need not be tried on one line
_BALANCED_TO = 4  # centred texts of up to so many lines are broken evenly
_LEFT, _CENTRE, _JUSTIFY = Align.LEFT, Align.CENTRE, Align.JUSTIFY  # members of an enumeration are slow to look up
_FROM_THE_LEFT = (_LEFT, _JUSTIFY)


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
        if self.align is _JUSTIFY:
            return [(0.0, spacing, text) for spacing, text in zip(shifts, self.lines, strict=True)]
        return [(left, 0.0, text) for left, text in zip(shifts, self.lines, strict=True)]

    def cut(self, first: int, last: int | None) -> Setting:
        """The lines from `first` up to but not including `last`; an empty one where there are none."""
        part = self.lines[first:last]
        return Setting("\n".join(part), self.shifts[first:last], len(part), self.size, self.align)


def set_cell(text: str, advances: Mapping[str, float], size: float, width: float, align: Align) -> Setting:
    """Break a cell's text for a space of `width` points. Runs of figures or letters never break: the size shrinks."""
    return set_cells((text,), advances, size, width, align)[0]


def set_cells(
    texts: Iterable[str], advances: Mapping[str, float], size: float, width: float, align: Align
) -> list[Setting]:
    """The same as `set_cell` for the cells of a column."""
    em = max(width / size, 0.0)  # a column may be narrower than the space beside its text
    measured = advances_of(advances)
    wide_of, try_to = measured.width, em * _NARROWEST
    free, flush = size * _share(align), align in _FROM_THE_LEFT
    out = []
    for text in texts:
        text = text.strip("\n")
        if len(text) <= try_to and "\n" not in text and (wide := wide_of(text)) <= em:
            out.append(_new(Setting, (text, () if flush else ((em - wide) * free,), 1, size, align)))
        else:
            out.append(_set_long(text, measured, size, em, align))
    return out


def _set_long(text: str, measured: Advances, size: float, em: float, align: Align) -> Setting:
    """Set a text of more than one line, or whose size shrinks, for a space of `em` at the full size."""
    if (longest := _longest_run(text, measured, em)) > em:
        width = em * size
        size = max(int(width / longest * 20) / 20, LEAST_SIZE)
        em = width / size
    found = _best(text, measured, em, align)
    count = len(found)
    if count > 1 and align is _LEFT and em >= _RAGGED_FROM:
        align = _JUSTIFY
    if align is _JUSTIFY:
        found, shifts = _justified(text, found, measured, em, size)
    else:
        shifts = _lefts(found, em, size, align)
    return _new(Setting, ("\n".join([line for line, _, _ in found]), shifts, count, size, align))


def _justified(
    text: str, found: list[PlainLine], measured: Advances, em: float, size: float
) -> tuple[list[PlainLine], tuple[float, ...]]:
    """The lines and the character spacing, points, that makes each but the last of a paragraph as wide as the space."""
    loosest = (_LOOSEST if len(found) > 2 else _LOOSEST_OF_TWO) * size
    spacings = _spacings(found, em, size)
    if max(spacings) > loosest:
        found = _filled(text, found, measured, em)
        spacings = [0.0 if spacing > loosest else spacing for spacing in _spacings(found, em, size)]
    return found, tuple(spacings)


def _is_loose(line: PlainLine, em: float) -> bool:
    """Whether a line would need too wide spacing to fill `em`."""
    text, advance, last = line
    return not last and em - advance > _LOOSEST * (len(text) - 1)


def _filled(text: str, found: list[PlainLine], advances: Advances, em: float) -> list[PlainLine]:
    """The same lines; those before a loose one end earlier, so that they share what it lacks."""
    out = list(found)
    for number, line in enumerate(found):
        if not _is_loose(line, em):
            continue
        for first in range(number - 1, max(number - _SHARING, 0) - 1, -1):
            if out[first][2]:  # a paragraph ends here
                break
            part = out[first : number + 1]
            joined = "".join([each for each, _, _ in part])
            even = sum([advance for _, advance, _ in part]) / len(part)
            tried = (plain_lines(joined, advances, min(even + more, em)) for more in _SHARED)
            again = next((lines for lines in tried if len(lines) == len(part) and joined in text), part)
            again = [(each, advance, False) for each, advance, _ in again]
            if not any(_is_loose(each, em) for each in again):
                out[first : number + 1] = again
                break
    return out


def _spacings(found: list[PlainLine], em: float, size: float) -> list[float]:
    return [0.0 if last or len(text) < 2 else (em - wide) * size / (len(text) - 1) for text, wide, last in found]


def _lefts(found: list[PlainLine], em: float, size: float, align: Align) -> tuple[float, ...]:
    if align is _LEFT:
        return ()
    points = size * _share(align)
    return tuple([(em - advance) * points for _, advance, _ in found])


def _share(align: Align) -> float:
    """How much of the free width stands at the left."""
    return 0.5 if align is _CENTRE else 1.0


def _longest_run(text: str, advances: Advances, em: float) -> float:
    """Width in em of the longest run of figures or letters, 0 when none can be wider than `em`."""
    narrow = len(text.encode("ascii", "ignore"))
    if narrow + text.count("％") + text.count("／") <= em:
        return 0.0
    return max(map(advances.width, _runs(int(em) + 1).findall(text)), default=0.0)


def _best(text: str, advances: Advances, em: float, align: Align) -> list[PlainLine]:
    """Centred texts break between names, else evenly; a short remark at the end and a last line of one character get company."""
    if align is _CENTRE:
        return _centred(text, advances, em)
    if "\n" in text:
        return [line for paragraph in text.split("\n") for line in _best(paragraph, advances, em, align)]
    whole = _with_whole_tail(text, advances, em) if text.endswith("）") else None
    if whole and len(whole) <= min(math.ceil(sum([line[1] for line in whole]) / em), _BALANCED_TO):
        return whole
    found = plain_lines(text, advances, em)
    if whole and len(whole) <= len(found) <= _BALANCED_TO:
        return whole
    if 1 < len(found) <= _BALANCED_TO and _DASH in text:
        found = _at_dash(text, found, advances, em)
    return _in_company(text, found, advances, em) if found[-1][1] <= _STUMP else found


def _at_dash(text: str, found: list[PlainLine], advances: Advances, em: float) -> list[PlainLine]:
    """The same lines, or as few with a break behind the last dash: 帮扶资金—— | 工商联系统."""
    behind = text.rindex(_DASH) + len(_DASH)
    parted = [*plain_lines(text[:behind], advances, em), *plain_lines(text[behind:], advances, em)]
    return parted if behind < len(text) and len(parted) <= len(found) else found


def _centred(text: str, advances: Advances, em: float) -> list[PlainLine]:
    found = plain_lines(text, advances, em)
    if len(found) > 1:
        phrased = by_phrases(text, advances, em)
        if phrased is not None and len(phrased) <= len(found) + 1:
            return [*phrased]
        if len(found) <= _BALANCED_TO and "\n" not in text:
            return _evenly(text, found, advances, em)
    return found


def _in_company(text: str, found: list[PlainLine], advances: Advances, em: float) -> list[PlainLine]:
    """The same lines, with more on the last one where a word seems to be cut there: 培训情|况, 就业|数 and 就|业数.

    Chinese words have two characters; what is counted is named by three: 就业数, 投资额, 完成率.
    """
    if len(found) < 2:
        return found
    *before, above, last = found
    word = last[0].rstrip(_CLOSING)
    lacking = (3 if word[-1:] in _COUNTED else 2) - len(word)
    both = above[0] + last[0]
    again = plain_lines(both, advances, above[1] - lacking + 0.5) if lacking > 0 and text.endswith(both) else []
    if len(again) != 2 or again[1][1] > above[1] or (em >= _RAGGED_FROM and _is_loose((*again[0][:2], False), em)):
        return found
    return [*before, (*again[0][:2], False), again[1]]


def _with_whole_tail(text: str, advances: Advances, em: float) -> list[PlainLine] | None:
    """Lines of a text that ends with ） which keep a short remark in brackets there in one piece: …就业数 | （含存量）."""
    begin = text.rfind("（")
    tail = text[begin:]
    if begin < 1 or not 2 < len(tail) <= _LONGEST_TAIL or "）" in tail[:-1] or text[begin - 1] in NO_END:
        return None
    wide = advances.width(tail)
    found = plain_lines(text[:begin], advances, em)
    above, its_width, _ = found.pop()
    if its_width + wide <= em:
        return [*found, (above + tail, its_width + wide, True)]
    early = its_width + advances.width(tail[:2]) <= em  # the line above is not full: it stays ragged
    return [*found, (above, its_width, early), (tail, wide, True)] if wide <= em else None


def by_phrases(text: str, advances: Mapping[str, float], em: float) -> list[Line] | None:
    """Lines that end after 、 or before （, None when there is only one phrase; one wider than the cell is broken by itself."""
    out: list[Line] = []
    measured = advances_of(advances)
    several = False
    for paragraph in text.split("\n"):
        current, width = "", 0.0
        for phrase in PHRASE.findall(paragraph):
            wide = measured.width(phrase)
            if wide > em + 1e-6:
                if current:
                    out.append(Line(current, width, True))
                broken = _evenly(phrase, plain_lines(phrase, measured, em), measured, em)
                current, width, _ = broken.pop()
                out += map(Line._make, broken)
                continue
            if current and width + wide > em + 1e-6:
                out.append(Line(current, width, True))
                current, width, several = "", 0.0, True
            current, width = current + phrase, width + wide
        out.append(Line(current, width, True))
    return out if several or "\n" in text or len(out) == 1 else None


def _evenly(text: str, found: list[PlainLine], advances: Advances, em: float) -> list[PlainLine]:
    narrow = advances.width(text) / len(found)
    while narrow < em:
        again = plain_lines(text, advances, narrow)
        if len(again) <= len(found):
            return again
        narrow += 0.5
    return found
