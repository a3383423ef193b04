from decimal import Decimal

from tests.core.plans import findings, indicator, made, share, unit
from tests.core.scoring.schemes import scheme_records
from xiezuo_desktop.core.records import Report, ScoreEntry, ScoreItem

RATIO = "培训人数。（完成得3分；未完成的，得分＝3×完成率。）"
COMPOSITE = "结对情况。（村企结对3分：完成得3分，未完成得0分。学校结对2分：完成得2分，未完成得0分。）"


def report(of, bearer, period, value, **values):
    return Report(indicator=of.id, bearer=bearer.id if bearer else 0, period=period, value=value, **values)


# ------------------------------------------------------------------------------------------------ V11


def test_points_that_add_up_are_no_finding():
    assert findings("V11", *scheme_records((RATIO, "3", None), (COMPOSITE, "5", None), points="8分", total="8")) == []


def test_points_of_items_groups_and_parts_that_do_not_add_up_are_errors_with_the_numbers():
    records = scheme_records((RATIO, "3", None), (COMPOSITE, "6", None), points="10", total="12")
    assert findings("V11", *records) == [
        ("error", "各类别分值合计10=10分，写的是12分，相差2分。"),
        ("error", "各评分项分值合计3＋6=9分，写的是10分，相差1分。"),
        ("error", "各部分分值合计3＋2=5分，写的是6分，相差1分。"),
    ]


def test_what_states_no_points_is_not_judged():
    assert findings("V11", *scheme_records((RATIO, "", None), points="", total="")) == []
    assert findings("V11", *scheme_records((RATIO, "3", None), (RATIO, "", None), points="8", total="")) == []


def test_a_rule_gives_as_many_points_as_its_item_has():
    assert findings("V11", *scheme_records((RATIO, "4", None), points="4", total="4")) == [
        ("warning", "计分规则最高得3分，分值是4分。")
    ]


def test_points_by_hand_stay_in_bounds_and_have_a_reason():
    records = scheme_records((RATIO, "3", None), points="3", total="3")
    county = unit("临江区", kind="county")
    entry = ScoreEntry(item=records[2].id, party=county.id, adjusted=Decimal("3.5"))
    assert findings("V11", *records, county, entry) == [
        ("warning", "评定得分3.5，应在0分到3分之间。"),
        ("warning", "评定得分没有写明理由。"),
    ]
    fine = entry.with_values(adjusted=Decimal("2.5"), reason="会议纪要不全")
    assert findings("V11", *records, county, fine) == []


def test_a_limit_that_cannot_be_read_is_said_to_be_none():
    records = scheme_records((RATIO, "3", None), group="加分项", points="", total="")
    records[1] = records[1].with_values(limit="另定")
    said = "加减分限额“另定”里没有读出分数，现在按不限额计算；请写成10或-10，确实不限额的写“不限”。"
    assert findings("V11", *records) == [("warning", said)]


# ------------------------------------------------------------------------------------------------ V13


def test_what_is_only_counted_is_not_scored():
    counted = indicator("就业数", "-", nature="statistical")
    assert findings("V13", counted, *scheme_records((RATIO, "3", counted), points="3", total="3")) == [
        ("error", "对应指标“就业数”只作统计，不作考核，不能计分。")
    ]
    assessed = indicator("就业数", "30")
    assert findings("V13", assessed, *scheme_records((RATIO, "3", assessed), points="3", total="3")) == []


# ------------------------------------------------------------------------------------------------ V15


def test_a_cumulative_figure_that_falls_needs_a_reason():
    row, county = indicator("就业数", "300"), unit("临江区")
    earlier, later = report(row, county, 202405, "120"), report(row, county, 202406, "110")
    assert findings("V15", row, county, earlier, later) == [
        ("warning", "累计完成110人，比2024年5月的120人少，没有写明原因。")
    ]
    assert findings("V15", row, county, earlier, later.with_values(note="核减重复10人")) == []
    assert findings("V15", row, county, earlier, later.with_values(state="returned")) == []
    assert findings("V15", row, county, report(row, county, 202312, "500"), later) == []


