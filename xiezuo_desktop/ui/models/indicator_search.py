"""Finding indicators by their words, their category, their units, or by pinyin initials: folded once for all queries."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from ...core.records import Responsibility
from ..search import initials, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ...core.plan import Plan
    from ...core.records import Id

STEP = 200  # rows between two places where folding may pause


class IndicatorSearch:
    """What can be searched in one plan. Words are there at once; initials, which take longer, as far as `prepare` has come."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.is_complete = False
        self._rows = plan.indicators
        self._ids: list[Id] = []  # beside the names, so that a query looks at no record
        self._ordinals: dict[str, list[Id]] = defaultdict(list)
        self._names: list[str] = []
        self._initials: list[str] = []
        self._shared: dict[str, list[Id]] | None = None  # names of categories and units, with what they stand for

    def prepare(self) -> Iterator[None]:
        """Fold all that is searched, with pauses."""
        yield from self._fold_words()
        yield from self._fold_initials()
        self.is_complete = True

    def _fold_words(self) -> Iterator[None]:
        """Go on where the last one stopped."""
        while len(self._ids) < len(self._rows):
            some = self._rows[len(self._ids) : len(self._ids) + STEP]
            self._names += [plain(indicator.name) for indicator in some]
            for indicator in some:
                self._ordinals[indicator.ordinal].append(indicator.id)
            self._ids += [indicator.id for indicator in some]
            yield
        if self._shared is None:
            yield from self._gather_shared()
            self._names = _side_by_side(self._names)

    def _gather_shared(self) -> Iterator[None]:
        shared: dict[str, list[Id]] = defaultdict(list)
        for category in self.plan.categories:
            shared[category.name] += [indicator.id for indicator, _ in self.plan.tree_of(category)]
        known, name_of = set(self._ids), cache(self.plan.bearer_name)
        for number, r in enumerate(self.plan.rows(Responsibility).values()):
            if r.subject in known:
                for words in filter(None, (name_of(r.unit), r.capacity)):
                    shared[words].append(r.subject)
            if number % STEP == 0:
                yield
        self._shared = shared

    def _fold_initials(self) -> Iterator[None]:
        """Go on where the last one stopped."""
        while len(self._initials) < len(self._rows):
            begin = len(self._initials)
            self._initials += [initials(name) for name in self._names[begin : begin + STEP // 10]]
            yield
        self._initials = _side_by_side(self._initials)

    def found(self, query: str) -> set[Id]:
        """The indicators whose words, category or units hold the query, also as pinyin initials."""
        for _ in self._fold_words():
            pass
        wanted = plain(query)
        out = self._holding(wanted, self._names, plain)
        out.update(self._ordinals.get(query.strip(), ()))
        if wanted.isascii() and wanted.isalnum():
            out |= self._holding(wanted, self._initials, initials)
        return out

    def _holding(self, wanted: str, names: list[str], fold: Callable[[str], str]) -> set[Id]:
        rows = zip(self._ids, names, strict=False)  # of the initials there may be fewer
        out = {each for each, name in rows if wanted in name}
        for words, ids in (self._shared or {}).items():
            if wanted in fold(words):
                out.update(ids)
        return out


def _side_by_side(texts: list[str]) -> list[str]:
    """The same texts, one behind the other in memory: looking through them all takes a fifth of the time."""
    return "\n".join(texts).split("\n") if texts else []
