"""Periods of reporting as whole numbers that sort by time: 202406 is June 2024, 202400 the whole year."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .errors import Invalid

if TYPE_CHECKING:
    from datetime import date

_PERIOD = re.compile(r"(\d{4})\s*年?(?:\s*[-./]?\s*(\d{1,2})\s*月?)?")


def read_period(text: str) -> int:
    """The period that `2024-06`, `2024年6月`, `202406` or `2024` names. Raises Invalid for anything else."""
    match = _PERIOD.fullmatch(text.strip())
    month = int(match[2] or 0) if match else 0
    if not match or month > 12 or (match[2] and month == 0 and match[2] != "00"):
        raise Invalid(f"“{text}”不是期次。", "请写成 2024-06（月）或 2024（全年）。")
    return int(match[1]) * 100 + month


def period_text(period: int) -> str:
    """A period as JSON and the command line write it: `2024-06`, `2024`."""
    year, month = divmod(period, 100)
    return f"{year:04d}-{month:02d}" if month else f"{year:04d}"


def period_label(period: int) -> str:
    """A period as people say it: 2024年6月, 2024年全年."""
    year, month = divmod(period, 100)
    return f"{year}年{month}月" if month else f"{year}年全年"


def day_label(day: date) -> str:
    """A day as people say it: 2024年6月5日."""
    return f"{day.year}年{day.month}月{day.day}日"
