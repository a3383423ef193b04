"""The matrix of a plan: in which columns – unit, and partner region where there is one – its targets are split."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .names import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .plan import Plan
    from .records import Id

TOTAL_WORDS = frozenset({"合计", "总计", "全市", "全县", "全区", "全省", "总数", "小计", "任务总数", "总任务"})
OWN_WORDS = ("市本级", "区本级", "县本级", "省本级", "本级")


class MatrixColumn(NamedTuple):
    """A column: who bears the amounts, and for which partner region; 0 where the document names none."""

    bearer: Id
    partner: Id


def total_bearer(plan: Plan, bearers: Iterable[Id]) -> Id | None:
    """The bearer whose amounts are the totals of the others': called 合计, their parent, or the region the plan is named after."""
    found = dict.fromkeys(b for b in bearers if b)
    if len(found) < 3:
        return None
    units = {b: u for b in found if (u := plan.bearer(b))}
    for bearer, unit in units.items():
        if normalise(unit.name) in TOTAL_WORDS:
            return bearer
        if any(getattr(u, "parent", None) == bearer for u in units.values()):
            return bearer
    title = normalise(plan.info.title + plan.info.issuer)
    named = [b for b, u in units.items() if len(u.name) >= 2 and normalise(u.name) in title]
    return named[0] if len(named) == 1 else None


def is_own(plan: Plan, bearer: Id) -> bool:
    """Whether a column is that of the office which splits the targets (市本级), or of nobody named."""
    return not bearer or plan.bearer_name(bearer).endswith(OWN_WORDS)


def matrix_columns(plan: Plan, indicators: Iterable[Id]) -> list[MatrixColumn]:
    """The columns that these indicators are split in: totals first, own column last, units in the plan's order between."""
    seen = dict.fromkeys(MatrixColumn(a.bearer, a.partner) for i in indicators for a in plan.allocations(i))
    total = total_bearer(plan, (column.bearer for column in seen))
    names = [*(u.id for u in plan.units), *(g.id for g in plan.groups)]
    places = {bearer: n for n, bearer in enumerate(names)}
    partners = {column: n for n, column in enumerate(seen)}

    def place(column: MatrixColumn) -> tuple[int, int, int]:
        bearer = column.bearer
        rank = 0 if bearer == total else 3 if not bearer else 2 if is_own(plan, bearer) else 1
        return rank, places.get(bearer, len(places)), partners[column]

    return sorted(seen, key=place)
