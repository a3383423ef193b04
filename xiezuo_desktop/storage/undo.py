"""Undo and redo of any transaction, as transactions of their own: the stacks are read out of the log.

The first op of such a transaction says which one it takes back. Taking back an undoing is a redo.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..core.errors import Invalid, WrongCall
from ..core.records import BY_NUMBER
from .lineage import NO_END, Stretches, foreign, merged_by
from .log import ACK, REVERT, SET, RowLog, moment
from .schema import DELETED
from .tables import TABLES

if TYPE_CHECKING:
    import sqlite3

    from ..core.records import Key, Record
    from .derive import Cell
    from .log import OpId
    from .values import Stored
    from .write import Batch

FIRST_TS = 1  # the transaction that made the plan; it is never taken back


class Done(NamedTuple):
    """A transaction that can be taken back, with the name of the action it stands for."""

    site: int
    ts: int
    label: str


class Stacks:
    """What one author can undo and redo, in this file, across all sessions."""

    def __init__(self, author: str) -> None:
        self.author = author
        self.undo: list[Done] = []
        self.redo: list[Done] = []

    def read(self, db: sqlite3.Connection) -> None:
        """Work both stacks out from the log."""
        self.undo, self.redo = [], []
        elsewhere = foreign(db)  # an office may use the same name on every computer
        for site, ts, label, psite, pts in db.execute(
            "SELECT t.site, t.ts, t.label, c.psite, c.pts FROM txn t"
            " LEFT JOIN change c ON c.site = t.site AND c.ts = t.ts AND c.kind = ?"
            " WHERE t.author = ? AND t.ts > ? ORDER BY t.ts, t.site",
            (REVERT, self.author, FIRST_TS),
        ):
            if (site, ts) not in elsewhere:
                self.push(Done(site, ts, label), None if psite is None else (psite, pts))

    def push(self, done: Done, reverts: OpId | None) -> None:
        """One more transaction, newer than all before."""
        if reverts is None:
            self.undo.append(done)
            self.redo.clear()
            return
        for source, target in ((self.undo, self.redo), (self.redo, self.undo)):
            for at in range(len(source) - 1, -1, -1):
                if source[at][:2] == reverts:
                    target.append(done._replace(label=source.pop(at).label))
                    return
        self.undo.append(done)  # an action of somebody else was taken back: an action like any other
        self.redo.clear()


_UNDO, _REDO = "撤销：", "重做："


def reverting_label(label: str) -> str:
    """The name of the action that takes the named one back."""
    if label.startswith(_UNDO):
        return _REDO + label.removeprefix(_UNDO)
    return _UNDO + label.removeprefix(_REDO)


class Txn(NamedTuple):
    """A transaction as the log names it; its ops are (site, ts) to (site, ts + n - 1)."""

    site: int
    ts: int
    n: int
    label: str

    def holds(self, op: OpId) -> bool:
        """Whether an op is one of its own."""
        return op[0] == self.site and self.ts <= op[1] < self.ts + self.n


def find(db: sqlite3.Connection, site: int, ts: int) -> Txn:
    """The transaction that an op belongs to. Raises WrongCall when there is none."""
    row = db.execute(
        "SELECT site, ts, n, label FROM txn WHERE site = ? AND ts <= ? ORDER BY ts DESC LIMIT 1", (site, ts)
    ).fetchone()
    if row is None or ts >= row[1] + row[2]:
        raise WrongCall("历史记录中没有这一步操作。", "请从历史记录中选取。")
    return Txn(*row)


def revert(db: sqlite3.Connection, batch: Batch, txn: Txn) -> OpId:
    """Gather what takes a transaction back, and return its id. Raises Invalid where somebody changed its cells since."""
    if txn.ts == FIRST_TS:
        raise Invalid("新建计划这一步不能撤销。", "如不再需要，请删除整个文件。")
    if (txn.site, txn.ts) in _context_of(db, txn.site):
        raise Invalid(
            "这一步是在下发单位做的，这里只有其中一部分，不能撤销。", "请直接改成需要的内容，或与下发单位联系。"
        )
    marks = merged_by(db, txn.site, txn.ts, txn.n)
    if marks:
        from .undo_merge import take_out

        take_out(db, batch, txn, marks)
        return txn.site, txn.ts
    for (record, key), written in _cells(db, txn).items():
        _revert_row(db, batch, txn, record, key, written)
    return txn.site, txn.ts


def _revert_row(db: sqlite3.Connection, batch: Batch, txn: Txn, record: type[Record], key: Key, written: Work) -> None:
    log = RowLog(db, record.number, key)
    values = {col: log.value_of(col, work.prev) for col, work in written.items() if work.op}
    deleted = values.get(DELETED, 0) == 1
    mark = written.get(DELETED)
    if values and (mark is None or not mark.op or mark.val == 0) and _made_by(txn, log):
        values, deleted = {}, True  # nothing is left to go back to
    if (mark and mark.op) or deleted:
        values[DELETED] = int(deleted)
    for col, sets in sorted(log.sets.items()):
        winner, val = sets[0]
        cell = (record.number, *key, col)
        if _changed_since(db, cell, winner, val, txn, written.get(col), deleted):
            raise refusal(db, record, col, winner)
    before = batch.row(record, key)
    if deleted and before and before[DELETED] == 1:
        raise Invalid(f"不能撤销这一步：{record.label}已经删除了。", "如需恢复，请在历史记录中撤销那次删除。")
    for col, work in written.items() if not deleted else ():
        if _reopen(db, batch, txn, (record, key), col, work, log):
            values.pop(col, None)
    batch.change(record, key, before, values, log)


def _context_of(db: sqlite3.Connection, site: int) -> Stretches:
    row = db.execute("SELECT last FROM site WHERE site = ? AND site IN (SELECT site FROM partial)", (site,)).fetchone()
    return Stretches([(site, row[0], NO_END)] if row else [])


def _reopen(
    db: sqlite3.Connection, batch: Batch, txn: Txn, row: tuple[type[Record], Key], col: int, work: Cellwork, log: RowLog
) -> bool:
    """Where a dispute was open before the transaction, or was opened by it, let it be so again. True when the cell is done."""
    heads = log.heads(col)
    if not heads or (len(heads) == 1 and not work.dismissed):
        return False
    record, key = row
    value = log.value_of(col, work.prev) if work.op else heads[0].val
    earlier = RowLog(db, record.number, key, col, but=_From(txn))
    open_then = {written.op for written in earlier.heads(col)[1:] if not same(written.val, value)}
    stand = [w for w in log.sets[col] if w.op in work.dismissed and not same(w.val, value)]
    left = [head for head in heads[1:] if head.op not in open_then]
    dismiss = [head.op for head in left if head.op in work.stood or same(head.val, heads[0].val)]
    if not stand and len(left) == len(heads) - 1 and not any(head.op in work.stood for head in left):
        return False
    batch.settle(record, key, col, value, over=heads[0], dismiss=dismiss, stand=stand)
    return True


class _From:
    """The ops of a transaction and all that are newer."""

    def __init__(self, txn: Txn) -> None:
        self._at = (txn.ts, txn.site)

    def __contains__(self, op: object) -> bool:
        assert isinstance(op, tuple)
        return op[::-1] >= self._at


def same(a: Stored, b: Stored) -> bool:
    """Whether two stored values are one: 1 and "1" are not."""
    return (type(a), a) == (type(b), b)


class Cellwork(NamedTuple):
    """What a transaction did to one cell: the op it replaced, its own op and the value; the ops it dismissed and, where it
    took the settling of a dispute back, those it made stand beside."""

    prev: OpId | None
    op: OpId | None
    val: Stored
    dismissed: tuple[OpId, ...] = ()
    stood: tuple[OpId, ...] = ()


Work = dict[int, Cellwork]  # by column number


def _cells(db: sqlite3.Connection, txn: Txn) -> dict[tuple[type[Record], Key], Work]:
    out: dict[tuple[type[Record], Key], Work] = {}
    for ts, kind, tab, k1, k2, k3, col, val, psite, pts in db.execute(
        "SELECT ts, kind, tab, k1, k2, k3, col, val, psite, pts FROM change"
        " WHERE site = ? AND ts >= ? AND ts < ? AND kind IN (?, ?) ORDER BY ts",
        (txn.site, txn.ts, txn.ts + txn.n, SET, ACK),
    ):
        record = BY_NUMBER.get(tab)
        if record is None or col not in TABLES[record].known:
            raise Invalid("这一步操作是用更新版本的软件做的，本版本不能撤销。", "请升级软件后再试。")
        written = out.setdefault((record, (k1, k2, k3)), {})
        work = written.get(col, Cellwork(None, None, None))
        prev = None if psite is None else (psite, pts)
        if kind == ACK and prev:
            work = work._replace(dismissed=(*work.dismissed, prev))
        elif kind == SET:
            stood = (*work.stood, work.op) if work.op else ()
            work = work._replace(prev=prev, op=(txn.site, ts), val=val, stood=stood)
        written[col] = work
    return out


def _made_by(txn: Txn, log: RowLog) -> bool:
    """Whether no value of the record is older than the transaction."""
    return all(sets[-1].op[::-1] >= (txn.ts, txn.site) for sets in log.sets.values())


def _changed_since(
    db: sqlite3.Connection, cell: Cell, winner: OpId, val: Stored, txn: Txn, work: Cellwork | None, deletes: bool
) -> bool:
    """Whether the cell says something newer than the transaction, so that taking it back would lose that.

    What the transaction wrote must still stand; where taking it back deletes the record, nothing may have come since.
    """
    if txn.holds(winner) or ((work is None or work.op is None) and not deletes):
        return False
    stands = original(db, cell, winner)
    if work is not None and work.op is not None:
        return stands != original(db, cell, work.op)
    return stands is not None and not txn.holds(stands) and stands[::-1] > (txn.ts, txn.site) and val is not None


def original(db: sqlite3.Connection, cell: Cell, op: OpId | None) -> OpId | None:
    """The op whose value an op puts into force again: undoing and redoing count as going back, not as new values."""
    while op is not None:
        back = db.execute(
            "SELECT psite, pts FROM change WHERE kind = ? AND site = ?"
            " AND ts = (SELECT max(ts) FROM txn WHERE site = ? AND ts <= ?)",
            (REVERT, op[0], *op),
        ).fetchone()
        if back is None:
            return op
        op = replaced_by(db, cell, back) or _before_merge(db, cell, back, op)
    return None  # the record was unmade, nothing stood before


def replaced_by(db: sqlite3.Connection, cell: Cell, txn: OpId) -> OpId | None:
    """The op that a transaction replaced in a cell."""
    found = db.execute(
        "SELECT psite, pts FROM change WHERE tab = ? AND k1 = ? AND k2 = ? AND k3 = ? AND col = ? AND kind = 0"
        " AND site = ? AND ts >= ? AND ts < ? + (SELECT n FROM txn WHERE site = ? AND ts = ?) ORDER BY ts DESC LIMIT 1",
        (*cell, *txn, txn[1], *txn),
    ).fetchone()
    return (found[0], found[1]) if found and found[0] is not None else None


def _before_merge(db: sqlite3.Connection, cell: Cell, merge: OpId, op: OpId) -> OpId | None:
    """What stood in a cell before a merge that was taken back by the transaction of `op`; None when it was no merge."""
    (n,) = db.execute("SELECT n FROM txn WHERE site = ? AND ts = ?", merge).fetchone() or (0,)
    came = Stretches(merged_by(db, *merge, n))
    if not came:
        return None
    tab, *key, col = cell
    sets = RowLog(db, tab, (key[0], key[1], key[2]), col).sets.get(col, [])
    return next((w.op for w in sets if w.op not in came and w.op[::-1] < op[::-1]), None)


def refusal(db: sqlite3.Connection, record: type[Record], col: int, op: OpId) -> Invalid:
    """Why a step cannot be taken back: somebody changed a cell since, by this op."""
    author, label, wall = db.execute(
        "SELECT author, label, wall FROM txn WHERE site = ? AND ts <= ? ORDER BY ts DESC LIMIT 1", op
    ).fetchone()
    field = next((f.label for f in record.fields.values() if f.number == col), "删除状态")
    who = f"由{author}" if author else ""
    return Invalid(
        f"不能撤销这一步：{record.label}的“{field}”之后又{who}改过（{moment(wall):%Y-%m-%d %H:%M}，“{label}”）。",
        "请先撤销后来的修改，或直接改成需要的内容。",
    )
