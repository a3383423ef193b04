"""Progress through the year: completion rate, 序时进度, state, change from last month, figures put together, completeness.

Everything here is worked out from plain values, not from a plan. A blank is never 0: where a number is missing the answer
is None. Rates are shares of 1 (0.9415 is 94.15 %), exact to 80 digits; nothing divides by zero.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import reduce
from typing import TYPE_CHECKING, TypeVar

from .measure_units import convert
from .numbers import read_target, shown

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
    from datetime import date

    from .numbers import Value

Who = TypeVar("Who", bound="Hashable")  # a unit, or whatever else reports

EXACT = Context(prec=80)
ONE, NOUGHT, HUNDRED = Decimal(1), Decimal(0), Decimal(100)

STATES = {
    "done": "已完成",
    "normal": "正常",
    "behind": "滞后",
    "far_behind": "严重滞后",
    "overdue": "超期",
    "unreported": "未填报",
    "statistical": "仅统计",
}


@dataclass(frozen=True, slots=True)
class Goal:
    """What is to be reached: a number in a direction (up, down, range, yes_no). `upper` only for a range.

    `number` None: the target states none (未下达, 文本 …), so there is no rate. `done`: it was reached before it was set.
    """

    number: Decimal | None = None
    direction: str = "up"
    upper: Decimal | None = None
    measure_unit: str = ""
    done: bool = False


def goal_of(target: Value, direction: str = "", measure_unit: str = "") -> Goal:
    """The goal that a target cell sets. Without a direction, 不超过 (<=) means down; a range is read from its text.

    The number is in `measure_unit` where the cell names another unit of the same dimension.
    """
    if target.kind == "done":
        return Goal(None, direction or "up", None, measure_unit, done=True)
    if direction == "yes_no":
        wanted = target.number if target.kind == "number" else ONE if read_yes_no(target.raw) else None
        return Goal(wanted, "yes_no")
    if target.kind != "number" or target.number is None:
        return Goal(None, direction or "up", None, measure_unit)
    number = _in_unit(target.number, target.measure_unit, measure_unit)
    upper = None
    if direction == "range":
        upper = _upper(target)
        upper = upper if upper is None else _in_unit(upper, target.measure_unit, measure_unit)
    return Goal(number, direction or ("down" if target.qualifier == "<=" else "up"), upper, measure_unit)


def _in_unit(number: Decimal, own: str, wanted: str) -> Decimal | None:
    return convert(number, own, wanted) if own and wanted.strip() else number


def _upper(target: Value) -> Decimal | None:
    """The upper end of 30-40 or 30至40; None where the text names one number only."""
    folded = unicodedata.normalize("NFKC", target.raw)
    for mark in "-~至到—–":
        _, found, behind = folded.partition(mark)
        value = read_target(behind) if found else None
        if value and value.number is not None and target.number is not None and value.number >= target.number:
            return value.number
    return None


def read_yes_no(text: str) -> bool | None:
    """是, 已完成, √ are yes; 否, 未完成, × are no; None for anything else (a number among it)."""
    word = "".join(unicodedata.normalize("NFKC", text).split()).lower()
    if word in (
        "是",
        "已完成",
        "完成",
        "已开展",
        "开展",
        "已召开",
        "达标",
        "已达标",
        "有",
        "√",
        "✓",
        "yes",
        "true",
        "y",
        "已",
    ):
        return True
    if word in (
        "否",
        "未完成",
        "没有",
        "未开展",
        "未召开",
        "未达标",
        "不达标",
        "无",
        "×",
        "✗",
        "x",
        "no",
        "false",
        "n",
        "未",
    ):
        return False
    return None


# ------------------------------------------------------------------------------------------------ rate, pace, state


def completion(value: Decimal | None, goal: Goal) -> Decimal | None:
    """The completion rate. None where the value or the goal is missing, and of what was done before the plan was issued.

    正向 value/target; 逆向 target/value, 1 when the value stays within; 区间 1 inside, else the nearer end against the value;
    是否 1 or 0. A target of 0 or less is a mark to pass: 1 or 0.
    """
    if value is None or goal.number is None or goal.done:
        return None
    if goal.direction == "yes_no":
        return ONE if value > 0 else NOUGHT
    if goal.direction == "down":
        return _share(goal.number, value) if value > goal.number else ONE
    if goal.direction == "range" and goal.upper is not None and value > goal.number:
        return ONE if value <= goal.upper else _share(goal.upper, value)
    if goal.number <= 0:
        return ONE if value >= goal.number else NOUGHT
    rate = max(EXACT.divide(value, goal.number), NOUGHT)
    return min(rate, ONE) if goal.direction == "range" else rate


def _share(less: Decimal, more: Decimal) -> Decimal:
    """`less` of `more`, from 0 to 1; `more` is the greater one."""
    return max(EXACT.divide(less, more), NOUGHT) if more > 0 else NOUGHT


def pace(month: int, curve: Sequence[Decimal] | None = None, last_month: int = 12) -> Decimal:
    """序时进度 at the end of a month (0: before the first): month/12, or the share that `curve` states for it.

    `last_month`: the goal is due earlier than December. Months outside the year count as its ends.
    """
    month = max(0, month)
    if curve:
        return curve[min(month, len(curve)) - 1] if month else NOUGHT
    return EXACT.divide(Decimal(min(month, last_month)), Decimal(last_month)) if last_month > 0 else ONE


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When progress counts as behind: up to `tolerance` (a share of the goal) below the pace it is still 正常, below `far`
    (a share of the pace) it is 严重滞后."""

    tolerance: Decimal = Decimal("0.02")
    far: Decimal = Decimal("0.7")


