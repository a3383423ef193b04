"""The rows below the scores that stay when the table is scrolled: totals and places, in the columns of the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QWidget

from ...core.numbers import shown
from ..delegates.outline_delegate import PAD, metrics
from ..models.scores_model import FIRST_PARTY, NAME, POINTS, SCORE, TARGET, ScoresModel
from ..theme import BODY, SMALL, colour, font

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from ...core.scoring.model import Total
    from .outline_view import OutlineView

ROW = 30
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


def place_words(total: Total, of: int) -> str:
    """第 2 名（并列）, 共 5 个; says so where there is nothing to rank."""
    if total.place is None:
        return "未排名"
    return f"第 {total.place} 名{'（并列）' if total.shared else ''}" + (f"，共 {of} 个" if of > 1 else "")


class ScoreFoot(QWidget):
    """Painted under a tree view, following its columns."""

    def __init__(self, model: ScoresModel, view: OutlineView) -> None:
        super().__init__()
        self._model = model
        self._view = view
        view.header().sectionResized.connect(lambda *_: self.update())
        view.horizontalScrollBar().valueChanged.connect(lambda _: self.update())
        self.setAccessibleName("合计")

    def sizeHint(self) -> QSize:
        return QSize(200, ROW * (2 if self._model.side_by_side else 1) + 1)

    def refresh(self) -> None:
        """The scores have changed, or the way of looking."""
        self.setFixedHeight(self.sizeHint().height())
        self.setAccessibleDescription("；".join(text for _, _, text, *_ in self._texts()))
        self.update()

    def _texts(self) -> list[tuple[int, int, str, str, bool, Qt.AlignmentFlag]]:
        """What stands where: row, column, words, ink, whether strong, side."""
        sheet = self._model.sheet
        if sheet is None:
            return []
        out = [(0, NAME, "合计", "ink", True, _LEFT), (0, POINTS, shown(sheet.whole), "ink2", True, _RIGHT)]
        if not self._model.side_by_side:
            total = sheet.total(self._model.party)
            said = [place_words(total, len(sheet.parties))] if len(sheet.parties) > 1 else []
            said += [f"{total.open_items} 项未定"] if total.open_items else []
            out[0] = (0, NAME, "合计　" + "　".join(said), "ink", True, _LEFT)
            out.append((0, TARGET, f"折算：{total.formula}" if total.formula else "", "ink2", False, _RIGHT))
            out.append((0, SCORE, sheet.points_text(total.points) or "—", "ink", True, _RIGHT))
            return out
        out.append((1, NAME, "名次", "ink", True, _LEFT))
        for place, party in enumerate(sheet.parties):
            total = sheet.total(party)
            column = FIRST_PARTY + place
            out.append((0, column, sheet.points_text(total.points) or "—", "ink", True, _RIGHT))
            words = "—" if total.place is None else f"{total.place}{' 并列' if total.shared else ''}"
            out.append((1, column, words, "primary" if total.place == 1 else "ink2", total.place == 1, _RIGHT))
        return out

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("group"))
        painter.setPen(colour("line2"))
        painter.drawLine(0, 0, self.width(), 0)
        if self._model.side_by_side:
            painter.setPen(colour("line"))
            painter.drawLine(0, ROW, self.width(), ROW)
        header = self._view.header()
        for row, column, text, ink, strong, side in self._texts():
            left, width = header.sectionViewportPosition(column), header.sectionSize(column)
            if column == TARGET and not self._model.side_by_side:
                width = header.sectionViewportPosition(SCORE) - left
            box = QRect(left + 5, row * ROW + 1, width - PAD - 4, ROW)
            weight = QFont.Weight.DemiBold if strong else QFont.Weight.Normal
            size = SMALL if column == TARGET and not self._model.side_by_side else BODY
            painter.setFont(font(size, weight))
            painter.setPen(colour(ink))
            cut = metrics(size, weight).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, side, cut)
        painter.end()
