import json
from datetime import date
from decimal import Decimal

import pytest

from tests.core.plans import chapter, duty, group, indicator, made, plan_of, share, unit
from xiezuo_desktop.core.changes import Put
from xiezuo_desktop.core.errors import Invalid, UserError, WrongCall
from xiezuo_desktop.core.periods import period_label, period_text, read_period
from xiezuo_desktop.core.plan_json import NOT_EXPORTED, find, place_of, plan_to_json, set_field
from xiezuo_desktop.core.records import (
    RECORD_TYPES,
    Alias,
    Allocation,
    Category,
    Chapter,
    Clause,
    Handling,
    Indicator,
    LockException,
    Measure,
    Member,
    PageSetup,
    Pairing,
    Paragraph,
    Period,
    PlanInfo,
    Report,
    Responsibility,
    ScoreEntry,
    Task,
    Unit,
    UnitGroup,
    Waiver,
)
from xiezuo_desktop.core.wording import describe

CONTRACT = {
    "format", "version", "plan", "units", "groups", "pairings", "indicators", "tasks", "chapters", "scheme", "reports", "scores",
    "unplaced", "problems",
}  # fmt: skip


def made_up(field, word):
    number = field.number
    day, decimal = date(2021, 3, number), Decimal(f"{5000 + number}.50")
    return {str: word, int: 4000 + number, bool: True, date: day, Decimal: decimal}[field.type]


def natural_key(record_type, ids):
    others = {
        Member: {"group": ids["unit_group"], "unit": ids["unit"]},
        Allocation: {"indicator": ids["indicator"], "bearer": ids["unit"], "partner": 0},
        ScoreEntry: {"item": ids["score_item"], "party": ids["unit"]},
        Report: {"indicator": ids["indicator"], "bearer": ids["unit"], "period": 202406},
        Handling: {"subject": ids["task"], "unit": ids["unit"]},
        Period: {"period": 202406},
        PageSetup: {"report": 3},
        LockException: {"period": 202406, "unit": ids["unit"]},
    }
    return others.get(record_type, {"id": ids[record_type.name_]})


def one_of_everything():
    """A plan in which every field of every record type holds something of its own."""
    records, words = [], {}
    ids = {t.name_: 1000 + n for n, t in enumerate(RECORD_TYPES)}
    for record_type in RECORD_TYPES:
        values = natural_key(record_type, ids)
        for name, field in record_type.fields.items():
            word = f"{record_type.name_}的{name}"
            if field.refers:
                value = None if name == record_type.tree else ids[field.refers[0]]
            elif name == "section":
                value = "preamble"
            elif field.choices:
                value = next(iter(field.choices))
            elif name == "period":
                value = 202400 + field.number
            else:
                value = made_up(field, word)
            values[name] = value
            words[record_type.name_, name] = value
        records.append(record_type(**values))
    return records, words


def test_every_field_of_the_registry_stands_in_the_json():
    records, words = one_of_everything()
    data = plan_to_json(plan_of(*records))
    text = json.dumps(data, ensure_ascii=False)
    names = {"plan": "title", "unit": "name", "unit_group": "name", "category": "name"}
    for (record, field), value in words.items():
        if (record, field) in NOT_EXPORTED or value is None:
            continue
        referred = {1000 + n: t for n, t in enumerate(RECORD_TYPES)}.get(value) if isinstance(value, int) else None
        shown = {
            json.dumps(str(value), ensure_ascii=False),
            json.dumps(value if isinstance(value, int) else str(value), ensure_ascii=False),
        }
        if referred and referred.name_ in names:
            shown.add(json.dumps(words[referred.name_, names[referred.name_]], ensure_ascii=False))
        if field == "subject" or (record, field) in {
            ("measure", "task"),
            ("clause", "chapter"),
            ("mention", "clause"),
            ("alias", "unit"),
            ("paragraph", "section"),
            ("score_group", "scheme"),
            ("score_item", "group"),
            ("receipt", "dispatch"),
            ("dispatch", "period"),  # 2024-07
            ("evidence", "period"),
        }:
            continue  # said by where it stands
        assert any(s in text for s in shown), (record, field, value)
    assert {name for name, _ in NOT_EXPORTED} <= {t.name_ for t in RECORD_TYPES}


