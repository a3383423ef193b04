import pytest

from tests.core.plans import chapter, duty, findings, indicator, made, mention, plan_of, unit
from xiezuo_desktop.core.checks import check
from xiezuo_desktop.core.records import Clause

# ------------------------------------------------------------------------------------------------ V6, V7 task book


def book(target, *said, measure_unit="万元", name="动员社会捐赠资金"):
    """An indicator for which several bureaus answer, each with a chapter of one clause (None: no chapter)."""
    row = indicator(name, target, measure_unit, ordinal="33")
    out = [row]
    for n, text in enumerate(said):
        bureau = unit(f"区第{n}局")
        out += [bureau, duty(row, bureau), *([] if text is None else chapter(bureau, text))]
    return out


@pytest.mark.parametrize(
    "rows",
    [
        book("230", "完成社会捐赠资金30万元。", "完成社会捐赠资金 200 万元。"),
        book("230", "全区完成社会捐赠资金230万元。", "完成社会捐赠资金230万元。"),
        book("230", "全区完成社会捐赠资金230万元。", "完成社会捐赠资金50万元。"),
        book("0.0230", "完成社会捐赠资金30万元。", "完成社会捐赠资金200万元。", measure_unit="亿元"),
        book("230", "动员各方力量。"),
        book("230", "完成社会捐赠资金30万元。指导行业组织完成社会捐赠资金30万元。", "完成社会捐赠资金200万元。"),
        book("-", "完成社会捐赠资金30万元。"),
        book("5", "选派干部3名。", measure_unit="个", name="结对学校数"),
    ],
)
def test_clauses_that_can_be_read_as_the_target_are_not_mentioned(rows):
    assert findings("V6", *rows) == []


def test_clauses_that_fall_short_are_told_with_all_numbers():
    ((severity, message),) = findings(
        "V6", *book("350", "完成社会捐赠资金30万元。", "完成社会捐赠资金120万元。", "动员各方力量。")
    )
    assert severity == "warning"
    for words in (
        "合计150万元",
        "区第0局30万元",
        "区第1局120万元",
        "表中目标350万元",
        "还差200万元",
        "区第2局没有写明数额",
    ):
        assert words in message


def test_pairs_beside_things_are_compared_and_said():
    ((_, message),) = findings("V6", *book("8", "完成企业结对3对。", measure_unit="个", name="参与结对的企业数"))
    assert "还差5个" in message
    assert "条文用“对”，表中用“个”" in message


def test_what_the_file_ties_wins_over_the_words():
    rows = book("350", "完成社会捐赠资金30万元。")
    clause = next(r for r in rows if isinstance(r, Clause))
    assert len(findings("V6", *rows)) == 1
    assert findings("V6", *rows, mention(clause, "30", "万元")) == []  # left untied by a person
    assert len(findings("V6", *rows, mention(clause, "30", "万元", rows[0]))) == 1
    assert len(findings("V6", *rows, mention(clause, "99", "万元", rows[0]))) == 1  # no longer in the text: 30 is read


def test_a_unit_without_its_chapter_is_a_warning():
    found = findings("V7", *book("350", "完成社会捐赠资金350万元。", None))
    assert found == [("warning", "负责指标33，任务书里没有它的一章。")]


def test_an_abbreviated_name_is_suggested():
    row = indicator("就业数", "30", ordinal="5")
    full, short = unit("区人力社保局"), unit("区人社局")
    found = findings("V7", row, full, short, duty(row, full), duty(row, short), *chapter(full, "就业30人。"))
    assert "“区人力社保局”有一章，两者可能是同一个单位" in found[0][1]
    assert [s for s, _ in findings("V8", full, short)] == ["hint"]


def test_a_plaque_may_stand_for_the_unit():
    row = indicator("就业数", "30")
    host, plaque = unit("区民政局", plaques="区乡村振兴局"), unit("区乡村振兴局")
    assert findings("V7", row, host, plaque, duty(row, host), duty(row, plaque), *chapter(host, "就业30人。")) == []


def test_targets_that_no_chapter_names_are_told_together():
    bureau, other = unit("区人社局"), unit("区工会")
    rows = [indicator(f"第{n}类就业数", str(n * 100), ordinal=str(n)) for n in (1, 2, 3, 5)]
    found = check(
        plan_of(
            *rows,
            bureau,
            other,
            *(duty(r, bureau) for r in rows),
            *chapter(bureau, "做好就业。"),
            *chapter(other, "发动职工。"),
        )
    )
    assert [(p.where, p.severity) for p in found if p.rule == "V7"] == [
        ("指标1至3、5", "hint"),
        ("任务书“区工会”", "hint"),
    ]


def test_a_book_of_themes_is_not_compared():
    row, bureau = indicator("就业数", "30"), unit("区人社局")
    themes = [made(type(chapter(bureau)[0]), heading=h) for h in ("总体要求", "保障措施")]
    assert findings("V7", row, bureau, duty(row, bureau), *themes) == []


def test_a_target_without_a_unit_is_a_warning_where_the_others_have_one():
    bureau = unit("区人社局")
    one, two, three, four = (
        indicator("甲数", "1", "个"),
        indicator("乙数", "1", "个"),
        indicator("丙数", "-", "个"),
        indicator("丁数", "2", "个"),
    )
    below = indicator("其中：戊", "1", "个", parent=one)
    found = check(plan_of(one, two, three, four, below, bureau, duty(one, bureau), duty(four, bureau, "cooperating")))
    assert [(p.where, p.message) for p in found if p.rule == "V7"] == [
        ("指标“乙数”", "没有写明责任单位。"),
        ("指标“丁数”", "只有配合单位，没有写明责任单位。"),
    ]
    assert findings("V7", indicator("甲数", "1", "个")) == []
