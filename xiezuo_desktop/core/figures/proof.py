"""Evidence by item: numbered as it is filed (3-1, 3-2), and what is claimed without any."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..records import Evidence
from .attention import concerns

if TYPE_CHECKING:
    from datetime import date

    from ..plan import Plan
    from ..records import Id, Indicator
    from .attention import Concern

STATES = {"": "待核", **(Evidence.fields["state"].choices or {})}


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of evidence with its number; `indicator` None: it belongs to none that is in the plan."""

    number: str
    evidence: Evidence
    indicator: Indicator | None


def numbered(plan: Plan) -> list[Item]:
    """All evidence in the order of the indicators. The first part of a number is the place of its indicator, 0 for none."""
    by_indicator: dict[Id | None, list[Evidence]] = {}
    places = {indicator.id: (place, indicator) for place, indicator in enumerate(plan.indicators, 1)}
    for evidence in plan.ordered(Evidence):
        by_indicator.setdefault(evidence.indicator if evidence.indicator in places else None, []).append(evidence)
    out = []
    for place, indicator in [*places.values(), (0, None)]:
        found = by_indicator.get(indicator.id if indicator else None, [])
        out += [Item(f"{place}-{n}", evidence, indicator) for n, evidence in enumerate(found, 1)]
    return out


def unproved(plan: Plan, today: date) -> list[Concern]:
    """Targets claimed as reached whose evidence is asked for and missing."""
    return [concern for concern in concerns(plan, today) if concern.reason == "no_evidence"]