def test_all_keys_of_the_contract_are_there_in_an_empty_plan():
    data = plan_to_json(plan_of())
    assert set(data) >= CONTRACT
    assert (data["format"], data["version"]) == ("xiezuo-plan", 1)
    assert data["scheme"]["groups"] == data["reports"] == data["scores"] == data["indicators"] == []
    assert json.loads(json.dumps(data)) == data


def test_an_indicator_says_what_its_cell_said_and_what_it_means():
    bureau, town = unit("区民政局"), group("十街镇", expected_size=10)
    category = made(Category, name="组织领导", ordinal="（一）")
    parent = indicator("资金", "5.50", "亿元", category=category.id, ordinal="1", deadline="12月底前", nature="binding")
    child = indicator("其中：镇级", "-", "亿元", parent=parent, parent_relation="subset")
    data = plan_to_json(
        plan_of(
            bureau,
            town,
            category,
            parent,
            child,
            duty(parent, bureau, "lead", capacity="区乡村振兴局"),
            share(parent, town, "各不低于0.30"),
        )
    )
    first, second = data["indicators"]
    assert first["category"] == "组织领导"
    assert first["target"] == {
        "raw": "5.50",
        "kind": "number",
        "number": "5.50",
        "qualifier": "=",
        "measure_unit": None,
        "reading": None,
    }
    assert first["deadline"] == {"raw": "12月底前", "kind": "month_end", "due": "2023-12-31"}
    assert first["nature"] == "binding"
    assert first["evidence"] is None
    (lead,) = first["responsibilities"]
    assert (lead["unit"], lead["role"], lead["capacity"]) == ("区民政局", "lead", "区乡村振兴局")
    (part,) = first["allocations"]
    assert (part["unit"], part["partner"], part["number"], part["qualifier"], part["per_member"]) == (
        "十街镇",
        None,
        "0.30",
        ">=",
        True,
    )
    assert second["parent"] == first["id"]
    assert second["parent_relation"] == "subset"
    assert (second["target"]["kind"], second["target"]["number"]) == ("none_set", None)
    assert second["deadline"] == {}


def test_units_carry_their_plaques_aliases_and_groups():
    bureau, town = (
        unit("区民政局", plaques="区乡村振兴局\n区老龄办", kind="government"),
        group("十街镇", expected_size=2),
    )
    data = plan_to_json(
        plan_of(
            bureau,
            town,
            made(Alias, unit=bureau.id, text="民政局"),
            made(Alias, unit=town.id, text="各街镇"),
            Member(group=town.id, unit=bureau.id),
        )
    )
    assert (
        data["units"][0]
        | {"plaques": ["区乡村振兴局", "区老龄办"], "aliases": ["民政局"], "group": "十街镇", "kind": "government"}
        == data["units"][0]
    )
    assert (
        data["groups"][0] | {"members": ["区民政局"], "expected_size": 2, "aliases": ["各街镇"], "open": False}
        == data["groups"][0]
    )


def test_tasks_chapters_and_notes_keep_their_shape():
    bureau = unit("区民政局")
    other = unit("云岭县")
    task = made(Task, ordinal="2", theme="人才", origin="superior", deadline="12月底前")
    records = [
        bureau, other, task, made(Measure, task=task.id, text="选派4人。", deadline="10月底前"), duty(task, bureau, "lead"),
        *chapter(bureau, "完成资金30万元。"), made(Pairing, east=bureau.id, west=other.id, kind="county"),
        made(Paragraph, section="preamble", text="为深入…"), made(Paragraph, section="note", text="备注"), made(Paragraph, section="notice", text="现印发"),
    ]  # fmt: skip
    data = plan_to_json(plan_of(*records))
    assert data["plan"]["preamble"] == ["现印发", "为深入…"]  # what stands before the chapters, the notice included
    assert (data["plan"]["notes"], data["plan"]["year"]) == (["备注"], 2023)
    assert data["tasks"][0]["measures"][0]["deadline"]["due"] == "2023-10-31"
    assert data["tasks"][0]["responsibilities"][0]["unit"] == "区民政局"
    assert data["chapters"][0]["unit"] == "区民政局"
    assert data["chapters"][0]["clauses"][0]["text"] == "完成资金30万元。"
    assert (data["pairings"][0]["east"], data["pairings"][0]["west"]) == ("区民政局", "云岭县")


