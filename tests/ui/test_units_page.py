"""The units page in the real window on a real file."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from xiezuo_desktop.core.records import Member, Unit, UnitGroup
from xiezuo_desktop.storage import PlanFile
from xiezuo_desktop.ui.models import unit_nodes as nodes
from xiezuo_desktop.ui.widgets.record_picker import RecordPicker

from .exchange_world import make_world
from .windows import make_plan, open_window


@pytest.fixture
def window(qtbot, tmp_path):
    opened = open_window(qtbot, make_plan(tmp_path / "plan.xiezuo"))
    opened.show_page("units")
    return opened


@pytest.fixture
def page(window):
    return window.page("units")


def unit(page, name: str) -> Unit:
    return next(u for u in page.session.plan.units if u.name == name)


def shown(page) -> list[str]:
    """The names in the tree, a dash for each level below the first."""
    return ["-" * (n.depth - 2) + n.cells[nodes.NAME] for n in page.model.root.walk() if n.record is not None]


def go(page, name: str, column: int = nodes.NAME):
    index = page.model.index_of(("unit", unit(page, name).id, 0), column)
    page.view.go(index)
    return index


def test_the_model_keeps_qts_rules(page, qtmodeltester):
    qtmodeltester.check(page.model)
    page.edits.add_group()
    page.filters.search.setText("局")
    page.filters.clear()


def test_units_stand_with_their_uses(page):
    row = next(n for n in page.model.root.walk() if n.cells[nodes.NAME] == "区人力社保局")
    assert row.cells[nodes.USES] == "2 处"
    assert page.meta() == "5 个单位"


def test_a_name_is_typed_in_place_and_undone(qtbot, page, window):
    go(page, "区教育局")
    QTest.keyClick(page.view, Qt.Key.Key_F2)
    (line,) = [e for e in page.view.viewport().findChildren(QLineEdit) if e.isVisible()]
    line.setText("区教育和体育局")
    QTest.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "区教育和体育局" in shown(page))
    assert window.undo.isEnabled()
    page.session.undo()
    assert "区教育局" in shown(page)


def test_plaques_and_other_names_are_typed_with_commas(page):
    index = go(page, "区商务局", nodes.PLAQUES)
    page.model.setData(index, "区粮食局、区口岸办")
    assert unit(page, "区商务局").plaques == "区粮食局\n区口岸办"
    page.model.setData(go(page, "区商务局", nodes.ALIASES), "区商贸局，商务局")
    assert sorted(page.session.plan.aliases[unit(page, "区商务局").id]) == ["区商贸局", "商务局"]
    page.model.setData(go(page, "区商务局", nodes.ALIASES), "区教育局")  # names another unit: refused
    assert sorted(page.session.plan.aliases[unit(page, "区商务局").id]) == ["区商贸局", "商务局"]


def test_units_are_put_below_others_by_keys_and_by_dropping(page):
    go(page, "区农业农村局")
    page.actions_.indent.trigger()
    assert shown(page)[:2] == ["区教育局", "-区农业农村局"]
    page.actions_.outdent.trigger()
    assert shown(page)[:2] == ["区教育局", "区农业农村局"]
    page.actions_.down.trigger()
    assert shown(page)[:3] == ["区教育局", "区人力社保局", "区农业农村局"]
    data = page.model.mimeData([go(page, "区农业农村局")])
    onto = page.model.index_of(("unit", unit(page, "区商务局").id, 0))
    assert page.model.canDropMimeData(data, Qt.DropAction.MoveAction, -1, 0, onto)
    page.model.dropMimeData(data, Qt.DropAction.MoveAction, -1, 0, onto)
    assert shown(page)[-1] == "-区农业农村局"
    below = page.model.index_of(("unit", unit(page, "区农业农村局").id, 0))
    data = page.model.mimeData([go(page, "区商务局")])
    assert not page.model.canDropMimeData(data, Qt.DropAction.MoveAction, -1, 0, below)  # not below itself


def test_a_new_unit_is_named_at_once(qtbot, page):
    go(page, "区教育局")
    page.actions_.add.trigger()
    (line,) = [e for e in page.view.viewport().findChildren(QLineEdit) if e.isVisible()]
    line.setText("区气象局")
    QTest.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "区气象局" in shown(page))
    assert unit(page, "区气象局").kind == "government"  # as of a pasted or imported one


def test_groups_have_members_and_an_expected_size(page):
    page.edits.add_group()
    (line,) = [e for e in page.view.viewport().findChildren(QLineEdit) if e.isVisible()]
    QTest.keyClick(line, Qt.Key.Key_Escape)
    group = page.session.plan.groups[0]
    with page.session.edit("修改") as edit:
        edit.put(UnitGroup, group.key, name="十街镇", expected_size=10)
    page.edits.add_members([unit(page, "区教育局").id, unit(page, "区商务局").id], group.id)
    node = next(n for n in page.model.root.walk() if n.what == "group")
    assert (node.cells[nodes.KIND], [k.cells[nodes.NAME] for k in node.kids]) == ("2 / 10 个", ["区教育局", "区商务局"])
    assert "应有 10 个成员" in node.warning
    page.edits.delete([node.kids[0]])
    assert list(page.session.plan.rows(Member)) == [(group.id, unit(page, "区商务局").id, 0)]
    assert "区教育局" in shown(page)  # only the membership is gone


def test_members_are_chosen_one_after_the_other(page):
    page.edits.add_group()
    group = page.session.plan.groups[0].id
    page.view.go(page.model.index_of(("group", group, 0), nodes.NAME))
    page.ask_member()
    (picker,) = page.findChildren(RecordPicker)
    for count in (1, 2):
        QTest.keyClick(picker._line, Qt.Key.Key_Return)
        assert picker.isVisible()
        assert len(page.session.plan.members[group]) == count
    QTest.keyClick(picker, Qt.Key.Key_Escape)
    assert not picker.isVisible()
    assert len(set(page.session.plan.members[group])) == 2


def test_a_unit_in_use_is_kept_and_said_why(page, window):
    go(page, "区教育局")
    page.delete_selected()
    assert "区教育局" in shown(page)
    assert "还用在 1 处" in window.banner.text


def test_duplicates_are_shown_and_merged(page):
    with page.session.edit("新增") as edit:
        edit.add(Unit, name="区 教育局", order="zz")
    assert page.meta().endswith("1 个可能重复")
    page.edits.merge(unit(page, "区 教育局").id, unit(page, "区教育局").id)
    assert "区 教育局" not in shown(page)
    page.session.undo()
    assert "区 教育局" in shown(page)


def test_search_finds_by_initials_and_the_record_is_found_again(page):
    page.filters.search.setText("nyncj")
    assert shown(page) == ["区农业农村局"]
    assert page.show_record(Unit, unit(page, "区商务局").key)
    assert page.current.cells[nodes.NAME] == "区商务局"


def test_another_programs_edit_appears(page):
    with PlanFile.open(page.session.path) as other, other.edit("改名") as edit:
        edit.put(Unit, unit(page, "区商务局").key, name="区商务和粮食局")
    page.session.refresh()
    assert "区商务和粮食局" in shown(page)


def test_an_empty_plan_teaches_how_to_begin(qtbot, tmp_path):
    path = tmp_path / "empty.xiezuo"
    PlanFile.create(path, title="空", year=2024).close()
    window = open_window(qtbot, path)
    window.show_page("units")
    page = window.page("units")
    assert page._stack.currentWidget() is page._empty
    page.edits.add_unit(None)
    assert page._stack.currentWidget() is not page._empty


def test_a_county_adds_its_towns_below_itself_and_names_them(qtbot, tmp_path):
    world = make_world(tmp_path)
    received = open_window(qtbot, world.sent[0].path)
    received.show_page("units")
    page = received.page("units")
    go(page, "区商务局")
    page.add_beside()
    page.edits.type_cell(page.current, nodes.NAME, "石桥镇")
    go(page, "区商务局")
    page.add_below()
    page.edits.type_cell(page.current, nodes.NAME, "青溪镇")
    own = unit(page, "区教育局").id
    assert [unit(page, name).parent for name in ("石桥镇", "青溪镇")] == [own, own]
