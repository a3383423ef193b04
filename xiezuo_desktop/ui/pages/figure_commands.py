"""What can be done on the page 进度填报 with the figures that are selected, and with the month."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from ...core.figures.months import month_end
from ...core.figures.sheet import key_of, next_to_look_at
from ...core.records import Period, Report
from ..blocks import copied_block, format_block
from ..models.figures_model import NAME, STATE

if TYPE_CHECKING:
    from .figures_page import FiguresPage


class FigureCommands:
    """Each command asks what it has to know and hands on to the page's edits."""

    def __init__(self, page: FiguresPage) -> None:
        self._page = page

    def make_return(self) -> None:
        """Make the file that a unit mails back."""
        from ..dialogs.return_dialog import ReturnDialog

        ReturnDialog(self._page.session, self._page).exec()

    def copy(self) -> None:
        """Put the selected cells on the clipboard, as spreadsheets do."""
        chosen = self._page.grid.chosen
        if chosen is not None:
            rows = self._page.model.rows[chosen[0] : chosen[2] + 1]
            columns = range(max(chosen[1], NAME), min(chosen[3], STATE) + 1)
            QGuiApplication.clipboard().setText(
                format_block([[self._page.model.text(r, c) for c in columns] for r in rows])
            )

    def paste(self) -> None:
        """Put what was copied into the sheet."""
        block, chosen = copied_block(), self._page.grid.chosen
        if block is not None and chosen is not None:
            took = self._page.edits.paste(block, chosen)
            if took is not None:
                self._page.grid.select_range(took)

    def clear(self) -> None:
        """Take away what stands in the selected cells."""
        if self._page.grid.chosen is not None:
            self._page.edits.clear(self._page.grid.chosen)

    def fill_down(self) -> None:
        """Fill the selected cells from their first row."""
        if self._page.grid.chosen is not None:
            self._page.edits.fill_down(self._page.grid.chosen)

    def accept(self) -> None:
        """Settle the figures of the selected rows."""
        if self._page.session.can_edit:
            self._page.edits.accept(self._page.chosen_rows())

    def show_history(self) -> None:
        """Who changed the current figure, and when."""
        index = self._page.grid.currentIndex()
        row = self._page.model.rows[index.row()] if index.isValid() else None
        if row is not None and row.indicator is not None:
            self._page.history_wanted.emit(Report, key_of(row.indicator.id, row.unit, self._page.model.period))

    def toggle_lock(self) -> None:
        """Lock the month, or open it again."""
        settled = self._page.session.plan.get(Period, self._page.model.period)
        self._page.edits.lock(not (settled is not None and settled.locked))

    def ask_send_back(self) -> None:
        """Send the figures of the selected rows back, with the reason."""
        rows = self._page.chosen_rows()
        self._page.questions.text(
            "退回填报数", f"退回选中的 {len(rows)} 行。请写明原因：", lambda t: self._page.edits.send_back(rows, t)
        )

    def ask_remark(self) -> None:
        """Mark the figures of the selected rows."""
        rows = self._page.chosen_rows()
        comment = next((r.comment for r in self._page.edits.reports(rows)), "")
        self._page.questions.text(
            "标记待核实",
            "请写明要核实什么；留空就去掉标记：",
            lambda t: self._page.edits.remark(rows, t),
            text=comment,
            may_be_empty=True,
        )

    def ask_allow(self) -> None:
        """Let the current unit report for the locked month."""
        unit = self._page.current_unit()
        start = max(date.today(), month_end(self._page.model.period)) + timedelta(days=3)
        self._page.questions.allow(unit, start, self._page.edits.allow)

    def ask_cut_off(self) -> None:
        """The day of each month by which reports are due."""
        self._page.questions.cut_off(self._page.edits.set_cut_off)

    def ask_forms(self) -> None:
        """Choose forms that units have filled in."""
        self._page.questions.forms()

    def ask_folder(self) -> None:
        """Choose where the forms of the units are to lie."""
        self._page.questions.folder()

    def go_to_next_marked(self) -> None:
        """To the next figure of the month, of any unit, that is marked or unlike those before it."""
        page = self._page
        index = page.grid.currentIndex()
        row = page.model.rows[index.row()] if index.isValid() else None
        here = (row.unit, row.indicator.id if row.indicator else 0) if row else (0, 0)
        found = next_to_look_at(page.model.sheet, here)
        if found is None:
            page.session.said.emit("这个月没有待核实的数，也没有与以前相差很大的数", False)
        else:
            page.show_record(Report, found.key)

    def show_reporting(self) -> None:
        """How complete and timely the reports of all units are, month by month."""
        from ..dialogs.reporting_dialog import ReportingDialog

        shown = ReportingDialog(self._page.session, date.today(), self._page)
        shown.wanted.connect(self._page.show_unit)
        shown.open()