# ------------------------------------------------------------------------------------------------ places


def small_plan():
    bureau, school = unit("区民政局", plaques="区乡村振兴局"), unit("区教育局")
    first, second = indicator("培训人数", "30", ordinal="1"), indicator("结对学校数", "4", "所", ordinal="2")
    below = indicator("其中：女性", "10", parent=first, parent_relation="subset")
    return plan_of(
        bureau,
        school,
        first,
        below,
        second,
        duty(first, bureau),
        share(first, school, "12"),
        *chapter(bureau, "甲", "乙"),
    )


def test_places_count_from_one_and_lead_to_their_record():
    plan = small_plan()
    for record_type, key in [
        (type(r), r.key)
        for t in (Unit, Indicator, Responsibility, Allocation, Chapter, Clause)
        for r in plan.rows(t).values()
    ]:
        place = place_of(plan, record_type, key)
        assert find(plan, place) == (record_type, key)
    assert find(plan, "indicators/2")[1] == plan.indicators[1].key
    assert find(plan, "indicators/2/target") == find(plan, "indicators/2")
    assert find(plan, "chapters/1/clauses/2")[0] is Clause
    assert find(plan, "plan") == (PlanInfo, (1, 0, 0))
    assert find(plan, str(plan.indicators[0].id)) == (Indicator, plan.indicators[0].key)
    assert find(plan, f"indicators/{plan.indicators[0].id}") == find(plan, "indicators/1")


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "indicators",
        "indicators/0",
        "indicators/4",
        "indicators/-1",
        "indicators/x",
        "tasks/1",
        "12345",
        "nothing/1",
        "indicators/1/colour",
        "chapters/1/clauses/9",
        "indicators/1/target/colour",
    ],
)
def test_a_wrong_place_is_a_wrong_call(path):
    with pytest.raises(WrongCall) as error:
        find(small_plan(), path)
    assert error.value.exit_code == 2


def test_a_record_is_described_as_people_call_it():
    plan = small_plan()
    first, below, _ = plan.indicators
    assert describe(plan, Indicator, first.key) == "指标1“培训人数”"
    assert describe(plan, Indicator, below.key) == "指标1下“其中：女性”"
    assert describe(plan, Allocation, plan.allocations(first.id)[0].key) == "指标1“培训人数”的分解数“区教育局”"
    assert describe(plan, Unit, plan.units[0].key) == "单位“区民政局”"
    assert describe(plan, Indicator, (5, 0, 0)) == "指标（已删除）"
    assert place_of(plan, Indicator, (5, 0, 0)) is None


# ------------------------------------------------------------------------------------------------ one edit


@pytest.mark.parametrize(
    ("path", "field", "value", "expected"),
    [
        ("indicators/1", "target", "350", {"target": "350"}),
        ("indicators/1/target", "target", "350", {"target": "350"}),
        ("indicators/1/target", "raw", "350", {"target": "350"}),
        ("indicators/1/target", "reading", ">=350", {"target_reading": ">=350"}),
        ("indicators/1", "nature", "约束性", {"nature": "binding"}),
        ("indicators/1", "nature", "", {"nature": ""}),
        ("plan", "year", "2025", {"year": 2025}),
        ("plan", "year", "", {"year": None}),
        ("plan", "written_on", "2025-03-05", {"written_on": date(2025, 3, 5)}),
        ("units/1", "plaques", "甲局、乙局", {"plaques": "甲局\n乙局"}),
        ("indicators/1/responsibilities/1", "open", "是", {"open": True}),
        ("indicators/1/allocations/1", "number", "各5人", {"amount": "各5人"}),
    ],
)
def test_one_edit_by_place(path, field, value, expected):
    label, (step,) = set_field(small_plan(), path, field, value)
    assert step.values == expected
    assert label.startswith("修改")


