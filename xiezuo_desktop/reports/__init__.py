"""Plan → Paper: what can be printed, each report in a module of its own; for one unit, for each, for all in one job."""

from __future__ import annotations

import inspect
from dataclasses import dataclass, replace
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Any

from xiezuo_desktop.core.errors import WrongCall
from xiezuo_desktop.wanted import asking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xiezuo_desktop.core.plan import Plan
    from xiezuo_desktop.documents.paper import Paper
    from xiezuo_desktop.reports.matters import Matters

__all__ = ["REPORTS", "Report", "compose", "compose_for_all", "compose_job"]

_NOTHING_DUE = (
    "目前没有需要催办的事项：没有逾期和将要到期的任务，也没有落后的指标；还没有填报过数据的计划，未填报的不催办。"
)
_REMEDY = "请先在“指标体系”和“工作任务”中写明各项的责任单位和完成时限，有了要办的事项，然后再印。"


@dataclass(frozen=True, slots=True)
class Report:
    """A report: what people call it, the function of this package that composes it, and what a unit must have for one.

    Its `number` stands in plan files (PageSetup) and is never reused.
    `matters` names lists of Matters, of which one at least is not empty for a unit that gets this report; "due" stands
    for what is due on the day asked for. Without any the report is not made by units.
    """

    number: int
    label: str
    function_name: str
    matters: tuple[str, ...] = ()
    for_one_unit: bool = False  # there is no such report of the whole plan

    @property
    def function(self) -> Callable[..., Paper]:
        """The function, loaded when it is first needed."""
        module = import_module(f"{__name__}.{self.function_name}")
        found: Callable[..., Paper] = getattr(module, self.function_name)
        return found


REPORTS = {
    "taskbook": Report(1, "任务书", "task_book", ("indicators", "chapters")),
    "indicators": Report(2, "指标分解表", "indicators", ("indicators",)),
    "matrix": Report(3, "分解矩阵", "matrix", ("allocations",)),
    "division": Report(4, "任务分工表", "division", ("tasks",)),
    "unit": Report(5, "单位任务清单", "unit_sheet", ("indicators", "chapters", "tasks"), for_one_unit=True),
    "reminder": Report(6, "催办通知单", "reminder", ("due",), for_one_unit=True),
    "completion": Report(7, "完成情况报告", "completion", ("indicators", "tasks")),
    "adjustments": Report(8, "目标调整情况表", "adjustments"),
    "evidence": Report(9, "佐证材料目录", "evidence_index"),
    "scores": Report(10, "考核评分表", "score_sheet"),
    "checks": Report(11, "校核单", "check_sheet"),
}


def compose(name: str, plan: Plan, *, on_step: Callable[[], object] | None = None, **options: Any) -> Paper:
    """The paper of a report. Options that are None or that this report does not know are left out.

    Options: `unit` (name of a unit), `paper` ("A4", "A3"), `turned` (横排 pages), `line_pitch` (points, 28–29 where an
    office has its own), `sealed` (room for a seal), `continued` (续表 above a table that goes on); of single reports: `form` and `bound` (任务书), `remainder` (矩阵), `last_year` (指标分解表), `handled` (分工表),
    `on` (date or 2024-06-30) or `period` (2024-06), `ahead` (days; 催办). A report that is made for one unit
    only becomes a job of all units without `unit`. `on_step` is called about every twentieth of a second; what it raises
    cancels the work. Raises WrongCall for an unknown name or a day that is none.
    """
    report = _find(name)
    options = {k: v for k, v in options.items() if v is not None}
    if report.for_one_unit and not options.get("unit"):
        return _as_the_office_has_it(compose_job(name, plan, on_step=on_step, **options), options)
    if report.matters == ("due",):
        options["on"] = _day(options)
    known = inspect.signature(report.function).parameters
    with asking(on_step):
        paper = report.function(plan, **{k: v for k, v in options.items() if k in known})
    return _as_the_office_has_it(paper, options)


