"""Tables that split one thing over units by units: partners down and units across, or the other way round."""

from __future__ import annotations

import pytest

from tests.importers.papers import left, paper, rows, table, title
from xiezuo_desktop.importers import understand

PARTNERS_DOWN = """
单位：万元
受援县 | 北湾区 | 南岭区 | 合计
白石县 | 800 | | 800
松溪县 | 600 | 200 | 800
合计 | 1400 | 200 | 1600
"""


def read(text: str, name: str = "云岭市2031年财政援助资金分配方案"):
    return understand(paper(title(name), table(text)))


def parts(draft, at: int = 0):
    return [(a.unit, a.partner, a.amount) for a in draft.indicators[at].allocations]


def test_partners_down_and_units_across_are_one_indicator():
    draft = read(PARTNERS_DOWN)
    assert (draft.kind, draft.info.year) == ("matrix", 2031)
    assert rows(draft) == [("", "", "财政援助资金", "万元", "1600")]
    assert parts(draft) == [("北湾区", "白石县", "800"), ("北湾区", "松溪县", "600"), ("南岭区", "松溪县", "200")]
    assert draft.open_unplaced == ()


def test_units_down_and_partners_across():
    draft = read("""
        支援地区 | 受援县 | < | 合计
        ^ | 白石县 | 松溪县 | ^
        北湾区 | 800 | 600 | 1400
        南岭区 | | 200 | 200""")
    assert parts(draft) == [("北湾区", "白石县", "800"), ("北湾区", "松溪县", "600"), ("南岭区", "松溪县", "200")]
    assert draft.open_unplaced == ()


def test_a_word_above_the_columns_of_units_names_an_indicator_each():
    draft = read(
        """
        受援县 | 劳务协作（人） | < | 消费帮扶（万元） | <
        ^ | 北湾区 | 南岭区 | 北湾区 | 南岭区
        白石县 | 80 | 20 | 900 | 500
        松溪县 | 60 | 30 | 700 | 400""",
        "云岭市2031年任务分解表",
    )
    assert [(r[2], r[3]) for r in rows(draft)] == [("劳务协作", "人"), ("消费帮扶", "万元")]
    assert parts(draft, 1)[1] == ("北湾区", "松溪县", "700") or parts(draft, 1)[1] == ("南岭区", "白石县", "500")
    assert draft.open_unplaced == ()


def test_kinds_across_are_indicators_of_the_towns_down_and_their_sum_is_none():
    draft = read(
        """
        乡镇 | 产业发展 | 基础设施 | 公共服务 | 小计
        古溪镇 | 86.50 | 120.00 | | 206.50
        上河乡 | 60.00 | | 35.20 | 95.20
        合计 | 146.50 | 120.00 | 35.20 | 301.70""",
        "云岭片区2031年帮扶资金安排表",
    )
    assert [(r[2], r[4]) for r in rows(draft)] == [
        ("产业发展", "146.50"),
        ("基础设施", "120.00"),
        ("公共服务", "35.20"),
    ]
    assert parts(draft) == [("古溪镇", "", "86.50"), ("上河乡", "", "60.00")]
    assert draft.open_unplaced == ()


def test_a_column_that_is_not_the_sum_of_the_others_stays():
    draft = read(
        """
        乡镇 | 产业发展 | 基础设施 | 合计
        古溪镇 | 86 | 120 | 300
        上河乡 | 60 | 10 | 95""",
        "云岭片区2031年帮扶资金安排表",
    )
    assert "300" in [a.amount for i in draft.indicators for a in i.allocations] or "300" in "".join(left(draft))


def test_a_column_whose_figures_make_the_split_whole_is_a_bearer():
    draft = read(
        """
        指标名称 | 单位 | 全区目标 | 区级部门 | 各街道 | <
        ^ | ^ | ^ | ^ | 城东 | 城西
        消费帮扶 | 万元 | 4,600 | 2,600 | 1200 | 800
        社会捐赠 | 万元 | 380 | 200 | 100 | 80
        结对村数 | 对 | 16 | — | 8 | 8""",
        "松洲区2031年任务分解表",
    )
    assert parts(draft) == [("区级部门", "", "2,600"), ("城东", "", "1200"), ("城西", "", "800")]
    assert [i.note for i in draft.indicators] == ["", "", ""]


def test_a_column_of_figures_that_fits_nothing_stays_a_note():
    draft = read(
        """
        指标名称 | 单位 | 全区目标 | 惠及街道数 | 各街道 | <
        ^ | ^ | ^ | ^ | 城东 | 城西
        消费帮扶 | 万元 | 2000 | 7 | 1200 | 800
        社会捐赠 | 万元 | 180 | 9 | 100 | 80""",
        "松洲区2031年任务分解表",
    )
    assert [i.note for i in draft.indicators] == ["惠及街道数：7", "惠及街道数：9"]


