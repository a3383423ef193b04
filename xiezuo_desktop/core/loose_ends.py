"""What merging may leave behind although nobody disagreed: rows whose holder was deleted elsewhere, rows made twice."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .names import duplicates, normalise
from .records import BY_NAME, RECORD_TYPES, Indicator, Task

if TYPE_CHECKING:
    from .plan import Plan
    from .records import Field, Key, Record


@dataclass(frozen=True, slots=True)
class Orphan:
    """A row that belongs to a record which is not in the plan any more; `field` refers to it."""

    record: type[Record]
    key: Key
    field: Field


def orphans(plan: Plan) -> list[Orphan]:
    """The rows that refer to a record that is gone, by record type; they are still there, but nobody sees them."""
    ids = {record: {key[0] for key in plan.rows(record)} for record in RECORD_TYPES}
    out: list[Orphan] = []
    for record in RECORD_TYPES:
        referring = [field for field in record.fields.values() if field.refers]
        for key, row in plan.rows(record).items() if referring else ():
            for field in referring:
                value = row.__dict__[field.name]
                if value and not any(value in ids[BY_NAME[name]] for name in field.refers):
                    out.append(Orphan(record, key, field))
    return out


def twins(plan: Plan) -> list[tuple[Record, ...]]:
    """Rows that say the same and were perhaps made by two offices: units, indicators of one place, tasks."""
    found: list[tuple[Record, ...]] = [tuple(same) for same in duplicates(plan.units)]
    alike: dict[object, list[Record]] = defaultdict(list)
    for indicator in plan.indicators:
        place = (Indicator, indicator.category, indicator.parent, normalise(indicator.name), indicator.measure_unit)
        if indicator.name.strip():
            alike[place].append(indicator)
    for task in plan.tasks:
        if task.theme.strip():
            alike[Task, normalise(task.theme), task.superior_text.strip()].append(task)
    return found + [tuple(same) for same in alike.values() if len(same) > 1]
