"""How the text of a scheme reads as rules: 完成得3分；未完成的，得分＝3×完成率 and the other ways in which offices say it.

Nothing is accepted silently: a reading is a proposal, with what remained in doubt in words; the text itself is kept.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from .folding import fold
from .forms import HAN, N, cap_of, deduction, done_points
from .levels import stated_levels
from .parts import parts_of, single
from .rule_words import words_with_parts
from .rules import Rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .parts import PartReading


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text proposes: the rule, its parts where it is composite, the words that were read, and what is in doubt."""

    rule: Rule
    text: str
    parts: tuple[PartReading, ...] = ()
    doubts: tuple[str, ...] = ()
    understood: bool = True

    @property
    def words(self) -> str:
        """The rule as it was understood, in words."""
        return words_with_parts(self.rule, ((p.name, p.rule) for p in self.parts))


def rule_part(content: str) -> str:
    """The part of an item's text that says how it is scored: the last brackets that do, else the sentences that do; or ""."""
    spans = _brackets(content)
    for start, end in reversed(spans):
        inside = content[start + 1 : end]
        if _is_rule(inside):
            return inside.strip()
    sentences = re.split(r"(?<=[。；;\n])", content)
    first = next((i for i, s in enumerate(sentences) if _is_rule(s)), None)
    return "" if first is None else "".join(sentences[first:]).strip()


def read_rule(text: str, points: Decimal | None = None, *, takes_off: bool = False) -> Reading:
    """What a rule text proposes for an item with these points; `takes_off`: for one of the items that only take points off,
    as one with points below 0 does. A text that says nothing known is scored by hand."""
    if takes_off or (points is not None and points < 0):
        return _taken_off(text, points)
    folded = fold(text, points)
    stated, parts = stated_levels(folded), parts_of(folded, points)
    if stated and parts and most_points(stated) not in (points, None):
        stated = None  # 市级方案得2分，县级方案得3分 of an item with 5: both are asked for
    if parts and not stated:
        whole = _composite(folded, parts, points)
        return Reading(whole, text, parts, _doubts(folded, whole, parts, points))
    one = stated or single(folded, points)
    if one is None:
        return Reading(
            Rule("discretionary", full=points, by_hand=True),
            text,
            doubts=("没有认出计分规则，暂作人工评分",),
            understood=False,
        )
    doubts = _doubts(folded, one, (), points)
    unread = _unread(folded, one, (), points) + (_unread_shares(folded, (one,)) if one.kind == "binary" else [])
    if one.kind != "discretionary" and unread:  # it would give too much or too little
        given = [p for p in (points, most_points(one), done_points(folded)) if p is not None]
        one = Rule("discretionary", full=given[0] if given else None, by_hand=True)
        doubts = (f"文字里的{'、'.join(unread)}没有读进规则，得分要由人评定",)
    return Reading(one, text, doubts=doubts)


def _composite(folded: str, parts: tuple[PartReading, ...], points: Decimal | None) -> Rule:
    """The rule of an item with these parts: their sum, their weighted mean, or what is counted up to a limit."""
    if any(p.rule.weight is not None for p in parts):
        full = re.search(rf"{N}×\(|\)×{N}", folded)
        known = next((g for g in full.groups() if g), None) if full else None
        return Rule("composite", full=Decimal(known) if known else points, mean=True)
    open_ended = all(p.rule.kind == "coefficient" and p.rule.cap is None for p in parts)
    limit = cap_of(folded) or points if open_ended else None
    return Rule("composite", cap=limit)


def _taken_off(text: str, points: Decimal | None) -> Reading:
    """An item that gives nothing and takes points off, up to so many where that is said: 每发生1起扣2分."""
    folded = fold(text, None)
    if parts := parts_of(folded, Decimal(0)):
        parts = tuple(replace(p, points=None, rule=replace(p.rule, full=Decimal(0))) for p in parts)
        if all(p.rule.kind == "deduction" for p in parts):
            return Reading(Rule("composite"), text, parts)
    found = deduction(folded, None) or _taken_off_once(folded)
    if found is None or parts:
        hand = Rule("discretionary", full=Decimal(0))
        return Reading(hand, text, doubts=("减分项，扣多少由人评定",), understood=False)
    cap = -points if found.cap is None and points is not None else found.cap
    return Reading(replace(found, full=Decimal(0), cap=cap), text)


def _taken_off_once(folded: str) -> Rule | None:
    """未报的扣10分: once, however often; None where the text names several figures or a range."""
    stated = re.findall(rf"扣[减除]?{N}分", folded)
    if len(stated) != 1 or len(re.findall(r"\d+(?:\.\d+)?(?=[^\d分]{0,3}分)", folded)) != 1:
        return None
    points = Decimal(stated[0])
    return Rule("deduction", basis="fault", each=Decimal(1), points=points, cap=points)


