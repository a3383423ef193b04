"""A plan file from outside that is read to be merged: taken to a private place, looked at, and never believed.

It is read over a connection of its own and never attached: whatever is wrong with it ends in a UserError, while an
sqlite3.Error is always one of our own file. What a unit returns is small: its bytes go into the memory and its log is read
in one go. A large file is copied, and asked session by session.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from bisect import bisect_right
from contextlib import closing, contextmanager
from io import FileIO
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from ..core.errors import Locked, Refused, Unreadable
from ..core.records import PlanInfo
from . import guard
from .codes import ops_code, sessions_code
from .connection import connect, connect_to_bytes
from .derive import derive_row
from .lineage import Stretches, taken_back
from .log import CLOCK_LIMIT, MERGED, SET
from .runs import runs_of
from .schema import DELETED
from .tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ..core.records import Key, Record
    from .log import OpRow
    from .runs import Run

_SMALL = 1 << 20  # bytes; some ten thousand ops
_SIZE_LIMIT = 2 << 30  # bytes; ten times what a year of a thousand units comes to
_STEPS = 100_000  # of SQLite's engine, milliseconds, after which we look at the clock
_BEYOND = 1e19  # more than every whole number that SQLite holds
_PATIENCE = 60.0  # seconds for one file; only one made to keep us busy takes longer

_SITE, _TS, _TAB = itemgetter(0), itemgetter(1), itemgetter(3)
_OPS = "SELECT site, ts, kind, tab, k1, k2, k3, col, val, psite, pts FROM change"
_TXNS = "SELECT site, ts, n, wall, author, label, digest FROM txn"
_WITHIN = "WHERE site = ? AND ts > ? AND ts <= ? ORDER BY ts"
_OPS_BETWEEN = f"{_OPS} WHERE (site, ts) > (?, ?) AND (site, ts) < (?, ?) ORDER BY site, ts"


@contextmanager
def opened(path: Path, folder: Path) -> Iterator[Incoming]:
    """A file from outside, inspected, out of the memory or out of a private folder. Raises UserError with the reason it is refused."""
    copy = folder / "incoming"
    db = None
    try:
        data = _taken_over(path, copy)
        with _no_harm(path):
            db = connect_to_bytes(data) if data is not None else connect(copy, "ro", immutable=True)
            deadline = time.monotonic() + _PATIENCE
            db.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS)
            guard.check_content(db, path, thorough=True)
        yield Incoming(path, db, small=data is not None)
    finally:
        if db is not None:
            db.close()
        copy.unlink(missing_ok=True)


def _taken_over(path: Path, copy: Path) -> bytes | None:
    """The bytes of a small file; a larger one is copied. Either way nobody can change it any more, and its header is right."""
    open_here = guard.is_open_here(path)  # says what is the matter where it is no file
    try:
        source = path
        if open_here:
            _copy_past_its_locks(path, copy)
            source = copy
        with FileIO(source) as file:
            size = os.fstat(file.fileno()).st_size  # no more is asked for: a larger buffer would be made and given back
            data = file.readall() if size <= _SMALL else b""
        if size > _SIZE_LIMIT:
            raise Refused(f"文件“{path.name}”超过2GB，不像是计划文件，没有合并。", "请与对方核对。")
        if size <= _SMALL:
            guard.check_mailed(path.name, data[:100], len(data))
            return data
        if source is path:
            shutil.copyfile(path, copy)
        with copy.open("rb") as file:
            guard.check_mailed(path.name, file.read(100), copy.stat().st_size)
    except OSError as error:
        raise Unreadable(
            f"文件“{path.name}”读不出来，没有合并。", "请检查权限、U盘或网络是否断开、磁盘空间是否够用。"
        ) from error
    return None


def _copy_past_its_locks(path: Path, copy: Path) -> None:
    """Copy a file that this process has open: to read it past SQLite would drop SQLite's locks on it (POSIX)."""
    try:
        with closing(connect(path, "ro")) as source, closing(connect(copy, "rwc")) as target:
            source.backup(target)
    except sqlite3.Error as error:
        raise Locked(f"文件“{path.name}”在本软件中打开着，正在写入，没有合并。", "请稍后再试，或先关闭它。") from error


