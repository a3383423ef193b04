"""Paints the cells of the table of tasks: tasks with what is asked of them below, measures as wrapped text; opens their editors."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from ...core.figures.task_states import FINISHED
from ...core.records import Measure, Task
from ..models.indicator_nodes import DASH
from ..models.task_nodes import DEADLINE, HEADINGS, INDICATOR, NAME, ORDINAL, STATE, TONES, UNITS
from ..theme import BODY, CATEGORY_HEIGHT, ROW_HEIGHT, SMALL, colour, font
from ..widgets.composing import Composing
from .outline_delegate import LEFT, PAD, Index, OutlineDelegate, metrics, middle_cut

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QAbstractItemModel, QObject
    from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

    from ..models.task_nodes import Node

SIGN, STEP = 18, 34  # px of the sign before a task, px that a measure is set in
MOST_LINES = 4  # that a text may take
_WRAPPED = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)
_INKS = {"已完成": "ok", FINISHED: "ok"}
_LONGEST = {ORDINAL: 20, NAME: 4000, DEADLINE: 60}


class TaskDelegate(OutlineDelegate):
    """A row is as high as its words ask for, up to four lines of them."""

    fits_words = True

    # ------------------------------------------------------------------------------------------------ sizes

    def height(self, node: Any) -> int:
        if node.is_heading:
            return CATEGORY_HEIGHT
        width = self._view.columnWidth(NAME) - self._indent(node) - 2 * PAD
        height = _text_height(node.cells[NAME], BODY, width)
        if node.below:
            height += 2 + min(_text_height(node.below, SMALL, width), 2 * metrics(SMALL).lineSpacing())
        return max(ROW_HEIGHT, height + 12)

    def _indent(self, node: Node) -> int:
        return STEP if isinstance(node.record, Measure) else SIGN

    # ------------------------------------------------------------------------------------------------ painting

    def paint_cell(self, painter: QPainter, box: QRect, node: Any, column: int, *, selected: bool) -> None:
        if node.is_heading:
            self._paint_heading(painter, box, node, column)
        elif column == NAME:
            self._paint_name(painter, box, node)
        elif column == STATE:
            self._paint_state(painter, box, node)
        else:
            self._paint_words(painter, box, node, column)

    def _paint_heading(self, painter: QPainter, box: QRect, node: Node, column: int) -> None:
        if column == ORDINAL:
            self.paint_sign(painter, box.center(), node)
        elif column in (NAME, INDICATOR):
            weight = QFont.Weight.DemiBold if column == NAME else QFont.Weight.Normal
            self._line(painter, box, node.cells[column], "ink" if column == NAME else "ink3", weight)

    def _paint_name(self, painter: QPainter, box: QRect, node: Node) -> None:
        room = box.adjusted(PAD + self._indent(node), 6, -PAD, -6)
        if isinstance(node.record, Measure):
            left = box.left() + PAD + SIGN + 2
            painter.setPen(colour("line2"))
            last = node.parent is not None and node.row == len(node.parent.kids) - 1
            middle = box.top() + ROW_HEIGHT // 2
            painter.drawLine(left, box.top() - 1, left, middle if last else box.bottom())
            painter.drawLine(left, middle, left + 8, middle)
            self._wrapped(painter, room, node.cells[NAME] or "（没有写内容）", "ink2", BODY, MOST_LINES)
            return
        if node.kids:
            self.paint_sign(painter, QPoint(box.left() + PAD + 6, box.top() + ROW_HEIGHT // 2), node)
        weight = QFont.Weight.DemiBold if node.below else QFont.Weight.Normal
        name = node.cells[NAME]
        used = self._wrapped(painter, room, name or "未命名", "ink" if name else "ink3", BODY, MOST_LINES, weight)
        if node.below:
            self._wrapped(painter, room.adjusted(0, used + 2, 0, 0), node.below, "ink3", SMALL, 2)

    def _wrapped(
        self,
        painter: QPainter,
        room: QRect,
        text: str,
        ink: str,
        size: int,
        most: int,
        weight: int = QFont.Weight.Normal,
    ) -> int:
        """A text over several lines, cut with an ellipsis behind the last; returns the height it took."""
        face = metrics(size, weight)
        lines = broken(text, face.horizontalAdvance, room.width(), most)
        if len("".join(lines)) < len(text):
            lines[-1] = face.elidedText(lines[-1] + "……", Qt.TextElideMode.ElideRight, room.width())
        painter.setFont(font(size, weight))
        painter.setPen(colour(ink))
        for n, line in enumerate(lines):
            place = QRect(room.left(), room.top() + n * face.lineSpacing(), room.width(), face.lineSpacing())
            painter.drawText(place, LEFT | Qt.TextFlag.TextSingleLine, line)
        return len(lines) * face.lineSpacing()

    def _paint_words(self, painter: QPainter, box: QRect, node: Node, column: int) -> None:
        text = node.cells[column]
        ink = "ink_off" if text == DASH else "ink3" if column == ORDINAL else "ink2"
        if column == ORDINAL:
            painter.setFont(font())
            painter.setPen(colour(ink))
            painter.drawText(QRect(box.left(), box.top(), box.width(), ROW_HEIGHT), Qt.AlignmentFlag.AlignCenter, text)
        elif column == UNITS and len(node.owners) > 1:
            self._wrapped(painter, box.adjusted(PAD, 6, -4, -6), text, ink, BODY, max(1, (box.height() - 8) // 18))
        else:
            self._line(painter, QRect(box.left(), box.top(), box.width(), ROW_HEIGHT), text, ink)

    def _paint_state(self, painter: QPainter, box: QRect, node: Node) -> None:
        text, tone = node.state, TONES.get(node.state, "")
        row = QRect(box.left(), box.top(), box.width(), ROW_HEIGHT)
        if tone and isinstance(node.record, Task):
            pill = QRectF(row.left() + PAD, row.center().y() - 9, metrics(SMALL).horizontalAdvance(text) + 16, 20)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(f"{tone}_ground"))
            painter.drawRoundedRect(pill, 4, 4)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setFont(font(SMALL))
            painter.setPen(colour(tone))
            painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
        elif text:
            painter.setFont(font(SMALL))
            painter.setPen(colour(tone or _INKS.get(text, "ink3")))
            painter.drawText(row.adjusted(PAD + 8, 0, 0, 0), LEFT, text)

    def _line(self, painter: QPainter, box: QRect, text: str, ink: str, weight: int = QFont.Weight.Normal) -> None:
        room = box.adjusted(PAD, 0, -4, 0)
        painter.setFont(font(BODY, weight))
        painter.setPen(colour(ink))
        shown = middle_cut(text, room.width(), BODY, weight)
        painter.drawText(room, LEFT | Qt.TextFlag.TextSingleLine, shown)

    # ------------------------------------------------------------------------------------------------ editing

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = _Text(parent) if index.column() == NAME else QLineEdit(parent)
        editor.setProperty("look", "cell")
        editor.setAccessibleName(HEADINGS[index.column()])
        if isinstance(editor, QLineEdit):
            editor.setMaxLength(_LONGEST[index.column()])
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        text = str(index.data(Qt.ItemDataRole.EditRole))
        if isinstance(editor, QLineEdit):
            editor.setText(text)
            editor.selectAll()
        elif isinstance(editor, _Text) and not editor.toPlainText():
            editor.setPlainText(text)
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, _Text):
            editor.settle()
            model.setData(index, editor.toPlainText()[: _LONGEST[NAME]], Qt.ItemDataRole.EditRole)
        elif isinstance(editor, QLineEdit):
            model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        box = QRect(option.rect)  # type: ignore[attr-defined]
        if index.column() == NAME:
            box.setLeft(box.left() + self._indent(self._model.node(index)))
            box.setHeight(max(box.height(), 2 * ROW_HEIGHT))
        else:
            box.setHeight(ROW_HEIGHT)
        editor.setGeometry(box)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if isinstance(editor, _Text) and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            hint = _CLOSING.get(Qt.Key(event.key()))
            if hint is not None and event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier in _PLAIN:
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, hint)
                return True
        return super().eventFilter(editor, event)


_CLOSING = {
    Qt.Key.Key_Return: TaskDelegate.EndEditHint.SubmitModelCache,
    Qt.Key.Key_Enter: TaskDelegate.EndEditHint.SubmitModelCache,
    Qt.Key.Key_Tab: TaskDelegate.EndEditHint.EditNextItem,
    Qt.Key.Key_Backtab: TaskDelegate.EndEditHint.EditPreviousItem,
}
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)


@lru_cache(maxsize=20_000)
def _text_height(text: str, size: int, width: int) -> int:
    face = metrics(size)
    if len(text) * size <= width:
        return face.lineSpacing()
    lines = face.boundingRect(QRect(0, 0, max(width, 60), 10_000), _WRAPPED, text).height() // face.lineSpacing()
    return max(1, min(lines, MOST_LINES)) * face.lineSpacing()


class _Text(Composing, QPlainTextEdit):
    """Several lines in a cell: Enter and Tab leave it, Esc discards."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)


def broken(text: str, width_of: Callable[[str], int], room: int, most: int) -> list[str]:
    """A text broken into at most `most` lines of a width, between any two signs, as Chinese is; what is left over is not in it."""
    lines: list[str] = []
    rest = text
    while rest and len(lines) < most:
        low, high = 1, len(rest)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if width_of(rest[:middle]) <= room else (low, middle - 1)
        if low < len(rest) and rest[low] in "，。；、：）”！？》" and low > 1:
            low -= 1  # no line begins with a closing sign
        lines.append(rest[:low])
        rest = rest[low:]
    return lines or [""]
