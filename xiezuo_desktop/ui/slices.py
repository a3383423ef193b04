"""Long counting in the window's own thread, a few milliseconds at a time, so that typing and scrolling go on meanwhile."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SLICE, PAUSE = 0.006, 4  # s of one slice; ms between two


class Slices(QObject):
    """Runs one generator; each `yield` is a place where it may pause, and what it yields last is its result."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._steps: Iterator[object] | None = None
        self._then: Callable[[Any], object] | None = None
        self._last: object = None
        self._timer = QTimer(self)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self._go_on)

    def run(self, steps: Iterator[Any], then: Callable[[Any], object]) -> None:
        """Run a generator instead of the one that runs; `then` gets its result."""
        self._steps, self._then, self._last = steps, then, None
        self._timer.start()

    def stop(self) -> None:
        """Forget what runs."""
        self._steps = self._then = None
        self._timer.stop()

    def _go_on(self) -> None:
        steps, then = self._steps, self._then
        end = perf_counter() + SLICE
        while steps is not None and perf_counter() < end:
            try:
                self._last = next(steps)
            except StopIteration:
                self.stop()
                if then is not None:
                    then(self._last)
                return
