"""From a drafted scheme to the steps of one edit: a scheme that is imported again finds its groups and items.

What a person has confirmed stays: the rule of an item marked as confirmed is not read anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from ..core.changes import Put, Step
from ..core.names import normalise
from ..core.records import Record, Scheme, ScoreGroup, ScoreItem, full_key
from ..core.tree import keys_between

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..core.plan import Plan
    from ..core.records import Id
    from .draft import Draft, DraftScheme, DraftScoreGroup, DraftScoreItem

R = TypeVar("R", bound=Record)
_ITEM_TEXTS = ("ordinal", "name", "content", "standard", "points", "evidence", "assessor", "note")


def scheme_steps(draft: Draft, plan: Plan, new_id: Callable[[], Id], indicators: Sequence[Id]) -> list[Step]:
    """The steps for all schemes of a draft. `indicators` are the ids of the draft's indicators, by their place."""
    settling = _Settling(plan, new_id, indicators)
    settling.schemes(draft.schemes)
    return settling.out


class _Settling:
    def __init__(self, plan: Plan, new_id: Callable[[], Id], indicators: Sequence[Id]) -> None:
        self.plan = plan
        self.new_id = new_id
        self.indicators = indicators
        self.out: list[Step] = []

    def schemes(self, drafts: Sequence[DraftScheme]) -> None:
        known = self.plan.schemes
        old = [next((s for s in known if normalise(s.title) == normalise(d.title)), None) for d in drafts]
        rows = [{"title": d.title, "total": d.total} for d in drafts]
        for draft, key in zip(drafts, self._put_list(Scheme, rows, old, known), strict=True):
            self._groups(key, draft.groups)

    def _groups(self, scheme: Id, drafts: Sequence[DraftScoreGroup]) -> None:
        known = self.plan.score_groups(scheme)
        old = [next((g for g in known if normalise(g.name) == normalise(d.name)), None) for d in drafts]
        rows = [
            {"scheme": scheme, "ordinal": d.ordinal, "name": d.name, "points": d.points, "limit": d.limit}
            for d in drafts
        ]
        for draft, key in zip(drafts, self._put_list(ScoreGroup, rows, old, known), strict=True):
            self._items(key, None, draft.items, self.plan.score_items(key))

    def _items(
        self, group: Id, parent: Id | None, drafts: Sequence[DraftScoreItem], known: Sequence[ScoreItem]
    ) -> None:
        old = _matched(drafts, known)
        rows = []
        for draft, found in zip(drafts, old, strict=True):
            row: dict[str, Any] = {name: getattr(draft, name) for name in _ITEM_TEXTS}
            row |= {"group": group, "parent": parent}
            if draft.indicator is not None and not (found and found.indicator):
                row["indicator"] = self.indicators[draft.indicator]
            if not (found and found.confirmed):
                row["rule"] = draft.rule
            rows.append(row)
        for draft, key in zip(drafts, self._put_list(ScoreItem, rows, old, known), strict=True):
            self._items(group, key, draft.parts, self.plan.score_parts(key))

    def _put_list(
        self, record_type: type[R], rows: Sequence[dict[str, Any]], old: Sequence[R | None], known: Sequence[R]
    ) -> list[Id]:
        """Put the rows of a list, new ones behind those that are there; the ids of all of them."""
        fresh = iter(keys_between(known[-1].__dict__["order"] if known else "", "", sum(o is None for o in old)))
        ids = []
        for row, found in zip(rows, old, strict=True):
            if found is None:
                key = self.new_id()
                values = {n: v for n, v in row.items() if v not in (None, "")}
                self.out.append(Put(record_type, full_key(key), {"order": next(fresh), **values}))
            else:
                key = found.key[0]
                changed = {n: v for n, v in row.items() if v not in (None, "") and v != found.__dict__[n]}
                if changed:
                    self.out.append(Put(record_type, found.key, changed))
            ids.append(key)
        return ids


def _matched(drafts: Sequence[DraftScoreItem], known: Sequence[ScoreItem]) -> list[ScoreItem | None]:
    """For each drafted item the plan's: of the same words, else of the same number."""
    left = list(known)
    out: list[ScoreItem | None] = [None] * len(drafts)
    for same in (_words, lambda item: item.ordinal):
        for i, draft in enumerate(drafts):
            found = next((k for k in left if same(draft) and same(k) == same(draft)), None) if out[i] is None else None
            if found:
                out[i] = found
                left.remove(found)
    return out


def _words(item: DraftScoreItem | ScoreItem) -> str:
    return normalise(item.name + item.content)
