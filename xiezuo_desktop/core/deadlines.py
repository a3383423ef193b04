"""When something is due, as papers write it: 12月底前, 2024年11月30日前, 第三季度末, 上半年, 持续推进, 每月25日."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from .ordinals import parse_chinese_numeral


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline as it was written and how it reads.

    `kind` is "date" (a day), "month_end" (end of a month, quarter, half or year), "ongoing" (持续推进: no due day),
    "recurring" (每月25日: due again and again) or "none"; `due` is None where there is no one day, or no year to place it in.
    """

    raw: str
    kind: str = "none"
    due: date | None = None


# Patterns are texts: re compiles each when it is first used, not when the window starts.
_RECURRING = r"每(?:个?月|季|半?年|周|旬|天|日|两周)|按[月季周]|逢[月季]|[月季周旬]报|半月"
_MONTHLY = r"每个?月[^0-9]{0,4}(\d{1,2})[日号]"
_SPANS = ((r"(?:每个?|[按逢])月|月报", 1), (r"(?:每|[按逢])季|季报", 3), (r"每半年", 6))  # pattern, months
_ONGOING = r"持续|长期|常年|常态|全年|贯穿|不间断|日常|始终|一直"
_NUMERAL = r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_WHEN = rf"""(?x)(?P<base>(?P<year>(?<![0-9])[0-9]{{4}})(?:年度?|[./-])|(?P<next>次年|翌年|明年|下一?年)|今年|本年|当年)?度?
    (?: (?<![0-9])(?P<month>{_NUMERAL})(?:月份?|[./-](?=[0-9])|(?(year)(?=$|前)|(?!)))
        (?:(?P<day>{_NUMERAL})[日号]?|(?P<part>上旬|中旬|下旬|初)|(?P<end>底|末))?
      | 第?(?P<quarter>[1-4一二三四])个?季度?末?
      | (?P<half>上半年|年中)
      | (?:下半年|年底|年末|年终|年内|(?(base)(?:以?内|底|末|$)|(?!)))
    )(?P<before>之?前)?"""


@lru_cache(maxsize=2048)
def read_deadline(text: str, year: int | None) -> Deadline:
    """How a deadline reads; days without a year fall in `year`. The last of several days counts (3月至11月: end of November)."""
    folded = "".join(unicodedata.normalize("NFKC", text).split()).replace("—", "-").replace("–", "-")
    if not folded.strip("-/"):
        return Deadline(text)
    if re.search(_RECURRING, folded):
        return Deadline(text, "recurring")
    found = list(re.finditer(_WHEN, folded))
    if not found:
        return Deadline(text, "ongoing" if re.search(_ONGOING, folded) else "none")
    named = [int(f["year"]) for f in found if f["year"]]
    last = found[-1]
    if last["year"]:
        year = int(last["year"])
    elif named:
        year = named[-1]
    elif last["next"] and year is not None:
        year += 1
    return _placed(text, last, year)


def _placed(raw: str, found: re.Match[str], year: int | None) -> Deadline:
    month, day = _number(found["month"]), _number(found["day"])
    if found["day"]:
        return Deadline(raw, "date", _day(year, month, day))
    if found["part"] in ("上旬", "中旬", "初"):
        return Deadline(raw, "date", _day(year, month, 20 if found["part"] == "中旬" else 10))
    if found["quarter"]:
        month = 3 * (_number(found["quarter"]) or 0)
    elif not found["month"]:
        month = 6 if found["half"] else 12
    elif found["before"] and not (found["end"] or found["part"]):
        month = (month or 0) - 1  # 11月前: before November begins
        if month == 0:
            year, month = (None if year is None else year - 1), 12
    return Deadline(raw, "month_end", _day(year, month, 0))


def _number(text: str | None) -> int | None:
    if not text:
        return None
    return int(text) if text.isdigit() else parse_chinese_numeral(text)


def _day(year: int | None, month: int | None, day: int | None) -> date | None:
    """That day, the last of the month for day 0; None where the calendar has none."""
    if year is None or not 1 <= year <= 9999 or not month or not 1 <= month <= 12 or day is None:
        return None
    last = monthrange(year, month)[1]
    return date(year, month, day or last) if day <= last else None


def current_span(text: str, today: date) -> date | None:
    """The first day of the month, quarter or half year in which a duty that comes back is due now; None for all others."""
    folded = "".join(unicodedata.normalize("NFKC", text).split())
    months = next((months for pattern, months in _SPANS if re.search(pattern, folded)), 0)
    return date(today.year, (today.month - 1) // months * months + 1, 1) if months else None


def next_day(text: str, today: date) -> date | None:
    """The next day of a duty that comes back each month (每月25日); None for one whose day is not said."""
    due = day_of_month(text, today)
    return due if due is None or due >= today else day_of_month(text, today.replace(day=1) + timedelta(days=31))


def day_of_month(text: str, today: date) -> date | None:
    """The day in this month, passed or not, on which a duty is due that comes back each month; None where none is said."""
    found = re.search(_MONTHLY, "".join(text.split()))
    day = int(found[1]) if found else 0
    return today.replace(day=min(day, monthrange(today.year, today.month)[1])) if 1 <= day <= 31 else None
