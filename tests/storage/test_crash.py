"""Power cuts, full disks, pulled sticks: afterwards the file holds the state before or after, and opens."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time

import pytest

from tests.builders import ROOT
from tests.builders_storage import add_units, make_plan
from tests.storage.failing import FailingConnection, faults  # noqa: F401 - a fixture
from xiezuo_desktop.cli import main
from xiezuo_desktop.core.changes import Put
from xiezuo_desktop.core.errors import UserError
from xiezuo_desktop.core.records import Allocation, Unit
from xiezuo_desktop.storage import PlanFile
from xiezuo_desktop.storage.connection import connect

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals and limits of a POSIX system")


def names(path) -> list[str]:
    """The units of a plan file that passes every check, by name."""
    with PlanFile.open(path, author="甲") as plan_file:
        assert plan_file.verify() == []
        return sorted(u.name for u in plan_file.plan.units)


def amounts(path) -> int:
    with PlanFile.open(path, author="甲") as plan_file:
        assert plan_file.verify() == []
        return len(plan_file.plan.rows(Allocation))


@pytest.fixture
def base(tmp_path, written_files):
    """A plan file with some units, closed."""
    with make_plan(tmp_path, "原.xiezuo") as plan_file:
        add_units(plan_file, *(f"单位{i:03}" for i in range(30)))
    written_files.clear()
    return plan_file.path


SINGLE = """
from xiezuo_desktop.storage import PlanFile
from xiezuo_desktop.core.records import Unit
import sys
plan_file = PlanFile.open(sys.argv[1])
plan_file.plan
print("go", flush=True)
for i in range(10000):
    with plan_file.edit("新增单位") as edit:
        edit.add(Unit, name=f"新{i:05}")
    print(i, flush=True)
"""
BULK = """
from xiezuo_desktop.storage import PlanFile
from xiezuo_desktop.core.records import Allocation
from xiezuo_desktop.core.changes import Put
import sys, time
plan_file = PlanFile.open(sys.argv[1])
steps = [Put(Allocation, (i, j, 0), {"amount": str(j)}) for i in range(1, 301) for j in range(1, 11)]
plan_file._db.execute("PRAGMA cache_size = 20")
print("go", flush=True)
with plan_file.edit("导入") as edit:
    edit.apply(steps)
print("done", flush=True)
time.sleep(60)
"""


def killed(script, path, delay) -> list[bytes]:
    """What a process said before it was killed `delay` seconds after its start of work."""
    child = subprocess.Popen([sys.executable, "-c", script, path], stdout=subprocess.PIPE, cwd=ROOT)
    assert child.stdout.readline() == b"go\n"
    time.sleep(delay)
    child.send_signal(signal.SIGKILL)
    said = child.stdout.read().split(b"\n")[:-1]
    child.wait()
    child.stdout.close()
    return said


def test_kill_during_single_edits_loses_none_that_was_done(base):
    rng = random.Random(11)
    for i in range(8):
        path = base.with_name(f"{i}.xiezuo")
        shutil.copyfile(base, path)
        said = killed(SINGLE, path, rng.uniform(0, 0.03))
        new = [n for n in names(path) if n.startswith("新")]
        assert new == [f"新{i:05}" for i in range(len(new))]
        assert len(said) <= len(new) <= len(said) + 1


def test_kill_during_an_import_leaves_all_or_nothing(base):
    rng = random.Random(12)
    seen, journals = set(), 0
    for i in range(80):
        if i >= 14 and journals:  # a busy machine writes earlier or later than the blow falls
            break
        path = base.with_name(f"{i}.xiezuo")
        shutil.copyfile(base, path)
        said = killed(BULK, path, rng.uniform(0, 0.12))
        journals += path.with_name(path.name + "-journal").exists()
        seen.add(amounts(path))
        assert not said or amounts(path) == 3000
        with PlanFile.open(path) as plan_file:
            add_units(plan_file, "后来的")
        assert not path.with_name(path.name + "-journal").exists()
    assert seen <= {0, 3000}
    assert journals


# ------------------------------------------------------------------------------------- a file system that fails


@pytest.mark.parametrize("lasting", [False, True])
@pytest.mark.parametrize("error", ["FullError", "IOError"])
def test_every_write_may_fail(base, faults, error, lasting):  # noqa: F811 - the fixture
    import apsw

    faults.error, faults.lasting = getattr(apsw, error), lasting
    before, outcomes, at = names(base), set(), 0
    after = sorted([*(n for n in before if n != "单位000"), *(f"新{i:03}" for i in range(60))])
    path = base.with_name("x.xiezuo")
    while True:
        at += 1 if at < 30 else 6
        shutil.copyfile(base, path)
        plan_file = PlanFile(path, FailingConnection(path), "甲", "")
        victim = next(u.id for u in plan_file.plan.units if u.name == "单位000")
        faults.at, faults.count = at, 0
        told = None
        try:
            with plan_file.edit("许多") as edit:
                edit.delete(Unit, victim)
                edit.apply(Put(Unit, (i + 1, 0, 0), {"name": f"新{i:03}", "contact": "人" * 200}) for i in range(60))
        except UserError as error_told:
            told = error_told
        faults.at = 0
        plan_file.close()
        now = names(path)
        assert now in (before, after)
        outcomes.add(now == after)
        if told:
            assert "没有保存" in told.sentence
        else:
            assert now == after
            if faults.count < at:
                break
    assert outcomes == {False, True}


FULL = """
from xiezuo_desktop.core.errors import UserError
from xiezuo_desktop.core.records import Allocation
from xiezuo_desktop.core.changes import Put
from xiezuo_desktop.storage import PlanFile
import os, resource, shutil, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
size = os.path.getsize(sys.argv[1])
for i in range(12):
    path = f"{sys.argv[2]}/{i}.xiezuo"
    shutil.copyfile(sys.argv[1], path)
    plan_file = PlanFile.open(path)
    plan_file.plan
    limit = 512 + (size + 90000) * i // 12
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    try:
        with plan_file.edit("导入") as edit:
            edit.apply(Put(Allocation, (i, j, 0), {"amount": "1"}) for i in range(1, 51) for j in range(1, 11))
        print("done", flush=True)
    except UserError as told:
        print(told.sentence, flush=True)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    plan_file.close()
