import pytest

from tests.core.plans import indicator, made, plan_of, share, unit
from tests.core.scoring.schemes import scheme_records
from xiezuo_desktop.core.records import Evidence, Report, ScoreEntry, ScoreItem
from xiezuo_desktop.core.scoring.sheet import ScoreSheet, rule_text, subject

RATIO = "培训人数，查看名册。（完成得3分；未完成的，得分＝3×完成率。）"
PARTS = "结对情况。（学校结对3分：完成得3分，未完成得0分。医院结对2分：完成得2分，未完成得0分。）"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (RATIO, "培训人数"),
        ("区、县（市）负责同志调研情况，主要查看时间。（完成得4分，未完成得0分。）", "区、县（市）负责同志调研情况"),
        ("劳务协作（完成得3分，未完成得0分）", "劳务协作"),
        ("", "7"),
    ],
)
def test_the_subject_of_an_item_is_its_first_phrase_without_the_rule(content, words):
    assert subject(made(ScoreItem, ordinal="7", content=content)) == words


def test_the_rule_is_read_from_the_standard_where_that_stands_apart():
    item = made(ScoreItem, content=RATIO, standard="每少1人扣0.1分")
    assert rule_text(item) == "每少1人扣0.1分"
    assert rule_text(made(ScoreItem, content=RATIO)) == "完成得3分；未完成的，得分＝3×完成率。"


def world(*more, state="accepted"):
    county = unit("临江区", kind="county")
    town = unit("东港镇", kind="town", parent=county.id)
    row = indicator("培训人数", "650")
    records = scheme_records((RATIO, "3", row), (PARTS, "5", None))
    records[2] = records[2].with_values(evidence="名册")
    proof = made(Evidence, title="名册", indicator=row.id, unit=town.id, state=state)
    report = Report(indicator=row.id, bearer=county.id, period=203106, value="612")
    return county, records, [county, town, row, share(row, county, "650"), report, *records], proof


def test_lines_have_values_targets_and_parts():
    county, records, plan, _ = world()
    school = next(r for r in records if isinstance(r, ScoreItem) and r.name == "学校结对")
    entry = ScoreEntry(item=school.id, party=county.id, value="是", target="3")
    sheet = ScoreSheet(plan_of(*plan, entry), records[0])
    (group,) = sheet.lines
    ratio, pairs = group.kids
    assert (sheet.target(ratio, county.id), sheet.value(ratio, county.id)) == ("650", "612")
    assert [k.name for k in pairs.kids] == ["学校结对", "医院结对"]
    assert (sheet.target(pairs.kids[0], county.id), sheet.value(pairs.kids[0], county.id)) == ("3", "是")
    assert sheet.value(pairs.kids[1], county.id) == ""
    assert str(sheet.group_points(group.id, county.id)) == str(sheet.total(county.id).points)


@pytest.mark.parametrize(("state", "proof"), [("accepted", "proved"), ("", "waiting"), ("rejected", "refused")])
def test_evidence_of_units_below_proves_the_score_of_a_party(state, proof):
    county, records, plan, evidence = world(state=state)
    item = records[2]
    assert ScoreSheet(plan_of(*plan, evidence), records[0]).proof(item, county.id) == proof
    assert ScoreSheet(plan_of(*plan), records[0]).proof(item, county.id) == "missing"


def test_what_was_done_before_is_shown_in_the_words_of_the_plan():
    county = unit("临江区", kind="county")
    row = indicator("挂职干部", "5")
    records = scheme_records((RATIO, "3", row))
    sheet = ScoreSheet(plan_of(county, row, share(row, county, "已选派"), *records), records[0])
    assert sheet.target(sheet.lines[0].kids[0], county.id) == "已选派"
