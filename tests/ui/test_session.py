"""The session: opening, editing, locks between windows, and files that cannot be written."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import threading

import pytest

from tests.builders_storage import HOLDING
from xiezuo_desktop.core.errors import Invalid, ReadOnly, Unreadable
from xiezuo_desktop.core.records import Indicator
from xiezuo_desktop.storage import PlanFile
from xiezuo_desktop.ui.file_lock import FileLock, Owner
from xiezuo_desktop.ui.session import Session

from .windows import make_plan


@pytest.fixture
def plan_path(tmp_path):
    """A small plan."""
    return make_plan(tmp_path / "plan.xiezuo")


@pytest.fixture
def session(qapp, plan_path):
    """A session that has it open."""
    made = Session()
    made.open(plan_path)
    yield made
    made.close()


@pytest.fixture
def colleague(plan_path):
    """Another program that has the file open for editing."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(plan_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "True"
    yield process
    if process.poll() is None:
        process.communicate("x", timeout=20)


def test_an_edit_is_told_saved_and_undone(session, qtbot):
    first = session.plan.indicators[0]
    with qtbot.waitSignal(session.changed) as told, session.edit("修改“年度目标”") as edit:
        edit.put(Indicator, first.id, target="9")
    assert told.args[0].touches(Indicator)
    assert session.saved_at is not None
    assert session.undo_label == "修改“年度目标”"
    with qtbot.waitSignal(session.said) as told:
        session.undo()
    assert told.args == ["已撤销：修改“年度目标”", False]
    assert session.plan.indicators[0].target == "3"
    assert session.redo_label == "修改“年度目标”"


def test_a_refused_edit_is_told_and_changes_nothing(session, qtbot):
    with qtbot.waitSignal(session.failed) as told, session.edit("修改") as edit:
        edit.put(Indicator, session.plan.indicators[0].id, nature="nonsense")
    assert isinstance(told.args[0], Invalid)
    assert not edit.changes


def test_a_file_that_cannot_be_opened_leaves_the_open_one(session, tmp_path, plan_path):
    broken = tmp_path / "broken.xiezuo"
    broken.write_bytes(b"not a plan" * 100)
    with pytest.raises(Unreadable):
        session.open(broken)
    assert session.path == plan_path
    assert session.can_edit
    assert not list(tmp_path.glob("*broken*.lock"))


def test_a_second_window_reads_and_is_told_who_edits(qapp, plan_path, colleague):
    session = Session()
    session.open(plan_path)
    assert not session.can_edit
    assert session.owner is not None
    assert session.owner.person == "王丽"
    assert "今天" in str(session.owner)
    with pytest.raises(ReadOnly), session.edit("修改") as edit:
        edit.put(Indicator, session.plan.indicators[0].id, target="9")
    session.close()


def test_retrying_after_the_other_closed_gives_the_file_free(qapp, plan_path, colleague):
    session = Session()
    session.open(plan_path)
    colleague.communicate("x", timeout=20)
    session.open(plan_path)
    assert session.can_edit
    assert session.owner is None
    session.close()


def test_closing_leaves_no_lock_behind(session, plan_path):
    assert len(list(plan_path.parent.iterdir())) == 3  # the plan, the lock and the note who has it
    session.close()
    assert [p.name for p in plan_path.parent.iterdir()] == ["plan.xiezuo"]


def test_a_lock_of_a_program_that_died_does_not_count(qapp, plan_path):
    code = HOLDING.replace("sys.stdin.read(1)", "import os; os._exit(1)")
    subprocess.run([sys.executable, "-c", code, str(plan_path)], check=False, stdout=subprocess.DEVNULL)
    assert list(plan_path.parent.glob("*.lock"))
    session = Session()
    session.open(plan_path)
    assert session.can_edit
    session.close()


def test_the_note_of_a_lock_may_be_nonsense(qapp, plan_path, colleague):
    next(plan_path.parent.glob("*.user")).write_text(json.dumps({"person": 3}), encoding="utf-8")
    assert str(FileLock(plan_path).owner())


def test_owners_are_named_as_well_as_can_be():
    assert str(Owner("", "", None)) == "另一个窗口"
    assert str(Owner("王丽", "NYJ-PC03", None)) == "王丽（NYJ-PC03）"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the administrator may write everything")
