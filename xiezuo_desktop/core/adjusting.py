"""What an issued plan fixes, and how a document changes it: both values stay, with the document's number, day and reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .changes import Change, Drop, Put, Step
from .errors import Invalid, Refused
from .numbers import read_target, shown
from .records import ROLES, Adjustment, Allocation, Indicator, Responsibility, Task, full_key
from .tree import key_between

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from .plan import Plan
    from .records import Id, Key, Record

_WORDING = ("name", "measure_unit", "nature", "category", "parent", "parent_relation", "stages")
FIXED: dict[type[Record], tuple[str, ...]] = {
    Indicator: ("target", "target_reading", "deadline", *_WORDING),
    Allocation: ("amount", "amount_reading"),
    Responsibility: ("subject", "unit", "role", "capacity", "open"),
}
OF_NUMBERS = ("", "target", "share")  # kinds of adjustments whose texts are those of a target or of a share of one
_OF_ARCHIVING = ("stage", "archived_on", "archive_code")
_DOCUMENT, _PLACE = "请打开“调整与比较”，用“按文件调整”写明文号、日期和理由后再改。", 60


@dataclass(frozen=True, slots=True)
class Basis:
    """The document by which an issued plan is adjusted."""

    doc_number: str
    day: date
    reason: str


def basis(doc_number: str, day: date | None, reason: str) -> Basis:
    """A basis with all it needs. Raises Invalid where the number, the day or the reason is missing."""
    number, why = " ".join(doc_number.split()), " ".join(reason.split())
    missing = [word for word, there in (("调整文号", number), ("调整日期", day), ("调整理由", why)) if not there]
    if missing or day is None:
        raise Invalid(f"没有写明{'、'.join(missing)}，", "目标下达以后只能按文件调整，请补充完整。")
    return Basis(number, day, why)


def is_fixed(plan: Plan) -> bool:
    """Whether the plan has been issued, so that its targets, shares and responsibilities may only be adjusted.

    A part that was sent to a unit is not: what is fixed in it is not the unit's to change, and what it splits over those
    below it is only now being settled.
    """
    return plan.info.stage in ("issued", "archived") and not plan.is_part


def is_closed(plan: Plan) -> bool:
    """Whether the plan has been archived, so that nothing in it may be changed."""
    return plan.info.stage == "archived"


def fixed_changes(changes: Iterable[Change]) -> list[Change]:
    """Those of many changes that touch what an issued plan fixes."""
    return [change for change in changes if change.record in FIXED and _differs(change)]


def _differs(change: Change) -> bool:
    before, after = change.before, change.after
    if before is None or after is None:
        return _says_something(before or after)
    return any(before.__dict__[name] != after.__dict__[name] for name in FIXED[change.record])


def _says_something(row: Record | None) -> bool:
    """A share without an amount says nothing: whole columns of a matrix consist of them."""
    return bool(row.amount.strip()) if isinstance(row, Allocation) else row is not None


def refuse(plan: Plan, found: list[Change]) -> None:
    """Raise Refused with the first thing that may not be changed so."""
    if not found:
        return
    from .wording import describe

    first = found[0]
    where = describe(plan, first.record, first.key) if first.before is not None else f"新的{first.record.label}"
    more = f"等 {len(found)} 处" if len(found) > 1 else ""
    raise FixedByIssue(f"计划已经下达，{where}{more}不能直接改，没有改动。", _DOCUMENT)


class FixedByIssue(Refused):
    """An issued plan was to be changed without naming a document."""


def fixed(what: str) -> FixedByIssue:
    """What is said to somebody who wants to type where an issued plan is fixed."""
    return FixedByIssue(f"计划已经下达，{what}只能按文件调整。", _DOCUMENT)


def refuse_closed(plan: Plan, changes: Iterable[Change]) -> None:
    """Raise Refused where an archived plan would change; that it is opened again is no change of it."""
    for change in changes:
        before, after = change.before, change.after
        if before is None or after is None or change.record is not type(plan.info):
            raise _closed()
        if any(before.__dict__[name] != after.__dict__[name] for name in before.fields if name not in _OF_ARCHIVING):
            raise _closed()


def _closed() -> Refused:
    return Refused("这份计划已经归档，不能再改，没有改动。", "确有必要的，请先在“年终结转”里取消归档。")


# ------------------------------------------------------------------------------------------------ keeping both values


def adjustments(plan: Plan, changes: list[Change], by: Basis, new_id: Callable[[], Id]) -> Iterator[Step]:
    """The records that keep what was and what is, for changes made by a document. `plan` is the plan before.

    What the same document changes twice is one adjustment; what it changes back is none.
    """
    order = max((a.order for a in plan.rows(Adjustment).values()), default="")
    known = {
        (a.what, a.indicator, a.bearer, a.partner): a
        for a in plan.ordered(Adjustment)
        if (a.doc_number, a.adjusted_on) == (by.doc_number, by.day) and a.what not in ("added", "dropped")
    }
    for what, place, old, new in _said(plan, changes):
        indicator, bearer, partner = place
        before = known.get((what, indicator, bearer, partner))
        if before is not None:
            yield Put(Adjustment, before.key, {"new": new, "reason": by.reason})
            if before.old == new:
                yield Drop(Adjustment, before.key)
            continue
        order = key_between(order)
        values = {
            "order": order, "what": what, "indicator": indicator, "bearer": bearer, "partner": partner, "old": old,
            "new": new, "doc_number": by.doc_number, "adjusted_on": by.day, "reason": by.reason,
        }  # fmt: skip
        yield Put(Adjustment, full_key(new_id()), values)


_Place = tuple["Id | None", "Id | None", "Id | None"]


def _said(plan: Plan, changes: list[Change]) -> Iterator[tuple[str, _Place, str, str]]:
    """Each change as (kind, place, text before, text after); what hangs on a row that comes or goes is part of that."""
    gone = {c.key[0] for c in changes if c.record is Indicator and c.after is None}
    duties: dict[Id, dict[Key, Responsibility | None]] = {}
    for change in changes:
        row = change.after or change.before
        if isinstance(row, Indicator):
            yield from _of_indicator(plan, change)
        elif isinstance(row, Allocation) and row.indicator not in gone:
            old, new = (r.amount if isinstance(r, Allocation) else "" for r in (change.before, change.after))
            yield "share", (row.indicator, row.bearer or None, row.partner or None), old, new
        elif isinstance(row, Responsibility):
            for subject in {r.subject for r in (change.before, change.after) if isinstance(r, Responsibility)}:
                after = change.after if isinstance(change.after, Responsibility) else None
                mine = after if after is not None and after.subject == subject else None
                if subject is not None and subject not in gone:
                    duties.setdefault(subject, {})[change.key] = mine
    for subject, changed in duties.items():
        before = plan.responsibilities(subject)
        after_rows = [changed.get(r.key, r) for r in before] + [
            r for key, r in changed.items() if key not in {b.key for b in before}
        ]
        old, new = duties_text(plan, before), duties_text(plan, [r for r in after_rows if r is not None])
        task = plan.get(Task, subject)
        head = f"{task.ordinal} {task.theme}：".lstrip() if task else ""
        if old != new:
            yield "duty", (None if task else subject, None, None), head + old, head + new


def _of_indicator(plan: Plan, change: Change) -> Iterator[tuple[str, _Place, str, str]]:
    before, after = change.before, change.after
    place = (change.key[0], None, None)
    if not isinstance(before, Indicator):
        assert isinstance(after, Indicator)
        yield "added", place, "", _row_text(after)
        return
    if not isinstance(after, Indicator):
        yield "dropped", place, _row_text(before), ""
        return
    if (before.target, before.target_reading) != (after.target, after.target_reading):
        yield "target", place, target_in_force(plan, before), target_in_force(plan, after)
    if before.deadline != after.deadline:
        yield "deadline", place, before.deadline, after.deadline
    changed = [name for name in _WORDING if before.__dict__[name] != after.__dict__[name]]
    if changed:
        old, new = (_fields_text(plan, row, changed) for row in (before, after))
        yield "wording", place, old, new


def target_in_force(plan: Plan, row: Indicator) -> str:
    """The target as written; of one left open what it is split into altogether, since that is what held before."""
    if row.target.strip() or read_target(row.target, row.target_reading).kind != "pending":
        return row.target
    from .splitting import whole_matrix

    total = whole_matrix(plan).total_of_split(row)
    return "" if total is None else shown(total)


def blank_text(adjustment: Adjustment) -> str:
    """What is said in place of a value that was not there: a share nobody had is 未分, a target nobody set 未定."""
    return {"share": "未分", "target": "未定", "": "未定", "deadline": "未定"}.get(adjustment.what, "无")


def _row_text(row: Indicator) -> str:
    return " ".join(f"{row.ordinal} {row.name} {row.target}{row.measure_unit if row.target else ''}".split())


def _fields_text(plan: Plan, row: Indicator, names: list[str]) -> str:
    from .wording import value_in_words

    said = (
        f"{row.fields[name].label}：{value_in_words(plan, row.fields[name], row.__dict__[name]) or '无'}"
        for name in names
    )
    return "；".join(said)


def duties_text(plan: Plan, duties: Iterable[Responsibility]) -> str:
    """Who answers for something, by role: 牵头：区教育局；配合：区民政局、区残联."""
    by_role: dict[str, list[str]] = {}
    for duty in duties:
        name = plan.bearer_name(duty.unit)
        by_role.setdefault(duty.role, []).append(f"{name}（{duty.capacity}）" if duty.capacity else name)
    order = [role for role in (*ROLES, "") if role in by_role]
    return "；".join(f"{ROLES.get(role, '责任')}：{'、'.join(filter(None, by_role[role]))}" for role in order)


# ------------------------------------------------------------------------------------------------ showing them


def adjustments_of(plan: Plan, indicator: Id) -> list[Adjustment]:
    """The adjustments of an indicator and of its shares, in order of time."""
    return [a for a in in_order_of_time(plan) if a.indicator == indicator]


def in_order_of_time(plan: Plan) -> list[Adjustment]:
    """All adjustments by the day of their document."""
    return sorted(plan.ordered(Adjustment), key=lambda a: (str(a.adjusted_on or ""), a.order))


def place_text(plan: Plan, adjustment: Adjustment) -> str:
    """Whose value was adjusted, besides the indicator: the unit, the partner, or what of the indicator it is."""
    names = [name for name in (plan.bearer_name(adjustment.bearer), plan.bearer_name(adjustment.partner)) if name]
    return "·".join(names)[:_PLACE]


def sentence(plan: Plan, adjustment: Adjustment, *, with_name: bool = True) -> str:
    """An adjustment in words: 培训人数的年度目标由300调整为350（临政办〔2024〕9号，2024年7月10日）。"""
    found = plan.get(Indicator, adjustment.indicator)
    name = " ".join(found.name.split()) if found and with_name else ""
    what = (Adjustment.fields["what"].choices or {}).get(adjustment.what or "target", "")
    whose = place_text(plan, adjustment)
    day = adjustment.adjusted_on
    said = (adjustment.doc_number.strip(), f"{day.year}年{day.month}月{day.day}日" if day else "")
    by = "，".join(filter(None, said))
    old, new = (" ".join(text.split()) or blank_text(adjustment) for text in (adjustment.old, adjustment.new))
    head = "的".join(filter(None, (name, f"{whose}{what}")))
    tail = f"（{by}）" if by else ""
    if adjustment.what == "added":
        return f"新增指标：{new}{tail}"
    if adjustment.what == "dropped":
        return f"取消指标：{old}{tail}"
    return f"{head}由{old}调整为{new}{tail}"
