"""From a draft to the steps of one edit: names become ids, rows that the plan already has are changed only where they differ.

A paper that is imported again finds its own rows; what it leaves empty, and rows it does not name, stay as people made
them. Everything is appended behind what is there, in the order of the paper.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from ..core.changes import Drop, Put, Step
from ..core.names import normalise
from ..core.records import (
    Allocation,
    Category,
    Chapter,
    Clause,
    Indicator,
    Measure,
    Mention,
    Pairing,
    Paragraph,
    PlanInfo,
    Record,
    Source,
    TableColumn,
    Task,
    Unplaced,
    full_key,
)
from ..core.tree import keys_between, spread_keys
from ..documents.paper_text import paper_to_text
from .bearers import Bearers
from .scheme_steps import scheme_steps
from .step_list import StepList

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..core.plan import Plan
    from ..core.records import Id
    from .draft import Draft, DraftChapter, DraftClause, DraftIndicator, DraftTask

T = TypeVar("T", Indicator, Task, Chapter)


def steps_for(draft: Draft, plan: Plan, new_id: Callable[[], Id], sha256: str = "") -> list[Step]:
    """The steps that bring a draft into a plan. `sha256` is that of the file that was read."""
    return take_in(draft, plan, new_id, sha256).steps


@dataclass(frozen=True, slots=True)
class Taking:
    """What takes a draft into a plan, and the records that its indicators are or become.

    `unnamed` is what stays in cells that the paper fills otherwise: units of a role, amounts of a split.
    """

    steps: list[Step]
    indicators: list[Id]
    unnamed: list[Record]


def take_in(draft: Draft, plan: Plan, new_id: Callable[[], Id], sha256: str = "") -> Taking:
    """The steps that bring a draft into a plan, with the ids of its indicators, in the draft's order."""
    settling = _Settling(draft, plan, new_id, sha256)
    steps = settling.steps()
    return Taking(steps, settling.indicators, [*settling.unnamed, *settling.bearers.unnamed])


