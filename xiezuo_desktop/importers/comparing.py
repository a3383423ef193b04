"""What taking in a draft would do to a plan, row by row: new, changed (before → after), the same, and not in the paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..core.records import (
    Allocation,
    Category,
    Chapter,
    Clause,
    Indicator,
    Pairing,
    PlanInfo,
    Record,
    Responsibility,
    ScoreItem,
    Task,
    Unit,
    UnitGroup,
)
from ..core.wording import describe, value_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..core.changes import Step
    from ..core.plan import Plan
    from ..core.records import Key

STATES = {"new": "新增", "changed": "修改", "filled": "补填", "gone": "删除", "missing": "来文没有", "same": "相同"}
_TOLD: tuple[type[Record], ...] = (
    PlanInfo, Unit, UnitGroup, Category, Indicator, Allocation, Responsibility, Task, Chapter, Clause, ScoreItem, Pairing,
)  # fmt: skip
_ROWS: tuple[type[Record], ...] = (Indicator, Task, Clause)  # of which a person asks what the paper does not name
_SILENT = frozenset({"order", "parent_relation"})


@dataclass(frozen=True, slots=True)
class Difference:
    """What becomes of one record; `fields` are (label, before, after), for a new one without what is empty.

    A record whose empty fields the paper fills, and of which it changes nothing else, is `filled`.
    """

    state: str  # a key of STATES
    record: type[Record]
    what: str
    fields: tuple[tuple[str, str, str], ...] = ()


def differences(
    before: Plan, after: Plan, steps: Iterable[Step], named: Iterable[Key], unnamed: Iterable[Record] = ()
) -> list[Difference]:
    """New, changed and deleted records in the order of the steps, then the plan's rows that the paper does not name.

    `named` are the keys of the rows that the paper does name, changed or not; `unnamed` what it leaves out of these.
    """
    touched = list(dict.fromkeys((s.record, s.key) for s in steps if s.record in _TOLD))
    out = [d for record, key in touched if (d := _difference(before, after, record, key))]
    changed = {key for record, key in touched}
    here = set(named) | changed
    named_types = {r for r in _ROWS if any(before.get(r, key) for key in here)}
    for record in _ROWS:
        if record in named_types:
            rows = [r for r in before.ordered(record) if r.key not in here]
            out += [Difference("missing", record, describe(before, record, r.key)) for r in rows]
    return out + [_missing(before, record) for record in unnamed]


def _missing(plan: Plan, record: Record) -> Difference:
    """What the paper leaves out; of a part of a split also how much it is."""
    what = describe(plan, type(record), record.key)
    if not isinstance(record, Allocation) or not record.amount:
        return Difference("missing", type(record), what)
    amount = Allocation.fields["amount"]
    return Difference("missing", Allocation, what, ((amount.label, _words(plan, amount, record, "amount"), ""),))


def _difference(before: Plan, after: Plan, record: type[Record], key: Key) -> Difference | None:
    old, new = before.get(record, key), after.get(record, key)
    if old == new:
        return None
    if new is None:
        return Difference("gone", record, describe(before, record, key))
    fields = tuple(
        (field.label, _words(before, field, old, name), _words(after, field, new, name))
        for name, field in record.fields.items()
        if name not in _SILENT and _value(old, name) != _value(new, name)
    )
    if old is not None and not fields:
        return None
    state = "new" if old is None else "changed" if any(before for _, before, _ in fields) else "filled"
    return Difference(state, record, describe(after, record, key), fields)


def _value(record: Record | None, name: str) -> Any:
    return (record.__dict__[name] if record else None) or None


def _words(plan: Plan, field: Any, record: Record | None, name: str) -> str:
    return value_in_words(plan, field, record.__dict__[name]) if record else ""
