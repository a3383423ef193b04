"""Checks of who answers for what: V7 responsible units, V8 names that name nobody, V23 pairings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..names import duplicates, normalise
from ..records import Allocation, Id, Indicator, Responsibility, Task
from ..unit_kinds import may_be_same, starts_with_area
from . import book

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .facts import Facts
    from .problem import Problem

_PLACES = (2, 3)  # characters of a place in front of a name: 云岭软件园
_SHORTEST = 3  # characters of a name that can stand within another
_NUMBERED = re.compile(r"[第一二三四五六七八九十\d]")  # 第二人民医院 is not 人民医院


def every_target_has_a_unit(facts: Facts) -> Iterator[Problem]:
    """V7: a target with a number has a unit that answers for it, and in a task book that unit has a chapter."""
    plan = facts.plan
    if any(plan.responsibilities(i.id) for i in plan.indicators):
        for indicator in plan.indicators:
            if facts.number(indicator) is None or facts.answering(indicator) or facts.amounts.get(indicator.id):
                continue
            only = "只有配合单位，" if plan.responsibilities(indicator.id) else ""
            yield facts.problem("V7", "warning", indicator, f"{only}没有写明责任单位。", "none")
    yield from book.units_have_their_chapters(facts)


def names_name_somebody(facts: Facts) -> Iterator[Problem]:
    """V8: every responsibility and every amount names a unit or group that exists, and no unit stands twice."""
    plan = facts.plan
    for responsibility in plan.ordered(Responsibility):
        if (
            responsibility.subject is not None
            and plan.bearer(responsibility.unit) is None
            and _is_alive(facts, responsibility)
        ):
            yield facts.problem("V8", "error", responsibility, "没有写明是哪个单位，或这个单位已删除。", "unit")
    for allocation in plan.ordered(Allocation):
        for bearer, word in ((allocation.bearer, "承担单位"), (allocation.partner, "协作地区")):
            if bearer and plan.bearer(bearer) is None and plan.get(Indicator, allocation.indicator):
                yield facts.problem(
                    "V8", "error", allocation, f"{word}已删除。", word, allocation.bearer, allocation.partner
                )
    doubles = duplicates(plan.units)
    for same in doubles:
        yield facts.problem(
            "V8", "warning", same[1], f"“{same[1].name}”与“{same[0].name}”是同一个名称，请合并。", "double"
        )
    yield from _units_that_may_be_one(facts)
    yield from _names_within_names(facts)


def _is_alive(facts: Facts, responsibility: Responsibility) -> bool:
    return any(facts.plan.get(t, responsibility.subject) is not None for t in (Indicator, Task))


def _units_that_may_be_one(facts: Facts) -> Iterator[Problem]:
    """区人社局 beside 区人力社保局: said, never done."""
    units = [u for u in facts.plan.units if u.same_as is None]
    by_ends: dict[str, list[int]] = {}
    for n, unit in enumerate(units):
        name = normalise(unit.name)
        by_ends.setdefault(name[:2] + name[-1:], []).append(n)
    for places in by_ends.values():
        for n in places:
            longer = [
                units[m]
                for m in places
                if m != n and len(units[m].name) > len(units[n].name) and may_be_same(units[m].name, units[n].name)
            ]
            if len(longer) == 1:
                said = f"与“{longer[0].name}”可能是同一个单位；是的话请合并，不是就不用管。"
                yield facts.problem("V8", "hint", units[n], said, "alike", longer[0].id)


def _names_within_names(facts: Facts) -> Iterator[Problem]:
    """云岭软件园 beside 软件园: the one may be the other with the place in front of it; said, never done."""
    units = {normalise(u.name): u for u in facts.plan.units if u.same_as is None and u.kind not in ("town", "partner")}
    for name, longer in units.items():
        for places in _PLACES:
            shorter = units.get(name[places:])
            if shorter is None or len(name) - places < _SHORTEST or starts_with_area(shorter.name):
                continue
            if not _NUMBERED.search(name[:places]):
                said = f"与“{longer.name}”可能是同一个单位；是的话请合并，不是就不用管。"
                yield facts.problem("V8", "hint", shorter, said, "alike", longer.id)


def pairings_are_known(facts: Facts) -> Iterator[Problem]:
    """V23: the pairs in the header of a matrix are pairings of the plan, where the plan states any."""
    plan = facts.plan
    pairs = {(p.east, p.west) for p in plan.pairings}
    easts = {p.east for p in plan.pairings}
    said: set[tuple[Id, Id]] = set()
    for allocation in plan.ordered(Allocation):
        pair = (allocation.bearer, allocation.partner)
        indicator = plan.get(Indicator, allocation.indicator)
        if indicator and allocation.partner and allocation.bearer in easts and pair not in pairs and pair not in said:
            said.add(pair)
            names = f"{plan.bearer_name(pair[0])}—{plan.bearer_name(pair[1])}"
            yield facts.problem("V23", "hint", indicator, f"表头的结对“{names}”不在结对关系里。", *pair)
