"""The log of the program: what went wrong, for those who mend it. It holds where in the code, never the content of a plan."""

from __future__ import annotations

import logging
import re
import sqlite3
import traceback
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING

from . import paths

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

log = logging.getLogger("xiezuo")
log.addHandler(logging.NullHandler())  # nothing on the screen: who logs also says it in words
log.propagate = False

# The words of these errors name things of the code; those of all others (KeyError, ValueError …) quote what was worked on.
_SPEAK_OF_CODE = (AttributeError, TypeError, NameError, ImportError, RuntimeError, sqlite3.Error)
_NOT_CODE = re.compile(r"[^\x00-\x7f]+")


def log_file() -> Path:
    """Where the program writes what went wrong."""
    return paths.settings_folder() / "xiezuo.log"


def fault_file() -> Path:
    """Where the interpreter itself writes where it stood when the process died."""
    return log_file().with_suffix(".fault")


def traceback_of(error: BaseException) -> str:
    """Where an error arose and what kind it is, with those it came from, without a word of what was worked on."""
    earlier = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    before = f"{traceback_of(earlier)}then:\n" if earlier and earlier is not error else ""
    return f"{before}{''.join(traceback.format_tb(error.__traceback__))}{_kind_of(error)}\n"


def _kind_of(error: BaseException) -> str:
    name = type(error).__qualname__
    if isinstance(error, OSError):
        return f"{name}: {error.errno}"
    if isinstance(error, _SPEAK_OF_CODE):
        return f"{name}: {_NOT_CODE.sub('…', str(error))}"
    return name


class _Formatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None  # what another handler made of the error
        return super().format(record)

    def formatException(
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        return traceback_of(ei[1]) if ei[1] else ""


def open_log() -> None:
    """Begin to write the log; where its folder cannot be written, nothing is logged."""
    try:
        log_file().parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(log_file(), maxBytes=500_000, backupCount=2, encoding="utf-8", delay=True)
    except OSError:
        return
    handler.setFormatter(_Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)


def close_log() -> None:
    """Let go of the file of the log."""
    for handler in log.handlers[1:]:
        handler.close()
        log.removeHandler(handler)
