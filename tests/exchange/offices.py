"""Offices that mail files to each other: a head office with its plan, units that fill in their parts."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from xiezuo_desktop.core.records import Allocation, Indicator, Measure, Report, Responsibility, Task, Unit
from xiezuo_desktop.exchange.returning import make_return
from xiezuo_desktop.exchange.send import Request, send
from xiezuo_desktop.storage import PlanFile

JUNE = 202406
DUE = date(2024, 7, 5)


@dataclass
class Office:
    """The head office: its plan file, the units with one indicator each, and a task that the first two share."""

    plan_file: PlanFile
    folder: Path
    units: list[int]
    indicators: list[int]
    measure: int


def head_office(folder: Path, count: int = 3, *, county: bool = False) -> Office:
    """A plan of an invented district; with `county` the last unit is a county with two towns, which come last."""
    folder.mkdir(parents=True, exist_ok=True)
    plan_file = PlanFile.create(folder / "计划.xiezuo", title="临江区2024年协作计划", year=2024, author="区办小王")
    with plan_file.edit("编制计划") as edit:
        units = [
            edit.add(Unit, name=f"区{name}局", order=f"{i:02}")
            for i, name in enumerate("甲乙丙丁戊己庚辛壬癸子丑"[:count])
        ]
        if county:
            edit.put(Unit, units[-1], name="云岭县", kind="county")
            units += [
                edit.add(Unit, name=name, order=name, parent=units[-1], kind="town") for name in ("白水镇", "青石镇")
            ]
        indicators = [
            edit.add(Indicator, name=f"协作事项{i}", ordinal=str(i), measure_unit="次", target="100", order=f"{i:02}")
            for i in range(1, count + 1)
        ]
        for unit, indicator in zip(units, indicators, strict=False):
            edit.add(Responsibility, subject=indicator, unit=unit, role="lead", order="1")
        task = edit.add(Task, ordinal="1", theme="劳务协作", order="1")
        measure = edit.add(Measure, task=task, text="举办招聘会", order="1")
        for unit in units[:2]:
            edit.add(Responsibility, subject=task, unit=unit, role="responsible", order="2")
    return Office(plan_file, folder, units, indicators, measure)


def dispatch(office: Office, *units: int, today: date = date(2024, 6, 20), **options) -> list[Path]:
    """Send to these units; the files that the mail carries."""
    out = office.folder / "发件"
    out.mkdir(exist_ok=True)
    sent = send(office.plan_file, units, out, Request(DUE, JUNE, "请按实填报。"), today=today, **options)
    return [each.path for each in sent]


def received(path: Path, folder: Path, author: str) -> PlanFile:
    """The file as another office saves it under its own name and opens it."""
    folder.mkdir(parents=True, exist_ok=True)
    return PlanFile.open(shutil.copyfile(path, folder / f"{author}.xiezuo"), author=author)


def report(plan_file: PlanFile, indicator: int, unit: int, value: str, period: int = JUNE) -> None:
    """Fill in one figure."""
    with plan_file.edit("填报") as edit:
        edit.put(Report, (indicator, unit, period), value=value)


def mailed_back(plan_file: PlanFile, folder: Path, today: date = date(2024, 7, 1), **options) -> Path:
    """Make the return; the file."""
    folder.mkdir(exist_ok=True)
    return make_return(plan_file, folder, today=today, **options).path


def split(plan_file: PlanFile, indicator: int, shares: dict[int, str]) -> None:
    """Decompose an indicator over units."""
    with plan_file.edit("分解") as edit:
        for number, (unit, amount) in enumerate(shares.items()):
            edit.put(Allocation, (indicator, unit, 0), amount=amount, order=str(number))


def value_of(plan_file: PlanFile, indicator: int, unit: int, period: int = JUNE) -> str:
    """A figure as the plan says."""
    found = plan_file.plan.get(Report, (indicator, unit, period))
    return found.value if found else ""
