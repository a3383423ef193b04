"""When something goes wrong that nobody foresaw: a line in the log, one dialog, and the program goes on."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TextIO

import PySide6
from PySide6.QtCore import QObject, Signal

from .. import __version__
from ..core.errors import UserError

if TYPE_CHECKING:
    from types import TracebackType

# The line that loses a reference of None with every call on CPython below 3.12: dies after some 5,700 calls.
BROKEN_PYSIDE = (6, 12)
MOST_FAULTS = 200_000  # bytes of the file of faults, from which on it is begun anew


def refuse_broken_qt(pyside: str = "", python: tuple[int, ...] = ()) -> str:
    """A sentence when this Python and this PySide6 cannot work together, else ""."""
    version = tuple(int(n) for n in (pyside or PySide6.__version__).split(".")[:2])
    if version == BROKEN_PYSIDE and (python or sys.version_info) < (3, 12):
        return "PySide6 6.12 在 Python 3.12 以下会随机崩溃，请改装 PySide6-Essentials 6.8.3。"
    return ""


class CrashHook(QObject):
    """Takes over `sys.excepthook`. A UserError is told in its own words; everything else is logged and shown once."""

    told = Signal(object)  # UserError
    crashed = Signal(str)  # what to send to whoever maintains the program; no content of a plan

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._seen: set[str] = set()
        self._fault_file: TextIO | None = None
        self._is_logging = False

    def install(self) -> None:
        """Begin to listen."""
        sys.excepthook = self.hook

    def open_log(self) -> None:
        """Open the log file; later than the first paint, because nobody waits for it."""
        import faulthandler

        from .. import logbook

        logbook.open_log()
        self._is_logging = True
        place = logbook.fault_file()
        try:
            if place.exists() and place.stat().st_size > MOST_FAULTS:
                place.replace(place.with_suffix(".fault.1"))
            self._fault_file = place.open("a", encoding="utf-8")
        except OSError:
            return
        faulthandler.enable(self._fault_file)

    def close_log(self) -> None:
        """Let go of the files of the log."""
        if not self._is_logging:
            return
        import faulthandler

        from .. import logbook

        if self._fault_file:
            faulthandler.disable()
            self._fault_file.close()
        logbook.close_log()

    def hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """What Python calls for an exception that nobody caught."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        if isinstance(error, UserError):
            self.told.emit(error)
            return
        from .. import logbook

        logbook.log.error("unforeseen", exc_info=(kind, error, trace))
        if sys.stderr is not None and not getattr(sys, "frozen", False):
            sys.__excepthook__(kind, error, trace)  # in full, for who works on the program
        import traceback

        place = repr(traceback.extract_tb(trace)[-1:]) + kind.__name__
        if place not in self._seen:  # a mistake in painting would come back with every repaint
            self._seen.add(place)
            self.crashed.emit(
                f"协作任务书 {__version__}，PySide6 {PySide6.__version__}，Python {sys.version.split()[0]}，"
                f"{sys.platform}\n\n{logbook.traceback_of(error)}"
            )
