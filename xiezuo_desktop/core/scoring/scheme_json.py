"""The scheme of a plan and its scores as the JSON of the contract."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..numbers import shown
from .limits import limit_of
from .plan_scores import party_name, score_plan
from .rule_words import words_with_parts
from .rules import points_of, read_stored_rule, rule_to_dict

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from ..plan import Plan
    from ..records import Record, Scheme, ScoreGroup, ScoreItem
    from .evaluate import Score

Json = dict[str, Any]


class SchemeWriter:
    """Writes the scheme and the scores of one plan; `plain` writes the fields of a record under their own names."""

    def __init__(self, plan: Plan, plain: Callable[[Record], Json]) -> None:
        self._plan = plan
        self._plain = plain

    def schemes(self) -> Json:
        """The scheme of the contract; `others` are further schemes of the plan, where there are any."""
        written = [self._scheme(s) for s in self._plan.schemes]
        if not written:
            return {"title": None, "total": None, "groups": []}
        return written[0] | ({"others": written[1:]} if len(written) > 1 else {})

    def _scheme(self, scheme: Scheme) -> Json:
        groups = [self._group(g) for g in self._plan.score_groups(scheme.id)]
        return self._plain(scheme) | _points("total", scheme.total) | {"groups": groups}

    def _group(self, group: ScoreGroup) -> Json:
        out = self._plain(group) | _points("points", group.points)
        if (limit := limit_of(group)) is not None:
            out["limit"] = shown(limit)
        out["items"] = [self._item(i) for i in self._plan.score_items(group.id)]
        del out["scheme"]
        return out

    def _item(self, item: ScoreItem) -> Json:
        rule, parts = read_stored_rule(item.rule), self._plan.score_parts(item.id)
        named = ((p.name, read_stored_rule(p.rule)) for p in parts)
        stated: Json = {"kind": None} | ({"raw": item.rule} if item.rule else {})
        out = self._plain(item) | _points("points", item.points)
        out |= {
            "rule": rule_to_dict(rule) | {"words": words_with_parts(rule, named)} if rule else stated,
            "parts": [self._item(p) for p in parts],
        }
        del out["group"], out["parent"]
        return out

    def scores(self) -> list[Json]:
        """One entry for every item (or part of one) and party of which anything is known."""
        out: dict[tuple[int, int], Json] = {}
        for scheme in self._plan.schemes:
            result = score_plan(self._plan, scheme)
            for key, score in result.scores.items():
                if score.computed is not None:
                    out[key] = self._score(*key, score)
            for key in result.entries:
                known = result.scores.get(key) or result.parts.get(key)
                if known or key not in out:
                    out[key] = self._score(*key, known)
        return list(out.values())

    def _score(self, item: int, party: int, score: Score | None) -> Json:
        entry = self._plan.score_entry(item, party)
        out = {
            "item": str(item),
            "party": party_name(self._plan, party),
            "computed": None,
            "adjusted": None,
            **(self._plain(entry) if entry else {}),
            "formula": None,
        }
        if score:
            out |= {"computed": _shown(score.computed), "adjusted": _shown(score.adjusted), "formula": score.formula}
        return out


def _shown(number: Decimal | None) -> str | None:
    return None if number is None else shown(number)


def _points(name: str, text: str) -> Json:
    """Points as a number, and as they are written where that is more: 15 and 15分."""
    number = points_of(text)
    if number is None:
        return {name: text or None}
    return {name: shown(number)} | ({f"{name}_text": text} if text != shown(number) else {})
