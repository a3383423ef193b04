"""One transaction: the ops it appends to the log, and what they make of the tables.

An op written here is newer than all others, so it wins its cell: the tables follow at once, without reading the log
again. Only where somebody else's value stands in a cell too, or a dispute is listed, the row is worked out anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..core.errors import Invalid
from .derive import Cell, recompute, refill
from .log import ACK, REVERT, SEEN, SET, Op, RowLog, mark, void
from .schema import DELETED
from .tables import TABLES, RecordTable

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from ..core.records import Id, Key, Record
    from .edit import Draft, Edit
    from .lineage import Stretch, Stretches
    from .log import OpId, Writer, Written
    from .values import Stored

MANY = 20_000  # ops; fewer are worked out one by one at once
PART = 4  # of the log, one by so many: to work out a row alone takes some times as long as among all
_TURNED = f"FROM change WHERE site = ? AND ts > ? AND ts <= ? AND kind < {REVERT}"

Rows = set[tuple["type[Record]", "Key"]]
Before = dict[int, Any]  # a record as its table holds it, by column number


class Batch:
    """Gathers the changes of one transaction, then writes them. The caller holds the write lock from the beginning.

    `taken_back` are the ops that do not count. `anew`: any row may read differently afterwards, not only those that are named.
    """

    def __init__(self, db: sqlite3.Connection, taken_back: Stretches) -> None:
        self._db = db
        self.taken_back = taken_back
        self.anew = self._refill = False
        self._ops: list[Op] = []
        self._deletions: list[Op] = []  # written last: what a session wrote before its deletion, it had seen
        self._moves: dict[type[Record], dict[Id, tuple[Id | None, list[Op]]]] = {}
        self._inserts: dict[type[Record], list[tuple[Any, ...]]] = {}
        self._updates: dict[tuple[type[Record], tuple[int, ...]], list[tuple[Any, ...]]] = {}
        self._unclear: list[Cell] = []
        self._rows: Rows = set()
        self._marks: list[Op] = []
        self._disputes = self._any_disputes()

    def _any_disputes(self) -> bool:
        return self._db.execute("SELECT 1 FROM conflict LIMIT 1").fetchone() is not None

    def merged(self, marks: list[Op], rows: Rows | None, again: Iterable[Stretch], taken_back: Stretches) -> None:
        """Ops of others were taken into the log: `marks` shall note which, `rows` read differently now, None: any may.

        `again` are the ops that took back an earlier merge of the same, and do not count any more.
        """
        self._marks = marks
        self._ops += map(void, again)
        self.anew = rows is None
        self._rows |= rows or set()
        self.taken_back = taken_back
        self._disputes = self._any_disputes()

    def row(self, record: type[Record], key: Key) -> Before | None:
        """A record as its table holds it, deleted or not."""
        found = self._db.execute(TABLES[record].select, key[: TABLES[record].key_count]).fetchone()
        return dict(zip(TABLES[record].numbers, found, strict=True)) if found else None

    def log(self, record: type[Record], key: Key, number: int | None = None) -> RowLog:
        """What the log says of a record, or of one of its cells."""
        return RowLog(self._db, record.number, key, number, but=self.taken_back)

    def take_all(self, edit: Edit) -> None:
        """Do what an edit asks for."""
        for record, drafts in edit.drafts.items():
            for key, draft in drafts.items():
                self.take(record, key, draft)

    def take(self, record: type[Record], key: Key, draft: Draft) -> None:
        """Do what an edit asks for one record."""
        before = self.row(record, key)
        if before is None:
            if draft.alive:
                self.change(record, key, before, draft.values)
            return
        was_alive = before[DELETED] != 1
        if not draft.alive:
            if was_alive:
                self.change(record, key, before, {DELETED: 1})
            return
        values: Mapping[int, Stored] = draft.values
        if draft.fresh or not was_alive:
            values = {number: draft.values.get(number) for number in before if number != DELETED}
        if not was_alive:
            values = {DELETED: 0, **values}
        self.change(record, key, before, values)

    def change(
        self,
        record: type[Record],
        key: Key,
        before: Before | None,
        values: Mapping[int, Stored],
        log: RowLog | None = None,
    ) -> None:
        """Set cells of one record; what a cell holds already is not written again. `log` is that of the record, if at hand."""
        table = TABLES[record]
        if before is None:
            self._insert(table, key, values)
            return
        changed = {
            number: value
            for number, value in values.items()
            if before[number] != value and not (number in table.flags and not value and not before[number])
        }
        if not changed:
            return
        self._rows.add((record, key))
        numbers = tuple(changed)
        if log is None:
            one_cell = len(numbers) == 1 and numbers[0] != DELETED
            log = self.log(record, key, numbers[0] if one_cell else None)
        if changed.get(DELETED) == 1:
            self._see(table, key, log)
        for number, value in changed.items():
            self._set(table, key, number, value, log.heads(number))
        self._updates.setdefault((record, numbers), []).append((*changed.values(), *key[: table.key_count]))
        if self._disputes:
            self._unclear += [(table.number, *key, number) for number in numbers]

    def _see(self, table: RecordTable, key: Key, log: RowLog) -> None:
        """A deletion notes every value it saw, so that one it did not see can be told apart later."""
        for col in sorted(log.sets.keys() - {DELETED}):
            self._ops += [Op(SEEN, table.number, key, col, None, head.op) for head in log.heads(col)]

    def _insert(self, table: RecordTable, key: Key, values: Mapping[int, Stored]) -> None:
        filled = {n: v for n, v in values.items() if v is not None and not (n in table.flags and not v)} or {DELETED: 0}
        for number, value in filled.items():
            self._set(table, key, number, value, [])
        self._inserts.setdefault(table.record, []).append((*key[: table.key_count], *map(filled.get, table.numbers)))
        self._rows.add((table.record, key))

    def _set(self, table: RecordTable, key: Key, number: int, value: Stored, heads: list[Written]) -> None:
        ops = [Op(SET, table.number, key, number, value, heads[0].op if heads else None)]
        if len(heads) > 1:  # others wrote too: who typed the very value that is now replaced does not disagree
            same = [head.op for head in heads[1:] if head.val == heads[0].val]
            ops += [Op(ACK, table.number, key, number, None, op) for op in same]
            self._unclear.append((table.number, *key, number))
        if number == table.parent:
            assert value is None or isinstance(value, int)
            self._moves.setdefault(table.record, {})[key[0]] = (value, ops)
        elif number == DELETED and value == 1:
            self._deletions += ops
        else:
            self._ops += ops

    def settle(
        self, record: type[Record], key: Key, number: int, value: Stored, *, over: Written, dismiss: Iterable[OpId]
    ) -> None:
        """Decide what a cell holds, over its winner, even if that says the same: the other values are dismissed."""
        tab = TABLES[record].number
        ops = [Op(ACK, tab, key, number, None, op) for op in dismiss]
        ops.append(Op(SET, tab, key, number, value, over.op))
        if number == TABLES[record].parent:
            assert value is None or isinstance(value, int)
            self._moves.setdefault(record, {})[key[0]] = (value, ops)
        else:
            self._ops += ops
        self._unclear.append((tab, *key, number))

    def saw(self, record: type[Record], key: Key, number: int, ops: Iterable[OpId]) -> None:
        """The deletion of a record knows of these values too."""
        tab = TABLES[record].number
        self._ops += [Op(SEEN, tab, key, number, None, op) for op in ops]
        self._unclear.append((tab, *key, number))

    def take_back(self, stretches: Iterable[Stretch], turned: Sequence[Stretch], taken_back: Stretches) -> None:
        """Ops of `stretches` shall not count; then those of `turned` do or do not any more, and all of `taken_back` do not.

        Where these are much of the log, all tables are made anew out of it.
        """
        self._ops += [void(stretch) for stretch in stretches]
        self.taken_back = taken_back
        ops = sum(self._db.execute(f"SELECT count(*) {_TURNED}", stretch).fetchone()[0] for stretch in turned)
        if ops >= MANY and ops * PART >= self._db.execute("SELECT count(*) FROM change").fetchone()[0]:
            self.anew = self._refill = True
            return
        for stretch in turned:
            self._unclear += self._db.execute(f"SELECT DISTINCT tab, k1, k2, k3, col {_TURNED}", stretch)

    def write(self, writer: Writer, label: str, revert: OpId | None = None) -> tuple[Rows, int | None]:
        """Write what was gathered; the records that read differently, and the transaction's ts.

        A transaction that changes nothing writes nothing and has none. `revert` names the one that this one takes back.
        """
        ops = [Op(REVERT, 0, (0, 0, 0), 0, None, revert)] if revert else []
        ops += self._ops
        for record, moves in self._moves.items():
            for child in self._downwards(record, {child: parent for child, (parent, _) in moves.items()}):
                ops += moves[child][1]
        ops += self._deletions
        if not ops:
            return self._rows, None
        ts = writer.append(self._db, ops, label)
        for record, rows in self._inserts.items():
            self._db.executemany(TABLES[record].insert, rows)
        for (record, numbers), rows in self._updates.items():
            self._db.executemany(TABLES[record].update(numbers), rows)
        if self._refill:
            refill(self._db, self.taken_back)
        elif self._unclear:
            self._rows |= recompute(self._db, self._unclear, self.taken_back)
        return self._rows, ts

    def note(self, notes: Writer, label: str, writer: Writer, ts: int | None) -> int | None:
        """Note what came in by a merge, in a session of notes, and the transaction at `ts` that goes with it; the note's ts.

        The notes are this file's own affair: such sessions are not handed on, or two offices that exchange their files
        would for ever tell each other that they did.
        """
        if not self._marks:
            return None
        marks = self._marks
        if ts:
            (last,) = self._db.execute("SELECT last FROM site WHERE site = ?", (writer.site,)).fetchone()
            marks = [*marks, mark(writer.site, ts - 1, last)]
        return notes.append(self._db, marks, label)

    def _downwards(self, record: type[Record], moves: dict[Id, Id | None]) -> list[Id]:
        """The moved rows, upper ones first: in that order no step on the way closes a cycle. Invalid when the end is one."""
        above: dict[Id, Id | None] = dict(moves)
        depth: dict[Id, int] = {}

        def parent_of(row: Id) -> Id | None:
            if row not in above:
                sql = f'SELECT "{record.tree}" FROM "{record.name_}" WHERE id = ?'
                found = self._db.execute(sql, (row,)).fetchone()
                above[row] = found[0] if found else None
            return above[row]

        for child in moves:
            way: list[Id] = []
            at: Id | None = child
            on_way: set[Id] = set()
            while at is not None and at not in depth:
                if at in on_way:
                    raise Invalid(f"不能把{record.label}放到它自己或它的下级之下。", "请另选一个位置。")
                on_way.add(at)
                way.append(at)
                at = parent_of(at)
            base = -1 if at is None else depth[at]
            for step, row in enumerate(reversed(way), 1):
                depth[row] = base + step
        return sorted(moves, key=depth.__getitem__)
