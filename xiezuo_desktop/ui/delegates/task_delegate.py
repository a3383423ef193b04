"""Paints the cells of the table of tasks: tasks with what is asked of them below, measures as wrapped text; opens their editors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QGuiApplication, QInputMethodEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QStyle, QStyledItemDelegate

from ...core.records import Measure, Task
from ..icons import pixmap
from ..models.indicator_nodes import DASH
from ..models.task_nodes import DEADLINE, HEADINGS, INDICATOR, NAME, ORDINAL, STATE, TONES, UNITS, Node
from ..theme import BODY, CATEGORY_HEIGHT, ROW_HEIGHT, SMALL, colour, font
from .indicator_delegate import PAD, metrics

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QAbstractItemModel, QObject
    from PySide6.QtWidgets import QStyleOptionViewItem, QTreeView, QWidget

    from ..models.tasks_model import TasksModel

Index = QModelIndex | QPersistentModelIndex
SIGN, STEP, MOST_LINES = (
    18,
    34,
    4,
)  # px of the sign before a task, px that a measure is set in, lines that a text may take
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_WRAPPED = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)
_INKS = {"已完成": "ok"}
_LONGEST = {ORDINAL: 20, NAME: 4000, DEADLINE: 60}


class TaskDelegate(QStyledItemDelegate):
    """A row is as high as its words ask for, up to four lines of them."""

    def __init__(self, model: TasksModel, view: QTreeView) -> None:
        super().__init__(view)
        self._model = model
        self._view = view

    # ------------------------------------------------------------------------------------------------ sizes

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        node = self._model.node(index)
        if node.is_heading:
            return QSize(40, CATEGORY_HEIGHT)
        width = self._view.columnWidth(NAME) - self._indent(node) - 2 * PAD
        height = self._text_height(node.cells[NAME], BODY, width)
        if node.below:
            height += 2 + min(self._text_height(node.below, SMALL, width), 2 * metrics(SMALL).lineSpacing())
        return QSize(40, max(ROW_HEIGHT, height + 12))

    def _indent(self, node: Node) -> int:
        return STEP if isinstance(node.record, Measure) else SIGN

    def _text_height(self, text: str, size: int, width: int) -> int:
        face = metrics(size)
        if len(text) * size <= width:
            return face.lineSpacing()
        lines = face.boundingRect(QRect(0, 0, max(width, 60), 10_000), _WRAPPED, text).height() // face.lineSpacing()
        return max(1, min(lines, MOST_LINES)) * face.lineSpacing()

    # ------------------------------------------------------------------------------------------------ painting

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        node, column = self._model.node(index), index.column()
        box: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.fillRect(box, colour("primary_tint" if selected else "group" if node.is_heading else "card"))
        painter.setPen(colour("line"))
        painter.drawLine(box.left(), box.bottom(), box.right(), box.bottom())
        if selected and column == ORDINAL:
            painter.fillRect(QRect(0, box.top(), 3, box.height() - 1), colour("primary"))
        if node.is_heading:
            self._paint_heading(painter, box, node, column)
        elif column == NAME:
            self._paint_name(painter, box, node)
        elif column == STATE:
            self._paint_state(painter, box, node)
        else:
            self._paint_words(painter, box, node, column)
        if selected and index == self._view.currentIndex() and self._view.hasFocus():
            painter.setPen(QPen(colour("primary"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(0 if column else 3, 0, -1, -2))

    def _paint_heading(self, painter: QPainter, box: QRect, node: Node, column: int) -> None:
        if column == ORDINAL:
            self._sign(painter, box.center(), node)
        elif column in (NAME, INDICATOR):
            weight = QFont.Weight.DemiBold if column == NAME else QFont.Weight.Normal
            self._line(painter, box, node.cells[column], "ink" if column == NAME else "ink3", weight)

    def _sign(self, painter: QPainter, middle: QPoint, node: Node) -> None:
        open_ = self._view.isExpanded(self._model.index_of(node.id))
        picture = pixmap("chevron_down" if open_ else "chevron_right", "ink3", 16, painter.device().devicePixelRatio())
        painter.drawPixmap(QPoint(middle.x() - 8, middle.y() - 8), picture)

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
            self._sign(painter, QPoint(box.left() + PAD + 6, box.top() + ROW_HEIGHT // 2), node)
        weight = QFont.Weight.DemiBold if node.below else QFont.Weight.Normal
        name = node.cells[NAME]
        used = self._wrapped(painter, room, name or "未命名", "ink" if name else "ink_off", BODY, MOST_LINES, weight)
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
            painter.drawText(place, _LEFT | Qt.TextFlag.TextSingleLine, line)
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
            painter.drawText(row.adjusted(PAD + 8, 0, 0, 0), _LEFT, text)

    def _line(self, painter: QPainter, box: QRect, text: str, ink: str, weight: int = QFont.Weight.Normal) -> None:
        room = box.adjusted(PAD, 0, -4, 0)
        painter.setFont(font(BODY, weight))
        painter.setPen(colour(ink))
        shown = metrics(BODY, weight).elidedText(text, Qt.TextElideMode.ElideMiddle, room.width())
        painter.drawText(room, _LEFT | Qt.TextFlag.TextSingleLine, shown)

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


class _Text(QPlainTextEdit):
    """Several lines in a cell: Enter and Tab leave it, Esc discards. Words an input method still composes are taken over."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._composing = ""
        self.setTabChangesFocus(True)

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
