"""Readings of the log for people: who changed what, when, and what it was before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ..core.records import BY_NUMBER
from .log import REVERT, OpId
from .schema import DELETED, DELETED_NAME
from .values import restore

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from ..core.records import Key, Record


@dataclass(frozen=True, slots=True)
class Transaction:
    """One action of a person. (site, ts) names it; `changes` counts its ops; `reverts` is the one it took back."""

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


def transactions(db: sqlite3.Connection, limit: int | None = None) -> list[Transaction]:
    """The actions this file knows of, newest first."""
    rows = _query(
        db,
        "SELECT t.*, c.psite, c.pts FROM txn t LEFT JOIN change c ON c.site = t.site AND c.ts = t.ts AND c.kind = :revert"
        " ORDER BY t.ts DESC, t.site DESC LIMIT :limit",
        revert=REVERT,
        limit=-1 if limit is None else limit,
    )
    return [
        Transaction(
            row["site"],
            row["ts"],
            _when(row["wall"]),
            row["author"],
            row["label"],
            row["n"] - (row["psite"] is not None),
            None if row["psite"] is None else (row["psite"], row["pts"]),
        )
        for row in rows
    ]


def history(
    db: sqlite3.Connection,
    record: type[Record] | None = None,
    key: Key | None = None,
    field: str | None = None,
    author: str | None = None,
    limit: int | None = None,
) -> list[HistoryEntry]:
    """The values written to a field, a record, a type or the whole plan, newest first."""
    where, values = ["c.kind = 0"], dict[str, Any]()
    if record is not None:
        where.append("c.tab = :tab")
        values["tab"] = record.number
        if key is not None:
            where.append("c.k1 = :k1 AND c.k2 = :k2 AND c.k3 = :k3")
            values.update(zip(("k1", "k2", "k3"), key, strict=True))
        if field is not None:
            where.append("c.col = :col")
            values["col"] = DELETED if field == DELETED_NAME else record.fields[field].number
    if author is not None:
        where.append("t.author = :author")
        values["author"] = author
    sql = (
        "SELECT t.site, t.ts, t.wall, t.author, t.label, c.tab, c.k1, c.k2, c.k3, c.col, c.val, p.val AS was FROM change c"
        " JOIN txn t ON t.site = c.site AND t.ts = (SELECT max(ts) FROM txn WHERE site = c.site AND ts <= c.ts)"
        " LEFT JOIN change p ON p.site = c.psite AND p.ts = c.pts"
        f" WHERE {' AND '.join(where)} ORDER BY c.ts DESC, c.site DESC"
    )
    out: list[HistoryEntry] = []
    for row in _query(db, sql, **values):
        entry = _entry(row)
        if entry is not None:
            out.append(entry)
        if len(out) == limit:
            break
    return out


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
    when = _when(row["wall"])
    return HistoryEntry(row["site"], row["ts"], when, row["author"], row["label"], record, key, name, before, after)


def _when(wall: int) -> datetime:
    return datetime.fromtimestamp(wall, UTC).astimezone()


def _query(db: sqlite3.Connection, sql: str, **values: Any) -> Iterator[dict[str, Any]]:
    from sqlite_utils import Database

    yield from Database(db, recursive_triggers=False, execute_plugins=False).query(sql, values)
