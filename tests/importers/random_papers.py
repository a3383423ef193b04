"""Papers at random, of the shapes that offices issue: tables of any kind with known and unknown columns, merges, totals,
several tables and pages, running text of every kind around them."""

from __future__ import annotations

import re

from hypothesis import strategies as st

from tests.importers.papers import paper
from xiezuo_desktop.documents.paper import Align, Cell, PageBreak, Paragraph, Role, Row, Table

UNITS = ["区教育局", "县人社局、县总工会", "区委统战部（区工商联）", "各镇街", "十二个乡镇", "区民政局等", "东山镇", "西河镇",
         "牵头单位：区农业农村局；配合单位：区财政局", "区商务局牵头，区总工会配合"]  # fmt: skip
PLACES = ["东山镇", "西河镇", "柳溪乡", "青石街道", "合计", "全县", "市本级", "甲河区", "乙湖县"]
NAMES = ["就业人数", "其中：脱贫人口", "1.转移就业人数", "（1）半年以上", "结对学校数", "社会帮扶资金230万元。其中，区工商联80万元，各街道各10万元",
         "一、劳务协作", "（一）人才支援", "组织领导（15分）", "二、产业合作 20分", "合计", "小计", "引导企业3家，10月底前完成"]  # fmt: skip
FIGURES = [
    "1",
    "2",
    "3",
    "12",
    "32",
    "132",
    "27",
    "350",
    "0.30",
    "1,200",
    "1200",
    "20.5",
    "205",
    "≥30",
    "100%",
    "12人",
    "30万元",
    "-",
    "/",
    "",
]
PROSE = ["以社会保险记录为准。", "每完成1人得0.5分，最高10分。", "完成得5分，未完成不得分。", "省级5分、市级3分", "见附件3第2页", "张某 13800000000",
         "第2季度末完成60%", "只作统计，不作考核", "约束性", "预期性", "√", "★", "12月底前", "长期", "2031年6月30日", "无"]  # fmt: skip
HEADS: dict[str, list[str]] = {
    "ordinal": ["序号", "编号"],
    "names": ["指标名称", "工作任务", "考核内容", "类别", "项目", "镇（街道）", "单位", "地区", "落实措施", "一级指标", "结对方", "受帮扶方"],
    "units": ["责任单位", "牵头单位", "配合单位", "分管领导", "统计单位", "考核单位", "责任单位及责任人"],
    "figures": ["目标值", "任务数（人）", "分值", "合计", "全县", "东山镇", "西河镇", "青石街道", "甲河区", "2030年完成数", "一季度", "上半年", "资金（万元）"],
    "prose": ["备注", "完成时限", "评分标准", "指标解释", "佐证材料", "联系人", "建设地点", "完成情况", "颜色", "来函编号", "其他说明3"],
    "any": ["", "计量单位", "指标性质", "甲", "A栏", "2031", "第5组", "东部协作"],
}  # fmt: skip
VALUES = {
    "ordinal": ["1", "2", "3", "4", "一", "（一）", "1.1", ""],
    "names": NAMES + PLACES,
    "units": UNITS,
    "figures": FIGURES,
    "prose": PROSE,
}
VALUES["any"] = [v for values in VALUES.values() for v in values] + ["人", "万元", "所"]
LINES = [
    "临江区人民政府办公室文件", "临政办〔2031〕12号", "关于下达2031年东西部协作任务的通知", "各镇人民政府，区级各部门：",
    "现将任务下达给你们，请认真贯彻落实。", "临江区人民政府办公室", "2031年3月5日", "一、区教育局", "1.结对学校4所。", "（一）加强协作",
    "二、区民政局（区慈善办）", "完成社会帮扶资金30万元，", "确保年底前全部到位。", "附件：1.任务表", "2.名单", "附件1", "抄送：区委各部门。",
    "临江区人民政府办公室　　2031年3月6日印发", "备注：略", "联系人：张某，电话：12345678", "（此件公开发布）", "无标题的一行字",
    "会议纪要", "出席：张某 李某 王某", "会议议定：由县供销社牵头，3月底前报送名单；县财政局督促各预算单位完成60%。",
    "一、组织领导（20分）", "1.高层互访（5分）。每开展1次得2.5分，最高5分。", "（牵头单位：区委办；责任单位：区发改局）", "单位：万元", "续表",
    "填表人：李某    审核人：王某", "东山镇 结对 甲河区", "注：1.本表数据截至2030年12月31日。", "2.指标32项，其中约束性指标3项。", "3.5亿元以上项目另行下达",
    "临江区2031年协作任务分解表", "第一责任人（签字）：", "— 3 —", "第 3 页 共 8 页", "1", "12",
]  # fmt: skip
NOT_MERGED = [(1, 1)] * 8


