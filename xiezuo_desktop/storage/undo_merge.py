"""Taking a whole merge back: every cell reads again as it did without the ops that came in. Nothing leaves the log.

New ops set the old values, dismiss what came in and let stand again what it had settled, so that every copy of the plan
that learns of them agrees, and the other office sees that its values were not adopted.
"""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from ..core.errors import Invalid
from ..core.records import BY_NUMBER, full_key
from .derive import replay
from .lineage import Stretches
from .log import SEEN, RowLog
from .schema import DELETED
from .tables import TABLES
from .undo import original, refusal, same

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from ..core.records import Id, Key, Record
    from .undo import Txn
    from .write import Batch


def take_out(db: sqlite3.Connection, batch: Batch, merge: Txn, marks: list[tuple[int, int, int]]) -> None:
    """Gather what makes the plan read as if these ops had not come in. Raises Invalid where cells were changed since."""
    came = Stretches(marks)
    later = _Later(came, (merge.ts, merge.site))
    moved: dict[type[Record], set[Id]] = {}
    for record, key, cols in _touched(db, marks):
        if cols - TABLES[record].known:
            raise Invalid("合并进来的内容有更新版本的软件填的，本版本不能撤销。", "请升级软件后再试。")
        everything, without = RowLog(db, record.number, key), RowLog(db, record.number, key, but=later)
        for col in sorted(cols):
            _refuse_if_newer(db, record, key, col, everything, merge, came)
        if TABLES[record].parent in cols:
            moved.setdefault(record, set()).add(key[0])
        if not without.sets or without.value(DELETED) == 1:
            _unmake(batch, record, key, everything, came)
            continue
        for col in sorted(cols):
            if col != TABLES[record].parent:
                _settle(batch, record, key, col, everything, without, came)
    for record, rows in moved.items():
        _move_back(db, batch, record, rows, came, later)


class _Later:
    """The ops that were not there before the merge: those it brought, and those written since, of which none still counts."""

    def __init__(self, came: Stretches, at: tuple[int, int]) -> None:
        self._came = came
        self._at = at

    def __contains__(self, op: object) -> bool:
        assert isinstance(op, tuple)
        return op[::-1] > self._at or op in self._came


def _touched(db: sqlite3.Connection, marks: list[tuple[int, int, int]]) -> Iterator[tuple[type[Record], Key, set[int]]]:
    """The rows that the ops speak of, each with the numbers of the columns."""
    cells: set[tuple[int, ...]] = set()
    for mark in marks:
        cells.update(
            db.execute(
                "SELECT DISTINCT tab, k1, k2, k3, col FROM change WHERE site = ? AND ts > ? AND ts <= ? AND kind <= ?",
                (*mark, SEEN),
            ).fetchall()
        )
    for (tab, k1, k2, k3), group in groupby(sorted(cells), key=itemgetter(0, 1, 2, 3)):
        if tab in BY_NUMBER:
            yield BY_NUMBER[tab], (k1, k2, k3), {cell[4] for cell in group}


def _refuse_if_newer(
    db: sqlite3.Connection, record: type[Record], key: Key, col: int, log: RowLog, merge: Txn, came: Stretches
) -> None:
    winner = log.sets[col][0].op if col in log.sets else None
    if winner is None or winner in came or winner[::-1] < (merge.ts, merge.site):
        return
    stands = original(db, (record.number, *key, col), winner)
    if stands is not None and stands not in came and stands[::-1] > (merge.ts, merge.site):
        raise refusal(db, record, col, winner)


def _unmake(batch: Batch, record: type[Record], key: Key, everything: RowLog, came: Stretches) -> None:
    """A record that was not there, or was deleted: it is so again, and nothing that came in stands against that."""
    before = batch.row(record, key)
    if before and before[DELETED] != 1:
        batch.change(record, key, before, {DELETED: 1}, everything)
    for col in everything.sets:
        heads = everything.heads(col)
        dismiss = [w.op for w in (heads[1:] if col == DELETED else heads) if w.op in came]
        if dismiss:
            batch.dismiss(record, key, col, dismiss)


def _settle(
    batch: Batch, record: type[Record], key: Key, col: int, everything: RowLog, without: RowLog, came: Stretches
) -> None:
    """One cell: its old value, without the dispute that the merge opened, and again in that which it settled."""
    heads, value = everything.heads(col), without.value(col)
    if col == DELETED:
        value = value or 0
    dismiss = [w.op for w in heads[1:] if w.op in came]
    standing = {w.op for w in heads}
    stand = [w for w in without.heads(col)[1:] if w.op not in standing and not same(w.val, value)]
    if heads and (stand or heads[0].op in came or not same(heads[0].val, value)):
        first = without.sets.get(col)
        origin = first[0].op if first else None
        batch.settle(record, key, col, value, over=heads[0], dismiss=dismiss, stand=stand, origin=origin)
    elif dismiss:
        batch.dismiss(record, key, col, dismiss)


def _move_back(
    db: sqlite3.Connection, batch: Batch, record: type[Record], rows: set[Id], came: Stretches, later: _Later
) -> None:
    """The tree as it was, also where a move that came in made one of ours be skipped."""
    parent = TABLES[record].parent
    assert parent is not None
    moves = db.execute(
        "SELECT k1, val, site, ts FROM change WHERE tab = ? AND col = ? AND kind = 0 ORDER BY ts, site",
        (record.number, parent),
    ).fetchall()
    then, _ = replay(move for move in moves if (move[2], move[3]) not in later)
    now = dict(db.execute(f'SELECT id, "{record.tree}" FROM "{record.name_}"').fetchall())
    for row in sorted(rows | {row for row, above in then.items() if now.get(row) != above}):
        key = full_key(row)
        earlier = RowLog(db, record.number, key, but=later)
        heads = RowLog(db, record.number, key, parent).heads(parent)
        standing = {head.op for head in heads}
        dismiss = [head.op for head in heads[1:] if head.op in came]
        stand = [w for w in earlier.heads(parent)[1:] if w.op not in standing and w.val != then.get(row)]
        if heads and (now.get(row) != then.get(row) or heads[0].op in came or stand):
            gone = not earlier.sets or earlier.value(DELETED) == 1
            batch.settle(record, key, parent, then.get(row), over=heads[0], dismiss=dismiss, stand=stand, unseen=gone)
        elif dismiss:
            batch.dismiss(record, key, parent, dismiss)
