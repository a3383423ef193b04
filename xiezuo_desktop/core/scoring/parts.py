"""The parts of one rule that gives or takes points for several things: 村企结对3分：…；学校结对2分：…"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from .forms import N, bounded, coefficient, deduction, discretionary, done_points, each_clauses, plain, ratio
from .rank_forms import rank
from .rules import Rule


@dataclass(frozen=True, slots=True)
class PartReading:
    """A part of a composite item: 村企结对3分：…"""

    name: str
    points: Decimal | None
    rule: Rule


_HEAD = re.compile(
    rf"(?:^|(?<=[。;]))(?:\(?\d{{1,2}}[).、])?([^。;:,=×\d]{{2,24}}?)\(?{N}分\)?[:,](?=[^。;]*(?:得|按|每|扣|分))"
)
_DONE = re.compile(rf"(?:^|(?<=[。;,]))([^。;:,=×\d]{{2,20}}?)(?:按[时期要求]+)?完成(?:任务|目标)?的?,?得{N}分")
_NUMBERED = re.compile(r"(?:^|(?<=[。;,]))(?:\(\d{1,2}\)|\d{1,2}[.、](?!\d))")
_WEIGHTED = re.compile(r"([^+()=×,;。:\d]{2,20}率)×(\d+(?:\.\d+)?%?)|(\d+(?:\.\d+)?%?)×([^+()=×,;。:\d]{2,20}率)")
_GIVEN_CLAUSE = re.compile(rf"([^\d扣=×/:]{{2,24}}?)的?(?:得|计|赋){N}分")
_NO_NAME = re.compile(r"得|^(?:未|没|已|按|全部|超额|基本|每|主要|完成|其[中余他]|如|若|否则|不|能|均|都)|完成$|任务$")


def parts_of(folded: str, points: Decimal | None) -> tuple[PartReading, ...]:
    """The parts that a folded text names, at least two of different names; () for a rule of one thing."""
    for form in (_weighted_parts, _headed_parts, _done_parts, _numbered_parts):
        parts = form(folded)
        if len(parts) > 1 and len({p.name for p in parts}) == len(parts):
            return tuple(parts)
    return _summed_parts(folded, points) or _counted_parts(folded, points)


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
        rule = single(folded[head.end() : end], points)
        out.append(PartReading(head[1], points, rule or Rule("discretionary", full=points, by_hand=True)))
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
    if any("每" in name for name in names):
        return ()  # so many times so much
    if len(given) < 2 or len(given) != len(found) or len(names) != len(given) or sum(p for _, p in given) != points:
        return ()
    if any(_NO_NAME.search(re.sub(r"^按[期时]", "", name)) for name in names):
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
        out.append(PartReading(name, points, single(text, points) or Rule("discretionary", full=points, by_hand=True)))
    return out


def _counted_parts(folded: str, points: Decimal | None) -> tuple[PartReading, ...]:
    """迟报1次扣0.5分，漏报1次扣1分; 国家级每篇得3分，省级每篇得2分: each thing is counted by itself."""
    found = each_clauses(folded)
    taken = [m["points"] for m in found if "扣" in m[0]]
    if len(found) < 2 or len(taken) not in (0, len(found)):
        return ()
    ends = [m.start() for m in found[1:]] + [len(folded)]
    texts = [folded[m.start() : end] for m, end in zip(found, ends, strict=True)]
    names = [_name_of_each(folded, m) for m in found]
    given = done_points(folded[: found[0].start()])
    if len(set(names)) < len(names) or (given is not None and not taken):
        return ()
    if not taken:
        rules = [coefficient(text, None) for text in texts]
        shared = sum(rule is not None and rule.cap is not None for rule in rules) == 1
        rules = [replace(rule, cap=None) if rule and shared else rule for rule in rules]
        return tuple(PartReading(n, r.cap, r) for n, r in zip(names, rules, strict=True) if r)
    full = points if given is None else given
    out = []
    for i, (name, text) in enumerate(zip(names, texts, strict=True)):
        worth = full if i == 0 else None  # the others only take off
        rule = deduction(text, None)
        if rule is not None:
            out.append(PartReading(name, worth, replace(rule, full=worth or Decimal(0))))
    return tuple(out)


def _name_of_each(folded: str, found: re.Match[str]) -> str:
    """What is counted: the words before 每, else those between 每 and the points."""
    before = re.split(r"[,;。:()]", folded[: found.start()])[-1]
    if before or len(found["verb"] or "") > 1:
        return before or str(found["verb"])
    return re.sub(r"的?,?(?:扣减?|扣除|得|加|计|记|奖|给)[\d.]+分$", "", found[0][1:])


def single(folded: str, points: Decimal | None) -> Rule | None:
    """The rule of a text that gives points for one thing; None where no form fits."""
    for form in (rank, deduction, coefficient, bounded, ratio, discretionary, plain):
        if rule := form(folded, points):
            return rule
    return None
