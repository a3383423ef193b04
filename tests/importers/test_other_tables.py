"""Tables that are not of a plan: a person is told what they are and where they belong."""

from __future__ import annotations

from tests.importers.papers import paper, rows, table, title
from xiezuo_desktop.importers import understand


def test_scores_that_somebody_has_given_are_named_as_such():
    draft = understand(
        paper(
            title("2031年度协作考核得分情况表"),
            table("""
                排名 | 被考核单位 | 组织领导（20分） | 任务完成（80分） | 总得分
                1 | 东湖区 | 20 | 58.5 | 78.5
                2 | 南浦区 | 19 | 56 | 75"""),
        )
    )
    assert (draft.indicators, draft.schemes) == ((), ())
    assert [g for g in draft.guesses if g.startswith("这是评分结果（2 个单位的得分）")]
    assert [u.reason for u in draft.unplaced] == ["这是评分结果，由程序按规则算出"]


def test_figures_of_a_month_are_told_with_the_month():
    draft = understand(
        paper(
            title("临江市主要指标完成情况通报（截至2031年9月底）"),
            table("""
                地区 | 劳务协作（人） | < | 消费帮扶（万元） | <
                ^ | 目标 | 完成 | 目标 | 完成
                东湖区 | 620 | 580 | 3000 | 3120
                西港区 | 500 | 410 | 2600 | 2080"""),
        )
    )
    assert [r[2] for r in rows(draft)] == ["劳务协作", "消费帮扶"]
    assert "这张表还有2031年9月的完成数，这里不读；导入以后，请在“进度填报”页选好月份，再导入这份表" in draft.guesses


def test_where_two_sides_sign_nothing_is_lost_or_asked():
    signing = table("县委农村工作领导小组（盖章）\\n组长：\\n年 月 日|石桥镇党委、政府（盖章）\\n书记：\\n年 月 日")
    rows = table("序号|任务内容|单位|任务数\n1|务工就业|人|860\n2|户厕改造|座|60")
    draft = understand(paper(title("云岭县2031年目标责任书"), "一、目标任务", rows, signing))
    assert len(draft.indicators) == 2
    assert draft.open_unplaced == ()
