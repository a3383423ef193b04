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

from xiezuo_desktop.core.changes import Put
from xiezuo_desktop.core.records import Allocation, Indicator, Responsibility, Unit
from xiezuo_desktop.core.tree import spread_keys
from xiezuo_desktop.storage import PlanFile, new_id

ROWS, COLUMNS = 6_000, 12
CELLS = ROWS * COLUMNS


def timed(work) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


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
    print(f"{CELLS:,} cells in one action, us a cell: plain {plain / CELLS * 1e6:.1f}", end="")
    print(
        f", first {first / CELLS * 1e6:.1f} (x{first / plain:.1f}), again {again / CELLS * 1e6:.1f} (x{again / plain:.1f})"
    )
    print(f"undo of such an action: {undone:.2f} s")
    print(
        f"one cell in an action of its own, ms: plain {one_plain * 1e3:.2f}, here {one * 1e3:.2f} (x{one / one_plain:.1f})"
    )
    print(
        f"bytes a cell, its row and its op together: {size / CELLS:.0f}; plain {(folder / 'plain.db').stat().st_size / CELLS:.0f}"
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

    print(f"10,000 indicators with their responsibilities, {path.stat().st_size / 1e6:.1f} MB: ", end="")
    print(f"open {median(timed(look) for _ in range(9)) * 1e3:.0f} ms", end="")
    print(f", open and read the plan {median(timed(open_plan) for _ in range(9)) * 1e3:.0f} ms")
    with PlanFile.open(path) as opened:
        rows = list(opened.plan.rows(Indicator).values())
        one = median(
            timed(lambda r=r: apply(opened, [Put(Indicator, r.key, {"target": "7"})], "改")) for r in rows[:60]
        )
        move = median(
            timed(lambda r=r: apply(opened, [Put(Indicator, r.key, {"parent": rows[0].id})], "移")) for r in rows[1:60]
        )
        print(f"one edit there {one * 1e3:.2f} ms, one move in the tree {move * 1e3:.2f} ms", end="")
        print(f", history of one record {timed(lambda: opened.history(Indicator, rows[0].key)) * 1e3:.1f} ms", end="")
        print(f", the newest 50 values {timed(lambda: opened.history(limit=50)) * 1e3:.1f} ms")
        print(f"check of the whole file {timed(opened.verify):.2f} s, rebuild {timed(opened.rebuild):.2f} s")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        bulk(Path(made))
        opening(Path(made))
