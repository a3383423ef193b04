"""From the log to the tables: every derived row is a function of the set of ops alone, whatever way they came in.

One row is worked out by `derive_row`, the parents of a tree by `replay`; both know nothing of SQL, nor of ops that were
taken back, which are passed over before. Taking ops in from another file means: insert them into the log, then `recompute`
the cells they touch and those that void ops among them name.
"""

from __future__ import annotations

from itertools import groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from ..core.records import BY_NUMBER, RECORD_TYPES, Record
from .lineage import Stretches, taken_back
from .log import ACK, SET, OpId
from .schema import DELETED, create_derived
from .tables import TABLES

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from ..core.records import Id, Key

Cell = tuple[int, int, int, int, int]  # (tab, k1, k2, k3, col)
Conflict = tuple[str, int, int, int, int, int, int, int, object]  # a row of `conflict`
CellOp = tuple[int, int, int, int, Any, int | None, int | None]  # (col, kind, site, ts, val, psite, pts)

_CELL_OPS = (
    "SELECT col, kind, site, ts, val, psite, pts FROM change WHERE tab = ? AND k1 = ? AND k2 = ? AND k3 = ?"
    " ORDER BY col, ts, site"
)
_AT_ONCE = 10_000  # rows that are held in the memory
_MANY = 100  # rows; from here on one question for all of them is faster than one each
_FORGET = "DELETE FROM conflict WHERE what IN ('cell', 'deleted') AND tab = ? AND k1 = ? AND k2 = ? AND k3 = ?"


class Row(NamedTuple):
    """What the ops of one record say: the winning value of each set column, and what is in dispute."""

    values: dict[int, Any]
    conflicts: list[tuple[str, int, int, int, object]]  # (what, col, site, ts, val)


def derive_row(ops: Iterable[CellOp], known: frozenset[int]) -> Row:
    """One record from its ops, which come ordered by (col, ts, site). Columns we do not know are left alone.

    A value was written without knowing of the deletion when no op names it, unless the deleting session wrote it before.
    """
    values: dict[int, Any] = {}
    sets: list[tuple[int, int, int, Any]] = []
    replaced: set[OpId] = set()
    noticed: set[OpId] = set()
    for col, kind, site, ts, val, psite, pts in ops:
        if col not in known:
            continue
        if kind == SET:
            values[col] = val  # the last one stays: the greatest (ts, site)
            sets.append((col, site, ts, val))
        if psite is not None and pts is not None:
            noticed.add((psite, pts))
            if kind in (SET, ACK):
                replaced.add((psite, pts))
    standing = [] if len(sets) == len(values) else _differing([s for s in sets if s[1:3] not in replaced])
    conflicts = [("cell", *head) for head in standing]
    if values.get(DELETED) == 1:
        by, at = max((s[1:3] for s in sets if s[0] == DELETED), key=lambda op: op[::-1])
        conflicts += [
            ("deleted", *s)
            for s in sets
            if s[0] != DELETED and s[1:3] not in noticed and not (s[1] == by and s[2] < at)
        ]
    return Row(values, conflicts)


def _differing(heads: list[tuple[int, int, int, Any]]) -> list[tuple[int, int, int, Any]]:
    """The heads of those columns in which at least two different values stand."""
    out: list[tuple[int, int, int, Any]] = []
    for _, group in groupby(heads, key=itemgetter(0)):
        column = list(group)
        if len({(type(val), val) for *_, val in column}) > 1:
            out += column
    return out


def replay(
    moves: Iterable[tuple[Id, Id | None, int, int]],
) -> tuple[dict[Id, Id | None], list[tuple[Id, Id, int, int]]]:
    """The parents after all moves (child, parent, site, ts) in the order (ts, site), and the moves that were skipped.

    A move that would close a cycle is skipped. A node that has no parent then stands at the root: one that a copy of the
    file happened to hold before must not survive there.
    """
    parents: dict[Id, Id | None] = {}
    skipped: list[tuple[Id, Id, int, int]] = []
    for child, parent, site, ts in moves:
        above = parent
        while above is not None and above != child:
            above = parents.get(above)
        if above is not None and parent is not None:
            skipped.append((child, parent, site, ts))
        else:
            parents[child] = parent
    return parents, skipped


# ------------------------------------------------------------------------------------------------------- the tables


