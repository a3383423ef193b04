"""The log: what an op is, the bytes its digest is taken over, and this session's hand that appends to it."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from itertools import chain as chained
from itertools import repeat
from struct import Struct
from typing import TYPE_CHECKING, NamedTuple

from ..core.errors import Refused

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Container, Sequence

    from ..core.records import Key
    from .lineage import Stretch
    from .values import Stored

SET, ACK, SEEN, REVERT, MERGED, VOID = 0, 1, 2, 3, 4, 5
VOID_COLUMN = 1  # where void ops stand, apart from all others of the log itself
CLOCK_LIMIT = 1 << 48
_WORDS = 200  # characters of a label or an author's name
_FEW, _AT_ONCE = 16, 1000  # ops: fewer are made bytes one by one, no more together
_LAST_MOMENT = 253_000_000_000  # in the year 9987

OpId = tuple[int, int]  # (site, ts)
OpRow = tuple[int, int, int, int, int, int, int, int, object, int | None, int | None]  # a row of `change`


class Op(NamedTuple):
    """One op before it gets its place in the log; `prev` is the op it replaces, dismisses, saw, or the transaction it reverts.

    A MERGED op says that the ops of session prev[0] above ts `val` up to ts prev[1] came in by this transaction; a VOID op
    that `val` ops of session prev[0] from ts prev[1] on do not count.
    """

    kind: int
    tab: int
    key: Key
    col: int
    val: Stored
    prev: OpId | None


def new_id() -> int:
    """A random whole number of 63 bits, never 0: the id of a record or of an editing session."""
    return int.from_bytes(os.urandom(8), "big") >> 1 or 1


# ---------------------------------------------------------------------------------- the bytes (docs/file-format.md)

_CELL = ">cqqBIqqqI"  # "O", site, ts, kind, tab, k1, k2, k3, col
_OP_NONE = Struct(_CELL + "c")
_OP_TEXT = Struct(_CELL + "cI")  # its tag and length
_OP_INTEGER = Struct(_CELL + "cq")
_PREV = Struct(">cqq")
_INTEGER = Struct(">cq")
_REAL = Struct(">cd")
_LENGTH = Struct(">cI")
_HEADER = Struct(">cqqqq")
_NONE = b"\x00"


def value_bytes(value: object) -> bytes:
    """A value as the digest sees it: a type tag, then its bytes, numbers big-endian, texts and blobs with their length."""
    if value is None:
        return _NONE
    if isinstance(value, int):
        return _INTEGER.pack(b"\x01", value)
    if isinstance(value, str):
        data = value.encode()
        return _LENGTH.pack(b"\x03", len(data)) + data
    if isinstance(value, float):
        return _REAL.pack(b"\x02", value)
    if isinstance(value, bytes):
        return _LENGTH.pack(b"\x04", len(value)) + value
    raise TypeError(type(value).__name__)


def op_bytes(row: OpRow) -> bytes:
    """An op as the digest sees it: one stroke for the values that nearly all ops have, for merging reads them by the thousand."""
    site, ts, kind, tab, k1, k2, k3, col, val, psite, pts = row
    prev = _NONE if psite is None or pts is None else _PREV.pack(b"\x05", psite, pts)
    if type(val) is str:
        data = val.encode()
        return _OP_TEXT.pack(b"O", site, ts, kind, tab, k1, k2, k3, col, b"\x03", len(data)) + data + prev
    if val is None:
        return _OP_NONE.pack(b"O", site, ts, kind, tab, k1, k2, k3, col, _NONE) + prev
    if type(val) is int:
        return _OP_INTEGER.pack(b"O", site, ts, kind, tab, k1, k2, k3, col, b"\x01", val) + prev
    return _OP_NONE.pack(b"O", site, ts, kind, tab, k1, k2, k3, col, _NONE)[:-1] + value_bytes(val) + prev


def ops_bytes(rows: Sequence[OpRow]) -> bytes:
    """Ops in a row as the digest sees them."""
    if len(rows) < _FEW:
        return b"".join(map(op_bytes, rows))
    return b"".join(_bytes_at_once(rows[at : at + _AT_ONCE]) for at in range(0, len(rows), _AT_ONCE))


def _bytes_at_once(rows: Sequence[OpRow]) -> bytes:
    """New texts, many of which an office types in, are packed column by column: no step of Python for each."""
    *cells, values, psites, ptss = zip(*rows, strict=True)
    if psites.count(None) < len(rows) or ptss.count(None) < len(rows) or not set(map(type, values)) <= {str}:
        return b"".join(map(op_bytes, rows))
    data = [*map(str.encode, values)]
    heads = map(_OP_TEXT.pack, repeat(b"O"), *cells, repeat(b"\x03"), map(len, data))
    return b"".join(chained.from_iterable(zip(heads, data, repeat(_NONE))))


def header_bytes(site: int, ts: int, n: int, wall: int, author: str, label: str) -> bytes:
    """The head of a transaction as the digest sees it."""
    return _HEADER.pack(b"T", site, ts, n, wall) + value_bytes(author) + value_bytes(label)


def chain(digest: bytes, ops: Sequence[OpRow] | bytes, header: tuple[int, int, int, int, str, str]) -> bytes:
    """The digest after one more transaction, of which the ops or their bytes are given: the first 16 bytes of SHA-256."""
    import hashlib  # loads the library of TLS, 2 ms: for writing and verifying, not for opening

    data = ops if isinstance(ops, bytes) else ops_bytes(ops)
    return hashlib.sha256(digest + data + header_bytes(*header)).digest()[:16]


# ---------------------------------------------------------------------------------------------- writing and reading


def mark(site: int, have: int, last: int) -> Op:
    """The op by which a file notes that it got the ops of a session above ts `have` up to `last` from elsewhere."""
    return Op(MERGED, 0, (0, 0, 0), 0, have, (site, last))


def void(stretch: Stretch) -> Op:
    """The op that makes the ops of a stretch not count."""
    site, have, last = stretch
    return Op(VOID, 0, (0, 0, 0), VOID_COLUMN, last - have, (site, have + 1))


class Writer:
    """One editing session's hand in the log. Its id is minted at the first write and never read from a file."""

    def __init__(self, author: str) -> None:
        self.author = plain_words(author)
        self.site = 0

    def append(self, db: sqlite3.Connection, ops: Sequence[Op], label: str) -> int:
        """Write one transaction and return its ts. The caller holds the write lock."""
        if not self.site:
            self.site = new_id()
        site, first = self.site, clock(db) + 1
        if first + len(ops) > CLOCK_LIMIT:
            raise Refused("文件中的计数异常，可能被别的工具改过，修改没有保存。", "请改用备份。")
        rows: list[OpRow] = []
        for ts, (kind, tab, (k1, k2, k3), col, val, prev) in enumerate(ops, first):
            rows.append((site, ts, kind, tab, k1, k2, k3, col, val, *(prev or (None, None))))
        header = (site, first, len(rows), int(time.time()), self.author, label)
        (before,) = db.execute("SELECT digest FROM site WHERE site = ?", (site,)).fetchone() or (b"",)
        digest = chain(before, rows, header)
        db.executemany("INSERT INTO change VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        db.execute("INSERT INTO txn VALUES (?, ?, ?, ?, ?, ?, ?)", (*header, digest))
        db.execute("INSERT OR REPLACE INTO site VALUES (?, ?, ?)", (site, first + len(rows) - 1, digest))
        return first


def plain_words(text: str) -> str:
    """A name or label on one line, of sane length and without what cannot be written as UTF-8."""
    return " ".join(text.encode(errors="replace").decode().split())[:_WORDS]


def moment(wall: int) -> datetime:
    """The local time of a transaction; a figure no clock ever showed becomes the nearest one that can be shown."""
    return datetime.fromtimestamp(min(max(wall, 0), _LAST_MOMENT), UTC).astimezone()


def clock(db: sqlite3.Connection) -> int:
    """The highest ts this file has seen."""
    (last,) = db.execute(
        "SELECT max(coalesce((SELECT max(last) FROM site), 0), coalesce((SELECT max(last) FROM partial), 0))"
    ).fetchone()
    return int(last)


class Written(NamedTuple):
    """One value that was set: by which op, and what."""

    op: OpId
    val: Stored


class RowLog:
    """The ops of one record, or of one of its cells, read once. `sets` holds the values of each column, newest first.

    `but` are the ops that do not count.
    """

    def __init__(
        self, db: sqlite3.Connection, tab: int, key: Key, col: int | None = None, *, but: Container[OpId]
    ) -> None:
        self.sets: dict[int, list[Written]] = {}
        self._named: set[OpId] = set()
        sql = "SELECT col, kind, site, ts, val, psite, pts FROM change WHERE tab = ? AND k1 = ? AND k2 = ? AND k3 = ?"
        cell: tuple[int, ...] = (tab, *key)
        if col is not None:
            sql, cell = sql + " AND col = ?", (*cell, col)
        for number, kind, site, ts, val, psite, pts in db.execute(sql + " ORDER BY col, ts DESC, site DESC", cell):
            if (site, ts) in but:
                continue
            if kind == SET:
                self.sets.setdefault(number, []).append(Written((site, ts), val))
            if kind in (SET, ACK) and psite is not None:
                self._named.add((psite, pts))

    def heads(self, col: int) -> list[Written]:
        """The winner of a cell, then the other values that no set or ack names."""
        sets = self.sets.get(col, [])
        return sets[:1] + [written for written in sets[1:] if written.op not in self._named]

    def value(self, col: int) -> Stored:
        """The value of a column, None where nobody set it."""
        sets = self.sets.get(col)
        return sets[0].val if sets else None

    def value_of(self, col: int, op: OpId | None) -> Stored:
        """What an op on this cell set, None where there is no such op."""
        return next((written.val for written in self.sets.get(col, []) if written.op == op), None)
