import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiezuo_desktop.core.names import (
    NameRegister,
    UnitMention,
    clean_text,
    duplicates,
    group_size,
    guess_kind,
    looks_like_group,
    normalise,
    split_plaque,
    split_units,
)
from xiezuo_desktop.core.plan import Plan
from xiezuo_desktop.core.records import UNIT_KINDS, Alias, Unit, UnitGroup


def names(text, known=()):
    return [m.name for m in split_units(text, known)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("区发改局、区经信局、区农业农村局", ["区发改局", "区经信局", "区农业农村局"]),
        ("区发改局,区经信局；区商务局", ["区发改局", "区经信局", "区商务局"]),
        ("区委办 区政府办", ["区委办", "区政府办"]),
        ("区教育局\n区卫健局\n", ["区教育局", "区卫健局"]),
        ("区委 区政府", ["区委", "区政府"]),
        ("教育局 卫健局", ["教育局", "卫健局"]),
        ("东山街道 西门街道兴隆经合社 北溪街道湖前经合社", ["东山街道", "西门街道兴隆经合社", "北溪街道湖前经合社"]),
        ("软件园\n十街镇\n云岭山货电子 商务有限公司", ["软件园", "十街镇", "云岭山货电子商务有限公司"]),
        ("团区委 区妇联 区残联", ["团区委", "区妇联", "区残联"]),
        ("前方工作队、区人力社保局", ["前方工作队", "区人力社保局"]),
        ("市财政局、各县（市）财政局", ["市财政局", "各县（市）财政局"]),
        ("各县（市、区）、市级有关部门", ["各县（市、区）", "市级有关部门"]),
        ("各镇、街道、区属功能区", ["各镇、街道", "区属功能区"]),
        ("1.区教育局\n2.区卫健局", ["区教育局", "区卫健局"]),
        ("①区教育局②区卫健局", ["区教育局", "区卫健局"]),
        ("区委组织部和区人社局", ["区委组织部", "区人社局"]),
        ("区委办、区政府办及相关单位", ["区委办", "区政府办", "相关单位"]),
        ("ABC Trading Co", ["ABC Trading Co"]),
    ],
)
def test_a_cell_is_taken_apart_where_names_end(text, expected):
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("区人力资源和 社会保障局", ["区人力资源和社会保障局"]),
        ("区教育局 区人力资源和 社会保障局", ["区教育局", "区人力资源和社会保障局"]),
        ("区委 组织部", ["区委组织部"]),
        ("区人民政府 办公室", ["区人民政府办公室"]),
        ("区农业农 村局 区商务局", ["区农业农村局", "区商务局"]),
        ("区农业农村\n局", ["区农业农村局"]),
        ("区乡村 振兴局", ["区乡村振兴局"]),
        ("区住房和城乡 建设局", ["区住房和城乡建设局"]),
        ("区投资促进中 心", ["区投资促进中心"]),
        ("区供销合作社 联合社", ["区供销合作社联合社"]),
        ("云岭县中医 院 云岭县 人民医院", ["云岭县中医院", "云岭县人民医院"]),
        ("区退役军人 事务局、区委老 干部局", ["区退役军人事务局", "区委老干部局"]),
        ("阳光 科技 有限 公司", ["阳光科技有限公司"]),
        ("各 相关 单位", ["各相关单位"]),
        ("区发展和改革局", ["区发展和改革局"]),
        ("区文化和旅游局、区工业和信息化局", ["区文化和旅游局", "区工业和信息化局"]),
    ],
)
def test_a_name_that_a_narrow_column_cut_stays_whole(text, expected):
    assert names(text) == expected


@pytest.mark.parametrize("text", ["", " ", "/", "-", "—", "／", "无", " / \n"])
def test_strokes_and_blanks_name_nobody(text):
    assert split_units(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "区民政局（区乡村振兴局）",
        "区民政局(区乡村振兴局)",
        "区民政局 （区乡村振兴局）",
        "区民政局\n(区乡村振兴局)",
        "区民政局 \n （区乡村\n振兴局）",
    ],
)
def test_a_plaque_belongs_to_the_name_before_it(text):
    assert split_units(text) == [UnitMention("区民政局", "区乡村振兴局")]
    assert names(text + "\n区慈善总会") == ["区民政局", "区慈善总会"]


