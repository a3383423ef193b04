"""Standing disputes: values that were written without knowing of each other, until a person decides.

The list is derived from the log and the same in every copy of the plan; a decision is an edit like any other, names the
values it dismisses and travels with the file.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from itertools import combinations, groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from ..core.errors import WrongCall
from ..core.records import BY_NUMBER
from .lineage import NO_END, foreign, taken_back
from .log import ACK, SET, VOID_COLUMN, RowLog, Written, moment
from .schema import DELETED, DELETED_NAME
from .tables import TABLES
from .values import clean, restore

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from ..core.records import Field, Key, Record
    from .derive import Cell
    from .lineage import Stretches
    from .log import OpId
    from .values import Stored
    from .write import Batch

_ID_LENGTH = 10
_FAR = 10_000  # steps back through a cell's history when the value before a dispute is looked for


@dataclass(frozen=True, slots=True)
class Claim:
    """One of the values that stand against each other: who wrote it, when, under which label. `ours`: in this very file."""

    value: Any
    author: str
    when: datetime
    label: str
    ours: bool
    site: int
    ts: int
    field: str = ""  # of a "deleted" conflict: the field the value belongs to


@dataclass(frozen=True, slots=True)
class Conflict:
    """A dispute. `kind` is "cell" (different values), "deleted" (values written to a record that somebody deleted) or
    "cycle" (moves that would put rows below themselves; the value is the parent that was asked for).

    `claims[0]` is what the plan reads now: the winning value, the deletion, the present parent. `before` is what stood
    there before they parted. `id` is the same in every copy of the plan.
    """

    id: str
    kind: str
    record: type[Record]
    key: Key
    field: str
    claims: tuple[Claim, ...]
    before: Any

    @property
    def ours(self) -> Claim | None:
        """The claim written in this file, where there is just one."""
        return self._only([claim for claim in self.claims if claim.ours])

    @property
    def theirs(self) -> Claim | None:
        """The claim that came in, where there is just one."""
        return self._only([claim for claim in self.claims if not claim.ours])

    def _only(self, claims: list[Claim]) -> Claim | None:
        if self.kind == "deleted":  # the values that were written belong to different fields
            return claims[0] if claims else None
        return claims[0] if len({(type(claim.value), claim.value) for claim in claims}) == 1 else None


def conflicts(db: sqlite3.Connection) -> list[Conflict]:
    """All disputes that wait for a person, by record type and key. Those about a deleted record's fields wait with it."""
    rows = db.execute(
        "SELECT tab, k1, k2, k3, what, col, site, ts, val FROM conflict ORDER BY tab, k1, k2, k3, what, col, ts DESC, site DESC"
    ).fetchall()
    if not rows:
        return []
    reader = _Reader(db, foreign(db), taken_back(db))
    out: list[Conflict] = []
    for (tab, *key), of_record in groupby(rows, key=itemgetter(0, 1, 2, 3)):
        record = BY_NUMBER.get(tab)
        if record is not None:
            out += reader.of_record(record, (key[0], key[1], key[2]), [*of_record])
    return out


def count(db: sqlite3.Connection) -> int:
    """How many disputes wait, without reading them."""
    return len(conflicts(db)) if db.execute("SELECT 1 FROM conflict LIMIT 1").fetchone() else 0


