"""One finding of a check."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..records import Key, Record

SEVERITIES = {"error": "错误", "warning": "警告", "hint": "提示"}


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding: the rule, how grave it is, where (in words), what (with the numbers), and the record it is about.

    `place` is the mark by which a person accepts it (Waiver.place): it stays the same while the finding is about the same
    thing and the same numbers. `waived` is the reason given, None while nobody accepted it.
    """

    rule: str
    severity: str
    where: str
    message: str
    record: type[Record] | None = None
    key: Key | None = None
    place: str = ""
    waived: str | None = None