def test_a_list_may_be_open():
    assert split_units("区工商联、区慈善总会等") == [UnitMention("区工商联"), UnitMention("区慈善总会", open=True)]
    assert split_units("区教育局等有关单位")[-1] == UnitMention("区教育局", open=True)


def test_a_role_in_brackets_is_a_remark():
    assert split_units("区教育局（牵头）、区人社局") == [
        UnitMention("区教育局", remark="牵头"),
        UnitMention("区人社局"),
    ]


def test_known_names_decide():
    assert names("东山 西门", ["东山", "西门"]) == ["东山", "西门"]
    assert names("东山 西门") == ["东山西门"]
    assert names("区委 组织部", ["区委", "组织部"]) == ["区委", "组织部"]
    assert names("山海局和湖海局", ["山海局和湖海局"]) == ["山海局和湖海局"]


@given(st.lists(st.sampled_from(["区教育局", "区人力资源和社会保障局", "团区委", "东山街道", "前方工作队", "云岭百货有限公司", "十街镇"]), unique=True, max_size=7),
       st.sampled_from(["、", "，", ",", ";", "\n", " ", "、\n"]))  # fmt: skip
def test_whole_names_come_apart_however_they_are_parted(units, stop):
    assert names(stop.join(units)) == units


@given(st.text(max_size=60))
def test_no_cell_is_too_strange(text):
    for mention in split_units(text):
        assert mention.name.strip()


def test_a_long_cell_is_split_in_time():
    assert len(split_units(" ".join(f"第{n}小学" for n in range(800)))) == 800


@pytest.mark.parametrize(
    ("name", "host", "plaques"),
    [
        ("区民政局（区乡村振兴局）", "区民政局", ("区乡村振兴局",)),
        ("区委统战部(区民宗局、区侨办)", "区委统战部", ("区民宗局", "区侨办")),
        ("各镇（乡）街道", "各镇（乡）街道", ()),
        ("各乡镇（街道）", "各乡镇（街道）", ()),
        ("各县（市、区）", "各县（市、区）", ()),
        ("区教育局（牵头）", "区教育局（牵头）", ()),
        ("区教育局", "区教育局", ()),
    ],
)
def test_plaques_are_names_of_bodies_in_brackets(name, host, plaques):
    assert split_plaque(name) == (host, plaques)


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("十街镇", 10), ("12个乡镇", 12), ("九县（市、区）", 9), ("三乡镇", 3), ("十二个乡镇", 12), ("二十一街镇", 21),
        ("各镇（乡）街道", None), ("各镇（办）", None), ("各乡镇（办事处）", None), ("各科室", None), ("各乡镇（街道）", None), ("区属各单位", None), ("区机关各部门", None), ("各县（市）财政局", None),
        ("结对乡镇", None), ("各相关单位", None), ("有关部门", None), ("成员单位", None), ("区属国有企业", None), ("各镇、街道", None),
    ],
)  # fmt: skip
def test_groups_are_known_by_their_words(name, size):
    assert looks_like_group(name)
    assert group_size(name) == size


