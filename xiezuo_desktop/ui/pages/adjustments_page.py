"""调整与比较: issuing the plan, what documents changed in it since, and how it differs from another version."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QComboBox,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ...core.adjusting import in_order_of_time
from ...core.records import Adjustment, Indicator
from ..actions import make_action
from ..aside import on_own_file
from ..asking import PLAN_FILTER, PLANS, ask_open, ask_save
from ..dialogs.confirm import agreed
from ..page import Page
from ..theme import TABLE_MARGIN
from ..widgets.chip_bar import ChipBar
from ..widgets.empty_state import EmptyState
from ..widgets.look import button, dress, label
from ..widgets.row_table import RowTable
from ..work import Work
from .adjustment_columns import adjusted_columns, difference_columns
from .history_words import moment
from .version_comparing import compared, writer

if TYPE_CHECKING:
    from datetime import datetime

    from PySide6.QtGui import QAction

    from ...core.changes import Changes
    from ...core.errors import UserError
    from ...core.plan import Plan
    from ...core.versions import Difference
    from ..session import Session

_STAGES = {"": "编制中", "draft": "编制中", "issued": "已下达", "archived": "已归档"}
ANOTHER = "另一个文件…"


class AdjustmentsPage(Page):
    """Two chips: the adjustments, and the comparison with another version."""

    title = "调整与比较"
    has_filters = True

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.differences: list[Difference] | None = None
        self._other = ""  # what the plan is compared with, in words
        self._version: Path | datetime | None = None  # the same: a file, or the moment of a version
        self._work = Work(self)
        self._work.finished.connect(self._take)
        self._work.failed.connect(self._fail)
        self.issue = make_action(self, "下达计划(&I)…", self.ask_issue, picture="lock")
        self.take_back = make_action(self, "撤回下达(&B)…", self.ask_take_back, picture="unlock")
        self.adjust = make_action(self, "按文件调整(&A)…", self.ask_adjust, picture="pencil")
        self.print_list = make_action(self, "打印调整情况表(&P)", self.show_list, picture="printer")
        self.export = make_action(self, "导出比较表(&E)…", self.ask_export, picture="export")
        self._lay_out()
        session.changed.connect(self._take_changes)
        session.file_changed.connect(self._start_again)
        session.state_changed.connect(self._enable)
        self._start_again()

    # ------------------------------------------------------------------------------------------------ building

    def _lay_out(self) -> None:
        bar = ChipBar({"adjusted": "目标调整", "compared": "与另一版本比较"})
        bar.chosen_changed.connect(self._show_part)
        self.chips = list(bar.chips.values())
        self.chips[1].set_count(None)
        self.with_ = QComboBox()
        self.with_.setAccessibleName("与哪一版本比较")
        self.with_.setMinimumWidth(300)
        self.with_.activated.connect(self._choose)
        self._export = button("导出…", icon_name="export", on=self.ask_export)
        bar.add(self.with_)
        bar.add(self._export)
        self._busy = QProgressBar()
        self._busy.setTextVisible(False)
        self._busy.setFixedHeight(2)
        self._busy.setRange(0, 0)
        self._busy.hide()
        self.stack = QStackedWidget()
        self.table = RowTable("目标调整", adjusted_columns(self.session))
        self.table.chosen.connect(self._go_to_adjusted)
        self.compared = RowTable("不同之处", difference_columns())
        self.compared.chosen.connect(lambda d: self.session.wanted.emit(d.record, d.key))
        ways = [("下达计划", "", self.issue.trigger), ("导入指标表…", "import", self.import_wanted.emit)]
        self._empty = EmptyState("pencil", "", "", ways)
        self._nothing = EmptyState("copy", "", "")
        for widget in (self.table, self.compared, self._empty, self._nothing):
            self.stack.addWidget(widget)
        card = QWidget()
        margins = QVBoxLayout(card)
        margins.setContentsMargins(TABLE_MARGIN, TABLE_MARGIN, TABLE_MARGIN, TABLE_MARGIN)
        margins.addWidget(self.stack)
        self._foot = label("", "meta", wrap=True)
        margins.addWidget(self._foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self._busy)
        column.addWidget(card, 1)
        dress(self)

    # ------------------------------------------------------------------------------------------------ for the window

    def meta(self) -> str:
        plan = self.session.plan
        words = [_STAGES.get(plan.info.stage, "")]
        if count := len(plan.rows(Adjustment)):
            words.append(f"调整过 {count} 处")
        if self.differences is not None:
            words.append(f"与{self._other}有 {len(self.differences)} 处不同")
        return " · ".join(filter(None, words))

    def primary_action(self) -> QAction | None:
        return self.adjust if self.session.plan.info.stage == "issued" else self.issue

    def menus(self) -> list[tuple[str, list[QAction | None]]]:
        return [("调整(&R)", [self.issue, self.adjust, self.take_back, None, self.print_list, self.export])]

    def begin(self) -> None:
        self._fill_versions()
        self._show_part()
        self.stack.currentWidget().setFocus()

    # ------------------------------------------------------------------------------------------------ following the plan

    def _start_again(self) -> None:
        self._work.stop()
        self._busy.hide()
        self._forget()
        self._fill_versions()
        self._show_part()

    def _take_changes(self, _: Changes) -> None:
        if self.differences is not None:
            self._forget()
            self.with_.setCurrentIndex(0)
        self._show_part()

    def _forget(self) -> None:
        """What was compared is no longer so."""
        self.differences, self._other, self._version = None, "", None

    def _show_part(self) -> None:
        plan, comparing = self.session.plan, self.chips[1].isChecked()
        rows = in_order_of_time(plan)
        self.chips[0].set_count(len(rows))
        self.table.show_rows(rows, same=lambda a, b: a.id == b.id)
        for widget in (self.with_, self._export):
            widget.setVisible(comparing)
        if comparing:
            self._show_differences()
        elif rows:
            self.stack.setCurrentWidget(self.table)
        else:
            self._say_nothing_adjusted(plan)
        self._foot.setText(self._foot_words(comparing))
        self._enable()
        self.meta_changed.emit()

    def _say_nothing_adjusted(self, plan: Plan) -> None:
        issued, filled = plan.info.stage == "issued", bool(plan.indicators or plan.tasks)
        draft = not plan.info.stage or plan.info.stage == "draft"
        if draft and not filled:
            texts = "先编好计划，再下达", "计划里还没有指标和任务；编好下达以后，目标、分解数和责任单位只能按文件调整"
        elif issued and self.session.adjusting is not None:
            texts = "还没有改动", "正在按文件调整：到指标体系、责任单位或目标分解里照平常一样修改，改过的列在这里"
        elif issued:
            texts = "下达以后还没有调整", "目标、分解数和责任单位现在只能按文件改；点“按文件调整”，写明文号、日期和理由"
        elif plan.info.stage == "archived":
            texts = "这一年没有调整过目标", "计划已经归档"
        else:
            texts = "计划还在编制", "下达以后，目标、分解数和责任单位固定下来，只能按文件调整，调整前后的数都留下"
        self._empty.set_texts(*texts)
        self._empty.buttons[0].setVisible(draft and filled)
        self._empty.buttons[1].setVisible(draft and not filled)
        self.stack.setCurrentWidget(self._empty)

    def _foot_words(self, comparing: bool) -> str:
        if comparing:
            return (
                "双击一行，到那一条。与上级的计划比较时，指标按名称对应，单位换算后再比。" if self.differences else ""
            )
        return (
            "双击一行，到那个指标。打印的指标分解表在表下注明调整前后的数。"
            if self.session.plan.rows(Adjustment)
            else ""
        )

    def _show_differences(self) -> None:
        found = self.differences
        if found:
            self.compared.show_rows(found)
            self.stack.setCurrentWidget(self.compared)
            return
        if found is None:
            self._nothing.set_texts("选一个版本来比较", "下达时、下发时的版本，备份，或者另一个计划文件（例如上级的）")
        else:
            self._nothing.set_texts("没有不同", f"与{self._other}一样")
        self.stack.setCurrentWidget(self._nothing)

    def _enable(self) -> None:
        plan, can = self.session.plan, self.session.can_edit
        issued, whole = plan.info.stage == "issued", self.session.rights is None
        self.issue.setEnabled(can and whole and not issued and bool(plan.indicators or plan.tasks))
        self._empty.buttons[0].setEnabled(self.issue.isEnabled())
        self._empty.buttons[1].setEnabled(can and whole)
        self.take_back.setEnabled(can and whole and issued)
        self.adjust.setEnabled(can and whole and issued and self.session.adjusting is None)
        self.print_list.setEnabled(bool(plan.rows(Adjustment)))
        self.export.setEnabled(self.differences is not None)
        self._export.setEnabled(self.differences is not None)

    # ------------------------------------------------------------------------------------------------ issuing

    def ask_issue(self) -> None:
        """Issue the plan, once the user has read what that means and which errors are left."""
        from ...core.checks import check

        errors = [p for p in check(self.session.plan) if p.severity == "error" and p.waived is None]
        more = f"\n\n校核还有 {len(errors)} 条错误没有处理，例如：{errors[0].message}" if errors else ""
        sentence = "下达以后，目标、分解数和责任单位不能直接改，只能按文件调整。可以撤回。"
        if agreed(self, "下达计划", sentence + more, "下达"):
            self.set_issued(True)

    def ask_take_back(self) -> None:
        """Make the plan a draft again."""
        sentence = "撤回以后又可以直接修改，改动不再留下调整前的数。已经登记的调整保留。"
        if agreed(self, "撤回下达", sentence, "撤回"):
            self.set_issued(False)

    def set_issued(self, on: bool) -> None:
        """Issue the plan, or take that back."""
        if self.session.set_stage("issued" if on else "draft", "下达计划" if on else "撤回下达"):
            self.session.said.emit("计划已下达" if on else "已撤回下达", True)

    def ask_adjust(self) -> None:
        """Ask for the document, and go to where targets are changed."""
        from ..dialogs.adjust_dialog import AdjustDialog

        done = in_order_of_time(self.session.plan)
        asked = AdjustDialog(self, done[-1] if done else None)
        asked.agreed.connect(self._begin_adjusting)
        asked.open()

    def _begin_adjusting(self, by: object) -> None:
        self.session.adjust(by)  # type: ignore[arg-type]
        self.page_wanted.emit("indicators")

    def _go_to_adjusted(self, each: Adjustment) -> None:
        if each.indicator is not None and self.session.plan.get(Indicator, each.indicator) is not None:
            self.session.wanted.emit(Indicator, (each.indicator, 0, 0))

    def show_list(self) -> None:
        """Show the printed list of adjustments."""
        self.report_wanted.emit("adjustments")

    # ------------------------------------------------------------------------------------------------ comparing

    def _fill_versions(self) -> None:
        """The versions of this plan that there are: when it was issued and sent, its backups, and any other file."""
        self.with_.clear()
        self.with_.addItem("选一个版本……", None)
        file = self.session.file
        if file is not None and self.isVisible():
            from ...storage.backup import backups_of, made_at
            from ...storage.past import moments

            for when, words in moments(file)[:20]:
                self.with_.addItem(f"{words}（{moment(when)}）", when)
            for path in backups_of(file.path)[:20]:
                self.with_.addItem(f"{moment(made_at(path))}的备份", path)
        versions = [self.with_.itemData(n) for n in range(self.with_.count())]
        if self._version is not None and self._version not in versions:
            self.with_.addItem(self._other, self._version)
            versions.append(self._version)
        self.with_.addItem(ANOTHER, ANOTHER)
        self.with_.setCurrentIndex(versions.index(self._version))

    def _choose(self, _: int) -> None:
        chosen = self.with_.currentData()
        if chosen == ANOTHER:
            other = ask_open(self, "与哪个计划比较", PLAN_FILTER, kind=PLANS, beside=self.session.path)
            self.with_.setCurrentIndex(0)
            if other:
                self.compare_with(other)
        elif chosen is not None:
            self.compare_with(chosen, self.with_.currentText())

    def compare_with(self, other: Path | datetime, words: str = "") -> None:
        """Compare the plan with another file, or with what it said before a moment."""
        self._other = words or (other.stem if isinstance(other, Path) else moment(other))
        self._version = other
        self._fill_versions()
        self._busy.show()
        self._work.start(on_own_file(self.session, partial(compared, other)))

    def _take(self, found: list[Difference]) -> None:
        self._busy.hide()
        self.differences = found
        self.chips[1].setChecked(True)
        self._show_part()

    def _fail(self, error: UserError) -> None:
        self._busy.hide()
        self._forget()
        self._fill_versions()
        self.session.failed.emit(error)

    def ask_export(self) -> None:
        """Write the comparison as PDF, Word or Excel."""
        path = self.session.path
        if self.differences is None or path is None:
            return
        kinds = "PDF (*.pdf);;Word (*.docx);;Excel (*.xlsx)"
        target = ask_save(self, "导出比较表", f"{path.stem}比较表.pdf", kinds, kind="reports", beside=path)
        if target:
            self.export_to(target)

    def export_to(self, path: Path) -> None:
        """Write the comparison into a file, by the end of its name."""
        from ...core.errors import Unreadable
        from ...documents import PaperError
        from ...reports.comparison import comparison

        paper = comparison(self.session.plan, self.differences or [], self._other)
        try:
            writer(path)(paper, path)
        except PaperError as error:
            self.session.failed.emit(Unreadable(error.sentence, error.advice))
            return
        self.session.said.emit(f"比较表已写成“{path.name}”", False)
