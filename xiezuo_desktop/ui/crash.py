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

BROKEN_PYSIDE = (
    6,
    12,
    0,
)  # loses a reference of None with every call on CPython below 3.12: dies after some 5,700 calls


def refuse_broken_qt() -> str:
    """A sentence when this Python and this PySide6 cannot work together, else ""."""
    version = tuple(int(n) for n in PySide6.__version__.split(".")[:3])
    if version == BROKEN_PYSIDE and sys.version_info < (3, 12):
        return "PySide6 6.12.0 在 Python 3.12 以下会随机崩溃，请改装 PySide6-Essentials 6.8.3。"
    return ""


class CrashHook(QObject):
    """Takes over `sys.excepthook`. A UserError is told in its own words; everything else is logged and shown once."""

    told = Signal(object)  # UserError
    crashed = Signal(str)  # the traceback

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
        try:
            self._fault_file = logbook.log_file().with_suffix(".fault").open("w", encoding="utf-8")
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
        import traceback

        text = "".join(traceback.format_exception(kind, error, trace))
        from .. import logbook

        logbook.log.error("%s", text)
        sys.stderr.write(text)
        place = repr(traceback.extract_tb(trace)[-1:]) + kind.__name__
        if place not in self._seen:  # a mistake in painting would come back with every repaint
            self._seen.add(place)
            self.crashed.emit(
                f"协作任务书 {__version__}，PySide6 {PySide6.__version__}，Python {sys.version.split()[0]}\n\n{text}"
            )
