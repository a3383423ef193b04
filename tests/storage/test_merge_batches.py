"""Hundreds of files in one go: cancelled half way, with bad ones among them, and none dearer than the one before."""

from __future__ import annotations

import random
import shutil

import pytest

from tests.builders_storage import add_units, make_plan
from tests.storage.mail import assert_helps, content
from xiezuo_desktop.core.records import Report, Unit
from xiezuo_desktop.storage import PlanFile


class Cancelled(Exception):
    """Somebody pressed the button."""


@pytest.fixture(scope="module")
def batch(tmp_path_factory):
    """A plan and what many units return, each a few figures."""
    folder = tmp_path_factory.mktemp("batch")
    count = 200
    with make_plan(folder, "区办.xiezuo") as head:
        units = add_units(head, *(f"第{i}单位" for i in range(count)))
        part = folder / "下发.xiezuo"
        head.write_part(part, {type(head.plan.info): None, Unit: None})
        before = content(head)
    files = []
    for number, unit in enumerate(units):
        own = folder / "填报.xiezuo"
        shutil.copyfile(part, own)
        with PlanFile.open(own, author=f"经办人{number}") as plan_file:
            plan_file._db.execute("PRAGMA synchronous = OFF")
            with plan_file.edit("填报") as edit:
                edit.put(Report, (5, unit, 202406), value=str(number))
            plan_file.write_return(folder / f"{number:03}.xiezuo", {type(plan_file.plan.info): None})
        files.append(folder / f"{number:03}.xiezuo")
    return folder / "区办.xiezuo", files, before


@pytest.fixture
def office(batch, tmp_path, written_files):
    path, files, before = batch
    own = tmp_path / "区办.xiezuo"
    shutil.copyfile(path, own)
    with PlanFile.open(own, author="甲") as plan_file:
        yield plan_file, files, before
    written_files.clear()


def test_cancelling_a_batch_changes_nothing(office):
    plan_file, files, before = office
    plan = plan_file.plan
    for stop in (1, 100, 200):
        seen = []

        def report(taken, _, seen=seen, stop=stop):
            seen.append(taken.path)
            if len(seen) == stop:
                raise Cancelled

        for act in (plan_file.merge_files, plan_file.preview_files):
            seen.clear()
            with pytest.raises(Cancelled):
                act(files, on_file=report)
            assert seen == files[:stop]
            assert content(plan_file) == before
            assert plan_file.plan is plan
            assert plan_file.undo_label == "新增单位"
    assert plan_file.verify() == []
    done = plan_file.merge_files(files)
    assert not done.refused
    assert len(plan_file.plan.rows(Report)) == 200
    assert plan_file.undo_label == "合并文件"


def test_bad_files_in_a_batch_are_named_and_the_others_come_in(office, tmp_path):
    plan_file, files, _ = office
    rng = random.Random(5)
    mixed, bad = [], set()
    for number, path in enumerate(files):
        if number % 10 == 3:
            data = path.read_bytes()
            path = tmp_path / path.name
            path.write_bytes(data[: rng.randrange(len(data))])
            bad.add(path)
        mixed.append(path)
    heard = []
    done = plan_file.merge_files(mixed, on_file=lambda taken, _: heard.append(taken))
    assert [taken.path for taken in done.files] == mixed
    assert tuple(heard) == done.files
    assert {taken.path for taken in done.refused} == bad
    for taken in done.refused:
        assert_helps(taken.refused)
    assert len(plan_file.plan.rows(Report)) == 180
    again = plan_file.merge_files(mixed)
    assert all(taken.already_merged for taken in again.files if not taken.refused)
    assert again.transaction is None


def test_the_last_file_costs_as_little_as_the_first(office):
    """Counted in steps of SQLite's engine, which no other program on this machine can slow down."""
    plan_file, files, _ = office
    steps = [0]

    def count():
        steps[0] += 1

    costs = []
    plan_file._db.set_progress_handler(count, 1)

    def note(*_):
        costs.append(steps[0])
        steps[0] = 0

    plan_file.merge_files(files, on_file=note)
    plan_file._db.set_progress_handler(None, 0)
    costs = costs[1:]  # the first holds what is done once
    assert max(costs) < 400
    assert sum(costs[-20:]) <= 1.05 * sum(costs[:20])
