"""Sets of ops: those that were written elsewhere, those that a merge brought, those that were taken back and do not count."""

from __future__ import annotations

from bisect import bisect_left
from itertools import chain
from typing import TYPE_CHECKING, Any

from .log import MERGED, REVERT, VOID, VOID_COLUMN

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from .log import OpId

    Stretch = tuple[int, int, int]  # (session, above which ts, up to which ts)

_MARKS = "SELECT val, psite, pts FROM change WHERE tab = 0 AND k1 = 0 AND k2 = 0 AND k3 = 0 AND col = 0 AND kind = ?"
_VOIDS = (
    f"SELECT site, ts, psite, pts, val FROM change WHERE tab = 0 AND k1 = 0 AND k2 = 0 AND k3 = 0 AND col = {VOID_COLUMN}"
    f" AND kind = {VOID} ORDER BY ts DESC, site DESC"
)
_OPS = (
    "SELECT kind, tab, k1, k2, k3, col, site, ts, val, psite, pts FROM change WHERE site = ? AND ts > ? AND ts <= ?"
    " ORDER BY ts"
)
NO_END = 1 << 62


class Stretches:
    """A set of ops: of some sessions those above one ts up to another."""

    def __init__(self, stretches: Iterable[Stretch] = ()) -> None:
        self._of_site: dict[int, list[tuple[int, int]]] = {}  # ascending, without overlaps
        for site, have, last in stretches:
            self.add(site, have, last)

    def add(self, site: int, have: int, last: int) -> None:
        """The ops of a session above `have` up to `last` are in the set."""
        spans = self._of_site.setdefault(site, [])
        start = end = bisect_left(spans, (have,))
        if start and spans[start - 1][1] >= have:
            start -= 1
        while end < len(spans) and spans[end][0] <= last:
            end += 1
        if start < end:
            have, last = min(have, spans[start][0]), max(last, spans[end - 1][1])
        spans[start:end] = [(have, last)]

    def __contains__(self, op: object) -> bool:
        assert isinstance(op, tuple)
        spans = self._of_site.get(op[0])
        if not spans:
            return False
        at = bisect_left(spans, (op[1],))
        return at > 0 and op[1] <= spans[at - 1][1]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Stretches) and self._of_site == other._of_site

    __hash__ = None  # type: ignore[assignment]

    def __bool__(self) -> bool:
        return bool(self._of_site)

    def __iter__(self) -> Iterator[Stretch]:
        return ((site, have, last) for site, spans in self._of_site.items() for have, last in spans)

    def differing(self, other: Stretches) -> list[Stretch]:
        """The ops that are in one of both sets and not in the other. Each end of a span changes from one to the other."""
        out: list[Stretch] = []
        for site in dict.fromkeys([*self._of_site, *other._of_site]):
            ends = sorted(chain(*self._of_site.get(site, ()), *other._of_site.get(site, ())))
            out += [(site, have, last) for have, last in zip(ends[::2], ends[1::2], strict=True) if have < last]
        return out

    def touches(self, site: int, have: int, last: int) -> bool:
        """Whether some op of a session above `have` up to `last` may be in the set."""
        return any(start < last and have < end for start, end in self._of_site.get(site, ()))


def foreign(db: sqlite3.Connection) -> Stretches:
    """The ops that were not written in this file, by its own notes."""
    out = Stretches((site, have, last) for have, site, last in db.execute(_MARKS, (MERGED,)))
    for site, last in db.execute("SELECT site, last FROM site WHERE site IN (SELECT site FROM partial)").fetchall():
        out.add(site, last, NO_END)
    return out


def merged_by(db: sqlite3.Connection, site: int, ts: int, n: int) -> list[Stretch]:
    """What came in by one transaction: (session, above which ts, up to which ts); nothing when it was no merge."""
    found = db.execute(
        "SELECT psite, val, pts FROM change WHERE site = ? AND ts >= ? AND ts < ? AND kind = ?",
        (site, ts, ts + n, MERGED),
    ).fetchall()
    return [(psite, have, pts) for psite, have, pts in found]


def void_ops(db: sqlite3.Connection) -> list[tuple[int, int, int, int, int]]:
    """What says that ops do not count, newest first: (site, ts, of which session, from which ts on, how many)."""
    return db.execute(_VOIDS).fetchall()


def taken_back(db: sqlite3.Connection, more: Iterable[Stretch] = ()) -> Stretches:
    """The ops that do not count: a void op names them that counts itself. `more` are named by newer ones, not yet written.

    A void op names older ops only, so going from the newest to the oldest each is judged after all that could name it.
    """
    out = Stretches(more)
    for site, ts, psite, pts, count in void_ops(db):
        if pts + count <= ts and (site, ts) not in out:
            out.add(psite, pts - 1, pts + count - 1)
    return out


def ops_under(db: sqlite3.Connection, stretches: Iterable[Stretch]) -> Iterator[tuple[Any, ...]]:
    """The ops of these stretches that speak of cells, and those that the void ops among them name, however deep.

    Each as (kind, tab, k1, k2, k3, col, site, ts, val, psite, pts, turned): when the stretches are taken back, those with
    `turned` come to count again.
    """
    todo = [(stretch, False) for stretch in stretches]
    seen: set[OpId] = set()
    while todo:
        stretch, turned = todo.pop()
        for op in db.execute(_OPS, stretch).fetchall():
            kind, *_, site, ts, val, psite, pts = op
            if kind == VOID and (site, ts) not in seen and pts + val <= ts:
                seen.add((site, ts))
                todo.append(((psite, pts - 1, pts + val - 1), not turned))
            elif kind < REVERT:
                yield (*op, turned)
