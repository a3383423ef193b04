"""One window a person and screen: a program that is started once more hands its file to the window that is there.

A lock in the settings folder tells whether there is one. The other program leaves a request beside it, which the window
takes away when it obeys, and answers when it is busy; then the other program opens a window of its own. Files do for this
on every system, without a port or a service.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, QLockFile, QObject, QSysInfo, Qt
from PySide6.QtWidgets import QApplication

from .. import paths

if TYPE_CHECKING:
    from .main_window import MainWindow

PATIENCE = 2.5  # seconds a window has to answer; while it is starting it cannot
_BUSY = "busy"
_STEP = 0.02


class OneWindow(QObject):
    """The place of the one window. Whoever holds it listens; everybody else asks."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        screen = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY") or os.environ.get("SESSIONNAME") or ""
        name = re.sub(r"[^\w-]", "_", f"window-{QSysInfo.machineHostName()}-{screen}")
        folder = paths.settings_folder()
        self._request = folder / f"{name}.open"
        self._lock = QLockFile(str(folder / f"{name}.lock"))
        self._lock.setStaleLockTime(0)  # by age; that of a process which is no more does not count all the same
        self._window: MainWindow | None = None

    def take(self) -> bool:
        """Become the one window; False only when there is one already."""
        with contextlib.suppress(OSError):
            self._request.parent.mkdir(parents=True, exist_ok=True)
        return self._lock.tryLock(0) or self._lock.error() != QLockFile.LockError.LockFailedError

    def ask(self, file: Path | None, patience: float = PATIENCE) -> bool:
        """Let the one window show itself, with this file; whether it did so in time."""
        if sys.platform == "win32":
            import ctypes

            ctypes.windll.user32.AllowSetForegroundWindow(-1)  # else Windows lets it blink in the task bar only
        try:
            _write(self._request, str(file.absolute()) if file else "")
        except OSError:
            return False
        end = time.monotonic() + patience
        while time.monotonic() < end:
            time.sleep(_STEP)
            try:
                if self._request.read_text("utf-8") == _BUSY:
                    break
            except FileNotFoundError:
                return True
            except OSError:
                continue  # it is just being answered
        try:
            self._request.unlink()
        except FileNotFoundError:
            return True  # obeyed in the last moment
        except OSError:
            return False
        return False

    def listen(self, window: MainWindow) -> None:
        """Obey requests from now on, and one that came while the window was starting."""
        if not self._lock.isLocked():
            return
        self._window = window
        watcher = QFileSystemWatcher([str(self._request.parent)], self)
        watcher.directoryChanged.connect(self._look)
        self._look()

    def close(self) -> None:
        """Give the place free."""
        self._window = None
        self._lock.unlock()

    def _look(self) -> None:
        if self._window is None:
            return
        try:
            wanted = self._request.read_text("utf-8")
            if wanted == _BUSY:
                return
            if wanted and _is_busy(self._window):
                _write(self._request, _BUSY)
                return
            self._request.unlink()
        except OSError:
            return  # there is none, or it was withdrawn
        show(self._window)
        file = Path(wanted) if wanted else None
        if file is None:
            self._window.session.said.emit("程序已经打开，就在这个窗口里。", False)
        elif file != self._window.session.path:
            self._window.files.open_path(file)


def show(window: MainWindow) -> None:
    """Bring a window to the front."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()


def _is_busy(window: MainWindow) -> bool:
    return QApplication.activeModalWidget() is not None or window.session.writing is not None


def _write(place: Path, text: str) -> None:
    """Put a text there at once, never half of it."""
    beside = place.with_suffix(f".{os.getpid()}")
    beside.write_text(text, "utf-8")
    beside.replace(place)
