"""How many disputes wait for a person: always in sight, in the navigation and in the status bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from ..core.errors import UserError

if TYPE_CHECKING:
    from .main_window import MainWindow

QUIET = 200  # ms without an edit before they are counted


class ConflictCount(QObject):
    """Follows the session of a window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._soon = QTimer(self, singleShot=True, interval=QUIET)
        self._soon.timeout.connect(self.look)
        window.session.changed.connect(lambda _: self._soon.start())
        window.session.file_changed.connect(self.look)
        window.status.conflicts.clicked.connect(lambda: window.show_page("conflicts"))
        self.look()

    def look(self) -> None:
        """Count them and show the number."""
        from ..exchange.disputes import dispute_count

        file = self._window.session.file
        try:
            count = dispute_count(file) if file and file.conflict_count() else 0
        except UserError:  # told by whatever reads the file next
            count = 0
        self._window.navigation.set_count("conflicts", count)
        self._window.status.show_conflicts(count)
