"""What differs between two versions of a plan, in words."""

from __future__ import annotations

from decimal import Decimal

from tests.core.plans import indicator, made, plan_of, unit
from xiezuo_desktop.core.records import Allocation, Indicator, Responsibility
from xiezuo_desktop.core.versions import compare, compare_with_superior

TOWN = unit("东山街道", id=7)


def test_the_same_plan_has_no_differences():
    plan = plan_of(indicator(target="300"), TOWN)
    assert compare(plan, plan) == []


def test_each_kind_of_difference_is_said_in_words():
    row = indicator("培训人数", "300", id=1, ordinal="1", deadline="11月底前")
    gone = indicator("就业人数", "20", id=2)
    share = Allocation(indicator=1, bearer=7, partner=0, amount="100")
    before = plan_of(row, gone, TOWN, share)
    after = plan_of(
        row.with_values(target="350", deadline="12月底前"),
        indicator("消费帮扶", "5.50", "亿元", id=3),
        TOWN,
        share.with_values(amount="90"),
        made(Responsibility, subject=1, unit=7, role="lead"),
    )
    assert [d.words for d in compare(before, after)] == [
        "1 培训人数：年度目标由300人改为350人，增加50",
        "1 培训人数：完成时限由11月底前改为12月底前",
        "1 培训人数（东山街道）：分解数由100改为90，减少10",
        "1 培训人数：责任单位由空改为牵头：东山街道",
        "消费帮扶：新增，5.50亿元",
        "就业人数：没有了，原来是20人",
    ]


def test_a_target_that_was_left_open_was_what_it_was_split_into():
    share = Allocation(indicator=1, bearer=7, partner=0, amount="1200")
    row = indicator("培训人数", id=1)
    (found,) = compare(plan_of(row, TOWN, share), plan_of(row.with_values(target="1300"), TOWN, share))
    assert (found.before, found.after, found.change) == ("1200人", "1300人", Decimal(100))


def test_blank_dash_and_nought_are_three_different_targets():
    texts = ["", "-", "0"]
    rows = [indicator(target=text, id=1) for text in texts]
    for old in rows:
        for new in rows:
            found = compare(plan_of(old), plan_of(new))
            assert len(found) == (old is not new)
            assert all(d.change is None for d in found)


def test_superiors_rows_are_found_by_name_and_units_are_converted():
    own = plan_of(indicator("到位投资额", "4800", "万元", id=1), indicator("自选", "1", id=2))
    theirs = plan_of(indicator("到位 投资额", "0.5", "亿元", id=11), indicator("劳务协作", "30", id=12))
    found = compare_with_superior(own, theirs)
    assert [(d.kind, d.where, d.before, d.after, d.change) for d in found] == [
        ("target", "到位投资额", "0.5亿元", "4800万元", Decimal(-200)),
        ("dropped", "劳务协作", "30人", "", None),
    ]
    same = plan_of(indicator("到位投资额", "5000", "万元", id=1), indicator("劳务协作", "30", id=3))
    assert compare_with_superior(same, theirs) == []


def test_sub_rows_are_the_same_only_below_the_same_row():
    def pair(name):
        parent = indicator(name, "10")
        return plan_of(parent, indicator("其中：脱贫人口", "5", parent=parent))

    found = compare_with_superior(pair("培训"), pair("就业"))
    assert {d.where for d in found} == {"就业", "其中：脱贫人口"}
    assert all(d.record is Indicator for d in found)
