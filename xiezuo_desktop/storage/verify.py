"""Checking a whole file: its pages, the digests over its log, and whether the tables say what the log says."""

from __future__ import annotations

import sqlite3
import struct
from itertools import islice, zip_longest
from typing import TYPE_CHECKING, Any

from ..core.errors import Invalid
from ..core.records import BY_NUMBER, RECORD_TYPES
from .codes import context_digest
from .derive import rebuild
from .log import CLOCK_LIMIT, SET, chain, moment
from .schema import DELETED
from .values import clean, clean_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..core.records import Field


def findings(db: sqlite3.Connection) -> list[str]:
    """What is wrong with a file, one Chinese sentence each; an empty list when all is well. Changes nothing."""
    (pages,) = db.execute("PRAGMA integrity_check(1)").fetchone()
    if pages != "ok":
        return ["文件内部的页面已损坏。请改用备份，或请对方重新发送一份。"]
    return [*log_findings(db), *value_findings(db), *table_findings(db)]


def log_findings(db: sqlite3.Connection) -> list[str]:
    """Whether every transaction hashes to its digest, the chains end where they should and cover every op."""
    out: list[str] = []
    for site, last, digest in db.execute("SELECT site, last, digest FROM site ORDER BY site").fetchall():
        out += _chain_findings(db, site, last, digest) if last or not digest else _context_findings(db, site, digest)
    loose = "SELECT count(*) FROM {} WHERE site NOT IN (SELECT site FROM site)"
    if any(db.execute(loose.format(table)).fetchone()[0] for table in ("change", "txn", "partial")):
        out.append("修改记录中有来历不明的内容，可能被别的工具改过。请改用备份。")
    return out


def _chain_findings(db: sqlite3.Connection, site: int, last: int, digest: bytes) -> Iterator[str]:
    ops = db.execute("SELECT * FROM change WHERE site = ? AND ts <= ? ORDER BY ts", (site, last))
    running, at = b"", 0
    for header in db.execute(
        "SELECT site, ts, n, wall, author, label, digest FROM txn WHERE site = ? AND ts <= ? ORDER BY ts", (site, last)
    ).fetchall():
        _, ts, n, wall, author, label, expected = header
        rows = list(islice(ops, n)) if 0 < n < CLOCK_LIMIT else []
        try:
            running = chain(running, rows, header[:6])
        except struct.error:  # a number no program of this format would write
            running = b""
        in_place = [row[1] for row in rows] == list(range(ts, ts + len(rows))) and len(rows) == n and ts > at
        if running != expected or not in_place:
            yield f"{moment(wall):%Y-%m-%d %H:%M} {author}“{label}”这一步的修改记录与校验码不符，可能被别的工具改过，或者文件已损坏。"
            return
        at = ts + n - 1
    if running != digest or at != last or next(ops, None) is not None:
        yield "修改记录不完整，可能在传输中损坏，或者被别的工具改过。请改用备份，或请对方重新发送一份。"
    (beyond,) = db.execute(
        "SELECT count(*) FROM change WHERE site = ? AND ts > max(?, coalesce((SELECT last FROM partial WHERE site = ?), 0))",
        (site, last, site),
    ).fetchone()
    if beyond:
        yield "修改记录中有没有登记的内容，可能被别的工具改过。请改用备份。"


def _context_findings(db: sqlite3.Connection, site: int, digest: bytes) -> Iterator[str]:
    """Of a session that came along in part, all of it must be as it was written into the file."""
    ops = db.execute("SELECT * FROM change WHERE site = ? ORDER BY ts", (site,)).fetchall()
    txns = db.execute(
        "SELECT site, ts, n, wall, author, label, digest FROM txn WHERE site = ? ORDER BY ts", (site,)
    ).fetchall()
    try:
        sound = context_digest(ops, txns) == digest
    except (struct.error, TypeError):
        sound = False
    if not sound:
        yield "随下发带来的修改记录与校验码不符，可能被别的工具改过，或者文件已损坏。请对方重新发送一份。"


def value_findings(db: sqlite3.Connection) -> list[str]:
    """Whether every value in the log is one this program would write. Numbers it does not know are a newer program's."""
    wrong = 0
    for tab, k1, k2, k3, col, val in db.execute("SELECT tab, k1, k2, k3, col, val FROM change WHERE kind = ?", (SET,)):
        record = BY_NUMBER.get(tab)
        field = next((f for f in record.fields.values() if f.number == col), None) if record else None
        if record is None or (field is None and col != DELETED):
            continue
        if not is_clean_key(record, (k1, k2, k3)) or not is_clean(field, val):
            wrong += 1
    return [f"修改记录中有{wrong}处内容的类型不符。请改用备份，或请对方重新发送一份。"] if wrong else []


def is_clean(field: Field | None, value: Any) -> bool:
    """Whether a stored value is one our program would write; `field` None stands for the mark "deleted"."""
    if field is None:
        return value in (0, 1)
    try:
        return value is None or (type(value), value) == (type(clean(field, value)), clean(field, value))
    except Invalid:
        return False


def is_clean_key(record: Any, key: tuple[int, int, int]) -> bool:
    """Whether a record of this type can have this key."""
    try:
        return clean_key(record, key) == key
    except Invalid:
        return False


def _differing(have: Iterable[Any], want: Iterable[Any]) -> set[Any]:
    """The rows that only one of two tables has. What is the same in both is not held."""
    only: tuple[set[Any], set[Any]] = set(), set()
    for pair in zip_longest(have, want):
        if pair[0] != pair[1]:
            for rows, row in zip(only, pair, strict=True):
                rows.add(row)
    return (only[0] ^ only[1]) - {None}


def table_findings(db: sqlite3.Connection) -> list[str]:
    """Whether the tables equal what the log gives, worked out in a copy in the memory."""
    rebuilt = sqlite3.connect(":memory:", isolation_level=None)
    try:
        db.backup(rebuilt)
        rebuilt.execute("BEGIN")
        rebuild(rebuilt)
        out = []
        for name, label in (("conflict", "分歧清单"), *((record.name_, record.label) for record in RECORD_TYPES)):
            sql = f'SELECT * FROM "{name}"'  # both in the order of their keys
            if differing := _differing(db.execute(sql), rebuilt.execute(sql)):
                keys = {row[1:5] if name == "conflict" else row[:1] for row in differing}
                out.append(f"“{label}”有{len(keys)}处与修改记录不符，可能被别的工具改过；重建数据表可以恢复。")
        return out
    finally:
        rebuilt.close()
