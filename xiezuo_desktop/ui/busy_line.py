"""A thin moving line along the header while the open file is written in a thread: editing is closed then, this says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QProgressBar

if TYPE_CHECKING:
    from .main_window import MainWindow

HEIGHT = 2  # px


class BusyLine(QProgressBar):
    """Lies over the upper edge of the header, so that nothing moves when it comes and goes."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window.header)
        self._session, self._header = window.session, window.header
        self.setTextVisible(False)
        self.setRange(0, 0)
        self.setAccessibleName("正在写入文件")
        self.hide()
        self._header.installEventFilter(self)
        self._session.state_changed.connect(self.look)

    def look(self) -> None:
        """Show it where something is being written now."""
        self.setGeometry(0, 0, self._header.width(), HEIGHT)
        self.setVisible(self._session.writing is not None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.look()
        return super().eventFilter(watched, event)