class _Reader:
    def __init__(self, db: sqlite3.Connection, elsewhere: Stretches, void: Stretches) -> None:
        self._db = db
        self._elsewhere = elsewhere
        self._void = void

    def of_record(self, record: type[Record], key: Key, rows: list[Any]) -> list[Conflict]:
        log = RowLog(self._db, record.number, key, but=self._void)
        deleted = log.value(DELETED) == 1
        if deleted:
            lost = [row for row in rows if row[4] == "deleted"]
            return [self._deleted(record, key, log, lost)] if lost else []
        out = []
        for (what, col), group in groupby(rows, key=itemgetter(4, 5)):
            ops = [Written((row[6], row[7]), row[8]) for row in group]
            out.append((self._cell if what == "cell" else self._cycle)(record, key, col, ops, log))
        return out

    def _cell(self, record: type[Record], key: Key, col: int, heads: list[Written], log: RowLog) -> Conflict:
        field = TABLES[record].field(col)
        cell = (record.number, *key, col)
        before = restore(field, self._common(cell, [head.op for head in heads], log)) if field else None
        claims = tuple(self._claim(head, restore(field, head.val) if field else head.val == 1) for head in heads)
        return Conflict(conflict_id("cell", cell), "cell", record, key, _name(field), claims, before)

    def _cycle(self, record: type[Record], key: Key, col: int, skipped: list[Written], log: RowLog) -> Conflict:
        cell = (record.number, *key, col)
        name = record.tree or ""
        (now,) = self._db.execute(f'SELECT "{name}" FROM "{record.name_}" WHERE id = ?', key[:1]).fetchone()
        left = {written.op for written in skipped}
        present = next((w for w in log.sets[col] if w.op not in left and w.val == now), log.sets[col][-1])
        claims = [self._claim(present, now), *(self._claim(w, w.val) for w in skipped)]
        return Conflict(conflict_id("cycle", cell), "cycle", record, key, name, tuple(claims), None)

    def _deleted(self, record: type[Record], key: Key, log: RowLog, lost: list[Any]) -> Conflict:
        cell = (record.number, *key, DELETED)
        claims = [self._claim(log.sets[DELETED][0], True)]
        for *_, col, site, ts, val in lost:
            field = TABLES[record].field(col)
            if field:
                claims.append(self._claim(Written((site, ts), val), restore(field, val), field.name))
        return Conflict(conflict_id("deleted", cell), "deleted", record, key, DELETED_NAME, tuple(claims), False)

    def _claim(self, written: Written, value: Any, field: str = "") -> Claim:
        author, wall, label = self._db.execute(
            "SELECT author, wall, label FROM txn WHERE site = ? AND ts <= ? ORDER BY ts DESC LIMIT 1", written.op
        ).fetchone() or ("", 0, "")
        return Claim(value, author, moment(wall), label, written.op not in self._elsewhere, *written.op, field)

    def _common(self, cell: Cell, heads: list[OpId], log: RowLog) -> Stored:
        """The value from which the heads parted: the newest op that all of them go back to."""
        ways: list[dict[OpId, None]] = []
        for head in heads:
            way: dict[OpId, None] = {}
            op: OpId | None = head
            while op is not None and op not in way and len(way) < _FAR:
                way[op] = None
                found = self._db.execute("SELECT psite, pts FROM change WHERE site = ? AND ts = ?", op).fetchone()
                op = (found[0], found[1]) if found and found[0] is not None else None
            ways.append(way)
        shared = next((op for op in ways[0] if all(op in way for way in ways[1:])), None)
        return log.value_of(cell[-1], shared)


def _name(field: Field | None) -> str:
    return field.name if field else DELETED_NAME


def conflict_id(kind: str, cell: Cell) -> str:
    """The id of the dispute about a cell: the same wherever the plan is."""
    return hashlib.sha256(repr((kind, *cell)).encode()).hexdigest()[:_ID_LENGTH]


# ------------------------------------------------------------------------------------------------------- decisions


def settle(batch: Batch, conflict: Conflict, take: str, value: Any = None) -> None:
    """Gather what settles a dispute. `take`: "ours", "theirs" or "value" (then `value`); of a deleted record also "delete"
    or "keep". Raises Invalid or WrongCall where that cannot be.
    """
    if conflict.kind == "deleted":
        _settle_deleted(batch, conflict, take)
        return
    record, key = conflict.record, conflict.key
    col = DELETED if conflict.field == DELETED_NAME else record.fields[conflict.field].number
    heads = batch.log(record, key, col).heads(col)
    if take != "value":
        value = _chosen(conflict, take).value
    stored = int(bool(value)) if col == DELETED else clean(record.fields[conflict.field], value)
    batch.settle(record, key, col, stored, over=heads[0], dismiss=[head.op for head in heads[1:]])


def _settle_deleted(batch: Batch, conflict: Conflict, take: str) -> None:
    if take in ("ours", "theirs"):
        _chosen(conflict, take)
        take = "delete" if conflict.claims[0].ours == (take == "ours") else "keep"
    if take not in ("delete", "keep"):
        raise WrongCall(
            "这一条是“删除”与“修改”的分歧，不能另写一个值。", "请选保留删除（delete）或恢复这一条（keep）。"
        )
    record, key = conflict.record, conflict.key
    if take == "keep":
        batch.change(record, key, batch.row(record, key), {DELETED: 0})
        return
    for claim in conflict.claims[1:]:
        batch.saw(record, key, record.fields[claim.field].number, [(claim.site, claim.ts)])


