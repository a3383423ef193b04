"""`form` and `fill`: the year's figures without the window."""

from __future__ import annotations

import json
from datetime import date

import pytest
from openpyxl import load_workbook

from tests.builders_figures import make_figures
from xiezuo_desktop.cli import main
from xiezuo_desktop.core.records import Period, Report, full_key
from xiezuo_desktop.storage import PlanFile


@pytest.fixture
def plan(tmp_path):
    return make_figures(tmp_path / "plan.xiezuo")


def answer(path, name, value):
    """Fill in one figure as a person does in Excel."""
    book = load_workbook(path)
    for row in book.worksheets[0].iter_rows():
        if row[2].value == name:
            row[6].value = value
    book.save(path)


def june(plan):
    with PlanFile.open(plan, read_only=True) as opened:
        rows = opened.plan.rows(Report).values()
        names = {i.id: i.name for i in opened.plan.indicators}
        return {
            (names[r.indicator], opened.plan.bearer_name(r.bearer)): r for r in rows if r.period == 202406 and r.value
        }


def test_forms_go_out_and_come_back(plan, tmp_path, capsys):
    assert main(["form", str(plan), "--period", "2024-06", "--all", str(tmp_path / "forms")]) == 0
    forms = sorted((tmp_path / "forms").iterdir())
    assert [f.name for f in forms] == ["东港镇 2024年6月填报表.xlsx", "西山镇 2024年6月填报表.xlsx"]
    answer(forms[0], "帮助就业人数", 60)
    answer(forms[1], "消费帮扶金额", 1.25)
    words = ["fill", str(plan), "--period", "2024-06", *map(str, forms)]
    assert main([*words, "--dry-run"]) == 0
    assert "帮助就业人数 累计完成数：空 → 60" in capsys.readouterr().out
    assert len(june(plan)) == 1
    assert main(words) == 0
    found = june(plan)
    assert {k: r.value for k, r in found.items() if k[0] != "互访次数"} == {
        ("帮助就业人数", "东港镇"): "60",
        ("消费帮扶金额", "西山镇"): "1.25",
    }
    report = found["帮助就业人数", "东港镇"]
    assert (report.state, report.received_via, report.reported_on) == ("reported", "form", date.today())
    assert main(["undo", str(plan)]) == 0
    assert len(june(plan)) == 1


def test_fill_tells_what_changed_as_json(plan, tmp_path, capsys):
    form = tmp_path / "form.xlsx"
    assert main(["form", str(plan), "--period", "2024-06", "--unit", "东港镇", "-o", str(form)]) == 0
    answer(form, "帮助就业人数", "一些")
    answer(form, "消费帮扶金额", 3)
    capsys.readouterr()
    assert main(["fill", str(plan), str(form), "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["files"][0]["period"] == "2024-06"
    assert [c["after"] for c in said["files"][0]["changes"]] == ["3"]
    assert "不是数" in said["files"][0]["refused"][0]


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["fill", "{plan}", "--period", "2024-05", "{form}"], 4, "不是2024年5月"),
        (["fill", "{plan}", "--from", "西山镇", "{form}"], 4, "不是西山镇的"),
        (["fill", "{plan}", "--from", "北海镇", "{form}"], 2, "没有“北海镇”"),
        (["fill", "{plan}", "--period", "六月", "{form}"], 2, "不是期次"),
        (["fill", "{plan}", "--period", "2024-06", "{plan}"], 3, "数据文件"),
        (["form", "{plan}", "--period", "2024-06"], 2, "写到哪里"),
        (["form", "{plan}", "--period", "2024-06", "-o", "{plan}"], 4, "不能覆盖"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_written(plan, tmp_path, capsys, words, code, says):
    form = tmp_path / "form.xlsx"
    assert main(["form", str(plan), "--period", "2024-06", "--unit", "东港镇", "-o", str(form)]) == 0
    before = june(plan)
    assert main([w.format(plan=plan, form=form) for w in words]) == code
    assert says in capsys.readouterr().err
    assert june(plan) == before


def test_a_locked_month_takes_forms_with_a_reason_only(plan, tmp_path, capsys):
    form = tmp_path / "form.xlsx"
    assert main(["form", str(plan), "--period", "2024-06", "--unit", "东港镇", "-o", str(form)]) == 0
    answer(form, "帮助就业人数", 60)
    with PlanFile.open(plan, author="甲") as opened, opened.edit("锁定6月") as edit:
        edit.put(Period, full_key(202406), locked=True)
    assert main(["fill", str(plan), str(form)]) == 2
    assert "已经锁定" in capsys.readouterr().err
    assert main(["fill", str(plan), str(form), "--reason", "数据迟到"]) == 0
    assert june(plan)["帮助就业人数", "东港镇"].correction == "数据迟到"


def test_forms_come_in_by_import_too(plan, tmp_path, capsys):
    form = tmp_path / "form.xlsx"
    assert main(["form", str(plan), "--period", "2024-06", "--unit", "西山镇", "-o", str(form)]) == 0
    answer(form, "帮助就业人数", 70)
    assert main(["import", str(plan), str(form), "--as", "progress"]) == 0
    assert june(plan)["帮助就业人数", "西山镇"].value == "70"
    assert main(["print", str(plan), "evidence", "-o", str(tmp_path / "index.pdf")]) == 0


def test_a_form_is_not_read_as_a_plan(plan, tmp_path, capsys):
    form = tmp_path / "form.xlsx"
    assert main(["form", str(plan), "--period", "2024-06", "--unit", "西山镇", "-o", str(form)]) == 0
    assert main(["import", str(plan), str(form)]) == 2
    assert "用 fill" in capsys.readouterr().err
