"""Plan: what one file says, read-only, as the records linked up. A new Plan is made after every edit; old ones stay true."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeVar, cast

from .records import (
    Alias,
    Allocation,
    Category,
    Chapter,
    Clause,
    Id,
    Indicator,
    Key,
    Measure,
    Member,
    Mention,
    Pairing,
    Paragraph,
    PlanInfo,
    Record,
    Responsibility,
    Scheme,
    ScoreEntry,
    ScoreGroup,
    ScoreItem,
    Source,
    Task,
    Unit,
    UnitGroup,
    Unplaced,
    Waiver,
    full_key,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

R = TypeVar("R", bound=Record)
Rows = dict[Key, Record]


class Plan:
    """The records of one plan. `rows` maps each record type to its living records by key; lists are in paper order.

    `is_part`: only what concerns one unit is here, as it was sent there; the rest of the plan is elsewhere.
    """

    def __init__(self, rows: Mapping[type[Record], Rows], *, is_part: bool = False) -> None:
        self._rows = rows
        self.is_part = is_part
        self._lists: dict[tuple[type[Record], str], Any] = {}  # what was worked out from the rows of one type alone

    def with_rows(self, changed: Mapping[type[Record], Rows]) -> Plan:
        """The plan with the rows of some record types exchanged for others. Of the other types nothing is sorted again."""
        plan = Plan({**self._rows, **changed}, is_part=self.is_part)
        known = self._lists.copy()  # in one stroke: a check may be adding to it in another thread
        plan._lists = {key: found for key, found in known.items() if key[0] not in changed}
        return plan

    # ------------------------------------------------------------------------------------------------- by type

    def rows(self, record_type: type[R]) -> dict[Key, R]:
        """All living records of a type by key."""
        return cast("dict[Key, R]", self._rows.get(record_type, {}))

    def get(self, record_type: type[R], key: Id | Key | None) -> R | None:
        """The record with this id or key, or None."""
        if key is None:
            return None
        return self.rows(record_type).get(key if isinstance(key, tuple) else full_key(key))

    def ordered(self, record_type: type[R]) -> list[R]:
        """All records of a type by their order key; equal keys by id, so that every copy of the file agrees.

        The list is the plan's own: read it, never change it.
        """
        key = (record_type, "")
        if key not in self._lists:
            rows = [(r.__dict__["order"], k, r) for k, r in self.rows(record_type).items()]
            self._lists[key] = [r for _, _, r in sorted(rows, key=itemgetter(0, 1))]
        return cast("list[R]", self._lists[key])

    def _by(self, record_type: type[R], field: str) -> dict[Id | None, list[R]]:
        """The records of a type in order, by what one of their fields refers to."""
        key = (record_type, field)
        if key not in self._lists:
            out: dict[Id | None, list[R]] = defaultdict(list)
            for record in self.ordered(record_type):
                out[record.__dict__[field]].append(record)
            self._lists[key] = out
        return cast("dict[Id | None, list[R]]", self._lists[key])

    @cached_property
    def info(self) -> PlanInfo:
        """What the plan says about itself."""
        return next(iter(self.ordered_by_id(PlanInfo)), PlanInfo(id=0))

    def ordered_by_id(self, record_type: type[R]) -> list[R]:
        """All records of a type that has no order of its own."""
        return sorted(self.rows(record_type).values(), key=lambda r: r.key)

    # ------------------------------------------------------------------------------------------------- units

    @cached_property
    def units(self) -> list[Unit]:
        """All units, parents before their children, siblings in order."""
        return [unit for unit, _ in self._walk(Unit)]

    @cached_property
    def groups(self) -> list[UnitGroup]:
        """All groups of units."""
        return self.ordered(UnitGroup)

    @cached_property
    def pairings(self) -> list[Pairing]:
        """All pairings of an eastern with a western party."""
        return self.ordered(Pairing)

    def bearer(self, bearer_id: Id | None) -> Unit | UnitGroup | None:
        """The unit or group with this id."""
        return self.get(Unit, bearer_id) or self.get(UnitGroup, bearer_id)

    def bearer_name(self, bearer_id: Id | None) -> str:
        """The name of a unit or group, or "" when there is none."""
        found = self.bearer(bearer_id)
        return found.name if found else ""

    @cached_property
    def aliases(self) -> dict[Id, list[str]]:
        """The other wordings of each unit or group."""
        out: dict[Id, list[str]] = defaultdict(list)
        for alias in self.ordered_by_id(Alias):
            if alias.unit is not None:
                out[alias.unit].append(alias.text)
        return out

    @cached_property
    def members(self) -> dict[Id, list[Id]]:
        """The units of each group."""
        out: dict[Id, list[Id]] = defaultdict(list)
        for member in self.ordered(Member):
            out[member.group].append(member.unit)
        return out

    # ------------------------------------------------------------------------------------------------- indicators

    @cached_property
    def categories(self) -> list[Category]:
        """All categories."""
        return self.ordered(Category)

    @cached_property
    def indicators(self) -> list[Indicator]:
        """All indicators as a paper lists them: by category, a parent before its sub-rows. The place of `indicators/7`."""
        return [i for category in [*self.categories, None] for i, _ in self.tree_of(category)]

    def tree_of(self, category: Category | None) -> list[tuple[Indicator, int]]:
        """The indicators of a category (None: of no category) with their depth, 0 for one without a parent."""
        return self._by_category.get(category.id if category else None, [])

    @cached_property
    def _by_category(self) -> dict[Id | None, list[tuple[Indicator, int]]]:
        out: dict[Id | None, list[tuple[Indicator, int]]] = defaultdict(list)
        home: Id | None = None
        for indicator, depth in self._walk(Indicator):
            if depth == 0:
                home = indicator.category if self.get(Category, indicator.category) else None
            out[home].append((indicator, depth))
        return out

    def sub_indicators(self, indicator_id: Id) -> list[Indicator]:
        """The rows directly below an indicator."""
        return self._children(Indicator).get(indicator_id, [])

    def responsibilities(self, subject_id: Id) -> list[Responsibility]:
        """Who answers for an indicator or a task, in the document's order."""
        return self._by(Responsibility, "subject").get(subject_id, [])

    def allocations(self, indicator_id: Id) -> list[Allocation]:
        """How an indicator's target is split, in the document's order."""
        return self._by(Allocation, "indicator").get(indicator_id, [])

    # ------------------------------------------------------------------------------------------------- scoring

    @property
    def schemes(self) -> list[Scheme]:
        """The schemes by which the year is scored; mostly there is one."""
        return self.ordered(Scheme)

    def score_groups(self, scheme_id: Id) -> list[ScoreGroup]:
        """The groups of a scheme."""
        return self._by(ScoreGroup, "scheme").get(scheme_id, [])

    def score_items(self, group_id: Id) -> list[ScoreItem]:
        """The items of a group, without their parts."""
        items = self._by(ScoreItem, "group").get(group_id, [])
        return [i for i in items if self.get(ScoreItem, i.parent) is None]

    def score_parts(self, item_id: Id) -> list[ScoreItem]:
        """The parts of a composite item."""
        return self._children(ScoreItem).get(item_id, [])

    def score_entry(self, item_id: Id, party_id: Id) -> ScoreEntry | None:
        """What a person has settled for an item and a party (0: the plan's own office)."""
        return self.get(ScoreEntry, full_key(item_id, party_id))

    # ------------------------------------------------------------------------------------------------- texts

    def paragraphs(self, section: str) -> list[str]:
        """The texts of one part of the document: notice, preamble, closing, note."""
        return [p.text for p in self.ordered(Paragraph) if p.section == section]

    @cached_property
    def chapters(self) -> list[Chapter]:
        """The chapters of the task book."""
        return self.ordered(Chapter)

    def clauses(self, chapter_id: Id) -> list[Clause]:
        """The clauses of a chapter."""
        return self._by(Clause, "chapter").get(chapter_id, [])

    def mentions(self, clause_id: Id) -> list[Mention]:
        """The numbers in a clause that are tied to indicators."""
        return self._by(Mention, "clause").get(clause_id, [])

    @cached_property
    def tasks(self) -> list[Task]:
        """The rows of the division table."""
        return self.ordered(Task)

    def measures(self, task_id: Id) -> list[Measure]:
        """The measures of a task."""
        return self._by(Measure, "task").get(task_id, [])

    @cached_property
    def unplaced(self) -> list[Unplaced]:
        """What imports could not place."""
        return self.ordered(Unplaced)

    @cached_property
    def sources(self) -> list[Source]:
        """The documents that were read into this plan."""
        return self.ordered(Source)

    @cached_property
    def waivers(self) -> list[Waiver]:
        """Findings of checks that a person accepted."""
        return self.ordered_by_id(Waiver)

    # ------------------------------------------------------------------------------------------------- trees

    def children(self, record_type: type[R], parent_id: Id | None) -> list[R]:
        """The children of a row (None: the roots) of a record type that is a tree, in order."""
        return self._children(record_type).get(parent_id, [])

    def _children(self, record_type: type[R]) -> dict[Id | None, list[R]]:
        assert record_type.tree
        key = (record_type, "children")
        if key not in self._lists:
            rows = self.rows(record_type)
            out: dict[Id | None, list[R]] = defaultdict(list)
            for record in self.ordered(record_type):
                parent = record.__dict__[record_type.tree]
                out[parent if parent is not None and (parent, 0, 0) in rows else None].append(record)
            self._lists[key] = out
        return cast("dict[Id | None, list[R]]", self._lists[key])

    def _walk(self, record_type: type[R]) -> Iterator[tuple[R, int]]:
        """Depth first: parents before children. Rows whose parent is gone stand at the top, and so does the first row of a
        circle (two offices moved two rows below each other)."""
        children = self._children(record_type)
        left = {key[0] for key in self.rows(record_type)}
        roots = children.get(None, [])
        while True:
            stack = [(record, 0) for record in reversed(roots)]
            while stack:
                record, depth = stack.pop()
                record_id: Id = record.__dict__["id"]
                if record_id not in left:
                    continue
                left.remove(record_id)
                yield record, depth
                stack.extend((child, depth + 1) for child in reversed(children.get(record_id, [])))
            if not left:
                return
            roots = [next(r for r in self.ordered(record_type) if r.__dict__["id"] in left)]
