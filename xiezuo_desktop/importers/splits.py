"""Amounts and pairings inside running text: 甲局不低于100万元；十街镇各25.5万元；南街街道结对开城镇。"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..core.measure_units import KNOWN, comparable, dimension
from ..core.names import guess_kind, looks_like_group, normalise, split_plaque
from ..core.numbers import read_amount
from ..core.unit_kinds import starts_with_area
from .draft import DraftAllocation, DraftPairing
from .words import looks_like_office

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .gather import Gathered, UnitBook

_SEGMENT = re.compile(r"[；;。\n]")
_LISTED = re.compile(r"^.{0,40}(?:如下|分解|分工)\s*[:：]")
_WHOLE = re.compile(r"全[省市县区州盟旗]|.?本级|合计|总计|小计")  # it pairs with nobody
_UNITS = "|".join(
    sorted((re.escape(u) for u in KNOWN if dimension(u) not in ("month", "day", "hour")), key=len, reverse=True)
)
_FIGURE = re.compile(rf"\d[\d.,]*\s*(?:{_UNITS}|万|亿)(?:以上|以内|左右)?")
PARTY = re.compile(
    r"[^\d\s，。；：]{1,22}(?:[镇乡村县区市]|街道|社区|公司|集团|企业|合作社|经合社|联合社|学校|[小中大]学|幼儿园|医院|卫生院|协会|商会|基金会|局|中心)"
)
_CLEAR_END = re.compile(
    r"(?:局|厅|府办|委办|办公室|委员会|中心|公司|集团|工会|工商联|[妇残侨文]联|科协|红十字会|慈善总会|协会|商会|供销(?:总|合作)?社|管委会|街道|镇|乡"
    r"|组织部|宣传部|统战部|党校|[园新]区|开发区|[件业]园)$"
)
_RURAL = re.compile(r"乡[村镇]|镇[村区]")  # no name ends between these two letters
_LONGEST_NAME = 20
_PAIRED = re.compile(
    r"(?:[（(]?[一二三四五六七八九十\d]{1,2}[）)、.．]?\s*)?[^，。：:\d]{0,10}结对[^，。：:]{0,6}[:：]"
)
_DASH = re.compile(r"\s*(?:—{1,2}|-{1,2}|–|↔|⇔|→)\s*")
_SIDES = 2  # of a pairing
_FEWEST = 2  # amounts of units that make a split
_AMONG = re.compile(r"[，,；;。]?\s*其中\s*[：:，,]?\s*")
_NEXT = re.compile(r"(?<=[元人名个家所次户])[，,、]")
_SIZE_BEHIND = re.compile(r"[（(](?:合计|总计)?共?(?:计|有)?\d+个[^（）()\d]{1,8}[）)]")  # 各街道各10万元（共9个街道）


@dataclass(frozen=True, slots=True)
class Split:
    """A whole and its parts as measures state them."""

    measure_unit: str
    target: str
    parts: tuple[DraftAllocation, ...]


def amounts(text: str, units: Sequence[str], book: UnitBook) -> Split | None:
    """How a text splits an amount over units; None where it names fewer than two parts.

    `units` are those that answer for the task: their names may stand before an amount. An amount before the first part
    is the whole; what stands without a known name among the parts is a part of nobody named.
    """
    parts: list[DraftAllocation] = []
    whole = ""
    for raw in _SEGMENT.split(_parted(text, units)):
        segment = _LISTED.sub("", raw).strip()
        names, rest = _leading_units(segment, units)
        amount = _amount(rest)
        if not amount:
            continue
        if names:
            parts += [DraftAllocation(name, amount) for name in names]
        elif parts:
            parts.append(DraftAllocation("", amount))
        elif not whole and read_amount(amount).number is not None:
            whole = _plain_amount(amount)
    named = [p for p in parts if p.unit]
    if len(named) < _FEWEST:
        return None
    measure_unit = _measure_unit([read_amount(p.amount).measure_unit for p in parts])
    if not measure_unit or (whole and not comparable(read_amount(whole).measure_unit or measure_unit, measure_unit)):
        whole = ""
    parts = [replace(p, unit=book.enter(p.unit) or p.unit) if p.unit else p for p in parts]
    return Split(measure_unit, whole, _each_once(parts)) if measure_unit else None


def _parted(text: str, units: Sequence[str]) -> str:
    """The text with a stop before every unit that an amount follows: …25万元，十街镇各…, 230万元，其中甲局80万元.

    What stands behind 其中 and names no unit, or stands in the part of a unit, is left out: it is no part of the whole.
    """
    out = ""
    at = 0
    text = _SIZE_BEHIND.sub("", text)
    for mark in _AMONG.finditer(text):
        if mark.start() < at:
            continue
        before, behind = text[at : mark.start()], text[mark.end() :]
        out += before
        if _name_at(behind, units) and not _leading_units(_SEGMENT.split(before)[-1].strip(), units)[0]:
            out, at = f"{out}；", mark.end()
        else:
            stops = (m.start() for p in (_SEGMENT, _NEXT) for m in p.finditer(behind) if _ends_part(m, units))
            at = mark.end() + min(stops, default=len(behind))
    return _NEXT.sub(lambda m: "；" if _ends_part(m, units) else m[0], out + text[at:])


def _ends_part(mark: re.Match[str], units: Sequence[str]) -> bool:
    return bool(_SEGMENT.match(mark[0]) or _name_at(mark.string[mark.end() :], units))


def _each_once(parts: Sequence[DraftAllocation]) -> tuple[DraftAllocation, ...]:
    """One part a unit; a unit that is named twice keeps its first amount (the text itself stays whole in the measure)."""
    out: dict[str, DraftAllocation] = {}
    for part in parts:
        out.setdefault(normalise(part.unit), part)
    return tuple(out.values())


def _leading_units(segment: str, units: Sequence[str]) -> tuple[list[str], str]:
    """The names with which a segment begins, parted by 、 or 和, and the rest."""
    names: list[str] = []
    at = 0
    while name := _name_at(segment[at:], units):
        names.append(name)
        at += len(name)
        if segment[at : at + 1] not in ("、", "和", "与", "及") or not _name_at(segment[at + 1 :], units):
            break
        at += 1
    return names, segment[at:]


def _name_at(text: str, units: Sequence[str]) -> str:
    """The name with which a text begins: the longest of the task's units, else what looks like one; with its 挂牌."""
    name = max((u for u in units if text.startswith(u)), key=len, default="")
    end = len(name)
    if not name:
        for size in range(2, min(len(text), _LONGEST_NAME) + 1):
            if end and size > end + 2:
                break
            if _is_bearer(text[:size]) and not _RURAL.fullmatch(text[size - 1 : size + 1]):
                end = size
    plaque = re.match(r"[（(][^（）()]{2,20}[）)]", text[end:]) if end else None
    if plaque and split_plaque(text[:end] + plaque[0])[1]:
        end += plaque.end()
    return text[:end]


