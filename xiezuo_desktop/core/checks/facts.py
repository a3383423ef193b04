"""What several checks look at: the plan with its cells read once, in one unit of measure, and the words findings use."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeVar, cast

from ..measure_units import comparable, convert
from ..names import group_size, looks_like_group
from ..numbers import Value, read_amount, read_target, shown
from ..records import Allocation, Id, Indicator, Record, Unit, UnitGroup

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..plan import Plan
    from .problem import Problem

COUNTED = frozenset(
    {"person", "person_time", "thing", "pair", "time", "household", "text"}
)  # no rounding can excuse a difference


_ANSWERING = ("lead", "responsible")
T = TypeVar("T")


class Facts:
    """A plan, as the checks see it."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._targets: dict[Id, Value] = {}
        self._answering: dict[Id, list[Id]] = {}
        self._made: dict[object, Any] = {}

    def once(self, make: Callable[[Facts], T]) -> T:
        """What several checks work out from the plan, worked out once."""
        if make not in self._made:
            self._made[make] = make(self)
        return cast("T", self._made[make])

    def target(self, indicator: Indicator) -> Value:
        """The target of an indicator, read."""
        value = self._targets.get(indicator.id)
        if value is None:
            value = self._targets[indicator.id] = read_target(indicator.target, indicator.target_reading)
        return value

    def number(self, indicator: Indicator) -> Decimal | None:
        """The target as a number in the indicator's measure unit, None where it states none."""
        value = self.target(indicator)
        if value.kind != "number":
            return None
        return self.in_unit(value, indicator.measure_unit)

    @staticmethod
    def in_unit(value: Value, measure_unit: str) -> Decimal | None:
        """The number of a value in this unit; None without a number, or where its own unit measures something else."""
        if value.number is None or not value.measure_unit or not measure_unit.strip():
            return value.number
        return convert(value.number, value.measure_unit, measure_unit)

    @cached_property
    def amounts(self) -> dict[Id, list[tuple[Allocation, Value]]]:
        """The split of every indicator, read."""
        out: dict[Id, list[tuple[Allocation, Value]]] = defaultdict(list)
        for indicator in self.plan.indicators:
            for allocation in self.plan.allocations(indicator.id):
                out[indicator.id].append((allocation, read_amount(allocation.amount, allocation.amount_reading)))
        return out

    def answering(self, indicator: Indicator) -> list[Id]:
        """The units and groups that answer for an indicator (牵头, 责任); a row may leave them to the row above it."""
        found = self._answering.get(indicator.id)
        if found is None:
            own = [
                r.unit for r in self.plan.responsibilities(indicator.id) if r.role in _ANSWERING and r.unit is not None
            ]
            parent = None if own else self.plan.get(Indicator, indicator.parent)
            self._answering[indicator.id] = []  # ends a circle of rows
            found = list(dict.fromkeys(own)) if own else self.answering(parent) if parent else []
            self._answering[indicator.id] = found
        return found

    def members(self, bearer: Id) -> int | None:
        """How many units bear an amount that holds for each: 1 for a unit, the size of a group, None when nobody says."""
        group = self.plan.get(UnitGroup, bearer)
        if group is None:
            unit = self.plan.get(Unit, bearer)
            return group_size(unit.name) if unit and looks_like_group(unit.name) else 1
        return group.expected_size or len(self.plan.members.get(bearer, ())) or group_size(group.name)

    def share(self, allocation: Allocation, value: Value, measure_unit: str) -> Decimal | None:
        """The whole amount that stands for a bearer, in this unit: for each member of a group, times its size."""
        number = self.in_unit(value, measure_unit)
        if number is None or not value.per_member:
            return number
        size = self.members(allocation.bearer)
        return None if size is None else number * size

    def bearer(self, allocation: Allocation) -> str:
        """Who bears an amount, in words."""
        names = [self.plan.bearer_name(i) for i in (allocation.bearer, allocation.partner) if i]
        return "·".join(n for n in names if n) or "未写明单位"

    def problem(self, rule: str, severity: str, record: Record, message: str, *marks: object) -> Problem:
        """A finding about a record; `marks` are the numbers or ids that tell it from another finding of this rule there."""
        from ..wording import describe
        from .problem import Problem

        where = describe(self.plan, type(record), record.key)
        place = "/".join([record.name_, str(record.key[0]), *(str(m) for m in marks)])
        return Problem(rule, severity, where, message, type(record), record.key, place)


def listed(indicators: Sequence[Indicator]) -> str:
    """指标1、5至12, with runs of numbers drawn together; rows without a number by name, the first few."""
    numbers = [int(i.ordinal) for i in indicators if i.ordinal.isdecimal()]
    runs: list[list[int]] = [[n] for n in numbers[:1]]
    for before, number in pairwise(numbers):
        if number == before + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    words = [str(r[0]) if len(r) == 1 else f"{r[0]}、{r[1]}" if len(r) == 2 else f"{r[0]}至{r[-1]}" for r in runs]
    others = [i for i in indicators if not i.ordinal.isdecimal()]
    words += [i.ordinal or f"“{i.name}”" for i in others[:3]]
    return "指标" + "、".join(words) + (f"等{len(indicators)}个" if len(others) > 3 else "")


def amount(number: Decimal, measure_unit: str) -> str:
    """A number as people write it, with its unit; sums lose the noughts that only adding brought."""
    return shown(number) + measure_unit.strip()


def plain(number: Decimal) -> Decimal:
    """A computed number without noughts behind its last digit: 300.0 → 300."""
    return Decimal(format(number.normalize(), "f"))


def same_measure(one: Indicator, other: Indicator) -> bool:
    """Whether the targets of two indicators may be compared."""
    return comparable(one.measure_unit, other.measure_unit)
