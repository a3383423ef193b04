"""Long work aside: a function in a thread, with progress and cancel, its result or its sentence back in the window."""

from __future__ import annotations

import atexit
import contextlib
import threading
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QThread, Signal

from ..core.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable


class Cancelled(Exception):
    """Raised inside the work when the user cancelled it."""


class Work(QObject):
    """Runs one function at a time. The function gets a `report(done, total, words)` that it calls now and then;
    `report` raises Cancelled after `cancel()`. Exactly one of `finished`, `failed`, `cancelled` follows each `start`.
    """

    finished = Signal(object)  # what the function returned
    failed = Signal(object)  # UserError
    cancelled = Signal()
    progress = Signal(int, int, str)  # done, total (0: unknown), words
    _ended = Signal(object, object, object)  # thread, result, exception

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread: _Thread | None = None
        self._ended.connect(self._take)

    @property
    def running(self) -> bool:
        """Whether a function is at work."""
        return self._thread is not None

    def start(self, function: Callable[[Callable[[int, int, str], None]], Any]) -> None:
        """Run a function; the one before it, if still at work, is cancelled and its end is not told."""
        self.stop()
        thread = _Thread(self, function)
        self._thread = thread
        thread.start()

    def cancel(self) -> None:
        """Ask the function to stop; `cancelled` comes when it has."""
        if self._thread is not None:
            self._thread.stopping.set()

    def stop(self) -> None:
        """Cancel and do not tell; call before the window closes."""
        if self._thread is not None:
            thread, self._thread = self._thread, None
            thread.stopping.set()
            _leaving.add(thread)
            thread.finished.connect(lambda: _leaving.discard(thread))

    def _take(self, thread: object, result: object, error: object) -> None:
        if thread is not self._thread or self._thread is None:
            return
        self._thread.wait()
        self._thread = None
        if error is None:
            self.finished.emit(result)
        elif isinstance(error, Cancelled):
            self.cancelled.emit()
        elif isinstance(error, UserError):
            self.failed.emit(error)
        else:
            self.cancelled.emit()
            assert isinstance(error, Exception)
            raise error  # in the window's thread, where crashes are told


_leaving: set[QThread] = (
    set()
)  # threads that are told to stop: an object that is dropped while it runs kills the process


@atexit.register
def wait_for_all() -> None:
    """Wait for threads that were told to stop."""
    for thread in list(_leaving):
        with contextlib.suppress(RuntimeError):
            thread.wait()
    _leaving.clear()


class _Thread(QThread):
    def __init__(self, work: Work, function: Callable[[Callable[[int, int, str], None]], Any]) -> None:
        super().__init__()
        self._work, self._function = work, function
        self.stopping = threading.Event()

    def _report(self, done: int, total: int, words: str) -> None:
        if self.stopping.is_set():
            raise Cancelled
        self._work.progress.emit(done, total, words)

    def run(self) -> None:
        result, error = None, None
        try:
            self._report(0, 0, "")
            result = self._function(self._report)
        except Exception as problem:
            error = problem
        if self.stopping.is_set():
            result, error = None, Cancelled()
        with contextlib.suppress(RuntimeError):  # the window, and with it the work, may be gone by now
            self._work._ended.emit(self, result, error)
