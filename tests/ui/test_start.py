"""The start of the program as a process of its own: it paints, ends well, writes nothing and has loaded nothing heavy."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from ..builders import ROOT
from .windows import make_plan

HEAVY = (
    "openpyxl",
    "reportlab",
    "docx",
    "pypinyin",
    "sqlite_utils",
    "click",
    "lxml",
    "pypdfium2",
    "fontTools",
    "rapidfuzz",
    # Loaded where they are used: each costs 1 to 10 ms that nobody should wait for when opening a file.
    "_hashlib",
    "PySide6.QtSvg",
    "inspect",  # comes with dataclasses
    "zipfile",
    "logging.handlers",
    "xiezuo_desktop.core.adjusting",
    "xiezuo_desktop.storage.copies",
    "xiezuo_desktop.storage.derive",
    "xiezuo_desktop.storage.history",
    "xiezuo_desktop.storage.verify",
    "xiezuo_desktop.storage.write",
    "xiezuo_desktop.ui.delegates.cell_editor",
    "xiezuo_desktop.ui.file_commands",
    "xiezuo_desktop.ui.pages.outline_drag",
    "xiezuo_desktop.ui.pages.outline_keys",
    "xiezuo_desktop.ui.search",
    "xiezuo_desktop.ui.window_menus",
    "xiezuo_desktop.ui.widgets.record_picker",
)
MOST_MODULES = {"plan": 63, "start": 28}  # of our own before the first paint
MOST_ENUMS = {"plan": 200, "start": 171}  # of PySide6: 92 are the names of `Qt`
MOST_MEMBERS = {"plan": 330, "start": 300}  # of those enums, made because somebody asked: `Qt.Key` alone has 470
PROBE = f"""
import enum, sys, os
KINDS = enum.Enum, enum.IntEnum, enum.Flag, enum.IntFlag
def leave(code):
    made = [each for kind in KINDS for each in kind.__subclasses__() if each.__module__.startswith("PySide6")]
    members = sum(len(vars(each)["_member_map_"]) for each in made)
    loaded = [m for m in {HEAVY!r} if m in sys.modules]
    ours = sum(m.startswith("xiezuo_desktop") for m in sys.modules)
    sys.stdout.write(f"{{','.join(loaded)}};{{ours}};{{len(made)}};{{members}}")
    sys.stdout.flush()
    end(code)
end, os._exit = os._exit, leave
from xiezuo_desktop.app import main
main(sys.argv[1:])
"""

# The window that comes back to the print page: how many dots the arrow of its first box is made of.
ARROW = """
import os, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox
from xiezuo_desktop.app import main
from xiezuo_desktop.ui.main_window import MainWindow
begin, complete = MainWindow.__init__, MainWindow.complete
def begin_there(window, session):
    begin(window, session)
    window.show_page("print")
def look(window):
    picture = window.current_page.findChild(QComboBox).grab().toImage()
    at = [(x, y) for x in range(picture.width() - 20, picture.width() - 6) for y in range(8, picture.height() - 8)]
    sys.stdout.write(str(sum(picture.pixelColor(*each).lightness() < 160 for each in at)))
    sys.stdout.flush()
    os._exit(0)
def completed(window):
    complete(window)
    QTimer.singleShot(0, lambda: look(window))
MainWindow.__init__, MainWindow.complete = begin_there, completed
main(sys.argv[1:])
"""


def run(*arguments: str, code: str = "", settings: str, quit: bool = True) -> subprocess.CompletedProcess[str]:
    """Run the program until its first paint."""
    environment = os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        "XIEZUO_QUIT_AFTER_PAINT": "1" if quit else "",
        "XIEZUO_SETTINGS_DIR": settings,
    }
    command = [sys.executable, "-c", code] if code else [sys.executable, str(ROOT / "main.py")]
    return subprocess.run([*command, *arguments], env=environment, capture_output=True, text=True, timeout=60, cwd=ROOT)


@pytest.mark.parametrize("with_file", [True, False])
def test_it_ends_after_the_first_paint_and_leaves_no_trace(tmp_path, with_file):
    plan = make_plan(tmp_path / "plan.xiezuo")
    before = plan.read_bytes()
    done = run(*([str(plan)] if with_file else []), settings=str(tmp_path / "settings"))
    assert (done.returncode, done.stdout) == (0, "")
    assert [p.name for p in tmp_path.iterdir()] == ["plan.xiezuo"]
    assert plan.read_bytes() == before


@pytest.mark.parametrize("what", ["plan", "start"])
def test_nothing_heavy_is_loaded_before_the_first_paint(tmp_path, what):
    plan = make_plan(tmp_path / "plan.xiezuo")
    done = run(*([str(plan)] if what == "plan" else []), code=PROBE, settings=str(tmp_path / "settings"))
    assert done.returncode == 0, done.stderr
    loaded, ours, enums, members = done.stdout.split(";")
    assert loaded == ""
    assert int(ours) <= MOST_MODULES[what]
    assert 0 < int(enums) <= MOST_ENUMS[what]
    assert 0 < int(members) <= MOST_MEMBERS[what]


def test_a_file_that_is_no_plan_shows_the_window_with_a_sentence(tmp_path):
    (tmp_path / "x.xiezuo").write_bytes(b"nonsense" * 1000)
    assert run(str(tmp_path / "x.xiezuo"), settings=str(tmp_path)).returncode == 0


def test_the_arrows_of_the_page_that_is_shown_first_are_drawn(tmp_path):
    plan = make_plan(tmp_path / "plan.xiezuo")
    done = run(str(plan), code=ARROW, settings=str(tmp_path / "settings"), quit=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 5
