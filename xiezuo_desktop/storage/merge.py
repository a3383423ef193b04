"""Uniting other files' ops with ours: verified session by session, a whole file or nothing of it.

Of a foreign file only `site`, `partial`, `txn` and `change` are read. A complete session (`site`) is believed where its
digests chain on from what we hold; ops beyond it (`partial`) are context that a dispatched part carries along: they fill
gaps, they never replace anything. The union does not depend on the order of files; the tables follow from it.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Self

from ..core.errors import Refused, UserError
from ..core.records import BY_NUMBER, PlanInfo
from . import guard
from .again import undoings
from .arrivals import Arrivals
from .connection import connect
from .examine import Arrived, Examined, Taken
from .incoming import Incoming, opened
from .lineage import ops_under
from .log import SET, Op, clock, mark
from .wholesale import Wholesale, is_wholesale

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from types import TracebackType

    from ..core.changes import Changes
    from ..core.records import Key, Record
    from .conflicts import Conflict
    from .lineage import Stretch, Stretches
    from .log import OpId

    OnFile = Callable[[Taken, Mapping[int, Collection[Key]]], None]
    Rows = set[tuple[type[Record], Key]]


@dataclass(frozen=True, slots=True)
class Merge:
    """What a merge did: each file in the order given, and the rows that read differently.

    `conflicts` counts, for each file, the disputes in which it has a say. `changes.rows` is empty where nobody had read the
    plan before. `transaction` names the merge in the history, None when nothing was new.
    """

    files: tuple[Taken, ...]
    conflicts: tuple[int, ...]
    changes: Changes
    transaction: OpId | None

    @property
    def refused(self) -> list[Taken]:
        """The files of which nothing came in."""
        return [taken for taken in self.files if taken.refused]


@dataclass(frozen=True, slots=True)
class RowChange:
    """A record that a merge would change. `files` are the numbers of the files that speak of it."""

    record: type[Record]
    key: Key
    before: Record | None
    after: Record | None
    files: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a merge would do. Nothing was changed. `more` counts the rows beyond the limit.

    `disputes` are those in which one of the files has a say; all their claims count as ours, because nothing came in yet.
    """

    files: tuple[Taken, ...]
    conflicts: tuple[int, ...]
    rows: tuple[RowChange, ...]
    more: int
    disputes: tuple[Conflict, ...] = ()


