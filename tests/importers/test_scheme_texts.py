"""Evaluation schemes that are no tables: numbered lines with points behind their heads."""

from __future__ import annotations

import pytest

from tests.importers.papers import left, paper, title
from xiezuo_desktop.core.scoring.rules import read_stored_rule
from xiezuo_desktop.importers import understand

NAME = "云岭县2031年度前方工作队考核办法"
TEXT = """
为做好考核工作，制定本办法。
一、考核内容（100分）
（一）队伍建设（30分）
1.制度健全（10分）。每缺1项扣2分。
2.例会制度（20分）。每月召开例会得20分，每少1次扣2分。
（二）协作成效（70分）
3.劳务对接（40分）。完成年度任务得40分，未完成的按比例得分。
以人社部门的花名册为准。
4.诉求办理（30分）。办结率100%得30分，95%以上得20分，95%以下不得分。
二、结果运用
考核结果报县委。
"""


def read(text: str, name: str = NAME):
    return understand(paper(title(name), *text.strip().splitlines()))


def items(draft):
    (scheme,) = draft.schemes
    return [
        (g.name, g.points, i.ordinal, i.content, i.points, rule.kind if (rule := read_stored_rule(i.rule)) else "")
        for g in scheme.groups
        for i in g.items
    ]


def test_numbered_lines_with_points_are_a_scheme():
    draft = read(TEXT)
    assert (draft.kind, draft.info.title, draft.info.year) == ("scheme", NAME, 2031)
    assert (draft.schemes[0].title, draft.schemes[0].total) == (NAME, "100")
    assert items(draft) == [
        ("队伍建设", "30", "1", "制度健全", "10", "deduction"),
        ("队伍建设", "30", "2", "例会制度", "20", "deduction"),
        ("协作成效", "70", "3", "劳务对接", "40", "ratio"),
        ("协作成效", "70", "4", "诉求办理", "30", "tier"),
    ]
    assert "花名册" in draft.schemes[0].groups[1].items[0].standard
    assert left(draft) == []
    assert [p.text for p in draft.paragraphs if p.section == "note"][1:] == ["二、结果运用", "考核结果报县委。"]


def test_the_total_may_stand_in_a_line_of_its_own_above_the_items():
    draft = read(
        "（总分100分）\n一、组织领导40分\n召开专题会议得40分，未召开不得分。\n二、任务落实（60分）\n按完成率计分。"
    )
    assert draft.schemes[0].total == "100"


@pytest.mark.parametrize(
    ("line", "of_item"),
    [
        ("考核得分90分以上为优秀，70分至89分为合格，70分以下为不合格。", False),
        ("本办法由县乡村振兴局解释。", False),
        ("工作人员要如实打分，严肃纪律。", False),
        ("办结情况以热线平台的数为准。", True),
    ],
)
def test_a_sentence_behind_the_last_item_is_not_of_it_unless_others_go_on_so_too(line, of_item):
    lines = ["一、队伍建设（40分）", "1.例会制度（40分）。每少1次扣2分。"]
    lines += ["以会议签到册为准。"] if of_item else []
    lines += ["二、诉求办理（60分）", "1.热线办理（60分）。办结率100%得60分，95%以上得20分，95%以下不得分。"]
    draft = read("\n".join([*lines, line]))
    last = draft.schemes[0].groups[1].items[0]
    assert (line in last.standard) is of_item
    assert (line in [p.text for p in draft.paragraphs]) is not of_item
    assert read_stored_rule(last.rule).kind == "tier"
    assert left(draft) == []


def test_one_level_of_numbers_is_items_without_groups():
    draft = read("一、组织领导40分\n召开专题会议得40分，未召开不得分。\n二、任务落实（60分）\n按完成率计分。")
    assert items(draft) == [
        ("", "", "一", "组织领导", "40", "binary"),
        ("", "", "二", "任务落实", "60", "ratio"),
    ]


def test_a_group_without_items_is_an_item_itself():
    draft = read(
        "一、组织领导（40分）\n1.专题会议（10分）。少1次扣5分。\n2.互访（30分）。未互访不得分。\n二、群众评价（60分）。按满意率得分。"
    )
    assert [(g, o, c) for g, _, o, c, _, _ in items(draft)] == [
        ("组织领导", "1", "专题会议"),
        ("组织领导", "2", "互访"),
        ("群众评价", "二", "群众评价"),
    ]


def test_points_behind_the_whole_sentence():
    draft = read("1.制度健全，每缺1项扣2分（10分）。\n2.按时报送月报，迟报1次扣1分（5分）。")
    assert [(o, p, k) for _, _, o, _, p, k in items(draft)] == [("1", "10", "deduction"), ("2", "5", "deduction")]


