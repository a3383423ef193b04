"""The indicator page through the real window on a real file: clicking, typing, moving, undoing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from xiezuo_desktop.core.outline import Place
from xiezuo_desktop.core.records import Allocation, Category, Indicator, Report, Responsibility
from xiezuo_desktop.storage import PlanFile
from xiezuo_desktop.ui.delegates.indicator_delegate import fitting
from xiezuo_desktop.ui.models import indicator_nodes as nodes

from .windows import make_plan, names, open_window


@pytest.fixture
def window(qtbot, tmp_path):
    """The window with the small plan, the indicator page in front."""
    return open_window(qtbot, make_plan(tmp_path / "plan.xiezuo"))


@pytest.fixture
def page(window):
    """Its indicator page."""
    return window.page("indicators")


def row(page, name: str) -> int:
    """The id of the row with this shown name."""
    return next(n.id for n in page.model.root.walk() if n.cells[nodes.NAME].endswith(name))


def go(page, name: str, column: int = nodes.NAME) -> QModelIndex:
    """Make a cell current."""
    index = page.model.index_of(row(page, name), column)
    page.view.go(index)
    return index


def target(page, name: str) -> str:
    """The target in the plan."""
    return next(i.target for i in page.session.plan.indicators if i.name.endswith(name))


def editor(page) -> QLineEdit:
    """The line that is open in a cell."""
    (found,) = [e for e in page.view.viewport().findChildren(QLineEdit) if e.isVisible()]
    return found


def test_the_model_keeps_qts_rules(page, qtmodeltester):
    qtmodeltester.check(page.model)
    page.edits.add_below(row(page, "医院数"))
    page.filters.search.setText("3")
    page.filters.clear()


def test_rows_stand_as_on_paper(page):
    shown = [
        (n.cells[nodes.ORDINAL], n.tag, n.cells[nodes.NAME], n.cells[nodes.TARGET]) for n in page.model.root.walk()
    ]
    assert shown[0] == ("", "", "（一）组织领导", "")
    assert ("3", "", "帮助农村劳动力就业数（含存量）", "6,720") in shown
    assert ("", "其中", "帮助脱贫人口就业数", "650") in shown
    assert ("4", "", "消费帮扶情况", "5.50") in shown
    assert ("", "其中", "消费帮扶云岭县情况", "—") in shown


def test_typing_replaces_and_is_saved_and_undone(qtbot, page, window):
    go(page, "学校数", nodes.TARGET)
    qtbot.keyClick(page.view, Qt.Key.Key_1)
    qtbot.keyClicks(editor(page), "25")
    qtbot.keyClick(editor(page), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: target(page, "学校数") == "125")
    with PlanFile.open(window.session.path, read_only=True) as again:
        assert again.plan.indicators[0].target == "125"
    assert page.model.node(page.view.currentIndex()).cells[nodes.NAME] == "参与结对帮扶的医院数"  # Enter goes down
    assert window.undo.isEnabled()
    assert "修改“年度目标”" in window.undo.toolTip()
    window.undo.trigger()
    assert target(page, "学校数") == "3"
    window.redo.trigger()
    assert target(page, "学校数") == "125"


def test_escape_restores(qtbot, page):
    go(page, "学校数", nodes.TARGET)
    qtbot.keyClick(page.view, Qt.Key.Key_F2)
    editor(page).setText("99")
    qtbot.keyClick(editor(page), Qt.Key.Key_Escape)
    qtbot.wait(20)
    assert target(page, "学校数") == "3"


def test_a_minus_is_typed_and_does_not_collapse(qtbot, page):
    go(page, "学校数", nodes.TARGET)
    qtbot.keyClick(page.view, "-")
    qtbot.keyClick(editor(page), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: target(page, "学校数") == "-")


def test_a_broken_number_stays_open_with_a_sentence(qtbot, page):
    go(page, "学校数", nodes.TARGET)
    qtbot.keyClick(page.view, Qt.Key.Key_F2)
    line = editor(page)
    line.setText("12..5")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.wait(20)
    assert line.isVisible()
    assert line.property("invalid")
    assert target(page, "学校数") == "3"
    line.setText("12.50")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: target(page, "学校数") == "12.50")


def test_words_still_being_composed_are_not_lost(qtbot, page):
    go(page, "学校数", nodes.MEASURE_UNIT)
    qtbot.keyClick(page.view, Qt.Key.Key_F2)
    line = editor(page)
    line.clear()
    QApplication.sendEvent(line, QInputMethodEvent("个", []))
    qtbot.keyClick(line, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: page.session.plan.indicators[0].measure_unit == "个")


def test_a_measure_unit_is_completed_but_never_against_what_is_typed(qtbot, page):
    go(page, "学校数", nodes.MEASURE_UNIT)
    qtbot.keyClick(page.view, Qt.Key.Key_F2)
    completer = editor(page).completer()
    completer.setCompletionPrefix("人")
    assert completer.currentCompletion() == "人"
    completer.setCompletionPrefix("公")
    assert completer.currentCompletion() in ("公里", "公斤", "公顷")


def test_tab_walks_through_the_cells(qtbot, page):
    go(page, "学校数", nodes.STATE)
    qtbot.keyClick(page.view, Qt.Key.Key_Tab)
    assert (page.model.node(page.view.currentIndex()).cells[nodes.ORDINAL], page.view.currentIndex().column()) == (
        "2",
        0,
    )
    qtbot.keyClick(page.view, Qt.Key.Key_Backtab)
    assert page.view.currentIndex().column() == nodes.STATE
    qtbot.keyClick(page.view, Qt.Key.Key_Left)
    assert page.view.currentIndex().column() == nodes.UNITS
    qtbot.keyClick(page.view, Qt.Key.Key_Down)
    assert page.model.node(page.view.currentIndex()).cells[nodes.ORDINAL] == "2"


def test_left_and_right_close_and_open_a_category(qtbot, page):
    index = go(page, "组织领导")
    qtbot.keyClick(page.view, Qt.Key.Key_Left)
    assert not page.view.isExpanded(index.siblingAtColumn(0))
    qtbot.keyClick(page.view, Qt.Key.Key_Right)
    assert page.view.isExpanded(index.siblingAtColumn(0))


def test_a_new_row_is_numbered_and_its_name_is_typed(qtbot, page, window):
    go(page, "学校数")
    page.actions_.add.trigger()
    line = editor(page)
    line.setText("新的一项")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "2 新的一项" in names(window.session))
    assert names(window.session)[:4] == [
        "1 参与结对帮扶的学校数",
        "2 新的一项",
        "3 参与结对帮扶的医院数",
        "4 帮助农村劳动力就业数（含存量）",
    ]
    assert names(window.session)[-1] == "6 引导企业落地数"
    window.undo.trigger()
    window.undo.trigger()
    assert names(window.session)[-1] == "5 引导企业落地数"


def test_a_sub_row_has_no_number_and_the_unit_of_its_parent(page, window):
    go(page, "学校数")
    page.actions_.add_sub.trigger()
    made = next(i for i in window.session.plan.indicators if not i.name)
    assert (made.ordinal, made.measure_unit, made.parent_relation) == ("", "所", "subset")
    assert made.parent == row(page, "学校数")


def test_deleting_takes_the_branch_and_offers_undo(page, window):
    go(page, "含存量）")
    page.actions_.delete.trigger()
    assert (
        names(window.session)[2:] == ["3 消费帮扶情况", "- 其中：消费帮扶云岭县情况", "4 引导企业落地数"]
        or names(window.session)[2] == "3 消费帮扶情况"
    )
    assert not [
        r
        for r in window.session.plan.rows(Responsibility).values()
        if window.session.plan.get(Indicator, r.subject) is None
    ]
    assert window.status._undo.isVisible()
    window.status._undo.click()
    assert len(names(window.session)) == 7


def test_delete_key_clears_the_cell_not_the_row(qtbot, page, window):
    go(page, "学校数", nodes.TARGET)
    page.actions_.clear.trigger()
    assert target(page, "学校数") == ""
    go(page, "学校数", nodes.NAME)
    page.actions_.clear.trigger()
    assert names(window.session)[0] == "1 参与结对帮扶的学校数"


def test_moving_down_past_the_end_goes_into_the_next_category(page, window):
    go(page, "医院数")
    page.actions_.down.trigger()
    plan = window.session.plan
    assert next(i.name for i, _ in plan.tree_of(plan.categories[1])) == "参与结对帮扶的医院数"
    assert page.model.node(page.view.currentIndex()).cells[nodes.NAME] == "参与结对帮扶的医院数"
    page.actions_.up.trigger()
    assert [i.name for i, _ in window.session.plan.tree_of(window.session.plan.categories[0])][
        -1
    ] == "参与结对帮扶的医院数"


def test_indenting_and_lifting_again(page, window):
    go(page, "医院数")
    page.actions_.indent.trigger()
    assert names(window.session)[1:3] == ["- 参与结对帮扶的医院数", "2 帮助农村劳动力就业数（含存量）"]
    page.actions_.outdent.trigger()
    assert names(window.session)[1:3] == ["2 参与结对帮扶的医院数", "3 帮助农村劳动力就业数（含存量）"]


def test_moving_a_category_takes_its_rows_and_numbers(page, window):
    go(page, "组织领导")
    page.actions_.down.trigger()
    plan = window.session.plan
    assert [(c.ordinal, c.name) for c in plan.categories][:2] == [("（一）", "巩固拓展成果"), ("（二）", "组织领导")]
    assert [i.ordinal for i in plan.indicators if i.ordinal] == ["1", "2", "3", "4", "5"]


def test_dropping_rows_moves_them(page, window):
    model = page.model
    data = model.mimeData([model.index_of(row(page, "落地数"))])
    home = model.index_of(row(page, "组织领导"))
    assert model.canDropMimeData(data, Qt.DropAction.MoveAction, 0, 0, home)
    model.dropMimeData(data, Qt.DropAction.MoveAction, 0, 0, home)
    assert names(window.session)[:2] == ["1 引导企业落地数", "2 参与结对帮扶的学校数"]
    model.dropMimeData(
        model.mimeData([model.index_of(row(page, "落地数"))]),
        Qt.DropAction.MoveAction,
        -1,
        0,
        model.index_of(row(page, "学校数")),
    )
    assert names(window.session)[:2] == ["1 参与结对帮扶的学校数", "- 引导企业落地数"]


def test_a_row_cannot_be_dropped_into_itself_nor_between_categories_nor_when_locked(page):
    model = page.model
    data = model.mimeData([model.index_of(row(page, "含存量）"))])
    sub = model.index_of(row(page, "脱贫人口就业数"))
    assert not model.canDropMimeData(data, Qt.DropAction.MoveAction, -1, 0, sub)
    assert not model.canDropMimeData(data, Qt.DropAction.MoveAction, 1, 0, QModelIndex())
    page.actions_.lock.trigger()
    assert not model.canDropMimeData(data, Qt.DropAction.MoveAction, 0, 0, model.index_of(row(page, "组织领导")))
    assert not model.flags(sub) & Qt.ItemFlag.ItemIsDragEnabled
    assert not page.actions_.delete.isEnabled()


def test_control_end_selects_the_last_row_as_in_a_spreadsheet(qtbot, page):
    go(page, "学校数")
    qtbot.keyClick(page.view, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    last = page.model.rowCount() - 1
    assert (page.view.currentIndex().row(), page.view.chosen_rows()) == (last, [last])
    qtbot.keyClick(page.view, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    assert (page.view.currentIndex().row(), page.view.chosen_rows()) == (0, [0])


def test_a_target_without_room_is_said_in_few_signs(page):
    page.edits.set_field(row(page, "学校数"), "target", "8000所以上")
    node = page.model.node_of(row(page, "学校数"))
    assert fitting(node, "8,000所以上", 200) == "8,000所以上"
    assert fitting(node, "8,000所以上", 40).startswith("≥8,000")
    page.edits.set_field(row(page, "学校数"), "target", "该指标只作统计，不作考核")
    assert fitting(page.model.node_of(row(page, "学校数")), "该指标只作统计，不作考核", 72) == "不考核"


def test_the_hint_says_where_a_row_would_go(page):
    view = page.view
    drag = view.drag
    box = view.visualRect(page.model.index_of(row(page, "学校数")))
    index, zone = drag.aim(QPoint(100, box.top() + 2))
    assert zone == "before"
    index, zone = drag.aim(box.center())
    drag.show(index, zone)
    assert drag.words == "成为“参与结对帮扶的学校数”的其中"
    index, zone = drag.aim(QPoint(100, box.bottom() - 1))
    drag.show(index, zone)
    assert drag.words == "移到“参与结对帮扶的学校数”之后"


def shown_names(page) -> list[str]:
    """The names of the rows that are shown."""
    return [n.cells[nodes.NAME] for n in page.model.root.walk() if not n.is_category]


def test_search_finds_words_units_and_pinyin(page):
    page.filters.search.setText("存量")
    assert shown_names(page) == ["帮助农村劳动力就业数（含存量）"]
    page.filters.search.setText("农业农村局")
    assert shown_names(page) == ["参与结对帮扶的医院数"]
    page.filters.search.setText("qjyj")
    assert shown_names(page) == ["参与结对帮扶的学校数"]
    page.filters.search.setText("脱贫人口")
    assert shown_names(page) == ["帮助农村劳动力就业数（含存量）", "帮助脱贫人口就业数"]  # with the row above it
    page.filters.search.setText("没有这种指标")
    assert shown_names(page) == []
    page.filters.clear()
    assert len(shown_names(page)) == 7


def test_filtering_keeps_current_row_and_what_was_closed(page):
    page.view.collapse(page.model.index_of(row(page, "组织领导")))
    go(page, "消费帮扶情况", nodes.TARGET)
    page.filters.search.setText("消费")
    assert page.model.node(page.view.currentIndex()).cells[nodes.NAME] == "消费帮扶情况"
    page.filters.clear()
    assert page.model.node(page.view.currentIndex()).cells[nodes.NAME] == "消费帮扶情况"
    assert page.view.currentIndex().column() == nodes.TARGET
    assert not page.view.isExpanded(page.model.index_of(row(page, "组织领导")))


def test_chips_count_and_filter(page):
    chips = {name: len(ids) for name, ids in page.tally.chips.items() if ids}
    assert chips == {"全部": 7, "未填报": 5, "待定": 1, "未下达": 1, "缺责任部门": 1}
    page.filters._chips["缺责任部门"].click()
    assert shown_names(page) == ["引导企业落地数"]


def test_an_edit_does_not_hide_the_row_it_fixes(page):
    page.filters._chips["待定"].click()
    page.edits.set_field(row(page, "云岭县情况"), "target", "0.42")
    assert "消费帮扶云岭县情况" in shown_names(page)


def test_copied_rows_are_a_table(page):
    page.view.selectAll()
    page.copy(whole_rows=True)
    data = QGuiApplication.clipboard().mimeData()
    assert data.text().splitlines()[1] == "1\t参与结对帮扶的学校数\t所\t3\t区教育局"
    assert "<td>其中：帮助脱贫人口就业数</td>" in data.html()


def test_one_copied_value_goes_into_all_selected_rows(page, window):
    go(page, "学校数", nodes.TARGET)
    page.place.select([row(page, "学校数"), row(page, "医院数")])
    QGuiApplication.clipboard().setText("7\n")
    page.paste()
    assert [target(page, "学校数"), target(page, "医院数")] == ["7", "7"]
    window.undo.trigger()
    assert [target(page, "学校数"), target(page, "医院数")] == ["3", "2"]


def test_status_sums_what_is_selected(page, window):
    page.place.select([row(page, "含存量）"), row(page, "脱贫人口就业数")])
    assert window.status._summary.text() == "选中 2 行　合计 7,370 人　平均 3,685"


def test_units_are_ticked_typed_and_asked_for(page, window):
    from xiezuo_desktop.ui.dialogs.units_popup import UnitsPopup

    indicator = row(page, "落地数")
    popup = UnitsPopup(window.session, indicator, page)
    popup.take_names("区商务局、区供销社")
    assert popup._question.count() == 1  # 区供销社 is not in the plan: asked, not made
    popup._fresh.append("区供销社")
    popup.keep()
    plan = window.session.plan
    assert [plan.bearer_name(r.unit) for r in plan.responsibilities(indicator)] == ["区商务局", "区供销社"]
    popup._discard = True
    popup.close()
    window.undo.trigger()
    assert not window.session.plan.responsibilities(indicator)


def test_another_programs_edit_appears(page, window):
    with PlanFile.open(window.session.path, author="同事") as other, other.edit("修改") as edit:
        edit.put(Indicator, other.plan.indicators[0].id, target="8")
    window.session.refresh()
    assert target(page, "学校数") == "8"
    assert page.model.node_of(row(page, "学校数")).cells[nodes.TARGET] == "8"


def test_what_is_being_typed_survives_another_programs_edit(qtbot, page, window):
    go(page, "学校数", nodes.TARGET)
    qtbot.keyClick(page.view, Qt.Key.Key_F2)
    editor(page).setText("44")
    with PlanFile.open(window.session.path, author="同事") as other, other.edit("新增") as edit:
        edit.add(Indicator, name="别人加的", category=other.plan.categories[0].id, order="zz")
    window.session.refresh()
    assert editor(page).text() == "44"
    qtbot.keyClick(editor(page), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: target(page, "学校数") == "44")
    qtbot.waitUntil(lambda: "别人加的" in shown_names(page))


def test_rows_without_a_category_have_a_heading_of_their_own(page, window):
    with window.session.edit("新增") as edit:
        edit.add(Indicator, name="没有类别的", order="zzz")
    assert page.model.root.kids[-1].cells[nodes.NAME] == "未分类"
    page.edits.move([row(page, "没有类别的")], Place(window.session.plan.categories[0].id))
    assert [k.cells[nodes.NAME] for k in page.model.root.kids][-1] == "（三）加强区域协作"


def test_an_empty_plan_teaches_how_to_begin(qtbot, tmp_path):
    PlanFile.create(tmp_path / "leer.xiezuo", title="空的计划").close()
    window = open_window(qtbot, tmp_path / "leer.xiezuo")
    page = window.page("indicators")
    assert not page.filters.isVisible()
    page.actions_.add.trigger()
    assert page.filters.isVisible()
    assert len(window.session.plan.indicators) == 1
    assert window.session.plan.indicators[0].ordinal == "1"


def test_a_category_is_added_behind_the_current_one(page, window):
    go(page, "学校数")
    page.actions_.add_category.trigger()
    plan = window.session.plan
    assert [c.ordinal for c in plan.categories] == ["（一）", "（二）", "（三）", "（四）"]
    assert plan.categories[1].name == ""
    editor(page).setText("资金支持")
    page.view.commitData(editor(page))
    assert window.session.plan.get(Category, plan.categories[1].id).name == "资金支持"


def test_an_open_target_shows_what_it_is_split_into(page, window):
    plan = window.session.plan
    subs = [i for i in plan.indicators if not i.target]
    units = [u.id for u in plan.units]
    with window.session.edit("分解") as edit:
        for unit, amount in zip(units, ("3.20", "1.5"), strict=False):
            edit.put(Allocation, (subs[0].id, unit, 0), amount=amount)
    node = page.model.node_of(subs[0].id)
    index = page.model.index_of(subs[0].id, nodes.TARGET)
    assert (node.cells[nodes.TARGET], node.state) == ("4.7", "未填报")
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "分解合计：4.7"
    with window.session.edit("填报") as edit:
        edit.put(Report, (subs[0].id, units[0], 202406), value="2.35")
    node = page.model.node_of(subs[0].id)
    assert node.cells[nodes.RATE] == "50.0%"
    with window.session.edit("改") as edit:
        edit.put(Allocation, (subs[0].id, units[1], 0), amount="按实际")
    assert page.model.node_of(subs[0].id).cells[nodes.TARGET] == nodes.DASH


def test_the_detail_of_the_current_row_stands_there_in_another_file_too(qtbot, tmp_path):
    window = open_window(qtbot, make_plan(tmp_path / "a.xiezuo"))
    page = window.page("indicators")
    page.view.setCurrentIndex(page.model.index(1, 1))
    assert page.detail._panel._shown is not None
    window.session.open(make_plan(tmp_path / "b.xiezuo"))
    current = page.model.node(page.view.currentIndex()).record
    assert page.detail._panel._shown == (None if current is None else (type(current), current.key))
    assert current is not None
