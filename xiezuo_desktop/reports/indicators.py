"""指标分解表: the indicators of a plan as one table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xiezuo_desktop.documents.paper import Align, Paper, Paragraph, Role, Section
from xiezuo_desktop.reports.indicator_table import IndicatorTable
from xiezuo_desktop.reports.wording import find_bearers, report_title

if TYPE_CHECKING:
    from xiezuo_desktop.core.plan import Plan
    from xiezuo_desktop.documents.paper import Block

ENDING = "指标分解表"


def table_title(plan: Plan) -> str:
    """What the table of indicators is called: as the document says, else after the plan."""
    info = plan.info
    if info.table_title:
        return info.table_title
    return info.title if info.title.endswith("表") else report_title(plan, ENDING)


def notes(plan: Plan) -> list[Block]:
    """The remarks below the table."""
    return [Paragraph(text, Role.CAPTION) for text in plan.paragraphs("note") if text.strip()]


def indicators(
    plan: Plan, *, unit: str | None = None, paper: str = "A4", turned: bool | None = None, attachment: bool = False
) -> Paper:
    """The table with the columns that the plan has data for; on turned pages when it is wide or asked.

    `unit` shows only what concerns one unit; `attachment` puts 附件 above the title.
    """
    content = IndicatorTable(plan, bearers=find_bearers(plan, unit) if unit else None)
    title = table_title(plan)
    blocks: list[Block] = [Paragraph("附件", Role.ATTACHMENT_MARK)] if attachment else []
    blocks.append(Paragraph(title, Role.TITLE))
    if unit:
        blocks.append(Paragraph(f"（{unit}）", Role.BODY, Align.CENTRE))
    if content.is_empty:
        blocks.append(Paragraph("没有指标。"))
    else:
        blocks.append(content.table())
    blocks += notes(plan)
    turned = content.is_wide if turned is None else turned
    return Paper((Section(tuple(blocks), turned, paper),), title=title, author=plan.info.issuer)
