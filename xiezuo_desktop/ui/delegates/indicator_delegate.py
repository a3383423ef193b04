"""Paints the cells of the indicator tree, and opens their editors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from ...core.records import TARGET_KINDS, Indicator
from ..models import indicator_nodes as nodes
from ..theme import BODY, CATEGORY_HEIGHT, SMALL, TAG, colour, font
from .outline_delegate import (
    CENTRE,
    LEFT,
    PAD,
    RIGHT,
    STEP,
    Index,
    OutlineDelegate,
    draw,
    draw_branch,
    draw_icon,
    draw_pill,
    metrics,
    middle_cut,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from PySide6.QtCore import QAbstractItemModel, QEvent, QObject
    from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

    from ...core.figures.sheet import Entry
    from ..models.indicator_nodes import Node

LEAST_LINE = 84  # px that a line for typing has at least
_STATE_INKS = {"未填报": "ink2", "正常": "ink2", "已完成": "ok"}
_STATE_DOTS = {"正常": "bar_normal", "已完成": "ok"}
_SAID_SHORTER = ("none_set", "not_applicable", "not_assessed", "pending")
_LOUD = {"待定": "warn", "滞后": "warn", "严重滞后": "bad", "超期": "bad"}  # only exceptions have a ground of their own


class IndicatorDelegate(OutlineDelegate):
    """Categories, indicators and their sub rows."""

    def heights(self, first: int, last: int) -> Iterable[tuple[int, int]]:
        return [(row, CATEGORY_HEIGHT) for row in self._model.rows.headings(first, last)]

    def paint_cell(self, painter: QPainter, box: QRect, node: Any, column: int, *, selected: bool) -> None:
        if node.is_category:
            self._paint_category(painter, box, node, column)
        else:
            self._paint_words(painter, box, node, column)

    def _paint_category(self, painter: QPainter, box: QRect, node: Node, column: int) -> None:
        if column == nodes.ORDINAL:
            self.paint_sign(painter, box.center(), node)
        elif column == nodes.NAME:
            end = self._view.columnViewportPosition(nodes.RATE)
            room = QRect(box.left() + PAD, box.top(), max(end - box.left() - 2 * PAD, 40), box.height())
            draw(painter, room, node.cells[column], "ink", font(BODY, QFont.Weight.DemiBold), LEFT, cut=True)
        elif column == nodes.RATE:
            draw(painter, box.adjusted(PAD, 0, 0, 0), node.cells[column], "ink3", font(SMALL), LEFT)

    def _paint_words(self, painter: QPainter, box: QRect, node: Node, column: int) -> None:
        text = node.cells[column]
        if column == nodes.NAME:
            self._paint_name(painter, box, node)
        elif column == nodes.ORDINAL:
            draw(painter, box, text, "ink3", font(), CENTRE, cut=True)
        elif column == nodes.MEASURE_UNIT:
            draw(painter, box.adjusted(2, 0, -2, 0), text, "ink3", font(), CENTRE, cut=True)
        elif column == nodes.UNITS:
            self._paint_units(painter, box, node)
        elif column == nodes.STATE:
            self._paint_state(painter, box, text)
        elif column == nodes.RATE and node.entry is not None and node.entry.rate is not None:
            _paint_rate(painter, box, node.entry.rate, node.entry)
        elif column == nodes.TARGET and node.split_total is not None:
            self._paint_split(painter, box.adjusted(PAD, 0, -PAD, 0), text)
        else:
            ink, room = "ink_off" if text == nodes.DASH else "ink", box.adjusted(PAD, 0, -PAD, 0)
            if column == nodes.TARGET:
                text = fitting(node, text, room.width())
            draw(painter, room, text, ink, font(), RIGHT, cut=True)

    def _paint_split(self, painter: QPainter, room: QRect, text: str) -> None:
        """What an open target is split into, lighter than a target, with the word before it where there is room."""
        draw(painter, room, text, "ink3", font(), RIGHT, cut=True)
        taken = metrics(BODY).horizontalAdvance(text) + 5
        left = room.adjusted(0, 1, -taken, 0)
        word = next((w for w in ("分解合计", "合计") if metrics(TAG).horizontalAdvance(w) <= left.width()), "")
        draw(painter, left, word, "ink3", font(TAG), RIGHT)

    def _paint_name(self, painter: QPainter, box: QRect, node: Node) -> None:
        left = box.left() + PAD
        if node.tag:
            left += 4 + (node.depth - 1) * STEP
            middle = box.center().y()
            draw_branch(painter, left, box.top(), middle)
            left = draw_pill(painter, left + 15, middle, node.tag, radius=3) + 6
        room = QRect(left, box.top(), box.right() - left - 4, box.height())
        name = node.cells[nodes.NAME]
        ink = "ink3" if not name else "ink2" if node.tag else "ink"
        if self._model.is_foreign(node):
            draw_icon(painter, QPoint(box.right() - 12, box.center().y()), "lock", "ink_off", 14)
            room.setRight(room.right() - 20)
            ink = "ink3"
        draw(painter, room, name or "未命名", ink, font(), LEFT, cut=True)

    def _paint_units(self, painter: QPainter, box: QRect, node: Node) -> None:
        room = box.width() - 2 * PAD
        if not node.owners:
            draw(painter, box.adjusted(PAD, 0, 0, 0), nodes.DASH, "ink_off", font(), LEFT)
            return
        text, more = node.cells[nodes.UNITS], ""
        if len(node.owners) > 1 and metrics(BODY).horizontalAdvance(text) > room:
            text, more = _as_many(node.owners, room)
            room -= metrics(TAG).horizontalAdvance(more) + 18
        shown = middle_cut(text, room)
        draw(painter, box.adjusted(PAD, 0, 0, 0), shown, "ink2", font(), LEFT)
        if more:
            end = box.left() + PAD + metrics(BODY).horizontalAdvance(shown)
            draw_pill(painter, end + 6, box.center().y(), more, radius=8)

    def _paint_state(self, painter: QPainter, box: QRect, text: str) -> None:
        ink = _STATE_INKS.get(text, "ink3")
        if text in _LOUD:
            tone = _LOUD[text]
            left, middle = box.left() + PAD, box.center().y()
            draw_pill(painter, left, middle, text, radius=4, ink=tone, ground=f"{tone}_ground", size=SMALL)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour("handle_hover"), 1.2) if text == "未填报" else Qt.PenStyle.NoPen)
        painter.setBrush(
            QColor(Qt.GlobalColor.transparent) if text == "未填报" else colour(_STATE_DOTS.get(text, "handle"))
        )
        painter.drawEllipse(QRectF(box.left() + PAD + 3.5, box.center().y() - 2.5, 6, 6))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        draw(painter, box.adjusted(PAD + 17, 0, 0, 0), text, ink, font(SMALL), LEFT)

    # ------------------------------------------------------------------------------------------------ editing

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        from .cell_editor import open_line

        return open_line(parent, index.column(), self._model.plan)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        from .cell_editor import CellEdit

        if isinstance(editor, CellEdit):
            editor.settle()
            if editor.check():
                model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        box = QRect(option.rect)  # type: ignore[attr-defined]
        node = self._model.node(index)
        if index.column() == nodes.NAME and node.tag:
            box.setLeft(box.left() + 12 + (node.depth - 1) * STEP)
        box.setLeft(max(min(box.left(), box.right() - LEAST_LINE), 0))
        editor.setGeometry(box)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        from .cell_editor import CellEdit, has_nothing_to_undo, must_stay_open

        if isinstance(editor, CellEdit) and must_stay_open(editor, event):
            return True
        if isinstance(editor, CellEdit) and has_nothing_to_undo(editor, event):
            self.closeEditor.emit(editor, self.EndEditHint.RevertModelCache)
            return True
        return super().eventFilter(editor, event)


def fitting(node: Node, text: str, width: int) -> str:
    """A target in few signs where its words have no room: ≥8,000 for 8000万元以上 in 万元, 不考核 for a sentence that says so."""
    record = node.record
    fits = len(text) * BODY <= width or metrics(BODY).horizontalAdvance(text) <= width
    if fits or not isinstance(record, Indicator):
        return text
    from ...core.numbers import read_target
    from ..brief import brief

    value = read_target(record.target, record.target_reading)
    return brief(value, record.measure_unit) or (TARGET_KINDS[value.kind] if value.kind in _SAID_SHORTER else text)


def _paint_rate(painter: QPainter, box: QRect, rate: Decimal, entry: Entry) -> None:
    from ...core.progress import percent
    from .rate_bar import INKS, paint_in_cell

    text = percent(rate)
    room = paint_in_cell(painter, box, text, rate, entry.pace, entry.state)
    draw(painter, room, text, INKS.get(entry.state, "ink2"), font(), RIGHT)


def _as_many(names: Sequence[str], room: int) -> tuple[str, str]:
    """As many of the names as there is room for, the first at least, and how many more there are, as +n."""
    for shown in range(len(names) - 1, 1, -1):
        text, more = "、".join(names[:shown]), f"+{len(names) - shown}"
        if metrics(BODY).horizontalAdvance(text) + metrics(TAG).horizontalAdvance(more) + 18 <= room:
            return text, more
    return names[0], f"+{len(names) - 1}"
