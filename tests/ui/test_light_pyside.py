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


def test_help_says_what_it_says_as_ever():
    ask = "import pydoc\nfrom PySide6.QtWidgets import QPushButton\nprint(pydoc.render_doc(QPushButton.setIcon))"
    told = said(LIGHT + ask)
    assert "setIcon" in told
    assert told == said(ask)


@pytest.mark.parametrize("missing", ["PySide6", "PySide6.QtCore", "shiboken6", "shiboken6.Shiboken"])
def test_a_part_that_is_missing_leaves_python_as_it_was(missing):
    code = f"""
import sys, enum
sys.modules[{missing!r}] = None
from xiezuo_desktop.ui.light_pyside import import_pyside
try:
    import_pyside()
    import PySide6.QtCore
except ImportError:
    import enum as after, zipfile
    print(after is enum, hasattr(zipfile, "ZipFile"))
"""
    assert said(code).strip() == "True True"
