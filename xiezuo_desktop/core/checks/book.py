"""The task book beside the table: V6 numbers in clauses against targets, V7 chapters of the responsible units."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from ..measure_units import convert
from ..mentions import Candidate, numbers_in, tie
from ..names import normalise
from ..numbers import read_amount
from ..records import Chapter, Clause, Id, Indicator, Unit
from ..unit_kinds import may_be_same
from ..wording import describe
from .facts import Facts, amount, listed, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .problem import Problem

Said = tuple[Decimal, str]  # a number as a clause states it, and its measure unit


class Book:
    """Which unit has which chapters, answers for which indicators, and which of them its clauses state."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self.chapters: dict[Id, list[Chapter]] = defaultdict(list)
        for chapter in facts.plan.chapters:
            if facts.plan.bearer(chapter.unit) is not None and chapter.unit is not None:
                self.chapters[chapter.unit].append(chapter)
        self.duties: dict[Id, list[Indicator]] = defaultdict(list)
        for indicator in facts.plan.indicators:
            for unit in facts.answering(indicator):
                self.duties[unit].append(indicator)

    @cached_property
    def by_units(self) -> bool:
        """Whether the chapters are those of units; a book of themes is not compared with the table."""
        return sum(map(len, self.chapters.values())) * 2 > len(self._facts.plan.chapters)

    @cached_property
    def stated(self) -> dict[Id, dict[Id, list[Said]]]:
        """Indicator → unit → the numbers that its chapters state of it."""
        out: dict[Id, dict[Id, list[Said]]] = defaultdict(lambda: defaultdict(list))
        for unit, chapters in self.chapters.items():
            for chapter in chapters:
                for clause in self._facts.plan.clauses(chapter.id):
                    for indicator, said in self._stated(clause, self.duties.get(unit, [])):
                        out[indicator][unit].append(said)
        return out

    def _stated(self, clause: Clause, duties: Sequence[Indicator]) -> Iterator[tuple[Id, Said]]:
        """The numbers of a clause, each with the indicator that it states.

        What the file ties wins. A number that the file leaves untied counts only where it repeats a target; one that the
        file does not know yet (a clause just written) is tied by its words.
        """
        text = f"{clause.lead}。{clause.text}" if clause.lead else clause.text
        numbers = numbers_in(text)
        here = {(n.number, normalise(n.measure_unit)) for n in numbers}
        known: set[Said] = set()
        for mention in self._facts.plan.mentions(clause.id):
            number = read_amount(mention.number_text).number
            if number is None or (said := (number, normalise(mention.measure_unit))) not in here:
                continue  # the clause was written anew
            known.add(said)
            if mention.indicator is not None:
                yield mention.indicator, (number, mention.measure_unit)
                here.discard(said)
        free = [n for n in numbers if (n.number, normalise(n.measure_unit)) in here]
        candidates = [Candidate(i.name, i.measure_unit, self._facts.number(i)) for i in duties]
        for found, place in zip(free, tie(text, free, candidates), strict=True):
            if place is None:
                continue
            new = (found.number, normalise(found.measure_unit)) not in known
            if new or candidates[place].number == _in_unit(
                found.number, found.measure_unit, candidates[place].measure_unit
            ):
                yield duties[place].id, (found.number, found.measure_unit)


def _in_unit(number: Decimal, measure_unit: str, wanted: str) -> Decimal:
    """A number in another unit; as it is where the two cannot be converted (3对 beside 个)."""
    converted = convert(number, measure_unit, wanted)
    return number if converted is None else converted


# ------------------------------------------------------------------------------------------------ V6


def clauses_state_the_target(facts: Facts) -> Iterator[Problem]:
    """V6: the numbers that the clauses of the responsible units state make the target of the table."""
    book = facts.once(Book)
    if not book.chapters:
        return
    for indicator in facts.plan.indicators:
        said = book.stated.get(indicator.id)
        target = facts.number(indicator)
        if not said or target is None:
            continue
        numbers = {unit: [_in_unit(n, u, indicator.measure_unit) for n, u in stated] for unit, stated in said.items()}
        if not _agree(numbers, target):
            message = _disagreement(facts, indicator, said, numbers, target)
            yield facts.problem("V6", "warning", indicator, message, target, *_flat(numbers))


def _flat(numbers: dict[Id, list[Decimal]]) -> list[Decimal]:
    return [n for said in numbers.values() for n in said]


def _agree(numbers: dict[Id, list[Decimal]], target: Decimal) -> bool:
    """Whether the numbers can be read as the target: all of them state it, or they add up to it, or one states it and
    the others are parts of it. A unit that states one number twice may mean it once."""
    flat = _flat(numbers)
    once = [n for said in numbers.values() for n in dict.fromkeys(said)]
    if all(n == target for n in flat) or target in (sum(flat), sum(once)):
        return True
    return target in flat and sum(once) - target <= target


