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

from ..ordinals import parse_chinese_numeral
from .forms import (
    HAN,
    N,
    bounded,
    coefficient,
    deduction,
    discretionary,
    done_points,
    plain,
    rank,
    ratio,
)
from .rules import Rule, rule_words

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class PartReading:
    """A part of a composite item: 村企结对3分：…"""

    name: str
    points: Decimal | None
    rule: Rule


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
        if not self.parts:
            return rule_words(self.rule)
        parts = "；".join(f"{p.name}（{rule_words(p.rule)}）" for p in self.parts)
        return f"{rule_words(self.rule)}：{parts}"


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


def read_rule(text: str, points: Decimal | None = None) -> Reading:
    """What a rule text proposes for an item with these points. A text that says nothing known is scored by hand."""
    if points is not None and points < 0:
        return _taken_off(text, points)
    folded = _folded(text, points)
    parts = _parts(folded) or _summed_parts(folded, points)
    if parts:
        found = Rule("composite", mean=any(p.rule.weight is not None for p in parts))
        if found.mean:
            full = re.search(rf"{N}×\(|\)×{N}", folded)
            known = next((g for g in full.groups() if g), None) if full else None
            found = replace(found, full=Decimal(known) if known else points)
        return Reading(found, text, parts, _doubts(folded, found, parts, points))
    one = _one(folded, points)
    if one is None:
        return Reading(
            Rule("discretionary", full=points), text, doubts=("没有认出计分规则，暂作人工评分",), understood=False
        )
    return Reading(one, text, doubts=_doubts(folded, one, (), points))


def _taken_off(text: str, points: Decimal) -> Reading:
    """An item that gives nothing and takes up to so many points off: 每发生1起扣2分."""
    found = deduction(_folded(text, None), None)
    if found is None:
        hand = Rule("discretionary", full=Decimal(0))
        return Reading(hand, text, doubts=("减分项，扣多少由人评定",), understood=False)
    return Reading(replace(found, full=Decimal(0), cap=-points if found.cap is None else found.cap), text)


def _one(folded: str, points: Decimal | None) -> Rule | None:
    for form in (rank, deduction, coefficient, bounded, ratio, discretionary, plain):
        if rule := form(folded, points):
            return rule
    return None


def _unread(folded: str, rule: Rule, parts: tuple[PartReading, ...], points: Decimal | None) -> list[str]:
    """The points, and the shares not to fall below, that a text names and nothing of what was read of it says: 逾期完成得3分."""
    known = {sum((p.points or Decimal(0) for p in parts), Decimal(0)), Decimal(0), *(p.points for p in parts)}
    off: set[Decimal | None] = set()
    for one in (rule, *(p.rule for p in parts)):
        known |= {one.full, one.zero, one.cap, one.top_points, one.finished, one.others, one.none, one.points, one.base}
        known |= {step.points for step in one.steps}
        if one.full is not None and one.zero is not None:
            off.add(one.full - one.zero)
        if one.cap is not None and one.base is not None:
            known.add(one.cap - one.base)
    missing = []
    for found in re.finditer(
        rf"(?P<given>[得计给记赋])?(?P<off>扣[减除]?)?(?<![\d.%第]){N}分(?!钟|之|别|档|类|项)", folded
    ):
        also = off if found["off"] else set() if found["given"] else {points}
        if Decimal(found[3]) not in known | also:
            missing.append(f"“{found[3]}分”")
    levels = _levels((rule, *(p.rule for p in parts)))
    below = [next(filter(None, found.groups())) for found in _BELOW_SHARE.finditer(folded)]
    missing += [f"“低于{text}%”" for text in below if Decimal(text) not in levels]
    return list(dict.fromkeys(missing))


def _levels(rules: Sequence[Rule]) -> set[Decimal]:
    """The shares in percent that rules name."""
    marks = [m for r in rules for m in (r.rate, r.least, r.full_from, *(s.mark for s in r.steps)) if m is not None]
    return {m.number for m in marks}


def _doubts(folded: str, rule: Rule, parts: tuple[PartReading, ...], points: Decimal | None) -> tuple[str, ...]:
    out = []
    most = most_points(rule)
    if parts and not rule.mean:
        known = [p.points for p in parts if p.points is not None]
        most = sum(known, Decimal(0)) if len(known) == len(parts) else None
    if points is not None and most is not None and most != points:
        out.append(f"规则里最高{most}分，分值是{points}分")
    if rule.kind == "discretionary":
        out.append("未完成的得分要由人评定")
    elif unread := _unread(folded, rule, parts, points):
        out.append(f"文字里的{'、'.join(unread)}没有读进规则")
    return tuple(out)


