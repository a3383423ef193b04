"""Which part of a plan is which unit's: what it is sent, what it may fill in.

What once was a unit's stays in its part for ever: it must hear that a row was deleted or given to another unit. So the
links between records are read from the log, with all the values they ever had.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ..core.matrix import total_bearer
from ..core.records import (
    Adjustment,
    Alias,
    Allocation,
    Category,
    Chapter,
    Clause,
    Dispatch,
    Evidence,
    Handling,
    Indicator,
    LockException,
    Measure,
    Member,
    Mention,
    Pairing,
    Paragraph,
    Period,
    PlanInfo,
    Receipt,
    Reminder,
    Report,
    Responsibility,
    TableColumn,
    Task,
    Unit,
    UnitGroup,
    full_key,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from ..core.records import Id, Key, Record
    from ..storage import PlanFile

SHARED: tuple[type[Record], ...] = (
    PlanInfo,
    Paragraph,
    Category,
    TableColumn,
    Unit,
    Alias,
    UnitGroup,
    Member,
    Pairing,
    Period,
    LockException,
)
LEADING = frozenset({"lead", "responsible", "statistics"})  # roles that answer for a whole indicator

Links = dict[int, set[int]]


class Scope:
    """The links of one plan file as they ever were, read once; `part` then costs little for each unit."""

    def __init__(self, plan_file: PlanFile) -> None:
        self._units_below = _links(plan_file, Unit, "parent")
        self._same = _links(plan_file, Unit, "same_as")
        self._groups_of: Links = defaultdict(set)
        for group, unit, _ in plan_file.keys_ever(Member):
            self._groups_of[unit].add(group)
        self._subject = _links(plan_file, Responsibility, "subject", back=False)
        self._duties = _links(plan_file, Responsibility, "unit")
        self._roles = {key[0]: role for key, role in plan_file.values_ever(Responsibility, "role")}
        self._duties_of = _links(plan_file, Responsibility, "subject")
        self._indicators = {key[0] for key in plan_file.keys_ever(Indicator)}
        self._above = _links(plan_file, Indicator, "parent", back=False)
        self._below = _links(plan_file, Indicator, "parent")
        self._allocations = _by_part(plan_file.keys_ever(Allocation), 0)
        self._borne = _by_part(plan_file.keys_ever(Allocation), 1)
        self._shared_with = _by_part(plan_file.keys_ever(Allocation), 2)
        self._reports = _by_part(plan_file.keys_ever(Report), 1)
        self._measures = _links(plan_file, Measure, "task")
        self._chapters = _links(plan_file, Chapter, "unit")
        self._clauses = _links(plan_file, Clause, "chapter")
        self._mentions = _links(plan_file, Mention, "clause")
        self._named_by = {t: _links(plan_file, t, "indicator", back=False) for t in (Task, Mention)}
        self._dispatches = _links(plan_file, Dispatch, "unit")
        self._sent = _links(plan_file, Dispatch, "sender")
        self._receipts = _links(plan_file, Receipt, "dispatch")
        self._evidence = _links(plan_file, Evidence, "unit")
        self._reminders = _links(plan_file, Reminder, "unit")
        self._handled = _by_part(plan_file.keys_ever(Handling), 0)
        self._adjusted = _links(plan_file, Adjustment, "indicator")
        self._adjusted_for = _links(plan_file, Adjustment, "bearer", back=False)
        now = plan_file.read(PlanInfo, Unit, UnitGroup, Allocation)
        self._bears_totals = total_bearer(now, (bearer for _, bearer, _ in now.rows(Allocation)))

    def family(self, unit: Id) -> set[Id]:
        """A unit, all below it, what was merged into one of them, and the groups of which one of them is a member."""
        units = _reach({unit}, self._units_below)
        units |= _reach(units, self._same)
        return units.union(*(self._groups_of[u] for u in units))

    def part(self, unit: Id) -> Mapping[type[Record], Collection[Key] | None]:
        """The records a unit is sent, by type; None stands for all of a type."""
        bearers = self.family(unit)
        duties = _all(self._duties, bearers)
        subjects = _all(self._subject, duties)
        tasks = subjects - self._indicators
        chapters = _all(self._chapters, bearers)
        clauses = _all(self._clauses, chapters)
        mentions = _all(self._mentions, clauses)
        borne = [key for b in bearers for key in (*self._borne[b], *self._shared_with[b])]
        leads = subjects & self._indicators
        indicators = leads | {key[0] for key in borne}
        indicators |= _all(self._named_by[Task], tasks) | _all(self._named_by[Mention], mentions)
        indicators = _reach(_reach(indicators, self._below), self._above)
        led = _reach({s for d in duties if self._roles.get(d) in LEADING for s in self._subject[d]}, self._below)
        if self._bears_totals in bearers:  # its amounts are the sums of the others': it sees how they are split
            led |= {key[0] for key in self._borne[self._bears_totals or 0]}
        dispatches = _all(self._dispatches, bearers) | _all(self._sent, bearers)
        ids = {
            Indicator: indicators,
            Responsibility: duties | _all(self._duties_of, indicators | tasks),
            Task: tasks,
            Measure: _all(self._measures, tasks),
            Chapter: chapters,
            Clause: clauses,
            Mention: mentions,
            Dispatch: dispatches,
            Receipt: _all(self._receipts, dispatches),
            Evidence: _all(self._evidence, bearers),
            Reminder: _all(self._reminders, bearers),
            Adjustment: {a for a in _all(self._adjusted, indicators) if self._adjusted_for[a] <= bearers},
        }
        out: dict[type[Record], Collection[Key] | None] = dict.fromkeys(SHARED)
        out.update({record: [full_key(i) for i in sorted(found)] for record, found in ids.items()})
        out[Allocation] = sorted({*borne, *(key for i in led for key in self._allocations[i])})
        steps = {*tasks, *_all(self._measures, tasks)}
        out[Handling] = sorted(key for subject in steps for key in self._handled[subject])
        out[Report] = sorted(key for b in bearers for key in self._reports[b])
        return out


def _links(plan_file: PlanFile, record: type[Record], field: str, *, back: bool = True) -> Links:
    """From what a field ever referred to, to the records that did; with `back=False` the other way."""
    out: Links = defaultdict(set)
    for key, value in plan_file.values_ever(record, field):
        if value is not None:
            out[value if back else key[0]].add(key[0] if back else value)
    return out


def _by_part(keys: Iterable[Key], part: int) -> dict[int, list[Key]]:
    out: dict[int, list[Key]] = defaultdict(list)
    for key in keys:
        if key[part]:
            out[key[part]].append(key)
    return out


def _all(links: Links, start: Iterable[int]) -> set[int]:
    return set().union(*(links[s] for s in start))


def _reach(start: set[int], links: Links) -> set[int]:
    """What can be reached from these over any number of links, they themselves included."""
    found: set[int] = set()
    todo = list(start)
    while todo:
        each = todo.pop()
        if each not in found:
            found.add(each)
            todo += links[each] - found
    return found
