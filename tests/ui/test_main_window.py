"""The main window: start, menus, banner, crash hook, what it remembers."""

from __future__ import annotations

import sys
from itertools import pairwise

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMessageBox, QPushButton

from xiezuo_desktop import logbook, paths
from xiezuo_desktop.core.errors import Invalid
from xiezuo_desktop.core.records import Indicator, Unit
from xiezuo_desktop.ui import crash, settings
from xiezuo_desktop.ui.dialogs.crash_dialog import show_crash
from xiezuo_desktop.ui.dialogs.keys_dialog import KeysDialog
from xiezuo_desktop.ui.page import Page
from xiezuo_desktop.ui.page_table import PAGES, START
from xiezuo_desktop.ui.picture import save_window_picture

from .windows import make_plan, open_window


@pytest.fixture
def plan_path(tmp_path):
    """A small plan."""
    return make_plan(tmp_path / "plan.xiezuo")


@pytest.fixture
def window(qtbot, plan_path):
    """The window on it."""
    return open_window(qtbot, plan_path)


def menu_actions(window):
    """All actions of all menus."""
    return [a for _, actions in window.menu_table for a in actions if a is not None]


def test_every_command_stands_in_a_menu_with_a_letter(window):
    actions = menu_actions(window)
    assert len(actions) > 30
    assert all("(&" in a.text() for a in actions)


def test_letters_are_unique_within_a_menu(window):
    for name in ("indicators", "units", "print"):
        window.show_page(name)
        for title, actions in window.menu_table:
            letters = [a.text().split("(&")[1][0] for a in actions if a is not None]
            assert len(letters) == len(set(letters)), title


def test_keys_are_unique(window):
    keys = [k.toString() for a in menu_actions(window) for k in a.shortcuts() if not k.isEmpty()]
    assert len(keys) == len(set(keys))


def test_the_sheet_of_keys_shows_them_all(window, qtbot):
    dialog = KeysDialog(window.menu_table, window)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.close()


def test_the_title_names_the_file_and_the_header_the_plan(window):
    assert window.windowTitle() == "plan – 协作任务书"
    assert window.header._title._whole == "临江区协作2024年指标任务分解表"
    assert window.header._meta._whole == "3 个类别 · 7 项指标（含 2 项“其中”） · 2024 年度"


def test_without_a_file_the_start_page_is_shown(qtbot):
    window = open_window(qtbot, None)
    assert not window.header.isVisible()
    assert not window.preview.isEnabled()
    assert window.windowTitle() == "协作任务书"


def test_all_pages_open(window):
    for name in ("units", "print", "indicators"):
        window.show_page(name)
        assert window.current_page is window.page(name)


def test_a_record_is_shown_on_the_page_that_has_it(window):
    unit = window.session.plan.units[0]
    window.session.wanted.emit(Unit, unit.key)
    assert window.current_page is window.page("units")
    indicator = window.session.plan.indicators[3]
    window.session.wanted.emit(Indicator, indicator.key)
    assert window.current_page is window.page("indicators")
    assert window.current_page.current_id() == indicator.id


def test_an_error_appears_as_a_banner_and_not_as_a_modal_window(window):
    window.session.failed.emit(Invalid("这样不行。", "请改一下。"))
    assert window.banner.isVisible()
    assert window.banner.text == "这样不行。请改一下。"


def test_a_file_somebody_else_has_is_read_only_with_two_ways_out(qtbot, plan_path):
    from xiezuo_desktop.ui.file_lock import FileLock

    lock = FileLock(plan_path)
    assert lock.take("王丽")
    window = open_window(qtbot, plan_path)
    page = window.page("indicators")
    assert "王丽" in window.banner.text
    assert [w.text().strip() for w in window.banner._ways] == ["重试", "另存副本…"]
    assert not window.import_.isEnabled()
    assert not page.actions_.add.isEnabled()
    assert window.preview.isEnabled()
    index = page.model.index_of(window.session.plan.indicators[0].id, 3)
    assert not index.flags() & Qt.ItemFlag.ItemIsEditable
    lock.release()
    window.banner._ways[0].click()
    assert window.session.can_edit
    assert not window.banner.isVisible()
    assert page.actions_.add.isEnabled()


def test_a_plan_dropped_on_the_window_is_opened(qtbot, window, tmp_path):
    other = make_plan(tmp_path / "other.xiezuo")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(other))])
    drop = QDropEvent(
        QPointF(10, 10), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    window.dropEvent(drop)
    qtbot.waitUntil(lambda: window.session.path == other)
    assert settings.recent_files()[0] == other


def test_a_file_is_taken_though_its_sender_has_let_go_of_it_at_the_drop(qtbot, window, tmp_path):
    other = make_plan(tmp_path / "other.xiezuo")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(other))])
    how = Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(10, 10), *how)
    window.dragEnterEvent(enter)
    assert "松开鼠标" in window.drops.words.text()
    assert not window.drops.words.isHidden()
    assert enter.isAccepted()
    data.clear()
    window.dropEvent(QDropEvent(QPointF(10, 10), *how))
    assert window.drops.words.isHidden()
    qtbot.waitUntil(lambda: window.session.path == other)


def test_the_status_bar_speaks_of_the_page_that_is_seen(window):
    window.show_page("indicators")
    behind = window.current_page
    window.show_page("units")
    shown = window.status._summary.text()
    behind.summary_changed.emit("目标 1 次")
    assert window.status._summary.text() == shown


