"""What the window shows while no plan is open: the ways to begin, and the files opened last."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from xiezuo_desktop import paths
from xiezuo_desktop.ui import settings
from xiezuo_desktop.ui.icons import pixmap
from xiezuo_desktop.ui.page import Page
from xiezuo_desktop.ui.theme import SMALL, colour, font
from xiezuo_desktop.ui.widgets.look import button, dress, label

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QContextMenuEvent, QPaintEvent, QShowEvent

    from xiezuo_desktop.ui.session import Session

WIDTH, ROW, SHOWN_FILES = 640, 46, 6


class StartPage(Page):
    """Asks for something to work on; the window does it."""

    title: ClassVar[str] = "开始"
    needs_file: ClassVar[bool] = False

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        dress(self)
        self._files = QVBoxLayout()
        self._files.setSpacing(2)
        self._files_title = label("最近打开", "heading")
        QShortcut(QKeySequence.StandardKey.Paste, self, self.paste_wanted.emit)
        inside = QWidget()
        inside.setFixedWidth(WIDTH)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._make_beginning())
        column.addSpacing(28)
        column.addWidget(self._files_title)
        column.addSpacing(6)
        column.addLayout(self._files)
        outside = QVBoxLayout(self)
        outside.addStretch(3)
        outside.addWidget(inside, 0, Qt.AlignmentFlag.AlignHCenter)
        outside.addStretch(4)
        self.refresh()

    def _make_beginning(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(4)
        picture = QLabel()
        picture.setPixmap(pixmap("clipboard", "hint", 64, self.devicePixelRatioF()))
        title = label("从收到的文件开始", "title")
        sentence = label(
            "在 Word、Excel 或 WPS 里复制表格，回到这里按 Ctrl+V；也可以把文件拖进窗口，或选下面一种方式",
            "meta",
            wrap=True,
        )
        for each in (picture, title, sentence):
            each.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(each)
        column.addSpacing(16)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addStretch(1)
        row.addWidget(
            button(
                "从 Excel/Word 导入…",
                "primary",
                tip="选择收到的文件，读成一份新计划　Ctrl+I",
                on=self.import_wanted.emit,
            )
        )
        row.addWidget(button("新建计划…", icon_name="new_file", tip="从空白开始　Ctrl+N", on=self.new_wanted.emit))
        row.addWidget(button("打开…", icon_name="folder", tip="打开已有的计划文件　Ctrl+O", on=self.open_wanted.emit))
        sample = button("打开示例", icon_name="paper", tip="用示例文件走一遍", on=self.sample_wanted.emit)
        sample.setVisible(bool(paths.sample_papers("district")))
        row.addWidget(sample)
        row.addStretch(1)
        column.addLayout(row)
        return column

    def refresh(self) -> None:
        """Read the list of files anew."""
        while (item := self._files.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        found = settings.recent_files()[:SHOWN_FILES]
        for path in found:
            row = _FileRow(path)
            row.clicked.connect(partial(self.file_wanted.emit, path))
            self._files.addWidget(row)
        self._files_title.setVisible(bool(found))

    def showEvent(self, event: QShowEvent) -> None:
        self.refresh()
        super().showEvent(event)


class _FileRow(QPushButton):
    """One file: its name, where it lies, when it was changed."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._when = _when(path)
        self.setProperty("look", "row")
        self.setFixedHeight(ROW)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(str(path))
        self.setAccessibleName(f"打开 {path.stem}，{self._when}")

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, ROW)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.drawPixmap(10, (ROW - 20) // 2, pixmap("paper", "ink3", 20, self.devicePixelRatioF()))
        left, right = 42, self.width() - 12
        painter.setFont(font(SMALL))
        painter.setPen(colour("ink3"))
        metrics = painter.fontMetrics()
        painter.drawText(
            left, 0, right - left, ROW, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._when
        )
        room = right - left - metrics.horizontalAdvance(self._when) - 16
        folder = metrics.elidedText(str(self._path.parent), Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(left, 23, room, 18, Qt.AlignmentFlag.AlignVCenter, folder)
        painter.setFont(font())
        painter.setPen(colour("ink"))
        name = painter.fontMetrics().elidedText(self._path.stem, Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(left, 5, room, 18, Qt.AlignmentFlag.AlignVCenter, name)
        painter.end()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("打开", self.click)
        menu.addAction("打开所在文件夹", self._open_folder)
        menu.popup(event.globalPos())

    def _open_folder(self) -> None:
        from PySide6.QtCore import QUrl
        from PySide6.QtGui import QDesktopServices

        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path.parent)))


def _when(path: Path) -> str:
    """When a file was changed, as people say it."""
    changed = datetime.fromtimestamp(path.stat().st_mtime)
    days = (datetime.now().date() - changed.date()).days
    if days in (0, 1):
        return f"{'昨天' if days else '今天'} {changed:%H:%M}"
    return f"{changed.year}年{changed.month}月{changed.day}日"
