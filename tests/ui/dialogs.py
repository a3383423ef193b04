"""Answering the questions that the window asks, as a person does: the dialog is really open when it is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QInputDialog

from xiezuo_desktop.ui.dialogs.ask_text import AskText

if TYPE_CHECKING:
    from collections.abc import Callable


def when_asked(does: Callable[[QDialog], object]) -> None:
    """Do something with the next modal dialog, as soon as it is open."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog):
            does(dialog)
        else:
            QTimer.singleShot(10, look)

    QTimer.singleShot(0, look)


def answer(text: str) -> None:
    """Type this text into the next question and agree."""

    def give(dialog: QDialog) -> None:
        if isinstance(dialog, AskText):
            dialog.line.setText(text)
            dialog.ok.click()
            return
        assert isinstance(dialog, QInputDialog)
        dialog.setTextValue(text)
        dialog.accept()

    when_asked(give)
