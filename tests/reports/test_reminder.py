"""What is overdue or soon due, unit by unit."""

from __future__ import annotations

from datetime import date

import pytest

from tests.documents.pdf.builders_layout import ruler
from tests.reports.builders_plan import PlanBuilder, division_plan
from tests.reports.tables import paragraphs, tables, texts
from xiezuo_desktop.core.errors import WrongCall
from xiezuo_desktop.core.records import Handling, Report
from xiezuo_desktop.documents.paper import Paragraph, Role
from xiezuo_desktop.documents.pdf.gongwen import lay_out
from xiezuo_desktop.reports import compose, compose_for_all


def of_role(paper, role):
    return [b.text for b in paper.blocks if isinstance(b, Paragraph) and b.role is role]


def due(unit, on, **more):
    paper = compose("reminder", division_plan().plan, unit=unit, on=on, **more)
    return paper, [row for table in tables(paper)[:1] for row in texts(table)[1:]]


def test_overdue_and_soon_due_measures_are_listed_the_oldest_first():
    paper, rows = due("区教育局", date(2031, 8, 1))
    assert [(row[1], row[3], row[4]) for row in rows] == [
        ("人才选派", "4月底前", "已逾期93天"),
        ("自选动作", "8月底前", "还有30天"),
    ]
    assert any("截至2031年8月1日" in p and "1项已超过完成时限，1项将在30日内到期" in p for p in paragraphs(paper))


def test_more_days_ahead_when_asked_for():
    assert len(due("区教育局", date(2031, 8, 1), ahead=200)[1]) == 3


def test_what_goes_on_for_ever_is_never_due():
    _, rows = due("区文旅局", date(2031, 12, 31))
    assert rows == [] or all("展陈" not in row[2] for row in rows)


def test_indicators_ask_for_the_units_own_part():
    _, rows = due("青埠镇", "2031-07-01")
    assert rows[0][1:5] == ["社会帮扶资金", "本单位任务25.5万元", "6月底前", "已逾期1天"]


def test_nobody_is_reminded_of_what_is_not_assessed_or_done():
    b = PlanBuilder(title="指标", year=2031)
    b.indicator("甲", ["区教育局"], target="只作统计，不作考核", deadline="3月底前")
    b.indicator("乙", ["区教育局"], target="已选派", deadline="3月底前")
    assert list(compose_for_all("reminder", b.plan, on="2031-12-01")) == []


def test_a_receipt_names_the_unit_and_leaves_room():
    paper, _ = due("区教育局", date(2031, 8, 1))
    receipt = texts(tables(paper)[1])
    assert receipt[0][:3] == ["单位", "区教育局", "日期"]
    assert "催办回执" in paragraphs(paper)
    assert tables(paper)[1].whole
    assert of_role(paper, Role.CUT) == ["沿此线裁开"]


def test_a_plan_without_an_office_leaves_room_to_sign_and_says_so():
    b = PlanBuilder(title="指标", year=2031)
    b.indicator("甲", ["区教育局"], target="3", deadline="3月底前")
    paper = compose("reminder", b.plan, unit="区教育局", on="2031-12-01")
    assert [text.strip() for text in of_role(paper, Role.SIGNATURE)] == [""]
    assert "没有写发文机关" in paper.notes[0]


def test_each_unit_with_something_due_gets_one():
    names = [name for name, _ in compose_for_all("reminder", division_plan().plan, period="2031-07")]
    assert names == ["潮生街道", "青埠镇", "区委组织部", "区教育局", "区民政局", "区工商联", "区国资公司"]


@pytest.mark.parametrize("said", [{"on": "昨天"}, {"period": "2031-13"}, {"period": "2031"}])
def test_a_day_that_is_none_is_said(said):
    with pytest.raises(WrongCall, match="不是日期"):
        compose("reminder", division_plan().plan, unit="区教育局", **said)