@contextmanager
def _no_harm(path: Path) -> Iterator[None]:
    """Every error of SQLite about a file from outside is a fault of that file."""
    try:
        yield
    except (sqlite3.Error, UnicodeDecodeError) as error:  # the latter: text that is not UTF-8
        if getattr(error, "sqlite_errorname", "") == "SQLITE_INTERRUPT":
            raise Refused(f"文件“{path.name}”读取时间过长，没有合并。", "请与对方核对这份文件。") from error
        raise Unreadable(f"文件“{path.name}”内部已损坏，没有合并。", "请对方重新生成并发送一份。") from error


class Incoming:
    """What one file from outside says. Every reading raises UserError where the file turns out to be damaged.

    `small`: its log is held in the memory from the beginning, so that asking costs nothing.
    """

    def __init__(self, path: Path, db: sqlite3.Connection, *, small: bool) -> None:
        self.path = path
        self.small = small
        self._db = db
        self.sites: dict[int, tuple[int, bytes]] = {
            site: (last, digest) for site, last, digest in self.read("SELECT site, last, digest FROM site")
        }
        self.partial: dict[int, int] = dict(self.read("SELECT site, last FROM partial"))
        self._txns = _by_site(self.read(f"{_TXNS} ORDER BY site, ts") if small else [])
        self._runs = {
            site: {run.start: run for run in runs_of(self.read, txns, self.sites[site][0])}
            for site, txns in self._txns.items()
            if site in self.sites
        }
        ops = self._ops_beside_runs() if small else []
        self._ops = _by_site(ops)
        self._of_tab: dict[int, list[OpRow]] = {}
        for tab, rows in groupby(ops, _TAB):
            self._of_tab.setdefault(tab, []).extend(rows)
        self._tabs_of_runs = {run.tab for runs in self._runs.values() for run in runs.values()}
        self._void: Stretches | None = None  # the ops that do not count
        self._refuse_strays()
        self.plan_id = self._plan_id()

    # ------------------------------------------------------------------------------------------------- the log

    def read(self, sql: str, values: tuple[Any, ...] = ()) -> list[Any]:
        """All rows of a question."""
        with _no_harm(self.path):
            return self._db.execute(sql, values).fetchall()

    def stream(self, sql: str, values: tuple[Any, ...] = ()) -> Iterator[Any]:
        """The rows of a question one by one."""
        with _no_harm(self.path):
            yield from self._db.execute(sql, values)

    def _ops_beside_runs(self) -> list[OpRow]:
        """All ops, in their order, but those of runs."""
        spans = sorted((run.site, run.start, run.end) for runs in self._runs.values() for run in runs.values())
        out: list[OpRow] = []
        above: tuple[float, float] = (-_BEYOND, -_BEYOND)
        for site, start, end in [*spans, (_BEYOND, _BEYOND, _BEYOND)]:
            out += self.read(_OPS_BETWEEN, (*above, site, start))
            above = (site, end)
        return out

    def runs(self, site: int, above: int, upto: int) -> dict[int, Run]:
        """The runs of a session above one ts up to another, by the ts of their transaction."""
        return {ts: run for ts, run in self._runs.get(site, {}).items() if above < ts and run.end <= upto}

    def ops(self, site: int, above: int, upto: int) -> list[OpRow]:
        """The ops of a session above one ts up to another, in their order, without those of `runs`."""
        if self.small:
            return _between(self._ops.get(site, []), above, upto)
        return self.read(f"{_OPS} {_WITHIN}", (site, above, upto))

    def ops_one_by_one(self, site: int, above: int, upto: int) -> Iterator[OpRow]:
        """The same where there are too many to hold."""
        return self.stream(f"{_OPS} {_WITHIN}", (site, above, upto))

    def txns(self, site: int, above: int, upto: int) -> list[Any]:
        """The transactions of a session that begin above one ts and not after another, in their order."""
        if self.small:
            return _between(self._txns.get(site, []), above, upto)
        return self.read(f"{_TXNS} {_WITHIN}", (site, above, upto))

    def only_notes(self, site: int, last: int) -> bool:
        """Whether a session only notes what that file took in from others, which is no affair of ours."""
        if self.small:
            return not self._runs.get(site) and all(op[2] == MERGED for op in self.ops(site, 0, last))
        sql = "SELECT 1 FROM change WHERE site = ? AND ts <= ? AND kind <> ? LIMIT 1"
        return not self.read(sql, (site, last, MERGED))

    # ----------------------------------------------------------------------------------------------- inspection

    def _refuse_strays(self) -> None:
        """Every op and transaction must be accounted for: one that no `site` row names would be left behind unseen."""
        if not self.sites:
            raise self.damaged("里面没有任何修改记录")
        for site, first, last in self._spans():
            if site not in self.sites or first < 1 or last > max(self.sites[site][0], self.partial.get(site, 0)):
                raise self.damaged("修改记录不完整")
        ends = [last for last, _ in self.sites.values()] + list(self.partial.values())
        if not self.sites.keys() >= self.partial.keys() or not all(0 <= last < CLOCK_LIMIT for last in ends):
            raise self.damaged("修改记录的登记有误")

    def _spans(self) -> list[tuple[int, int, int]]:
        """For each session the lowest and the highest ts of its ops, and those of its transactions."""
        if self.small:
            held = (*self._ops.items(), *self._txns.items())
            runs = [(site, run.start, run.end) for site, of_site in self._runs.items() for run in of_site.values()]
            return [(site, rows[0][1], rows[-1][1]) for site, rows in held] + runs
        by_table = (
            self.read(f"SELECT site, min(ts), max(ts) FROM {table} GROUP BY site") for table in ("change", "txn")
        )
        return [span for spans in by_table for span in spans]

    def _plan_id(self) -> int:
        rows = self._of_type(PlanInfo.number)
        found = {k1 for _, _, kind, _, k1, k2, k3, *_ in rows if kind == SET and not k2 and not k3}
        if len(found) != 1:
            raise self.damaged("看不出属于哪份计划")
        return found.pop()

    @property
    def is_part(self) -> bool:
        """Whether the file holds a part of the plan only: it lacks the session that began the plan."""
        ts, site = min((row[1], row[0]) for row in self._of_type(PlanInfo.number) if row[2] == SET)
        return self.sites[site][0] < ts

    def _of_type(self, tab: int) -> list[OpRow]:
        if self.small and tab not in self._tabs_of_runs:
            return self._of_tab.get(tab, [])
        return self.read(f"{_OPS} WHERE tab = ?", (tab,))

    def code(self) -> str:
        """Eight characters that both ends can read out: the same sessions, or the same dispatched part, give the same."""
        whole = sorted((site, *end) for site, end in self.sites.items() if end[0] and not self.only_notes(site, end[0]))
        if whole:
            return sessions_code(whole)
        return ops_code(self.stream(f"{_OPS} ORDER BY site, ts"))

    def damaged(self, what: str) -> Unreadable:
        """The refusal of this file, with what is wrong."""
        return Unreadable(f"文件“{self.path.name}”{what}，可能在传输中损坏，没有合并。", "请对方重新生成并发送一份。")

    def records(self, record: type[Record]) -> dict[Key, Record]:
        """The living records of a type as this file alone tells them."""
        table = TABLES[record]
        if self._void is None:
            if self.small and 0 not in self._of_tab:
                self._void = Stretches()
            else:
                with _no_harm(self.path):
                    self._void = taken_back(self._db)
        ops = [op for op in self._of_type(record.number) if (op[0], op[1]) not in self._void]
        ops.sort(key=itemgetter(4, 5, 6, 7, 1, 0))
        out: dict[Key, Record] = {}
        for key, group in groupby(ops, key=itemgetter(4, 5, 6)):
            values, _ = derive_row(((op[7], op[2], op[0], op[1], *op[8:]) for op in group), table.known)
            if values and values.get(DELETED) != 1:
                try:
                    out[key] = table.from_stored(key, values)
                except (ValueError, ArithmeticError):
                    raise self.damaged("中有读不懂的内容") from None
        return out


def _by_site(rows: list[Any]) -> dict[int, list[Any]]:
    """Rows in the order (site, ts), by session."""
    out: dict[int, list[Any]] = {}
    start = 0
    while start < len(rows):
        end = bisect_right(rows, rows[start][0], lo=start, key=_SITE)
        out[rows[start][0]] = rows[start:end]
        start = end
    return out


def _between(rows: list[Any], above: int, upto: int) -> list[Any]:
    """The rows, ascending by ts, that lie above one ts up to another."""
    if rows and rows[0][1] > above and rows[-1][1] <= upto:
        return rows
    return rows[bisect_right(rows, above, key=_TS) : bisect_right(rows, upto, key=_TS)]
