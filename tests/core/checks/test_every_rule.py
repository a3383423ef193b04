"""Every rule V1 to V25: an invented plan that breaks it, the numbers in its sentence, and the same plan repaired.

V10 finds nothing of its own: that 万元 and 亿元 are compared exactly is tried in the rules that compare.
"""

from __future__ import annotations

from datetime import date

import pytest

from tests.core.plans import (
    among,
    chapter,
    duty,
    group,
    indicator,
    made,
    mention,
    numbered,
    plan_of,
    share,
    split,
    unit,
)
from tests.core.scoring.schemes import scheme_records
from xiezuo_desktop.core.checks import check
from xiezuo_desktop.core.checks.problem import SUBJECTS
from xiezuo_desktop.core.checks.rules import RULES
from xiezuo_desktop.core.records import Adjustment, Evidence, Member, Pairing, Report, Source, Task, Waiver

RATIO = "培训人数。（完成得3分；未完成的，得分＝3×完成率。）"


def parts(*amounts):
    """A sum and its parts."""
    top = indicator("帮扶资金", "500", "万元")
    rows = [indicator(f"第{n}项", a, "万元", parent=top, parent_relation="part") for n, a in enumerate(amounts)]
    return [top, *rows]


def matrix(*amounts):
    """A row of a matrix: a total column, and one for every county."""
    city = unit("东澜市", kind="county")
    counties = [unit(f"第{n}县", kind="county", parent=city.id) for n in range(len(amounts))]
    west = unit("白水市", kind="partner")
    row = indicator("就业数", "100", "人")
    cells = [share(row, county, amount, west) for county, amount in zip(counties, amounts, strict=True)]
    return [city, *counties, west, row, share(row, city, "100", west), *cells]


def each(size, listed):
    """A group with so many members as it says, and so many that are listed."""
    towns = [unit(f"第{n}镇", kind="town") for n in range(listed)]
    all_of = group("各镇", expected_size=size)
    return [all_of, *towns, *(Member(group=all_of.id, unit=t.id) for t in towns)]


def clause(number):
    """A clause that states an indicator's number."""
    row, bureau = indicator("结对学校数", "30", "所"), unit("区教育局")
    head, text = chapter(bureau, f"完成结对学校{number}所。")
    return [row, bureau, duty(row, bureau), head, text, mention(text, number, "所", row)]


def answered(role):
    """Two indicators, the second with a unit of this role."""
    one, other, bureau = indicator("培训人数", "5"), indicator("就业数", "30"), unit("区人社局")
    return [one, other, bureau, duty(one, bureau), duty(other, bureau, role)]


def named(known):
    """An amount of a unit that exists, or no longer does."""
    row, bureau = indicator("培训人数", "5"), unit("区人社局")
    return [row, share(row, bureau, "5"), *([bureau] if known else [])]


def superior(goal):
    """A target below or above what the superior's words ask for."""
    row = indicator("消费帮扶销售额", goal, "万元")
    words = "完成消费帮扶销售额不低于0.8亿元。"
    return [row, made(Task, theme="消费帮扶", superior_text=words, indicator=row.id)]


def reported(*values, target="100", measure_unit="人", proof="", **more):
    """An indicator of one county with a figure for each month (None: none), and the whole year as 0."""
    row, county = indicator("培训人数", target, measure_unit, **more), unit("临江区", kind="county")
    found = [
        Report(indicator=row.id, bearer=county.id, period=202400 + month, value=value)
        for month, value in enumerate(values)
        if value is not None
    ]
    proofs = [made(Evidence, title="名册", indicator=row.id, unit=county.id, state="accepted")] if proof else []
    return [row, county, *found, *proofs]


def adjusted(now):
    """A target that a document made 80."""
    row = indicator("培训人数", now)
    by = {"doc_number": "临政办〔2024〕9号", "adjusted_on": date(2024, 7, 1)}
    return [row, made(Adjustment, indicator=row.id, old="100", new="80", **by)]


def paired(known):
    """A matrix whose header pairs a county with two western ones."""
    east, west, other = (
        unit(name, kind=kind) for name, kind in (("临江区", "county"), ("白水县", "partner"), ("青石县", "partner"))
    )
    row = indicator("就业数", "5")
    pairs = [made(Pairing, east=east.id, west=w.id) for w in ((west, other) if known else (west,))]
    return [east, west, other, row, share(row, east, "2", west), share(row, east, "3", other), *pairs]


def zeroed(text):
    """A cell that a person reads as 0."""
    row, town = indicator("培训人数", "5"), unit("东山镇")
    return [row, town, share(row, town, text, amount_reading="0")]


