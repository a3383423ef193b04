"""Many files at once: the log is written first, its index and the tables follow at the end, and nobody can tell."""

from __future__ import annotations

from unittest.mock import patch

import pytest

from tests.builders_storage import add_units, assert_rebuild_equals, copy_file, make_plan, rows_of, table_rows
from xiezuo_desktop.core.changes import Put
from xiezuo_desktop.core.records import Allocation, Indicator, PlanInfo, Report, Unit
from xiezuo_desktop.storage import PlanFile, wholesale
from xiezuo_desktop.storage.arrivals import Arrivals
from xiezuo_desktop.storage.wholesale import Wholesale, is_wholesale

NOTES = ("change", "txn", "site")  # these hold the merge's own note, under an id of its own


@pytest.fixture
def at_once():
    """However few the files are, they are taken in wholesale."""
    with patch.object(wholesale, "LEAST", 0), patch.object(wholesale, "MANY_TIMES", 0):
        yield


def paste(plan_file, unit, indicators, **values):
    with plan_file.edit("填报") as edit:
        edit.apply(Put(Report, (i, unit, 202406), values) for i in indicators)


@pytest.fixture
def offices(tmp_path):
    """A plan, and what three offices made of it: figures, the same figure twice, moves in a ring, deletions, an undoing."""
    with make_plan(tmp_path) as ours:
        units = add_units(ours, "区教育局", "区民政局", "区水务局")
        with ours.edit("指标") as edit:
            for i in range(1, 4):
                edit.put(Indicator, i, name=f"指标{i}", order=str(i))
        files = []
        for number, unit in enumerate(units):
            path = copy_file(ours, tmp_path / f"{number}.xiezuo")
            with PlanFile.open(path, author=f"经办人{number}") as theirs:
                paste(theirs, unit, range(100, 140), value=f"{number}.50")
                paste(theirs, unit, range(130, 150), value="7", note="进展顺利")
                paste(theirs, 9, range(100, 120), value=str(number))  # all three say otherwise
                with theirs.edit("分解") as edit:
                    edit.put(Allocation, (1, unit, 0), amount=f"{number}")
                    edit.put(Unit, unit, parent=units[(number + 1) % 3])
                with theirs.edit("改名") as edit:
                    if number:
                        edit.delete(Unit, units[0])
                    else:
                        edit.put(Unit, unit, name="云岭教育局")
                paste(theirs, unit, range(200, 220), value="误")
                theirs.undo()
            files.append(path)
        with ours.edit("改指标") as edit:
            edit.put(Indicator, 1, name="我们的")
        yield ours, files


def test_the_plan_is_the_same_as_file_by_file(offices, tmp_path, at_once):
    ours, files = offices
    copy = copy_file(ours, tmp_path / "copy.xiezuo")
    with PlanFile.open(copy, author="甲") as other:
        assert rows_of(ours) == rows_of(other)  # both are read: so rows are told
        with patch.object(wholesale, "LEAST", 1 << 60):
            one = [other.merge_files([path]) for path in files]
        before = rows_of(ours)
        all_ = ours.merge_files(files)
        after = rows_of(ours)
        assert [t.changes for t in all_.files] == [t.changes for done in one for t in done.files]
        assert all_.conflicts[-1] == one[-1].conflicts[-1] > 0
        assert all_.changes.rows == {row for row in before | after if before.get(row) != after.get(row)}
        assert all_.changes.rows <= set().union(*(done.changes.rows for done in one))
        mine, theirs = table_rows(ours), table_rows(other)
        assert {t: mine[t] for t in mine if t not in NOTES} == {t: theirs[t] for t in theirs if t not in NOTES}
    assert_rebuild_equals(ours)


def test_one_undo_takes_all_of_it_back_and_a_redo_brings_it_again(offices, at_once):
    ours, files = offices
    before = rows_of(ours)
    ours.merge_files(files)
    after = rows_of(ours)
    ours.undo()
    assert rows_of(ours) == before
    assert ours.conflict_count() == 0
    ours.redo()
    assert rows_of(ours) == after
    assert_rebuild_equals(ours)


def test_looking_first_changes_nothing_and_says_the_same(offices, at_once):
    ours, files = offices
    before, schema = table_rows(ours), ours._db.execute("SELECT sql FROM sqlite_schema ORDER BY name").fetchall()
    seen = ours.preview_files(files)
    assert table_rows(ours) == before
    assert ours._db.execute("SELECT sql FROM sqlite_schema ORDER BY name").fetchall() == schema
    done = ours.merge_files(files)
    assert seen.conflicts == done.conflicts
    changed = {(change.record, change.key): change.after for change in seen.rows}
    assert all(ours.plan.get(*row) == after for row, after in changed.items())
    assert done.changes.rows == changed.keys()
    assert ours._db.execute("SELECT sql FROM sqlite_schema ORDER BY name").fetchall() == schema


def test_what_stops_in_the_middle_leaves_the_index_as_it_was(offices, at_once):
    ours, files = offices
    before = table_rows(ours)

    def stop(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ours.merge_files(files, on_file=stop)
    assert table_rows(ours) == before
    assert ours._db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'change_cell'").fetchone()
    assert ours.verify() == []


def test_a_second_window_sees_what_came_in(offices, at_once):
    ours, files = offices
    with PlanFile.open(ours.path, author="另一窗口") as second:
        assert second.plan.get(Report, (100, 9, 202406)) is None
        ours.merge_files(files)
        with second.edit("改名") as edit:
            edit.put(PlanInfo, second.plan.info.id, title="新名")
        assert rows_of(second, Report) == rows_of(ours, Report)
        assert second.verify() == []


def test_a_few_files_and_those_of_a_plan_with_undone_steps_are_taken_one_by_one(offices):
    ours, _ = offices
    assert not is_wholesale(ours._db, 100_000)
    assert is_wholesale(ours._db, 100 << 20)
    ours.undo()
    assert not is_wholesale(ours._db, 100 << 20)


@pytest.mark.parametrize(("size", "way"), [(1 << 20, Arrivals), (8 << 20, Wholesale)])
def test_which_way_is_taken_follows_from_the_bytes(offices, tmp_path, size, way):
    ours, files = offices
    taken = []
    files = [*files, tmp_path / "大.bin"]
    with files[-1].open("wb") as file:
        file.truncate(size)  # refused, yet counted
    with patch.object(way, "settle", lambda self, also: taken.append(type(self)) or settle(self, also)):
        ours.merge_files(files)
    assert taken == [way]


SETTLE = {way: way.settle for way in (Arrivals, Wholesale)}


def settle(arrivals, also):
    return SETTLE[type(arrivals)](arrivals, also)
