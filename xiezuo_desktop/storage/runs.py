"""Many new texts of one field in one transaction, as an office pastes them in: read, hashed and written by columns.

A merge spends its time on these. What makes an op plain is asked of SQLite while it reads the row, so that no step of Python
is taken for each; a transaction of which one op is not so is read op by op like all others.
"""

from __future__ import annotations

from itertools import chain as chained
from itertools import count, repeat
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
_ROWS = (
    "SELECT k1, k2, k3, val FROM change WHERE site = ?1 AND ts >= ?2 AND ts < ?2 + ?3 AND kind = ?4 AND tab = ?5"
    " AND k1 > 0 AND k2 >= 0 AND k3 >= 0 AND (k2 = 0 OR ?7 > 1) AND (k3 = 0 OR ?7 > 2) AND col = ?6"
    " AND typeof(val) = 'text' AND val <> '' AND psite IS NULL AND pts IS NULL ORDER BY site, ts"
)
_HEAD = Struct(
    ">10sq5sqqq5sI"
)  # the end of the op before, "O", site; ts; kind, tab; k1, k2, k3; col, tag of texts; length
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

    `rows`: each (k1, k2, k3, val), of which the first has the ts `start`, the others those that follow. `keys`: the keys.
    """

    site: int
    tab: int
    col: int
    start: int
    rows: Sequence[tuple[int, int, int, str]]
    keys: dict[Key, dict[int, Any]]

    @property
    def end(self) -> int:
        """The ts of its last op."""
        return self.start + len(self.rows) - 1

    def stamped(self, since: int = 0) -> list[tuple[int, int, int, int, str]]:
        """The rows from one on with their ts in front."""
        return [(ts, *row) for ts, row in enumerate(self.rows[since:], self.start + since)]

    def ops(self) -> list[OpRow]:
        """The same as rows of the log."""
        return [
            (self.site, ts, SET, self.tab, k1, k2, k3, self.col, v, None, None)
            for ts, (k1, k2, k3, v) in enumerate(self.rows, self.start)
        ]

    def bytes(self) -> bytes:
        """Its ops as the digest sees them."""
        k1, k2, k3, values = zip(*self.rows, strict=True)
        data = [*map(str.encode, values)]
        before = b"\x00O" + self.site.to_bytes(8, "big")
        shape, column = _SHAPE_BYTES.pack(SET, self.tab), _COLUMN_BYTES.pack(self.col, b"\x03")
        heads = map(
            _HEAD.pack, repeat(before), count(self.start), repeat(shape), k1, k2, k3, repeat(column), map(len, data)
        )
        return b"".join(chained.from_iterable(zip(heads, data, strict=True)))[1:] + b"\x00"


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
        rows = read(_ROWS, (site, ts, n, SET, tab, col, known.key_count))
        keys = dict.fromkeys([(k1, k2, k3) for k1, k2, k3, _ in rows], NOTHING)
        if len(rows) == n == len(keys):
            return Run(site, tab, col, ts, rows, keys)
    return None
