"""A plan file with a scheme, two counties and their figures, for tests of the page 评分考核."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xiezuo_desktop.core.records import Allocation, Category, Indicator, Report, Scheme, ScoreGroup, ScoreItem, Unit
from xiezuo_desktop.core.scoring.reading import read_rule, rule_part
from xiezuo_desktop.core.scoring.rules import write_rule
from xiezuo_desktop.core.tree import spread_keys
from xiezuo_desktop.storage import PlanFile

if TYPE_CHECKING:
    from pathlib import Path

COUNTIES = ("临江区", "云岭县", "沙浦区")
FIGURES = {"培训人数": ("650", ("612", "650", "325")), "到位资金": ("100", ("120", "90", "120"))}
GROUPS = (
    ("组织领导", "4", (("专题会议，查看纪要。（召开1次及以上得4分，未召开得0分。）", "4", ""),)),
    (
        "协作成效",
        "11",
        (
            ("培训人数，查看名册。（完成得3分；未完成的，得分＝3×完成率。）", "3", "培训人数"),
            ("到位资金，查看凭证。（到位资金居前二名的得3分，完成的得2分，未完成的得0分。）", "3", "到位资金"),
            ("结对情况。（学校结对3分：完成得3分，未完成得0分。医院结对2分：完成得2分，未完成得0分。）", "5", ""),
        ),
    ),
)


def make_scores(path: Path) -> Path:
    """One linked item by rate, one by rank, one by count and one with parts; figures of May and June."""
    with PlanFile.create(path, title="东澜市2031年评价办法", year=2031) as plan_file, plan_file.edit("制作") as edit:
        counties = [
            edit.add(Unit, name=n, kind="county", order=k) for n, k in zip(COUNTIES, spread_keys(3), strict=True)
        ]
        home = edit.add(Category, name="任务", order="V")
        linked = {}
        for (name, (target, values)), key in zip(FIGURES.items(), spread_keys(2), strict=True):
            made = edit.add(
                Indicator, name=name, measure_unit="人", target=str(3 * int(target)), order=key, category=home
            )
            linked[name] = made
            for county, value, order in zip(counties, values, spread_keys(3), strict=True):
                edit.put(Allocation, (made, county, 0), amount=target, order=order)
                edit.put(Report, (made, county, 203105), value="50", state="accepted")
                edit.put(Report, (made, county, 203106), value=value, state="accepted")
        scheme = edit.add(Scheme, title="评价办法", total="15", order="V")
        for (name, worth, items), order in zip(GROUPS, spread_keys(2), strict=True):
            group = edit.add(ScoreGroup, scheme=scheme, name=name, points=worth, order=order)
            for number, ((content, points, indicator), key) in enumerate(
                zip(items, spread_keys(len(items)), strict=True), 1
            ):
                _add_item(edit, group, str(number), content, points, linked.get(indicator), key)
    return path


def _add_item(edit, group, ordinal, content, points, indicator, order):
    reading = read_rule(rule_part(content))
    values = {"group": group, "points": points, "order": order}
    rule = write_rule(reading.rule)
    item = edit.add(ScoreItem, ordinal=ordinal, content=content, rule=rule, indicator=indicator, **values)
    for part, key in zip(reading.parts, spread_keys(len(reading.parts)), strict=True):
        edit.add(
            ScoreItem,
            group=group,
            parent=item,
            name=part.name,
            points=str(part.points),
            rule=write_rule(part.rule),
            order=key,
        )
