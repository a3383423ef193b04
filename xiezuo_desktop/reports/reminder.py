"""催办通知单: what of a unit's duties is overdue, soon due, behind or not reported on a given day, with a 回执 to be sent back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from xiezuo_desktop.core.deadlines import read_deadline
from xiezuo_desktop.core.figures.attention import concerns
from xiezuo_desktop.core.figures.months import last_reported
from xiezuo_desktop.core.figures.sheet import FigureSheet
from xiezuo_desktop.core.figures.task_states import TaskStates
from xiezuo_desktop.core.numbers import read_target
from xiezuo_desktop.core.periods import period_label
from xiezuo_desktop.core.progress import percent
from xiezuo_desktop.core.records import Indicator
from xiezuo_desktop.documents.paper import Align, Cell, Column, Paper, Paragraph, Role, Row, RowKind, Section, Table
from xiezuo_desktop.reports.indicator_table import runs
from xiezuo_desktop.reports.matters import matters_of, task_name
from xiezuo_desktop.reports.standing import number_text
from xiezuo_desktop.reports.wording import amount_text, day, report_title, with_end, with_parent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xiezuo_desktop.core.figures.attention import Concern
    from xiezuo_desktop.core.plan import Plan
    from xiezuo_desktop.documents.paper import Block
    from xiezuo_desktop.reports.matters import Matters

ENDING = "催办通知单"
DAYS_AHEAD = 30
_NOTHING_DUE = ("not_assessed", "none_set", "not_applicable", "done")  # targets that nobody is reminded of
_HEADS = ("序号", "事项", "要求", "完成时限", "到期情况")
_COLUMNS = (
    Column(),
    Column(Align.LEFT, 1.0, 6.0),
    Column(Align.LEFT, 1.6, 8.0),
    Column(least=4.0),
    Column(least=4.0),
)
_LATE_HEADS = ("序号", "事项", "情况")
_LATE_COLUMNS = (Column(), Column(Align.LEFT, 1.2, 8.0), Column(Align.LEFT, 1.2, 8.0))
_LATE = {"behind": "落后于序时进度", "unreported": "还没有填报", "unsplit": "还没有分解", "no_evidence": "缺佐证材料"}
_DAYS_TO_ANSWER = 5
_ROOM_TO_SIGN = "\u3000" * 8
_NO_ISSUER = "计划没有写发文机关，落款处空着：可以手写，或者在【设置】里填好再印。"
_ROOM_TO_WRITE = "\n".join("\u3000" * 3)


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that is due: what, what is asked for, the deadline as it is written and its last day."""

    what: str
    asked: str
    deadline: str
    due: date


def due_things(plan: Plan, found: Matters, on: date, ahead: int = DAYS_AHEAD) -> list[Due]:
    """What a unit has to have done by a day or within `ahead` days after it, the longest overdue first."""
    last = on + timedelta(days=ahead)
    things = [*_from_indicators(plan, found), *_from_tasks(plan, found, on)]
    due = sorted((thing for thing in things if thing.due <= last), key=lambda thing: thing.due)
    places = {thing.what: place for place, thing in reversed(list(enumerate(due)))}
    return sorted(due, key=lambda thing: places[thing.what])  # the steps of one task stand together


def late_things(plan: Plan, unit: str, on: date) -> list[Concern]:
    """What a unit is behind with, has not reported or not proved; nothing where figures are not kept in the plan at all."""
    return [c for c in _late_of(plan, on) if plan.bearer_name(c.unit) == unit.strip()]


@lru_cache(maxsize=1)
def _late_of(plan: Plan, on: date) -> list[Concern]:
    return [c for c in concerns(plan, on) if c.reason in _LATE] if last_reported(plan) else []


