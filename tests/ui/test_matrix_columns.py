"""Choosing the columns of the matrix: by click, by key, all of a kind, the members of a group."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from xiezuo_desktop.core.matrix import MatrixColumn
from xiezuo_desktop.core.records import Member, Unit, UnitGroup
from xiezuo_desktop.exchange.rights import Rights
from xiezuo_desktop.ui import theme
from xiezuo_desktop.ui.pages.matrix_columns import ColumnsDialog
from xiezuo_desktop.ui.session import Session


@pytest.fixture
def session(tmp_path):
    opened = Session()
    opened.create(tmp_path / "plan.xiezuo", "", 2024)
    with opened.edit("单位") as edit:
        towns = [edit.add(Unit, name=n, kind="town", order=o) for n, o in (("青石镇", "a1"), ("白水镇", "a2"))]
        edit.add(Unit, name="区教育局", kind="government", order="a3")
        group = edit.add(UnitGroup, name="各镇", order="a1")
        for town, order in zip(towns, ("a1", "a2"), strict=True):
            edit.put(Member, (group, town, 0), order=order)
    yield opened
    opened.close()


@pytest.fixture
def dialog(qtbot, session):
    theme.apply(QApplication.instance())
    parent = QWidget()
    qtbot.addWidget(parent)
    made = ColumnsDialog(session.plan, [], parent)
    made.show()
    yield made
    parent.close()


def chosen(dialog) -> list[str]:
    return [dialog._plan.bearer_name(column.bearer) for column in dialog.columns()]


def test_a_click_on_a_name_sets_its_mark_and_another_takes_it_away(dialog):
    names = dialog.bearers.list
    spot = names.visualItemRect(names.item(0)).center()
    QTest.mouseClick(names.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert chosen(dialog) == ["青石镇"]
    QTest.mouseClick(names.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert chosen(dialog) == []


def test_a_click_on_the_box_sets_the_mark_once(dialog):
    names = dialog.bearers.list
    box = names.visualItemRect(names.item(0))
    spot = box.center()
    spot.setX(box.left() + 9)
    QTest.mouseClick(names.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert chosen(dialog) == ["青石镇"]


def test_space_marks_and_enter_adds_what_is_marked(dialog):
    added = []
    dialog.chosen.connect(added.extend)
    names = dialog.bearers.list
    names.setCurrentRow(1)
    QTest.keyClick(names, Qt.Key.Key_Space)
    QTest.keyClick(names, Qt.Key.Key_Return)
    town = next(u for u in dialog._plan.units if u.name == "白水镇")
    assert added == [MatrixColumn(town.id, 0)]


def test_all_of_a_kind_are_marked_at_once(dialog):
    dialog.bearers.line.setText("街镇")
    dialog.bearers.all.click()
    assert chosen(dialog) == ["青石镇", "白水镇"]
    dialog.bearers.all.click()
    assert chosen(dialog) == []


def test_a_group_becomes_a_column_for_each_member(dialog):
    group = dialog._plan.groups[0].id
    assert not dialog.members.isVisible()
    dialog.bearers.choose([group])
    assert chosen(dialog) == ["各镇"]
    dialog.members.click()
    assert chosen(dialog) == ["青石镇", "白水镇"]
    assert not dialog.members.isVisible()


def test_what_is_not_there_is_to_be_added_first(dialog):
    dialog.bearers.line.setText("乌有镇")
    assert dialog._count.text() == "没有“乌有镇”，请先到“责任单位”页新增"
    dialog.bearers.line.clear()
    assert dialog._count.text() == "请勾选承担单位"


def test_a_unit_splits_over_those_below_it_only(qtbot, session, dialog):
    county = next(unit for unit in session.plan.units if unit.name == "区教育局")
    own = Rights(session.plan, county.id)
    made = ColumnsDialog(session.plan, [], dialog, own)
    assert made.bearers.list.count() == 0
    assert made._count.text() == "请先到“责任单位”页新增下级单位"
    with session.edit("单位") as edit:
        school = edit.add(Unit, name="区一中", parent=county.id, order="a1")
    made = ColumnsDialog(session.plan, [], dialog, Rights(session.plan, county.id))
    made.bearers.choose([school])
    assert chosen(made) == ["区一中"]
