"""A merge of more than the plan file held before: the log first, the tables at the end.

Thousands of returns speak of rows all over the index of the log and the tables. Kept up file by file these are read and
written again and again, the more the larger they grow. So the index is dropped, the ops are appended, and in the end the
index is sorted once and the tables are made out of it, row after row in their order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.records import BY_NUMBER, RECORD_TYPES
from .arrivals import append
from .derive import refill
from .lineage import Stretches, ops_under, taken_back
from .runs import KNOWN
from .schema import LOG_SQL

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from ..core.records import Id, Key, Record
    from .arrivals import Sorted
    from .lineage import Stretch

_INDEX = "change_cell"
MANY_TIMES = 2  # as much as the file itself; below that keeping up is cheaper
LEAST = 4 << 20  # bytes; what is smaller is merged at once either way


def is_wholesale(db: sqlite3.Connection, size: int) -> bool:
    """Whether files of this size, in bytes, are better taken in wholesale. Not where something was taken back: then each
    file is held against that, and it is found by the index.
    """
    (pages,), (page_size,) = db.execute("PRAGMA page_count").fetchone(), db.execute("PRAGMA page_size").fetchone()
    return size >= max(LEAST, MANY_TIMES * pages * page_size) and not taken_back(db)


class Wholesale:
    """Does what Arrivals does, by the tables made anew. The caller holds the transaction.

    `cache`: KiB of our file to hold meanwhile; sorting the index takes as much again.
    """

    cache = 32_768

    def __init__(self, db: sqlite3.Connection, *, want_rows: bool) -> None:
        self._db = db
        self._touched: dict[int, set[Key]] | None = {} if want_rows else None
        self._voids: list[Stretch] = []
        self.taken_back = Stretches()
        db.execute(f"DROP INDEX {_INDEX}")

    def put(self, found: Sorted) -> None:
        """Append ops of one session to the log."""
        append(self._db, found)
        self._voids += found.voids
        if self._touched is not None:
            for tab, of_tab in found.rows.items():
                self._touched.setdefault(tab, set()).update(of_tab)

    def again(self, cells: Iterable[tuple[int, Key, int]]) -> None:
        """Nothing: all rows are worked out from the log."""

    def ease(self) -> None:
        """Nothing: there is nothing put off that grows."""

    def settle(self, also_void: Sequence[Stretch]) -> set[tuple[type[Record], Key]]:
        """Work everything out, and return the rows that may read differently, if wanted. `also_void` is taken back now."""
        self._db.execute(LOG_SQL[_INDEX])
        self.taken_back = taken_back(self._db, also_void)
        if self._touched is None:
            refill(self._db, self.taken_back)
            return set()
        for _, tab, k1, k2, k3, *_ in ops_under(self._db, [*self._voids, *also_void]):
            if tab in KNOWN:
                self._touched.setdefault(tab, set()).add((k1, k2, k3))
        before = self._parents()
        refill(self._db, self.taken_back)
        out = {(BY_NUMBER[tab], key) for tab, keys in self._touched.items() for key in keys}
        return out | {(record, (child, 0, 0)) for record, child, _ in before ^ self._parents()}

    def _parents(self) -> set[tuple[type[Record], Id, Id | None]]:
        """Where each row of a tree stands."""
        trees = [record for record in RECORD_TYPES if record.tree]
        return {
            (record, child, parent)
            for record in trees
            for child, parent in self._db.execute(f'SELECT id, "{record.tree}" FROM "{record.name_}"')
        }