def reminder(plan: Plan, *, unit: str, on: date, ahead: int = DAYS_AHEAD, paper: str = "A4") -> Paper:
    """The notice to one unit as of the day `on`; what falls due within `ahead` days is announced too."""
    things = due_things(plan, matters_of(plan).find_named(unit), on, ahead)
    title = report_title(plan, ENDING)
    blocks: list[Block] = [Paragraph(title, Role.TITLE), Paragraph(with_end(unit, "："), Role.MAIN_TO)]
    late = late_things(plan, unit, on)
    blocks.append(Paragraph(_opening(things, late, on, ahead)))
    if things:
        blocks.append(_table(things, on))
    if late:
        blocks.append(_late_table(plan, late))
    issuer = plan.info.issuer.strip()
    blocks.append(Paragraph(issuer or _ROOM_TO_SIGN, Role.SIGNATURE))
    blocks.append(Paragraph(day(on), Role.DATE))
    if things or late:
        blocks += _receipt(unit)
    section = Section(tuple(blocks), paper=paper, one_page=True)
    notes = () if issuer else (_NO_ISSUER,)
    return Paper((section,), title=f"{title}（{unit}）", author=issuer, notes=notes)


def _opening(things: list[Due], late: list[Concern], on: date, ahead: int) -> str:
    if not things and not late:
        return f"截至{day(on)}，你单位没有已到完成时限或{ahead}日内到期的任务。"
    over = {thing.what for thing in things if thing.due < on}
    soon = {thing.what for thing in things} - over
    counts = [f"{len(over)}项已超过完成时限"] * bool(over) + [f"{len(soon)}项将在{ahead}日内到期"] * bool(soon)
    counts += _late_counts(late)
    silent = not things and all(c.reason == "unreported" for c in late)
    asked = f"请抓紧{'填报' if silent else '办理'}，并于收到本单后{_DAYS_TO_ANSWER}个工作日内填写回执报回；已经完成的，请在回执中写明完成情况。"
    return f"截至{day(on)}，你单位承担的任务中有{'，'.join(counts)}，见下表。{asked}"


def _late_counts(late: list[Concern]) -> list[str]:
    """How many things are late in which way: 15项还没有填报（其中4项落后于序时进度）."""
    found = {reason: {c.key for c in late if c.reason == reason} for reason in _LATE}
    behind, silent = found["behind"], found["unreported"]
    both = bool(behind) and behind < silent
    out = []
    for reason, words in _LATE.items():
        if not found[reason] or (both and reason == "behind"):
            continue
        among = f"（其中{len(behind)}项{_LATE['behind']}）" if both and reason == "unreported" else ""
        out.append(f"{len(found[reason])}项{words}{among}")
    return out


# ------------------------------------------------------------------------------------------------ what is due


@lru_cache(maxsize=1)
def _sheet_of(plan: Plan) -> FigureSheet | None:
    """The figures reported last; one unit's notice after another is made of the same plan."""
    period = last_reported(plan)
    return FigureSheet(plan, period) if period else None


def _from_indicators(plan: Plan, found: Matters) -> Iterator[Due]:
    """What is not reached yet of the indicators, as far as it is reported."""
    sheet = _sheet_of(plan)
    for indicator in found.indicators:
        bearers = {0, *(a.bearer for a in found.allocations.get(indicator.id, ()))}
        if sheet is not None and any(sheet.entry(indicator, bearer).state == "done" for bearer in bearers):
            continue
        read = read_deadline(indicator.deadline, plan.info.year)
        target = read_target(indicator.target, indicator.target_reading)
        if read.due is None or indicator.nature == "statistical" or target.kind in _NOTHING_DUE:
            continue
        yield Due(with_parent(plan, indicator), _asked(plan, found, indicator), indicator.deadline.strip(), read.due)


def _asked(plan: Plan, found: Matters, indicator: Indicator) -> str:
    """The unit's own part, else the target, with its measure unit."""
    amounts = []
    for allocation in found.allocations.get(indicator.id, ()):
        partner = plan.bearer_name(allocation.partner)
        amount = amount_text(allocation, each=found.is_group)
        amounts.append((f"{partner}：" if partner else "") + _with_unit(amount, indicator.measure_unit))
    if amounts:
        return "本单位任务" + "；".join(dict.fromkeys(amounts))
    target = indicator.target.strip()
    return f"年度目标{_with_unit(target, indicator.measure_unit)}" if target else ""


def _with_unit(amount: str, measure_unit: str) -> str:
    return amount + measure_unit.strip() if amount[-1:].isdigit() else amount


