"""From a draft to one edit: new rows behind old ones, known rows changed where they differ, nothing taken from people."""

from __future__ import annotations

from itertools import count

from tests.importers.papers import paper, table, title
from xiezuo_desktop.core.changes import Put
from xiezuo_desktop.core.plan import Plan
from xiezuo_desktop.core.records import (
    RECORD_TYPES,
    Alias,
    Indicator,
    PlanInfo,
    Responsibility,
    Source,
    TableColumn,
    Unit,
    UnitGroup,
    Unplaced,
)
from xiezuo_desktop.importers import steps_for, understand

IDS = count(1)


def applied(plan: Plan, steps) -> Plan:
    """The plan after the steps, as storage would have it."""
    rows = {t: dict(plan.rows(t)) for t in RECORD_TYPES}
    for step in steps:
        known = rows[step.record]
        if isinstance(step, Put):
            old = known.get(step.key) or step.record(**dict(zip(step.record.keys, step.key, strict=False)))
            known[step.key] = old.with_values(**step.values)
        else:
            del known[step.key]
    return Plan(rows)


def taken_in(source, plan=None, sha256="") -> Plan:
    plan = plan or Plan({})
    return applied(plan, steps_for(understand(source), plan, lambda: next(IDS), sha256=sha256))


def indicators(text: str, *blocks):
    return paper(*blocks, table(text))


FIRST = """
    序号|指标名称|单位|目标值|责任单位|配合单位
    一、劳务协作
    1|就业人数|人|300|区人社局|各镇街
    |其中：脱贫人口|人|100|区人社局|/
    2|培训人数|人次|60|区人社局、区总工会|/"""


def test_a_table_becomes_records_in_its_own_order():
    plan = taken_in(indicators(FIRST, title("临江区2024年任务分解表")), sha256="abc")
    assert [i.name for i in plan.indicators] == ["就业人数", "其中：脱贫人口", "培训人数"]
    assert [depth for _, depth in plan.tree_of(plan.categories[0])] == [0, 1, 0]
    assert (plan.info.title, plan.info.year, plan.info.table_title) == ("临江区2024年任务分解表", 2024, "")
    assert [u.name for u in plan.units] == ["区人社局", "区总工会"]
    assert [g.name for g in plan.groups] == ["各镇街"]
    assert [c.caption for c in plan.ordered(TableColumn)] == [
        "序号",
        "指标名称",
        "单位",
        "目标值",
        "责任单位",
        "配合单位",
    ]
    assert [(s.name, s.sha256, s.read_as) for s in plan.sources] == [("来文.docx", "abc", "indicators")]


def test_the_same_paper_again_changes_nothing():
    source = indicators(FIRST, title("临江区2024年任务分解表"))
    plan = taken_in(source, sha256="abc")
    assert steps_for(understand(source), plan, lambda: next(IDS), sha256="abc") == []


def test_an_amended_paper_changes_only_what_differs():
    plan = taken_in(indicators(FIRST))
    first = plan.indicators[0]
    typed = applied(plan, [Put(Indicator, first.key, {"definition": "以社保为准", "deadline": "12月底前"})])
    amended = FIRST.replace("300", "350").replace("2|培训人数", "2|技能培训人数")
    steps = steps_for(understand(indicators(amended)), typed, lambda: next(IDS))
    changed = [(s.record, dict(s.values)) for s in steps if isinstance(s, Put) and s.record is Indicator]
    assert changed == [(Indicator, {"target": "350"}), (Indicator, {"name": "技能培训人数"})]
    after = applied(typed, steps)
    assert (after.indicators[0].definition, after.indicators[0].target) == ("以社保为准", "350")
    assert len(after.indicators) == 3


def test_a_row_that_is_new_in_the_middle_goes_to_its_place():
    plan = taken_in(indicators(FIRST))
    longer = FIRST.replace("    2|培训", "    2|就近就业人数|人|20|区人社局|/\n    3|培训")
    after = taken_in(indicators(longer), plan)
    assert [(i.ordinal, i.name) for i in after.indicators] == [
        ("1", "就业人数"), ("", "其中：脱贫人口"), ("2", "就近就业人数"), ("3", "培训人数"),
    ]  # fmt: skip


def test_rows_of_another_paper_stand_behind_those_of_the_first():
    plan = taken_in(indicators("指标名称|单位|目标值\n结对学校|所|4"), taken_in(indicators(FIRST)))
    assert [i.name for i in plan.indicators][-1] == "结对学校"


def test_equal_names_below_different_parents_stay_apart():
    text = "序号|指标名称|单位|目标值\n1|就业|人|9\n|其中：脱贫人口|人|3\n2|培训|人|8\n|其中：脱贫人口|人|2"
    plan = taken_in(indicators(text))
    again = taken_in(indicators(text.replace("|3\n", "|4\n")), plan)
    assert [i.target for i in again.indicators] == ["9", "4", "8", "2"]


def test_a_piece_without_its_categories_finds_the_only_row_of_each_name():
    plan = taken_in(indicators(FIRST, title("临江区2024年任务分解表")))
    piece = "指标名称|单位|目标值\n就业人数|人|320\n其中：脱贫人口|人|110\n培训人数|人次|60"
    again = taken_in(indicators(piece), plan)
    assert [(i.name, i.target) for i in again.indicators] == [
        ("就业人数", "320"), ("其中：脱贫人口", "110"), ("培训人数", "60"),
    ]  # fmt: skip
    assert [i.category for i in again.indicators] == [i.category for i in plan.indicators]
    doubled = FIRST + "\n    二、人才支援\n    3|培训人数|人次|40|区总工会|/"
    plan = taken_in(indicators(doubled, title("临江区2024年任务分解表")))
    again = taken_in(indicators("指标名称|单位|目标值\n培训人数|人次|50\n就业人数|人|300"), plan)
    assert [i.target for i in again.indicators if i.name == "培训人数"] == ["60", "40", "50"]  # nobody knows which


