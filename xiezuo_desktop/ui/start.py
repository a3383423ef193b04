"""From process start to the first paint, as short as it can be; what can wait is done after it."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from ..core.errors import UserError
from . import theme
from .crash import CrashHook, refuse_broken_qt
from .main_window import MainWindow
from .session import Session, leaves_no_trace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


WARM_AFTER = 2_000  # ms


def make_application() -> QApplication:
    """The QApplication of this process, with our colours and font."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication([*sys.argv[:1], *theme.STYLE])
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
    app = make_application()
    hook = CrashHook(app)
    hook.install()
    session = Session(app)
    failure = _open(session, file) if file else None
    window = MainWindow(session)
    theme.apply_sheet(app)
    hook.told.connect(window.show_error)
    if failure:
        window.show_error(failure)
    window.painted.connect(
        (lambda: app.exit(0)) if leaves_no_trace() else lambda: _after_first_paint(app, window, hook)
    )
    window.show()
    code = app.exec()
    hook.close_log()
    if leaves_no_trace():
        os._exit(code)  # nothing was written: taking Qt and Python apart would only be measured
    return code


def _open(session: Session, file: Path) -> UserError | None:
    """Open the file before there is a window, so that no page is made in vain."""
    try:
        session.open(file)
    except UserError as error:
        return error
    return None


def _after_first_paint(app: QApplication, window: MainWindow, hook: CrashHook) -> None:
    from PySide6.QtCore import QLibraryInfo, QTimer, QTranslator

    from .rubbish import RubbishCollector
    from .work import Work

    gc.freeze()  # what the window is made of is never rubbish
    RubbishCollector(app)
    window.complete()
    QTimer.singleShot(0, window.files.greet)
    hook.open_log()
    words = QTranslator(app)
    if words.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(words)
    from .dialogs.crash_dialog import show_crash

    hook.crashed.connect(lambda text: show_crash(text, window))
    warming = Work(window)
    window.closing.connect(warming.stop)
    QTimer.singleShot(WARM_AFTER, lambda: warming.start(_warm(window.session)))


def _warm(session: Session) -> Callable[[Callable[[int, int, str], None]], None]:
    """Load what the first search by pinyin needs, aside and before anybody asks for it."""
    plan = session.plan
    names = [*(i.name for i in plan.indicators), *(u.name for u in plan.units), *(g.name for g in plan.groups)]

    def work(report: Callable[[int, int, str], None]) -> None:
        from .search import initials

        for done, name in enumerate(names):
            report(done, len(names), name)
            initials(name)

    return work
