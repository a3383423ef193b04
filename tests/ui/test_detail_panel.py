"""The detail panel on a real file: what it shows, and edits made in it where the words stand."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from xiezuo_desktop.core.errors import Invalid
from xiezuo_desktop.core.records import Indicator, PlanInfo, Report, Responsibility, Unit
from xiezuo_desktop.storage import PlanFile
from xiezuo_desktop.ui.session import Session
from xiezuo_desktop.ui.widgets.chart import ChartView
from xiezuo_desktop.ui.widgets.detail_panel import DetailPanel
from xiezuo_desktop.ui.widgets.field_editor import read_value, shown_value
from xiezuo_desktop.ui.widgets.key_figure import KeyFigure, figure_text, reading_text
from xiezuo_desktop.ui.widgets.problem_box import ask_to_waive, withdraw_waiver
from xiezuo_desktop.ui.widgets.record_picker import Choice, RecordPicker
from xiezuo_desktop.ui.widgets.responsibility_box import ResponsibilityBox

from .dialogs import answer
from .windows import make_plan


@pytest.fixture
def session(tmp_path):
    opened = Session()
    opened.open(make_plan(tmp_path / "plan.xiezuo"))
    yield opened
    opened.close()


@pytest.fixture
def panel(qtbot, session):
    made = DetailPanel(session, findings=session.findings)
    qtbot.addWidget(made)
    made.resize(280, 700)
    made.show()
    return made


def indicator(session, ending: str) -> Indicator:
    return next(i for i in session.plan.indicators if i.name.endswith(ending))


def show(panel, session, ending: str) -> Indicator:
    found = indicator(session, ending)
    panel.show_record(Indicator, found.key)
    return found


def view(panel):
    return panel._views[Indicator]


def type_into(text, words: str, *, key: Qt.Key | None = Qt.Key.Key_Return) -> None:
    """Replace a text as a person does: select all, paste, Enter."""
    text.setFocus()
    text.selectAll()
    QGuiApplication.clipboard().setText(words)
    text.paste()
    if key is not None:
        QTest.keyClick(text, key)


def test_a_text_is_edited_where_it_stands_and_named_in_the_history(panel, session):
    found = show(panel, session, "学校数")
    editor = view(panel).forms[1].editors["definition"]
    type_into(editor.text, "以正式协议为准", key=None)
    QTest.keyClick(editor.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert session.plan.get(Indicator, found.key).definition == "以正式协议为准"
    assert session.undo_label == "修改“指标解释”"
    session.undo()
    assert editor.text.toPlainText() == ""
    with PlanFile.open(session.path, read_only=True) as again:
        assert again.plan.get(Indicator, found.key).definition == ""


def test_leaving_a_text_saves_it_and_escape_does_not(panel, session):
    found = show(panel, session, "学校数")
    editor = view(panel).forms[0].editors["deadline"]
    type_into(editor.text, "12月底前", key=Qt.Key.Key_Escape)
    assert editor.text.toPlainText() == ""
    type_into(editor.text, "11月底前", key=Qt.Key.Key_Tab)
    assert session.plan.get(Indicator, found.key).deadline == "11月底前"


def test_words_still_being_composed_are_kept(panel, session):
    found = show(panel, session, "学校数")
    text = view(panel).forms[0].editors["deadline"].text
    text.setFocus()
    QApplication.sendEvent(text, QInputMethodEvent("年底前", []))
    QTest.keyClick(text, Qt.Key.Key_Tab)
    assert session.plan.get(Indicator, found.key).deadline == "年底前"


def test_typing_is_not_overwritten_by_another_edit(panel, session):
    found = show(panel, session, "学校数")
    editor = view(panel).forms[0].editors["deadline"]
    type_into(editor.text, "10月底前", key=None)
    with session.edit("别处修改") as edit:
        edit.put(Indicator, found.key, note="新的备注")
    assert editor.text.toPlainText() == "10月底前"
    editor.text.commit()
    assert session.plan.get(Indicator, found.key).deadline == "10月底前"


def test_the_key_figure_shows_the_reading_and_edits_the_text(panel, session):
    show(panel, session, "就业数（含存量）")
    figure = view(panel)._figure
    assert figure._figure.text() == "6,720"
    figure._figure.setFocus()
    assert figure._figure.text() == "6720"
    figure._figure.setText("≥7000")
    QTest.keyClick(figure._figure, Qt.Key.Key_Return)
    assert indicator(session, "就业数（含存量）").target == "≥7000"
    panel.setFocus()
    show(panel, session, "引导企业落地数")
    assert figure._figure.text() == "未下达"
    assert figure._below.text() == "原文“-”"


def test_parent_and_sub_rows_lead_to_one_another(panel, session, qtbot):
    show(panel, session, "就业数（含存量）")
    from xiezuo_desktop.ui.widgets.links import LinkRow

    (row,) = [r for r in view(panel)._kin.findChildren(LinkRow) if r.isVisibleTo(panel)]
    with qtbot.waitSignal(session.wanted) as asked:
        row.click()
    assert session.plan.get(*asked.args).name == "其中：帮助脱贫人口就业数"


def test_units_are_added_moved_and_taken_away(panel, session):
    found = show(panel, session, "学校数")
    box: ResponsibilityBox = view(panel)._responsible
    unit = next(u for u in session.plan.units if u.name == "区商务局")
    box.add("cooperating", unit.id)
    box.add("cooperating", None, "区气象局")
    names = [session.plan.bearer_name(r.unit) for r in session.plan.responsibilities(found.id)]
    assert names == ["区教育局", "区商务局", "区气象局"]
    last = session.plan.responsibilities(found.id)[-1]
    box._move([r for r in session.plan.responsibilities(found.id) if r.role == "cooperating"], 1, -1)
    names = [
        session.plan.bearer_name(r.unit) for r in session.plan.responsibilities(found.id) if r.role == "cooperating"
    ]
    assert names == ["区气象局", "区商务局"]
    box.remove(session.plan.get(Responsibility, last.key))
    assert len(session.plan.responsibilities(found.id)) == 2
    menu = box.menu_for(session.plan.responsibilities(found.id)[0])
    assert "移除" in [a.text() for a in menu.actions()]


def test_a_unit_is_found_by_pinyin_initials_and_picked_with_enter(qtbot, session, panel):
    from xiezuo_desktop.ui.widgets.record_picker import unit_choices

    picker = RecordPicker(unit_choices(session.plan), panel, title="责任", making="新建单位")
    picker.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(picker)
    picker._line.setText("nyncj")
    picker._filter("nyncj")
    assert picker._model.choices[0].text == "区农业农村局"
    with qtbot.waitSignal(picker.picked) as got:
        QTest.keyClick(picker._line, Qt.Key.Key_Return)
    assert session.plan.bearer_name(got.args[0]) == "区农业农村局"


def test_read_only_files_show_everything_and_change_nothing(qtbot, tmp_path):
    path = make_plan(tmp_path / "plan.xiezuo")
    first, second = Session(), Session()
    first.open(path)
    second.open(path)
    assert not second.can_edit
    panel = DetailPanel(second)
    qtbot.addWidget(panel)
    panel.show()
    found = show(panel, second, "学校数")
    editor = view(panel).forms[0].editors["deadline"]
    assert editor.text.isReadOnly()
    type_into(editor.text, "12月底前")
    assert second.plan.get(Indicator, found.key).deadline == ""
    first.close()
    second.close()


def test_a_unit_shows_where_it_is_used(panel, session):
    unit = next(u for u in session.plan.units if u.name == "区人力社保局")
    panel.show_record(Unit, unit.key)
    assert panel._views[Unit]._used_key.text() == "用在 2 处"


def test_nothing_is_shown_of_a_record_that_was_deleted(panel, session):
    found = show(panel, session, "医院数")
    with session.edit("删除") as edit:
        edit.delete(Indicator, found.key)
    assert panel.shown is None


def test_findings_are_shown_and_waived_with_a_reason(panel, session, qtbot):

    part = indicator(session, "帮助脱贫人口就业数")
    with session.edit("修改") as edit:
        edit.put(Indicator, part.key, target="9000")
    show(panel, session, "帮助脱贫人口就业数")
    session.findings.look()
    qtbot.waitUntil(lambda: any(p.rule == "V4" for p in session.findings.problems), timeout=5000)
    problem = next(p for p in session.findings.problems if p.rule == "V4")
    answer("上级文件如此")
    ask_to_waive(session, problem, panel)
    qtbot.waitUntil(lambda: any(p.waived == "上级文件如此" for p in session.findings.problems), timeout=5000)
    withdraw_waiver(session, problem)
    assert not session.plan.waivers


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("year", " 2024 ", 2024),
        ("written_on", "2024年3月5日", date(2024, 3, 5)),
        ("written_on", "2024-3-5", date(2024, 3, 5)),
        ("written_on", "", None),
        ("title", "任务书", "任务书"),
    ],
)
def test_typed_words_become_values(name, text, value):
    assert read_value(PlanInfo.fields[name], text) == value
    assert read_value(PlanInfo.fields[name], shown_value(PlanInfo.fields[name], value)) == value


@pytest.mark.parametrize(
    ("name", "text"), [("year", "二四年"), ("written_on", "2024年2月30日"), ("written_on", "春天")]
)
def test_words_that_are_no_value_are_refused_with_an_example(name, text):
    with pytest.raises(Invalid, match="如"):
        read_value(PlanInfo.fields[name], text)


def test_a_wrong_date_stays_in_the_field_with_its_sentence(qtbot, session):
    from xiezuo_desktop.ui.widgets.record_form import RecordForm

    form = RecordForm(session, PlanInfo, ("written_on",))
    qtbot.addWidget(form)
    form.show()
    form.show_record(session.plan.info)
    editor = form.editors["written_on"]
    type_into(editor.text, "2024年13月1日")
    assert editor._sentence.isVisible()
    assert session.plan.info.written_on is None
    type_into(editor.text, "2024年12月1日")
    assert not editor._sentence.isVisible()
    assert session.plan.info.written_on == date(2024, 12, 1)


@pytest.mark.parametrize(
    ("target", "shown", "below"),
    [
        ("5.50", "5.50", ""),
        ("≥30", "≥30", "原文“≥30”"),
        ("-", "未下达", "原文“-”"),
        ("", "待定", ""),
        ("双方商定安排", "双方商定安排", "文字目标，不参加计算"),
    ],
)
def test_figures_in_words(target, shown, below):
    from xiezuo_desktop.core.numbers import read_target

    value = read_target(target)
    assert figure_text(value) == shown
    assert reading_text(value, corrected=False) == below


def test_progress_is_shown_once_anything_was_reported(session, panel, qtbot):
    indicator, other = session.plan.indicators[2], session.plan.indicators[0]
    panel.show_record(Indicator, indicator.key)
    assert not panel.findChildren(ChartView)
    unit = session.plan.units[2]
    with session.edit("填报") as edit:
        edit.put(Report, (indicator.id, unit.id, 202403), value="600")
        edit.put(Report, (indicator.id, unit.id, 202404), value="2016")
    words = {w.text() for w in panel.findChildren(QLabel) if not w.isHidden()}
    assert {"截至4月完成", "2,016 人", "30.0%", "序时进度 33.3%，差 224 人"} <= words
    (chart,) = panel.findChildren(ChartView)
    said = "3：600，序时进度 25.0%，低于序时进度；4：2,016"
    qtbot.waitUntil(lambda: said in chart.accessibleDescription())
    panel.show_record(Indicator, other.key)
    assert chart.parentWidget().isHidden()


def test_a_long_target_in_words_is_cut_with_dots_and_stands_whole_below(panel, session):
    row = session.plan.indicators[0]
    words = "区财政局、各乡镇财政所根据上级下达的协作资金及时足额拨付到位"
    with session.edit("改") as edit:
        edit.put(Indicator, row.key, target=words)
    panel.show_record(Indicator, row.key)
    figure = panel.findChild(KeyFigure)
    assert figure._figure.text().endswith("…")
    assert figure._below.text().startswith(words)
    assert session.plan.indicators[0].target == words


def test_a_list_in_which_nothing_is_found_says_so_and_keeps_its_size(qtbot, panel, session):
    picker = RecordPicker([Choice(u.id, u.name) for u in session.plan.units], panel, title="选择单位")
    picker.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(picker)
    picker.open_below(panel)
    size, line = picker.size(), picker._line.geometry()
    picker._filter("没有这个单位")
    assert picker._none.isVisible()
    picker._filter("")
    assert not picker._none.isVisible()
    assert (picker.size(), picker._line.geometry()) == (size, line)
