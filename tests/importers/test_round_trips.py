"""Any plan printed as Word or Excel is understood back to the same plan."""

from __future__ import annotations

from decimal import Decimal
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.importers.test_steps import applied
from xiezuo_desktop.core.plan import Plan
from xiezuo_desktop.core.plan_json import plan_to_json
from xiezuo_desktop.core.scoring.reading import read_rule
from xiezuo_desktop.core.scoring.rules import write_rule
from xiezuo_desktop.documents import read_paper
from xiezuo_desktop.documents.write_docx import write_docx
from xiezuo_desktop.documents.write_xlsx import write_xlsx
from xiezuo_desktop.importers import steps_for, understand
from xiezuo_desktop.importers.draft import (
    Draft,
    DraftAllocation,
    DraftCategory,
    DraftChapter,
    DraftClause,
    DraftIndicator,
    DraftInfo,
    DraftMeasure,
    DraftResponsibility,
    DraftScheme,
    DraftScoreGroup,
    DraftScoreItem,
    DraftTask,
    DraftUnit,
)
from xiezuo_desktop.reports import compose

EACH = settings(
    max_examples=12,
    deadline=None,
    print_blob=False,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)
WRITERS = {"docx": write_docx, "xlsx": write_xlsx}
OFFICES = ("区教育局", "区卫健局", "区人社局", "区商务局", "区财政局", "区委组织部", "区总工会", "青石街道", "柳溪镇")
COUNTIES = ("甲河区", "乙湖县", "丙山市", "高新区")
SUBJECTS = ("党政干部", "专业技术人才", "脱贫劳动力", "结对学校", "引导企业", "消费帮扶", "财政援助资金", "示范村")
VERBS = ("选派", "培训", "帮助", "建设", "落实")
CATEGORIES = ("组织领导", "人才支援", "产业合作", "劳务协作")
MEASURE_UNITS = ("人", "人次", "个", "万元", "亿元", "对")
TARGETS = st.one_of(
    st.integers(1, 99999).map(str),
    st.decimals(0, 999, places=2).map(str),
    st.sampled_from(("≥30", "不少于12", "约200", "-", "商结对双方确定")),
)


def names():
    return st.builds(
        "{}{}{}".format, st.sampled_from(VERBS), st.sampled_from(SUBJECTS), st.sampled_from(("数", "额", ""))
    )


def duties(roles=("lead", "cooperating")):
    one = st.lists(st.sampled_from(OFFICES), min_size=1, max_size=3, unique=True)
    return st.tuples(*(one for _ in roles)).map(
        lambda lists: tuple(
            DraftResponsibility(u, role) for role, units in zip(roles, lists, strict=True) for u in units
        )
    )


@st.composite
def indicators(draw, least=1):
    """Indicators in categories, numbered through; some have a 其中 row below them."""
    kinds = draw(st.lists(st.sampled_from(CATEGORIES), min_size=1, max_size=3, unique=True))
    found = draw(st.lists(names(), min_size=least, max_size=7, unique=True))
    rows: list[DraftIndicator] = []
    for n, name in enumerate(found):
        category = min(n, len(kinds) - 1)
        own = draw(duties())
        unit = draw(st.sampled_from(MEASURE_UNITS))
        rows.append(
            DraftIndicator(name, str(n + 1), category, measure_unit=unit, target=draw(TARGETS), responsibilities=own)
        )
        if draw(st.booleans()):
            among = DraftIndicator(
                f"其中：{name}新增部分",
                "",
                category,
                len(rows) - 1,
                "subset",
                unit,
                draw(TARGETS),
                responsibilities=own,
            )
            rows.append(among)
    categories = tuple(DraftCategory("一二三四"[i], kind) for i, kind in enumerate(kinds[: len(found)]))
    return categories, tuple(rows)


def draft_of(title, **parts) -> Draft:
    info = DraftInfo(title=title, year=2024, table_title=title)
    units = tuple(DraftUnit(u) for u in (*OFFICES, *COUNTIES))
    return Draft("indicators", info=info, units=units, **parts)


def planned(draft: Draft) -> Plan:
    ids = count(1)
    return applied(Plan({}), steps_for(draft, Plan({}), lambda: next(ids)))


