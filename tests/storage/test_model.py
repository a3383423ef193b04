"""Random editing against a plain model: the plan reads as the model says, undo and redo walk through its states,
everything typed stands in the log, and the tables are always those a rebuild gives."""

from __future__ import annotations

import copy
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders_storage import assert_rebuild_equals, make_plan, take_in
from xiezuo_desktop.core.errors import Invalid, WrongCall
from xiezuo_desktop.core.records import Allocation, Unit, UnitGroup
from xiezuo_desktop.storage import PlanFile

IDS = st.integers(1, 4)
NAMES = st.sampled_from(["", "甲", "乙", "丙"])
STEP = st.one_of(
    st.tuples(st.just("name"), IDS, NAMES),
    st.tuples(st.just("open"), IDS, st.booleans()),
    st.tuples(st.just("amount"), IDS, IDS, st.sampled_from(["", "5.50", "-"])),
    st.tuples(st.just("move"), IDS, st.one_of(st.none(), IDS)),
    st.tuples(st.just("delete"), IDS),
    st.tuples(st.just("unallocate"), IDS, IDS),
)
ACTION = st.one_of(
    st.lists(STEP, min_size=1, max_size=4),
    st.sampled_from(["undo", "undo", "redo", "reopen"]),
)


class Model:
    """Rows as dicts, and the states one can go back and forth to."""

    def __init__(self):
        self.rows = {}
        self.back, self.forth = [], []
        self.something_went = False

    def put(self, record, key, **values):
        self.rows.setdefault((record, key), record(**dict(zip(record.keys, key, strict=False)))).__dict__.update(values)

    def step(self, step):
        match step:
            case "name", unit, name:
                self.put(Unit, (unit, 0, 0), name=name)
            case "open", group, flag:
                self.put(UnitGroup, (group, 0, 0), open=flag)
            case "amount", a, b, text:
                self.put(Allocation, (a, b, 0), amount=text)
            case "move", unit, parent:
                self.put(Unit, (unit, 0, 0), parent=parent)
            case "delete", unit:
                self.rows.pop((Unit, (unit, 0, 0)), None)
                self.something_went = True
            case "unallocate", a, b:
                self.rows.pop((Allocation, (a, b, 0)), None)

    def is_tree(self):
        for _, key in self.rows:
            seen, at = set(), key[0]
            while at is not None:
                if at in seen:
                    return False
                seen.add(at)
                row = self.rows.get((Unit, (at, 0, 0)))
                at = row and row.parent
        return True


def ask(edit, step):
    match step:
        case "name", unit, name:
            edit.put(Unit, unit, name=name)
        case "open", group, flag:
            edit.put(UnitGroup, group, open=flag)
        case "amount", a, b, text:
            edit.put(Allocation, (a, b, 0), amount=text)
        case "move", unit, parent:
            edit.put(Unit, unit, parent=parent)
        case "delete", unit:
            edit.delete(Unit, unit)
        case "unallocate", a, b:
            edit.delete(Allocation, (a, b, 0))


def living(plan_file):
    return {(t, k): r for t in (Unit, UnitGroup, Allocation) for k, r in plan_file.plan.rows(t).items()}


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
@given(st.lists(ACTION, min_size=5, max_size=25))
def test_random_editing_reads_as_the_model_says(actions):
    folder = Path(tempfile.mkdtemp(dir="/dev/shm" if Path("/dev/shm").is_dir() else None))
    plan_file = make_plan(folder)
    model, typed = Model(), set()
    try:
        for action in actions:
            if action == "reopen":
                plan_file.close()
                plan_file = PlanFile.open(folder / "计划.xiezuo", author="甲")
            elif action in ("undo", "redo"):
                go_both(plan_file, model, action)
            else:
                edit_both(plan_file, model, action, typed)
            assert living(plan_file) == model.rows
        assert_rebuild_equals(plan_file)
        logged = {(e.record, e.key, e.field, e.after) for e in plan_file.history()}
        assert typed <= logged
    finally:
        plan_file.close()
        shutil.rmtree(folder)


def go_both(plan_file, model, action):
    source, target = (model.back, model.forth) if action == "undo" else (model.forth, model.back)
    if not source:
        with pytest.raises(WrongCall):
            getattr(plan_file, action)()
        return
    getattr(plan_file, action)()
    target.append(model.rows)
    model.rows = source.pop()
    model.something_went = True


def edit_both(plan_file, model, steps, typed):
    before = copy.deepcopy(model.rows)
    for step in steps:
        model.step(step)
    try:
        with plan_file.edit("一步") as edit:
            for step in steps:
                ask(edit, step)
    except Invalid:
        # A row that was deleted keeps its place in the tree, so the file may see a cycle where the model sees none.
        assert not model.is_tree() or model.something_went
        model.rows = before
        return
    assert model.is_tree()
    assert bool(edit.changes) == (model.rows != before)
    if edit.changes:
        model.back.append(before)
        model.forth.clear()
    for (record, key), row in model.rows.items():
        old = before.get((record, key), record(**dict(zip(record.keys, key, strict=False))))
        typed.update((record, key, f, row.__dict__[f]) for f in record.fields if row.__dict__[f] != old.__dict__[f])


# --------------------------------------------------------------------------------------------- several offices

R = 3
OFFICE = st.integers(0, R - 1)
MAIL = st.one_of(
    st.tuples(st.just("edit"), OFFICE, st.lists(STEP, min_size=1, max_size=2)),
    st.tuples(st.just("edit"), OFFICE, st.lists(STEP, min_size=1, max_size=2)),
    st.tuples(st.just("undo"), OFFICE),
    st.tuples(st.just("take"), OFFICE, OFFICE),
    st.tuples(st.just("copy"), OFFICE, OFFICE),
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
@given(st.lists(MAIL, min_size=10, max_size=30), st.randoms(use_true_random=False))
def test_offices_that_exchange_files_end_alike(actions, random):
    folder = Path(tempfile.mkdtemp(dir="/dev/shm" if Path("/dev/shm").is_dir() else None))
    paths = [folder / f"{i}.xiezuo" for i in range(R)]
    make_plan(folder, "0.xiezuo").close()
    for path in paths[1:]:
        shutil.copyfile(paths[0], path)
    offices = [PlanFile.open(path, author=f"office {i}") for i, path in enumerate(paths)]
    try:
        for action in actions:
            do_one(offices, paths, *action)
        pairs = [(a, b) for a in range(R) for b in range(R) if a != b]
        for _ in range(2):
            random.shuffle(pairs)
            for a, b in pairs:
                take_in(offices[a], paths[b])
        first = tables(offices[0])
        for office in offices[1:]:
            assert tables(office) == first
        assert_rebuild_equals(offices[0])
    finally:
        for office in offices:
            office.close()
        shutil.rmtree(folder)


def do_one(offices, paths, kind, at, *rest):
    if kind == "edit":
        with suppress(Invalid), offices[at].edit("一步") as edit:
            for step in rest[0]:
                ask(edit, step)
    elif kind == "undo":
        with suppress(Invalid, WrongCall):
            offices[at].undo()
    elif rest[0] == at:
        return
    elif kind == "take":
        take_in(offices[at], paths[rest[0]])
    else:  # another office's file is copied over this one
        offices[at].close()
        shutil.copyfile(paths[rest[0]], paths[at])
        offices[at] = PlanFile.open(paths[at], author=f"office {at}")


def tables(plan_file):
    out = {}
    for name in ("unit", "unit_group", "allocation", "conflict", "change", "txn", "site"):
        out[name] = sorted(plan_file._db.execute(f"SELECT * FROM {name}"), key=repr)
    return out
