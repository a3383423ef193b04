"""How far tasks and their measures are: what the units say about them, what the office finds, and what that comes to together."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date
from typing import TYPE_CHECKING, NamedTuple

from .changes import Put, Step
from .deadlines import current_span, read_deadline
from .periods import day_label
from .records import Handling, Measure, Task, full_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .plan import Plan
    from .records import Id

STATES = OPEN, DOING, DONE = "open", "doing", "done"
LABELS = Handling.fields["state"].choices or {}
OFFICE: Id = 0  # the unit of a row in which the office whose plan it is says what it finds
_ANSWERING = (
    ("lead",),
    ("lead", "responsible"),
)  # by whose word something is done; the second where the first has nobody


@dataclass(frozen=True, slots=True)
class Standing:
    """How far something is. `state` is one of STATES, "" where nobody has said; `done_on` is the day it was finished."""

    state: str = ""
    done_on: date | None = None
    said_on: date | None = None
    by_office: bool = False

    @property
    def is_done(self) -> bool:
        """Whether nothing of it is left to do."""
        return self.state == DONE

    @property
    def label(self) -> str:
        """The state in a word; "" where nobody has said."""
        return LABELS.get(self.state, "")


class Handled:
    """How far the tasks of a plan are. Of the office's word and the units', the later counts; of one day, the office's.

    A task all of whose measures are done is done, and so is each measure of a task that is done. What comes back (每月25日)
    is done for the month, quarter or half year in which it was: with the next one it is open again.
    """

    def __init__(self, plan: Plan, today: date | None = None) -> None:
        self._plan = plan
        year = plan.info.year
        last = date(year, 12, 31) if year and MINYEAR <= year <= MAXYEAR else date.max
        self._today = min(today or date.today(), last)
        self._rows: dict[Id, dict[Id, Handling]] = defaultdict(dict)
        for (subject, unit, _), row in sorted(plan.rows(Handling).items()):
            if row.state or row.note.strip():
                self._rows[subject][unit] = row

    def words(self, subject: Id) -> list[Handling]:
        """What is said about a task or a measure: by the units in the order of the plan, then by the office."""
        place = {unit.id: n for n, unit in enumerate(self._plan.units)}
        rows = self._rows.get(subject, {}).values()
        return sorted(rows, key=lambda row: (row.unit == OFFICE, place.get(row.unit, len(place))))

    def of(self, subject: Task | Measure) -> Standing:
        """How far a task or a measure is."""
        own = self._said(subject)
        if own.is_done:
            return own
        if isinstance(subject, Measure):
            task = self._plan.get(Task, subject.task)
            above = self._said(task) if task is not None else Standing()
            return above if above.is_done else own
        steps = [self._said(measure) for measure in self._plan.measures(subject.id)]
        if steps and all(step.is_done for step in steps) and not own.by_office:
            last = max((step.done_on for step in steps if step.done_on), default=None)
            return Standing(DONE, last, by_office=all(step.by_office for step in steps))
        started = any(step.state in (DOING, DONE) for step in steps)
        return Standing(DOING) if started and not own.state else own

    def of_unit(self, subject: Task | Measure, unit: Id) -> Standing:
        """How far something is as concerns one unit: done also where this unit has done its part and nobody objected since."""
        whole = self.of(subject)
        task = self._plan.get(Task, subject.task) if isinstance(subject, Measure) else None
        for each in (subject, task):
            said = self._rows.get(each.id, {}) if each is not None else {}
            if not whole.is_done and unit and unit in said:
                since = self._since(each)
                whole = max(_word(said[unit], since), _word(said.get(OFFICE), since), key=_rank)
        return whole

    def _since(self, subject: Task | Measure | None) -> date | None:
        """The day from which on something counts that was done of what comes back; None where it comes but once."""
        return current_span(deadline_text(self._plan, subject), self._today) if subject is not None else None

    def _said(self, subject: Task | Measure) -> Standing:
        said = self._rows.get(subject.id)
        if not said:
            return Standing()
        return max(self._of_units(subject, said), _word(said.get(OFFICE), self._since(subject)), key=_rank)

    def _of_units(self, subject: Task | Measure, said: dict[Id, Handling]) -> Standing:
        """What the units say together: done where all by whose word it is have done their part."""
        since = self._since(subject)
        words = {unit: _word(row, since) for unit, row in said.items() if unit != OFFICE and row.state}
        if not any(word.state for word in words.values()):
            return Standing()
        last = max((word.said_on for word in words.values() if word.said_on), default=None)
        asked = self.answering(subject) or list(words)
        if all(self._has_done(unit, words) for unit in asked):
            return Standing(DONE, max((w.done_on for w in words.values() if w.done_on), default=last), last)
        return Standing(DOING if any(word.state != OPEN for word in words.values()) else OPEN, None, last)

    def _has_done(self, bearer: Id, words: dict[Id, Standing]) -> bool:
        """Whether a unit has done its part; a group, where that is said of the group or of every member."""
        if bearer in words:
            return words[bearer].is_done
        members = self._plan.members.get(bearer, ())
        return bool(members) and all(unit in words and words[unit].is_done for unit in members)

    def answering(self, subject: Task | Measure) -> list[Id]:
        """The units and groups by whose word a task or measure is done: those who lead it; without any, those responsible."""
        task = subject.task if isinstance(subject, Measure) else subject.id
        duties = self._plan.responsibilities(task or 0)
        for roles in _ANSWERING:
            found = dict.fromkeys(r.unit for r in duties if r.role in roles and r.unit is not None)
            if found:
                return list(found)
        return []


def _word(row: Handling | None, since: date | None) -> Standing:
    """What one row says; nothing, where it says that something was done before the day since which that counts."""
    if row is None or not row.state:
        return Standing()
    if since is not None and row.state == DONE and (row.done_on or row.said_on or since) < since:
        return Standing()
    return Standing(row.state, row.done_on if row.state == DONE else None, row.said_on, row.unit == OFFICE)


def _rank(word: Standing) -> tuple[bool, date, bool]:
    """The later word counts, of one day the office's."""
    return bool(word.state), word.said_on or date.min, word.by_office


