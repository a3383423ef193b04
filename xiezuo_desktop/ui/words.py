"""Records as people call them, and where a record is used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from xiezuo_desktop.core.records import (
    Alias,
    Allocation,
    Category,
    Chapter,
    Clause,
    Id,
    Indicator,
    Member,
    Mention,
    Record,
    Task,
    UnitGroup,
    children_of,
)

if TYPE_CHECKING:
    from xiezuo_desktop.core.plan import Plan
    from xiezuo_desktop.core.records import Field


def name_of(plan: Plan, record_id: Id | None) -> str:
    """What people call the record that a field refers to; "" when there is none."""
    if record_id is None:
        return ""
    found = plan.bearer(record_id) or plan.get(Category, record_id) or plan.get(Indicator, record_id)
    if found is not None:
        ordinal = getattr(found, "ordinal", "")
        return f"{ordinal} {found.name}" if ordinal else found.name
    chapter = plan.get(Chapter, record_id)
    if chapter is not None:
        name = chapter.heading or plan.bearer_name(chapter.unit)
        return f"{chapter.ordinal}、{name}" if chapter.ordinal else name
    task = plan.get(Task, record_id)
    if task is not None:
        return f"{task.ordinal} {task.theme}".strip()
    clause = plan.get(Clause, record_id)
    return f"{clause.ordinal} {clause.lead or clause.text[:24]}".strip() if clause else ""


def title_of(plan: Plan, record: Record) -> str:
    """What a record is called in lists."""
    return name_of(plan, record.key[0]) or record.label


@dataclass(frozen=True, slots=True)
class Use:
    """One place where a record is used: what as, and the record people would look for."""

    role: str
    record: Record


def uses_of(plan: Plan, record: Record) -> list[Use]:
    """Where a unit or group is used, in the order of the plan."""
    record_id = record.key[0]
    out: list[Use] = []
    for record_type, field in children_of(type(record)):
        if record_type in (Alias, type(record)):
            continue
        rows = plan.ordered(record_type) if "order" in record_type.fields else plan.ordered_by_id(record_type)
        roles = record_type.fields["role"].choices if "role" in record_type.fields else None
        for row in rows:
            if row.__dict__[field.name] == record_id:
                role = (roles or {}).get(row.__dict__.get("role", ""), record_type.label)
                out.append(Use(role, _holder(plan, row)))
    return out + _keyed_uses(plan, record_id)


def _holder(plan: Plan, row: Record) -> Record:
    """The record people would look for: an indicator instead of the responsibility that belongs to it."""
    if "subject" in row.fields:
        subject = row.__dict__["subject"]
        return plan.get(Indicator, subject) or plan.get(Task, subject) or row
    if isinstance(row, Mention):
        return plan.get(Clause, row.clause) or row
    return row


def _keyed_uses(plan: Plan, record_id: Id) -> list[Use]:
    """Uses as part of a natural key: membership of groups and splits of targets."""
    out = []
    for member in plan.ordered(Member):
        group = plan.get(UnitGroup, member.group)
        if member.unit == record_id and group is not None:
            out.append(Use("成员", group))
    for allocation in plan.ordered(Allocation):
        indicator = plan.get(Indicator, allocation.indicator)
        if record_id in (allocation.bearer, allocation.partner) and indicator is not None:
            out.append(Use("分解数", indicator))
    return out


def value_in_words(plan: Plan, field: Field, value: Any) -> str:
    """A value of a field as people read it; a reference by the name of its record, the order as a place."""
    if value is None or value == "":
        return ""
    if field.name == "order":
        return "（位置）"
    if field.refers:
        return name_of(plan, value) or "（已不在计划里）"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    return (field.choices or {}).get(value, str(value))
