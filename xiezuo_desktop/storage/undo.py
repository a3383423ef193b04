"""Undo and redo of any transaction, as transactions of their own: the stacks are read out of the log.

The first op of such a transaction says which one it takes back, the next ones that the ops of that do not count. Taking
back an undoing is a redo: then those ops do not count themselves. So a state undone and redone is the very state that was,
with its disputes, and every copy that learns of it agrees.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..core.errors import Invalid, WrongCall
from ..core.records import BY_NUMBER, RECORD_TYPES
from .lineage import Stretches, foreign, merged_by, taken_back
from .log import REVERT, SET, VOID, RowLog, moment
from .schema import DELETED
from .tables import TABLES

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from ..core.records import Key, Record
    from .lineage import Stretch
    from .log import OpId
    from .write import Batch

_OWN_KEY = ", ".join(str(record.number) for record in RECORD_TYPES if len(record.keys) == 1)
_WITHIN = "site = ?1 AND ts > ?2 AND ts <= ?3"
_COLUMNS_OF = f"SELECT DISTINCT tab, col FROM change WHERE {_WITHIN} AND kind < {REVERT}"
_ROWS_OF = f"SELECT DISTINCT tab, k1 FROM change WHERE {_WITHIN} AND kind = {SET} AND tab IN ({_OWN_KEY})"
_OPS_ON = f"SELECT site, ts, col FROM change WHERE tab = ? AND k1 = ? AND k2 = ? AND k3 = ? AND kind < {REVERT}"
_WRITTEN_AGAIN = (  # the cells on which another value was written at a moment or after it
    "SELECT DISTINCT c.tab, c.k1, c.k2, c.k3, c.col FROM change c CROSS JOIN change n ON n.tab = c.tab AND n.k1 = c.k1"
    " AND n.k2 = c.k2 AND n.k3 = c.k3 AND n.col = c.col AND n.ts >= ?4"
    f" WHERE c.site = ?1 AND c.ts > ?2 AND c.ts <= ?3 AND c.kind = {SET} AND n.kind = {SET}"
    " AND (n.site <> c.site OR n.ts <= ?2 OR n.ts > ?3)"
)
_VALUES_OF = (
    "SELECT site, ts FROM change WHERE tab = ? AND k1 = ? AND k2 = ? AND k3 = ? AND col = ? AND kind = 0"
    " ORDER BY ts DESC, site DESC"
)

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


_UNDO, _REDO = "撤销：", "恢复："


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


def find(db: sqlite3.Connection, site: int, ts: int) -> Txn:
    """The transaction that an op belongs to. Raises WrongCall when there is none."""
    row = db.execute(
        "SELECT site, ts, n, label FROM txn WHERE site = ? AND ts <= ? ORDER BY ts DESC LIMIT 1", (site, ts)
    ).fetchone()
    if row is None or ts >= row[1] + row[2]:
        raise WrongCall("历史记录中没有这一步操作。", "请从历史记录中选取。")
    return Txn(*row)


def size(db: sqlite3.Connection, txn: Txn) -> int:
    """About how many ops a transaction wrote, brought in by a merge or took back."""
    site, ts, n, _ = txn
    (void,) = db.execute(
        f"SELECT total(val) FROM change WHERE site = ? AND ts >= ? AND ts < ? AND kind = {VOID}", (site, ts, ts + n)
    ).fetchone()
    return n + int(void) + sum(last - have for _, have, last in merged_by(db, site, ts, n))


def revert(db: sqlite3.Connection, batch: Batch, txn: Txn) -> OpId:
    """Gather what takes a transaction back, and return its id. Raises Invalid where somebody changed its cells since.

    Its ops, or those that came in by it, shall not count any more; records it made are deleted like any other, so that
    what another office writes to them meanwhile is a dispute and not lost.
    """
    if txn.ts == FIRST_TS:
        raise Invalid("新建计划这一步不能撤销。", "如不再需要，请删除整个文件。")
    stretches = merged_by(db, txn.site, txn.ts, txn.n) or [(txn.site, txn.ts - 1, txn.ts + txn.n - 1)]
    for stretch in stretches:
        if _is_context(db, stretch):
            raise Invalid(
                "这一步是下发单位的内容，这里只有其中一部分，不能撤销。", "请直接改成需要的内容，或与下发单位联系。"
            )
    _Reverting(db, batch, txn, stretches).gather()
    return txn.site, txn.ts


def _is_context(db: sqlite3.Connection, stretch: Stretch) -> bool:
    """Whether ops of a stretch stand here without the rest of their session."""
    site, _, last = stretch
    found = db.execute(
        "SELECT last FROM site WHERE site = ? AND site IN (SELECT site FROM partial)", (site,)
    ).fetchone()
    return found is not None and last > found[0]


class _Reverting:
    """Takes back what stands in some stretches of the log: `txn` itself, or what was merged by it.

    A merge may have brought a million ops: they are asked about stretch by stretch, and never held.
    """

    def __init__(self, db: sqlite3.Connection, batch: Batch, txn: Txn, stretches: list[Stretch]) -> None:
        self._db = db
        self._batch = batch
        self._txn = txn
        self._at = (txn.ts, txn.site)
        self._stretches = stretches
        self._taken = Stretches(stretches)

    def gather(self) -> None:
        """Everything, or Invalid."""
        before = self._batch.taken_back
        self._refuse_unknown([*self._stretches, *before.differing(taken_back(self._db, self._stretches))])
        made = self._made()
        standing = [row for row in made if self._stands(*row)]
        stretches = self._without(made)
        after = taken_back(self._db, stretches)
        if before == after and not standing:
            what = f"{made[0][0].label}已经删除了" if made else "它已经撤销过了"
            raise Invalid(f"不能撤销这一步：{what}。", "如需恢复，请在历史记录中撤销那次撤销或删除。")
        turned = before.differing(after)
        if self._anything_since():
            self._refuse_if_newer(turned)
        for tab in dict.fromkeys(tab for tab, _ in self._ask(_COLUMNS_OF, turned)):
            if BY_NUMBER[tab].tree:
                self._refuse_cycle(BY_NUMBER[tab], before, after)
        for record, key in standing:
            self._batch.change(record, key, self._batch.row(record, key), {DELETED: 1})
        if before != after:
            self._batch.take_back(stretches, turned, after)

    def _ask(self, sql: str, stretches: Iterable[Stretch], *more: int) -> Iterator[tuple[int, ...]]:
        """The answers to a question about each of some stretches."""
        for stretch in stretches:
            yield from self._db.execute(sql, (*stretch, *more))

    def _refuse_unknown(self, stretches: Iterable[Stretch]) -> None:
        for tab, col in self._ask(_COLUMNS_OF, stretches):
            record = BY_NUMBER.get(tab)
            if record is None or col not in TABLES[record].known:
                raise Invalid("这一步操作中有更新版本的软件填的内容，本版本不能撤销。", "请升级软件后再试。")

    def _made(self) -> list[tuple[type[Record], Key]]:
        """The records that would not be there but for what is taken back. Those with a natural key are nobody's making."""
        rows = dict.fromkeys((BY_NUMBER[tab], (key, 0, 0)) for tab, key in self._ask(_ROWS_OF, self._stretches))
        return [row for row in rows if self._is_made(*row)]

    def _is_made(self, record: type[Record], key: Key) -> bool:
        """Whether nothing of a record is older than what is taken back; Invalid where something is newer."""
        newer: tuple[int, OpId] | None = None
        for col, sets in RowLog(self._db, record.number, key, but=()).sets.items():
            for written in sets:
                if written.op not in self._taken:
                    if written.op[::-1] < self._at:
                        return False
                    if written.op not in self._batch.taken_back:
                        newer = (col, written.op)
        if newer and self._stands(record, key):
            raise _refusal(self._db, record, *newer)
        return True

    def _stands(self, record: type[Record], key: Key) -> bool:
        row = self._batch.row(record, key)
        return row is not None and row[DELETED] != 1

    def _without(self, made: list[tuple[type[Record], Key]]) -> list[Stretch]:
        """The stretches but for what counts on records that are deleted instead; their place in a tree is no one's any more."""
        left_out: dict[int, list[int]] = {}
        for record, key in made:
            for site, ts, col in self._db.execute(_OPS_ON, (record.number, *key)):
                op = (site, ts)
                if col != TABLES[record].parent and op in self._taken and op not in self._batch.taken_back:
                    left_out.setdefault(site, []).append(ts)
        out: list[Stretch] = []
        for site, have, last in self._stretches:
            for ts in sorted(left_out.get(site, ())):
                if have < ts <= last:
                    out.append((site, have, ts - 1))
                    have = ts
            out.append((site, have, last))
        return [stretch for stretch in out if stretch[1] < stretch[2]]

    def _anything_since(self) -> bool:
        """Whether anybody wrote after the transaction began, apart from itself."""
        sql = (
            "SELECT 1 FROM (SELECT site, last FROM site UNION ALL SELECT site, last FROM partial)"
            " WHERE last >= ?2 AND (site <> ?1 OR last > ?3) LIMIT 1"
        )
        site, ts, n, _ = self._txn
        return self._db.execute(sql, (site, ts, ts + n - 1)).fetchone() is not None

    def _refuse_if_newer(self, turned: list[Stretch]) -> None:
        """What is taken back must not lie below somebody's later value."""
        turning = Stretches(turned)
        for cell in self._ask(_WRITTEN_AGAIN, turned, self._at[0]):
            ops = self._db.execute(_VALUES_OF, cell)
            op = next((op for op in ops if op not in self._batch.taken_back), None)
            if op is not None and op not in turning and op[::-1] > self._at:
                raise _refusal(self._db, BY_NUMBER[cell[0]], cell[4], op)

    def _refuse_cycle(self, record: type[Record], before: Stretches, after: Stretches) -> None:
        """A later move that relies on one that is taken back."""
        from .derive import moves_of, replay  # opening a file needs the names of the steps only

        had = {(site, ts) for *_, site, ts in replay(moves_of(self._db, record, before))[1]}
        for *_, site, ts in replay(moves_of(self._db, record, after))[1]:
            if (site, ts) not in had and (ts, site) > self._at:
                raise Invalid(
                    f"不能撤销这一步：之后有{record.label}移到了它的下级，撤销会使它们互为上下级。",
                    "请先撤销后来的移动。",
                )


def _refusal(db: sqlite3.Connection, record: type[Record], col: int, op: OpId) -> Invalid:
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
