"""A plan file with figures of two towns, for tests of every room."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from xiezuo_desktop.core.records import Allocation, Category, Indicator, PlanInfo, Report, Unit
from xiezuo_desktop.core.tree import spread_keys
from xiezuo_desktop.storage import PlanFile

ROWS = (("互访次数", "次", "8"), ("帮助就业人数", "人", "200"), ("消费帮扶金额", "万元", "10.00"))
TOWNS = ("东港镇", "西山镇")


def make_figures(path):
    """Two towns with half of each target; figures up to May, the first town's of June."""
    with PlanFile.create(path, title="云岭县任务书", year=2024) as plan_file, plan_file.edit("制作") as edit:
        edit.put(PlanInfo, plan_file.plan.info.key, cut_off_day=25)
        towns = [edit.add(Unit, name=n, order=k) for n, k in zip(TOWNS, spread_keys(2), strict=True)]
        home = edit.add(Category, name="任务", ordinal="一", order="V")
        for (name, measure, target), key in zip(ROWS, spread_keys(len(ROWS)), strict=True):
            made = edit.add(Indicator, name=name, measure_unit=measure, target=target, order=key, category=home)
            for town, order in zip(towns, spread_keys(2), strict=True):
                edit.put(Allocation, (made, town, 0), amount=str(Decimal(target) / 2), order=order)
                edit.put(Report, (made, town, 202405), value="1", state="accepted", reported_on=date(2024, 5, 24))
            if name == "互访次数":
                edit.put(Report, (made, towns[0], 202406), value="2", state="reported", reported_on=date(2024, 6, 28))
    return path
