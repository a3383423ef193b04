"""Rules of a scheme as data: the kinds of rule that offices write, their parameters and their JSON.

A rule is stored in one field as a JSON object: `kind`, and the parameters that are set, numbers as strings. What a text
says is read by `reading`, a rule is worded by `rule_words`; what it gives is worked out by `evaluate`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation
from typing import Any

from ..numbers import read_target, shown

KINDS = {
    "binary": "完成／未完成",
    "threshold": "次数门槛",
    "ratio": "按完成率",
    "rank": "按名次",
    "discretionary": "人工评分",
    "rate": "达到比率",
    "composite": "组合项",
    "tier": "分档",
    "level": "按级别",
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
class Grade:
    """A level that is stated, not counted, and its points: 省级, 5."""

    name: str
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
    levels: tuple[Grade, ...] = ()
    added: bool = False


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter as a form shows it: its label, and how it is typed (points, number, level, place, choice, flag, text, steps,
    levels)."""

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
    "level": {
        "levels": Parameter("各级得分", "levels"),
        "added": Parameter("每次都算，相加（不勾：只算最高的一级）", "flag"),
        "cap": _CAP,
        "zero": Parameter("没有的得分", "points"),
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
        if field.name in ("kind", "steps", "levels") or value is None or value == "" or value is False:
            continue
        out[field.name] = shown(value) if isinstance(value, Decimal) else value if value is True else str(value)
    if rule.steps:
        mark = "to" if rule.kind == "rank" else "from"
        out["steps"] = [{mark: str(s.mark), "points": shown(s.points)} for s in rule.steps]
    if rule.levels:
        out["levels"] = [{"level": each.name, "points": shown(each.points)} for each in rule.levels]
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
    if name in ("uncapped", "mean", "by_hand", "added"):
        return value is True
    if name == "levels":
        return _levels(value)
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


def _levels(value: Any) -> tuple[Grade, ...] | None:
    if not isinstance(value, list) or len(value) > 100:
        return None
    out = []
    for item in value:
        name, points = (str(item.get(key, "")) for key in ("level", "points")) if isinstance(item, dict) else ("", "")
        number = read_number(points)
        if not name.strip() or number is None:
            return None
        out.append(Grade(name.strip(), number))
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
