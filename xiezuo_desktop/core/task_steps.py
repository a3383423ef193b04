"""The tasks of a division table as a person rearranges them: tasks and their measures. Reads a Plan, returns the steps of one edit.

Numbers of tasks are counted anew where they counted on without gaps before; a document that counts in a way of its own is left alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .changes import Drop, Put, Step
from .ordinals import next_ordinal, renumber
from .records import Measure, Responsibility, Task, full_key
from .tree import keys_between

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from .plan import Plan
    from .records import Id


class Gap(NamedTuple):
    """Where a row is put: before another of its like (None: as the last), a task under a heading, a measure in a task."""

    before: Id | None
    heading: str = ""
    task: Id | None = None


def add_task(plan: Plan, gap: Gap, new_id: Id) -> list[Step]:
    """A new task, numbered as its neighbours are."""
    tasks = plan.tasks
    ordinal = next_ordinal(tasks[-1].ordinal) if tasks and tasks[-1].ordinal else "" if tasks else "1"
    values = {"ordinal": ordinal, "heading": gap.heading}
    made = Task(id=new_id, ordinal=ordinal)
    return [Put(Task, made.key, values), *_put_in(tasks, [made], gap.before)]


def add_measure(plan: Plan, gap: Gap, new_id: Id) -> list[Step]:
    """A new, empty measure of a task."""
    made = Measure(id=new_id, task=gap.task)
    return [Put(Measure, made.key, {"task": gap.task}), *_put_in(plan.measures(gap.task or 0), [made], gap.before)]


def add_measures(plan: Plan, gap: Gap, texts: Sequence[str], new_ids: Sequence[Id]) -> list[Step]:
    """Several measures with their texts, in this order."""
    made = [Measure(id=i, task=gap.task) for i in new_ids]
    steps: list[Step] = [
        Put(Measure, m.key, {"task": gap.task, "text": text}) for m, text in zip(made, texts, strict=True)
    ]
    return steps + _put_in(plan.measures(gap.task or 0), made, gap.before)


def move_tasks(plan: Plan, ids: Collection[Id], gap: Gap) -> list[Step]:
    """Move tasks with their measures, in the order they stand in."""
    moved = [t for t in plan.tasks if t.id in ids]
    if not moved or gap.before in ids:
        return []
    steps: list[Step] = [Put(Task, t.key, {"heading": gap.heading}) for t in moved if t.heading != gap.heading]
    return steps + _put_in([t for t in plan.tasks if t.id not in ids], moved, gap.before, was=plan.tasks)


def move_measures(plan: Plan, ids: Collection[Id], gap: Gap) -> list[Step]:
    """Move measures within their task or into another."""
    moved = [m for t in plan.tasks for m in plan.measures(t.id) if m.id in ids]
    if not moved or gap.before in ids or plan.get(Task, gap.task) is None:
        return []
    steps: list[Step] = [Put(Measure, m.key, {"task": gap.task}) for m in moved if m.task != gap.task]
    return steps + _put_in([m for m in plan.measures(gap.task or 0) if m.id not in ids], moved, gap.before)


def delete_rows(plan: Plan, ids: Collection[Id]) -> list[Step]:
    """Delete tasks, with their measures and those who answer for them, and single measures."""
    tasks = [t for t in plan.tasks if t.id in ids]
    gone = dict.fromkeys(m.key for t in tasks for m in plan.measures(t.id))
    gone.update(dict.fromkeys(full_key(i) for i in ids if plan.get(Measure, i)))
    steps: list[Step] = [Drop(Measure, key) for key in gone]
    steps += [Drop(Responsibility, r.key) for t in tasks for r in plan.responsibilities(t.id)]
    steps += [Drop(Task, t.key) for t in tasks]
    return steps + _renumbered(plan.tasks, [t for t in plan.tasks if t.id not in ids])


def renumber_tasks(plan: Plan) -> list[Step]:
    """Count all tasks anew, also where the document counted in a way of its own."""
    tasks = plan.tasks
    wanted = [str(n) for n in range(1, len(tasks) + 1)]
    counted = renumber([t.ordinal or w for t, w in zip(tasks, wanted, strict=True)])
    return [Put(Task, t.key, {"ordinal": new}) for t, new in zip(tasks, counted, strict=True) if t.ordinal != new]


# ------------------------------------------------------------------------------------------------ helpers


def _put_in(
    row: Sequence[Task] | Sequence[Measure],
    records: Sequence[Task] | Sequence[Measure],
    before: Id | None,
    *,
    was: Sequence[Task] = (),
) -> list[Step]:
    """The steps that bring records into a row of others: their order keys, and the numbers of tasks behind them."""
    at = next((n for n, r in enumerate(row) if r.key[0] == before), len(row))
    low = row[at - 1].order if at > 0 else ""
    high = row[at].order if at < len(row) else ""
    after: list[Task | Measure] = [*row[:at], *records, *row[at:]]
    placed: Sequence[Task | Measure] = records
    if high and low >= high:  # equal keys of an older import: the whole row gets keys of its own
        low, high, placed = "", "", after
    keys = keys_between(low, high, len(placed))
    steps: list[Step] = [Put(type(r), r.key, {"order": key}) for r, key in zip(placed, keys, strict=True)]
    tasks = [r for r in after if isinstance(r, Task)]
    return steps + _renumbered(was or [r for r in row if isinstance(r, Task)], tasks)


def _renumbered(before: Sequence[Task], after: Sequence[Task]) -> list[Step]:
    """The steps that count tasks anew, where they counted on without gaps before."""
    had = [t.ordinal for t in before]
    if renumber(had) != had:
        return []
    have = [t.ordinal for t in after]
    return [
        Put(Task, t.key, {"ordinal": new})
        for t, old, new in zip(after, have, renumber(have), strict=True)
        if old != new
    ]
