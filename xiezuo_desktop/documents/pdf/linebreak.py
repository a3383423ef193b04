"""Where lines of Chinese text may end: kinsoku, figures with their units, Latin words (GB/T 15834-2011; GB/T 9704-2012 5.2.3).

Works per line, not per character: a line ends after as many characters as it has ems, corrected by the few characters
that are not 1 em wide, and is then moved back to the nearest legal place. An offending pair goes down to the next line and justification spreads the
slack, as a word processor does with punctuation compression off. Running text, whose lines may be squeezed a little, is treated with more care: what
would go down stays on the line where that disturbs it less, and a character that would end its paragraph alone on a line takes company down with it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import accumulate
from operator import sub
from typing import TYPE_CHECKING, NamedTuple

from xiezuo_desktop.documents.pdf.advances import advances_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from xiezuo_desktop.documents.pdf.advances import Advances

# Marks that belong to the character before them: accents, joiners, selectors of a name's exact form (IVS).
_CLINGING = "".join(map(chr, (*range(0x300, 0x370), 0x200D, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
NO_START = frozenset("、。，．；：？！）》〉」』】〕〗〙〛｝］＞”’…—～·％‰℃°′″々〇ー／!%),.:;?]}>»›/" + _CLINGING)
NO_END = frozenset("（《〈「『【〔〖〘〚｛［＜“‘￥＄＃№§([{<$#«‹")
_CLOSE, _OPEN = "、。，．；：？！）》〉」』】〕〗”’", "（《〈「『【〔〖“‘"
MEETING = re.compile(f"(?<=[{_CLOSE}])(?=[{_CLOSE}{_OPEN}])|(?<=[{_OPEN}])(?=[{_OPEN}])")
_DIGITS = frozenset("0123456789０１２３４５６７８９")
_RUN = _DIGITS | frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.,%-/@_+&:=?#~'\"*\\|^−×÷")
_SEPARATORS = frozenset("/.@-_?&=:,")  # where an address longer than a line is broken
_LEADS = frozenset("−±×÷≥≤＝≈＞＜～第〕")  # stay with the figure behind them; 〕 holds 〔2021〕71号 together
_BLANKS = " \u3000\t\xa0"
_MOST_SENT_DOWN = 3  # characters that a line gives to a lonely one below it
_TOLERANCE = 1e-6  # em: sums of rounded advances
# Measure words that stay with their figure (GB/T 15835-2011: a figure and its unit are read as one).
_UNIT_TEXT = """
年 月 日 号 时 分 秒 元 角 万 亿 千 百 人 个 名 位 户 家 所 所次 项 次 场 批 期 处 条 件 台 套 辆 头 只 羽 株
棵 座 栋 间 张 份 册 本 页 篇 对 组 班 级 天 周 岁 届 倍 成 亩 米 里 斤 吨 克 升 度 床 幅 万元 亿元 千元
百元 万人 万人次 人次 人月 人天 人日 万户 户次 万亩 亩次 万吨 万斤 公斤 公里 公顷 平方米 平方公里 立方米
万平方米 万立方米 千米 千克 千瓦 千瓦时 万千瓦 兆瓦 毫米 厘米 毫升 个月 个百分点 百分点 小时 分钟 ㎡ ㎞ ㎏
余 多 余万 多万 余人 多人 余万元 多万元 余个 多个 余名 多名 余家 余户 年度 季度 学年
"""
_UNITS = sorted(_UNIT_TEXT.split(), key=len, reverse=True)
_UNIT = re.compile("|".join(_UNITS))
_UNIT_CHARACTERS = frozenset("".join(_UNITS))
_LONGEST_UNIT = len(_UNITS[0])


def _traits(*groups: tuple[int, Iterable[str]], base: int) -> dict[str, int]:
    """Character → bits of the groups it is in, and `base`."""
    out: dict[str, int] = {}
    for bit, characters in groups:
        for ch in characters:
            out[ch] = out.get(ch, base) | bit
    return out


# A line may end between two characters whose traits have no bit in common; where they have, its rule is asked.
_STARTS, _ENDS, _IN_RUN, _SIGNED, _UNITS_TOO = 1, 2, 4, 8, 16
_MARKS = _STARTS | _ENDS
_BEFORE = _traits(
    (_ENDS, NO_END), (_ENDS, _BLANKS), (_IN_RUN, _RUN), (_SIGNED, _LEADS), (_UNITS_TOO, _DIGITS | _UNIT_CHARACTERS),
    base=_STARTS,
)  # fmt: skip
_AFTER = _traits(
    (_STARTS, NO_START), (_STARTS, _BLANKS), (_STARTS, "+"), (_IN_RUN, _RUN), (_SIGNED, _DIGITS),
    (_UNITS_TOO, _UNIT_CHARACTERS), base=_ENDS,
)  # fmt: skip


class Line(NamedTuple):
    """One line: its text, its natural width in em, and whether its paragraph ends with it."""

    text: str
    advance: float
    last: bool

    @property
    def gaps(self) -> int:
        """Number of places between characters that justification can widen."""
        return max(len(self.text) - 1, 0)

    def spacing(self, size: float, width: float) -> float:
        """Character spacing in points that makes this line exactly `width` points wide; 0 for a last line that has room."""
        text, advance, last = self
        gaps = len(text) - 1
        slack = width - advance * size
        return 0.0 if gaps < 1 or (last and slack >= 0) else slack / gaps


PlainLine = tuple[str, float, bool]  # a Line as a plain tuple: a long table has a hundred thousand


def wrap(text: str, adv: Mapping[str, float], width_em: float, first: float = 0.0) -> list[str]:
    """Break `text` (\\n ends a paragraph) into lines of at most `width_em`; `first` is the first line's indent in em."""
    return [line.text for line in lines(text, adv, width_em, first)]


