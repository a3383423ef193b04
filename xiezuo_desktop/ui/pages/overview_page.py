"""工作总览: what needs attention today with the way to each, and how far the year is; while a plan is drafted, the way ahead."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from ...core.errors import UserError
from ...core.figures.attention import LEVELS
from ...core.overview import KINDS, Matter, named, overview
from ...core.periods import day_label, period_label
from ...core.progress import STATES, percent
from ..actions import make_action
from ..icons import pixmap
from ..page import Page
from ..theme import TABLE_MARGIN
from ..widgets.category_bars import CategoryBars
from ..widgets.chips import FlowBox
from ..widgets.empty_state import EmptyState
from ..widgets.look import button, dress, hairline, label, set_tone, tag
from ..widgets.row_cells import Cell
from ..widgets.row_table import Column, RowTable
from ..work import Work

if TYPE_CHECKING:
    from PySide6.QtGui import QAction, QResizeEvent

    from ...core.checks import Problem
    from ...core.overview import Overview, Stage
    from ...core.plan import Plan
    from ...documents.paper import Chart
    from ..session import Session
    from ..widgets.chart import ChartView
    from ..work import Report

SIDE, LEAST_SIDE, QUIET = 348, 260, 250  # px, px; ms without an edit before it is worked out anew
MOST_BARS = 20  # of units
_PILLS = {"red": "bad", "yellow": "warn", "notice": ""}
_TONES = {"done": "ok", "behind": "warn", "far_behind": "bad", "overdue": "bad", "normal": "primary"}


class OverviewPage(Page):
    """At the left what needs attention, at the right the figures of the year; or the stages of the way."""

    title = "工作总览"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.shown: Overview | None = None
        self._charts: list[ChartView] = []
        self._stale = True
        self._work = Work(self)
        self._work.finished.connect(self._show)
        self._charting = Work(self)
        self._charting.finished.connect(self._show_charts)
        self._soon = QTimer(self, singleShot=True, interval=QUIET)
        self._soon.timeout.connect(self._look)
        self.print_report = make_action(
            self, "完成情况报告(&R)", lambda: self.report_wanted.emit("completion"), picture="printer"
        )
        self.remind = make_action(self, "催办提醒(&N)", lambda: self.page_wanted.emit("reminders"), picture="warning")
        self._lay_out()
        session.changed.connect(lambda _: self._look_soon())
        session.file_changed.connect(self._start_again)
        session.findings.changed.connect(self._look_soon)

    # ------------------------------------------------------------------------------------------------ building

    def _lay_out(self) -> None:
        self.table = RowTable(
            "今天要办的事",
            (
                Column("等次", lambda m: Cell(LEVELS[m.level], "ink2", pill=_PILLS[m.level]), 70),
                Column("原因", lambda m: Cell(KINDS[m.kind], "ink2"), 80),
                Column("事项", lambda m: Cell(m.name), weight=1.2),
                Column("情况", lambda m: Cell(m.words, "ink2"), weight=1.2),
                Column(
                    "单位",
                    lambda m: Cell(m.units_text or "—", "ink2" if m.units else "ink_off", tip="\n".join(m.units)),
                    weight=0.9,
                ),
            ),
        )
        self.table.chosen.connect(self.go_to)
        self.table.clicked.connect(lambda index: self.go_to(self.table.rows[index.row()]))
        self._calm = EmptyState("done", "今天没有要催办的事", "没有临期、逾期、滞后、未报和缺佐证的事项")
        self.left = QStackedWidget()
        self.left.addWidget(self.table)
        self.left.addWidget(self._calm)
        self._year = QWidget()
        row = QHBoxLayout(self._year)
        row.setContentsMargins(TABLE_MARGIN, TABLE_MARGIN, TABLE_MARGIN, TABLE_MARGIN)
        row.setSpacing(12)
        row.addWidget(self.left, 1)
        row.addWidget(self._side())
        self._way = self._make_way()
        self._busy = label("正在整理……", "meta")
        self._busy.setIndent(24)
        self.stack = QStackedWidget()
        for widget in (self._busy, self._year, self._way):
            self.stack.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        dress(self)

    def _side(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(8)
        self._when = label("", "meta")
        self._rate = label("", "figure")
        self._against = label("", "body2", wrap=True)
        column.addWidget(self._when)
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(self._rate)
        line.addWidget(self._against, 1)
        column.addLayout(line)
        self._states = FlowBox(gap=6)
        column.addWidget(self._states)
        column.addWidget(hairline())
        column.addWidget(label("分类完成率　竖线是序时进度", "heading"))
        self.bars = CategoryBars()
        self.bars.chosen.connect(lambda _: self.page_wanted.emit("indicators"))
        column.addWidget(self.bars)
        column.addWidget(hairline())
        self._reported = label("", "heading")
        self._silent = label("", "body2", wrap=True)
        self._fill = button("去填报", "link", on=lambda: self.page_wanted.emit("figures"))
        head = QHBoxLayout()
        head.addWidget(self._reported, 1)
        head.addWidget(self._fill)
        column.addLayout(head)
        column.addWidget(self._silent)
        self._tasks = self._task_line()
        column.addWidget(self._tasks)
        self._below = QVBoxLayout()
        self._below.setSpacing(12)
        column.addLayout(self._below)
        column.addStretch(1)
        area = QScrollArea()
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setProperty("look", "bare")
        area.setWidgetResizable(True)
        area.setWidget(inside)
        card = QFrame()
        card.setProperty("look", "card")
        self._card = card
        margins = QVBoxLayout(card)
        margins.setContentsMargins(1, 1, 1, 1)
        margins.addWidget(area)
        return card

    def _task_line(self) -> QWidget:
        """How many tasks are done, and the way to them."""
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(hairline())
        line = QHBoxLayout()
        self._handled = label("", "heading")
        line.addWidget(self._handled, 1)
        line.addWidget(button("去销号", "link", on=lambda: self.page_wanted.emit("tasks")))
        column.addLayout(line)
        return box

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._card.setFixedWidth(max(LEAST_SIDE, min(SIDE, self.width() // 3)))

    def _make_way(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(40, 24, 40, 24)
        column.setSpacing(8)
        column.addWidget(label("从来文到下发", "title"))
        column.addWidget(label("一步一步来；先做后做都可以，每一步做到哪里，这里随时看得到。", "meta"))
        column.addSpacing(8)
        self._stages = QVBoxLayout()
        self._stages.setSpacing(8)
        column.addLayout(self._stages)
        column.addStretch(1)
        area = QScrollArea()
        area.setProperty("look", "bare")
        area.setWidgetResizable(True)
        area.setWidget(inside)
        return area

    # ------------------------------------------------------------------------------------------------ for the window

    def meta(self) -> str:
        shown = self.shown
        if shown is None:
            return f"{day_label(date.today())} · 正在整理…"
        if not shown.in_year:
            return f"{day_label(date.today())} · 编制中，{sum(s.done for s in shown.way)}/{len(shown.way)} 步完成"
        red = sum(m.level == "red" for m in shown.matters)
        words = [f"{len(shown.matters)} 件事要看", f"{red} 件红灯"] if shown.matters else ["没有要催办的事"]
        return " · ".join([day_label(date.today()), *words])

    def primary_action(self) -> QAction | None:
        return self.print_report if self.shown and self.shown.in_year else None

    def menus(self) -> list[tuple[str, list[QAction | None]]]:
        return [("总览(&O)", [self.print_report, self.remind])]

    def begin(self) -> None:
        if self._stale:
            self._look()
        (self.table if self.stack.currentWidget() is self._year else self.stack).setFocus()

    # ------------------------------------------------------------------------------------------------ following the plan

    def _start_again(self) -> None:
        self._work.stop()
        self._charting.stop()
        self.shown = None
        self.stack.setCurrentWidget(self._busy)
        self._look_soon()

    def _look_soon(self) -> None:
        self._stale = True
        if self.isVisible():
            self._soon.start()

    def _look(self) -> None:
        file = self.session.file
        if file is None:
            return
        self._stale = False
        from ...exchange.disputes import dispute_count

        try:
            disputes = dispute_count(file)
        except UserError:  # told by whatever reads the file next
            disputes = 0
        plan, problems = self.session.plan, list(self.session.findings.problems)
        self._work.start(lambda report: _seen(plan, problems, disputes, report))

    def _show(self, shown: Overview) -> None:
        self.shown = shown
        if shown.in_year:
            self._show_year(shown)
            self.stack.setCurrentWidget(self._year)
        else:
            self._show_way(shown)
            self.stack.setCurrentWidget(self._way)
        self.meta_changed.emit()

    def _show_year(self, shown: Overview) -> None:
        self.table.show_rows(shown.matters, same=lambda a, b: (a.kind, a.key, a.name) == (b.kind, b.key, b.name))
        self.left.setCurrentWidget(self.table if shown.matters else self._calm)
        self._when.setText(f"平均完成率，截至{period_label(shown.period)}" if shown.period else "平均完成率")
        self._rate.setText(percent(shown.rate) or "—")
        self._against.setText(_against(shown))
        self._states.clear()
        for name, count in shown.states.items():
            made = tag(f"{STATES[name]} {count}")
            set_tone(made, _TONES.get(name, ""))
            self._states.flow.addWidget(made)
        self.bars.show_bars(shown.bars, shown.pace)
        done, of = shown.reported
        month = period_label(shown.period) if shown.period else "填报"
        self._reported.setText(f"{month}：{done}/{of} 个单位已报" if shown.period else "还没有人填报")
        self._silent.setText(f"没有报的：{named(shown.silent)}" if shown.silent else "")
        self._silent.setToolTip("\n".join(shown.silent))
        self._silent.setVisible(bool(shown.silent))
        counts = shown.tasks
        going = f"，进行中 {counts.doing} 项" if counts.doing else ""
        self._handled.setText(f"工作任务：已办结 {counts.done}/{counts.all} 项{going}")
        self._tasks.setVisible(bool(counts.all))
        plan, period = self.session.plan, shown.period
        self._charting.start(lambda report: _charts(plan, period, report))

    def _show_charts(self, charts: tuple[Chart | None, ...]) -> None:
        if not self._charts:
            from ..widgets.chart import ChartView

            self._charts = [ChartView() for _ in charts]
            for view in self._charts:
                view.chosen.connect(lambda _: self.page_wanted.emit("figures"))
                self._below.addWidget(view)
        for view, chart in zip(self._charts, charts, strict=True):
            view.show_chart(chart)
            view.setVisible(chart is not None)

    def _show_way(self, shown: Overview) -> None:
        while item := self._stages.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        coming = next((stage for stage in shown.way if not stage.done), None)
        for number, stage in enumerate(shown.way, 1):
            self._stages.addWidget(self._stage(number, stage, stage is coming))

    def _stage(self, number: int, stage: Stage, coming: bool) -> QWidget:
        card = QFrame()
        card.setProperty("look", "card")
        card.setMaximumWidth(760)
        row = QHBoxLayout(card)
        row.setContentsMargins(16, 10, 12, 10)
        row.setSpacing(14)
        mark = label(str(number), "panel_title")
        if stage.done:
            mark.setPixmap(pixmap("done", "ok", 20, self.devicePixelRatioF()))
            mark.setAccessibleName("已完成")
        mark.setFixedWidth(24)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(label(stage.name, "heading"))
        texts.addWidget(label(stage.words, "meta", wrap=True))
        row.addWidget(mark)
        row.addLayout(texts, 1)
        words = "查看" if stage.done else "去办"
        go = button(words, "primary" if coming else "plain", on=partial(self._go, stage.page))
        go.setAccessibleName(f"{stage.name}，{words}")
        row.addWidget(go)
        return card

    # ------------------------------------------------------------------------------------------------ going there

    def go_to(self, matter: Matter) -> None:
        """Go where a matter can be dealt with."""
        if matter.kind in ("no_evidence", "unreported", "returned", "dispute") or matter.record is None:
            self._go(matter.page)
        elif matter.key is not None:
            self.session.wanted.emit(matter.record, matter.key)

    def _go(self, page: str) -> None:
        if page == "checks":
            self.checks_wanted.emit()
        elif page == "indicators" and not self.session.plan.indicators and self.session.can_edit:
            self.import_wanted.emit()
        elif page:
            self.page_wanted.emit(page)


def _against(shown: Overview) -> str:
    if shown.rate is None:
        return "还没有可以计算完成率的填报"
    gap = shown.rate - shown.pace
    points = percent(abs(gap)).removesuffix("%")
    where = f"{'高' if gap > 0 else '低'} {points} 个百分点" if gap else "持平"
    return f"序时进度 {percent(shown.pace)}，{where}"


def _charts(plan: Plan, period: int | None, report: Report) -> tuple[Chart | None, ...]:
    """The months of the year, and the units, of many those that are the furthest behind."""
    from ...documents.paper import Chart
    from ...reports.completion_charts import by_month, by_unit
    from ...reports.standing import Standings

    report(0, 0, "")
    if period is None:
        return None, None
    found = Standings(plan, period)
    units = by_unit(found)
    if units is not None and len(units.bars) > MOST_BARS:
        units = Chart(f"完成率最低的 {MOST_BARS} 个单位", units.bars[-MOST_BARS:])
    return by_month(found), units


def _seen(plan: Plan, problems: list[Problem], disputes: int, report: Report) -> Overview:
    from ...exchange import receipts

    report(0, 0, "")
    today = date.today()
    lines = receipts.overview(plan, today=today)
    waiting = tuple(line.unit_name for line in lines if line.state in ("overdue", "sent_back"))
    return overview(plan, today, problems=problems, disputes=disputes, waiting=waiting)