class Merger:
    """Takes files into one open transaction of our own file, which the caller holds, and keeps the tables up with them.

    `wanted` names the record types that `Taken.records` shall hold; without `want_rows` nobody asks which rows changed, which
    spares the memory. `paths` are the files that will be taken, where they are known: for many there is another way than
    for a few. Leave the `with` block before the transaction ends.
    """

    def __init__(
        self,
        db: sqlite3.Connection,
        wanted: Collection[type[Record]] = (),
        *,
        want_rows: bool = True,
        paths: Iterable[Path] = (),
    ) -> None:
        self._db = db
        self._wanted = wanted
        self._sites: dict[int, tuple[int, bytes]] = {
            site: (last, digest) for site, last, digest in db.execute("SELECT site, last, digest FROM site")
        }
        self._partial: dict[int, int] = dict(db.execute("SELECT site, last FROM partial").fetchall())
        self._clock = clock(db)
        found = db.execute("SELECT k1 FROM change WHERE tab = ? AND kind = 0 LIMIT 1", (PlanInfo.number,)).fetchone()
        self._plan_id: int = found[0] if found else 0
        self._arrivals = (
            Wholesale(db) if is_wholesale(db, sum(map(_size, paths))) else Arrivals(db, want_rows=want_rows)
        )
        self._own_file = _file_of(db)
        self.arrived: list[Arrived] = []
        self.again: list[Stretch] = []

    def __enter__(self) -> Self:
        self._folder = TemporaryDirectory(prefix="xiezuo-")
        (self._cache,) = self._db.execute("PRAGMA cache_size").fetchone()
        self._db.execute(f"PRAGMA cache_size = -{self._arrivals.cache}")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._folder.cleanup()
        with suppress(sqlite3.Error):
            self._db.execute(f"PRAGMA cache_size = {self._cache}")

    def take(self, path: Path, on_file: OnFile | None = None) -> Taken:
        """Take one file in, or leave everything as it was and say why. Raises sqlite3.Error when our own file fails."""
        try:
            if guard.file_id(path) == self._own_file:  # holds nothing but what we have
                return self._told(Taken(path), on_file)
            with opened(path, Path(self._folder.name)) as incoming:
                return self._take(incoming, on_file)
        except UserError as told:
            return self._told(Taken(path, told), on_file)

    def _told(self, taken: Taken, on_file: OnFile | None) -> Taken:
        if on_file:
            on_file(taken, {})
        return taken

    def _take(self, incoming: Incoming, on_file: OnFile | None) -> Taken:
        self._refuse_other_plan(incoming)
        examined = Examined(self._db, incoming, self._sites, self._partial, self._clock)
        taken = examined.taken({record: incoming.records(record) for record in self._wanted})
        if taken.part and self._arrivals.taken_back:
            own = frozenset(site for site, (last, _) in incoming.sites.items() if last)
            if again := self._count_again(own, examined):
                taken = replace(taken, again=again, sessions=taken.sessions | own)
        if on_file:
            on_file(taken, examined.touched)
        examined.write(self._arrivals)  # from here on nothing of the file can go wrong
        self._arrivals.ease()
        self._sites.update(examined.sites)
        self._partial.update(examined.partial)
        self._clock = max([self._clock, *(last for _, _, last in taken.arrived)])
        self.arrived += taken.arrived
        return taken

    def _count_again(self, sessions: Collection[int], examined: Examined) -> int:
        """Undo the undoing of an earlier merge of these sessions; how many of their values count again."""
        again = undoings(self._db, sessions)
        self.again += again
        values = 0
        for kind, tab, k1, k2, k3, *_, turned in ops_under(self._db, again):
            values += kind == SET and turned
            if tab in BY_NUMBER:
                examined.touched[tab] = {*examined.touched.get(tab, ()), (k1, k2, k3)}
        return values

    def _refuse_other_plan(self, incoming: Incoming) -> None:
        if incoming.plan_id == self._plan_id:
            return
        said = [info.__dict__ for info in incoming.records(PlanInfo).values()] or [{"year": None, "title": ""}]
        year = f"{said[0]['year']}年度的" if said[0]["year"] else ""
        title = f"“{said[0]['title']}”" if said[0]["title"] else "另一份计划"
        raise Refused(
            f"文件“{incoming.path.name}”是{year}{title}，不是这份计划的文件，没有合并。", "请核对是否选错了文件。"
        )

    def finish(self) -> Rows | None:
        """Work out what is still to be worked out, and return the records that may read differently, if wanted; None: any may."""
        return self._arrivals.settle(self.again)

    @property
    def taken_back(self) -> Stretches:
        """The ops that do not count, when finished."""
        return self._arrivals.taken_back

    def marks(self) -> list[Op]:
        """The ops that note what came in."""
        return [mark(*arrived) for arrived in self.arrived]


@contextmanager
def to_try_on(db: sqlite3.Connection, *, writable: bool) -> Iterator[sqlite3.Connection]:
    """A connection to merge on for a trial: this one, or where it cannot write, one to a private copy of the file."""
    if writable:
        yield db
        return
    with TemporaryDirectory(prefix="xiezuo-") as folder, closing(connect(Path(folder) / "copy", "rwc")) as copy:
        db.backup(copy)
        copy.execute("PRAGMA synchronous = OFF")
        yield copy


def _size(path: Path) -> int:
    """The bytes of a file, 0 where it cannot be said; why not is told when it is taken."""
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return 0


def _file_of(db: sqlite3.Connection) -> tuple[int, int] | None:
    """The file that a connection is open on, None for one in the memory."""
    name = next(name for _, schema, name in db.execute("PRAGMA database_list").fetchall() if schema == "main")
    return guard.file_id(Path(name)) if name else None
