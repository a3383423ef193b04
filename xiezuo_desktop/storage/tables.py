"""The tables of the record types as SQL sees them: statements made once from the registry."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..core.records import RECORD_TYPES, Record
from .schema import DELETED, DELETED_NAME, column_types
from .values import restore

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..core.records import Field, Key


_COUNTS = (  # the last stretch of the session that begins below an op ends below it too
    " AND coalesce((SELECT v.last FROM temp.void v WHERE v.site = change.site AND v.have < change.ts"
    " ORDER BY v.have DESC LIMIT 1), 0) < change.ts"
)


class RecordTable:
    """One record type's table: which columns it has and how to read and write its rows."""

    def __init__(self, record: type[Record]) -> None:
        self.record = record
        self.name = record.name_
        self.number = record.number
        self.key_count = len(record.keys)
        fields = record.fields
        self.numbers = (DELETED, *(f.number for f in fields.values()))  # the columns after the keys
        self.known = frozenset(self.numbers)
        self.flags = frozenset(f.number for f in fields.values() if f.type is bool)  # unset and No read the same
        self.parent = fields[record.tree].number if record.tree else None
        self._names = {DELETED: DELETED_NAME, **{f.number: f.name for f in fields.values()}}
        self._fields = {f.number: f for f in fields.values()}
        self._updates: dict[tuple[int, ...], str] = {}
        self._new: dict[tuple[int, ...], str] = {}

        # The parent of a row is not taken from the row's own ops: it follows from all moves of the tree together.
        self.own_numbers = tuple(n for n in self.numbers if n != self.parent)
        self._where = " AND ".join(f'"{k}" = ?' for k in record.keys)
        self._keys = ", ".join(f'"{k}"' for k in record.keys)
        shown = (f"coalesce(\"{f.name}\", '')" if f.type is str else f'"{f.name}"' for f in fields.values())
        self.load = f'SELECT {", ".join((self._keys, *shown))} FROM "{self.name}" WHERE "{DELETED_NAME}" IS NOT 1'
        self.load_one = f"{self.load} AND {self._where}"
        self._attributes = (*record.keys, *fields)
        self._convert = [f for f in fields.values() if f.type is not str and f.type is not int]

    # What only writing needs is put together when it is first used: opening a file does not wait for it.

    @cached_property
    def select(self) -> str:
        """The statement that reads the stored values of one row."""
        columns = ", ".join(f'"{name}"' for name in self._names.values())
        return f'SELECT {columns} FROM "{self.name}" WHERE {self._where}'

    @cached_property
    def insert(self) -> str:
        """The statement that writes a whole row."""
        return f'INSERT INTO "{self.name}" VALUES ({", ".join("?" * len(column_types(self.record)))})'

    @cached_property
    def delete(self) -> str:
        """The statement that takes a row away."""
        return f'DELETE FROM "{self.name}" WHERE {self._where}'

    @cached_property
    def upsert(self) -> str:
        """The statement that writes the own values of a row, which may be there already."""
        own = [f'"{self._names[n]}"' for n in self.own_numbers]
        return (
            f'INSERT INTO "{self.name}" ({self._keys}, {", ".join(own)})'
            f" VALUES ({', '.join('?' * (self.key_count + len(own)))}) ON CONFLICT ({self._keys})"
            f" DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in own)}"
        )

    def field(self, number: int) -> Field | None:
        """The field with this column number, None for the mark "deleted" and for numbers we do not know."""
        return self._fields.get(number)

    def update(self, numbers: tuple[int, ...]) -> str:
        """The statement that sets these columns of one row."""
        sql = self._updates.get(numbers)
        if sql is None:
            changes = ", ".join(f'"{self._names[n]}" = ?' for n in numbers)
            sql = self._updates[numbers] = f'UPDATE "{self.name}" SET {changes} WHERE {self._where}'
        return sql

    def new_rows(self, numbers: tuple[int, ...]) -> str:
        """The beginning of the statement that makes rows with these columns and does nothing where a row exists."""
        sql = self._new.get(numbers)
        if sql is None:
            columns = (f'"{c}"' for c in (*self.record.keys, *(self._names[n] for n in numbers)))
            sql = self._new[numbers] = f'INSERT OR IGNORE INTO "{self.name}" ({", ".join(columns)})'
        return sql

    def rows_of_log(self, lowest: int, highest: int, *, some_void: bool) -> str:
        """The statement that makes a row of each value of the log, of which the columns lie within two numbers.

        Where a row has one already, nothing is done; a value of no column known is passed over, and with `some_void` one
        that lies in a stretch of the table temp.void.
        """
        numbers = [n for n in self.own_numbers if lowest <= n <= highest]
        values = ["val"] if len(numbers) == 1 else [f"CASE col WHEN {n} THEN val END" for n in numbers]
        return (
            f"{self.new_rows(tuple(numbers))} SELECT {', '.join((*('k1', 'k2', 'k3')[: self.key_count], *values))} FROM change"
            f" WHERE tab = {self.number} AND kind = 0 AND col IN ({', '.join(map(str, numbers))})"
            f"{_COUNTS if some_void else ''} ORDER BY k1, k2, k3"
        )

    def key_of(self, row: tuple[Any, ...]) -> Key:
        """The full key of a row that begins with the key columns."""
        count = self.key_count
        return (row[0], row[1] if count > 1 else 0, row[2] if count > 2 else 0)

    def from_stored(self, key: Key, values: Mapping[int, Any]) -> Record:
        """The record of a key and its stored values by column number; ValueError for values no program would write."""
        fields = self.record.fields.values()
        row = (values.get(f.number) if f.type is not str else values.get(f.number) or "" for f in fields)
        return self.to_record((*key[: self.key_count], *row))

    def to_record(self, row: tuple[Any, ...]) -> Record:
        """The record that a row of `load` tells; made without the checks of its constructor, which cost most of the time."""
        made = object.__new__(self.record)
        values = made.__dict__
        values.update(zip(self._attributes, row, strict=True))
        for field in self._convert:
            values[field.name] = restore(field, values[field.name])
        return made


TABLES: dict[type[Record], RecordTable] = {record: RecordTable(record) for record in RECORD_TYPES}
