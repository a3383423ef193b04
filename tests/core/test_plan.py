from hypothesis import given
from hypothesis import strategies as st

from tests.core.plans import duty, group, indicator, made, plan_of, share, unit
from xiezuo_desktop.core.plan import Plan
from xiezuo_desktop.core.records import Alias, Category, Indicator, Member, PlanInfo, Responsibility, Unit


def test_indicators_stand_by_category_and_below_their_parents():
    first, second = made(Category, name="甲"), made(Category, name="乙")
    late, early = indicator("三", category=second.id), indicator("一", category=first.id)
    child, free = indicator("二", parent=early), indicator("四")
    plan = plan_of(second, first, late, early, child, free)
    assert [i.name for i in plan.indicators] == ["一", "二", "三", "四"]
    assert plan.tree_of(first) == [(early, 0), (child, 1)]
    assert plan.tree_of(None) == [(free, 0)]


def test_equal_order_keys_are_settled_by_id():
    rows = [indicator(str(n), id=n, order="a") for n in (3, 1, 2)]
    assert [i.name for i in plan_of(*rows).indicators] == ["1", "2", "3"]


def test_a_row_whose_parent_or_category_is_gone_still_stands_in_the_list():
    orphan, lost = indicator("甲", parent=9), indicator("乙", category=8)
    assert plan_of(orphan, lost).indicators == [orphan, lost]


@given(st.lists(st.integers(0, 7), max_size=8))
def test_no_row_is_ever_lost_not_even_in_a_circle(parents):
    rows = [indicator(str(n), id=n, order="a", parent=p) for n, p in enumerate(parents)]
    plan = plan_of(*rows)
    assert sorted(i.id for i in plan.indicators) == list(range(len(parents)))


def test_links_lead_both_ways():
    bureau, town, row = unit("区民政局"), group("十街镇"), indicator()
    held, given_ = duty(row, bureau), share(row, town, "各5")
    plan = plan_of(
        bureau,
        town,
        row,
        held,
        given_,
        made(Alias, unit=town.id, text="各街镇"),
        made(Member, group=town.id, unit=bureau.id),
    )
    assert plan.responsibilities(row.id) == [held]
    assert plan.allocations(row.id) == [given_]
    assert (plan.bearer(town.id), plan.bearer_name(bureau.id), plan.bearer_name(7), plan.bearer_name(None)) == (
        town,
        "区民政局",
        "",
        "",
    )
    assert (plan.aliases[town.id], plan.members[town.id]) == (["各街镇"], [bureau.id])
    assert plan.responsibilities(12345) == []


def test_a_changed_plan_sees_the_change_and_the_old_one_stays_true():
    row, bureau = indicator("甲", "30"), unit("区民政局")
    held = duty(row, bureau)
    old = plan_of(row, bureau, held)
    assert (old.indicators, old.responsibilities(row.id)) == ([row], [held])
    changed = row.with_values(target="350")
    new = old.with_rows({Indicator: {row.key: changed}})
    assert (new.indicators, new.responsibilities(row.id)) == ([changed], [held])
    assert (old.indicators, old.get(Indicator, row.id)) == ([row], row)
    bare = new.with_rows({Responsibility: {}, Unit: {}})
    assert (bare.responsibilities(row.id), bare.units, new.units) == ([], [], [bureau])


def test_an_empty_plan_answers_everything():
    plan = Plan({})
    assert (plan.indicators, plan.units, plan.groups, plan.unplaced, plan.info) == ([], [], [], [], PlanInfo(id=0))
