"""Tables as other counties print them: bands beside each other, tiers of 其中, targets inside a scheme, plans of people."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.importers.papers import BREAK, duties, left, paper, parents, rows, table, title
from xiezuo_desktop.documents.paper import Cell, Row, Table
from xiezuo_desktop.importers import understand


def test_bands_beside_each_other_are_one_table():
    draft = understand(
        paper(
            title("云岭县2024年消费帮扶任务分配表"),
            table(
                """
                序号|单位名称|采购任务（万元）|完成时限||序号|单位名称|采购任务（万元）|完成时限
                1|县教育局|5|11月底前||4|县商务局|6|11月底前
                2|县财政局|8|11月底前||5|县总工会|4|11月底前
                3|县民政局|7|11月底前|||合计|30|"""
            ),
        )
    )
    (found,) = draft.indicators
    assert (found.name, found.measure_unit, found.target, found.deadline) == ("消费帮扶任务", "万元", "30", "11月底前")
    assert [(a.unit, a.amount) for a in found.allocations] == [
        ("县教育局", "5"), ("县财政局", "8"), ("县民政局", "7"), ("县商务局", "6"), ("县总工会", "4"),
    ]  # fmt: skip


def test_columns_below_one_word_are_parts_of_the_sum_beside_them():
    draft = understand(
        paper(
            title("2024年劳务协作任务分解表"),
            table(
                """
                镇街|转移就业人数|<|<|劳务培训|<
                ^|合计|其中|<|班次|人数
                ^|^|省外|省内|^|^
                青石镇|30|10|20|1|40
                白鹭镇|50|30|20|2|80
                合计|80|40|40|3|120
                注：含存量。"""
            ),
        )
    )
    assert [(i.name, i.target) for i in draft.indicators] == [
        ("转移就业人数", "80"), ("省外", "40"), ("省内", "40"), ("劳务培训", "3"), ("劳务培训人数", "120"),
    ]  # fmt: skip
    assert parents(draft) == {"省外": ("转移就业人数", "subset"), "省内": ("转移就业人数", "subset")}
    assert "注：含存量。" not in left(draft)


def test_a_table_with_targets_and_weights_is_both():
    draft = understand(
        paper(
            title("2024年协作工作目标责任书"),
            "一、责任目标",
            "乙方应完成下列任务：",
            table(
                """
                序号|考核内容|单位|目标任务|完成时限|权重（%）
                1|财政援助资金|万元|1500|6月底前|60
                2|专业技术人才|人|≥15|全年|40
                |其中：医生|人|≥5||"""
            ),
            "二、甲方责任",
            "（一）加强指导。",
        )
    )
    assert [(i.name, i.target, i.deadline) for i in draft.indicators] == [
        ("财政援助资金", "1500", "6月底前"), ("专业技术人才", "≥15", "全年"), ("其中：医生", "≥5", ""),
    ]  # fmt: skip
    (scheme,) = draft.schemes
    assert [(i.content, i.points, i.parts) for i in scheme.groups[0].items] == [
        ("财政援助资金", "60", ()), ("专业技术人才", "40", ()),
    ]  # fmt: skip
    assert [c.heading for c in draft.chapters] == ["责任目标", "甲方责任"]
    assert left(draft) == []


def test_a_line_to_fill_in_above_a_scheme_is_no_tier_of_its_header():
    draft = understand(
        paper(
            title("2024年协作工作考核细则"),
            table(
                """
                被考核单位：|<|<|考核年度：2024年|<
                一级指标|序号|二级指标|分值|评分标准
                组织领导（10分）|1|主要领导互访|10|完成得10分，未完成得0分
                资金（5分）|2|资金到位|5|按完成比例计分"""
            ),
        )
    )
    assert [(c.field, c.caption) for c in draft.columns][:2] == [("group", "一级指标"), ("ordinal", "序号")]
    assert [g.name for g in draft.schemes[0].groups] == ["组织领导", "资金"]


def test_kinds_of_people_name_the_rows_where_nothing_else_does():
    draft = understand(
        paper(
            title("2024年人才选派计划"),
            table(
                """
                序号|选派类别|派出单位|派往地|人数|期限
                1|教师|县教育局|临江区|12|1年
                2|医生|县卫健局|临江区|10|6个月以上
                3|农技人员|县农业农村局|临江区|3|1年
                合计||||25|"""
            ),
        )
    )
    assert [r[2:] for r in rows(draft)] == [("教师", "人", "12"), ("医生", "人", "10"), ("农技人员", "人", "3")]
    assert duties(draft, "医生") == [("responsible", "县卫健局")]


def test_a_header_that_the_next_page_prints_otherwise_is_told():
    upper = """
        指标名称|单位|青石街道|白鹭镇|红枫镇
        转移就业|人|30|20|10"""
    lower = """
        指标名称|单位|青石街道|白鹭镇|红叶镇
        消费帮扶|万元|80|60|40"""
    draft = understand(paper(title("2024年任务分解表"), table(upper), BREAK, table(lower, name="表2")))
    (said,) = (g for g in draft.guesses if "表头" in g)
    assert "少了“红枫镇”" in said
    assert "多了“红叶镇”" in said
    again = paper(title("2024年任务分解表"), table(upper), BREAK, table(upper, name="表2"))
    assert not any("表头" in g for g in understand(again).guesses)


def test_a_row_of_sums_begins_its_category():
    draft = understand(
        paper(
            title("2024年协作资金项目计划表"),
            table(
                """
                序号|项目类别|项目名称|资金规模|<|<|项目实施单位
                ^|^|^|小计|县级财政|社会帮扶|^
                一|产业发展||1800|1550|250|
                1|产业发展|肉牛养殖基地|1000|900|100|县农业农村局
                2|产业发展|冷链中心|800|650|150|县商务局
                二|乡村建设||300|300||
                3|乡村建设|示范村|300|300||县住建局"""
            ),
        )
    )
    assert [(c.ordinal, c.name) for c in draft.categories] == [("一", "产业发展"), ("二", "乡村建设")]
    assert [r[:3] for r in rows(draft)] == [
        ("产业发展", "1", "肉牛养殖基地"), ("产业发展", "2", "冷链中心"), ("乡村建设", "3", "示范村"),
    ]  # fmt: skip
    assert [(a.unit, a.amount) for a in draft.indicators[1].allocations] == [("县级财政", "650"), ("社会帮扶", "150")]


# ------------------------------------------------------------------------------------------------ nothing gets lost

WORDS = {
    "ordinal": ("序号", "编号", "项次", "某某号"),
    "name": ("指标名称", "名称指标", "考核指标", "主要内容", "说不清的栏"),
    "unit": ("计量单位", "单位", "量纲"),
    "target": ("目标任务", "年度目标", "考核目标", "数"),
    "office": ("责任单位", "牵头部门", "落实", "谁来做"),
    "note": ("备注", "说明", "其他情况"),
}
CELLS = st.sampled_from(["", "", "/", "-", "12", "0.5", "320万元", "县教育局、县商务局", "持续推进", "其中：脱贫人口", "（一）组织领导", "接收进修医生数", "12月底前", "合计"])  # fmt: skip


@st.composite
def tables(draw) -> list[Table]:
    """A table with unlikely words above its columns and any merges, cut into page parts that may repeat the header."""
    fields = draw(st.permutations(list(WORDS)).map(lambda f: f[: draw(st.integers(3, 6))]))
    header = [draw(st.sampled_from(WORDS[f])) for f in fields]
    width = len(fields)
    parts = []
    mark = 0
    for page in range(draw(st.integers(1, 3))):
        lines = [header] if page == 0 or draw(st.booleans()) else []
        for _ in range(draw(st.integers(1, 4))):
            lines.append([f"{draw(CELLS)}" for _ in range(width)])
        taken: set[tuple[int, int]] = set()
        out = []
        for r, line in enumerate(lines):
            cells = []
            for c, text in enumerate(line):
                if (r, c) in taken:
                    continue
                across = draw(st.integers(1, min(3, width - c))) if draw(st.integers(0, 5)) == 0 else 1
                down = draw(st.integers(1, min(3, len(lines) - r))) if draw(st.integers(0, 5)) == 0 else 1
                area = {(r + i, c + j) for i in range(down) for j in range(across)}
                if area & taken:
                    across = down = 1
                    area = {(r, c)}
                taken |= area
                mark += 1
                own = f"{text}{'甲乙丙丁戊己庚辛壬癸'[mark % 10]}{mark}款" if text and len(text) > 4 else text
                cells.append(Cell(own, c, across, down))
            out.append(Row(tuple(cells), number=r + 1))
        parts.append(Table(tuple(out), name=f"表{page + 1}"))
    return parts


def _marks(texts) -> set[str]:
    import re

    return {m for t in texts for m in re.findall(r"[甲乙丙丁戊己庚辛壬癸]\d+款", t)}


def _texts_in(value) -> list[str]:
    from dataclasses import fields, is_dataclass

    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple | list):
        return [t for v in value for t in _texts_in(v)]
    if is_dataclass(value):
        return [t for f in fields(value) if f.name not in ("paper", "sheets", "guesses") for t in _texts_in(getattr(value, f.name))]  # fmt: skip
    return []


@settings(max_examples=150, deadline=None)
@given(tables())
def test_no_cell_is_lost_whatever_is_merged_cut_and_renamed(parts):
    blocks = [b for part in parts for b in (part, BREAK)]
    draft = understand(paper(title("2024年任务分解表"), *blocks))
    said = _marks(cell.text for part in parts for row in part.rows for cell in row.cells)
    assert said <= _marks(_texts_in(draft))
