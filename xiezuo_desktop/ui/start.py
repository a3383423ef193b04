"""From process start to the first paint, as short as it can be; what can wait is done after it."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from . import theme
from .crash import CrashHook, refuse_broken_qt
from .main_window import MainWindow
from .session import Session, leaves_no_trace

if TYPE_CHECKING:
    from pathlib import Path


def make_application() -> QApplication:
    """The QApplication of this process, dressed as ours."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("xiezuo")
    app.setApplicationDisplayName("")
    theme.apply(app)
    return app


def run_window(file: Path | None) -> int:
    """Open the window, with a plan file when one is given. Returns the exit code."""
    refusal = refuse_broken_qt()
    if refusal:
        sys.stderr.write(refusal + "\n")
        return 3
    gc.disable()  # nothing that is made until the first paint is rubbish yet
    app = make_application()
    hook = CrashHook(app)
    hook.install()
    session = Session(app)
    window = MainWindow(session)
    hook.told.connect(window.show_error)
    if file:
        window.files.open_path(file)
    window.painted.connect(app.quit if leaves_no_trace() else lambda: _after_first_paint(app, window, hook))
    window.show()
    code = app.exec()
    hook.close_log()
    return code


def _after_first_paint(app: QApplication, window: MainWindow, hook: CrashHook) -> None:
    from PySide6.QtCore import QLibraryInfo, QTranslator

    gc.enable()
    gc.freeze()
    hook.open_log()
    words = QTranslator(app)
    if words.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(words)
    from .dialogs.crash_dialog import show_crash

    hook.crashed.connect(lambda text: show_crash(text, window))
