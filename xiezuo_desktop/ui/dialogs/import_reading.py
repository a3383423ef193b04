"""What the import dialog works out aside: papers read and understood, and what taking them in would change. Writes nothing."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from xiezuo_desktop.core.changes import Put
from xiezuo_desktop.core.errors import UserError
from xiezuo_desktop.core.outline import applied
from xiezuo_desktop.core.records import Clause, Indicator, PlanInfo, Task, full_key
from xiezuo_desktop.importers.readings import Corrections

from .import_sums import judge_sums
from .row_readings import read_lines, read_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from xiezuo_desktop.core.changes import Step
    from xiezuo_desktop.core.plan import Plan
    from xiezuo_desktop.core.records import Id, Key
    from xiezuo_desktop.documents.paper import Paper
    from xiezuo_desktop.importers.comparing import Difference
    from xiezuo_desktop.importers.draft import Draft
    from xiezuo_desktop.importers.readings import Place, Shift
    from xiezuo_desktop.importers.unknown_names import Answer, UnknownName

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
    """One source as it was read: a draft with what it would do to the plan, or the sentence why not.

    `corrections` and `answers` are what the person said of its tables and of the names that the plan does not know.
    """

    source: Source
    read_as: str = "auto"
    paper: Paper | None = None
    corrections: Corrections = field(default_factory=Corrections)
    answers: dict[str, Answer] = field(default_factory=dict)
    tables: list[TableReading] = field(default_factory=list)
    lines: list[LineReading] = field(default_factory=list)
    draft: Draft | None = None
    digest: str = ""
    error: str = ""
    steps: list[Step] = field(default_factory=list)
    names: list[UnknownName] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    onto_empty: bool = False  # the plan said nothing before
    same: int = 0  # rows that the plan has already just so
    kept: dict[str, Any] = field(
        default_factory=dict
    )  # fields of PlanInfo that the paper says otherwise: the plan's stay

    def count(self, state: str) -> int:
        """How many records become so (a key of comparing.STATES)."""
        return sum(d.state == state for d in self.differences)

    def say_column(self, anchor: Place, column: int, meaning: str) -> None:
        """Correct the meaning of a column; "" takes the correction back."""
        said = {key: m for key, m in self.corrections.columns.items() if key != (anchor, column)}
        self.corrections = replace(self.corrections, columns=said | ({(anchor, column): meaning} if meaning else {}))

    def say_caption(self, headers: Sequence[Place], column: int, words: str) -> None:
        """Correct what stands above a column, in these header rows."""
        said = dict(self.corrections.captions) | dict.fromkeys(((place, column) for place in headers), words)
        self.corrections = replace(self.corrections, captions=said)

    def say_shift(self, shift: Shift) -> None:
        """Move the words above columns aside, those that were corrected too."""
        rows, column, step = shift
        said = {
            (place, c + step if place in rows and c >= column else c): words
            for (place, c), words in self.corrections.captions.items()
        }
        self.corrections = replace(self.corrections, captions=said, shifts=(*self.corrections.shifts, shift))

    def say_rows(self, places: Sequence[Place], kind: str) -> None:
        """Correct what rows are; "" takes the correction back."""
        said = {place: k for place, k in self.corrections.rows.items() if place not in places}
        self.corrections = replace(self.corrections, rows=said | (dict.fromkeys(places, kind) if kind else {}))


def read_sources(sources: Sequence[Source], report: Callable[[int, int, str], None]) -> list[Reading]:
    """Read and understand every source; one that cannot be read carries its sentence."""
    out = []
    for number, source in enumerate(sources):
        report(2 * number, 2 * len(sources), f"正在读“{source.name}”……")
        reading = _read(source)
        report(2 * number + 1, 2 * len(sources), f"正在理解“{source.name}”……")
        if reading.paper is not None:
            understand_again(reading, "auto")
        out.append(reading)
    return out


def _read(source: Source) -> Reading:
    from xiezuo_desktop.documents import PaperError, read_clipboard, read_paper
    from xiezuo_desktop.importers.progress import refuse_forms

    reading = Reading(source)
    try:
        if source.path is not None:
            paper = read_paper(source.path)
            refuse_forms(paper)
            reading.paper = paper
            reading.digest = hashlib.sha256(source.path.read_bytes()).hexdigest()
        else:
            reading.paper = read_clipboard(source.text, source.html)
            reading.digest = hashlib.sha256((source.html or source.text).encode()).hexdigest()
    except (PaperError, UserError) as error:
        reading.error = str(error)
    except OSError as error:
        reading.error = f"“{source.name}”读不出来（{error.strerror}）。"
    return reading


def understand_again(reading: Reading, read_as: str) -> None:
    """Understand a paper that was read already, as another kind or as the person corrected it."""
    from xiezuo_desktop.importers import understand
    from xiezuo_desktop.importers.captions import with_captions

    assert reading.paper is not None
    reading.read_as = read_as
    paper = with_captions(reading.paper, reading.corrections.captions, reading.corrections.shifts)
    reading.draft = replace(understand(paper, read_as, reading.corrections), paper=reading.paper)
    reading.tables = read_tables(reading.paper, reading.draft)
    reading.lines = read_lines(reading.paper, reading.draft)


def work_out_steps(readings: Sequence[Reading], plan: Plan) -> None:
    """What taking the sources in, one after the other, would do to a plan."""
    from xiezuo_desktop.importers.comparing import differences
    from xiezuo_desktop.importers.steps import take_in
    from xiezuo_desktop.importers.unknown_names import answered, unknown_names
    from xiezuo_desktop.storage import new_id

    for reading in readings:
        if reading.draft is None:
            continue
        reading.names = unknown_names(reading.draft, plan)
        known = {n.name for n in reading.names}
        reading.answers = {name: answer for name, answer in reading.answers.items() if name in known}
        said = {name: getattr(reading.draft.info, name, None) for name in PlanInfo.fields}
        reading.kept = {n: old for n, new in said.items() if new and (old := plan.info.__dict__[n]) and old != new}
        taking = take_in(answered(reading.draft, reading.answers), plan, new_id, sha256=reading.digest)
        reading.steps = taking.steps
        after = applied(plan, reading.steps)
        for table in reading.tables:
            judge_sums(table, after, taking.indicators)
        named: list[Key] = [full_key(i) for i in taking.indicators]
        named += _unchanged(reading.draft, plan)
        found = differences(plan, after, reading.steps, named, taking.unnamed)
        if reading.source.path is None:  # what is copied is a piece: what it does not say is no news
            found = [d for d in found if d.state != "missing"]
        reading.differences = found
        touched = _touched(reading.steps)
        reading.same = sum(key[0] not in touched for key in named if plan.get(Indicator, key))
        reading.onto_empty = not (plan.indicators or plan.tasks or plan.chapters or plan.units)
        plan = after


def _touched(steps: Sequence[Step]) -> set[Id]:
    """The records that steps change, also by what belongs to them: duties, parts of the target."""
    out = {step.key[0] for step in steps}
    return out | {step.values["subject"] for step in steps if isinstance(step, Put) and "subject" in step.values}


def _unchanged(draft: Draft, plan: Plan) -> list[Key]:
    """The tasks and clauses of the plan that the paper says word for word."""
    themes = {(t.ordinal, t.theme) for t in draft.tasks}
    texts = {(c.lead, c.text) for chapter in draft.chapters for c in chapter.clauses}
    tasks = [t.key for t in plan.ordered(Task) if (t.ordinal, t.theme) in themes]
    return tasks + [c.key for c in plan.ordered(Clause) if (c.lead, c.text) in texts]
