"""F1: the chapter of the manual that tells of the page."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from xiezuo_desktop import paths
from xiezuo_desktop.ui.dialogs.help_window import INDEX, HelpWindow
from xiezuo_desktop.ui.page_table import PAGES, START

from .windows import make_plan, open_window


@pytest.fixture
def manual(tmp_path, monkeypatch):
    """A small manual of two chapters."""
    (tmp_path / "目录.md").write_text("# 目录\n\n- [指标](indicators.md)\n", encoding="utf-8")
    (tmp_path / "indicators.md").write_text("# 指标体系\n\n改一格：按 F2。\n\n改一格：打字。\n", encoding="utf-8")
    (tmp_path / "units.md").write_text("# 责任单位\n\n合并两个单位。\n", encoding="utf-8")
    monkeypatch.setattr(paths, "manual", lambda: tmp_path)
    return tmp_path


def test_f1_opens_the_chapter_of_the_page(qtbot, tmp_path, manual):
    window = open_window(qtbot, make_plan(tmp_path / "plan.xiezuo"))
    window.show_page("indicators")
    window.menus.help.trigger()
    shown = window.findChild(HelpWindow)
    assert (shown.chapter, shown.isVisible()) == ("indicators.md", True)
    assert "改一格" in shown._browser.toPlainText()
    window.show_page("units")
    window.menus.help.trigger()
    assert window.findChildren(HelpWindow) == [shown]
    assert shown.chapter == "units.md"
    shown._back.click()
    assert shown.chapter == "indicators.md"


def test_words_are_found_here_then_in_all_chapters(qtbot, manual):
    shown = HelpWindow()
    qtbot.addWidget(shown)
    shown.show_chapter("indicators.md")
    shown._search.setText("改一格")
    for _ in range(2):
        QTest.keyClick(shown._search, Qt.Key.Key_Return)
        assert shown._browser.textCursor().selectedText() == "改一格"
    QTest.keyClick(shown._search, Qt.Key.Key_Return)
    assert shown._told.text() == "又从头找起"
    shown._search.setText("合并两个")
    QTest.keyClick(shown._search, Qt.Key.Key_Return)
    assert "责任单位" in shown._browser.toPlainText()
    shown._search.setText("没有这样的话")
    QTest.keyClick(shown._search, Qt.Key.Key_Return)
    assert shown._told.text() == "手册里没有“没有这样的话”"


def test_a_page_without_a_chapter_opens_the_index(qtbot, manual):
    shown = HelpWindow()
    qtbot.addWidget(shown)
    shown.show_chapter("history.md")
    assert shown.chapter == INDEX


@pytest.mark.parametrize("name", [e.name for e in (START, *PAGES)])
def test_every_page_has_its_chapter(name):
    assert (paths.manual() / f"{name}.md").is_file()
