"""Checks of who answers for what: V6 numbers in clauses, V7 responsible units and chapters, V8 names that name nobody, V23 pairings."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from ..measure_units import convert
from ..mentions import Candidate, numbers_in, tie
from ..names import duplicates, normalise
from ..numbers import read_amount
from ..records import Allocation, Chapter, Clause, Id, Indicator, Responsibility, Unit, UnitGroup
from .facts import Facts, amount, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .problem import Problem

_ANSWERING = ("lead", "responsible")


# ------------------------------------------------------------------------------------------------ clauses and table


class _Book:
    """The task book beside the table: which unit has which chapters, and which numbers its clauses state of which indicator."""

    def __init__(self, facts: Facts) -> None:
        plan = facts.plan
        self.chapters: dict[Id, list[Chapter]] = defaultdict(list)
        for chapter in plan.chapters:
            if chapter.unit is not None:
                self.chapters[chapter.unit].append(chapter)
        self.duties: dict[Id, list[Indicator]] = defaultdict(list)
        for indicator in plan.indicators:
            for r in _answering(facts, indicator):
                if r.unit is not None and indicator not in self.duties[r.unit][-1:]:
                    self.duties[r.unit].append(indicator)
        self.stated: dict[Id, dict[Id, list[tuple[Decimal, str]]]] = defaultdict(lambda: defaultdict(list))
        for unit, chapters in self.chapters.items():
            for chapter in chapters:
                for clause in plan.clauses(chapter.id):
                    for indicator_id, number in _stated(facts, clause, self.duties.get(unit, [])):
                        self.stated[indicator_id][unit].append(number)


def _stated(facts: Facts, clause: Clause, duties: Sequence[Indicator]) -> Iterator[tuple[Id, tuple[Decimal, str]]]:
    """The numbers of a clause with their measure units, each with the indicator that it states."""
    text = f"{clause.lead}。{clause.text}" if clause.lead else clause.text
    found = numbers_in(text)
    tied: dict[tuple[Decimal, str], Id] = {}  # what the file says wins over what the words suggest
    for mention in facts.plan.mentions(clause.id):
        value = read_amount(mention.number_text)
        if mention.indicator is not None and value.number is not None:
            tied[(value.number, normalise(mention.measure_unit))] = mention.indicator
            yield mention.indicator, (value.number, mention.measure_unit)
    free = [n for n in found if (n.number, normalise(n.measure_unit)) not in tied]
    candidates = [Candidate(i.name, i.measure_unit, facts.number(i)) for i in duties]
    for free_number, place in zip(free, tie(text, free, candidates), strict=True):
        if place is not None:
            yield duties[place].id, (free_number.number, free_number.measure_unit)


def _answering(facts: Facts, indicator: Indicator) -> list[Responsibility]:
    """The responsibilities that answer for an indicator; a row below another may leave them to the row above."""
    here: Indicator | None = indicator
    for _ in range(10):
        if here is None:
            break
        found = [r for r in facts.plan.responsibilities(here.id) if r.role in _ANSWERING]
        if found:
            return found
        here = facts.plan.get(Indicator, here.parent)
    return []


def clauses_state_the_target(facts: Facts) -> Iterator[Problem]:
    """V6: the numbers that the clauses of the responsible units state make the target of the table."""
    if not facts.plan.chapters:
        return
    book = _Book(facts)
    for indicator in facts.plan.indicators:
        stated = book.stated.get(indicator.id)
        target = facts.number(indicator)
        if not stated or target is None:
            continue
        numbers = {unit: [_same_unit(n, u, indicator.measure_unit) for n, u in said] for unit, said in stated.items()}
        if _agree(numbers, target):
            continue
        yield facts.problem(
            "V6", "warning", indicator, _disagreement(facts, book, indicator, target), target, *_flat(numbers)
        )


def _same_unit(number: Decimal, measure_unit: str, wanted: str) -> Decimal:
    converted = convert(number, measure_unit, wanted)
    return number if converted is None else converted


def _flat(numbers: dict[Id, list[Decimal]]) -> list[Decimal]:
    return [n for said in numbers.values() for n in said]


def _agree(numbers: dict[Id, list[Decimal]], target: Decimal) -> bool:
    """Whether the numbers can be read as the target: all of them state it, or they add up to it, or one states it and
    the others are parts. A unit that states one number twice may mean it once."""
    flat = _flat(numbers)
    once = [n for said in numbers.values() for n in dict.fromkeys(said)]
    if all(n == target for n in flat) or target in (sum(flat), sum(once)):
        return True
    return target in flat and sum(once) - target <= target


def _disagreement(facts: Facts, book: _Book, indicator: Indicator, target: Decimal) -> str:
    unit_of_measure = indicator.measure_unit
    stated = book.stated[indicator.id]
    numbers = {u: [_same_unit(n, m, unit_of_measure) for n, m in said] for u, said in stated.items()}
    total = plain(sum(_flat(numbers), Decimal(0)))
    parts = "，".join(
        f"{facts.plan.bearer_name(unit)}{'＋'.join(str(plain(n)) + m.strip() for n, m in said)}"
        for unit, said in stated.items()
    )
    message = (
        f"条文里写明的合计{amount(total, unit_of_measure)}（{parts}），表中目标{amount(target, unit_of_measure)}，"
    )
    message += f"{'还差' if total < target else '多出'}{amount(plain(abs(target - total)), unit_of_measure)}"
    silent = [n for r in _answering(facts, indicator) if r.unit not in stated and (n := facts.plan.bearer_name(r.unit))]
    if silent and total < target:
        message += f"；{'、'.join(dict.fromkeys(silent))}没有写明数额"
    others = dict.fromkeys(
        m.strip() for said in stated.values() for _, m in said if convert(Decimal(1), m, unit_of_measure) is None
    )
    if others:
        message += f"；计量单位不同（条文用“{'、'.join(others)}”，表中用“{unit_of_measure.strip()}”）"
    return message + "。"


# ------------------------------------------------------------------------------------------------ who answers


def every_target_has_a_unit(facts: Facts) -> Iterator[Problem]:
    """V7: a target with a number has a unit that answers for it; in a task book every such unit has a chapter that names its numbers."""
    plan = facts.plan
    if any(plan.responsibilities(i.id) for i in plan.indicators):
        for indicator in plan.indicators:
            if facts.number(indicator) is None or _answering(facts, indicator) or facts.amounts.get(indicator.id):
                continue
            only = "只有配合单位，" if plan.responsibilities(indicator.id) else ""
            yield facts.problem("V7", "warning", indicator, f"{only}没有写明责任单位。", "none")
    if plan.chapters:
        yield from _chapters_match(facts)


def _chapters_match(facts: Facts) -> Iterator[Problem]:
    plan = facts.plan
    book = _Book(facts)
    plaques = {normalise(p) for u in book.chapters if (unit := plan.get(Unit, u)) for p in unit.plaques.splitlines()}
    for unit_id, duties in book.duties.items():
        unit = plan.get(Unit, unit_id)
        if unit is None or unit.parent in book.chapters:
            continue
        numbered = [i for i in duties if facts.number(i) is not None]
        if unit_id not in book.chapters:
            if normalise(unit.name) not in plaques:
                yield facts.problem("V7", "warning", unit, f"负责{_list(duties)}，任务书里没有它的一章。", "chapter")
        elif silent := [i for i in numbered if unit_id not in book.stated.get(i.id, {})]:
            said = f"负责{_list(silent)}，任务书里它的一章没有写明这{'几个' if len(silent) > 1 else '个'}指标的数。"
            yield facts.problem("V7", "hint", unit, said, "number", *(i.id for i in silent))
    named = {normalise(n) for u in book.duties for n in (plan.bearer_name(u), *_plaques(facts, u))}
    for chapter in plan.chapters:
        unit = plan.get(Unit, chapter.unit)
        if (
            unit is None
            or unit.id in book.duties
            or any(c.parent == unit.id and c.id in book.duties for c in plan.units)
        ):
            continue
        if not {normalise(unit.name), *(normalise(p) for p in unit.plaques.splitlines())} & named and plan.indicators:
            yield facts.problem("V7", "hint", chapter, f"任务书有{unit.name}的一章，指标表里没有它负责的指标。", "duty")


def _plaques(facts: Facts, unit_id: Id) -> list[str]:
    unit = facts.plan.get(Unit, unit_id)
    return unit.plaques.splitlines() if unit else []


def _list(indicators: Sequence[Indicator]) -> str:
    """指标1、2、5 or their names where they have no number; long lists are cut."""
    words = [i.ordinal or f"“{i.name}”" for i in indicators]
    shown = "、".join(words[:12])
    return f"指标{shown}{f'等{len(words)}个' if len(words) > 12 else ''}"


# ------------------------------------------------------------------------------------------------ names


def names_name_somebody(facts: Facts) -> Iterator[Problem]:
    """V8: every responsibility and every amount names a unit or group that exists, and no unit stands twice."""
    plan = facts.plan
    for responsibility in plan.ordered(Responsibility):
        gone = plan.get(Indicator, responsibility.subject) is None and responsibility.subject is not None
        if plan.bearer(responsibility.unit) is None and not gone:
            yield facts.problem("V8", "error", responsibility, "没有写明是哪个单位，或这个单位已删除。", "unit")
    for allocation in plan.ordered(Allocation):
        for bearer, word in ((allocation.bearer, "承担单位"), (allocation.partner, "协作地区")):
            if bearer and plan.bearer(bearer) is None:
                yield facts.problem(
                    "V8", "error", allocation, f"{word}已删除。", word, allocation.bearer, allocation.partner
                )
    for same in duplicates(plan.units):
        yield facts.problem(
            "V8", "warning", same[1], f"“{same[1].name}”与“{same[0].name}”是同一个名称，请合并。", "double"
        )


def pairings_are_known(facts: Facts) -> Iterator[Problem]:
    """V23: the pairs in the header of a matrix are pairings of the plan."""
    plan = facts.plan
    pairs = {(p.east, p.west) for p in plan.pairings}
    if not pairs:
        return
    paired = {side for pair in pairs for side in pair}
    said: set[tuple[Id, Id]] = set()
    for allocation in plan.ordered(Allocation):
        pair = (allocation.bearer, allocation.partner)
        if allocation.partner and allocation.bearer in paired and pair not in pairs and pair not in said:
            said.add(pair)
            indicator = plan.get(Indicator, allocation.indicator)
            if indicator is not None and plan.get(UnitGroup, allocation.bearer) is None:
                names = f"{plan.bearer_name(pair[0])}—{plan.bearer_name(pair[1])}"
                yield facts.problem("V23", "hint", indicator, f"表头的结对“{names}”不在结对关系里。", *pair)
