"""How well the texts of a column fit what it may be for: amounts, measure units, names, prose, units."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..core.deadlines import read_deadline
from ..core.measure_units import dimension
from ..core.numbers import read_target
from ..core.ordinals import split_ordinal
from .words import NATURES, UNIT_ROLES, folded, header_roles, looks_like_office, unit_share

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_MERGED = 0.7  # of the rows: names that stand in fewer stand beside several
_FULL = 0.9  # of the rows, or of the values: nearly all


def fit(role: str, values: Sequence[str]) -> float:
    """How well values fit a role, from 0 to 1; 0.5 when there is nothing to judge by."""
    if not values:
        return 0.5
    if role in UNIT_ROLES:
        return sum(map(unit_share, values)) / len(values)
    test = TESTS.get(role)
    if test is None:
        return 0.5
    return sum(test(v) for v in values) / len(values)


def _ordinal_fit(text: str) -> float:
    ordinal, rest = split_ordinal(text)
    return float(bool(ordinal) and not rest)


def _measure_fit(text: str) -> float:
    return 1.0 if dimension(text) else 0.6 if len(folded(text)) <= 2 and not re.search(r"\d", text) else 0.0


def _target_fit(text: str) -> float:
    kind = read_target(text).kind
    return (
        1.0
        if kind in ("number", "not_assessed", "none_set", "done")
        else 0.25
        if not looks_like_office(text) and not dimension(text)
        else 0.0
    )


def _name_fit(text: str) -> float:
    words = folded(split_ordinal(text)[1] or text)
    if (
        len(words) < 2
        or dimension(words)
        or not re.search(r"[\u4e00-\u9fff]{2}", words)
        or read_target(text).kind != "text"
    ):
        return 0.0
    return (1.0 if len(words) <= 40 else 0.6) * (0.4 if looks_like_office(words) else 1.0)


def _prose_fit(text: str) -> float:
    return 1.0 if len(folded(text)) >= 8 else 0.4


def _leader_fit(text: str) -> float:
    return sum(len(w) <= 4 for w in re.split(r"[、,，\s]+", text)) / len(re.split(r"[、,，\s]+", text))


TESTS: dict[str, Callable[[str], float]] = {
    "ordinal": _ordinal_fit,
    "measure_unit": _measure_fit,
    "target": _target_fit,
    "nature": lambda text: float(folded(text) in NATURES or folded(text) in {n[:2] for n in NATURES}),
    "deadline": lambda text: float(read_deadline(text, None).kind != "none"),
    "name": _name_fit,
    "definition": _prose_fit,
    "measures": _prose_fit,
    "superior": _prose_fit,
    "rule": _prose_fit,
    "leader": _leader_fit,
}


def named_by_goals(
    words: Sequence[str], values: Sequence[Sequence[str]], fullness: Sequence[float], roles: dict[int, str]
) -> dict[int, str]:
    """Where names stand beside several rows each and 目标任务 says something else in every row, with its figure in a column of its
    own, the former are categories and the latter the names. `words` are the lowest ones above the columns."""
    name = next((c for c, role in roles.items() if role == "name"), None)
    target = next((c for c, role in roles.items() if role == "target"), None)
    if name is None or target is None or "category" in roles.values() or fullness[name] > _MERGED:
        return {}
    for c in range(name + 1, len(values)):
        known = header_roles(words[c]).keys() & {"target", "name"}
        if not roles.get(c) and known and fullness[c] >= _FULL and len(set(values[c])) >= _FULL * len(values[c]):
            return {name: "category", c: "name"} if fit("target", values[c]) < _FULL else {}
    return {}
