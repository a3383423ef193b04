from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiezuo_desktop.core.numbers import Value, read_amount, read_target, reading_of, shown, with_thousands
from xiezuo_desktop.core.records import TARGET_KINDS

typed = st.from_regex(r"(0|[1-9][0-9]{0,11})(\.[0-9]{1,6})?", fullmatch=True)


@pytest.mark.parametrize("text", ["6720", "10 ", " 0.6", "5.50", "2.00", "0.42", "１２", "3 ", "\u30008\n"])
def test_a_bare_number_keeps_the_decimals_it_was_typed_with(text):
    value = read_target(text)
    assert (value.kind, value.qualifier, value.measure_unit) == ("number", "=", "")
    assert value.raw == text
    assert shown(value.number) == text.strip().replace("１２", "12")


@given(typed)
def test_what_was_read_shows_as_it_was_typed(text):
    for read in (read_target, read_amount):
        assert shown(read(text).number) == text


@given(st.from_regex(r"[0-9]{1,22}(\.[0-9]{0,4}){0,2}", fullmatch=True))
def test_a_figure_reads_the_same_with_and_without_the_patterns(text):
    assert read_target(text) == read_target(text + " ")._replace(raw=text)  # with a blank it goes through the patterns


@given(typed, st.sampled_from([",", "，"]))
def test_thousands_separators_change_nothing(text, comma):
    whole, point, decimals = text.partition(".")
    separated = f"{int(whole):,}".replace(",", comma) + point + decimals
    assert shown(read_target(separated).number) == text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("-", "none_set"), ("—", "none_set"), ("－", "none_set"), (" — ", "none_set"), ("――", "none_set"), ("未下达", "none_set"),
        ("/", "not_applicable"), ("／", "not_applicable"), ("不适用", "not_applicable"),
        ("该指标只作统计，不作考核", "not_assessed"), ("该指标 只作统 计，不 作考 核", "not_assessed"),
        ("不考核", "not_assessed"), ("不纳入考核", "not_assessed"), ("仅作统计", "not_assessed"),
        ("", "pending"), (" \n", "pending"), ("待定", "pending"), ("另行下达", "pending"), ("……", "pending"),
        ("已选派", "done"), ("已 完成", "done"), ("已完成招标", "done"),
        ("同上", "inherited"),
        ("由双方组织部门商定", "text"), ("应补尽补", "text"), ("基本同步", "text"), ("12月底前", "text"), ("2024年", "text"),
        ("云溪镇280 白果乡15", "text"), ("1+1+1", "text"), ("有一批", "text"),
        ("一村一策", "text"),
        ("三保障到位", "text"),
        ("5G基站", "text"),
        ("1号文件", "text"),
        ("两手抓", "text"),
        ("3名挂职干部", "text"), ("30个以上乡镇", "text"),
    ],
)  # fmt: skip
def test_a_cell_without_a_figure_has_a_kind_and_no_number(text, kind):
    for read in (read_target, read_amount):
        value = read(text)
        assert (value.kind, value.number, value.qualifier) == (kind, None, None), read
        assert kind in TARGET_KINDS


@pytest.mark.parametrize(
    ("text", "number", "qualifier", "unit"),
    [
        ("30人以上", "30", ">=", "人"), ("7.5亿元以上", "7.5", ">=", "亿元"), ("不低于800万元", "800", ">=", "万元"),
        ("300（人）", "300", "=", "人"),
        ("不少于2.5（亿元）", "2.5", ">=", "亿元"),
        ("≥30", "30", ">=", ""), (">=30", "30", ">=", ""), ("至少 2 次", "2", ">=", "次"), ("超过100人", "100", ">=", "人"),
        ("5000人（含）以上", "5000", ">=", "人"), ("30+", "30", ">=", ""), ("不少于2次", "2", ">=", "次"), ("1次以上", "1", ">=", "次"),
        ("3000名以上", "3000", ">=", "名"), ("50及以上", "50", ">=", ""), ("大于等于5个", "5", ">=", "个"),
        ("4.3%以内", "4.3", "<=", "%"), ("不超过３", "3", "<=", ""), ("≤12", "12", "<=", ""), ("控制在5%以内", "5", "<=", "%"),
        ("20天以内", "20", "<=", "天"), ("500万元以下", "500", "<=", "万元"),
        ("约100人", "100", "~", "人"), ("100余人", "100", "~", "人"), ("100多", "100", "~", ""), ("增长6.2%左右", "6.2", "~", "%"), ("100左右", "100", "~", ""), ("3-5个", "3", "~", "个"),
        ("30～50人", "30", "~", "人"), ("30至50", "30", "~", ""),
        ("12名", "12", "=", "名"), ("3对", "3", "=", "对"), ("0.3亿元", "0.3", "=", "亿元"), ("600 人次", "600", "=", "人次"),
        ("100%", "100", "=", "%"), ("95％", "95", "=", "%"), ("5万", "5", "=", "万"), ("1.5万亩", "1.5", "=", "万亩"),
        ("二十人", "20", "=", "人"), ("两个", "2", "=", "个"), ("完成30人", "30", "=", "人"), ("2（含续建1）", "2", "=", ""),
        ("30人，其中脱贫10人", "30", "=", "人"), ("6,720", "6720", "=", ""), ("6，720人", "6720", "=", "人"),
        ("1,234.50万元", "1234.50", "=", "万元"), ("30支", "30", "=", "支"), ("3年", "3", "=", "年"), ("同比增长5%", "5", "=", "%"),
        ("稳定在61.4以上", "61.4", ">=", ""), ("保持在90%以上", "90", ">=", "%"), ("提高到85%", "85", "=", "%"), ("降至3%以内", "3", "<=", "%"),
        ("稳定在50家左右", "50", "~", "家"), ("-5%", "-5", "=", "%"), ("７．５亿元以上", "7.5", ">=", "亿元"),
    ],
)  # fmt: skip
def test_a_figure_reads_with_its_qualifier_and_measure_unit(text, number, qualifier, unit):
    for read in (read_target, read_amount):
        value = read(text)
        assert (value.kind, shown(value.number), value.qualifier, value.measure_unit) == (
            "number",
            number,
            qualifier,
            unit,
        )
        assert not value.per_member


