"""Taking in papers: what was found in them is shown first, nothing is written before 确认导入, one undo takes it back."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Self

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from xiezuo_desktop.core.errors import UserError
from xiezuo_desktop.ui.icons import icon
from xiezuo_desktop.ui.widgets.banner import Banner
from xiezuo_desktop.ui.widgets.look import button, dress, label
from xiezuo_desktop.ui.work import Work

from .import_pages import OverviewPage, PartPage, parts_of
from .import_reading import PASTED, READ_AS, Reading, Source, read_sources, understand_again, work_out_steps

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from PySide6.QtGui import QCloseEvent

    from xiezuo_desktop.ui.session import Session

    from .import_pages import Part

BUSY_AFTER = 150  # ms of reading before the bar appears


class ImportDialog(QDialog):
    """Reads sources aside, shows what was found, and takes it in as one named step when the user agrees."""

    def __init__(self, session: Session, papers: Sequence[Path], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self)
        self._session = session
        self._sources = [Source(path.name, path) for path in papers]
        self.readings: list[Reading] = []
        self._busy_soon = QTimer(self, singleShot=True, interval=BUSY_AFTER)
        self._busy_soon.timeout.connect(self._show_busy)
        self._work = Work(self)
        self._work.finished.connect(self._show_readings)
        self._work.failed.connect(self._fail)
        self._work.cancelled.connect(self.reject)
        self._work.progress.connect(self._show_progress)
        self._build()
        self.resize(1040, 620)
        if self._sources:
            self._begin()

    @classmethod
    def from_clipboard(cls, session: Session, parent: QWidget | None = None) -> Self:
        """The same for what was copied in another program."""
        mime = QGuiApplication.clipboard().mimeData()
        dialog = cls(session, (), parent)
        if mime is None:  # an empty clipboard, on some systems
            dialog._sources = [Source(PASTED)]
        else:
            dialog._sources = [Source(PASTED, None, mime.text(), mime.html() if mime.hasHtml() else None)]
        dialog._begin()
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
        self._read_as.activated.connect(self._read_again)
        self._as_label = label("当作", "key")
        self._parts = QListWidget()
        self._parts.setProperty("look", "parts")
        self._parts.setFixedWidth(212)
        self._parts.setIconSize(QSize(16, 16))
        self._parts.setAccessibleName("读到的各部分")
        self._parts.currentRowChanged.connect(self._show_part)
        self._pages = QStackedWidget()
        self._overview = OverviewPage()
        self._overview.wanted.connect(self._go_to)
        self._part = PartPage()
        self._pages.addWidget(self._overview)
        self._pages.addWidget(self._part)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(2)
        self._bar.hide()
        self._note = label("", "meta")
        self._cancel = button("取消", on=self._leave)
        self._agree = button("确认导入", "primary", tip="写进计划；之后可以用 Ctrl+Z 一次撤销", on=self.take_in)
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
        foot = QWidget()
        foot.setObjectName("import_foot")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        last = QHBoxLayout(foot)
        last.setContentsMargins(20, 10, 16, 12)
        last.addWidget(self._note, 1)
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

    def _begin(self) -> None:
        sources, plan = self._sources, self._session.plan

        def read(report: Callable[[int, int, str], None]) -> list[Reading]:
            readings = read_sources(sources, report)
            report(len(sources), len(sources), "正在对照计划……")
            work_out_steps(readings, plan)
            return readings

        self._start(read)

    def _read_again(self) -> None:
        read_as = self._read_as.currentData()
        readings, plan = self.readings, self._session.plan

        def again(report: Callable[[int, int, str], None]) -> list[Reading]:
            for number, reading in enumerate(readings):
                if reading.paper is not None:
                    report(number, len(readings), f"正在重新读“{reading.source.name}”……")
                    understand_again(reading, read_as)
            work_out_steps(readings, plan)
            return readings

        self._start(again)

    def _start(self, function: Callable[[Callable[[int, int, str], None]], list[Reading]]) -> None:
        self._agree.setEnabled(False)
        self._read_as.setEnabled(False)
        self._busy_soon.start()
        self._work.start(function)

    def _show_busy(self) -> None:
        self._bar.setVisible(self._work.running)

    def _show_progress(self, done: int, total: int, words: str) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        if words:
            self._note.setText(words)

    def _fail(self, error: UserError) -> None:
        self._bar.hide()
        self._banner.say_error(error)
        self._title.setText("没有读成")

    def _show_readings(self, readings: list[Reading]) -> None:
        self.readings = readings
        self._bar.hide()
        good = [r for r in readings if r.draft is not None]
        bad = [r for r in readings if r.draft is None]
        if bad:
            sentences = [f"“{r.source.name}”：{r.error}" if len(readings) > 1 else r.error for r in bad]
            self._banner.say("　".join(sentences) + ("" if good else "计划没有改动。"))
        self._read_as.setEnabled(bool(good))
        self._agree.setEnabled(bool(good) and self._session.can_edit and any(r.steps for r in good))
        self._describe(good)
        self._fill_parts(good)

    def _describe(self, good: Sequence[Reading]) -> None:
        if not good:
            self._title.setText("没有读成")
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
        added, changed, removed = (sum(getattr(r, n) for r in good) for n in ("added", "changed", "removed"))
        left = sum(len(r.draft.unplaced) for r in good if r.draft)
        words = [f"将新增 {added} 条" if added else "", f"修改 {changed} 条" if changed else ""]
        words += [f"删除 {removed} 条" if removed else "", f"{left} 处没能归位，会原样记下" if left else ""]
        self._note.setText("，".join(w for w in words if w) or "和计划里已有的完全一样，不用再导入。")

    # ------------------------------------------------------------------------------------------------- looking

    def _fill_parts(self, good: Sequence[Reading]) -> None:
        self._parts.blockSignals(True)
        self._parts.clear()
        for reading in good:
            for part in parts_of(reading, many=len(good) > 1):
                item = QListWidgetItem(icon(part.picture, part.tone or "ink2"), part.title)
                item.setData(Qt.ItemDataRole.UserRole, part)
                item.setSizeHint(QSize(0, 34))
                item.setToolTip(part.tip)
                self._parts.addItem(item)
        self._parts.blockSignals(False)
        if self._parts.count():
            self._parts.setCurrentRow(0)
            self._show_part(0)

    def _show_part(self, row: int) -> None:
        item = self._parts.item(row)
        if item is None:
            return
        part: Part = item.data(Qt.ItemDataRole.UserRole)
        if part.kind == "overview":
            self._overview.show_reading(part.reading)
            self._pages.setCurrentWidget(self._overview)
        else:
            self._part.show_part(part)
            self._pages.setCurrentWidget(self._part)

    def _go_to(self, kind: str, number: int, place: object) -> None:
        """Show a part named by its kind and number; `place` is a row and column in it."""
        for row in range(self._parts.count()):
            part: Part = self._parts.item(row).data(Qt.ItemDataRole.UserRole)
            if (part.kind, part.number) == (kind, number) and part.reading is self._overview.reading:
                self._parts.setCurrentRow(row)
                if isinstance(place, tuple):
                    self._part.go_to(*place)
                return

    # ------------------------------------------------------------------------------------------------- ending

    def take_in(self) -> None:
        """Write everything that was found, as one step."""
        good = [r for r in self.readings if r.draft is not None and r.steps]
        if not good or not self._session.can_edit:
            return
        name = f"“{good[0].source.name}”" if len(good) == 1 else f" {len(good)} 份文件"
        if good[0].source.path is None:
            name = PASTED
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            with self._session.edit(f"导入{name}") as edit:
                for reading in good:
                    edit.apply(reading.steps)
        except UserError as error:
            self._banner.say_error(error)
            return
        finally:
            QGuiApplication.restoreOverrideCursor()
        if not edit.changes:
            self._banner.say("没有写进计划，计划没有改动。请关闭后重试。")
            return
        self._session.said.emit(f"已导入{name}", True)
        self.accept()

    def _leave(self) -> None:
        if self._work.running:
            self._work.cancel()
        self.reject()

    def done(self, result: int) -> None:
        self._work.stop()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        with contextlib.suppress(RuntimeError):
            self._work.stop()
        super().closeEvent(event)
