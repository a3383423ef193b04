"""Which row stands below which: 其中 rows, numbers that go deeper, unnumbered rows that narrow the row above."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from ..core.measure_units import dimension
from ..core.names import normalise
from ..core.numbers import read_target
from ..core.ordinals import ordinal_value
from .outline import ordinal_style, rank

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_AMONG = re.compile(r"[#＃*]?\s*其\s*中(?:[:：,，、]|\s|(?=[^\s的]))")
_AMONG_BARE = re.compile(r"^其中[:：]?")
_NEAR = 200  # rows above in which the row that a number like 3.1 belongs to is looked for
_MEASURED = frozenset({"money", "area", "length", "mass", "percent", "month", "day", "hour"})


@dataclass(slots=True)
class Kin:
    """What of a row tells its place among the others; once it is placed also its parent, and for its number `shallower`,
    the nearest row above that is numbered less deep, and `nth`, which one of that row's numbers it has.

    `depth` says how deep the row is numbered; rows without a number, and 其中 rows, are deeper than all others.
    """

    name: str
    ordinal: str
    measure_unit: str
    target: str
    definition: str
    shares_ordinal: bool
    parent: int | None = None
    relation: str = ""
    shallower: int | None = None
    nth: int = 1
    depth: int = field(init=False)

    def __post_init__(self) -> None:
        self.depth = 10 if is_among(self.name) else rank(self.ordinal)


def is_among(name: str) -> bool:
    """Whether a name says that its row is a part of the one above: 其中：…"""
    return bool(_AMONG.match(name))


def place(kin: Kin, above: Sequence[Kin], first: int, *, numbered_table: bool, said: str = "") -> None:
    """Find the row's parent and relation among the rows above. `first` is where its category begins.

    `said` is what a person said it is: subset (of the row above), data (a row of its own), or "".
    """
    kin.shallower, kin.nth = _count(kin, above, first)
    if len(above) <= first or said == "data":
        return
    if said == "subset":
        whole = _last(above, first, lambda k: not is_among(k.name) and k.relation != "subset")
        kin.parent, kin.relation = _related(kin, above, whole, "subset")
    else:
        kin.parent, kin.relation = _family(kin, above, first, numbered_table=numbered_table)


def _count(kin: Kin, above: Sequence[Kin], first: int) -> tuple[int | None, int]:
    """The nearest row above that is numbered less deep, and how many rows below that one are numbered like this one."""
    at: int | None = len(above) - 1
    while at is not None and at >= first:
        other = above[at]
        if other.depth < kin.depth:
            return at, 1
        if other.depth == kin.depth:
            return other.shallower, other.nth + 1
        at = other.shallower
    return None, 1


def _family(kin: Kin, above: Sequence[Kin], first: int, *, numbered_table: bool) -> tuple[int | None, str]:
    if is_among(kin.name):
        before = above[-1]
        if is_among(before.name) and before.parent is not None:
            return _related(kin, above, before.parent, "subset")
        parent = _last(above, first, lambda k: not is_among(k.name) and k.relation != "subset")
        return _related(kin, above, parent, "subset")
    if kin.ordinal:
        return _related(kin, above, _by_number(kin, above, first), "part")
    last = len(above) - 1
    if kin.shares_ordinal or numbered_table:
        if _is_explained_as_part(kin, above[last]) or same_frame(kin.name, above[last].name):
            root = above[last].parent if is_among(above[last].name) else last
            return _related(kin, above, root, "subset")
        if kin.shares_ordinal:
            root = above[last].parent if above[last].shares_ordinal and above[last].parent is not None else last
            return _related(kin, above, root, "part")
    if above[last].relation == "subset" and above[last].parent is not None and not above[last].ordinal:
        whole = above[last].parent or 0
        same = kin.measure_unit in ("", above[whole].measure_unit)
        if same and (above[whole].ordinal or _fits_into(kin, above, whole)):
            return _related(kin, above, whole, "subset")
    return None, ""


def _last(above: Sequence[Kin], first: int, test: Callable[[Kin], bool]) -> int | None:
    return next((i for i in range(len(above) - 1, first - 1, -1) if test(above[i])), None)


def _related(kin: Kin, above: Sequence[Kin], parent: int | None, relation: str) -> tuple[int | None, str]:
    if parent is None:
        return None, ""
    return parent, relation if may_be_compared(kin.measure_unit, above[parent].measure_unit) else "related"


def may_be_compared(one: str, other: str) -> bool:
    """Whether a part in one unit can be a part of a whole in the other: counted with counted (人 of 个), money only with money."""
    a, b = dimension(one), dimension(other)
    return a == b or not (a in _MEASURED or b in _MEASURED) or not one or not other


def _by_number(kin: Kin, above: Sequence[Kin], first: int) -> int | None:
    """The row whose number this number goes below: 3 for 3.1, the last 1. for （1）."""
    if ordinal_style(kin.ordinal) == "1.1":
        outer = re.sub(r"[.\-]\d+$", "", kin.ordinal)
        near = range(len(above) - 1, max(first, len(above) - _NEAR) - 1, -1)
        return next((i for i in near if above[i].ordinal.rstrip(".、") == outer), None)
    value = ordinal_value(kin.ordinal)
    return kin.shallower if value == kin.nth or (value and value == _next(kin, above, first)) else None


def _next(kin: Kin, above: Sequence[Kin], first: int) -> int | None:
    """The number that follows the last one of this depth: 一 1 2 二 3 4 count on below the next shallower row."""
    before = _last(above, first, lambda k: k.depth == kin.depth and bool(k.ordinal))
    last = ordinal_value(above[before].ordinal) if before is not None and above[before].parent is not None else None
    return None if last is None else last + 1


def _is_explained_as_part(kin: Kin, above: Kin) -> bool:
    """Whether the explanation of a row says that it counts some of the row above."""
    definition = normalise(kin.definition)
    name = normalise(above.name)
    number = re.search(r"第(\d+)项(?:中|里|内)", definition)
    if number and above.ordinal.rstrip(".、") == number[1]:
        return True
    return bool(definition) and (
        definition.startswith("其中") or (len(name) >= 4 and name in definition and "其中" in definition)
    )


def same_frame(one: str, other: str) -> bool:
    """Whether two names are the same sentence with another middle: 帮助A到我市就业数, 帮助B到我市就业数."""
    a, b = _bare(one), _bare(other)
    if a[:2] != b[:2] or a == b:
        return False
    head = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    tail = next((i for i, (x, y) in enumerate(zip(a[::-1], b[::-1], strict=False)) if x != y), 0)
    return head >= 2 and tail >= 3 and 2 * (head + tail) >= max(len(a), len(b))


@lru_cache(maxsize=256)
def _bare(name: str) -> str:
    return _AMONG_BARE.sub("", normalise(name))


def _fits_into(kin: Kin, above: Sequence[Kin], parent: int) -> bool:
    """Whether the number of a row still fits into what the earlier parts leave of the whole."""
    numbers = [read_target(k.target).number for k in above if k.parent == parent]
    whole, own = read_target(above[parent].target).number, read_target(kin.target).number
    if whole is None or own is None or None in numbers:
        return whole is None
    return sum(n for n in numbers if n is not None) + own <= whole
