"""How a record type is declared: its numbered, labelled fields and its key. The types themselves stand in `records`."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Self

if TYPE_CHECKING:
    from collections.abc import Mapping

Id = int  # a random 63-bit number, made once where the record was created; 0 stands for "none" inside a key
Key = tuple[int, int, int]  # (id, 0, 0), or the natural key of a record type, filled up with 0

_PYTHON_TYPES: dict[str, type] = {"str": str, "int": int, "Id": int, "bool": bool, "Decimal": Decimal, "date": date}


class Field(NamedTuple):
    """One field of a record type. `choices` maps each permitted word to its Chinese label; `refers` names record types.

    `follows` names the field of the same record whose value this one accompanies (who typed it, when): it is no matter of
    dispute by itself.
    """

    number: int
    label: str
    choices: Mapping[str, str] | None = None
    refers: tuple[str, ...] = ()
    name: str = ""
    type: type = str
    follows: str = ""

    @property
    def sql_type(self) -> str:
        """INTEGER for numbers, ids and yes/no, else TEXT: decimals and dates are stored as they are written."""
        return "INTEGER" if self.type in (int, bool) else "TEXT"

    @property
    def empty(self) -> Any:
        """The value of a field that nobody has set."""
        return "" if self.type is str else False if self.type is bool else None


def column(
    number: int,
    label: str,
    *,
    choices: Mapping[str, str] | None = None,
    refers: tuple[str, ...] | str = (),
    follows: str = "",
) -> Any:
    """Declare a field: its number in the log (never reused) and its Chinese label."""
    return Field(number, label, choices, (refers,) if isinstance(refers, str) else refers, follows=follows)


class Record:
    """Base of all records: immutable values with named, numbered, labelled fields.

    `keys` are the names of the key columns: `("id",)`, or for a natural key up to three ids or whole numbers, so that
    two offices that fill in "the same" row meet in one row. `tree` names the field that refers to the parent row.
    """

    number: ClassVar[int]
    name_: ClassVar[str]
    label: ClassVar[str]
    keys: ClassVar[tuple[str, ...]]
    tree: ClassVar[str | None]
    fields: ClassVar[dict[str, Field]]
    _empty: ClassVar[dict[str, Any]]

    def __init_subclass__(
        cls, *, number: int, name: str, label: str, keys: tuple[str, ...] = ("id",), tree: str | None = None
    ) -> None:
        cls.number, cls.name_, cls.label, cls.keys, cls.tree = number, name, label, keys, tree
        cls.fields = {}
        for field_name, annotation in cls.__annotations__.items():
            declared = cls.__dict__.get(field_name)
            if isinstance(declared, Field):
                kind = _PYTHON_TYPES[annotation.split(" ")[0]]
                cls.fields[field_name] = declared._replace(name=field_name, type=kind)
        cls._empty = {field.name: field.empty for field in cls.fields.values()}

    def __init__(self, **values: Any) -> None:
        unknown = values.keys() - self._empty.keys() - set(self.keys)
        if unknown or any(k not in values for k in self.keys):
            raise TypeError(f"{type(self).__name__}: {sorted(unknown) or self.keys}")
        self.__dict__.update(self._empty)
        self.__dict__.update(values)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is immutable")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash((self.number, self.key))

    def __repr__(self) -> str:
        shown = ", ".join(f"{k}={v!r}" for k, v in self.__dict__.items() if v != self._empty.get(k, object()))
        return f"{type(self).__name__}({shown})"

    @property
    def key(self) -> Key:
        """The key as three whole numbers."""
        return full_key(*(self.__dict__[k] for k in self.keys))

    def with_values(self, **values: Any) -> Self:
        """A copy with some fields changed."""
        return type(self)(**{**self.__dict__, **values})


def full_key(k1: int, k2: int = 0, k3: int = 0) -> Key:
    """A key of one to three parts as three."""
    return (k1, k2, k3)
