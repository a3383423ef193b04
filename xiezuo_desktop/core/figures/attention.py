"""What needs somebody's attention on a day: soon due, overdue, behind the pace, not reported, without evidence; by unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ..deadlines import day_of_month, next_day, read_deadline
from ..periods import day_label, period_label
from ..progress import percent
from ..records import Evidence, Indicator, Report, Task
from .duties import is_reported
from .months import cut_off, last_reported, month_end, months_of
from .sheet import FigureSheet
from .task_states import AHEAD, TaskStates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..plan import Plan
    from ..records import Id, Key, Measure, Record

REASONS = {
    "overdue": "逾期",
    "due": "临期",
    "behind": "滞后序时",
    "unreported": "未报",
    "unsplit": "未分解",
    "no_evidence": "缺佐证",
}
LEVELS = {"red": "红灯", "yellow": "黄灯", "notice": "提醒"}
SOON, AT_ONCE = 10, 3  # days before a deadline; what is further off than AHEAD says nothing yet
_ANSWERING = ("lead", "responsible")


@dataclass(frozen=True, slots=True)
class Concern:
    """One thing that concerns a unit (0: nobody in particular). `due` is its day, where it has one; `words` say what and why."""

    unit: Id
    reason: str  # a key of REASONS
    level: str  # a key of LEVELS
    record: type[Record]
    key: Key
    name: str
    words: str
    due: date | None = None

    @property
    def rank(self) -> tuple[int, int, int]:
        """The most urgent first."""
        day = self.due.toordinal() if self.due else date.max.toordinal()
        return list(LEVELS).index(self.level), list(REASONS).index(self.reason), day


def concerns(plan: Plan, today: date) -> list[Concern]:
    """All that needs attention on a day, the most urgent first."""
    finder = _Finder(plan, today)
    return sorted((*finder.indicators(), *finder.tasks()), key=lambda c: c.rank)


def reminder_text(plan: Plan, unit: Id, found: list[Concern], today: date) -> str:
    """A message to a unit about what concerns it, to be sent by whatever means the office has."""
    name = plan.bearer_name(unit) or "有关单位"
    lines = [f"{name}：", f"截至{day_label(today)}，贵单位承担的以下 {len(found)} 项工作需要抓紧："]
    lines += [f"{n}. {c.name}：{c.words}" for n, c in enumerate(found, 1)]
    lines.append("请及时办理，并反馈进展和完成时间。")
    if plan.info.issuer:
        lines.append(plan.info.issuer)
    return "\n".join(lines)


class _Finder:
    def __init__(self, plan: Plan, today: date) -> None:
        self._plan, self._today = plan, today
        months = months_of(plan)
        self._sheet = FigureSheet(plan, last_reported(plan) or months[0], today)
        self._states = TaskStates(plan, self._sheet, today)
        self._handled = self._states.handled
        self._asked = self._month_asked_for(months)
        evidence = [e for e in plan.rows(Evidence).values() if e.state != "rejected"]
        self._proved = {(e.indicator, e.unit) for e in evidence} | {(e.indicator, None) for e in evidence if not e.unit}

    def _month_asked_for(self, months: list[int]) -> int | None:
        """The last month whose cut-off day has passed, or that is over where none is settled."""
        passed = [m for m in months if (cut_off(self._plan, m) or month_end(m)) < self._today]
        return passed[-1] if passed else None

    def indicators(self) -> Iterator[Concern]:
        expected = self._sheet.duties.expected
        followed = any(expected.values())  # a plan in which nobody reports anything is no plan to be followed yet
        told = {indicator for indicator, _, _ in self._plan.rows(Report)}
        for indicator in self._plan.indicators:
            for unit in expected[indicator.id]:
                yield from self._of(indicator, unit)
            unasked = followed and not expected[indicator.id] and indicator.id not in told
            if unasked and self._sheet.duties.is_to_be_reported(indicator):
                yield from self._of_nobody(indicator)

    def _of_nobody(self, indicator: Indicator) -> Iterator[Concern]:
        """An indicator on which nobody reports: it has to be split, by whoever bears the totals of the others, else by the
        office whose plan it is. Its deadline is theirs until then."""
        unit = self._sheet.figures.rollup.top
        at = (unit, Indicator, indicator.key, indicator.name)
        who = self._plan.bearer_name(unit) or self._plan.info.issuer.strip() or "本单位"
        words = f"还没有分解到单位，也没有责任单位，没有人填报；由{who}分解，或者定责任单位"
        yield _concern(at, "unsplit", "yellow", words)
        yield from self._by_deadline(at, indicator.deadline, "")

    def _of(self, indicator: Indicator, unit: Id) -> Iterator[Concern]:
        entry = self._sheet.entry(indicator, unit)
        at = (unit, Indicator, indicator.key, indicator.name)
        finished = entry.state == "done"
        if not finished and entry.state != "statistical":
            yield from self._by_deadline(
                at, indicator.deadline, f"，完成率{percent(entry.rate)}" if entry.rate is not None else ""
            )
        if entry.state in ("behind", "far_behind"):
            words = f"完成率{percent(entry.rate)}，序时进度{percent(entry.pace)}"
            yield _concern(at, "behind", "red" if entry.state == "far_behind" else "yellow", words)
        if self._asked is not None and not is_reported(self._plan.get(Report, (indicator.id, unit, self._asked))):
            yield _concern(at, "unreported", "yellow", f"{period_label(self._asked)}还没有填报")
        if finished and indicator.evidence.strip() and not {(indicator.id, unit), (indicator.id, None)} & self._proved:
            yield _concern(
                at, "no_evidence", "notice", f"已完成，还没有佐证材料（{' '.join(indicator.evidence.split())}）"
            )

    def tasks(self) -> Iterator[Concern]:
        """Tasks by the deadlines of those of their measures that are not done."""
        for task in self._plan.tasks:
            if self._states.is_finished(task):
                continue
            steps = self._plan.measures(task.id)
            units = [r.unit or 0 for r in self._plan.responsibilities(task.id) if r.role in _ANSWERING] or [0]
            name = task.theme.strip() or task.heading.strip() or f"第{task.ordinal}项任务"
            for unit in units:
                parts: list[Task | Measure] = [*steps] if steps else [task]
                left = [m for m in parts if not self._handled.of_unit(m, unit).is_done]
                for deadline in dict.fromkeys(m.deadline.strip() or task.deadline.strip() for m in left):
                    yield from self._by_deadline((unit, Task, task.key, name), deadline, "")

    def _due(self, text: str, recurring: Callable[[str, date], date | None]) -> date | None:
        """The day of a deadline. A duty that comes back is due on the day that `recurring` gives, as long as the plan's year
        lasts: a task stays overdue until its month ends, a figure is asked for anew."""
        read = read_deadline(text, self._plan.info.year)
        if read.kind != "recurring":
            return read.due
        over = self._plan.info.year is not None and self._today.year > self._plan.info.year
        return None if over else recurring(text, self._today)

    def _by_deadline(self, at: tuple[Id, type[Record], Key, str], text: str, more: str) -> Iterator[Concern]:
        due = self._due(text, next_day if at[1] is Indicator else day_of_month)
        if due is None:
            return
        left = (due - self._today).days
        if left < 0:
            yield _concern(at, "overdue", "red", f"{' '.join(text.split())}，已逾期{-left}天{more}", due)
        elif left <= AHEAD:
            level = "red" if left <= AT_ONCE else "yellow" if left <= SOON else "notice"
            when = f"还有{left}天到期" if left else "今天到期"
            yield _concern(at, "due", level, f"{' '.join(text.split())}，{when}{more}", due)


def _concern(
    at: tuple[Id, type[Record], Key, str], reason: str, level: str, words: str, due: date | None = None
) -> Concern:
    unit, record, key, name = at
    return Concern(unit, reason, level, record, key, " ".join(name.split()), words, due)