CASES = {
    "V1": (parts("200", "250"), ("450", "500"), parts("200", "300")),
    "V2": (split("300", "100", "150"), ("250", "300", "50"), split("300", "100", "200")),
    "V3": (matrix("30", "60"), ("90", "100", "10"), matrix("40", "60")),
    "V4": (among("5", "6"), ("6", "5"), among("6", "5")),
    "V5": (each(3, 2), ("3", "2"), each(2, 2)),
    "V6": (clause("20"), ("20", "30"), clause("30")),
    "V7": (answered("cooperating"), ("只有配合单位",), answered("lead")),
    "V8": (named(known=False), ("已删除",), named(known=True)),
    "V9": ([indicator("就业数", "5", "个")], ("“个”", "“人”"), [indicator("就业数", "5", "人")]),
    "V11": (scheme_records((RATIO, "3", None), points="4", total="4"), ("3", "4"), scheme_records((RATIO, "3", None), points="3", total="3")),
    "V12": (numbered("1", "2", "5"), ("2", "5", "3至4"), numbered("1", "2", "3")),
    "V13": ([indicator("培训人数", "5", nature="statistical")], ("5",), [indicator("培训人数", "-", nature="statistical")]),
    "V14": (superior("7000"), ("8000万元", "7000万元"), superior("8000")),
    "V15": (reported(None, "30", "20"), ("20", "30", "1月"), reported(None, "20", "30")),
    "V16": (reported(None, "5户"), ("5户", "“人”"), reported(None, "5人")),
    "V17": (reported(*[None] * 11, "50"), ("50.0%", "91.7%"), reported(*[None] * 11, "95")),
    "V18": (reported(*[None] * 11, "100", evidence="名册"), (), reported(*[None] * 11, "100", evidence="名册", proof="有")),
    "V19": (adjusted("90"), ("“80”", "“90”"), adjusted("80")),
    "V20": ([Source(id=901, name="来文.docx", other_headers="多了“西河镇”")], ("西河镇",), [Source(id=901, name="来文.docx")]),
    "V21": ([indicator(f"就业满{w}人数", "2") for w in ("12个月以上", "1-5个月")], ("5",), [indicator(f"就业满{w}人数", "2") for w in ("12个月以上", "1-12个月（不含12个月）")]),
    "V22": ([indicator("结对学校数", "3", "所"), indicator("结对学校数", "4", "所")], ("3", "4"), [indicator("结对学校数", "3", "所")] * 1),
    "V23": (paired(known=False), ("临江区", "青石县"), paired(known=True)),
    "V24": (reported("250", None, None, "100", "150", target="300"), ("250", "150"), reported("150", None, None, "100", "150", target="300")),
    "V25": (zeroed("-"), ("“-”",), zeroed("0")),
}  # fmt: skip


def found_by(rule, records):
    """What one rule finds, and the plan."""
    plan = plan_of(*records)
    return plan, [p for p in check(plan) if p.rule == rule]


def test_every_rule_has_its_case():
    assert set(CASES) == set(RULES) == set(SUBJECTS)


@pytest.mark.parametrize("rule", CASES)
def test_a_broken_rule_is_told_with_its_numbers_at_its_place(rule):
    broken, words, repaired = CASES[rule]
    plan, found = found_by(rule, broken)
    (problem,) = found
    assert all(word in problem.message for word in words), problem.message
    assert problem.record is not None
    assert plan.get(problem.record, problem.key) is not None  # a click goes there
    assert problem.where
    assert found_by(rule, repaired)[1] == []


@pytest.mark.parametrize("rule", CASES)
def test_a_finding_can_be_waived_with_a_reason(rule):
    broken = CASES[rule][0]
    (problem,) = found_by(rule, broken)[1]
    waiver = made(Waiver, rule=rule, place=problem.place, reason="上级文件如此")
    assert [p.waived for p in found_by(rule, [*broken, waiver])[1]] == ["上级文件如此"]


@pytest.mark.parametrize(
    ("rule", "records"),
    [
        ("V2", split("1", "4000", "6000万元", measure_unit="亿元", names=("甲局", "乙局"))),
        ("V1", [t := indicator("资金", "1", "亿元"), *(indicator(n, "5000", "万元", parent=t, parent_relation="part") for n in "甲乙")]),
        ("V4", among("0.5", "5000", "亿元", "万元")),
        ("V14", superior("8000.00")),
    ],
)  # fmt: skip
def test_units_are_converted_exactly_before_they_are_compared(rule, records):
    if rule == "V2":
        records = [
            r.with_values(amount=f"{r.amount}万元") if getattr(r, "amount", "") == "4000" else r for r in records
        ]
    assert found_by(rule, records)[1] == []
