"""The plan at a glance on a day: while it is drafted, what is done and what comes next; in the year, what needs attention."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .figures.attention import LEVELS, REASONS, concerns
from .figures.duties import month_state
from .figures.months import last_reported, months_of, pace_at
from .figures.sheet import FigureSheet, to_look_at
from .handling import count_tasks
from .periods import period_label
from .plan_figures import by_time
from .progress import NOUGHT, STATES, mean_rate
from .records import Dispatch, Report, Task

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from decimal import Decimal

    from .checks import Problem
    from .figures.attention import Concern
    from .figures.sheet import Entry
    from .handling import Counts
    from .plan import Plan
    from .records import Id, Key, Record

_MOST_NAMES = 4  # units said by name; more are counted
OTHERS = "未分类"


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing to look at. It stands on a `page`, and where it has a `record` and `key`, there. `units` are those it concerns."""

    kind: str  # a key of KINDS
    level: str  # a key of LEVELS
    name: str
    words: str
    page: str
    units: tuple[str, ...] = ()
    record: type[Record] | None = None
    key: Key | None = None

    @property
    def units_text(self) -> str:
        """区教育局、区民政局等6个单位."""
        return named(self.units)


KINDS = {**REASONS, "dispute": "分歧", "finding": "校核", "return": "未报回", "returned": "退回", "doubt": "待核实"}


