"""Figures that come from outside, from a form or a table: what of them changes, what cannot be taken, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..numbers import read_target
from ..records import Indicator, Report
from .steps import LONGEST_TEXT, TEXTS, Said, not_a_figure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..records import Id
    from .arriving_tasks import TaskChange
    from .sheet import FigureSheet

FIELD_LABELS = {name: Report.fields[name].label for name in ("value", *TEXTS)}


@dataclass(frozen=True, slots=True)
class Arriving:
    """One text out of a paper: for which indicator and unit, in which field, and where it stood (“第7行”)."""

    indicator: Id
    unit: Id
    field: str
    text: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class FigureChange:
    """What one text changes. `odd` says why the new figure is unlike those before it."""

    said: Said
    name: str
    unit_name: str
    label: str
    before: str
    after: str
    odd: str = ""


@dataclass(slots=True)
class Incoming:
    """What a paper changes in a month. `refused` are sentences about texts that are not taken; the rest can be written."""

    period: int
    changes: list[FigureChange] = field(default_factory=list)
    tasks: list[TaskChange] = field(default_factory=list)
    same: int = 0
    refused: list[str] = field(default_factory=list)
    by: str = ""

    @property
    def all(self) -> list[FigureChange | TaskChange]:
        """All that it changes: figures, then tasks."""
        return [*self.changes, *self.tasks]

    @property
    def said(self) -> list[Said]:
        """The texts to be written."""
        return [change.said for change in self.changes]


def look_at(sheet: FigureSheet, texts: Iterable[Arriving], by: str = "") -> Incoming:
    """What these texts change. A blank changes nothing; a number that only looks different is the same."""
    out = Incoming(sheet.period, by=by)
    plan = sheet.plan
    names = {i.id: i.name for i in plan.indicators}
    for each in texts:
        text = each.text.strip()
        if not text:
            continue
        name = names.get(each.indicator)
        if name is None:
            out.refused.append(f"{each.where}：计划里已经没有这项指标，没有读入。")
            continue
        if sentence := _wrong(each.field, text):
            out.refused.append(f"{each.where}“{name}”：{sentence}没有读入。")
            continue
        report = sheet.report(each.indicator, each.unit)
        before = str(report.__dict__[each.field]) if report else ""
        if _same(each.field, before, text) and not (report and report.state == "returned"):
            out.same += 1
            continue
        said = Said(each.indicator, each.unit, each.field, text)
        unit_name = plan.bearer_name(each.unit)
        out.changes.append(
            FigureChange(said, name, unit_name, FIELD_LABELS[each.field], before, text, _odd(sheet, each))
        )
    return out


def _odd(sheet: FigureSheet, each: Arriving) -> str:
    indicator = sheet.plan.get(Indicator, each.indicator)
    return sheet.odd_if(indicator, each.unit, each.text.strip()) if indicator and each.field == "value" else ""


def _wrong(name: str, text: str) -> str:
    if name == "value":
        return not_a_figure(text)
    return f"文字超过 {LONGEST_TEXT} 个字，" if len(text) > LONGEST_TEXT else ""


def _same(name: str, before: str, text: str) -> bool:
    if before.strip() == text:
        return True
    if name != "value" or not before.strip():
        return False
    old, new = read_target(before), read_target(text)
    return old.number is not None and (old.number, old.measure_unit) == (new.number, new.measure_unit)
