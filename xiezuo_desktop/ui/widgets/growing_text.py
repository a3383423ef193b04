"""A text that looks like a label, is edited where it stands, and is as tall as its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeySequence, QPainter
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy

from xiezuo_desktop.ui.theme import colour

from .composing import Composing

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

PADDING = 3  # pixels between the words and the border


class GrowingText(Composing, QPlainTextEdit):
    """Edits a text in place. `committed(text)` comes on Enter or when the focus leaves, only if the text was changed.

    Enter ends the editing unless `paragraphs`, where Ctrl+Enter does; Esc brings the old text back. A text of `lines` has
    its next line by Shift+Enter.
    With `most_lines` the text is cut there until it has the focus or `set_expanded(True)`.
    """

    committed = Signal(str)
    entered = Signal()  # Enter ended the editing
    cut_changed = Signal(bool)

    def __init__(
        self, parent: QWidget | None = None, *, paragraphs: bool = False, lines: bool = False, most_lines: int = 0
    ) -> None:
        super().__init__(parent)
        self._lines = lines
        self._paragraphs = paragraphs
        self._most_lines = most_lines
        self._expanded = False
        self._cut = False
        self._base = ""
        self.setProperty("flat", True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(PADDING)
        self.textChanged.connect(self._fit)

    # ------------------------------------------------------------------------------------------------- text

    def set_text(self, text: str) -> None:
        """Show a text as the one that stands in the plan. What is being typed is not thrown away."""
        being_edited = self.hasFocus() and self.toPlainText() != self._base
        self._base = text
        if being_edited:
            return
        if self.toPlainText() != text:
            self.setPlainText(text)
        self.document().clearUndoRedoStacks()
        self.document().setModified(False)
        self._fit()

    def restore(self) -> None:
        """Throw away what was typed."""
        self.setPlainText(self._base)
        self.selectAll()

    def commit(self) -> None:
        """Say that the editing is done, when the text differs from the one in the plan."""
        self.settle()
        text = self.toPlainText()
        if self._lines:
            text = "\n".join(line.strip() for line in text.splitlines() if line.strip())
        elif not self._paragraphs:
            text = " ".join(text.splitlines())
        if text != self._base and not self.isReadOnly():
            self.committed.emit(text)

    @property
    def is_cut(self) -> bool:
        """Whether there are more lines than are shown."""
        return self._cut

    def set_expanded(self, expanded: bool) -> None:
        """Show all lines, or only `most_lines`."""
        self._expanded = expanded
        self._fit()

    # ------------------------------------------------------------------------------------------------- size

    def _line_count(self) -> int:
        return max(1, round(self.document().documentLayout().documentSize().height()))

    def _fit(self) -> None:
        lines = self._line_count()
        cut = bool(self._most_lines) and lines > self._most_lines
        shown = self._most_lines if cut and not self._expanded and not self.hasFocus() else lines
        frame = self.height() - self.maximumViewportSize().height()  # asking the viewport itself makes all widget types
        margins = self.viewportMargins()
        border = max(0, frame) if self.isVisible() else margins.top() + margins.bottom() + 2
        height = shown * self.fontMetrics().lineSpacing() + 2 * PADDING + border
        if height != self.height() or self.minimumHeight() != height:
            self.setFixedHeight(height)
        if cut != self._cut:
            self._cut = cut
            self.cut_changed.emit(cut)
        if shown == lines:
            self.verticalScrollBar().setValue(0)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._cut and not self._expanded and not self.hasFocus():
            self._paint_ellipsis()

    def _paint_ellipsis(self) -> None:
        from PySide6.QtGui import QLinearGradient  # comes with the names of 180 ready-made gradients

        line = self.fontMetrics().lineSpacing()
        box = QRect(QPoint(0, PADDING + (self._most_lines - 1) * line), QSize(self.viewport().width(), line))
        fade = box.adjusted(box.width() - 40, 0, 0, 0)
        ground = colour("card")
        gradient = QLinearGradient(fade.topLeft(), fade.topRight())
        gradient.setColorAt(0, QColor(255, 255, 255, 0))
        gradient.setColorAt(0.5, ground)
        painter = QPainter(self.viewport())
        painter.fillRect(fade, gradient)
        painter.setPen(colour("ink"))
        painter.drawText(fade.adjusted(0, 0, -PADDING, 0), Qt.AlignmentFlag.AlignRight, "…")
        painter.end()

    # ------------------------------------------------------------------------------------------------- keys and focus

    def event(self, event: QEvent) -> bool:
        # Undo belongs to the typing while there is typing to undo, else to the plan.
        if event.type() == QEvent.Type.ShortcutOverride and not self.document().isModified():
            key: QKeyEvent = event  # type: ignore[assignment]
            if key.matches(QKeySequence.StandardKey.Undo) or key.matches(QKeySequence.StandardKey.Redo):
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.toPlainText() != self._base:
            self.restore()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            next_line = self._lines and event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            if control or not (self._paragraphs or next_line):
                self.commit()
                self.entered.emit()
                return
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.selectAll()
        self._fit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.commit()
            cursor = self.textCursor()
            cursor.setPosition(0)
            self.setTextCursor(cursor)
        self._fit()
