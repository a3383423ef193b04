import pytest

from tests.core.plans import among, chapter, findings, indicator, made, numbered, plan_of, share, unit
from xiezuo_desktop.core.checks import check
from xiezuo_desktop.core.records import Category

# ------------------------------------------------------------------------------------------------ V9 measure units


@pytest.mark.parametrize(
    ("name", "measure_unit"),
    [
        ("企业吸纳农村劳动力就业数（含存量）", "个"), ("培训脱贫人口数", "人次"), ("动员社会捐赠款物金额", "人"), ("引导企业数", "人"), ("培训干部人次", "人"),
        ("项目完成率", "个"), ("就业人数", "万元"),
    ],
)  # fmt: skip
def test_a_unit_that_does_not_count_what_the_name_says_is_a_hint(name, measure_unit):
    assert [s for s, _ in findings("V9", indicator(name, "5", measure_unit))] == ["hint"]


@pytest.mark.parametrize(
    ("name", "measure_unit"),
    [
        ("企业吸纳农村劳动力就业数", "人"), ("就业数", "名"), ("就业数", "万人"), ("参与结对的学校数", "所"), ("参与结对的医院数", "个"), ("结对企业数", "对"),
        ("组织农村学生到本市就读院校数", "人"), ("召开联席会议情况", "次"), ("消费帮扶情况", "亿元"), ("培训干部人次", "人次"), ("培训人才数", "人次"),
        ("企业实际投资额", "亿元"), ("选派专业技术人员", "人次"), ("就业数", ""), ("就业数", "标准人"), ("完成率", "%"),
    ],
)  # fmt: skip
def test_a_unit_that_does_is_not_mentioned(name, measure_unit):
    assert findings("V9", indicator(name, "5", measure_unit)) == []


def test_a_target_in_another_unit_than_its_column_is_a_warning():
    assert [s for s, _ in findings("V9", indicator("结对学校数", "230万元", "个"))] == ["warning"]
    for target, measure_unit in (("0.3亿元", "万元"), ("30名", "人"), ("30支", ""), ("3万", "人"), ("30支", "支")):
        assert findings("V9", indicator("甲", target, measure_unit)) == []


def test_a_subset_is_measured_as_the_row_above():
    ((_, message),) = findings("V9", *among("5", "3", "次", "人"))
    assert "上级指标“就业数”" in message or "按指标名称" in message
    assert findings("V9", *among("5", "3", "人", "名")) == []


# ------------------------------------------------------------------------------------------------ V12 ordinals


@pytest.mark.parametrize(
    "rows",
    [
        numbered("1", "2", "", "3"), numbered("5", "6"), numbered("1", "2", "1", "2", categories="aabb"), numbered("1", "2", "3", categories="aab"),
        numbered("1", "1.1", "1.2", "2", "2.1"), numbered("1", "（1）", "（2）", "2", "（1）"), numbered("一", "二", "三"), numbered(), numbered("", ""),
        numbered("甲", "乙"), numbered("①", "②"),
    ],
)  # fmt: skip
def test_ordinals_that_run_on_are_silent(rows):
    assert findings("V12", *rows) == []


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (numbered("1", "2", "4"), "序号从2跳到4，缺3。"), (numbered("1", "2", "6"), "序号从2跳到6，缺3至5。"), (numbered("1", "2", "2", "3"), "序号2出现两次。"),
        (numbered("一", "三"), "序号从1跳到3，缺2。"), (numbered("1", "3", "2", "4"), "序号从1跳到3，缺2。"),
    ],
)  # fmt: skip
def test_a_gap_or_a_double_is_a_hint(rows, message):
    found = findings("V12", *rows)
    assert found[0] == ("hint", message)


def test_chapters_and_clauses_are_counted_too():
    bureau = unit("区民政局")
    head, first, second = chapter(bureau, "甲", "乙")
    assert findings("V12", bureau, head, first, second) == []
    assert findings("V12", bureau, head, first, second.with_values(ordinal="3")) == [("hint", "序号从1跳到3，缺2。")]


# ------------------------------------------------------------------------------------------------ V13, V21, V22, V25


