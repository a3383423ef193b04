"""What stands around a table: who made it and when, attachments, what a web page adds, who leads."""

from __future__ import annotations

from datetime import date

import pytest

from tests.importers.papers import duties, left, paper, right, table, title
from xiezuo_desktop.importers import understand

NAME = "云岭县2031年度协作指标分解表"
ROWS = table(
    """
    序号 | 指标名称 | 单位 | 目标 | 责任单位
    1 | 培训人数 | 人 | 120 | 县人社局、县教育局
    2 | 引导企业数 | 家 | 4 | 县商务局
    """
)


def test_an_office_between_the_title_and_the_table_made_the_table():
    draft = understand(paper("附件2", title(NAME), "云岭县协作工作专班", ROWS))
    assert (draft.info.title, draft.info.issuer, draft.info.year) == (NAME, "云岭县协作工作专班", 2031)
    assert draft.paragraphs == ()
    assert left(draft) == []


@pytest.mark.parametrize("made", [("云岭县协作工作专班    2031年3月5日",), ("云岭县协作工作专班", "2031年3月5日")])
def test_its_day_may_stand_beside_or_below_it(made):
    draft = understand(paper("附件2", title(NAME), *made, ROWS))
    assert (draft.info.title, draft.info.issuer) == (NAME, "云岭县协作工作专班")
    assert draft.info.written_on == date(2031, 3, 5)


def test_who_signed_the_notice_above_is_not_the_maker_of_the_table():
    lines = [
        title("关于下达任务的通知"),
        "各乡镇：",
        "现将任务下达给你们。",
        right("云岭县农业农村局"),
        right("2031年3月5日"),
    ]
    draft = understand(paper(*lines, "附件", title(NAME), "云岭县协作工作专班", ROWS))
    assert draft.info.issuer == "云岭县农业农村局"
    assert draft.info.table_title == NAME
    assert "云岭县协作工作专班" in [p.text for p in draft.paragraphs if p.section == "above"]


def test_the_day_in_the_small_line_above_a_table_is_the_day_of_the_paper():
    draft = understand(paper(title(NAME), "制表单位：云岭县协作办    制表日期：2031年2月18日", ROWS))
    assert (draft.info.issuer, draft.info.written_on) == ("云岭县协作办", date(2031, 2, 18))
    draft = understand(paper(title(NAME), "截止日期：2031年12月20日", ROWS))
    assert draft.info.written_on is None


@pytest.mark.parametrize("mark", ["附：", "附表：", "附件："])
def test_the_name_of_the_attached_table_is_no_clause(mark):
    book = [title("2031年协作任务书"), "一、县人社局", "1.培训120人次。", "二、县商务局", "引导企业4家。"]
    draft = understand(paper(*book, mark + NAME, title(NAME), ROWS))
    assert [[c.text for c in chapter.clauses] for chapter in draft.chapters] == [["培训120人次。"], ["引导企业4家。"]]
    assert (draft.info.table_title, draft.open_unplaced) == (NAME, ())


def test_a_sentence_that_begins_as_an_attachment_does_stays_a_clause():
    book = [title("2031年协作任务书"), "一、县人社局", "1.培训120人次。", "附：报名时须交验证件，逾期不候。"]
    draft = understand(paper(*book, "二、县商务局", "引导企业4家。"))
    assert any("逾期不候" in c.text for chapter in draft.chapters for c in chapter.clauses)


def test_what_a_web_page_adds_is_no_text_of_the_paper():
    draft = understand(paper(title(NAME), "来源：县协作办　　发布时间：2031-03-09　　浏览次数：21", ROWS))
    assert draft.info.title == NAME
    assert draft.paragraphs == ()
    assert [u.settled for u in draft.unplaced] == [True]
    draft = understand(paper(title(NAME), "来源：县协作办的统计。", ROWS))
    assert [p.text for p in draft.paragraphs] == ["来源：县协作办的统计。"]


