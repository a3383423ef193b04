"""What other tools do to a file is found; tables come back from the log, the log is never touched."""

from __future__ import annotations

import os
import sqlite3

import pytest

from tests.builders_storage import add_units, make_plan, table_rows
from xiezuo_desktop.core.errors import Refused, UserError, WrongCall
from xiezuo_desktop.core.records import Unit
from xiezuo_desktop.storage import PlanFile


@pytest.fixture
def spoil(tmp_path, written_files):
    """Make a file with two units, do something to it with another tool, open it again."""
    opened = []

    def make(*statements):
        with make_plan(tmp_path) as plan_file:
            one, _ = add_units(plan_file, "甲局", "乙局")
            with plan_file.edit("改名") as edit:
                edit.put(Unit, one, name="丙局")
        db = sqlite3.connect(plan_file.path)
        for sql in statements:
            db.execute(sql)
        db.commit()
        db.close()
        written_files.clear()
        opened.append(PlanFile.open(plan_file.path))
        return opened[-1], one

    yield make
    for plan_file in opened:
        plan_file.close()


def test_sound_file_has_no_findings(spoil):
    plan_file, _ = spoil()
    assert plan_file.verify() == []


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE unit SET name = '丁局' WHERE name = '丙局'",
        "DELETE FROM unit",
        "INSERT INTO unit (id, name) VALUES (77, '多出来的')",
        "INSERT INTO conflict VALUES ('cell', 3, 1, 0, 0, 1, 1, 1, 'x')",
        "UPDATE unit SET parent = id",
        "UPDATE plan SET written_on = '某日'",
    ],
)
def test_tables_another_tool_changed_come_back_from_the_log(spoil, sql):
    plan_file, _ = spoil(sql)
    log = {name: rows for name, rows in table_rows(plan_file).items() if name in ("site", "txn", "change")}
    (finding,) = plan_file.verify()
    assert "重建" in finding
    plan_file.rebuild()
    assert plan_file.verify() == []
    assert [u.name for u in plan_file.plan.units] == ["丙局", "乙局"]
    assert {name: rows for name, rows in table_rows(plan_file).items() if name in log} == log


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE change SET val = '丁局' WHERE val = '丙局'",
        "UPDATE change SET kind = 1 WHERE val = '丙局'",
        "UPDATE change SET kind = 300 WHERE val = '丙局'",
        "UPDATE change SET col = -1 WHERE val = '丙局'",
        "DELETE FROM change WHERE val = '丙局'",
        "DELETE FROM change WHERE ts = (SELECT max(ts) FROM change)",
        "INSERT INTO change SELECT site, ts + 1, 0, 3, k1, 0, 0, 3, '戊', site, ts FROM change ORDER BY ts DESC LIMIT 1",
        "INSERT INTO change VALUES (5, 1, 0, 3, 1, 0, 0, 3, 'x', NULL, NULL)",
        "DELETE FROM txn WHERE ts = (SELECT max(ts) FROM txn)",
        "DELETE FROM txn",
        "UPDATE txn SET author = '别人'",
        "UPDATE txn SET label = '别的事'",
        "UPDATE txn SET wall = wall + 1",
        "UPDATE txn SET n = n + 1",
        "UPDATE txn SET n = 1 << 61",
        "UPDATE txn SET digest = x'00'",
        "UPDATE site SET digest = x'00'",
        "UPDATE site SET last = last + 1",
        "UPDATE site SET last = 1 << 60",
        "DELETE FROM site",
        "INSERT INTO partial VALUES (5, 1)",
    ],
)
def test_log_another_tool_changed_fails_its_digests(spoil, sql):
    plan_file, _ = spoil(sql)
    before = table_rows(plan_file)
    found = plan_file.verify()
    assert any("修改记录" in finding for finding in found)
    assert all(finding.endswith("。") for finding in found)
    assert table_rows(plan_file) == before


def test_finding_names_the_action_that_does_not_hash(spoil):
    plan_file, _ = spoil("UPDATE change SET val = '丁局' WHERE val = '丙局'")
    assert any("甲“改名”这一步" in finding for finding in plan_file.verify())


def test_value_no_program_would_write_is_counted(spoil):
    plan_file, _ = spoil("UPDATE change SET val = 5 WHERE val = '丙局'")
    assert any("1处内容的类型不符" in finding for finding in plan_file.verify())


def test_unreadable_text_and_dates_are_told_in_words(spoil):
    plan_file, _ = spoil("UPDATE unit SET name = CAST(x'ff' AS TEXT)")
    with pytest.raises(UserError, match="损坏"):
        _ = plan_file.plan
    plan_file.rebuild()
    assert len(plan_file.plan.units) == 2


def test_date_that_is_none_is_told_in_words(spoil):
    plan_file, _ = spoil("UPDATE plan SET written_on = '某日'")
    with pytest.raises(UserError, match="年度计划"):
        _ = plan_file.plan


def test_copy_is_whole_compact_and_sound(tmp_path):
    with make_plan(tmp_path) as plan_file:
        add_units(plan_file, *map(str, range(500)))
        plan_file.undo()
        target = tmp_path / "副本.xiezuo"
        target.write_bytes(b"something that stood there")
        plan_file.copy_to(target)
        assert sorted(p.name for p in tmp_path.iterdir()) == ["副本.xiezuo", "计划.xiezuo"]
        with PlanFile.open(target, author="甲") as copy:
            assert copy.verify() == []
            assert table_rows(copy) == table_rows(plan_file)
            assert copy.redo_label == "新增单位"
            copy.redo()
        assert target.read_bytes()[:72][60:72] == plan_file.path.read_bytes()[60:72]


def test_copy_onto_itself_or_a_folder_is_refused(tmp_path):
    with make_plan(tmp_path) as plan_file:
        with pytest.raises(WrongCall, match="它自己"):
            plan_file.copy_to(plan_file.path)
        with pytest.raises(WrongCall, match="它自己"):
            plan_file.copy_to(tmp_path / "." / plan_file.path.name)
        (tmp_path / "夹").mkdir()
        with pytest.raises(Refused, match="文件夹"):
            plan_file.copy_to(tmp_path / "夹")
        with pytest.raises(UserError, match="没有文件夹"):
            plan_file.copy_to(tmp_path / "无" / "x.xiezuo")
        assert plan_file.verify() == []


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_link_leads_to_the_file(tmp_path):
    with make_plan(tmp_path) as plan_file:
        add_units(plan_file, "甲局")
    (tmp_path / "链接.xiezuo").symlink_to(plan_file.path)
    with PlanFile.open(tmp_path / "链接.xiezuo") as linked:
        add_units(linked, "乙局")
    with PlanFile.open(plan_file.path) as again:
        assert len(again.plan.units) == 2
