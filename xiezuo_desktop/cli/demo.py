"""The sample: two invented offices whose plans are read, mailed, filled in, merged, scored and printed."""

from __future__ import annotations

import shutil
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .. import paths
from .shared import commands, make_folder, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.changes import Step
    from ..core.figures.sheet import FigureSheet
    from ..core.figures.steps import Said
    from ..core.plan import Plan
    from ..core.records import Id
    from ..exchange.send import Sent

PAPERS = (
    ("district", ("taskbook", "indicators", "division", "unit", "completion", "checks")),
    ("city", ("matrix", "indicators", "scores", "checks")),
)
MAILED = "往来文件"
MONTHS = (3, 6)
_PACE = {3: (26, 22, 31, 19), 6: (62, 50, 75, 41)}  # per cent of the target that one unit after the other has reached


@commands.command(
    help="生成示例。用自带的示例来文做一个区和一个市的计划，下发、填报、合并、计分，印出报表，都放到这个文件夹；上次的示例会换成新的。"
)
@click.argument("folder", type=click.Path(path_type=Path), metavar="文件夹")
def demo(folder: Path) -> None:
    """Build the sample plans, have the units report, and print everything."""
    make_folder(folder)
    for office, reports in PAPERS:
        file = folder / f"{office}.xiezuo"
        file.unlink(missing_ok=True)
        _run("import", file, *paths.sample_papers(office))
        _linked(file)
        _reported(file, folder / MAILED / office)
        _run("export", file, "-o", file.with_suffix(".json"))
        for report in reports:
            _run("print", file, report, "-o", folder / f"{office}-{report}.pdf")
    click.echo(f"示例在“{folder}”里，往来的文件在“{MAILED}”里。")


def _run(*words: object) -> None:
    commands.main([str(w) for w in words], standalone_mode=False)


def _linked(file: Path) -> None:
    """Accept what the program suggests the items of a scheme are scored from, as a person would."""
    from ..core.records import ScoreItem
    from ..core.scoring.links import suggested_links

    with opened(file, to_write=True) as plan_file:
        found = suggested_links(plan_file.plan)
        with plan_file.edit(f"{len(found)}个评分项对应到指标") as edit:
            for each in found:
                edit.put(ScoreItem, each.item.id, indicator=each.indicator.id)


def _reported(file: Path, mail: Path) -> None:
    """Send every unit its part, have all but the last fill it in, and merge what they return."""
    from ..exchange.merge import merge
    from ..exchange.send import Request, recipients, send

    shutil.rmtree(mail, ignore_errors=True)
    (mail / "下发").mkdir(parents=True)
    (mail / "上报").mkdir()
    with opened(file, to_write=True) as plan_file:
        year = plan_file.plan.info.year or date.today().year
        request = Request(date(year, 7, 5), year * 100 + MONTHS[-1], "请按实填报，佐证材料留存备查。")
        sent = send(
            plan_file, [unit.id for unit in recipients(plan_file)], mail / "下发", request, today=date(year, 6, 20)
        )
        back = [_filled(each, mail / "上报", number, year) for number, each in enumerate(sent[:-1])]
        done = merge(plan_file, back, backup=False, limit=0)
    click.echo(f"下发{len(sent)}份，报回{len(back)}份，合并{sum(a.changes for a in done.arrivals)}处填报的内容。")


def _filled(sent: Sent, folder: Path, number: int, year: int) -> Path:
    """A unit's file, filled in for each month and returned."""
    from ..core.figures.sheet import FigureSheet
    from ..core.figures.steps import Writer, figure_steps
    from ..exchange.returning import make_return
    from ..storage.plan_file import PlanFile

    with PlanFile.open(sent.path, author="填报人") as plan_file:
        for month in MONTHS:
            sheet = FigureSheet(plan_file.plan, year * 100 + month, date(year, month, 28))
            said = _said(sheet, sent.unit, number, month)
            with plan_file.edit(f"填报{month}月的数") as edit:
                edit.apply(figure_steps(sheet, said, Writer("填报人", date(year, month, 28))))
        with plan_file.edit("填报任务办理情况") as edit:
            edit.apply(_handled(plan_file.plan, sent.unit, date(year, MONTHS[-1], 28)))
        return make_return(plan_file, folder, today=date(year, 7, 1)).path


def _handled(plan: Plan, unit: Id, today: date) -> Iterator[Step]:
    """What a unit says of the tasks that hang on its word: done where they are due in half a year's time, else under way."""
    from ..core.deadlines import read_deadline
    from ..core.handling import DOING, DONE, Handled, deadline_text, say

    handled = Handled(plan)
    for task in plan.tasks:
        if unit in handled.answering(task):
            due = read_deadline(deadline_text(plan, task), plan.info.year).due
            done = due is not None and due.month < 12
            yield from say([task.id], unit, DONE if done else DOING, author="填报人", today=today)


def _said(sheet: FigureSheet, unit: Id, number: int, month: int) -> Iterator[Said]:
    """What a unit says of each of its indicators: part of the target, more or less by which unit it is."""
    from ..core.figures.steps import Said
    from ..core.numbers import shown
    from ..exchange.due import own_indicators

    for place, indicator in enumerate(own_indicators(sheet.plan, unit)):
        goal = sheet.goal(indicator, unit).number
        if goal is None:
            yield Said(indicator.id, unit, "note", "已列入计划，正在推进。")
            continue
        rate = _PACE[month][(number + place) % 4]
        step = Decimal(1).scaleb(min(0, int(goal.as_tuple().exponent)))
        done = (goal * rate / 100).quantize(step, ROUND_HALF_UP)
        yield Said(indicator.id, unit, "value", shown(done))
        if rate < month * 100 // 12:
            yield Said(indicator.id, unit, "problem", "项目前期手续办理较慢。")
