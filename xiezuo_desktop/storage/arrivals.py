"""What arriving ops make of the tables, as they come: rows nobody wrote before are inserted at once, all others are
worked out anew from the log, many at a time.

This is where a merge spends its time. What a unit types in is mostly new values of one field, many at once: these are
checked column by column, without a step of Python for each.
"""

from __future__ import annotations

from itertools import chain, groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from ..core.records import BY_NUMBER
from .derive import recompute_rows
from .lineage import ops_under, taken_back
from .log import ACK, MERGED, REVERT, SEEN, SET, VOID, VOID_COLUMN
from .runs import KNOWN, MANY, NOTHING
from .tables import TABLES
from .verify import is_clean, is_clean_key

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from ..core.records import Key, Record
    from .lineage import Stretch
    from .log import OpRow
    from .runs import Columns, Run

_AT_ONCE = 50_000  # rows whose working out is put off
_LONG = 1 << 20  # characters; a longer text is measured in bytes
_MET = (
    "SELECT DISTINCT c.k1, c.k2, c.k3 FROM change c WHERE c.site = ? AND c.ts BETWEEN ? AND ? AND c.tab = ? AND EXISTS ("
    "SELECT 1 FROM change o WHERE o.tab = c.tab AND o.k1 = c.k1 AND o.k2 = c.k2 AND o.k3 = c.k3 AND (o.site <> c.site OR o.ts < ?2))"
)
_TOGETHER = 120  # ops that one statement writes: a step for each costs as much as the writing
# OR FAIL: SQLite need not be ready to take back this one statement; what fails here takes the whole transaction back.
_MANY_FIRST = "INSERT OR FAIL INTO change VALUES " + ", ".join(
    f"(?1, ?{n}, {SET}, ?2, ?{n + 1}, ?{n + 2}, ?{n + 3}, ?3, ?{n + 4}, NULL, NULL)"
    for n in range(4, 4 + 5 * _TOGETHER, 5)
)
_IN_A_ROW = "INSERT OR FAIL INTO change VALUES " + ", ".join(  # the ts follow each other from ?4 on
    f"(?1, ?4 + {at}, {SET}, ?2, ?{n}, ?{n + 1}, ?{n + 2}, ?3, ?{n + 3}, NULL, NULL)"
    for at, n in enumerate(range(5, 5 + 4 * _TOGETHER, 4))
)
_OF_ONE_BEARER = "INSERT OR FAIL INTO change VALUES " + ", ".join(  # who has the same k2, ?5, besides
    f"(?1, ?4 + {at}, {SET}, ?2, ?{n}, ?5, ?{n + 1}, ?3, ?{n + 2}, NULL, NULL)"
    for at, n in enumerate(range(6, 6 + 3 * _TOGETHER, 3))
)
_SHAPE = itemgetter(2, 3, 7)  # kind, tab, col
_NONE = type(None)


