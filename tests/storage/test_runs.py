"""Transactions of many new texts, which merging reads, hashes and writes by columns: as sound as all others."""

from __future__ import annotations

import shutil
import sqlite3

import pytest

from tests.builders_storage import add_units, assert_rebuild_equals, make_plan
from xiezuo_desktop.core.changes import Put
from xiezuo_desktop.core.records import Report
from xiezuo_desktop.storage import PlanFile, runs
from xiezuo_desktop.storage.log import ops_bytes


@pytest.fixture
def copies(tmp_path):
    """A plan and a copy of it in which figures of many kinds were pasted, typed over and pasted again."""
    with make_plan(tmp_path) as ours:
        (unit,) = add_units(ours, "区民政局")
        shutil.copyfile(ours.path, tmp_path / "copy.xiezuo")
        with PlanFile.open(tmp_path / "copy.xiezuo", author="乙") as theirs:
            paste(theirs, unit, range(100, 140), "value", "5.50")
            paste(theirs, unit, range(100, 140), "note", "进展顺利，资金“已”拨付")
            paste(theirs, unit, range(130, 160), "value", "6")
            paste(theirs, unit, [110], "value", "7")
            paste(theirs, unit, range(160, 190), "value", "8")
            yield ours, theirs, unit


def paste(plan_file, unit, indicators, field, text):
    with plan_file.edit("粘贴") as edit:
        edit.apply(Put(Report, (i, unit, 202406), {field: text}) for i in indicators)


def found_runs(path):
    db = sqlite3.connect(path)
    out = []
    for site, last in db.execute("SELECT site, last FROM site").fetchall():
        txns = db.execute("SELECT site, ts, n FROM txn WHERE site = ? ORDER BY ts", (site,)).fetchall()
        out += runs.runs_of(lambda sql, values: db.execute(sql, values).fetchall(), txns, last)
    ops = {run.start: db.execute("SELECT * FROM change WHERE site = ? AND ts BETWEEN ? AND ?", (run.site, run.start, run.end)).fetchall() for run in out}  # fmt: skip
    db.close()
    return out, ops


def test_the_bytes_of_a_run_are_those_of_its_ops(copies):
    _, theirs, _ = copies
    found, ops = found_runs(theirs.path)
    assert len(found) == 3  # the second paste of values replaced some
    for run in found:
        assert run.ops() == ops[run.start]
        assert run.bytes() == ops_bytes(run.ops())


def test_runs_and_single_ops_give_the_same_plan(copies, tmp_path, monkeypatch):
    ours, theirs, _ = copies
    shutil.copyfile(ours.path, tmp_path / "one_by_one.xiezuo")
    ours.merge_files([theirs.path])
    assert_rebuild_equals(ours)
    with PlanFile.open(tmp_path / "one_by_one.xiezuo", author="甲") as other:
        monkeypatch.setattr(runs, "MANY", 1 << 60)
        other.merge_files([theirs.path])
        assert other.plan.rows(Report) == ours.plan.rows(Report) == theirs.plan.rows(Report)


def test_runs_meet_what_others_wrote_to_the_same_cells(copies):
    ours, theirs, unit = copies
    paste(ours, unit, range(120, 165), "value", "9")
    ours.merge_files([theirs.path])
    assert_rebuild_equals(ours)
    theirs.merge_files([ours.path])
    assert len(ours.conflicts()) == len(theirs.conflicts()) == 45
    assert ours.plan.rows(Report) == theirs.plan.rows(Report)


def test_a_run_that_was_undone_does_not_count(copies):
    ours, theirs, _ = copies
    theirs.undo()
    ours.merge_files([theirs.path])
    assert_rebuild_equals(ours)
    assert max(key[0] for key in ours.plan.rows(Report)) == 159


def test_a_file_that_grows_brings_only_its_new_runs(copies):
    ours, theirs, unit = copies
    ours.merge_files([theirs.path])
    paste(theirs, unit, range(200, 230), "value", "1")
    (taken,) = ours.merge_files([theirs.path]).files
    assert taken.changes == 30
    assert_rebuild_equals(ours)


SPOILS = (
    "UPDATE change SET val = '9' WHERE ts = (SELECT max(ts) - 3 FROM change)",
    "UPDATE change SET k2 = -k2 WHERE ts = (SELECT max(ts) - 3 FROM change)",
    "UPDATE change SET k1 = 180 WHERE ts = (SELECT max(ts) - 3 FROM change)",
    "UPDATE change SET val = '' WHERE ts = (SELECT max(ts) - 3 FROM change)",
    "UPDATE change SET psite = 1, pts = 1 WHERE ts = (SELECT max(ts) - 3 FROM change)",
    "DELETE FROM change WHERE ts = (SELECT max(ts) - 3 FROM change)",
    "DELETE FROM change WHERE ts = (SELECT max(ts) FROM change)",
    "UPDATE txn SET n = n - 1 WHERE ts = (SELECT max(ts) FROM txn)",
    "UPDATE txn SET n = n + 1 WHERE ts = (SELECT max(ts) FROM txn WHERE n = 1)",
    "INSERT INTO change SELECT -site, ts, kind, tab, k1, k2, k3, col, val, psite, pts FROM change ORDER BY ts DESC LIMIT 1",
)


def test_a_spoilt_run_is_refused(copies, tmp_path):
    ours, theirs, _ = copies
    before = ours.path.read_bytes()
    for spoil in SPOILS:
        spoilt = shutil.copyfile(theirs.path, tmp_path / "spoilt.xiezuo")
        db = sqlite3.connect(spoilt)
        db.execute(spoil)
        db.commit()
        db.close()
        (taken,) = ours.merge_files([spoilt]).files
        assert taken.refused, spoil
        assert ours.path.read_bytes() == before
