"""What the import dialog works out aside: papers read and understood, and what taking them in would change. Writes nothing."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xiezuo_desktop.core.errors import UserError
from xiezuo_desktop.core.outline import applied

from .row_readings import read_lines, read_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from xiezuo_desktop.core.changes import Step
    from xiezuo_desktop.core.plan import Plan
    from xiezuo_desktop.core.records import Unit, UnitGroup
    from xiezuo_desktop.documents.paper import Paper
    from xiezuo_desktop.importers.draft import Draft

    from .row_readings import LineReading, TableReading

READ_AS = {
    "auto": "自动识别",
    "indicators": "指标分解表",
    "taskbook": "任务书",
    "matrix": "指标分解矩阵",
    "division": "任务分工表",
    "scheme": "考核评价办法",
}
PASTED = "粘贴的内容"


@dataclass(frozen=True, slots=True)
class Source:
    """Something to be imported: a file, or what was copied."""

    name: str
    path: Path | None = None
    text: str = ""
    html: str | None = None


@dataclass(slots=True)
class Reading:
    """One source as it was read: a draft with what it would do to the plan, or the sentence why not."""

    source: Source
    read_as: str = "auto"
    paper: Paper | None = None
    tables: list[TableReading] = field(default_factory=list)
    lines: list[LineReading] = field(default_factory=list)
    draft: Draft | None = None
    digest: str = ""
    error: str = ""
    steps: list[Step] = field(default_factory=list)
    new_units: list[Unit | UnitGroup] = field(default_factory=list)
    added: int = 0
    changed: int = 0
    removed: int = 0


def read_sources(sources: Sequence[Source], report: Callable[[int, int, str], None]) -> list[Reading]:
    """Read and understand every source; one that cannot be read carries its sentence."""
    out = []
    for number, source in enumerate(sources):
        report(number, len(sources), f"正在读“{source.name}”……")
        out.append(_read(source))
    return out


def _read(source: Source) -> Reading:
    from xiezuo_desktop.documents import PaperError, read_clipboard, read_paper

    reading = Reading(source)
    try:
        if source.path is not None:
            reading.paper = read_paper(source.path)
            reading.digest = hashlib.sha256(source.path.read_bytes()).hexdigest()
        else:
            reading.paper = read_clipboard(source.text, source.html)
            reading.digest = hashlib.sha256((source.html or source.text).encode()).hexdigest()
        understand_again(reading, "auto")
    except (PaperError, UserError) as error:
        reading.error = str(error)
    except OSError as error:
        reading.error = f"“{source.name}”读不出来（{error.strerror}）。"
    return reading


def understand_again(reading: Reading, read_as: str) -> None:
    """Understand a paper that was read already, as another kind."""
    from xiezuo_desktop.importers import understand

    assert reading.paper is not None
    reading.read_as = read_as
    reading.draft = understand(reading.paper, read_as)
    reading.tables = read_tables(reading.paper, reading.draft)
    reading.lines = read_lines(reading.paper, reading.draft)


def work_out_steps(readings: Sequence[Reading], plan: Plan) -> None:
    """What taking the sources in, one after the other, would do to a plan."""
    from xiezuo_desktop.importers import steps_for
    from xiezuo_desktop.storage import new_id

    for reading in readings:
        if reading.draft is None:
            continue
        reading.steps = list(steps_for(reading.draft, plan, new_id, sha256=reading.digest))
        after = applied(plan, reading.steps)
        _count(reading, plan, after)
        plan = after


def _count(reading: Reading, before: Plan, after: Plan) -> None:
    reading.added = reading.changed = reading.removed = 0
    reading.new_units = []
    for record_type, key in {(step.record, step.key) for step in reading.steps}:
        old, new = before.get(record_type, key), after.get(record_type, key)
        reading.added += old is None and new is not None
        reading.removed += old is not None and new is None
        reading.changed += old is not None and new is not None and old != new
    bearers: list[Unit | UnitGroup] = [*after.units, *after.groups]
    reading.new_units = [unit for unit in bearers if before.get(type(unit), unit.key) is None]
