"""A plan as it was: out of the log, whose later values are taken away again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..core.records import Dispatch, PlanInfo
from .schema import DELETED_NAME

if TYPE_CHECKING:
    from datetime import datetime

    from ..core.plan import Plan, Rows
    from ..core.records import Key, Record
    from .history import HistoryEntry
    from .plan_file import PlanFile


def plan_at(plan_file: PlanFile, moment: datetime) -> Plan:
    """The plan as this file said it before a moment, by the clock of this computer; seconds count whole."""
    plan = plan_file.plan
    since = plan_file.history_since(moment)
    values: dict[tuple[type[Record], Key], dict[str, Any]] = {}
    alive: dict[tuple[type[Record], Key], bool] = {}
    for entry in since:  # the newest first: the oldest of them has the last word
        row = (entry.record, entry.key)
        if entry.field == DELETED_NAME:
            alive[row] = not entry.before
        else:
            values.setdefault(row, {})[entry.field] = entry.before
    changed: dict[type[Record], Rows] = {}
    for record, key in values.keys() | alive.keys():
        rows = changed.setdefault(record, dict(plan.rows(record)))
        found = plan.get(record, key)
        base = found.__dict__ if found is not None else _gone(plan_file, record, key, since)
        made = record(**{**base, **values.get((record, key), {})})
        said = any(made.__dict__[name] != field.empty for name, field in record.fields.items())
        if said and alive.get((record, key), True):
            rows[key] = made
        else:
            rows.pop(key, None)
    return plan.with_rows(changed)


def _gone(plan_file: PlanFile, record: type[Record], key: Key, since: list[HistoryEntry]) -> dict[str, Any]:
    """What a record said that is gone now; what was written to it since does not count."""
    later = {(e.site, e.ts, e.field) for e in since if e.record is record and e.key == key}
    out: dict[str, Any] = dict(zip(record.keys, key, strict=False))
    for entry in plan_file.history(record, key):
        if (entry.site, entry.ts, entry.field) not in later and entry.field != DELETED_NAME:
            out.setdefault(entry.field, entry.after)
    return out


def moments(plan_file: PlanFile) -> list[tuple[datetime, str]]:
    """When the plan was issued and when it was sent out, the newest first: moments people want to compare with."""
    plan = plan_file.plan
    found: dict[datetime, str] = {}
    for entry in plan_file.history(Dispatch, None, "unit"):
        _note(found, entry, f"下发给{plan.bearer_name(entry.after)}时")
    for entry in plan_file.history(PlanInfo, None, "stage"):
        if entry.after == "issued":
            found[entry.when] = "下达时"
    return sorted(found.items(), reverse=True)


def _note(found: dict[datetime, str], entry: HistoryEntry, words: str) -> None:
    known = found.get(entry.when)
    head = known.removesuffix("时").removesuffix("等") if known else ""
    found[entry.when] = f"{head}等时" if head else words
