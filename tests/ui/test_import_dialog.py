"""Taking in papers through the dialog: real files, nothing written before it is agreed, one undo takes it back."""

from __future__ import annotations

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton

from xiezuo_desktop.storage import PlanFile
from xiezuo_desktop.ui.dialogs.ask_text import AskText
from xiezuo_desktop.ui.dialogs.import_dialog import ImportDialog
from xiezuo_desktop.ui.session import Session
from xiezuo_desktop.ui.widgets.record_picker import RecordPicker

from .dialogs import when_asked

HEADER = ("序号", "名称指标", "单位", "考核指标", "责任部门", "配合单位", "指标解释")
ROWS = (
    ("（一）", "组织领导", "/", "/", "/", "/", "/"),
    ("1", "参与结对帮扶的学校数", "所", "3", "区教育局", "/", "以正式协议为准"),
    ("2", "参与结对帮扶的医院数", "家", "2", "区卫生健康局", "/", "以正式协议为准"),
    ("（二）", "劳务协作", "/", "/", "/", "/", "/"),
    ("3", "帮助农村劳动力就业数", "人", "6720", "区人力社保局", "各镇（乡）街道", "连续就业3个月以上"),
    ("", "其中：帮助脱贫人口就业数", "人", "650", "区人力社保局", "各镇（乡）街道", "脱贫人口以建档立卡为准"),
)


@pytest.fixture
def session(tmp_path):
    opened = Session()
    opened.create(tmp_path / "plan.xiezuo", "", 2024)
    yield opened
    opened.close()


@pytest.fixture
def sheet(tmp_path):
    """An .xlsx as an office issues it: a merged title, the header, categories, a merged ordinal."""
    book = openpyxl.Workbook()
    page = book.active
    page.append(["临江区东西部协作2024年指标任务分解表"])
    page.merge_cells("A1:G1")
    page.append(HEADER)
    for row in ROWS:
        page.append(row)
    page.merge_cells("A7:A8")
    path = tmp_path / "分解表.xlsx"
    book.save(path)
    return path


def opened(qtbot, session, *papers) -> ImportDialog:
    """The dialog when it has read everything."""
    dialog = ImportDialog(session, list(papers))
    qtbot.addWidget(dialog, before_close_func=lambda d: d.done(0))  # closing would ask about corrections
    dialog.show()
    qtbot.waitUntil(lambda: bool(dialog.readings), timeout=20_000)
    return dialog


def agree(qtbot, dialog) -> None:
    """Click 确认导入 and wait until everything is written."""
    dialog._agree.click()
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=20_000)


def parts(dialog) -> list[str]:
    return [dialog._parts.item(r).text() for r in range(dialog._parts.count())]


def go(dialog, start: str) -> None:
    dialog._parts.setCurrentRow(next(n for n, words in enumerate(parts(dialog)) if words.startswith(start)))


def test_what_was_found_is_shown_and_nothing_is_written_before_it_is_agreed(qtbot, session, sheet):
    before = session.path.read_bytes()
    dialog = opened(qtbot, session, sheet)
    assert dialog._title.text() == "临江区东西部协作2024年指标任务分解表"
    assert "2 个类别、4 条指标" in dialog._meta.text()
    assert parts(dialog)[0] == "概要"
    assert any(p.startswith("新单位（4）") for p in parts(dialog))
    dialog._cancel.click()
    assert session.path.read_bytes() == before
    assert not session.plan.indicators


def test_rows_and_columns_show_how_they_were_read(qtbot, qtmodeltester, session, sheet):
    dialog = opened(qtbot, session, sheet)
    table = next(p for p in parts(dialog) if "行）" in p)
    go(dialog, table)
    model = dialog._part.paper.model()
    qtmodeltester.check(model)
    across = [model.headerData(c, Qt.Orientation.Horizontal) for c in range(model.columnCount())]
    assert across == ["序号", "指标名称", "计量单位", "年度目标", "责任单位", "配合单位", "指标解释"]
    down = [model.headerData(r, Qt.Orientation.Vertical) for r in range(model.rowCount())]
    assert down[-7:] == ["表头", "类别", "指标", "指标", "类别", "指标", "其中"]
    assert dialog._part.paper.rowSpan(model.rowCount() - 2, 0) == 2


def test_agreeing_writes_one_step_and_one_undo_takes_it_back(qtbot, session, sheet):
    dialog = opened(qtbot, session, sheet)
    with qtbot.waitSignal(session.said):
        agree(qtbot, dialog)
    assert [i.name for i in session.plan.indicators][-1] == "其中：帮助脱贫人口就业数"
    assert session.undo_label == "导入“分解表.xlsx”"
    with PlanFile.open(session.path, read_only=True) as again:
        assert len(again.plan.indicators) == 4
    session.undo()
    assert not session.plan.indicators
    assert not session.plan.units


