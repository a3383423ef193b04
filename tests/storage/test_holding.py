"""What the command line does while a window has the file open: the window is a real lock of another process."""

import os
import subprocess
import sys
import time

import pytest

from tests.builders_storage import HOLDING, make_plan
from tests.test_cli import one_sentence
from tests.test_cli_mail import run
from xiezuo_desktop.core.errors import Locked
from xiezuo_desktop.core.records import PlanInfo
from xiezuo_desktop.storage import PlanFile
from xiezuo_desktop.storage.holding import STALE_AFTER, lock_of, owner_of, refuse_held


@pytest.fixture
def plan(tmp_path):
    with make_plan(tmp_path) as made:
        return made.path


@pytest.fixture
def window(plan):
    """Another program in whose window the file is open."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(plan)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "True"
    yield process
    process.kill()
    process.communicate()


def title_of(path):
    with PlanFile.open(path, read_only=True) as plan_file:
        return plan_file.plan.info.title


def test_a_window_that_has_the_file_is_named_and_nothing_is_written(plan, window, tmp_path):
    before = plan.read_bytes()
    for words in (
        ("set", plan, "plan", "title", "改名"),
        ("merge", plan, plan),
        ("undo", plan),
        ("send", plan, "--all", tmp_path / "发件"),
    ):
        done = run(*words)
        assert done.returncode == 3, words
        assert one_sentence(done.stderr)
        assert "王丽" in done.stderr
        assert "窗口" in done.stderr
    assert plan.read_bytes() == before
    assert run("merge", plan, plan, "--dry-run").returncode == 0  # looking is no writing
    assert run("history", plan).returncode == 0


def test_once_the_window_is_closed_it_goes_on(plan, window):
    window.communicate("x")
    assert owner_of(plan) is None
    assert run("set", plan, "plan", "title", "改名").returncode == 0
    assert title_of(plan) == "改名"


def test_what_a_crash_left_holds_nothing(plan, window):
    assert str(owner_of(plan)).startswith("王丽")
    window.kill()
    window.communicate()
    assert lock_of(plan).exists()
    refuse_held(plan)
    assert run("set", plan, "plan", "title", "改名").returncode == 0


def test_a_lock_of_another_computer_holds_as_long_as_it_shows_life(plan):
    lock_of(plan).write_text("12\npython3\n乙的电脑\nx\ny\n", encoding="utf-8")
    with pytest.raises(Locked, match="乙的电脑"):
        refuse_held(plan)
    long_ago = time.time() - STALE_AFTER - 5
    os.utime(lock_of(plan), (long_ago, long_ago))
    refuse_held(plan)
    lock_of(plan).write_bytes(b"\xff\n")
    refuse_held(plan)
    with PlanFile.open(plan) as plan_file:
        assert plan_file.plan.rows(PlanInfo)