class Sorted:
    """Arriving ops of one session by what they touch. `sound` is False when one of them is none that our program writes.

    `rows`: by record type number and key, the values that these ops alone decide. `first`: new values of a plain text, by
    record type number and column, each (ts, k1, k2, k3, val); `runs`: the same where they are a transaction of their own.
    `lone`: the column of those record types of which one of these holds all there is; their `rows` name the keys only.
    `others`: the ops that are in neither. `again`: cells on which
    the log must be asked. `voids`: the stretches that shall not count any more. `site`, `start`, `end`, `count`: of which
    session, from which ts to which, and how many they are.
    """

    __slots__ = (
        "again", "changes", "count", "end", "first", "lone", "others", "rows", "runs", "site", "sound", "start", "unknown", "voids"
    )  # fmt: skip

    def __init__(self, ops: Sequence[OpRow], runs: Sequence[Run] = ()) -> None:
        spans = [(run.site, run.start, run.end) for run in runs]
        spans += [(ops[0][0], ops[0][1], ops[-1][1])] if ops else []
        self.site = spans[0][0] if spans else 0
        self.start = min((start for _, start, _ in spans), default=0)
        self.end = max((end for _, _, end in spans), default=0)
        self.count = len(ops) + sum(len(run.keys) for run in runs)
        self.rows: dict[int, dict[Key, dict[int, Any]]] = {}
        self.first: dict[tuple[int, int], list[tuple[Any, ...]]] = {}
        self.runs: list[Run] = []
        self.lone: dict[int, int] = {}
        self.others: list[OpRow] = []
        self.again: list[tuple[int, Key, int]] = []
        self.voids: list[Stretch] = []
        self.changes = self.unknown = 0
        self.sound = self._sort(ops, runs)

    def values(self, tab: int) -> Mapping[Key, dict[int, Any]]:
        """The values that these ops alone decide, by key."""
        col = self.lone.get(tab)
        if col is None:
            return self.rows[tab]
        for run in self.runs:
            if run.tab == tab:
                return {key: {col: val} for key, val in zip(run.keys, run.columns[3], strict=True)}
        return {(k1, k2, k3): {col: val} for _, k1, k2, k3, val in self.first[tab, col]}

    def _sort(self, ops: Sequence[OpRow], runs: Sequence[Run]) -> bool:
        shapes: dict[tuple[int, int, int], list[OpRow]] = {}
        for shape, alike in groupby(ops, _SHAPE):
            shapes.setdefault(shape, []).extend(alike)
        tabs = [tab for _, tab, _ in shapes] + [run.tab for run in runs]
        for run in runs:
            if tabs.count(run.tab) == 1:
                self._take_whole(run)
            elif not self._take(run.tab, run.col, run.rows(), [*run.keys], lone=False):
                shapes.setdefault((SET, run.tab, run.col), []).extend(run.ops())
        for (kind, tab, col), these in shapes.items():
            known = KNOWN.get(tab)
            plain = known is not None and kind == SET and col in known.texts and len(these) >= MANY
            if plain and known and self._column(known, tab, col, these, lone=tabs.count(tab) == 1):
                continue
            if not all(self._one(known, op) for op in these):
                return False
        return True

    def _column(self, known: Columns, tab: int, col: int, ops: list[OpRow], *, lone: bool) -> bool:
        """Take new values of one plain text; False, and nothing is taken, where one of them must be looked at closely."""
        _, stamps, _, _, k1, k2, k3, _, values, psites, ptss = zip(*ops, strict=True)
        if psites.count(None) < len(ops) or ptss.count(None) < len(ops) or not set(map(type, values)) <= {str, _NONE}:
            return False
        if "" in values or max(map(len, filter(None, values)), default=0) >= _LONG:
            return False
        if min(k1) <= 0 or min(k2) < 0 or min(k3) < 0:
            return False
        if (known.key_count < 3 and any(k3)) or (known.key_count < 2 and any(k2)):
            return False
        keys = [*zip(k1, k2, k3, strict=True)]
        return self._take(tab, col, [*zip(stamps, k1, k2, k3, values, strict=True)], keys, lone=lone)

    def _take_whole(self, run: Run) -> None:
        """Take a run that holds all there is of its record type."""
        self.runs.append(run)
        self.rows[run.tab] = run.keys
        self.lone[run.tab] = run.col
        self.changes += len(run.keys)

    def _take(self, tab: int, col: int, rows: list[tuple[Any, ...]], keys: Sequence[Key], *, lone: bool) -> bool:
        """Take plain new values of one field; False, and nothing is taken, where one cell was written twice."""
        of_tab = dict.fromkeys(keys, NOTHING) if lone else self.rows.get(tab, {})
        if (tab, col) in self.first or (lone and len(of_tab) < len(keys)):
            return False
        if not lone and (len(set(keys)) < len(keys) or any(col in of_tab.get(key, NOTHING) for key in keys)):
            return False
        self.first[tab, col] = rows
        self.changes += len(keys)
        self.rows[tab] = of_tab
        if lone:
            self.lone[tab] = col
            return True
        for key, row in zip(keys, rows, strict=True):
            of_tab.setdefault(key, {})[col] = row[4]
        return True

    def _one(self, known: Columns | None, op: OpRow) -> bool:
        """Take one op; False where it is none that our program writes."""
        if known is None:
            return self._unknown(op)
        _, _, _, tab, k1, k2, k3, *_ = op
        key = (k1, k2, k3)
        clean = k1 > 0 and k2 >= 0 and k3 >= 0 and (known.key_count == 3 or is_clean_key(known.record, key))
        return clean and self._other(known, op, self.rows.setdefault(tab, {}).setdefault(key, {}))

    def _other(self, known: Columns, op: OpRow, values: dict[int, Any]) -> bool:
        """One op of a record type we know."""
        _, _, kind, tab, k1, k2, k3, col, val, psite, pts = op
        self.others.append(op)
        if (psite is None) is not (pts is None):
            return False
        if kind != SET:
            self.again.append((tab, (k1, k2, k3), col))
            return kind in (ACK, SEEN) and psite is not None
        if col not in known.fields:
            self.unknown += 1
            return True
        self.changes += 1
        if col in known.apart or col in values:
            self.again.append((tab, (k1, k2, k3), col))
        else:
            values[col] = val
        return is_clean(known.fields[col], val)

    def _unknown(self, op: OpRow) -> bool:
        """An op of no record type we know: one of the log itself or of a newer program."""
        _, ts, kind, tab, *_, col, val, psite, pts = op
        self.others.append(op)
        self.unknown += kind == SET
        if (psite is None) is not (pts is None):
            return False
        if kind == VOID:
            if (
                tab
                or col != VOID_COLUMN
                or type(val) is not int
                or psite is None
                or pts is None
                or not 0 < val <= ts - pts
            ):
                return False
            self.voids.append((psite, pts - 1, pts + val - 1))
            self.changes += 1
            return True
        if kind == MERGED:
            return tab == 0 and type(val) is int and psite is not None
        if kind == REVERT:
            return tab == 0 and val is None and psite is not None
        return tab != 0 and kind in (SET, ACK, SEEN)


