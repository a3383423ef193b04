"""What a PC lacks is said in one sentence each, and a mistake of the program can be reported."""

import sys
import tempfile
from datetime import date

from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QPushButton

from xiezuo_desktop.ui import guards
from xiezuo_desktop.ui.crash import CrashHook, refuse_broken_qt
from xiezuo_desktop.ui.dialogs.crash_dialog import show_crash
from xiezuo_desktop.ui.widgets.banner import Banner

from .windows import open_window


def test_broken_qt_is_refused_with_this_python_only():
    assert "6.8.3" in refuse_broken_qt("6.12.0", (3, 11, 7))
    assert "6.8.3" in refuse_broken_qt("6.12.1a1", (3, 11, 7))
    assert refuse_broken_qt("6.12.0", (3, 12, 0)) == refuse_broken_qt("6.8.3", (3, 11, 7)) == refuse_broken_qt() == ""


def test_wrong_clock_is_told():
    (sentence,) = guards.clock(date(2020, 1, 1), date(2024, 6, 5))
    assert "2020年1月1日" in sentence
    assert not [*guards.clock(date(2024, 6, 5), date(2024, 6, 5)), *guards.clock(date(2020, 1, 1), None)]
    (sentence,) = guards.clock(date(2024, 3, 1), date(2020, 1, 1), date(2024, 6, 5))
    assert "2024年6月5日" in sentence
    assert not [*guards.clock(date(2024, 6, 4), None, date(2024, 6, 5))]


def test_what_a_pc_lacks_stands_below_what_the_banner_says_already(qtbot):
    banner = Banner()
    qtbot.addWidget(banner)
    banner.also_say("时间不对。")
    assert banner.text == "时间不对。"
    banner.say("只读。", kind="lock", ways=[("重试", banner.dismiss)], closable=False)
    banner.also_say("时间不对。")
    assert banner.text == "只读。\n时间不对。"
    assert [b.text() for b in banner.findChildren(QPushButton)] == ["重试"]


def test_folders_that_cannot_be_written_are_named(qtbot, tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("XIEZUO_SETTINGS_DIR", str(tmp_path / "file" / "settings"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    found = guards.what_is_lacking(QGuiApplication.instance())
    assert [str(tmp_path / "file" / "settings") in found[-2], str(tmp_path / "gone") in found[-1]] == [True, True]


def test_nothing_is_said_where_all_is_well(qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("XIEZUO_SETTINGS_DIR", str(tmp_path / "new" / "settings"))
    monkeypatch.setattr(QFontDatabase, "families", lambda *_: ["黑体"])
    assert guards.what_is_lacking(QGuiApplication.instance()) == []


def test_missing_chinese_font_is_told(qtbot, monkeypatch, tmp_path):
    monkeypatch.setattr(QFontDatabase, "families", lambda *_: [])
    monkeypatch.setattr(guards.paths, "fonts_folders", lambda: [tmp_path])
    assert "fonts-wqy-microhei" in next(guards._fonts(QGuiApplication.instance()))


def test_crash_dialog_copies_what_holds_nothing_of_the_plan(qtbot, monkeypatch, tmp_path):
    monkeypatch.setenv("XIEZUO_SETTINGS_DIR", str(tmp_path))
    monkeypatch.setattr(sys, "stderr", None)  # as in a program of the desktop on Windows
    window = open_window(qtbot, None)
    hook, told = CrashHook(), []
    hook.crashed.connect(told.append)
    name = "云岭县教育局"
    try:
        raise KeyError(name)
    except KeyError as error:
        hook.hook(KeyError, error, error.__traceback__)
    box = show_crash(told[0], window)
    buttons = {button.text(): button for button in box.findChildren(QPushButton)}
    assert {"复制错误信息", "打开日志文件夹", "继续"} <= set(buttons)
    assert str(tmp_path) in box.informativeText()
    buttons["复制错误信息"].click()
    copied = QGuiApplication.clipboard().text()
    assert "KeyError" in copied
    assert "test_guards.py" in copied
    assert name not in copied
    box.close()


def test_faults_of_earlier_starts_are_kept(tmp_path, monkeypatch):
    monkeypatch.setenv("XIEZUO_SETTINGS_DIR", str(tmp_path))
    (tmp_path / "xiezuo.fault").write_text("Fatal Python error: before\n")
    hook = CrashHook()
    hook.open_log()
    hook.close_log()
    assert "before" in (tmp_path / "xiezuo.fault").read_text()
