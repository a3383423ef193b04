"""提分测算: what a party can still gain until December, and what other figures would do to points and places. Writes nothing."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QFont, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ...core.errors import Invalid
from ...core.numbers import shown
from ...core.scoring.forecast import Forecast, what_if
from ...core.scoring.model import added
from ..models import trial_model as columns
from ..models.trial_model import TrialModel, rows_of
from ..theme import BODY, SMALL, TABLE_HEADER_HEIGHT, TABLE_MARGIN, colour, font
from ..widgets.look import button, dress, label
from ..widgets.row_cells import Cell
from ..widgets.row_table import Column, RowTable

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from ...core.records import Id
    from ...core.scoring.forecast import Supposed
    from ...core.scoring.model import Result, Total
    from ...core.scoring.sheet import ScoreSheet
    from .scores_page import ScoresPage

WIDTHS = {
    columns.NOW: 58, columns.PACE: 66, columns.GAIN: 60, columns.NEED: 190, columns.RATE: 108,
    columns.SUPPOSED: 90, columns.AFTER: 70,
}  # fmt: skip
SIDE, ROW, LEAST_NAME, NARROW_NEED, MOST_NEED = 264, 32, 140, 150, 300
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class ScoreTrial(QWidget):
    """At the left the items, the most rewarding first; at the right what the supposed figures would change."""

    def __init__(self, page: ScoresPage) -> None:
        super().__init__(page)
        self._page = page
        self._sheet: ScoreSheet | None = None
        self._party = 0
        self._supposed: dict[Id, Supposed] = {}
        self.after: Result | None = None
        self.model = TrialModel(self)
        self.table = _TrialTable(self.model)
        self._lay_out()
        self.model.supposed.connect(self.suppose)
        self.model.refused.connect(self._refuse)

    def _lay_out(self) -> None:
        self.note = label("", "meta", wrap=True)
        left = QVBoxLayout()
        left.setContentsMargins(TABLE_MARGIN, TABLE_MARGIN, TABLE_MARGIN, TABLE_MARGIN)
        left.setSpacing(8)
        left.addWidget(self.table, 1)
        left.addWidget(self.note)
        side = QWidget()
        side.setObjectName("detail")
        side.setFixedWidth(SIDE)
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.head = label("", "panel_title")
        self.figure = label("", "figure")
        self.change = label("", "body2", wrap=True)
        self.ranking = RowTable(
            "假设之后的名次",
            (
                Column("名次", lambda r: Cell(r[0], r[4]), 58),
                Column("单位", lambda r: Cell(r[1], strong=r[5])),
                Column("得分", lambda r: Cell(r[2], "ink", small=r[3]), 84, right=True),
            ),
            height=40,
        )
        self.ranking.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.ranking.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.reach = button("假设全部做到", on=self.suppose_all, tip="每一项都做到得满分的数")
        self.clear = button("清除假设", on=self.forget)
        buttons = QHBoxLayout()
        buttons.addWidget(self.reach)
        buttons.addWidget(self.clear)
        buttons.addStretch(1)
        right = QVBoxLayout(side)
        right.setContentsMargins(14, 12, 12, 12)
        right.setSpacing(6)
        for widget in (self.head, self.figure, self.change):
            right.addWidget(widget)
        right.addLayout(buttons)
        right.addWidget(label("名次", "heading"))
        right.addWidget(self.ranking, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(side)
        dress(side)

    # ------------------------------------------------------------------------------------------------ showing

    def show_sheet(self, sheet: ScoreSheet, party: int, month: int) -> None:
        """Show what a party can gain; what was supposed of another party, or of other scores, is forgotten."""
        if sheet is self._sheet and party == self._party:
            return
        self._sheet, self._party = sheet, party
        self._supposed = {}
        by_hand = {k: (e.adjusted, e.reason) for k, e in sheet.scores.entries.items() if e.adjusted is not None}
        self._by_hand = by_hand
        scores = sheet.scores
        forecast = Forecast(scores.evaluation, sheet.parties, scores.bases, party, month, by_hand)
        self.model.show_rows(sheet, party, rows_of(sheet, forecast.gains()))
        self.table.fit()
        self.note.setText(
            f"“照此进度”按截至 {month} 月的数推算到年底；“还能得”是做到目标（或进前几名）时多得的分。"
            "在“假设完成数”里填数（是、否也可以）就能看到得分和名次怎样变；只是测算，不写入文件。"
        )
        self._compute()

    def _compute(self) -> None:
        sheet = self._sheet
        assert sheet
        scores = sheet.scores
        changes = {(line, self._party): number for line, number in self._supposed.items()}
        self.after = what_if(scores.evaluation, sheet.parties, scores.bases, changes, self._by_hand)
        self.model.show_supposed(self._supposed, self.after)
        self.clear.setEnabled(bool(self._supposed))
        before, after = scores.totals[self._party], self.after.totals[self._party]
        self.head.setText(sheet.name(self._party))
        self.figure.setText(_points(after) + " 分" if after.points is not None else "没有得分")
        self.change.setText(self._change_words(before, after))
        self._show_ranking()

    def _change_words(self, before: Total, after: Total) -> str:
        place = "未排名" if after.place is None else f"第 {after.place} 名"
        if not self._supposed:
            could = added(r.gain.gain for r in self.model.rows if r.gain and not r.gain.to_top)
            return f"现在{place}。做到目标的话各项还能得 {shown(could)} 分。" if could else f"现在{place}。"
        more = (after.points or Decimal(0)) - (before.points or Decimal(0))
        sign = "多" if more >= 0 else "少"
        was = "未排名" if before.place is None else f"第 {before.place} 名"
        moved = f"{was} → {place}" if was != place else f"仍是{place}"
        return f"假设 {len(self._supposed)} 项：比现在{sign} {shown(abs(more))} 分，{moved}。"

    def _show_ranking(self) -> None:
        sheet, after = self._sheet, self.after
        assert sheet
        assert after
        rows = []
        for party in after.ranking:
            old, new = sheet.total(party), after.totals[party]
            place = "—" if new.place is None else str(new.place)
            tone = "ink"
            if old.place != new.place:
                place = f"{old.place or '—'} → {place}"
                tone = "ok" if (new.place or 10**6) < (old.place or 10**6) else "bad"
            was = f"原 {sheet.points_text(old.points) or '—'}" if old.points != new.points else ""
            rows.append(
                (place, sheet.name(party), sheet.points_text(new.points) or "—", was, tone, party == self._party)
            )
        self.ranking.show_rows(rows)
        self.ranking.clearSelection()

    # ------------------------------------------------------------------------------------------------ supposing

    def suppose(self, line: Id, number: Supposed | None) -> None:
        """Suppose a figure of the party, or take it back."""
        if number is None:
            self._supposed.pop(line, None)
        else:
            self._supposed[line] = number
        self._compute()

    def suppose_all(self) -> None:
        """Suppose that every goal is reached."""
        for row in self.model.rows:
            if row.gain and not row.gain.to_top:
                self._supposed[row.line.id] = True if row.gain.goal is None else row.gain.goal
        self._compute()

    def forget(self) -> None:
        """Take all that was supposed back."""
        self._supposed.clear()
        self._compute()

    def _refuse(self, text: str) -> None:
        self._page.session.failed.emit(Invalid(f"“{text}”不是完成数。", "请填数，或者填 是、否。"))


class _TrialTable(QTableView):
    """Digits typed anywhere in a row go into the column of suppositions."""

    def __init__(self, model: TrialModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setItemDelegate(_TrialDelegate(self))
        self.setAccessibleName("提分测算")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        begins = QAbstractItemView.EditTrigger
        self.setEditTriggers(begins.DoubleClicked | begins.EditKeyPressed | begins.AnyKeyPressed)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW)
        across = self.horizontalHeader()
        across.setFixedHeight(TABLE_HEADER_HEIGHT)
        across.setHighlightSections(False)
        across.setSectionsClickable(False)

    def fit(self) -> None:
        """Widths of the columns; the first row is current."""
        self.horizontalHeader().setSectionResizeMode(columns.NAME, QHeaderView.ResizeMode.Stretch)
        self._fit_widths()
        if self.model().rowCount():
            self.setCurrentIndex(self.model().index(0, columns.SUPPOSED))

    def _fit_widths(self) -> None:
        """Where there is little room, what can be read off other columns gives way to the names."""
        spare = self.viewport().width() - sum(WIDTHS.values()) - LEAST_NAME
        narrow = spare < 0
        need = NARROW_NEED if narrow else min(MOST_NEED, WIDTHS[columns.NEED] + spare // 3)
        for column, width in WIDTHS.items():
            self.setColumnHidden(column, narrow and column in (columns.PACE, columns.RATE))
            self.horizontalHeader().resizeSection(column, need if column == columns.NEED else width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_widths()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex().siblingAtColumn(columns.SUPPOSED)
        typing = bool(event.text()) and (event.text().isdigit() or event.text() in "是否-.")
        if event.key() == Qt.Key.Key_F2 or (typing and not event.modifiers() & Qt.KeyboardModifier.ControlModifier):
            self.setCurrentIndex(index)
            if event.key() == Qt.Key.Key_F2:
                self.edit(index)
            else:
                self.edit(
                    index, QAbstractItemView.EditTrigger.AnyKeyPressed, event
                )  # Qt hands on the key of this one only
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.model().setData(index, "", Qt.ItemDataRole.EditRole)
        else:
            super().keyPressEvent(event)


class _TrialDelegate(QStyledItemDelegate):
    """Words in one line; what can be gained strong and green, what is supposed blue."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        box: QRect = option.rect  # type: ignore[attr-defined]
        column = index.column()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        ground = "primary_tint" if selected else "nav" if column in (columns.SUPPOSED, columns.AFTER) else "card"
        painter.fillRect(box, colour(ground))
        painter.setPen(colour("line"))
        painter.drawLine(box.left(), box.bottom(), box.right(), box.bottom())
        if selected and column == columns.NAME:
            painter.fillRect(QRect(box.left(), box.top(), 3, box.height() - 1), colour("primary"))
        if column == columns.SUPPOSED:
            painter.setPen(QPen(colour("line2"), 1))
            painter.drawRect(box.adjusted(5, 4, -5, -6))
        text = str(index.data() or "")
        ink = {columns.GAIN: "ok", columns.SUPPOSED: "primary", columns.AFTER: "primary", columns.NAME: "ink"}
        tone = "ink_off" if text == columns.DASH else ink.get(column, "ink2")
        strong = column in (columns.GAIN, columns.AFTER)
        small = column in (columns.NEED, columns.RATE)
        side = _LEFT if column in (columns.NAME, columns.NEED, columns.RATE) else _RIGHT
        painter.setFont(font(SMALL if small else BODY, QFont.Weight.DemiBold if strong else QFont.Weight.Normal))
        painter.setPen(colour(tone))
        room = box.adjusted(10 if side == _LEFT else 4, 0, -10, -1)
        cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, side, cut)


def _points(total: Total) -> str:
    return "—" if total.points is None else shown(total.points)
