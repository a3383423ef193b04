"""Units and groups as a person arranges them: moving, deleting, merging. Reads a Plan, returns the steps of one edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .changes import Drop, Put, Step
from .errors import Invalid
from .names import normalise
from .records import Alias, Allocation, Chapter, Member, Pairing, Responsibility, Unit, UnitGroup, full_key
from .tree import keys_between

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from .plan import Plan
    from .records import Id, Key, Record


def below(plan: Plan, unit_id: Id) -> set[Id]:
    """A unit and everything below it."""
    found: set[Id] = set()
    todo = [unit_id]
    while todo:
        each = todo.pop()
        if each not in found:
            found.add(each)
            todo += [child.id for child in plan.children(Unit, each)]
    return found


def move_units(plan: Plan, ids: Sequence[Id], parent: Id | None, before: Id | None = None) -> list[Step]:
    """Put units below a parent (None: at the top), before a sibling (None: as the last). Raises Invalid for a circle."""
    moved = [unit for i in ids if (unit := plan.get(Unit, i)) is not None]
    for unit in moved:
        if parent is not None and parent in below(plan, unit.id):
            raise Invalid(f"“{unit.name}”不能放到它自己或它的下级之下。", "请选别的位置。")
    chosen = {unit.id for unit in moved}
    peers = [u for u in plan.children(Unit, parent) if u.id not in chosen]
    at = next((n for n, u in enumerate(peers) if u.id == before), len(peers))
    low = peers[at - 1].order if at > 0 else ""
    high = peers[at].order if at < len(peers) else ""
    if high and low >= high:  # equal keys of an older import: these siblings get keys of their own
        return _spread(plan, [*peers[:at], *moved, *peers[at:]], parent)
    keys = keys_between(low, high, len(moved))
    return [Put(Unit, unit.key, {"parent": parent, "order": key}) for unit, key in zip(moved, keys, strict=True)]


def _spread(plan: Plan, units: Sequence[Unit], parent: Id | None) -> list[Step]:
    keys = keys_between("", "", len(units))
    return [Put(Unit, u.key, {"parent": parent, "order": key}) for u, key in zip(units, keys, strict=True)]


def last_order(records: Iterable[Unit | UnitGroup]) -> str:
    """A key behind these records."""
    return keys_between(max((r.order for r in records), default=""), "", 1)[0]


def member_steps(plan: Plan, group: Id, units: Sequence[Id]) -> list[Step]:
    """Make units members of a group, behind those that it has; those are passed over."""
    there = plan.members.get(group, [])
    new = [i for i in dict.fromkeys(units) if i not in there]
    last = max((m.order for m in plan.ordered(Member) if m.group == group), default="")
    keys = keys_between(last, "", len(new))
    return [Put(Member, (group, unit, 0), {"order": key}) for unit, key in zip(new, keys, strict=True)]


def set_aliases(plan: Plan, owner: Id, texts: Sequence[str], new_id: Callable[[], Id]) -> list[Step]:
    """Make these the other wordings of a unit or group. Raises Invalid when one already names another."""
    wanted = list(dict.fromkeys(t.strip() for t in texts if t.strip()))
    bearers: list[Unit | UnitGroup] = [*plan.units, *plan.groups]
    taken = {normalise(b.name): b.id for b in bearers}
    for text in wanted:
        other = taken.get(normalise(text))
        if other not in (None, owner):
            raise Invalid(f"“{text}”已经是另一个单位的名称。", "如果两个是同一单位，请用“合并到”。")
    present = {a.text: a for a in plan.ordered_by_id(Alias) if a.unit == owner}
    steps: list[Step] = [Drop(Alias, a.key) for text, a in present.items() if text not in wanted]
    steps += [Put(Alias, full_key(new_id()), {"unit": owner, "text": t}) for t in wanted if t not in present]
    return steps


def delete_bearers(plan: Plan, ids: Collection[Id]) -> list[Step]:
    """Delete units and groups that nothing uses any more. Raises Invalid for one that is used or has units below it."""
    steps: list[Step] = []
    for bearer_id in ids:
        bearer = plan.bearer(bearer_id)
        if bearer is None:
            continue
        if isinstance(bearer, Unit) and any(child.id not in ids for child in plan.children(Unit, bearer_id)):
            raise Invalid(f"“{bearer.name}”下面还有单位，没有删除。", "请先把它们移走或一起选中。")
        used = _uses(plan, bearer_id)
        if used:
            raise Invalid(f"“{bearer.name}”还用在 {used} 处，没有删除。", "请先改掉这些地方，或合并到别的单位。")
        steps += [Drop(Alias, a.key) for a in plan.ordered_by_id(Alias) if a.unit == bearer_id]
        steps += [Drop(Member, m.key) for m in plan.ordered(Member) if bearer_id in (m.group, m.unit)]
        steps.append(Drop(type(bearer), bearer.key))
    return steps


def _uses(plan: Plan, bearer: Id) -> int:
    found = sum(r.unit == bearer for r in plan.rows(Responsibility).values())
    found += sum(bearer in (a.bearer, a.partner) for a in plan.rows(Allocation).values())
    found += sum(c.unit == bearer for c in plan.rows(Chapter).values())
    return found + sum(bearer in (p.east, p.west) for p in plan.rows(Pairing).values())


def merge_units(plan: Plan, source: Id, target: Id, new_id: Callable[[], Id]) -> list[Step]:
    """Make `source` and `target` one unit: what refers to the source refers to the target, its names become aliases.

    Raises Invalid when both bear a part of one target: only a person can say what the whole is then.
    """
    gone, kept = plan.get(Unit, source), plan.get(Unit, target)
    if gone is None or kept is None or source == target:
        raise Invalid("要合并的单位不在计划里。", "请重新选择。")
    if target in below(plan, source):
        raise Invalid(f"“{kept.name}”是“{gone.name}”的下级，不能合并。", "请先移到别处。")
    steps = _redirected(plan, source, target)
    steps += _moved_keys(plan, source, target, gone.name, kept.name)
    known = {normalise(kept.name), *(normalise(t) for t in plan.aliases.get(target, []))}
    if normalise(gone.name) not in known:
        steps.append(Put(Alias, full_key(new_id()), {"unit": target, "text": gone.name}))
    steps.append(Put(Unit, kept.key, _told_of_both(plan, gone, kept)))
    steps.append(Put(Unit, gone.key, {"same_as": target, "parent": None}))
    return steps


def _told_of_both(plan: Plan, gone: Unit, kept: Unit) -> dict[str, object]:
    """What is known of either unit; where they differ, the one that is kept is right."""
    plaques = dict.fromkeys([*kept.plaques.splitlines(), *gone.plaques.splitlines()])
    values: dict[str, object] = {"plaques": "\n".join(plaques)}
    pairs = ((kept.contact, gone.contact), (kept.phone, gone.phone))
    if all(
        not mine or not theirs or mine == theirs for mine, theirs in pairs
    ):  # never one's telephone for another person
        values |= {"contact": kept.contact or gone.contact, "phone": kept.phone or gone.phone}
    if not kept.kind:
        values["kind"] = gone.kind
    if kept.parent is None and gone.parent is not None and gone.parent not in below(plan, kept.id):
        values["parent"] = gone.parent
    return values


_REFERENCES: tuple[tuple[type[Record], tuple[str, ...]], ...] = (
    (Responsibility, ("unit",)),
    (Chapter, ("unit",)),
    (Pairing, ("east", "west")),
    (Alias, ("unit",)),
    (Unit, ("parent", "same_as")),
)


def _redirected(plan: Plan, source: Id, target: Id) -> list[Step]:
    steps: list[Step] = []
    shared = {(r.subject, r.role) for r in plan.rows(Responsibility).values() if r.unit == target}
    for record_type, fields in _REFERENCES:
        for record in plan.rows(record_type).values():
            values = {f: target for f in fields if record.__dict__[f] == source}
            if isinstance(record, Responsibility) and values and (record.subject, record.role) in shared:
                steps.append(Drop(record_type, record.key))  # the target bears the same role there already
            elif values:
                steps.append(Put(record_type, record.key, values))
    return steps


def _moved_keys(plan: Plan, source: Id, target: Id, gone: str, kept: str) -> list[Step]:
    steps: list[Step] = []
    for record_type, parts in ((Member, ("unit",)), (Allocation, ("bearer", "partner"))):
        rows = plan.rows(record_type)
        for key, record in rows.items():
            new = _with_target(record, parts, source, target)
            if new == key:
                continue
            steps.append(Drop(record_type, key))
            if new not in rows:
                steps.append(Put(record_type, new, {name: record.__dict__[name] for name in record.fields}))
            elif isinstance(record, Allocation) and record.amount != rows[new].__dict__["amount"]:
                raise Invalid(f"“{gone}”和“{kept}”在同一指标上各有分解数。", "请先改成一个，再合并。")
    return steps


def _with_target(record: Record, parts: tuple[str, ...], source: Id, target: Id) -> Key:
    names = record.keys
    return full_key(*(target if n in parts and record.__dict__[n] == source else record.__dict__[n] for n in names))
