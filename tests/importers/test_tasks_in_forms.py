"""Tasks on the sheet beside the figures: written, filled in by openpyxl as a person would in Excel, and read again."""

from __future__ import annotations

from datetime import date

import pytest
from openpyxl import load_workbook

from tests.core.plans import duty, indicator, made, plan_of, share, unit
from xiezuo_desktop.core.errors import Unreadable
from xiezuo_desktop.core.figures.arriving_tasks import tasks_of
from xiezuo_desktop.core.records import Allocation, Handling, Indicator, Measure, PlanInfo, Responsibility, Task, Unit
from xiezuo_desktop.documents import read_paper
from xiezuo_desktop.documents.write_form import write_form
from xiezuo_desktop.importers.progress import read_figures
from xiezuo_desktop.reports.figure_form import figure_form, write_forms

JUNE, TODAY = 202406, date(2024, 7, 1)


def plan_with_tasks():
    """东港镇 has a figure and a task of two measures, 县教育局 a task only, 西山镇 nothing."""
    town, bureau, idle = unit("东港镇"), unit("县教育局"), unit("西山镇")
    row = indicator("帮助就业人数", "200")
    first, second = (
        made(Task, ordinal="1", theme="招聘会", deadline="6月底前"),
        made(Task, ordinal="2", theme="选派教师"),
    )
    steps = [made(Measure, task=first.id, text=t) for t in ("办春季招聘会。", "办秋季招聘会。")]
    duties = [duty(first, town), duty(second, bureau, "lead")]
    info = PlanInfo(id=1, title="云岭县2024年任务书", year=2024)
    plan = plan_of(info, town, bureau, idle, row, share(row, town, "100"), first, second, *steps, *duties)
    return plan, town, bureau, first, steps


def filled(tmp_path, plan, who, answers, change=None):
    """The form of a unit with answers (state, day, note) by the words of the row."""
    path = tmp_path / "form.xlsx"
    write_form(figure_form(plan, who.id, JUNE, today=TODAY), path)
    book = load_workbook(path)
    page = book["工作任务"]
    for row in page.iter_rows():
        for cell, text in zip(row[4:7], answers.get(str(row[2].value).strip(), ()), strict=False):
            cell.value = text
    if change:
        change(page)
    book.save(path)
    return read_figures(read_paper(path), plan)


def with_word(plan, town, subject, **values):
    """The plan in which the unit has said something already."""
    rows = [
        row
        for record in (PlanInfo, Unit, Indicator, Allocation, Task, Measure, Responsibility)
        for row in plan.rows(record).values()
    ]
    return plan_of(*rows, Handling(subject=subject.id, unit=town.id, **values))


def test_the_sheet_lists_the_units_tasks_and_what_it_has_said():
    plan, town, *_, steps = plan_with_tasks()
    plan = with_word(plan, town, steps[0], state="done", done_on=date(2024, 3, 1), note="到场60家")
    assert [row.texts for row in figure_form(plan, town.id, JUNE).beside.rows] == [
        ("1", "招聘会", "6月底前", "", "", ""),
        ("", "　办春季招聘会。", "6月底前", "已办结", "2024-03-01", "到场60家"),
        ("", "　办秋季招聘会。", "6月底前", "", "", ""),
    ]


def test_what_is_filled_in_comes_back_and_is_written(tmp_path):
    plan, town, _, first, steps = plan_with_tasks()
    answers = {"招聘会": ("进行中", "", "正在联系企业"), "办春季招聘会。": ("已办结", "3月1日", "")}
    found = filled(tmp_path, plan, town, answers)
    assert [(c.name, c.before, c.after) for c in found.tasks] == [
        ("招聘会", "", "进行中，正在联系企业"),
        ("办春季招聘会。", "", "已办结（2024年3月1日）"),
    ]
    step = found.tasks[1].step("王芳", TODAY)
    assert step.key == (steps[0].id, town.id, 0)
    assert step.values == {"state": "done", "done_on": date(2024, 3, 1), "said_by": "王芳", "said_on": TODAY}
    assert not found.refused
    assert found.tasks[0].subject == first.id


def test_blanks_and_what_stands_already_change_nothing(tmp_path):
    plan, town, _, first, _ = plan_with_tasks()
    again = with_word(plan, town, first, state="doing", note="正在联系企业")
    assert filled(tmp_path, again, town, {"招聘会": ("", None, None)}).tasks == []
    assert filled(tmp_path, again, town, {}).tasks == []


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (("快了", "", ""), "办理状态“快了”看不懂"),
        (("已办结", "前几天", ""), "办结日期“前几天”看不懂"),
        (("进行中", "2024-06-03", ""), "办理状态不是“已办结”"),
        (("", "", "长" * 4001), "超过 4000 个字"),
    ],
)
def test_what_cannot_be_taken_is_told_with_its_row(tmp_path, answer, sentence):
    plan, town, *_ = plan_with_tasks()
    found = filled(tmp_path, plan, town, {"招聘会": answer})
    assert found.tasks == []
    assert sentence in found.refused[0]
    assert found.refused[0].startswith("“工作任务”第")


def test_a_unit_without_figures_gets_its_tasks_and_one_without_anything_no_form(tmp_path):
    plan, _, bureau, *_ = plan_with_tasks()
    names = [path.name for path in write_forms(plan, JUNE, tmp_path)]
    assert names == ["东港镇 2024年6月填报表.xlsx", "县教育局 2024年6月填报表.xlsx"]
    assert [t.theme for t in tasks_of(plan, bureau.id)] == ["选派教师"]
    found = filled(tmp_path, plan, bureau, {"选派教师": ("已完成", "2024-05-20", "")})
    assert [c.after for c in found.tasks] == ["已办结（2024年5月20日）"]


def test_a_changed_header_is_told(tmp_path):
    plan, town, *_ = plan_with_tasks()
    with pytest.raises(Unreadable, match="任务表的表头"):
        filled(tmp_path, plan, town, {}, change=lambda page: page.__setitem__("E4", "情况"))
