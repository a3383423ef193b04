"""Readings of the log for people: who changed what, when, and what it was before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..core.records import BY_NUMBER
from .lineage import foreign, merged_by, ops_under
from .log import REVERT, SET, VOID, VOID_COLUMN, OpId, moment
from .schema import DELETED, DELETED_NAME
from .values import restore

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from datetime import datetime

    from ..core.records import Key, Record
    from .lineage import Stretch


@dataclass(frozen=True, slots=True)
class Transaction:
    """One action of a person. (site, ts) names it; `changes` counts the values it set or took back; `reverts` is the one it took back."""

    site: int
    ts: int
    when: datetime
    author: str
    label: str
    changes: int
    reverts: OpId | None


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One value that was written. (site, ts) names the transaction; `field` is "deleted" for a deletion or its undoing."""

    site: int
    ts: int
    when: datetime
    author: str
    label: str
    record: type[Record]
    key: Key
    field: str
    before: Any
    after: Any


def newer_content(db: sqlite3.Connection) -> int:
    """How many values newer programs wrote that the present registry has no place for: they are kept and handed on."""
    known = {(record.number, number) for record in BY_NUMBER.values() for number in (DELETED, *_numbers(record))}
    there = db.execute("SELECT DISTINCT tab, col FROM change WHERE tab > 0").fetchall()
    count = "SELECT count(*) FROM (SELECT DISTINCT k1, k2, k3 FROM change WHERE tab = ? AND col = ? AND kind = ?)"
    return sum(db.execute(count, (*cell, SET)).fetchone()[0] for cell in there if cell not in known)


def _numbers(record: type[Record]) -> Iterator[int]:
    return (field.number for field in record.fields.values())


def transactions(db: sqlite3.Connection, limit: int | None = None) -> list[Transaction]:
    """The actions this file knows of, newest first."""
    rows = _query(
        db,
        "SELECT t.site, t.ts, t.n, t.wall, t.author, t.label, c.psite, c.pts,"
        " (SELECT count(*) FROM change WHERE site = t.site AND ts >= t.ts AND ts < t.ts + t.n AND kind = :set) AS changes"
        " FROM txn t LEFT JOIN change c ON c.site = t.site AND c.ts = t.ts AND c.kind = :revert"
        " ORDER BY t.ts DESC, t.site DESC LIMIT :limit",
        set=SET,
        revert=REVERT,
        limit=-1 if limit is None else limit,
    )
    out = []
    for row in rows:
        site, ts, n, changes = row["site"], row["ts"], row["n"], row["changes"]
        reverts = None if row["psite"] is None else (row["psite"], row["pts"])
        if reverts:
            changes = sum(op[0] == SET for op in ops_under(db, [(site, ts - 1, ts + n - 1)]))
        out.append(Transaction(site, ts, moment(row["wall"]), row["author"], row["label"], changes, reverts))
    return out


def came_by(db: sqlite3.Connection, step: OpId, merge: OpId) -> bool:
    """Whether a merge of this file brought a step that was made elsewhere."""
    row = db.execute("SELECT n FROM txn WHERE site = ? AND ts = ?", merge).fetchone()
    brought = merged_by(db, *merge, row[0]) if row else []
    return any(site == step[0] and have < step[1] <= last for site, have, last in brought)


def last_change(db: sqlite3.Connection) -> datetime:
    """When the newest action was done, by the clock of the PC it was done on."""
    (wall,) = db.execute("SELECT wall FROM txn ORDER BY ts DESC, site DESC LIMIT 1").fetchone()
    return moment(wall)


def history(
    db: sqlite3.Connection,
    record: type[Record] | None = None,
    key: Key | None = None,
    field: str | None = None,
    author: str | None = None,
    limit: int | None = None,
) -> list[HistoryEntry]:
    """The values written to a field, a record, a type or the whole plan, newest first."""
    out: list[HistoryEntry] = []
    for row in _by_transaction(db, author) if record is None else _by_cell(db, record, key, field, author):
        if len(out) == limit:
            break
        entry = _entry(row)
        if entry is not None:
            out.append(entry)
    return out


def history_since(db: sqlite3.Connection, since: datetime) -> list[HistoryEntry]:
    """The values that became part of this file since a moment, newest first, by the clock of this computer."""
    wall = int(since.timestamp())
    elsewhere = foreign(db)
    stretches: list[Stretch] = []
    for site, ts, n in db.execute("SELECT site, ts, n FROM txn WHERE wall >= ?", (wall,)).fetchall():
        if (site, ts) not in elsewhere:
            stretches += [(site, ts - 1, ts + n - 1), *merged_by(db, site, ts, n)]
    where = "c.site = :site AND c.ts > :have AND c.ts <= :last"
    rows: list[dict[str, Any]] = []
    for site, have, last in stretches:
        values = {"site": site, "have": have, "last": last}
        rows += _query(db, f"{_OPS} AND {where}", **values)
        rows += _taken_back(db, where, values)
    rows.sort(key=lambda row: (row["ts"], row["site"], row["op"]), reverse=True)  # each step in one piece
    return [entry for row in rows if (entry := _entry(row)) is not None]


