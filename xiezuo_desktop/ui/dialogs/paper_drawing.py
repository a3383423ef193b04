"""How a table of a paper is drawn: the meanings above its columns, the readings beside its rows, its cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QTableView

from xiezuo_desktop.ui.theme import SMALL, TAG, colour, font

from .paper_model import TONES, PaperModel

if TYPE_CHECKING:
    from .paper_model import Index

HEAD_HEIGHT, CAPTION_HEIGHT, KIND_WIDTH, SUM_WIDTH, ARROW, LINE = 32, 16, 58, 92, 16, 18
NUMBER_HEIGHT, MANY_COLUMNS = 13, 8
_LONGEST_NAME = 60
_HEADS = {  # trust → ground, ink, line below
    "said": ("primary", "card", "primary_dark"),
    "sure": ("primary_tint", "primary", "primary_line"),
    "likely": ("warn_ground", "warn", "warn_line"),
    "guess": ("warn_ground", "warn", "warn_line"),
    "unknown": ("nav", "ink3", "line2"),
}
_QUIET = frozenset({"header", "goes_on", "subset", "note", "title", "blank", "caption", "skip", "total"})


def numbered(model: PaperModel) -> bool:
    """Whether a table has so many columns that they are numbered."""
    return model.columnCount() > MANY_COLUMNS


class ColumnHeads(QHeaderView):
    """What each column means, as a list that opens below it; amber where only the values told, blue where a person said it."""

    def paintSection(self, painter: QPainter, rect: QRect, index: int) -> None:
        model = self.model()
        assert isinstance(model, PaperModel)
        column = model.column_reading(index)
        ground, ink, line = _HEADS[column.trust] if column else ("nav", "ink2", "line2")
        text = str(model.headerData(index, Qt.Orientation.Horizontal))
        caption = model.caption(index)
        if column and column.trust == "guess":
            text += "？"
        painter.save()
        painter.fillRect(rect, colour(ground))
        painter.setPen(colour(line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setPen(colour("line"))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.setFont(font(SMALL, QFont.Weight.DemiBold))
        painter.setPen(colour(ink))
        if numbered(model):
            self._draw_number(painter, rect, index + 1, said=ground == "primary")
            rect = rect.adjusted(0, NUMBER_HEIGHT, 0, 0)
            painter.setFont(font(SMALL, QFont.Weight.DemiBold))
            painter.setPen(colour(ink))
        inner = rect.adjusted(4, 0, -ARROW if column else -4, 0)
        above = inner.adjusted(0, 6, 0, -CAPTION_HEIGHT) if caption else inner
        words = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(above, Qt.AlignmentFlag.AlignCenter, words)
        if caption:
            self._draw_caption(painter, rect.adjusted(4, HEAD_HEIGHT - 6, -4, -2), caption, said=ground == "primary")
        if column:
            _draw_arrow(painter, above.center().y() - 1, rect.right() - 11)
        painter.restore()

    @staticmethod
    def _draw_number(painter: QPainter, rect: QRect, number: int, *, said: bool) -> None:
        """The number by which the sentences about a wide table name its columns."""
        painter.setFont(font(TAG))
        painter.setPen(colour("card" if said else "ink3"))
        box = QRect(rect.left(), rect.top() + 3, rect.width() - 1, NUMBER_HEIGHT)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(number))

    @staticmethod
    def _draw_caption(painter: QPainter, box: QRect, caption: str, *, said: bool) -> None:
        """What the paper itself says above the column, which may have been scrolled out of sight."""
        painter.setFont(font(SMALL))
        painter.setPen(colour("card" if said else "ink2"))
        words = painter.fontMetrics().elidedText(caption, Qt.TextElideMode.ElideMiddle, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


def _draw_arrow(painter: QPainter, y: int, x: int) -> None:
    painter.drawLine(x, y, x + 3, y + 3)
    painter.drawLine(x + 3, y + 3, x + 6, y)


class RowHeads(QHeaderView):
    """What each row was read as, in a matrix also what it adds up to; a line across where a page ended.

    The row's name stands here too while its column is scrolled out of sight.
    """

    name_width = 0

    def paintSection(self, painter: QPainter, rect: QRect, index: int) -> None:
        model = self.model()
        assert isinstance(model, PaperModel)
        row = model.reading.rows[index]
        lost = row.kind == "unplaced"
        painter.save()
        painter.fillRect(rect, colour("warn_ground" if lost else "nav"))
        painter.setPen(colour("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        if row.opens:
            painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), 2), colour("primary_line"))
        weight = QFont.Weight.DemiBold if row.kind == "category" else QFont.Weight.Normal
        painter.setFont(font(SMALL, weight))
        painter.setPen(colour("warn" if lost else "ink3" if row.kind in _QUIET else "ink2"))
        kind = QRect(rect.left(), rect.top(), KIND_WIDTH - 2, rect.height())
        painter.drawText(kind, Qt.AlignmentFlag.AlignCenter, model.kind_label(index))
        verdict = model.row_sum(index)
        if verdict is not None:
            ink, ground = TONES[verdict.tone]
            box = QRect(rect.left() + KIND_WIDTH, rect.top(), SUM_WIDTH - 1, rect.height() - 1)
            painter.fillRect(box, colour(ground))
            painter.setPen(colour(ink))
            painter.setFont(font(SMALL))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, verdict.words)
        if self.name_width:
            painter.setPen(colour("ink"))
            painter.setFont(font(SMALL, weight))
            box = rect.adjusted(rect.width() - self.name_width + 4, 2, -4, -2)
            name = model.name_of(index)[:_LONGEST_NAME]
            if rect.height() < 2 * LINE + 8:
                name = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWrapAnywhere, name)
        painter.restore()


class PaperCells(QStyledItemDelegate):
    """Cells with a plain line around the current one; what a cell merged over many says stays in its visible part."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        option.state &= ~QStyle.StateFlag.State_HasFocus
        if (
            self._view.columnSpan(index.row(), index.column()) > 1
            or self._view.rowSpan(index.row(), index.column()) > 1
        ):
            option.rect = option.rect.intersected(self._view.viewport().rect())
        super().paint(painter, option, index)
        if focused:
            painter.save()
            painter.setPen(colour("primary"))
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
            painter.restore()
