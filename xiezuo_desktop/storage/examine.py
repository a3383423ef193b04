"""One file that is to be merged, examined to the end before anything of it is written: a whole file or nothing.

Sessions are verified along their digests. Of a file with few ops these stay in the memory; a large one is read again for
writing, from the same private copy.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from ..core.errors import Refused, UserError
from ..core.records import BY_NUMBER
from .arrivals import Sorted
from .codes import context_digest
from .lineage import ops_under
from .log import CLOCK_LIMIT, chain, moment
from .runs import Run

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from ..core.records import Key, Record
    from .arrivals import Arrivals
    from .incoming import Incoming
    from .log import OpRow
    from .wholesale import Wholesale

_FAR_AHEAD = 10**9  # ops; a clock this far ahead of ours was not reached by working
_AT_ONCE = 20_000  # ops of one file that are held in the memory
_WORDS = 1000  # characters of an author's name or a label that a program of ours could have written


class Arrived(NamedTuple):
    """The ops of session `site` above ts `have` up to ts `last`, which came in by a merge."""

    site: int
    have: int
    last: int


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file. `refused` is why nothing of it came in; else `changes` counts the values new to us.

    `again` counts those whose merge had been taken back and that count again. `unknown` ones are of a newer program and show
    after an update. `part`: the file holds a part of the plan only. `code` are the eight characters both ends can read out.
    `sessions` are those that brought it. `records` are those the caller asked for, as the file tells them.
    """

    path: Path
    refused: UserError | None = None
    changes: int = 0
    unknown: int = 0
    again: int = 0
    part: bool = False
    code: str = ""
    authors: tuple[str, ...] = ()
    first: datetime | None = None
    last: datetime | None = None
    arrived: tuple[Arrived, ...] = ()
    sessions: frozenset[int] = frozenset()
    records: Mapping[type[Record], Mapping[Key, Record]] = field(default_factory=dict)

    @property
    def already_merged(self) -> bool:
        """Whether the file is fine but held nothing new."""
        return self.refused is None and not self.arrived and not self.again


class _News(NamedTuple):
    """What one session brings: the ops above `have` up to `last`, all of them or, as context, only some."""

    site: int
    have: int
    last: int
    digest: bytes
    txns: Sequence[Any]
    ops: list[OpRow] | None  # None: too many to keep
    context: bool


