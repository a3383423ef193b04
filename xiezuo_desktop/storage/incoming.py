"""A plan file from outside that is read to be merged: copied to a private name, looked at, and never believed.

It is read over a connection of its own and never attached: whatever is wrong with it ends in a UserError, while an
sqlite3.Error is always one of our own file.
"""

from __future__ import annotations

import shutil
import sqlite3
import time
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from ..core.errors import Refused, Unreadable
from ..core.records import PlanInfo
from . import guard
from .codes import ops_code, sessions_code
from .connection import connect
from .derive import derive_row
from .log import CLOCK_LIMIT, MERGED
from .schema import DELETED
from .tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ..core.records import Key, Record

_SIZE_LIMIT = 2 << 30  # bytes; ten times what a year of a thousand units comes to
_PATIENCE = 60.0  # seconds for one file; only one made to keep us busy takes longer


@contextmanager
def opened(path: Path, folder: Path) -> Iterator[Incoming]:
    """A file from outside, copied into a private folder and inspected. Raises UserError with the reason it is refused."""
    guard.file_id(path)
    copy = folder / "incoming"
    try:
        if path.stat().st_size > _SIZE_LIMIT:
            raise Refused(f"文件“{path.name}”超过2GB，不像是计划文件，没有合并。", "请与对方核对。")
        shutil.copyfile(path, copy)
    except OSError as error:
        raise Unreadable(
            f"文件“{path.name}”复制不到临时文件夹，没有合并。", "请检查U盘或网络是否断开、磁盘空间是否够用。"
        ) from error
    db = None
    try:
        guard.check_header(copy, mailed_as=path.name)
        with _no_harm(path):
            db = connect(copy, "ro", immutable=True)
            deadline = time.monotonic() + _PATIENCE
            db.set_progress_handler(lambda: time.monotonic() > deadline, 100_000)
            guard.check_content(db, path, thorough=True)
        yield Incoming(path, db)
    finally:
        if db is not None:
            db.close()
        copy.unlink(missing_ok=True)


@contextmanager
def _no_harm(path: Path) -> Iterator[None]:
    """Every error of SQLite about a file from outside is a fault of that file."""
    try:
        yield
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorname", "") == "SQLITE_INTERRUPT":
            raise Refused(f"文件“{path.name}”读取时间过长，没有合并。", "请与对方核对这份文件。") from error
        raise Unreadable(f"文件“{path.name}”内部已损坏，没有合并。", "请对方重新生成并发送一份。") from error


class Incoming:
    """What one file from outside says. Every reading raises UserError where the file turns out to be damaged."""

    def __init__(self, path: Path, db: sqlite3.Connection) -> None:
        self.path = path
        self._db = db
        self.sites: dict[int, tuple[int, bytes]] = {
            site: (last, digest) for site, last, digest in self.read("SELECT site, last, digest FROM site")
        }
        self.partial: dict[int, int] = dict(self.read("SELECT site, last FROM partial"))
        self._refuse_strays()
        self.plan_id = self._plan_id()

    def read(self, sql: str, values: tuple[Any, ...] = ()) -> list[Any]:
        """All rows of a question."""
        with _no_harm(self.path):
            return self._db.execute(sql, values).fetchall()

    def stream(self, sql: str, values: tuple[Any, ...] = ()) -> Iterator[Any]:
        """The rows of a question one by one."""
        with _no_harm(self.path):
            yield from self._db.execute(sql, values)

    def _refuse_strays(self) -> None:
        """Every op and transaction must be accounted for: one that no `site` row names would be left behind unseen."""
        if not self.sites:
            raise self.damaged("里面没有任何修改记录")
        for table, end in (("change", "ts"), ("txn", "ts")):
            for site, last in self.read(f"SELECT site, max({end}) FROM {table} GROUP BY site"):
                if site not in self.sites or last > max(self.sites[site][0], self.partial.get(site, 0)):
                    raise self.damaged("修改记录不完整")
        ends = [last for last, _ in self.sites.values()] + list(self.partial.values())
        if not self.sites.keys() >= self.partial.keys() or not all(0 <= last < CLOCK_LIMIT for last in ends):
            raise self.damaged("修改记录的登记有误")

    def _plan_id(self) -> int:
        found = self.read(
            "SELECT DISTINCT k1 FROM change WHERE tab = ? AND kind = 0 AND k2 = 0 AND k3 = 0 LIMIT 2",
            (PlanInfo.number,),
        )
        if len(found) != 1:
            raise self.damaged("看不出属于哪份计划")
        return int(found[0][0])

    def code(self) -> str:
        """Eight characters that both ends can read out: the same sessions, or the same dispatched part, give the same."""
        notes = {site for (site,) in self.read("SELECT site FROM change GROUP BY site HAVING min(kind) = ?", (MERGED,))}
        whole = sorted((site, *end) for site, end in self.sites.items() if end[0] and site not in notes)
        if whole:
            return sessions_code(whole)
        return ops_code(self.stream("SELECT * FROM change ORDER BY site, ts"))

    def damaged(self, what: str) -> Unreadable:
        """The refusal of this file, with what is wrong."""
        return Unreadable(f"文件“{self.path.name}”{what}，可能在传输中损坏，没有合并。", "请对方重新生成并发送一份。")

    def records(self, record: type[Record]) -> dict[Key, Record]:
        """The living records of a type as this file alone tells them."""
        table = TABLES[record]
        ops = self.read(
            "SELECT k1, k2, k3, col, kind, site, ts, val, psite, pts FROM change WHERE tab = ?"
            " ORDER BY k1, k2, k3, col, ts, site",
            (record.number,),
        )
        out: dict[Key, Record] = {}
        for key, group in groupby(ops, key=itemgetter(0, 1, 2)):
            values, _ = derive_row((op[3:] for op in group), table.known)
            if values and values.get(DELETED) != 1:
                try:
                    out[key] = table.from_stored(key, values)
                except (ValueError, ArithmeticError):
                    raise self.damaged("中有读不懂的内容") from None
        return out
