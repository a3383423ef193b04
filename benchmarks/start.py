"""Start-up: from the start of the process to its first paint, ours with plans and without, against a bare PySide6 window.

"plan" is one of 34 plain indicators. "long draft" has 300 with targets of all kinds, last year's values, targets left open
and split over twelve units, and tasks: reading these loads more of the program. "plan in its year" is the same, issued and
with figures, and opens on the overview, whose first paint says that it is being worked out. All run in turn, without a display; the ratio of each round is taken, so that a busy machine disturbs all of them.
At its first paint our window shows everything but a current row: that, with the detail panel, follows right after it.
Two ratios are told, each of the time on the clock and of the processors' time, which a busy machine disturbs less. "to the first paint": the bare window leaves at once after it, as ours does when it is measured.
"whole process": the bare window takes Qt and Python apart before it ends, which ours does not do when it is measured.
The bare window imports PySide6 as everybody does; how ours does it says `ui/light_pyside.py`. Where the variable SBK_EMBED
has once unpacked PySide6's own modules (shiboken6/files.dir), the bare window takes longer than in a fresh installation,
which is said.
Usage: python benchmarks/start.py [PLAN.xiezuo] [rounds]. The target is a median ratio of at most 1.3.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import _report

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

BARE = """
import os, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, app.quit)

