"""Paints the cells of a month's figures, and opens the line in which a cell is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPolygon
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QTableView, QWidget

from ...core.figures.steps import LONGEST_TEXT, LONGEST_VALUE, not_a_figure
from ..models import indicator_nodes
from ..models.figures_model import DASH, FIELDS, FIGURES, INCREMENT, MEASURE, NAME, RATE, STATE, VALUE, Row
from ..theme import BODY, SMALL, colour, font
from .cell_editor import CellEdit, must_stay_open
from .outline_delegate import PAD, STEP, metrics
from .rate_bar import BAR_WIDTH, INKS, paint_bar

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent, QObject
    from PySide6.QtWidgets import QStyleOptionViewItem

    from ..models.figures_model import FiguresModel

Index = QModelIndex | QPersistentModelIndex
LEAST_LINE, LEAST_WORDS = 84, 260  # px that a line for typing a figure, or words, has at least
_STATE_INKS = {"核定": ("ok", "ok_ground"), "退回": ("warn", "warn_ground")}
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_ONE_LINE = Qt.TextFlag.TextSingleLine
_LEFT = int(_MIDDLE | Qt.AlignmentFlag.AlignLeft | _ONE_LINE)
_RIGHT = int(_MIDDLE | Qt.AlignmentFlag.AlignRight | _ONE_LINE)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter | _ONE_LINE)
_SELECTED = QStyle.StateFlag.State_Selected


class FigureEdit(CellEdit):
    """The line for a figure, or for words about it."""

    def __init__(self, is_figure: bool, parent: QWidget) -> None:
        super().__init__(indicator_nodes.TARGET, parent)
        self._is_figure = is_figure
        self.setMaxLength(2 * (LONGEST_VALUE if is_figure else LONGEST_TEXT))
        self.setAccessibleName("填报数" if is_figure else "文字")
        if is_figure:
            self.setAlignment(Qt.AlignmentFlag.AlignRight)

    def complaint(self) -> str:
        """Why the text cannot be reported; "" when it can."""
        text = self.text()
        if any(ord(c) < 32 for c in text):
            return "不能含有看不见的控制字符。"
        if self._is_figure and (found := not_a_figure(text)):
            return f"{found}请填数字，或者 是、否、已完成。"
        return f"太长了：最多 {LONGEST_TEXT} 个字。" if len(text) > LONGEST_TEXT else ""

    def remark(self) -> str:
        """Nothing: what is odd about a figure is marked when it stands."""
        return ""


class FigureDelegate(QStyledItemDelegate):
    """One call per cell: ground, hairlines, words, and the bar with the tick of 序时进度."""

    def __init__(self, model: FiguresModel, view: QTableView) -> None:
        super().__init__(view)
        self._model = model
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, column = self._model.rows[index.row()], index.column()
        box: QRect = option.rect  # type: ignore[attr-defined]
        selected = bool(option.state & _SELECTED)  # type: ignore[attr-defined]
        ground = "primary_tint" if selected else "group" if row.is_heading else "card" if column in FIELDS else "nav"
        painter.fillRect(box, colour(ground))
        painter.setPen(colour("line"))
        painter.drawLine(box.left(), box.bottom(), box.right(), box.bottom())
        if row.is_heading:
            self._paint_heading(painter, box, row, column)
            return
        if column in FIELDS:
            painter.drawLine(box.right(), box.top(), box.right(), box.bottom())
        if column == NAME:
            self._paint_name(painter, box, row)
        elif column == RATE:
            self._paint_rate(painter, box, row)
        elif column == STATE:
            self._paint_state(painter, box, row)
        else:
            self._paint_text(painter, box, row, column)

    def _paint_heading(self, painter: QPainter, box: QRect, row: Row, column: int) -> None:
        if column != NAME:
            return
        painter.save()
        painter.setClipping(False)  # over the columns behind it
        room = QRect(box.left() + PAD + 4, box.top(), self._view.viewport().width() - PAD - 8, box.height())
        words(painter, room, row.title, "ink", _LEFT, QFont.Weight.DemiBold)
        painter.restore()

    def _paint_name(self, painter: QPainter, box: QRect, row: Row) -> None:
        left = box.left() + PAD + 4
        if row.depth:
            left += 6 + (row.depth - 1) * STEP
            painter.setPen(colour("line2"))
            painter.drawLine(left, box.top() - 3, left, box.center().y())
            painter.drawLine(left, box.center().y(), left + 10, box.center().y())
            left += 15
        room = QRect(left, box.top(), box.right() - left - 4, box.height())
        words(painter, room, row.title, "ink2" if row.depth else "ink", _LEFT)

    def _paint_text(self, painter: QPainter, box: QRect, row: Row, column: int) -> None:
        text = self._model.display(row, column)
        if column == MEASURE:
            words(painter, box, text, "ink3", _CENTRE)
            return
        where = _RIGHT if column in FIGURES else _LEFT
        ink = "ink_off" if text == DASH else "ink"
        if (column in (VALUE, INCREMENT) and row.is_sum) or (column not in FIELDS and text != DASH):
            ink = "ink2"
        words(painter, box.adjusted(PAD, 0, -PAD, 0), text, ink, where)
        if column == VALUE and (note := self._mark(row)):
            corner = box.topRight()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(note))
            painter.drawPolygon(QPolygon([corner, corner + QPoint(-7, 0), corner + QPoint(0, 7)]))
            painter.setBrush(Qt.BrushStyle.NoBrush)

    @staticmethod
    def _mark(row: Row) -> str:
        """The colour of the corner of a figure that somebody should look at; its tip says why."""
        report = row.report
        if report is None:
            return ""
        return "bad_bar" if report.follow_up else "warn_bar" if row.odd else "primary" if report.comment else ""

    def _paint_rate(self, painter: QPainter, box: QRect, row: Row) -> None:
        entry = row.entry
        text = self._model.display(row, RATE)
        if entry.rate is None:
            words(
                painter, box.adjusted(PAD, 0, -PAD, 0), text, "ink_off" if text == DASH else "ink3", _LEFT, size=SMALL
            )
            return
        paint_bar(painter, QPoint(box.left() + PAD, box.center().y()), entry.rate, entry.pace, entry.state)
        room = box.adjusted(PAD + BAR_WIDTH + 4, 0, -PAD, 0)
        words(painter, room, text, INKS.get(entry.state, "ink2"), _RIGHT)

    def _paint_state(self, painter: QPainter, box: QRect, row: Row) -> None:
        text = self._model.display(row, STATE)
        ink, ground = _STATE_INKS.get(text, ("ink3" if text in ("未报", "汇总") else "ink2", ""))
        if ground:
            pill = QRectF(box.left() + 6, box.center().y() - 9, metrics(SMALL).horizontalAdvance(text) + 14, 19)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(ground))
            painter.drawRoundedRect(pill, 4, 4)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        words(painter, box.adjusted(13, 0, -4, 0), text, ink, _LEFT, size=SMALL)

    # ------------------------------------------------------------------------------------------------ typing

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        return FigureEdit(index.column() in (VALUE, INCREMENT), parent)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, CellEdit) and not editor.isModified():
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, CellEdit):
            editor.settle()
            if editor.isModified() and editor.check():  # a text of several lines that nobody touched keeps them
                model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        box = QRect(option.rect)  # type: ignore[attr-defined]
        if index.column() in FIGURES:
            box.setLeft(min(box.left(), box.right() - LEAST_LINE))
        else:
            box.setRight(max(box.right(), box.left() + LEAST_WORDS))
            box.moveRight(min(box.right(), self._view.viewport().width() - 1))
        editor.setGeometry(box)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, CellEdit) and must_stay_open(watched, event):
            return True
        return super().eventFilter(watched, event)


def words(
    painter: QPainter,
    room: QRect,
    text: str,
    ink: str,
    where: int,
    weight: int = QFont.Weight.Normal,
    size: int = BODY,
) -> None:
    """One line of text, cut where it is too long: a name in its middle, else at its end."""
    measured = metrics(size, weight)
    if measured.horizontalAdvance(text) > room.width():
        text = measured.elidedText(text, Qt.TextElideMode.ElideMiddle, room.width())
    painter.setFont(font(size, weight))
    painter.setPen(colour(ink))
    painter.drawText(room, where, text)
