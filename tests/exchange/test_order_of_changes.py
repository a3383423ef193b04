"""The order in which a merge lists what it changes."""

from __future__ import annotations

from tests.core.plans import indicator, plan_of, unit
from xiezuo_desktop.core.records import Report
from xiezuo_desktop.exchange.arrivals import CellChange, order_of


def test_figures_are_listed_by_indicator_and_month():
    east, first, second = unit("东港镇"), indicator("培训人数"), indicator("帮助就业人数")
    order = order_of(plan_of(east, first, second))
    keys = [(i.id, east.id, period) for i in (first, second) for period in (202402, 202410, 202400)]
    cells = [
        CellChange(Report, key, east.id, f"{key}", "value", "累计完成数", None, None, (0,), "", "") for key in keys
    ]
    cells.reverse()
    assert [c.key for c in sorted(cells, key=order)] == keys
