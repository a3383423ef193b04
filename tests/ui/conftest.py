"""What every test of the screen needs."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QGuiApplication


@pytest.fixture(autouse=True, scope="package")
def rubbish_is_collected_in_this_thread():
    """As in the program (ui/rubbish.py): a collection inside a worker thread would take Qt objects apart there."""
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture(autouse=True)
def windows_go_with_their_test():
    """Closed windows are deleted before the next test begins: each one that stays makes every style sheet slower.

    The clipboard is emptied: what Python put there must not be left to the end of the process.
    """
    yield
    if QCoreApplication.instance() is not None:
        QGuiApplication.clipboard().clear()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect(1)
