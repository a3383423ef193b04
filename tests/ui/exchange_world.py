"""A county office and its units as the tests of the exchange use them: real files, sent, filled in and returned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from xiezuo_desktop.core.records import Category, Indicator, Report, Responsibility, Unit
from xiezuo_desktop.core.tree import spread_keys
from xiezuo_desktop.exchange.due import own_indicators
from xiezuo_desktop.exchange.returning import make_return
from xiezuo_desktop.exchange.rights import own_unit
from xiezuo_desktop.exchange.send import Request, Sent, send
from xiezuo_desktop.storage import PlanFile

UNITS = ("区教育局", "区商务局", "沿江街道")
PERIOD = 202406


@dataclass(frozen=True)
class World:
    """The head office's plan, its units and indicators by id, and what was sent."""

    plan: Path
    units: list[int]
    indicators: list[int]
    sent: list[Sent]


def make_world(folder: Path, *, due: date = date(2099, 7, 5)) -> World:
    """A plan with three units that answer for two indicators each, sent to all of them."""
    path = folder / "临江区计划.xiezuo"
    with PlanFile.create(path, title="临江区协作2024年指标分解表", year=2024, author="张敏") as plan_file:
        with plan_file.edit("制作") as edit:
            keys = spread_keys(6)
            units = [edit.add(Unit, name=n, order=k) for n, k in zip(UNITS, keys, strict=False)]
            home = edit.add(Category, name="巩固拓展", ordinal="（一）", order="V")
            indicators = [
                edit.add(Indicator, category=home, ordinal=str(n + 1), name=f"第{n + 1}项任务数", target="100", order=k)
                for n, k in enumerate(keys)
            ]
            for n, indicator in enumerate(indicators):
                edit.add(Responsibility, subject=indicator, unit=units[n // 2], role="responsible", order="V")
        (folder / "下发").mkdir()
        sent = send(plan_file, units, folder / "下发", Request(due, PERIOD, "请按时报"), today=date(2024, 6, 1))
    return World(path, units, indicators, sent)


def fill_in(path: Path, author: str, value: str = "80", *, only: int | None = None) -> None:
    """The unit whose part this is types its figures, all or the first few."""
    with PlanFile.open(path, author=author) as plan_file:
        unit = own_unit(plan_file)
        with plan_file.edit("填报2024年6月") as edit:
            for indicator in own_indicators(plan_file.plan, unit)[:only]:
                edit.put(Report, (indicator.id, unit, PERIOD), value=value)


def return_file(path: Path, author: str, folder: Path, password: str = "") -> Path:
    """What the unit mails back."""
    folder.mkdir(exist_ok=True)
    with PlanFile.open(path, author=author) as plan_file:
        return make_return(plan_file, folder, password=password).path


def figures(path: Path) -> dict[tuple[int, int, int], str]:
    """All figures in a file."""
    with PlanFile.open(path, read_only=True) as plan_file:
        return {key: report.value for key, report in plan_file.plan.rows(Report).items()}
