"""Find and replace over the texts of a plan: which texts match, what they become, and why one may not be changed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .adjusting import FIXED, is_closed, is_fixed
from .changes import Put
from .lengths import too_long
from .numbers import read_target
from .records import (
    Allocation,
    Category,
    Chapter,
    Clause,
    Indicator,
    Measure,
    Paragraph,
    Record,
    Task,
    Unit,
    UnitGroup,
)
from .wording import describe

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from .plan import Plan
    from .records import Key

    MayChange = Callable[[type[Record], Key], bool]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of texts that can be searched; `usual` ones are searched unless a person chooses otherwise."""

    label: str
    fields: tuple[tuple[type[Record], tuple[str, ...]], ...]
    usual: bool = True


KINDS = {
    "names": Kind("指标名称", ((Category, ("name",)), (Indicator, ("name",)))),
    "definitions": Kind("指标解释", ((Indicator, ("definition", "evidence", "note")),)),
    "book": Kind("任务书条文", ((Paragraph, ("text",)), (Chapter, ("heading",)), (Clause, ("lead", "text")))),
    "tasks": Kind("工作任务", ((Task, ("heading", "theme", "superior_text", "goal", "note")), (Measure, ("text",)))),
    "units": Kind("单位名称", ((Unit, ("name", "plaques")), (UnitGroup, ("name",)))),
    "deadlines": Kind("完成时限", tuple((t, ("deadline",)) for t in (Indicator, Task, Measure)), usual=False),
    "targets": Kind("目标数", ((Indicator, ("target",)), (Allocation, ("amount",))), usual=False),
}
NEEDED = frozenset({"name", "theme"})  # fields that a row is known by and that cannot be emptied
_READINGS = {"target": "target_reading", "amount": "amount_reading"}


@dataclass(frozen=True, slots=True)
class Match:
    """A text that matches: where, what it says and would say. `reason` says why it may not be changed; "" when it may."""

    record: type[Record]
    key: Key
    field: str
    place: str
    before: str
    after: str
    times: int
    reason: str = ""

    @property
    def mark(self) -> tuple[type[Record], Key, str]:
        """What tells this text from all others of the plan."""
        return self.record, self.key, self.field


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for, literally, what stands in its place, in which of `KINDS`."""

    words: str
    becomes: str
    kinds: Collection[str]
    match_case: bool = True

    def pattern(self) -> re.Pattern[str]:
        """The words as a pattern."""
        return re.compile(re.escape(self.words), 0 if self.match_case else re.IGNORECASE)


def matches(plan: Plan, search: Search, may_change: MayChange, *, adjusting: bool = False) -> list[Match]:
    """All texts of the plan that hold the words, kind by kind in the order of the paper.

    `may_change` says whether a row is one's own; `adjusting`, whether a document is named by which an issued plan changes.
    """
    if not search.words:
        return []
    pattern, found = search.pattern(), []
    for name, kind in KINDS.items():
        if name not in search.kinds:
            continue
        for record_type, fields in kind.fields:
            for row in _rows(plan, record_type):
                for field in fields:
                    text = row.__dict__[field]
                    if pattern.search(text):
                        found.append(_match(plan, row, field, pattern, search.becomes, may_change, adjusting))
    return found


def _rows(plan: Plan, record_type: type[Record]) -> Sequence[Record] | Iterator[Record]:
    """The rows of a type as they stand on paper."""
    if record_type is Indicator:
        return plan.indicators
    if record_type is Unit:
        return plan.units
    if record_type is Clause:
        return (clause for chapter in plan.chapters for clause in plan.clauses(chapter.id))
    if record_type is Measure:
        return (measure for task in plan.tasks for measure in plan.measures(task.id))
    return plan.ordered(record_type)


def _match(
    plan: Plan,
    row: Record,
    field: str,
    pattern: re.Pattern[str],
    becomes: str,
    may_change: MayChange,
    adjusting: bool,
) -> Match:
    record_type, before = type(row), row.__dict__[field]
    after, times = pattern.subn(lambda _: becomes, before)  # by a function: a backslash stays one
    place = f"{record_type.fields[field].label}：{describe(plan, record_type, row.key)}"
    reason = _locked(plan, row, field, may_change, adjusting) or _wrong(plan, row, field, before, after)
    return Match(record_type, row.key, field, place, before, after, times, reason)


def _locked(plan: Plan, row: Record, field: str, may_change: MayChange, adjusting: bool) -> str:
    if is_closed(plan):
        return "计划已经归档"
    if not may_change(type(row), row.key):
        return "不是本单位的，只能看"
    if is_fixed(plan) and not adjusting and field in FIXED.get(type(row), ()):
        return "计划已经下达，要按文件调整"
    return ""


def _wrong(plan: Plan, row: Record, field: str, before: str, after: str) -> str:
    """Why the text may not read so."""
    if before == after:
        return "替换前后一样"
    if field in NEEDED and not after.strip():
        return "替换后就空了"
    if words := too_long(field, after):
        return words
    if (
        field in _READINGS
        and after.strip()
        and read_target(before).number is not None
        and read_target(after).number is None
    ):
        return "替换后读不出数"
    if isinstance(row, Clause) and _tied_numbers(plan, row, before) != _tied_numbers(plan, row, after):
        return "这个数与指标相连，请在“任务书”页改"
    return ""


def _tied_numbers(plan: Plan, clause: Clause, text: str) -> list[int]:
    """How often each number that is tied to an indicator stands in a text of its clause."""
    tied = (re.escape(m.number_text) for m in plan.mentions(clause.id) if m.number_text)
    return [len(re.findall(rf"(?<![\d.,]){number}(?![\d]|[.,]\d)", text)) for number in tied]


def steps(found: Iterable[Match]) -> list[Put]:
    """The steps that replace; matches that may not be changed are left out. A corrected reading of a changed number goes."""
    values: dict[tuple[type[Record], Key], dict[str, str]] = {}
    for match in found:
        if match.reason:
            continue
        of_row = values.setdefault((match.record, match.key), {})
        of_row[match.field] = match.after
        if match.field in _READINGS:
            of_row[_READINGS[match.field]] = ""
    return [Put(record, key, row) for (record, key), row in values.items()]


def excerpts(match: Match, search: Search, around: int = 12) -> tuple[str, str]:
    """Where a text first matches, before and after, on one line each, with some letters around it."""
    first = search.pattern().search(match.before)
    if first is None:
        return match.before, match.after
    start, end = max(0, first.start() - around), first.end() + 3 * around
    head, tail = match.before[start : first.start()], match.before[first.end() : end]
    more = "…" if end < len(match.before) else ""
    tail = search.pattern().sub(lambda _: search.becomes, tail) + more
    old = match.before[start:end] + more
    dots = "…" if start else ""
    return dots + _one_line(old), dots + _one_line(f"{head}{search.becomes}{tail}")


def _one_line(text: str) -> str:
    return " ".join(text.split())
