"""Taking returned files in: what each of them is and would change, then all good ones at once, with a backup before."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from ..core.changes import Put
from ..core.errors import Refused, UserError
from ..core.records import (
    BY_NUMBER,
    Allocation,
    Category,
    Dispatch,
    Indicator,
    PlanInfo,
    Receipt,
    Report,
    Unit,
    full_key,
)
from ..core.tree import key_between
from ..core.unit_steps import below
from ..core.wording import describe
from ..storage import Taken, new_id
from .rights import NEEDED, Rights, addressee, own_unit
from .sealing import unsealed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from ..core.changes import Changes, Step
    from ..core.plan import Plan
    from ..core.records import Id, Key, Record
    from ..storage import PlanFile, RowChange

_READ: tuple[type[Record], ...] = (PlanInfo, Category, Indicator, Allocation, *NEEDED)  # all but the mass of figures
_LOOK_AT: tuple[type[Record], ...] = (PlanInfo, Dispatch, Receipt)
_OUTSIDE = 50  # rows of a file that are named one by one


@dataclass(frozen=True, slots=True)
class Arrival:
    """One file as people speak of it. `path` is what the user chose (a zip, where it was one).

    `outside` names rows that are not the sender's own and that the file changes, `outside_count` counts all of them.
    `state` is "new", "nothing_new" or "refused"; `conflicts` counts the disputes in which the file has a say.
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

    @property
    def sentence(self) -> str:
        """What is to be said about the file, on one line."""
        if self.reason is not None:
            return str(self.reason)
        who = f"{self.unit_name}第{self.round}轮" if self.unit_name and self.round else "、".join(self.authors)
        if self.state == "nothing_new":
            return f"{who or '这份文件'}：没有新内容，以前已经合并过。"
        out = f"{who}：{self.changes}处新内容"
        if self.filled is not None and self.expected:
            out += f"，应填{self.expected}项、已填{self.filled}项"
        if self.conflicts:
            out += f"，{self.conflicts}处与别处的修改有分歧"
        if self.outside_count:
            out += f"，其中{self.outside_count}条不是该单位自己的内容"
        if self.unknown:
            out += f"，{self.unknown}处是更新版本的软件填的，升级后才能看到"
        return out + "。"


@dataclass(frozen=True, slots=True)
class CellChange:
    """One value that merging would change: in whose row, where, from what to what, by which of the files."""

    record: type[Record]
    key: Key
    unit: Id | None
    where: str
    field: str
    label: str
    before: Any
    after: Any
    files: tuple[int, ...]


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
    """What a merge did. `backup` is the copy made before, None where nothing came in; `conflicts` counts what waits now."""

    arrivals: tuple[Arrival, ...]
    changes: Changes
    backup: Path | None
    conflicts: int
    transaction: tuple[int, int] | None

    @property
    def refused(self) -> list[Arrival]:
        """The files of which nothing came in."""
        return [arrival for arrival in self.arrivals if arrival.state == "refused"]


def preview(plan_file: PlanFile, paths: Sequence[Path], *, password: str = "", limit: int = 20_000) -> Outlook:
    """What merging these files would do. Nothing is changed. Raises UserError only for trouble with our own file."""
    reading = _Reading(plan_file)
    with _Opened(paths, password) as chosen:
        seen = plan_file.preview_files(
            [each.file for each in chosen if each.file], wanted=_LOOK_AT, limit=limit, on_file=reading.look
        )
        arrivals = reading.arrivals(chosen, seen.files, seen.conflicts)
    plan = reading.plan
    changes = [change for row in seen.rows for change in _cells(plan, row)]
    return Outlook(tuple(arrivals), tuple(changes), seen.more)