def test_what_a_person_has_typed_about_the_plan_wins():
    own = PlanInfo(id=7, title="我的计划", year=2023)
    plan = taken_in(indicators(FIRST, title("临江区2024年任务分解表")), Plan({PlanInfo: {own.key: own}}))
    assert (plan.info.id, plan.info.title, plan.info.year) == (7, "我的计划", 2023)
    assert plan.info.table_title == "临江区2024年任务分解表"  # the paper's own title is not lost


def test_known_wordings_find_their_unit():
    unit = Unit(id=next(IDS), name="区人力资源和社会保障局", order="V")
    alias = Alias(id=next(IDS), unit=unit.id, text="区人社局")
    hosted = Unit(id=next(IDS), name="区委统战部", plaques="区工商联", order="W")
    start = Plan({Unit: {unit.key: unit, hosted.key: hosted}, Alias: {alias.key: alias}})
    text = "指标名称|单位|目标值|责任单位\n就业|人|3|区人社局\n结对|个|2|区 工商联\n慰问|次|1|区委统战部（区民宗局）"
    plan = taken_in(indicators(text), start)
    assert [u.name for u in plan.units] == ["区人力资源和社会保障局", "区委统战部"]
    named = [(plan.bearer_name(r.unit), r.capacity) for i in plan.indicators for r in plan.responsibilities(i.id)]
    assert named == [("区人力资源和社会保障局", ""), ("区委统战部", "区工商联"), ("区委统战部", "区民宗局")]
    assert plan.units[1].plaques.splitlines() == ["区工商联", "区民宗局"]


def test_groups_keep_the_size_their_name_states():
    plan = taken_in(indicators("指标名称|单位|目标值|责任单位|配合单位\n就业|人|3|十二个乡镇|各有关部门"))
    assert [(g.name, g.expected_size, g.open) for g in plan.groups] == [
        ("十二个乡镇", 12, False),
        ("各有关部门", None, True),
    ]
    assert plan.rows(UnitGroup)


def test_nobody_is_taken_off_a_row():
    plan = taken_in(indicators(FIRST))
    indicator = plan.indicators[0]
    extra = Responsibility(id=next(IDS), subject=indicator.id, unit=plan.units[1].id, role="statistics", order="z")
    plan = applied(
        plan, [Put(Responsibility, extra.key, {k: extra.__dict__[k] for k in ("subject", "unit", "role", "order")})]
    )
    after = taken_in(indicators(FIRST), plan)
    assert [r.role for r in after.responsibilities(indicator.id)] == ["responsible", "cooperating", "statistics"]


def test_unplaced_texts_are_those_of_the_last_import():
    strange = "指标名称|单位|目标值|\n就业|人|3|查台账"
    plan = taken_in(indicators(strange))
    assert [(u.source, u.row, u.col, u.text) for u in plan.unplaced] == [
        ("来文.docx", 2, 4, "查台账"),
    ]
    again = taken_in(indicators(strange.replace("查台账", "看现场")), plan)
    assert [u.text for u in again.unplaced] == ["看现场"]
    assert len(again.rows(Unplaced)) == 1
    assert len(again.rows(Source)) == 2


def test_chapters_are_found_again_by_their_unit():
    book = ("任务书", "一、区教育局", "1.结对学校4所。", "2.培训教师。")
    plan = taken_in(paper(*book))
    after = taken_in(
        paper(*book[:2], "1.结对学校5所。", "2.培训教师。", "3.互派教师。", "二、区卫健局", "选派医生。"), plan
    )
    assert [(c.ordinal, after.bearer_name(c.unit), len(after.clauses(c.id))) for c in after.chapters] == [
        ("一", "区教育局", 3), ("二", "区卫健局", 1),
    ]  # fmt: skip
    assert after.clauses(after.chapters[0].id)[0].text == "结对学校5所。"


def test_a_large_table_is_taken_in_quickly_with_short_keys():
    lines = "\n".join(f"{n}|指标{n}|人|{n}|区人社局" for n in range(1, 2001))
    plan = taken_in(indicators("序号|指标名称|单位|目标值|责任单位\n" + lines))
    assert len(plan.indicators) == 2000
    assert [i.ordinal for i in plan.indicators] == [str(n) for n in range(1, 2001)]
    assert max(len(i.order) for i in plan.indicators) <= 4


def test_one_unit_may_answer_under_two_plaques():
    text = "指标名称|单位|目标值|责任单位\n结对|个|2|区委统战部（区工商联）、区委统战部（区民宗局）"
    plan = taken_in(indicators(text))
    (row,) = plan.indicators
    assert [r.capacity for r in plan.responsibilities(row.id)] == ["区工商联", "区民宗局"]
    again = steps_for(understand(indicators(text)), plan, lambda: next(IDS))
    assert not [s for s in again if s.record is Responsibility]


def test_a_second_rendering_of_a_paper_lists_what_it_leaves_over_once():
    text = "序号|指标名称|单位|目标值|完成情况|责任单位\n1|就业人数|人|300|已完成过半|区人社局"
    block = table(text)
    plan = taken_in(paper(block, source="任务.docx"))
    again = taken_in(paper(block, source="任务.xlsx"), plan)
    assert [(u.source, u.text) for u in again.unplaced] == [("任务.docx", "完成情况、已完成过半")]
    other = taken_in(paper(table(text.replace("过半", "一半")), source="另一件.docx"), plan)
    assert [u.source for u in other.unplaced] == ["任务.docx", "另一件.docx"]
