"""Dated copies of a plan beside it: the ten latest and the last of each of the twelve latest months."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..core.errors import Unreadable
from ..core.records import RECORD_TYPES
from .plan_file import PlanFile

if TYPE_CHECKING:
    from pathlib import Path

    from ..core.records import Key, Record

RECENT, MONTHS = 10, 12
_STAMP = "%Y-%m-%d_%H%M%S"
_DATED = re.compile(r"_(\d{4}-\d\d-\d\d_\d{6})(?:_\d+)?\.xiezuo$")


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that reads differently in two files of one plan. `field` is "" for a record that only one of them has."""

    record: type[Record]
    key: Key
    field: str
    before: Any
    after: Any


def folder_of(path: Path) -> Path:
    """Where the backups of a plan file lie."""
    return path.with_name(f"{path.stem}_备份")


def back_up(plan_file: PlanFile, *, now: datetime | None = None) -> Path:
    """Copy the plan file into its folder of backups, under the date and time. Raises UserError."""
    folder = folder_of(plan_file.path)
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        sentence = f"备份文件夹“{folder.name}”建不起来，没有备份，计划没有改动。"
        raise Unreadable(sentence, "请检查位置、权限和磁盘空间，或先把计划复制到别处。") from error
    stamp = f"{now or datetime.now():{_STAMP}}"
    path, number = folder / f"{plan_file.path.stem}_{stamp}.xiezuo", 1
    while path.exists():
        number += 1
        path = path.with_name(f"{plan_file.path.stem}_{stamp}_{number}.xiezuo")
    plan_file.copy_to(path)
    return path


def let_go_of_old(path: Path) -> None:
    """Delete the backups of a plan file that are neither recent nor the last of a recent month."""
    for old in _too_many(backups_of(path)):
        with suppress(OSError):  # somebody looks at it: the next time
            old.unlink()


def backups_of(path: Path) -> list[Path]:
    """The backups of a plan file, newest first."""
    found = [each for each in folder_of(path).glob("*.xiezuo") if _DATED.search(each.name)]
    return sorted(found, key=lambda each: (made_at(each), each.name), reverse=True)


def made_at(path: Path) -> datetime:
    """When a backup was made, as its name says."""
    match = _DATED.search(path.name)
    with suppress(ValueError):
        if match:
            return datetime.strptime(match[1], _STAMP)
    return datetime.min


def _too_many(newest_first: list[Path]) -> list[Path]:
    months: set[str] = set()
    out: list[Path] = []
    for number, path in enumerate(newest_first):
        month = f"{made_at(path):%Y-%m}"
        first_seen = month not in months and len(months) < MONTHS
        months.add(month)
        if number >= RECENT and not first_seen:
            out.append(path)
    return out


def restore(backup: Path, to: Path, *, author: str = "") -> Path:
    """Make a new plan file out of a backup; the backup and the present file stay as they are. Raises UserError."""
    with PlanFile.open(backup, author=author, read_only=True) as old:
        old.copy_to(to, replace=False)
    return to


def differences(before: PlanFile, after: PlanFile) -> list[Difference]:
    """What reads differently in two files of one plan, value by value."""
    out: list[Difference] = []
    for record in RECORD_TYPES:
        old, new = before.plan.rows(record), after.plan.rows(record)
        for key in sorted(old.keys() | new.keys()):
            a, b = old.get(key), new.get(key)
            if a is None or b is None:
                out.append(Difference(record, key, "", a, b))
            elif a != b:
                fields = (name for name in record.fields if a.__dict__[name] != b.__dict__[name])
                out += [Difference(record, key, name, a.__dict__[name], b.__dict__[name]) for name in fields]
    return out
