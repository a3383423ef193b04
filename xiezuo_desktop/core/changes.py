"""What an edit asks for, and what it did: values that cross from importers and screens to the file and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .records import Key, Record


class Put(NamedTuple):
    """Set these fields of one record; the record begins to exist when it does not."""

    record: type[Record]
    key: Key
    values: Mapping[str, Any]


class Drop(NamedTuple):
    """Delete one record. It stays in the history and can be brought back."""

    record: type[Record]
    key: Key


Step = Put | Drop


class Change(NamedTuple):
    """What becomes of a record: None stands for one that is not there, before or after."""

    record: type[Record]
    key: Key
    before: Record | None
    after: Record | None


class Changes(NamedTuple):
    """What one transaction did: its name for people and the rows that now read differently."""

    label: str = ""
    rows: frozenset[tuple[type[Record], Key]] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.rows)

    def touches(self, *record_types: type[Record]) -> bool:
        """Whether a row of one of these types changed."""
        return any(t in record_types for t, _ in self.rows)
