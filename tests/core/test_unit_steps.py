"""Units moved, merged, deleted: what stays true of the plan afterwards."""

from __future__ import annotations

import itertools

import pytest

from xiezuo_desktop.core.errors import Invalid
from xiezuo_desktop.core.outline import applied
from xiezuo_desktop.core.plan import Plan
from xiezuo_desktop.core.records import Alias, Allocation, Member, Responsibility, Unit, UnitGroup, full_key
from xiezuo_desktop.core.unit_steps import below, delete_bearers, merge_units, move_units, set_aliases


def plan_of(*records) -> Plan:
    rows = {}
    for record in records:
        rows.setdefault(type(record), {})[record.key] = record
    return Plan(rows)


def unit(number: int, name: str, parent: int | None = None, order: str = "", **values) -> Unit:
    return Unit(id=number, name=name, parent=parent, order=order or f"a{number}", **values)


def new_ids():
    return itertools.count(900).__next__


FIVE = [unit(1, "区委办"), unit(2, "区教育局"), unit(3, "区民政局"), unit(4, "老龄办", 3), unit(5, "区卫健局")]


def names(plan: Plan) -> list[str]:
    return [u.name for u in plan.units]


def test_a_unit_moves_below_another_and_before_a_sibling():
    plan = plan_of(*FIVE)
    moved = applied(plan, move_units(plan, [5], 3, before=4))
    assert [u.name for u in moved.children(Unit, 3)] == ["区卫健局", "老龄办"]
    back = applied(moved, move_units(moved, [5], None, before=1))
    assert names(back)[0] == "区卫健局"


def test_several_units_move_in_their_order():
    plan = plan_of(*FIVE)
    moved = applied(plan, move_units(plan, [2, 1], None))
    assert [u.name for u in moved.children(Unit, None)] == ["区民政局", "区卫健局", "区教育局", "区委办"]


def test_a_unit_cannot_go_below_itself():
    plan = plan_of(*FIVE)
    with pytest.raises(Invalid, match="下级"):
        move_units(plan, [3], 4)
    assert below(plan, 3) == {3, 4}


def test_siblings_with_equal_keys_get_keys_of_their_own():
    plan = plan_of(unit(1, "甲局", order="V"), unit(2, "乙局", order="V"), unit(3, "丙局", order="V"))
    moved = applied(plan, move_units(plan, [3], None, before=2))
    assert names(moved) == ["甲局", "丙局", "乙局"]


def test_merging_redirects_every_use_and_keeps_the_old_name_as_alias():
    plan = plan_of(
        *FIVE,
        Responsibility(id=20, subject=70, unit=5, role="responsible", order="V"),
        Responsibility(id=21, subject=71, unit=5, role="responsible", order="V"),
        Responsibility(id=22, subject=71, unit=2, role="responsible", order="W"),
        Allocation(indicator=70, bearer=5, partner=0, amount="12", order="V"),
        UnitGroup(id=30, name="各部门", order="V"),
        Member(group=30, unit=5, order="V"),
        Alias(id=40, unit=5, text="卫健"),
    )
    merged = applied(plan, merge_units(plan, 5, 2, new_ids()))
    assert [r.unit for r in merged.responsibilities(70)] == [2]
    assert [r.unit for r in merged.responsibilities(71)] == [2]  # the one it bore already is not doubled
    assert merged.get(Allocation, (70, 2, 0)).amount == "12"
    assert merged.members[30] == [2]
    assert sorted(merged.aliases[2]) == ["区卫健局", "卫健"]
    assert merged.get(Unit, 5).same_as == 2


@pytest.mark.parametrize(
    ("kept", "gone", "after"),
    [
        (("", ""), ("王一", "0571-1"), ("王一", "0571-1")),
        (("李二", ""), ("", "0571-1"), ("李二", "0571-1")),
        (("李二", ""), ("王一", "0571-1"), ("李二", "")),  # not the telephone of another person
    ],
)
def test_merging_keeps_what_only_the_other_unit_told(kept, gone, after):
    plan = plan_of(
        unit(1, "县府", order="V"),
        Unit(id=2, name="县商务局", contact=kept[0], phone=kept[1], plaques="县口岸办", order="W"),
        Unit(id=3, name="云岭县商务局", kind="government", parent=1, contact=gone[0], phone=gone[1], order="X"),
    )
    merged = applied(plan, merge_units(plan, 3, 2, new_ids())).get(Unit, 2)
    assert (merged.contact, merged.phone, merged.plaques) == (*after, "县口岸办")
    assert (merged.kind, merged.parent) == ("government", 1)


def test_merging_refuses_two_parts_of_one_target():
    parts = [Allocation(indicator=70, bearer=b, partner=0, amount=a, order="V") for b, a in ((5, "12"), (2, "30"))]
    plan = plan_of(*FIVE, *parts)
    with pytest.raises(Invalid, match="各有分解数"):
        merge_units(plan, 5, 2, new_ids())


def test_a_unit_in_use_is_not_deleted():
    plan = plan_of(
        *FIVE, Responsibility(id=20, subject=70, unit=5, role="responsible", order="V"), Alias(id=41, unit=1, text="办")
    )
    with pytest.raises(Invalid, match="1 处"):
        delete_bearers(plan, [5])
    with pytest.raises(Invalid, match="下面还有单位"):
        delete_bearers(plan, [3])
    gone = applied(plan, delete_bearers(plan, [1, 3, 4]))
    assert names(gone) == ["区教育局", "区卫健局"]
    assert not gone.aliases


def test_aliases_are_set_as_typed_and_no_other_units_name_is_taken():
    plan = plan_of(*FIVE, Alias(id=40, unit=5, text="卫健"), Alias(id=41, unit=5, text="卫计"))
    after = applied(plan, set_aliases(plan, 5, ["卫健", "卫生局", "卫生局"], new_ids()))
    assert sorted(after.aliases[5]) == ["卫健", "卫生局"]
    assert full_key(40) in after.rows(Alias)  # the one that stays is not written anew
    with pytest.raises(Invalid, match="另一个单位"):
        set_aliases(plan, 5, ["区教育局"], new_ids())
