from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.plans import (
    among,
    findings,
    group,
    indicator,
    made,
    share,
    split,
    unit,
)
from xiezuo_desktop.core.records import Member, PlanInfo

# ------------------------------------------------------------------------------------------------ V1 parts


def parts(whole, *numbers, measure_unit="万元"):
    top = indicator("社会帮扶资金", whole, measure_unit)
    return [
        top,
        *(
            indicator(f"第{n}系统", number, measure_unit, parent=top, parent_relation="part")
            for n, number in enumerate(numbers)
        ),
    ]


def test_parts_that_add_up_are_not_mentioned():
    assert findings("V1", *parts("470", "100", "120", "50", "200")) == []


def test_parts_that_do_not_are_an_error_with_the_numbers():
    ((severity, message),) = findings("V1", *parts("470", "100", "120", "50", "180"))
    assert severity == "error"
    assert "100＋120＋50＋180=450万元" in message
    assert "相差20万元" in message


def test_rounded_parts_may_miss_by_what_rounding_explains():
    assert findings("V1", *parts("1.00", "0.33", "0.33", "0.33", measure_unit="亿元")) == []
    assert findings("V1", *parts("1.00", "0.33", "0.33", "0.30", measure_unit="亿元"))


def test_counted_parts_may_not_miss_at_all():
    assert findings("V1", *parts("10", "3", "6", measure_unit="个"))


def test_a_part_without_a_number_leaves_it_open_unless_the_others_exceed():
    assert findings("V1", *parts("470", "100", "-")) == []
    assert findings("V1", *parts("470", "400", "100", "-"))


def test_parts_are_converted_before_they_are_added():
    top = indicator("资金", "0.3", "亿元")
    rows = [indicator(f"部分{n}", "1500", "万元", parent=top, parent_relation="part") for n in range(2)]
    assert findings("V1", top, *rows) == []


def test_parts_add_up_in_every_column_too():
    east, west = unit("东山县"), unit("西山县")
    top, one, two = parts("30", "10", "20")
    shares = [
        share(top, east, "15"),
        share(one, east, "5"),
        share(two, east, "10"),
        share(top, west, "15"),
        share(one, west, "5"),
        share(two, west, "9"),
    ]
    ((_, message),) = findings("V1", top, one, two, east, west, *shares)
    assert message.startswith("西山县：分项合计5＋9=14万元")


# ------------------------------------------------------------------------------------------------ V2 splits


@pytest.mark.parametrize(
    ("target", "amounts"),
    [
        ("300", ["100", "200"]), ("300以上", ["100", "200", "50"]), ("300", ["不低于100", "不低于250"]), ("-", ["100"]), ("", ["100"]),
        ("300", ["100", "待定"]), ("约300", ["100"]), ("300", ["约100"]), ("0.3亿元", ["1000", "2000"]), ("300", ["4万", "296万元"]),
        ("300以内", ["100", "150"]), ("该指标只作统计，不作考核", ["5"]),
    ],
)  # fmt: skip
def test_splits_that_fit_or_cannot_be_judged_are_not_mentioned(target, amounts):
    assert findings("V2", *split(target, *amounts)) == []


@pytest.mark.parametrize(
    ("target", "amounts", "words"),
    [
        ("300", ["100", "150"], "已分解250万元，目标300万元，还差50万元"), ("300", ["100", "250"], "超出50万元"), ("300以上", ["100", "150"], "还差50万元"),
        ("300", ["不低于100", "不低于150"], "还差50万元"), ("300以内", ["100", "250"], "超出50万元"), ("1亿元", ["5000", "4999.5"], "还差0.5万元"),
        ("300", ["100", "350", "待定"], None),
    ],
)  # fmt: skip
def test_splits_that_do_not_fit_are_an_error(target, amounts, words):
    found = findings("V2", *split(target, *amounts))
    assert [s for s, _ in found] == (["error"] if words else [])
    assert not words or words in found[0][1]


def test_each_member_of_a_group_bears_the_amount():
    town, bureau = group("十街镇", expected_size=10), unit("区民政局")
    row = indicator("筹集资金", "300", "万元")
    assert findings("V2", row, town, bureau, share(row, town, "各25.5万元"), share(row, bureau, "45")) == []
    ((_, message),) = findings("V2", row, town, bureau, share(row, town, "各25.5万元"), share(row, bureau, "40"))
    assert "已分解295万元" in message


def test_the_size_of_a_group_is_read_from_its_name_or_its_members():
    row, town, bureau = indicator("筹集资金", "200", "万元"), group("九县（市、区）"), unit("区民政局")
    assert findings("V2", row, town, bureau, share(row, town, "各20"), share(row, bureau, "20")) == []
    named, first, second = group("结对街镇"), unit("东街"), unit("西街")
    members = [Member(group=named.id, unit=u.id) for u in (first, second)]
    assert findings("V2", row, named, first, second, *members, share(row, named, "各100")) == []


