"""Below a clause: the indicators that it states, whether text and table agree, and how they are made to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from .look import button, label, tag
from .tie_fixes import fix_button, fixes_for

if TYPE_CHECKING:
    from xiezuo_desktop.core.records import Clause, Indicator
    from xiezuo_desktop.core.ties import Statement
    from xiezuo_desktop.ui.session import Session


class TieRows(QWidget):
    """One row an indicator: the number as the clause says it, the indicator (a click shows it), its target."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(4, 0, 0, 0)
        self._column.setSpacing(0)
        self.rows: list[str] = []  # what is shown, in words

    def show_clause(self, clause: Clause) -> None:
        """Show what a clause states; nothing is shown where it states no indicator."""
        from xiezuo_desktop.core.ties import stated_in

        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.rows = []
        for indicator, statement in stated_in(self._session.plan, clause):
            self._column.addWidget(self._row(indicator, statement))
        self.setVisible(bool(self.rows))

    def _row(self, indicator: Indicator, statement: Statement) -> QWidget:
        said = f"{statement.number}{statement.measure_unit}"
        name = f"{indicator.ordinal} {indicator.name}".strip()
        fixes = [] if statement.agrees else fixes_for(self._session, indicator.id)
        target = f"目标 {indicator.target}{indicator.measure_unit}"
        words = f"{target}，一致" if statement.agrees else target
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        way = button(f"{said} → 指标 {name}", "link", tip="转到这条指标")
        way.setProperty("small", True)
        way.clicked.connect(lambda: self._session.wanted.emit(type(indicator), indicator.key))
        line.addWidget(way)
        line.addWidget(label(words, "meta"), 0, Qt.AlignmentFlag.AlignVCenter)
        if fixes:
            line.addWidget(tag("不一致", "warn"))
        for fix in fixes:
            line.addWidget(fix_button(fix))
        line.addStretch(1)
        self.rows.append(f"{said} → {name}：{words}" + ("，不一致" if fixes else ""))
        return row
