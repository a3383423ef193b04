"""任务分工表: the tasks of a plan, what is done for each, by whom and until when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xiezuo_desktop.documents.paper import Align, Paper, Paragraph, Role, Section
from xiezuo_desktop.reports.division_table import DivisionTable
from xiezuo_desktop.reports.indicators import with_notes
from xiezuo_desktop.reports.matters import matters_of
from xiezuo_desktop.reports.wording import nothing_yet, report_title

if TYPE_CHECKING:
    from xiezuo_desktop.core.plan import Plan
    from xiezuo_desktop.documents.paper import Block

ENDING = "任务分工表"
_IN_TASK_BOOK = (
    "本表只印按条列明牵头单位、配合单位和时限的分工任务。任务书中各单位的任务请印任务书或者单位任务清单，"
    "要印成分工表的请在“工作任务”中录入。"
)
_REMEDY = "请先导入任务分工表，或者在“工作任务”中逐条录入各项任务，写明牵头单位和完成时限，然后再印。"


def division(
    plan: Plan, *, unit: str | None = None, paper: str = "A4", turned: bool | None = None, handled: bool = False
) -> Paper:
    """The table on turned pages, with the headings of the document it came from; `unit` shows one unit's tasks only.

    `handled` adds a column of what has been said since about how far the tasks are.
    """
    tasks = matters_of(plan).find_named(unit).tasks if unit else plan.tasks
    title = report_title(plan, ENDING)
    blocks: list[Block] = [Paragraph(title, Role.TITLE)]
    if unit:
        blocks.append(Paragraph(f"（{unit}）", Role.BODY, Align.CENTRE))
    if tasks:
        blocks.append(DivisionTable(plan, tasks, handled=handled).table())
    else:
        remedy = _IN_TASK_BOOK if plan.chapters else _REMEDY
        blocks += nothing_yet("没有分工任务" if not unit else f"没有{unit}的分工任务", remedy)
    turned = bool(tasks) if turned is None else turned
    sections: tuple[Section, ...] = (Section(tuple(blocks), turned, paper),)
    if not plan.indicators:  # else the notes are those of the table of indicators
        sections = with_notes(plan, blocks, turned, paper)
    return Paper(sections, title=title, author=plan.info.issuer)
