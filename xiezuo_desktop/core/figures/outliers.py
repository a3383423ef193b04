"""Figures that do not look like the unit's own past: with the numbers, for a person to judge; nothing is refused."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ..measure_units import is_broken_count
from ..numbers import shown, with_thousands
from ..progress import EXACT, NOUGHT, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..progress import Goal

LEAST_PAST = 3  # earlier increments that are needed before one can be called unusual
_FAR = Decimal("5.19")  # median deviations: 3.5 of the modified z-score of Iglewicz and Hoaglin (1993), 3.5 × 1.4826
_TIMES = Decimal(10)  # where the past never varied
_OVER = Decimal(2)  # times the goal


def looks_odd(values: Sequence[Decimal], now: Decimal | None, goal: Goal, accumulation: str = "sum") -> str:
    """Why a figure is unlike those before it (in order of time), as a sentence; "" when it is not."""
    if now is None:
        return ""
    if values and accumulation != "point" and now < values[-1]:
        return f"比上期少：{_text(values[-1])} → {_text(now)}"
    if goal.direction == "up" and goal.number and goal.number > 0 and now > EXACT.multiply(goal.number, _OVER):
        return f"是目标的 {percent(EXACT.divide(now, goal.number), 0)}，请核对计量单位"
    if accumulation == "point":
        return _unusual(list(values), now, "前几期")
    steps = [EXACT.subtract(b, a) for a, b in zip([NOUGHT, *values], values, strict=False)]
    return _unusual(steps, EXACT.subtract(now, values[-1]), "前几期新增") if values else ""


def broken_count(now: Decimal | None, measure_unit: str, goal: Goal) -> str:
    """That a figure is no whole number of what is counted one by one, as a sentence; "" when it is, or the goal is none."""
    if now is None or not is_broken_count(now, measure_unit):
        return ""
    if goal.number is not None and is_broken_count(goal.number, measure_unit):
        return ""
    return f"{_text(now)}{measure_unit.strip()}不是整数，请核对数和计量单位"


def _unusual(past: list[Decimal], now: Decimal, what: str) -> str:
    if len(past) < LEAST_PAST:
        return ""
    middle = _median(past)
    spread = _median([abs(EXACT.subtract(p, middle)) for p in past])
    away = abs(EXACT.subtract(now, middle))
    if spread > 0:
        odd = away > EXACT.multiply(_FAR, spread) and away > abs(middle)
    else:
        odd = abs(now) > EXACT.multiply(abs(middle), _TIMES) if middle else False
    return f"与{what}（中位数 {_text(middle)}）相差很大：{_text(now)}" if odd else ""


def _median(numbers: list[Decimal]) -> Decimal:
    ordered = sorted(numbers)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else EXACT.divide(EXACT.add(ordered[half - 1], ordered[half]), Decimal(2))


def _text(number: Decimal) -> str:
    return with_thousands(shown(number.normalize() if number else NOUGHT))
