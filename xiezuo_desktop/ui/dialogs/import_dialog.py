"""Taking in papers: what was found in them is shown first, nothing is written before 确认导入, one undo takes it back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Self

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QMessageBox,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from xiezuo_desktop.ui.widgets.banner import Banner
from xiezuo_desktop.ui.widgets.empty_state import EmptyState
from xiezuo_desktop.ui.widgets.look import button, dress, label

from .import_overview import OverviewPage
from .import_pages import PartPage
from .import_parts import PartsList
from .import_problems import problem_count, problem_paper
from .import_reader import PaperReader
from .import_reading import PASTED, READ_AS, Source
from .import_taking import what_happens, written
from .import_units import UnitsPage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xiezuo_desktop.core.errors import UserError
    from xiezuo_desktop.importers.readings import Place, SheetReading, Shift
    from xiezuo_desktop.storage import PlanFile
    from xiezuo_desktop.ui.session import Session
    from xiezuo_desktop.ui.work import Work

    from .import_pages import Part
    from .import_reading import Reading

BUSY_AFTER = 150  # ms of reading before the bar appears


class ImportDialog(QDialog):
    """Reads sources aside, shows what was found, and takes it in as one named step when the user agrees."""

    def __init__(self, session: Session, papers: Sequence[Path], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self)
        self._session = session
        self._sources = [Source(path.name, path) for path in papers]
        self._busy_soon = QTimer(self, singleShot=True, interval=BUSY_AFTER)
        self._busy_soon.timeout.connect(self._show_busy)
        self._writing: Work | None = None
        self._reader = PaperReader(session, self)
        self._build()
        for signal, does in (
            (self._reader.started, self._reading_began),
            (self._reader.finished, self._show_readings),
            (self._reader.failed, self._fail),
            (self._reader.cancelled, self.reject),
            (self._reader.progress, self._show_progress),
        ):
            signal.connect(does)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self, self._reader.undo)
        for key in ("Ctrl+Return", "Ctrl+Enter"):  # Enter is also that of the lists
            QShortcut(QKeySequence(key), self, self._agree.click)
        self.resize(*_comfortable(self))
        if self._sources:
            self._reader.read(self._sources)

    @classmethod
    def from_clipboard(cls, session: Session, parent: QWidget | None = None) -> Self:
        """The same for what was copied in another program."""
        mime = QGuiApplication.clipboard().mimeData()
        dialog = cls(session, (), parent)
        if mime is None:  # an empty clipboard, on some systems
            dialog._sources = [Source(PASTED)]
        else:
            dialog._sources = [Source(PASTED, None, mime.text(), mime.html() if mime.hasHtml() else None)]
        dialog._reader.read(dialog._sources)
        return dialog

    # ------------------------------------------------------------------------------------------------- building

    def _build(self) -> None:
        names = "、".join(f"“{s.name}”" for s in self._sources[:2]) + ("等" if len(self._sources) > 2 else "")
        self.setWindowTitle(f"导入{names}" if names else "导入粘贴的内容")
        self._banner = Banner()
        self._title = label("正在读……", "title")
        self._meta = label("", "meta")
        self._read_as = QComboBox()
        for word, words in READ_AS.items():
            self._read_as.addItem(words, word)
        self._read_as.setAccessibleName("当作哪一种文件来读")
        self._read_as.setToolTip("读得不对时，可以指定文件的种类重新读")
        self._read_as.activated.connect(lambda: self._reader.read_as(self._read_as.currentData()))
        self._as_label = label("当作", "key")
        self._parts = PartsList()
        self._parts.shown.connect(self._show_part)
        self._pages = QStackedWidget()
        self._overview = OverviewPage()
        self._overview.wanted.connect(self._go_to)
        self._part = PartPage()
        self._part.paper.column_said.connect(self._say_column)
        self._part.paper.caption_said.connect(self._say_caption)
        self._part.paper.shift_said.connect(self._say_shift)
        self._part.paper.rows_said.connect(self._say_rows)
        self._part.undone.connect(self._reader.undo)
        self._part.taken_back.connect(self._reader.forget)
        self._units = UnitsPage(self._known_names)
        self._units.answered.connect(self._reader.explain)
        for page in (self._overview, self._part, self._units):
            self._pages.addWidget(page)
        self._nothing = EmptyState("paper", "没有读成", "原因写在上面。改好以后再导入，或者换一份文件。")
        self._nothing.hide()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(2)
        self._bar.hide()
        self._note = label("", "meta")
        self._problems = button("导出问题行…", tip="把没能归位、加不拢的行导成一张表，带“问题”一栏", on=self.ask_export)
        self._problems.hide()
        self._cancel = button("取消", on=self.reject)
        self._agree = button(
            "确认导入", "primary", tip="写进计划；之后可以用 Ctrl+Z 一次撤销　Ctrl+Enter", on=self.take_in
        )
        self._agree.setDefault(True)
        self._agree.setEnabled(False)
        self._lay_out()

    def _lay_out(self) -> None:
        head = QWidget()
        head.setObjectName("header")
        head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(head)
        row.setContentsMargins(20, 12, 16, 10)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self._title)
        texts.addWidget(self._meta)
        row.addLayout(texts, 1)
        row.addWidget(self._as_label)
        row.addWidget(self._read_as)
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self._parts)
        body.addWidget(self._pages, 1)
        body.addWidget(self._nothing, 1)
        foot = QWidget()
        foot.setObjectName("import_foot")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        last = QHBoxLayout(foot)
        last.setContentsMargins(20, 10, 16, 12)
        last.addWidget(self._note, 1)
        last.addWidget(self._problems)
        last.addWidget(self._cancel)
        last.addWidget(self._agree)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._banner)
        column.addWidget(head)
        column.addWidget(self._bar)
        column.addLayout(body, 1)
        column.addWidget(foot)

    # ------------------------------------------------------------------------------------------------- reading

    def _say_column(self, sheet: SheetReading, column: int, meaning: str) -> None:
        if (reading := self._shown_reading()) is not None:
            self._reader.say_column(reading, sheet.anchor, column, meaning)

    def _say_caption(self, where: tuple[SheetReading, Sequence[Place]], column: int, words: str, meaning: str) -> None:
        if (reading := self._shown_reading()) is not None:
            self._reader.say_caption(reading, where, column, words, meaning)

    def _say_shift(self, shift: Shift) -> None:
        if (reading := self._shown_reading()) is not None:
            self._reader.say_shift(reading, shift)

    def _say_rows(self, places: Sequence[Place], kind: str) -> None:
        if (reading := self._shown_reading()) is not None:
            self._reader.say_rows(reading, places, kind)

    def _shown_reading(self) -> Reading | None:
        return self._parts.part.reading if self._parts.part else None

    def _known_names(self) -> list[str]:
        plan = self._session.plan
        return [u.name for u in plan.units if u.same_as is None] + [g.name for g in plan.groups]

    def _reading_began(self) -> None:
        self._agree.setEnabled(False)
        self._read_as.setEnabled(False)
        self._busy_soon.start()

    def _show_busy(self) -> None:
        self._bar.setVisible(self._reader.running or self._writing is not None)

    def _show_progress(self, done: int, total: int, words: str) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        if words:
            self._note.setText(words)

    @property
    def readings(self) -> list[Reading]:
        """What was read so far."""
        return self._reader.readings

    def _fail(self, error: UserError) -> None:
        self._bar.hide()
        self._banner.say_error(error)
        self._title.setText("没有读成")

    def _show_readings(self, readings: list[Reading]) -> None:
        self._bar.hide()
        good = [r for r in readings if r.draft is not None]
        bad = [r for r in readings if r.draft is None]
        if bad:
            sentences = [r.error for r in bad]
            self._banner.say("　".join(sentences) + ("" if good else "计划没有改动。"))
        self._read_as.setEnabled(bool(good))
        if good:
            self._read_as.setCurrentIndex(self._read_as.findData(good[0].read_as))
        self._agree.setEnabled(bool(good) and self._session.can_edit and any(r.steps for r in good))
        self._problems.setVisible(problem_count(good) > 0)
        self._cancel.setText("取消" if good else "关闭")
        self._describe(good)
        for widget in (self._parts, self._pages, self._read_as, self._as_label):
            widget.setVisible(bool(good))
        self._nothing.setVisible(not good)
        self._parts.fill(good)

    def _describe(self, good: Sequence[Reading]) -> None:
        if not good:
            self._title.setText(self.windowTitle())
            self._meta.setText("")
            self._note.setText("")
            return
        from xiezuo_desktop.importers.draft import KINDS

        first = good[0].draft
        assert first is not None
        self._title.setText(first.info.title or good[0].source.name)
        found = next((line for line in first.summary if line.startswith("找到")), "")
        kind = f"读作{KINDS[first.kind]}" if first.kind != "unknown" else "没有认出这是哪一种文件"
        one = " · ".join(w for w in (kind, found) if w)
        self._meta.setText(one if len(good) == 1 else f"{len(good)} 份文件")
        self._note.setText(what_happens(good))

    # ------------------------------------------------------------------------------------------------- looking

    def _show_part(self, part: Part) -> None:
        if part.kind == "overview":
            self._overview.show_reading(part.reading)
            self._pages.setCurrentWidget(self._overview)
        elif part.kind == "units":
            self._units.show_reading(part.reading)
            self._pages.setCurrentWidget(self._units)
        else:
            self._part.show_part(part)
            self._pages.setCurrentWidget(self._part)
        self._keep_buttons_last()

    def _keep_buttons_last(self) -> None:
        """Tab comes to what was made just now before it comes to the buttons at the foot."""
        before = self.previousInFocusChain()
        while before is not None and before.focusPolicy() == Qt.FocusPolicy.NoFocus:
            before = before.previousInFocusChain()
        for each in (self._problems, self._cancel, self._agree):
            if before is not None and before is not each:
                QWidget.setTabOrder(before, each)
            before = each

    def _go_to(self, kind: str, number: int, place: object) -> None:
        """Show a part named by its kind and number; `place` is a row and column in it."""
        if self._parts.open_part(self._overview.reading, kind, number):
            self._parts.setFocus()  # the link that was pressed is gone from sight, and Enter with it
            if isinstance(place, tuple):
                self._part.go_to(*place)

    # ------------------------------------------------------------------------------------------------- ending

    def take_in(self) -> None:
        """Write everything that was found, as one step."""
        good = [r for r in self.readings if r.draft is not None and r.steps]
        if not good or not self._session.can_edit:
            return
        name = f"“{good[0].source.name}”" if len(good) == 1 else f" {len(good)} 份文件"
        if good[0].source.path is None:
            name = PASTED
        label_, steps = f"导入{name}", [step for reading in good for step in reading.steps]

        def write(file: PlanFile, report: Callable[[int, int, str], None]) -> bool:
            return written(file, label_, steps, report)

        self._parts.setEnabled(False)
        self._pages.setEnabled(False)
        self._agree.setEnabled(False)
        self._read_as.setEnabled(False)
        self._writing = self._session.write_aside(write)
        self._writing.progress.connect(self._show_progress)
        self._writing.finished.connect(lambda _: self._taken_in(name))
        self._writing.failed.connect(self._not_taken_in)
        self._writing.cancelled.connect(lambda: self._not_taken_in(None))
        self._busy_soon.start()

    def _taken_in(self, name: str) -> None:
        self._writing = None
        self._session.said.emit(f"已导入{name}", True)
        self.accept()

    def _not_taken_in(self, error: UserError | None) -> None:
        """Nothing was written: say why, and let the person look and try again."""
        self._writing = None
        self._busy_soon.stop()
        self._bar.hide()
        for widget in (self._parts, self._pages, self._agree, self._read_as):
            widget.setEnabled(True)
        if error is not None:
            self._banner.say_error(error)
        else:
            self._note.setText("已取消，计划没有改动。")

    def ask_export(self) -> None:
        """Let the person choose where the problem rows go."""
        from PySide6.QtWidgets import QFileDialog

        source = self.readings[0].source if self.readings else None
        folder = source.path.parent if source and source.path else None
        stem = source.path.stem if source and source.path else PASTED
        proposed = str(folder / f"{stem}-问题行.xlsx") if folder else f"{stem}-问题行.xlsx"
        chosen, _ = QFileDialog.getSaveFileName(self, "导出问题行", proposed, "Excel 工作簿 (*.xlsx)")
        if chosen:
            self.export_problems(Path(chosen).with_suffix(".xlsx"))

    def export_problems(self, path: Path) -> None:
        """Write the rows that somebody should look at into a workbook."""
        from xiezuo_desktop.documents import PaperError
        from xiezuo_desktop.documents.write_xlsx import write_xlsx

        good = [r for r in self.readings if r.draft is not None]
        try:
            write_xlsx(problem_paper(good), path)
        except PaperError as error:
            self._banner.say(str(error))
            return
        self._note.setText(f"{problem_count(good)} 行已导出到“{path.name}”。")

    def reject(self) -> None:
        """Close without taking in; what is being written is cancelled first, what was corrected is asked about."""
        if self._writing is not None:
            self._note.setText("正在取消……")
            self._writing.cancel()
        elif not self._reader.said or self._gives_up():
            super().reject()

    def _gives_up(self) -> bool:
        """Whether the person means to lose the corrections."""
        box = QMessageBox(QMessageBox.Icon.Question, "不导入了？", f"您更正了 {self._reader.said} 处，还没有导入。")
        box.setParent(self, box.windowFlags())
        box.setInformativeText("现在关上，这些更正就没有了；计划没有改动。")
        stay = box.addButton("继续核对", QMessageBox.ButtonRole.RejectRole)
        leave = box.addButton("不导入", QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        box.exec()
        return box.clickedButton() is leave

    def done(self, result: int) -> None:
        self._reader.stop()
        super().done(result)


def _comfortable(dialog: QDialog) -> tuple[int, int]:
    """A size in which a table can be read: most of the screen, and all of a small one but for the frame of the window."""
    free = dialog.screen().availableGeometry()
    width = min(max(1040, free.width() - 120), free.width() - 4)
    return min(1500, width), min(900, max(620, free.height() - 90), free.height() - 32)