def _from_tasks(plan: Plan, found: Matters, on: date) -> Iterator[Due]:
    """What is left to do of the tasks."""
    states = TaskStates(plan, _sheet_of(plan), on)
    handled = states.handled
    for task in found.tasks:
        if states.is_finished(task) or any(
            handled.of_unit(task, unit).is_done for unit in {r.unit or 0 for r in found.roles.get(task.id, ())} or {0}
        ):
            continue
        steps: dict[str, list[str]] = {}
        for measure in plan.measures(task.id):
            if not handled.of(measure).is_done:
                steps.setdefault(measure.deadline.strip() or task.deadline.strip(), []).append(measure.text.strip())
        for deadline, texts in (steps or {task.deadline.strip(): [task.superior_text.strip()]}).items():
            read = read_deadline(deadline, plan.info.year)
            if read.due is not None:
                yield Due(task_name(task), "\n".join(texts), deadline, read.due)


# ------------------------------------------------------------------------------------------------ tables


def _table(things: list[Due], on: date) -> Table:
    """What is due, a row a thing; the steps of one task under one number."""
    rows = [Row(tuple(map(Cell, _HEADS, range(len(_HEADS)))), RowKind.HEADER)]
    number = 0
    spans = runs([thing.what for thing in things], lambda above, below: above == below)
    for thing, span in zip(things, spans, strict=True):
        number += bool(span)
        left = (thing.due - on).days
        state = f"已逾期{-left}天" if left < 0 else f"还有{left}天" if left else "今天到期"
        named = (Cell(str(number), 0, row_span=span), Cell(thing.what, 1, row_span=span)) if span else ()
        rows.append(Row((*named, Cell(thing.asked, 2), Cell(thing.deadline, 3), Cell(state, 4))))
    return Table(tuple(rows), 1, _COLUMNS, ENDING, cut_rows=True)


def _late_table(plan: Plan, late: list[Concern]) -> Table:
    """One row an indicator, with all that is the matter with it."""
    said: dict[object, tuple[str, list[str]]] = {}
    for each in late:
        row = plan.get(each.record, each.key)
        name = with_parent(plan, row) if isinstance(row, Indicator) else each.name
        said.setdefault((each.record, each.key), (name, []))[1].append(_words(plan, each))
    rows = [Row(tuple(map(Cell, _LATE_HEADS, range(len(_LATE_HEADS)))), RowKind.HEADER)]
    for number, (name, words) in enumerate(said.values(), 1):
        rows.append(Row(tuple(map(Cell, (str(number), name, "；".join(words)), range(3)))))
    return Table(tuple(rows), 1, _LATE_COLUMNS, "进度和填报情况", cut_rows=True)


def _words(plan: Plan, each: Concern) -> str:
    """What is the matter; of what is behind, the figures by which it is, and of which month they are."""
    sheet, indicator = _sheet_of(plan), plan.get(each.record, each.key)
    if each.reason != "behind" or sheet is None or not isinstance(indicator, Indicator):
        return each.words.removeprefix(f"{plan.info.year}年")
    entry = sheet.entry(indicator, each.unit)
    measure = indicator.measure_unit.strip()
    goal = f"任务{number_text(entry.goal.number)}{measure}，" if entry.goal.number is not None else ""
    month = period_label(sheet.period).removeprefix(f"{plan.info.year}年")
    done = (
        f"完成{number_text(entry.value)}{measure}（{percent(entry.rate)}）"
        if entry.value is not None
        else percent(entry.rate)
    )
    gap = percent(entry.pace - (entry.rate or Decimal(0))).removesuffix("%")
    return f"{goal}{month}{done}，低于序时进度{gap}个百分点"


def _receipt(unit: str) -> list[Block]:
    """The part to be cut off, filled in and sent back."""
    labels = (("办理情况", _ROOM_TO_WRITE), ("未完成的原因和\n计划完成时间", _ROOM_TO_WRITE))
    rows = [Row((Cell("单位", 0), Cell(unit, 1), Cell("日期", 2), Cell("", 3)))]
    rows += [Row((Cell(label, 0), Cell(room, 1, 3))) for label, room in labels]
    rows.append(Row((Cell("负责人", 0), Cell("", 1), Cell("联系电话", 2), Cell("", 3))))
    columns = (Column(), Column(weight=2.0, least=14.0), Column(), Column(weight=2.0, least=8.0))
    return [
        Paragraph("沿此线裁开", Role.CUT, Align.CENTRE),
        Paragraph("催办回执", Role.TITLE),
        Table(tuple(rows), 0, columns, "催办回执", whole=True),
    ]