@pytest.mark.parametrize(
    "name",
    [
        "区民政局",
        "东山街道",
        "十里镇",
        "百官街道",
        "区直机关工委",
        "市直机关事务管理局",
        "三门县",
        "各族人民协会",
        "开发区",
        "六安市",
        "市本级",
        "区乡村",
        "结对帮扶办",
        "市乡村振兴局（办）",
        "",
    ],
)
def test_single_bodies_are_no_groups(name):
    assert not looks_like_group(name)
    assert group_size(name) is None


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("区委组织部", "party"), ("区委", "party"), ("区人武部", "party"), ("区民政局（区乡村振兴局）", "government"), ("区政府办", "government"),
        ("团区委", "mass"), ("区红十字会", "mass"), ("区总工会", "mass"), ("区工商联", "mass"), ("区慈善总会", "social"), ("东山镇保福经合社", "social"),
        ("区委党校", "institution"), ("区国资中心", "institution"), ("区供销社", "institution"), ("云岭县第一小学", "institution"),
        ("区国有资产投资集团有限公司", "state_enterprise"), ("山货电子商务有限公司", "enterprise"), ("软件园", "zone"), ("高新区管委会", "zone"),
        ("东山街道", "town"), ("洪山镇", "town"), ("石城镇", "town"), ("小城镇", ""), ("重点城镇", ""), ("前方工作队", "field_team"), ("省对口办", "superior"), ("临江市", "county"), ("区教育局", "government"), ("临江", ""), ("东乡", ""),
    ],
)  # fmt: skip
def test_the_kind_is_told_by_the_ending(name, kind):
    assert guess_kind(name) == kind
    assert kind == "" or kind in UNIT_KINDS


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("该指标 只作统 计，不 作考 核", "该指标只作统计，不作考核"), ("完成资金 30 万元", "完成资金30万元"), ("2021 年云岭", "2021年云岭"),
        ("ABC  Trading Co", "ABC Trading Co"), ("3 500 4", "3 500 4"), ("甲\r\n 乙\u3000丙 ", "甲\n乙丙"), ("向 12 个月以上", "向12个月以上"),
        ("甲\u200b乙", "甲乙"), ("", ""), ("\n甲\n", "甲"), ("邮箱：a@b.cn 电话 123", "邮箱：a@b.cn 电话123"),
    ],
)  # fmt: skip
def test_forced_blanks_go_and_line_breaks_stay(raw, clean):
    assert clean_text(raw) == clean
    assert clean_text(clean) == clean


@given(st.text(max_size=50))
def test_cleaning_changes_only_blanks(text):
    kept = [c for c in text if c.isalnum()]
    assert [c for c in clean_text(text) if c.isalnum()] == kept


def test_normal_forms_ignore_width_blanks_and_kind_of_bracket():
    assert normalise("区财政局 （区国资办）") == normalise("区财政局(区国\n资办)")
    assert normalise("普陀—万源") == normalise("普陀-万源")


def plan_of(*units, groups=(), aliases=()):
    return Plan({
        Unit: {u.key: u for u in units},
        UnitGroup: {g.key: g for g in groups},
        Alias: {a.key: a for a in aliases},
    })  # fmt: skip


def test_a_unit_is_found_by_its_exact_names_only():
    register = NameRegister(
        plan_of(
            Unit(id=1, order="a", name="区民政局", plaques="区乡村振兴局\n区老龄办"),
            Unit(id=2, order="b", name="区卫生健康局"),
            Unit(id=3, order="c", name="区委统战部", plaques="区工商联"),
            Unit(id=4, order="d", name="区工商联"),
            Unit(id=5, order="e", name="区老龄办事处", plaques="区老龄办"),
            groups=[UnitGroup(id=9, order="a", name="十街镇")],
            aliases=[Alias(id=20, unit=2, text="区卫健局"), Alias(id=21, unit=9, text="各街镇")],
        )
    )
    assert register.find("区民政局 ") == 1
    assert register.find("区民政局（区乡村振兴局）") == 1
    assert register.find("区乡村振兴局") == 1
    assert register.find("区卫健局") == 2
    assert register.find("区工商联") == 4  # the unit of that name before the plaque
    assert register.find("区委统战部(区工商联)") == 3
    assert register.find("区委统战部（区民宗局）") == 3
    assert register.find("各街镇") == 9
    assert register.find("区老龄办") is None  # two units claim it
    assert register.find("区民政") is None
    assert register.find("") is None


def test_a_merged_unit_stands_for_the_one_it_became():
    register = NameRegister(
        plan_of(Unit(id=1, order="a", name="区卫健局", same_as=2), Unit(id=2, order="b", name="区卫生健康局"))
    )
    assert register.find("区卫健局") == 2


def test_a_circle_of_merged_units_ends():
    register = NameRegister(
        plan_of(Unit(id=1, order="a", name="甲局", same_as=2), Unit(id=2, order="b", name="乙局", same_as=1))
    )
    assert register.find("甲局") in (1, 2)


def test_duplicates_differ_in_width_and_blanks_only():
    units = [
        Unit(id=1, order="a", name="区财政局(区国资办)"),
        Unit(id=2, order="b", name="区财政局（区国资办）"),
        Unit(id=3, order="c", name="区财政局"),
    ]
    assert duplicates(units) == [(units[0], units[1])]
