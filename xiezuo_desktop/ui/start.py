"""From process start to the first paint, as short as it can be; what can wait is done after it."""

from __future__ import annotations

import gc
import os
import sys
from _thread import start_new_thread
from typing import TYPE_CHECKING

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication

from ..core.errors import UserError
from . import theme
from .crash import CrashHook, refuse_broken_qt
from .main_window import MainWindow
from .session import Session, leaves_no_trace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .one_window import OneWindow

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
        tell_without_qt(refusal)
        return 3
    place = None
    if not leaves_no_trace():
        from .one_window import OneWindow

        place = OneWindow()
        if not place.take() and place.ask(file):
            return 0
    app = make_application()
    start_new_thread(_look_up_fonts, ())
    plugins = app.libraryPaths()
    # The menu bar asks for a picture that Qt has built in, after looking into the plugins of all formats.
    app.setLibraryPaths([])
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
        (lambda: app.exit(0)) if leaves_no_trace() else lambda: _after_first_paint(app, window, hook, place, plugins)
    )
    window.setFocus()  # else the first button of the navigation has it until `complete`, with a frame around it
    window.show()
    code = app.exec()
    hook.close_log()
    if place:
        place.close()
    if leaves_no_trace():
        os._exit(code)  # nothing was written: taking Qt and Python apart would only be measured
    return code


def _look_up_fonts() -> None:
    """Let Qt read which fonts there are, which it does once, while the plan is read: neither needs Python meanwhile."""
    QFontMetrics(theme.font()).horizontalAdvance("字")


def tell_without_qt(sentence: str) -> None:
    """Say why the program cannot start: on standard error, on Windows in a box too, where a window has no standard error."""
    if sys.stderr is not None:
        sys.stderr.write(sentence + "\n")
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.MessageBoxW(None, sentence, "协作任务书", 0x30)


def _open(session: Session, file: Path) -> UserError | None:
    """Open the file before there is a window, so that no page is made in vain."""
    try:
        session.open(file)
    except UserError as error:
        return error
    return None


def _after_first_paint(
    app: QApplication, window: MainWindow, hook: CrashHook, place: OneWindow | None, plugins: list[str]
) -> None:
    from PySide6.QtCore import QLibraryInfo, QTimer, QTranslator

    from .rubbish import RubbishCollector
    from .widgets.look import dress_again
    from .work import Work

    app.setLibraryPaths(plugins)
    dress_again(window)
    gc.freeze()  # what the window is made of is never rubbish
    RubbishCollector(app)
    window.complete()
    QTimer.singleShot(0, lambda: _greet(app, window, place))
    hook.open_log()
    words = QTranslator(app)
    if words.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(words)
    from .dialogs.crash_dialog import show_crash

    hook.crashed.connect(lambda text: show_crash(text, window))
    warming = Work(window)
    window.closing.connect(warming.stop)
    QTimer.singleShot(WARM_AFTER, lambda: warming.start(_warm(window.session)))


def _greet(app: QApplication, window: MainWindow, place: OneWindow | None) -> None:
    """Ask what to do with a file from elsewhere, say what this PC lacks, and begin to hear other starts of the program."""
    from .guards import what_is_lacking

    if place:
        place.listen(window)
    file = window.session.file
    # asked first: a font that is missing is replaced before any question is shown
    lacking = what_is_lacking(app, file.last_change().date() if file else None)
    window.files.greet()
    if lacking:
        window.banner.also_say("\n".join(lacking))


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
