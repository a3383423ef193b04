"""How far one file carries: merging, opening and size up to 3,000 counties, and a national year. Run: python benchmarks/scale.py

Curve: every county returns 60 indicators × 12 months at once. National year: 3,000 counties return 60 indicators each
month, in files that hold all their sessions up to then, merged in batches; every sixth figure carries a sentence. The
files are made with the program's own writer of the log; each merge and each opening is a process of its own.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import _report
from merge import INDICATORS, MONTHS, peak, resident

from xiezuo_desktop.core.records import Dispatch, Indicator, PlanInfo, Receipt, Report, Unit
from xiezuo_desktop.core.tree import spread_keys
from xiezuo_desktop.storage import PlanFile, new_id
from xiezuo_desktop.storage.connection import connect, connect_to_bytes
from xiezuo_desktop.storage.log import SET, Op, Writer
from xiezuo_desktop.storage.parts import _add_context, ops_of
from xiezuo_desktop.storage.schema import create_log

if TYPE_CHECKING:
    from collections.abc import Iterator

CURVE = (100, 300, 1000, 3000)
COUNTIES, BATCH = 3000, 500
_VALUE, _NOTE = Report.fields["value"].number, Report.fields["note"].number
_DISPATCH, _MADE_ON = Receipt.fields["dispatch"].number, Receipt.fields["made_on"].number
_SENTENCE = "已与对口单位会商，资金按进度拨付，项目正在实施。"


# ---------------------------------------------------------------------------------------------------- the files


def make_head(path: Path, count: int) -> tuple[list[int], list[int], list[int]]:
    """The head office's plan: units, indicators, and a dispatch to each unit."""
    with PlanFile.create(path, title="协作计划", year=2024, author="区办") as plan_file, plan_file.edit("建立") as edit:
        units = [edit.add(Unit, name=f"第{i}县", order=order) for i, order in enumerate(spread_keys(count))]
        indicators = [
            edit.add(Indicator, name=f"指标{i}", order=o, target="100") for i, o in enumerate(spread_keys(INDICATORS))
        ]
        sent = [edit.add(Dispatch, unit=unit, round=1, sent_on=date(2024, 1, 5), order="V") for unit in units]
    return units, indicators, sent


def returns(
    head: Path, units: list[int], indicators: list[int], sent: list[int], months: list[int]
) -> Iterator[tuple[int, int, bytes]]:
    """(month, unit, bytes of the file that the unit returns after it): its own sessions so far, whole and checkable."""
    source = connect(head, "ro")
    for unit, dispatch in zip(units, sent, strict=True):
        context = ops_of(source, {PlanInfo: None, Dispatch: [(dispatch, 0, 0)]})
        db = connect_to_bytes(_empty())
        db.execute("PRAGMA query_only = OFF")
        _add_context(db, source, context)
        for month in months:
            each = range(1, MONTHS + 1) if len(months) == 1 else [month]
            ops = [op for i in indicators for m in each for op in _figure(i, unit, 202400 + m)]
            receipt = (new_id(), 0, 0)
            ops += [Op(SET, Receipt.number, receipt, _DISPATCH, dispatch, None)]
            ops += [Op(SET, Receipt.number, receipt, _MADE_ON, date(2024, month, 5).isoformat(), None)]
            Writer("经办人").append(db, ops, "填报")
            yield month, unit, db.serialize()
        db.close()
    source.close()


def _figure(indicator: int, unit: int, period: int) -> list[Op]:
    key = (indicator, unit, period)
    amount = f"{(unit + indicator) % 900 * (period % 100) / 10:.1f}"
    out = [Op(SET, Report.number, key, _VALUE, amount, None)]
    if (indicator + unit + period) % 6 == 0:
        out.append(Op(SET, Report.number, key, _NOTE, _SENTENCE, None))
    return out


def _empty(kept: list[bytes] = []) -> bytes:  # noqa: B006 – made once
    if not kept:
        db = connect(Path(tempfile.mkdtemp()) / "empty", "rwc")
        create_log(db)
        kept.append(db.serialize())
        db.close()
    return kept[0]


# ----------------------------------------------------------------------------------------------------- the runs


def run_merge(folder: Path, batch: int) -> dict[str, object]:
    """Merge every file of the folder in batches; seconds of processor and wall, size, the most memory held."""
    files = sorted(path for path in folder.glob("*.xiezuo"))
    path = folder.parent / "head.xiezuo"
    with PlanFile.open(path, author="区办") as plan_file:
        wall, cpu = time.perf_counter(), time.process_time()
        for at in range(0, len(files), batch):
            done = plan_file.merge_files(files[at : at + batch], wanted=(PlanInfo, Dispatch, Receipt))
            assert not done.refused, done.refused[0]
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return {"files": len(files), "cpu": cpu, "wall": wall, "memory": peak(), "bytes": path.stat().st_size}