def recompute(
    db: sqlite3.Connection, cells: Iterable[Cell], void: Stretches | None = None
) -> set[tuple[type[Record], Key]]:
    """Bring the tables up to date for these cells and return the records that may read differently.

    `void` are the ops that do not count, where the caller knows them. The caller holds the transaction.
    """
    touched: dict[int, dict[Key, None]] = {}
    moved: set[int] = set()
    for tab, k1, k2, k3, col in cells:
        record = BY_NUMBER.get(tab)
        if record is None:
            continue
        touched.setdefault(tab, {})[k1, k2, k3] = None
        if col == TABLES[record].parent:
            moved.add(tab)
    out = {(BY_NUMBER[tab], key) for tab, keys in touched.items() for key in keys}
    return out | recompute_rows(db, touched, moved, taken_back(db) if void is None else void)


def recompute_rows(
    db: sqlite3.Connection, touched: Mapping[int, Collection[Key]], moved: Collection[int], void: Stretches
) -> set[tuple[type[Record], Key]]:
    """Work these rows out anew, by record type number, and the parents of the trees in which something moved.

    Returns the rows that got another parent. The caller holds the transaction.
    """
    disputes = db.execute("SELECT 1 FROM conflict LIMIT 1").fetchone() is not None
    for tab, keys in touched.items():
        record = BY_NUMBER[tab]
        if len(keys) < _MANY:
            if disputes:
                for key in keys:
                    db.execute(_FORGET, (tab, *key))
            _put_rows(db, record, ((key, db.execute(_CELL_OPS, (tab, *key))) for key in keys), void)
        else:
            _recompute_many(db, record, keys, disputes, void)
    return {(BY_NUMBER[tab], (child, 0, 0)) for tab in moved for child in _put_parents(db, BY_NUMBER[tab], void)}


def _recompute_many(
    db: sqlite3.Connection, record: type[Record], keys: Iterable[Key], disputes: bool, void: Stretches
) -> None:
    """The keys go into a table first, so that SQLite walks over the log once instead of being asked row by row.

    CROSS JOIN fixes the order: left to itself the planner may scan the whole log.
    """
    db.execute("CREATE TEMP TABLE IF NOT EXISTS touched (k1, k2, k3, PRIMARY KEY (k1, k2, k3)) WITHOUT ROWID")
    db.execute("DELETE FROM temp.touched")
    db.executemany("INSERT INTO temp.touched VALUES (?, ?, ?)", keys)
    if disputes:
        db.execute(
            "DELETE FROM conflict WHERE what IN ('cell', 'deleted') AND tab = ?"
            " AND (k1, k2, k3) IN (SELECT k1, k2, k3 FROM temp.touched)",
            (record.number,),
        )
    ops = db.execute(
        "SELECT c.k1, c.k2, c.k3, c.col, c.kind, c.site, c.ts, c.val, c.psite, c.pts FROM temp.touched t"
        " CROSS JOIN change c ON c.tab = ? AND c.k1 = t.k1 AND c.k2 = t.k2 AND c.k3 = t.k3"
        " ORDER BY t.k1, t.k2, t.k3, c.col, c.ts, c.site",
        (record.number,),
    )
    rows = ((key, (op[3:] for op in group)) for key, group in groupby(ops, key=itemgetter(0, 1, 2)))
    _put_rows(db, record, rows, void)


def rebuild(db: sqlite3.Connection) -> None:
    """Make every derived table anew out of the log. The caller holds the transaction."""
    create_derived(db)
    fill(db)


def fill(db: sqlite3.Connection, void: Stretches | None = None) -> None:
    """Work out all rows of empty derived tables. The caller holds the transaction."""
    void = taken_back(db) if void is None else void
    for record in RECORD_TYPES:
        if len(record.keys) > 1:
            _fill_by_sql(db, record, void)
            continue
        ops = db.execute(
            "SELECT k1, k2, k3, col, kind, site, ts, val, psite, pts FROM change WHERE tab = ? ORDER BY k1, k2, k3, col, ts, site",
            (record.number,),
        )
        rows = groupby(ops, key=itemgetter(0, 1, 2))
        _put_rows(db, record, ((key, (op[3:] for op in group)) for key, group in rows), void)
        if record.tree:
            _put_parents(db, record, void)