def test_importing_the_same_again_says_so_and_changes_nothing(qtbot, session, sheet):
    agree(qtbot, opened(qtbot, session, sheet))
    again = opened(qtbot, session, sheet)
    counted = again.readings[0]
    assert not counted.differences
    assert counted.same == 4
    assert not any(p.startswith("新单位") for p in parts(again))


def test_pasted_rows_are_read(qtbot, session):
    QGuiApplication.clipboard().setText("\r\n".join("\t".join(row) for row in (HEADER, *ROWS)) + "\r\n")
    dialog = ImportDialog.from_clipboard(session)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: bool(dialog.readings), timeout=20_000)
    agree(qtbot, dialog)
    assert len(session.plan.indicators) == 4
    assert session.undo_label == "导入粘贴的内容"


def test_an_empty_clipboard_is_said(qtbot, session):
    QGuiApplication.clipboard().clear()
    dialog = ImportDialog.from_clipboard(session)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: bool(dialog.readings), timeout=20_000)
    assert "剪贴板里没有文字" in dialog._banner.text
    assert not dialog._agree.isEnabled()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("空.docx", b""),
        ("坏.docx", b"PK\x03\x04broken"),
        ("图.xlsx", b"\x89PNG\r\n\x1a\n0000"),
        ("密.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
    ],
)
def test_a_bad_file_is_a_sentence_and_the_plan_is_untouched(qtbot, session, tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    before = session.path.read_bytes()
    dialog = opened(qtbot, session, path)
    assert dialog._banner.text.endswith("计划没有改动。")
    assert "Traceback" not in dialog._banner.text
    assert not dialog._agree.isEnabled()
    assert session.path.read_bytes() == before


def test_a_good_file_beside_a_bad_one_is_taken_in(qtbot, session, sheet, tmp_path):
    bad = tmp_path / "空.docx"
    bad.write_bytes(b"")
    dialog = opened(qtbot, session, bad, sheet)
    assert "“空.docx”" in dialog._banner.text
    agree(qtbot, dialog)
    assert len(session.plan.indicators) == 4


def test_another_reading_can_be_asked_for(qtbot, session, sheet):
    dialog = opened(qtbot, session, sheet)
    dialog._read_as.setCurrentIndex(dialog._read_as.findData("indicators"))
    dialog._read_as.activated.emit(dialog._read_as.currentIndex())
    qtbot.waitUntil(lambda: dialog._agree.isEnabled(), timeout=20_000)
    assert dialog.readings[0].read_as == "indicators"


def test_a_file_that_is_gone_is_said(qtbot, session, tmp_path):
    dialog = opened(qtbot, session, tmp_path / "没有.docx")
    assert "找不到文件" in dialog._banner.text


def test_what_could_not_be_placed_is_listed_with_place_and_reason(qtbot, session, tmp_path):
    book = openpyxl.Workbook()
    page = book.active
    page.append(HEADER)
    for row in ROWS:
        page.append(row)
    page["I4"] = "旁注：待核"
    path = tmp_path / "带旁注.xlsx"
    book.save(path)
    dialog = opened(qtbot, session, path)
    unplaced = dialog.readings[0].draft.unplaced
    if not unplaced:
        pytest.skip("the reader has found a place for it")
    go(dialog, "未归位")
    shown = [dialog._part._list.item(0, c).text() for c in range(3)]
    assert shown[1] == unplaced[0].text
    assert shown[2]


# ------------------------------------------------------------------------------------------------ correcting and answering

MATRIX = (
    ("指标名称", "单位", "全市", "云岭县", "石门县", "南河县", "北河县"),
    ("帮助就业人数", "人", "100", "50", "30", "15", "5"),
    ("培训人数", "人", "90", "40", "20", "10", "10"),
    ("合计", "", "190", "90", "45", "25", "15"),
)


def write_book(path, rows, merged=()):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for place in merged:
        book.active.merge_cells(place)
    book.save(path)
    return path


def choose(qtbot, dialog, menu, words: str) -> None:
    """Choose from a menu that a header opens, and wait until the paper is read again."""
    actions = [a for m in (menu, *(a.menu() for a in menu.actions() if a.menu())) for a in m.actions()]
    next(a for a in actions if a.text() == words).trigger()
    qtbot.waitUntil(lambda: not dialog._reader.running, timeout=20_000)


def table_part(dialog):
    go(dialog, next(p for p in parts(dialog) if "行）" in p))
    return dialog._part.paper


def test_a_column_is_corrected_where_it_stands_and_the_paper_read_again(qtbot, session, sheet):
    dialog = opened(qtbot, session, sheet)
    view = table_part(dialog)
    choose(qtbot, dialog, view.meanings_menu(4), "牵头单位")
    assert view.model().headerData(4, Qt.Orientation.Horizontal) == "牵头单位"
    assert "您更正了 1 处" in dialog._part._legend.text()
    choose(qtbot, dialog, view.meanings_menu(6), "不读入")
    assert any(p.startswith("未归位") for p in parts(dialog))
    choose(qtbot, dialog, view.meanings_menu(6), "恢复自动判断")
    assert not any(p.startswith("未归位") for p in parts(dialog))
    agree(qtbot, dialog)
    roles = {r.role for i in session.plan.indicators for r in session.plan.responsibilities(i.id)}
    assert roles == {"lead", "cooperating"}


def test_rows_are_corrected_where_they_stand(qtbot, session, sheet):
    dialog = opened(qtbot, session, sheet)
    view = table_part(dialog)
    last = view.model().rowCount() - 1
    choose(qtbot, dialog, view.kinds_menu(last), "不读入")
    assert view.model().headerData(last, Qt.Orientation.Vertical) == "不读"
    assert len(dialog.readings[0].draft.indicators) == 3
    dialog._part._reset.click()
    qtbot.waitUntil(lambda: not dialog._reader.running, timeout=20_000)
    assert len(dialog.readings[0].draft.indicators) == 4


def test_the_names_of_rows_and_columns_open_their_menus_under_the_mouse(qtbot, session, sheet):
    dialog = opened(qtbot, session, sheet)
    view = table_part(dialog)
    down, across = view.verticalHeader(), view.horizontalHeader()
    for header, at in (
        (down, QPoint(20, down.sectionViewportPosition(3) + 8)),
        (across, QPoint(across.sectionViewportPosition(1) + 20, 10)),
    ):
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        menu.close()


def test_cells_of_the_paper_are_copied_as_a_block(qtbot, session, sheet):
    view = table_part(opened(qtbot, session, sheet))
    first = next(r for r, row in enumerate(view.model().reading.rows) if view.model().text(r, 0) == "1")
    view.setCurrentIndex(view.model().index(first, 1))
    view.selectRow(first)
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().strip("\n").split("\t") == list(ROWS[1])


def test_the_current_row_shows_all_its_words(qtbot, session, tmp_path):
    long = "以正式签订的协议为准，" * 20
    rows = [HEADER, ROWS[0], (*ROWS[1][:6], long), (*ROWS[2][:6], long)]
    view = table_part(opened(qtbot, session, write_book(tmp_path / "长.xlsx", rows)))
    view.go_to(2, 6)
    assert view.rowHeight(2) > view.rowHeight(3)
    view.go_to(3, 6)
    assert view.rowHeight(3) > view.rowHeight(2)


def test_sums_of_a_matrix_turn_green_as_its_columns_are_mapped(qtbot, session, tmp_path):
    dialog = opened(qtbot, session, write_book(tmp_path / "矩阵.xlsx", MATRIX))
    view = table_part(dialog)
    table = dialog.readings[0].tables[0]
    assert [table.row_sums[r].tone for r in (1, 2)] == ["ok", "bad"]
    assert "少 10" in table.row_sums[2].tip
    assert {c: v.tone for (_, c), v in table.cell_sums.items()} == {2: "ok", 3: "ok", 4: "bad", 5: "ok", 6: "ok"}
    choose(qtbot, dialog, view.meanings_menu(4), "不读入")
    table = dialog.readings[0].tables[0]
    assert table.row_sums[1].tone == "bad"


def test_tab_comes_to_the_links_of_the_overview_before_the_buttons(qtbot, session, tmp_path):
    dialog = opened(qtbot, session, write_book(tmp_path / "矩阵.xlsx", MATRIX))
    behind, each = [], dialog._agree.nextInFocusChain()
    while each is not dialog:
        behind.append(each)
        each = each.nextInFocusChain()
    assert any(b.text() == "看原表" for b in dialog._overview.findChildren(QPushButton))
    assert [each.text() for each in behind if isinstance(each, QPushButton)] == []


def test_problem_rows_are_exported_in_the_same_table(qtbot, session, tmp_path):
    dialog = opened(qtbot, session, write_book(tmp_path / "矩阵.xlsx", MATRIX))
    assert dialog._problems.isVisible()
    path = tmp_path / "问题.xlsx"
    dialog.export_problems(path)
    rows = [[str(c or "") for c in row] for row in openpyxl.load_workbook(path).active.iter_rows(values_only=True)]
    assert rows[0] == [*MATRIX[0], "导入问题"]
    assert rows[1][:4] == ["培训人数", "人", "90", "40"]
    assert "少 10" in rows[1][7]


def test_problem_rows_are_understood_when_they_come_back(qtbot, session, tmp_path):
    tiers = [("指标名称", "单位", "合计", "云岭县", None, "合作区"), (None, None, None, "青石镇", "白水镇", "柳林镇")]
    data = [("就业人数", "人", 60, 10, 20, 30), ("培训人数", "人", 90, 10, 20, 30)]
    merged = ("A1:A2", "B1:B2", "C1:C2", "D1:E1")
    dialog = opened(qtbot, session, write_book(tmp_path / "矩阵.xlsx", [*tiers, *data], merged))
    path = tmp_path / "问题.xlsx"
    dialog.export_problems(path)
    draft = opened(qtbot, session, path).readings[0].draft
    first = opened(qtbot, session, tmp_path / "矩阵.xlsx").readings[0].draft.indicators[1]
    assert [(i.name, i.target, i.allocations, i.note) for i in draft.indicators] == [
        ("培训人数", "90", first.allocations, "")
    ]
    assert draft.open_unplaced == ()


def test_a_name_is_explained_once_and_known_the_next_time(qtbot, session, sheet, tmp_path):
    agree(qtbot, opened(qtbot, session, sheet))
    other = [HEADER, ("9", "培训人数", "人", "30", "区人力资源和社会保障局", "/", "")]
    path = write_book(tmp_path / "另一份.xlsx", other)
    dialog = opened(qtbot, session, path)
    go(dialog, "新单位")
    box = dialog._units.boxes["区人力资源和社会保障局"]
    assert box.currentText() == "新单位"
    box.setCurrentText("是“区人力社保局”的别名")
    box.activated.emit(box.currentIndex())
    qtbot.waitUntil(lambda: not dialog._reader.running, timeout=20_000)
    (title,) = [p for p in parts(dialog) if p.startswith(("新单位", "单位名称"))]
    others = len(dialog.readings[0].names) - 1
    assert title == (f"新单位（{others}）" if others else "单位名称（1）")
    agree(qtbot, dialog)
    assert not any(u.name == "区人力资源和社会保障局" for u in session.plan.units)
    again = opened(qtbot, session, path)
    assert not any(p.startswith("新单位") for p in parts(again))
    session.undo()
    assert len(session.plan.indicators) == 4
    assert not any("区人力资源和社会保障局" in texts for texts in session.plan.aliases.values())


def test_importing_a_changed_paper_shows_before_and_after(qtbot, session, sheet, tmp_path):
    agree(qtbot, opened(qtbot, session, sheet))
    changed = [HEADER, *((*r[:3], "7000", *r[4:]) if r[0] == "3" else r for r in ROWS if r[0] != "2")]
    dialog = opened(qtbot, session, write_book(tmp_path / "新稿.xlsx", changed))
    assert "修改 1 条" in dialog._note.text()
    assert "计划里有 1 条来文没有，不动" in dialog._note.text()
    next(b for b in dialog._overview.findChildren(QPushButton) if b.text() == "逐条查看").click()
    assert dialog._parts.currentItem().text().startswith("变化")
    rows = [[dialog._part._list.item(r, c).text() for c in range(5)] for r in range(dialog._part._list.rowCount())]
    assert ["修改", "指标3“帮助农村劳动力就业数”", "年度目标", "6720", "7000"] in rows
    assert any(r[0] == "来文没有" and "医院" in r[1] for r in rows)


def test_a_paper_of_another_year_says_that_the_plans_own_year_stays(qtbot, session, tmp_path):
    rows = [["云岭县2025年指标任务分解表"], HEADER, *ROWS]
    dialog = opened(qtbot, session, write_book(tmp_path / "下一年.xlsx", rows))
    words = [each.text() for each in dialog._overview.findChildren(QLabel)]
    assert any("来文是 2025 年度的，计划是 2024 年度的" in each for each in words)
    assert "2025（计划里是“2024”，不改）" in words


def test_a_unit_that_the_new_paper_replaces_is_told_and_stays(qtbot, session, sheet, tmp_path):
    agree(qtbot, opened(qtbot, session, sheet))
    changed = [HEADER, *((*r[:4], "区民政局", *r[5:]) if r[0] == "1" else r for r in ROWS)]
    dialog = opened(qtbot, session, write_book(tmp_path / "换单位.xlsx", changed))
    assert "计划里有 1 条来文没有，不动" in dialog._note.text()
    (gone,) = [d for d in dialog.readings[0].differences if d.state == "missing"]
    assert gone.what == "指标1“参与结对帮扶的学校数”的责任“区教育局”"
    assert not any(d.state == "missing" for d in opened(qtbot, session, sheet).readings[0].differences)


def test_writing_is_cancelled_without_a_trace(qtbot, session, sheet):
    before = session.path.read_bytes()
    dialog = opened(qtbot, session, sheet)
    dialog._agree.click()
    dialog._cancel.click()
    qtbot.waitUntil(lambda: dialog._writing is None, timeout=20_000)
    assert bool(session.plan.indicators) != (session.path.read_bytes() == before)


def test_two_corrections_in_a_row_both_count(qtbot, session, sheet):
    dialog = opened(qtbot, session, sheet)
    view = table_part(dialog)
    sheet_read = view.model().sheet
    view.column_said.emit(sheet_read, 4, "lead")
    view.column_said.emit(sheet_read, 6, "note")
    qtbot.waitUntil(lambda: not dialog._reader.running, timeout=20_000)
    across = [view.model().headerData(c, Qt.Orientation.Horizontal) for c in (4, 6)]
    assert across == ["牵头单位", "备注"]


def across(view) -> list[str]:
    model = view.model()
    return [model.headerData(c, Qt.Orientation.Horizontal) for c in range(model.columnCount())]


def press_undo(qtbot, dialog) -> None:
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keyClick(dialog, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not dialog._reader.running, timeout=20_000)


def test_corrections_are_taken_back_one_by_one(qtbot, session, sheet):
    dialog = opened(qtbot, session, sheet)
    view = table_part(dialog)
    found = across(view)
    choose(qtbot, dialog, view.meanings_menu(4), "牵头单位")
    choose(qtbot, dialog, view.kinds_menu(view.model().rowCount() - 1), "不读入")
    press_undo(qtbot, dialog)
    assert len(dialog.readings[0].draft.indicators) == 4
    assert across(view)[4] == "牵头单位"
    press_undo(qtbot, dialog)
    assert across(view) == found
    assert not dialog._part._undo.isVisibleTo(dialog)
    press_undo(qtbot, dialog)  # nothing is left, nothing happens
    assert across(view) == found


def test_another_kind_and_an_explained_name_are_taken_back_too(qtbot, session, sheet, tmp_path):
    agree(qtbot, opened(qtbot, session, sheet))
    other = [HEADER, ("9", "培训人数", "人", "30", "区人力资源和社会保障局", "/", "")]
    dialog = opened(qtbot, session, write_book(tmp_path / "另一份.xlsx", other))
    go(dialog, "新单位")
    box = dialog._units.boxes["区人力资源和社会保障局"]
    box.setCurrentText("是“区人力社保局”的别名")
    box.activated.emit(box.currentIndex())
    qtbot.waitUntil(lambda: not dialog._reader.running, timeout=20_000)
    press_undo(qtbot, dialog)
    assert box.currentText() == "新单位"
    dialog._read_as.setCurrentIndex(dialog._read_as.findData("division"))
    dialog._read_as.activated.emit(dialog._read_as.currentIndex())
    qtbot.waitUntil(lambda: not dialog._reader.running, timeout=20_000)
    assert dialog.readings[0].read_as == "division"
    press_undo(qtbot, dialog)
    assert dialog._read_as.currentData() == "auto"
    assert dialog.readings[0].draft.kind == "indicators"


def press_in_question(words: str, seen: list[str]) -> None:
    """Press a button of the next question; its sentence goes to `seen`."""

    def press(box) -> None:
        seen.append(box.text())
        next(b for b in box.buttons() if b.text() == words).click()

    when_asked(press)


def test_escape_asks_before_corrections_are_lost(qtbot, session, sheet):
    dialog = opened(qtbot, session, sheet)
    view = table_part(dialog)
    choose(qtbot, dialog, view.meanings_menu(4), "牵头单位")
    seen: list[str] = []
    press_in_question("继续核对", seen)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert seen == ["您更正了 1 处，还没有导入。"]
    assert dialog.isVisible()
    press_in_question("不导入", seen)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert not session.plan.indicators


def test_escape_without_corrections_just_closes(qtbot, session, sheet):
    dialog = opened(qtbot, session, sheet)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_foot_counts_what_people_count(qtbot, session, sheet):
    dialog = opened(qtbot, session, sheet)
    assert dialog._note.text().startswith("将新增 2 个类别、4 条指标、4 个单位")


WIDE = (("指标名称", "单位", "总数", *(f"云岭{n}镇" for n in range(24))), ("培训人数", "人", "48", *["2"] * 24))


def test_what_the_paper_says_above_a_column_stays_in_sight(qtbot, session, tmp_path):
    dialog = opened(qtbot, session, write_book(tmp_path / "矩阵.xlsx", WIDE))
    model = table_part(dialog).model()
    assert [model.caption(c) for c in (0, 1, 3)] == ["", "单位", "云岭0镇"]


def test_the_name_of_a_row_stays_in_sight_when_its_column_is_scrolled_away(qtbot, session, tmp_path):
    dialog = opened(qtbot, session, write_book(tmp_path / "矩阵.xlsx", WIDE))
    view = table_part(dialog)
    assert view.columnWidth(0) >= 130
    narrow = view.verticalHeader().width()
    assert view.model().name_of(1) == "培训人数"
    view.horizontalScrollBar().setValue(view.horizontalScrollBar().maximum())
    assert view.verticalHeader().width() == narrow + 150
    assert view.viewport().x() == narrow + 150 + view.frameWidth()
    view.horizontalScrollBar().setValue(0)
    assert view.verticalHeader().width() == narrow


SIDE_BY_SIDE = (
    ("序号", "指标名称", "单位", "目标", "序号", "指标名称", "单位", "目标"),
    ("1", "党政互访", "人次", "20", "3", "选派人才", "人", "28"),
    ("2", "联席会议", "次", "2", "4", "引导企业", "家", "9"),
)
PAIRINGS = (
    ("结对安排", "", "", ""),
    ("序号", "东部", "西部", "结对类型"),
    ("1", "临江区文昌街道", "云岭县池河镇", "乡镇结对"),
    ("2", "临江区第二中学", "云岭县城关中学", "学校结对"),
    ("3", "临江区中医院", "云岭县医院", "医院结对"),
)


def test_both_halves_of_a_table_side_by_side_are_named(qtbot, session, tmp_path):
    dialog = opened(qtbot, session, write_book(tmp_path / "双栏.xlsx", SIDE_BY_SIDE))
    assert across(table_part(dialog)) == ["序号", "指标名称", "计量单位", "年度目标"] * 2


def test_rows_of_pairings_and_of_units_are_called_so(qtbot, session, tmp_path):
    dialog = opened(qtbot, session, write_book(tmp_path / "结对.xlsx", PAIRINGS, ["A1:D1"]))
    assert table_part(dialog).model().kind_label(2) == "结对"
    assert "3 对结对关系" in dialog._note.text()


POINTS = """临江区2025年协作工作要点任务分解
一、拓展产业合作
1.引导不少于8家企业到云岭县投资兴业，实际到位投资额1.6亿元以上。
牵头单位：区投资促进局
责任单位：区工信局、区农业农村局
完成时限：2025年11月底
二、深化劳务协作
2.帮助云岭县农村劳动力到临江区就业260人。
牵头单位：区人力社保局
责任单位：区总工会
完成时限：2025年12月15日前
"""


def test_lines_say_what_they_were_read_as(qtbot, session, tmp_path):
    path = tmp_path / "要点.txt"
    path.write_text(POINTS, encoding="utf-8")
    dialog = opened(qtbot, session, path)
    assert [t.superior_text or t.theme for t in dialog.readings[0].draft.tasks]
    kinds = [line.reading for line in dialog.readings[0].lines]
    assert kinds[1:6] == ["类别", "任务", "责任单位", "责任单位", "完成时限"]
    assert "版面" not in kinds


NOTICE = """临江区协作办公室
临协办〔2024〕3号
关于印发2024年度东西部协作任务指标分解表的通知
各镇（街道）：
现将分解表印发给你们，请认真落实。
附件：1. 2024年度东西部协作任务指标分解表
2. 指标说明
临江区协作办公室
2024年7月3日
"""


def test_problem_rows_that_were_mended_change_their_rows_and_add_none(qtbot, session, tmp_path):
    rows = [
        ("指标名称", "单位", "合计", "青石镇", "白水镇"),
        ("一、劳务协作", "", "", "", ""),
        ("培训人数", "人", 90, 40, 20),
    ]
    dialog = opened(qtbot, session, write_book(tmp_path / "矩阵.xlsx", rows))
    path = tmp_path / "问题.xlsx"
    dialog.export_problems(path)
    agree(qtbot, dialog)
    book = openpyxl.load_workbook(path)
    next(c for row in book.active.iter_rows() for c in row if str(c.value) == "20").value = "50"
    book.save(path)
    again = opened(qtbot, session, path)
    assert not again.readings[0].count("new")
    agree(qtbot, again)
    (indicator,) = session.plan.indicators
    assert indicator.category == session.plan.categories[0].id
    assert sorted(a.amount for a in session.plan.allocations(indicator.id)) == ["40", "50"]


def test_the_office_above_and_below_a_notice_are_told_apart(qtbot, session, tmp_path):
    path = tmp_path / "通知.txt"
    path.write_text(NOTICE, encoding="utf-8")
    lines = {(line.text, n): line.reading for n, line in enumerate(opened(qtbot, session, path).readings[0].lines)}
    said = [kind for (text, _), kind in lines.items() if text == "临江区协作办公室"]
    assert said == ["发文机关标志", "发文机关"]
    assert [kind for (text, _), kind in lines.items() if "附件" in text] == ["附件名称"]


def test_a_copied_piece_does_not_tell_what_it_leaves_out(qtbot, session, sheet):
    agree(qtbot, opened(qtbot, session, sheet))
    QGuiApplication.clipboard().setText("指标名称\t单位\t年度目标\n参与结对帮扶的学校数\t所\t9")
    dialog = ImportDialog.from_clipboard(session)
    qtbot.addWidget(dialog, before_close_func=lambda d: d.done(0))
    qtbot.waitUntil(lambda: bool(dialog.readings), timeout=20_000)
    assert not dialog.readings[0].count("missing")
    again = opened(qtbot, session, write_book(sheet.with_name("一条.xlsx"), [HEADER, *ROWS[:2]]))
    assert again.readings[0].count("missing") == 3
    assert any("3 条这份文件没有写，保持不动" in w.text() for w in again._overview.findChildren(QLabel))


def test_another_unit_is_picked_from_all_that_are_known(qtbot, session, sheet, tmp_path):
    agree(qtbot, opened(qtbot, session, sheet))
    other = [HEADER, ("9", "培训人数", "人", "30", "协作专班", "/", "")]
    dialog = opened(qtbot, session, write_book(tmp_path / "另一份.xlsx", other))
    go(dialog, "新单位")
    box = dialog._units.boxes["协作专班"]

    def ask() -> RecordPicker:
        box.setCurrentText("是别的单位的别名…")
        box.activated.emit(box.currentIndex())
        return next(p for p in dialog._units.findChildren(RecordPicker) if p.isVisible())

    ask().close()
    assert box.currentText() == "新单位"
    picker = ask()
    QTest.keyClicks(picker._line, "qjyj")
    QTest.keyClick(picker._line, Qt.Key.Key_Return)
    assert box.currentText() == "是“区教育局”的别名"
    qtbot.waitUntil(lambda: not dialog._reader.running, timeout=20_000)
    agree(qtbot, dialog)
    assert any("协作专班" in texts for texts in session.plan.aliases.values())


HEADLESS = (
    ("指标名称", "单位", "总数", "青石镇", "白水镇", ""),
    ("培训人数", "人", "90", "40", "20", "30"),
    ("结对学校数", "所", "9", "4", "2", "3"),
)


def answer_caption(qtbot, view, words: str) -> None:
    dialog = next(d for d in view.findChildren(AskText) if d.isVisible())
    dialog.line.setText(words)
    dialog.ok.click()


def test_a_column_without_a_caption_asks_for_the_unit_whose_figures_it_has(qtbot, session, tmp_path):
    dialog = opened(qtbot, session, write_book(tmp_path / "矩阵.xlsx", HEADLESS))
    view = table_part(dialog)
    assert dialog.readings[0].draft.unplaced
    actions = {a.text(): a for a in view.meanings_menu(5).actions()}
    actions["分解数"].trigger()
    answer_caption(qtbot, view, "柳林")
    qtbot.waitUntil(lambda: not dialog._reader.running, timeout=20_000)
    assert not dialog.readings[0].draft.unplaced
    assert view.model().caption(5) == "柳林"
    assert view.model().headerData(5, Qt.Orientation.Horizontal) == "分解数"
    assert all(v.tone == "ok" for v in dialog.readings[0].tables[0].row_sums.values())
    agree(qtbot, dialog)
    plan = session.plan
    first = plan.indicators[0]
    assert {plan.bearer_name(a.bearer): a.amount for a in plan.allocations(first.id)}["柳林"] == "30"
    assert "柳林" not in plan.sources[0].paper  # the source stays word for word


def test_a_wrong_caption_is_rewritten_and_taken_back(qtbot, session, tmp_path):
    rows = [("指标名称", "单位", "总数", "青石镇", "青石镇", "柳林镇"), *HEADLESS[1:]]
    dialog = opened(qtbot, session, write_book(tmp_path / "矩阵.xlsx", rows))
    view = table_part(dialog)
    choose(qtbot, dialog, view.meanings_menu(4), "改写栏名…")
    answer_caption(qtbot, view, "白水镇")
    qtbot.waitUntil(lambda: not dialog._reader.running, timeout=20_000)
    assert view.model().caption(4) == "白水镇"
    press_undo(qtbot, dialog)
    assert view.model().caption(4) == "青石镇"


def test_a_scheme_lists_its_rules_as_they_were_read(qtbot, session, tmp_path):
    path = tmp_path / "评价办法.txt"
    path.write_text(
        "序号\t考核内容\t分值\t评分标准\t得分\n"
        "1\t召开联席会议\t4\t完成得4分，未完成得0分\t\n"
        "2\t引进企业数\t6\t完成得6分；未完成的，得分＝6×完成率\t\n",
        encoding="utf-8",
    )
    dialog = opened(qtbot, session, path)
    assert "计分规则（2 项）" in parts(dialog)
    assert not any(words.startswith("未归位") for words in parts(dialog))
    link = next(b for b in dialog._overview.findChildren(QPushButton) if b.text() == "逐项核对")
    link.click()
    rules = dialog._part._list
    assert [rules.item(r, 3).text() for r in range(2)] == [
        "完成／未完成：完成得4分，未完成得0分",
        "按完成率：完成得6分；未完成的，得分＝6×完成率",
    ]
    QTest.keyClick(dialog._parts, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(session.plan.schemes), timeout=20_000)


def test_captions_that_stand_one_column_too_far_left_are_moved_in_one_go(qtbot, session, tmp_path):
    rows = [
        ["指标名称", "单位", "年度目标", "云岭镇", "大河镇", "红岩镇", None],
        ["就业人数", "人", 60, 60, 10, 20, 30],
        ["培训人数", "人", 6, 6, 1, 2, 3],
    ]
    dialog = opened(qtbot, session, write_book(tmp_path / "错位.xlsx", rows))
    go(dialog, "Sheet")
    view = dialog._part.paper
    choose(qtbot, dialog, view.meanings_menu(3), "栏名从这里起右移一栏")
    assert [view._model.caption(c) for c in (3, 4, 6)] == ["", "云岭镇", "红岩镇"]
    choose(qtbot, dialog, view.meanings_menu(3), "合计")
    draft = dialog.readings[0].draft
    assert [(a.unit, a.amount) for a in draft.indicators[0].allocations] == [
        ("云岭镇", "10"),
        ("大河镇", "20"),
        ("红岩镇", "30"),
    ]
    assert "您更正了 2 处" in dialog._part._legend.text()


def test_the_dialog_is_never_larger_than_the_screen(qtbot, session, sheet):
    dialog = opened(qtbot, session, sheet)
    free = dialog.screen().availableGeometry()
    assert dialog.width() <= free.width()
    assert dialog.height() <= free.height()


def test_a_sentence_about_columns_leads_to_the_first_of_them_in_its_table(qtbot, session, tmp_path):
    units = [f"{c}岭镇" for c in "东西南北上中下前后左右大小新旧长"]
    head = ["指标名称", "单位", "年度目标", *units, None]
    rows = [[f"指标{c}", "人", 16 * n, *[0] * 13, n, n, 10 * n, 5 * n] for n, c in enumerate("甲乙丙丁", 1)]
    dialog = opened(qtbot, session, write_book(tmp_path / "重复.xlsx", [head, *rows]))
    link = [b for b in dialog._overview.findChildren(QPushButton) if b.text() == "看原表"][-1]  # the first: sums
    link.click()
    view = dialog._part.paper
    assert dialog._parts.part.kind == "table"
    left = view.columnViewportPosition(17)  # 不计第 18 栏
    assert view.horizontalScrollBar().value() > 0
    assert 0 < left < view.viewport().width()


def test_the_overview_says_which_rows_do_not_add_up_and_leads_there(qtbot, session, tmp_path):
    head = ["指标名称", "单位", "年度目标", "东岭镇", "西岭镇", "南岭镇"]
    rows = [["培训", "人", 60, 10, 20, 30], ["就业", "人", 90, 20, 30, 35], ["采购", "人", 30, 10, 10, 10]]
    dialog = opened(qtbot, session, write_book(tmp_path / "加不拢.xlsx", [head, *rows]))
    words = [each.text() for each in dialog._overview.findChildren(QLabel)]
    assert "· 有 1 行各单位相加与总数不符" in words
    next(b for b in dialog._overview.findChildren(QPushButton) if b.text() == "看原表").click()
    assert dialog._part.paper.currentIndex().row() == 2


def test_what_only_fills_empty_fields_is_no_difference(qtbot, session, tmp_path):
    head = ["指标名称", "单位", "年度目标"]
    rows = [["培训农村人才数", "人", 60], ["新增就业人数", "人", 90], ["采购金额", "万元", 30]]
    agree(qtbot, opened(qtbot, session, write_book(tmp_path / "先.xlsx", [head, *rows])))
    fuller = [[*head, "完成时限"], *([*row, "11月底"] for row in rows)]
    dialog = opened(qtbot, session, write_book(tmp_path / "后.xlsx", fuller))
    assert {d.state for d in dialog.readings[0].differences if d.record.__name__ == "Indicator"} == {"filled"}
    assert not any("和计划里已有的不同" in each.text() for each in dialog._overview.findChildren(QLabel))
