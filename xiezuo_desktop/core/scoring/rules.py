"""Rules of a scheme as data: the ten kinds of rule that offices write, their parameters, their JSON, and their wording.

A rule is stored in one field as a JSON object: `kind`, and the parameters that are set, numbers as strings. What a text
says is read by `reading`; what a rule gives is worked out by `evaluate`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ..numbers import read_target, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

KINDS = {
    "binary": "完成／未完成",
    "threshold": "次数门槛",
    "ratio": "按完成率",
    "rank": "按名次",
    "discretionary": "人工评分",
    "rate": "达到比率",
    "composite": "组合项",
    "tier": "分档",
    "coefficient": "按数计分",
    "deduction": "逐项扣分",
}
BASES = {
    "value": "完成数",
    "rate": "完成率",
    "missing": "短少数",
    "fault": "发生数",
    "over": "超额数",
    "best_value": "与最高的完成数比",
    "best_rate": "与最高的完成率比",
}
_FEWEST_FALLING = 3  # places that are worded as falling evenly
UNFINISHED = {"zero": "不得分", "ratio": "按完成率得分"}


@dataclass(frozen=True, slots=True)
class Level:
    """A mark to reach: a number, or a share of the target (`percent`); `over`: it must be exceeded, not just reached."""

    number: Decimal
    percent: bool = False
    over: bool = False

    def __str__(self) -> str:
        return f"{'>' if self.over else ''}{shown(self.number)}{'%' if self.percent else ''}"

    @property
    def value(self) -> Decimal:
        """The mark as a number: 90% is 0.9."""
        return self.number.scaleb(-2) if self.percent else self.number

    def reached_by(self, value: Decimal) -> bool:
        """Whether a value (a share where the mark is one) reaches the mark."""
        return value > self.value if self.over else value >= self.value


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a tier rule: from this mark on these points. Of a rank rule: up to this place."""

    mark: Level
    points: Decimal


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. Which parameters count depends on the kind, see PARAMETERS; None and "" mean that the text says nothing.

    Points are points of the item; `full` is given when all is done. `steps` fall in tiers, rise in places.
    """

    kind: str
    full: Decimal | None = None
    zero: Decimal | None = None
    at_least: Decimal | None = None
    measure_unit: str = ""
    rate: Level | None = None
    full_from: Level | None = None
    least: Level | None = None
    cap: Decimal | None = None
    uncapped: bool = False
    top: Decimal | None = None
    top_points: Decimal | None = None
    finished: Decimal | None = None
    others: Decimal | None = None
    none: Decimal | None = None
    unfinished: str = ""
    basis: str = ""
    each: Decimal | None = None
    points: Decimal | None = None
    base: Decimal | None = None
    mean: bool = False
    weight: Decimal | None = None
    steps: tuple[Step, ...] = ()
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter as a form shows it: its label, and how it is typed (points, number, level, place, choice, flag, text, steps)."""

    label: str
    form: str
    choices: tuple[str, ...] = ()


_FULL, _ZERO = Parameter("满分", "points"), Parameter("未完成得分", "points")
_UNIT = Parameter("计量单位", "text")
_CAP = Parameter("最高得分", "points")
PARAMETERS: dict[str, dict[str, Parameter]] = {
    "binary": {"full": _FULL, "zero": _ZERO},
    "threshold": {"at_least": Parameter("达到", "number"), "measure_unit": _UNIT, "full": _FULL, "zero": _ZERO},
    "ratio": {
        "full": _FULL,
        "full_from": Parameter("完成率达到多少得满分", "level"),
        "least": Parameter("完成率低于多少不得分", "level"),
        "uncapped": Parameter("超额完成按实际完成率", "flag"),
        "cap": _CAP,
        "basis": Parameter("与谁比", "choice", ("best_value", "best_rate")),
        "weight": Parameter("权重", "number"),
    },
    "rank": {
        "top": Parameter("前几名", "place"),
        "top_points": Parameter("前几名得分", "points"),
        "finished": Parameter("完成任务得分", "points"),
        "unfinished": Parameter("未完成", "choice", ("zero", "ratio")),
        "others": Parameter("其余得分", "points"),
        "none": Parameter("没有的得分", "points"),
        "basis": Parameter("名次依据", "choice", ("value", "rate")),
        "steps": Parameter("各名次得分", "steps"),
    },
    "discretionary": {"full": _FULL, "by_hand": Parameter("完成的也由人评定", "flag")},
    "rate": {"rate": Parameter("达到比率", "level"), "full": _FULL, "zero": _ZERO},
    "composite": {"full": _FULL, "mean": Parameter("按权重平均完成率", "flag"), "cap": _CAP},
    "tier": {
        "basis": Parameter("分档依据", "choice", ("value", "rate")),
        "measure_unit": _UNIT,
        "steps": Parameter("各档得分", "steps"),
        "zero": Parameter("其余得分", "points"),
    },
    "coefficient": {
        "each": Parameter("每多少", "number"),
        "measure_unit": _UNIT,
        "points": Parameter("计分", "points"),
        "basis": Parameter("按什么数", "choice", ("value", "over")),
        "base": Parameter("基础分", "points"),
        "cap": _CAP,
    },
    "deduction": {
        "full": _FULL,
        "basis": Parameter("按什么数", "choice", ("missing", "rate", "fault")),
        "each": Parameter("每多少", "number"),
        "measure_unit": _UNIT,
        "points": Parameter("扣分", "points"),
        "cap": Parameter("最多扣分", "points"),
        "least": Parameter("完成率低于多少不得分", "level"),
    },
}