def append(db: sqlite3.Connection, found: Sorted) -> None:
    """Append ops of one session to the log; what is the same for many is not handed over op by op."""
    site = found.site
    db.executemany("INSERT INTO change VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", found.others)
    for (tab, col), rows in found.first.items():
        _append_rows(db, site, tab, col, rows)
    for run in found.runs:
        _append_run(db, run)


def _append_run(db: sqlite3.Connection, run: Run) -> None:
    whole = len(run.keys) - len(run.keys) % _TOGETHER
    k1, k2, k3, values = run.columns
    columns = (k1, k2, k3, values) if run.k2 is None else (k1, k3, values)
    sql, more = (_IN_A_ROW, ()) if run.k2 is None else (_OF_ONE_BEARER, (run.k2,))
    cells: list[Any] = [None] * (len(columns) * len(run.keys))  # the first row, the second …
    for at, column in enumerate(columns):
        cells[at :: len(columns)] = column
    width = len(columns) * _TOGETHER
    for at in range(0, whole, _TOGETHER):
        these = cells[len(columns) * at : len(columns) * at + width]
        db.execute(sql, (run.site, run.tab, run.col, run.start + at, *more, *these))
    if whole < len(run.keys):
        _append_rows(db, run.site, run.tab, run.col, run.rows(whole))


def _append_rows(db: sqlite3.Connection, site: int, tab: int, col: int, rows: Sequence[tuple[Any, ...]]) -> None:
    """New values of one field, each (ts, k1, k2, k3, val)."""
    whole = len(rows) - len(rows) % _TOGETHER
    for at in range(0, whole, _TOGETHER):
        db.execute(_MANY_FIRST, (site, tab, col, *chain.from_iterable(rows[at : at + _TOGETHER])))
    db.executemany(f"INSERT INTO change VALUES ({site}, ?, {SET}, {tab}, ?, ?, ?, {col}, ?, NULL, NULL)", rows[whole:])