def test_figures_of_a_point_of_time_may_fall():
    row, county = indicator("在岗人数", "300", accumulation="point"), unit("临江区")
    assert findings("V15", row, county, report(row, county, 202405, "120"), report(row, county, 202406, "110")) == []


# ------------------------------------------------------------------------------------------------ V16


def test_a_figure_that_cannot_be_compared_with_its_target_is_an_error():
    row, county = indicator("到位资金", "300", "万元"), unit("临江区")
    assert findings("V16", row, county, report(row, county, 202406, "3亩"), report(row, county, 202407, "大部分")) == [
        ("error", "完成数写的是“3亩”，不能换算成“万元”，算不出完成率。"),
        ("error", "完成数写的是“大部分”，读不出数，算不出完成率。"),
    ]
    for value in ("30", "0.3亿元", "已完成", "94.2%"):
        assert findings("V16", row, county, report(row, county, 202406, value)) == []


def test_a_target_of_nought_or_none_is_no_error():
    county = unit("临江区")
    for target in ("0", "-", "", "按上级安排"):
        row = indicator("事故数", target, "起")
        assert findings("V16", row, county, report(row, county, 202406, "0")) == []


def test_a_range_needs_two_ends():
    assert findings("V16", indicator("比例", "30", "%", direction="range")) == [
        ("warning", "方向是区间，目标“30”只有一个数，请写成30-40。")
    ]
    assert findings("V16", indicator("比例", "30-40", "%", direction="range")) == []


# ------------------------------------------------------------------------------------------------ V17, V24


def test_what_lags_behind_its_month_is_hinted_at():
    row, county = indicator("就业数", "1200"), unit("临江区")
    split = share(row, county, "600")
    assert findings("V17", row, county, split, report(row, county, 202411, "500")) == [
        ("hint", "2024年11月完成率83.3%，低于序时进度（91.7%）8.3个百分点。")
    ]
    assert findings("V17", row, county, split, report(row, county, 202411, "550")) == []
    assert findings("V17", row, county, split, report(row, county, 202411, "600")) == []
    assert findings("V17", row, county, report(row, county, 202400, "1100"))[0][1].startswith("2024年全年完成率91.7%")


def test_what_has_no_rate_lags_behind_nothing():
    county = unit("临江区")
    for row in (
        indicator("就业数", "-"),
        indicator("就业数", "30", nature="statistical"),
        indicator("事故数", "不超过5", "起"),
    ):
        assert findings("V17", row, county, report(row, county, 202411, "1")) == []


def test_the_year_is_not_the_sum_of_cumulative_months():
    row, county = indicator("就业数", "300"), unit("临江区")
    months = [report(row, county, 202405, "100"), report(row, county, 202406, "150")]
    assert findings("V24", row, county, *months, report(row, county, 202400, "250")) == [
        ("warning", "全年数250是各月之和；各月填的是累计数，全年应为150。")
    ]
    assert findings("V24", row, county, *months, report(row, county, 202400, "150")) == []


def test_findings_about_scores_can_be_waived_one_by_one():
    from tests.core.plans import plan_of
    from xiezuo_desktop.core.checks import check
    from xiezuo_desktop.core.records import Waiver

    records = scheme_records((RATIO, "4", None), points="4", total="4")
    (found,) = [p for p in check(plan_of(*records)) if p.rule == "V11"]
    assert (found.record, found.where) == (ScoreItem, "评分项1“培训人数。（完成得3分；未完成的，得分＝3×完成率。）”")
    waiver = made(Waiver, rule="V11", place=found.place, reason="上级文件如此")
    (again,) = [p for p in check(plan_of(*records, waiver)) if p.rule == "V11"]
    assert again.waived == "上级文件如此"