def state(
    value: Decimal | None,
    goal: Goal,
    at_pace: Decimal,
    *,
    rated: bool = True,
    overdue: bool = False,
    thresholds: Thresholds | None = None,
) -> str:
    """The state of an indicator, a key of STATES.

    `rated` is False for 统计性 indicators; they, and goals without a number, are 仅统计 whatever is reported. `overdue`: the
    deadline has passed. A goal that must not be exceeded is only 已完成 when the year is over (pace 1).
    """
    limits = thresholds or Thresholds()
    if goal.done:
        return "done"
    if not rated or goal.number is None:
        return "statistical"
    rate = completion(value, goal)
    if rate is None:
        return "overdue" if overdue else "unreported"
    if goal.direction in ("down", "range") and at_pace < 1 and not overdue:
        expected = ONE
        done = False
    else:
        expected = at_pace if goal.direction in ("up", "") else ONE
        done = rate >= 1
    if done:
        return "done"
    if overdue:
        return "overdue"
    if goal.direction == "yes_no" and at_pace < 1:
        return "normal"
    if rate >= expected - limits.tolerance:
        return "normal"
    return "behind" if rate >= EXACT.multiply(expected, limits.far) else "far_behind"


def is_overdue(due: date | None, today: date) -> bool:
    """Whether a deadline has passed; one without a day (持续推进) never has."""
    return due is not None and due < today


def change(now: Decimal | None, before: Decimal | None) -> Decimal | None:
    """The change from last month; None when one of the two is missing."""
    return None if now is None or before is None else EXACT.subtract(now, before)


def mean_rate(rates: Iterable[Decimal | None]) -> Decimal | None:
    """The mean of completion rates, what goes beyond a goal counted as the goal; None while none of them is known.

    A rate that should be known and is not (None) counts as nothing reached, once another one is.
    """
    capped = [None if rate is None else min(rate, ONE) for rate in rates]
    known = [rate for rate in capped if rate is not None]
    return EXACT.divide(reduce(EXACT.add, known), Decimal(len(capped))) if known else None


def percent(rate: Decimal | None, places: int = 1) -> str:
    """A rate as people write it: 94.2%; "" for none."""
    if rate is None:
        return ""
    return shown(EXACT.multiply(rate, Decimal(100)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)) + "%"


# ------------------------------------------------------------------------------------------------ adding up


@dataclass(frozen=True, slots=True)
class Figure:
    """A reported figure in its unit of measure; None: nothing was reported."""

    number: Decimal | None
    measure_unit: str = ""


@dataclass(frozen=True, slots=True)
class Total:
    """Figures put together: None when there is none at all. `odd` are those whose unit cannot be converted: not in it."""

    number: Decimal | None
    reported: int
    expected: int
    missing: tuple[Hashable, ...] = ()
    odd: tuple[Hashable, ...] = ()


def gathered(figures: Mapping[Who, Figure], measure_unit: str = "", accumulation: str = "sum") -> Total:
    """The figures of several units as one, in `measure_unit`: added, or the greatest of them where `accumulation` is max.

    Figures of one point of time (point) are added too: they belong to different units.
    """
    numbers: list[Decimal] = []
    missing: list[Who] = []
    odd: list[Who] = []
    for who, figure in figures.items():
        if figure.number is None:
            missing.append(who)
            continue
        number = figure.number
        if figure.measure_unit.strip() and measure_unit.strip():
            found = convert(number, figure.measure_unit, measure_unit)
            if found is None:
                odd.append(who)
                continue
            number = found
        numbers.append(number)
    reported = len(figures) - len(missing)
    return Total(_together(numbers, accumulation), reported, len(figures), tuple(missing), tuple(odd))


def _together(numbers: Iterable[Decimal], accumulation: str) -> Decimal | None:
    found = list(numbers)
    if not found:
        return None
    return max(found) if accumulation == "max" else reduce(EXACT.add, found)


@dataclass(frozen=True, slots=True)
class Completeness:
    """How many of the expected reports are there, and how many of these in time. Shares are None where none is expected."""

    expected: int
    reported: int
    in_time: int
    missing: tuple[Hashable, ...] = ()

    @property
    def rate(self) -> Decimal | None:
        """The share that is there."""
        return EXACT.divide(Decimal(self.reported), Decimal(self.expected)) if self.expected else None

    @property
    def timeliness(self) -> Decimal | None:
        """The share that was there in time."""
        return EXACT.divide(Decimal(self.in_time), Decimal(self.expected)) if self.expected else None


def completeness(
    expected: Collection[Who], reported: Mapping[Who, date | None], cut_off: date | None = None
) -> Completeness:
    """Who of those expected has reported (with the day, None when nobody knows it), and who by the cut-off day."""
    there = [who for who in expected if who in reported]
    late = {who for who in there if cut_off and (day := reported[who]) is not None and day > cut_off}
    return Completeness(
        len(expected), len(there), len(there) - len(late), tuple(w for w in expected if w not in reported)
    )
