"""The log of the program: what went wrong, for those who mend it. It holds tracebacks, never the content of a plan."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING

from . import paths

if TYPE_CHECKING:
    from pathlib import Path

log = logging.getLogger("xiezuo")
log.addHandler(logging.NullHandler())  # nothing on the screen: who logs also says it in words
log.propagate = False


def log_file() -> Path:
    """Where the program writes what went wrong."""
    return paths.settings_folder() / "xiezuo.log"


def open_log() -> None:
    """Begin to write the log; where its folder cannot be written, nothing is logged."""
    try:
        log_file().parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(log_file(), maxBytes=500_000, backupCount=2, encoding="utf-8", delay=True)
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)


def close_log() -> None:
    """Let go of the file of the log."""
    for handler in log.handlers[1:]:
        handler.close()
        log.removeHandler(handler)
