"""The columns in which the table of dispatches shows who was sent what and what came back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.periods import period_label
from ...exchange.receipts import STATES
from ..widgets.row_cells import Cell
from ..widgets.row_table import Column

if TYPE_CHECKING:
    from datetime import date

    from ...exchange.receipts import Line

PILLS = {"waiting": "mute", "overdue": "bad", "returned": "ok", "late": "warn", "sent_back": "warn"}
GROUPS = {  # the chips: which states each of them shows
    "全部": frozenset(STATES),
    "未回": frozenset({"waiting", "overdue"}),
    "退回": frozenset({"sent_back"}),
    "迟交": frozenset({"late"}),
    "已回": frozenset({"returned"}),
}
TONES = {"退回": "warn", "迟交": "warn"}
DASH = Cell("—", tone="ink_off")


def short_day(day: date | None) -> str:
    """6月5日."""
    return f"{day.month}月{day.day}日" if day else ""


def _day(day: date | None, tone: str = "ink") -> Cell:
    return Cell(short_day(day), tone) if day else DASH


def _unit(line: Line) -> Cell:
    period = period_label(line.dispatch.period) if line.dispatch.period else ""
    name = line.unit_name or "（单位已删除）"
    shown = f"{name}（{line.sent_by}下发）" if line.sent_by else name
    return Cell(shown, "ink2" if line.sent_by else "ink", tip="　".join(w for w in (shown, period) if w))


def _filled(line: Line) -> Cell:
    if line.filled is None or not line.expected:
        return DASH
    return Cell(f"{line.filled} / {line.expected}", share=(line.filled, line.expected))


def _state(line: Line) -> Cell:
    tip = f"退回原因：{line.reason}" if line.reason else ""
    return Cell(line.label, pill=PILLS[line.state], tip=tip)


COLUMNS = (
    Column("单位", _unit, weight=1.6),
    Column("轮次", lambda line: Cell(f"第{line.dispatch.round or 1}轮", "ink2"), 58),
    Column("下发", lambda line: _day(line.dispatch.sent_on), 76),
    Column("要求报回", lambda line: _day(line.dispatch.due_on, "bad" if line.state == "overdue" else "ink"), 76),
    Column("已填", _filled, 140),
    Column("返回", lambda line: _day(line.returned_on), 76),
    Column("返回人", lambda line: Cell(line.returned_by) if line.returned_by else DASH, 84),
    Column("次数", lambda line: Cell(str(line.returns)) if line.returns else DASH, 50, right=True),
    Column("状态", _state, 98),
)
