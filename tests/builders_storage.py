"""Makers and checks for tests that write plan files."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from xiezuo_desktop.core.records import RECORD_TYPES, Unit
from xiezuo_desktop.storage import PlanFile
from xiezuo_desktop.storage.derive import recompute
from xiezuo_desktop.storage.lineage import ops_under


def make_plan(folder: Path, name="计划.xiezuo", **options) -> PlanFile:
    """A new plan file of an invented county, open."""
    return PlanFile.create(folder / name, **{"title": "临江区协作计划", "year": 2024, "author": "甲", **options})


def add_units(plan_file: PlanFile, *names: str, parent: int | None = None) -> list[int]:
    """Units of these names, added in one action."""
    with plan_file.edit("新增单位") as edit:
        return [edit.add(Unit, name=name, order=str(i), parent=parent) for i, name in enumerate(names, 1)]


def assert_rebuild_equals(plan_file: PlanFile) -> None:
    """The tables are those the log gives, the plan in the memory is what the tables say, and the log is sound."""
    assert plan_file.verify() == []
    with PlanFile.open(plan_file.path, read_only=True) as fresh:
        for record in RECORD_TYPES:
            assert plan_file.plan.rows(record) == fresh.plan.rows(record)


@contextmanager
def every_edit_checked():
    """Check every file that was written inside, at the end: its tables equal what its log gives."""
    written: set[Path] = set()
    write = PlanFile._write

    def noting(self, *args, **options):
        written.add(self.path)
        return write(self, *args, **options)

    with patch.object(PlanFile, "_write", noting):
        yield written
    for path in written:
        if path.exists():
            with PlanFile.open(path, read_only=True) as plan_file:
                assert plan_file.verify() == []


def copy_file(plan_file: PlanFile, path: Path) -> Path:
    """The file as the mail would carry it."""
    shutil.copyfile(plan_file.path, path)
    return path


def take_in(plan_file: PlanFile, path: Path) -> None:
    """Unite two logs in the plainest way: insert the ops we lack, recompute what they touch."""
    with PlanFile.open(path, read_only=True) as other:
        tables = {name: other._db.execute(f"SELECT * FROM {name}").fetchall() for name in ("change", "txn", "site")}
    db = plan_file._db
    have = {row[:2] for row in db.execute("SELECT site, ts FROM change")}
    new = [row for row in tables["change"] if row[:2] not in have]
    db.execute("BEGIN IMMEDIATE")
    db.executemany(f"INSERT INTO change VALUES ({', '.join('?' * 11)})", new)
    db.executemany("INSERT OR IGNORE INTO txn VALUES (?, ?, ?, ?, ?, ?, ?)", tables["txn"])
    db.executemany(
        "INSERT INTO site VALUES (?, ?, ?) ON CONFLICT (site) DO UPDATE SET last = excluded.last, digest = excluded.digest"
        " WHERE excluded.last > last",
        tables["site"],
    )
    stretches = [(row[0], row[1] - 1, row[1]) for row in new]
    recompute(db, [op[1:6] for op in ops_under(db, stretches)])
    db.execute("COMMIT")
    plan_file._load()


def rows_of(plan_file: PlanFile, *records) -> dict:
    """The living records as the plan says, all of them or those of some types."""
    return {(t, k): r for t in records or RECORD_TYPES for k, r in plan_file.plan.rows(t).items()}


def conflicts(plan_file: PlanFile) -> list[tuple]:
    """The rows of the list of disputes."""
    return sorted(plan_file._db.execute("SELECT * FROM conflict").fetchall(), key=repr)


def table_rows(plan_file: PlanFile) -> dict[str, list[tuple]]:
    """Everything the file holds, table by table."""
    names = [n for (n,) in plan_file._db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    return {
        name: sorted(plan_file._db.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr) for name in sorted(names)
    }


# A program that holds the file it is given, as 王丽, until it is written to.
HOLDING = """
import sys
from pathlib import Path
from xiezuo_desktop.ui.file_lock import FileLock
lock = FileLock(Path(sys.argv[1]))
print(lock.take("王丽"), flush=True)
sys.stdin.read(1)
lock.release()
"""
