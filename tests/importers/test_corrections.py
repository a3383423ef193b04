"""How tables were read is told, and read again as a person corrects it: columns, rows, names that nobody knows."""

from __future__ import annotations

from itertools import count

from tests.importers.papers import paper, parents, table
from xiezuo_desktop.core.outline import applied
from xiezuo_desktop.core.plan import Plan
from xiezuo_desktop.core.records import Unit
from xiezuo_desktop.importers import steps_for, understand
from xiezuo_desktop.importers.comparing import differences
from xiezuo_desktop.importers.readings import Corrections
from xiezuo_desktop.importers.unknown_names import SAME, Answer, answered, unknown_names

PLAIN = """
    序号|指标名称|单位|年度目标|责任部门
    一|组织领导|/|/|/
    1|结对学校数|所|3|县教育局
    2|培训人数|人|540|县人力资源和社会保障局
    |脱贫人口培训人数|人|320|县人社局
    合计|||863|"""


def read(text: str = PLAIN, **said):
    return understand(paper(table(text)), corrections=Corrections(**said))


def kinds(draft) -> list[str]:
    return [draft.rows[place] for place in draft.sheets[0].places]


def meanings(draft) -> list[str]:
    return [draft.sheets[0].label(c.index) for c in draft.sheets[0].columns]


def entered(draft, plan=None) -> Plan:
    ids = count(1000 if plan else 1)
    return applied(plan or Plan({}), steps_for(draft, plan or Plan({}), lambda: next(ids)))


def test_every_row_and_column_tells_how_it_was_read():
    draft = read()
    assert meanings(draft) == ["序号", "指标名称", "计量单位", "年度目标", "责任单位"]
    assert kinds(draft) == ["header", "category", "data", "data", "data", "total"]
    assert all(c.trust == "sure" and c.caption in c.evidence for c in draft.sheets[0].columns)


def test_a_column_that_only_its_values_tell_says_so():
    draft = read(PLAIN.replace("责任部门", "某某"))
    assert draft.sheets[0].columns[4].trust == "guess"
    assert "请核对" in draft.sheets[0].columns[4].evidence


def test_a_column_is_what_a_person_says_and_the_others_follow():
    anchor = read().sheets[0].anchor
    draft = read(columns={(anchor, 4): "cooperating", (anchor, 0): "ignore"})
    assert meanings(draft) == ["不读入", "指标名称", "计量单位", "年度目标", "配合单位"]
    assert {d.role for i in draft.indicators for d in i.responsibilities} == {"cooperating"}
    assert "序号、一、1、2" in {u.text for u in draft.unplaced}
    assert draft.sheets[0].columns[4].trust == "said"


def test_a_column_of_figures_becomes_that_of_a_unit():
    text = """
        指标名称|单位|合计|临江镇|云岭小组
        就业人数|人|30|10|20"""
    anchor = read(text).sheets[0].anchor
    draft = read(text, columns={(anchor, 4): "bearer", (anchor, 3): "bearer"})
    assert [(a.unit, a.amount) for a in draft.indicators[0].allocations] == [("临江镇", "10"), ("云岭小组", "20")]


def test_rows_are_what_a_person_says():
    draft = read(rows={(0, 4): "subset", (0, 2): "note"})
    assert kinds(draft) == ["header", "category", "note", "data", "subset", "total"]
    assert parents(draft) == {"脱贫人口培训人数": ("培训人数", "subset")}
    assert any("结对学校数" in p.text for p in draft.paragraphs)
    assert read(rows={(0, 4): "skip"}).rows[0, 4] == "skip"


def test_a_header_that_nobody_recognised_is_pointed_at():
    text = """
        甲|乙|丙
        A|B|C
        结对学校数|3|县教育局"""
    assert not read(text).indicators
    draft = read(text, rows={(0, 0): "header"})
    anchor = draft.sheets[0].anchor
    said = {(anchor, 0): "name", (anchor, 1): "target", (anchor, 2): "lead"}
    draft = read(text, rows={(0, 0): "header", (0, 1): "skip"}, columns=said)
    assert [(i.name, i.target, i.responsibilities[0].role) for i in draft.indicators] == [("结对学校数", "3", "lead")]


def test_columns_of_a_division_table_and_of_a_scheme_are_corrected_too():
    division = """
        序号|任务|工作措施|牵头单位|完成时限
        1|人才选派|选派干部，落实工作经费，按月上报进展。|县委组织部|10月底前"""
    anchor = read(division).sheets[0].anchor
    draft = read(division, columns={(anchor, 4): "note"})
    assert (draft.tasks[0].deadline, draft.tasks[0].note) == ("", "10月底前")
    scheme = """
        序号|项目|考核内容|分值
        1|结对|召开联席会议（召开1次及以上得4分，否则不得分）|4"""
    anchor = read(scheme).sheets[0].anchor
    draft = read(scheme, columns={(anchor, 1): "note"})
    assert draft.schemes[0].groups[0].items[0].note == "结对"


def test_page_parts_joined_tell_their_repeated_header():
    first, second = PLAIN.strip().splitlines()[:3], PLAIN.strip().splitlines()
    draft = understand(paper(table("\n".join(first)), table("\n".join([second[0], *second[3:]]))))
    assert len(draft.sheets) == 1
    assert draft.rows[1, 0] == "header"
    assert len({place[0] for place in draft.sheets[0].places}) == 2


def test_a_name_is_only_suggested_and_once_explained_it_is_an_alias():
    draft = read()
    asked = {n.name: n.suggestions for n in unknown_names(draft, Plan({}))}
    assert asked["县人社局"] == ("县人力资源和社会保障局",)
    assert asked["县教育局"] == ()
    assert len(entered(draft).units) == 3
    told = answered(draft, {"县人社局": Answer(SAME, "县人力资源和社会保障局")})
    plan = entered(told)
    assert [u.name for u in plan.units] == ["县教育局", "县人力资源和社会保障局"]
    assert not unknown_names(draft, plan)
    assert not entered(draft, plan).get(Unit, (1000, 0, 0))


def test_what_would_change_is_told_before_and_after():
    plan = entered(read())
    changed = read(PLAIN.replace("540", "600").replace("    1|结对学校数|所|3|县教育局\n", ""))
    ids = count(2000)
    steps = steps_for(changed, plan, lambda: next(ids))
    found = differences(plan, applied(plan, steps), steps, [])
    assert ("changed", (("年度目标", "540", "600"),)) in [(d.state, d.fields) for d in found]
    assert any(d.state == "missing" and "结对学校数" in d.what for d in found)