def lines(
    text: str, adv: Mapping[str, float], width_em: float, first: float = 0.0, squeeze: float = 0.0, meeting: float = 0.0
) -> list[Line]:
    """The same as `wrap`, with what justification needs to know of each line; one may be `squeeze` em too wide.

    Marks that meet stand `meeting` em closer together than they would.
    """
    return list(map(Line._make, plain_lines(text, advances_of(adv), width_em, first, squeeze, meeting)))


def plain_lines(
    text: str, measured: Advances, width_em: float, first: float = 0.0, squeeze: float = 0.0, meeting: float = 0.0
) -> list[PlainLine]:
    """The same as `lines`, for those who have many."""
    if "\n" in text:
        parts = (plain_lines(part, measured, width_em, first, squeeze, meeting) for part in text.split("\n"))
        return [line for part in parts for line in part]
    odd, short = measured.shortfalls(text)
    close = meeting > 0.0 and MEETING.search(text) is not None
    if close:
        odd, short = _closer(text, odd, short, meeting)
    advance = len(text) - short[-1]
    if advance <= width_em - first + _TOLERANCE or not text:
        return [(text, advance, True)]
    found = _broken(text, odd, short, width_em, first, squeeze) or [("", 0.0, True)]  # of blanks only
    if squeeze and len(found) > 1:
        found = _accompanied(found, text, measured)
    if close:  # marks do not meet over the end of a line
        return [(t, measured.width(t) - meeting * len(MEETING.findall(t)), last) for t, _, last in found]
    return found


def _closer(text: str, odd: list[int], short: list[float], meeting: float) -> tuple[list[int], list[float]]:
    """What `Advances.shortfalls` has, when marks that meet give up `meeting` em each."""
    lack = {place: after - before for place, before, after in zip(odd, short, short[1:], strict=False)}
    for meets in MEETING.finditer(text):
        lack[meets.start() - 1] = lack.get(meets.start() - 1, 0.0) + meeting
    places = sorted(lack)
    return [*places, odd[-1]], list(accumulate(map(lack.__getitem__, places), initial=0.0))


