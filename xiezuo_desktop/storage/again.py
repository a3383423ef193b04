"""Taking a file in again after its merge was taken back: what it brought shall count again.

Its ops are in the log since, so nothing of it is new; what stands against them is the undoing of that merge.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .lineage import foreign, merged_by, taken_back, void_ops
from .log import REVERT, SET, VOID
from .undo import find

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection

    from .lineage import Stretch
    from .undo import Txn


def undoings(db: sqlite3.Connection, sessions: Collection[int]) -> list[Stretch]:
    """The ops by which this file took back what it had merged of these sessions, and which still count."""
    void, elsewhere = taken_back(db), foreign(db)
    found: dict[Txn, None] = {}
    for site, ts, psite, _, _ in void_ops(db):
        if psite in sessions and (site, ts) not in void and (site, ts) not in elsewhere:
            txn = find(db, site, ts)
            if _takes_back_a_merge(db, txn):
                found[txn] = None
    return [stretch for txn in found for stretch in _about(db, txn, sessions)]


def _takes_back_a_merge(db: sqlite3.Connection, txn: Txn) -> bool:
    """Whether an undoing names a merge that was made in this file, or in the one it was copied from."""
    named = db.execute(
        "SELECT t.site, t.ts, t.n FROM change r JOIN txn t ON t.site = r.psite AND t.ts = r.pts"
        " WHERE r.site = ? AND r.ts = ? AND r.kind = ?",
        (txn.site, txn.ts, REVERT),
    ).fetchone()
    return named is not None and bool(merged_by(db, *named))


def _about(db: sqlite3.Connection, txn: Txn, sessions: Collection[int]) -> list[Stretch]:
    """The ops of an undoing that are about these sessions, or about records that they made."""
    out: list[Stretch] = []
    for ts, kind, tab, k1, k2, k3, psite in db.execute(
        "SELECT ts, kind, tab, k1, k2, k3, psite FROM change WHERE site = ? AND ts >= ? AND ts < ? ORDER BY ts",
        (txn.site, txn.ts, txn.ts + txn.n),
    ).fetchall():
        if kind == VOID:
            concerned = psite in sessions
        else:
            maker = db.execute(
                "SELECT site FROM change WHERE tab = ? AND k1 = ? AND k2 = ? AND k3 = ? AND kind = ? ORDER BY ts, site LIMIT 1",
                (tab, k1, k2, k3, SET),
            ).fetchone()
            concerned = maker is not None and maker[0] in sessions
        if concerned:
            out.append((txn.site, ts - 1, ts))
    return out
