"""When something goes wrong that nobody foresaw: a line in the log, one dialog, and the program goes on."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, TextIO

import PySide6
from PySide6.QtCore import QObject, Signal

from .. import __version__, paths
from ..core.errors import UserError

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

BROKEN_PYSIDE = (
    6,
    12,
    0,
)  # loses a reference of None with every call on CPython below 3.12: dies after some 5,700 calls

log = logging.getLogger("xiezuo")
log.addHandler(logging.NullHandler())  # nothing on the screen: the hook itself writes to stderr
log.propagate = False


def refuse_broken_qt() -> str:
    """A sentence when this Python and this PySide6 cannot work together, else ""."""
    version = tuple(int(n) for n in PySide6.__version__.split(".")[:3])
    if version == BROKEN_PYSIDE and sys.version_info < (3, 12):
        return "PySide6 6.12.0 在 Python 3.12 以下会随机崩溃，请改装 PySide6-Essentials 6.8.3。"
    return ""


def log_file() -> Path:
    """Where the program writes what went wrong."""
    return paths.settings_folder() / "xiezuo.log"


class CrashHook(QObject):
    """Takes over `sys.excepthook`. A UserError is told in its own words; everything else is logged and shown once."""

    told = Signal(object)  # UserError
    crashed = Signal(str)  # the traceback

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._seen: set[str] = set()
        self._fault_file: TextIO | None = None
        self._log_file: logging.Handler | None = None

    def install(self) -> None:
        """Begin to listen."""
        sys.excepthook = self.hook

    def open_log(self) -> None:
        """Open the log file; later than the first paint, because nobody waits for it."""
        import faulthandler
        from logging.handlers import RotatingFileHandler

        try:
            log_file().parent.mkdir(parents=True, exist_ok=True)
            handler = RotatingFileHandler(log_file(), maxBytes=500_000, backupCount=2, encoding="utf-8", delay=True)
            self._fault_file = log_file().with_suffix(".fault").open("w", encoding="utf-8")
        except OSError:
            return
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        log.addHandler(handler)
        self._log_file = handler
        faulthandler.enable(self._fault_file)

    def close_log(self) -> None:
        """Let go of the files of the log."""
        if self._fault_file:
            import faulthandler

            faulthandler.disable()
            self._fault_file.close()
        if self._log_file:
            log.removeHandler(self._log_file)
            self._log_file.close()

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
        log.error("%s", text)
        sys.stderr.write(text)
        place = repr(traceback.extract_tb(trace)[-1:]) + kind.__name__
        if place not in self._seen:  # a mistake in painting would come back with every repaint
            self._seen.add(place)
            self.crashed.emit(
                f"协作任务书 {__version__}，PySide6 {PySide6.__version__}，Python {sys.version.split()[0]}\n\n{text}"
            )