# ------------------------------------------------------------------------------------------------ JSON


def rule_to_dict(rule: Rule) -> dict[str, Any]:
    """The rule as JSON values: what is set, numbers as strings."""
    out: dict[str, Any] = {"kind": rule.kind}
    for field in fields(rule):
        value = getattr(rule, field.name)
        if field.name in ("kind", "steps") or value is None or value == "" or value is False:
            continue
        out[field.name] = shown(value) if isinstance(value, Decimal) else value if value is True else str(value)
    if rule.steps:
        mark = "to" if rule.kind == "rank" else "from"
        out["steps"] = [{mark: str(s.mark), "points": shown(s.points)} for s in rule.steps]
    return out


def write_rule(rule: Rule | None) -> str:
    """The rule as it is stored; "" for none."""
    return json.dumps(rule_to_dict(rule), ensure_ascii=False) if rule else ""


def read_stored_rule(text: str) -> Rule | None:
    """The rule of a stored text; None for an empty text, and for one that is no rule this program knows."""
    if not text.strip() or len(text) > 20_000:
        return None
    try:
        stored = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(stored, dict) or stored.get("kind") not in list(KINDS):  # it may be anything, a list too
        return None
    found: dict[str, Any] = {}
    for name in PARAMETERS[stored["kind"]]:
        if name in stored and (value := _parameter(name, stored[name])) is not None:
            found[name] = value
    return Rule(stored["kind"], **found)


def _parameter(name: str, value: Any) -> Any:
    if name in ("uncapped", "mean", "by_hand"):
        return value is True
    if name == "steps":
        return _steps(value)
    if not isinstance(value, str):
        return None
    if name in ("rate", "full_from", "least"):
        return read_level(value)
    if name == "measure_unit":
        return value
    if name in ("unfinished", "basis"):
        return value if value in (UNFINISHED if name == "unfinished" else BASES) else None
    return read_number(value)


def _steps(value: Any) -> tuple[Step, ...] | None:
    if not isinstance(value, list) or len(value) > 100:
        return None
    out = []
    for item in value:
        if not isinstance(item, dict):
            return None
        mark = read_level(str(item.get("to", item.get("from", ""))))
        points = read_number(str(item.get("points", "")))
        if mark is None or points is None:
            return None
        out.append(Step(mark, points))
    return tuple(out)


def read_number(text: str) -> Decimal | None:
    """A plain decimal, or None: no infinity, no exponent, at most 40 characters."""
    text = text.strip()
    if not text or len(text) > 40 or not set(text) <= set("0123456789.-"):
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def read_level(text: str) -> Level | None:
    """A mark as `str(Level)` writes it: 2, 90%, >90%."""
    bare = text.strip().removeprefix(">")
    number = read_number(bare.removesuffix("%"))
    return None if number is None else Level(number, bare.endswith("%"), text.strip().startswith(">"))


def points_of(text: str) -> Decimal | None:
    """The points that a cell states: 4, 4分, （4分）; None where it states none."""
    bare = text.strip().strip("（）()【】[]").strip().removesuffix("分")
    value = read_target(bare)
    return value.number if value.kind == "number" and value.qualifier == "=" and not value.measure_unit else None


# ------------------------------------------------------------------------------------------------ words


def rule_words(rule: Rule) -> str:
    """The rule in the words of an evaluation scheme. The parts of a composite rule are worded each by itself."""
    return _WORDS[rule.kind](rule)


def words_with_parts(rule: Rule, parts: Iterable[tuple[str, Rule | None]]) -> str:
    """The rule in words, with those of its parts (their name and rule) behind it."""
    each = "；".join(f"{name}（{rule_words(part)}）" for name, part in parts if part)
    return f"{rule_words(rule)}：{each}" if each else rule_words(rule)


def _pt(number: Decimal | None) -> str:
    return f"{shown(number)}分" if number is not None else "满分"


def _or_zero(number: Decimal | None) -> str:
    return _pt(number if number is not None else Decimal(0))


def _binary(rule: Rule) -> str:
    return f"完成得{_pt(rule.full)}，未完成得{_or_zero(rule.zero)}"


def _threshold(rule: Rule) -> str:
    least = shown(rule.at_least if rule.at_least is not None else Decimal(1))
    return f"{least}{rule.measure_unit or '次'}及以上得{_pt(rule.full)}，未达到得{_or_zero(rule.zero)}"


