"""Four offices and the parts they dispatch, doing whatever offices do in any order; in the end all must agree.

Used by test_converge.py, and by the mutants of test_mutants.py through `python -m tests.storage.machine EXAMPLES SEED`.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from unittest.mock import patch

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from xiezuo_desktop.core.errors import Invalid, WrongCall
from xiezuo_desktop.core.plan_json import plan_to_json
from xiezuo_desktop.core.records import RECORD_TYPES, Allocation, Handling, PlanInfo, Report, Task, Unit, UnitGroup
from xiezuo_desktop.storage import PlanFile, log, wholesale, write
from xiezuo_desktop.storage.log import MERGED

OFFICES = 4
OFFICE = st.integers(0, OFFICES - 1)
UNIT = st.integers(1, 5)
PART = st.integers(2, 3)  # units that get a part of the plan
NAME = st.sampled_from(["", "甲", "乙", "丙"])
AMOUNT = st.sampled_from(["", "1", "2.50", "-"])
STATE = st.sampled_from(["open", "doing", "done"])
OF_UNITS = (
    Report,
    Allocation,
    Handling,
)  # of which a unit is sent its own rows; the unit is the second part of the key
EDIT = st.one_of(
    st.tuples(st.just("name"), UNIT, NAME),
    st.tuples(st.just("name"), UNIT, NAME),
    st.tuples(st.just("move"), UNIT, st.one_of(st.none(), UNIT)),
    st.tuples(st.just("move"), st.integers(2, 3), st.integers(2, 3)),
    st.tuples(st.just("report"), st.integers(1, 2), PART, AMOUNT),
    st.tuples(st.just("share"), st.integers(1, 2), PART, AMOUNT),
    st.tuples(st.just("handle"), st.just(1), PART, STATE),
    st.tuples(st.just("task"), st.just(1), NAME),
    st.tuples(st.just("open"), UNIT, st.booleans()),
    st.tuples(st.just("delete"), UNIT),
)
CLASH = st.one_of(
    st.tuples(UNIT, st.permutations(["甲", "乙", "丙"])).map(lambda c: [("name", c[0], n) for n in c[1][:2]]),
    st.tuples(st.just(1), PART, st.permutations(["1", "2.50", "-"])).map(
        lambda c: [("report", c[0], c[1], text) for text in c[2][:2]]
    ),
    st.tuples(PART, st.permutations(["open", "doing", "done"])).map(
        lambda c: [("handle", 1, c[0], state) for state in c[1][:2]]
    ),
    st.permutations([2, 3, 4]).map(lambda u: [("move", u[0], u[1]), ("move", u[1], u[0])]),
    st.tuples(UNIT, NAME).map(lambda c: [("delete", c[0]), ("name", *c)]),
    st.tuples(UNIT, NAME).map(lambda c: [("name", *c), ("delete", c[0])]),
)
OWN_EDIT = st.one_of(
    st.tuples(st.just("report"), st.integers(1, 2), PART, AMOUNT),
    st.tuples(st.just("handle"), st.just(1), PART, STATE),
    st.tuples(st.just("name"), UNIT, NAME),
    st.tuples(st.just("move"), st.integers(2, 3), st.integers(2, 3)),
)
ENOUGH = [(0, (1, 2, 3)), (1, (0,)), (2, (3, 0)), (3, (2, 1, 0))]  # after which each has all, got in another order
TABLES = ["conflict", "change", "txn", "site", "partial", *(record.name_ for record in RECORD_TYPES)]


def dump(plan_file) -> dict:
    return {t: sorted(plan_file._db.execute(f'SELECT * FROM "{t}"').fetchall(), key=repr) for t in TABLES}


def shared(tables) -> dict:
    """The tables without the notes that each file keeps for itself."""
    notes = {row[0] for row in tables["change"] if row[2] == MERGED}
    out = dict(tables)
    for name in ("change", "txn", "site"):
        out[name] = [row for row in tables[name] if row[0] not in notes]
    return out


def part_of(plan_file, unit):
    """What a unit is sent: everything but other units' figures."""
    return {
        PlanInfo: None,
        Unit: None,
        UnitGroup: None,
        Task: None,
        **{record: [key for key in plan_file.keys_ever(record) if key[1] == unit] for record in OF_UNITS},
    }


