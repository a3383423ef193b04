"""The plan file against plain SQLite: what the log costs. Run: python benchmarks/storage.py

Prints the cost of a cell in a large import and in a single edit beside the same rows without a log, the size of an op,
and how long a plan of 10,000 indicators takes to open.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import _report

from xiezuo_desktop.core.changes import Put
from xiezuo_desktop.core.records import Allocation, Indicator, Responsibility, Unit
from xiezuo_desktop.core.tree import spread_keys
from xiezuo_desktop.storage import PlanFile, new_id

ROWS, COLUMNS = 6_000, 12
CELLS = ROWS * COLUMNS


def timed(work) -> float:
    start = time.process_time()  # what else the machine does meanwhile tells on the clock on the wall
    work()
    return time.process_time() - start


def steps(indicators, bearers, text):
    return [Put(Allocation, (i, b, 0), {"amount": text}) for i in indicators for b in bearers]


def apply(plan_file, what, label):
    with plan_file.edit(label) as edit:
        edit.apply(what)


def floor(path, keys) -> float:
    """The same cells as rows of one table, in one transaction."""
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA synchronous = FULL")
    db.execute("CREATE TABLE t(a INTEGER, b INTEGER, c INTEGER, v TEXT, PRIMARY KEY(a, b, c)) STRICT, WITHOUT ROWID")
    db.execute("BEGIN IMMEDIATE")
    seconds = timed(lambda: (db.executemany("INSERT INTO t VALUES (?, ?, 0, '12')", keys), db.execute("COMMIT")))
    db.close()
    return seconds


def single_floor(path, keys) -> float:
    """One row changed in a transaction of its own."""
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA synchronous = FULL")

    def one(key, number):
        db.execute("BEGIN IMMEDIATE")
        db.execute("UPDATE t SET v = ? WHERE a = ? AND b = ?", (str(number), *key))
        db.execute("COMMIT")

    seconds = median(timed(lambda n=n: one(keys[n], n)) for n in range(60))
    db.close()
    return seconds


def bulk(folder: Path) -> None:
    indicators, bearers = [new_id() for _ in range(ROWS)], [new_id() for _ in range(COLUMNS)]
    keys = [(i, b) for i in indicators for b in bearers]
    plain = floor(folder / "plain.db", keys)
    one_plain = single_floor(folder / "plain.db", keys)
    with PlanFile.create(folder / "bulk.xiezuo") as plan_file:
        empty = plan_file.path.stat().st_size
        first = timed(lambda: apply(plan_file, steps(indicators, bearers, "12"), "录入"))
        size = plan_file.path.stat().st_size - empty
        again = timed(lambda: apply(plan_file, steps(indicators, bearers, "13"), "重录"))
        undone = timed(plan_file.undo)
        one = median(
            timed(lambda n=n: apply(plan_file, [Put(Allocation, (*keys[n], 0), {"amount": f"{n}x"})], "改"))
            for n in range(60)
        )
        plan_file.copy_to(folder / "copy.xiezuo")
    plain_size = (folder / "plain.db").stat().st_size / CELLS
    figures = [
        [f"a cell of {CELLS:,} in one action, µs", plain, first, 1e6 / CELLS],
        ["the same cells written over, µs a cell", plain, again, 1e6 / CELLS],
        ["undo of that, µs a cell", plain, undone, 1e6 / CELLS],
        ["one cell in an action of its own, ms", one_plain, one, 1e3],
        ["bytes a cell: its row and its op", plain_size, size / CELLS, 1],
    ]
    _report.table(
        "storage",
        "Writing, beside the same cells as rows of one plain SQLite table without a log, processor time",
        ["what", "plain", "ours", "ratio"],
        [[what, f"{rival * by:.2f}", f"{ours * by:.2f}", f"{ours / rival:.1f}"] for what, rival, ours, by in figures],
    )


def opening(folder: Path) -> None:
    with PlanFile.create(folder / "large.xiezuo") as plan_file, plan_file.edit("导入") as edit:
        units = [edit.add(Unit, name=f"第{i}局", order=o) for i, o in enumerate(spread_keys(60))]
        for i, order in enumerate(spread_keys(10_000)):
            name = f"第{i}项指标的名称有这么长"
            made = edit.add(Indicator, name=name, order=order, ordinal=str(i), measure_unit="人", target=f"≥{i}")
            edit.add(Responsibility, subject=made, unit=units[i % 60], role="lead", order="V")
    path = folder / "large.xiezuo"

    def open_plan():
        with PlanFile.open(path) as opened:
            assert len(opened.plan.rows(Indicator)) == 10_000

    def look():
        PlanFile.open(path).close()

    told = [
        ["open", median(timed(look) for _ in range(9))],
        ["open and read the whole plan", median(timed(open_plan) for _ in range(9))],
    ]
    with PlanFile.open(path) as opened:
        rows = list(opened.plan.rows(Indicator).values())
        told += [
            ["one edit", median(timed(lambda r=r: edit_one(opened, r, target="7")) for r in rows[:60])],
            [
                "one move in the tree",
                median(timed(lambda r=r: edit_one(opened, r, parent=rows[0].id)) for r in rows[1:60]),
            ],
            ["history of one record", timed(lambda: opened.history(Indicator, rows[0].key))],
            ["the newest 50 values", timed(lambda: opened.history(limit=50))],
            ["check of the whole file", timed(opened.verify)],
            ["all tables made anew from the log", timed(opened.rebuild)],
        ]
    _report.table(
        "storage-large",
        f"A plan of 10,000 indicators with their responsibilities, processor time, {path.stat().st_size / 1e6:.1f} MB",
        ["what", "ms"],
        [[what, f"{seconds * 1e3:.1f}"] for what, seconds in told],
    )


def edit_one(plan_file, record, **values):
    apply(plan_file, [Put(Indicator, record.key, values)], "改")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        bulk(Path(made))
        opening(Path(made))
