"""Paints the cells of a month's figures, and opens the line in which a cell is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygon

from ...core.figures.steps import LONGEST_TEXT, LONGEST_VALUE, not_a_figure
from ..models import indicator_nodes
from ..models.figures_model import DASH, FIELDS, FIGURES, INCREMENT, LOOK_INTO, MEASURE, RATE, STATE, VALUE, Row
from ..theme import SMALL, colour
from .cell_editor import CellEdit
from .outline_delegate import PAD, metrics
from .rate_bar import INKS, paint_in_cell
from .sheet_delegate import CENTRE, LEFT, RIGHT, SheetDelegate, words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

Index = QModelIndex | QPersistentModelIndex
LEAST_WORDS = 260  # px that a line for typing words has at least
_STATE_INKS = {"核定": ("ok", "ok_ground"), "退回": ("warn", "warn_ground"), LOOK_INTO: ("bad", "bad_ground")}


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


class FigureDelegate(SheetDelegate):
    """Figures and words of a month, and the bar with the tick of 序时进度; what can be typed stands on white."""

    row_ground = "nav"
    _open = True  # whether the row that is being painted can be typed into

    def begin_row(self, row: Row) -> None:
        self._open = self._model.editable(row, VALUE)

    def ground(self, column: int) -> str:
        return "card" if column in FIELDS and self._open else "nav"

    def paint_cell(self, painter: QPainter, box: QRect, row: Row, column: int) -> None:
        if column in FIELDS:
            painter.setPen(colour("line"))
            painter.drawLine(box.right(), box.top(), box.right(), box.bottom())
        if column == RATE:
            self._paint_rate(painter, box, row)
        elif column == STATE:
            self._paint_state(painter, box, row)
        else:
            self._paint_text(painter, box, row, column)

    def _paint_text(self, painter: QPainter, box: QRect, row: Row, column: int) -> None:
        text = self._model.display(row, column)
        if column == MEASURE:
            words(painter, box, text, "ink3", CENTRE)
            return
        where = RIGHT if column in FIGURES else LEFT
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
            words(painter, box.adjusted(PAD, 0, -PAD, 0), text, "ink_off" if text == DASH else "ink3", LEFT, size=SMALL)
            return
        room = paint_in_cell(painter, box, text, entry.rate, entry.pace, entry.state)
        words(painter, room, text, INKS.get(entry.state, "ink2"), RIGHT)

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
        words(painter, box.adjusted(13, 0, -4, 0), text, ink, LEFT, size=SMALL)

    # ------------------------------------------------------------------------------------------------ typing

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        return FigureEdit(index.column() in (VALUE, INCREMENT), parent)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        if index.column() in FIGURES:
            super().updateEditorGeometry(editor, option, index)
            return
        box = QRect(option.rect)  # type: ignore[attr-defined]
        box.setRight(max(box.right(), box.left() + LEAST_WORDS))
        box.moveRight(min(box.right(), self._view.viewport().width() - 1))
        editor.setGeometry(box)
