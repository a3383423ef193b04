"""Checks of single rows and of wording: V9 measure units, V12 ordinals, V13 statistical rows, V21 month bands, V22 doubles, V25 noughts."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from ..measure_units import dimension
from ..names import normalise
from ..numbers import read_target
from ..ordinals import ordinal_value, restarts
from ..records import Category, Chapter, Clause, Indicator, Task
from .facts import Facts, amount, listed

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from ..numbers import Value
    from ..records import Record
    from .problem import Problem

_NO_NUMBER = ("pending", "none_set", "not_applicable")
# What the end of a name says it counts, and the dimensions that do count it.
_NAME_ENDINGS: tuple[tuple[str, frozenset[str], str], ...] = (
    (
        r"(?:就业|劳动力|人口|脱贫人员|务工人员|人员|学生|干部|人才|教师|医生)(?:人)?数|人数",
        frozenset({"person", "person_time"}),
        "人",
    ),
    (r"人次数?", frozenset({"person_time"}), "人次"),
    (r"(?:金额|投资额|销售额|采购额|总额|到位资金|资金数|款物折款)", frozenset({"money"}), "万元或亿元"),
    (r"(?:企业|园区|产业园|车间|示范村|社会组织|个)数", frozenset({"thing", "pair", "household", "percent"}), "个"),
    (r"(?:完成率|就业率|对接率|覆盖率|占比|比例|比重|增幅|增速|增长率)", frozenset({"percent"}), "%"),
)


def measure_unit_fits_the_name(facts: Facts) -> Iterator[Problem]:
    """V9: the measure unit counts what the name says (就业数 in 人), and a 其中 row is measured as the row above it."""
    for indicator in facts.plan.indicators:
        kind = dimension(indicator.measure_unit)
        value = facts.target(indicator)
        if value.kind == "number" and facts.number(indicator) is None:
            said = f"目标写的是“{indicator.target.strip()}”，计量单位栏是“{indicator.measure_unit.strip()}”，两者不能换算。"
            yield facts.problem("V9", "warning", indicator, said, indicator.target, indicator.measure_unit)
            continue
        expected = _expected(indicator.name)
        parent = facts.plan.get(Indicator, indicator.parent)
        above = dimension(parent.measure_unit) if parent else None
        if {above, kind} == {"person", "person_time"} and indicator.parent_relation == "subset":
            continue  # V4 says it
        if kind and expected and kind not in expected[0]:
            said = f"计量单位是“{indicator.measure_unit.strip()}”，按指标名称应为“{expected[1]}”。"
            yield facts.problem("V9", "hint", indicator, said, indicator.measure_unit)
            continue
        if parent is None or indicator.parent_relation != "subset" or not kind:
            continue
        if above and above != kind and _fits(parent):
            said = f"计量单位是“{indicator.measure_unit.strip()}”，上级指标“{parent.name}”是“{parent.measure_unit.strip()}”。"
            yield facts.problem("V9", "hint", indicator, said, indicator.measure_unit, parent.measure_unit)


def _expected(name: str) -> tuple[frozenset[str], str] | None:
    core = re.sub(r"(?:\([^()]*\))+$", "", normalise(name))
    for ending, dimensions, word in _NAME_ENDINGS:
        if re.search(rf"(?:{ending})$", core):
            if word == "人" and re.search(r"(?:人口数|人数)$", core) and not re.search(r"人次", core):
                return frozenset({"person"}), word
            return dimensions, word
    return None


def _fits(indicator: Indicator) -> bool:
    expected = _expected(indicator.name)
    return not expected or dimension(indicator.measure_unit) in expected[0]


# ------------------------------------------------------------------------------------------------ ordinals


def ordinals_run_on(facts: Facts) -> Iterator[Problem]:
    """V12: the printed numbers of indicators, tasks, chapters and clauses run without gap and double."""
    plan = facts.plan
    home: dict[int, int | None] = {}
    for category in [*plan.categories, None]:
        for indicator, _ in plan.tree_of(category):
            home[indicator.id] = category.id if category else None
    yield from _run(facts, plan.indicators, [home[i.id] for i in plan.indicators])
    lists: list[Sequence[Category | Task | Chapter | Clause]] = [plan.categories, plan.tasks, plan.chapters]
    for rows in [*lists, *(plan.clauses(c.id) for c in plan.chapters)]:
        yield from _run(facts, rows, [0] * len(rows))


def _run(
    facts: Facts, rows: Sequence[Indicator | Category | Task | Chapter | Clause], homes: Sequence[Hashable]
) -> Iterator[Problem]:
    """The findings in one list of numbered rows; numbers written in different styles are counted apart."""
    again = restarts([r.ordinal for r in rows], homes)
    runs: dict[tuple[Hashable, str], list[tuple[int, Record]]] = defaultdict(list)
    above: dict[str, str] = {}
    for row, home in zip(rows, homes, strict=True):
        value = ordinal_value(row.ordinal)
        if value is None:
            continue
        shape = re.sub(r"[0-9]+(?=\D*$)|[一二三四五六七八九十百零]+", "#", normalise(row.ordinal))
        if "#" not in shape:
            continue
        runs[(home if again else 0, shape + (above.get("#", "") if shape != "#" else ""))].append((value, row))
        above[shape] = row.ordinal if shape == "#" else above.get(shape, "")
    for run in runs.values():
        yield from _gaps(facts, run)


def _gaps(facts: Facts, run: Sequence[tuple[int, Record]]) -> Iterator[Problem]:
    for (before, _), (value, row) in pairwise(run):
        if value == before + 1:
            continue
        if value == before:
            said = f"序号{value}出现两次。"
        elif value < before:
            said = f"序号{value}排在{before}之后。"
        else:
            missing = f"{before + 1}" if value == before + 2 else f"{before + 1}至{value - 1}"
            said = f"序号从{before}跳到{value}，缺{missing}。"
        yield facts.problem("V12", "hint", row, said, before, value)


# ------------------------------------------------------------------------------------------------ kinds of rows


def statistical_rows_have_no_target(facts: Facts) -> Iterator[Problem]:
    """V13: a row that is only counted (统计性) has no target, and a row that is not assessed is not binding."""
    for indicator in facts.plan.indicators:
        value = facts.target(indicator)
        if indicator.nature == "statistical" and value.kind == "number" and value.number is not None:
            said = f"性质是统计性，却定了目标{amount(value.number, value.measure_unit or indicator.measure_unit)}。"
            yield facts.problem("V13", "error", indicator, said, value.number)
        elif indicator.nature == "binding" and value.kind == "not_assessed":
            yield facts.problem(
                "V13", "error", indicator, f"性质是约束性，目标栏却写“{indicator.target.strip()}”。", "binding"
            )
        if indicator.nature == "statistical":
            shares = [facts.bearer(a) for a, v in facts.amounts.get(indicator.id, ()) if v.number is not None]
            if shares:
                said = f"性质是统计性，却给{'、'.join(shares)}分了任务数。"
                yield facts.problem("V13", "error", indicator, said, "split")


def blanks_are_not_nought(facts: Facts) -> Iterator[Problem]:
    """V25: a blank, - or / is not read as 0, neither as a target nor as a part of one."""
    for indicator in facts.plan.indicators:
        if _is_made_nought(indicator.target, indicator.target_reading, facts.target(indicator)):
            said = f"目标栏写的是“{indicator.target.strip() or '（空）'}”，不能当作0。"
            yield facts.problem("V25", "error", indicator, said, indicator.target_reading)
        for allocation, value in facts.amounts.get(indicator.id, ()):
            if _is_made_nought(allocation.amount, allocation.amount_reading, value):
                said = f"{facts.bearer(allocation)}一格写的是“{allocation.amount.strip() or '（空）'}”，不能当作0。"
                marks = (allocation.bearer, allocation.partner, allocation.amount_reading)
                yield facts.problem("V25", "error", allocation, said, *marks)


def _is_made_nought(text: str, reading: str, value: Value) -> bool:
    """Whether a person's reading makes 0 of a text that states no number."""
    return bool(reading) and value.number == 0 and read_target(text).kind in _NO_NUMBER


