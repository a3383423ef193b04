"""What this office is asked to fill in: until when, how far it is, and each indicator with its figure or without."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from ...core.figures.duties import Duties, answered
from ...core.numbers import read_amount, shown
from ...core.periods import day_label, period_label
from ...core.records import Indicator
from ..widgets.look import label, set_tone, tag
from ..widgets.row_cells import Cell
from ..widgets.row_table import Column, RowTable

if TYPE_CHECKING:
    from ...core.plan import Plan
    from ...core.records import Id
    from ...exchange.due import Assignment


@dataclass(frozen=True, slots=True)
class Duty:
    """One figure this office reports, itself or by a unit below it, and what is filled in for it."""

    indicator: Indicator
    bearer: Id
    whose: str
    value: str
    note: str
    target: str
    period: int = 0  # of a figure that was typed before the indicator was split to those below


def duties_of(plan: Plan, asked: Assignment) -> list[Duty]:
    """The figures that are asked for, with what is filled in for the period that is asked for."""
    duties = Duties(plan)
    wanted = duties.asked(asked.unit)
    found = answered(plan, wanted, asked.period)
    out = []
    for key, bearer in wanted:
        told, indicator = found.get((key, bearer)), plan.get(Indicator, key)
        assert indicator is not None
        whose = plan.bearer_name(bearer) if bearer != asked.unit else ""
        value, note = (told.value, told.note) if told else ("", "")
        out.append(Duty(indicator, bearer, whose, value, note, _target(plan, indicator, bearer)))
    for told in duties.set_aside(asked.unit):
        indicator = plan.get(Indicator, told.indicator)
        assert indicator is not None
        target = _target(plan, indicator, told.bearer)
        out.append(Duty(indicator, told.bearer, "分解前填的", told.value, told.note, target, told.period))
    return out


def _target(plan: Plan, indicator: Indicator, bearer: Id) -> str:
    """What the reporting unit has to reach: its share where the target is split, else the target."""
    own = [a for a in plan.allocations(indicator.id) if a.bearer == bearer and a.amount.strip()]
    numbers = [read_amount(a.amount, a.amount_reading).number for a in own]
    said = [a.amount.strip() if n is None else shown(n) for a, n in zip(own, numbers, strict=True)]
    return "、".join(said) or indicator.target


def _value(duty: Duty) -> Cell:
    if duty.value or duty.note:
        return Cell(duty.value or duty.note)
    return Cell("还没有填", "ink_off")


def _state(duty: Duty) -> Cell:
    if duty.period:
        return Cell(period_label(duty.period), "ink2")
    return Cell("已填", "ok", "done") if duty.value or duty.note else Cell("未填", "warn", "warning")


_COLUMNS = (
    Column("序号", lambda d: Cell(d.indicator.ordinal, "ink2"), 64),
    Column("指标名称", lambda d: Cell(f"{d.indicator.name}（{d.whose}）" if d.whose else d.indicator.name), weight=1),
    Column("单位", lambda d: Cell(d.indicator.measure_unit, "ink2"), 70),
    Column("年度目标", lambda d: Cell(d.target, tip=d.target), 100, right=True),
    Column("累计完成", _value, 150, right=True),
    Column("", _state, 92),
)


class TasksPane(QWidget):
    """A card with what is due, and below it the table."""

    wanted = Signal(object)  # key of the report to be filled in; its period is 0 where no period is asked for

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = label("", "panel_title")
        self._due = tag("")
        self._request = label("", "body2", wrap=True)
        self._sent_back = label("", "warning", wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(6)
        self._bar.setAccessibleName("已填多少")
        self._count = label("", "heading")
        self.table = RowTable("本单位要填报的指标", _COLUMNS)
        self._period = 0
        self.table.chosen.connect(
            lambda duty: self.wanted.emit((duty.indicator.id, duty.bearer, duty.period or self._period))
        )
        card = QFrame()
        card.setProperty("look", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(16, 12, 16, 14)
        inside.setSpacing(8)
        top, low = QHBoxLayout(), QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self._title)
        top.addWidget(self._due)
        top.addStretch(1)
        low.setSpacing(12)
        low.addWidget(self._bar, 1)
        low.addWidget(self._count)
        self._set_aside = label("", "warning", wrap=True)
        inside.addLayout(top)
        inside.addWidget(self._request)
        inside.addWidget(self._sent_back)
        inside.addLayout(low)
        inside.addWidget(self._set_aside)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(12)
        column.addWidget(card)
        column.addWidget(self.table, 1)
        column.addStretch(0)

    def show_assignment(self, plan: Plan, asked: Assignment, today: date | None = None) -> None:
        """Show what is asked and how far it is."""
        self._period = asked.period or 0
        what = f"填报{period_label(asked.period)}的数据" if asked.period else "填报本单位的指标"
        self._title.setText(f"{asked.unit_name}：{what}（第{asked.round}轮）")
        self._show_due(asked.due_on, today or date.today())
        self._request.setText(asked.request)
        self._request.setVisible(bool(asked.request))
        self._sent_back.setText(f"上次报送被退回：{asked.sent_back}")
        self._sent_back.setVisible(bool(asked.sent_back))
        self._set_aside.setText(asked.set_aside_sentence)
        self._set_aside.setVisible(bool(asked.set_aside))
        self._bar.setVisible(asked.expected > 0)
        self.table.setVisible(bool(asked.expected or asked.set_aside))
        self._bar.setRange(0, max(asked.expected, 1))
        self._bar.setValue(asked.filled)
        nothing = "没有指定本单位报数的指标；与本单位有关的内容见“指标体系”和“任务书”，修改后同样可以上报"
        self._count.setText(f"已填 {asked.filled} / {asked.expected} 项" if asked.expected else nothing)
        duties = duties_of(plan, asked)
        self.table.show_rows(duties, same=lambda a, b: (a.indicator.id, a.bearer) == (b.indicator.id, b.bearer))

    def _show_due(self, due: date | None, today: date) -> None:
        self._due.setVisible(due is not None)
        if due is None:
            return
        left = (due - today).days
        words = f"已过期 {-left} 天" if left < 0 else "今天到期" if left == 0 else f"还有 {left} 天"
        self._due.setText(f"{day_label(due)}前报回 · {words}")
        set_tone(self._due, "bad" if left < 0 else "warn" if left <= 3 else "primary")
