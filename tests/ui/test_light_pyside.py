"""PySide6 imported without what explains its functions, each time in a process of its own: it explains them when asked."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from ..builders import ROOT

EXPLAINING = ("inspect", "zipfile", "shibokensupport.signature.parser")
ASK = """
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
app = QApplication([])
for wrong in (lambda: QWidget().resize("wide"), lambda: QPushButton(nonsense=1), lambda: QWidget().resize("wide")):
    try:
        wrong()
    except (TypeError, AttributeError) as error:
        print(type(error).__name__, error)
print(QWidget.resize.__doc__)
import shiboken6, zipfile
print(shiboken6.isValid(app), shiboken6.__version__, zipfile.ZipFile)
"""
LIGHT = "from xiezuo_desktop.ui.light_pyside import import_pyside\nimport_pyside()\n"


def said(code: str) -> str:
    """What a program says on its standard output."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_wrong_call_is_explained_as_ever():
    told = said(LIGHT + ASK)
    assert "QWidget.resize(w: int, h: int, /)" in told
    assert told == said(ASK)


def test_what_explains_is_not_loaded_before():
    code = f"import sys, PySide6.QtWidgets\nprint([name for name in {EXPLAINING!r} if name in sys.modules])"
    assert said(LIGHT + code).strip() == "[]"


@pytest.mark.parametrize(
    "before",
    [
        "import PySide6.QtWidgets\n",
        "from xiezuo_desktop.ui import light_pyside\nlight_pyside.KNOWN = (6, 7)\n",
    ],
    ids=["imported already", "another version"],
)
def test_it_is_imported_as_ever(before):
    code = f"import sys\n{before}{LIGHT}import PySide6.QtWidgets\nprint({EXPLAINING[2]!r} in sys.modules)"
    assert said(code).strip() == "True"
