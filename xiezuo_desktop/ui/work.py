"""Long work aside: a function in a thread, with progress and cancel, its result or its sentence back in the window.

The thread is Python's own and touches no Qt object: what it has to say it puts into a queue that the window empties by a
timer. So a window may go at any moment, and a thread that still runs is no danger to it.
"""

from __future__ import annotations

import atexit
import queue
import threading
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from ..core.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Callable

    Report = Callable[[int, int, str], None]  # done, total, words
    Function = Callable[[Report], Any]

LOOK_EVERY = 15  # ms
MOST_AT_ONCE = 20_000  # messages read in one go: some 10 ms


class Cancelled(Exception):
    """Raised inside the work when the user cancelled it."""


class _Job(threading.Thread):
    """One run of a function. `messages` ends with ("end", result, exception)."""

    def __init__(self, function: Function) -> None:
        super().__init__(daemon=True, name="work")
        self._function = function
        self.stopping = threading.Event()
        self.messages: queue.SimpleQueue[tuple[str, Any, Any]] = queue.SimpleQueue()

    def _report(self, done: int, total: int, words: str) -> None:
        if self.stopping.is_set():
            raise Cancelled
        self.messages.put(("progress", (done, total, words), None))

    def run(self) -> None:
        result, error = None, None
        try:
            self._report(0, 0, "")
            result = self._function(self._report)
        except Exception as problem:
            error = problem
        if error is not None and self.stopping.is_set():
            error = Cancelled()  # what is done is done, though somebody wanted to cancel it at the last moment
        self.messages.put(("end", result, error))
        _jobs.discard(self)


_jobs: set[_Job] = set()


@atexit.register
def wait_for_all() -> None:
    """Cancel what is still at work when the program ends, and wait for it."""
    for job in list(_jobs):
        job.stopping.set()
    for job in list(_jobs):
        job.join()


class Work(QObject):
    """Runs one function at a time. The function gets a `report(done, total, words)` that it calls now and then;
    `report` raises Cancelled after `cancel()`. Exactly one of `finished`, `failed`, `cancelled` follows each `start`
    that is not replaced by another or stopped.
    """

    finished = Signal(object)  # what the function returned
    failed = Signal(object)  # UserError
    cancelled = Signal()
    progress = Signal(int, int, str)  # done, total (0: unknown), words

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._job: _Job | None = None
        self._look = QTimer(self, interval=LOOK_EVERY)
        self._look.timeout.connect(self._read)

    @property
    def running(self) -> bool:
        """Whether a function is at work."""
        return self._job is not None

    def start(self, function: Function) -> None:
        """Run a function; the one before it, if still at work, is cancelled and its end is not told."""
        self.stop()
        self._job = _Job(function)
        _jobs.add(self._job)
        self._job.start()
        self._look.start()

    def cancel(self) -> None:
        """Ask the function to stop; `cancelled` comes when it has."""
        if self._job is not None:
            self._job.stopping.set()

    def stop(self) -> None:
        """Cancel and do not tell."""
        self.cancel()
        self._job = None
        self._look.stop()

    def _read(self) -> None:
        """Tell what has come; of many reports the last. Work that reports faster than it is read must not hold the window."""
        job, latest, end = self._job, None, None
        if job is None:
            return
        for _ in range(MOST_AT_ONCE):
            try:
                kind, value, error = job.messages.get_nowait()
            except queue.Empty:
                break
            if kind == "end":
                end = (value, error)
            else:
                latest = value
        if latest is not None:
            self.progress.emit(*latest)
        if end is not None and job is self._job:  # who was told of the progress may have begun something else
            self._end(*end)

    def _end(self, result: Any, error: Exception | None) -> None:
        self._job = None
        self._look.stop()
        if error is None:
            self.finished.emit(result)
        elif isinstance(error, UserError):
            self.failed.emit(error)
        else:
            self.cancelled.emit()
            if not isinstance(error, Cancelled):
                raise error  # in the window's thread, where crashes are told