def test_what_is_reached_or_done_is_not_asked_for_again():
    plan, on = division_plan().plan, date(2031, 8, 1)
    task = next(t for t in plan.tasks if t.theme == "人才选派")
    said = Handling(subject=task.id, unit=0, state="done", said_on=on, done_on=on)
    _, before = due("区教育局", on)
    paper = compose("reminder", plan.with_rows({Handling: {said.key: said}}), unit="区教育局", on=on)
    left = [row[1] for table in tables(paper)[:1] for row in texts(table)[1:]]
    assert [row[1] for row in before if row[1] != "人才选派"] == left
    row = next(i for i in plan.indicators if i.name == "社会帮扶资金")
    whole = Report(indicator=row.id, bearer=plan.allocations(row.id)[0].bearer, period=203106, value="9999999")
    reached = compose("reminder", plan.with_rows({Report: {whole.key: whole}}), unit="青埠镇", on=on)
    assert "社会帮扶资金" not in [r[1] for table in tables(reached)[:1] for r in texts(table)[1:]]


def test_a_part_of_an_indicator_is_named_with_the_whole():
    b = PlanBuilder(title="指标", year=2031)
    whole = b.indicator("帮助就业人数", ["区教育局"], target="200")
    b.indicator("其中：脱贫人口", ["区教育局"], target="100", parent=whole.id, deadline="6月底前")
    (table,) = tables(compose("reminder", b.plan, unit="区教育局", on="2031-07-01"))[:1]
    assert texts(table)[1][1] == "帮助就业人数——其中：脱贫人口"


def test_what_is_behind_or_not_reported_is_reminded_of_as_on_the_page():
    b = PlanBuilder(title="指标", year=2031)
    b.indicator("培训人数", ["区教育局"], target="100", measure_unit="人")
    b.indicator("就业人数", ["区民政局"], target="100", measure_unit="人")
    plan = b.plan
    row = plan.indicators[0]
    said = Report(indicator=row.id, bearer=plan.responsibilities(row.id)[0].unit, period=203106, value="20")
    plan = plan.with_rows({Report: {said.key: said}})
    paper = compose("reminder", plan, unit="区教育局", on="2031-07-10")
    assert texts(tables(paper)[0])[1:] == [
        ["1", "培训人数", "任务100人，6月完成20人（20.0%），低于序时进度30.0个百分点"]
    ]
    assert any("1项落后于序时进度，见下表" in p for p in paragraphs(paper))
    assert "催办回执" in paragraphs(paper)
    assert [name for name, _ in compose_for_all("reminder", plan, on="2031-07-10")] == ["区教育局", "区民政局"]
    silent = compose("reminder", plan, unit="区民政局", on="2031-07-10")
    assert texts(tables(silent)[0])[1][2] == "6月还没有填报"
    assert "没有已到完成时限" in " ".join(paragraphs(compose("reminder", b.plan, unit="区教育局", on="2031-07-10")))


@pytest.mark.parametrize("count", range(10, 40))
def test_a_signature_never_stands_without_the_end_of_the_notice(count):
    b = PlanBuilder(title="指标", year=2031, issuer="临江区人民政府办公室")
    for n in range(count):
        b.indicator(f"第{n}类人数", ["区教育局"], target="3", deadline="3月底前")
    sheets = lay_out(compose("reminder", b.plan, unit="区教育局", on="2031-12-01"), ruler)
    cut = [s.texts[0].text == "沿此线裁开" for s in sheets if s.texts]
    assert not any(cut)  # nothing stands above it there
    sheet = next(s for s in sheets if any(t.text == "临江区人民政府办公室" for t in s.texts))
    assert any("逾期" in text.text for text in sheet.all_texts())


def test_steps_of_one_task_stand_under_one_number_and_count_once():
    b = PlanBuilder(title="任务", year=2031)
    b.task("人才选派", ("选派教师。", "4月底前"), ("选派医生。", "6月底前"), lead=["区教育局"])
    b.task("联席会议", ("召开会议。", "5月底前"), lead=["区教育局"])
    paper = compose("reminder", b.plan, unit="区教育局", on=date(2031, 7, 1))
    rows = tables(paper)[0].rows[1:]
    assert [[cell.text for cell in row.cells][:2] for row in rows] == [
        ["1", "人才选派"],
        ["选派医生。", "6月底前"],
        ["2", "联席会议"],
    ]
    assert rows[0].cells[0].row_span == 2
    assert any("任务中有2项已超过完成时限" in text for text in paragraphs(paper))
