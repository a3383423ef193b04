"""Undo and redo of any transaction, as transactions of their own: the stacks are read out of the log.

The first op of such a transaction says which one it takes back. Taking back an undoing is a redo.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..core.errors import Invalid, WrongCall
from ..core.records import BY_NUMBER
from .log import REVERT, SET, RowLog, moment
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
        for site, ts, label, psite, pts in db.execute(
            "SELECT t.site, t.ts, t.label, c.psite, c.pts FROM txn t"
            " LEFT JOIN change c ON c.site = t.site AND c.ts = t.ts AND c.kind = ?"
            " WHERE t.author = ? AND t.ts > ? ORDER BY t.ts, t.site",
            (REVERT, self.author, FIRST_TS),
        ):
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
    for (record, key), written in _cells(db, txn).items():
        log = RowLog(db, record.number, key)
        values = {col: log.value_of(col, work.prev) for col, work in written.items()}
        deleted = values.get(DELETED, 0) == 1
        if (DELETED not in written or written[DELETED].val == 0) and _made_by(txn, log):
            values, deleted = {}, True  # nothing is left to go back to
        if DELETED in written or deleted:
            values[DELETED] = int(deleted)
        for col, sets in sorted(log.sets.items()):
            winner, val = sets[0]
            cell = (record.number, *key, col)
            if _changed_since(db, cell, winner, val, txn, written.get(col), deleted):
                raise _refusal(db, record, col, winner)
        before = batch.row(record, key)
        if deleted and before and before[DELETED] == 1:
            raise Invalid(f"不能撤销这一步：{record.label}已经删除了。", "如需恢复，请在历史记录中撤销那次删除。")
        batch.change(record, key, before, values, log)
    return txn.site, txn.ts


class Cellwork(NamedTuple):
    """What a transaction did to one cell: the op it replaced, its own op and the value."""

    prev: OpId | None
    op: OpId
    val: Stored


Work = dict[int, Cellwork]  # by column number


def _cells(db: sqlite3.Connection, txn: Txn) -> dict[tuple[type[Record], Key], Work]:
    out: dict[tuple[type[Record], Key], Work] = {}
    for ts, tab, k1, k2, k3, col, val, psite, pts in db.execute(
        "SELECT ts, tab, k1, k2, k3, col, val, psite, pts FROM change WHERE site = ? AND ts >= ? AND ts < ? AND kind = ? ORDER BY ts",
        (txn.site, txn.ts, txn.ts + txn.n, SET),
    ):
        record = BY_NUMBER.get(tab)
        if record is None or col not in TABLES[record].known:
            raise Invalid("这一步操作是用更新版本的软件做的，本版本不能撤销。", "请升级软件后再试。")
        written = out.setdefault((record, (k1, k2, k3)), {})
        earlier = written.get(col)
        prev = earlier.prev if earlier else None if psite is None else (psite, pts)
        written[col] = Cellwork(prev, (txn.site, ts), val)
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
    if txn.holds(winner) or (work is None and not deletes):
        return False
    stands = _original(db, cell, winner)
    if work is not None:
        return stands != _original(db, cell, work.op)
    return stands is not None and not txn.holds(stands) and stands[::-1] > (txn.ts, txn.site) and val is not None


def _original(db: sqlite3.Connection, cell: Cell, op: OpId | None) -> OpId | None:
    """The op whose value an op puts into force again: undoing and redoing count as going back, not as new values."""
    while op is not None:
        back = db.execute(
            "SELECT psite, pts FROM change WHERE kind = ? AND site = ?"
            " AND ts = (SELECT max(ts) FROM txn WHERE site = ? AND ts <= ?)",
            (REVERT, op[0], *op),
        ).fetchone()
        if back is None:
            return op
        found = db.execute(
            "SELECT psite, pts FROM change WHERE tab = ? AND k1 = ? AND k2 = ? AND k3 = ? AND col = ? AND kind = 0"
            " AND site = ? AND ts >= ? AND ts < ? + (SELECT n FROM txn WHERE site = ? AND ts = ?) ORDER BY ts LIMIT 1",
            (*cell, *back, back[1], *back),
        ).fetchone()
        op = found if found and found[0] is not None else None  # not found: the record was unmade, nothing stood before
    return None


def _refusal(db: sqlite3.Connection, record: type[Record], col: int, op: OpId) -> Invalid:
    author, label, wall = db.execute(
        "SELECT author, label, wall FROM txn WHERE site = ? AND ts <= ? ORDER BY ts DESC LIMIT 1", op
    ).fetchone()
    field = next((f.label for f in record.fields.values() if f.number == col), "删除状态")
    who = f"由{author}" if author else ""
    return Invalid(
        f"不能撤销这一步：{record.label}的“{field}”之后又{who}改过（{moment(wall):%Y-%m-%d %H:%M}，“{label}”）。",
        "请先撤销后来的修改，或直接改成需要的内容。",
    )