def most_points(rule: Rule) -> Decimal | None:
    """The most points that a rule gives; None where it has no end, or says none."""
    if rule.kind == "rank":
        stated = [rule.top_points, rule.finished, rule.others, *(s.points for s in rule.steps)]
        return max((p for p in stated if p is not None), default=None)
    if rule.kind == "tier":
        return max((s.points for s in rule.steps), default=None)
    if rule.kind == "coefficient" or (rule.kind == "ratio" and rule.cap is not None):
        return rule.cap
    return None if rule.uncapped else rule.full


# ------------------------------------------------------------------------------------------------ the text

# 80%≤巩固率<90%, ≥80%且<90%, 80%(含)以上、不足90%: from 80% to 90%
_SHARE = rf"{N[1:-1]}%?(?![\d.])"
_BETWEEN = re.compile(
    rf"(?<![\d.])(?P<low>{_SHARE})(?:≤|(?P<over><))[^\d,;。<≤]{{1,16}}[<≤](?P<high>{_SHARE})"
    rf"|(?<![\d.])(?P<from>{_SHARE})(?:\(含\)|及?以上|[,、且但而])+"
    rf"(?:(?:<|≤|低于|小于|不足|不到|不满|未达到?|不超过)(?P<below>{_SHARE})|(?P<within>{_SHARE})(?:\(不?含\))?以[下内])(?:\(不?含\))?"
)
# 少1次扣1分, 抽查不在岗1人次扣3分, 迟报一次扣0.5分: each of them, though nobody wrote 每
_FAULT = re.compile(
    r"(?P<verb>少|缺|差|低|迟报|漏报|逾期|发现|出现|发生|存在|有)?(?<![\d.第前\-至到])(?P<count>[1一]|\d{1,2}(?=[^;。]*$))"
    r"(?:个百分点|人次|场次|班次|[个人次项家条篇份例件起宗处户名期天日%])(?P<what>[^,;。\d扣]{0,10})[,的]?扣(?!完)"
)
# 低于60%不得分: whoever stays below gets something else
_BELOW_SHARE = re.compile(rf"(?:低于|不足|不到|不满|达不到|未达到?|小于|<){N}%(?!\d)|{N}%(?:\(不?含\))?以下")
_NOT_EACH = re.compile(r"以上|以下|以内|之内|超过|每|[于足满到]$")


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


def _folded(text: str, points: Decimal | None) -> str:
    """One width, no blanks, one sign for times and equals, 满分 and Chinese numerals as figures: what the forms look at."""
    listed = re.sub(r"[①-⑳]", lambda sign: f"({ord(sign[0]) - ord('①') + 1})", text)
    out = "".join(unicodedata.normalize("NFKC", listed).split())
    out = re.sub(r"(?<=[\d%)率数额量标值])[*xX·•⋅╳✕](?=[\d(\u4e00-\u9fff])", "×", out).replace("÷", "/")
    out = re.sub(r"(?<=[率例数额量标值)])×100%", "", out)  # what is a share is one already
    out = _FAULT.sub(_each_fault, out)
    out = re.sub(r"[—–―~～]+", "-", out).replace("≧", "≥").replace("≦", "≤")
    out = _BETWEEN.sub(_range, out)
    out = re.sub(rf"(?<![之十百])([{HAN}半]{{1,3}})(?=分(?![钟之别档类项]))", _figure, out)
    if points is not None:
        out = re.sub(
            r"(?<=[得计])(\d{1,3})%的?(?:该项|本项|标准)?(?:分值|分数|满分|标准分|分)",
            lambda share: f"{_plain_number(points * int(share[1]) / 100)}分",
            out,
        )
        out = re.sub(r"(?<![\d.])满分(?!\d)", f"{points}分", out)
        out = re.sub(
            r"(?:该项|本项|标准|基本)?分值(?=×)|(?<=×)(?:该项|本项|标准|基本)?(?:分值|分数)|(?:标准分|权重|满分)(?=×)|(?<=×)(?:标准分|权重|满分)(?!\d)",
            str(points),
            out,
        )
    return out


def _range(found: re.Match[str]) -> str:
    low, high = found["low"] or found["from"], found["high"] or found["below"] or found["within"]
    return f"{'>' if found['over'] else ''}{low}-{high}"


def _each_fault(found: re.Match[str]) -> str:
    """The fault with 每 before it; 每 of the same clause says so already, and 3次以上 is no rate."""
    clause = re.split(r"[,;。:(]", found.string[: found.start()])[-1]
    single = found["count"] in ("1", "一") or found.string.count("扣") - found.string.count("扣完") == 1
    rate = single and not _NOT_EACH.search(clause) and not _NOT_EACH.search(found["what"])
    return f"每{found[0]}" if rate else found[0]


def _plain_number(number: Decimal) -> str:
    """A number without zeros at its end: 6.0 → 6."""
    return format(number.normalize(), "f")


def _figure(found: re.Match[str]) -> str:
    if found[1] == "半":
        return "0.5"
    value = parse_chinese_numeral(found[1])
    return found[1] if value is None else str(value)