def _chosen(conflict: Conflict, take: str) -> Claim:
    if take not in ("ours", "theirs"):
        raise WrongCall(f"不认识“{take}”。", "可以采用 ours（本文件的）、theirs（对方的）或另写一个值。")
    chosen = conflict.ours if take == "ours" else conflict.theirs
    if chosen is None:
        whose = "本文件写的" if take == "ours" else "对方写的"
        count = sum(claim.ours == (take == "ours") for claim in conflict.claims)
        said = f"有{count}个不同的{whose}值" if count else f"没有{whose}值"
        raise WrongCall(f"这一处{said}，不能这样选。", "请直接写明要采用的值。")
    return chosen


# ------------------------------------------------------------------------------------------------------ for ever


def once_disputed(db: sqlite3.Connection) -> list[tuple[type[Record], Key, str]]:
    """Every cell about which values ever stood against each other, settled or not: (record type, key, field).

    Two values that follow upon the same one parted there, unless the one was taken back before the other was written; a
    dismissed value had stood, unless it was the very value that was replaced.
    """
    found = {*_parted(db)}
    found |= {
        tuple(cell)
        for cell in db.execute(
            "SELECT DISTINCT a.tab, a.k1, a.k2, a.k3, a.col FROM change a JOIN change d ON d.site = a.psite AND d.ts = a.pts"
            " WHERE a.kind = ? AND NOT EXISTS (SELECT 1 FROM change s JOIN change p ON p.site = s.psite AND p.ts = s.pts"
            f" WHERE s.site = a.site AND s.tab = a.tab AND s.k1 = a.k1 AND s.k2 = a.k2 AND s.k3 = a.k3 AND s.col = a.col"
            f" AND s.kind = 0 AND {_txn_of('s')} = {_txn_of('a')} AND p.val IS d.val)",
            (ACK,),
        )
    }
    found |= {tuple(cell) for cell in db.execute("SELECT DISTINCT tab, k1, k2, k3, col FROM conflict")}
    out: list[tuple[type[Record], Key, str]] = []
    for tab, k1, k2, k3, col in sorted(found):
        record = BY_NUMBER.get(tab)
        field = TABLES[record].field(col) if record else None
        if record and (field or col == DELETED):
            out.append((record, (k1, k2, k3), _name(field)))
    return out


def _parted(db: sqlite3.Connection) -> Iterator[tuple[int, ...]]:
    """The cells in which different values follow upon the same one and stood at the same time."""
    forks = db.execute(
        "SELECT tab, k1, k2, k3, col, psite, pts FROM change WHERE kind = ?"
        " GROUP BY tab, k1, k2, k3, col, psite, pts HAVING count(DISTINCT quote(val)) > 1",
        (SET,),
    ).fetchall()
    for *cell, psite, pts in forks:
        sets = db.execute(
            "SELECT c.ts, quote(c.val), (SELECT min(v.ts) FROM change v WHERE v.tab = 0 AND v.k1 = 0 AND v.k2 = 0 AND v.k3 = 0"
            " AND v.col = ? AND v.psite = c.site AND v.pts <= c.ts AND c.ts < v.pts + v.val) FROM change c"
            " WHERE c.tab = ? AND c.k1 = ? AND c.k2 = ? AND c.k3 = ? AND c.col = ? AND c.kind = ? AND c.psite IS ? AND c.pts IS ?",
            (VOID_COLUMN, *cell, SET, psite, pts),
        ).fetchall()
        ends = [(ts, value, until or NO_END) for ts, value, until in sets]
        if any(a < b_end and b < a_end and v != w for (a, v, a_end), (b, w, b_end) in combinations(ends, 2)):
            yield tuple(cell)


def _txn_of(op: str) -> str:
    return f"(SELECT max(ts) FROM txn WHERE site = {op}.site AND ts <= {op}.ts)"


def open_by_session(db: sqlite3.Connection, sessions: Iterable[int]) -> Mapping[int, set[Cell]]:
    """The disputes in which each of these sessions has a say."""
    wanted = set(sessions)
    out: dict[int, set[Cell]] = {}
    for tab, k1, k2, k3, col, site in db.execute("SELECT tab, k1, k2, k3, col, site FROM conflict"):
        if site in wanted:
            out.setdefault(site, set()).add((tab, k1, k2, k3, col))
    return out