def test_one_remainder_is_shown_and_two_are_an_error():
    ((severity, message),) = findings(
        "V2", *split("8000以上", "不低于5500", "以签订的任务数为准", names=["区商务局", "山货公司"])
    )
    assert severity == "hint"
    assert "余2500万元由山货公司承担" in message
    ((severity, message),) = findings("V2", *split("8000", "5500", "其余", "以签订的任务数为准"))
    assert severity == "error"


@given(st.lists(st.decimals(min_value=0, max_value=10**6, places=2), min_size=1, max_size=6))
def test_any_split_that_adds_up_is_silent_and_one_more_is_not(amounts):
    total = sum(amounts, Decimal(0))
    texts = [format(a, "f") for a in amounts]
    assert findings("V2", *split(format(total, "f"), *texts)) == []
    assert len(findings("V2", *split(format(total, "f"), *texts, "0.01"))) == 1


# ------------------------------------------------------------------------------------------------ V3 matrix


def matrix(*rows):
    """Rows of (total, columns…); the last column is the city's own."""
    info = made(PlanInfo, title="临江市2024年度分解计划")
    city, own = unit("临江"), unit("市本级")
    partner = unit("云岭州", kind="partner")
    counties = [unit(n) for n in ("海东", "海西", "河口")]
    records = [info, city, own, partner, *counties]
    for n, (total, *columns) in enumerate(rows):
        row = indicator(f"项目{n}", "", "个")
        records += [
            row,
            share(row, city, total, partner),
            *(share(row, u, c) for u, c in zip([*counties, own], columns, strict=True) if c),
        ]
    return records


def test_columns_that_make_the_total_are_silent():
    assert findings("V3", *matrix(("10", "1", "2", "3", "4"), ("6", "1", "2", "3", ""))) == []


def test_columns_that_do_not_are_an_error():
    found = findings("V3", *matrix(("10", "1", "2", "3", "4"), ("8", "1", "2", "3", ""), ("9", "1", "2", "3", "3")))
    assert [s for s, _ in found] == ["error"]
    assert "各列合计6个，总数8个，相差2个" in found[0][1]


def test_the_own_column_is_left_out_where_the_table_does_so():
    found = findings("V3", *matrix(("6", "1", "2", "3", "4"), ("9", "2", "3", "4", "1"), ("7", "1", "2", "3", "4")))
    assert len(found) == 1
    assert "不含本级" in found[0][1]


def test_a_matrix_is_no_split():
    assert findings("V2", *matrix(("10", "1", "2", "3", "4"))) == []


# ------------------------------------------------------------------------------------------------ V4 其中


def test_a_subset_may_be_as_large_as_the_whole_but_not_larger():
    assert findings("V4", *among("650", "650")) == []
    ((severity, message),) = findings("V4", *among("650", "651"))
    assert severity == "warning"
    assert "651人大于上级指标“就业数”的650人" in message


def test_subsets_are_compared_after_conversion():
    assert findings("V4", *among("0.6", "4200", "亿元", "万元")) == []
    assert findings("V4", *among("0.6", "6001", "亿元", "万元"))


def test_persons_and_times_are_only_pointed_out():
    ((severity, message),) = findings("V4", *among("540", "320", "人", "人次"))
    assert severity == "hint"
    assert "320人次" in message


@pytest.mark.parametrize(
    "rows",
    [
        among("22", "8.17", "个", "亿元", "related"),
        among("22", "8.17", "个", "亿元"),
        among("-", "5"),
        among("30以上", "40"),
        among("5", "/"),
    ],
)
def test_what_cannot_be_compared_is_not(rows):
    assert findings("V4", *rows) == []


# ------------------------------------------------------------------------------------------------ V5 groups


def test_a_group_has_as_many_members_as_it_says():
    town, units = group("三街镇", expected_size=3), [unit("东街"), unit("西街")]
    members = [Member(group=town.id, unit=u.id) for u in units]
    assert findings("V5", town, *units, *members) == [("error", "应有3个成员，已列出2个。")]
    assert findings("V5", group("十街镇", expected_size=10)) == [("hint", "应有10个成员，还没有列出是哪些单位。")]
    assert findings("V5", group("十街镇", expected_size=10, open=True)) == []


def test_an_amount_for_each_needs_a_size():
    row, towns = indicator("资金", "300", "万元"), group("各镇（乡）街道")
    ((severity, message),) = findings("V5", row, towns, share(row, towns, "各20万元"))
    assert severity == "hint"
    assert "不知道有几个成员" in message
    assert findings("V5", row, towns, share(row, towns, "20万元")) == []
