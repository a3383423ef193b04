from hypothesis import given
from hypothesis import strategies as st

from tests.core.plans import among, chapter, duty, group, indicator, made, numbered, plan_of, share, split, unit
from xiezuo_desktop.core.checks import SEVERITIES, check
from xiezuo_desktop.core.checks.rules import RULES
from xiezuo_desktop.core.records import Waiver

# ------------------------------------------------------------------------------------------------ all of them


def test_a_finding_can_be_accepted_and_comes_back_when_the_numbers_change():
    rows = split("300", "100", "150")
    (problem,) = (p for p in check(plan_of(*rows)) if p.rule == "V2")
    assert problem.waived is None
    waiver = made(Waiver, rule="V2", place=problem.place, reason="上级文件如此")
    (again,) = (p for p in check(plan_of(*rows, waiver)) if p.rule == "V2")
    assert again.waived == "上级文件如此"
    changed = [rows[0].with_values(target="310"), *rows[1:]]
    (new,) = (p for p in check(plan_of(*changed, waiver)) if p.rule == "V2")
    assert new.waived is None


def test_findings_are_sorted_by_gravity_and_have_distinct_marks():
    rows = [*split("300", "100"), *among("5", "6"), *numbered("1", "3"), indicator("就业数", "5", "个")]
    found = check(plan_of(*rows))
    order = [list(SEVERITIES).index(p.severity) for p in found]
    assert order == sorted(order)
    assert len({(p.rule, p.place) for p in found}) == len(found)
    assert all(p.where and p.message.endswith("。") and p.record and p.key for p in found)
    assert {p.rule for p in found} <= set(RULES)


def test_an_empty_plan_has_no_findings():
    assert check(plan_of()) == []


texts = st.one_of(
    st.text(max_size=8), st.sampled_from(["30", "5.50", "-", "/", "各5万元", "其余", "30以上", "约3", "已选派", "12个"])
)


@given(st.lists(st.tuples(texts, texts, texts, st.sampled_from(["", "subset", "part", "related"])), max_size=6), texts)
def test_no_plan_is_too_strange(rows, said):
    bureau, town = unit(said or "局"), group("十街镇")
    records, above = [bureau, town], None
    for name, target, measure_unit, relation in rows:
        row = indicator(
            name, target, measure_unit, ordinal=name[:2], parent=above if relation else None, parent_relation=relation
        )
        records += [row, duty(row, bureau), share(row, bureau, said), share(row, town, target)]
        above = row
    for problem in check(plan_of(*records, *chapter(bureau, said))):
        assert problem.severity in SEVERITIES
