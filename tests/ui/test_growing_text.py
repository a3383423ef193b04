"""A text that is edited where it stands."""

from __future__ import annotations

from PySide6.QtCore import Qt

from xiezuo_desktop.ui.widgets.growing_text import GrowingText


def test_a_joint_paper_has_a_line_for_each_office(qtbot):
    text = GrowingText(lines=True)
    qtbot.addWidget(text)
    text.set_text("区委办公室\n区政府办公室文件")
    told = []
    text.committed.connect(told.append)
    text.commit()
    assert not told  # what was imported with two lines keeps them
    text.selectAll()
    qtbot.keyClicks(text, "A")
    qtbot.keyClick(text, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(text, "B ")
    qtbot.keyClick(text, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(text, Qt.Key.Key_Return)
    assert told == ["A\nB"]


def test_a_single_line_stays_one(qtbot):
    text = GrowingText()
    qtbot.addWidget(text)
    told = []
    text.committed.connect(told.append)
    qtbot.keyClicks(text, "A")
    qtbot.keyClick(text, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert told == ["A"]