@st.composite
def words(draw, known):
    """A known word, now and then with a number of its own, so that it stands nowhere else."""
    word = draw(st.sampled_from(known))
    salt = draw(st.integers(-5, 5))
    if salt <= 1 or word in ("", "/", "-", "√", "★"):
        return word
    number = draw(st.integers(2, 4999))
    if re.fullmatch(r"[\d,.]+", word):
        return str(number)
    return f"{word}{number}" if salt < 4 else f"第{number}号{word}"


@st.composite
def merged_tables(draw):
    """Words of all kinds anywhere, with merges anywhere."""
    height, width = draw(st.integers(1, 7)), draw(st.integers(1, 7))
    known = [w for kind in HEADS.values() for w in kind] + VALUES["any"]
    grid = [[draw(words(known)) for _ in range(width)] for _ in range(height)]
    return draw(with_merges(grid))


@st.composite
def with_merges(draw, grid, name="表1"):
    """A table of a grid of texts, some places of which are swallowed by merged cells."""
    height, width = len(grid), len(grid[0])
    merging = draw(st.sampled_from([NOT_MERGED, [*NOT_MERGED, (1, 2), (2, 1), (width, 1)]]))
    free = [[True] * width for _ in range(height)]
    rows: list[list[Cell]] = [[] for _ in range(height)]
    for r in range(height):
        for c in range(width):
            if not free[r][c]:
                continue
            across, down = (1, 1) if len(merging) == len(NOT_MERGED) else draw(st.sampled_from(merging))
            across = next((n for n in range(1, across) if c + n >= width or not free[r][c + n]), min(across, width - c))
            down = min(down, height - r)
            for rr in range(r, r + down):
                for cc in range(c, c + across):
                    free[rr][cc] = False
            rows[r].append(Cell(grid[r][c], c, across, down))
    return Table(tuple(Row(tuple(cells), number=i + 1) for i, cells in enumerate(rows)), name=name)


@st.composite
def headed_tables(draw):
    """A header of known and unknown words, rows whose values mostly suit it, a title above, a total, the header again."""
    kinds = draw(
        st.lists(st.sampled_from(["names", "units", "figures", "figures", "prose", "any"]), min_size=1, max_size=7)
    )
    kinds = ["ordinal"] * draw(st.booleans()) + ["names"] * draw(st.booleans()) + kinds
    head = [draw(words(HEADS[k])) for k in kinds]
    width = len(kinds)
    grid = [[draw(words(LINES))] + [""] * (width - 1)] * draw(st.integers(0, 1)) + [head]
    if draw(st.booleans()):
        grid.append([draw(st.sampled_from(["", "", *HEADS["figures"], *PLACES])) for _ in kinds])
    for n in range(draw(st.integers(0, 7))):
        shape = draw(st.sampled_from(["row"] * 8 + ["total", "category", "head", "note"]))
        row = [draw(words(VALUES[k] if draw(st.integers(0, 9)) else VALUES["any"])) for k in kinds]
        if shape == "total":
            row[0] = draw(st.sampled_from(["合计", "总计", "小计", "总分"]))
        elif shape == "category":
            row = [
                draw(st.sampled_from(["一、劳务协作", "党委部门（3个）", "（二）资金 20分", "注：32项"])),
                *[""] * (width - 1),
            ]
        elif shape == "head":
            row = list(head)
        elif shape == "note":
            row = [draw(words(LINES)), *[""] * (width - 1)]
        elif kinds[0] == "ordinal" and draw(st.booleans()):
            row[0] = str(n + 1)
        grid.append(row)
    return draw(with_merges(grid, draw(st.sampled_from(["表1", "东山镇", "Sheet1"]))))


PARAGRAPHS = st.builds(
    Paragraph,
    words(LINES),
    role=st.sampled_from([Role.BODY] * 8 + [Role.RUNNING, Role.FOOTNOTE]),
    align=st.sampled_from([None, Align.CENTRE, Align.RIGHT]),
    bold=st.booleans(),
)
TABLES = st.one_of(headed_tables(), headed_tables(), merged_tables())


@st.composite
def papers(draw):
    """Any paper: lines, tables and page breaks in any order."""
    blocks = draw(st.lists(st.one_of(PARAGRAPHS, PARAGRAPHS, TABLES, st.just(PageBreak())), min_size=1, max_size=10))
    return paper(*blocks)
