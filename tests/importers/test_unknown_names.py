"""Names that the plan does not know: what is suggested for them, and what a person says of them."""

from __future__ import annotations

from tests.importers.papers import paper, table, title
from tests.importers.test_steps import IDS, applied
from xiezuo_desktop.core.plan import Plan
from xiezuo_desktop.importers import steps_for, understand
from xiezuo_desktop.importers.unknown_names import NEW, SAME, Answer, alike, answered, explained, unknown_names


def test_an_office_is_suggested_for_its_shortened_name():
    assert alike("区人社局", ["区人力社保局", "区教育局"]) == ["区人力社保局"]
    assert alike("软件园", ["临江软件园", "区商务局"]) == ["临江软件园"]


def test_a_body_in_a_town_is_not_the_town():
    names = ["红山镇", "红山镇保福经合社", "红山镇梅岭经合社", "红山镇冯庄村", "红山镇双泉村"]
    assert not any(alike(name, names) for name in names)


def test_two_towns_that_differ_in_a_letter_are_two():
    assert not alike("东街街道", ["南街街道", "西街街道"])
    assert alike("东街街道", ["东街街道办事处"]) == ["东街街道办事处"]


def test_names_that_differ_in_their_number_are_two():
    assert not alike("县第一小学", ["县第二小学", "县第十一小学"])
    assert alike("县第一小学", ["第一小学"]) == ["第一小学"]


def test_two_wordings_of_a_body_in_a_town_are_still_alike():
    assert alike("红山镇保福经合社", ["红山镇保福股份经合社"]) == ["红山镇保福股份经合社"]


def draft():
    text = "序号|指标名称|单位|目标值|责任单位\n1|学校结对|所|3|软件园\n2|医院结对|家|2|临江软件园"
    return understand(paper(title("临江区2024年任务分解表"), table(text)))


def test_two_names_that_are_each_other_close_no_circle():
    answers = explained({}, "软件园", Answer(SAME, "临江软件园"))
    answers = explained(answers, "临江软件园", Answer(SAME, "软件园"))
    assert answers == {"临江软件园": Answer(SAME, "软件园")}
    found = answered(draft(), answers)
    assert [u.name for u in found.units] == ["软件园"]
    assert [(a.text, a.of) for a in found.aliases] == [("临江软件园", "软件园")]


def test_a_circle_of_three_loses_its_last_link():
    answers = {"甲局": Answer(SAME, "乙局"), "乙局": Answer(SAME, "丙局")}
    assert explained(answers, "丙局", Answer(SAME, "甲局")) == {
        "甲局": Answer(SAME, "乙局"),
        "丙局": Answer(SAME, "甲局"),
    }
    assert explained(answers, "丙局", Answer(NEW)) == {**answers, "丙局": Answer(NEW)}


def test_a_name_of_a_name_is_the_last_of_them():
    names = {"软件园": Answer(SAME, "临江软件园"), "临江软件园": Answer(SAME, "区商务局")}
    assert {a.of for a in answered(draft(), names).aliases} == {"区商务局"}


def test_names_that_are_known_by_an_alias_are_not_suggested():
    said = answered(draft(), {"软件园": Answer(SAME, "临江软件园")})
    plan = applied(Plan({}), steps_for(said, Plan({}), lambda: next(IDS)))
    text = "序号|指标名称|单位|目标值|责任单位\n1|学校结对|所|3|软件园\n2|医院结对|家|2|软件园区"
    second = understand(paper(title("补充任务表"), table(text)))
    assert {n.name: n.suggestions for n in unknown_names(second, plan)} == {"软件园区": ()}
