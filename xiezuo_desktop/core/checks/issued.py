"""Checks of an issued plan: V14 against the superior's words, V18 evidence of what is finished, V19 changes by documents."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..adjusting import OF_NUMBERS
from ..measure_units import comparable, convert
from ..mentions import Candidate, numbers_in, tie
from ..names import normalise
from ..numbers import read_target
from ..records import Adjustment, Evidence, Id, Indicator, full_key
from .facts import amount
from .scores import series_of_reports

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from .facts import Facts
    from .problem import Problem

_OTHERS = r"[全各我两]?[省市]|各|分别|每个"
_SEEN = ("accepted", "on_site")  # states of evidence that somebody has looked at


def targets_reach_the_superiors(facts: Facts) -> Iterator[Problem]:
    """V14: the target of a task's indicator is not below what the superior's words ask, unless a document adjusted it."""
    adjusted = {
        a.indicator
        for a in facts.plan.ordered(Adjustment)
        if a.doc_number.strip() and a.bearer is None and a.what in OF_NUMBERS
    }
    for task in facts.plan.tasks:
        indicator = facts.plan.get(Indicator, task.indicator)
        if indicator is None or indicator.id in adjusted or indicator.direction == "down":
            continue
        own, asked = facts.number(indicator), _asked(facts, indicator, task.superior_text)
        if own is not None and asked is not None and own < asked:
            unit = indicator.measure_unit
            said = f"上级任务是{amount(asked, unit)}，本级目标只有{amount(own, unit)}，也没有登记调整文件。"
            yield facts.problem("V14", "warning", indicator, said, asked, own)


def _asked(facts: Facts, indicator: Indicator, text: str) -> Decimal | None:
    """The number that a superior's text asks of an indicator, in its unit, where the text states it plainly and once.

    Words about several counties (全市, 各区) and a second number of the same measure may mean others: nothing is compared.
    """
    numbers = numbers_in(text)
    alike = [n for n in numbers if comparable(n.measure_unit, indicator.measure_unit)]
    if len(alike) != 1 or re.search(_OTHERS, text):
        return None
    candidate = Candidate(indicator.name, indicator.measure_unit, facts.number(indicator))
    places = tie(text, numbers, [candidate])
    found = [n for n, place in zip(numbers, places, strict=True) if place is not None]
    if not found:
        return None
    return convert(found[0].number, found[0].measure_unit, indicator.measure_unit)


def finished_figures_are_proved(facts: Facts) -> Iterator[Problem]:
    """V18: a figure that reaches its target has evidence that somebody looked at, where the indicator asks for evidence."""
    proofs = [e for e in facts.plan.ordered(Evidence) if e.state in _SEEN]
    for (indicator, bearer), reports in facts.once(series_of_reports).items():
        goal = _goal(facts, indicator, bearer)
        last = reports[-1]
        value = facts.in_unit(read_target(last.value), indicator.measure_unit)
        if not indicator.evidence.strip() or goal is None or value is None or value < goal:
            continue
        if any(e.indicator == indicator.id and e.unit in (None, bearer or None) for e in proofs):
            continue
        unit = indicator.measure_unit
        said = f"已报完成{amount(value, unit)}（目标{amount(goal, unit)}），还没有核验通过的佐证材料。"
        yield facts.problem("V18", "warning", last, said, last.bearer, last.period)


def _goal(facts: Facts, indicator: Indicator, bearer: Id) -> Decimal | None:
    """What a unit has to reach: its part where it has one, else the target of the indicator. None for what may only fall."""
    if indicator.direction in ("down", "range", "yes_no"):
        return None
    own = [v for a, v in facts.amounts.get(indicator.id, ()) if bearer and a.bearer == bearer and not a.partner]
    return facts.in_unit(own[0], indicator.measure_unit) if own else facts.number(indicator)


def targets_change_by_documents(facts: Facts) -> Iterator[Problem]:
    """V19: every adjustment names its document, and the target is what the last adjustment made of it."""
    plan = facts.plan
    last: dict[tuple[Id | None, Id | None, Id | None], Adjustment] = {}
    for adjustment in sorted(plan.ordered(Adjustment), key=lambda a: str(a.adjusted_on or "")):
        indicator = plan.get(Indicator, adjustment.indicator)
        if indicator is None:
            continue
        if adjustment.what in OF_NUMBERS:
            last[adjustment.indicator, adjustment.bearer, adjustment.partner] = adjustment
        if not adjustment.doc_number.strip():
            said = f"目标由“{adjustment.old.strip()}”调整为“{adjustment.new.strip()}”，没有写明依据的文件。"
            yield facts.problem("V19", "error", adjustment, said, adjustment.id)
    for (key, bearer, partner), adjustment in last.items():
        now = _now(facts, key, bearer, partner)
        if now is not None and normalise(now) != normalise(adjustment.new):
            by = adjustment.doc_number.strip() or "最近一次调整"
            said = f"{by}调整为“{adjustment.new.strip()}”，现在写的是“{now.strip()}”；再改须登记新的调整文件。"
            yield facts.problem("V19", "error", adjustment, said, now)


def _now(facts: Facts, indicator: Id | None, bearer: Id | None, partner: Id | None) -> str | None:
    """The text that stands now where an adjustment changed it; None where the place is gone."""
    found = facts.plan.get(Indicator, indicator)
    if found is None or bearer is None:
        return found.target if found else None
    key = full_key(found.id, bearer, partner or 0)
    return next((a.amount for a, _ in facts.amounts.get(found.id, ()) if a.key == key), None)
