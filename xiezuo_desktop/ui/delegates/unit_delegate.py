"""Paints the cells of the unit tree from its nodes, and opens a line where a name is edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QLineEdit

from ...core.lengths import LONGEST
from ..models.unit_nodes import DASH, HEADINGS, KIND, NAME, SIGN, USES
from ..theme import SMALL, colour, font
from .outline_delegate import (
    LEFT,
    PAD,
    RIGHT,
    STEP,
    Index,
    OutlineDelegate,
    draw,
    draw_branch,
    draw_icon,
    metrics,
)

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

    from ..models.unit_nodes import Node


class UnitDelegate(OutlineDelegate):
    """Headings, units by depth, groups with their members; the current cell has a frame."""

    def paint_cell(self, painter: QPainter, box: QRect, node: Any, column: int, *, selected: bool) -> None:
        if column == SIGN:
            if node.kids:
                self.paint_sign(painter, box.center(), node)
        elif column == NAME:
            self._paint_name(painter, box, node)
        else:
            self._paint_words(painter, box, node, column)

    def _paint_name(self, painter: QPainter, box: QRect, node: Node) -> None:
        left = box.left() + PAD
        middle = box.center().y()
        if node.is_heading:
            room = box.adjusted(PAD, 0, 0, 0)
            draw(painter, room, node.cells[NAME], "ink", font(weight=QFont.Weight.DemiBold), LEFT, cut=True)
            return
        if node.depth > 2:
            left += 4 + (node.depth - 3) * STEP
            draw_branch(painter, left, box.top(), middle)
            left += 15
        signs = {"group": "users", "unit": "building", "member": "link"}
        draw_icon(
            painter, QPoint(left + 8, middle), signs[node.what], "hint" if node.what != "member" else "ink_off", 16
        )
        left += 22
        room = QRect(left, box.top(), box.right() - left - 4, box.height())
        if node.warning:
            draw_icon(painter, QPoint(box.right() - 12, middle), "warning", "warn", 14)
            room.setRight(box.right() - 24)
        ink = "ink2" if node.what == "member" else "ink"
        draw(painter, room, node.cells[NAME], ink, font(), LEFT, cut=True)

    def _paint_words(self, painter: QPainter, box: QRect, node: Node, column: int) -> None:
        text = node.cells[column]
        if not text:
            return
        if column == KIND and node.what == "unit" and text != DASH:
            self._pill(painter, box, text)
            return
        ink = "ink_off" if text == DASH else "warn" if node.warning and column == KIND else "ink2"
        side = RIGHT if column == USES else LEFT
        draw(painter, box.adjusted(PAD, 0, -PAD, 0), text, ink, font(), side, cut=True)

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

    # ------------------------------------------------------------------------------------------------ editing

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setProperty("look", "cell")
        editor.setMaxLength(LONGEST["name"])
        editor.setAccessibleName(HEADINGS[index.column()])
        if index.column() != NAME:
            editor.setPlaceholderText("几个用顿号隔开")
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        box = QRect(option.rect)  # type: ignore[attr-defined]
        if index.column() == NAME:
            node = self._model.node(index)
            box.setLeft(box.left() + 22 + (20 + (node.depth - 3) * STEP if node.depth > 2 else 0))
        editor.setGeometry(box)
