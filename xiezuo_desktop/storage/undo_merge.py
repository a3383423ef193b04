"""Taking a whole merge back: every cell reads again as it did without the ops that came in. Nothing leaves the log.

New ops set the old values, dismiss what came in and let stand again what it had settled, so that every copy of the plan
that learns of them agrees, and the other office sees that its values were not adopted.
"""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from ..core.errors import Invalid
from ..core.records import BY_NUMBER
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
    from .log import Written
    from .undo import Txn
    from .values import Stored
    from .write import Batch


def take_out(db: sqlite3.Connection, batch: Batch, merge: Txn, marks: list[tuple[int, int, int]]) -> None:
    """Gather what makes the plan read as if these ops had not come in. Raises Invalid where cells were changed since."""
    came = Stretches(marks)
    later = _Later(came, (merge.ts, merge.site))
    parents: dict[type[Record], dict[Id, Id | None]] = {}
    for record, key, cols in _touched(db, marks):
        if cols - TABLES[record].known:
            raise Invalid("合并进来的内容有更新版本的软件填的，本版本不能撤销。", "请升级软件后再试。")
        everything, without = RowLog(db, record.number, key), RowLog(db, record.number, key, but=later)
        for col in sorted(cols):
            _refuse_if_newer(db, record, key, col, everything, merge, came)
        before = batch.row(record, key)
        if not without.sets or without.value(DELETED) == 1:
            _unmake(batch, record, key, everything, came)
            continue
        values: dict[int, Stored] = {}
        for col in sorted(cols):
            value = without.value(col) if col in without.sets else 0 if col == DELETED else None
            if col == TABLES[record].parent:
                value = parents.setdefault(record, _parents(db, record, later)).get(key[0])
            if not _settle(batch, record, key, col, value, everything, without, came):
                values[col] = value
        batch.change(record, key, before, values, everything)


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


def _parents(db: sqlite3.Connection, record: type[Record], but: _Later) -> dict[Id, Id | None]:
    """The parents of a tree as they are without these moves."""
    moves = db.execute(
        "SELECT k1, val, site, ts FROM change WHERE tab = ? AND col = ? AND kind = 0 ORDER BY ts, site",
        (record.number, TABLES[record].parent),
    ).fetchall()
    return replay(move for move in moves if (move[2], move[3]) not in but)[0]


def _unmake(batch: Batch, record: type[Record], key: Key, everything: RowLog, came: Stretches) -> None:
    """A record that was not there, or was deleted: it is so again, and the deletion knows of all that came in."""
    before = batch.row(record, key)
    if before and before[DELETED] != 1:
        batch.change(record, key, before, {DELETED: 1}, everything)
        return
    for col in everything.sets.keys() - {DELETED}:
        batch.dismiss(record, key, col, [w.op for w in everything.heads(col) if w.op in came], kind=SEEN)


def _settle(
    batch: Batch,
    record: type[Record],
    key: Key,
    col: int,
    value: Stored,
    everything: RowLog,
    without: RowLog,
    came: Stretches,
) -> bool:
    """Where the merge opened or settled a dispute about a cell, undo that too. True when the cell needs nothing more."""
    heads = everything.heads(col)
    dismiss = [w.op for w in heads[1:] if w.op in came]
    standing = {w.op for w in heads}
    stand: list[Written] = []
    if col != TABLES[record].parent:
        stand = [w for w in without.heads(col)[1:] if w.op not in standing and not same(w.val, value)]
    if heads and (stand or (len(heads) > 1 and heads[0].op in came)):
        batch.settle(record, key, col, value, over=heads[0], dismiss=dismiss, stand=stand)
        return True
    if dismiss:
        batch.dismiss(record, key, col, dismiss)
        return True
    return not heads