def _ratio(rule: Rule) -> str:
    if rule.basis in ("best_value", "best_rate"):
        out = f"完成{'率' if rule.basis == 'best_rate' else '数'}最高的得{_pt(rule.full)}，其余按比例得分"
    elif rule.uncapped:
        out = f"得分＝{shown(rule.full) if rule.full is not None else '分值'}×完成率，不封顶"
    elif rule.full_from:
        out = f"完成率{rule.full_from}以上得{_pt(rule.full)}；未达到的，得分＝{_factor(rule)}×完成率"
    else:
        out = f"完成得{_pt(rule.full)}；未完成的，得分＝{_factor(rule)}×完成率"
    if rule.least:
        out += f"，完成率低于{rule.least}的不得分"
    if rule.cap is not None:
        out += f"，最高得{_pt(rule.cap)}"
    return out


def _factor(rule: Rule) -> str:
    return shown(rule.full) if rule.full is not None else "分值"


def _rank(rule: Rule) -> str:
    subject = {"rate": "完成率", "value": "完成数"}.get(rule.basis, "")
    clauses = []
    low = 1
    named, less = _falling(rule)
    for step in rule.steps[:named]:
        high = int(step.mark.number)
        place = f"第{low}名" if high == low else f"第{low}至{high}名"
        clauses.append(f"{place}得{_pt(step.points)}")
        low = high + 1
    if less is not None:
        clauses.append(f"每降低1名减{_pt(less)}")
    if rule.top is not None:
        clauses.append(f"前{shown(rule.top)}名得{_pt(rule.top_points)}")
    if rule.finished is not None:
        clauses.append(f"完成任务得{_pt(rule.finished)}")
    if rule.unfinished:
        clauses.append("未完成的按完成率得分" if rule.unfinished == "ratio" else "未完成的得0分")
    if rule.others is not None:
        clauses.append(f"其余得{_pt(rule.others)}")
    if rule.none is not None:
        clauses.append(f"无则{_pt(rule.none)}")
    return subject + "，".join(clauses) if clauses else f"按{subject}名次得分"


def _falling(rule: Rule) -> tuple[int, Decimal | None]:
    """How many steps are named, and how many points each place below them gives less: 第一名得12分，每降低1名减0.5分."""
    steps, less = rule.steps, None
    if len(steps) > _FEWEST_FALLING and all(s.mark.number == n for n, s in enumerate(steps, 1)):
        less = steps[-2].points - steps[-1].points
        floor = rule.others or Decimal(0)
        even = all(a.points - b.points == less for a, b in pairwise(steps))
        if even and less > 0 and steps[-1].points - less <= floor < steps[-1].points:
            return 1, less
    return len(steps), None


def _discretionary(rule: Rule) -> str:
    return f"由人评定，最高得{_pt(rule.full)}" if rule.by_hand else f"完成得{_pt(rule.full)}，未完成的酌情评分"


def _rate(rule: Rule) -> str:
    level = rule.rate or Level(Decimal(100), percent=True)
    return f"{'超过' if level.over else '达到'}{str(level).lstrip('>')}得{_pt(rule.full)}，否则得{_or_zero(rule.zero)}"


def _composite(rule: Rule) -> str:
    out = f"得分＝{_factor(rule)}×各部分完成率的加权平均" if rule.mean else "各部分得分相加"
    return out + (f"，最高得{_pt(rule.cap)}" if rule.cap is not None else "")


def _tier(rule: Rule) -> str:
    unit = "" if any(s.mark.percent for s in rule.steps) else rule.measure_unit
    clauses = []
    for step in rule.steps:
        mark = str(step.mark).lstrip(">")
        clauses.append(
            f"{'超过' if step.mark.over else ''}{mark}{unit}{'' if step.mark.over else '以上'}得{_pt(step.points)}"
        )
    return "，".join([*clauses, f"其余得{_or_zero(rule.zero)}"])


def _coefficient(rule: Rule) -> str:
    out = f"完成得{_pt(rule.base)}，" if rule.base is not None else ""
    if rule.each is None:
        out += f"得分＝{shown(rule.points or Decimal(1))}×{'超额数' if rule.basis == 'over' else '完成数'}"
    else:
        out += f"每{'超额' if rule.basis == 'over' else '完成'}{shown(rule.each)}{rule.measure_unit or '个'}得{_pt(rule.points)}"
    return out + (f"，最高得{_pt(rule.cap)}" if rule.cap is not None else "")


def _deduction(rule: Rule) -> str:
    each = shown(rule.each if rule.each is not None else Decimal(1))
    if rule.basis == "rate":
        what = f"每低{each}个百分点"
    else:
        what = f"每{'发生' if rule.basis == 'fault' else '少'}{each}{rule.measure_unit or '个'}"
    end = f"，最多扣{_pt(rule.cap)}" if rule.cap is not None else "，扣完为止" if rule.full != 0 else ""
    end += f"，完成率低于{rule.least}的不得分" if rule.least else ""
    if rule.full == 0:
        return f"{what}扣{_pt(rule.points)}{end}"
    return f"完成得{_pt(rule.full)}，{what}扣{_pt(rule.points)}{end}"


_WORDS = {
    "binary": _binary,
    "threshold": _threshold,
    "ratio": _ratio,
    "rank": _rank,
    "discretionary": _discretionary,
    "rate": _rate,
    "composite": _composite,
    "tier": _tier,
    "coefficient": _coefficient,
    "deduction": _deduction,
}
