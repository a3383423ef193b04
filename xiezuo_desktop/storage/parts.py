"""Files with a part of the log: what a unit is sent, and what it returns.

A dispatched part holds the ops of some records as context: nobody can check a chain of digests in which ops are missing,
so its code says whether it is what was sent. A return holds the sessions that were written here, whole and checkable,
and as context the few records that say to which plan they belong.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from .codes import context_digest, ops_code, sessions_code
from .connection import connect
from .copies import published
from .derive import fill
from .log import MERGED, SET, VOID, VOID_COLUMN
from .schema import create_derived, create_log

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from ..core.records import Field, Key, Record
    from .log import OpRow

    Part = Mapping[type[Record], Collection[Key] | None]  # None: every record of the type


def ops_of(db: sqlite3.Connection, part: Part) -> list[OpRow]:
    """All ops of these records, deleted ones too, and what says that some do not count, ascending by (site, ts)."""
    out: list[OpRow] = []
    for record, keys in part.items():
        if keys is None:
            out += db.execute("SELECT * FROM change WHERE tab = ?", (record.number,)).fetchall()
            continue
        for key in keys:
            out += db.execute(
                "SELECT * FROM change WHERE tab = ? AND k1 = ? AND k2 = ? AND k3 = ?", (record.number, *key)
            ).fetchall()
    return sorted(out + _voids_of(db, out), key=lambda row: row[:2])


def _voids_of(db: sqlite3.Connection, ops: list[OpRow]) -> list[OpRow]:
    """The void ops that name one of these ops, or one another."""
    stamps: dict[int, list[int]] = {}
    for row in sorted(ops, key=lambda row: row[:2]):
        stamps.setdefault(row[0], []).append(row[1])
    out: list[OpRow] = []
    for row in db.execute(
        "SELECT * FROM change WHERE tab = 0 AND k1 = 0 AND k2 = 0 AND k3 = 0 AND col = ? AND kind = ? ORDER BY ts, site",
        (VOID_COLUMN, VOID),
    ).fetchall():
        site, ts, *_, count, psite, pts = row
        named = stamps.get(psite, [])
        at = bisect_left(named, pts)
        if at < len(named) and named[at] < pts + count:
            out.append(row)
            insort(stamps.setdefault(site, []), ts)
    return out


def part_code(db: sqlite3.Connection, part: Part) -> str:
    """The code of a part, which does not cover the dispatches themselves: they hold it."""
    return ops_code(ops_of(db, part))


def own_code(db: sqlite3.Connection) -> str:
    """The code of the sessions that a return made now would hold."""
    return sessions_code(_own_sessions(db))


def _own_sessions(db: sqlite3.Connection) -> list[tuple[int, int, bytes]]:
    """The sessions that a return holds: all complete ones but those of notes, which are this file's own affair."""
    return db.execute(
        "SELECT site, last, digest FROM site s WHERE last > 0"
        " AND EXISTS (SELECT 1 FROM change c WHERE c.site = s.site AND c.ts <= s.last AND c.kind <> ?) ORDER BY site",
        (MERGED,),
    ).fetchall()


def write_part(db: sqlite3.Connection, path: Path, part: Part) -> None:
    """Write a file that holds these records and nothing else, all of it context. A file of that name is replaced."""
    with published(path, replace=True) as temporary, _New(temporary) as new:
        _add_context(new.db, db, ops_of(db, part))
        create_derived(new.db)
        fill(new.db)


def write_return(db: sqlite3.Connection, path: Path, part: Part) -> None:
    """Write a file with every session that is complete here, and `part` as context. A file of that name is replaced."""
    with published(path, replace=True) as temporary, _New(temporary) as new:
        ends = {site: last for site, last, _ in _own_sessions(db)}
        for site, last in ends.items():
            for table, columns in (("change", 11), ("txn", 7)):
                rows = db.execute(f"SELECT * FROM {table} WHERE site = ? AND ts <= ? ORDER BY ts", (site, last))
                new.db.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * columns)})", rows)
            row = db.execute("SELECT site, last, digest FROM site WHERE site = ?", (site,)).fetchone()
            new.db.execute("INSERT INTO site VALUES (?, ?, ?)", row)
        _add_context(new.db, db, [row for row in ops_of(db, part) if row[1] > ends.get(row[0], 0)])


class _New:
    """A fresh file of our own making; committed and closed when the block ends well."""

    def __init__(self, path: Path) -> None:
        self.db = connect(path, "rwc")

    def __enter__(self) -> _New:
        self.db.execute("PRAGMA journal_mode = OFF")  # a file that does not become whole is thrown away
        self.db.execute("PRAGMA synchronous = OFF")  # `published` syncs it once
        self.db.execute("BEGIN IMMEDIATE")
        create_log(self.db)
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        try:
            if kind is None:
                self.db.execute("COMMIT")
        finally:
            self.db.close()


def _add_context(new: sqlite3.Connection, db: sqlite3.Connection, ops: list[OpRow]) -> None:
    new.executemany("INSERT INTO change VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", ops)
    for site, rows in groupby(ops, itemgetter(0)):
        of_site = list(rows)
        txns = list(_txns_of(db, site, [row[1] for row in of_site]))
        new.executemany("INSERT INTO txn VALUES (?, ?, ?, ?, ?, ?, ?)", txns)
        new.execute("INSERT OR IGNORE INTO site VALUES (?, 0, ?)", (site, context_digest(of_site, txns)))
        new.execute("INSERT INTO partial VALUES (?, ?)", (site, of_site[-1][1]))


def _txns_of(db: sqlite3.Connection, site: int, stamps: list[int]) -> Iterator[Any]:
    """The transactions of ascending ts: who and when, for the ops that go along."""
    at = iter(stamps)
    ts = next(at, None)
    txns = db.execute("SELECT * FROM txn WHERE site = ? AND ts <= ? ORDER BY ts", (site, stamps[-1]))
    for txn in txns.fetchall():
        if ts is not None and ts < txn[1] + txn[2]:
            yield txn
            while ts is not None and ts < txn[1] + txn[2]:
                ts = next(at, None)


# --------------------------------------------------------------------------------------------- what was ever so


def keys_ever(db: sqlite3.Connection, record: type[Record]) -> list[Key]:
    """The keys of all records of a type that were ever written, deleted ones too."""
    rows = db.execute("SELECT DISTINCT k1, k2, k3 FROM change WHERE tab = ?", (record.number,))
    return [(k1, k2, k3) for k1, k2, k3 in rows.fetchall()]


def values_ever(db: sqlite3.Connection, record: type[Record], field: Field) -> Iterator[tuple[Key, Any]]:
    """Each value that a field ever had, with the key of its record; of deleted records too."""
    rows = db.execute(
        "SELECT DISTINCT k1, k2, k3, val FROM change WHERE tab = ? AND col = ? AND kind = ?",
        (record.number, field.number, SET),
    )
    for k1, k2, k3, val in rows.fetchall():
        yield (k1, k2, k3), val
