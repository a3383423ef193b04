"""Taking returned files in: what each of them is and would change, then all good ones at once, with a backup before."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from ..core.changes import Put
from ..core.errors import Refused, Unreadable, UserError
from ..core.records import (
    BY_NUMBER,
    Allocation,
    Category,
    Dispatch,
    Evidence,
    Indicator,
    PlanInfo,
    Receipt,
    Unit,
    full_key,
)
from ..core.tree import key_between
from ..core.unit_steps import below
from ..core.wording import describe
from ..storage import RowChange, Taken, new_id
from .arrivals import NOTES, Arrival, CellChange, Merged, Outlook, cells_of, knowing
from .contested import Parties, contested
from .disputes import by_themselves, dispute_count
from .enclosed import take_enclosed
from .rights import NEEDED, Rights, addressee, own_unit
from .sealing import is_sealed, unsealed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from ..core.changes import Changes, Step
    from ..core.plan import Plan
    from ..core.records import Id, Key, Record
    from ..storage import Conflict, PlanFile

__all__ = ["Arrival", "CellChange", "Merged", "Outlook", "merge", "preview"]

_READ: tuple[type[Record], ...] = (PlanInfo, Category, Indicator, Allocation, *NEEDED)  # all but the mass of figures
_LOOK_AT: tuple[type[Record], ...] = (PlanInfo, Unit, *NOTES)
LISTED = 20_000  # rows of which the changes are listed
_OUTSIDE = 50  # rows of a file that are named one by one


def preview(plan_file: PlanFile, paths: Sequence[Path], *, password: str = "", limit: int = LISTED) -> Outlook:
    """What merging these files would do. Nothing is changed. Raises UserError only for trouble with our own file.

    `password` opens those that are sealed; `limit` is the number of rows of which the changes are listed.
    """
    reading = _Reading(plan_file)
    with _Opened(paths, password) as chosen:
        seen = plan_file.preview_files(
            [each.file for each in chosen if each.file], wanted=_LOOK_AT, limit=limit, on_file=reading.look
        )
        disputed = by_themselves(seen.disputes)
        arrivals = reading.arrivals(chosen, seen.files, disputed)
        plan = knowing(plan_file.plan if seen.disputes else reading.plan, seen.rows)
        cells = contested(plan, cells_of(plan, seen.rows), disputed, reading.parties(seen.files))
        return Outlook(tuple(arrivals), tuple(cells), seen.more)


def merge(
    plan_file: PlanFile,
    paths: Sequence[Path],
    *,
    password: str = "",
    backup: bool = True,
    today: date | None = None,
    progress: Callable[[int, int], None] | None = None,
    limit: int = LISTED,
) -> Merged:
    """Take all good files in, as one action that undo takes back as a whole; the others are listed with the reason.

    A dated backup is made first. `progress` hears of each file (done, total) and may raise to take everything back. With
    `limit` 0 the changed values are not listed, which spares the memory. Raises UserError for trouble with our own file.
    """
    from ..storage.backup import back_up, let_go_of_old

    before = plan_file.plan if limit else None
    reading = _Reading(plan_file, total=len(paths), progress=progress)
    with _Opened(paths, password) as chosen:
        copy = back_up(plan_file) if backup else None
        done = None
        try:
            done = plan_file.merge_files(
                [each.file for each in chosen if each.file],
                label=_label(len(paths)),
                wanted=_LOOK_AT,
                on_file=reading.look,
                also=lambda files: reading.receipts(files, plan_file.author, today or date.today()),
            )
        finally:
            if copy and (done is None or done.transaction is None):  # nothing came in: the file is as the copy
                copy.unlink(missing_ok=True)
                copy = None
        if copy:
            let_go_of_old(plan_file.path)
        disputed = by_themselves(plan_file.conflicts()) if any(done.conflicts) else []
        arrivals = tuple(reading.arrivals(chosen, done.files, disputed))
    enclosed = _take_evidence(plan_file, arrivals, password)
    rows = _rows_changed(before, plan_file.plan, done.changes) if before else []
    listed, more = cells_of(plan_file.plan, rows[:limit]) if before else [], max(0, len(rows) - limit)
    if before and disputed:
        parties = reading.parties(done.files)
        listed = contested(plan_file.plan, listed, [c for c in disputed if parties.files(c)], parties)
    waiting = dispute_count(plan_file)
    return Merged(arrivals, done.changes, copy, waiting, done.transaction, tuple(listed), more, enclosed)


def _take_evidence(plan_file: PlanFile, arrivals: Sequence[Arrival], password: str) -> int:
    """Take the files of evidence out of the zips of which something came in; what cannot be read stays registered."""
    zips = dict.fromkeys(a.path for a in arrivals if a.state != "refused" and is_sealed(a.path))
    if not zips:
        return 0
    plan = plan_file.read(Evidence)
    taken = 0
    for path in zips:
        with suppress(Unreadable):  # the page of evidence says which files are not here, with the way out
            taken += take_enclosed(plan, plan_file.path, [path], password=password)
    return taken


def _rows_changed(before: Plan, after: Plan, changes: Changes) -> list[RowChange]:
    return [
        RowChange(record, key, before.get(record, key), after.get(record, key), ())
        for record, key in sorted(changes.rows, key=lambda row: (row[0].number, row[1]))
        if record not in NOTES
    ]


def _label(count: int) -> str:
    return "合并1个文件" if count == 1 else f"合并{count}个文件"


# ---------------------------------------------------------------------------------------------------- the files


@dataclass(frozen=True, slots=True)
class _Chosen:
    path: Path
    file: Path | None
    name: str
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
                out.append(_Chosen(path, None, path.name, told))
                continue
            out += [
                _Chosen(path, file, path.name if len(files) == 1 else f"{path.name}：{file.name}") for file in files
            ]
        return out

    def __exit__(self, *_: object) -> None:
        self._stack.close()


@dataclass(slots=True)
class _Found:
    """What was seen of one file while it was taken in."""

    unit: Id | None = None
    round: int | None = None
    rows: int = 0
    dispatches: set[Id] = field(default_factory=set)
    outside: list[str] = field(default_factory=list)
    outside_count: int = 0


class _Reading:
    """Our plan, held beside each file as it comes in."""

    def __init__(
        self, plan_file: PlanFile, *, total: int = 0, progress: Callable[[int, int], None] | None = None
    ) -> None:
        self.plan: Plan = plan_file.read(*_READ)
        self._own = own_unit(plan_file)
        self._found: list[_Found] = []
        self._total, self._progress = total, progress

    def look(self, taken: Taken, keys: Mapping[int, Collection[Key]]) -> None:
        """Judge a file before it is taken in. Raises Refused for one that is not for us."""
        found = _Found()
        if taken.refused is None:
            dispatches = [d for d in taken.records.get(Dispatch, {}).values() if isinstance(d, Dispatch)]
            found.unit = addressee(dispatches) if taken.part else None
            self._refuse_strangers(taken, found.unit)
            found.rows = sum(len(of_tab) for tab, of_tab in keys.items() if BY_NUMBER[tab] not in NOTES)
            own = [d for d in dispatches if found.unit is not None and d.unit == found.unit]
            found.dispatches = {d.id for d in own}
            found.round = max((d.round or 1 for d in own), default=None)
            if found.unit is not None and found.unit != self._own:
                self._look_outside(found, keys, taken.records.get(Unit, {}))
        self._found.append(found)
        if self._progress:
            self._progress(len(self._found), self._total)

    def _refuse_strangers(self, taken: Taken, unit: Id | None) -> None:
        """In a unit's own file only its own part and what its sub-units return has business."""
        if self._own is None or unit is None or unit in below(self.plan, self._own):
            return
        name = self.plan.bearer_name(unit) or "别的单位"
        raise Refused(f"文件“{taken.path.name}”是下发给“{name}”的，不是本单位的，没有合并。", "请与发来文件的人核对。")

    def _look_outside(self, found: _Found, keys: Mapping[int, Collection[Key]], units: Mapping[Key, Record]) -> None:
        assert found.unit is not None
        new = {key: unit for key, unit in units.items() if self.plan.get(Unit, key) is None}
        plan = self.plan.with_rows({Unit: {**self.plan.rows(Unit), **new}}) if new else self.plan
        rights = Rights(plan, found.unit)
        for tab, of_tab in keys.items():
            record = BY_NUMBER[tab]
            for key in rights.not_own(record, of_tab):
                found.outside_count += 1
                if len(found.outside) < _OUTSIDE:
                    found.outside.append(describe(plan, record, key))

    # ------------------------------------------------------------------------------------------------- receipts

    def receipts(self, files: Sequence[Taken], author: str, today: date) -> Iterator[Step]:
        """Note the return of a unit that mailed its whole file: a return that it made itself says so already."""
        last = max((receipt.order for receipt in self.plan.ordered(Receipt)), default="")
        for taken, found in zip(files, self._found, strict=True):
            if taken.refused or taken.already_merged or found.unit in (None, self._own) or self._new_receipts(taken):
                continue
            sent = (
                d for d in taken.records.get(Dispatch, {}).values() if isinstance(d, Dispatch) and d.unit == found.unit
            )
            dispatch = max(sent, key=lambda d: (d.round or 0, d.order), default=None)
            if dispatch is None or not self._changed_values(taken):
                continue
            last = key_between(last, "")
            values = {
                "order": last,
                "dispatch": dispatch.id,
                "made_by": "、".join(taken.authors),
                "received_on": today,
                "received_by": author,
                "code": taken.code,
                "file_name": taken.path.name,
            }
            yield Put(Receipt, full_key(new_id()), values)

    def _new_receipts(self, taken: Taken) -> bool:
        return any(self.plan.get(Receipt, key) is None for key in taken.records.get(Receipt, {}))

    def _changed_values(self, taken: Taken) -> int:
        """The values that are new to us, without what units note about their returns and what they sent on."""
        new = [
            r
            for record in NOTES
            for key, r in taken.records.get(record, {}).items()
            if self.plan.get(record, key) is None
        ]
        notes: int = sum(r.__dict__[name] != field.empty for r in new for name, field in r.fields.items())
        return max(0, taken.changes - notes) + taken.again

    # ------------------------------------------------------------------------------------------------- arrivals

    def parties(self, files: Sequence[Taken]) -> Parties:
        """Who is behind the values of these files."""
        names = [
            self.plan.bearer_name(found.unit) or "、".join(t.authors)
            for t, found in zip(files, self._found, strict=True)
        ]
        return Parties(files, names)

    def arrivals(
        self, chosen: Iterable[_Chosen], files: Sequence[Taken], disputed: Iterable[Conflict]
    ) -> Iterator[Arrival]:
        """The files as people speak of them, in the order they were chosen."""
        counts = _say(files, disputed)
        seen = iter(zip(files, self._found, counts, strict=True))
        new: list[Arrival] = []
        for each in chosen:
            if each.file is None:
                yield Arrival(each.path, "refused", each.reason, name=each.name)
                continue
            arrival = _held_against(self._arrival(each, *next(seen)), new)
            if arrival.state == "new":
                new.append(arrival)
            yield arrival

    def _arrival(self, each: _Chosen, taken: Taken, found: _Found, conflicts: int) -> Arrival:
        if taken.refused:
            return Arrival(each.path, "refused", taken.refused, name=each.name)
        own = (
            r
            for r in taken.records.get(Receipt, {}).values()
            if isinstance(r, Receipt) and r.dispatch in found.dispatches
        )
        receipt = max(own, key=lambda r: (r.order, r.id), default=None)
        return Arrival(
            path=each.path,
            state="nothing_new" if taken.already_merged else "new",
            unit=found.unit,
            unit_name=self.plan.bearer_name(found.unit),
            round=found.round,
            authors=taken.authors,
            changes=found.rows if taken.changes else self._changed_values(taken),
            unknown=taken.unknown,
            conflicts=conflicts,
            filled=receipt.filled if receipt else None,
            expected=receipt.expected if receipt else None,
            outside=tuple(found.outside),
            outside_count=found.outside_count,
            code=taken.code,
            name=each.name,
            again=taken.again,
            from_above=found.unit is not None and found.unit == self._own,
        )


def _held_against(arrival: Arrival, before: Sequence[Arrival]) -> Arrival:
    """A file with nothing new, told from one that came in with those before it: the very same, or an earlier one of its unit."""
    if arrival.state != "nothing_new":
        return arrival
    twin = next((each for each in before if each.code == arrival.code), None)
    unit = next((each for each in before if arrival.unit is not None and each.unit == arrival.unit), None)
    found = twin or unit
    return replace(arrival, repeats=found.name, same=twin is not None) if found else arrival


def _say(files: Sequence[Taken], disputed: Iterable[Conflict]) -> list[int]:
    """For each file, in how many disputes it has a say."""
    of_site: dict[int, set[str]] = {}
    for conflict in disputed:
        for claim in conflict.claims:
            of_site.setdefault(claim.site, set()).add(conflict.id)
    return [len(set().union(*(of_site.get(site, ()) for site in taken.sessions))) for taken in files]