# ------------------------------------------------------------------------------------------------ in words


def handling_words(plan: Plan, row: Handling) -> str:
    """One word about a task in a line: 区教育局：进行中，正在选派（5月6日报）; what the office finds is said in nobody's name."""
    who = plan.bearer_name(row.unit) if row.unit != OFFICE else "本级认定"
    done = f"，{day_label(row.done_on)}" if row.state == DONE and row.done_on else ""
    note = f"，{' '.join(row.note.split())}" if row.note.strip() else ""
    said = f"（{row.said_on.month}月{row.said_on.day}日报）" if row.said_on and row.unit != OFFICE else ""
    return f"{who or '（已不在计划里）'}：" + f"{LABELS.get(row.state, '')}{done}{note}".lstrip("，") + said


def deadline_text(plan: Plan, subject: Task | Measure) -> str:
    """The deadline of a task or measure as it is written; of a measure without one of its own, that of its task."""
    if isinstance(subject, Measure) and not subject.deadline.strip():
        task = plan.get(Task, subject.task)
        return task.deadline if task else ""
    return subject.deadline


def days_late(plan: Plan, subject: Task | Measure, found: Standing) -> int:
    """By how many days something was finished after its deadline; 0 where it was not, or where no day is known."""
    due = read_deadline(deadline_text(plan, subject), plan.info.year).due
    return max(0, (found.done_on - due).days) if due and found.done_on and found.is_done else 0


class Counts(NamedTuple):
    """How many tasks there are, how many of them are done, and how many were said to be under way."""

    all: int
    done: int
    doing: int


def count_tasks(plan: Plan) -> Counts:
    """How far the tasks of a plan are, counted."""
    handled = Handled(plan)
    states = [handled.of(task).state for task in plan.tasks]
    return Counts(len(states), states.count(DONE), states.count(DOING))


# ------------------------------------------------------------------------------------------------ saying it


def say(
    subjects: Iterable[Id],
    unit: Id,
    state: str,
    *,
    author: str,
    today: date,
    done_on: date | None = None,
    note: str | None = None,
) -> list[Step]:
    """The steps by which a unit (OFFICE: the office) says how far tasks or measures are; "" takes its word back.

    `note` None leaves what is noted there; `done_on` is today where something is done and no other day is given.
    """
    values = {
        "state": state,
        "done_on": (done_on or today) if state == DONE else None,
        "said_by": author if state else "",
        "said_on": today if state else None,
    }
    if note is not None:
        values["note"] = note.strip()
    return [Put(Handling, full_key(subject, unit), dict(values)) for subject in subjects]
