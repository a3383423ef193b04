"""Roll-up: whose figures together make up that of a unit, a group or the whole plan, so that nothing counts twice."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

from ..matrix import total_bearer
from ..records import Allocation, Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..plan import Plan
    from ..records import Id

WHOLE: Id = 0  # the plan as a whole


class Rollup:
    """The unit tree and the groups of a plan, walked from above.

    A figure stands for everything below it: that of a county for its towns, that of a group for its members. A group counts
    where its members meet: below the lowest unit that has them all. Who bears the totals of a split stands above the others
    that bear a part of it, whether or not the tree says so.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        bearers = dict.fromkeys(map(itemgetter(1), plan.rows(Allocation)))
        self.top = top = total_bearer(plan, bearers) or WHOLE  # who bears the totals of the splits
        self._above = {u.id: u.parent or (top if u.id in bearers and u.id != top else WHOLE) for u in plan.units}
        self._below: dict[Id, list[Id]] = {}
        for unit in plan.units:
            self._below.setdefault(self._above[unit.id], []).append(unit.id)
        self._groups_at: dict[Id, list[Id]] = {}
        for group in plan.groups:
            self._groups_at.setdefault(self._home(plan.members.get(group.id, [])), []).append(group.id)

    def above(self, unit: Id) -> Iterator[Id]:
        """The units above a unit, the nearest first; WHOLE is the last."""
        seen = {unit}
        while unit != WHOLE:
            unit = self._above.get(unit, WHOLE)
            if unit in seen:
                break  # two offices moved two units below each other
            seen.add(unit)
            yield unit
        if WHOLE not in seen:
            yield WHOLE

    def _home(self, members: list[Id]) -> Id:
        """The lowest unit above all of these."""
        if not members:
            return WHOLE
        common = list(self.above(members[0]))
        for member in members[1:]:
            theirs = set(self.above(member))
            common = [u for u in common if u in theirs]
        return common[0]

    def parts(self, party: Id, has: Callable[[Id], bool]) -> Iterator[Id]:
        """Whose figures make up that of a party (WHOLE: the plan), where `has` says who has one of its own."""
        if has(party):
            yield party
            return
        members = self._plan.members.get(party, []) if self._plan.get(Unit, party) is None else []
        if party != WHOLE and members:
            todo = [m for m in members if not any(above in members for above in self.above(m))]
            covered: set[Id] = set()
        else:
            todo = [party]
            covered = set()
        yield from self._walk(todo, covered, has, party)

    def _walk(self, todo: list[Id], covered: set[Id], has: Callable[[Id], bool], party: Id) -> Iterator[Id]:
        seen: set[Id] = set()
        stack = list(reversed(todo))
        while stack:
            unit = stack.pop()
            if unit in seen or unit in covered:
                continue
            seen.add(unit)
            if unit != party and has(unit):
                yield unit
                continue
            for group in self._groups_at.get(unit, ()):
                if group != party and has(group):
                    yield group
                    covered.update(self._plan.members.get(group, ()))
            stack += reversed(self._below.get(unit, ()))
