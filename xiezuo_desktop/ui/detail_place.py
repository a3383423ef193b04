"""The place of the detail panel: empty until the first row is selected, so that opening a file does not wait for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from .theme import DETAIL_WIDTH

if TYPE_CHECKING:
    from ..core.records import Record
    from .session import Session
    from .widgets.detail_panel import DetailPanel


class DetailPlace(QFrame):
    """Says what it is for, then becomes the detail panel."""

    closed = Signal()
    history_wanted = Signal(object, object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._panel: DetailPanel | None = None
        self.setObjectName("detail")
        self.setFixedWidth(DETAIL_WIDTH)
        self._note = QLabel("选中一行，这里显示它的全部内容。")
        self._note.setProperty("look", "meta")
        self._note.setWordWrap(True)
        self._note.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._note.setContentsMargins(16, 12, 16, 0)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._note, 1)

    def show_this(self, record: Record | None) -> None:
        """Show a record, or that none is selected."""
        if record is not None:
            self._make_panel().show_record(type(record), record.key)
        elif self._panel:
            self._panel.show_nothing()

    def _make_panel(self) -> DetailPanel:
        if self._panel is None:
            from .widgets.detail_panel import DetailPanel

            self._panel = DetailPanel(self._session, self, findings=self._session.findings)
            self._panel.closed.connect(self.closed)
            self._panel.history_wanted.connect(self.history_wanted)
            self._note.hide()
            self.setObjectName("")
            self._column.addWidget(self._panel)
        return self._panel