def compose_for_all(
    name: str,
    plan: Plan,
    *,
    on_step: Callable[[], object] | None = None,
    on_unit: Callable[[int, int], object] | None = None,
    **options: Any,
) -> Iterator[tuple[str, Paper]]:
    """The report of every unit that it has something for: (name of the unit, its paper), in the plan's order.

    Options and `on_step` as for `compose`; `on_unit` is called before each unit with the number of those that are done and of
    all. Raises WrongCall for a report that is not made by units.
    """
    from xiezuo_desktop.reports.matters import matters_of
    from xiezuo_desktop.reports.wording import is_empty

    report = _find(name)
    if not report.matters:
        raise WrongCall(f"{report.label}不分单位，", "请印全部的。")
    units = matters_of(plan)
    names = units.names()
    for done, unit in enumerate(names):
        if on_unit:
            on_unit(done, len(names))
        with asking(on_step):
            wanted = _has_something(report, plan, unit, units.find_named(unit), options)
        if wanted and not is_empty(paper := compose(name, plan, on_step=on_step, **{**options, "unit": unit})):
            yield unit, paper


def compose_job(
    name: str,
    plan: Plan,
    *,
    on_step: Callable[[], object] | None = None,
    on_unit: Callable[[int, int], object] | None = None,
    **options: Any,
) -> Paper:
    """The papers of all units as one for the printer: each begins on a right-hand page and counts its pages from 1.

    `on_step` and `on_unit` as for `compose_for_all`.
    """
    from xiezuo_desktop.documents.paper import Paper, Paragraph, Part, Role, Section
    from xiezuo_desktop.reports.wording import nothing_yet, report_title

    sections: list[Section] = []
    paper = Paper(())
    title = report_title(plan, _find(name).label)
    for _, paper in compose_for_all(name, plan, on_step=on_step, on_unit=on_unit, **options):
        first, *others = paper.sections
        sections += [replace(first, begins=Part(paper.head, paper.imprint)), *others]
    if not sections:
        nothing = (
            [Paragraph(_NOTHING_DUE)]
            if _find(name).matters == ("due",)
            else nothing_yet("没有需要发给单位的内容", _REMEDY)
        )
        sections.append(Section((Paragraph(title, Role.TITLE), *nothing)))
    return replace(paper, sections=tuple(sections), head=None, imprint=None, title=title, author=plan.info.issuer)


def _as_the_office_has_it(paper: Paper, options: dict[str, Any]) -> Paper:
    pitch = options.get("line_pitch", paper.line_pitch)
    sealed, continued = (bool(options.get(name, getattr(paper, name))) for name in ("sealed", "continued"))
    return replace(paper, line_pitch=pitch, sealed=sealed, continued=continued)


def _find(name: str) -> Report:
    report = REPORTS.get(name.replace("_", ""))
    if report is None:
        known = "、".join(f"{key}（{value.label}）" for key, value in REPORTS.items())
        raise WrongCall(f"没有叫“{name}”的报表，", f"可以用：{known}。")
    return report


def _has_something(report: Report, plan: Plan, unit: str, found: Matters, options: dict[str, Any]) -> bool:
    if report.matters == ("due",):
        from xiezuo_desktop.reports.reminder import DAYS_AHEAD, due_things, late_things

        on = _day(options)
        return bool(due_things(plan, found, on, options.get("ahead") or DAYS_AHEAD) or late_things(plan, unit, on))
    return any(getattr(found, kind) for kind in report.matters)


def _day(options: dict[str, Any]) -> date:
    """The day asked for: `on`, else the last of `period`, else today."""
    from calendar import monthrange

    on, period = options.get("on"), options.get("period")
    if isinstance(on, date):
        return on
    try:
        if on:
            return date.fromisoformat(str(on))
        if period:
            year, month = map(int, str(period).split("-"))
            return date(year, month, monthrange(year, month)[1])
    except (ValueError, IndexError) as error:
        raise WrongCall(f"“{on or period}”不是日期，", "请写成 2024-06-30；月份写成 2024-06。") from error
    return date.today()
