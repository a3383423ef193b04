"""分解矩阵: indicators by rows, who bears a part of them – and for which partner region – by columns."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xiezuo_desktop.documents.paper import Align, Paper, Paragraph, Role
from xiezuo_desktop.reports.indicators import table_title, with_notes
from xiezuo_desktop.reports.matrix_table import MatrixTable
from xiezuo_desktop.reports.wording import find_bearers, nothing_yet

if TYPE_CHECKING:
    from xiezuo_desktop.core.plan import Plan
    from xiezuo_desktop.documents.paper import Block

# Room for number columns beside the names, em: what one table may take in a small size, and each of several in 小五.
_ROOM = {("A4", True): (70, 56), ("A4", False): (44, 34), ("A3", True): (124, 98), ("A3", False): (83, 66)}
_REMEDY = "请先导入分解计划，或者在“目标分解”中把各项目标分到单位，分解数与总数核对一致，然后再印。"


def is_matrix(plan: Plan) -> bool:
    """Whether the plan's table is a matrix: most of what is split states its totals in columns, not as targets."""
    split = [i for i in plan.indicators if plan.allocations(i.id)]
    return sum(not i.target.strip() for i in split) * 2 > len(split)


def matrix(
    plan: Plan, *, unit: str | None = None, paper: str = "A4", turned: bool | None = None, remainder: bool = False
) -> Paper:
    """The table on turned pages; columns that find no room on one page go on in further tables (续表).

    `unit` shows one unit's columns only; `remainder` adds what of each target nobody bears yet.
    """
    content = MatrixTable(plan, bearers=find_bearers(plan, unit) if unit else None, remainder=remainder)
    title = table_title(plan)
    turned = not content.is_empty if turned is None else turned
    blocks: list[Block] = [Paragraph(title, Role.TITLE)]
    if unit:
        blocks.append(Paragraph(f"（{unit}）", Role.BODY, Align.CENTRE))
    if content.is_empty:
        blocks += nothing_yet("没有分解数" if not unit else f"没有{unit}的分解数", _REMEDY)
    else:
        rooms = _ROOM.get((paper.upper(), turned), _ROOM["A4", turned])
        for number, columns in enumerate(content.divided(*rooms)):
            if number:
                blocks.append(Paragraph("（续表）", Role.CAPTION, Align.RIGHT))
            blocks.append(content.table(columns))
    first, *others = with_notes(plan, blocks, turned, paper)
    first = replace(first, one_page=True)  # a matrix is read across and down: all of it before one's eyes, if it can be
    return Paper((first, *others), title=title, author=plan.info.issuer)
