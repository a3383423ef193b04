"""The columns of the adjustments of a plan, and of the differences between two versions of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.adjusting import blank_text, place_text
from ...core.records import Adjustment, Indicator
from ...core.versions import KINDS
from ..widgets.row_cells import Cell
from ..widgets.row_table import Column

if TYPE_CHECKING:
    from ...core.versions import Difference
    from ..session import Session

_WHAT = Adjustment.fields["what"].choices or {}
_PILLS = {"added": "ok", "dropped": "bad", "target": "warn", "share": "warn"}


def adjusted_columns(session: Session) -> tuple[Column, ...]:
    """The columns of the adjustments."""

    def name(each: Adjustment) -> Cell:
        found = session.plan.get(Indicator, each.indicator)
        return Cell(" ".join(f"{found.ordinal} {found.name}".split()) if found else "—")

    def what(each: Adjustment) -> Cell:
        whose = place_text(session.plan, each)
        return Cell("：".join(filter(None, (_WHAT[each.what or "target"], whose))), "ink2")

    return (
        Column("文件日期", lambda a: Cell(a.adjusted_on.isoformat() if a.adjusted_on else "—", "ink2"), 96),
        Column("调整文号", lambda a: Cell(a.doc_number or "没有写明", "ink" if a.doc_number else "bad"), weight=0.9),
        Column("指标", name, weight=1.5),
        Column("调整内容", what, weight=0.9),
        Column("调整前", lambda a: Cell(a.old or blank_text(a), "ink2" if a.old else "ink3"), weight=0.7),
        Column("调整后", lambda a: Cell(a.new or blank_text(a), "ink" if a.new else "ink3", strong=True), weight=0.7),
        Column("增减", _by_how_much, 84, right=True),
        Column("理由", lambda a: Cell(a.reason, "ink2"), weight=0.9),
    )


def difference_columns() -> tuple[Column, ...]:
    """The columns of what differs between two versions."""

    def change(each: Difference) -> Cell:
        if not each.change:
            return Cell("")
        sign = "+" if each.change > 0 else "−"
        return Cell(f"{sign}{format(abs(each.change).normalize(), 'f')}", "ok" if each.change > 0 else "bad")

    return (
        Column("不同", lambda d: Cell(KINDS[d.kind], "ink2", pill=_PILLS.get(d.kind, "")), 92),
        Column("指标或任务", lambda d: Cell(d.where), weight=1.6),
        Column("单位或内容", lambda d: Cell(d.whose, "ink2"), weight=0.8),
        Column("那一版本", lambda d: Cell(d.before or "空", "ink2" if d.before else "ink3"), weight=1),
        Column("现在", lambda d: Cell(d.after or "空", "ink" if d.after else "ink3"), weight=1),
        Column("增减", change, 84, right=True),
    )


def _by_how_much(each: Adjustment) -> Cell:
    from ...reports.adjustments import by_how_much

    words = by_how_much(each)
    return Cell(words, "ok" if words.startswith("+") else "bad" if words else "ink2")
