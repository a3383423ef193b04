"""Many new texts of one field in one transaction, as an office pastes them in: read, hashed and written by columns.

A merge spends its time on these. What makes an op plain is asked of SQLite while it reads the row, so that no step of Python
is taken for each; a transaction of which one op is not so is read op by op like all others.
"""

from __future__ import annotations

import json
from itertools import count, repeat
from operator import add
from struct import Struct
from typing import TYPE_CHECKING, Any, NamedTuple

from ..core.records import RECORD_TYPES
from .log import SET
from .schema import DELETED
from .tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..core.records import Field, Key, Record
    from .log import OpRow

    Read = Callable[[str, tuple[Any, ...]], list[Any]]

NOTHING: dict[int, Any] = {}  # the values of a row of which the run itself tells them
MANY = 16  # ops; fewer are not worth the detour
_SHAPE = "SELECT kind, tab, col FROM change WHERE site = ? AND ts = ?"
# Four lists for all rows are read in half the time of a tuple for each. The rows come in the order of the primary key;
# were it another, the digest would say so.
_COLUMNS = (
    "SELECT count(*), json_group_array(k1), json_group_array(k2), json_group_array(k3), json_group_array(val)"
    " FROM change NOT INDEXED WHERE site = ?1 AND ts >= ?2 AND ts < ?2 + ?3 AND kind = ?4 AND tab = ?5 AND col = ?6"
    " AND typeof(val) = 'text' AND psite IS NULL AND pts IS NULL"
)
_HEAD = Struct(">q5sqqq5sI")  # ts; kind, tab; k1, k2, k3; col, tag of texts; length
_SHAPE_BYTES, _COLUMN_BYTES = Struct(">BI"), Struct(">Ic")


class Columns:
    """What one record type takes: how many parts its key has, its fields by number, and which of them are plain texts."""

    def __init__(self, record: type[Record]) -> None:
        table = TABLES[record]
        self.record = record
        self.key_count = table.key_count
        self.fields: dict[int, Field | None] = {DELETED: None, **{f.number: f for f in record.fields.values()}}
        self.texts = frozenset(f.number for f in record.fields.values() if f.type is str)
        self.apart = frozenset({DELETED, table.parent})  # columns that the other rows or ops have a say in


KNOWN = {record.number: Columns(record) for record in RECORD_TYPES}


class Run(NamedTuple):
    """A whole transaction of new texts of one field, no cell twice.

    `columns`: k1, k2, k3 and the values, of which the first have the ts `start`, the others those that follow. `keys` are
    the keys, with no values.
    """

    site: int
    tab: int
    col: int
    start: int
    columns: tuple[Sequence[int], Sequence[int], Sequence[int], Sequence[str]]
    keys: dict[Key, dict[int, Any]]

    @property
    def end(self) -> int:
        """The ts of its last op."""
        return self.start + len(self.keys) - 1

    def rows(self) -> list[tuple[int, int, int, int, str]]:
        """Each op as (ts, k1, k2, k3, val)."""
        return [*zip(range(self.start, self.end + 1), *self.columns, strict=True)]

    def ops(self) -> list[OpRow]:
        """The same as rows of the log."""
        return [
            (self.site, ts, SET, self.tab, k1, k2, k3, self.col, v, None, None) for ts, k1, k2, k3, v in self.rows()
        ]

    def bytes(self) -> bytes:
        """Its ops as the digest sees them."""
        k1, k2, k3, values = self.columns
        data = [*map(str.encode, values)]
        begin = b"O" + self.site.to_bytes(8, "big")
        shape, column = _SHAPE_BYTES.pack(SET, self.tab), _COLUMN_BYTES.pack(self.col, b"\x03")
        heads = map(_HEAD.pack, count(self.start), repeat(shape), k1, k2, k3, repeat(column), map(len, data))
        return begin + (b"\x00" + begin).join(map(add, heads, data)) + b"\x00"


def runs_of(read: Read, txns: Sequence[Any], last: int) -> list[Run]:
    """The transactions of one session, ascending, that are runs and end by ts `last`."""
    out: list[Run] = []
    for at, (site, ts, n, *_) in enumerate(txns):
        if n < MANY or ts + n - 1 > last or (at + 1 < len(txns) and txns[at + 1][1] < ts + n):
            continue
        if at and txns[at - 1][1] + txns[at - 1][2] > ts:  # no program writes transactions into each other
            continue
        run = _run(read, site, ts, n)
        if run:
            out.append(run)
    return out


def _run(read: Read, site: int, ts: int, n: int) -> Run | None:
    for kind, tab, col in read(_SHAPE, (site, ts)):
        known = KNOWN.get(tab)
        if kind != SET or known is None or col not in known.texts:
            return None
        ((count, *columns),) = read(_COLUMNS, (site, ts, n, SET, tab, col))
        if count != n:
            return None
        k1, k2, k3, values = map(json.loads, columns)
        keys = dict.fromkeys(zip(k1, k2, k3, strict=True), NOTHING)
        unused = (k3, k2)[: 3 - known.key_count]
        if (
            len(keys) == n
            and min(k1) > 0
            and min(k2) >= 0
            and min(k3) >= 0
            and "" not in values
            and not any(map(any, unused))
        ):
            return Run(site, tab, col, ts, (k1, k2, k3, values), keys)
    return None