def test_a_statistical_row_has_no_target():
    assert [s for s, _ in findings("V13", indicator(target="5", nature="statistical"))] == ["error"]
    assert [s for s, _ in findings("V13", indicator(target="不考核", nature="binding"))] == ["error"]
    for target in ("-", "", "该指标只作统计，不作考核"):
        assert findings("V13", indicator(target=target, nature="statistical")) == []
    assert findings("V13", indicator(target="5", nature="expected")) == []


def test_a_statistical_row_is_not_split_into_parts():
    row, town = indicator(target="-", nature="statistical"), unit("东山镇")
    assert findings("V13", row, town, share(row, town, "30")) == [("error", "性质是统计性，却给东山镇分了任务数。")]
    assert findings("V13", row, town, share(row, town, "-")) == []
    expected = indicator(target="30", nature="expected")
    assert findings("V13", expected, town, share(expected, town, "30")) == []


def bands(*words):
    return [indicator(f"选派{w}专业人才数", "2") for w in words]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("12个月以上", "7-12个月以上", "1-6个月"), "“7-12个月以上”既有上限又写“以上”"),
        (("12个月以上", "6-12个月"), "满12个月的同时属于"),
        (("12个月以上", "8-12个月（不含12个月）", "1-6个月"), "满6个月、不满8个月的不在任何一档"),
        (("7-12个月", "1-6个月（不含6个月）"), "满6个月、不满7个月的不在任何一档"),
    ],
)
def test_bands_of_months_that_overlap_or_gape_are_a_hint(words, message):
    ((severity, said),) = findings("V21", *bands(*words))
    assert severity == "hint"
    assert message in said


@pytest.mark.parametrize(
    "words",
    [("12个月以上", "7-12个月（不含12个月）", "1-6个月"), ("6个月以上", "1-5个月"), ("3个月以上",), ("一年", "两年")],
)
def test_bands_that_join_are_silent(words):
    assert findings("V21", *bands(*words)) == []


def test_bands_in_a_clause_are_seen():
    bureau = unit("区委组织部")
    said = "其中12个月以上2名，7-12个月（不含12个月）4人，1-6个月（不含6个月）6人。"
    assert findings("V21", bureau, *chapter(bureau, said)) == [("hint", "满6个月、不满7个月的不在任何一档。")]


def test_an_indicator_that_stands_twice_has_one_target():
    ((severity, message),) = findings(
        "V22", indicator("结对学校数", "3", "所", ordinal="1"), indicator("结对 学校数", "4", "所", ordinal="9")
    )
    assert severity == "warning"
    assert "3所和4所" in message
    assert findings("V22", indicator("结对学校数", "3", "所"), indicator("结对学校数", "3", "所")) == []
    one, two = indicator("甲数", "5"), indicator("乙数", "9")
    assert (
        findings(
            "V22",
            one,
            two,
            indicator("其中：脱贫人口数", "3", parent=one),
            indicator("其中：脱贫人口数", "4", parent=two),
        )
        == []
    )


def test_an_indicator_of_a_second_paper_without_categories_is_that_of_its_name():
    talents, labour = (made(Category, name=name) for name in ("人才支援", "劳务协作"))
    first = indicator("培训人数", "100", category=talents.id, ordinal="1")
    again = indicator("培训人数", "90")
    ((_, message),) = findings("V22", talents, labour, first, again)
    assert "100人和90人" in message
    assert findings("V22", talents, labour, first, indicator("培训人数", "100")) == []
    other = indicator("培训人数", "90", category=labour.id)
    assert findings("V22", talents, labour, first, other) == []  # two indicators of one name
    assert findings("V22", talents, labour, first, other, again) == []  # nobody knows which of them it is


def test_a_blank_part_is_never_nought():
    row, town = indicator(target="30"), unit("东山镇")
    for text in ("", "-", "/"):
        part = share(row, town, text, amount_reading="0")
        assert findings("V25", row, town, part) == [("error", f"东山镇一格写的是“{text or '（空）'}”，不能当作0。")]
        assert findings("V25", row, town, share(row, town, text)) == []
    assert findings("V25", row, town, share(row, town, "0")) == []


def test_a_blank_is_never_nought():
    for target in ("", "-", "/"):
        assert [s for s, _ in findings("V25", indicator(target=target, target_reading="0"))] == ["error"]
        assert check(plan_of(indicator(target=target))) == []
    assert findings("V25", indicator(target="0")) == []
