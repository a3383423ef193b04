"""One line across the window: what happened, what is safe, and the ways out. Never a modal window."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from xiezuo_desktop.ui.icons import pixmap
from xiezuo_desktop.ui.theme import BANNER_HEIGHT

from .look import button, label, tool

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xiezuo_desktop.core.errors import UserError

Way = tuple[str, "Callable[[], object]"]  # a button's words and what it does

_ICONS = {"ok": ("done", "ok"), "warn": ("warning", "warn"), "bad": ("warning", "bad"), "lock": ("lock", "warn")}


SAME_STEP = 1.0  # seconds


class Banner(QFrame):
    """Hidden until it has something to say. Kinds: "ok" (green), "warn", "lock" (amber) and "bad" (red)."""

    dismissed = Signal()
    left = Signal()  # it went while the keys were in it

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.setMinimumHeight(BANNER_HEIGHT)
        self._picture = QLabel()
        self._sentence = label(wrap=True)
        self._sentence.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._close = tool("close", "关闭这条提示", on=self.dismiss, size=16)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(16, 4, 12, 4)
        self._layout.setSpacing(8)
        self._layout.addWidget(self._picture)
        self._layout.addWidget(self._sentence, 1)
        self._layout.addWidget(self._close)
        self._ways: list[QWidget] = []
        self._erred_at = 0.0  # when it told of an error that it still shows
        self.hide()

    @property
    def text(self) -> str:
        """What the banner says; "" when it is hidden."""
        return self._sentence.text() if not self.isHidden() else ""

    def say(self, sentence: str, *, kind: str = "bad", ways: Sequence[Way] = (), closable: bool = True) -> None:
        """Show a sentence with buttons."""
        name, colour = _ICONS[kind]
        self._picture.setPixmap(pixmap(name, colour, 16, self.devicePixelRatioF()))
        self._sentence.setText(sentence)
        for old in self._ways:
            old.hide()
            old.deleteLater()
        self._ways = [button(words, on=does) for words, does in ways]
        for way in self._ways:
            self._layout.insertWidget(self._layout.count() - 1, way)
        self._close.setVisible(closable)
        self._erred_at = 0.0
        self.setProperty("kind", "warn" if kind == "lock" else kind)
        self.setAccessibleName(sentence)
        for widget in (self, self._sentence):  # the colour hangs on the property
            widget.style().unpolish(widget)
            widget.style().polish(widget)
        self.show()

    def also_say(self, sentence: str) -> None:
        """Show a warning, below what the banner says already, whose buttons stay."""
        if self.text:
            self._sentence.setText(f"{self.text}\n{sentence}")
            self.setAccessibleName(self.text)
        else:
            self.say(sentence, kind="warn")

    def say_error(self, error: UserError) -> None:
        """Show what a UserError says."""
        self.say(str(error))
        self._erred_at = monotonic()

    def pass_error(self) -> None:
        """Something has succeeded: an error is past then, but for one of the same step."""
        if self._erred_at and monotonic() - self._erred_at > SAME_STEP:
            self.dismiss()

    def dismiss(self) -> None:
        """Take the sentence away."""
        within = self.window().focusWidget()
        had_keys = within is not None and self.isAncestorOf(within)
        self.hide()
        if had_keys:
            self.left.emit()
        self.dismissed.emit()
