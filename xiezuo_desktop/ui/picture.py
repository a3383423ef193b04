"""A picture of the real window, made without a display: for the demonstration and the manual."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def save_window_picture(file: Path, picture: Path, size: tuple[int, int] = (1366, 697)) -> int:
    """Open a plan file in the window and save what it shows as a PNG. Returns the exit code of the program."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import qInstallMessageHandler

    # without a display Qt remarks for each window that it cannot tell a window manager its least size
    qInstallMessageHandler(
        lambda _kind, _where, text: None if "propagateSizeHints" in text else print(text, file=sys.stderr)
    )
    from ..core.errors import UserError
    from . import theme
    from .main_window import MainWindow
    from .session import Session
    from .start import make_application

    app = make_application()
    session = Session()
    try:
        session.open(file)
    except UserError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    window = MainWindow(session)
    theme.apply_sheet(app)
    try:
        window.resize(*size)
        window.show()
        window.complete()
        app.processEvents()
        first = session.plan.indicators[:1]
        for indicator in first:
            window.show_record(type(indicator), indicator.key)
        for _ in range(5):  # heights that follow from widths settle one after the other
            app.processEvents()
        if not window.grab().save(str(picture)):
            sys.stderr.write(f"不能写入图片“{picture}”，请换一个文件夹。\n")
            return 3
    finally:
        window.close()
    return 0
