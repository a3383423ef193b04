"""What a cell of a RowTable can say, and how it is painted: words, a second line, an icon, a filled state, a bar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from xiezuo_desktop.ui.icons import pixmap
from xiezuo_desktop.ui.theme import BODY, SMALL, colour, font

if TYPE_CHECKING:
    from .row_table import Column, RowTable

PAD, BAR, BOX = 8, 54, 16
_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
_PILLS = {"warn": ("warn_ground", "warn"), "bad": ("bad_ground", "bad"), "ok": ("ok_ground", "ok")}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `tone` colours the words (a token of the theme); `pill` fills their ground with warn, bad or ok.

    `share` is (filled, of how many) and is drawn as a bar before the words; `small` is a second line.
    """

    text: str = ""
    tone: str = "ink"
    picture: str = ""
    pill: str = ""
    small: str = ""
    share: tuple[int, int] | None = None
    strong: bool = False
    tip: str = ""

    @property
    def words(self) -> str:
        """The cell as text, for the clipboard and for who cannot see it."""
        return f"{self.text}　{self.small}" if self.small else self.text


class CellDelegate(QStyledItemDelegate):
    """Paints Cells."""

    def __init__(self, table: RowTable) -> None:
        super().__init__(table)
        self._table = table

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        model = self._table.rows_model
        cell, column = model.cell(index), model.columns[index.column()]
        box: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(box, colour("primary_tint" if selected else "card"))
        painter.setPen(colour("line"))
        painter.drawLine(box.left(), box.bottom(), box.right(), box.bottom())
        if selected and index.column() == 0:
            painter.fillRect(QRect(box.left(), box.top(), 3, box.height() - 1), colour("primary"))
        inner = box.adjusted(PAD, 0, -PAD, -1)
        if model.mark and index.column() == 0:
            self._tick(painter, inner, model.mark(model.rows[index.row()]) in model.checked)
            inner.setLeft(inner.left() + BOX + 8)
        if cell.picture:
            size = 16
            picture = pixmap(cell.picture, cell.tone, size, painter.device().devicePixelRatio())
            painter.drawPixmap(inner.left(), inner.center().y() - size // 2 + 1, picture)
            inner.setLeft(inner.left() + size + 6)
        if cell.share is not None:
            inner.setLeft(inner.left() + self._bar(painter, inner, *cell.share))
        if cell.pill:
            self._pill(painter, inner, cell)
        else:
            self._words(painter, inner, cell, column)
        painter.restore()

    def _words(self, painter: QPainter, box: QRect, cell: Cell, column: Column) -> None:
        side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
        first = QRect(box)
        if cell.small:
            first.setHeight(box.height() // 2 + 2)
            first.setTop(box.top() + 3)
            second = QRect(box.left(), first.bottom() - 1, box.width(), box.bottom() - first.bottom() - 1)
            painter.setFont(font(SMALL))
            painter.setPen(colour("ink3"))
            _line(
                painter, second, cell.small, _MIDDLE | side, Qt.TextElideMode.ElideMiddle
            )  # file names end differently
        painter.setFont(font(BODY, QFont.Weight.DemiBold if cell.strong else QFont.Weight.Normal))
        painter.setPen(colour(cell.tone))
        cut = Qt.TextElideMode.ElideMiddle if column.both_ends else Qt.TextElideMode.ElideRight
        _line(painter, first, cell.text, _MIDDLE | side, cut)

    def _pill(self, painter: QPainter, box: QRect, cell: Cell) -> None:
        ground, ink = _PILLS.get(cell.pill, ("mute", "ink2"))
        painter.setFont(font(SMALL))
        width = min(painter.fontMetrics().horizontalAdvance(cell.text) + 16, box.width())
        pill = QRect(box.left(), box.center().y() - 10, width, 21)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(ground))
        painter.drawRoundedRect(pill, 4, 4)
        painter.setPen(colour(ink))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, cell.text)

    def _bar(self, painter: QPainter, box: QRect, filled: int, of: int) -> int:
        """A small bar; the width it takes."""
        done = min(1.0, filled / of) if of else 0.0
        groove = QRectF(box.left(), box.center().y() - 3, BAR, 6)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("bar"))
        painter.drawRoundedRect(groove, 3, 3)
        if done:
            painter.setBrush(colour("ok" if done >= 1 else "bar_normal"))
            painter.drawRoundedRect(QRectF(groove.left(), groove.top(), max(6.0, BAR * done), 6), 3, 3)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        return BAR + 8

    def _tick(self, painter: QPainter, box: QRect, on: bool) -> None:
        square = QRect(box.left(), box.center().y() - BOX // 2 + 1, BOX, BOX)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour("primary" if on else "handle_hover"), 1))
        painter.setBrush(colour("primary" if on else "card"))
        painter.drawRoundedRect(QRectF(square).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        if on:
            painter.drawPixmap(square.topLeft(), pixmap("check", "card", BOX, painter.device().devicePixelRatio()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _line(
    painter: QPainter,
    box: QRect,
    text: str,
    flags: Qt.AlignmentFlag | Qt.TextFlag,
    cut: Qt.TextElideMode,
) -> None:
    one = " ".join(text.split("\n")) if "\n" in text else text
    shown = painter.fontMetrics().elidedText(one[:400], cut, box.width())
    painter.drawText(box, flags, shown)
