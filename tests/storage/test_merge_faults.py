"""Power cuts, full disks and failing ones in the middle of a merge: the state before or after, and a way on."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager

import pytest

from tests.builders import ROOT
from tests.builders_storage import add_units
from tests.disks import fill_up, small_disk
from tests.storage.failing import FailingConnection, faults  # noqa: F401 - a fixture
from tests.storage.mail import Mail, assert_helps, content, content_of, make_mail, take
from xiezuo_desktop.core.changes import Put
from xiezuo_desktop.core.errors import Locked, ReadOnly, UserError
from xiezuo_desktop.core.records import PlanInfo, Report, Unit
from xiezuo_desktop.storage import PlanFile
from xiezuo_desktop.storage import incoming as incoming_module
from xiezuo_desktop.storage import wholesale as wholesale_module
from xiezuo_desktop.storage import write as write_module
from xiezuo_desktop.storage.arrivals import Arrivals
from xiezuo_desktop.storage.wholesale import Wholesale

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals and limits of a POSIX system")


@pytest.fixture(scope="module")
def mail(tmp_path_factory) -> Mail:
    return make_mail(tmp_path_factory.mktemp("mail"), figures=240)


@pytest.fixture
def head(mail, tmp_path, written_files, monkeypatch):
    """A copy of the head office's file; nobody has it open, and what a test does to it is the test's own affair."""
    for way in (Arrivals, Wholesale):
        monkeypatch.setattr(way, "cache", 48)  # KiB: pages are written long before the end
    path = tmp_path / "区办.xiezuo"
    shutil.copyfile(mail.head, path)
    yield path
    written_files.clear()


def state(path, mail) -> str:
    """What a file that went through a fault holds when it is opened again."""
    now = content_of(path)
    assert now in (mail.before, mail.after), "neither before nor after"
    return "after" if now == mail.after else "before"


# --------------------------------------------------------------------------------------- a file system that fails


@pytest.mark.parametrize("lasting", [False, True])
@pytest.mark.parametrize("error", ["FullError", "IOError"])
def test_every_write_of_a_merge_may_fail(mail, head, faults, error, lasting, request, monkeypatch):  # noqa: F811 - the fixture
    import apsw

    if lasting:  # these as if it were many files
        for name in ("LEAST", "MANY_TIMES"):
            monkeypatch.setattr(wholesale_module, name, 0)
    faults.error, faults.lasting = getattr(apsw, error), lasting
    step = 1 if request.config.getoption("--long") else 7
    outcomes, at = set(), 0
    original = mail.returned.read_bytes()
    while True:
        at += 1 if at < 12 else step
        shutil.copyfile(mail.head, head)
        plan_file = PlanFile(head, FailingConnection(head), "区办", "")
        plan_file._db.execute("PRAGMA synchronous = NORMAL")
        assert len(plan_file.plan.units) == 12
        faults.at, faults.count = at, 0
        told = None
        try:
            assert not plan_file.merge_files([mail.returned]).refused
        except UserError as error_told:
            told = error_told
        faults.at = 0
        if told:  # the program goes on: what failed once can be done again
            assert_helps(told)
            assert "没有保存" in told.sentence
            assert content(plan_file) == mail.before
            assert plan_file.plan.get(Unit, mail.unit).contact == ""
            if at % 3 == 0:
                take(plan_file, mail.returned, refused=False)
        plan_file.close()
        now = state(head, mail)
        outcomes.add(now)
        assert told or now == "after"
        if not told and faults.count < at:
            break
    assert outcomes == {"before", "after"}
    assert mail.returned.read_bytes() == original


# ------------------------------------------------------------------------------------------- processes that die


def in_a_process(task, *, delay: float | None = None) -> str:
    """What a task says, done in a process of its own, which is killed after `delay` seconds of work if one is given."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reader)
            os.write(writer, b"go ")
            said = task() or "done"
        except UserError as told:
            said = f"UserError: {told.sentence}"
        except BaseException as error:
            said = f"{type(error).__name__}: {error}"
        os.write(writer, said.encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        assert pipe.read(3) == b"go "
        if delay is not None:
            time.sleep(delay)
            os.kill(child, signal.SIGKILL)
        said = pipe.read().decode()
    os.waitpid(child, 0)
    return said


def merging(path, *files, wholesale=False):
    def task():
        if wholesale:  # this process ends with the task
            wholesale_module.LEAST = wholesale_module.MANY_TIMES = 0
        with PlanFile.open(path, author="区办") as plan_file:
            done = plan_file.merge_files(files)
            return str(done.refused[0].refused) if done.refused else "done"

    return task


def test_kill_in_the_middle_of_a_merge(mail, head, request):
    rng = random.Random(31)
    seen, journals, times = set(), 0, []
    for _ in range(3):
        shutil.copyfile(mail.head, head)
        start = time.perf_counter()
        assert in_a_process(merging(head, mail.returned)) == "done"
        times.append(time.perf_counter() - start)
    for number in range(400 if request.config.getoption("--long") else 25):
        shutil.copyfile(mail.head, head)
        said = in_a_process(merging(head, mail.returned, wholesale=number % 2), delay=rng.uniform(0, 1.3 * min(times)))
        journals += head.with_name(head.name + "-journal").exists()
        now = state(head, mail)
        assert now == "after" or said != "done"
        seen.add(now)
        with PlanFile.open(head, author="区办") as plan_file:
            take(plan_file, mail.returned, refused=False)
            add_units(plan_file, "后来的")
        assert not head.with_name(head.name + "-journal").exists()
    assert "before" in seen
    assert journals


def test_size_limit_of_the_system(mail, head):
    seen = set()
    end = mail.head.stat().st_size + mail.returned.stat().st_size

    def task(limit):
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
        return merging(head, mail.returned)()

    for number in range(20):
        shutil.copyfile(mail.head, head)
        said = in_a_process(lambda n=number: task(512 + (end + 90_000) * n // 20))
        now = state(head, mail)
        assert (said == "done") is (now == "after"), said
        assert said == "done" or "没有保存" in said
        seen.add(now)
    assert seen == {"before", "after"}


def test_full_disk(mail, tmp_path):
    seen = set()
    with small_disk(tmp_path / "盘", "4m") as disk:
        for left in range(0, 900_000, 60_000):
            path = disk / "区办.xiezuo"
            shutil.copyfile(mail.head, path)
            ballast = fill_up(disk, left)
            told = None
            with PlanFile.open(path, author="区办") as plan_file:
                try:
                    plan_file.merge_files([mail.returned])
                except UserError as error:
                    told = error
                    assert_helps(told)
                    assert "磁盘" in str(told)
                ballast.unlink()
                take(plan_file, mail.returned, refused=False) if told and left % 120_000 else None
            now = state(path, mail)
            assert told or now == "after"
            seen.add(bool(told))
            path.unlink()
    assert seen == {False, True}


def test_large_file_that_cannot_be_copied_is_refused_and_the_others_come_in(mail, head, tmp_path, monkeypatch):
    """The place for temporary files is full, the file's own disk is not."""
    third = tmp_path / "大.xiezuo"
    shutil.copyfile(mail.returned, third)
    with small_disk(tmp_path / "临时", "1m") as disk, PlanFile.open(head, author="区办") as plan_file:
        monkeypatch.setattr("tempfile.tempdir", str(disk))
        monkeypatch.setattr(incoming_module, "_SMALL", mail.returned.stat().st_size)
        with third.open("ab") as file:
            file.write(bytes(2 << 20))
        bad, good = plan_file.merge_files([third, mail.returned]).files
        assert_helps(bad.refused)
        assert "磁盘空间" in bad.refused.advice
        assert not good.refused
        assert content(plan_file) == mail.after
        assert list(disk.iterdir()) == []


@pytest.mark.parametrize("error", ["FullError", "IOError"])
def test_every_write_of_an_undo_may_fail(mail, head, faults, error, request, monkeypatch):  # noqa: F811 - the fixture
    """A merge is taken back by tables made anew; what fails on the way leaves it merged."""
    import apsw

    monkeypatch.setattr(write_module, "MANY", 0)
    monkeypatch.setattr(write_module, "PART", 1 << 30)
    with PlanFile.open(head, author="区办") as plan_file:
        take(plan_file, mail.returned, refused=False)
        before = content(plan_file)
    merged = head.read_bytes()
    faults.error, faults.lasting = getattr(apsw, error), True
    outcomes, at = set(), 0
    while True:
        at += 1 if at < 12 or request.config.getoption("--long") else 25
        head.write_bytes(merged)
        plan_file = PlanFile(head, FailingConnection(head), "区办", "")
        plan_file._db.execute("PRAGMA synchronous = NORMAL")
        faults.at, faults.count = at, 0
        told = None
        try:
            plan_file.undo()
        except UserError as error_told:
            told = error_told
            assert_helps(told)
        faults.at = 0
        plan_file.close()
        now = content_of(head)
        outcomes.add(now["unit"] == mail.before["unit"])
        assert (now == before) is bool(told)
        if not told and faults.count < at:
            break
    assert outcomes == {False, True}
    assert mail.before["report"] == now["report"]


def test_full_temporary_folder_while_the_index_is_sorted(mail, tmp_path, written_files):
    """SQLite sorts what does not fit into the memory in temporary files; which folder it takes is decided once a process."""
    returned, head = tmp_path / "上报.xiezuo", tmp_path / "区办.xiezuo"
    shutil.copyfile(mail.part, tmp_path / "填报.xiezuo")
    shutil.copyfile(mail.head, head)
    with PlanFile.open(tmp_path / "填报.xiezuo", author="经办人") as own:
        with own.edit("填报") as edit:
            edit.apply(Put(Report, (i, mail.unit, 202406), {"value": str(i)}) for i in range(1, 40_001))
        own.write_return(returned, {PlanInfo: None})
    with small_disk(tmp_path / "临时", "1m") as disk:
        fill_up(disk, 100_000)
        command = [sys.executable, "-c", _MERGE_WHOLESALE, str(head), str(returned)]
        environment = {**os.environ, "SQLITE_TMPDIR": str(disk), "TMPDIR": str(tmp_path)}
        done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert "磁盘" in done.stdout
    assert "没有保存" in done.stdout
    assert state(head, mail) == "before"
    written_files.clear()


_MERGE_WHOLESALE = """
import sys
from xiezuo_desktop.core.errors import UserError
from xiezuo_desktop.storage import PlanFile, wholesale
wholesale.LEAST = wholesale.MANY_TIMES = 0
wholesale.Wholesale.cache = 48
with PlanFile.open(sys.argv[1], author="区办") as plan_file:
    try:
        print(plan_file.merge_files(sys.argv[2:]).refused)
    except UserError as told:
        print(told)
"""


@pytest.mark.parametrize("least", [0, 1 << 40])  # as if it were many files, or few
def test_a_second_window_is_told_to_wait_while_a_merge_outgrows_the_memory(mail, head, monkeypatch, least):
    monkeypatch.setattr("xiezuo_desktop.storage.connection.BUSY_SECONDS", 0.05)
    monkeypatch.setattr(wholesale_module, "LEAST", least)
    monkeypatch.setattr(wholesale_module, "MANY_TIMES", 0)
    told = []
    with PlanFile.open(head, author="区办") as plan_file, PlanFile.open(head, author="另一窗口") as second:
        before = second.plan

        def look(*_):
            if len(told) == 0:
                told.append(None)  # the first file is heard of before anything of it is written
                return
            with pytest.raises(Locked) as error, second.edit("改名") as edit:
                edit.put(Unit, mail.unit, name="另起")
            told.append(error.value)
            with pytest.raises(Locked) as error:
                second.refresh()
            told.append(error.value)

        plan_file.merge_files([mail.returned, mail.part], on_file=look)
        assert len(told) == 3
        for error in told[1:]:
            assert_helps(error)
            assert "请等几秒再试" in error.advice
        assert second.plan is before
        assert second.refresh()
        assert content(second) == content(plan_file) == mail.after
        with second.edit("改名") as edit:
            edit.put(Unit, mail.unit, name="另起")


def test_somebody_else_is_writing(mail, head, monkeypatch):
    monkeypatch.setattr("xiezuo_desktop.storage.connection.BUSY_SECONDS", 0.1)
    with PlanFile.open(head, author="区办") as plan_file, closing(sqlite3.connect(head, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Locked):
            plan_file.merge_files([mail.returned])
        with pytest.raises(Locked):
            plan_file.preview_files([mail.returned])
        other.execute("ROLLBACK")
        take(plan_file, mail.returned, refused=False)
        assert content(plan_file) == mail.after


def test_read_only_plan_takes_nothing_in_and_says_what_to_do(mail, head):
    with PlanFile.open(head, read_only=True) as plan_file:
        with pytest.raises(ReadOnly) as told:
            plan_file.merge_files([mail.returned])
        assert "另存" in told.value.advice
    assert state(head, mail) == "before"


@contextmanager
def medium(place):
    """A disk to be filled that nobody can write to inside the block of what is yielded."""
    with small_disk(place, "8m") as disk:

        @contextmanager
        def write_protected():
            subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
            try:
                yield
            finally:
                subprocess.run(["mount", "-o", "remount,rw", disk], check=True)

        yield disk, write_protected


def test_read_only_medium_can_be_taken_in_and_takes_nothing_in(mail, head, tmp_path, monkeypatch):
    monkeypatch.setattr(incoming_module, "_SMALL", mail.returned.stat().st_size - 1)  # as if it were large
    with medium(tmp_path / "光盘") as (disk, write_protected):
        there, returned = disk / "区办.xiezuo", disk / "上报.xiezuo"
        shutil.copyfile(mail.head, there)
        shutil.copyfile(mail.returned, returned)
        with write_protected(), PlanFile.open(there, author="区办") as plan_file:
            assert plan_file.read_only
            assert plan_file.plan.units
            assert len(plan_file.preview_files([mail.returned]).rows) > 60  # a trial is held on a copy
            with pytest.raises(ReadOnly) as told:
                plan_file.merge_files([mail.returned])
            assert_helps(told.value)
            with pytest.raises(ReadOnly), plan_file.edit("改名"):
                pass
            assert plan_file.verify() == []
        with write_protected(), PlanFile.open(head, author="区办") as plan_file:
            take(plan_file, returned, refused=False)
            assert content(plan_file) == mail.after
        assert content_of(there) == mail.before


def test_one_figure_in_dispute_does_not_make_the_whole_file_costly(mail, head, tmp_path):
    """Of a file that meets one row of ours, only that row is worked out from the log."""
    with PlanFile.open(head, author="区办") as plan_file:
        with plan_file.edit("填报") as edit:
            edit.put(Report, (mail.indicators[0], mail.unit, 202401), value="77")
        asked = []
        plan_file._db.set_trace_callback(lambda sql: asked.append("ORDER BY col, ts, site" in sql))
        take(plan_file, mail.returned, refused=False)
        plan_file._db.set_trace_callback(None)
        assert sum(asked) <= 3
        assert plan_file.conflict_count() == 1
        assert plan_file.verify() == []