@cache
def beginning() -> bytes:
    """The plan file that every office begins with."""
    ids = random.Random("the beginning")  # none that a case draws
    with tempfile.TemporaryDirectory() as folder, patch.object(log, "new_id", lambda: ids.getrandbits(62)):
        path = Path(folder) / "plan.xiezuo"
        with PlanFile.create(path, title="云岭县协作计划", year=2024, author="office 0") as first:
            with first.edit("单位") as edit:
                for i in (1, 2, 3):
                    edit.put(Unit, i, name=f"单位{i}", order=str(i), parent=None if i == 1 else 1)
        return path.read_bytes()


class Offices(RuleBasedStateMachine):
    """Files 0 to 3 hold the whole plan; `parts` are those of two units."""

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(dir="/dev/shm" if Path("/dev/shm").is_dir() else None))
        self.files: dict[object, PlanFile] = {}
        self.typed: list[tuple] = []
        self.patches: list = []
        self.counter = 0

    def path(self, name) -> Path:
        return self.folder / f"{name}.xiezuo"

    def open(self, name) -> None:
        self.files[name] = PlanFile.open(self.path(name), author=f"office {name}")
        assert self.files[name].plan

    @initialize(seed=st.integers(0, 999))
    def begin(self, seed):
        """The ids of sessions decide who wins between equal clocks: they are drawn, so that a case can be told again.

        In half of the cases files are taken in as if they were many, where that can be, and undone as if they were.
        """
        ids = random.Random(seed)
        self.patches = [patch.object(log, "new_id", lambda: ids.getrandbits(62) or 1)]
        if seed % 2:
            self.patches += [patch.object(wholesale, name, 0) for name in ("LEAST", "MANY_TIMES")]
            self.patches += [patch.object(write, "MANY", 0), patch.object(write, "PART", 1 << 30)]
        for each in self.patches:
            each.start()
        for i in range(OFFICES):
            self.path(i).write_bytes(beginning())
            self.open(i)

    # ------------------------------------------------------------------------------------------------ what people do

    def change(self, plan_file, steps) -> None:
        typed = []
        try:
            with plan_file.edit("一步") as edit:
                for step in steps:
                    if step[0] == "delete":
                        typed = [t for t in typed if t[:2] != (Unit, (step[1], 0, 0))]
                    typed += put(edit, step)
        except Invalid:  # a row would come below itself
            return
        self.typed += [t for t in typed if t[3] not in ("", None, False)]  # nothing in an empty cell is not written
        for record, key, field, value in typed:
            assert getattr(plan_file.plan.get(record, key), field) == value

    @rule(office=OFFICE, steps=st.lists(EDIT, min_size=1, max_size=3, unique_by=lambda s: s[:2]))
    def edit(self, office, steps):
        self.change(self.files[office], steps)

    @rule(one=OFFICE, other=OFFICE, clash=CLASH, merge=st.booleans(), again=st.booleans(), settle=st.booleans())
    def disagree(self, one, other, clash, merge, again, settle):
        """Two offices do what does not go together, and one of them learns of it."""
        if one == other:
            return
        self.change(self.files[one], [clash[0]])
        self.change(self.files[other], [clash[1]])
        if merge:
            self.take(one, [self.path(other)])
        if settle:
            for number in range(len(self.files[one].conflicts())):
                self.resolve(one, number, "theirs")
                self.resolve(one, number, "value")
        if again:  # a plain edit is no decision
            waiting = {c.id for c in self.files[one].conflicts() if c.kind == "cell"}
            for conflict in self.files[one].conflicts():
                if conflict.kind == "cell" and conflict.field == "name":
                    self.counter += 1  # what nobody else says
                    self.change(self.files[one], [("name", conflict.key[0], f"另一个{self.counter}")])
            assert waiting == {c.id for c in self.files[one].conflicts() if c.kind == "cell"}

    @rule(office=OFFICE, step=EDIT)
    def edit_and_take_back(self, office, step):
        """What is undone at once leaves no trace to be read."""
        plan_file = self.files[office]
        before, newest = (said(plan_file), plan_to_json(plan_file.plan)), plan_file.transactions(1)
        self.change(plan_file, [step])
        if plan_file.transactions(1) != newest:
            plan_file.undo()
        assert (said(plan_file), plan_to_json(plan_file.plan)) == before

    @rule(to=OFFICE, whence=OFFICE)
    def merge_and_take_back(self, to, whence):
        """A merge that is undone leaves no trace to be read, redone it is there again."""
        plan_file = self.files[to]
        before = (said(plan_file), plan_to_json(plan_file.plan))
        done = plan_file.merge_files([self.path(whence)])
        if done.transaction is None:
            return
        after = (said(plan_file), plan_to_json(plan_file.plan))
        try:
            plan_file.undo()
        except Invalid:  # a whole file of somebody who was sent a part came in between
            assert plan_file._db.execute("SELECT 1 FROM partial").fetchone()
            return
        assert (said(plan_file), plan_to_json(plan_file.plan)) == before
        plan_file.redo()
        assert (said(plan_file), plan_to_json(plan_file.plan)) == after

    @rule(office=OFFICE, unit=UNIT)
    def delete(self, office, unit):
        plan_file = self.files[office]
        with plan_file.edit("删除") as edit:
            edit.delete(Unit, unit)
        if edit.changes:
            assert not [c for c in plan_file.conflicts() if c.kind == "deleted" and c.key[0] == unit]

    @rule(unit=PART, step=OWN_EDIT)
    def edit_part(self, unit, step):
        if unit in self.parts and (step[0] not in ("report", "handle") or step[2] == unit):
            self.change(self.parts[unit], [step])

    @property
    def parts(self):
        return {name[1]: file for name, file in self.files.items() if isinstance(name, tuple)}

    @rule(office=OFFICE, forth=st.booleans())
    def undo(self, office, forth):
        with suppress(Invalid, WrongCall):
            self.files[office].redo() if forth else self.files[office].undo()

    @rule(office=OFFICE, number=st.integers(0, 30))
    def take_back_any(self, office, number):
        """Any action of anybody may be taken back; brought in again, everything is as before."""
        plan_file = self.files[office]
        actions = plan_file.transactions()
        chosen = actions[number % len(actions)]
        before = (said(plan_file), plan_to_json(plan_file.plan))
        try:
            plan_file.undo_transaction(chosen.site, chosen.ts)
        except Invalid:
            return
        done = plan_file.transactions(1)[0]
        assert done.reverts == (chosen.site, chosen.ts)
        plan_file.undo_transaction(done.site, done.ts)
        assert (said(plan_file), plan_to_json(plan_file.plan)) == before
        plan_file.undo_transaction(chosen.site, chosen.ts)

    @rule(unit=PART)
    def undo_in_part(self, unit):
        with suppress(Invalid, WrongCall):
            if unit in self.parts:
                self.parts[unit].undo()

    @rule(office=OFFICE, number=st.integers(0, 9), take=st.sampled_from(["ours", "theirs", "value", "delete", "keep"]))
    def resolve(self, office, number, take):
        plan_file = self.files[office]
        waiting = plan_file.conflicts()
        if not waiting:
            return
        conflict = waiting[number % len(waiting)]
        value = None if conflict.kind == "cycle" else conflict.field != "open" and "定"
        with suppress(Invalid, WrongCall):
            plan_file.resolve([(conflict.id, take, value)], "处理分歧")
            assert conflict.id not in {c.id for c in plan_file.conflicts()}

    @rule(to=OFFICE, whence=st.lists(OFFICE, min_size=1, max_size=3))
    def merge(self, to, whence):
        self.take(to, [self.path(i) for i in whence])

    def take(self, to, paths):
        """Files that the mail carried are taken in."""
        mailed = [
            Path(shutil.copyfile(path, self.folder / f"mail{number}.xiezuo")) for number, path in enumerate(paths)
        ]
        done = self.files[to].merge_files(mailed)
        assert not done.refused, [str(taken.refused) for taken in done.refused]

    @rule(whence=OFFICE, to=OFFICE)
    def copy_over(self, whence, to):
        """A file is copied over another office's; what only that one knew is gone by a person's own act."""
        if whence == to:
            return
        self.files.pop(to).close()
        left = [
            set(map(tuple, f._db.execute("SELECT tab, k1, k2, k3, col, val FROM change"))) for f in self.files.values()
        ]
        self.typed = [t for t in self.typed if any(cell(t) in ops for ops in left)]
        shutil.copyfile(self.path(whence), self.path(to))
        self.open(to)

    @rule(office=OFFICE)
    def reopen(self, office):
        self.files.pop(office).close()
        self.open(office)

    @rule(office=OFFICE, unit=PART)
    def dispatch(self, office, unit):
        """A unit is sent its part; sent again, it goes into what the unit has typed."""
        sender = self.files[office]
        self.counter += 1
        name = ("part", unit)
        path = self.folder / f"sent{self.counter}.xiezuo" if name in self.files else self.path(name)
        sender.write_part(path, part_of(sender, unit))
        if name in self.files:
            self.take(name, [path])
        else:
            self.open(name)
        for record in OF_UNITS:
            assert not [key for key in self.files[name].keys_ever(record) if key[1] != unit]

    @rule(unit=PART, office=OFFICE, whole=st.booleans())
    def give_back(self, unit, office, whole):
        """A unit returns what it typed, or mails its whole file."""
        name = ("part", unit)
        if name not in self.files:
            return
        path = self.path(name)
        if not whole:
            self.counter += 1
            path = self.folder / f"returned{self.counter}.xiezuo"
            self.files[name].write_return(path, {PlanInfo: None})
        self.take(office, [path])

    # ------------------------------------------------------------------------------------------------------ the end

    def teardown(self):
        try:
            if self.files and sys.exc_info()[0] is None:
                self.end()
        finally:
            for plan_file in self.files.values():
                plan_file.close()
            for each in self.patches:
                each.stop()
            shutil.rmtree(self.folder)

    def end(self):
        for name in [name for name in self.files if isinstance(name, tuple)]:
            self.give_back(name[1], 0, False)
            self.take(0, [self.path(name)])
        for to, whence in ENOUGH:
            self.take(to, [self.path(i) for i in whence])
        first = self.files[0]
        reference, export, waiting = shared(dump(first)), plan_to_json(first.plan), said(first)
        for i in range(1, OFFICES):
            assert shared(dump(self.files[i])) == reference
            assert plan_to_json(self.files[i].plan) == export
            assert said(self.files[i]) == waiting
        assert not any(t.changes for t in first.merge_files([self.path(i) for i in range(1, OFFICES)]).files)
        assert shared(dump(first)) == reference
        log = {row[3:9] for row in reference["change"]}
        for typed in self.typed:
            assert cell(typed) in log, typed
        assert_trees(first)
        for unit, part in self.parts.items():
            self.dispatch(0, unit)
            for record in (Unit, UnitGroup, Task):
                assert part.plan.rows(record) == first.plan.rows(record)
            for record in OF_UNITS:
                assert part.plan.rows(record) == {k: r for k, r in first.plan.rows(record).items() if k[1] == unit}
        for plan_file in (first, *self.parts.values()):  # the others say the same to the letter
            assert plan_file.verify() == []
            live = dump(plan_file)
            plan_file.rebuild()
            assert dump(plan_file) == live


