"""The outline of indicators as a person rearranges it: adding, moving, deleting rows, and numbering anew afterwards.

Every function reads a Plan and returns the steps of one edit; nothing is changed here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .changes import Drop, Put, Step
from .errors import Invalid
from .ordinals import renumber, restarts
from .records import Allocation, Category, Indicator, Mention, Responsibility, Task, full_key
from .tree import keys_between, spread_keys

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from .plan import Plan
    from .records import Id, Key, Record


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands: in a category and below a parent (None: neither), before a sibling (None: as the last)."""

    category: Id | None
    parent: Id | None = None
    before: Id | None = None


# ------------------------------------------------------------------------------------------------ reading the outline


def siblings(plan: Plan, place: Place) -> list[Indicator]:
    """The rows among which a place lies, in order."""
    if place.parent is not None:
        return plan.sub_indicators(place.parent)
    category = plan.get(Category, place.category)
    return [indicator for indicator, depth in plan.tree_of(category) if depth == 0]


def place_of(plan: Plan, indicator: Indicator) -> Place:
    """Where a row stands now."""
    parent = indicator.parent if plan.get(Indicator, indicator.parent) else None
    category = indicator.category if plan.get(Category, indicator.category) else None
    place = Place(category if parent is None else root_of(plan, indicator).category, parent)
    row = siblings(plan, place)
    position = row.index(indicator)
    return Place(place.category, parent, row[position + 1].id if position + 1 < len(row) else None)


def root_of(plan: Plan, indicator: Indicator) -> Indicator:
    """The row without a parent that a row hangs below (itself when it has none)."""
    while (above := plan.get(Indicator, indicator.parent)) is not None:
        indicator = above
    return indicator


def branch(plan: Plan, ids: Iterable[Id]) -> list[Id]:
    """These rows and everything below them, each once, parents first."""
    found: dict[Id, None] = {}
    todo = list(ids)[::-1]
    while todo:
        each = todo.pop()
        if each not in found:
            found[each] = None
            todo += [child.id for child in reversed(plan.sub_indicators(each))]
    return list(found)


def topmost(plan: Plan, ids: Collection[Id]) -> list[Indicator]:
    """Those of the rows that are not below another of them, in the order of the paper."""
    chosen = set(ids)
    out = []
    for indicator in plan.indicators:
        above = plan.get(Indicator, indicator.parent)
        while above is not None and above.id not in chosen:
            above = plan.get(Indicator, above.parent)
        if indicator.id in chosen and above is None:
            out.append(indicator)
    return out


# ------------------------------------------------------------------------------------------------ changing it


def add_indicator(plan: Plan, place: Place, new_id: Id, **values: Any) -> list[Step]:
    """A new row at a place, numbered and in relation to its parent as its neighbours are."""
    around = siblings(plan, place)
    fresh = _style_of(plan, place, around) | values
    made = Put(Indicator, full_key(new_id), {"category": place.category, "parent": place.parent, **fresh})
    return numbered(plan, [made, *_put_in(around, place.before, [new_id])])


def move_indicators(plan: Plan, ids: Collection[Id], place: Place) -> list[Step]:
    """Move rows with all that hangs below them to a place, in their order. Raises Invalid for a place below themselves."""
    moved = topmost(plan, ids)
    own = set(branch(plan, (m.id for m in moved)))
    if place.parent in own:
        raise Invalid("一项指标不能移到它自己的下级里。")
    before = place.before
    around = siblings(plan, place)
    while before in own:  # dropped in front of itself: in front of what comes next
        rest = [s.id for s in around[[s.id for s in around].index(before) + 1 :]]
        before = next((s for s in rest if s not in own), None)
    rest_of_row = [s for s in around if s.id not in own]
    steps: list[Step] = []
    for each in moved:
        values: dict[str, Any] = {"category": place.category, "parent": place.parent}
        if each.parent != place.parent:
            values |= _style_of(plan, place, rest_of_row)
            if each.ordinal and values["ordinal"]:
                values["ordinal"] = each.ordinal
        steps.append(Put(Indicator, each.key, values))
        steps += [Put(Indicator, full_key(i), {"category": place.category}) for i in branch(plan, [each.id])[1:]]
    return numbered(plan, steps + _put_in(rest_of_row, before, [m.id for m in moved]))


def delete_rows(plan: Plan, indicators: Iterable[Id], categories: Iterable[Id] = ()) -> list[Step]:
    """Delete rows with what hangs below them, who answers for them and how they are split; categories with all their rows."""
    homes = [c for c in (plan.get(Category, i) for i in categories) if c]
    gone = branch(plan, [*indicators, *(i.id for c in homes for i, _ in plan.tree_of(c))])
    steps: list[Step] = []
    for each in gone:
        steps += [Drop(Responsibility, r.key) for r in plan.responsibilities(each)]
        steps += [Drop(Allocation, a.key) for a in plan.allocations(each)]
        steps.append(Drop(Indicator, full_key(each)))
    tied: list[Mention | Task] = [*plan.ordered(Mention), *plan.tasks]
    steps += [Put(type(t), t.key, {"indicator": None}) for t in tied if t.indicator in gone]
    steps += [Drop(Category, c.key) for c in homes]
    return numbered(plan, steps)