def test_rows_of_pairings_split_each_column_over_units_and_partners():
    draft = read(
        """
        序号 | 我市县区 | 结对县 | 财政援助资金\\n（万元） | 人才选派（人） | <
        ^ | ^ | ^ | ^ | 党政干部 | 专技人才
        合计 | < | < | 2400 | 5 | 40
        1 | 北湾区 | 白石县 | 900 | 2 | 15
        2 | ^ | 松溪县 | 700 | 1 | 12
        3 | 南岭区 | 云林县 | 800 | 2 | 13""",
        "云岭市2031年县域结对任务安排表",
    )
    assert [(p.east, p.west) for p in draft.pairings] == [
        ("北湾区", "白石县"),
        ("北湾区", "松溪县"),
        ("南岭区", "云林县"),
    ]
    assert [(i.name, i.measure_unit, i.target) for i in draft.indicators] == [
        ("财政援助资金", "万元", "2400"),
        ("党政干部", "人", "5"),
        ("专技人才", "人", "40"),
    ]
    assert parts(draft) == [("北湾区", "白石县", "900"), ("北湾区", "松溪县", "700"), ("南岭区", "云林县", "800")]
    assert draft.open_unplaced == ()


def test_a_column_by_which_figures_were_shared_out_is_no_target():
    draft = read(
        """
        序号 | 单位 | 在编人数 | 采购任务（万元）
        1 | 县教育局 | 120 | 24
        2 | 县水务局 | 45 | 9""",
        "临江县2031年消费帮扶采购任务分配表",
    )
    assert [(i.name, i.measure_unit) for i in draft.indicators] == [("消费帮扶采购任务", "万元")]
    assert parts(draft) == [("县教育局", "", "24"), ("县水务局", "", "9")]
    assert draft.open_unplaced == ()


def test_bands_beside_each_other_below_words_that_nobody_knows():
    draft = read(
        """
        乡镇 | 输转任务 | 其中：脱贫劳动力 | 乡镇 | 输转任务 | 其中：脱贫劳动力
        安山镇 | 110 | 52 | 河湾镇 | 62 | 33
        华林镇 | 96 | 40 | 合计 | 268 | 125""",
        "云岭县2031年劳动力输转任务表",
    )
    assert [(i.name, i.target, i.parent) for i in draft.indicators] == [
        ("输转任务", "268", None),
        ("其中：脱贫劳动力", "125", 0),
    ]
    assert parts(draft) == [("安山镇", "", "110"), ("华林镇", "", "96"), ("河湾镇", "", "62")]
    assert draft.open_unplaced == ()


def test_amounts_with_their_units_below_words_nobody_knows():
    draft = read(
        """
        单位 | 资金募集 | 结对户数 | 走访次数
        县教育局 | 12万元 | 15户 | 4次
        县水务局 | 5万元 | 8户 | 3次""",
        "云岭县2031年各部门帮扶任务分解表",
    )
    assert [i.name for i in draft.indicators] == ["资金募集", "结对户数", "走访次数"]
    assert parts(draft) == [("县教育局", "", "12万元"), ("县水务局", "", "5万元")]
    assert draft.open_unplaced == ()


PAIRED = """
    序号 | 镇 | 结对乡镇 | 来我县就业（人） | 采购（万元）
    1 | 上河镇 | 东坡乡 | 65 | 100
    2 | 下河镇 | — | 42 | 80
    3 | 石桥镇 | 西坡乡 | 21 | 60
    合计 | | | 128 | 240"""


def turned_about(text):
    """The table with the column of the partners behind the figures."""
    rows = [line.strip().split("|") for line in text.strip().split("\n")]
    return table("\n".join("|".join([*r[:2], *r[3:], r[2]]) for r in rows))


@pytest.mark.parametrize("sheet", [table(PAIRED), turned_about(PAIRED), table(PAIRED.replace("乡镇", "村"))])
def test_figures_beside_pairs_are_tasks_of_the_towns(sheet):
    draft = understand(paper(title("云岭县2031年度任务分解表"), sheet))
    assert [(i.name, i.target, [a.amount for a in i.allocations]) for i in draft.indicators] == [
        ("来我县就业", "128", ["65", "42", "21"]), ("采购", "240", ["100", "80", "60"]),
    ]  # fmt: skip
    assert [(p.east, p.west) for p in draft.pairings] == [("上河镇", "东坡乡"), ("石桥镇", "西坡乡")]
    assert draft.open_unplaced == ()


def test_figures_of_a_list_of_pairs_say_something_of_the_pair():
    draft = understand(
        paper(
            title("云岭县学校结对情况"),
            table("序号|学校|结对学校|学生（人）\n1|上河小学|东坡小学|650\n2|下河小学|西坡小学|420"),
        )
    )
    assert draft.indicators == ()
    assert [p.note for p in draft.pairings] == ["学生（人）：650", "学生（人）：420"]


def test_the_measure_unit_above_several_columns_is_theirs_and_no_part_of_the_category():
    draft = understand(
        paper(
            title("云岭县2031年度任务分解表"),
            table(
                "镇 | 劳务（人） | < | 采购（万元）\n^ | 外出就业 | 岗位开发 | 食堂\n上河镇 | 65 | 10 | 8\n下河镇 | 42 | 8 | 9"
            ),
        )
    )
    assert [(i.name, i.measure_unit) for i in draft.indicators] == [
        ("外出就业", "人"),
        ("岗位开发", "人"),
        ("食堂", "万元"),
    ]
    assert [c.name for c in draft.categories] == ["劳务", "采购"]
    assert draft.open_unplaced == ()
