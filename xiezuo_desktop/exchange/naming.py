"""Names of files that people recognise in a mail: plan, unit, round, date."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..core.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date
    from pathlib import Path

_FORBIDDEN = re.compile(r'[\\/:*?"<>|\s\x00-\x1f]+')  # on Windows; blanks break links in mails
_STATED = re.compile(r"_(?P<unit>[^_]+)_第\d+轮[^_]*_\d{4}-\d\d-\d\d")
_LONGEST = 60  # characters of a title; a path on Windows has 260


def file_name(title: str, unit: str, what: str, day: date, suffix: str = ".xiezuo") -> str:
    """云岭县协作计划_区教育局_第1轮_2024-06-05.xiezuo."""
    parts = (_plain(title) or "年度计划", _plain(unit), what, f"{day:%Y-%m-%d}")
    return "_".join(part for part in parts if part) + suffix


def unit_named(name: str) -> str:
    """The unit that the name of a sent or returned file states, of one that cannot be opened too; "" of any other name."""
    found = _STATED.search(name)
    return found["unit"] if found else ""


def _plain(text: str) -> str:
    return _FORBIDDEN.sub("", text).strip(".")[:_LONGEST]


def free(path: Path, taken: Collection[Path] = ()) -> Path:
    """The path, or the next like it that no file has and that is not among `taken`: 名称(2).xiezuo."""
    number, found = 1, path
    name, dot, ending = path.name.rpartition(".xiezuo")
    while found in taken or found.exists():
        number += 1
        found = path.with_name(f"{name}({number}){dot}{ending}")
    return found


def refuse_taken(path: Path) -> None:
    """Raise Refused where a file of that name stands: what was mailed must not be lost."""
    if path.exists():
        raise Refused(f"已经有文件“{path.name}”，没有覆盖它。", "请另起一个文件名，或先移走原来的文件。")