"""


def test_size_limit_of_the_system(base):
    child = subprocess.run(
        [sys.executable, "-c", FULL, base, base.parent], capture_output=True, text=True, cwd=ROOT, check=True
    )
    said = child.stdout.splitlines()
    assert len(said) == 12
    for i, sentence in enumerate(said):
        assert amounts(base.with_name(f"{i}.xiezuo")) == (500 if sentence == "done" else 0)
        assert sentence == "done" or "没有保存" in sentence
    assert {s == "done" for s in said} == {False, True}


# ------------------------------------------------------------------------------------------------ leftover journals

HALF = """
from xiezuo_desktop.storage import PlanFile
import sys, time
db = PlanFile.open(sys.argv[1])._db
db.execute("PRAGMA cache_size = 5")
db.execute("BEGIN IMMEDIATE")
db.execute("UPDATE change SET val = val || '改' WHERE typeof(val) = 'text'")
db.execute("UPDATE unit SET name = name || '改'")
print("go", flush=True)
time.sleep(60)
"""


@pytest.fixture
def crashed(base, written_files):
    """A file that somebody's computer crashed on in the middle of writing, and its journal."""
    path = base.with_name("中断.xiezuo")
    shutil.copyfile(base, path)
    with PlanFile.open(path) as plan_file:
        add_units(plan_file, *(f"多{i:03}" for i in range(300)))
    killed(HALF, path, 0)
    written_files.clear()
    journal = path.with_name(path.name + "-journal")
    assert journal.stat().st_size > 0
    return path, journal


def test_crash_is_cleared_up_at_the_next_opening(crashed):
    path, journal = crashed
    assert len(names(path)) == 330
    assert not journal.exists()


def test_verify_after_a_crash_says_what_happened_and_changes_nothing(crashed, capsys):
    path, journal = crashed
    before = (path.read_bytes(), journal.read_bytes())
    assert main(["verify", str(path)]) == 0
    assert "上次保存时中断，中断前的内容完好" in capsys.readouterr().out
    assert (path.read_bytes(), journal.read_bytes()) == before
    assert len(names(path)) == 330
    assert main(["verify", str(path)]) == 0
    assert "校验码" in capsys.readouterr().out


def test_journal_of_another_file_is_moved_aside(crashed, base):
    path, journal = crashed
    leftover = journal.read_bytes()
    shutil.copyfile(base, path)  # a mailed file was saved over the crashed one
    assert names(path) == names(base)
    assert not journal.exists()
    assert path.with_name(journal.name + ".1.bak").read_bytes() == leftover


def test_neither_with_nor_without_the_journal_nothing_is_touched(crashed):
    path, journal = crashed
    data = bytearray(path.read_bytes())
    data[4096 : len(data) // 2] = os.urandom(len(data) // 2 - 4096)
    path.write_bytes(data)
    journal.write_bytes(journal.read_bytes()[:700])
    before = (path.read_bytes(), journal.read_bytes())
    with pytest.raises(UserError) as told:
        PlanFile.open(path)
    assert "没有改动" in told.value.sentence or "损坏" in told.value.sentence
    assert (path.read_bytes(), journal.read_bytes()) == before


def test_crashed_file_opened_read_only_shows_the_state_before(crashed):
    path, journal = crashed
    before = (path.read_bytes(), journal.read_bytes())
    with PlanFile.open(path, read_only=True) as plan_file:
        assert "中断" in plan_file.read_only_reason
        assert len(plan_file.plan.units) == 330
        assert not any("改" in u.name for u in plan_file.plan.units)
        assert plan_file.verify() == []
        plan_file.copy_to(path.with_name("救出.xiezuo"))
    assert (path.read_bytes(), journal.read_bytes()) == before
    assert len(names(path.with_name("救出.xiezuo"))) == 330


def test_new_file_and_copy_refuse_a_place_with_a_leftover_journal(base):
    (base.parent / "新.xiezuo-journal").write_bytes(b"x")
    with pytest.raises(UserError, match="没有保存完"):
        PlanFile.create(base.with_name("新.xiezuo"))
    with PlanFile.open(base) as plan_file, pytest.raises(UserError, match="没有保存完"):
        plan_file.copy_to(base.with_name("新.xiezuo"))


def test_connection_syncs_fully_and_keeps_no_log_beside_the_file(base):
    db = connect(base, "rw")
    assert db.execute("PRAGMA synchronous").fetchone() == (2,)
    assert db.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert db.execute("PRAGMA trusted_schema").fetchone() == (0,)
    assert db.execute("PRAGMA cell_size_check").fetchone() == (1,)
    assert db.execute("PRAGMA mmap_size").fetchone() == (0,)
    db.close()