def _disagreement(
    facts: Facts, indicator: Indicator, said: dict[Id, list[Said]], numbers: dict[Id, list[Decimal]], target: Decimal
) -> str:
    wanted = indicator.measure_unit
    total = plain(sum(_flat(numbers), Decimal(0)))
    parts = "，".join(
        f"{facts.plan.bearer_name(unit)}{'＋'.join(amount(plain(n), u) for n, u in stated)}"
        for unit, stated in said.items()
    )
    less = total < target
    message = f"条文里写明的合计{amount(total, wanted)}（{parts}），表中目标{amount(target, wanted)}，"
    message += f"{'还差' if less else '多出'}{amount(plain(abs(target - total)), wanted)}"
    silent = [
        name for unit in facts.answering(indicator) if unit not in said and (name := facts.plan.bearer_name(unit))
    ]
    if silent and less:
        message += f"；{'、'.join(silent)}没有写明数额"
    others = dict.fromkeys(
        u.strip() for stated in said.values() for _, u in stated if convert(Decimal(1), u, wanted) is None
    )
    if others:
        message += f"；计量单位不同（条文用“{'、'.join(others)}”，表中用“{wanted.strip()}”）"
    return message + "。"


# ------------------------------------------------------------------------------------------------ V7


def units_have_their_chapters(facts: Facts) -> Iterator[Problem]:
    """V7: every unit that answers for an indicator has a chapter, and a chapter of one of them names the number."""
    book = facts.once(Book)
    if not book.chapters or not book.duties or not book.by_units:
        return
    yield from _units_without_chapter(facts, book)
    yield from _targets_not_named(facts, book)
    yield from _chapters_without_indicator(facts, book)


def _names(facts: Facts, unit_id: Id) -> set[str]:
    """How a unit may be called: its name, its 挂牌."""
    unit = facts.plan.get(Unit, unit_id)
    return {normalise(n) for n in (unit.name, *unit.plaques.splitlines())} if unit else set()


def _units_without_chapter(facts: Facts, book: Book) -> Iterator[Problem]:
    called = set().union(*(_names(facts, u) for u in book.chapters))
    for unit_id, duties in book.duties.items():
        unit = facts.plan.get(Unit, unit_id)
        if unit is None or unit_id in book.chapters or unit.parent in book.chapters or normalise(unit.name) in called:
            continue
        alike = [n for u in book.chapters if may_be_same(n := facts.plan.bearer_name(u), unit.name)]
        message = f"负责{listed(duties)}，任务书里没有它的一章"
        message += f"（“{alike[0]}”有一章，两者可能是同一个单位）。" if len(alike) == 1 else "。"
        yield facts.problem("V7", "warning", unit, message, "chapter")


def _targets_not_named(facts: Facts, book: Book) -> Iterator[Problem]:
    silent: dict[tuple[Id, ...], list[Indicator]] = defaultdict(list)
    for indicator in facts.plan.indicators:
        units = tuple(u for u in facts.answering(indicator) if u in book.chapters)
        if units and facts.number(indicator) is not None and indicator.id not in book.stated:
            silent[units].append(indicator)
    for units, indicators in silent.items():
        names = "、".join(facts.plan.bearer_name(u) for u in units)
        these = "这个指标" if len(indicators) == 1 else f"这{len(indicators)}个指标"
        problem = facts.problem(
            "V7",
            "hint",
            indicators[0],
            f"任务书里{names}的章节没有写明{these}的数。",
            "number",
            *(i.id for i in indicators),
        )
        yield problem if len(indicators) == 1 else replace(problem, where=listed(indicators))


def _chapters_without_indicator(facts: Facts, book: Book) -> Iterator[Problem]:
    called = set().union(*(_names(facts, u) for u in book.duties))
    parents = {unit.parent for u in book.duties if (unit := facts.plan.get(Unit, u))}
    idle = [
        chapters[0]
        for unit, chapters in book.chapters.items()
        if unit not in book.duties
        and unit not in parents
        and not _names(facts, unit) & called
        and facts.plan.get(Unit, unit)
    ]
    if idle:
        names = "、".join(facts.plan.bearer_name(c.unit) for c in idle)
        problem = facts.problem(
            "V7", "hint", idle[0], f"指标表里没有{names}负责的指标。", "duty", *(c.id for c in idle)
        )
        yield replace(
            problem, where=describe(facts.plan, Chapter, idle[0].key) + (f"等{len(idle)}章" if len(idle) > 1 else "")
        )
