"""Settling what differs: each dispute in words, and decisions about it, which travel with the plan, author and reason with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from ..core.changes import Put
from ..core.errors import WrongCall
from ..core.places import read_value
from ..core.records import Report
from ..core.wording import describe, value_in_words
from .rights import own_unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..core.changes import Changes
    from ..core.plan import Plan
    from ..core.records import Field, Id, Key, Record
    from ..storage import Claim, Conflict, PlanFile

KINDS = {"cell": "填写不同", "deleted": "一方删除、一方修改", "cycle": "移动成了循环"}
OF_DELETED = {"delete": "保留删除", "keep": "恢复这一条"}


@dataclass(frozen=True, slots=True)
class Dispute:
    """A dispute in words. `values` are the claims of `conflict` in their order; the first is what the plan reads now.

    `label` is the field's name, `before` what stood there before they parted, "" where there was nothing. `unit` is the
    unit whose figure it is, None for everything else.
    """

    conflict: Conflict
    where: str
    label: str
    values: tuple[str, ...]
    before: str
    unit: Id | None

    @property
    def id(self) -> str:
        """The same in every copy of the plan."""
        return self.conflict.id


def disputes(plan_file: PlanFile) -> list[Dispute]:
    """The disputes that wait for a person, by record type and record.

    Who typed a figure and when is no dispute of its own: it goes with the figure.
    """
    return [in_words(plan_file.plan, conflict) for conflict in by_themselves(plan_file.conflicts())]


def by_themselves(found: Iterable[Conflict]) -> list[Conflict]:
    """Those a person has to decide: not those about what merely accompanies a value."""
    return [conflict for conflict in found if not follows(conflict)]


def follows(conflict: Conflict) -> str:
    """The field whose dispute settles this one; "" for one of its own."""
    field = conflict.record.fields.get(conflict.field) if conflict.kind == "cell" else None
    return field.follows if field else ""


def once(plan_file: PlanFile) -> list[tuple[type[Record], Key, str]]:
    """Every (record type, key, field) that was ever in dispute, settled or not."""
    return [
        (record, key, name)
        for record, key, name in plan_file.once_disputed()
        if name not in record.fields or not record.fields[name].follows
    ]


def dispute_count(plan_file: PlanFile) -> int:
    """How many disputes wait; quick where there are none."""
    return len(by_themselves(plan_file.conflicts())) if plan_file.conflict_count() else 0


def in_words(plan: Plan, conflict: Conflict) -> Dispute:
    """A dispute as people speak of it."""
    field = conflict.record.fields.get(conflict.field)
    return Dispute(
        conflict=conflict,
        where=describe(plan, conflict.record, conflict.key),
        label=field.label if field else "删除",
        values=tuple(_in_words(plan, conflict, field, claim) for claim in conflict.claims),
        before=value_in_words(plan, field, conflict.before) if field else "",
        unit=conflict.key[1] or None if conflict.record is Report else None,
    )


def _in_words(plan: Plan, conflict: Conflict, field: Field | None, claim: Claim) -> str:
    of_deleted = conflict.record.fields.get(claim.field)
    if of_deleted is not None:
        return f"{of_deleted.label}改为“{value_in_words(plan, of_deleted, claim.value)}”"
    if field is None:
        return "删除" if claim.value else "不删除"
    return value_in_words(plan, field, claim.value)


def decide(plan_file: PlanFile, conflict_id: str, take: str, reason: str = "", *, today: date | None = None) -> Changes:
    """Settle one dispute. `take` is "ours", "theirs", "delete" or "keep" (of a deleted record), or a value as people type it.

    A value that nobody had written is the settler's own: who wrote it and when follow it; the former stand in the history.
    Raises WrongCall where there is no such dispute, or where that side has no one value; Invalid for a value that cannot be.
    """
    dispute = _find(disputes(plan_file), conflict_id)
    how, value = _decision(plan_file.plan, dispute.conflict, take)
    label = f"处理分歧：{dispute.where}的{dispute.label}{_chosen_words(plan_file.plan, dispute, how, value)}"
    settled = dispute.conflict
    claim = _claimed(settled, value) if how == "value" else settled.ours if how == "ours" else settled.theirs
    if how != "value":
        along = _along(plan_file, [settled], how)
    elif claim is not None:
        along = _written_with(plan_file, settled, claim)
    else:
        along = _by_the_settler(plan_file, settled, today or date.today())
    beside = _beside(plan_file, settled, claim, today or date.today()) if settled.kind == "cell" else []
    return plan_file.resolve([(conflict_id, how, value), *along], label + _because(reason), beside)


def _along(plan_file: PlanFile, settled: Iterable[Conflict], how: str) -> list[tuple[str, str, Any]]:
    """The same decision about what accompanies these values, where each side has one."""
    rows = {(c.record, c.key, c.field) for c in settled if c.kind == "cell"}
    return [
        (other.id, how, None)
        for other in plan_file.conflicts()
        if (other.record, other.key, follows(other)) in rows
        and ((how == "ours" and other.ours) or (how == "theirs" and other.theirs))
    ]


def _written_with(plan_file: PlanFile, settled: Conflict, taken: Claim) -> list[tuple[str, str, Any]]:
    """What accompanies a value that stands there already among several of others: what its author wrote together with it."""
    return [
        (other.id, "value", claim.value)
        for other in _accompanying(plan_file, settled)
        for claim in other.claims
        if (claim.author, claim.when, claim.label) == (taken.author, taken.when, taken.label)
    ]


def _accompanying(plan_file: PlanFile, settled: Conflict, standing: Iterable[Conflict] | None = None) -> list[Conflict]:
    """The disputes (of those standing) about what accompanies a disputed value."""
    if settled.kind != "cell":
        return []
    row = (settled.record, settled.key, settled.field)
    among = plan_file.conflicts() if standing is None else standing
    return [other for other in among if (other.record, other.key, follows(other)) == row]


def _claimed(settled: Conflict, value: Any) -> Claim | None:
    """The claim of the dispute that says this value already."""
    return next((c for c in settled.claims if type(c.value) is type(value) and c.value == value), None)


def _by_the_settler(plan_file: PlanFile, settled: Conflict, today: date) -> list[tuple[str, str, Any]]:
    """What accompanies a value of the settler's own, where that is in dispute too."""
    return [
        (other.id, "value", _settlers(plan_file, settled.record.fields[other.field], today))
        for other in _accompanying(plan_file, settled)
    ]


