"""What an input method still composes belongs to the text: it is taken over when the editing ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication, QInputMethodEvent

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget as _Editor
else:
    _Editor = object


class Composing(_Editor):
    """Mixed into an editor before its class of Qt: knows the words that an input method has not handed over yet."""

    _composing = ""

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = event.preeditString()
        super().inputMethodEvent(event)

    def settle(self) -> None:
        """Take over what is still being composed."""
        if self._composing:
            QGuiApplication.inputMethod().commit()
        if self._composing:  # no input method took the request
            event = QInputMethodEvent()
            event.setCommitString(self._composing)
            self.inputMethodEvent(event)
