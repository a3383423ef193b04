"""Which clauses of the task book state an indicator, and how text and table are made to agree again."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from .changes import Put
from .measure_units import convert
from .mentions import Candidate, TextNumber, numbers_in, tie
from .names import normalise
from .numbers import read_amount, read_target, shown
from .records import Chapter, Clause, Indicator, Mention

if TYPE_CHECKING:
    from decimal import Decimal

    from .changes import Step
    from .numbers import Value
    from .plan import Plan
    from .records import Id

_numbers_in = lru_cache(maxsize=4096)(numbers_in)  # asked for every indicator that is selected


@dataclass(frozen=True, slots=True)
class Statement:
    """A number in a clause that states an indicator. `field` is lead or text, `start` to `end` the number's place in it;
    `agrees` is unset where the number is not the target (a part of it, or a contradiction that V6 tells)."""

    clause: Clause
    field: str
    number: str
    measure_unit: str
    start: int
    end: int
    agrees: bool


def statements(plan: Plan, indicator: Indicator) -> list[Statement]:
    """Where the clauses of the plan state an indicator, in the order of the book.

    What the file ties (Mention) counts first; a number it does not know is tied where words and value leave no choice.
    """
    value = read_target(indicator.target, indicator.target_reading)
    clauses = [clause for chapter in plan.chapters for clause in plan.clauses(chapter.id)]
    return [found for clause in clauses for found in _in_clause(plan, clause, indicator, value)]


def only_statement(plan: Plan, indicator: Indicator) -> Statement | None:
    """The one place of the book that states an indicator; None where there is none, or more than one."""
    found = statements(plan, indicator)
    return found[0] if len(found) == 1 else None


def stated_in(plan: Plan, clause: Clause) -> list[tuple[Indicator, Statement]]:
    """What a clause states, in the order of its text: indicators tied to it, and those that its chapter's unit answers for."""
    chapter = plan.get(Chapter, clause.chapter)
    ids = {m.indicator: None for m in plan.mentions(clause.id) if m.indicator is not None}
    if chapter is not None and chapter.unit is not None:
        ids |= {i.id: None for i in plan.indicators if any(r.unit == chapter.unit for r in plan.responsibilities(i.id))}
    out: list[tuple[Indicator, Statement]] = []
    for indicator in filter(None, (plan.get(Indicator, each) for each in ids)):
        value = read_target(indicator.target, indicator.target_reading)
        out += [(indicator, found) for found in _in_clause(plan, clause, indicator, value)]
    return sorted(out, key=lambda each: (each[1].field != "lead", each[1].start))


def _in_clause(plan: Plan, clause: Clause, indicator: Indicator, value: Value) -> list[Statement]:
    tied = {_said(m) for m in plan.mentions(clause.id) if m.indicator == indicator.id}
    other = {_said(m) for m in plan.mentions(clause.id)} - tied
    candidate = Candidate(indicator.name, indicator.measure_unit, value.number)
    out: list[Statement] = []
    for field in ("lead", "text"):
        text = getattr(clause, field)
        numbers = _numbers_in(text)
        for number, place in zip(numbers, tie(text, numbers, [candidate]), strict=True):
            said = (number.number, normalise(number.measure_unit))
            agrees = _in_unit(number, indicator) == value.number
            if said in tied or (place is not None and agrees and said not in other):
                out.append(Statement(clause, field, number.text, number.measure_unit, number.start, number.end, agrees))
    return out


def _said(mention: Mention) -> tuple[Decimal | None, str]:
    return read_amount(mention.number_text).number, normalise(mention.measure_unit)


def _in_unit(number: TextNumber, indicator: Indicator) -> Decimal:
    """A clause's number in the indicator's unit; as it is where the two cannot be converted (3对 beside 个)."""
    converted = convert(number.number, number.measure_unit, indicator.measure_unit)
    return number.number if converted is None else converted


def say_the_target(plan: Plan, clause_id: Id, indicator_id: Id) -> list[Step]:
    """The steps that write an indicator's target into a clause that states another number; [] where that is not plain.

    Plain is: the clause states the indicator once, and the target is a number. The words around it stay.
    """
    clause, indicator = plan.get(Clause, clause_id), plan.get(Indicator, indicator_id)
    if clause is None or indicator is None:
        return []
    found = [s for s in statements(plan, indicator) if s.clause.id == clause_id]
    target = read_target(indicator.target, indicator.target_reading)
    if len(found) != 1 or found[0].agrees or target.number is None:
        return []
    (one,) = found
    number = convert(target.number, indicator.measure_unit, one.measure_unit)
    written = shown(target.number if number is None else number)
    text = getattr(clause, one.field)
    steps: list[Step] = [Put(Clause, clause.key, {one.field: _exchanged(text, one, written)})]
    mention = next((m for m in plan.mentions(clause_id) if m.indicator == indicator_id), None)
    return [*steps, Put(Mention, mention.key, {"number_text": written})] if mention else steps


def _exchanged(text: str, statement: Statement, written: str) -> str:
    behind = text[statement.start : statement.end][len(statement.number) :]
    return text[: statement.start] + written + behind + text[statement.end :]


def take_the_clause(plan: Plan, clause_id: Id, indicator_id: Id) -> list[Step]:
    """The steps that make the number of a clause the indicator's target; [] where the clause states it not just once."""
    indicator = plan.get(Indicator, indicator_id)
    if indicator is None:
        return []
    found = [s for s in statements(plan, indicator) if s.clause.id == clause_id]
    if len(found) != 1 or found[0].agrees:
        return []
    number = read_amount(found[0].number).number
    converted = None if number is None else convert(number, found[0].measure_unit, indicator.measure_unit)
    written = found[0].number if converted is None else shown(converted)
    return [Put(Indicator, indicator.key, {"target": written, "target_reading": ""})]
