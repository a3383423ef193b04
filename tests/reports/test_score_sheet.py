import json
from decimal import Decimal
from itertools import product

import pytest

from tests.core.plans import indicator, plan_of, share, unit
from tests.core.scoring.schemes import scheme_records
from tests.documents.pdf.test_write_pdf import checked
from xiezuo_desktop.cli import main
from xiezuo_desktop.core.changes import Put
from xiezuo_desktop.core.errors import WrongCall
from xiezuo_desktop.core.records import PlanInfo, Report, ScoreEntry, ScoreGroup, ScoreItem
from xiezuo_desktop.documents.paper import Paragraph, Table
from xiezuo_desktop.documents.pdf.write_pdf import write_pdf
from xiezuo_desktop.reports import compose
from xiezuo_desktop.storage.plan_file import PlanFile

RATIO = "培训人数，查看名册。（完成得3分；未完成的，得分＝3×完成率。）"
COMPOSITE = "结对情况。（学校结对3分：完成得3分，未完成得0分。医院结对2分：完成得2分，未完成得0分。）"


def records():
    north, south = unit("临江区", kind="county"), unit("云岭县", kind="county")
    row = indicator("培训人数", "1300")
    scheme = scheme_records((RATIO, "3", row), (COMPOSITE, "5", None), points="8", total="8")
    (first, _, school, hospital) = [r for r in scheme if type(r).__name__ == "ScoreItem"]
    typed = [ScoreEntry(item=part.id, party=north.id, value="是") for part in (school, hospital)]
    return [
        PlanInfo(id=1, title="东澜市2031年东西部协作评价办法", year=2031), north, south, row,
        share(row, north, "650"), share(row, south, "650"), *scheme, *typed,
        Report(indicator=row.id, bearer=north.id, period=203106, value="612"),
        Report(indicator=row.id, bearer=north.id, period=203105, value="325"),
        Report(indicator=row.id, bearer=south.id, period=203106, value="650"),
        ScoreEntry(item=first.id, party=south.id, adjusted=None, reason=""),
    ]  # fmt: skip


def tables(paper):
    return [[[c.text for c in r.cells] for r in b.rows] for b in paper.blocks if isinstance(b, Table)]


def texts(paper):
    return [b.text for b in paper.blocks if isinstance(b, Paragraph)]


def test_the_leader_reads_who_stands_where_and_where_points_were_lost():
    paper = compose("scores", plan_of(*records()))
    said = [b.text for b in paper.sections[0].blocks if isinstance(b, Paragraph)]
    assert said[1] == "共有2个单位参加考核，总分8分。临江区得分最高，为7.82分；云岭县得分最低，为3分；平均5.41分。"
    assert said[2] == "失分最多的是：“培训人数”平均得2.91分（满分3分）。"
    assert said[3] == "还有1项次未填报或待评定，得分和名次是暂时的。"


def test_the_ranking_stands_first_with_the_points_of_every_group():
    paper = compose("scores", plan_of(*records()))
    ranking, *_ = tables(paper)
    assert ranking[0] == ["名次", "单位", "组织领导\n8分", "得分\n8分", "备注"]
    assert ranking[1:] == [["1", "临江区", "7.82", "7.82", ""], ["2", "云岭县", "3.00", "3.00", "1项未定"]]
    assert [t for t in texts(paper) if t.startswith("注：")] == ["注：得分四舍五入，保留2位小数；超额完成的按满分计。"]
    assert paper.notes == ("有2项的计分规则由程序按文字读出，尚未核对：请到“评分考核”中核对。",)


def test_all_items_stand_side_by_side_with_totals_and_places():
    _, items, *_ = tables(compose("scores", plan_of(*records())))
    assert items[0] == ["序号", "评分项", "分值", "临江区", "云岭县"]
    assert items[1] == ["", "组织领导", "8", "7.82", "3.00"]
    assert items[2] == ["1", "培训人数", "3", "2.82", "3.00"]
    assert items[3] == ["2", "结对情况", "5", "5.00", "—"]
    assert items[-2:] == [["合计", "8", "7.82", "3.00"], ["名次", "", "1", "2"]]


def test_a_dash_is_explained_where_it_stands():
    assert "“—”为未填报" in texts(compose("scores", plan_of(*records())))


def test_every_party_has_a_page_with_its_formulas():
    paper = compose("scores", plan_of(*records()))
    _, _, north, south, _ = tables(paper)
    assert north[0] == ["序号", "类别", "评分项", "分值", "任务", "完成", "计算", "得分"]
    assert north[1] == ["1", "组织领导\n8分", "培训人数", "3", "650", "612", "3×612/650=2.82", "2.82"]
    assert north[2] == ["2", "结对情况", "5", "", "", "学校结对：完成，得3\n医院结对：完成，得2\n合计5", "5.00"]
    assert north[3] == ["合计", "8", "", "7.82"]
    assert south[2] == ["2", "结对情况", "5", "", "", "", ""]
    assert "（临江区，得分7.82，第1名）" in texts(paper)