class _Settling:
    def __init__(self, draft: Draft, plan: Plan, new_id: Callable[[], Id], sha256: str) -> None:
        self.draft = draft
        self.plan = plan
        self.sha256 = sha256
        self.to = StepList(plan, new_id)
        self.bearers = Bearers(draft, self.to)
        self.indicators: list[Id] = []
        self.unnamed: list[Allocation] = []

    def steps(self) -> list[Step]:
        """All steps, records before those that refer to them."""
        self._info()
        categories = self._categories()
        self._columns()
        self._indicators(categories)
        self._tasks()
        self._pairings()
        self._chapters()
        self._paragraphs()
        self.to.steps += scheme_steps(self.draft, self.plan, self.to.new_id, self.indicators)
        self._unplaced()
        self._source()
        return self.to.steps

    # ------------------------------------------------------------------------------------------------- the paper itself

    def _info(self) -> None:
        """Only what the plan does not say yet: what a person has typed wins."""
        old = self.plan.info
        values = {name: getattr(self.draft.info, name) for name in PlanInfo.fields if hasattr(self.draft.info, name)}
        title = old.title or values["title"]
        for name in ("book_title", "table_title"):
            if values[name] == title:
                values[name] = ""
        values = {name: value for name, value in values.items() if not old.__dict__[name]}
        key = old.id or self.to.new_id()
        self.to.put(PlanInfo, key, old if old.id else None, **values)

    def _source(self) -> None:
        draft = self.draft
        paper = paper_to_text(draft.paper) if draft.paper else ""
        same = (s for s in self.plan.sources if (s.sha256, s.paper) == (self.sha256, paper))
        old = next(same, None)
        row = {"name": draft.source, "sha256": self.sha256, "read_as": draft.kind, "paper": paper}
        row["other_headers"] = "\n".join(draft.other_headers)
        self.to.put_list(Source, [row], [old])

    def _paragraphs(self) -> None:
        known = {(p.section, normalise(p.text)): p for p in self.plan.ordered(Paragraph)}
        rows = [{"section": p.section, "text": p.text} for p in self.draft.paragraphs]
        self.to.put_list(Paragraph, rows, [known.get((r["section"], normalise(r["text"]))) for r in rows])

    def _unplaced(self) -> None:
        """The list of what this paper could not place replaces the one of an earlier import of the same paper; what another
        rendering of it has left over already is not listed again."""
        source = self.draft.source
        known: dict[tuple[object, ...], list[Unplaced]] = defaultdict(list)
        elsewhere: Counter[str] = Counter()
        for earlier in self.plan.unplaced:
            if earlier.source == source:
                known[earlier.part, earlier.row, earlier.col, earlier.text].append(earlier)
            else:
                elsewhere[normalise(earlier.text)] += 1
        rows = []
        old: list[Record | None] = []
        for u in self.draft.unplaced:
            same = known[u.part, u.row, u.column, u.text]
            if not same and elsewhere[normalise(u.text)] > 0:
                elsewhere[normalise(u.text)] -= 1
                continue
            place = {"source": source, "part": u.part, "row": u.row, "col": u.column}
            rows.append({**place, "text": u.text, "reason": u.reason, "settled": u.settled})
            old.append(same.pop() if same else None)
        self.to.put_list(Unplaced, rows, old)
        self.to.steps += [Drop(Unplaced, gone.key) for rest in known.values() for gone in rest]

    # ------------------------------------------------------------------------------------------------- indicators

    def _categories(self) -> list[Id]:
        known = {normalise(c.name): c for c in self.plan.categories}
        rows = [{"ordinal": c.ordinal, "name": c.name} for c in self.draft.categories]
        return self.to.put_list(Category, rows, [known.get(normalise(c.name)) for c in self.draft.categories])

    def _columns(self) -> None:
        """The captions of a table are those of the first paper, or what a person made of them."""
        known = {c.table for c in self.plan.ordered(TableColumn)}
        rows = [
            {"table": c.table, "field": c.field, "caption": c.caption}
            for c in self.draft.columns
            if c.table not in known
        ]
        self.to.put_list(TableColumn, rows, [None] * len(rows))

    def _indicators(self, categories: list[Id]) -> None:
        matched = self._match_indicators()
        old: list[Record | None] = list(matched)
        orders = self.to.order_keys(Indicator, old)
        self.indicators = [m.id if m else self.to.new_id() for m in matched]
        for i, (draft, found, order) in enumerate(zip(self.draft.indicators, matched, orders, strict=True)):
            key = self.indicators[i]
            self.to.put(
                Indicator,
                key,
                found,
                order=order,
                category=None if draft.category is None else categories[draft.category],
                parent=None if draft.parent is None else self.indicators[draft.parent],
                **{name: getattr(draft, name) for name in _INDICATOR_TEXTS},
            )
            self.bearers.assign(key, draft.responsibilities)
            self._allocations(key, draft)

    def _match_indicators(self) -> list[Indicator | None]:
        """For each drafted row the plan's row: of this name below the same parent and in the same category, then by ordinal."""
        by_name: dict[tuple[str, str, str], list[Indicator]] = defaultdict(list)
        by_ordinal: dict[tuple[str, str, str], list[Indicator]] = defaultdict(list)
        for indicator in self.plan.indicators:
            home = self._home(indicator)
            by_name[*home, normalise(indicator.name)].append(indicator)
            if indicator.ordinal:
                by_ordinal[*home, indicator.ordinal].append(indicator)
        taken: set[Id] = set()
        out: list[Indicator | None] = []
        for draft in self.draft.indicators:
            home = self._drafted_home(draft)
            out.append(_first_free(by_name[*home, normalise(draft.name)], taken))
        for i, draft in enumerate(self.draft.indicators):
            if out[i] is None and draft.ordinal:
                same = _first_free(by_ordinal[*self._drafted_home(draft), draft.ordinal], taken)
                out[i] = same if same and _alike(same.name, draft.name) else None
        self._match_without_category(out, taken)
        return out

    def _match_without_category(self, out: list[Indicator | None], taken: set[Id]) -> None:
        """Rows of a piece of a table that was copied without its categories: the only one of the name in the plan."""
        if self.draft.categories:
            return
        named: dict[tuple[str, str], list[Indicator]] = defaultdict(list)
        for indicator in self.plan.indicators:
            named[self._home(indicator)[1], normalise(indicator.name)].append(indicator)
        for i, draft in enumerate(self.draft.indicators):
            alike = named[self._drafted_home(draft)[1], normalise(draft.name)] if out[i] is None else []
            out[i] = _first_free(alike, taken) if len(alike) == 1 else out[i]

    def _home(self, indicator: Indicator) -> tuple[str, str]:
        parent = self.plan.get(Indicator, indicator.parent)
        category = self.plan.get(Category, (parent or indicator).category)
        return normalise(category.name if category else ""), normalise(parent.name if parent else "")

    def _drafted_home(self, draft: DraftIndicator) -> tuple[str, str]:
        parent = None if draft.parent is None else self.draft.indicators[draft.parent]
        place = (parent or draft).category
        category = None if place is None else self.draft.categories[place]
        return normalise(category.name if category else ""), normalise(parent.name if parent else "")

    def _allocations(self, indicator: Id, draft: DraftIndicator) -> None:
        old = {a.key: a for a in self.plan.allocations(indicator)}
        orders = spread_keys(len(draft.allocations))
        for allocation, order in zip(draft.allocations, orders, strict=True):
            key = full_key(
                indicator, self.bearers.find(allocation.unit) or 0, self.bearers.find(allocation.partner) or 0
            )
            found = old.get(key)
            values = {"amount": allocation.amount} | ({} if found else {"order": order})
            if found is None or found.amount != allocation.amount:
                self.to.steps.append(Put(Allocation, key, values))
            old.pop(key, None)
        self.unnamed += old.values() if draft.allocations else ()

    # ------------------------------------------------------------------------------------------------- tasks

    def _tasks(self) -> None:
        known: dict[tuple[str, str], list[Task]] = defaultdict(list)
        for old in self.plan.tasks:
            known[old.ordinal, normalise(old.theme)].append(old)
        taken: set[Id] = set()
        matched = [_first_free(known[t.ordinal, normalise(t.theme)], taken) for t in self.draft.tasks]
        rows = [
            {
                "ordinal": t.ordinal,
                "theme": t.theme,
                "origin": t.origin,
                "superior_text": t.superior_text,
                "deadline": t.deadline,
                "heading": t.heading,
                "leader": t.leader,
                "note": t.note,
                "goal": t.goal,
                "indicator": None if t.indicator is None else self.indicators[t.indicator],
            }
            for t in self.draft.tasks
        ]
        for task, key in zip(self.draft.tasks, self.to.put_list(Task, rows, list(matched)), strict=True):
            self.bearers.assign(key, task.responsibilities)
            self._measures(key, task)

    def _measures(self, task: Id, draft: DraftTask) -> None:
        known = {normalise(m.text): m for m in self.plan.measures(task)}
        orders = spread_keys(len(draft.measures))
        for measure, order in zip(draft.measures, orders, strict=True):
            old = known.get(normalise(measure.text))
            key = old.id if old else self.to.new_id()
            values = {"text": measure.text, "deadline": measure.deadline} | (
                {} if old else {"task": task, "order": order}
            )
            self.to.put(Measure, key, old, **values)

    def _pairings(self) -> None:
        known = {(p.east, p.west): p for p in self.plan.pairings}
        pairs = [(self.bearers.find(p.east), self.bearers.find(p.west)) for p in self.draft.pairings]
        rows = [
            {"east": east, "west": west, "kind": p.kind, "ordinal": p.ordinal, "note": p.note}
            for (east, west), p in zip(pairs, self.draft.pairings, strict=True)
        ]
        self.to.put_list(Pairing, rows, [known.get(pair) for pair in pairs])

    # ------------------------------------------------------------------------------------------------- chapters

    def _chapters(self) -> None:
        known: dict[tuple[Id | None, str], list[Chapter]] = defaultdict(list)
        for chapter in self.plan.chapters:
            known[chapter.unit, "" if chapter.unit else normalise(chapter.heading)].append(chapter)
        taken: set[Id] = set()
        rows, old = [], []
        for draft in self.draft.chapters:
            unit = self.bearers.find(draft.unit)
            old.append(_first_free(known[unit, "" if unit else normalise(draft.heading)], taken))
            rows.append({"ordinal": draft.ordinal, "unit": unit, "heading": draft.heading})
        ids = self.to.put_list(Chapter, rows, list(old))
        for draft, key in zip(self.draft.chapters, ids, strict=True):
            self._clauses(key, draft)

    def _clauses(self, chapter: Id, draft: DraftChapter) -> None:
        existing = self.plan.clauses(chapter)
        by_text = {normalise(c.lead + c.text): c for c in existing}
        by_ordinal = {c.ordinal: c for c in existing if c.ordinal}
        matched: list[Clause | None] = []
        for clause in draft.clauses:
            same = by_text.get(normalise(clause.lead + clause.text)) or by_ordinal.get(clause.ordinal)
            matched.append(same if same not in matched else None)
        orders = _between_existing(existing, matched)
        for clause, old, order in zip(draft.clauses, matched, orders, strict=True):
            key = old.id if old else self.to.new_id()
            values = {"ordinal": clause.ordinal, "lead": clause.lead, "text": clause.text}
            self.to.put(Clause, key, old, **values, **({} if old else {"chapter": chapter, "order": order}))
            self._mentions(key, clause)

    def _mentions(self, clause: Id, draft: DraftClause) -> None:
        existing = self.plan.mentions(clause)
        known: dict[tuple[str, str], list[Mention]] = defaultdict(list)
        for old in existing:
            known[old.number_text, old.measure_unit].append(old)
        orders = keys_between(existing[-1].order if existing else "", "", len(draft.mentions))
        for mention, order in zip(draft.mentions, orders, strict=True):
            same = known[mention.number_text, mention.measure_unit]
            if same:
                same.pop(0)
                continue
            self.to.put(
                Mention,
                self.to.new_id(),
                None,
                clause=clause,
                order=order,
                number_text=mention.number_text,
                measure_unit=mention.measure_unit,
                indicator=None if mention.indicator is None else self.indicators[mention.indicator],
            )


