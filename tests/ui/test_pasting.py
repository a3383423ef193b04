"""Blocks copied elsewhere and pasted into the indicator tree and the list of units."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from tests.ui.dialogs import when_asked
from tests.ui.windows import copied, make_plan, open_window
from xiezuo_desktop.storage import PlanFile
from xiezuo_desktop.ui.models import indicator_nodes as nodes


@pytest.fixture
def window(qtbot, tmp_path):
    return open_window(qtbot, make_plan(tmp_path / "plan.xiezuo"))


def indicators(window):
    return window.page("indicators").session.plan.indicators


def test_a_block_of_figures_goes_into_the_rows_below_as_one_step(window):
    page = window.page("indicators")
    ids = [i.id for i in indicators(window)]
    page.view.go(page.model.index_of(ids[1], nodes.TARGET))
    copied("11\r\n22\r\n33\r\n")
    page.paste()
    assert [i.target for i in indicators(window)][:5] == ["3", "11", "22", "33", "5.50"]
    page.session.undo()
    assert [i.target for i in indicators(window)][:4] == ["3", "2", "6720", "650"]


def test_units_of_measure_and_figures_beside_each_other_are_pasted(window):
    page = window.page("indicators")
    ids = [i.id for i in indicators(window)]
    page.view.go(page.model.index_of(ids[0], nodes.MEASURE_UNIT))
    copied("个\t7\n个\t8\n")
    page.paste()
    assert [(i.measure_unit, i.target) for i in indicators(window)][:2] == [("个", "7"), ("个", "8")]


def test_a_block_with_a_bad_figure_changes_nothing_and_says_so(window, qtbot):
    page = window.page("indicators")
    ids = [i.id for i in indicators(window)]
    page.view.go(page.model.index_of(ids[0], nodes.TARGET))
    copied("7\n1,2,3\n")
    with qtbot.waitSignal(page.session.failed):
        page.paste()
    assert [i.target for i in indicators(window)][:2] == ["3", "2"]


def test_a_block_from_the_names_on_is_read_with_a_preview(window, qtbot):
    page = window.page("indicators")
    page.view.go(page.model.index_of(indicators(window)[0].id, nodes.NAME))
    copied("指标名称\t单位\t目标值\n培训人数\t人\t30\n")
    with qtbot.waitSignal(page.paste_wanted):
        when_asked(lambda dialog: dialog.reject())
        page.paste()


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            "单位名称\t联系人\t电话\n区交通局\t张三\t0571-1234567\n区教育局\t李四\t1\n区民政局（区乡村振兴局）\t王五\t2",
            "",
        ),
        (
            "x",
            "<table><tr><th>单位名称</th><th>联系人</th><th>电话</th></tr><tr><td>区交通局</td><td>张三</td>"
            "<td>0571-1234567</td></tr><tr><td>区教育局</td><td></td><td></td></tr>"
            "<tr><td>区民政局（区乡村振兴局）</td><td></td><td></td></tr></table>",
        ),
        ("区交通局、区教育局、区民政局（区乡村振兴局）", ""),
    ],
)
def test_a_list_of_units_is_shown_before_the_new_ones_are_added(window, text, html):
    window.show_page("units")
    page = window.page("units")
    before = len(page.session.plan.units)
    copied(text, html)
    shown, told = [], []
    page.session.said.connect(lambda said, _: told.append(said))

    def agree(dialog):
        shown.extend(dialog._list.item(r, 0).text() for r in range(dialog._list.rowCount()))
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)

    when_asked(agree)
    page.paste()
    assert shown == ["新增", "补充" if "李四" in text else "已有", "新增"]
    new = page.session.plan.units[before:]
    assert not any("补充 0" in said for said in told)
    assert [u.name for u in new] == ["区交通局", "区民政局"]
    assert new[1].plaques == "区乡村振兴局"
    assert new[0].phone == ("0571-1234567" if "0571" in text + html else "")
    page.session.undo()
    assert len(page.session.plan.units) == before


def test_a_list_pasted_on_a_group_makes_all_of_it_members_as_one_step(window):
    window.show_page("units")
    page = window.page("units")
    plan = page.session.plan
    known = next(u for u in plan.units if u.name == "区教育局")
    page.edits.add_group()
    group = page.session.plan.groups[-1].id
    page.view.go(page.model.index_of(("group", group, 0)))
    before = len(page.session.plan.units)
    copied("青石镇\n白水街道\n区教育局")
    words = []

    def agree(dialog):
        words.extend(child.text() for child in dialog.findChildren(QLabel))
        dialog._add.click()

    when_asked(agree)
    page.paste()
    names = [page.session.plan.bearer_name(m) for m in page.session.plan.members[group]]
    assert names == ["青石镇", "白水街道", "区教育局"]
    assert any("3 个成为“新组合”的成员" in w for w in words)
    assert len(page.session.plan.units) == before + 2
    page.session.undo()
    assert group not in page.session.plan.members or not page.session.plan.members[group]
    assert len(page.session.plan.units) == before
    assert known.id in {u.id for u in page.session.plan.units}


def test_a_pasted_name_that_is_like_a_known_one_says_so(window):
    window.show_page("units")
    page = window.page("units")
    copied("区教育和体育局\n青石镇")
    shown = []

    def look(dialog):
        shown.extend(dialog._list.item(r, 1).text() for r in range(dialog._list.rowCount()))
        dialog.reject()

    when_asked(look)
    page.paste()
    assert shown[0].startswith("区教育和体育局\n像“区教育局”")
    assert shown[1] == "青石镇"


@pytest.mark.parametrize("name", ["indicators", "tasks", "units", "matrix"])
def test_an_empty_page_takes_the_paste_key_that_it_promises(qtbot, tmp_path, name):
    with PlanFile.create(tmp_path / "leer.xiezuo", title="空计划"):
        pass
    window = open_window(qtbot, tmp_path / "leer.xiezuo")
    window.show_page(name)
    copied("单位名称\n区教育局")
    asked = []

    def close(dialog):
        asked.append(type(dialog).__name__)
        dialog.reject()

    when_asked(close)
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(asked))
    assert asked == ["PasteUnitsDialog" if name == "units" else "ImportDialog"]
