"""The form of rules by rank: 前二名得3分，完成任务得2分; 第一名得12分，每降低一个名次减0.5分."""

from __future__ import annotations

import re
from decimal import Decimal

from .forms import GETS, INT, NOTHING, N, has_ratio, whole
from .rules import Level, Rule, Step

_TOP = re.compile(rf"前{INT}(?:名|位)?(?:\(含并列\))?{GETS}{N}分")
_PLACE = re.compile(rf"第{INT}(?:名|位)?(?:(?:-|至|到|、)第?{INT})?(?:(?:名|位){GETS}|的?,?(?:得|计|给|记|赋)){N}分")
_NEXT = re.compile(
    rf"(?:每[^,;。\d]{{0,8}}?[1一]个?(?:名次|位次|名|位)[^,;。\d]{{0,4}}?|(?:依次|逐[名位])(?:递|各|每[名位])?)(?:减少?|扣减?|少得?){N}分"
)
_MOST_PLACES = 100
_RANGE = re.compile(rf"(?<![\d前第]){INT}(?:-|至|到){INT}(?:名|位){GETS}{N}分")


def rank(folded: str, points: Decimal | None) -> Rule | None:
    """前二名得3分，完成任务得2分，无则0分; 第一名得5分，第二至四名得4分，其余得2分."""
    top = _TOP.search(folded)
    steps = _places(folded, top)
    if not re.search(r"[名位]|排", folded):
        steps = []  # 第一季度
    if top is None and not steps:
        return None
    done = re.search(rf"(?<!未)完成(?:年度|目标|既定|全年)*(?:任务|目标)?(?:数|的)*,?(?:可|均|各)?得?{N}分", folded)
    others = _others(folded, done)
    if step := _NEXT.search(folded):
        steps = _places_below(steps, Decimal(step[1]), others or Decimal(0))
    many = len(steps) > 1 or top is None
    first = whole(top[1]) if top else None
    none = re.search(rf"(?<![未名])(?:无|没有|为0)[^,;。\d]{{0,8}}?(?:则|的|得|,)*({NOTHING}|{N}分)", folded)
    subject = re.search(r"([^,;。:(]{0,14})(?:排|位|居|列|处|进入|名次)*(?:前|第)", folded)
    named = subject[1] if subject else ""
    return Rule(
        "rank",
        top=Decimal(first) if first and not many else None,
        top_points=Decimal(top[2]) if top and not many else None,
        steps=tuple(steps) if many else (),
        finished=Decimal(done[1]) if done else None,
        others=others,
        none=Decimal(none[2] or 0) if none else None,
        unfinished=_unfinished(folded),
        basis="rate" if "率" in named else "value" if re.search(r"[数额量值]", named) else "",
    )


def _others(folded: str, done: re.Match[str] | None) -> Decimal | None:
    """What those get who have no place that gives points: 其余得2分, 最低得1分; of those who did not finish: 未完成的得8分."""
    found = re.search(rf"(?:其[余他]|以后|之后|以下)[^,;。\d]{{0,8}}?(?:{NOTHING}|{N}分)", folded)
    if found is not None and done is not None and found.start() < done.end() <= found.end():
        found = None
    found = found or re.search(rf"(?:最[低少]|不[低少]于)[^,;。\d]{{0,4}}?{N}分", folded)
    if found is None and done is not None:
        found = re.search(rf"未(?:能)?完成(?:年度|目标|既定|全年)*(?:任务|目标)?(?:数|的)*,?得?{N}分", folded)
        found = found if found and Decimal(found[1]) else None  # nothing: what `unfinished` says
    return None if found is None else Decimal(found[1] or 0)


def _places_below(steps: list[Step], less: Decimal, floor: Decimal) -> list[Step]:
    """The places with those below them, each `less` points fewer, as long as they give more than `floor`."""
    out = list(steps)
    while out and less > 0 and out[-1].points - less > floor and len(out) < _MOST_PLACES:
        points = Decimal(format((out[-1].points - less).normalize(), "f"))
        out.append(Step(Level(out[-1].mark.number + 1), points))
    return out


def _places(folded: str, top: re.Match[str] | None) -> list[Step]:
    out: dict[int, Decimal] = {}
    if top and (last := whole(top[1])):
        out[last] = Decimal(top[2])
    for found in [*_PLACE.finditer(folded), *_RANGE.finditer(folded)]:
        last = whole(found[2] or found[1])
        if last:
            out[last] = Decimal(found[3])
    return [Step(Level(Decimal(place)), points) for place, points in sorted(out.items())]


def _unfinished(folded: str) -> str:
    found = re.search(r"未(?:能|按时|按期)?(?:完成|达到|达标)[^。]*", folded)
    if found is None:
        return ""
    if has_ratio(found[0]) or "完成率" in found[0]:
        return "ratio"
    return "zero" if re.search(NOTHING, found[0]) else ""
