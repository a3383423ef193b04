"""The matrix page in the real window on a real file."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QListView, QPushButton

from xiezuo_desktop.core.matrix import MatrixColumn
from xiezuo_desktop.core.records import Allocation, Category, Indicator, Unit, UnitGroup
from xiezuo_desktop.core.tree import spread_keys
from xiezuo_desktop.storage import PlanFile
from xiezuo_desktop.ui.models.matrix_model import FIRST, TARGET

from .windows import make_plan, open_window

ROWS = (  # name, measure unit, target, level, amounts of the three towns
    ("财政协作资金", "万元", "由财政部门按标准拨付", 0, ("", "", "")),
    ("帮助就业人数", "人", "100", 0, ("40", "30", "30")),
    ("其中：帮助脱贫人口就业", "人", "50", 1, ("20", "", "")),
    ("消费帮扶金额", "万元", "10.00", 0, ("", "", "")),
    ("选派干部", "人", "9", 0, ("已选派", "4", "6")),
)
TOWNS = ("东港镇", "西山镇", "南桥镇")


def make_matrix(path):
    with PlanFile.create(path, title="云岭县分解计划", year=2024) as plan_file, plan_file.edit("制作") as edit:
        towns = [edit.add(Unit, name=n, order=k) for n, k in zip(TOWNS, spread_keys(3), strict=True)]
        home = edit.add(Category, name="任务", ordinal="一", order="V")
        above = None
        for (name, measure, target, level, amounts), key in zip(ROWS, spread_keys(len(ROWS)), strict=True):
            fields = {"name": name, "measure_unit": measure, "target": target, "order": key, "category": home}
            if level:
                fields |= {"parent": above, "parent_relation": "subset"}
            made = edit.add(Indicator, **fields)
            above = above if level else made
            for town, text, order in zip(towns, amounts, spread_keys(3), strict=True):
                if text:
                    edit.put(Allocation, (made, town, 0), amount=text, order=order)
    return path


@pytest.fixture
def window(qtbot, tmp_path):
    opened = open_window(qtbot, make_matrix(tmp_path / "plan.xiezuo"))
    opened.show_page("matrix")
    return opened


@pytest.fixture
def page(window):
    return window.page("matrix")


def row_of(page, name: str) -> int:
    return next(n for n, row in enumerate(page.model.rows) if row.title.endswith(name))


def texts(page, name: str) -> list[str]:
    """The amounts of a row."""
    row = page.model.rows[row_of(page, name)]
    return [page.model.text(row, FIRST + n) for n in range(len(page.model.columns))]


def left_over(page, name: str) -> str:
    return page.model.left_over(page.model.rows[row_of(page, name)])


def key(page, *keys) -> None:
    for each in keys:
        if isinstance(each, tuple):
            QTest.keyClick(page.grid.main, each[0], each[1])
        else:
            QTest.keyClick(page.grid.main, each)


def open_line(page) -> QLineEdit:
    (line,) = [e for e in page.grid.main.viewport().findChildren(QLineEdit) if e.isVisible()]
    return line


def select(page, first: str, last: str, left: int = 0, right: int = 2) -> None:
    page.grid.main.setFocus()
    page.grid.go(row_of(page, first), FIRST + left)
    page.grid.go(row_of(page, last), FIRST + right, extend=True)


def test_the_model_keeps_qts_rules(page, qtmodeltester):
    qtmodeltester.check(page.model)
    page.split_evenly()
    page.model.add_columns([MatrixColumn(page.model.columns[0].bearer, page.model.columns[1].bearer)])
    page.actions_.open_only.trigger()


def test_rows_columns_and_what_is_left(page):
    assert [page.model.head(FIRST + n) for n in range(3)] == [(town, "") for town in TOWNS]
    assert left_over(page, "帮助就业人数") == "0"
    assert left_over(page, "消费帮扶金额") == "+10"
    assert left_over(page, "选派干部") == "−1"  # the text bears no number
    assert page.model.rows[row_of(page, "财政协作资金")].across == "由财政部门按标准拨付"
    assert page.meta() == "1 个类别 · 5 项指标 · 3 个分解单位 · 3 项没有分平"


def test_a_number_is_typed_over_and_enter_goes_down(qtbot, page):
    page.grid.main.setFocus()
    page.grid.go(row_of(page, "帮助就业人数"), FIRST)
    key(page, Qt.Key.Key_4)
    line = open_line(page)
    assert line.text() == "4"
    QTest.keyClicks(line, "5")
    QTest.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: texts(page, "帮助就业人数") == ["45", "30", "30"])
    assert left_over(page, "帮助就业人数") == "−5"
    qtbot.waitUntil(lambda: page.grid.current.row() == row_of(page, "帮助脱贫人口就业"))
    page.session.undo()
    assert texts(page, "帮助就业人数") == ["40", "30", "30"]


def test_f2_keeps_the_text_tab_goes_right_and_escape_leaves_it(qtbot, page):
    page.grid.main.setFocus()
    page.grid.go(row_of(page, "帮助就业人数"), FIRST)
    key(page, Qt.Key.Key_F2)
    line = open_line(page)
    assert (line.text(), line.hasSelectedText()) == ("40", False)
    QTest.keyClicks(line, "0")
    QTest.keyClick(line, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: texts(page, "帮助就业人数") == ["400", "30", "30"])
    qtbot.waitUntil(lambda: page.grid.current.column() == FIRST + 1)
    key(page, Qt.Key.Key_7)
    QTest.keyClick(open_line(page), Qt.Key.Key_Escape)
    assert texts(page, "帮助就业人数") == ["400", "30", "30"]


def test_what_is_no_number_stays_in_the_line_until_it_is_one(page):
    page.grid.main.setFocus()
    page.grid.go(row_of(page, "帮助就业人数"), FIRST)
    key(page, Qt.Key.Key_F2)
    line = open_line(page)
    line.setText("12..5")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert line.isVisible()
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert texts(page, "帮助就业人数") == ["40", "30", "30"]


def test_the_arrows_go_through_both_parts_and_over_headings(page):
    page.grid.main.setFocus()
    page.grid.go(row_of(page, "财政协作资金"), FIRST)
    key(page, Qt.Key.Key_Up)
    assert page.grid.current.row() == row_of(page, "财政协作资金")
    key(page, Qt.Key.Key_Left)
    assert page.grid.current.column() == TARGET
    assert page.grid.left.hasFocus()


def test_a_range_is_cleared_filled_and_summed(page, window):
    select(page, "帮助就业人数", "帮助就业人数")
    assert page.summary() == "选中 3 个单元格　合计 100　平均 33.33"
    key(page, (Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier))  # from the row above: nothing stands there
    assert texts(page, "帮助就业人数") == ["", "", ""]
    page.session.undo()
    select(page, "帮助就业人数", "消费帮扶金额")
    page.actions_.down.trigger()
    assert texts(page, "消费帮扶金额") == ["40", "30", "30"]
    select(page, "消费帮扶金额", "消费帮扶金额")
    page.actions_.right.trigger()
    assert texts(page, "消费帮扶金额") == ["40", "40", "40"]
    key(page, Qt.Key.Key_Delete)
    assert texts(page, "消费帮扶金额") == ["", "", ""]
    assert window.undo.text().startswith("撤销：清除分解数")
    for _ in range(3):
        page.session.undo()
    assert texts(page, "消费帮扶金额") == ["", "", ""]
    assert texts(page, "帮助脱贫人口就业") == ["20", "", ""]


def test_the_handle_fills_to_the_right(page):
    page.grid.main.setFocus()
    page.grid.go(row_of(page, "帮助脱贫人口就业"), FIRST)
    main = page.grid.main
    corner = main.box_of(page.grid.chosen).bottomRight() - QPoint(3, 3)
    target = main.visualRect(page.model.index(row_of(page, "帮助脱贫人口就业"), FIRST + 2)).center()
    QTest.mousePress(main.viewport(), Qt.MouseButton.LeftButton, pos=corner)
    QTest.mouseMove(main.viewport(), target)
    QTest.mouseRelease(main.viewport(), Qt.MouseButton.LeftButton, pos=target)
    assert texts(page, "帮助脱贫人口就业") == ["20", "20", "20"]


def test_blocks_are_copied_and_pasted_with_line_breaks_and_repeated(page):
    select(page, "帮助就业人数", "帮助脱贫人口就业")
    page.actions_.copy.trigger()
    assert QGuiApplication.clipboard().text() == "40\t30\t30\n20\t\t\n"
    QGuiApplication.clipboard().setText('5\t"甲\n乙"\t7\r\n')
    select(page, "消费帮扶金额", "选派干部")
    said = []
    page.session.said.connect(lambda words, _: said.append(words))
    page.actions_.paste.trigger()
    assert said == ["已粘贴 2 行 3 列"]
    assert texts(page, "消费帮扶金额") == texts(page, "选派干部") == ["5", "甲\n乙", "7"]
    page.session.undo()
    assert texts(page, "选派干部") == ["已选派", "4", "6"]


def test_a_block_that_does_not_fit_changes_nothing_and_says_so(page, qtbot):
    QGuiApplication.clipboard().setText("1\t2\t3\t4")
    select(page, "消费帮扶金额", "消费帮扶金额", 0, 0)
    with qtbot.waitSignal(page.session.failed) as said:
        page.paste()
    assert "只放得下" in said.args[0].sentence
    assert texts(page, "消费帮扶金额") == ["", "", ""]


def test_splits_are_exact_and_one_step(page, window):
    select(page, "消费帮扶金额", "消费帮扶金额", 0, 0)
    page.actions_.even.trigger()
    assert texts(page, "消费帮扶金额") == ["3.34", "3.33", "3.33"]
    assert left_over(page, "消费帮扶金额") == "0"
    page.session.undo()
    assert texts(page, "消费帮扶金额") == ["", "", ""]


def pick(qtbot, page, typed: str) -> None:
    from xiezuo_desktop.ui.widgets.record_picker import RecordPicker

    (picker,) = [p for p in page.findChildren(RecordPicker) if p.isVisible()]
    line = picker.findChild(QLineEdit)
    line.setText(typed)
    line.textEdited.emit(typed)
    assert picker.findChild(QListView).model().rowCount()
    QTest.keyClick(line, Qt.Key.Key_Return)


def test_a_split_follows_another_row_or_typed_weights(qtbot, page):
    select(page, "消费帮扶金额", "消费帮扶金额")
    page.actions_.weights.trigger()
    pick(qtbot, page, "帮助就业")
    assert texts(page, "消费帮扶金额") == ["4.00", "3.00", "3.00"]
    page.actions_.weights.trigger()
    pick(qtbot, page, "3:1:1")
    assert texts(page, "消费帮扶金额") == ["6.00", "2.00", "2.00"]


def test_the_rest_goes_to_a_column(qtbot, page):
    page.grid.main.setFocus()
    page.grid.go(row_of(page, "帮助脱贫人口就业"), FIRST + 1)
    page.actions_.rest.trigger()
    pick(qtbot, page, "")
    assert texts(page, "帮助脱贫人口就业") == ["20", "30", ""]


def test_an_amount_for_each_member_counts_its_members(page):
    with page.session.edit("新增单位组合") as edit:
        group = edit.add(UnitGroup, name="十街镇", expected_size=10, order="V")
    page.add_columns([MatrixColumn(group, 0)])
    row = row_of(page, "消费帮扶金额")
    assert page.model.setData(page.model.index(row, FIRST + 3), "各1.00")
    assert texts(page, "消费帮扶金额")[3] == "各1.00"
    assert left_over(page, "消费帮扶金额") == "0"


def test_columns_come_from_the_dialog_and_go_again(qtbot, page):
    with page.session.edit("新增单位") as edit:
        edit.add(Unit, name="北湖镇", order="zz")
        edit.add(Unit, name="远山州", order="zzz", kind="partner")
    page.ask_columns()
    from xiezuo_desktop.ui.pages.matrix_columns import ColumnsDialog

    dialog = page.findChild(ColumnsDialog)
    for checks, name in ((dialog.bearers, "北湖镇"), (dialog.partners, "远山州")):
        (item,) = [i for n in range(checks.list.count()) if (i := checks.list.item(n)).text().split("　")[0] == name]
        item.setCheckState(Qt.CheckState.Checked)
    QTest.mouseClick(dialog.add, Qt.MouseButton.LeftButton)
    assert page.model.head(FIRST + 3) == ("北湖镇", "远山州")
    assert page.grid.current.column() == FIRST + 3
    page.drop_columns()
    assert len(page.model.columns) == 3
    page.grid.go(row_of(page, "帮助就业人数"), FIRST)
    page.drop_columns()
    assert [page.model.head(FIRST + n)[0] for n in range(len(page.model.columns))] == ["西山镇", "南桥镇"]
    page.session.undo()
    assert texts(page, "帮助就业人数") == ["40", "30", "30"]


def test_only_what_is_not_split_is_shown(page):
    page.actions_.open_only.trigger()
    shown = [row.title for row in page.model.rows if not row.is_heading]
    assert shown == ["其中：帮助脱贫人口就业", "消费帮扶金额", "选派干部"]
    page.actions_.open_only.trigger()
    page.search.setText("帮助")
    assert len([row for row in page.model.rows if not row.is_heading]) == 2


def test_a_plan_without_splits_says_how_to_begin(qtbot, tmp_path):
    window = open_window(qtbot, make_plan(tmp_path / "empty.xiezuo"))
    window.show_page("matrix")
    page = window.page("matrix")
    assert not page.bar.isVisible()
    assert page.meta().endswith("还没有分解")
    (way,) = (b for b in page.findChildren(QPushButton) if b.text().strip() == "粘贴表格")
    QGuiApplication.clipboard().setText("40\t30\n20\t10\n")
    with qtbot.waitSignal(page.session.failed) as said:
        QTest.mouseClick(way, Qt.MouseButton.LeftButton)
    assert "还没有单位列" in str(said.args[0])
    QGuiApplication.clipboard().setText("指标名称\t西山镇\n帮助就业人数\t40\n")
    page.paste_wanted.disconnect()
    with qtbot.waitSignal(page.paste_wanted):
        QTest.mouseClick(way, Qt.MouseButton.LeftButton)
    bearer = page.session.plan.units[0].id
    page.add_columns([MatrixColumn(bearer, 0)])
    assert page.grid.isVisible()


def test_a_file_that_can_only_be_read_is_not_edited(qtbot, tmp_path):
    path = make_matrix(tmp_path / "plan.xiezuo")
    window = open_window(qtbot, None)
    window.session.file = PlanFile.open(path, read_only=True)
    window.session.file_changed.emit()
    window.session.state_changed.emit()
    window.show_page("matrix")
    page = window.page("matrix")
    page.grid.go(row_of(page, "帮助就业人数"), FIRST)
    assert not page.actions_.even.isEnabled()
    key(page, Qt.Key.Key_5, Qt.Key.Key_Delete)
    assert texts(page, "帮助就业人数") == ["40", "30", "30"]
    assert page.actions_.copy.isEnabled()


def test_a_finding_leads_to_its_cell(page, window):
    column = page.model.columns[1]
    indicator = page.model.rows[row_of(page, "帮助就业人数")].id
    assert page.show_record(Allocation, (indicator, column.bearer, 0))
    assert page.grid.current.column() == FIRST + 1


def test_a_split_follows_the_plan_file_of_last_year(qtbot, page, tmp_path, monkeypatch):
    select(page, "消费帮扶金额", "消费帮扶金额")
    last = make_matrix(tmp_path / "去年.xiezuo")
    with PlanFile.open(last) as file, file.edit("分解") as edit:
        money = next(i for i in file.plan.indicators if i.name == "消费帮扶金额")
        for unit, amount in zip(file.plan.units, ("2", "1", "1"), strict=True):
            edit.put(Allocation, (money.id, unit.id, 0), amount=amount, order=amount)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(last), ""))
    page.actions_.weights.trigger()
    pick(qtbot, page, "上年的计划文件")
    assert texts(page, "消费帮扶金额") == ["5.00", "2.50", "2.50"]


def test_a_table_of_a_word_processor_is_pasted_cell_by_cell(page):
    mime = QMimeData()
    mime.setText("11\n12\n13\n21\n22\n23\n")
    mime.setHtml("<table><tr><td>11<td>12<td>13</tr><tr><td>21<td>22<td>23</tr></table>")
    QGuiApplication.clipboard().setMimeData(mime)
    page.grid.go(row_of(page, "帮助就业人数"), FIRST)
    page.paste()
    assert texts(page, "帮助就业人数") == ["11", "12", "13"]
    assert texts(page, "其中：帮助脱贫人口就业") == ["21", "22", "23"]
