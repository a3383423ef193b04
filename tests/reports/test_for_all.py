"""Reports for each unit, and for all units as one job for the printer; options that hold for every report."""

from __future__ import annotations

import pytest

from tests.documents.pdf.builders_layout import ruler
from tests.reports.builders_plan import PlanBuilder, city_plan, county_plan, division_plan
from xiezuo_desktop import wanted
from xiezuo_desktop.core.errors import WrongCall
from xiezuo_desktop.documents.paper import Form, Role
from xiezuo_desktop.documents.pdf.gongwen import lay_out
from xiezuo_desktop.reports import REPORTS, compose, compose_for_all, compose_job


def test_every_unit_with_something_gets_a_paper_in_the_plans_order():
    names = [name for name, _ in compose_for_all("unit", division_plan().plan)]
    assert names == [
        "潮生街道",
        "青埠镇",
        "区政府办",
        "区委组织部",
        "区教育局",
        "区文旅局",
        "区民政局",
        "区工商联",
        "区国资公司",
    ]
    assert [name for name, _ in compose_for_all("matrix", city_plan().plan)] == ["临江区", "望潮区", "市本级"]


def test_a_unit_that_a_report_has_nothing_for_gets_none():
    b = PlanBuilder(title="指标")
    b.task("选派", "选派。", lead=["区教育局"], indicator=b.indicator("名额", target="9").id)
    b.allocation(b.indicator("资金", ["区财政局"], target="9"), "区民政局", "3")
    assert [name for name, _ in compose_for_all("indicators", b.plan)] == ["区财政局"]


def test_composing_asks_whether_it_is_wanted_and_tells_the_units(monkeypatch):
    monkeypatch.setattr(wanted, "_OFTEN", 0.0)
    told = []

    def refuse():
        raise KeyboardInterrupt

    b = county_plan()
    b.allocation(b.indicator("资金", ["区财政局"], target="9", accumulation="sum"), "区民政局", "3")
    for name in ("taskbook", "indicators", "matrix", "completion", "checks"):
        with pytest.raises(KeyboardInterrupt):
            compose(name, b.plan, on_step=refuse)
    with pytest.raises(KeyboardInterrupt):
        compose_job("completion", b.plan, on_step=refuse)
    count = len(list(compose_for_all("unit", b.plan, on_unit=lambda done, total: told.append((done, total)))))
    assert told == [(n, len(told)) for n in range(len(told))]
    assert len(told) >= count > 5


def test_groups_without_members_get_their_own():
    b = PlanBuilder(title="指标")
    b.group("十街镇")
    b.task("选派", "选派。", lead=["十街镇"])
    assert [name for name, _ in compose_for_all("division", b.plan)] == ["十街镇"]


def test_a_job_restarts_page_numbers_on_right_hand_pages():
    plan = county_plan().plan
    count = len(list(compose_for_all("taskbook", plan)))
    sheets = lay_out(compose_job("taskbook", plan), ruler)
    begins = [n for n, sheet in enumerate(sheets) if sheet.number == 1]
    assert len(begins) == count > 5
    assert all(n % 2 == 0 for n in begins)
    assert all(any(t.colour == "red" for t in sheets[n].texts) for n in begins)


def test_a_report_for_one_unit_becomes_a_job_without_one():
    plan = division_plan().plan
    assert compose("unit", plan) == compose_job("unit", plan)
    assert len(compose("reminder", PlanBuilder(title="指标").plan).sections) == 1


def test_a_report_that_is_not_made_by_units_says_so():
    with pytest.raises(WrongCall, match="校核单不分单位"):
        list(compose_for_all("checks", division_plan().plan))


def test_pitch_and_seal_hold_for_every_report():
    for name in REPORTS:
        paper = compose(name, county_plan(2).plan, line_pitch=28.5, sealed=False, on="2031-06-01")
        assert (paper.line_pitch, paper.sealed) == (28.5, False)


@pytest.mark.parametrize("form", ["letter", "order", "minutes"])
def test_a_task_book_takes_each_form(form):
    head = compose("taskbook", county_plan(2).plan, form=form).head
    assert head.form is Form(form)
    assert not head.mark.endswith("文件")


def test_a_plain_task_book_has_no_head_and_an_unknown_form_is_said():
    plan = county_plan(2).plan
    assert compose("taskbook", plan, form="plain").head is None
    with pytest.raises(WrongCall, match="没有叫“公报”的公文格式"):
        compose("taskbook", plan, form="公报")


def test_an_attachment_that_is_not_bound_names_its_paper():
    *_, attachment = compose("taskbook", county_plan(2).plan, bound=False).sections
    assert attachment.begins is not None
    mark = attachment.blocks[0]
    assert (mark.role, mark.text) == (Role.ATTACHMENT_MARK, "临政办〔2031〕18号附件")
