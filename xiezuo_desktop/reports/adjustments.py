"""目标调整情况表: what documents changed in the issued plan, before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xiezuo_desktop.core.adjusting import OF_NUMBERS, in_order_of_time, place_text
from xiezuo_desktop.core.numbers import read_target
from xiezuo_desktop.core.records import Adjustment, Indicator
from xiezuo_desktop.documents.paper import Align, Cell, Column, Paper, Paragraph, Role, Row, RowKind, Section, Table
from xiezuo_desktop.reports.wording import day, nothing_yet, report_title, with_parent

if TYPE_CHECKING:
    from xiezuo_desktop.core.plan import Plan
    from xiezuo_desktop.documents.paper import Block

ENDING = "目标调整情况表"
_REMEDY = "上级来文调整了目标的，请先在“调整与比较”中按文件调整，写明文号、日期和调整理由，然后再印。"
_HEADS = ("序号", "指标名称", "调整内容", "单位", "调整前", "调整后", "增减", "调整理由")
_COLUMNS = (
    Column(),
    Column(Align.LEFT, 1.6, 8.0),
    Column(Align.LEFT, 0.8, 5.0),
    Column(),
    Column(least=3.0),
    Column(least=3.0),
    Column(least=3.0),
    Column(Align.LEFT, 1.2, 6.0),
)
_KINDS = Adjustment.fields["what"].choices or {}


def adjustments(plan: Plan, *, paper: str = "A4", turned: bool | None = None) -> Paper:
    """All adjustments under the documents that made them, in order of time."""
    title = report_title(plan, ENDING)
    found = in_order_of_time(plan)
    if not found:
        body: tuple[Block, ...] = nothing_yet("没有调整过目标", _REMEDY)
    else:
        body = (_table(plan, found),)
    section = Section((Paragraph(title, Role.TITLE), *body), bool(found) if turned is None else turned, paper)
    return Paper((section,), title=title, author=plan.info.issuer)


def _table(plan: Plan, found: list[Adjustment]) -> Table:
    rows = [Row(tuple(map(Cell, _HEADS, range(len(_HEADS)))), RowKind.HEADER)]
    last: object = None
    for number, each in enumerate(found, 1):
        document = (each.doc_number.strip(), each.adjusted_on)
        if document != last:
            words = "　".join(filter(None, (document[0] or "没有写明文号", day(each.adjusted_on))))
            rows.append(Row((Cell(words, 0, len(_HEADS)),), RowKind.CATEGORY))
            last = document
        rows.append(Row(tuple(map(Cell, _texts(plan, each, number), range(len(_HEADS))))))
    return Table(tuple(rows), 1, _COLUMNS, ENDING, cut_rows=True)


def _texts(plan: Plan, each: Adjustment, number: int) -> tuple[str, ...]:
    found = plan.get(Indicator, each.indicator)
    name = with_parent(plan, found) if found else "—"
    what = "：".join(filter(None, (_KINDS[each.what or "target"], place_text(plan, each))))
    return (
        str(number),
        " ".join(name.split()),
        what,
        found.measure_unit.strip() if found and each.what in OF_NUMBERS else "",
        " ".join(each.old.split()) or "—",
        " ".join(each.new.split()) or "—",
        by_how_much(each),
        " ".join(each.reason.split()),
    )


def by_how_much(each: Adjustment) -> str:
    """+50, −20; "" where one of the two texts is no number."""
    old, new = (read_target(text).number for text in (each.old, each.new))
    if each.what not in OF_NUMBERS or old is None or new is None:
        return ""
    change = new - old
    return f"{'+' if change > 0 else '−' if change < 0 else ''}{format(abs(change), 'f')}"
