"""Many new texts of one field in one transaction, as an office pastes them in: read, hashed and written by columns.

A merge spends its time on these. What makes an op plain is asked of SQLite while it reads the row, so that no step of Python
is taken for each; a transaction of which one op is not so is read op by op like all others.
"""

from __future__ import annotations

import json
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
_ENDS = "SELECT kind, tab, col, k2 FROM change WHERE site = ?1 AND ts IN (?2, ?2 + ?3 - 1) ORDER BY ts"
# A list for each column is read in half the time of a tuple for each row. The rows come in the order of the primary key;
# were it another, the digest would say so.
_COLUMNS = (
    "SELECT count(*), json_group_array(k1), json_group_array(k3), json_group_array(val){}"
    " FROM change NOT INDEXED WHERE site = ?1 AND ts >= ?2 AND ts < ?2 + ?3 AND kind = ?4 AND tab = ?5 AND col = ?6"
    " AND typeof(val) = 'text' AND psite IS NULL AND pts IS NULL{}"
)
_OF_ONE_BEARER = _COLUMNS.format("", " AND k2 = ?7")
_OF_MANY = _COLUMNS.format(", json_group_array(k2)", "")
_HEAD = Struct(
    ">10sq5sqqq5sI"
)  # end of the one before, "O", site; ts; kind, tab; k1, k2, k3; col, tag of texts; length
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
    the keys, with no values. `k2` is that of all of them, None where they differ.
    """

    site: int
    tab: int
    col: int
    start: int
    columns: tuple[Sequence[int], Sequence[int], Sequence[int], Sequence[str]]
    keys: dict[Key, dict[int, Any]]
    k2: int | None

    @property
    def end(self) -> int:
        """The ts of its last op."""
        return self.start + len(self.keys) - 1

    def rows(self, since: int = 0) -> list[tuple[int, int, int, int, str]]:
        """Each op from one on as (ts, k1, k2, k3, val)."""
        k1, k2, k3, values = self.columns
        stamps = range(self.start + since, self.end + 1)
        return [*zip(stamps, k1[since:], k2[since:], k3[since:], values[since:], strict=True)]

    def ops(self) -> list[OpRow]:
        """The same as rows of the log."""
        return [
            (self.site, ts, SET, self.tab, k1, k2, k3, self.col, v, None, None) for ts, k1, k2, k3, v in self.rows()
        ]

    def bytes(self) -> bytes:
        """Its ops as the digest sees them."""
        k1, k2, k3, values = self.columns
        data = [*map(str.encode, values)]
        begin = b"\x00O" + self.site.to_bytes(8, "big")  # what ends an op stands before the next one
        shape, column = _SHAPE_BYTES.pack(SET, self.tab), _COLUMN_BYTES.pack(self.col, b"\x03")
        heads = map(
            _HEAD.pack, repeat(begin), count(self.start), repeat(shape), k1, k2, k3, repeat(column), map(len, data)
        )
        out = [b"\x00"] * (2 * len(data) + 1)
        out[:-1:2], out[1::2] = heads, data
        return b"".join(out)[1:]


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
    ends = read(_ENDS, (site, ts, n))
    if len(ends) < 2 or ends[0][:3] != ends[1][:3]:
        return None
    kind, tab, col, k2 = ends[0]
    known = KNOWN.get(tab)
    if kind != SET or known is None or col not in known.texts:
        return None
    alike = k2 == ends[1][3]  # what one unit returns is all its own
    sql = _OF_ONE_BEARER if alike else _OF_MANY
    ((found, *lists),) = read(sql, (site, ts, n, SET, tab, col, k2)[: 7 if alike else 6])
    if found != n:
        return None
    k1, k3, values, *rest = map(json.loads, lists)
    seconds = rest[0] if rest else [k2] * n
    columns = (k1, seconds, k3, values)
    keys = dict.fromkeys(zip(*columns[:3], strict=True), NOTHING)
    unused = columns[known.key_count : 3]
    lowest = k2 if alike else min(seconds)
    clean = min(k1) > 0 and lowest >= 0 and min(k3) >= 0 and "" not in values and not any(map(any, unused))
    return Run(site, tab, col, ts, columns, keys, k2 if alike else None) if clean and len(keys) == n else None
