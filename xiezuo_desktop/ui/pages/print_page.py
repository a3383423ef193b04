"""The reports as they will come out of the printer: the real PDF, its options, printing and saving."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from xiezuo_desktop.core.errors import UserError
from xiezuo_desktop.core.records import PageSetup
from xiezuo_desktop.ui.actions import make_action
from xiezuo_desktop.ui.asking import ask_folder, ask_save, folder_for
from xiezuo_desktop.ui.dialogs.confirm import agreed
from xiezuo_desktop.ui.page import Page
from xiezuo_desktop.ui.widgets.look import dress
from xiezuo_desktop.ui.widgets.pdf_view import PdfView
from xiezuo_desktop.ui.work import Work

from .print_bar import PreviewBar
from .print_options import PrintOptions
from .report_making import Printed, make_report, save_pdf, unit_files, write_all, write_report

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QAction, QHideEvent, QKeyEvent, QShowEvent

    from xiezuo_desktop.core.changes import Changes
    from xiezuo_desktop.ui.session import Session
    from xiezuo_desktop.ui.work import Report

QUIET = 300  # ms after an edit before the preview is made anew
BUSY_AFTER = 200


class PrintPage(Page):
    """Reports at the left, the pages at the right. The PDF is made anew when the plan or an option changes."""

    title: ClassVar[str] = "打印预览"
    previews: ClassVar[bool] = True

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        dress(self)
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._printed: Printed | None = None
        self._count = 0
        self._fresh = False  # whether the pages show the plan as it is
        self._work = Work(self)
        self._work.finished.connect(self._take)
        self._work.failed.connect(self._fail)
        self._work.cancelled.connect(self._cancelled)
        self._work.progress.connect(self._show_progress)
        self._saving = Work(self)
        self._saving.finished.connect(self._saved)
        self._saving.failed.connect(self._not_saved)
        self._saving.cancelled.connect(self._saving_cancelled)
        self._saving.progress.connect(self._show_progress)
        self._written: list[Path] = []  # what a saving has finished
        self._busy_soon = QTimer(self, singleShot=True, interval=BUSY_AFTER)
        self._busy_soon.timeout.connect(self._show_busy)
        self._soon = QTimer(self, singleShot=True, interval=QUIET)
        self._soon.timeout.connect(self.make)
        self._print = make_action(
            self, "打印(&P)…", self.print_it, keys=("Ctrl+P", "Ctrl+Shift+P"), picture="printer", tip="选打印机并打印"
        )
        self._save = make_action(
            self, "另存为 PDF(&S)…", lambda: self.ask_save("pdf"), picture="export", tip="把预览的内容存成 PDF 文件"
        )
        self._build()
        session.changed.connect(self._plan_changed)
        session.file_changed.connect(self._file_changed)
        self.destroyed.connect(self._work.stop)
        self.destroyed.connect(self._saving.stop)

    def _build(self) -> None:
        self.options = PrintOptions(self.session)
        self.options.changed.connect(self._option_changed)
        self.options.save_wanted.connect(self.ask_save)
        self.options.save_all_wanted.connect(self.ask_save_all)
        self.options.print_wanted.connect(self.print_it)
        self.view = PdfView()
        self.bar = PreviewBar(self.view)
        self.bar.again_wanted.connect(self.make)
        self.bar.cancel_wanted.connect(self._work.cancel)
        self.bar.cancel_wanted.connect(self._saving.cancel)
        self._busy = QProgressBar()
        self._busy.setTextVisible(False)
        self._busy.setFixedHeight(2)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.bar)
        right.addWidget(self._busy)
        right.addWidget(self.view, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.options)
        row.addLayout(right, 1)
        self._busy.hide()
        self.begins_at(self.view)

    # ------------------------------------------------------------------------------------------------- Page

    def meta(self) -> str:
        if self._printed is None:
            return "排好版后显示在这里"
        order = self._printed.order
        blank = self._printed.blank
        backs = f"（空白的 {blank} 页是双面打印时的背面，单面打印不出纸）" if blank else ""
        pages = f"{self._printed.pages} 页{backs}"
        words = [self.options.label_of(order.report), pages, order.paper, order.unit or ""]
        return " · ".join(w for w in words if w)

    def menus(self) -> list[tuple[str, list[QAction | None]]]:
        return [("打印(&R)", [self._print, self._save])]

    def focus_search(self) -> None:
        self.bar.focus_search()

    # ------------------------------------------------------------------------------------------------- making

    def _plan_changed(self, changes: Changes | None = None) -> None:
        if changes and all(record is PageSetup for record, _ in changes.rows):
            self.options.follow_setup()
            return
        self._fresh = False
        self.options.refresh()
        if self.isVisible():
            self._soon.start()

    def _file_changed(self) -> None:
        if self.session.path is None:
            self._soon.stop()
            self.close_preview()
        else:
            self.options.begin()
            self._plan_changed()

    def _option_changed(self) -> None:
        self._fresh = False
        self.options.set_ready(False)  # what is shown is not what is chosen
        self._soon.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._fresh:
            self._soon.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._soon.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._at_work:
            self.bar.cancel_wanted.emit()
        else:
            super().keyPressEvent(event)

    def make(self) -> None:
        """Make the PDF of what is chosen."""
        self._soon.stop()
        if self.session.path is None:
            self.view.show_document(None)
            self._printed = None
            return
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="xiezuo-", ignore_cleanup_errors=True)
        self._count += 1
        path = Path(self._folder.name) / f"{self._count}.pdf"
        plan, order = self.session.plan, self.options.order()
        self._fresh = True
        self.bar.clear_message()
        self._busy_soon.start()
        self._work.start(lambda report: make_report(plan, order, path, report))

    def _show_busy(self) -> None:
        self._busy.setVisible(self._at_work)
        self.bar.show_busy("正在排版……" if self._work.running else "正在写文件……" if self._saving.running else "")
        self.view.set_outdated(self._work.running)

    @property
    def _at_work(self) -> bool:
        return self._work.running or self._saving.running

    def _show_progress(self, done: int, total: int, words: str) -> None:
        self._busy.setRange(0, total)
        self._busy.setValue(done)
        if words and not self._busy.isHidden():
            self.bar.show_busy(words)

    def _end_busy(self) -> None:
        self._busy.setRange(0, 0)
        self._show_busy()
        self.options.set_saving(self._saving.running)

    def _take(self, printed: Printed) -> None:
        self._end_busy()
        old = self._printed
        self._printed = printed
        kept = old is not None and (old.order.report, old.order.unit) == (printed.order.report, printed.order.unit)
        self.view.show_document(printed.document, keep_place=kept)
        self.bar.show_warnings(printed.warnings)
        self.bar.search_again()
        self.options.set_ready(True)
        if old is not None:
            old.path.unlink(missing_ok=True)
        self.meta_changed.emit()

    def _fail(self, error: UserError) -> None:
        self._end_busy()
        self.options.set_ready(False)
        self.view.set_outdated(True)
        self.bar.show_message(str(error))

    def _cancelled(self) -> None:
        self._end_busy()
        self.options.set_ready(False)
        self.view.set_outdated(True)
        shown = "下面还是上一次的内容。" if self._printed is not None else ""
        self.bar.show_message(f"已取消排版。{shown}", kind="warn")

    # ------------------------------------------------------------------------------------------------- paper and file

    def print_it(self) -> None:
        """Ask for a printer and print what is shown."""
        if self._printed is None or not self.options.ready:
            return
        from xiezuo_desktop.ui.widgets.pdf_printing import print_document

        try:
            folder = folder_for("reports", self.session.path)
            if words := print_document(self._printed.document, self._file_name(), folder, self.window()):
                self.session.said.emit(words, False)
        except UserError as error:
            self.session.failed.emit(error)

    def ask_save(self, kind: str) -> None:
        """Ask for a name and save what is shown, as PDF, Word or Excel."""
        if self._printed is None or self.session.path is None or not self.options.ready:
            return
        words = {"pdf": "PDF 文件", "docx": "Word 文档", "xlsx": "Excel 表格"}[kind]
        filters = f"{words} (*.{kind})"
        path = ask_save(
            self, f"另存为 {words}", f"{self._file_name()}.{kind}", filters, kind="reports", beside=self.session.path
        )
        if path is None:
            return
        if kind == "pdf":
            self.save(path)
        else:
            self.save_office(path)

    def save_office(self, path: Path) -> None:
        """Write what is chosen as the Word or Excel file of this name, aside."""
        plan, order = self.session.plan, self.options.order()
        self._written = []
        self._start_saving(lambda report: f"已存为“{write_report(plan, order, path, report).name}”")

    def ask_save_all(self, kind: str) -> None:
        """Ask for a folder and save a file for each unit."""
        if self.session.path is None:
            return
        folder = ask_folder(self, "放各单位文件的文件夹", kind="unit_reports", beside=self.session.path)
        if folder:
            self.save_all(folder, kind)

    def save_all(self, folder: Path, kind: str) -> None:
        """Write the chosen report of every unit into a folder, aside."""
        plan, order = self.session.plan, self.options.order()
        files = unit_files(plan, order, folder, kind)
        if (there := sum(path.exists() for path in files.values())) and not agreed(
            self, "已有同名的文件", f"“{folder.name}”里已有 {there} 个同名的文件，要换成新的吗？", "换成新的"
        ):
            return
        written = self._written = []

        def write(report: Report) -> str:
            count = write_all(plan, order, files, report, written)
            return f"已存好 {count} 个文件，在“{folder.name}”里" if count else "没有一个单位有要印的内容，没有写文件"

        self._start_saving(write)

    def _start_saving(self, job: Callable[[Report], str]) -> None:
        if self._saving.running:
            return
        self._saving.start(job)
        self.view.setFocus()  # not on a button that is about to be grey
        self.options.set_saving(True)
        self._busy_soon.start()

    def _saved(self, words: str) -> None:
        self._end_busy()
        self.session.said.emit(words, False)

    def _not_saved(self, error: UserError) -> None:
        self._end_busy()
        self.session.failed.emit(error)

    def _saving_cancelled(self) -> None:
        self._end_busy()
        done = f"，写好的 {len(self._written)} 个文件留在文件夹里" if self._written else "，没有写文件"
        self.session.said.emit(f"已取消{done}", False)

    def save(self, path: Path) -> None:
        """Save the PDF that is shown; whole or not at all."""
        if self._printed is None:
            return
        try:
            save_pdf(self._printed, path)
        except UserError as error:
            self.session.failed.emit(error)
            return
        self.session.said.emit(f"已存为“{path.name}”", False)

    def _file_name(self) -> str:
        order = self.options.order()
        words = [self.heading(), self.options.label_of(order.report), order.unit or ""]
        return "-".join(w.replace("\n", "") for w in words if w)

    def close_preview(self) -> None:
        """Let go of the PDF and its folder."""
        self._work.stop()
        self._saving.stop()
        self.view.close_document()
        self._printed = None
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None
