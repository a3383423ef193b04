"""Paints the cells of the indicator tree straight from its nodes, and opens the editors of its cells."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate

from ..icons import pixmap
from ..models import indicator_nodes as nodes
from ..theme import BODY, CATEGORY_HEIGHT, ROW_HEIGHT, SMALL, TAG, colour, font

if TYPE_CHECKING:
    from decimal import Decimal

    from PySide6.QtCore import QAbstractItemModel, QEvent, QObject
    from PySide6.QtWidgets import QStyleOptionViewItem, QTreeView, QWidget

    from ...core.figures.sheet import Entry
    from ..models.indicator_nodes import Node
    from ..models.indicators_model import IndicatorsModel

Index = QModelIndex | QPersistentModelIndex
PAD = 8  # px between the edge of a cell and its words
LEAST_LINE = 84  # px that a line for typing has at least
STEP = 20  # px of indentation for each level below the first
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_LEFT = _MIDDLE | Qt.AlignmentFlag.AlignLeft
_RIGHT = _MIDDLE | Qt.AlignmentFlag.AlignRight
_CENTRE = Qt.AlignmentFlag.AlignCenter
_ROW_SIZE, _CATEGORY_SIZE = QSize(40, ROW_HEIGHT), QSize(40, CATEGORY_HEIGHT)
_STATE_INKS = {"未填报": "ink2", "正常": "ink2", "已完成": "ok"}
_STATE_DOTS = {"正常": "bar_normal", "已完成": "ok"}
_LOUD = {"待定": "warn", "滞后": "warn", "严重滞后": "bad", "超期": "bad"}  # only exceptions have a ground of their own


@cache
def metrics(size: int, weight: int = QFont.Weight.Normal) -> QFontMetrics:
    """Widths of texts in the window's font."""
    return QFontMetrics(font(size, weight))


class IndicatorDelegate(QStyledItemDelegate):
    """One call per cell: ground, hairline, words. The row with the current cell shows it by a frame."""

    def __init__(self, model: IndicatorsModel, view: QTreeView) -> None:
        super().__init__(view)
        self._model = model
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return _CATEGORY_SIZE if self._model.node(index).is_category else _ROW_SIZE

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        node, column = self._model.node(index), index.column()
        box: QRect = option.rect  # type: ignore[attr-defined]
        selected = self._view.selectionModel().isSelected(index)
        if selected or node.is_category:  # all others stand on the ground of the table
            _fill(painter, box, "primary_tint" if selected else "group")
        painter.setPen(colour("line"))
        painter.drawLine(box.left(), box.bottom(), box.right(), box.bottom())
        if selected and column == 0:
            _fill(painter, QRect(0, box.top(), 3, box.height() - 1), "primary")
        if node.is_category:
            self._paint_category(painter, box, node, column)
        else:
            self._paint_cell(painter, box, node, column)
        if selected and index == self._view.currentIndex() and self._view.hasFocus():
            painter.setPen(QPen(colour("primary"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(0 if column else 3, 0, -1, -2))

    def _paint_category(self, painter: QPainter, box: QRect, node: Node, column: int) -> None:
        if column == nodes.ORDINAL:
            open_ = self._view.isExpanded(self._model.index_of(node.id))
            _draw_icon(painter, box.center(), "chevron_down" if open_ else "chevron_right", "ink3", 16)
        elif column == nodes.NAME:
            end = self._view.columnViewportPosition(nodes.RATE)
            room = QRect(box.left() + PAD, box.top(), max(end - box.left() - 2 * PAD, 40), box.height())
            _draw(painter, room, node.cells[column], "ink", font(BODY, QFont.Weight.DemiBold), _LEFT, cut=True)
        elif column == nodes.RATE:
            _draw(painter, box.adjusted(PAD, 0, 0, 0), node.cells[column], "ink3", font(SMALL), _LEFT)

    def _paint_cell(self, painter: QPainter, box: QRect, node: Node, column: int) -> None:
        text = node.cells[column]
        if column == nodes.NAME:
            self._paint_name(painter, box, node)
        elif column == nodes.ORDINAL:
            _draw(painter, box, text, "ink3", font(), _CENTRE, cut=True)
        elif column == nodes.MEASURE_UNIT:
            _draw(painter, box.adjusted(2, 0, -2, 0), text, "ink3", font(), _CENTRE, cut=True)
        elif column == nodes.UNITS:
            self._paint_units(painter, box, node)
        elif column == nodes.STATE:
            self._paint_state(painter, box, text)
        elif column == nodes.RATE and node.entry is not None and node.entry.rate is not None:
            _paint_rate(painter, box, node.entry.rate, node.entry)
        elif column == nodes.TARGET and node.split_total is not None:
            self._paint_split(painter, box.adjusted(PAD, 0, -PAD, 0), text)
        else:
            ink = "ink_off" if text == nodes.DASH else "ink"
            _draw(painter, box.adjusted(PAD, 0, -PAD, 0), text, ink, font(), _RIGHT, cut=True)

    def _paint_split(self, painter: QPainter, room: QRect, text: str) -> None:
        """What an open target is split into, lighter than a target, with the word before it where there is room."""
        _draw(painter, room, text, "ink3", font(), _RIGHT, cut=True)
        taken = metrics(BODY).horizontalAdvance(text) + 5
        left = room.adjusted(0, 1, -taken, 0)
        word = next((w for w in ("分解合计", "合计") if metrics(TAG).horizontalAdvance(w) <= left.width()), "")
        _draw(painter, left, word, "ink3", font(TAG), _RIGHT)

    def _paint_name(self, painter: QPainter, box: QRect, node: Node) -> None:
        left = box.left() + PAD
        if node.tag:
            left += 4 + (node.depth - 2) * STEP
            middle = box.center().y()
            painter.setPen(colour("line2"))
            painter.drawLine(left, box.top() - 3, left, middle)
            painter.drawLine(left, middle, left + 10, middle)
            left = _draw_pill(painter, left + 15, middle, node.tag, radius=3) + 6
        room = QRect(left, box.top(), box.right() - left - 4, box.height())
        name = node.cells[nodes.NAME]
        ink = "ink_off" if not name else "ink2" if node.tag else "ink"
        if self._model.is_foreign(node):
            _draw_icon(painter, QPoint(box.right() - 12, box.center().y()), "lock", "ink_off", 14)
            room.setRight(room.right() - 20)
            ink = "ink3"
        _draw(painter, room, name or "未命名", ink, font(), _LEFT, cut=True)

    def _paint_units(self, painter: QPainter, box: QRect, node: Node) -> None:
        room = box.width() - 2 * PAD
        if not node.owners:
            _draw(painter, box.adjusted(PAD, 0, 0, 0), nodes.DASH, "ink_off", font(), _LEFT)
            return
        text, more = node.cells[nodes.UNITS], ""
        if len(node.owners) > 1 and metrics(BODY).horizontalAdvance(text) > room:
            text, more = node.owners[0], f"+{len(node.owners) - 1}"
            room -= metrics(TAG).horizontalAdvance(more) + 18
        shown = metrics(BODY).elidedText(text, Qt.TextElideMode.ElideMiddle, room)
        _draw(painter, box.adjusted(PAD, 0, 0, 0), shown, "ink2", font(), _LEFT)
        if more:
            end = box.left() + PAD + metrics(BODY).horizontalAdvance(shown)
            _draw_pill(painter, end + 6, box.center().y(), more, radius=8)

    def _paint_state(self, painter: QPainter, box: QRect, text: str) -> None:
        ink = _STATE_INKS.get(text, "ink3")
        if text in _LOUD:
            tone = _LOUD[text]
            left, middle = box.left() + PAD, box.center().y()
            _draw_pill(painter, left, middle, text, radius=4, ink=tone, ground=f"{tone}_ground", size=SMALL)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour("handle_hover"), 1.2) if text == "未填报" else Qt.PenStyle.NoPen)
        painter.setBrush(
            QColor(Qt.GlobalColor.transparent) if text == "未填报" else colour(_STATE_DOTS.get(text, "handle"))
        )
        painter.drawEllipse(QRectF(box.left() + PAD + 3.5, box.center().y() - 2.5, 6, 6))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        _draw(painter, box.adjusted(PAD + 17, 0, 0, 0), text, ink, font(SMALL), _LEFT)

    # ------------------------------------------------------------------------------------------------ editing

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        from .cell_editor import open_line

        return open_line(parent, index.column(), self._model.plan)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))
            editor.selectAll()

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
            box.setLeft(box.left() + 12 + (node.depth - 2) * STEP)
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


