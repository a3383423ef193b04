"""The task book page in the real window on a real file."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from xiezuo_desktop.core.records import Chapter, Clause, Mention, Paragraph, PlanInfo, Responsibility
from xiezuo_desktop.core.tree import spread_keys
from xiezuo_desktop.ui.dialogs.checks_panel import ChecksPanel
from xiezuo_desktop.ui.widgets.links import LinkRow

from .windows import make_plan, open_window

ALT_SHIFT = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(qtbot, tmp_path):
    opened = open_window(qtbot, make_plan(tmp_path / "plan.xiezuo"))
    session = opened.session
    with session.edit("制作任务书") as edit:
        for number, key in enumerate(spread_keys(2)):
            chapter = edit.add(Chapter, ordinal="一二"[number], unit=session.plan.units[number].id, order=key)
            for line, order in enumerate(spread_keys(3), 1):
                edit.add(
                    Clause,
                    chapter=chapter,
                    ordinal=str(line),
                    lead=f"任务{number}{line}",
                    text="完成年度任务。",
                    order=order,
                )
        edit.add(Paragraph, section="notice", text="现印发给你们，请认真落实。", order="V")
    opened.show_page("taskbook")
    return opened


@pytest.fixture
def page(window):
    return window.page("taskbook")


def outline(page) -> list[str]:
    return [page.outline.item(r).text().split("　")[0] for r in range(page.outline.count())]


def leads(page, chapter: int = 0) -> list[str]:
    plan = page.session.plan
    return [f"{c.ordinal}{c.lead}" for c in plan.clauses(plan.chapters[chapter].id)]


def card(page, place: int):
    clause = page.session.plan.clauses(page.session.plan.chapters[0].id)[place]
    return page._chapter.cards[clause.id]


def test_the_whole_document_is_in_the_outline(page):
    assert outline(page) == [
        "文头和版记",
        "通知正文",
        "任务书引言",
        "一、区教育局",
        "二、区农业农村局",
        "结尾",
        "表上文字",  # of the table that is attached, as are its notes
        "备注说明",
    ]
    assert page.meta() == "2 章 6 条"


def test_a_clause_is_edited_where_it_stands(page):
    text = card(page, 1).editors[2].text
    text.setFocus()
    text.selectAll()
    QGuiApplication.clipboard().setText("完成培训600人次。")
    text.paste()
    page.outline.setFocus()
    plan = page.session.plan
    assert plan.clauses(plan.chapters[0].id)[1].text == "完成培训600人次。"
    assert page.session.undo_label == "修改“正文”"


def test_clauses_are_added_moved_and_deleted_with_their_numbers(page):
    card(page, 0).add_wanted.emit()
    assert leads(page) == ["1任务01", "2", "3任务02", "4任务03"]
    card(page, 3).shift_wanted.emit(-1)
    assert leads(page) == ["1任务01", "2", "3任务03", "4任务02"]
    card(page, 1).delete_wanted.emit()
    assert leads(page) == ["1任务01", "2任务03", "3任务02"]
    card(page, 0).editors[1].text.setFocus()
    QTest.keyClick(card(page, 0).editors[1].text, Qt.Key.Key_Down, ALT_SHIFT)
    assert leads(page) == ["1任务03", "2任务01", "3任务02"]
    for _ in range(4):
        page.session.undo()
    assert leads(page) == ["1任务01", "2任务02", "3任务03"]


def test_what_is_being_typed_is_saved_before_the_card_moves(page):
    text = card(page, 0).editors[1].text
    text.setFocus()
    text.insertPlainText("补充")
    card(page, 0).shift_wanted.emit(1)
    assert [w[1:] for w in leads(page)][1].startswith("补充") or "补充" in leads(page)[1]


def test_chapters_move_and_go(page):
    page.outline.setFocus()
    QTest.keyClick(page.outline, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert outline(page)[3:5] == ["一、区农业农村局", "二、区教育局"]
    page.show_record(Chapter, page.session.plan.chapters[1].key)
    page.delete_chapter()
    assert outline(page)[3:5] == ["一、区农业农村局", "结尾"]
    assert len(page.session.plan.rows(Clause)) == 3
    page.session.undo()
    assert len(page.session.plan.rows(Clause)) == 6


def test_a_chapter_for_another_unit_comes_behind_the_one_shown(page):
    page.show_record(Chapter, page.session.plan.chapters[0].key)
    page.edits.add_chapter(page.session.plan.units[4].id, page._behind())
    assert outline(page)[3:6] == ["一、区教育局", "二、区商务局", "三、区农业农村局"]


def test_the_head_is_a_form_over_every_field(page):
    assert page.show_record(PlanInfo, page.session.plan.info.key)
    shown = {name for form in page._head._forms for name in form.editors}
    assert shown == set(PlanInfo.fields)
    form = next(f for f in page._head._forms if "doc_number" in f.editors)
    form.editors["doc_number"].committed.emit("临政办〔2024〕12号")
    assert page.session.plan.info.doc_number == "临政办〔2024〕12号"


def test_paragraphs_of_a_section(page):
    notice = page.session.plan.ordered(Paragraph)[0]
    assert page.show_record(Paragraph, notice.key)
    page._section.add.click()
    assert page.session.plan.paragraphs("notice") == ["现印发给你们，请认真落实。", ""]
    page._section.cards[notice.id].shift_wanted.emit(1)
    assert page.session.plan.paragraphs("notice") == ["", "现印发给你们，请认真落实。"]


def test_records_are_found_from_elsewhere(page):
    clause = page.session.plan.clauses(page.session.plan.chapters[1].id)[2]
    page.session.wanted.emit(Clause, clause.key)
    assert page.part == ("chapter", clause.chapter)
    assert page._chapter.cards[clause.id].property("tone") == "primary"


@pytest.fixture
def contradicting(window):
    """The first clause states a number that is not the target of the indicator it is tied to."""
    session = window.session
    row = session.plan.indicators[0]
    clause = session.plan.clauses(session.plan.chapters[0].id)[0]
    with session.edit("写明数额") as edit:
        edit.put(type(row), row.key, target="12", measure_unit="人", target_reading="")
        edit.put(Clause, clause.key, text="全年选派干部9人。")
        edit.add(Mention, clause=clause.id, number_text="9", measure_unit="人", indicator=row.id)
    return row


def press(qtbot, inside, words: str) -> None:
    """Press the button with these words, once it is there: a button put into a layout shows in the next round of events."""

    def found() -> list[QPushButton]:
        return [b for b in inside.findChildren(QPushButton) if b.text().strip() == words and b.isVisibleTo(inside)]

    qtbot.waitUntil(lambda: bool(found()), timeout=5000)
    QTest.mouseClick(found()[0], Qt.MouseButton.LeftButton)


def test_a_clause_shows_what_it_states_and_that_the_table_says_otherwise(page, contradicting):
    (row,) = card(page, 0)._tied.rows
    assert row.startswith("9人 → ")
    assert row.endswith(f"{contradicting.name}：目标 12人，不一致")


def test_the_text_takes_the_target(page, contradicting, qtbot):
    press(qtbot, card(page, 0), "改文字")
    clause = page.session.plan.clauses(page.session.plan.chapters[0].id)[0]
    assert clause.text == "全年选派干部12人。"
    assert "不一致" not in card(page, 0)._tied.rows[0]
    page.session.undo()
    assert "不一致" in card(page, 0)._tied.rows[0]


def test_the_target_takes_the_text(page, contradicting, qtbot):
    press(qtbot, card(page, 0), "改目标")
    assert page.session.plan.get(type(contradicting), contradicting.key).target == "9"


def test_an_indicator_leads_to_the_clause_that_states_it(window, contradicting, qtbot):
    window.show_page("indicators")
    page = window.page("indicators")
    page.show_record(type(contradicting), contradicting.key)
    found = [r for r in page.detail.findChildren(LinkRow) if r.accessibleName().startswith("条文不符")]
    QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.page("taskbook").isVisible())
    assert window.page("taskbook").part[0] == "chapter"


def test_the_checks_panel_repairs_it_too(window, contradicting, qtbot):
    session = window.session
    office = session.plan.chapters[0].unit
    if not any(r.unit == office for r in session.plan.responsibilities(contradicting.id)):
        with session.edit("负责") as edit:
            edit.add(Responsibility, subject=contradicting.id, unit=office, role="lead")
    panel = ChecksPanel(session)
    qtbot.addWidget(panel)
    panel.show()
    qtbot.waitUntil(lambda: any(p.rule == "V6" for p in panel._shown), timeout=5000)
    panel._problems.selectRow(next(n for n, p in enumerate(panel._shown) if p.rule == "V6"))
    press(qtbot, panel, "改文字")
    assert session.plan.clauses(session.plan.chapters[0].id)[0].text == "全年选派干部12人。"
    qtbot.waitUntil(lambda: not any(p.rule == "V6" for p in panel._shown), timeout=5000)
