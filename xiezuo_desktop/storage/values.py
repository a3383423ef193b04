"""How a value stands in the log and in the tables: whole numbers and texts, one cleaning for everybody who writes."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from ..core.errors import Invalid

if TYPE_CHECKING:
    from ..core.records import Field, Key, Record

Stored = str | int | None  # what one cell holds in the file

TEXT_LIMIT = 16 << 20  # bytes of UTF-8
INTEGER_LIMIT = 1 << 63
_DECIMAL_DIGITS = 300  # far above any plan; keeps a hostile exponent from filling the memory when it is written out


def clean(field: Field, value: Any) -> Stored:
    """The stored form of a value, for writing and for taking in from another file; `clean(f, clean(f, v)) == clean(f, v)`.

    Raises Invalid with a sentence that names the field when the value is not one that every copy of the program takes.
    """
    if value is None:
        return None
    kind = field.type
    if kind is str:
        return _clean_text(field, value)
    if kind is bool:
        return _clean_flag(field, value)
    if kind is int:
        return _clean_integer(field, value)
    if kind is Decimal:
        return _clean_decimal(field, value)
    return _clean_date(field, value)


def restore(field: Field, stored: Stored) -> Any:
    """The Python value of a stored one: "" for a text nobody set, False for a flag, else None."""
    if stored is None:
        return field.empty
    if field.type is Decimal:
        return Decimal(str(stored))
    if field.type is date:
        return date.fromisoformat(str(stored))
    return bool(stored) if field.type is bool else stored


def clean_key(record: type[Record], key: Key | int) -> Key:
    """The key of a record as three whole numbers, the unused ones 0. Raises Invalid for one that cannot be."""
    parts = key if isinstance(key, tuple) else (key, 0, 0)
    used = len(record.keys)
    ok = (
        len(parts) == 3
        and all(type(k) is int and 0 <= k < INTEGER_LIMIT for k in parts)
        and parts[0] > 0
        and not any(parts[used:])
    )
    if not ok:
        raise Invalid(f"没有编号为“{key}”的{record.label}。", "请从列表中选取。")
    return parts


def _refuse(field: Field, why: str) -> Invalid:
    return Invalid(f"“{field.label}”{why}，没有保存。", "请改正后再试。")


def _clean_text(field: Field, value: Any) -> Stored:
    if not isinstance(value, str):
        raise _refuse(field, "应当是文字")
    try:
        size = len(value) if value.isascii() else len(value.encode())
    except UnicodeEncodeError:
        raise _refuse(field, "含有残缺的字符") from None
    if size > TEXT_LIMIT:
        raise _refuse(field, "超过16兆字节")
    return value or None


def _clean_flag(field: Field, value: Any) -> Stored:
    if isinstance(value, bool) or (type(value) is int and value in (0, 1)):
        return int(value)
    raise _refuse(field, "应当是“是”或“否”")


def _clean_integer(field: Field, value: Any) -> Stored:
    if type(value) is not int:
        raise _refuse(field, "应当是整数")
    if not -INTEGER_LIMIT <= value < INTEGER_LIMIT or (field.refers and value <= 0):
        raise _refuse(field, "超出范围")
    return value


def _clean_decimal(field: Field, value: Any) -> Stored:
    try:
        number = Decimal(value) if isinstance(value, str | Decimal) or type(value) is int else None
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite():
        raise _refuse(field, "不是有效的数")
    if abs(number.adjusted()) > _DECIMAL_DIGITS or len(number.as_tuple().digits) > _DECIMAL_DIGITS:
        raise _refuse(field, "超出范围")
    return str(number)


def _clean_date(field: Field, value: Any) -> Stored:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    try:
        if isinstance(value, str) and date.fromisoformat(value).isoformat() == value:
            return value
    except ValueError:
        pass
    raise _refuse(field, "不是有效的日期")
