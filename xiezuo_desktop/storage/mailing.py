"""What a plan file has to do with other files: taking them in, settling what differs, writing parts to be mailed.

The modules that do it are imported where they are used: opening a file does not need them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.errors import WrongCall
from ..core.plan import Plan
from ..core.records import BY_NUMBER
from .connection import in_plain_words, reading
from .loading import collector_resting, is_part, load_some, read_one
from .values import clean

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from ..core.changes import Changes, Put, Step
    from ..core.records import Key, Record
    from .conflicts import Conflict
    from .examine import Taken
    from .history import HistoryEntry
    from .log import OpId
    from .merge import Merge, OnFile, Preview
    from .parts import Part
    from .write import Batch

    Decision = tuple[str, str, Any]  # (id of the dispute, how, value): see conflicts.settle


class Mailing:
    """The side of a PlanFile that looks to other files."""

    path: Path
    author: str
    read_only_reason: str
    _db: sqlite3.Connection
    _plan: Plan | None
    _written: OpId | None

    if TYPE_CHECKING:

        def refuse_read_only(self) -> None: ...  # noqa: D102
        def _write(self, label: str, gather: Callable[[Batch], OpId | None]) -> Changes: ...

    # ------------------------------------------------------------------------------------------------- merging

    def merge_files(
        self,
        paths: Iterable[Path | str],
        *,
        label: str = "合并文件",
        wanted: Collection[type[Record]] = (),
        on_file: OnFile | None = None,
        also: Callable[[Sequence[Taken]], Iterable[Step]] | None = None,
    ) -> Merge:
        """Take other files of this plan in, as one action that can be undone: each wholly or not at all, with the reason.

        `on_file` hears of each file as it is done, with the keys it touches by record type number; what it raises takes
        everything back. `also` gives further steps for the same action, e.g. receipts. `wanted`: see Taken.records.
        """
        from .merge import Merge, Merger

        self.refuse_read_only()
        chosen = [Path(path).absolute() for path in paths]
        files: list[Taken] = []
        counts: list[int] = []

        def gather(batch: Batch) -> None:
            with Merger(self._db, wanted, want_rows=self._plan is not None, paths=chosen) as merger:
                files.extend(merger.take(path, on_file) for path in chosen)
                rows = merger.finish()
            batch.merged(merger.marks(), rows, merger.again, merger.taken_back)
            counts.extend(_disputes(self._db, files))
            if also:
                from .edit import Edit

                edit = Edit(label, Plan({}))
                edit.apply(also(files))
                batch.take_all(edit)

        changes = self._write(label, gather)
        return Merge(tuple(files), tuple(counts), changes, self._written)

    def preview_files(
        self,
        paths: Iterable[Path | str],
        *,
        wanted: Collection[type[Record]] = (),
        on_file: OnFile | None = None,
        limit: int = 20_000,
    ) -> Preview:
        """What `merge_files` would do; the rows that would read differently up to a limit. Of a file that cannot be
        written it is tried on a copy.
        """
        from .merge import to_try_on

        with in_plain_words(self.path), to_try_on(self._db, writable=not self.read_only_reason) as db:
            return self._preview(db, paths, wanted, on_file, limit)

    def _preview(
        self,
        db: sqlite3.Connection,
        paths: Iterable[Path | str],
        wanted: Collection[type[Record]],
        on_file: OnFile | None,
        limit: int,
    ) -> Preview:
        from .conflicts import conflicts
        from .merge import Merger, Preview, RowChange

        touched: dict[tuple[type[Record], Key], list[int]] = {}
        files: list[Taken] = []
        more = 0

        def note(taken: Taken, keys: Mapping[int, Collection[Key]]) -> None:
            nonlocal more
            if on_file:
                on_file(taken, keys)
            for tab, of_tab in keys.items():
                record = BY_NUMBER[tab]
                for key in of_tab:
                    if (record, key) in touched:
                        touched[record, key].append(len(files))
                    elif len(touched) < limit:
                        touched[record, key] = [len(files)]
                    else:
                        more += 1

        with collector_resting():
            db.execute("BEGIN IMMEDIATE")
            try:
                db.execute("SAVEPOINT preview")
                chosen = [Path(path).absolute() for path in paths]
                with Merger(db, wanted, want_rows=False, paths=chosen) as merger:
                    for path in chosen:
                        taken = merger.take(path, note)
                        files.append(taken)
                    merger.finish()
                counts = _disputes(db, files)
                disputes = _with_a_say(conflicts(db) if any(counts) else [], files)
                after = {row: read_one(db, *row) for row in touched}
                db.execute("ROLLBACK TO preview")
                before = {row: read_one(db, *row) for row in touched}
            finally:
                if db.in_transaction:
                    db.execute("ROLLBACK")
        rows = (RowChange(*row, before[row], after[row], tuple(numbers)) for row, numbers in touched.items())
        return Preview(tuple(files), tuple(counts), tuple(r for r in rows if r.before != r.after), more, disputes)

    # ----------------------------------------------------------------------------------------------- disputes

    def conflicts(self) -> list[Conflict]:
        """The disputes that wait for a person."""
        from .conflicts import conflicts

        with in_plain_words(self.path), reading(self._db):
            return conflicts(self._db)

    def conflict_count(self) -> int:
        """How many disputes wait; quick where there are none."""
        with in_plain_words(self.path):
            if self._db.execute("SELECT 1 FROM conflict LIMIT 1").fetchone() is None:
                return 0
        return len(self.conflicts())

    def resolve(self, decisions: Iterable[Decision], label: str, beside: Iterable[Put] = ()) -> Changes:
        """Settle disputes, as one action; `label` tells what was decided and why, and travels with it. `beside` is what
        stands with the decided values and is in no dispute.

        Raises WrongCall where one of them is settled already or cannot be settled so.
        """
        from .conflicts import conflicts, settle

        self.refuse_read_only()

        def gather(batch: Batch) -> None:
            standing = {conflict.id: conflict for conflict in conflicts(self._db)}
            for conflict_id, take, value in decisions:
                conflict = standing.pop(conflict_id, None)
                if conflict is None:
                    raise WrongCall("没有这一处分歧，或者它已经处理过了。", "请重新查看分歧清单。")
                settle(batch, conflict, take, value)
            for record, key, values in beside:
                fields = ((record.fields[name], value) for name, value in values.items())
                stored = {field.number: clean(field, value) for field, value in fields}
                batch.change(record, key, batch.row(record, key), stored)

        return self._write(label, gather)

    def once_disputed(self) -> list[tuple[type[Record], Key, str]]:
        """Every (record type, key, field) about which values ever stood against each other, settled or not."""
        from .conflicts import once_disputed

        with in_plain_words(self.path), reading(self._db):
            return once_disputed(self._db)

    # -------------------------------------------------------------------------------------------- parts to mail

    @property
    def is_part(self) -> bool:
        """Whether this file holds a part of the plan only, as a unit was sent it."""
        with in_plain_words(self.path):
            return is_part(self._db)

    def written_here(self) -> tuple[dict[type[Record], set[Key]], tuple[str, ...]]:
        """The records of which a return made now would hold something, and who wrote it."""
        rows: dict[type[Record], set[Key]] = {}
        with in_plain_words(self.path), reading(self._db):
            for tab, *key in self._db.execute(
                "SELECT DISTINCT c.tab, c.k1, c.k2, c.k3 FROM site s CROSS JOIN change c"
                " ON c.site = s.site AND c.ts <= s.last WHERE c.kind = 0"
            ):
                if tab in BY_NUMBER:
                    rows.setdefault(BY_NUMBER[tab], set()).add((key[0], key[1], key[2]))
            authors = self._db.execute(
                "SELECT DISTINCT t.author FROM site s CROSS JOIN txn t ON t.site = s.site AND t.ts <= s.last ORDER BY 1"
            ).fetchall()
        return rows, tuple(author for (author,) in authors)

    def part_code(self, part: Part) -> str:
        """The code that a file of `write_part` will have."""
        from . import parts

        with in_plain_words(self.path), reading(self._db):
            return parts.part_code(self._db, part)

    def write_part(self, path: Path | str, part: Part) -> None:
        """Write a file that holds only these records, with their history; None stands for all records of a type."""
        from . import parts

        path = Path(path).absolute()
        with in_plain_words(path), reading(self._db):
            parts.write_part(self._db, path, part)

    def write_return(self, path: Path | str, part: Part) -> str:
        """Write a file with what was written here, and these records to say where it belongs; its code."""
        from . import parts

        path = Path(path).absolute()
        with in_plain_words(path), reading(self._db):
            parts.write_return(self._db, path, part)
            return parts.own_code(self._db)

    def keys_ever(self, record: type[Record]) -> list[Key]:
        """The keys of all records of a type that were ever written, deleted ones too."""
        from . import parts

        with in_plain_words(self.path):
            return parts.keys_ever(self._db, record)

    def values_ever(self, record: type[Record], field: str) -> Iterator[tuple[Key, Any]]:
        """Each value a field ever had, with the key of its record; of deleted records too."""
        from . import parts

        with in_plain_words(self.path):
            yield from parts.values_ever(self._db, record, record.fields[field])

    def read(self, *records: type[Record]) -> Plan:
        """A plan that knows only records of these types, as the file says now; cheap where others are many."""
        with in_plain_words(self.path), reading(self._db):
            return load_some(self._db, records)

    # ------------------------------------------------------------------------------------------------- history

    def history_since(self, since: datetime) -> list[HistoryEntry]:
        """What became part of this file since a moment, newest first: written here, or merged in whenever it was written."""
        from .history import history_since

        with in_plain_words(self.path), reading(self._db):
            return history_since(self._db, since)

    # ------------------------------------------------------------------------------------------------- publishing

    def clocks(self) -> dict[int, int]:
        """How far each session of this file has come: what `touched_since` takes."""
        from .since import clocks

        with in_plain_words(self.path):
            return clocks(self._db)

    def touched_since(self, known: Mapping[int, int]) -> set[tuple[type[Record], Key]]:
        """The records that may read differently since the file's clocks stood so."""
        from .since import touched_since

        with in_plain_words(self.path), reading(self._db):
            return touched_since(self._db, known)


def _disputes(db: sqlite3.Connection, files: Sequence[Taken]) -> list[int]:
    """For each file, the number of disputes in which it has a say."""
    from .conflicts import open_by_session

    of_site = open_by_session(db, {site for taken in files for site in taken.sessions})
    return [len(set().union(*(of_site.get(site, set()) for site in taken.sessions))) for taken in files]


def _with_a_say(found: Iterable[Conflict], files: Sequence[Taken]) -> tuple[Conflict, ...]:
    """The disputes in which one of these files has a say."""
    sites = {site for taken in files for site in taken.sessions}
    return tuple(conflict for conflict in found if any(claim.site in sites for claim in conflict.claims))
