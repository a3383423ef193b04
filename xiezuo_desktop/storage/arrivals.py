"""What arriving ops make of the tables, as they come: rows nobody wrote before are inserted at once, all others are
worked out anew from the log, many at a time.

This is where a merge spends its time, so one pass over the ops checks their values and sorts them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..core.records import BY_NUMBER, RECORD_TYPES
from .derive import recompute_rows
from .log import ACK, MERGED, REVERT, SEEN, SET
from .schema import DELETED
from .tables import TABLES
from .verify import is_clean, is_clean_key

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from ..core.records import Field, Key, Record
    from .log import OpRow

_AT_ONCE = 50_000  # rows whose working out is put off
_LONG = 1 << 20  # characters; a longer text is measured in bytes


class _Columns:
    """What one record type takes: how many parts its key has, its fields by number, and which of them are plain texts."""

    def __init__(self, record: type[Record]) -> None:
        table = TABLES[record]
        self.record = record
        self.key_count = table.key_count
        self.fields: dict[int, Field | None] = {DELETED: None, **{f.number: f for f in record.fields.values()}}
        self.texts = frozenset(f.number for f in record.fields.values() if f.type is str)
        self.apart = frozenset({DELETED, table.parent})  # columns that the other rows or ops have a say in


_KNOWN = {record.number: _Columns(record) for record in RECORD_TYPES}


class Sorted:
    """Arriving ops of one session by what they touch. `rows`: by record type number and key, the values that ops alone
    decide; `again`: cells on which the log must be asked; `first`: new values of a plain text, by record type number and
    column, each (ts, k1, k2, k3, val); `others`: the ops that are none of these. `sound` is False when one of them is none
    that our program writes.
    """

    __slots__ = ("again", "changes", "first", "mixed", "others", "rows", "sound", "unknown")

    def __init__(self, ops: Sequence[OpRow]) -> None:
        self.rows: dict[int, dict[Key, dict[int, Any]]] = {}
        self.first: dict[tuple[int, int], list[tuple[Any, ...]]] = {}
        self.others: list[OpRow] = []
        self.mixed: set[int] = set()  # record types of which `others` set columns too
        self.again: list[tuple[int, Key, int]] = []
        self.changes = self.unknown = 0
        self.sound = self._sort(ops)

    def _sort(self, ops: Sequence[OpRow]) -> bool:  # noqa: C901 - one pass without calls, for a merge goes through here
        last_tab, last_col = -1, -1
        known: _Columns | None = None
        of_tab: dict[Key, dict[int, Any]] = {}
        first: list[tuple[Any, ...]] | None = None
        for op in ops:
            _, ts, kind, tab, k1, k2, k3, col, val, psite, pts = op
            if tab != last_tab or col != last_col:
                known = _KNOWN.get(tab)
                if known:
                    of_tab = self.rows.setdefault(tab, {})
                    first = self.first.setdefault((tab, col), []) if col in known.texts else None
                last_tab, last_col = tab, col
            if known is None:
                if not self._unknown(op):
                    return False
                continue
            key = (k1, k2, k3)
            if k1 <= 0 or k2 < 0 or k3 < 0 or (known.key_count < 3 and not is_clean_key(known.record, key)):
                return False
            if (
                first is not None
                and kind == SET
                and psite is None
                and pts is None
                and (val is None or (type(val) is str and 0 < len(val) < _LONG))
            ):
                first.append((ts, k1, k2, k3, val))
                values = of_tab.get(key)
                if values is None:
                    of_tab[key] = {col: val}
                elif col not in values:
                    values[col] = val
                else:
                    self.again.append((tab, key, col))
                self.changes += 1
            elif not self._other(known, op, of_tab.setdefault(key, {})):
                return False
        return True

    def _other(self, known: _Columns, op: OpRow, values: dict[int, Any]) -> bool:
        """What is no new value of a plain text."""
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
        self.mixed.add(tab)
        if col in known.apart or col in values:
            self.again.append((tab, (k1, k2, k3), col))
        else:
            values[col] = val
        return is_clean(known.fields[col], val)

    def _unknown(self, op: OpRow) -> bool:
        """An op of no record type we know: one of the log itself or of a newer program."""
        _, _, kind, tab, *_, val, psite, pts = op
        self.others.append(op)
        self.unknown += kind == SET
        if (psite is None) is not (pts is None):
            return False
        if kind == MERGED:
            return tab == 0 and type(val) is int and psite is not None
        if kind == REVERT:
            return tab == 0 and val is None and psite is not None
        return tab != 0 and kind in (SET, ACK, SEEN)


class Arrivals:
    """Keeps the tables up with ops that go into the log. The caller holds the transaction."""

    def __init__(self, db: sqlite3.Connection, *, want_rows: bool) -> None:
        self._db = db
        self._want_rows = want_rows
        self._unclear: dict[int, set[Key]] = {}  # rows to be worked out from the log
        self._moved: set[int] = set()
        self._touched: dict[int, set[Key]] = {}

    def put(self, ops: Sequence[OpRow], found: Sorted) -> None:
        """Append ops of one session to the log, and to the tables what they say of rows that are in none yet."""
        if not ops:
            return
        site, start, end = ops[0][0], ops[0][1], ops[-1][1]
        self._db.executemany("INSERT INTO change VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", found.others)
        for (tab, col), values in found.first.items():  # what is the same for all is not handed over op by op
            self._db.executemany(
                f"INSERT INTO change VALUES ({site}, ?, {SET}, {tab}, ?, ?, ?, {col}, ?, NULL, NULL)", values
            )
        self.again(found.again)
        for tab, of_tab in found.rows.items():
            if self._want_rows:
                self._touched.setdefault(tab, set()).update(of_tab)
            unclear = self._unclear.get(tab, ())
            columns = [col for t, col in found.first if t == tab and found.first[t, col]]
            alone = not unclear and tab not in found.mixed and len(columns) == 1
            if alone and len(found.first[tab, columns[0]]) == len(of_tab):
                if self._new_rows_by_log(tab, columns[0], site, start, end) < len(of_tab):
                    self._unclear.setdefault(tab, set()).update(of_tab)
            else:
                self._new_rows(tab, {key: values for key, values in of_tab.items() if values and key not in unclear})

    def _new_rows_by_log(self, tab: int, col: int, site: int, start: int, end: int) -> int:
        """Insert rows of which one column was set, straight from the log; how many were new."""
        table = TABLES[BY_NUMBER[tab]]
        keys = ", ".join(("k1", "k2", "k3")[: table.key_count])
        sql = f"{table.new_rows((col,))} SELECT {keys}, val FROM change WHERE site = ? AND ts BETWEEN ? AND ? AND tab = ? AND col = ?"
        return self._db.execute(sql, (site, start, end, tab, col)).rowcount

    def _new_rows(self, tab: int, rows: Mapping[Key, dict[int, Any]]) -> None:
        table = TABLES[BY_NUMBER[tab]]
        alike: dict[tuple[int, ...], list[tuple[Any, ...]]] = {}
        for key, values in rows.items():
            alike.setdefault(tuple(values), []).append((*key[: table.key_count], *values.values()))
        for numbers, these in alike.items():
            before = self._db.total_changes
            marks = ", ".join("?" * (table.key_count + len(numbers)))
            self._db.executemany(f"{table.new_rows(numbers)} VALUES ({marks})", these)
            if self._db.total_changes - before < len(these):  # some were there already
                self._unclear.setdefault(tab, set()).update(map(table.key_of, these))

    def again(self, cells: Iterable[tuple[int, Key, int]]) -> None:
        """These rows must be worked out from the log."""
        for tab, key, col in cells:
            if tab in _KNOWN:
                self._unclear.setdefault(tab, set()).add(key)
                if col == TABLES[BY_NUMBER[tab]].parent:
                    self._moved.add(tab)

    def ease(self) -> None:
        """Work out what has been put off when it has become much."""
        if sum(map(len, self._unclear.values())) > _AT_ONCE:
            recompute_rows(self._db, self._unclear, ())
            self._unclear = {}

    def settle(self) -> set[tuple[type[Record], Key]]:
        """Work everything out, and return the rows that may read differently, if wanted."""
        moved = recompute_rows(self._db, self._unclear, self._moved)
        self._unclear, self._moved = {}, set()
        if not self._want_rows:
            return set()
        return {(BY_NUMBER[tab], key) for tab, keys in self._touched.items() for key in keys} | moved
