"""Paints the cells of the unit tree from its nodes, and opens a line where a name is edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPen
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView, QWidget

from ...core.lengths import LONGEST
from ..icons import pixmap
from ..models.unit_nodes import DASH, HEADINGS, KIND, NAME, SIGN, USES, Node
from ..theme import BODY, CATEGORY_HEIGHT, ROW_HEIGHT, SMALL, colour, font
from .indicator_delegate import PAD, STEP, metrics

if TYPE_CHECKING:
    from ..models.units_model import UnitsModel

Index = QModelIndex | QPersistentModelIndex
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class UnitDelegate(QStyledItemDelegate):
    """Headings, units by depth, groups with their members; the current cell has a frame."""

    def __init__(self, model: UnitsModel, view: QTreeView) -> None:
        super().__init__(view)
        self._model = model
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(36, CATEGORY_HEIGHT if self._model.node(index).is_heading else ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        node, column = self._model.node(index), index.column()
        box: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.fillRect(box, colour("primary_tint" if selected else "group" if node.is_heading else "card"))
        painter.setPen(colour("line"))
        painter.drawLine(box.left(), box.bottom(), box.right(), box.bottom())
        if selected and column == 0:
            painter.fillRect(QRect(0, box.top(), 3, box.height() - 1), colour("primary"))
        if column == SIGN:
            self._paint_sign(painter, box, node)
        elif column == NAME:
            self._paint_name(painter, box, node)
        else:
            self._paint_words(painter, box, node, column)
        if state & QStyle.StateFlag.State_HasFocus and self._view.hasFocus():
            painter.setPen(QPen(colour("primary"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(0 if column else 3, 0, -1, -2))

    def _paint_sign(self, painter: QPainter, box: QRect, node: Node) -> None:
        if node.kids:
            open_ = self._view.isExpanded(self._model.index_of(node.place))
            self._icon(painter, box.center(), "chevron_down" if open_ else "chevron_right", "ink3", 16)

    def _icon(self, painter: QPainter, middle: QPoint, name: str, ink: str, size: int) -> None:
        picture = pixmap(name, ink, size, painter.device().devicePixelRatio())
        painter.drawPixmap(QPoint(middle.x() - size // 2, middle.y() - size // 2), picture)

    def _paint_name(self, painter: QPainter, box: QRect, node: Node) -> None:
        left = box.left() + PAD
        middle = box.center().y()
        if node.is_heading:
            self._text(painter, box.adjusted(PAD, 0, 0, 0), node.cells[NAME], "ink", weight=QFont.Weight.DemiBold)
            return
        if node.depth > 2:
            left += 4 + (node.depth - 3) * STEP
            painter.setPen(colour("line2"))
            painter.drawLine(left, box.top() - 3, left, middle)
            painter.drawLine(left, middle, left + 10, middle)
            left += 15
        signs = {"group": "users", "unit": "building", "member": "link"}
        self._icon(
            painter, QPoint(left + 8, middle), signs[node.what], "hint" if node.what != "member" else "ink_off", 16
        )
        left += 22
        room = QRect(left, box.top(), box.right() - left - 4, box.height())
        if node.warning:
            self._icon(painter, QPoint(box.right() - 12, middle), "warning", "warn", 14)
            room.setRight(box.right() - 24)
        self._text(painter, room, node.cells[NAME], "ink2" if node.what == "member" else "ink")

    def _paint_words(self, painter: QPainter, box: QRect, node: Node, column: int) -> None:
        text = node.cells[column]
        if not text:
            return
        if column == KIND and node.what == "unit" and text != DASH:
            self._pill(painter, box, text)
            return
        ink = "ink_off" if text == DASH else "warn" if node.warning and column == KIND else "ink2"
        self._text(painter, box.adjusted(PAD, 0, -PAD, 0), text, ink, where=_RIGHT if column == USES else _LEFT)

    def _pill(self, painter: QPainter, box: QRect, text: str) -> None:
        width = metrics(SMALL).horizontalAdvance(text) + 14
        pill = QRectF(box.left() + PAD, box.center().y() - 9, width, 19)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("mute"))
        painter.drawRoundedRect(pill, 4, 4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setFont(font(SMALL))
        painter.setPen(colour("ink2"))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)

    def _text(
        self,
        painter: QPainter,
        room: QRect,
        text: str,
        ink: str,
        *,
        weight: int = QFont.Weight.Normal,
        where: Qt.AlignmentFlag = _LEFT,
    ) -> None:
        shown = metrics(BODY, weight).elidedText(text, Qt.TextElideMode.ElideMiddle, room.width())
        painter.setFont(font(BODY, weight))
        painter.setPen(colour(ink))
        painter.drawText(room, where | Qt.TextFlag.TextSingleLine, shown)

    # ------------------------------------------------------------------------------------------------ editing

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setProperty("look", "cell")
        editor.setMaxLength(LONGEST["name"])
        editor.setAccessibleName(HEADINGS[index.column()])
        if index.column() != NAME:
            editor.setPlaceholderText("几个用顿号隔开")
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        box = QRect(option.rect)  # type: ignore[attr-defined]
        if index.column() == NAME:
            node = self._model.node(index)
            box.setLeft(box.left() + 22 + (20 + (node.depth - 3) * STEP if node.depth > 2 else 0))
        editor.setGeometry(box)
