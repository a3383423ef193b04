"""The roll-up against a second way of saying what counts."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.plans import group, indicator, plan_of, share, unit
from xiezuo_desktop.core.figures.duties import Duties
from xiezuo_desktop.core.figures.rollup import WHOLE, Rollup
from xiezuo_desktop.core.plan_figures import PlanFigures
from xiezuo_desktop.core.records import Member, PlanInfo, Report

D = Decimal


@st.composite
def regions(draw):
    """A tree of units with groups that do not overlap, and figures of some of them (None: nothing reported)."""
    size = draw(st.integers(1, 9))
    units = []
    for n in range(size):
        parent = draw(st.sampled_from([None, *(u.id for u in units)]))
        units.append(unit(f"第{n}镇", parent=parent))
    groups, members, free = [], [], [u.id for u in units]
    for n in range(draw(st.integers(0, 2))):
        chosen = draw(st.lists(st.sampled_from(free), unique=True, max_size=4)) if free else []
        made = group(f"第{n}片")
        groups.append(made)
        members += [Member(group=made.id, unit=u) for u in chosen]
        free = [u for u in free if u not in chosen]
    amounts = st.none() | st.decimals("-9999999999", "9999999999", places=3)
    figures = {who.id: draw(amounts) for who in (*units, *groups)}
    return units, groups, members, figures


def brute_force(units, members, figures):
    """A figure counts unless one above it counts: a unit above, or a group it or a unit above it belongs to."""
    parent = {u.id: u.parent for u in units}
    in_group = {m.unit: m.group for m in members}
    inside = {}
    for m in members:
        inside.setdefault(m.group, []).append(m.unit)

    def chain(unit_id):
        out = []
        while unit_id is not None:
            out.append(unit_id)
            unit_id = parent[unit_id]
        return out

    def above_group(group_id):
        """The units above all members of a group."""
        chains = [set(chain(u)[1:]) for u in inside.get(group_id, [])]
        return set.intersection(*chains) if chains else set()

    def hidden(who):
        if who in parent:
            line = chain(who)
            if any(figures[u] is not None for u in line[1:]):
                return True
            groups_of = {in_group[u] for u in line if u in in_group}
            return any(figures[g] is not None and not any(figures[u] is not None for u in above_group(g)) and
                       not hidden(g) for g in groups_of)  # fmt: skip
        tops = above_group(who)
        if any(figures[u] is not None for u in tops):
            return True
        return any(
            in_group[u] != who and figures[in_group[u]] is not None and not hidden(in_group[u])
            for u in tops
            if u in in_group
        )

    found = [n for who, n in figures.items() if n is not None and not hidden(who)]
    return sum(found, D(0)) if found else None


@settings(max_examples=150, deadline=None)
@given(regions())
def test_the_whole_is_the_sum_of_the_highest_figures(region):
    units, groups, members, figures = region
    row = indicator("培训人数", "100")
    reports = [
        Report(indicator=row.id, bearer=who, period=202306, value=str(n)) for who, n in figures.items() if n is not None
    ]
    plan = plan_of(row, *units, *groups, *members, *reports)
    assert PlanFigures(plan).basis(row, WHOLE).value == brute_force(units, members, figures)


@settings(max_examples=100, deadline=None)
@given(regions())
def test_nobody_counts_twice_and_nobody_below_a_figure_counts(region):
    units, groups, members, figures = region
    rollup = Rollup(plan_of(*units, *groups, *members))
    for party in (WHOLE, *figures):
        parts = list(rollup.parts(party, lambda who: figures.get(who) is not None))
        assert len(parts) == len(set(parts))
        assert all(figures[p] is not None for p in parts)
        if party and figures[party] is not None:
            assert parts == [party]


def test_a_group_that_reports_one_number_stands_for_its_members():
    district = unit("临江区")
    towns = [unit(n, parent=district.id) for n in ("东港镇", "西山镇", "南桥镇")]
    ten = group("各镇")
    members = [Member(group=ten.id, unit=t.id) for t in towns[:2]]
    row = indicator("筹集资金", "300", "万元")
    said = [(ten, "255"), (towns[0], "25.5"), (towns[2], "10")]
    reports = [Report(indicator=row.id, bearer=w.id, period=202306, value=v) for w, v in said]
    figures = PlanFigures(plan_of(row, district, *towns, ten, *members, *reports))
    assert figures.done(row, district.id, figures.goal(row, 0)).value == D(265)
    assert figures.done(row, ten.id, figures.goal(row, 0)).value == D(255)
    assert figures.basis(row, WHOLE).value == D(265)


def test_the_region_that_bears_the_totals_stands_above_those_that_bear_the_parts():
    row = indicator("选派人才")
    city, *counties = [unit(n, kind="county") for n in ("东澜市", "临江区", "望潮区", "沙浦区")]
    shares = [share(row, who, amount) for who, amount in zip((city, *counties), ("60", "10", "20", "30"), strict=True)]
    plan = plan_of(PlanInfo(id=1, title="东澜市协作计划", year=2024), row, city, *counties, *shares)
    said = [Report(indicator=row.id, bearer=u.id, period=202406, value=v) for u, v in zip(counties, "123", strict=True)]
    own = Report(indicator=row.id, bearer=city.id, period=202406, value="7")
    assert Duties(plan).expected[row.id] == [county.id for county in counties]
    assert PlanFigures(plan.with_rows({Report: {r.key: r for r in said}})).basis(row, WHOLE).value == 6
    assert PlanFigures(plan.with_rows({Report: {r.key: r for r in (*said, own)}})).basis(row, WHOLE).value == 7


def test_units_below_each_other_end_the_walk():
    one, two = unit("东港镇"), unit("西山镇")
    ring = [one.with_values(parent=two.id), two.with_values(parent=one.id)]
    assert list(Rollup(plan_of(*ring)).parts(one.id, lambda who: who == two.id)) == [two.id]


def test_the_greatest_counts_where_that_is_how_it_adds_up():
    row = indicator("在园企业数", "9", "家", accumulation="max")
    reports = [
        Report(indicator=row.id, bearer=0, period=202300 + m, value=v) for m, v in ((1, "4"), (2, "8"), (3, "6"))
    ]
    assert PlanFigures(plan_of(row, *reports)).basis(row, WHOLE).value == 8
    assert PlanFigures(plan_of(row, *reports), 202301).basis(row, WHOLE).value == 4


def test_who_bears_the_totals_is_not_asked_for_what_the_others_report():
    city, north, south = unit("云州市"), unit("北溪县"), unit("南川县")
    split, own = indicator("就业人数", "100"), indicator("联席会议", "2", "次")
    shares = [share(split, u, n) for u, n in ((city, "100"), (north, "60"), (south, "40"))]
    info = PlanInfo(id=1, year=2024, title="云州市2024年分解计划")
    duties = Duties(plan_of(info, city, north, south, split, own, *shares, share(own, city, "2")))
    assert [i.name for i in duties.concerns(city.id)] == ["联席会议"]
    assert [i.name for i in duties.concerns(north.id)] == ["就业人数"]
    assert duties.first == city.id
