"""Rows that lead to other records: what it is, its name, a figure at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from xiezuo_desktop.ui.theme import SMALL, TAG, colour, font

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from xiezuo_desktop.core.records import Record
    from xiezuo_desktop.ui.session import Session

ROW = 26
FEW = 8  # rows shown before 显示全部


class LinkRow(QPushButton):
    """One row; a click asks the session to show the record."""

    def __init__(self, role: str, name: str, figure: str) -> None:
        super().__init__()
        self._role, self._name, self._figure = role, name, figure
        self.setProperty("look", "row")
        self.setFixedHeight(ROW)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(" ".join(w for w in (role, name, figure) if w))
        self.setToolTip(name)

    def sizeHint(self) -> QSize:
        return QSize(120, ROW)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x = 4
        painter.setFont(font(TAG))
        width = painter.fontMetrics().horizontalAdvance(self._role) + 10
        pill = QRect(x, (self.height() - 17) // 2, width, 17)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("mute"))
        painter.drawRoundedRect(pill, 3, 3)
        painter.setPen(colour("ink3"))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, self._role)
        x = pill.right() + 7
        painter.setFont(font(SMALL))
        right = self.width() - 4
        if self._figure:
            painter.setPen(colour("ink2"))
            box = QRect(0, 0, right, self.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._figure)
            right -= painter.fontMetrics().horizontalAdvance(self._figure) + 8
        painter.setPen(colour("primary" if self.underMouse() else "ink"))
        name = painter.fontMetrics().elidedText(self._name, Qt.TextElideMode.ElideMiddle, right - x)
        painter.drawText(QRect(x, 0, right - x, self.height()), Qt.AlignmentFlag.AlignVCenter, name)
        painter.end()


class Links(QWidget):
    """A column of rows; the first few at once, the rest on demand."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def show_rows(self, rows: Sequence[tuple[str, Record, str, str]], most: int = FEW) -> None:
        """Show rows: what it is, the record, its name, a figure."""
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        shown = rows if len(rows) <= most + 1 else rows[:most]
        for role, record, name, figure in shown:
            row = LinkRow(role, name, figure)
            row.clicked.connect(lambda _=False, r=record: self._session.wanted.emit(type(r), r.key))
            self._column.addWidget(row)
        if len(shown) < len(rows):
            more = QPushButton(f"显示全部 {len(rows)} 处")
            more.setProperty("look", "link")
            more.setProperty("small", True)
            more.clicked.connect(lambda: self.show_rows(rows, len(rows)))
            self._column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        self.setVisible(bool(rows))