def test_references_are_set_by_name_place_or_id():
    plan = small_plan()
    school = plan.units[1].id
    for value in ("区教育局", "units/2", str(school)):
        _, (step,) = set_field(plan, "indicators/1/responsibilities/1", "unit", value)
        assert step.values == {"unit": school}
    _, (step,) = set_field(plan, "indicators/3", "parent", "培训人数")
    assert step.values == {"parent": plan.indicators[0].id}
    _, (step,) = set_field(plan, "indicators/2", "parent", "")
    assert step.values == {"parent": None}


@pytest.mark.parametrize(
    ("path", "field", "value", "error"),
    [
        ("indicators/1", "colour", "1", WrongCall), ("indicators/1", "order", "a", WrongCall), ("indicators/1", "nature", "red", Invalid),
        ("plan", "year", "二", Invalid), ("plan", "written_on", "5.3.2025", Invalid), ("indicators/1", "parent", "indicators/2", Invalid),
        ("indicators/1", "parent", "indicators/1", Invalid), ("indicators/1", "category", "没有", Invalid),
        ("indicators/1/responsibilities/1", "unit", "某局", Invalid), ("indicators/1/target", "name", "1", WrongCall),
        ("indicators/1/responsibilities/1", "open", "maybe", Invalid),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_words(path, field, value, error):
    with pytest.raises(error) as raised:
        set_field(small_plan(), path, field, value)
    assert isinstance(raised.value, UserError)
    assert raised.value.sentence
    assert raised.value.advice


def test_waivers_and_groups_have_places():
    plan = plan_of(group("十街镇"), made(Waiver, rule="V2", place="x", reason="上级文件如此"))
    assert find(plan, "groups/1")[0] is UnitGroup
    assert find(plan, "waivers/1/reason")[0] is Waiver
    assert plan_to_json(plan)["waivers"][0]["reason"] == "上级文件如此"


def test_a_report_is_named_by_what_it_is_about_and_begun_by_setting_it():
    bureau, rate = unit("云岭县教育局"), indicator("培训人数")
    plan = plan_of(bureau, rate)
    _, steps = set_field(plan, "reports/1/云岭县教育局/2024年6月", "value", "12.50")
    assert steps == [Put(Report, (rate.id, bureau.id, 202406), {"value": "12.50"})]
    report = Report(indicator=rate.id, bearer=bureau.id, period=202406, value="12.50")
    plan = plan_of(bureau, rate, report)
    place = place_of(plan, Report, report.key)
    assert find(plan, place) == (Report, report.key)
    assert describe(plan, Report, report.key) == "云岭县教育局2024年6月填报的指标“培训人数”"
    (data,) = plan_to_json(plan)["reports"]
    assert (data["unit"], data["partner"], data["period"], data["value"]) == ("云岭县教育局", None, "2024-06", "12.50")
    for wrong in (
        "reports/1/无此局/2024-06",
        "reports/1/云岭县教育局/2024-13",
        "reports/1/云岭县教育局",
        "reports/9/云岭县教育局/2024",
    ):
        with pytest.raises(UserError):
            find(plan, wrong)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2024-06", 202406),
        ("2024年6月", 202406),
        ("202406", 202406),
        ("2024", 202400),
        ("2024年", 202400),
        ("2024/12", 202412),
    ],
)
def test_periods_are_read_as_people_write_them(text, period):
    assert read_period(text) == period
    assert read_period(period_text(period)) == period
    assert read_period(period_label(period).removesuffix("全年")) == period


@pytest.mark.parametrize("text", ["", "六月", "2024-13", "24-06", "2024-0"])
def test_what_is_no_period_is_refused(text):
    with pytest.raises(Invalid):
        read_period(text)
