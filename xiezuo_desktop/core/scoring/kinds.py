"""One function for every kind of rule: what a party has done becomes points, with the formula filled in."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING

from ..numbers import shown
from ..progress import EXACT, NOUGHT, ONE, Goal, completion, percent
from .model import Basis, Field, Item, Score, plain, with_hand
from .rules import Level, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from .model import ItemParty, Settings


def scored(
    item: Item,
    parties: Sequence[int],
    bases: Mapping[ItemParty, Basis],
    by_hand: Mapping[ItemParty, tuple[Decimal, str]],
    settings: Settings,
    parts: dict[ItemParty, Score],
) -> dict[int, Score]:
    """The scores of one item for all parties; those of its parts go into `parts`."""
    if item.rule is None:
        return {p: Score(None, "没有计分规则，待评定", "manual", item.points) for p in parties}
    if item.rule.kind == "composite" and item.parts:
        from .composite import mean_of, sum_of

        for part in item.parts:
            rule = part.rule or Rule("discretionary")
            found = scored(replace(part, rule=rule), parties, bases, by_hand, settings, parts)
            parts.update({(part.id, p): with_hand(s, by_hand.get((part.id, p))) for p, s in found.items()})
        one = mean_of if item.rule.mean else sum_of
        return {p: one(item, p, bases, settings, parts) for p in parties}
    field = Field(item, {p: bases.get((item.id, p)) for p in parties}, settings)
    if item.rule.kind == "rank":
        from .rank import rank

        return rank(field)
    return {p: _one(field, field.bases[p]) for p in parties}


def _one(field: Field, basis: Basis | None) -> Score:
    kind = field.rule.kind
    if kind == "level" and basis is not None and (basis.said or not basis.exempt):
        from .levels import level

        return level(field, basis)
    if basis is not None and basis.exempt and (basis.value is None or _needs_target(field.rule)):
        return exempt(field)
    if kind in ("discretionary", "composite"):
        return _discretionary(field, basis)
    if basis is None or (basis.value is None and basis.yes is None and not basis.goal.done):
        return missing(field)
    return _KINDS[kind](field, basis)


def _needs_target(rule: Rule) -> bool:
    """Whether a rule compares with a target; counts of meetings or faults need none."""
    if rule.kind == "ratio":
        return rule.basis != "best_value"
    if rule.kind == "tier":
        return rule.basis == "rate" or any(s.mark.percent for s in rule.steps)
    if rule.kind == "coefficient":
        return rule.basis == "over"
    if rule.kind == "deduction":
        return rule.basis != "fault"
    return rule.kind != "threshold"


# ------------------------------------------------------------------------------------------------ words for all kinds


def points(field: Field, number: Decimal, formula: str, *, equals: bool = False) -> Score:
    """A score: `formula` with the rounded points behind it."""
    number = field.settings.rounded(max(number, field.item.least))
    return Score(
        number, f"{formula}={shown(number)}" if equals else f"{formula}，得{shown(number)}", "scored", field.item.points
    )


def missing(field: Field, why: str = "未填报") -> Score:
    """Nothing to work with: no points, and no 0 either."""
    return Score(None, why, "missing", field.item.points)


def exempt(field: Field) -> Score:
    """A party that was given no target: left out, or full marks, or none, as the scheme is set."""
    most = field.item.points
    if field.settings.no_target == "full":
        return points(field, most, "没有任务，按满分计")
    if field.settings.no_target == "zero":
        return points(field, NOUGHT, "没有任务")
    return Score(None, "没有任务，不计入", "excluded", NOUGHT)


def rate_of(basis: Basis) -> Decimal | None:
    """The completion rate of a party, not capped; None where there is no target to compare with. What was done before is whole."""
    if basis.goal.done:
        return ONE
    if basis.value is not None and basis.percent and (basis.goal.number is None):
        return basis.value.scaleb(-2)
    found = completion(basis.value, basis.goal)
    if found is None and basis.yes is not None:
        return ONE if basis.yes else NOUGHT
    return found


def is_done(basis: Basis) -> bool | None:
    """Whether a party has done what was asked; None where nobody can tell."""
    if basis.yes is not None:
        return basis.yes
    found = rate_of(basis)
    if found is not None:
        return found >= 1
    return None if basis.value is None else basis.value > 0


def fraction(basis: Basis) -> str:
    """The rate as the figures give it: 612/650; 逆向 5/8 with the target above."""
    value, goal = basis.value, basis.goal
    if value is None:
        return "已完成" if basis.goal.done or basis.yes else "未完成"
    if goal.number is None:
        return f"{shown(value)}%" if basis.percent else shown(value)
    if goal.direction == "yes_no":
        return "是" if value > 0 else "否"
    if goal.direction == "down":
        return f"{shown(goal.number)}/{shown(value)}" if value > goal.number else f"{shown(value)}≤{shown(goal.number)}"
    if goal.direction == "range" and goal.upper is not None and value > goal.number:
        if value <= goal.upper:
            return f"{shown(goal.number)}≤{shown(value)}≤{shown(goal.upper)}"
        return f"{shown(goal.upper)}/{shown(value)}"
    if goal.number <= 0:
        return f"{shown(value)}{'≥' if value >= goal.number else '＜'}{shown(goal.number)}"
    return f"{shown(value)}/{shown(goal.number)}"


def _judged(basis: Basis, word: str) -> str:
    """A word about what was done, behind the figures where there are any: 1/2，未完成."""
    plain_word = basis.value is None or (basis.goal.number is None and not basis.percent)
    return word if plain_word else f"{fraction(basis)}，{word}"


def _is_division(basis: Basis) -> bool:
    return "/" in fraction(basis)


def _how_far(basis: Basis) -> str:
    """The rate with its figures: 612/650=94.2%."""
    found = rate_of(basis)
    said = fraction(basis)
    return f"{said}={percent(found)}" if found is not None and _is_division(basis) else said


# ------------------------------------------------------------------------------------------------ the kinds


def _binary(field: Field, basis: Basis) -> Score:
    done = is_done(basis)
    if done is None:
        return missing(field)
    return points(
        field, field.full if done else field.rule.zero or NOUGHT, _judged(basis, "完成" if done else "未完成")
    )


def _threshold(field: Field, basis: Basis) -> Score:
    least = field.rule.at_least if field.rule.at_least is not None else ONE
    unit = field.rule.measure_unit
    if basis.value is None:
        done = bool(basis.yes or basis.goal.done)
        return points(field, field.full if done else field.rule.zero or NOUGHT, "达到" if done else "未达到")
    reached = basis.value >= least
    said = f"{shown(basis.value)}{unit}{'≥' if reached else '＜'}{shown(least)}{unit}"
    return points(field, field.full if reached else field.rule.zero or NOUGHT, said)


def _ratio(field: Field, basis: Basis) -> Score:
    rule, full = field.rule, field.full
    if rule.basis in ("best_value", "best_rate"):
        return _against_the_best(field, basis)
    found = rate_of(basis)
    if found is None:
        return missing(field, "没有任务数，算不出完成率")
    if rule.least and not rule.least.reached_by(found):
        return points(field, NOUGHT, f"{_how_far(basis)}，低于{rule.least}")
    if rule.full_from and rule.full_from.reached_by(found) and found < 1:
        return points(field, full, f"{_how_far(basis)}，达到{rule.full_from}")
    free = rule.uncapped or field.settings.cap == "none"
    if found >= 1 and not (free and found > 1):
        return points(field, full, _judged(basis, "完成"))
    got = _times(full, basis, found)
    if not _is_division(basis) and not basis.percent:
        return points(field, got, _judged(basis, "未完成"))
    if rule.cap is not None and got > rule.cap:
        return points(field, rule.cap, f"{shown(full)}×{fraction(basis)}，最高{shown(rule.cap)}")
    return points(field, got, f"{shown(full)}×{fraction(basis)}{_inverse(basis)}", equals=True)


def _inverse(basis: Basis) -> str:
    return "（逆向）" if basis.goal.direction == "down" and _is_division(basis) else ""


def _times(full: Decimal, basis: Basis, found: Decimal) -> Decimal:
    """full × rate, multiplied before it is divided, so that an exact half stays one."""
    value, goal = basis.value, basis.goal
    if value is not None and goal.number is not None and goal.direction == "up" and goal.number > 0 and value > 0:
        return EXACT.divide(EXACT.multiply(full, value), goal.number)
    if value is not None and goal.number is not None and goal.direction == "down" and value > goal.number > 0:
        return EXACT.divide(EXACT.multiply(full, goal.number), value)
    return EXACT.multiply(full, found)


def _against_the_best(field: Field, basis: Basis) -> Score:
    by_rate = field.rule.basis == "best_rate"
    own = rate_of(basis) if by_rate else basis.value
    if own is None:
        return missing(field, "没有任务数，算不出完成率")
    best = field.best(rate_of if by_rate else _value)
    if best <= 0:
        return points(field, NOUGHT, "都没有完成数")
    if own == best:
        return points(field, field.full, "最高")
    said = [percent(n, 2) if by_rate else shown(n) for n in (own, best)]
    got = EXACT.divide(EXACT.multiply(field.full, max(own, NOUGHT)), best)
    return points(field, got, f"{shown(field.full)}×{said[0]}/{said[1]}", equals=True)


def _value(basis: Basis) -> Decimal | None:
    return basis.value


def _discretionary(field: Field, basis: Basis | None) -> Score:
    by_hand = field.rule.by_hand  # even what is done may be good, better or best
    if (
        not by_hand
        and basis is not None
        and is_done(basis)
        and (basis.yes or basis.goal.number is not None or basis.goal.done)
    ):
        return points(field, field.full, "完成")
    return Score(None, "待评定", "manual", field.item.points)


def _rate(field: Field, basis: Basis) -> Score:
    level = field.rule.rate or Level(Decimal(100), percent=True)
    found = rate_of(basis)
    if found is None:
        return missing(field, "没有任务数，算不出比率")
    reached = level.reached_by(found)
    sign = ("＞" if level.over else "≥") if reached else ("≤" if level.over else "＜")
    said = (
        f"{_how_far(basis)}{sign}{str(level).lstrip('>')}" if _is_division(basis) or basis.percent else fraction(basis)
    )
    return points(field, field.full if reached else field.rule.zero or NOUGHT, said)


def _tier(field: Field, basis: Basis) -> Score:
    by_rate = field.rule.basis == "rate" or any(s.mark.percent for s in field.rule.steps)
    found = rate_of(basis) if by_rate else basis.value
    if found is None:
        return missing(field, "没有任务数，算不出完成率" if by_rate else "没有数")
    said = _how_far(basis) if by_rate else f"{shown(found)}{field.rule.measure_unit}"
    for step in sorted(field.rule.steps, key=lambda s: -s.mark.value):
        if step.mark.reached_by(found):
            mark = str(step.mark).lstrip(">")
            return points(field, step.points, f"{said}，{'超过' if step.mark.over else '达到'}{mark}")
    return points(field, field.rule.zero or NOUGHT, f"{said}，不到最低一档")


def _coefficient(field: Field, basis: Basis) -> Score:
    rule = field.rule
    each_points = rule.points if rule.points is not None else ONE
    count = basis.value
    if count is None:
        return missing(field, "没有数")
    if rule.basis == "over":
        if basis.goal.number is None:
            return missing(field, "没有任务数，算不出超额")
        if not is_done(basis):
            return points(field, NOUGHT, f"{fraction(basis)}，未完成")
        rate = rate_of(basis) or ONE
        over = (
            EXACT.multiply(rate - 1, Decimal(100))
            if rule.measure_unit == "%"
            else EXACT.subtract(count, basis.goal.number)
        )
        count = max(over, NOUGHT)
    times = _steps(count, rule.each)
    base = rule.base or NOUGHT
    got = EXACT.add(base, EXACT.multiply(each_points, times))
    free = field.settings.cap == "none" or field.item.points == 0  # a bonus has no points of its own
    most = rule.cap if rule.cap is not None else None if free else field.item.points
    start = f"{shown(base)}+" if rule.base is not None else ""
    said = f"{start}{shown(each_points)}×{shown(times)}"
    if most is not None and got > most:
        return points(field, most, f"{said}={shown(plain(got))}，最高{shown(most)}")
    return points(field, got, said, equals=True)


def _steps(count: Decimal, each: Decimal | None) -> Decimal:
    """How many whole steps there are in a count; without a step the count itself."""
    if each is None or each <= 0:
        return plain(count)
    return plain(EXACT.divide(count, each).to_integral_value(ROUND_FLOOR))


def _deduction(field: Field, basis: Basis) -> Score:
    rule, full = field.rule, field.full
    each_points = rule.points if rule.points is not None else ONE
    if rule.basis == "fault":
        if basis.value is None:
            return missing(field, "没有数")
        count = max(basis.value, NOUGHT)
    else:
        found = rate_of(basis)
        if found is None:
            return missing(field, "没有任务数，算不出短少")
        if rule.least and not rule.least.reached_by(found):
            return points(field, NOUGHT, f"{_how_far(basis)}，低于{rule.least}")
        if rule.basis == "rate" or basis.value is None or basis.goal.number is None:
            count = EXACT.multiply(max(ONE - found, NOUGHT), Decimal(100))
        else:
            count = _short(basis.value, basis.goal)
    times = _steps(count, rule.each)
    if times == 0:
        return points(field, full, f"{fraction(basis)}，不扣分" if basis.goal.number is not None else "不扣分")
    off = EXACT.multiply(each_points, times)
    most = EXACT.subtract(full, field.item.least)
    most = most if rule.cap is None else min(rule.cap, most)
    said = f"{shown(full)}-{shown(each_points)}×{shown(times)}"
    if off > most:
        return points(field, EXACT.subtract(full, most), f"{said}，最多扣{shown(most)}")
    return points(field, EXACT.subtract(full, off), said, equals=True)


def _short(value: Decimal, goal: Goal) -> Decimal:
    """How much a value misses its goal, in the goal's unit."""
    assert goal.number is not None
    if goal.direction == "down":
        return max(EXACT.subtract(value, goal.number), NOUGHT)
    if goal.direction == "range" and goal.upper is not None and value > goal.upper:
        return EXACT.subtract(value, goal.upper)
    return max(EXACT.subtract(goal.number, value), NOUGHT)


_KINDS: dict[str, Callable[[Field, Basis], Score]] = {
    "binary": _binary,
    "threshold": _threshold,
    "ratio": _ratio,
    "rate": _rate,
    "tier": _tier,
    "coefficient": _coefficient,
    "deduction": _deduction,
}