def refill(db: sqlite3.Connection, void: Stretches) -> None:
    """Work out all rows anew in tables that are of the present registry; `void` are the ops that do not count."""
    for name in ("conflict", *(record.name_ for record in RECORD_TYPES)):
        db.execute(f'DELETE FROM "{name}"')
    fill(db, void)


def _fill_by_sql(db: sqlite3.Connection, record: type[Record], void: Stretches) -> None:
    """Figures and the like come by the hundred thousand, nearly all written once: of these SQLite takes the rows itself.

    Those of which more than one op tells are worked out from the log.
    """
    number = (record.number,)
    ops, lowest, highest = db.execute(
        "SELECT count(*), min(col), max(col) FROM change WHERE tab = ?", number
    ).fetchone()
    if not ops:
        return
    if void:
        db.execute(
            "CREATE TEMP TABLE IF NOT EXISTS void (site INTEGER, have INTEGER, last INTEGER, PRIMARY KEY (site, have))"
            " WITHOUT ROWID"
        )
        db.execute("DELETE FROM temp.void")
        db.executemany("INSERT INTO temp.void VALUES (?, ?, ?)", void)
    made = db.execute(TABLES[record].rows_of_log(lowest, highest, some_void=bool(void))).rowcount
    if made < ops:
        several = "SELECT k1, k2, k3 FROM change WHERE tab = ? GROUP BY k1, k2, k3 HAVING count(*) > 1"
        _recompute_many(db, record, db.execute(several, number), False, void)


def _put_rows(
    db: sqlite3.Connection, record: type[Record], rows: Iterable[tuple[Key, Iterable[CellOp]]], void: Stretches
) -> None:
    table = TABLES[record]
    conflicts: list[Conflict] = []
    gone: list[tuple[int, ...]] = []

    def tuples() -> Iterator[tuple[Any, ...]]:
        for key, ops in rows:
            counting = (op for op in ops if (op[2], op[3]) not in void) if void else ops
            values, disputes = derive_row(counting, table.known)
            conflicts.extend((what, record.number, *key, col, site, ts, val) for what, col, site, ts, val in disputes)
            if values:
                yield (*key[: table.key_count], *map(values.get, table.own_numbers))
            else:
                gone.append(key[: table.key_count])

    found = tuples()
    for first in found:  # many at a time: what is written while it is read must not be read again
        db.executemany(table.upsert, [first, *islice(found, _AT_ONCE)])
    db.executemany(table.delete, gone)
    db.executemany("INSERT INTO conflict VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", conflicts)


def _put_parents(db: sqlite3.Connection, record: type[Record], void: Stretches) -> list[Id]:
    """Work the parents of a tree out anew; the ids of the rows whose parent changed."""
    parents, skipped = replay(moves_of(db, record, void))
    now = dict(db.execute(f'SELECT id, "{record.tree}" FROM "{record.name_}"').fetchall())
    changed = [(parents.get(child), child) for child, parent in now.items() if parents.get(child) != parent]
    db.executemany(f'UPDATE "{record.name_}" SET "{record.tree}" = ? WHERE id = ?', changed)
    db.execute("DELETE FROM conflict WHERE what = 'cycle' AND tab = ?", (record.number,))
    col = TABLES[record].parent
    for child, parent, site, ts in skipped:
        answers = db.execute(
            "SELECT site, ts FROM change WHERE tab = ? AND k1 = ? AND k2 = 0 AND k3 = 0 AND col = ? AND kind < 2 AND psite = ? AND pts = ?",
            (record.number, child, col, site, ts),
        ).fetchall()
        if all(answer in void for answer in answers):
            db.execute(
                "INSERT INTO conflict VALUES ('cycle', ?, ?, 0, 0, ?, ?, ?, ?)",
                (record.number, child, col, site, ts, parent),
            )
    return [child for _, child in changed]


def moves_of(db: sqlite3.Connection, record: type[Record], void: Stretches) -> list[tuple[Id, Id | None, int, int]]:
    """All moves of a tree that count, in their order: (child, parent, site, ts)."""
    moves = db.execute(
        "SELECT k1, val, site, ts FROM change WHERE tab = ? AND col = ? AND kind = 0 ORDER BY ts, site",
        (record.number, TABLES[record].parent),
    ).fetchall()
    return [move for move in moves if move[2:] not in void] if void else moves
