"""Records as people call them, and where a record is used."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from .periods import period_label
from .records import (
    Adjustment,
    Alias,
    Allocation,
    Category,
    Chapter,
    Clause,
    Dispatch,
    Handling,
    Id,
    Indicator,
    Key,
    LockException,
    Measure,
    Member,
    Mention,
    Pairing,
    Period,
    PlanInfo,
    Receipt,
    Record,
    Report,
    Responsibility,
    Scheme,
    ScoreEntry,
    ScoreGroup,
    ScoreItem,
    Task,
    Unit,
    UnitGroup,
    children_of,
    full_key,
)

if TYPE_CHECKING:
    from .plan import Plan
    from .records import Field


_NOT_FOR_READING = {"order": "（位置）", "paper": "（原文）"}


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
    dispatch = plan.get(Dispatch, record_id)
    if dispatch is not None:
        return _dispatch_name(plan, dispatch)
    scored = plan.get(Scheme, record_id) or plan.get(ScoreGroup, record_id) or plan.get(ScoreItem, record_id)
    if scored is not None:
        return f"{getattr(scored, 'ordinal', '')} {_shortened(own_name(plan, scored))}".strip()
    clause = plan.get(Clause, record_id)
    return f"{clause.ordinal} {clause.lead or clause.text[:24]}".strip() if clause else ""


def _dispatch_name(plan: Plan, dispatch: Dispatch) -> str:
    return f"{plan.bearer_name(dispatch.unit)}第{dispatch.round or 1}轮"


def title_of(plan: Plan, record: Record) -> str:
    """What a record is called in lists."""
    return name_of(plan, record.key[0]) or str(record.__dict__.get("title") or "") or record.label


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
                out.append(Use(role, _used_in(plan, row)))
    places = {r.key[0]: n for n, r in enumerate([*plan.indicators, *plan.tasks])}
    return sorted(out + _keyed_uses(plan, record_id), key=lambda use: places.get(use.record.key[0], len(places)))


def count_uses(plan: Plan) -> Counter[Id]:
    """How often each unit and group is used: as many places as `uses_of` names."""
    fields = {(t, f.name) for bearer in (Unit, UnitGroup) for t, f in children_of(bearer) if t not in (Alias, bearer)}
    uses: Counter[Id] = Counter()
    for record_type, name in fields:
        uses.update(used for row in plan.rows(record_type).values() if (used := row.__dict__[name]))
    uses.update(m.unit for m in plan.rows(Member).values() if plan.get(UnitGroup, m.group) is not None)
    for allocation in plan.rows(Allocation).values():
        if plan.get(Indicator, allocation.indicator) is not None:
            uses.update({allocation.bearer, allocation.partner})
    del uses[0]
    return uses


def _used_in(plan: Plan, row: Record) -> Record:
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
    if field.name in _NOT_FOR_READING:
        return _NOT_FOR_READING[field.name]
    if field.refers:
        nameless = plan.get(ScoreGroup, value) is not None  # holds the items that the paper puts into no group
        return name_of(plan, value) or ("" if nameless else "（已不在计划里）")
    if field is ScoreItem.fields["rule"]:
        return _rule_in_words(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    return (field.choices or {}).get(value, str(value))


def _rule_in_words(stored: str) -> str:
    """A stored rule of an item in the words of a scheme; what this program cannot read is said to be there."""
    from .scoring.rule_words import rule_words
    from .scoring.rules import KINDS, read_stored_rule

    rule = read_stored_rule(stored)
    if rule is not None:
        return f"{KINDS[rule.kind]}：{rule_words(rule)}"
    return "（这个版本读不懂的规则）" if stored.lstrip().startswith("{") else stored


# ------------------------------------------------------------------------------------------------ in a sentence


def describe(plan: Plan, record_type: type[Record], key: Key) -> str:
    """What people call a record: 指标4“培训人数”, 单位“区民政局”; says so when it is gone."""
    record = plan.get(record_type, key)
    if record is None and record_type in (
        Report,
        ScoreEntry,
        Handling,
        Period,
        LockException,
    ):  # said by its key, whether it is there or not
        record = record_type(**dict(zip(record_type.keys, key, strict=False)))
    if record is None:
        return f"{record_type.label}（已删除）"
    if isinstance(record, PlanInfo):
        return "计划"
    if isinstance(record, Report | ScoreEntry | Handling | Period | LockException):
        return _by_key(plan, record)
    if isinstance(record, Dispatch):
        return f"{record_type.label}{_quoted(_dispatch_name(plan, record))}"
    if isinstance(record, Receipt):
        return f"{record_type.label}{_quoted(name_of(plan, record.dispatch))}"
    if isinstance(record, Responsibility | Allocation | Measure | Mention):
        holder, name = _holder(plan, record)
        return f"{holder}的{record_type.label}{_quoted(name)}"
    if isinstance(record, Chapter):
        return f"任务书{_quoted('、'.join(w for w in (record.ordinal, own_name(plan, record)) if w))}"
    if isinstance(record, Clause):
        return f"{describe(plan, Chapter, full_key(record.chapter or 0))}第{record.ordinal or '…'}条"
    ordinal = _ordinal(plan, record)
    return f"{record_type.label}{ordinal}{_quoted(own_name(plan, record))}"


def _by_key(plan: Plan, record: Report | ScoreEntry | Handling | Period | LockException) -> str:
    """A record that its key alone names."""
    if isinstance(record, Report):
        where = describe(plan, Indicator, full_key(record.indicator))
        return f"{plan.bearer_name(record.bearer)}{period_label(record.period)}{record.label}的{where}"
    if isinstance(record, ScoreEntry):
        where = describe(plan, ScoreItem, full_key(record.item))
        return f"{where}的{record.label}{_quoted(plan.bearer_name(record.party) or '本级')}"
    if isinstance(record, Handling):
        subject = Task if plan.get(Task, record.subject) else Measure
        where = describe(plan, subject, full_key(record.subject))
        return f"{where}的{record.label}{_quoted(plan.bearer_name(record.unit) or '本级认定')}"
    unit = f"{plan.bearer_name(record.unit)}·" if isinstance(record, LockException) and record.unit else ""
    return f"{record.label}{_quoted(unit + period_label(record.period))}"


def _ordinal(plan: Plan, record: Record) -> str:
    """The printed number of a record; of one without, that of the numbered row above it (4下)."""
    ordinal: str = getattr(record, "ordinal", "")
    parent = plan.get(Indicator, record.parent) if isinstance(record, Indicator) and not ordinal else None
    return f"{parent.ordinal}下" if parent and parent.ordinal else ordinal


def _holder(plan: Plan, record: Record) -> tuple[str, str]:
    """The record that a part belongs to, in words, and what tells the part from its neighbours."""
    values = record.__dict__
    if isinstance(record, Responsibility):
        held_by: tuple[type[Record], Id | None] = (
            Indicator if plan.get(Indicator, record.subject) else Task,
            record.subject,
        )
        name = plan.bearer_name(record.unit)
    elif isinstance(record, Allocation):
        held_by = (Indicator, record.indicator)
        name = "·".join(n for n in (plan.bearer_name(record.bearer), plan.bearer_name(record.partner)) if n)
    elif isinstance(record, Measure):
        held_by, name = (Task, record.task), record.text
    else:
        held_by, name = (Clause, values["clause"]), values["number_text"] + values["measure_unit"]
    record_type, record_id = held_by
    return describe(plan, record_type, full_key(record_id or 0)), name


def goes_without_saying(field: Field, before: Any, after: Any, *, beside: bool) -> bool:
    """Whether a change tells people nothing.

    Who typed a figure and when, where more changed `beside` it; 已报 where it was open; the place a new record was given.
    """
    if field.name == "order":
        return not before
    if field.follows:
        return beside
    return bool(field.choices) and not before and after == next(iter(field.choices or ()))


def gist(plan: Plan, record: Record) -> str:
    """What a record says, in a word: of a figure the figure; "" of a record that is known by its name."""
    if record.keys == ("id",):
        return ""
    told = (
        value_in_words(plan, field, record.__dict__[name]) for name, field in record.fields.items() if name != "order"
    )
    return next((words for words in told if words), "")


def own_name(plan: Plan, record: Record) -> str:
    """The name of a record without its number and kind; "" where it has none."""
    values = record.__dict__
    if isinstance(record, Chapter):
        return record.heading or plan.bearer_name(record.unit)
    if isinstance(record, Adjustment):
        return name_of(plan, record.indicator) or record.old
    if isinstance(record, Pairing):
        return f"{plan.bearer_name(record.east)}—{plan.bearer_name(record.west)}"
    for field in ("name", "title", "theme", "lead", "text", "content", "caption", "rule"):
        if values.get(field):
            return str(values[field])
    return ""


def cell_place(part: str, row: int | None, column: int | None) -> str:
    """The place of a text in a document as a person names it: 表1第12行第3列, 表1第3列, 表1."""
    return part + (f"第{row}行" if row is not None else "") + (f"第{column}列" if column else "")


def _quoted(text: str) -> str:
    short = _shortened(text)
    return f"“{short}”" if short else ""


def _shortened(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= 30 else one_line[:29] + "…"
