"""The page 评分考核 in the real window on a real file."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QLineEdit

from xiezuo_desktop.core.records import Evidence, Indicator, Report, Scheme, ScoreEntry, ScoreItem
from xiezuo_desktop.core.scoring.rules import Level, Rule, Step, read_stored_rule
from xiezuo_desktop.ui.dialogs.ask_text import AskText
from xiezuo_desktop.ui.dialogs.rule_dialog import RuleDialog
from xiezuo_desktop.ui.dialogs.rule_fields import RuleFields
from xiezuo_desktop.ui.dialogs.rule_reading_dialog import RuleReadingDialog
from xiezuo_desktop.ui.dialogs.score_links_dialog import ScoreLinksDialog
from xiezuo_desktop.ui.dialogs.score_settings_dialog import ScoreSettingsDialog
from xiezuo_desktop.ui.models import scores_model as columns
from xiezuo_desktop.ui.models import trial_model as trial
from xiezuo_desktop.ui.widgets.record_picker import RecordPicker

from .score_world import make_scores
from .windows import make_plan, open_window

D = Decimal


@pytest.fixture
def window(qtbot, tmp_path):
    opened = open_window(qtbot, make_scores(tmp_path / "评价.xiezuo"))
    opened.show_page("scores")
    return opened


@pytest.fixture
def page(window):
    shown = window.page("scores")
    shown.show_party(party(shown, "临江区"))
    return shown


def party(page, name):
    return next(p for p in page.sheet.parties if page.sheet.name(p) == name)


def go(page, name, column=columns.NAME):
    line = next(line for top in page.sheet.lines for line in (top, *top.walk()) if line.name == name)
    page.view.go(page.model.index_of(line.id, column))
    return line


def cells(page, name):
    line = go(page, name)
    return [page.model.text(page.model.index_of(line.id, c)) for c in range(columns.POINTS, page.model.columnCount())]


def enter(qtbot, view):
    """Enter in the cell that is being typed into."""
    editor = view.findChild(QLineEdit)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view.state() != QAbstractItemView.State.EditingState)


def dialog(page, kind):
    (found,) = [d for d in page.findChildren(kind) if d.isVisible()]
    return found


def test_a_party_is_shown_item_by_item_with_rule_and_formula(qtmodeltester, page):
    qtmodeltester.check(page.model)
    assert cells(page, "培训人数") == ["3", "650", "612", "3×612/650=2.82", "2.82", "—"]
    assert page.line.words == "完成得3分；未完成的，得分＝3×完成率"
    assert cells(page, "到位资金")[-3:] == ["120/100，第1名（2个并列），得3", "3.00", "—"]
    assert cells(page, "专题会议")[-3:] == ["未填报", "未报", "—"]
    assert cells(page, "结对情况")[-3:] == ["2 个部分，已评 0 个", "未报", "—"]
    assert page.meta() == "2 类 4 项，共 15 分 · 3 个考核对象 · 6 项次未定 · 4 项规则未核对"
    page.show_next(1)
    assert cells(page, "培训人数")[-2] == "3.00"
    page.show_period(203105)
    assert cells(page, "培训人数")[1:4] == ["650", "50", "3×50/650=0.23"]


def test_all_parties_stand_side_by_side_with_totals_at_the_foot(qtmodeltester, page):
    page.bar.ways["all"].click()
    qtmodeltester.check(page.model)
    assert cells(page, "到位资金") == ["3", "3.00", "0.00", "3.00"]
    heads = [page.model.headerData(c, Qt.Orientation.Horizontal) for c in range(3, 6)]
    assert heads == ["临江区", "云岭县", "沙浦区"]
    texts = [(row, text) for row, _, text, *_ in page.foot._texts()]
    assert [t for row, t in texts if row == 0] == ["合计", "15", "5.82", "3.00", "4.50"]
    assert [t for row, t in texts if row == 1] == ["名次", "1", "3", "2"]


def test_the_table_is_copied_for_a_worksheet(page):
    page.show_way("all")
    page.actions_.copy.trigger()
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")]
    assert lines[0] == ["评分项和计分规则", "分值", "临江区", "云岭县", "沙浦区"]
    assert ["1 培训人数", "3", "2.82", "3.00", "1.50"] in lines
    assert lines[-2:] == [["合计", "15", "5.82", "3.00", "4.50"], ["名次", "", "1", "3", "2"]]


def test_a_narrow_window_hides_the_panel_until_it_is_asked_for(window, page):
    assert page.side.isVisible()
    window.resize(911, 465)
    assert not page.side.isVisible()
    page.toggle_detail()
    assert page.side.isVisible()
    window.resize(1366, 697)
    assert page.side.isVisible()


def test_what_no_report_holds_is_typed_and_undone(qtbot, page):
    go(page, "专题会议", columns.VALUE)
    page.view.setFocus()
    qtbot.keyClicks(page.view, "2")
    enter(qtbot, page.view)
    assert cells(page, "专题会议")[2:5] == ["2", "2次≥1次，得4", "4.00"]
    assert page.session.undo_label == "修改“专题会议”的完成数"
    page.session.undo()
    assert cells(page, "专题会议")[4] == "未报"


def test_digits_on_the_name_of_an_item_are_its_points(qtbot, page):
    go(page, "培训人数", columns.NAME)
    page.view.setFocus()
    qtbot.keyClicks(page.view, "2")
    assert page.view.currentIndex().column() == columns.SCORE
    assert page.view.findChild(QLineEdit).text() == "2"


def test_points_by_hand_need_a_reason(qtbot, page):
    line = go(page, "培训人数")
    page.assess_current()
    page.view.findChild(QLineEdit).setText("2.5")
    enter(qtbot, page.view)
    asked = dialog(page, AskText)
    qtbot.mouseClick(asked.ok, Qt.MouseButton.LeftButton)
    assert asked.isVisible()
    assert not page.session.plan.rows(ScoreEntry)
    asked.line.setText("名册不全")
    qtbot.mouseClick(asked.ok, Qt.MouseButton.LeftButton)
    entry = page.session.plan.score_entry(line.id, page.party)
    assert (entry.adjusted, entry.reason, entry.scorer) == (Decimal("2.5"), "名册不全", "测试员")
    assert cells(page, "培训人数")[-3:-1] == ["评定：名册不全", "2.50"]
    assert "3×612/650=2.82" in page.side.formula.text()
    qtbot.mouseClick(page.side.back, Qt.MouseButton.LeftButton)
    assert cells(page, "培训人数")[-2] == "2.82"


@pytest.mark.parametrize("typed", ["很好", "-1"])
def test_points_that_are_none_are_refused(page, typed):
    told = []
    page.session.failed.connect(told.append)
    page.edits.type_points(go(page, "培训人数"), page.party, typed)
    assert told[0].sentence == f"得分不能是“{typed}”。"
    assert not page.session.plan.rows(ScoreEntry)


def test_a_rule_is_edited_as_data_with_what_it_would_give(qtbot, page):
    line = go(page, "培训人数")
    qtbot.mouseClick(page.side.change, Qt.MouseButton.LeftButton)
    edited = dialog(page, RuleDialog)
    assert "培训人数，查看名册" in edited.text.toPlainText()
    edited.kind.setCurrentIndex(edited.kind.findData("deduction"))
    for name, text in {"full": "3", "each": "10", "points": "0.5"}.items():
        edited.fields.inputs[name].setText(text)
    assert edited.words.text() == "完成得3分，每少10个扣0.5分，扣完为止"
    assert "临江区：" in edited.tried.text()
    edited.fields.inputs["each"].setText("十")
    assert not edited.ok.isEnabled()
    assert "请填数" in edited.fields.complaint.text()
    edited.fields.inputs["each"].setText("10")
    qtbot.mouseClick(edited.ok, Qt.MouseButton.LeftButton)
    stored = page.session.plan.get(ScoreItem, line.id)
    assert read_stored_rule(stored.rule).kind == "deduction"
    assert stored.confirmed
    assert page.line.words == "完成得3分，每少10个扣0.5分，扣完为止"
    page.session.undo()
    assert page.line.words == "完成得3分；未完成的，得分＝3×完成率"


def test_every_kind_of_rule_has_a_form_that_keeps_what_it_says(qtbot, page):
    go(page, "结对情况")
    page.commands.ask_rule()
    edited = dialog(page, RuleDialog)
    kinds = [edited.kind.itemData(n) for n in range(edited.kind.count())]
    assert len(kinds) == 11
    for number in range(edited.kind.count()):
        edited.kind.setCurrentIndex(number)
        assert edited.fields.rule.kind == kinds[number]
        assert edited.words.text()
        passed, each = [], edited.kind.nextInFocusChain()
        while each is not edited.ok:
            passed.append(each)
            each = each.nextInFocusChain()
        assert set(edited.fields.inputs.values()) <= set(passed)  # Tab comes to the fields before the buttons
    edited.kind.setCurrentIndex(edited.kind.findData("deduction"))
    basis = edited.fields.inputs["basis"]
    assert [basis.itemText(n) for n in range(basis.count())] == ["短少数", "完成率", "发生数"]
    edited.kind.setCurrentIndex(edited.kind.findData("tier"))
    steps = edited.fields.inputs["steps"]
    for row, (mark, points) in enumerate((("60%", "1"), (">90%", "5"))):
        steps.item(row, 0).setText(mark)
        steps.item(row, 1).setText(points)
    assert edited.words.text() == "超过90%得5分，60%以上得1分，其余得0分"
    edited.kind.setCurrentIndex(edited.kind.findData("level"))
    levels = edited.fields.inputs["levels"]
    for row, (name, points) in enumerate((("省级", "3"), ("市级", "1"))):
        levels.item(row, 0).setText(name)
        levels.item(row, 1).setText(points)
    assert edited.words.text() == "省级得3分，市级得1分，就高计分"
    edited.reject()


def test_words_are_read_again_and_taken_when_confirmed(qtbot, page):
    line = go(page, "结对情况")
    with page.session.edit("改文字") as edit:
        edit.put(ScoreItem, line.id, content="结对情况。（学校结对4分：完成得4分。医院结对1分：完成得1分。）")
    before = {p.name: p.id for p in page.session.plan.score_parts(line.id)}
    qtbot.mouseClick(page.side.again, Qt.MouseButton.LeftButton)
    read = dialog(page, RuleReadingDialog)
    qtbot.mouseClick(read.ok, Qt.MouseButton.LeftButton)
    parts = page.session.plan.score_parts(line.id)
    assert [(p.name, p.points) for p in parts] == [("学校结对", "4"), ("医院结对", "1")]
    assert {p.name: p.id for p in parts} == before
    assert page.session.undo_label == "按文字重新读取“结对情况”的计分规则"


def test_rules_are_confirmed_one_by_one(qtbot, page):
    line = go(page, "培训人数")
    qtbot.mouseClick(page.side.right, Qt.MouseButton.LeftButton)
    assert page.session.plan.get(ScoreItem, line.id).confirmed
    assert page.line.name == "到位资金"
    assert page.meta().endswith("3 项规则未核对")


def test_settings_are_seen_with_their_defaults_and_change_the_scores(page):
    page.commands.ask_settings()
    settings = dialog(page, ScoreSettingsDialog)
    assert settings.fields["ties"].currentText() == "都得分（默认）"
    box = settings.fields["ties"]
    box.setCurrentIndex(box.findData("none"))
    box.activated.emit(box.currentIndex())
    assert page.session.plan.schemes[0].ties == "none"
    settings.decimals.setValue(1)
    assert cells(page, "培训人数")[-2] == "2.8"
    settings._restore()
    scheme = page.session.plan.get(Scheme, page.scheme.key)
    assert (scheme.ties, scheme.decimals, settings.decimals.value()) == ("", None, 2)
    settings.accept()


def test_items_are_linked_to_the_indicators_that_are_suggested(qtbot, page):
    line = go(page, "培训人数")
    with page.session.edit("去掉对应") as edit:
        edit.put(ScoreItem, line.id, indicator=None)
    assert cells(page, "培训人数")[-2] == "未报"
    assert page.links_button.isVisible()
    page.links_button.click()
    asked = dialog(page, ScoreLinksDialog)
    assert [s.indicator.name for s in asked.chosen] == ["培训人数"]
    qtbot.mouseClick(asked.ok, Qt.MouseButton.LeftButton)
    assert cells(page, "培训人数")[-2] == "2.82"
    assert not page.links_button.isVisible()


def test_what_has_no_suggestion_is_linked_row_by_row_by_keys(qtbot, page):
    for name in ("培训人数", "专题会议"):
        line = go(page, name)
        with page.session.edit("取消对应") as edit:
            edit.put(ScoreItem, line.id, indicator=None)
    page.commands.ask_links()
    asked = dialog(page, ScoreLinksDialog)
    table = asked.table
    place = next(n for n, r in enumerate(table.rows) if "专题会议" in r.item.content)
    table.selectRow(place)
    for take in (Qt.Key.Key_Space, Qt.Key.Key_Return):  # without an indicator a tick asks for one, as Enter does
        before = len(asked.chosen)
        table.rows[place].indicator = None
        qtbot.keyClick(table, take)
        picker = asked.findChildren(RecordPicker)[-1]
        wanted = picker._model.choices[0].id
        picker.picked.emit(wanted)
        picker.close()
        table.selectRow(place)
    assert len(asked.chosen) >= before
    assert table.rows[place].indicator.id == wanted
    asked.accept()
    assert page.session.plan.get(ScoreItem, table.rows[place].item.id).indicator == wanted


def test_evidence_of_the_indicator_is_told(page):
    line = go(page, "培训人数")
    with page.session.edit("材料") as edit:
        edit.put(ScoreItem, line.id, evidence="名册")
        assert edit is not None
    assert cells(page, "培训人数")[-1] == "缺"
    indicator = page.session.plan.get(ScoreItem, line.id).indicator
    with page.session.edit("材料") as edit:
        edit.add(Evidence, title="名册", indicator=indicator, unit=page.party, order="V", state="accepted")
    assert cells(page, "培训人数")[-1] == "已核"
    page.side.proof.click()
    assert page.window().page("evidence").isVisible()


def test_what_can_still_be_gained_and_what_other_figures_would_do(qtbot, qtmodeltester, page):
    page.show_party(party(page, "沙浦区"))
    page.bar.ways["trial"].click()
    view = page._trial
    qtmodeltester.check(view.model)
    words = {row.line.name: [view.model.text(row, c) for c in range(8)] for row in view.model.rows}
    assert words["培训人数"][1:6] == ["1.50", "3.00", "+1.50", "325 → 650，再做 325人", "10人 0.05分"]
    assert words["专题会议"][3] == "+4.00"
    row = next(n for n, r in enumerate(view.model.rows) if r.line.name == "培训人数")
    view.table.setCurrentIndex(view.model.index(row, trial.SUPPOSED))
    qtbot.keyClicks(view.table, "6")
    assert view.table.findChild(QLineEdit).text() == "6"  # the key that began is not lost
    view.table.findChild(QLineEdit).setText("650")
    enter(qtbot, view.table)
    assert view.model.text(view.model.rows[row], trial.AFTER) == "3.00"
    assert view.change.text() == "假设 1 项：比现在多 1.5 分，第 2 名 → 第 1 名。"
    assert view.ranking.rows[0][:2] == ("2 → 1", "沙浦区")
    view.suppose_all()
    assert view.figure.text() == "15 分"
    view.forget()
    assert view.figure.text() == "4.5 分"
    assert not page.session.undo_label


def test_a_figure_that_is_none_is_refused(page):
    page.show_way("trial")
    told = []
    page.session.failed.connect(told.append)
    index = page._trial.model.index(0, trial.SUPPOSED)
    assert not page._trial.model.setData(index, "很多")
    assert told[0].sentence == "“很多”不是完成数。"
    assert page._trial.model.setData(index, "是")


def test_the_page_follows_the_plan_and_finds_records(page, window):
    window.show_page("figures")
    indicator = next(i for i in page.session.plan.ordered(Indicator) if i.name == "培训人数")
    with page.session.edit("填报") as edit:
        edit.put(Report, (indicator.id, page.party, 203106), value="650")
    window.show_page("scores")
    assert cells(page, "培训人数")[-2] == "3.00"
    item = next(i for i in page.session.plan.ordered(ScoreItem) if i.indicator == indicator.id)
    assert page.show_record(ScoreEntry, (item.id, party(page, "云岭县"), 0))
    assert page.sheet.name(page.party) == "云岭县"
    assert page.line.id == item.id


def test_the_sheet_is_shown_as_it_is_printed(page, window):
    page.primary_action().trigger()
    assert window.page("print").isVisible()
    assert window.page("print").options.report == "scores"


def test_a_file_that_can_only_be_read_cannot_be_scored(page):
    page.session.open(page.session.path, look_only=True)
    page.begin()
    go(page, "培训人数")
    assert not page.actions_.rule.isEnabled()
    assert not page.side.change.isEnabled()
    page.commands.ask_settings()
    settings = dialog(page, ScoreSettingsDialog)
    assert settings.isEnabled()
    assert not settings.decimals.isEnabled()
    settings.accept()
    assert not page.model.editable(page.model.index_of(page.line.id, columns.SCORE))


def names(page):
    return [("  " * line.is_part) + line.name for top in page.sheet.lines for line in (top, *top.walk())]


def test_items_groups_and_parts_are_added_moved_and_deleted(page):
    before = names(page)
    line = go(page, "培训人数")
    page.actions_.add_item.trigger()
    assert names(page) == [*before[:4], "新评分项", *before[4:]]
    assert (page.line.name, page.line.record.ordinal) == ("新评分项", "4")
    page.actions_.up.trigger()
    assert names(page)[3:5] == ["新评分项", "培训人数"]
    page.actions_.add_part.trigger()
    assert names(page)[3:6] == ["新评分项", "  新部分", "培训人数"]
    go(page, "新评分项")
    page.actions_.delete.trigger()
    assert names(page) == before
    assert page.line.name == "培训人数"
    page.actions_.add_group.trigger()
    assert names(page) == [*before, "新类别"]
    page.edits.assess(line, page.party, Decimal(2), "理由")
    go(page, "培训人数")
    page.actions_.delete.trigger()
    assert not page.session.plan.rows(ScoreEntry)
    for _ in range(7):
        page.session.undo()
    assert names(page) == before


def test_a_scheme_is_begun_by_hand(qtbot, tmp_path):
    opened = open_window(qtbot, make_plan(tmp_path / "空.xiezuo"))
    opened.show_page("scores")
    page = opened.page("scores")
    page._empty.buttons[-1].click()
    assert names(page) == ["新类别", "新评分项"]
    assert page.line.name == "新评分项"
    go(page, "新类别")
    page.actions_.delete.trigger()
    page._empty.buttons[-1].click()
    assert len(page.session.plan.schemes) == 1
    for _ in range(3):
        page.session.undo()
    assert page.meta() == "还没有评价办法"


def test_without_a_scheme_the_page_says_how_to_get_one(qtbot, tmp_path):
    opened = open_window(qtbot, make_plan(tmp_path / "空.xiezuo"))
    opened.show_page("scores")
    page = opened.page("scores")
    assert page.meta() == "还没有评价办法"
    assert page._empty.buttons[0].text() == "导入评价办法…"
    assert not page.view.isVisible()


RULES = [
    Rule("ratio", full=D(3), full_from=Level(D(90), percent=True), cap=D(4), uncapped=True),
    Rule("rank", top=D(2), top_points=D(3), finished=D(2), unfinished="ratio", none=D(0), basis="rate"),
    Rule("rank", steps=(Step(Level(D(1)), D(5)), Step(Level(D(3)), D(2))), others=D(1)),
    Rule("tier", steps=(Step(Level(D(90), percent=True, over=True), D(5)), Step(Level(D(60), percent=True), D(1)))),
    Rule("coefficient", each=D(2), measure_unit="场", points=D("0.5"), base=D(1), basis="over", cap=D(3)),
    Rule("deduction", full=D(3), basis="fault", each=D(1), measure_unit="起", points=D("0.5"), cap=D(2)),
    Rule("threshold", at_least=D(2), measure_unit="次", full=D(3), zero=D(1)),
    Rule("rate", rate=Level(D(95), percent=True), full=D(2)),
    Rule("binary", full=D(4), zero=D(0)),
    Rule("discretionary", full=D(3)),
    Rule("composite", mean=True, full=D(5)),
]


@pytest.mark.parametrize("rule", RULES, ids=[rule.kind for rule in RULES])
def test_the_fields_of_a_rule_say_what_the_rule_says(qtbot, rule):
    fields = RuleFields(rule, D(3))
    qtbot.addWidget(fields)
    assert fields.rule == rule