def test_closing_the_file_goes_back_to_the_start_page(window):
    window.files.close.trigger()
    assert window.session.path is None
    assert not window.header.isVisible()


def test_a_narrow_window_shows_icons_and_hides_the_detail_panel(qtbot, window):
    page = window.page("indicators")
    assert page.detail.isVisible()
    window.resize(920, 500)
    qtbot.waitUntil(lambda: window.navigation.width() < 100)
    assert not page.detail.isVisible()
    page.toggle_detail()
    assert page.detail.isVisible()
    window.resize(1366, 697)
    qtbot.waitUntil(lambda: window.navigation.width() > 100)
    assert page.detail.isVisible()


def test_the_hook_logs_and_tells_each_mistake_once(qtbot, monkeypatch):
    hook = crash.CrashHook()
    monkeypatch.setattr(sys, "excepthook", hook.hook)
    told: list[str] = []
    hook.crashed.connect(told.append)
    hook.open_log()
    for _ in range(3):
        try:
            raise RuntimeError("mistake")
        except RuntimeError:
            hook.hook(*sys.exc_info())
    hook.close_log()
    assert len(told) == 1
    assert "RuntimeError: mistake" in told[0]
    assert logbook.log_file().read_text(encoding="utf-8").count("RuntimeError: mistake") == 3


def test_a_user_error_that_nobody_caught_speaks_for_itself(qtbot):
    hook = crash.CrashHook()
    told: list[object] = []
    hook.told.connect(told.append)
    error = Invalid("这样不行。")
    hook.hook(Invalid, error, None)
    assert told == [error]


def test_the_crash_dialog_says_what_is_safe(qtbot, window):
    box = show_crash("details", window)
    qtbot.addWidget(box)
    assert isinstance(box, QMessageBox)
    assert "都已保存" in box.informativeText()
    box.close()


def test_the_broken_qt_is_refused(monkeypatch):
    assert crash.refuse_broken_qt() == ""
    monkeypatch.setattr(crash.PySide6, "__version__", "6.12.0")
    assert ("崩溃" in crash.refuse_broken_qt()) == (sys.version_info < (3, 12))


def test_void_calls_leave_none_alone(window):
    before = sys.getrefcount(None)
    for _ in range(200):
        window.statusBar().setEnabled(True)
    assert sys.getrefcount(None) > before - 100


def test_recent_files_forget_what_is_gone(tmp_path):
    one, two = tmp_path / "一.xiezuo", tmp_path / "二.xiezuo"
    for path in (one, two):
        path.touch()
        settings.add_recent_file(path)
    assert settings.recent_files()[:2] == [two, one]
    two.unlink()
    assert settings.recent_files()[0] == one


def test_a_picture_of_the_window_is_saved(qtbot, plan_path, tmp_path):
    assert save_window_picture(plan_path, tmp_path / "window.png") == 0
    assert (tmp_path / "window.png").stat().st_size > 10_000


@pytest.mark.parametrize("page", [START, *PAGES], ids=lambda page: page.name)
def test_every_line_of_the_page_table_names_a_page_and_an_icon(page):
    assert issubclass(page.load(), Page)
    assert (paths.resources() / "icons" / f"{page.picture}.svg").exists()


@pytest.mark.parametrize("size", [(1366, 697), (911, 465)], ids=["768 lines", "at 150 %"])
def test_every_page_can_be_reached_in_the_navigation_of_a_small_window(qtbot, plan_path, size):
    window = open_window(qtbot, plan_path)
    window.resize(*size)
    qtbot.waitUntil(lambda: (window.width(), window.height()) == size)
    window.show_page(PAGES[-1].name)
    last = window.navigation.findChildren(QPushButton)[-2]  # above the command at the bottom
    qtbot.waitUntil(lambda: last.isChecked() and not last.visibleRegion().isEmpty())
    buttons = window.navigation.findChildren(QPushButton)
    tops = [b.mapTo(window.navigation, QPoint(0, 0)).y() for b in buttons]
    assert all(below - above >= 20 for above, below in pairwise(tops))
    assert tops[-1] + buttons[-1].height() <= window.navigation.height()


def test_a_file_opens_where_it_was_left(qtbot, plan_path, tmp_path):
    window = open_window(qtbot, plan_path)
    window.show_page("units")
    unit = window.session.plan.units[2]
    window.current_page.show_record(Unit, unit.key)
    window.close()
    again = open_window(qtbot, plan_path)
    assert again.current_name == "units"
    assert again.current_page.current_record() == unit
    other = make_plan(tmp_path / "另一份.xiezuo")
    again.session.open(other)
    again.show_page("tasks")
    again.session.open(plan_path)
    qtbot.waitUntil(lambda: again.current_name == "units" and again.current_page.current_record() == unit)
    again.session.open(other)
    assert again.current_name == "tasks"


def test_what_is_undone_is_not_offered_for_undoing_again(window):
    window.status.say("已导入“来文.xlsx”", True)
    window.undo.setEnabled(True)
    window.undo.trigger()
    assert window.status._undo.isHidden()
    assert "已导入" not in window.status._message.text()


def test_the_preview_has_no_button_that_leads_to_itself(qtbot, tmp_path):
    window = open_window(qtbot, make_plan(tmp_path / "plan.xiezuo"))
    (button,) = (b for b in window.header.findChildren(QPushButton) if b.text().strip() == "打印预览")
    assert not button.isHidden()
    window.show_page("print")
    assert button.isHidden()
    window.current_page.close_preview()
    window.show_page("indicators")
    assert not button.isHidden()
    assert window.preview.isEnabled()