def put(edit, step) -> list[tuple]:
    """Ask for one change; what was typed by it."""
    match step:
        case "name", unit, name:
            typed = (Unit, (unit, 0, 0), "name", name)
        case "move", unit, parent:
            typed = (Unit, (unit, 0, 0), "parent", parent)
        case "report", indicator, unit, text:
            typed = (Report, (indicator, unit, 202406), "value", text)
        case "share", indicator, unit, text:
            typed = (Allocation, (indicator, unit, 0), "amount", text)
        case "handle", task, unit, state:
            typed = (Handling, (task + 20, unit, 0), "state", state)
        case "task", task, theme:
            typed = (Task, (task + 20, 0, 0), "theme", theme)
        case "open", group, flag:
            typed = (UnitGroup, (group + 10, 0, 0), "open", flag)
        case "delete", unit:
            edit.delete(Unit, unit)
            return []
    record, key, field, value = typed
    edit.put(record, key, **{field: value})
    return [typed]


def cell(typed) -> tuple:
    record, key, field, value = typed
    stored = int(value) if isinstance(value, bool) else value or None
    return (record.number, *key, record.fields[field].number, stored)


def said(plan_file) -> list[tuple]:
    """The list of disputes, apart from what is ours in one office and theirs in another."""
    return [
        (c.id, c.kind, c.key, c.field, c.before, [(d.value, d.site, d.ts, d.field) for d in c.claims])
        for c in plan_file.conflicts()
    ]


def assert_trees(plan_file) -> None:
    parents = dict(plan_file._db.execute("SELECT id, parent FROM unit").fetchall())
    for unit in parents:
        seen, at = set(), unit
        while at is not None:
            assert at not in seen
            seen.add(at)
            at = parents.get(at)


def run(examples: int, *, steps: int = 22, shrink: bool = True) -> None:
    """Let the offices work; AssertionError when they do not agree in the end."""
    phases = tuple(Phase) if shrink else (Phase.generate,)
    run_state_machine_as_test(
        Offices,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
            database=None,
            phases=phases,
            print_blob=False,
        ),
    )


if __name__ == "__main__":
    run(int(sys.argv[1]), shrink=False)
