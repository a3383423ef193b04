"""The commands of the year: issue, set by a document, compare, archive, carry."""

from __future__ import annotations

import json

import pytest

from tests.builders_figures import make_figures
from xiezuo_desktop.cli import main
from xiezuo_desktop.storage import PlanFile


@pytest.fixture
def plan(tmp_path):
    return str(make_figures(tmp_path / "plan.xiezuo"))


def test_an_issued_target_changes_by_a_document_only(plan, tmp_path, capsys):
    (tmp_path / "old.xiezuo").write_bytes((tmp_path / "plan.xiezuo").read_bytes())
    assert main(["issue", plan]) == 0
    assert main(["set", plan, "indicators/1", "target", "9"]) == 4
    assert "已经下达" in (said := capsys.readouterr().err)
    assert "--by 文号" in said
    assert main(["set", plan, "indicators/1", "target", "9", "--by", "临政办〔2024〕9号"]) == 2
    assert "没有写明调整日期、调整理由" in capsys.readouterr().err
    by = ["--by", "临政办〔2024〕9号", "--on", "2024-07-10", "--reason", "追加"]
    assert main(["set", plan, "indicators/1", "target", "9", *by]) == 0
    capsys.readouterr()
    assert main(["compare", plan, str(tmp_path / "old.xiezuo"), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["differences"]
    assert [(d["kind"], d["before"], d["after"], d["change"]) for d in found if d["kind"] == "target"] == [
        ("target", "8次", "9次", "1")
    ]
    assert main(["print", plan, "adjustments", "-o", str(tmp_path / "a.pdf")]) == 0
    assert main(["compare", plan, str(tmp_path / "old.xiezuo"), "-o", str(tmp_path / "c.xlsx")]) == 0
    assert main(["undo", plan]) == 0
    assert main(["issue", plan, "--back"]) == 0
    assert main(["set", plan, "indicators/1", "target", "9"]) == 0


def test_comparing_needs_one_other_version(plan, capsys):
    assert main(["compare", plan]) == 2
    assert main(["compare", plan, "--on", "昨天"]) == 2
    assert "不是日期" in capsys.readouterr().err
    assert main(["compare", plan, "--on", "2024-01-01"]) == 0
    assert main(["compare", plan, plan]) == 0
    assert capsys.readouterr().out.endswith("没有不同。\n")


def test_closing_a_year_and_beginning_the_next(plan, tmp_path, capsys):
    new = str(tmp_path / "next.xiezuo")
    assert main(["carry", plan, "-o", new]) == 0
    assert main(["carry", plan, "-o", new]) == 4
    assert main(["carry", plan, "-o", str(tmp_path / "next.docx")]) == 2
    assert main(["archive", plan]) == 0
    assert main(["archive", plan]) == 2
    assert main(["set", plan, "indicators/1", "note", "x"]) == 4
    assert main(["archive", plan, "--reopen"]) == 0
    assert main(["set", plan, "indicators/1", "note", "x"]) == 0
    with PlanFile.open(new, read_only=True) as file:
        assert [i.last_value for i in file.plan.indicators] == ["3", "2", "2"]
