"""A program that is started once more hands its file to the window that is there."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

import pytest
from PySide6.QtWidgets import QDialog

from xiezuo_desktop.ui import one_window, settings

from ..builders import ROOT
from .windows import make_plan, open_window


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.setenv("XIEZUO_SETTINGS_DIR", str(tmp_path / "settings"))
    first = one_window.OneWindow()
    assert first.take()
    yield first
    first.close()


def asked(qtbot, file) -> bool:
    """What a second program hears, which asks while the first one goes on."""
    answers: list[bool] = []
    other = one_window.OneWindow()
    thread = threading.Thread(target=lambda: answers.append(other.ask(file)))
    thread.start()
    qtbot.waitUntil(lambda: bool(answers), timeout=5000)
    thread.join()
    return answers[0]


def test_file_of_a_second_start_is_opened_in_the_first_window(qtbot, tmp_path, place, monkeypatch):
    monkeypatch.setattr(settings, "recent_files", lambda: [two])
    one, two = (make_plan(tmp_path / f"{name}.xiezuo") for name in ("一", "二"))
    window = open_window(qtbot, one)
    window.showMinimized()
    place.listen(window)
    assert asked(qtbot, two)
    qtbot.waitUntil(lambda: window.session.path == two)
    assert not window.isMinimized()
    assert asked(qtbot, None)
    assert window.session.path == two


def test_request_made_while_the_first_is_starting_is_heard(qtbot, tmp_path, place, monkeypatch):
    plan = make_plan(tmp_path / "一.xiezuo")
    monkeypatch.setattr(settings, "recent_files", lambda: [plan])
    assert not one_window.OneWindow().take()
    one_window._write(place._request, str(plan))
    window = open_window(qtbot, None)
    place.listen(window)
    assert window.session.path == plan
    assert not place._request.exists()


def test_busy_window_lets_the_other_open_one_of_its_own(qtbot, tmp_path, place):
    window = open_window(qtbot, None)
    place.listen(window)
    dialog = QDialog(window)
    dialog.setModal(True)
    dialog.show()
    assert not asked(qtbot, make_plan(tmp_path / "一.xiezuo"))
    assert window.session.path is None
    assert not place._request.exists()
    dialog.close()


def test_silent_window_is_not_waited_for_long(place, tmp_path):
    assert not one_window.OneWindow().ask(tmp_path / "一.xiezuo", patience=0.1)
    assert not place._request.exists()


def test_lock_of_a_program_that_died_does_not_count(tmp_path, monkeypatch):
    settings_folder = tmp_path / "settings"
    monkeypatch.setenv("XIEZUO_SETTINGS_DIR", str(settings_folder))
    code = (
        "import os; from xiezuo_desktop.ui.one_window import OneWindow; p = OneWindow(); print(p.take()); os._exit(1)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, env=os.environ)
    assert done.stdout.strip() == "True"
    assert [path.suffix for path in settings_folder.iterdir()] == [".lock"]
    place = one_window.OneWindow()
    assert place.take()
    place.close()