def merge(
    plan_file: PlanFile,
    paths: Sequence[Path],
    *,
    password: str = "",
    backup: bool = True,
    today: date | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Merged:
    """Take all good files in, as one action that undo takes back as a whole; the others are listed with the reason.

    A dated backup is made first. `progress` hears of each file and may raise to take everything back.
    """
    from ..storage.backup import back_up

    reading = _Reading(plan_file, total=len(paths), progress=progress)
    with _Opened(paths, password) as chosen:
        copy = back_up(plan_file) if backup else None
        done = plan_file.merge_files(
            [each.file for each in chosen if each.file],
            label=_label(len(paths)),
            wanted=_LOOK_AT,
            on_file=reading.look,
            also=lambda files: reading.receipts(files, plan_file.author, today or date.today()),
        )
        arrivals = reading.arrivals(chosen, done.files, done.conflicts)
    return Merged(tuple(arrivals), done.changes, copy, plan_file.conflict_count(), done.transaction)


def _label(count: int) -> str:
    return "合并1个文件" if count == 1 else f"合并{count}个文件"


# ---------------------------------------------------------------------------------------------------- the files


@dataclass(frozen=True, slots=True)
class _Chosen:
    path: Path
    file: Path | None
    reason: UserError | None = None


class _Opened:
    """The chosen files, with those in a zip unpacked as long as the block lasts."""

    def __init__(self, paths: Sequence[Path], password: str) -> None:
        self._paths, self._password = paths, password
        self._stack = ExitStack()

    def __enter__(self) -> list[_Chosen]:
        out: list[_Chosen] = []
        for path in self._paths:
            try:
                files = self._stack.enter_context(unsealed(path, self._password))
            except UserError as told:
                out.append(_Chosen(path, None, told))
                continue
            out += [_Chosen(path, file) for file in files]
        return out

    def __exit__(self, *_: object) -> None:
        self._stack.close()


@dataclass(slots=True)
class _Found:
    """What was seen of one file while it was taken in."""

    unit: Id | None = None
    round: int | None = None
    outside: list[str] = field(default_factory=list)
    outside_count: int = 0


class _Reading:
    """Our plan, held beside each file as it comes in."""

    def __init__(
        self, plan_file: PlanFile, *, total: int = 0, progress: Callable[[int, int], None] | None = None
    ) -> None:
        self._plan_file = plan_file
        self.plan: Plan = plan_file.read(*_READ)
        self._own = own_unit(plan_file)
        self._rights: dict[Id, Rights] = {}
        self._found: list[_Found] = []
        self._total, self._progress = total, progress

    def look(self, taken: Taken, keys: Mapping[int, Collection[Key]]) -> None:
        """Judge a file before it is taken in. Raises Refused for one that is not for us."""
        found = _Found()
        if taken.refused is None:
            dispatches = list(taken.records.get(Dispatch, {}).values())
            found.unit = addressee(dispatches) if taken.part else None  # type: ignore[arg-type]
            self._refuse_strangers(taken, found.unit)
            found.round = max(
                (d.__dict__["round"] or 1 for d in dispatches if d.__dict__["unit"] == found.unit), default=None
            )
            if found.unit is not None and found.unit != self._own:
                self._look_outside(found, keys)
        self._found.append(found)
        if self._progress:
            self._progress(len(self._found), self._total)

    def _refuse_strangers(self, taken: Taken, unit: Id | None) -> None:
        """In a unit's own file only its own part and what its sub-units return has business."""
        if self._own is None or unit is None or unit in below(self.plan, self._own):
            return
        name = self.plan.bearer_name(unit) or "别的单位"
        raise Refused(f"文件“{taken.path.name}”是下发给“{name}”的，不是本单位的，没有合并。", "请与发来文件的人核对。")

    def _look_outside(self, found: _Found, keys: Mapping[int, Collection[Key]]) -> None:
        assert found.unit is not None
        rights = self._rights.get(found.unit)
        if rights is None:
            rights = self._rights[found.unit] = Rights(self.plan, found.unit)
        for tab, of_tab in keys.items():
            record = BY_NUMBER[tab]
            for key in rights.not_own(record, of_tab):
                found.outside_count += 1
                if len(found.outside) < _OUTSIDE:
                    found.outside.append(describe(self.plan, record, key))

    # ------------------------------------------------------------------------------------------------- receipts

    def receipts(self, files: Sequence[Taken], author: str, today: date) -> Iterator[Step]:
        """Note for each unit that returned something that it did, when, and with which file."""
        plan = self._plan_file.read(Unit, Dispatch, Receipt)
        last = max((receipt.order for receipt in plan.ordered(Receipt)), default="")
        for taken, found in zip(files, self._found, strict=True):
            if taken.refused or taken.already_merged or found.unit is None or found.unit == self._own:
                continue
            note = {
                "received_on": today,
                "received_by": author,
                "code": taken.code,
                "file_name": taken.path.name,
            }
            made = [r for r in self._made_by_unit(plan, taken, found.unit) if r.received_on is None]
            for receipt in made:
                yield Put(Receipt, full_key(receipt.id), note)
            if made:
                continue
            dispatch = max(
                (d for d in plan.ordered(Dispatch) if d.unit == found.unit),
                key=lambda d: (d.round or 0, d.order),
                default=None,
            )
            if dispatch is not None:  # the unit mailed its whole file instead of making a return
                last = key_between(last, "")
                who = {"dispatch": dispatch.id, "made_by": "、".join(taken.authors), "order": last}
                yield Put(Receipt, full_key(new_id()), {**who, **note})

    def _made_by_unit(self, plan: Plan, taken: Taken, unit: Id) -> list[Receipt]:
        dispatches = {d.id for d in plan.ordered(Dispatch) if d.unit == unit}
        found = (plan.get(Receipt, key) for key in taken.records.get(Receipt, {}))
        return [receipt for receipt in found if receipt is not None and receipt.dispatch in dispatches]

    # ------------------------------------------------------------------------------------------------- arrivals

    def arrivals(
        self, chosen: Iterable[_Chosen], files: Iterable[Taken], conflicts: Iterable[int]
    ) -> Iterator[Arrival]:
        """The files as people speak of them, in the order they were chosen."""
        seen = iter(zip(files, self._found, conflicts, strict=True))
        for each in chosen:
            if each.file is None:
                yield Arrival(each.path, "refused", each.reason)
                continue
            yield self._arrival(each.path, *next(seen))

    def _arrival(self, path: Path, taken: Taken, found: _Found, conflicts: int) -> Arrival:
        if taken.refused:
            return Arrival(path, "refused", taken.refused)
        receipt = max(
            (r.__dict__ for r in taken.records.get(Receipt, {}).values()),
            key=lambda r: (r["order"], r["id"]),
            default={},
        )
        return Arrival(
            path=path,
            state="nothing_new" if taken.already_merged else "new",
            unit=found.unit,
            unit_name=self.plan.bearer_name(found.unit),
            round=found.round,
            authors=taken.authors,
            changes=taken.changes,
            unknown=taken.unknown,
            conflicts=conflicts,
            filled=receipt.get("filled"),
            expected=receipt.get("expected"),
            outside=tuple(found.outside),
            outside_count=found.outside_count,
            code=taken.code,
        )


def _cells(plan: Plan, row: RowChange) -> Iterator[CellChange]:
    record, key = row.record, row.key
    where, unit = describe(plan, record, key), _unit_of(row)
    if row.before is None or row.after is None:
        label = "新增" if row.before is None else "删除"
        yield CellChange(record, key, unit, where, "deleted", label, row.before, row.after, row.files)
        return
    for name, declared in record.fields.items():
        before, after = row.before.__dict__[name], row.after.__dict__[name]
        if before != after:
            yield CellChange(record, key, unit, where, name, declared.label, before, after, row.files)


def _unit_of(row: RowChange) -> Id | None:
    if row.record in (Report, Allocation):
        return row.key[1] or None
    values = (row.after or row.before).__dict__ if row.after or row.before else {}
    unit = row.key[0] if row.record is Unit else values.get("unit")
    return unit if isinstance(unit, int) else None
