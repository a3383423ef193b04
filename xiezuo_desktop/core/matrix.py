"""The matrix of a plan: in which columns – unit, and partner region where there is one – its targets are split."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from .names import normalise
from .records import Unit
from .unit_steps import below

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .plan import Plan
    from .records import Id, UnitGroup

TOTAL_WORDS = frozenset({"合计", "总计", "全市", "全县", "全区", "全省", "总数", "小计", "任务总数", "总任务"})
OWN_WORDS = ("市本级", "区本级", "县本级", "省本级", "本级")


class MatrixColumn(NamedTuple):
    """A column: who bears the amounts, and for which partner region; 0 where the document names none."""

    bearer: Id
    partner: Id


def total_bearer(plan: Plan, bearers: Iterable[Id]) -> Id | None:
    """The bearer whose amounts are the totals of the others': called 合计, above them all, or the region the plan is named after.

    A county that splits its share over its towns, beside other counties, is none: the others' amounts are not in its own.
    In the part that was sent to it one town is enough, for nobody else's amounts are there.
    """
    found = dict.fromkeys(bearers)
    found.pop(0, None)
    if len(found) < (2 if plan.is_part else 3):
        return None
    units = {b: u for b in found if (u := plan.bearer(b))}
    above = {u.parent for u in units.values() if isinstance(u, Unit)}
    for bearer, unit in units.items():
        if unit.name in TOTAL_WORDS or normalise(unit.name) in TOTAL_WORDS:
            return bearer
        if bearer in above and _stands_above_all(plan, bearer, units):
            return bearer
    title = normalise(plan.info.title + plan.info.issuer)
    named = [b for b, u in units.items() if len(u.name) >= 2 and normalise(u.name) in title]
    return named[0] if len(named) == 1 else None


def _stands_above_all(plan: Plan, bearer: Id, bearers: dict[Id, Unit | UnitGroup]) -> bool:
    """Whether every other unit that bears an amount is below this one; the office's own column (本级) need not be."""
    units = plan.rows(Unit)
    others = [u for u in bearers if u != bearer and (u, 0, 0) in units]
    inside = below(plan, bearer)
    return all(u in inside or is_own(plan, u) for u in others)


def is_own(plan: Plan, bearer: Id) -> bool:
    """Whether a column is that of the office which splits the targets (市本级), or of nobody named."""
    return not bearer or plan.bearer_name(bearer).endswith(OWN_WORDS)


def matrix_columns(plan: Plan, indicators: Iterable[Id]) -> list[MatrixColumn]:
    """The columns that these indicators are split in: totals first, own column last, between them as the rows have them.

    Rows with blanks show some of the columns only: their sequences are merged, and where they leave it open the plan's
    order of units decides.
    """
    place = attrgetter("bearer", "partner")
    different = dict.fromkeys(tuple(map(place, plan.allocations(i))) for i in indicators)  # most rows are split alike
    rows = [[MatrixColumn(*at) for at in row] for row in different]
    total = total_bearer(plan, (column.bearer for row in rows for column in row))
    names = [*(u.id for u in plan.units), *(g.id for g in plan.groups)]
    places = {bearer: n for n, bearer in enumerate(names)}
    partners: dict[Id, list[list[Id]]] = {}
    for row in rows:
        here: dict[Id, list[Id]] = {}
        for column in row:
            here.setdefault(column.bearer, []).append(column.partner)
        for bearer, found in here.items():
            partners.setdefault(bearer, []).append(found)

    def rank(bearer: Id) -> int:
        return 0 if bearer == total else 3 if not bearer else 2 if is_own(plan, bearer) else 1

    order = _merged([list(dict.fromkeys(c.bearer for c in row)) for row in rows], places)
    return [
        MatrixColumn(bearer, partner)
        for bearer in sorted(order, key=rank)
        for partner in _merged(partners[bearer], places)
    ]


def _merged(sequences: Iterable[list[Id]], places: dict[Id, int]) -> list[Id]:
    """One order that keeps that of every sequence where they agree; else by `places`."""
    before: dict[Id, set[Id]] = {}
    for sequence in dict.fromkeys(map(tuple, sequences)):
        for number, item in enumerate(sequence):
            before.setdefault(item, set()).update(sequence[max(number - 1, 0) : number])
    out: list[Id] = []
    left = sorted(before, key=lambda item: places.get(item, len(places)))
    waiting = set(left)
    while left:
        free = next((item for item in left if not (before[item] & waiting) - {item}), left[0])
        left.remove(free)
        waiting.remove(free)
        out.append(free)
    return out
