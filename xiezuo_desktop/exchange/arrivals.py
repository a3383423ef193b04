"""What is told about files that come in: each of them, what it changes, what a merge did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..core.plan_figures import by_time
from ..core.records import Allocation, Dispatch, Handling, Receipt, Report, Unit
from ..core.wording import describe, goes_without_saying, own_name, value_in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from ..core.changes import Changes
    from ..core.errors import UserError
    from ..core.plan import Plan
    from ..core.records import Id, Key, Record
    from ..storage import RowChange

STATES = {"new": "有新内容", "nothing_new": "没有新内容", "refused": "没有合并"}
NOTES: tuple[type[Record], ...] = (Dispatch, Receipt)  # who was sent what and who returned it: seen in the receipts


@dataclass(frozen=True, slots=True)
class Arrival:
    """One file as people speak of it. `path` is what the user chose (a zip, where it was one), `name` what it is called.

    `outside` names rows that are not the sender's own and that the file changes, `outside_count` counts all of them.
    `state` is a word of STATES, `reason` why it was refused; `conflicts` counts the disputes in which the file has a say.
    `changes` counts the records (a figure is one) of which it says something new, what units note about their returns aside. `unit` is None for a whole plan;
    `again` of the changes had been merged and taken back and count again. `from_above`: the part of this very unit, sent
    again by the office above. `repeats` names an earlier file among those given together that brings all of it already, and
    is the very `same`.
    """

    path: Path
    state: str
    reason: UserError | None = None
    unit: Id | None = None
    unit_name: str = ""
    round: int | None = None
    authors: tuple[str, ...] = ()
    changes: int = 0
    unknown: int = 0
    conflicts: int = 0
    filled: int | None = None
    expected: int | None = None
    outside: tuple[str, ...] = ()
    outside_count: int = 0
    code: str = ""
    name: str = ""
    from_above: bool = False
    again: int = 0
    repeats: str = ""
    same: bool = False

    @property
    def sentence(self) -> str:
        """What is to be said about the file, on one line."""
        if self.reason is not None:
            return str(self.reason)
        who = "、".join(self.authors)
        if self.unit_name and self.round:
            who = f"上级下发的第{self.round}轮" if self.from_above else f"{self.unit_name}第{self.round}轮"
        if self.state == "nothing_new":
            if self.repeats:
                return f"{who}{'：' if who else ''}{self.repeated}。"
            undone = "" if self.unit else "；撤销过的，可以用重做恢复"
            return f"{who}{'：' if who else ''}没有新内容，以前已经合并过{undone}。"
        out = f"{who}：{self.changes}条新内容"
        if self.again:
            out += f"（{self.again}条以前合并过又撤销，现在重新计入）"
        if self.filled is not None and self.expected:
            out += f"，应填{self.expected}项、已填{self.filled}项"
        if self.conflicts:
            out += f"，{self.conflicts}处与别处的修改有分歧"
        if self.outside_count:
            out += f"，其中{self.outside_count}条不是该单位自己的内容"
        if self.unknown:
            out += f"，{self.unknown}处是更新版本的软件填的，升级后才能看到"
        return out + "。"

    @property
    def repeated(self) -> str:
        """How the file relates to an earlier one among those given together; "" where it does not."""
        if not self.repeats:
            return ""
        return f"与前面的《{self.repeats}》相同" if self.same else f"内容都在前面的《{self.repeats}》里"


@dataclass(frozen=True, slots=True)
class CellChange:
    """One value that merging changes: in whose row, where, from what to what (`was`, `now`: in words), by which of the files.

    `field` is "deleted" for a record that is new, deleted or back again; `before` or `after` is the record then. `unit` is
    the unit whose row it is, None for what belongs to nobody. `files` are places in the list of arrivals' files; empty
    after a merge. `dispute` says which values stand against each other there, also where ours stays; "" where none do.
    """

    record: type[Record]
    key: Key
    unit: Id | None
    where: str
    field: str
    label: str
    before: Any
    after: Any
    files: tuple[int, ...]
    was: str = ""
    now: str = ""
    dispute: str = ""

    @property
    def stays(self) -> bool:
        """Whether our value is the one that counts: nothing changes but that another stands against it."""
        return bool(self.dispute) and (self.before, self.was) == (self.after, self.now)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a merge would do. `more` counts rows beyond those listed in `changes`."""

    arrivals: tuple[Arrival, ...]
    changes: tuple[CellChange, ...]
    more: int

    def of_unit(self, unit: Id) -> list[CellChange]:
        """The changes in one unit's rows."""
        return [change for change in self.changes if change.unit == unit]


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge did. `backup` is the copy made before, None where nothing came in; `conflicts` counts what waits now.

    `cells` are the values that read differently now, of `more` further rows they are not listed. `transaction` names the
    merge in the history, None where nothing came in. `enclosed` files of evidence came with it.
    """

    arrivals: tuple[Arrival, ...]
    changes: Changes
    backup: Path | None
    conflicts: int
    transaction: tuple[int, int] | None
    cells: tuple[CellChange, ...] = ()
    more: int = 0
    enclosed: int = 0

    @property
    def refused(self) -> list[Arrival]:
        """The files of which nothing came in."""
        return [arrival for arrival in self.arrivals if arrival.state == "refused"]


def cells_of(plan: Plan, rows: Iterable[RowChange]) -> list[CellChange]:
    """The values that differ in these rows, by unit in the plan's order. Who was sent what is not among them."""
    listed = [row for row in rows if row.record not in NOTES]
    plan = knowing(plan, listed)
    return sorted((cell for row in listed for cell in _cells(plan, row)), key=order_of(plan))


