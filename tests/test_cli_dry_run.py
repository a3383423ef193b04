"""A trial import on the command line: tells how the paper was read and what would change, and writes nothing."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from xiezuo_desktop.cli import commands

TABLE = "序号,指标名称,单位,年度目标,责任部门\n1,结对学校数,所,3,县教育局\n2,培训人数,人,{target},县人社局\n"


def run(*words: object) -> str:
    return CliRunner().invoke(commands, [str(w) for w in words]).output


def test_a_trial_import_tells_readings_and_changes_and_writes_nothing(tmp_path: Path):
    plan, source = tmp_path / "计划.xiezuo", tmp_path / "分解表.csv"
    source.write_text(TABLE.format(target="540"), encoding="utf-8")
    told = run("import", plan, source, "--dry-run")
    assert "第 4 栏 年度目标：表头写的是“年度目标”" in told
    assert "各行：表头 1、指标 2" in told
    assert not plan.exists()
    run("import", plan, source)
    before = plan.read_bytes()
    source.write_text(TABLE.format(target="600").replace("县人社局", "县人力社保局"), encoding="utf-8")
    told = run("import", plan, source, "--dry-run")
    assert "指标2“培训人数” 年度目标：540 → 600" in told
    assert "新名称“县人力社保局”像“县人社局”" in told
    assert plan.read_bytes() == before
