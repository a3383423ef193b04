"""From a draft to the steps of one edit: names become ids, rows that the plan already has are changed only where they differ.

A paper that is imported again finds its own rows; what it leaves empty, and rows it does not name, stay as people made
them. Everything is appended behind what is there, in the order of the paper.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, TypeVar

from ..core.changes import Drop, Put, Step
from ..core.names import NameRegister, normalise
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
    Responsibility,
    Source,
    TableColumn,
    Task,
    Unit,
    UnitGroup,
    Unplaced,
    full_key,
)
from ..core.tree import keys_between, spread_keys
from .scheme_steps import scheme_steps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ..core.plan import Plan
    from ..core.records import Id
    from .draft import Draft, DraftChapter, DraftClause, DraftIndicator, DraftResponsibility, DraftTask

T = TypeVar("T", Indicator, Task, Chapter)


def steps_for(draft: Draft, plan: Plan, new_id: Callable[[], Id], sha256: str = "") -> list[Step]:
    """The steps that bring a draft into a plan. `sha256` is that of the file that was read."""
    return _Settling(draft, plan, new_id, sha256).steps()


class _Settling:
    def __init__(self, draft: Draft, plan: Plan, new_id: Callable[[], Id], sha256: str) -> None:
        self.draft = draft
        self.plan = plan
        self.new_id = new_id
        self.sha256 = sha256
        self.out: list[Step] = []
        self.register = NameRegister(plan)
        self.bearers: dict[str, Id] = {}
        self.indicators: list[Id] = []

    def steps(self) -> list[Step]:
        """All steps, records before those that refer to them."""
        self._info()
        self._units()
        self._groups()
        categories = self._categories()
        self._columns()
        self._indicators(categories)
        self._tasks()
        self._pairings()
        self._chapters()
        self._paragraphs()
        self.out += scheme_steps(self.draft, self.plan, self.new_id, self.indicators)
        self._unplaced()
        self._source()
        return self.out

    # ------------------------------------------------------------------------------------------------- one record

    def _put(self, record_type: type[Record], key: Id, old: Record | None, **values: Any) -> None:
        """Set what a draft states and the record does not say yet; what the draft leaves empty stays."""
        empty = record_type._empty
        changed = {
            name: value
            for name, value in values.items()
            if value not in (None, "") and value != (old.__dict__[name] if old else empty[name])
        }
        if changed or old is None:
            self.out.append(Put(record_type, full_key(key), changed))

    def _ordered(self, record_type: type[Record], found: Sequence[Record | None]) -> list[str]:
        """Order keys for the rows of a list: the old ones keep theirs, new ones go right behind the row before them."""
        taken = sorted(r.__dict__["order"] for r in self.plan.rows(record_type).values())
        out: list[str] = []
        low = taken[-1] if taken and not any(found) else ""
        i = 0
        while i < len(found):
            old = found[i]
            if old is not None:
                low = old.__dict__["order"]
                out.append(low)
                i += 1
                continue
            j = i
            while j < len(found) and found[j] is None:
                j += 1
            high = next((k for k in taken if k > low), "") if low or any(found) else ""
            new = keys_between(low, high, j - i)
            out += new
            low, i = new[-1], j
        return out

    def _add_list(
        self, record_type: type[Record], rows: Iterable[dict[str, Any]], old: Iterable[Record | None]
    ) -> list[Id]:
        """Put the rows of a list; the ids of all of them."""
        found = list(old)
        keys = self._ordered(record_type, found)
        ids = []
        for values, record, order in zip(rows, found, keys, strict=True):
            key = record.key[0] if record else self.new_id()
            self._put(record_type, key, record, order=order, **values)
            ids.append(key)
        return ids

    # ------------------------------------------------------------------------------------------------- the paper itself

    def _info(self) -> None:
        """Only what the plan does not say yet: what a person has typed wins."""
        old = self.plan.info
        values = {name: getattr(self.draft.info, name) for name in PlanInfo.fields}
        title = old.title or values["title"]
        for name in ("book_title", "table_title"):
            if values[name] == title:
                values[name] = ""
        values = {name: value for name, value in values.items() if not old.__dict__[name]}
        key = old.id or self.new_id()
        self._put(PlanInfo, key, old if old.id else None, **values)

    def _source(self) -> None:
        draft = self.draft
        same = (s for s in self.plan.sources if (s.sha256, s.paper) == (self.sha256, draft.paper))
        old = next(same, None)
        row = {"name": draft.source, "sha256": self.sha256, "read_as": draft.kind, "paper": draft.paper}
        self._add_list(Source, [row], [old])

    def _paragraphs(self) -> None:
        known = {(p.section, normalise(p.text)): p for p in self.plan.ordered(Paragraph)}
        rows = [{"section": p.section, "text": p.text} for p in self.draft.paragraphs]
        self._add_list(Paragraph, rows, [known.get((r["section"], normalise(r["text"]))) for r in rows])

    def _unplaced(self) -> None:
        """The list of what this paper could not place replaces the one of an earlier import of the same paper."""
        source = self.draft.source
        known: dict[tuple[object, ...], list[Unplaced]] = defaultdict(list)
        for earlier in self.plan.unplaced:
            if earlier.source == source:
                known[earlier.part, earlier.row, earlier.col, earlier.text].append(earlier)
        rows = []
        old: list[Record | None] = []
        for u in self.draft.unplaced:
            rows.append(
                {"source": source, "part": u.part, "row": u.row, "col": u.column, "text": u.text, "reason": u.reason}
            )
            same = known[u.part, u.row, u.column, u.text]
            old.append(same.pop() if same else None)
        self._add_list(Unplaced, rows, old)
        self.out += [Drop(Unplaced, gone.key) for rest in known.values() for gone in rest]

    # ------------------------------------------------------------------------------------------------- units

    def _units(self) -> None:
        rows, old = [], []
        for unit in self.draft.units:
            found = self.plan.get(Unit, self.register.find(unit.name))
            plaques = found.plaques.splitlines() if found else []
            plaques += [p for p in unit.plaques if normalise(p) not in map(normalise, plaques)]
            kind = (found.kind if found else "") or unit.kind
            rows.append({"name": found.name if found else unit.name, "plaques": "\n".join(plaques), "kind": kind})
            old.append(found)
        groups = [self.plan.get(UnitGroup, self.register.find(u.name)) for u in self.draft.units]
        for unit, group in zip(self.draft.units, groups, strict=True):
            if group is not None:  # a person has made a group of this name
                self.bearers[normalise(unit.name)] = group.id
        kept = [i for i, g in enumerate(groups) if g is None]
        ids = self._add_list(Unit, [rows[i] for i in kept], [old[i] for i in kept])
        for i, key in zip(kept, ids, strict=True):
            self.bearers[normalise(self.draft.units[i].name)] = key

    def _groups(self) -> None:
        rows, old = [], []
        for group in self.draft.groups:
            found = self.register.find(group.name)
            if found is not None and self.plan.get(Unit, found):
                self.bearers[normalise(group.name)] = found
                continue
            old.append(self.plan.get(UnitGroup, found))
            rows.append(
                {
                    "name": old[-1].name if old[-1] else group.name,
                    "expected_size": group.expected_size,
                    "open": group.open or None,
                }
            )
        ids = self._add_list(UnitGroup, rows, old)
        names = [g.name for g in self.draft.groups if normalise(g.name) not in self.bearers]
        self.bearers.update({normalise(name): key for name, key in zip(names, ids, strict=True)})

    def _bearer(self, name: str) -> Id | None:
        return self.bearers.get(normalise(name)) if name else None

    def _capacity(self, one: DraftResponsibility) -> str:
        """The 挂牌 under which a unit acts; also where the paper names the unit by its 挂牌 alone."""
        unit = self.plan.get(Unit, self._bearer(one.unit))
        if one.capacity or unit is None or normalise(unit.name) == normalise(one.unit):
            return one.capacity
        return one.unit if normalise(one.unit) in map(normalise, unit.plaques.splitlines()) else ""

    def _responsibilities(self, subject: Id, ones: Sequence[DraftResponsibility]) -> None:
        """Add those that the plan does not have; nobody is taken off."""
        old = self.plan.responsibilities(subject)
        known = {(r.unit, r.role): r for r in old}
        low = old[-1].order if old else ""
        new = [o for o in ones if (self._bearer(o.unit), o.role) not in known]
        orders = keys_between(low, "", len(new))
        for one, order in zip(new, orders, strict=True):
            self._put(
                Responsibility,
                self.new_id(),
                None,
                subject=subject,
                unit=self._bearer(one.unit),
                role=one.role,
                order=order,
                capacity=self._capacity(one),
                open=one.open or None,
            )
        for one in ones:
            same = known.get((self._bearer(one.unit), one.role))
            if same is not None:
                self._put(Responsibility, same.id, same, capacity=self._capacity(one), open=one.open or None)

    # ------------------------------------------------------------------------------------------------- indicators

    def _categories(self) -> list[Id]:
        known = {normalise(c.name): c for c in self.plan.categories}
        rows = [{"ordinal": c.ordinal, "name": c.name} for c in self.draft.categories]
        return self._add_list(Category, rows, [known.get(normalise(c.name)) for c in self.draft.categories])

    def _columns(self) -> None:
        """The captions of a table are those of the first paper, or what a person made of them."""
        known = {c.table for c in self.plan.ordered(TableColumn)}
        captions: dict[tuple[str, str], str] = {}
        for column in self.draft.columns:
            captions.setdefault((column.table, column.field), column.caption)
        rows = [{"table": t, "field": f, "caption": text} for (t, f), text in captions.items() if t not in known]
        self._add_list(TableColumn, rows, [None] * len(rows))

    def _indicators(self, categories: list[Id]) -> None:
        matched = self._match_indicators()
        old: list[Record | None] = list(matched)
        orders = self._ordered(Indicator, old)
        self.indicators = [m.id if m else self.new_id() for m in matched]
        for i, (draft, found, order) in enumerate(zip(self.draft.indicators, matched, orders, strict=True)):
            key = self.indicators[i]
            self._put(
                Indicator,
                key,
                found,
                order=order,
                category=None if draft.category is None else categories[draft.category],
                parent=None if draft.parent is None else self.indicators[draft.parent],
                **{name: getattr(draft, name) for name in _INDICATOR_TEXTS},
            )
            self._responsibilities(key, draft.responsibilities)
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
        return out

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
            key = full_key(indicator, self._bearer(allocation.unit) or 0, self._bearer(allocation.partner) or 0)
            found = old.get(key)
            values = {"amount": allocation.amount} | ({} if found else {"order": order})
            if found is None or found.amount != allocation.amount:
                self.out.append(Put(Allocation, key, values))

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
                "indicator": None if t.indicator is None else self.indicators[t.indicator],
            }
            for t in self.draft.tasks
        ]
        for task, key in zip(self.draft.tasks, self._add_list(Task, rows, list(matched)), strict=True):
            self._responsibilities(key, task.responsibilities)
            self._measures(key, task)

    def _measures(self, task: Id, draft: DraftTask) -> None:
        known = {normalise(m.text): m for m in self.plan.measures(task)}
        orders = spread_keys(len(draft.measures))
        for measure, order in zip(draft.measures, orders, strict=True):
            old = known.get(normalise(measure.text))
            key = old.id if old else self.new_id()
            values = {"text": measure.text, "deadline": measure.deadline} | (
                {} if old else {"task": task, "order": order}
            )
            self._put(Measure, key, old, **values)

    def _pairings(self) -> None:
        known = {(p.east, p.west): p for p in self.plan.pairings}
        pairs = [(self._bearer(p.east), self._bearer(p.west)) for p in self.draft.pairings]
        rows = [
            {"east": east, "west": west, "kind": p.kind}
            for (east, west), p in zip(pairs, self.draft.pairings, strict=True)
        ]
        self._add_list(Pairing, rows, [known.get(pair) for pair in pairs])

    # ------------------------------------------------------------------------------------------------- chapters

    def _chapters(self) -> None:
        known: dict[tuple[Id | None, str], list[Chapter]] = defaultdict(list)
        for chapter in self.plan.chapters:
            known[chapter.unit, "" if chapter.unit else normalise(chapter.heading)].append(chapter)
        taken: set[Id] = set()
        rows, old = [], []
        for draft in self.draft.chapters:
            unit = self._bearer(draft.unit)
            old.append(_first_free(known[unit, "" if unit else normalise(draft.heading)], taken))
            rows.append({"ordinal": draft.ordinal, "unit": unit, "heading": draft.heading})
        ids = self._add_list(Chapter, rows, list(old))
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
            key = old.id if old else self.new_id()
            values = {"ordinal": clause.ordinal, "lead": clause.lead, "text": clause.text}
            self._put(Clause, key, old, **values, **({} if old else {"chapter": chapter, "order": order}))
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
            self._put(
                Mention,
                self.new_id(),
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
