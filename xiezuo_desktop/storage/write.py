"""One transaction: the ops it appends to the log, and what they make of the tables.

An op written here is newer than all others, so it wins its cell: the tables follow at once, without reading the log
again. Only where somebody else's value stands in a cell too, or a dispute is listed, the row is worked out anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..core.errors import Invalid
from .derive import Cell, recompute
from .log import ACK, REVERT, SEEN, SET, Op, OpId, Writer, heads, value_of
from .schema import DELETED
from .tables import TABLES

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from ..core.records import Id, Key, Record
    from .edit import Draft
    from .values import Stored

Rows = set[tuple["type[Record]", "Key"]]
Before = dict[int, Any]  # a record as its table holds it, by column number


class Batch:
    """Gathers the changes of one transaction, then writes them. The caller holds the write lock from the beginning."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._ops: list[Op] = []
        self._moves: dict[type[Record], dict[Id, tuple[Id | None, list[Op]]]] = {}
        self._inserts: dict[type[Record], list[tuple[Any, ...]]] = {}
        self._updates: dict[tuple[type[Record], tuple[int, ...]], list[tuple[Any, ...]]] = {}
        self._unclear: list[Cell] = []
        self._rows: Rows = set()
        self.size = 0  # of the transaction, in ops, once it is written
        self._disputes = db.execute("SELECT 1 FROM conflict LIMIT 1").fetchone() is not None

    def row(self, record: type[Record], key: Key) -> Before | None:
        """A record as its table holds it, deleted or not."""
        found = self._db.execute(TABLES[record].select, key[: TABLES[record].key_count]).fetchone()
        return dict(zip(TABLES[record].numbers, found, strict=True)) if found else None

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

    def change(self, record: type[Record], key: Key, before: Before | None, values: Mapping[int, Stored]) -> None:
        """Set cells of one record; what a cell holds already is not written again."""
        if before is None:
            self._insert(record, key, values)
            return
        flags = TABLES[record].flags
        changed = {
            number: value
            for number, value in values.items()
            if before[number] != value and not (number in flags and not value and not before[number])
        }
        if not changed:
            return
        self._rows.add((record, key))
        numbers = tuple(changed)
        found = heads(
            self._db, record.number, key, numbers[0] if len(numbers) == 1 and DELETED not in changed else None
        )
        if changed.get(DELETED) == 1:
            self._see(record, key, found)
        for number, value in changed.items():
            self._set(record, key, number, value, found.get(number, []))
        self._updates.setdefault((record, numbers), []).append((*changed.values(), *key[: TABLES[record].key_count]))
        if self._disputes:
            self._unclear += [(record.number, *key, number) for number in numbers]

    def _insert(self, record: type[Record], key: Key, values: Mapping[int, Stored]) -> None:
        flags = TABLES[record].flags
        filled = {n: v for n, v in values.items() if v is not None and not (n in flags and not v)} or {DELETED: 0}
        for number, value in filled.items():
            self._set(record, key, number, value, [])
        row = (filled.get(number) for number in TABLES[record].numbers)
        self._inserts.setdefault(record, []).append((*key[: TABLES[record].key_count], *row))
        self._rows.add((record, key))

    def _see(self, record: type[Record], key: Key, found: dict[int, list[OpId]]) -> None:
        """A deletion notes every value it saw, so that one it did not see can be told apart later."""
        for number, ops in found.items():
            if number != DELETED:
                self._ops += [Op(SEEN, record.number, key, number, None, op) for op in ops]

    def _set(self, record: type[Record], key: Key, number: int, value: Stored, found: list[OpId]) -> None:
        tab = record.number
        ops = [Op(SET, tab, key, number, value, found[0] if found else None)]
        if len(found) > 1:  # others wrote too: who typed the very value that is now replaced does not disagree
            shown = value_of(self._db, found[0])
            ops += [Op(ACK, tab, key, number, None, op) for op in found[1:] if value_of(self._db, op) == shown]
            self._unclear.append((tab, *key, number))
        if number == TABLES[record].parent:
            assert value is None or isinstance(value, int)
            self._moves.setdefault(record, {})[key[0]] = (value, ops)
        else:
            self._ops += ops

    def write(self, writer: Writer, label: str, revert: OpId | None = None) -> tuple[Rows, tuple[int, bytes] | None]:
        """Write what was gathered; the records that read differently, and what the writer is to settle after COMMIT.

        A transaction that changes nothing writes nothing. `revert` names the transaction that this one takes back.
        """
        ops = [Op(REVERT, 0, (0, 0, 0), 0, None, revert)] if revert else []
        ops += self._ops
        for record, moves in self._moves.items():
            for child in self._downwards(record, {child: parent for child, (parent, _) in moves.items()}):
                ops += moves[child][1]
        self.size = len(ops)
        if not ops:
            return set(), None
        settle = writer.append(self._db, ops, label)
        for record, rows in self._inserts.items():
            self._db.executemany(TABLES[record].insert, rows)
        for (record, numbers), rows in self._updates.items():
            self._db.executemany(TABLES[record].update(numbers), rows)
        if self._unclear:
            self._rows |= recompute(self._db, self._unclear)
        return self._rows, settle

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
