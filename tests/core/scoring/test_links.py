from tests.core.plans import indicator, plan_of
from tests.core.scoring.schemes import scheme_records
from xiezuo_desktop.core.scoring.links import open_items, ranked_for, suggested_links

RULE = "（完成得3分；未完成的，得分＝3×完成率。）"


def suggested(*records):
    return [(s.item.ordinal or s.item.name, s.indicator.name) for s in suggested_links(plan_of(*records))]


def test_items_are_suggested_the_indicator_whose_words_they_share():
    training, jobs = indicator("培训乡村振兴干部人次"), indicator("帮助农村劳动力来省就业数")
    items = scheme_records(
        (f"帮助农村劳动力到我省就业情况，查看台账。{RULE}", "3", None),
        (f"培训协作地区乡村振兴干部人次，查看名册。{RULE}", "3", None),
        (f"信息宣传情况，查看简报。{RULE}", "3", None),
    )
    assert set(suggested(training, jobs, *items)) == {("1", jobs.name), ("2", training.name)}


def test_an_indicator_is_suggested_once_and_links_that_exist_are_left_alone():
    schools = indicator("结对学校数")
    twice = scheme_records((f"结对学校数{RULE}", "3", None), (f"结对学校数量情况{RULE}", "3", None))
    assert suggested(schools, *twice) == [("1", "结对学校数")]
    linked = scheme_records((f"结对学校数{RULE}", "3", schools), (f"结对学校数{RULE}", "3", None))
    assert suggested(schools, *linked) == []


def test_parts_are_linked_in_place_of_their_item():
    schools = indicator("结对学校数")
    items = scheme_records(
        ("结对。（结对学校2分：完成得2分，未完成得0分。结对医院2分：完成得2分，未完成得0分。）", "4", None)
    )
    assert suggested(schools, *items) == [("结对学校", "结对学校数")]


def test_a_sum_of_money_is_not_scored_by_a_count_of_heads():
    firms = indicator("引进企业数", measure_unit="家")
    paid = indicator("其中：企业实际到位投资额", measure_unit="亿元")
    items = scheme_records(
        (f"引进企业实际投资额{RULE}", "3", None), (f"引进企业到协作地区投资兴业个数{RULE}", "3", None)
    )
    assert set(suggested(firms, paid, *items)) == {("1", paid.name), ("2", firms.name)}
    assert suggested(firms, *items[:-1]) == []


def test_a_short_name_within_a_long_item_is_found():
    sent, hosted = indicator("计划选派挂职干部"), indicator("协作地区向我县选派挂职干部")
    items = scheme_records((f"按要求选派党政挂职干部到协作地区挂职数{RULE}", "3", None))
    assert suggested(sent, *items) == [("1", sent.name)]
    assert suggested(hosted, sent, *items)[0] == ("1", sent.name)


def test_words_beside_the_name_and_former_names_help_but_count_less():
    sales, jobs = indicator("采购帮助销售农副产品"), indicator("其中：帮助脱贫人口实现就业数")
    items = scheme_records(
        (f"消费扶贫情况，主要查看采购和帮助销售农副产品台账。{RULE}", "3", None),
        (f"帮助贫困人口稳定就业人数{RULE}", "3", None),
    )
    assert set(suggested(sales, jobs, *items)) == {("1", sales.name), ("2", jobs.name)}
    likeness = {s.indicator.name: s.likeness for s in suggested_links(plan_of(sales, jobs, *items))}
    assert all(found < 0.6 for found in likeness.values())  # to be looked at, not ticked


def test_all_indicators_can_be_chosen_the_likest_first():
    jobs, money, firms = indicator("就业人数"), indicator("帮扶资金额", measure_unit="万元"), indicator("引导企业数")
    plan = plan_of(money, jobs, firms, *scheme_records((f"引导企业到县投资个数{RULE}", "3", None)))
    (item,) = open_items(plan)
    ranked = ranked_for(plan, item)
    assert ranked[0][0].name == firms.name
    assert {i.name for i, _ in ranked} == {jobs.name, money.name, firms.name}
