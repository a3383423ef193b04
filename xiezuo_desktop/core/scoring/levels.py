"""Rules by a level that somebody states: 省级得5分，市级得3分. A person types which one it was, or how many: 省级2次、市级1次."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

from ..numbers import shown
from ..ordinals import parse_chinese_numeral
from ..progress import EXACT
from .forms import N, cap_of
from .kinds import missing, points
from .rules import Grade, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .model import Basis, Field, Score

_OFFICES = r"国家级?|中央|省部级|部级|省级|自治区级|市级|州级|县级|区级|乡镇级|镇级|村级|省(?=委|政府|表彰|领导)|市(?=委|政府|表彰|领导)"
_PRIZES = r"特等奖|[一二三四]等奖|优秀奖|优胜奖|入围奖"
_GIVES = rf"[^,;。、\d扣减]{{0,16}}?[,(]?(?:[得计加给记赋为奖]{{1,2}})?{N}分"
_ADDED = re.compile(r"累[计加]|每[次项个篇条件人]|可叠加|按次|分别累")
_REST = re.compile(rf"(?:其[余他]|没有|未获得?)[^,;。、\d]{{0,8}}?(?:得|计|为){N}分")
_NONE = re.compile(r"(?:无|没有|未获[得奖]?|未|否|0)")


def stated_levels(folded: str) -> Rule | None:
    """省级表彰得5分，市级表彰得3分: at least two levels of one kind with their points, each once; None where it is no such rule."""
    if "扣" in folded or re.search(r"每[^,;。]{0,8}[篇次项个条件人期]", folded):
        return None  # so much for each of them is counted, level by level
    for names in (_PRIZES, _OFFICES):
        found = [(m[1], Decimal(m[2])) for m in re.finditer(rf"({names}){_GIVES}", folded)]
        known = dict(found)
        if len(known) < 2 or len(known) != len(found):
            continue
        if len(re.findall(rf"{N}分", _REST.sub("", folded))) - (cap_of(folded) is not None) > len(found):
            return None
        rest = _REST.search(folded)
        levels = tuple(Grade(name, worth) for name, worth in sorted(found, key=lambda each: -each[1]))
        added = _ADDED.search(folded) is not None
        cap = cap_of(folded)
        return Rule("level", levels=levels, added=added, cap=cap, zero=Decimal(rest[1]) if rest else None)
    return None


def level(field: Field, basis: Basis) -> Score:
    """The points of what was stated: the highest level, or all of them added up as often as they are stated."""
    rule = field.rule
    if not rule.levels:
        return missing(field, "规则里还没有写各级得分")
    best = max(rule.levels, key=lambda each: each.points)
    if not basis.said:
        return points(field, best.points, best.name) if basis.yes else missing(field)
    counts = counted(basis.said, [each.name for each in rule.levels])
    if not counts:
        if _NONE.fullmatch(_folded(basis.said)):
            return points(field, rule.zero or Decimal(0), basis.said)
        return missing(field, f"“{basis.said}”里没有写明级别：{'、'.join(each.name for each in rule.levels)}")
    have = [each for each in _each_once(rule.levels) if each.name in counts]
    if not rule.added:
        top = max(have, key=lambda each: each.points)
        got, said = top.points, top.name
    else:
        got = Decimal(0)
        for each in have:
            got = EXACT.add(got, EXACT.multiply(each.points, Decimal(counts[each.name])))
        said = "+".join(f"{each.name}{shown(each.points)}×{counts[each.name]}" for each in have)
    most = rule.cap
    if most is None and field.item.points > 0 and field.settings.cap != "none":
        most = field.item.points  # a bonus has no points of its own
    if most is not None and got > most:
        return points(field, most, f"{said}={shown(got)}，最高{shown(most)}")
    return points(field, got, said, equals=rule.added)


def _each_once(levels: Iterable[Grade]) -> list[Grade]:
    """The levels; one that stands there twice counts once, with the more points."""
    worth: dict[str, Grade] = {}
    for each in levels:
        if each.name not in worth or each.points > worth[each.name].points:
            worth[each.name] = each
    return list(worth.values())


def counted(said: str, names: list[str]) -> dict[str, int]:
    """How often each level is stated: 省级2次、市级1次 is {省级: 2, 市级: 1}; levels that are not named are left out.

    A clause that begins with a number (2次省级1次市级) has its numbers before the levels, any other behind them; one number
    stands for all levels before it where the words say so (省级、市级各2次).
    """
    known = {_folded(name): name for name in names}
    level = "|".join(re.escape(name) for name in sorted(known, key=len, reverse=True))  # 省部级 before 部级
    before = re.compile(rf"(?P<times>\d{{1,4}})[次项个篇条件]?(?P<level>{level})")
    behind = re.compile(rf"(?P<level>{level})(?:(?!{level})[^\d×]){{0,8}}×?(?P<times>\d{{1,4}})?")
    out: Counter[str] = Counter()
    of_each = re.compile(rf"((?:(?:{level})(?:(?!{level})[^\d各]){{0,8}}){{2,}})各[^\d各]{{0,2}}?(\d{{1,4}})")
    text = of_each.sub(lambda run: ",".join(f"{name}{run[2]}" for name in re.findall(level, run[1])), _in_digits(said))
    for clause in re.split(r"[,;。、]", text):
        first = re.search(level, clause)
        found = first and before.search(clause)
        form = before if first and found and found.start("level") == first.start() else behind
        for each in form.finditer(clause):
            out[known[each["level"]]] += int(each["times"] or 1)
    return dict(+out)


def _in_digits(text: str) -> str:
    """A text with its Chinese counts in digits: 省级两次 is 省级2次; 一等奖 and 第一次 stay."""
    return re.sub(
        r"(?<![第一二两三四五六七八九十])[一二两三四五六七八九十]{1,3}(?=[次项个篇条件])",
        lambda found: str(2 if found[0] == "两" else parse_chinese_numeral(found[0]) or found[0]),
        _folded(text),
    )


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
