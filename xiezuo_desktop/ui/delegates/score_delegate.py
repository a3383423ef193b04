"""Paints the rows of a scheme: groups, items with their rule below, parts, scores with how much of the points they are."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QLineEdit, QStyleOptionViewItem, QWidget

from ..icons import pixmap
from ..models.scores_model import DASH, FIRST_PARTY, HOW, NAME, POINTS, PROOF, SCORE, SIGN, TARGET, VALUE
from ..theme import BODY, CATEGORY_HEIGHT, SMALL, TAG, colour, font
from .outline_delegate import PAD, Index, OutlineDelegate, metrics

if TYPE_CHECKING:
    from ...core.scoring.model import Score
    from ...core.scoring.sheet import Line

ITEM_HEIGHT, PART_HEIGHT, ORDINAL, BAR = 46, 30, 30, 34
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_PROOF_INKS = {"已核": "ok", "待核": "warn", "不符": "bad", "缺": "warn"}
_POOR = Decimal("0.6")  # of an item's points: below it a cell of the comparison is tinted


class ScoreDelegate(OutlineDelegate):
    """One grammar for both ways of looking; side by side, cells far from their points are tinted."""

    def height(self, node: Any) -> int:
        line = node.line
        if line is None or line.item is None:
            return CATEGORY_HEIGHT
        return PART_HEIGHT if line.is_part else ITEM_HEIGHT

    def paint_cell(self, painter: QPainter, box: QRect, node: Any, column: int, *, selected: bool) -> None:
        line, index = node.line, self._model.index_of(node.key, column)
        if self._model.side_by_side and column >= FIRST_PARTY and line.item and not selected:
            self._tint(painter, box, index)
        if column == SIGN:
            if line.kids:
                self.paint_sign(painter, box.center(), node)
        elif column == NAME:
            self._paint_name(painter, box, line)
        elif column == POINTS:
            self._text(painter, box.adjusted(0, 0, -PAD, 0), self._model.text(index), "ink2", where=_RIGHT)
        elif self._model.side_by_side or column == SCORE:
            self._paint_score(painter, box, index, line)
        else:
            self._paint_words(painter, box, index)

    # ------------------------------------------------------------------------------------------------ cells

    def _paint_name(self, painter: QPainter, box: QRect, line: Line) -> None:
        room = box.adjusted(4, 0, -6, 0)
        if line.item is None:
            words = f"{line.record.ordinal} {line.name}".strip()
            self._text(painter, room, words, "ink", weight=QFont.Weight.DemiBold)
            return
        if line.is_part:
            left, middle = room.left() + ORDINAL - 8, box.center().y()
            painter.setPen(colour("line2"))
            painter.drawLine(left, box.top(), left, middle)
            painter.drawLine(left, middle, left + 9, middle)
            room.setLeft(left + 14)
            width = min(metrics(BODY).horizontalAdvance(line.name) + 10, room.width())
            self._text(painter, QRect(room.left(), room.top(), width, room.height()), line.name, "ink2")
            self._text(painter, room.adjusted(width, 0, 0, 0), line.words, "ink3", size=SMALL)
            return
        ordinal = QRect(room.left(), box.top() + 4, ORDINAL - 6, 20)
        self._text(painter, ordinal, line.item.ordinal, "ink3", size=SMALL, where=_RIGHT)
        room.setLeft(room.left() + ORDINAL)
        self._text(painter, QRect(room.left(), box.top() + 4, room.width(), 20), line.name, "ink")
        below = QRect(room.left(), box.top() + 23, room.width(), 18)
        if not line.item.confirmed:
            below.setLeft(below.left() + self._tag(painter, below, "未核对") + 6)
        self._text(painter, below, line.words, "ink3", size=SMALL)

    def _paint_words(self, painter: QPainter, box: QRect, index: Index) -> None:
        text, column = self._model.text(index), index.column()
        room = box.adjusted(PAD, 0, -PAD, 0)
        if column in (TARGET, VALUE):
            ink = "ink_off" if text == DASH else "ink" if column == VALUE else "ink2"
            self._text(painter, room, text, "primary" if self._is_typed(index) else ink, where=_RIGHT)
        elif column == HOW:
            score = self._model.score(index)
            known = score is not None and score.computed is not None
            self._two_lines(painter, room, text, "ink2" if known else "ink3")
        elif column == PROOF:
            self._text(painter, room, text, _PROOF_INKS.get(text, "ink_off"), size=SMALL)

    def _is_typed(self, index: Index) -> bool:
        line, party = self._model.line(index), self._model.party_of(index)
        entry = self._model.sheet.plan.score_entry(line.id, party) if self._model.sheet and line else None
        return entry is not None and bool((entry.target if index.column() == TARGET else entry.value).strip())

    def _paint_score(self, painter: QPainter, box: QRect, index: Index, line: Line) -> None:
        text, score = self._model.text(index), self._model.score(index)
        room = box.adjusted(4, 0, -PAD, 0)
        if line.item is None:
            self._text(painter, room, text, "ink2", weight=QFont.Weight.DemiBold, where=_RIGHT)
            return
        if score is None or score.final is None:
            self._text(painter, room, text, "ink3" if text != DASH else "ink_off", size=SMALL, where=_RIGHT)
            return
        by_hand = score.adjusted is not None
        weight = QFont.Weight.Normal if line.is_part else QFont.Weight.DemiBold
        self._text(painter, room, text, "primary" if by_hand else "ink", weight=weight, where=_RIGHT)
        if by_hand:
            width = metrics(BODY, weight).horizontalAdvance(text)
            picture = pixmap("pencil", "primary", 12, painter.device().devicePixelRatio())
            painter.drawPixmap(room.right() - width - 18, box.center().y() - 6, picture)
        elif not self._model.side_by_side and not line.is_part:
            self._bar(painter, box, score)

    def _bar(self, painter: QPainter, box: QRect, score: Score) -> None:
        share = _share(score)
        if share is None:
            return
        groove = QRectF(box.left() + 6, box.center().y() - 2, BAR, 5)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("bar"))
        painter.drawRoundedRect(groove, 2.5, 2.5)
        if share:
            painter.setBrush(colour("ok" if share >= 1 else "bar_normal" if share >= _POOR else "warn_bar"))
            width = max(5.0, BAR * min(float(share), 1.0))
            painter.drawRoundedRect(QRectF(groove.left(), groove.top(), width, 5), 2.5, 2.5)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _tint(self, painter: QPainter, box: QRect, index: Index) -> None:
        score = self._model.score(index)
        share = _share(score) if score else None
        if share is not None and share < _POOR:
            painter.fillRect(box.adjusted(1, 1, -1, -1), colour("warn_ground" if share else "bad_ground"))

    # ------------------------------------------------------------------------------------------------ words

    def _tag(self, painter: QPainter, room: QRect, text: str) -> int:
        width = metrics(TAG).horizontalAdvance(text) + 10
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("warn_ground"))
        painter.drawRoundedRect(QRectF(room.left(), room.center().y() - 8, width, 16), 3, 3)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setFont(font(TAG))
        painter.setPen(colour("warn"))
        box = QRect(room.left(), room.center().y() - 8, width, 16)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        return width

    def _two_lines(self, painter: QPainter, room: QRect, text: str, ink: str) -> None:
        measure = metrics(SMALL)
        if measure.horizontalAdvance(text) <= room.width() or room.height() < ITEM_HEIGHT:
            self._text(painter, room, text, ink, size=SMALL)
            return
        cut = len(text)
        while cut > 1 and measure.horizontalAdvance(text[:cut]) > room.width():
            cut -= 1
        middle = room.center().y()
        self._text(painter, QRect(room.left(), middle - 18, room.width(), 18), text[:cut], ink, size=SMALL)
        self._text(painter, QRect(room.left(), middle, room.width(), 18), text[cut:], ink, size=SMALL)

    def _text(
        self,
        painter: QPainter,
        room: QRect,
        text: str,
        ink: str,
        *,
        size: int = BODY,
        weight: int = QFont.Weight.Normal,
        where: Qt.AlignmentFlag = _LEFT,
    ) -> None:
        if text:
            shown = metrics(size, weight).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
            painter.setFont(font(size, weight))
            painter.setPen(colour(ink))
            painter.drawText(room, where | Qt.TextFlag.TextSingleLine, shown)

    # ------------------------------------------------------------------------------------------------ editing

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setProperty("look", "cell")
        editor.setMaxLength(60)
        editor.setAlignment(Qt.AlignmentFlag.AlignRight)
        heading = self._model.headerData(index.column(), Qt.Orientation.Horizontal)
        editor.setAccessibleName(f"{heading}：{self._model.text(index.sibling(index.row(), NAME))}")
        return editor


def _share(score: Score) -> Decimal | None:
    """How much of its points a score is; None where there is none or nothing to be had."""
    return None if score.final is None or score.full <= 0 else score.final / score.full
