"""Until when something has to be done, where a sentence says so: 调研对接，10月底前完成。"""

from __future__ import annotations

import re

from ..core.deadlines import read_deadline

_BY_WHEN = re.compile(r"(?:(?:20\d\d)年)?\d{1,2}月(?:\d{1,2}日|底|末|[上中下]旬)?(?:之|以)?前|年底前")
_PAST = re.compile(r"(?:[去上]年(?:度)?|截至|自|从)$")
_SHARE = re.compile(r"[^，,。；;\n]{0,16}(?:\d\s*[%％]|过半|一半|半数)")  # 6月底前过半 is a step on the way


def days_in(text: str) -> list[str]:
    """The days in the words of a text before which something has to be done, in their order."""
    return [m[0] for m in _BY_WHEN.finditer(text) if _is_day(m)]


def last_day_in(text: str) -> list[str]:
    """The last day by which all of what a text says is done, or nothing: what has passed or is done by halves does not count."""
    return [m[0] for m in _BY_WHEN.finditer(text) if _is_day(m) and not _is_other(m)][-1:]


def _is_day(found: re.Match[str]) -> bool:
    return read_deadline(found[0], None).kind != "none"


def _is_other(found: re.Match[str]) -> bool:
    return bool(_PAST.search(found.string[: found.start()]) or _SHARE.match(found.string[found.end() :]))
