"""From the tables to a Plan, as fast as rows can be read, and row by row after an edit."""

from __future__ import annotations

import gc
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, NamedTuple

from ..core.errors import Unreadable
from ..core.plan import Plan
from ..core.records import RECORD_TYPES, PlanInfo, Record
from .tables import TABLES

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator

    from ..core.plan import Rows
    from ..core.records import Key

_WHOLE_TABLE = 500  # from this many changed rows on, reading the table at once is faster than row by row


class Seen(NamedTuple):
    """What one PlanFile read of a file, for another of the same file: the plan that one held, the one it is now, the rows
    that read differently, and the state of the log that this is said of.
    """

    before: Plan
    after: Plan
    rows: frozenset[tuple[type[Record], Key]]
    state: list[tuple[int, int, bytes]]


def log_state(db: sqlite3.Connection) -> list[tuple[int, int, bytes]]:
    """How far each session goes, with its digest, and how far context: the same where two files hold the same ops."""
    return db.execute(
        "SELECT site, last, digest FROM site UNION ALL SELECT site, last, NULL FROM partial ORDER BY 1, 3"
    ).fetchall()


@contextmanager
def collector_resting() -> Iterator[None]:
    """Keep the garbage collector from walking over everything again and again while many records are made at once."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def load_plan(db: sqlite3.Connection) -> Plan:
    """The whole plan."""
    with collector_resting():
        return Plan({record: _load(db, record) for record in RECORD_TYPES}, is_part=is_part(db))


def is_part(db: sqlite3.Connection) -> bool:
    """Whether a file holds a part of its plan only: it lacks the session that began the plan.

    A whole plan may lack other sessions: what one PC of the head office sent out may come back to another.
    """
    first = db.execute(
        "SELECT c.ts > s.last FROM change c JOIN site s ON s.site = c.site WHERE c.tab = ? AND c.kind = 0"
        " ORDER BY c.ts, c.site LIMIT 1",
        (PlanInfo.number,),
    ).fetchone()
    return first is not None and bool(first[0])


def load_some(db: sqlite3.Connection, records: Collection[type[Record]]) -> Plan:
    """A plan of some record types only."""
    with collector_resting():
        return Plan({record: _load(db, record) for record in records}, is_part=is_part(db))


def read_one(db: sqlite3.Connection, record: type[Record], key: Key) -> Record | None:
    """One living record."""
    table = TABLES[record]
    found = db.execute(table.load_one, key[: table.key_count]).fetchone()
    return table.to_record(found) if found else None


def reload(db: sqlite3.Connection, plan: Plan, changed: Iterable[tuple[type[Record], Key]]) -> Plan:
    """The plan after these records changed."""
    by_type: dict[type[Record], list[Key]] = {}
    for record, key in changed:
        by_type.setdefault(record, []).append(key)
    return plan.with_rows(
        {
            record: _load(db, record) if len(keys) >= _WHOLE_TABLE else _exchange(db, record, plan.rows(record), keys)
            for record, keys in by_type.items()
        }
    )


def differences(before: Plan, after: Plan) -> frozenset[tuple[type[Record], Key]]:
    """The records that read differently in two states of a plan."""
    out: set[tuple[type[Record], Key]] = set()
    for record in RECORD_TYPES:
        old, new = before.rows(record), after.rows(record)
        out.update((record, key) for key in old.keys() | new.keys() if old.get(key) != new.get(key))
    return frozenset(out)


def _load(db: sqlite3.Connection, record: type[Record]) -> Rows:
    table = TABLES[record]
    try:
        with closing(db.execute(table.load)) as rows:  # a cursor left open by an error would keep the table locked
            return {table.key_of(row): table.to_record(row) for row in rows}
    except (ValueError, ArithmeticError):  # a date or number that this program would never have written
        raise Unreadable(f"“{record.label}”中有读不懂的内容，文件可能被别的工具改过。", "请改用备份。") from None


def _exchange(db: sqlite3.Connection, record: type[Record], rows: Rows, keys: Iterable[Key]) -> Rows:
    out: Rows = dict(rows)
    for key in keys:
        found = read_one(db, record, key)
        if found:
            out[key] = found
        else:
            out.pop(key, None)
    return out