class Examined:
    """One file held against what we have. Raises UserError, before a byte of ours is written, where it cannot be believed.

    `sites` and `partial` are what the file makes of our own; `touched` are the keys of the rows its ops speak of, by
    record type number.
    """

    def __init__(
        self,
        db: sqlite3.Connection,
        incoming: Incoming,
        sites: Mapping[int, tuple[int, bytes]],
        partial: Mapping[int, int],
        clock: int,
    ) -> None:
        self._db = db
        self._incoming = incoming
        self._ours = sites
        self._our_partial = partial
        self._clock = clock
        self.sites: dict[int, tuple[int, bytes]] = {}
        self.partial: dict[int, int] = {}
        self.touched: dict[int, Collection[Key]] = {}
        self._news: list[_News] = []
        self._sorted: list[Sorted] = []
        self._kept = self._ops = self._changes = self._unknown = 0
        for site in incoming.sites:
            self._session(site)
            self._context(site)

    # ------------------------------------------------------------------------------------------- complete sessions

    def _session(self, site: int) -> None:
        """The verified, gap-free history of one session: what is new to us of it."""
        last, digest = self._incoming.sites[site]
        have, running = self._ours.get(site, (0, b""))
        if not last or (last, digest) == (have, running) or (not have and self._incoming.only_notes(site, last)):
            return
        if have:
            self._refuse_fork(site, have, running, last, digest)
        if last <= have:
            return
        if last > self._clock + _FAR_AHEAD:
            raise self._incoming.damaged("中的计数异常")
        self._news.append(self._verified(site, have, running, last, digest))
        self.sites[site] = (last, digest)
        if self._our_partial.get(site, last + 1) <= last:
            self.partial[site] = 0

    def _verified(self, site: int, have: int, running: bytes, last: int, digest: bytes) -> _News:
        """The transactions beyond `have`, each hashed on from the one before, to the very end that the file names."""
        txns = self._incoming.txns(site, have, last)
        runs = self._incoming.runs(site, have, last)
        kept: list[OpRow] | None = None
        if self._incoming.small or sum(txn[2] for txn in txns) + self._kept <= _AT_ONCE:
            kept = self._incoming.ops(site, have, last)
            self._kept += len(kept)
            self._note(Sorted(kept, [*runs.values()]), keep=True)
        at = have
        ops = iter(kept) if kept is not None else self._incoming.ops_one_by_one(site, have, last)
        for txn in txns:
            run = runs.get(txn[1])
            rows = [] if run or not 0 < txn[2] < CLOCK_LIMIT else list(islice(ops, txn[2]))
            running = self._chained(running, txn, run or rows, at)
            at = run.end if run else rows[-1][1]
            if kept is None:
                self._note(Sorted(rows), keep=False)
        if running != digest or at != last or next(ops, None) is not None:
            raise self._incoming.damaged("修改记录不完整")
        return _News(site, have, last, digest, txns, kept, False)

    def _refuse_fork(self, site: int, have: int, ours: bytes, last: int, theirs: bytes) -> None:
        """Where both know a session, the shorter history must be the beginning of the longer one."""
        if last >= have:
            found = self._incoming.txns(site, 0, have)[-1:]
            same = bool(found) and (found[0][6], found[0][1] + found[0][2] - 1) == (ours, have)
        else:
            sql = "SELECT digest, ts + n - 1 FROM txn WHERE site = ? AND ts <= ? ORDER BY ts DESC LIMIT 1"
            mine = self._db.execute(sql, (site, last)).fetchone()
            same = mine is not None and tuple(mine) == (theirs, last)
        if not same:
            raise Refused(
                f"文件“{self._incoming.path.name}”和这份计划用同一个写入编号各改各的，不能直接合并。",
                "多半是电脑或虚拟机退回到了旧状态；请对方说明改了什么，由您录入。",
            )

    def _chained(self, running: bytes, txn: Any, rows: list[OpRow] | Run, at: int) -> bytes:
        """The digest after one more transaction. Raises Unreadable where it is not what it should be."""
        _, ts, n, _, author, label, expected = txn
        try:
            found = chain(running, rows.bytes() if isinstance(rows, Run) else rows, txn[:6])
        except (struct.error, TypeError, UnicodeError):  # numbers no program of this format writes
            found = b""
        if isinstance(rows, Run):
            in_place = rows.start == ts > at and rows.end == ts + n - 1
        else:
            in_place = len(rows) == n > 0 and rows[0][1] == ts > at and rows[-1][1] == ts + n - 1
        if found != expected or not in_place or len(author) > _WORDS or len(label) > _WORDS:
            raise self._incoming.damaged("中的修改记录与校验码不符")
        return found

    # ---------------------------------------------------------------------------------------------------- context

    def _context(self, site: int) -> None:
        """The ops of a session that came along beyond its complete history: those we lack are taken, none replaces ours."""
        end = self._incoming.partial.get(site, 0)
        last, _ = self._incoming.sites[site]
        if end <= last:
            return
        if end > self._clock + _FAR_AHEAD:
            raise self._incoming.damaged("中的计数异常")
        have = self.sites.get(site, self._ours.get(site, (0, b"")))[0]
        ops = self._incoming.ops(site, last, end)
        txns = self._incoming.txns(site, last, end)
        self._refuse_uncovered(ops, txns)
        self._refuse_spoilt(site, ops, txns)
        new = self._unknown_to_us("change", ops, have)
        new_txns = self._unknown_to_us("txn", txns, have)
        if not new:
            return
        self._note(Sorted(new), keep=True)
        self._news.append(_News(site, have, end, b"", new_txns, new, True))
        self.partial[site] = max(end, self._our_partial.get(site, 0))
        if not have:
            self.sites[site] = (0, b"")  # what the digest guarded is not all there is any more
        self.sites.setdefault(site, self._ours.get(site, (0, b"")))

    def _refuse_spoilt(self, site: int, ops: list[OpRow], txns: list[Any]) -> None:
        """Context has no chain of digests, but who wrote it into the file took one over all of it."""
        last, digest = self._incoming.sites[site]
        if last or not digest:
            return
        try:
            sound = context_digest(ops, txns) == digest
        except (struct.error, TypeError, UnicodeError):
            sound = False
        if not sound:
            raise self._incoming.damaged("中的修改记录与校验码不符")

    def _refuse_uncovered(self, ops: list[OpRow], txns: list[Any]) -> None:
        """Who wrote an op and when must be told for each."""
        spans = iter(txns)
        span = next(spans, None)
        for row in ops:
            while span and row[1] >= span[1] + span[2]:
                span = next(spans, None)
            if span is None or row[1] < span[1]:
                raise self._incoming.damaged("修改记录不完整")

    def _unknown_to_us(self, table: str, rows: list[Any], have: int) -> list[Any]:
        """The rows of one session that we lack. Raises Unreadable where ours of the same name says otherwise."""
        if not rows:
            return []
        sql = f"SELECT o.* FROM json_each(?) t CROSS JOIN {table} o ON o.site = ? AND o.ts = t.value"
        named = (json.dumps([row[1] for row in rows]), rows[0][0])
        ours = {row[1]: row for row in self._db.execute(sql, named)}
        out: list[Any] = []
        for row in rows:
            mine = ours.get(row[1])
            if mine is None and row[1] > have:
                out.append(row)
            elif mine is None or tuple(mine) != tuple(row) or [*map(type, mine)] != [*map(type, row)]:
                raise self._incoming.damaged("中的修改记录与本计划的不一致")
        return out

    # ----------------------------------------------------------------------------------------------------- inside

    def _note(self, found: Sorted, *, keep: bool) -> None:
        if not found.sound:
            raise self._incoming.damaged("中有类型不符的内容")
        self._changes += found.changes
        self._unknown += found.unknown
        for tab, rows in found.rows.items():
            if keep and tab not in self.touched:
                self.touched[tab] = rows.keys()
            else:
                self.touched[tab] = {*self.touched.get(tab, ()), *rows}
        for _, tab, k1, k2, k3, *_ in ops_under(self._db, found.voids):  # what we hold and is taken back now
            if tab in BY_NUMBER:
                self.touched[tab] = {*self.touched.get(tab, ()), (k1, k2, k3)}
        if keep:
            self._sorted.append(found)

    def write(self, arrivals: Arrivals | Wholesale) -> None:
        """Write the file's ops into our log. The caller holds the transaction."""
        found = iter(self._sorted)
        for news in self._news:
            if not news.context and self._our_partial.get(news.site, 0) > news.have:
                self._drop_context(arrivals, news)
            if news.ops is not None:
                arrivals.put(next(found))
            else:
                ops = self._incoming.ops_one_by_one(news.site, news.have, news.last)
                while rows := list(islice(ops, _AT_ONCE)):
                    arrivals.put(Sorted(rows))
            self._db.executemany("INSERT INTO txn VALUES (?, ?, ?, ?, ?, ?, ?)", news.txns)
        for site, (last, digest) in self.sites.items():
            self._db.execute("INSERT OR REPLACE INTO site VALUES (?, ?, ?)", (site, last, digest))
        for site, last in self.partial.items():
            self._db.execute("DELETE FROM partial WHERE site = ?", (site,))
            if last:
                self._db.execute("INSERT INTO partial VALUES (?, ?)", (site, last))

    def _drop_context(self, arrivals: Arrivals | Wholesale, news: _News) -> None:
        """The whole history takes the place of what stood here as context, whatever that said."""
        where, these = "site = ? AND ts > ? AND ts <= ?", (news.site, news.have, news.last)
        cells = self._db.execute(f"SELECT tab, k1, k2, k3, col FROM change WHERE {where}", these).fetchall()
        arrivals.again((tab, (k1, k2, k3), col) for tab, k1, k2, k3, col in cells)
        for table in ("change", "txn"):
            self._db.execute(f"DELETE FROM {table} WHERE {where}", these)

    def taken(self, records: Mapping[type[Record], Mapping[Key, Record]]) -> Taken:
        """What the file brings, in figures."""
        txns = [txn for news in self._news for txn in news.txns]
        walls = [txn[3] for txn in txns]
        arrived: list[Arrived] = []
        for news in self._news:
            if news.context:
                arrived += _runs(news.site, [row[1] for row in news.ops or ()])
            else:
                arrived += self._without_context(Arrived(news.site, news.have, news.last))
        return Taken(
            path=self._incoming.path,
            changes=self._changes,
            unknown=self._unknown,
            part=self._incoming.is_part,
            code=self._incoming.code(),
            authors=tuple(dict.fromkeys(txn[4] for txn in txns)),
            first=moment(min(walls)) if walls else None,
            last=moment(max(walls)) if walls else None,
            arrived=tuple(arrived),
            sessions=frozenset(each.site for each in arrived),
            records=records,
        )

    def _without_context(self, stretch: Arrived) -> list[Arrived]:
        """What of a complete session did not stand here as context already, with whatever brought it."""
        if self._our_partial.get(stretch.site, 0) <= stretch.have:
            return [stretch]
        out: list[Arrived] = []
        have = stretch.have
        for (ts,) in self._db.execute(
            "SELECT ts FROM change WHERE site = ? AND ts > ? AND ts <= ? ORDER BY ts", stretch
        ):
            if have < ts - 1:
                out.append(Arrived(stretch.site, have, ts - 1))
            have = ts
        return [*out, Arrived(stretch.site, have, stretch.last)] if have < stretch.last else out


def _runs(site: int, stamps: Iterable[int]) -> list[Arrived]:
    """Ascending ts as stretches without a gap."""
    out: list[Arrived] = []
    for ts in stamps:
        if out and out[-1].last == ts - 1:
            out[-1] = out[-1]._replace(last=ts)
        else:
            out.append(Arrived(site, ts - 1, ts))
    return out
