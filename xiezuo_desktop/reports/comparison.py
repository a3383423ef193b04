"""计划比较: what differs between two versions of a plan, or a plan and its superior's, under the kinds of difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xiezuo_desktop.core.versions import KINDS, Difference
from xiezuo_desktop.documents.paper import Align, Cell, Column, Paper, Paragraph, Role, Row, RowKind, Section, Table
from xiezuo_desktop.reports.wording import report_title

if TYPE_CHECKING:
    from xiezuo_desktop.core.plan import Plan
    from xiezuo_desktop.documents.paper import Block

ENDING = "比较表"
_COLUMNS = (
    Column(),
    Column(Align.LEFT, 1.5, 8.0),
    Column(Align.LEFT, 0.8, 5.0),
    Column(Align.LEFT, 1.0, 5.0),
    Column(Align.LEFT, 1.0, 5.0),
    Column(least=3.0),
)


def comparison(plan: Plan, found: list[Difference], earlier: str, later: str = "现在") -> Paper:
    """A table of the differences; `earlier` and `later` say which versions were compared."""
    title = report_title(plan, ENDING)
    blocks: list[Block] = [Paragraph(title, Role.TITLE)]
    blocks.append(Paragraph(f"“{earlier}”与“{later}”比较", Role.BODY, Align.CENTRE))
    if found:
        counts = "、".join(f"{KINDS[kind]}{n}处" for kind in KINDS if (n := sum(d.kind == kind for d in found)))
        blocks.append(Paragraph(f"共{len(found)}处不同：{counts}", Role.CAPTION, Align.RIGHT))
        blocks.append(_table(found, earlier, later))
    else:
        blocks.append(Paragraph("没有不同。"))
    return Paper((Section(tuple(blocks), bool(found)),), title=title, author=plan.info.issuer)


def _table(found: list[Difference], earlier: str, later: str) -> Table:
    heads = ("序号", "指标或任务", "单位或内容", earlier, later, "增减")
    rows = [Row(tuple(map(Cell, heads, range(len(heads)))), RowKind.HEADER)]
    number = 0
    for kind, words in KINDS.items():
        of_kind = [d for d in found if d.kind == kind]
        if of_kind:
            rows.append(Row((Cell(f"{words}（{len(of_kind)}处）", 0, len(heads)),), RowKind.CATEGORY))
        for each in of_kind:
            number += 1
            texts = (str(number), each.where, each.whose, each.before or "—", each.after or "—", _signed(each))
            rows.append(Row(tuple(map(Cell, texts, range(len(texts))))))
    return Table(tuple(rows), 1, _COLUMNS, ENDING, cut_rows=True)


def _signed(each: Difference) -> str:
    if not each.change:
        return ""
    return f"{'+' if each.change > 0 else '−'}{format(abs(each.change).normalize(), 'f')}"
