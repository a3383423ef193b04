"""What a unit is asked to fill in, and how much of it is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..core.figures.duties import Duties, answered
from ..core.figures.months import latest_dispatch
from ..core.periods import day_label, period_label
from ..core.records import (
    Allocation,
    Category,
    Dispatch,
    Indicator,
    Member,
    PlanInfo,
    Receipt,
    Report,
    Responsibility,
    Unit,
    UnitGroup,
    full_key,
)
from ..core.wording import describe

if TYPE_CHECKING:
    from datetime import date

    from ..core.plan import Plan
    from ..core.records import Id
    from ..storage import PlanFile

NEEDED = (PlanInfo, Indicator, Category, Responsibility, Allocation, Unit, UnitGroup, Member, Dispatch, Receipt, Report)


@dataclass(frozen=True, slots=True)
class Assignment:
    """What the latest dispatch asks of a unit. `missing` are the indicators without a figure, as people call them.

    `sent_back` is why what it returned last was sent back, "" where it was not, or where it has returned again since.
    """

    unit: Id
    unit_name: str
    round: int
    due_on: date | None
    period: int | None
    request: str
    expected: int
    filled: int
    missing: tuple[str, ...]
    sent_back: str = ""
    set_aside: tuple[str, ...] = ()  # own figures typed before the split, in words

    @property
    def set_aside_sentence(self) -> str:
        """What becomes of the own figures that were typed before the split; "" where there are none."""
        if not self.set_aside:
            return ""
        return (
            f"分解到下级以前，本单位填过{len(self.set_aside)}项：{'、'.join(self.set_aside)}。"
            "这些数还在，汇总时仍以它们为准；改由下级填报的，请在进度填报里清空。"
        )

    @property
    def sentence(self) -> str:
        """What is due and until when, on one line."""
        what = f"请填报{period_label(self.period)}的数据" if self.period else "请填报"
        until = f"，{day_label(self.due_on)}前报回" if self.due_on else ""
        count = f"（应填{self.expected}项，已填{self.filled}项）" if self.expected else ""
        again = f"上次报送被退回：{self.sent_back}。" if self.sent_back else ""
        request = self.request.strip()
        stop = "" if not request or request[-1] in "。！？；…）" else "。"
        return f"{what}{until}{count}。{again}{request}{stop}"


def own_indicators(plan: Plan, unit: Id) -> list[Indicator]:
    """The indicators on which a unit or one below it reports, in the order of the paper."""
    asked = {indicator for indicator, _ in Duties(plan).asked(unit)}
    return [indicator for indicator in plan.indicators if indicator.id in asked]


def assignment(plan: Plan, dispatch: Dispatch) -> Assignment:
    """What a dispatch asks, and how far the plan at hand answers it. `plan` must know the types of NEEDED."""
    unit = dispatch.unit or 0
    duties = Duties(plan)
    asked = duties.asked(unit)
    there = answered(plan, asked, dispatch.period)
    missing = tuple(_missing(plan, indicator, who, unit) for indicator, who in asked if (indicator, who) not in there)
    return Assignment(
        unit=unit,
        unit_name=plan.bearer_name(unit),
        round=dispatch.round or 1,
        due_on=dispatch.due_on,
        period=dispatch.period,
        request=dispatch.request,
        expected=len(asked),
        filled=len(asked) - len(missing),
        missing=missing,
        sent_back=_sent_back(plan, unit),
        set_aside=tuple(_in_words(plan, report) for report in duties.set_aside(unit)),
    )


def _in_words(plan: Plan, report: Report) -> str:
    where = describe(plan, Indicator, full_key(report.indicator))
    return f"{where}（{period_label(report.period)}填了{report.value.strip()}）"


def _missing(plan: Plan, indicator: Id, bearer: Id, unit: Id) -> str:
    whose = f"（{plan.bearer_name(bearer)}）" if bearer != unit else ""
    return describe(plan, Indicator, full_key(indicator)) + whose


def _sent_back(plan: Plan, unit: Id) -> str:
    dispatches = {d.id for d in plan.ordered(Dispatch) if d.unit == unit}
    returned = [receipt for receipt in plan.ordered(Receipt) if receipt.dispatch in dispatches]
    return returned[-1].reason.rstrip("。") if returned and returned[-1].sent_back_on else ""


def own_assignment(plan_file: PlanFile) -> Assignment | None:
    """What the unit whose part this file holds is asked for; None for a whole plan."""
    from .rights import own_unit

    unit = own_unit(plan_file)
    if unit is None:
        return None
    plan = plan_file.read(*NEEDED)
    dispatch = latest_dispatch(plan, unit)
    return assignment(plan, dispatch) if dispatch else None