def _is_bearer(name: str) -> bool:
    """Whether a name that the task's units do not hold is one all the same: a group, or an office with its area before it."""
    if looks_like_group(name):
        return True
    return looks_like_office(name) and starts_with_area(name) and bool(_CLEAR_END.search(name))


def _amount(rest: str) -> str:
    """The words of an amount: those behind the last comma that hold a figure, or that refer to a contract."""
    for clause in reversed(re.split(r"[，,]", rest)):
        text = clause.strip()
        found = list(_FIGURE.finditer(text))
        if read_amount(text).remainder:
            return text
        if found and read_amount(text[: found[-1].end()]).number is not None:
            return text[: found[-1].end()]
    return ""


def _plain_amount(text: str) -> str:
    """The figure of an amount with its unit and qualifier, without the words before it: …任务300万元 → 300万元."""
    found = list(re.finditer(rf"(?:不低于|不少于|不超过|约|超过|达到)?{_FIGURE.pattern}", text))
    return found[-1][0] if found else text


def _measure_unit(units: Sequence[str]) -> str:
    named = Counter(u for u in units if dimension(u))
    return named.most_common(1)[0][0] if named else ""


def pairings(text: str, book: UnitBook) -> list[DraftPairing]:
    """The pairs that a text lists as 甲结对乙；丙结对丁。"""
    out = []
    for segment in _SEGMENT.split(text):
        found = re.fullmatch(r"\s*([^，,：:]{2,24}?)(?:与|和)?结对(?:帮扶)?([^，,：:]{2,24})\s*", segment)
        if found and all(PARTY.fullmatch(n) and not looks_like_group(n) for n in found.groups()):
            east, west = (book.enter_whole(n) for n in found.groups())
            out.append(DraftPairing(east, west, pairing_kind(east, west)))
    return out


def pairings_listed(text: str, book: UnitBook) -> list[DraftPairing]:
    """The pairs of a line that lists nothing else: 甲街道结对乙镇；丙镇结对丁乡。 or 镇街结对：甲街道—乙镇；丙镇—丁乡。; [] for another line."""
    label = _PAIRED.match(text.strip())
    segments = [s.strip() for s in _SEGMENT.split(text.strip()[label.end() :] if label else text) if s.strip()]
    if label:
        segments = [_DASH.sub("结对", part.strip()) for s in segments for part in s.split("、") if part.strip()]
    out = [pair for segment in segments for pair in pairings(segment, book)] if all(map(_is_pair, segments)) else []
    return out if len(out) == len(segments) else []


def _is_pair(segment: str) -> bool:
    sides = segment.split("结对")
    return len(sides) == _SIDES and all(PARTY.fullmatch(re.sub(r"[与和]$|^帮扶", "", n.strip())) for n in sides)


def pairing_kind(east: str, west: str) -> str:
    """The kind of a pairing, as the ends of the two names tell it."""
    if "enterprise" in (guess_kind(east), guess_kind(west)):
        return "enterprise"
    for ending, kind in (
        (r"学校|小学|中学|大学", "school"),
        (r"医院|卫生院", "hospital"),
        (r"村|社区|经合社|合作社", "village"),
    ):
        if re.search(rf"(?:{ending})$", east) or re.search(rf"(?:{ending})$", west):
            return kind
    return "town" if all(re.search(r"(?:镇|乡|街道)$", n) for n in (east, west)) else ""


def pair_up(found: Gathered) -> None:
    """The pairings that headers in two tiers imply, a unit over its partners, where no table lists them: 湖东区 over 青石县."""
    known = {(normalise(p.east), normalise(p.west)) for p in found.pairings}
    new = [
        (unit, partner)
        for unit, partner in dict.fromkeys(found.implied)
        if (normalise(unit), normalise(partner)) not in known and not _WHOLE.fullmatch(normalise(unit))
    ]
    found.pairings += [DraftPairing(unit, partner, pairing_kind(unit, partner)) for unit, partner in new]
    if new:
        found.guesses.append(f"表头里“{new[0][0]}”下面的“{new[0][1]}”等读作结对双方（{len(new)}对），请核对")