def test_the_rules_stand_at_the_end_as_written_and_as_computed():
    rules = tables(compose("scores", plan_of(*records())))[-1]
    assert rules[0] == ["序号", "考核内容", "分值", "计分规则", "考核依据"]
    assert rules[1] == ["组织领导（8分）"]
    assert rules[2] == ["1", RATIO, "3", "完成得3分；未完成的，得分＝3×完成率", ""]
    assert rules[3][3] == ("各部分得分相加\n学校结对：完成得3分，未完成得0分\n医院结对：完成得2分，未完成得0分")


def test_one_party_and_one_period_may_be_asked_for():
    paper = compose("scores", plan_of(*records()), unit="临江区", period="2031-05")
    only, _ = tables(paper)
    assert only[1][4:] == ["650", "325", "3×325/650=1.5", "1.50"]
    assert "（临江区，截至2031年5月，得分6.50，第1名）" in texts(paper)
    with pytest.raises(WrongCall):
        compose("scores", plan_of(*records(), unit("市教育局")), unit="市教育局")


def test_points_by_hand_show_their_reason_and_what_the_rule_would_give():
    made = records()
    north, item = made[1], made[8]
    entry = ScoreEntry(item=item.id, party=north.id, adjusted=Decimal("2.5"), reason="名册不全")
    _, _, sheet, *_ = tables(compose("scores", plan_of(*made, entry)))
    assert sheet[1][6:] == ["评定：名册不全\n（按规则：3×612/650=2.82）", "2.50"]


def test_a_plan_without_a_scheme_says_so():
    assert (
        texts(compose("scores", plan_of(PlanInfo(id=1, title="计划"))))[1]
        == "这份计划里没有评价办法，这里没有内容可印。"
    )


def test_the_command_line_scores_and_ranks(tmp_path, capsys):
    file = tmp_path / "市.xiezuo"
    with PlanFile.create(file, title="甲", year=2031) as plan_file, plan_file.edit("填写") as edit:
        edit.apply([Put(type(r), r.key, {n: getattr(r, n) for n in r.fields}) for r in records()[1:]])
    assert main(["score", str(file)]) == 1
    said = capsys.readouterr()
    assert said.out.splitlines() == ["第 1 名 临江区 7.82 分", "第 2 名 云岭县 3 分，1 项未定"]
    assert "1 项未填报或待评定" in said.err
    assert main(["score", str(file), "--json", "--period", "2031-05"]) == 1
    found = json.loads(capsys.readouterr().out)
    main(["score", str(file), "--unit", "临江区"])
    assert capsys.readouterr().out.splitlines() == [
        "第 1 名 临江区 7.82 分",
        "  1 培训人数：3×612/650=2.82",
        "  2 结对情况：学校结对：完成，得3；医院结对：完成，得2；合计5",
    ]
    assert main(["score", str(file), "--unit", "没有的县"]) == 2
    assert "考核对象有：临江区、云岭县" in capsys.readouterr().err
    assert [(r["party"], r["place"], r["total"], r["open"]) for r in found["ranking"]] == [
        ("临江区", 1, "6.5", 0),
        ("云岭县", None, None, 2),
    ]
    assert {s["formula"] for s in found["scores"]} >= {"3×325/650=1.5", "未填报"}


def test_a_plan_without_a_scheme_cannot_be_scored(tmp_path, capsys):
    file = tmp_path / "空.xiezuo"
    PlanFile.create(file, title="空", year=2031).close()
    assert main(["score", str(file)]) == 2
    assert "没有评价办法" in capsys.readouterr().err


def test_many_parties_and_long_items_keep_every_rule(tmp_path):
    groups = []
    for g in range(8):
        texts = [
            (
                f"{'查看台账、名册和现场照片，' * (2 + 9 * (n % 3))}。（完成得3分；未完成的，得分＝3×完成率。）",
                "3",
                None,
            )
            for n in range(5)
        ]
        groups.append(scheme_records(*texts, group=f"第{g}类协作工作", points="15"))
    scheme = groups[0][0]
    moved = [r.with_values(scheme=scheme.id) if isinstance(r, ScoreGroup) else r for found in groups for r in found[1:]]
    parties = [unit(f"第{n}县", kind="county") for n in range(9)]
    items = [r for r in moved if isinstance(r, ScoreItem)]
    entries = [
        ScoreEntry(item=item.id, party=party.id, value=str(n * 37 % 700), target="650")
        for n, (item, party) in enumerate(product(items, parties))
    ]
    plan = plan_of(PlanInfo(id=1, title="东澜市评价办法", year=2031), scheme, *moved, *parties, *entries)
    result = write_pdf(compose("scores", plan), tmp_path / "a.pdf")
    assert result.pages > 9
    assert not any("U+" in warning for warning in result.warnings)
    assert checked(tmp_path / "a.pdf", "plain") == []