# ------------------------------------------------------------------------------------------------ parts

_HEAD = re.compile(
    rf"(?:^|(?<=[。;]))(?:\(?\d{{1,2}}[).、])?([^。;:,=×\d]{{2,24}}?)\(?{N}分\)?[:,](?=[^。;]*(?:得|按|每|扣|分))"
)
_DONE = re.compile(rf"(?:^|(?<=[。;,]))([^。;:,=×\d]{{2,20}}?)(?:按[时期要求]+)?完成(?:任务|目标)?的?,?得{N}分")
_NUMBERED = re.compile(r"(?:^|(?<=[。;,]))(?:\(\d{1,2}\)|\d{1,2}[.、](?!\d))")
_WEIGHTED = re.compile(r"([^+()=×,;。:\d]{2,20}率)×(\d+(?:\.\d+)?%?)|(\d+(?:\.\d+)?%?)×([^+()=×,;。:\d]{2,20}率)")
_GIVEN_CLAUSE = re.compile(rf"([^\d扣=×/:]{{2,24}}?)的?(?:得|计|赋){N}分")
_NO_NAME = re.compile(r"得|^(?:未|没|已|按|全部|超额|基本|每|主要|完成|其[中余他]|如|若|否则|不|能|均|都)|完成$|任务$")


def _parts(folded: str) -> tuple[PartReading, ...]:
    for form in (_weighted_parts, _headed_parts, _done_parts, _numbered_parts):
        parts = form(folded)
        if len(parts) > 1 and len({p.name for p in parts}) == len(parts):
            return tuple(parts)
    return ()


def _weighted_parts(folded: str) -> list[PartReading]:
    """得分＝5×（投资额完成率×60%＋企业数完成率×40%）."""
    found = list(_WEIGHTED.finditer(folded))
    if any(folded[a.end() : b.start()] not in ("+", "") for a, b in pairwise(found)):
        return []
    out = []
    for one in found:
        name, share = (one[1], one[2]) if one[1] else (one[4], one[3])
        weight = Decimal(share.rstrip("%"))
        weight = weight.scaleb(-2) if share.endswith("%") else weight
        if weight > 1:
            return []
        out.append(PartReading(re.sub(r"^得分|完成率$|率$", "", name), None, Rule("ratio", weight=weight)))
    return out


def _headed_parts(folded: str) -> list[PartReading]:
    """村企结对3分：完成得3分；…。学校结对2分：…"""
    heads = [h for h in _HEAD.finditer(folded) if not _NO_NAME.search(h[1])]
    out = []
    for i, head in enumerate(heads):
        end = heads[i + 1].start() if i + 1 < len(heads) else len(folded)
        points = Decimal(head[2])
        rule = _one(folded[head.end() : end], points)
        out.append(PartReading(head[1], points, rule or Rule("discretionary", full=points)))
    return out


def _done_parts(folded: str) -> list[PartReading]:
    """结对学校完成得2分，结对医院完成得2分；未完成的，各项得分＝2×完成率."""
    found = [d for d in _DONE.finditer(folded) if not _NO_NAME.search(d[1])]
    if len(found) < 2:
        return []
    rest = folded[found[-1].end() :]
    out = []
    for one in found:
        points = Decimal(one[2])
        rule = ratio(f"完成得{points}分{rest}", points) or discretionary(rest, points) or Rule("binary", full=points)
        if rule.kind == "ratio":
            rule = replace(rule, full=points)
        out.append(PartReading(one[1], points, rule))
    return out


def _summed_parts(folded: str, points: Decimal | None) -> tuple[PartReading, ...]:
    """成立专班得4分，制定方案得6分 of an item with 10 points: what each clause gives adds up to the points."""
    found = [_GIVEN_CLAUSE.fullmatch(clause) for clause in re.split(r"[,;。]", folded) if clause]
    given = [(one[1], Decimal(one[2])) for one in found if one]
    names = {name for name, _ in given}
    if len(given) < 2 or len(given) != len(found) or len(names) != len(given) or sum(p for _, p in given) != points:
        return ()
    if any(_NO_NAME.search(name) for name in names):
        return ()
    return tuple(PartReading(name, worth, Rule("binary", full=worth, zero=Decimal(0))) for name, worth in given)


def _numbered_parts(folded: str) -> list[PartReading]:
    """①签订协议得1分；②开展互访得2分."""
    marks = list(_NUMBERED.finditer(folded))
    out = []
    for i, mark in enumerate(marks):
        text = folded[mark.end() : marks[i + 1].start() if i + 1 < len(marks) else len(folded)]
        points = done_points(text)
        name = re.split(r"[,:;。(]|的?得\d|按|每|\d", text)[0].removesuffix("完成").removesuffix("的")
        if points is None or len(name) < 2:
            return []
        out.append(PartReading(name, points, _one(text, points) or Rule("discretionary", full=points)))
    return out
