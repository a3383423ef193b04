"""进度填报: a month's figures as a sheet, by unit or by indicator, with what came before and how far it leads."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ...core.checks.facts import plain
from ...core.figures.duties import month_state, share_of
from ...core.figures.months import due_day, months_of
from ...core.numbers import shown, with_thousands
from ...core.periods import day_label, period_label
from ...core.records import Indicator, LockException, Period, Report, full_key
from ...core.unit_steps import below
from ..models.figures_model import FIGURES, VALUE, WHOLE, FiguresModel
from ..page import Page
from ..theme import TABLE_MARGIN
from ..widgets.banner import Banner
from ..widgets.look import button, dress, tool
from .figure_commands import FigureCommands
from .figure_edits import FigureEdits
from .figure_questions import FigureQuestions
from .figures_actions import FiguresActions
from .figures_bar import FiguresBar
from .figures_grid import FiguresGrid

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from ...core.changes import Changes
    from ...core.records import Id, Key, Record
    from ..models.figures_model import Row
    from ..session import Session

MOST_SUMMED = 20_000  # cells of a selection that are added up for the status bar


class FiguresPage(Page):
    """A row to choose month and unit, what is said about the month, and the sheet."""

    title = "进度填报"
    prints = "completion"
    has_filters = True

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.model = FiguresModel(session, self)
        self.grid = FiguresGrid(self.model)
        self.questions = FigureQuestions(session, self.model, self)
        self.edits = FigureEdits(session, self.model, self.questions.reason, self)
        self.commands = FigureCommands(self)
        self.actions_ = FiguresActions(self)
        self._summary = ""
        self._marked = 0  # figures of the month that somebody has to look at again
        self._counting = QTimer(self, singleShot=True, interval=0)  # goes through a year's reports: after the painting
        self._counting.timeout.connect(self._count)
        self._empty: QWidget | None = None
        self._lay_out()
        self._connect()
        self.grid.go_first()
        self._show_state()

    # ------------------------------------------------------------------------------------------------ building

    def _lay_out(self) -> None:
        self.bar = FiguresBar()
        self.bar.add(tool("history", "当前填报数的修改记录（Ctrl+Shift+H）", on=self.commands.show_history))
        self._accept = button("核定", on=self.commands.accept, tip="核定选中行的填报数　Ctrl+Enter")
        self.bar.add(self._accept)
        self.bar.add(button("导出填报表…", on=self.commands.ask_folder, tip="给每个单位做一份 Excel 填报表"))
        self.notice = Banner()
        card = QWidget()
        margins = QVBoxLayout(card)
        margins.setContentsMargins(TABLE_MARGIN, TABLE_MARGIN, TABLE_MARGIN, TABLE_MARGIN)
        margins.addWidget(self.grid)
        self.grid.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self._stack = QStackedWidget()
        self._stack.addWidget(card)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.bar, self.notice):
            column.addWidget(widget)
        column.addWidget(self._stack, 1)
        dress(self.bar)
        self.begins_at(self.grid)

    def _connect(self) -> None:
        session = self.session
        session.changed.connect(self._take_changes)
        session.file_changed.connect(self._show_plan)
        session.state_changed.connect(self._show_state)
        self.model.typed.connect(self.edits.type_cell)
        self.grid.selection_changed.connect(self._show_selection)
        self.grid.cleared.connect(self.commands.clear)
        self.grid.drawn.connect(self.edits.fill)
        self.bar.month_wanted.connect(self.show_period)
        self.bar.by_unit_wanted.connect(self._show_by_unit)
        self.bar.choice_wanted.connect(self._ask_choice)
        self.bar.completeness.pressed.connect(self.commands.show_reporting)

    # ------------------------------------------------------------------------------------------------ for the window

    def meta(self) -> str:
        model = self.model
        due = due_day(self.session.plan, model.period, model.unit if model.indicator is None else self._own)
        parts = [period_label(model.period), f"{day_label(due)}截止" if due else "没有设填报截止日"]
        parts.append(f"{self._marked} 项待核实" if self._marked else "")
        return " · ".join(p for p in parts if p)

    def primary_action(self) -> QAction | None:
        if self._own:
            return self.actions_.make_return
        return self.actions_.take_in if self.session.plan.indicators else None

    def menus(self) -> list[tuple[str, list[QAction | None]]]:
        return [("填报(&T)", self.actions_.menu)]

    def summary(self) -> str:
        return self._summary

    def begin(self) -> None:
        self.grid.setFocus()

    def current_record(self) -> Report:
        indicator, unit, _ = self._place()
        return Report(indicator=indicator, bearer=unit or self.model.unit, period=self.model.period)

    def show_record(self, record_type: type[Record], key: Key) -> bool:
        if record_type is not Report or self.session.plan.get(Indicator, key[0]) is None:
            return False
        if key[2] in months_of(self.session.plan):
            self.model.show_period(key[2])
        self.model.show_unit(key[1])
        self._show_state()
        row = self.model.row_of(key[0], key[1])
        if row is not None:
            self.grid.go(row, VALUE)
        return True

    # ------------------------------------------------------------------------------------------------ following the plan

    def _show_plan(self) -> None:
        self.model.start_again()
        self.grid.go_first()
        self._show_state()

    def _take_changes(self, changes: Changes) -> None:
        place = self._place()
        self.model.take(changes)
        self._return_to(*place)
        self._show_state()
        self._show_selection()
        self.meta_changed.emit()

    def _place(self) -> tuple[Id, Id, int]:
        index = self.grid.currentIndex()
        row = self.model.rows[index.row()] if index.isValid() and index.row() < len(self.model.rows) else None
        return (row.indicator.id if row and row.indicator else 0), (row.unit if row else 0), index.column()

    def _return_to(self, indicator: Id, unit: Id, column: int) -> None:
        if self.grid.currentIndex().isValid():
            return
        row = self.model.row_of(indicator, unit)
        if row is None:
            self.grid.go_first()
        else:
            self.grid.go(row, column)

    def _show_state(self) -> None:
        plan, model = self.session.plan, self.model
        empty = not plan.indicators
        self._stack.setCurrentWidget(self._empty_state() if empty else self._stack.widget(0))
        self.show_filters(self.bar, not empty)
        found = plan.get(Indicator, model.indicator)
        name = found.name if found else plan.bearer_name(model.unit) or "全部单位合计"
        locked = {p.period for p in plan.rows(Period).values() if p.locked}
        self.bar.show_where(months_of(plan), model.period, found is None, name, locked)
        self._counting.start()
        self._show_notice()
        self._enable()

    def _count(self) -> None:
        """How complete the month is, and how much of it is to be looked at again."""
        plan, model = self.session.plan, self.model
        duties, here = model.sheet.duties, self._own
        state = month_state(plan, duties, model.period, below(plan, here) if here else None)
        unit = model.unit if plan.get(Indicator, model.indicator) is None else here
        own = share_of(plan, duties, model.period, unit) if unit != WHOLE else None
        has_day = due_day(plan, model.period, unit) is not None
        self.bar.completeness.show_state(state, own, has_day, alone=bool(here))
        marked = sum(r.follow_up and r.period == model.period for r in plan.rows(Report).values())
        if marked != self._marked:
            self._marked = marked
            self.meta_changed.emit()

    @property
    def _own(self) -> Id:
        """The unit to which the open file was sent; nobody where it holds the whole plan."""
        rights = self.session.rights
        return (rights.unit if rights else None) or WHOLE

    def _show_notice(self) -> None:
        """What has to be known about the month: that it is locked, and for whom it is open."""
        plan, period = self.session.plan, self.model.period
        settled = plan.get(Period, period)
        if settled is None or not settled.locked:
            self.notice.dismiss()
            return
        words = [f"{period_label(period)}已经锁定，更正填报数要写明理由。"]
        for each in plan.ordered_by_id(LockException):
            if each.period == period and (each.until is None or each.until >= self.model.sheet.today):
                until = f"到{day_label(each.until)}" if each.until else ""
                words.append(f"{plan.bearer_name(each.unit) or '全部单位'}可以填报{until}。")
        ways = []
        if self._can_settle:
            ways = [("给当前单位开放…", self.commands.ask_allow), ("解除锁定", self.commands.toggle_lock)]
        had_focus = self.notice.isAncestorOf(self.focusWidget() or self)
        self.notice.say("".join(words), kind="lock", ways=ways, closable=False)
        if had_focus:  # its buttons are made anew: what was pressed there is gone
            self.grid.setFocus()

    @property
    def _can_settle(self) -> bool:
        """Whether months are locked and opened here: not in a file that was sent to a unit."""
        return self.session.may_change(Period, full_key(self.model.period))

    def _enable(self) -> None:
        settled = self.session.plan.get(Period, self.model.period)
        self.actions_.refresh(
            can_edit=self.session.can_edit,
            can_settle=self._can_settle,
            has_rows=bool(self.chosen_rows()),
            locked=settled is not None and settled.locked,
            has_unit=self.current_unit() != WHOLE,
            was_sent=bool(self._own),
        )
        self._accept.setEnabled(self.actions_.accept.isEnabled())
        self.grid.viewport().update()  # what can be typed stands on white

    def _empty_state(self) -> QWidget:
        if self._empty is None:
            from ..widgets.empty_state import EmptyState

            ways = [("导入指标表…", "import", self.import_wanted.emit)]
            self._empty = EmptyState(
                "pencil", "还没有可填报的指标", "先导入或新增指标和责任单位，再逐月填报完成数", ways
            ).follow(self.session)
            self._stack.addWidget(self._empty)
        return self._empty

    # ------------------------------------------------------------------------------------------------ what is shown

    def show_period(self, period: int) -> None:
        """Show another month, with the same cell current."""
        self._keep_place(lambda: self.model.show_period(period))

    def _keep_place(self, does: object) -> None:
        place = self._place()
        if callable(does):
            does()
        row = self.model.row_of(place[0], place[1])
        if row is None:
            self.grid.go_first()
        else:
            self.grid.go(row, place[2])
        self._show_state()
        self._show_selection()
        self.meta_changed.emit()

    def show_unit(self, unit: Id) -> None:
        """Show the sheet of a unit; 0: of all together."""
        self._keep_place(lambda: self.model.show_unit(unit))

    def _show_by_unit(self, by_unit: bool) -> None:
        indicator, unit, _ = self._place()
        if by_unit:
            self._keep_place(
                lambda: self.model.show_unit(unit if self.model.indicator is not None else self.model.unit)
            )
        else:
            first = next(iter(self.session.plan.indicators), None)
            wanted = indicator or (first.id if first else 0)
            self._keep_place(lambda: self.model.show_indicator(wanted))
        self.grid.setFocus()

    def _choices(self) -> list[Id]:
        plan = self.session.plan
        if self.model.indicator is not None:
            return [i.id for i in plan.indicators]
        return [WHOLE, *self.model.sheet.duties.units]

    def show_next(self, step: int) -> None:
        """Show the next unit, or the next indicator."""
        choices = self._choices()
        now = self.model.indicator if self.model.indicator is not None else self.model.unit
        place = choices.index(now) + step if now in choices else 0
        if 0 <= place < len(choices):
            self._choose(choices[place])

    def _choose(self, chosen: Id) -> None:
        if self.model.indicator is not None:
            self._keep_place(lambda: self.model.show_indicator(chosen))
        else:
            self._keep_place(lambda: self.model.show_unit(chosen))
        self.grid.setFocus()

    def _ask_choice(self) -> None:
        self.questions.choice(self.bar.choice, self._choose)

    # ------------------------------------------------------------------------------------------------ what is selected

    def chosen_rows(self) -> list[Row]:
        """The rows of the selection, without headings."""
        chosen = self.grid.chosen
        rows = self.model.rows[chosen[0] : chosen[2] + 1] if chosen else []
        return [row for row in rows if not row.is_heading]

    def current_unit(self) -> Id:
        """The unit of the current row; WHOLE where there is none."""
        index = self.grid.currentIndex()
        return self.model.rows[index.row()].unit if index.isValid() and index.row() < len(self.model.rows) else WHOLE

    def _show_selection(self) -> None:
        self._enable()
        self._summary = self._selected_words()
        self.summary_changed.emit(self._summary)

    def _selected_words(self) -> str:
        chosen = self.grid.chosen
        if chosen is None:
            return ""
        rows = self.chosen_rows()
        count = len(rows) * (chosen[3] - chosen[1] + 1)
        if count < 2:
            return "；".join(self.model.doubts(rows[0])) if rows else ""
        words = [f"选中 {count:,} 个单元格"]
        if count <= MOST_SUMMED:
            columns = [c for c in FIGURES if chosen[1] <= c <= chosen[3]]
            found = [(r, n) for r in rows for c in columns if (n := self.model.number(r, c)) is not None]
            words += self._sums(found)
        return "　".join(words)

    @staticmethod
    def _sums(found: list[tuple[Row, Decimal]]) -> list[str]:
        if not found:
            return []
        if len({r.indicator.measure_unit.strip() for r, _ in found if r.indicator}) > 1:
            return ["计量单位不同，不合计"]
        total = sum((n for _, n in found), Decimal(0))
        average = (total / len(found)).quantize(Decimal("0.01")) if abs(total) < 10**20 else total
        return [f"合计 {with_thousands(shown(plain(total)))}", f"平均 {with_thousands(shown(plain(average)))}"]
