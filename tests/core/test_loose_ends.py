"""What merging leaves without a place, and rows that two offices made."""

from __future__ import annotations

from xiezuo_desktop.core.loose_ends import orphans, twins
from xiezuo_desktop.core.plan import Plan
from xiezuo_desktop.core.records import Indicator, Responsibility, Task, Unit


def plan_of(*rows) -> Plan:
    found: dict = {}
    for row in rows:
        found.setdefault(type(row), {})[row.key] = row
    return Plan(found)


def test_a_row_whose_holder_is_gone_is_an_orphan_and_an_empty_reference_is_not():
    plan = plan_of(
        Unit(id=1, name="区商务局", order="a"),
        Indicator(id=2, name="就业数", order="a"),
        Responsibility(id=3, subject=2, unit=1, order="a"),
        Responsibility(id=4, subject=9, unit=1, order="b"),
        Responsibility(id=5, subject=2, unit=None, order="c"),
    )
    assert [(o.key[0], o.field.name) for o in orphans(plan)] == [(4, "subject")]


def test_rows_that_say_the_same_in_one_place_are_twins():
    plan = plan_of(
        Unit(id=1, name="区商务局", order="a"),
        Unit(id=2, name="区商务局", order="b"),
        Indicator(id=3, name="就业数", category=7, measure_unit="人", order="a"),
        Indicator(id=4, name="就业数 ", category=7, measure_unit="人", order="b"),
        Indicator(id=5, name="就业数", category=8, measure_unit="人", order="c"),
        Task(id=6, theme="人才选派", order="a"),
        Task(id=7, theme="", order="b"),
        Task(id=8, theme="", order="c"),
    )
    assert [{row.key[0] for row in same} for same in twins(plan)] == [{1, 2}, {3, 4}]