def test_a_file_without_write_permission_opens_read_only(qapp, plan_path):
    plan_path.chmod(0o444)
    session = Session()
    session.open(plan_path)
    assert not session.can_edit
    session.close()


def write_names(file, report):
    """A long edit as a worker makes it."""
    rows = file.plan.indicators
    with file.edit("导入三行") as edit:
        for done, row in enumerate(rows):
            report(done, len(rows), row.name)
            edit.put(Indicator, row.key, name=f"{row.name}（新）")
    return len(rows)


def test_what_is_written_aside_is_told_before_its_end_and_undone_as_one_step(session, qtbot):
    before = [i.name for i in session.plan.indicators]
    seen = []
    work = session.write_aside(write_names)
    work.finished.connect(lambda count: seen.append((count, session.plan.indicators[0].name, session.can_edit)))
    assert not session.can_edit
    with pytest.raises(ReadOnly, match="正在往这份文件里写入"), session.edit("改名"):
        pass
    with qtbot.waitSignal(work.finished):
        pass
    assert seen == [(len(before), f"{before[0]}（新）", True)]
    assert session.saved_at is not None
    assert session.undo_label == "导入三行"
    session.undo()
    assert [i.name for i in session.plan.indicators] == before


def test_a_long_step_is_taken_back_and_done_again_aside(session, qtbot, monkeypatch):
    monkeypatch.setattr("xiezuo_desktop.ui.session.LONG_STEP", 2)
    before = [i.name for i in session.plan.indicators]
    work = session.write_aside(write_names)
    with qtbot.waitSignal(work.finished):
        pass
    after = [i.name for i in session.plan.indicators]
    said = []
    session.said.connect(lambda sentence, _: said.append((sentence, session.can_edit)))
    for step, names, word in ((session.undo, before, "已撤销"), (session.redo, after, "已恢复")):
        step()
        assert not session.can_edit  # the window goes on meanwhile
        assert session.undo_label is None
        qtbot.waitUntil(lambda: session.can_edit)
        assert [i.name for i in session.plan.indicators] == names
        assert said[-1] == (f"{word}：导入三行", True)
    step = session.file.next_step()
    assert session.take_back(step.site, step.ts, "已退回")
    qtbot.waitUntil(lambda: session.can_edit)
    assert [i.name for i in session.plan.indicators] == before
    assert said[-1] == ("已退回", True)


def test_a_file_that_is_being_written_at_length_is_looked_at_again_later(session, plan_path, qtbot, monkeypatch):
    monkeypatch.setattr("xiezuo_desktop.storage.connection.BUSY_SECONDS", 0.05)
    session.open(plan_path)
    failed = []
    session.failed.connect(failed.append)
    writer = sqlite3.connect(plan_path, isolation_level=None)
    writer.execute("BEGIN EXCLUSIVE")
    session.refresh()
    writer.execute("ROLLBACK")
    writer.close()
    assert not failed
    with PlanFile.open(plan_path, author="另一人") as other, other.edit("改名") as edit:
        edit.put(Indicator, other.plan.indicators[0].key, name="别人改的")
    session.refresh()
    assert session.plan.indicators[0].name == "别人改的"


def test_writing_aside_that_is_cancelled_or_fails_changes_nothing(session, qtbot):
    before = [i.name for i in session.plan.indicators]

    begun = threading.Event()

    def stop_half_way(file, report):
        with file.edit("导入") as edit:
            edit.put(Indicator, file.plan.indicators[0].key, name="半途")
            begun.set()
            while True:
                report(0, 0, "")

    def fail(file, report):
        raise Invalid("这份来文读不了，", "请换一份。")

    work = session.write_aside(stop_half_way)
    with qtbot.waitSignal(work.cancelled):
        begun.wait(5)
        work.cancel()
    work = session.write_aside(fail)
    with qtbot.waitSignal(work.failed):
        pass
    assert session.can_edit
    assert [i.name for i in session.plan.indicators] == before


def test_a_file_closed_while_it_is_written_aside_stays_as_it_was(session, plan_path, qtbot):
    before = [i.name for i in session.plan.indicators]

    def wait(file, report):
        with file.edit("导入") as edit:
            edit.put(Indicator, file.plan.indicators[0].key, name="半途")
            while True:
                report(0, 0, "")

    work = session.write_aside(wait)
    session.close()
    with qtbot.waitSignal(work.cancelled):
        pass
    session.open(plan_path)
    assert [i.name for i in session.plan.indicators] == before
