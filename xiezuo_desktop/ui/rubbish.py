"""Python's rubbish is collected in the window's thread only.

A collection that happens to start inside a worker thread would take Qt objects apart there, with their timers still
running in the window's thread: the process dies a moment later.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

LOOK_EVERY = 1_000  # ms


class RubbishCollector(QObject):
    """Takes the place of the automatic collection as long as it lives."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY)
        self._timer.timeout.connect(collect_when_due)
        self._timer.start()


def collect_when_due() -> int:
    """Collect the oldest generation that Python would collect by now. Returns its number, -1 when none is due."""
    counts, thresholds = gc.get_count(), gc.get_threshold()
    for generation in (2, 1, 0):
        if counts[generation] > thresholds[generation]:
            gc.collect(generation)
            return generation
    return -1