def _accompanied(found: list[PlainLine], text: str, measured: Advances) -> list[PlainLine]:
    """The same lines; when the last of a text holds one character and its marks only, the line above gives it company."""
    (above, _, _), (last, _, _) = found[-2:]
    if sum(ch not in NO_START for ch in last) > 1 or not text.endswith(above + last):
        return found
    for sent in range(1, min(_MOST_SENT_DOWN + 1, len(above) // 4)):
        if (
            above[-sent] not in _BLANKS
            and above[-sent - 1] not in _BLANKS
            and _may_end(text, len(text) - len(last) - sent)
        ):
            parts = (above[:-sent], False), (above[-sent:] + last, True)
            return [*found[:-2], *((part, measured.width(part), ends) for part, ends in parts)]
    return found


def _broken(
    text: str, odd: list[int], short: list[float], width: float, first: float, squeeze: float
) -> list[PlainLine]:
    """Lines of a text that is wider than one; `odd` and `short` as `Advances.shortfalls` has them."""
    out: list[PlainLine] = []
    size, start, k, room = len(text), 0, 0, width - first + _TOLERANCE
    wide = width + _TOLERANCE
    edges = list(map(sub, odd, short))  # em from the text's beginning to each odd character
    before, after, add = _BEFORE.get, _AFTER.get, out.append
    while True:
        base = short[k]
        reach = start - base + room  # where the line ends, em from the text's beginning
        n = bisect_right(edges, reach, k)
        end = int(reach + short[n])
        if n > k and end <= odd[n - 1]:  # the odd character before that does not fit
            n -= 1
            end = odd[n]
        if end >= size:
            add((text[start:], size - start - short[-1] + base, True))
            return out
        if end > start and not before(text[end - 1], 1) & after(text[end], 2):  # most lines; no blanks here either
            add((text[start:end], end - start - short[n] + base, False))
            start, k, room = end, n, wide
            continue
        most = end
        end = _legal_end(text, start, end) if end > start else start + 1
        if squeeze and end < most:
            end = _squeezed_end(text, odd, short, (start, end, most), (k, room), squeeze)
        behind = end
        while behind < size and text[behind] in _BLANKS:
            behind += 1
        line = text[start:end]
        if line[-1] in _BLANKS:
            line = line.rstrip(_BLANKS)
        if line:
            advance = len(line) - short[bisect_left(odd, start + len(line), k)] + base
            add((line, advance, behind >= size))
            room = wide
        if behind >= size:
            return out
        start, k = behind, bisect_left(odd, behind, k)


def _legal_end(text: str, start: int, most: int) -> int:
    """The largest end ≤ `most` where a line from `start` may end; rules give way one by one when a run fills the line."""
    for end in range(most, start, -1):
        if not _BEFORE.get(text[end - 1], 1) & _AFTER.get(text[end], 2) or _may_end(text, end):
            return end
    for allowed in (_parts_no_run, _parts_at_separator, _parts_by_kinsoku):
        for end in range(most, start, -1):
            if allowed(text, end):
                return end
    return most


def _may_end(text: str, end: int) -> bool:
    """Whether no rule is against a line that ends here."""
    shared = _BEFORE.get(text[end - 1], 1) & _AFTER.get(text[end], 2)
    if shared & (_IN_RUN | _SIGNED) or (shared & _MARKS and not _parts_by_kinsoku(text, end)):
        return False
    return not (shared & _UNITS_TOO and _inside_unit(text, end))


def _squeezed_end(
    text: str, odd: list[int], short: list[float], ends: tuple[int, int, int], begun: tuple[int, float], squeeze: float
) -> int:
    """The next legal end behind `most` where the line is no more than `squeeze` em too wide and less off than ending before."""
    start, end, most = ends
    k, room = begun

    def wide(to: int) -> float:
        return to - start - short[bisect_left(odd, to, k)] + short[k]

    slack = room - wide(end)
    for later in range(most + 1, len(text) + 1):
        over = wide(later) - room
        if over > squeeze or over >= slack:
            return end
        if later == len(text) or _may_end(text, later):
            return later
    return end


def _parts_by_kinsoku(text: str, end: int) -> bool:
    before, after = text[end - 1], text[end]
    if after in NO_START or before in NO_END:
        return False
    if after == "+" and text[end + 1 : end + 2] not in _DIGITS:  # 互联网+, no sign of a figure
        return False
    if after in _BLANKS:  # the next line begins behind the blanks
        while end < len(text) and text[end] in _BLANKS:
            end += 1
        return end == len(text) or text[end] not in NO_START
    if before in _BLANKS:
        while end and text[end - 1] in _BLANKS:
            end -= 1
        return not end or text[end - 1] not in NO_END
    return True


def _parts_at_separator(text: str, end: int) -> bool:
    inside_figure = text[end - 1] in ".," and text[end] in _DIGITS and text[end - 2 : end - 1].isdigit()  # 1.|86
    return text[end - 1] in _SEPARATORS and not inside_figure and _parts_by_kinsoku(text, end)


def _parts_no_run(text: str, end: int) -> bool:
    return not (text[end - 1] in _RUN and text[end] in _RUN) and _parts_by_kinsoku(text, end)


def _inside_unit(text: str, end: int) -> bool:
    """Whether a figure and its unit would be parted at `end`: 12500|万元, 12500万|元; not 10.0个|百分点, which leaves a line too loose."""
    begin = end
    while text[begin - 1] not in _DIGITS:
        begin -= 1
        if begin <= 0 or end - begin >= _LONGEST_UNIT or text[begin] not in _UNIT_CHARACTERS:
            return False
    if begin < end and text.startswith("百分点", end):
        return False
    unit = _UNIT.match(text, begin)
    return unit is not None and unit.end() > end
