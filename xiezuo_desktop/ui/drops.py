"""Files dragged onto the window: while they are held over it, it says what happens when they are let go."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QLabel

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData
    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    from .main_window import MainWindow


class Drops(QObject):
    """Takes files for a window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._held: list[Path] = []
        self.words = QLabel(window)
        self.words.setObjectName("drop_hint")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setWordWrap(True)
        self.words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.words.hide()

    def enter(self, event: QDragEnterEvent) -> None:
        """Something is held over the window."""
        self._held = _local_files(event.mimeData())
        if self._held:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.words.setText(self._window.files.what_becomes_of(self._held))
            self.words.setGeometry(self._window.rect())
            self.words.raise_()
            self.words.show()

    def leave(self) -> None:
        """It is no longer."""
        self.words.hide()

    def drop(self, event: QDropEvent) -> None:
        """It was let go."""
        self.leave()
        event.acceptProposedAction()
        files = _local_files(event.mimeData()) or self._held  # on X11 some senders have let go of their data by now
        QTimer.singleShot(0, lambda: self._window.files.take(files))  # the program that drags waits until we return


def _local_files(data: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