def back(report: str, plan: Plan, ending: str) -> tuple[Plan, list[str]]:
    """The plan that the printed report is understood as, and what of it had no place."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"a.{ending}"
        WRITERS[ending](compose(report, plan), path)
        draft = understand(read_paper(path))
    return planned(draft), [u.text for u in draft.unplaced]


def roles(rows):
    return [(r["role"], r["unit"]) for r in rows]


def table_of(plan: Plan):
    """What a table of indicators says of a plan."""
    said = plan_to_json(plan)["indicators"]
    by_id = {i["id"]: i["name"] for i in said}
    return [
        (i["category"], i["ordinal"], i["name"], i["measure_unit"], i["target"]["raw"], by_id.get(i["parent"]), roles(i["responsibilities"]))
        for i in said
    ]  # fmt: skip


@EACH
@pytest.mark.parametrize("ending", WRITERS)
@given(rows=indicators())
def test_a_table_of_indicators_comes_back(ending, rows):
    categories, found = rows
    plan = planned(draft_of("临江区2024年协作任务分解表", categories=categories, indicators=found))
    again, lost = back("indicators", plan, ending)
    assert table_of(again) == table_of(plan)
    assert lost == []


@EACH
@pytest.mark.parametrize("ending", WRITERS)
@given(rows=indicators(least=2), data=st.data())
def test_a_matrix_comes_back(ending, rows, data):
    categories, found = rows
    counties = data.draw(st.lists(st.sampled_from(COUNTIES), min_size=2, max_size=4, unique=True))
    figures = st.integers(1, 9999).map(str)
    spread = tuple(
        DraftIndicator(
            i.name, i.ordinal, i.category, i.parent, i.parent_relation, i.measure_unit, "1000",
            allocations=tuple(DraftAllocation(c, data.draw(figures)) for c in counties),
        )
        for i in found
    )  # fmt: skip
    plan = planned(draft_of("岭南市2024年协作任务分解表", categories=categories, indicators=spread))
    again, lost = back("matrix", plan, ending)

    def parts(of):
        return [(i["name"], [(a["unit"], a["raw"]) for a in i["allocations"]]) for i in plan_to_json(of)["indicators"]]

    assert parts(again) == parts(plan)
    assert lost == []


@EACH
@pytest.mark.parametrize("ending", WRITERS)
@given(data=st.data())
def test_a_table_of_tasks_comes_back(ending, data):
    themes = data.draw(st.lists(names(), min_size=2, max_size=6, unique=True))
    tasks = tuple(
        DraftTask(
            theme,
            str(n + 1),
            deadline=data.draw(st.sampled_from(("6月底前", "12月底前", "持续推进", "2024年9月30日前"))),
            measures=tuple(
                DraftMeasure(f"{step}{theme}的各项工作，按月报送进展。")
                for step in data.draw(
                    st.lists(st.sampled_from(("研究", "部署", "推进")), min_size=1, max_size=2, unique=True)
                )
            ),
            responsibilities=data.draw(duties(("lead",))),
        )
        for n, theme in enumerate(themes)
    )
    plan = planned(draft_of("临江区2024年协作任务分工表", tasks=tasks))
    again, lost = back("division", plan, ending)

    def rows(of):
        return [
            (t["ordinal"], t["theme"], t["deadline"].get("raw"), [m["text"] for m in t["measures"]], roles(t["responsibilities"]))
            for t in plan_to_json(of)["tasks"]
        ]  # fmt: skip

    assert rows(again) == rows(plan)
    assert lost == []


@EACH
@pytest.mark.parametrize("ending", WRITERS)
@given(rows=indicators(), data=st.data())
def test_a_task_book_with_its_table_comes_back(ending, rows, data):
    categories, found = rows
    units = data.draw(st.lists(st.sampled_from(OFFICES), min_size=2, max_size=4, unique=True))
    chapters = tuple(
        DraftChapter(
            "一二三四"[n],
            "",
            unit,
            tuple(
                DraftClause(
                    str(k + 1), f"做好{name}工作", f"年内{name}不少于{data.draw(st.integers(2, 900))}人，按月报送进展。"
                )
                for k, name in enumerate(data.draw(st.lists(names(), min_size=1, max_size=3, unique=True)))
            ),
        )
        for n, unit in enumerate(units)
    )
    draft = draft_of("临江区2024年协作工作任务书", categories=categories, indicators=found, chapters=chapters)
    plan = planned(draft)
    again, lost = back("taskbook", plan, ending)

    def book(of):
        return [
            (c["ordinal"], c["unit"], [(k["ordinal"], k["lead"], k["text"]) for k in c["clauses"]])
            for c in plan_to_json(of)["chapters"]
        ]

    assert book(again) == book(plan)
    assert table_of(again) == table_of(plan)
    assert lost == []


RULES = (
    "完成得{0}分，未完成得0分",
    "完成得{0}分；未完成的，得分＝{0}×完成率",
    "实际数÷计划数×{0}",
    "完成得{0}分，每少1个扣0.5分，扣完为止",
    "居全市前3名得{0}分，其余得1分",
    "完成率100%得{0}分，80%以上得2分，80%以下不得分",
    "至少召开1次得{0}分，未召开不得分",
)


@EACH
@pytest.mark.parametrize("ending", WRITERS)
@given(data=st.data())
def test_the_rules_of_a_score_paper_come_back(ending, data):
    contents = data.draw(st.lists(names(), min_size=3, max_size=6, unique=True))
    points = [data.draw(st.integers(3, 20)) for _ in contents]
    texts = [data.draw(st.sampled_from(RULES)).format(p) for p in points]
    items = tuple(
        DraftScoreItem(str(n + 1), content=f"{content}（{text}）", points=str(p), rule=write_rule(read_rule(text, Decimal(p)).rule))
        for n, (content, text, p) in enumerate(zip(contents, texts, points, strict=True))
    )  # fmt: skip
    half = len(items) // 2
    groups = (
        DraftScoreGroup("组织领导", points=str(sum(points[:half])), items=items[:half]),
        DraftScoreGroup("产业合作", points=str(sum(points[half:])), items=items[half:]),
    )
    scheme = DraftScheme("临江区2024年协作工作评价办法", str(sum(points)), groups)
    plan = planned(draft_of("临江区2024年协作工作评价办法", schemes=(scheme,)))
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"a.{ending}"
        WRITERS[ending](compose("scores", plan), path)
        (again,) = understand(read_paper(path)).schemes

    def said(of):
        return [(g.name, i.ordinal, i.content, i.points, i.rule) for g in of.groups for i in g.items]

    assert said(again) == said(scheme)