def _unread(folded: str, rule: Rule, parts: tuple[PartReading, ...], points: Decimal | None) -> list[str]:
    """The points that a text names and nothing of what was read of it says: 逾期完成得3分."""
    known = {sum((p.points or Decimal(0) for p in parts), Decimal(0)), Decimal(0), *(p.points for p in parts)}
    off: set[Decimal | None] = set()
    for one in (rule, *(p.rule for p in parts)):
        known |= {one.full, one.zero, one.cap, one.top_points, one.finished, one.others, one.none, one.points, one.base}
        known |= {step.points for step in one.steps} | {grade.points for grade in one.levels}
        if one.full is not None and one.zero is not None:
            off.add(one.full - one.zero)
        if one.cap is not None and one.base is not None:
            known.add(one.cap - one.base)
        known |= {a.points - b.points for a, b in pairwise(one.steps[-2:])} if one.kind == "rank" else set()
    missing = []
    for found in re.finditer(
        rf"(?P<given>[得计给记赋])?(?P<off>扣[减除]?)?(?<![\d.%第]){N}分(?!钟|之|别|档|类|项)", folded
    ):
        also = off if found["off"] else set() if found["given"] else {points}
        if Decimal(found[3]) not in known | also:
            missing.append(f"“{found[3]}分”")
    return list(dict.fromkeys(missing))


def _unread_shares(folded: str, rules: Sequence[Rule]) -> list[str]:
    """The shares not to fall below that a text names and no rule read of it does: 低于60%不得分."""
    levels = _levels(rules)
    below = [next(filter(None, found.groups())) for found in _BELOW_SHARE.finditer(folded)]
    return list(dict.fromkeys(f"“低于{text}%”" for text in below if Decimal(text) not in levels))


def _levels(rules: Sequence[Rule]) -> set[Decimal]:
    """The shares in percent that rules name."""
    marks = [m for r in rules for m in (r.rate, r.least, r.full_from, *(s.mark for s in r.steps)) if m is not None]
    return {m.number for m in marks}


def _doubts(folded: str, rule: Rule, parts: tuple[PartReading, ...], points: Decimal | None) -> tuple[str, ...]:
    out = []
    most = most_points(rule)
    if parts and not rule.mean:
        known = [max(p.points, Decimal(0)) for p in parts if p.points is not None]
        most = sum(known, Decimal(0)) if len(known) == len(parts) else None
    if points is not None and most is not None and most != points:
        out.append(f"规则里最高{most}分，分值是{points}分")
    if rule.kind == "discretionary":
        out.append("得分要由人评定" if rule.by_hand else "未完成的得分要由人评定")
    elif unread := _unread(folded, rule, parts, points) + _unread_shares(folded, (rule, *(p.rule for p in parts))):
        out.append(f"文字里的{'、'.join(unread)}没有读进规则")
    return tuple(out)


def most_points(rule: Rule) -> Decimal | None:
    """The most points that a rule gives; None where it has no end, or says none."""
    if rule.kind == "rank":
        stated = [rule.top_points, rule.finished, rule.others, *(s.points for s in rule.steps)]
        return max((p for p in stated if p is not None), default=None)
    if rule.kind == "level":
        return rule.cap if rule.added or rule.cap is not None else max((g.points for g in rule.levels), default=None)
    if rule.kind == "tier":
        return max((s.points for s in rule.steps), default=None)
    if rule.kind == "coefficient" or (rule.kind == "ratio" and rule.cap is not None):
        return rule.cap
    return None if rule.uncapped else rule.full


# ------------------------------------------------------------------------------------------------ the text

# 低于60%不得分: whoever stays below gets something else
_BELOW_SHARE = re.compile(rf"(?:低于|不足|不到|不满|达不到|未达到?|小于|<){N}%(?!\d)|{N}%(?:\(不?含\))?以下")


def _brackets(text: str) -> list[tuple[int, int]]:
    """The outer pairs of brackets of a text, in order."""
    out, depth, start = [], 0, 0
    for i, c in enumerate(text):
        if c in "（(":
            depth += 1
            start = i if depth == 1 else start
        elif c in "）)" and depth:
            depth -= 1
            if depth == 0:
                out.append((start, i))
    if depth:  # the closing bracket was forgotten
        out.append((start, len(text)))
    return out


def _is_rule(text: str) -> bool:
    folded = unicodedata.normalize("NFKC", text)
    if re.search(r"得分|计分|赋分|扣分|不得分|酌情|打分|评分|折算|按.{0,6}比例", folded):
        return True
    if re.search(r"[率例数额量标值)]\s*[×*xX·]\s*(?:\d|100%|分值|权重|满分|标准分|(?:本|该)项)", folded):
        return True  # 实际数÷计划数×10, 完成率×分值
    return bool(re.search(rf"(?:[得计扣加给为名]|满分|[:，,])\s*(?:{N}|[{HAN}]+)\s*分(?!钟|之|别)", folded))