def _settlers(plan_file: PlanFile, field: Field, today: date) -> Any:
    """What accompanies a value that is written here and now: who, when, and typed."""
    return today if field.type is date else next(iter(field.choices)) if field.choices else plan_file.author


def _beside(
    plan_file: PlanFile,
    settled: Conflict,
    claim: Claim | None,
    today: date,
    standing: Iterable[Conflict] | None = None,
) -> list[Put]:
    """Who wrote the value that was chosen and when, where nobody disputes that: as the author of the claim had it last, or
    the settler's own where there is no claim."""
    if plan_file.plan.get(settled.record, settled.key) is None:
        return []
    disputed = {other.field for other in _accompanying(plan_file, settled, standing)}
    said: dict[str, Any] = {}
    for name, field in settled.record.fields.items():
        if field.follows != settled.field or name in disputed:
            continue
        if claim is None:
            said[name] = _settlers(plan_file, field, today)
            continue
        written = plan_file.history(settled.record, settled.key, name)
        own = [entry.after for entry in written if entry.author == claim.author and entry.when <= claim.when]
        said |= {name: own[0]} if own else {}
    return [Put(settled.record, settled.key, said)] if said else []


def _find(found: Iterable[Dispute], conflict_id: str) -> Dispute:
    dispute = next((d for d in found if d.id == conflict_id), None)
    if dispute is None:
        raise WrongCall(f"没有编号是“{conflict_id}”的分歧，或者它已经处理过了。", "请重新查看分歧清单。")
    return dispute


def _decision(plan: Plan, conflict: Conflict, take: str) -> tuple[str, Any]:
    if take in ("ours", "theirs") or (conflict.kind == "deleted" and take in OF_DELETED):
        return take, None
    field = conflict.record.fields.get(conflict.field)
    if field is None:
        raise WrongCall(
            f"这一处是删除与修改的分歧，不能写成“{take}”。", "请写 delete（保留删除）或 keep（恢复这一条）。"
        )
    return "value", read_value(plan, field, take)


def _chosen_words(plan: Plan, dispute: Dispute, how: str, value: Any) -> str:
    conflict = dispute.conflict
    if how in OF_DELETED:
        return f"，{OF_DELETED[how]}"
    field = conflict.record.fields.get(conflict.field)
    if how == "value" and field:
        return f"采用“{value_in_words(plan, field, value)}”"
    whose = "本文件" if how == "ours" else "对方"
    claim = conflict.ours if how == "ours" else conflict.theirs
    words = f"“{value_in_words(plan, field, claim.value)}”" if field and claim else ""
    return f"采用{whose}的{words}"


def _because(reason: str) -> str:
    return f"；理由：{reason.strip()}" if reason.strip() else ""


def own_figures(plan_file: PlanFile, among: Sequence[Dispute] | None = None) -> list[Dispute]:
    """The disputes about a figure of a unit's own that one value from outside stands in: the unit knows it best.

    The figures of the unit whose file this is are not among them: of these the value written here is its own.
    """
    here = own_unit(plan_file)
    found = disputes(plan_file) if among is None else among
    return [d for d in found if d.unit not in (None, here) and d.conflict.kind == "cell" and d.conflict.theirs]


def take_own_figures(plan_file: PlanFile, reason: str = "") -> int:
    """Take every unit's own figures as it returned them, as one action; how many disputes that settled."""
    found = own_figures(plan_file)
    if found:
        label = f"处理{len(found)}处分歧：各单位自己的数采用对方的{_because(reason)}"
        along = _along(plan_file, [d.conflict for d in found], "theirs")
        standing: dict[Key, list[Conflict]] = {}
        for other in plan_file.conflicts():
            standing.setdefault(other.key, []).append(other)
        beside = [
            put
            for conflict in (d.conflict for d in found)
            for put in _beside(plan_file, conflict, conflict.theirs, date.today(), standing[conflict.key])
        ]
        plan_file.resolve([*((d.id, "theirs", None) for d in found), *along], label, beside)
    return len(found)