_INDICATOR_TEXTS = (
    "ordinal",
    "name",
    "measure_unit",
    "target",
    "nature",
    "parent_relation",
    "definition",
    "evidence",
    "deadline",
    "leader",
    "note",
    "last_value",
    "stages",
)


def _between_existing(existing: Sequence[Clause], matched: Sequence[Clause | None]) -> list[str]:
    """Order keys of a small list: new rows right behind the row before them."""
    taken = [c.order for c in existing]
    out: list[str] = []
    low = ""
    for old in matched:
        if old is None:
            high = next((k for k in sorted(taken) if k > low), "")
            low = keys_between(low, high, 1)[0]
            taken.append(low)
        else:
            low = old.order
        out.append(low)
    return out


def _first_free(candidates: Sequence[T], taken: set[Id]) -> T | None:
    found = next((c for c in candidates if c.id not in taken), None)
    if found is not None:
        taken.add(found.id)
    return found


def _alike(one: str, other: str) -> bool:
    """Whether two names under one number are the same row reworded: most of their pairs of characters are common."""
    a, b = normalise(one), normalise(other)
    pairs_a, pairs_b = {a[i : i + 2] for i in range(len(a) - 1)}, {b[i : i + 2] for i in range(len(b) - 1)}
    return 2 * len(pairs_a & pairs_b) >= max(len(pairs_a), len(pairs_b), 1)
