"""校核: what does not add up and what imports could not place, each with its place; a person repairs or accepts it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from xiezuo_desktop.core.records import Unplaced
from xiezuo_desktop.core.wording import cell_place
from xiezuo_desktop.ui.theme import TABLE_MARGIN
from xiezuo_desktop.ui.widgets.chips import Chip
from xiezuo_desktop.ui.widgets.look import button, dress, hairline, label, tool
from xiezuo_desktop.ui.widgets.problem_box import ask_to_waive, withdraw_waiver
from xiezuo_desktop.ui.widgets.text_table import TextTable
from xiezuo_desktop.ui.widgets.tie_fixes import fix_button, fixes_of

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from xiezuo_desktop.core.checks import Problem
    from xiezuo_desktop.ui.session import Session

TONES = {"error": "bad_ink", "warning": "warn_ink", "hint": "off"}
OPEN, HINTS, UNPLACED, WAIVED = "open", "hints", "unplaced", "waived"
TALL = 290  # pixels, of which the list has most


class ChecksPanel(QFrame):
    """Stays open below the page it leads to; follows the plan. `record_wanted(type, key)` when a row is opened."""

    record_wanted = Signal(object, object)
    report_wanted = Signal(str)  # the check sheet, to be printed

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from xiezuo_desktop.core.checks import SEVERITIES

        dress(self)
        self.setAccessibleName("校核结果")
        self._session = session
        self._severities = SEVERITIES
        self._findings = session.findings
        self._findings.changed.connect(self._refresh)
        self._shown: list[Problem] = []
        self._build()
        session.changed.connect(self._refresh_unplaced)
        session.file_changed.connect(self.hide)
        self._refresh_unplaced()

    def _build(self) -> None:
        self._chips = {
            OPEN: Chip("要核对", 0),
            HINTS: Chip("提示", 0),
            UNPLACED: Chip("未归位内容", 0),
            WAIVED: Chip("已豁免", 0),
        }
        group = QButtonGroup(self)
        top = QHBoxLayout()
        top.setContentsMargins(16, 8, TABLE_MARGIN - 4, 6)
        top.setSpacing(6)
        for chip in self._chips.values():
            group.addButton(chip)
            chip.toggled.connect(self._switch)
            top.addWidget(chip)
        top.addStretch(1)
        self._hint = label("双击或按 Enter 转到这一条", "meta")
        top.addWidget(self._hint)
        self.print_ = button("打印校核单", "link", tip="到打印预览，看校核单", on=self._print)
        top.addWidget(self.print_)
        top.addWidget(tool("close", "收起校核结果（Esc）", on=self.hide, size=16))
        self._problems = TextTable(("类别", "程度", "位置", "问题"), (0, 0, 1.2, 3))
        self._problems.setAccessibleName("校核发现的问题")
        self._problems.chosen.connect(self._open_problem)
        self._problems.itemSelectionChanged.connect(self._offer_fixes)
        self._unplaced = TextTable(("来源", "位置", "文字", "原因"), (1, 0, 2.4, 1.6))
        self._unplaced.setAccessibleName("未归位内容")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._problems)
        self._stack.addWidget(self._unplaced)
        self._nothing = label("没有发现问题。", "meta")
        self._waive = button("豁免…", tip="写明理由后不再提示，理由记入修改记录", on=self._waive_selected)
        self._withdraw = button("取消豁免", on=self._withdraw_selected)
        self._handled = button(
            "已处理", icon_name="check", tip="从清单里去掉；可以撤销　Delete", on=self.remove_handled
        )
        self._copy = button("复制", icon_name="copy", tip="复制选中的行，可粘贴到 Excel　Ctrl+C", on=self._copy_rows)
        self._goto = button("转到", icon_name="link", on=lambda: self._open_problem(self._problems.currentRow()))
        self._unplaced.installEventFilter(self)
        self._lay_out(top)
        self._chips[OPEN].setChecked(True)

    def _lay_out(self, top: QHBoxLayout) -> None:
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 6, TABLE_MARGIN, 8)
        foot.setSpacing(8)
        foot.addWidget(self._nothing, 1)
        self._fixes = QHBoxLayout()
        self._fixes.setSpacing(8)
        foot.addLayout(self._fixes)
        for each in (self._copy, self._goto, self._waive, self._withdraw, self._handled):
            foot.addWidget(each)
        middle = QVBoxLayout()
        middle.setContentsMargins(TABLE_MARGIN, 0, TABLE_MARGIN, 0)
        middle.addWidget(self._stack)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(hairline())
        column.addLayout(top)
        column.addLayout(middle, 1)
        column.addLayout(foot)

    # ------------------------------------------------------------------------------------------------- showing

    @property
    def _mode(self) -> str:
        return next(name for name, chip in self._chips.items() if chip.isChecked())

    def show_unplaced(self) -> None:
        """Show what imports could not place."""
        self._chips[UNPLACED].setChecked(True)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh_unplaced()
        self._findings.look()
        self.take_keys()

    def take_keys(self) -> None:
        """Let the keys move in the list."""
        (self._unplaced if self._mode == UNPLACED else self._problems).setFocus()

    def sizeHint(self) -> QSize:
        return QSize(600, TALL)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Delete is 已处理 in the list, and only there."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Delete:
            self.remove_handled()
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _switch(self, on: bool) -> None:
        if on:
            self._refresh()

    def _refresh(self) -> None:
        sorted_out = self._sorted_out()
        for mode, found in sorted_out.items():
            self._chips[mode].set_count(len(found))
        mode = self._mode
        self._stack.setCurrentWidget(self._unplaced if mode == UNPLACED else self._problems)
        if mode != UNPLACED:
            self._shown = sorted_out[mode]
            rows = [[p.subject, self._severities[p.severity], p.where, self._message(p)] for p in self._shown]
            tones = [["off", TONES[p.severity] if mode != WAIVED else "off", "", ""] for p in self._shown]
            self._problems.show_rows(rows, tones)
            self._select_first(self._problems)
        count = self._unplaced.rowCount() if mode == UNPLACED else len(self._shown)
        words = {
            OPEN: f"没有要核对的。提示有 {len(sorted_out[HINTS])} 条，可以不改。"
            if sorted_out[HINTS]
            else "没有发现问题。",
            HINTS: "没有提示。",
            WAIVED: "没有豁免的校核。",
            UNPLACED: "没有未归位的内容。",
        }
        self._nothing.setText("" if count else words[mode])
        editable = self._session.can_edit and bool(count)
        for each, mine in ((self._waive, (OPEN, HINTS)), (self._withdraw, (WAIVED,)), (self._handled, (UNPLACED,))):
            each.setVisible(mode in mine)
            each.setEnabled(editable)
        self._goto.setVisible(mode != UNPLACED)
        self._goto.setEnabled(bool(count))
        self._copy.setEnabled(bool(count))
        self._hint.setVisible(mode != UNPLACED)
        self._offer_fixes()

    def _sorted_out(self) -> dict[str, list[Problem]]:
        """The problems by the chip that shows them."""
        out: dict[str, list[Problem]] = {OPEN: [], HINTS: [], WAIVED: []}
        for problem in self._findings.problems:
            mode = WAIVED if problem.waived is not None else HINTS if problem.severity == "hint" else OPEN
            out[mode].append(problem)
        return out

    def _offer_fixes(self) -> None:
        """Buttons for what can be repaired at once in the row that is selected."""
        while (item := self._fixes.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                if old.hasFocus():
                    self.take_keys()  # what was repaired is gone with its button
                old.hide()
                old.deleteLater()
        problem = self._selected_problem() if self._mode in (OPEN, HINTS) else None
        for fix in fixes_of(self._session, problem) if problem is not None else ():
            self._fixes.addWidget(fix_button(fix, look="plain"))

    def _message(self, problem: Problem) -> str:
        return problem.message if problem.waived is None else f"{problem.message}\n豁免理由：{problem.waived}"

    def _refresh_unplaced(self, *_: object) -> None:
        items = sorted(self._session.plan.unplaced, key=lambda item: item.settled)
        self._chips[UNPLACED].set_count(sum(not item.settled for item in items))
        self._unplaced.show_rows(
            [[i.source, cell_place(i.part, i.row, i.col), i.text, i.reason] for i in items],
            [["off" if item.settled else ""] * 4 for item in items],
            data=[item.key for item in items],
        )
        self._select_first(self._unplaced)
        self._refresh()

    def _select_first(self, table: TextTable) -> None:
        if table.rowCount() and not table.selected_rows():
            table.selectRow(0)

    # ------------------------------------------------------------------------------------------------- doing

    def _selected_problem(self) -> Problem | None:
        row = self._problems.currentRow()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def _open_problem(self, row: int) -> None:
        if 0 <= row < len(self._shown):
            problem = self._shown[row]
            if problem.record is not None and problem.key is not None:
                self.record_wanted.emit(problem.record, problem.key)

    def _waive_selected(self) -> None:
        problem = self._selected_problem()
        if problem is not None:
            self.take_keys()  # the button goes out of use with the last line
            ask_to_waive(self._session, problem, self)

    def _withdraw_selected(self) -> None:
        problem = self._selected_problem()
        if problem is not None:
            self.take_keys()
            withdraw_waiver(self._session, problem)

    def remove_handled(self) -> None:
        """Take the selected texts off the list of what was not placed."""
        keys = [self._unplaced.row_data(row) for row in self._unplaced.selected_rows()]
        if self._mode != UNPLACED or not keys or not self._session.can_edit:
            return
        with self._session.edit(f"处理未归位内容 {len(keys)} 处") as edit:
            for key in keys:
                edit.delete(Unplaced, key)

    def _print(self) -> None:
        self.hide()  # the preview needs the height
        self.report_wanted.emit("checks")

    def _copy_rows(self) -> None:
        (self._unplaced if self._mode == UNPLACED else self._problems).copy()