def add_category(plan: Plan, before: Id | None, new_id: Id, name: str = "") -> list[Step]:
    """A new category before another (None: as the last)."""
    ordinal = plan.categories[0].ordinal if plan.categories else "一"
    made = Put(Category, full_key(new_id), {"name": name, "ordinal": ordinal})
    return numbered(plan, [made, *_put_in(plan.categories, before, [new_id], Category)])


def move_category(plan: Plan, moved: Id, before: Id | None) -> list[Step]:
    """Move a category with its rows before another (None: to the end)."""
    rest = [c for c in plan.categories if c.id != moved]
    return numbered(plan, _put_in(rest, before, [moved], Category))


# ------------------------------------------------------------------------------------------------ numbers


def is_regular(plan: Plan) -> bool:
    """Whether the printed numbers count on without gaps, so that numbering anew leaves untouched rows as they are."""
    return not renumber_steps(plan)


def numbered(plan: Plan, steps: list[Step]) -> list[Step]:
    """The steps, and those that number all rows anew after them. A document that counts in a way of its own is left alone."""
    if not is_regular(plan):
        return steps
    return steps + renumber_steps(applied(plan, steps), restart=_restarts(plan))


def renumber_steps(plan: Plan, *, restart: bool | None = None) -> list[Step]:
    """The steps that number all categories and rows from 1, each in its own style; rows without a number stay without."""
    rows = plan.indicators
    homes = [root_of(plan, i).category for i in rows]
    wanted = renumber([i.ordinal for i in rows], homes, restart=_restarts(plan) if restart is None else restart)
    steps: list[Step] = [
        Put(Indicator, i.key, {"ordinal": o}) for i, o in zip(rows, wanted, strict=True) if i.ordinal != o
    ]
    categories = plan.categories
    wanted = renumber([c.ordinal for c in categories])
    steps += [Put(Category, c.key, {"ordinal": o}) for c, o in zip(categories, wanted, strict=True) if c.ordinal != o]
    return steps


def _restarts(plan: Plan) -> bool:
    rows = plan.indicators
    return restarts([i.ordinal for i in rows], [root_of(plan, i).category for i in rows])


def applied(plan: Plan, steps: Iterable[Step]) -> Plan:
    """The plan as it will read after these steps, without writing anything."""
    changed: dict[type[Record], dict[Key, Record]] = {}
    for step in steps:
        rows = changed.setdefault(step.record, dict(plan.rows(step.record)))
        if isinstance(step, Drop):
            rows.pop(step.key, None)
        elif step.key in rows:
            rows[step.key] = rows[step.key].with_values(**step.values)
        else:
            rows[step.key] = step.record(**dict(zip(step.record.keys, step.key, strict=False)), **step.values)
    return plan.with_rows(changed)


# ------------------------------------------------------------------------------------------------ helpers


def _style_of(plan: Plan, place: Place, around: Sequence[Indicator]) -> dict[str, Any]:
    """Ordinal (a stand-in for its style, numbered later) and relation that a row at this place has by its neighbours."""
    if place.parent is not None:
        relation = around[0].parent_relation if around else "subset"
        subs = around or [i for i in plan.indicators if i.parent is not None]
        return {"ordinal": next((s.ordinal for s in subs if s.ordinal), ""), "parent_relation": relation}
    peers = around or [i for i in plan.indicators if i.parent is None]
    ordinal = next((p.ordinal for p in peers if p.ordinal), "" if peers else "1")
    return {"ordinal": ordinal, "parent_relation": ""}


def _put_in(
    row: Sequence[Indicator | Category],
    before: Id | None,
    ids: Sequence[Id],
    record: type[Record] = Indicator,
) -> list[Step]:
    """Order keys for `ids` in front of `before`; all of the row get new ones where there is no room between two."""
    position = next((n for n, each in enumerate(row) if each.key[0] == before), len(row))
    low = row[position - 1].order if position else ""
    high = row[position].order if position < len(row) else ""
    if position < len(row) and low >= high:
        there = [r.key[0] for r in row]
        everything = [*there[:position], *ids, *there[position:]]
        return [
            Put(record, full_key(i), {"order": k})
            for i, k in zip(everything, spread_keys(len(everything)), strict=True)
        ]
    return [Put(record, full_key(i), {"order": k}) for i, k in zip(ids, keys_between(low, high, len(ids)), strict=True)]
