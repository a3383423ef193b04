"""The start page: ways to begin and the files opened last."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from xiezuo_desktop.ui import settings
from xiezuo_desktop.ui.pages.start_page import StartPage, _FileRow
from xiezuo_desktop.ui.session import Session

from .windows import make_plan


@pytest.fixture
def page(qtbot, tmp_path):
    settings.add_recent_file(make_plan(tmp_path / "临江区2024.xiezuo"))
    made = StartPage(Session())
    qtbot.addWidget(made)
    made.resize(1198, 640)
    made.show()
    return made


def test_a_file_opened_before_is_asked_for(qtbot, page, tmp_path):
    row = page.findChildren(_FileRow)[0]
    with qtbot.waitSignal(page.file_wanted) as asked:
        QTest.keyClick(row, Qt.Key.Key_Space)
    assert asked.args == [tmp_path / "临江区2024.xiezuo"]
    assert "今天" in row.accessibleName()


def test_a_file_that_is_gone_leaves_the_list(page, tmp_path):
    (tmp_path / "临江区2024.xiezuo").unlink()
    page.refresh()
    gone = tmp_path / "临江区2024.xiezuo"
    assert gone not in [r._path for r in page.findChildren(_FileRow) if r.isVisibleTo(page)]


@pytest.mark.parametrize(
    ("words", "signal"),
    [("从 Excel/Word 导入…", "import_wanted"), ("新建计划…", "new_wanted"), ("打开…", "open_wanted")],
)
def test_ways_to_begin(qtbot, page, words, signal):
    from PySide6.QtWidgets import QPushButton

    button = next(b for b in page.findChildren(QPushButton) if b.text().strip() == words)
    with qtbot.waitSignal(getattr(page, signal)):
        button.click()


def test_pasting_begins_a_plan(qtbot, page):
    page.setFocus()
    page.activateWindow()
    with qtbot.waitSignal(page.paste_wanted):
        QTest.keyClick(page, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
