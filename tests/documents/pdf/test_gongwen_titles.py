"""Titles broken by meaning (GB/T 9704-2012 7.3.1)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.documents.pdf.builders_layout import PlainAdvances
from xiezuo_desktop.documents.pdf.flow import width_of
from xiezuo_desktop.documents.pdf.flow_titles import balanced

ADVANCES = PlainAdvances()
ROOM = 20.1


def broken(text, names=()):
    return balanced(text, ADVANCES, ROOM, names)


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        (
            "临江区人民政府办公室关于印发2031年临江－云岭东西部协作工作任务书的通知",
            ["临江区人民政府办公室", "关于印发2031年临江－云岭东西部协作", "工作任务书的通知"],
        ),
        ("2031年临江－云岭东西部协作工作主要任务指标分解表", ["2031年临江－云岭东西部协作", "工作主要任务指标分解表"]),
        ("各区、县（市）东西扶贫协作工作年度指标评价办法", ["各区、县（市）", "东西扶贫协作工作年度指标评价办法"]),
        ("海州区2031年社会帮扶和消费帮扶任务分解表", ["海州区2031年", "社会帮扶和消费帮扶任务分解表"]),
        ("云溪县2031年巩固成果与协作帮扶工作任务分工方案", ["云溪县2031年巩固成果与协作帮扶", "工作任务分工方案"]),
        ("澜湾市2031年“百村共建”行动重点任务清单", ["澜湾市2031年", "“百村共建”行动重点任务清单"]),
        ("指标分解表", ["指标分解表"]),
    ],
)
def test_titles_break_where_the_meaning_pauses(title, wanted):
    assert broken(title) == wanted


def test_explicit_breaks_come_first():
    assert broken("临江区人民政府\n关于印发工作要点的\n通知") == ["临江区人民政府", "关于印发工作要点的", "通知"]


def test_blanks_in_a_title_are_welcome_breaks_and_vanish_there():
    assert broken("临江区人民政府办公室 2031年度东西部协作工作任务书")[0] == "临江区人民政府办公室"


def test_names_are_not_cut():
    name = "临江区对外开放和区域协作促进服务中心"
    assert any(name in line for line in broken(f"{name}关于做好年终总结工作的通知", (name,)))


def test_the_name_of_a_place_keeps_its_last_character():
    names = "临江区—云岭县—松坪县—龙坪县"
    lines = broken(f"临江区人民政府关于印发2031年{names}东西部协作和对口支援合作工作任务书的通知")
    assert all(any(name in line for line in lines) for name in names.split("—"))


def test_quoted_names_are_not_cut_when_they_fit():
    lines = broken("临江区人民政府关于转发《东西部协作资金管理办法》并认真贯彻执行的通知")
    assert any("《东西部协作资金管理办法》" in line for line in lines)


@given(st.text("临江区人民政府关于印发2031年《协作》任务书的通知（试行）、", max_size=90))
def test_no_character_is_lost_and_every_line_fits(title):
    lines = broken(title)
    assert "".join(lines) == title
    assert all(width_of(line, ADVANCES) <= ROOM for line in lines)