# ------------------------------------------------------------------------------------------------ month bands


_BAND = re.compile(
    r"(?P<low>[0-9]{1,2})(?:[-~至到](?P<high>[0-9]{1,2}))?个月(?P<over>\(含\)以上|以上)?(?P<note>\([^()]*不含(?P<without>[0-9]{1,2})个?月?[^()]*\))?"
)


def month_bands_join(facts: Facts) -> Iterator[Problem]:
    """V21: bands of months of one series (12个月以上, 7-12个月, 1-6个月) neither overlap nor leave a gap."""
    series: dict[str, list[tuple[Indicator, re.Match[str]]]] = defaultdict(list)
    for indicator in facts.plan.indicators:
        name = normalise(indicator.name)
        if (found := _BAND.search(name)) and (found["high"] or found["over"]):
            series[name[: found.start()] + "#" + name[found.end() :]].append((indicator, found))
    for rows in series.values():
        if len(rows) > 1 and (said := _band_faults([f for _, f in rows])):
            problem = facts.problem("V21", "hint", rows[0][0], said, *(f[0] for _, f in rows))
            yield replace(problem, where=listed([each for each, _ in rows]))
    for chapter in facts.plan.chapters:
        for clause in facts.plan.clauses(chapter.id):
            bands = [f for f in _BAND.finditer(normalise(clause.lead + "。" + clause.text)) if f["high"] or f["over"]]
            if len(bands) > 1 and (said := _band_faults(bands)):
                yield facts.problem("V21", "hint", clause, said, *(f[0] for f in bands))