app = QApplication([])
window = Window()
window.resize(1366, 697)
window.show()
LEAVE(app.exec())
"""
WHOLE, TO_PAINT = BARE.replace("LEAVE", "sys.exit"), BARE.replace("LEAVE", "os._exit")


def make_plan(path: Path) -> None:
    """A plan of the usual size: 4 categories, 34 indicators of which 8 are sub rows, 12 units."""
    from xiezuo_desktop.core.records import Category, Indicator, Responsibility, Unit
    from xiezuo_desktop.core.tree import spread_keys
    from xiezuo_desktop.storage import PlanFile

    with (
        PlanFile.create(path, title="临江区东西部协作2024年指标任务分解表", year=2024) as plan,
        plan.edit("制作") as edit,
    ):
        units = [edit.add(Unit, name=f"区第{n}局", order=k) for n, k in enumerate(spread_keys(12), 1)]
        homes = [
            edit.add(Category, name=f"类别{n}", ordinal=f"（{'一二三四'[n]}）", order=k)
            for n, k in enumerate(spread_keys(4))
        ]
        above = None
        for n, order in enumerate(spread_keys(34)):
            is_sub = n % 4 == 3
            values = {"parent": above, "parent_relation": "subset"} if is_sub else {"ordinal": str(n - n // 4 + 1)}
            made = edit.add(
                Indicator,
                category=homes[n // 9],
                name=f"帮助农村劳动力实现就业人数{n}（含存量）",
                measure_unit="人",
                target=str(100 * n),
                order=order,
                definition="以签订劳动合同或实际务工满三个月为准，同一劳动力一年内不重复计算。",
                **values,
            )
            above = above if is_sub else made
            edit.add(Responsibility, subject=made, unit=units[n % 12], role="responsible", order="V")


TARGETS = ("320", "12.50", "不低于95%", "-", "待分解", "12500万元", "已选派", "该指标只作统计，不作考核")


def make_long_plan(path: Path, *, in_year: bool) -> None:
    """A plan of 300 indicators in 8 categories, every eighth split over 12 units, and 40 tasks; issued, with a month of figures."""
    from xiezuo_desktop.core.records import (
        Allocation,
        Category,
        Indicator,
        Measure,
        PlanInfo,
        Report,
        Responsibility,
        Task,
        Unit,
    )
    from xiezuo_desktop.core.tree import spread_keys
    from xiezuo_desktop.storage import PlanFile

    with (
        PlanFile.create(path, title="临江区2024年东西部协作工作计划", year=2024) as plan,
        plan.edit("制作") as edit,
    ):
        units = [edit.add(Unit, name=f"临江区第{n}局", order=k) for n, k in enumerate(spread_keys(12), 1)]
        homes = [edit.add(Category, name=f"类别{n}", order=k) for n, k in enumerate(spread_keys(8))]
        for n, order in enumerate(spread_keys(300)):
            target = TARGETS[n % len(TARGETS)]
            made = edit.add(
                Indicator,
                category=homes[n * 8 // 300],
                ordinal=str(n + 1),
                name=f"帮助农村劳动力实现就业人数{n}",
                measure_unit="人",
                target=target,
                last_value=str(90 * n),
                order=order,
            )
            edit.add(Responsibility, subject=made, unit=units[n % 12], role="responsible", order="V")
            for k, (unit, key) in enumerate(zip(units, spread_keys(12), strict=True) if target == "待分解" else ()):
                edit.put(Allocation, (made, unit, 0), amount=str(10 * k + 5), order=key)
            if in_year and target == "320":
                edit.put(Report, (made, units[n % 12], 202406), value=str(n), state="reported")
        for n, order in enumerate(spread_keys(40)):
            task = edit.add(Task, ordinal=str(n + 1), theme=f"组织第{n}次结对活动", deadline="2024年9月底", order=order)
            edit.add(Measure, task=task, text="与对口单位商定名单和时间", order="V")
        if in_year:
            edit.put(PlanInfo, plan.plan.info.key, stage="issued")


class Spent(NamedTuple):
    """What a process took, in seconds."""

    wall: float
    cpu: float  # 0 where the system does not tell


def spent(command: list[str], environment: dict[str, str]) -> Spent:
    """How long a process lives, and how much of the processors it takes."""
    began, before = time.perf_counter(), processors()
    subprocess.run(command, env=environment, check=True, stderr=subprocess.DEVNULL)
    return Spent(time.perf_counter() - began, processors() - before)


def processors() -> float:
    """What all ended children took of the processors, in seconds; 0 on Windows."""
    if sys.platform == "win32":
        return 0.0
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Print the medians and their ratios."""
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(ROOT / "xiezuo_desktop")], check=True)  # as installed
    import shiboken6

    if Path(shiboken6.__file__).with_name("files.dir").exists():
        print(
            "start: remove shiboken6/files.dir before: with it the bare window takes longer than in a fresh installation"
        )
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 15
    with tempfile.TemporaryDirectory() as folder:
        given = sys.argv[1] if len(sys.argv) > 1 else ""
        plan = Path(given) if given else Path(folder) / "plan.xiezuo"
        if not given:
            make_plan(plan)
        environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "XIEZUO_QUIT_AFTER_PAINT": "1"}
        program = [sys.executable, str(ROOT / "main.py")]
        draft, issued = Path(folder) / "draft.xiezuo", Path(folder) / "issued.xiezuo"
        make_long_plan(draft, in_year=False)
        make_long_plan(issued, in_year=True)
        commands = {
            "plan": [*program, str(plan)],
            "long draft": [*program, str(draft)],
            "plan in its year": [*program, str(issued)],
            "start page": program,
            "to the first paint": [sys.executable, "-c", TO_PAINT],
            "whole process": [sys.executable, "-c", WHOLE],
        }
        for command in commands.values():
            spent(command, environment)  # fills the disk cache and writes the byte code
        measured = [{name: spent(each, environment) for name, each in commands.items()} for _ in range(rounds)]
    for name in commands:
        wall, cpu = (1000 * statistics.median(m[name][kind] for m in measured) for kind in (0, 1))
        print(f"start: {name}: {wall:.0f} ms, of which {cpu:.0f} ms of the processors (median of {rounds})")
    told: list[tuple[str, str, float, float | None]] = []
    for ours in ("plan", "long draft", "plan in its year", "start page"):
        for bare in ("to the first paint", "whole process"):
            wall = statistics.median(m[ours].wall / m[bare].wall for m in measured)
            told.append((f"{ours}, on the clock", f"bare window, {bare}", wall, 1.3))
            if all(m[bare].cpu for m in measured):
                cpu = statistics.median(m[ours].cpu / m[bare].cpu for m in measured)
                told.append((f"{ours}, of the processors", f"bare window, {bare}", cpu, 1.3))
    _report.ratios("start", told, uses=["PySide6-Essentials"])


if __name__ == "__main__":
    main()