def order_of(plan: Plan) -> Callable[[CellChange], tuple[int | str, ...]]:
    """How changes are listed: by unit in the plan's order, then by type; figures by indicator and month, others by name."""
    places = {unit.id: n for n, unit in enumerate(plan.units)}
    rows = {indicator.id: n for n, indicator in enumerate(plan.indicators)}

    def place(cell: CellChange) -> tuple[int | str, ...]:
        indicator, _, period = cell.key
        figure = (rows.get(indicator, -1), by_time(period)) if cell.record is Report else (0, 0)
        return (places.get(cell.unit or 0, -1), cell.record.number, *figure, cell.where)

    return place


def knowing(plan: Plan, rows: Iterable[RowChange]) -> Plan:
    """The plan with these rows among it, also those that are gone, so that each can be called by its name."""
    named: dict[type[Record], dict[Key, Record]] = {}
    for row in rows:
        found = row.after or row.before
        if found is not None:
            named.setdefault(row.record, {})[row.key] = found
    return plan.with_rows({record: {**plan.rows(record), **found} for record, found in named.items()})


def _cells(plan: Plan, row: RowChange) -> Iterator[CellChange]:
    record, key = row.record, row.key
    where, unit = describe(plan, record, key), unit_of(record, key, row.after or row.before)
    before, after = row.before, row.after
    if before is None and after is None:
        return  # made and unmade elsewhere
    if record.keys == ("id",) and (before is None or after is None):
        label = "新增" if before is None else "删除"
        was, now = (own_name(plan, r) if r else "" for r in (before, after))
        yield CellChange(record, key, unit, where, "deleted", label, before, after, row.files, was, now)
        return
    changed = False
    for name, field in record.fields.items():
        old, new = (r.__dict__[name] if r else field.empty for r in (before, after))
        if old != new and not goes_without_saying(field, old, new, beside=changed):
            changed = True
            words = (value_in_words(plan, field, old), value_in_words(plan, field, new))
            yield CellChange(record, key, unit, where, name, field.label, old, new, row.files, *words)


def unit_of(record: type[Record], key: Key, row: Record | None) -> Id | None:
    """The unit whose row this is; None for what belongs to nobody."""
    if record in (Report, Allocation, Handling):
        return key[1] or None
    unit = key[0] if record is Unit else row.__dict__.get("unit") if row else None
    return unit if isinstance(unit, int) else None