@pytest.mark.parametrize(
    ("text", "number", "qualifier", "unit"),
    [
        ("各25.5万元", "25.5", "=", "万元"), ("各320", "320", "=", ""), ("各不低于320万元", "320", ">=", "万元"),
        ("不低于各320万元", "320", ">=", "万元"), ("十街镇各筹集25.5万元", "25.5", "=", "万元"),
        ("统计各自辖区单位，数据各不低于320万元", "320", ">=", "万元"), ("每镇3个", "3", "=", "个"), ("每个街道10人", "10", "=", "人"),
    ],
)  # fmt: skip
def test_each_makes_the_amount_one_of_every_member(text, number, qualifier, unit):
    value = read_amount(text)
    assert (shown(value.number), value.qualifier, value.measure_unit, value.per_member) == (
        number,
        qualifier,
        unit,
        True,
    )


@pytest.mark.parametrize("text", ["每季度1次", "每月1篇", "每年2次", "每人500元"])
def test_each_period_is_no_member(text):
    assert read_amount(text).per_member is False


@pytest.mark.parametrize("text", ["负责筹集4万", "统计数据不低于600万元", "选派1人", "分配1000万元指标"])
def test_an_amount_may_stand_behind_words(text):
    assert read_amount(text).number is not None or text.endswith("指标")


@pytest.mark.parametrize("text", ["以与区民政局签订的任务数为准", "以签订的任务数为准", "其余", "余额", "剩余部分"])
def test_the_remainder_has_no_number(text):
    value = read_amount(text)
    assert (value.number, value.remainder) == (None, True)


def test_done_keeps_the_number_it_names():
    assert shown(read_target("已选派23人").number) == "23"
    assert read_target("已选派23人").kind == "done"


@pytest.mark.parametrize(
    ("reading", "value"),
    [
        ("30", Value("x", "number", Decimal(30), "=")),
        (">=30", Value("x", "number", Decimal(30), ">=")),
        ("<=4.30%", Value("x", "number", Decimal("4.30"), "<=", "%")),
        ("~6.2", Value("x", "number", Decimal("6.2"), "~")),
        ("各25.5万元", Value("x", "number", Decimal("25.5"), "=", "万元", per_member=True)),
        ("none_set", Value("x", "none_set")),
        ("text", Value("x", "text")),
        ("remainder", Value("x", "text", remainder=True)),
    ],
)
def test_a_reading_of_a_person_wins(reading, value):
    assert read_amount("x", reading) == value
    assert reading_of(value) == reading
    assert read_target("12个", reading).raw == "12个"


@pytest.mark.parametrize("reading", ["", " ", "dreißig", ">=", "30 40", "number"])
def test_a_reading_that_means_nothing_is_not_heeded(reading):
    assert read_target("12个", reading) == read_target("12个")


@given(st.text(max_size=60))
def test_every_text_reads_as_something_and_says_the_same_by_its_reading(text):
    for read in (read_target, read_amount):
        value = read(text)
        assert value.raw == text
        assert value.kind in TARGET_KINDS
        assert (value.number is None) == (value.qualifier is None)
        if value.kind == "number":
            again = read(text, reading_of(value))
            assert (again.number, again.qualifier, again.per_member) == (
                value.number,
                value.qualifier,
                value.per_member,
            )


@given(st.text(alphabet=" \t\n-—－/／", max_size=6))
def test_blanks_and_strokes_are_never_a_number(text):
    assert read_target(text).number is None
    assert read_amount(text).number is None


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("6720", "6,720"), ("12500.50", "12,500.50"), ("650", "650"), ("7500万元以上", "7,500万元以上"), ("2024年", "2024年"),
        ("-", "-"), ("6,720", "6,720"), ("12000人，其中5000人", "12000人，其中5000人"), ("0.12345", "0.12345"),
    ],
)  # fmt: skip
def test_thousands_are_set_apart_in_figures_only(text, printed):
    assert with_thousands(text) == printed


@pytest.mark.parametrize(
    ("text", "number"),
    [("1 200", "1200"), ("12 500 000", "12500000"), ("30 40", None), ("28\n6", None), ("2024 100", None)],
)
def test_a_blank_between_digits_parts_numbers_unless_it_parts_thousands(text, number):
    value = read_target(text)
    assert (value.number and shown(value.number)) == number


def test_hostile_length_is_only_text():
    assert read_target("9" * 100_000).kind == "text"
    assert read_amount("各" * 100_000).kind == "text"
