"""Headers in tiers of tables that travel as text, whose merges are gone."""

from __future__ import annotations

from xiezuo_desktop.documents import read_text_paper
from xiezuo_desktop.documents.lost_merges import merged_cells
from xiezuo_desktop.documents.paper import Table


def spans(cells) -> list[list[tuple[str, int, int, int]]]:
    return [[(c.text, c.column, c.column_span, c.row_span) for c in row] for row in cells]


def grid(text: str) -> list[list[str]]:
    return [[c.strip() for c in line.split("|")] for line in text.strip().splitlines()]


def test_words_reach_over_free_places_that_have_a_word_below_and_down_over_the_others():
    rows = grid("""
        指标 | 单位 | 青州市 | | 云岭县 | 市本级
             |      | 甲县 | 乙县 | 丙县 |
        就业人数 | 人 | 12 | 8 | 5 | 3
        培训人数 | 人 | 40 | 30 | 20 | 10""")
    cells, beside = merged_cells(rows, 6)
    assert beside == []
    assert spans(cells[:2]) == [
        [("指标", 0, 1, 2), ("单位", 1, 1, 2), ("青州市", 2, 2, 1), ("云岭县", 4, 1, 1), ("市本级", 5, 1, 2)],
        [("甲县", 2, 1, 1), ("乙县", 3, 1, 1), ("丙县", 4, 1, 1)],
    ]
    assert spans(cells[2:3]) == [[(text, c, 1, 1) for c, text in enumerate(rows[2])]]


def test_words_of_short_rows_share_the_width_where_that_goes_evenly():
    rows = [["地区", "就业"], ["", "新增就业", "再就业"], ["", "目标", "进度", "目标", "进度"]]
    cells, beside = merged_cells([*rows, ["甲县", "5", "4", "2", "1"], ["乙县", "6", "3", "2", "2"]], 5)
    assert beside == []
    assert spans(cells[:2]) == [[("地区", 0, 1, 3), ("就业", 1, 4, 1)], [("新增就业", 1, 2, 1), ("再就业", 3, 2, 1)]]


def test_words_nobody_can_set_above_columns_are_told_below_the_table():
    rows = [
        ["指标", "单位", "青州市", "云岭县", "市本级"],
        ["", "", "甲县", "乙县", "丙县", ""],
        ["就业人数", "人", "12", "8", "5", "3"],
        ["培训人数", "人", "40", "30", "20", "10"],
    ]
    cells, beside = merged_cells(rows, 6)
    assert beside == ["青州市、云岭县"]
    assert [c.text for c in cells[0]] == ["指标", "单位", "", "", "", "市本级"]


def test_a_table_without_tiers_stays_as_it_is():
    rows = grid("""
        序号 | 任务 | 单位
        1 | 修路 | 县交通局
          | 架桥 |
        2 | 建校 | 县教育局""")
    assert spans(merged_cells(rows, 3)[0]) == [[(t, c, 1, 1) for c, t in enumerate(row)] for row in rows]
    groups = grid("""
        项目 | 内容 | 备注
        环境 | 道路清洁 |
             | 河道清洁 | 含支流
        秩序 | 停车有序 |
        安全 | 消防达标 |""")
    assert spans(merged_cells(groups, 3)[0]) == [[(t, c, 1, 1) for c, t in enumerate(row)] for row in groups]


def test_a_header_with_fewer_cells_than_every_row_below_heads_nothing():
    cells = [["项目", "办法", "科室"], ["服务", "1.窗口", "按季", "甲科"], ["效率", "2.时限", "按年", "乙科"]]
    text = "\n".join("".join(f"\t{cell}\n" for cell in row) for row in cells)
    [table] = read_text_paper(text, "考核.txt").sections[0].blocks
    assert isinstance(table, Table)
    assert [[c.text for c in row.cells] for row in table.rows] == [[cell] for row in cells for cell in row]


def test_words_told_below_the_table_are_pointed_out():
    rows = [
        ["指标", "青州市", "云岭县"],
        ["", "甲县", "乙县", "丙县"],
        ["就业", "1", "2", "3"],
        ["培训", "4", "5", "6"],
    ]
    text = "\n".join("".join(f"\t{cell}\n" for cell in row) for row in rows)
    paper = read_text_paper(text, "指标.txt")
    assert "青州市、云岭县" in paper.notes[0]
    assert [getattr(block, "text", "") for block in paper.sections[0].blocks] == ["", "青州市、云岭县"]
