"""工作总览: what needs attention today with the way to each, and how far the year is; while a plan is drafted, the way ahead."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ...core.errors import UserError
from ..actions import make_action
from ..page import Page
from ..widgets.look import dress, label

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from ...core.checks import Problem
    from ...core.overview import Matter, Overview
    from ...core.plan import Plan
    from ...documents.paper import Chart
    from ..session import Session
    from ..work import Report, Work
    from .overview_way import OverviewWay
    from .overview_year import OverviewYear

QUIET = 250  # ms without an edit before it is worked out anew
MOST_BARS = 20  # of units


class OverviewPage(Page):
    """Says that it is being worked out; then the year, or the way to it, whose modules are loaded meanwhile."""

    title = "工作总览"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.shown: Overview | None = None
        self._stale = True
        self._soon = QTimer(self, singleShot=True, interval=QUIET)
        self._soon.timeout.connect(self._look)
        self.print_report = make_action(
            self, "完成情况报告(&R)", lambda: self.report_wanted.emit("completion"), picture="printer"
        )
        self.remind = make_action(self, "催办提醒(&N)", lambda: self.page_wanted.emit("reminders"), picture="warning")
        self._busy = label("正在整理……", "meta")
        self._busy.setIndent(24)
        self.stack = QStackedWidget()
        self.stack.addWidget(self._busy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        dress(self)
        session.changed.connect(lambda _: self._look_soon())
        session.file_changed.connect(self._start_again)
        session.findings.changed.connect(self._look_soon)

    # ------------------------------------------------------------------------------------------------ made when needed

    @cached_property
    def year(self) -> OverviewYear:
        """What is shown of a plan in its year."""
        from .overview_year import OverviewYear

        made = OverviewYear()
        made.table.chosen.connect(self.go_to)
        made.table.clicked.connect(lambda index: self.go_to(made.table.rows[index.row()]))
        made.page_wanted.connect(self.page_wanted)
        self.stack.addWidget(made)
        return made

    @cached_property
    def way(self) -> OverviewWay:
        """What is shown of a plan that is being drafted."""
        from .overview_way import OverviewWay

        made = OverviewWay()
        made.wanted.connect(self._go)
        self.stack.addWidget(made)
        return made

    @cached_property
    def _work(self) -> Work:
        from ..work import Work

        work = Work(self)
        work.finished.connect(self._show)
        return work

    @cached_property
    def _charting(self) -> Work:
        from ..work import Work

        work = Work(self)
        work.finished.connect(self.year.show_charts)
        return work

    # ------------------------------------------------------------------------------------------------ for the window

    def meta(self) -> str:
        from ...core.periods import day_label

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
        is_year = self.shown is not None and self.shown.in_year
        (self.year.table if is_year else self.stack).setFocus()

    # ------------------------------------------------------------------------------------------------ following the plan

    def _start_again(self) -> None:
        for name in vars(self).keys() & {"_work", "_charting"}:
            getattr(self, name).stop()
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
        view = self.year if shown.in_year else self.way
        view.show_overview(shown)
        self.stack.setCurrentWidget(view)
        if shown.in_year:
            plan, period = self.session.plan, shown.period
            self._charting.start(lambda report: _charts(plan, period, report))
        self.meta_changed.emit()

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
    from ...core.overview import overview
    from ...exchange import receipts

    report(0, 0, "")
    today = date.today()
    lines = receipts.overview(plan, today=today)
    waiting = tuple(line.unit_name for line in lines if line.state in ("overdue", "sent_back"))
    return overview(plan, today, problems=problems, disputes=disputes, waiting=waiting)