@dataclass(frozen=True, slots=True)
class Bar:
    """A category: how far its indicators are on average (None: nothing reported), of how many; how many are late, and of
    how many a rate is missing, which count as nothing reached."""

    name: str
    rate: Decimal | None
    count: int
    late: int
    silent: int = 0


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage on the way from the paper to the offices: whether it is done, what is so, and where it is done."""

    name: str
    done: bool
    words: str
    page: str


@dataclass(frozen=True, slots=True)
class Overview:
    """All of it. `period` is the last month reported, None while there is none; rates are shares of 1."""

    way: tuple[Stage, ...]
    matters: tuple[Matter, ...]
    period: int | None
    rate: Decimal | None
    pace: Decimal
    states: dict[str, int]
    bars: tuple[Bar, ...]
    reported: tuple[int, int]  # units that have reported this month, of how many
    silent: tuple[str, ...]
    tasks: Counts

    @property
    def in_year(self) -> bool:
        """Whether the plan has left the desk: figures have come, or it was issued."""
        return self.period is not None or self.way[-2].done


def overview(
    plan: Plan,
    today: date,
    *,
    problems: Iterable[Problem] = (),
    disputes: int = 0,
    waiting: tuple[str, ...] = (),
) -> Overview:
    """What a plan looks like on a day. `problems` are those the checks find, `disputes` the number of open ones, `waiting`
    the units whose files should have come back."""
    period = last_reported(plan)
    sheet = FigureSheet(plan, period or months_of(plan)[0], today)
    bars, entries = _bars(plan, sheet)
    states = Counter(entry.state for entry in entries)
    open_ones = [p for p in problems if p.waived is None and p.severity != "hint"]
    way = _way(plan, open_ones)
    in_year = period is not None or way[-2].done
    asks = in_year and plan.info.stage != "archived"
    matters = _matters(plan, sheet, open_ones, disputes, waiting) if asks else ()
    month = month_state(plan, sheet.duties, sheet.period)
    asked = {unit: found for unit, found in month.units.items() if found.expected}
    return Overview(
        way, matters, period, _average(entries), pace_at(plan, period) if period else NOUGHT,
        {name: states[name] for name in STATES if states[name]}, bars,
        (sum(found.reported > 0 for found in asked.values()), len(asked)),
        tuple(plan.bearer_name(unit) or "本级" for unit in month.silent) if period else (),
        count_tasks(plan),
    )  # fmt: skip


def _bars(plan: Plan, sheet: FigureSheet) -> tuple[tuple[Bar, ...], list[Entry]]:
    bars, every = [], []
    for category in [*plan.categories, None]:
        entries = [sheet.entry(indicator, 0) for indicator, _ in plan.tree_of(category)]
        if entries:
            late = sum(e.state in ("behind", "far_behind", "overdue") for e in entries)
            silent = sum(e.state == "unreported" for e in entries)
            bars.append(Bar(category.name if category else OTHERS, _average(entries), len(entries), late, silent))
            every += entries
    return tuple(bars), every


def _average(entries: list[Entry]) -> Decimal | None:
    return mean_rate(e.rate for e in entries if e.state != "statistical" and not e.goal.done)


# ------------------------------------------------------------------------------------------------ the way to the offices


def _way(plan: Plan, problems: list[Problem]) -> tuple[Stage, ...]:
    indicators, units = plan.indicators, plan.units
    owned = sum(bool(plan.responsibilities(i.id) or plan.allocations(i.id)) for i in indicators)
    split = sum(any(a.amount.strip() for a in plan.allocations(i.id)) for i in indicators)
    errors = sum(p.severity == "error" for p in problems)
    sent = {d.unit for d in plan.rows(Dispatch).values() if d.unit is not None}
    issued = plan.info.stage in ("issued", "archived")
    return (
        Stage("导入指标", bool(indicators or plan.tasks), _of(len(indicators), "项指标") or "还没有指标", "indicators"),
        Stage("落实责任单位", bool(indicators) and owned == len(indicators),
              f"{len(units)} 个单位，{owned} 项指标有人负责" if units else "还没有单位", "units"),
        Stage("分解目标", bool(split), f"{split} 项已分解到单位" if split else "还没有分解；各项只由一个单位承担的，可以不分", "matrix"),
        Stage("校核", bool(indicators) and not errors, f"还有 {errors} 条错误" if errors else "没有错误" if indicators else "有指标以后再校核", "checks"),
        Stage("下达", issued, "目标已固定，按文件调整" if issued else "下达以后，目标只能按文件调整", "adjustments"),
        Stage("发给各单位", bool(sent), f"已发给 {len(sent)} 个单位" if sent else "给每个单位一份任务文件，或印出任务书", "exchange"),
    )  # fmt: skip


def _of(count: int, words: str) -> str:
    return f"{count} {words}" if count else ""


# ------------------------------------------------------------------------------------------------ what needs attention


def _matters(
    plan: Plan, sheet: FigureSheet, problems: list[Problem], disputes: int, waiting: tuple[str, ...]
) -> tuple[Matter, ...]:
    out: list[Matter] = []
    if disputes:
        out.append(Matter("dispute", "red", f"{disputes} 处分歧", "两边填得不一样，要您来定", "conflicts"))
    if waiting:
        out.append(
            Matter(
                "return",
                "yellow",
                f"{len(waiting)} 个单位没有报回",
                "过了要求的日子，或退回以后没有重报",
                "exchange",
                waiting,
            )
        )
    out += _concerns(plan, concerns(plan, sheet.today))
    errors = [p for p in problems if p.severity == "error"]
    for each in errors[:_MOST_NAMES]:
        out.append(Matter("finding", "yellow", each.where, each.message, "checks", (), each.record, each.key))
    if len(problems) > len(errors[:_MOST_NAMES]):
        left = len(problems) - len(errors[:_MOST_NAMES])
        out.append(Matter("finding", "notice", f"校核还有 {left} 条", "逐条查看，或写明理由豁免", "checks"))
    out += _sent_back(plan)
    out += _doubts(plan, sheet)
    return tuple(sorted(out, key=lambda m: (list(LEVELS).index(m.level), m.kind == "unreported")))


def _concerns(plan: Plan, found: list[Concern]) -> list[Matter]:
    """One line for each thing: the units it concerns together; what is not reported, unit by unit, in one line."""
    places: dict[tuple[str, object, object], list[Concern]] = defaultdict(list)
    silent: dict[Id, int] = Counter()
    for concern in found:
        if concern.reason == "unreported":
            silent[concern.unit] += 1
        else:
            places[concern.reason, concern.key, concern.due].append(concern)
    out = []
    for same in places.values():
        first = same[0]
        units = tuple(dict.fromkeys(filter(None, (plan.bearer_name(c.unit) for c in same))))
        page = "evidence" if first.reason == "no_evidence" else "tasks" if first.record is Task else "indicators"
        words = first.words
        if units and len({c.words for c in same}) > 1:  # the figures are those of the first, who is the most urgent
            words = f"{words}（{units[0]}）"
        out.append(Matter(first.reason, first.level, first.name, words, page, units, first.record, first.key))
    if silent:
        words = next(c.words for c in found if c.reason == "unreported")
        order = {unit: place for place, unit in enumerate([*(u.id for u in plan.units), *(g.id for g in plan.groups)])}
        in_order = sorted(silent, key=lambda unit: order.get(unit, -1))
        names = tuple(plan.bearer_name(unit) or "本级" for unit in in_order)
        count = sum(silent.values())
        out.append(
            Matter("unreported", "yellow", f"{len(names)} 个单位没有报齐", f"{count} 项{words}", "figures", names)
        )
    return out


def _sent_back(plan: Plan) -> list[Matter]:
    """Figures that were sent back and wait to be reported again."""
    waiting: dict[int, dict[Id, None]] = defaultdict(dict)
    for report in plan.rows(Report).values():
        if report.state == "returned":
            waiting[report.period][report.bearer] = None
    return [
        Matter("returned", "yellow", f"{period_label(period)}有退回的数", "等单位改正后重报", "figures",
               tuple(plan.bearer_name(unit) or "本级" for unit in units))
        for period, units in sorted(waiting.items())
    ]  # fmt: skip


def _doubts(plan: Plan, sheet: FigureSheet) -> list[Matter]:
    """Figures of any month that somebody marked, and those of the month of the sheet that are unlike their own past."""
    marked: dict[int, list[Report]] = defaultdict(list)
    for report in plan.rows(Report).values():
        if report.follow_up and report.state != "returned":
            marked[report.period].append(report)
    out = [
        _doubt(plan, marked[period], "标着待核实", "逐个问清，核定或者退回", "yellow")
        for period in sorted(marked, key=by_time)
    ]
    odd = [report for report, why in to_look_at(sheet) if why and not report.follow_up]
    return [*out, _doubt(plan, odd, "与以前不像", "F8 一处一处看；没有错的，核定", "notice")] if odd else out


def _doubt(plan: Plan, reports: list[Report], what: str, words: str, level: str) -> Matter:
    first = reports[0]
    units = dict.fromkeys(plan.bearer_name(report.bearer) or "本级" for report in reports)
    name = f"{period_label(first.period)}有 {len(reports)} 个数{what}"
    return Matter("doubt", level, name, words, "figures", tuple(units), Report, first.key)


def named(names: tuple[str, ...]) -> str:
    """Some names in full, more as a count."""
    if len(names) <= _MOST_NAMES:
        return "、".join(names)
    return f"{'、'.join(names[: _MOST_NAMES - 1])}等 {len(names)} 个单位"
