"""Columns of several years beside each other: the plan has the targets of its own year."""

from __future__ import annotations

import pytest

from tests.importers.papers import paper, table, title
from xiezuo_desktop.importers import understand

ONE = "序号|指标|单位|2030年目标|2031年目标|2032年目标\n1|引进企业|家|3|4|5\n2|技能培训|人次|200|260|300"
TWO = "序号|指标|单位|目标值|<|<\n^|^|^|2030年|2031年|2032年\n1|引进企业|家|3|4|5\n2|技能培训|人次|200|260|300"


@pytest.mark.parametrize("rows", [ONE, TWO])
def test_the_column_of_the_plans_year_is_the_target(rows):
    draft = understand(paper(title("云岭县2031年协作指标表"), table(rows)))
    assert [i.target for i in draft.indicators] == ["4", "260"]
    assert all("2030年" in i.note and "2032年" in i.note for i in draft.indicators)
    assert any("读作2031年的" in g for g in draft.guesses)
    assert draft.open_unplaced == ()


def test_of_a_plan_for_another_year_the_reader_is_told_what_was_taken():
    draft = understand(paper(title("云岭县2029年协作指标表"), table(ONE)))
    assert [i.target for i in draft.indicators] == ["3", "200"]
    assert any("读作2030年的" in g for g in draft.guesses)


def test_what_was_reached_before_is_no_target_of_another_year():
    draft = understand(
        paper(
            title("云岭县2031年协作指标表"),
            table("序号|指标|单位|2030年完成数|2031年目标数\n1|引进企业|家|3|4\n2|培训|人|20|26"),
        )
    )
    assert [(i.last_value, i.target) for i in draft.indicators] == [("3", "4"), ("20", "26")]
    assert not any("几栏目标" in g for g in draft.guesses)