def _paint_rate(painter: QPainter, box: QRect, rate: Decimal, entry: Entry) -> None:
    from ...core.progress import percent
    from .rate_bar import BAR_WIDTH, INKS, paint_bar

    paint_bar(painter, QPoint(box.left() + PAD, box.center().y()), rate, entry.pace, entry.state)
    room = box.adjusted(PAD + BAR_WIDTH + 4, 0, -PAD, 0)
    _draw(painter, room, percent(rate), INKS.get(entry.state, "ink2"), font(), _RIGHT)


def _fill(painter: QPainter, box: QRect, ground: str) -> None:
    painter.setPen(Qt.PenStyle.NoPen)  # not `fillRect`: its variants make the names of 180 ready-made gradients, 1.5 ms
    painter.setBrush(colour(ground))
    painter.drawRect(box)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _draw(
    painter: QPainter, room: QRect, text: str, ink: str, face: QFont, where: Qt.AlignmentFlag, *, cut: bool = False
) -> None:
    if not text:
        return
    if cut and len(text) * face.pixelSize() > room.width():  # no sign is wider than high
        text = metrics(face.pixelSize(), face.weight()).elidedText(text, Qt.TextElideMode.ElideMiddle, room.width())
    painter.setFont(face)
    painter.setPen(colour(ink))
    painter.drawText(room, where | Qt.TextFlag.TextSingleLine, text)


def _draw_pill(
    painter: QPainter,
    left: int,
    middle: int,
    text: str,
    *,
    radius: int,
    ink: str = "ink3",
    ground: str = "mute",
    size: int = TAG,
) -> int:
    """A small filled word. Returns where it ends."""
    pill = QRectF(
        left, middle - 8, metrics(size).horizontalAdvance(text) + (10 if size == TAG else 16), 17 if size == TAG else 20
    )
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(ground))
    painter.drawRoundedRect(pill, radius, radius)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setFont(font(size))
    painter.setPen(colour(ink))
    painter.drawText(pill, _CENTRE, text)
    return int(pill.right())


def _draw_icon(painter: QPainter, middle: QPoint, name: str, ink: str, size: int) -> None:
    picture = pixmap(name, ink, size, painter.device().devicePixelRatio())
    painter.drawPixmap(QPoint(middle.x() - size // 2, middle.y() - size // 2), picture)
