"""佐证材料目录: all evidence numbered by item, and what is claimed without any."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from xiezuo_desktop.core.figures.proof import STATES, numbered, unproved
from xiezuo_desktop.core.periods import period_label
from xiezuo_desktop.core.records import Evidence
from xiezuo_desktop.documents.paper import Align, Cell, Column, Paper, Paragraph, Role, Row, RowKind, Section, Table
from xiezuo_desktop.reports.wording import nothing_yet, report_title, with_parent

if TYPE_CHECKING:
    from xiezuo_desktop.core.figures.attention import Concern
    from xiezuo_desktop.core.figures.proof import Item
    from xiezuo_desktop.core.plan import Plan
    from xiezuo_desktop.documents.paper import Block

ENDING = "佐证材料目录"
_REMEDY = "请先在“佐证材料”中登记证明各项指标完成情况的文件、名册和照片，并写明存放处，然后再印。"
_KINDS = Evidence.fields["kind"].choices or {}
_HEADS = ("编号", "材料名称", "类型", "提供单位", "所属期次", "证明的数额", "文件或存放处", "核验")
_COLUMNS = (
    Column(),
    Column(Align.LEFT, 1.6, 8.0),
    Column(),
    Column(least=5.0),
    Column(least=5.0),
    Column(),
    Column(Align.LEFT, 1.2, 6.0),
    Column(),
)


def evidence_index(plan: Plan, *, paper: str = "A4", turned: bool | None = None) -> Paper:
    """The index under the heads of the indicators; then a list of what is claimed as reached without evidence."""
    title = report_title(plan, ENDING)
    items = numbered(plan)
    blocks: list[Block] = [Paragraph(title, Role.TITLE)]
    if items:
        blocks.append(_index(plan, items))
    else:
        blocks += nothing_yet("还没有登记佐证材料", _REMEDY)
    missing = unproved(plan, date.today())
    if missing:
        blocks.append(Paragraph(f"以下{len(missing)}项已报完成，还没有佐证材料：", Role.BODY))
        blocks.append(_missing(plan, missing))
    pages = (Section(tuple(blocks), bool(items or missing) if turned is None else turned, paper),)
    return Paper(pages, title=title, author=plan.info.issuer)


def _index(plan: Plan, items: list[Item]) -> Table:
    rows = [_row(_HEADS, RowKind.HEADER)]
    last: object = None
    for item in items:
        key = item.indicator.id if item.indicator else 0
        if key != last:
            name = with_parent(plan, item.indicator) if item.indicator else "其他材料"
            rows.append(Row((Cell(f"{item.number.partition('-')[0]}　{name}", 0, len(_HEADS)),), RowKind.CATEGORY))
            last = key
        each = item.evidence
        period = period_label(each.period) if each.period else ""
        where = each.file_name or (f"纸质：{each.place}" if each.place else "纸质")
        texts = (item.number, each.title or each.file_name, _KINDS.get(each.kind, ""), plan.bearer_name(each.unit))
        rows.append(_row((*texts, period, each.covers, where, STATES[each.state])))
    return Table(tuple(rows), 1, _COLUMNS, ENDING)


def _missing(plan: Plan, missing: list[Concern]) -> Table:
    rows = [_row(("序号", "指标", "单位", "情况"), RowKind.HEADER)]
    for number, concern in enumerate(missing, 1):
        rows.append(_row((str(number), concern.name, plan.bearer_name(concern.unit), concern.words)))
    columns = (Column(), Column(Align.LEFT, 1.5, 8.0), Column(least=6.0), Column(Align.LEFT, 1.5, 8.0))
    return Table(tuple(rows), 1, columns, "缺佐证的事项")


def _row(texts: tuple[str, ...], kind: RowKind = RowKind.BODY) -> Row:
    return Row(tuple(map(Cell, texts, range(len(texts)))), kind)
