"""完成情况报告: how far on the whole, with charts; category by category in words; what is behind and in the way; tables attached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xiezuo_desktop.core.adjusting import in_order_of_time, sentence
from xiezuo_desktop.core.errors import WrongCall
from xiezuo_desktop.core.periods import read_period
from xiezuo_desktop.core.progress import percent
from xiezuo_desktop.documents.paper import Align, Paper, Paragraph, Role, Section
from xiezuo_desktop.reports.completion_charts import of_the_units, of_the_whole
from xiezuo_desktop.reports.completion_tables import (
    counts,
    full_table,
    late_standings,
    late_table,
    problem_table,
    problems,
)
from xiezuo_desktop.reports.completion_tasks import TasksSoFar
from xiezuo_desktop.reports.completion_units import by_units, reporting, units_in_words
from xiezuo_desktop.reports.completion_words import (
    chapters,
    late_in_words,
    opening,
    problems_in_words,
    until,
)
from xiezuo_desktop.reports.standing import Standings, average, last_day, last_period
from xiezuo_desktop.reports.wording import find_bearers, nothing_yet, report_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xiezuo_desktop.core.plan import Plan
    from xiezuo_desktop.documents.paper import Block
    from xiezuo_desktop.reports.standing import Standing

ENDING = "完成情况报告"
_REMEDY = "请先导入指标分解表，或者在“指标体系”中逐条录入各项指标，各单位填报进度以后，再印本报告。"
_MOST_LATE = 10  # in the body; the attached table has all
_MOST_PROBLEMS = 5  # indicators of which they are told
_NUMERALS = "一二三四五"


def completion(
    plan: Plan, *, unit: str | None = None, period: str | None = None, paper: str = "A4", turned: bool | None = None
) -> Paper:
    """How far the plan, or one unit, is at the end of `period` (2024-06, 2024); of the last month reported by default.

    `paper` and `turned` concern the pages of the full table. That of one unit is short and stands in its report, unless pages
    of its own are asked for.
    """
    found = Standings(plan, _period(plan, period), find_bearers(plan, unit) if unit else None)
    tasks = TasksSoFar(plan, found.period, found.bearers)
    title = report_title(plan, ENDING)
    at = until(found.period)
    head: list[Block] = [Paragraph(title, Role.TITLE)]
    head.append(Paragraph(f"（{unit}，{at}）" if unit else f"（{at}）", Role.BODY, Align.CENTRE))
    if not found.all and not tasks.tasks:
        return Paper((Section((*head, *nothing_yet("没有指标", _REMEDY))),), title=title, author=plan.info.issuer)
    inside = unit is not None and not turned and paper == "A4"
    parts = _of_one_unit(found, tasks, inside=inside) if unit else _parts(found, tasks)
    for number, (heading, content) in zip(_NUMERALS, parts, strict=False):
        head += [Paragraph(f"{number}、{heading}", Role.HEADING1), *content]
    attached = [] if inside else list(_attached(found, tasks, paper, True if turned is None else turned))
    names = [name for name, _ in attached]
    numbered = [f"{n}.{name}" for n, name in enumerate(names, 1)] if len(names) > 1 else names
    if attached:
        head.append(Paragraph("附件：" + "\n".join(numbered), Role.ATTACHMENT_LIST))
    sections = [Section(tuple(head), one_page=True)]
    for place, (name, section) in enumerate(attached, 1):
        mark = Paragraph(f"附件{place if len(attached) > 1 else ''}", Role.ATTACHMENT_MARK)
        blocks = (mark, Paragraph(name, Role.TITLE), *section.blocks)
        sections.append(Section(blocks, section.turned, section.paper))
    return Paper(tuple(sections), title=title + (f"（{unit}）" if unit else ""), author=plan.info.issuer)


def _parts(found: Standings, tasks: TasksSoFar) -> Iterator[tuple[str, Sequence[Block]]]:
    """Headings and contents in the order in which offices report; parts without contents are left out."""
    yield "总体情况", list(_whole(found, tasks))
    if words := chapters(found):
        yield "分类完成情况" if len(found.rows) > 1 else "各项指标完成情况", words
    if adjusted := _adjusted(found):
        yield "目标调整情况", adjusted
    late = late_standings(found)
    every = problems(found, late)
    begun = average(found.all) is not None
    if late or begun:
        yield "需要关注的指标", list(_late(found, late))
    first = list(dict.fromkeys(problem.indicator for problem in every))[:_MOST_PROBLEMS]
    shown = [problem_table([problem for problem in every if problem.indicator in first])] if every else []
    if every or begun:
        yield "主要问题", [Paragraph(problems_in_words(every, _MOST_PROBLEMS)), *shown]


def _of_one_unit(found: Standings, tasks: TasksSoFar, *, inside: bool) -> Iterator[tuple[str, Sequence[Block]]]:
    """What a unit is told: how far it is, its indicators and tasks in a table each, `inside` the report or attached."""
    words = opening(found) if found.all else f"{until(found.period)}，"
    shown: list[Block] = [counts(found), *of_the_whole(found)] if found.all else []
    yield "总体情况", [Paragraph(words + tasks.in_words()), *shown]
    if adjusted := _adjusted(found):
        yield "目标调整情况", adjusted
    if inside and found.all:
        yield "各项指标完成情况", [full_table(found, upright=True)]
    if inside and (table := tasks.table()):
        yield "任务办理情况", [table]


def _whole(found: Standings, tasks: TasksSoFar) -> Iterator[Block]:
    """In words, in figures, as charts: all charts stand here, before the running text, which fills what pages they leave."""
    if not found.all:
        yield Paragraph(f"{until(found.period)}，{tasks.in_words()}")
        return
    yield Paragraph(opening(found) + reporting(found) + tasks.in_words())
    yield counts(found)
    yield from of_the_whole(found)
    if charts := of_the_units(found):
        yield Paragraph(units_in_words(found))
        yield from charts


def _late(found: Standings, late: Sequence[Standing]) -> Iterator[Block]:
    yield Paragraph(late_in_words(late, _MOST_LATE))
    if late:
        yield late_table(found, late[:_MOST_LATE])


def _attached(found: Standings, tasks: TasksSoFar, paper: str, turned: bool) -> Iterator[tuple[str, Section]]:
    """The attached tables with their titles: every indicator; every unit, where the report is not of one; every task."""
    at = Paragraph(f"{until(found.period)}，序时进度{percent(found.pace)}", Role.CAPTION, Align.RIGHT)
    if found.all:
        yield report_title(found.plan, "完成情况表"), Section((at, full_table(found)), turned, paper)
    if units := by_units(found):
        yield report_title(found.plan, "各单位完成情况表"), Section((at, units))
    if table := tasks.table():
        day = Paragraph(until(found.period), Role.CAPTION, Align.RIGHT)
        yield report_title(found.plan, "任务办理情况表"), Section((day, table))


def _adjusted(found: Standings) -> list[Paragraph]:
    """What documents changed in the targets until the day of the report, sentence by sentence; of a unit, what is its own."""
    day = last_day(found.period)
    out: list[Paragraph] = []
    for each in in_order_of_time(found.plan):
        mine = found.bearers is None or each.bearer in found.bearers
        if mine and (each.adjusted_on is None or each.adjusted_on <= day):
            out.append(Paragraph(f"{len(out) + 1}.{sentence(found.plan, each)}。"))
    return out


def _period(plan: Plan, text: str | None) -> int:
    from xiezuo_desktop.core.errors import Invalid

    if not text:
        return last_period(plan)
    try:
        return read_period(text)
    except Invalid as error:
        raise WrongCall(error.sentence, error.advice) from error
