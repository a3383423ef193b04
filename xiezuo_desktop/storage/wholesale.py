"""A merge of more than the plan file held before: the log first, the tables at the end.

Thousands of returns speak of rows all over the index of the log and the tables. Kept up file by file these are read and
written again and again, the more the larger they grow. So the index is dropped, the ops are appended, and in the end the
index is sorted once and the tables are made out of it, row after row in their order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .arrivals import append
from .derive import refill
from .lineage import Stretches, taken_back
from .schema import LOG_SQL

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from ..core.records import Key
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

    `cache`: KiB of our file to hold meanwhile; half as much while the index is sorted, which takes that again, so that the
    memory stays within bounds however many files come.
    """

    cache = 24_576

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self.taken_back = Stretches()
        db.execute(f"DROP INDEX {_INDEX}")

    def put(self, found: Sorted) -> None:
        """Append ops of one session to the log."""
        append(self._db, found)

    def again(self, cells: Iterable[tuple[int, Key, int]]) -> None:
        """Nothing: all rows are worked out from the log."""

    def ease(self) -> None:
        """Nothing: there is nothing put off that grows."""

    def settle(self, also_void: Sequence[Stretch]) -> None:
        """Work everything out; any row may read differently. `also_void` is taken back now."""
        self._db.execute(f"PRAGMA cache_size = -{self.cache // 2}")
        self._db.execute(LOG_SQL[_INDEX])
        self._db.execute(f"PRAGMA cache_size = -{self.cache}")
        self.taken_back = taken_back(self._db, also_void)
        refill(self._db, self.taken_back)