def run_open(path: Path) -> dict[str, object]:
    """Open the plan as the window does, with every record; seconds of the processor."""
    begun, before = time.process_time(), resident()
    with PlanFile.open(path, read_only=True) as plan_file:
        plan = plan_file.plan
        seconds, memory = time.process_time() - begun, resident() - before
        count = len(plan.rows(Report))
        begun = time.process_time()
        plan_file.copy_to(path.with_name("copy.xiezuo"))
        copied = time.process_time() - begun
    return {"open": seconds, "memory": memory, "reports": count, "copy": copied}


def apart(*arguments: object) -> dict[str, object]:
    """One run in a process of its own."""
    done = subprocess.run([sys.executable, __file__, *map(str, arguments)], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def curve(folder: Path, counts: tuple[int, ...]) -> list[list[str]]:
    rows = []
    for count in counts:
        incoming = folder / "in"
        incoming.mkdir()
        made = make_head(folder / "head.xiezuo", count)
        for _, unit, data in returns(folder / "head.xiezuo", *made, [12]):
            (incoming / f"{unit}.xiezuo").write_bytes(data)
        merged, opened = apart("--merge", incoming, "--batch", count), apart("--open", folder / "head.xiezuo")
        rows.append(
            [f"{count:,}", f"{opened['reports']:,}", f"{merged['cpu']:.1f}", f"{merged['cpu'] / count * 1e3:.1f}",
             f"{merged['memory']:.0f}", f"{merged['bytes'] / 1e6:.0f}", f"{opened['open']:.1f}", f"{opened['memory']:.0f}",
             f"{opened['copy']:.1f}"]
        )  # fmt: skip
        print(*rows[-1], sep="\t", flush=True)
        clear(folder)
    return rows


def year(folder: Path, counties: int, batch: int) -> list[list[str]]:
    made = make_head(folder / "head.xiezuo", counties)
    months = list(range(1, MONTHS + 1))
    for month in months:
        (folder / f"{month:02}").mkdir()
    for month, unit, data in returns(folder / "head.xiezuo", *made, months):
        (folder / f"{month:02}" / f"{unit}.xiezuo").write_bytes(data)
    rows = []
    for month in months:
        merged = apart("--merge", folder / f"{month:02}", "--batch", batch)
        opened = apart("--open", folder / "head.xiezuo") if month in (1, 3, 6, 12) else None
        rows.append(
            [str(month), f"{merged['files']:,}", f"{merged['wall']:.0f}", f"{merged['cpu']:.0f}",
             f"{merged['cpu'] / counties * 1e3:.1f}", f"{merged['memory']:.0f}", f"{merged['bytes'] / 1e6:.0f}",
             *((f"{opened['open']:.1f}", f"{opened['memory']:.0f}") if opened else ("", ""))]
        )  # fmt: skip
        print(*rows[-1], sep="\t", flush=True)
        shutil.rmtree(folder / f"{month:02}")
    clear(folder)
    return rows


def report_curve(folder: Path, counts: tuple[int, ...]) -> None:
    _report.table(
        "scale-curve",
        f"All at once: each county returns {INDICATORS} indicators × {MONTHS} months; seconds of the processor",
        ["counties", "figures", "merge, s", "ms a file", "memory merging, MiB", "file, MB", "open whole, s",
         "memory open, MiB", "compact copy, s"],
        curve(folder, counts),
        path=_report.SCALE,
    )  # fmt: skip


def report_year(folder: Path, counties: int, batch: int) -> None:
    _report.table(
        "scale-year",
        f"A year of {counties:,} counties, {INDICATORS} figures a month each, merged in batches of {batch}",
        ["month", "files", "wall, s", "processor, s", "ms a file", "memory, MiB", "file, MB", "open whole, s",
         "memory open, MiB"],
        year(folder, counties, batch),
        path=_report.SCALE,
    )  # fmt: skip


def clear(folder: Path) -> None:
    for path in folder.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--merge", type=Path)
    asked.add_argument("--open", type=Path)
    asked.add_argument("--batch", type=int, default=BATCH)
    asked.add_argument("--counties", type=int, default=COUNTIES)
    asked.add_argument("--folder", type=Path)
    asked.add_argument("--only", choices=("curve", "year"))
    options = asked.parse_args()
    if options.merge:
        print(json.dumps(run_merge(options.merge, options.batch)))
    elif options.open:
        print(json.dumps(run_open(options.open)))
    else:
        with tempfile.TemporaryDirectory(dir=options.folder) as made:
            if options.only != "year":
                report_curve(Path(made), tuple(count for count in CURVE if count <= options.counties))
            if options.only != "curve":
                report_year(Path(made), options.counties, options.batch)


if __name__ == "__main__":
    main()