def _band_faults(bands: Sequence[re.Match[str]]) -> str:
    """What is wrong with a row of bands, in one sentence, or ""."""
    faults = []
    ordered = sorted(bands, key=lambda f: int(f["low"]))
    for band in ordered:
        if band["high"] and band["over"]:
            faults.append(f"“{band['low']}-{band['high']}个月以上”既有上限又写“以上”")
    for one, other in pairwise(ordered):
        if not one["high"]:
            faults.append(f"“{one[0]}”与“{other[0]}”重叠")
            continue
        high, low = int(one["high"]), int(other["low"])
        open_end = one["without"] is not None and int(one["without"]) == high
        if low > high + 1 or (open_end and low > high):
            faults.append(f"满{high}个月、不满{low}个月的不在任何一档")
        elif low < high or (low == high and not open_end):
            faults.append(f"满{low}个月的同时属于“{one[0]}”和“{other[0]}”")
    return "；".join(faults) + "。" if faults else ""


# ------------------------------------------------------------------------------------------------ doubles


def one_target_for_one_indicator(facts: Facts) -> Iterator[Problem]:
    """V22: an indicator that stands twice in the plan has one target.

    Rows of two categories are two indicators, of whatever name; one without a category (of a division table, a task book)
    is that of its name where only one category has it.
    """
    seen: dict[tuple[str, ...], list[Indicator]] = defaultdict(list)
    named: dict[tuple[str, ...], set[str]] = defaultdict(set)
    loose: list[tuple[tuple[str, ...], Indicator]] = []
    for indicator in facts.plan.indicators:
        parent = facts.plan.get(Indicator, indicator.parent)
        key: tuple[str, ...] = (normalise(indicator.name), normalise(indicator.measure_unit))
        if parent is None and indicator.category is None:
            loose.append((key, indicator))
            continue
        above = normalise(parent.name) if parent else str(indicator.category)
        named[key].add(above)
        seen[(*key, above)].append(indicator)
    for key, indicator in loose:
        homes = named.get(key, set())
        seen[(*key, next(iter(homes)) if len(homes) == 1 else "")].append(indicator)
    for rows in seen.values():
        first = rows[0]
        for other in rows[1:]:
            one, two = facts.number(first), facts.number(other)
            if one is not None and two is not None and one != two:
                unit = first.measure_unit
                said = f"同一指标有两个目标：{amount(one, unit)}和{amount(two, unit)}（{first.ordinal or '无序号'}、{other.ordinal or '无序号'}）。"
                yield facts.problem("V22", "warning", other, said, one, two)
