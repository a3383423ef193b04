"""What reports are called."""

from __future__ import annotations

import pytest

from tests.reports.builders_plan import PlanBuilder
from tests.reports.tables import paragraphs
from xiezuo_desktop.reports import compose_job
from xiezuo_desktop.reports.indicators import table_title
from xiezuo_desktop.reports.wording import report_title


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("临江区东西部协作2031年指标任务分解表", "临江区东西部协作2031年校核单"),
        ("临江区2031年东西部协作重点工作任务分工表", "临江区2031年东西部协作校核单"),
        ("各区、县（市）协作工作年度指标评价办法（试行）", "各区、县（市）协作工作年度校核单（试行）"),
        ("2031年东西部协作校核单", "2031年东西部协作校核单"),
        ("2031年度东西部协作", "2031年度东西部协作校核单"),
    ],
)
def test_the_plans_own_kind_of_paper_gives_way_to_the_reports(title, wanted):
    assert report_title(PlanBuilder(title=title).plan, "校核单") == wanted


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("临江区2031年度协作目标任务表", "临江区2031年度协作目标任务表"),
        ("临江区2031年度协作任务分工表", "临江区2031年度协作指标分解表"),
    ],
)
def test_a_table_of_indicators_is_not_called_after_another_kind_of_table(title, wanted):
    assert table_title(PlanBuilder(title=title).plan) == wanted


def test_an_empty_job_is_called_as_its_papers_would_be():
    plan = PlanBuilder(title="临江区2031年度协作指标任务分解表").plan
    assert paragraphs(compose_job("reminder", plan, on="2031-07-01"))[0] == "临江区2031年度协作催办通知单"