@pytest.mark.parametrize(
    "text",
    [
        "一、县人社局\n1.组织培训。开展培训3期（每期不少于50人）。\n二、县商务局\n1.消费帮扶。完成120万元。",
        "一、总体要求\n1.党史知识竞赛（满分100分）。组织参加。\n2.做好宣传。\n3.做好总结。",
    ],
)
def test_a_text_of_tasks_is_no_scheme(text):
    assert read(text, "云岭县2031年协作工作任务书").schemes == ()


def test_points_may_stand_between_a_sentence_and_its_rule():
    draft = read(
        "考核实行百分制，总分100分。\n"
        "一、组织领导（30分）\n"
        "1．成立工作专班，明确联络员。（10分）未成立的不得分。\n"
        "2．按时报送月报。（20分）每缺报1次扣1分，扣完为止。\n"
        "二、任务完成（70分）\n"
        "1．完成消费帮扶任务。（70分）未完成的按完成比例计分。\n"
        "三、加分项（最多加10分）\n"
        "1．经验做法被推广的，每次加2分。\n"
        "四、结果运用\n考核结果报县委。"
    )
    (scheme,) = draft.schemes
    assert scheme.total == "100"
    assert [(g.name, g.points) for g in scheme.groups] == [
        ("组织领导", "30"),
        ("任务完成", "70"),
        ("加分项（最多加10分）", ""),
    ]
    assert [(i.ordinal, i.content, i.points) for i in scheme.groups[0].items] == [
        ("1", "成立工作专班，明确联络员。", "10"),
        ("2", "按时报送月报。", "20"),
    ]
    assert [(i.ordinal, i.content) for i in scheme.groups[2].items] == [("1", "经验做法被推广的，每次加2分。")]
    assert left(draft) == []


def test_points_that_sentences_below_a_group_give_are_those_of_its_items():
    draft = read(
        "一、考核对象\n各乡镇。\n二、考核内容（100分）\n"
        "（一）组织领导（40分）\n1.成立机构，落实专人，得10分；\n2.召开会议4次以上，得30分，每少1次扣3分；\n"
        "（二）宣传报道（60分）\n1.省级媒体每刊发1篇得5分，市级每篇得2分，最高60分。\n"
        "三、考核方式\n平时考核与年终考核相结合。"
    )
    (scheme,) = draft.schemes
    assert scheme.total == "100"
    assert [(g.name, g.points, [(i.ordinal, i.points) for i in g.items]) for g in scheme.groups] == [
        ("组织领导", "40", [("1", "10"), ("2", "30")]),
        ("宣传报道", "60", [("1", "60")]),
    ]
    assert [k for *_, k in items(draft)] == ["binary", "deduction", "composite"]
    assert left(draft) == []


def test_points_that_do_not_make_those_of_the_group_stay_its_text():
    draft = read(
        "一、组织领导（40分）\n1.成立机构，得10分；\n2.召开会议，得10分。\n二、宣传（60分）\n每刊发1篇得5分，最高60分。"
    )
    (scheme,) = draft.schemes
    assert [i.points for g in scheme.groups for i in g.items] == ["40", "60"]


def test_bonuses_and_penalties_below_a_heading_without_points_are_items():
    draft = read(
        """一、协作成效（100分）
        1.劳务对接（100分）。完成年度任务得100分，未完成的按比例得分。
        二、加分项（最多加10分）
        1.经验推广。被市、县推广的，每项分别加3分、2分。
        2.每引进1家企业加2分，最多加6分。
        三、扣分项
        1.通报批评。被通报的每次扣2分。
        考核得分90分以上为优秀。"""
    )
    assert items(draft) == [
        ("协作成效", "100", "1", "劳务对接", "100", "ratio"),
        ("加分项（最多加10分）", "", "1", "经验推广", "", "composite"),
        ("加分项（最多加10分）", "", "2", "每引进1家企业加2分，最多加6分。", "6", "coefficient"),
        ("扣分项", "", "1", "通报批评", "", "deduction"),
    ]
    assert "被通报" in draft.schemes[0].groups[2].items[0].standard
    assert any("：每发生1次扣2分" in g for g in draft.guesses)
    assert left(draft) == []


def test_the_points_of_a_group_in_other_words():
    draft = read(
        "一、组织领导（本项满分40分）\n1.机制（40分）：每缺一项扣3分。\n二、落实（小计60分）\n2.资金（60分）：按比例计分。"
    )
    assert [(g.name, g.points) for g in draft.schemes[0].groups] == [("组织领导", "40"), ("落实", "60")]