_TXN = "t.site, t.ts, t.wall, t.author, t.label, c.ts AS op"
_IN_TXN = (
    "change c JOIN txn t ON t.site = c.site AND t.ts = (SELECT max(ts) FROM txn WHERE site = c.site AND ts <= c.ts)"
)
_OPS = (
    f"SELECT {_TXN}, c.tab, c.k1, c.k2, c.k3, c.col, c.val, p.val AS was FROM {_IN_TXN}"
    f" LEFT JOIN change p ON p.site = c.psite AND p.ts = c.pts WHERE c.kind = {SET}"
)
_VOIDS = (
    f"SELECT {_TXN}, c.psite, c.pts, c.val FROM {_IN_TXN} WHERE c.tab = 0 AND c.kind = {VOID} AND c.col = {VOID_COLUMN}"
)


def _newest_first(row: dict[str, Any]) -> tuple[int, int]:
    return -row["op"], -row["site"]


def _taken_back(db: sqlite3.Connection, where: str, values: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What the void ops of some transactions did: each value that was taken back, or came to count again."""
    for void in _query(db, f"{_VOIDS} AND {where}", **values):
        for kind, tab, k1, k2, k3, col, _, _, val, psite, pts, turned in ops_under(
            db, [(void["psite"], void["pts"] - 1, void["pts"] + void["val"] - 1)]
        ):
            if kind == SET:
                found = db.execute("SELECT val FROM change WHERE site = ? AND ts = ?", (psite, pts)).fetchone()
                was, now = (found[0] if found else None), val
                if not turned:
                    was, now = now, was
                yield {**void, "tab": tab, "k1": k1, "k2": k2, "k3": k3, "col": col, "val": now, "was": was}


def _by_transaction(db: sqlite3.Connection, author: str | None) -> Iterator[dict[str, Any]]:
    """All ops, action by action, so that the newest of a long log are found at once."""
    where = "c.site = :site AND c.ts >= :ts AND c.ts < :ts + :n"
    for txn in _query(db, "SELECT site, ts, n, author FROM txn ORDER BY ts DESC, site DESC"):
        if author in (None, txn.pop("author")):
            yield from _query(db, f"{_OPS} AND {where} ORDER BY c.ts DESC", **txn)
            yield from _taken_back(db, where, txn)


def _by_cell(
    db: sqlite3.Connection, record: type[Record], key: Key | None, field: str | None, author: str | None
) -> list[dict[str, Any]]:
    """The ops of a record type, one record or one field, found by their cell."""
    cell: dict[str, Any] = {"tab": record.number}
    if key is not None:
        cell.update(zip(("k1", "k2", "k3"), key, strict=True))
    if field is not None:
        cell["col"] = DELETED if field == DELETED_NAME else record.fields[field].number
    by = {} if author is None else {"author": author}
    where = " AND ".join([*(f"c.{name} = :{name}" for name in cell), *(f"t.{name} = :{name}" for name in by)])
    rows = [*_query(db, f"{_OPS} AND {where}", **cell, **by)]
    back = _taken_back(db, "t.author = :author" if by else "1", by)
    rows += [row for row in back if all(row[name] == value for name, value in cell.items())]
    return sorted(rows, key=_newest_first)


def _entry(row: dict[str, Any]) -> HistoryEntry | None:
    """None for what a newer program wrote and this one cannot name."""
    record = BY_NUMBER.get(row["tab"])
    if record is None:
        return None
    if row["col"] == DELETED:
        name, before, after = DELETED_NAME, row["was"] == 1, row["val"] == 1
    else:
        field = next((f for f in record.fields.values() if f.number == row["col"]), None)
        if field is None:
            return None
        name, before, after = field.name, restore(field, row["was"]), restore(field, row["val"])
    key = (row["k1"], row["k2"], row["k3"])
    when = moment(row["wall"])
    return HistoryEntry(row["site"], row["ts"], when, row["author"], row["label"], record, key, name, before, after)


def _query(db: sqlite3.Connection, sql: str, **values: Any) -> Iterator[dict[str, Any]]:
    from sqlite_utils import Database

    yield from Database(db, recursive_triggers=False, execute_plugins=False).query(sql, values)