def test_the_first_of_several_units_leads_where_the_paper_says_so():
    said = table(
        """
        序号 | 指标名称 | 单位 | 目标 | 责任单位（排第一位的为牵头单位）
        1 | 培训人数 | 人 | 120 | 县人社局、县教育局
        2 | 引导企业数 | 家 | 4 | 县商务局
        """
    )
    for blocks in ((said,), (ROWS, "注：责任单位中列第一位的为牵头单位。")):
        draft = understand(paper(title(NAME), *blocks))
        assert duties(draft, "培训人数") == [("lead", "县人社局"), ("responsible", "县教育局")]
        assert duties(draft, "引导企业数") == [("responsible", "县商务局")]
    plain = understand(paper(title(NAME), ROWS, "注：完成情况排第一位的给予表扬，牵头单位负责汇总。"))
    assert duties(plain, "培训人数") == [("responsible", "县人社局"), ("responsible", "县教育局")]


@pytest.mark.parametrize("caption", ["2030年实绩", "2030年完成数", "2030年底基数", "2030年实际完成（人）"])
def test_what_was_reached_in_the_year_before_is_the_last_value(caption):
    reached = table(
        f"序号|指标名称|单位|{caption}|2031年目标|责任单位\n1|培训|人|100|120|县人社局\n2|引导企业|家|3|4|县商务局"
    )
    draft = understand(paper(title(NAME), reached))
    assert [i.last_value for i in draft.indicators] == ["100", "3"]
    older = understand(paper(title(NAME.replace("2031", "2033")), reached))
    assert [i.last_value for i in older.indicators] == ["", ""]


FIRST_PART = """
    指标名称 | 单位 | 东山县 | < | 西河县 | <
    ^ | ^ | 青州 | 蓝田 | 白石 | 红川
    培训人数 | 人 | 1 | 2 | 3 | 4
    """


def test_a_column_headed_by_a_partner_alone_is_nobodys():
    second = table(
        """
        指标名称 | 单位 | 东山县 | < | 西河县 | 红川
        ^ | ^ | 青州 | 蓝田 | 白石 |
        就业人数 | 人 | 5 | 6 | 7 | 8
        """,
        name="表2",
    )
    draft = understand(paper(title(NAME), table(FIRST_PART), second))
    assert [(a.unit, a.partner, a.amount) for a in draft.indicators[1].allocations] == [
        ("东山县", "青州", "5"), ("东山县", "蓝田", "6"), ("西河县", "白石", "7"),
    ]  # fmt: skip
    assert [(u.text, u.reason) for u in draft.open_unplaced] == [
        ("8", "“红川”在别处是结对地区，这一栏由谁承担看不出来")
    ]


def test_a_table_of_the_partners_themselves_keeps_their_figures():
    second = table("指标名称 | 单位 | 青州 | 蓝田 | 红川\n援建项目数 | 个 | 5 | 6 | 7", name="表2")
    draft = understand(paper(title(NAME), table(FIRST_PART), title("云岭县2031年援建项目分解表"), second))
    assert [(a.unit, a.amount) for a in draft.indicators[1].allocations] == [
        ("青州", "5"),
        ("蓝田", "6"),
        ("红川", "7"),
    ]
    assert draft.open_unplaced == ()


def test_names_of_places_over_figures_are_columns():
    draft = understand(paper(title(NAME), table("指标名称|单位|青州|蓝田|白石|红川|乌兰\n培训人数|人|1|2|3|4|5")))
    assert [(a.unit, a.amount) for a in draft.indicators[0].allocations] == [
        ("青州", "1"), ("蓝田", "2"), ("白石", "3"), ("红川", "4"), ("乌兰", "5"),
    ]  # fmt: skip
    words = understand(paper(title(NAME), table("指标名称|单位|甲|乙|丙|丁|戊\n就业|人|好|较好|一般|差|无")))
    assert words.kind == "unknown"
    assert len(words.unplaced) > 0