class Arrivals:
    """Keeps the tables up with ops that go into the log. The caller holds the transaction.

    `cache`: KiB of our file to hold meanwhile. With four times as much, files in any order take some percent less.
    """

    cache = 65_536

    def __init__(self, db: sqlite3.Connection, *, want_rows: bool) -> None:
        self._db = db
        self._want_rows = want_rows
        self._unclear: dict[int, set[Key]] = {}  # rows to be worked out from the log
        self._moved: set[int] = set()
        self._touched: dict[int, set[Key]] = {}
        self.taken_back = taken_back(db)
        self._voids: list[Stretch] = []

    def put(self, found: Sorted) -> None:
        """Append ops of one session to the log, and to the tables what they say of rows that are in none yet."""
        append(self._db, found)
        site, start, end = found.site, found.start, found.end
        self.again(found.again)
        self._voids += found.voids
        known_void = self.taken_back.touches(site, start - 1, end)  # some of the ops were taken back before they came
        for tab, of_tab in found.rows.items():
            if self._want_rows:
                self._touched.setdefault(tab, set()).update(of_tab)
            if known_void:
                self._unclear.setdefault(tab, set()).update(of_tab)
                continue
            only = found.lone.get(tab)
            unclear = self._unclear.get(tab, set())
            if only is not None and of_tab.keys().isdisjoint(unclear):
                new = self._new_rows_by_log(tab, only, site, start, end)
            else:
                alone = {key: values for key, values in found.values(tab).items() if values and key not in unclear}
                new = len(of_tab) - len(alone) + self._new_rows(tab, alone)
            if new < len(of_tab):  # some were there before
                gapless = end - start < found.count  # else ops that we hold as context may lie between
                met = self._met(tab, site, start, end) if gapless else of_tab
                self._unclear.setdefault(tab, set()).update(met)

    def _new_rows_by_log(self, tab: int, col: int, site: int, start: int, end: int) -> int:
        """Insert rows of which one column was set, straight from the log; how many were new."""
        table = TABLES[BY_NUMBER[tab]]
        keys = ", ".join(("k1", "k2", "k3")[: table.key_count])
        sql = f"{table.new_rows((col,))} SELECT {keys}, val FROM change WHERE site = ? AND ts BETWEEN ? AND ? AND tab = ? AND col = ?"
        return self._db.execute(sql, (site, start, end, tab, col)).rowcount

    def _new_rows(self, tab: int, rows: Mapping[Key, dict[int, Any]]) -> int:
        """Insert rows; how many were new."""
        table = TABLES[BY_NUMBER[tab]]
        alike: dict[tuple[int, ...], list[tuple[Any, ...]]] = {}
        for key, values in rows.items():
            alike.setdefault(tuple(values), []).append((*key[: table.key_count], *values.values()))
        before = self._db.total_changes
        for numbers, these in alike.items():
            marks = ", ".join("?" * (table.key_count + len(numbers)))
            self._db.executemany(f"{table.new_rows(numbers)} VALUES ({marks})", these)
        return self._db.total_changes - before

    def _met(self, tab: int, site: int, start: int, end: int) -> list[Key]:
        """The rows of these ops of which the log knew before."""
        return self._db.execute(_MET, (site, start, end, tab)).fetchall()

    def again(self, cells: Iterable[tuple[int, Key, int]]) -> None:
        """These rows must be worked out from the log."""
        for tab, key, col in cells:
            if tab in KNOWN:
                self._unclear.setdefault(tab, set()).add(key)
                if col == TABLES[BY_NUMBER[tab]].parent:
                    self._moved.add(tab)

    def ease(self) -> None:
        """Work out what has been put off when it has become much."""
        if sum(map(len, self._unclear.values())) > _AT_ONCE:
            recompute_rows(self._db, self._unclear, (), self.taken_back)
            self._unclear = {}

    def settle(self, also_void: Sequence[Stretch]) -> set[tuple[type[Record], Key]]:
        """Work everything out, and return the rows that may read differently, if wanted. `also_void` is taken back now."""
        if self._voids or also_void:
            for _, tab, k1, k2, k3, col, *_ in ops_under(self._db, [*self._voids, *also_void]):
                self.again([(tab, (k1, k2, k3), col)])
                if self._want_rows and tab in KNOWN:
                    self._touched.setdefault(tab, set()).add((k1, k2, k3))
            self.taken_back = taken_back(self._db, also_void)
            self._voids = []
        moved = recompute_rows(self._db, self._unclear, self._moved, self.taken_back)
        self._unclear, self._moved = {}, set()
        if not self._want_rows:
            return set()
        return {(BY_NUMBER[tab], key) for tab, keys in self._touched.items() for key in keys} | moved
