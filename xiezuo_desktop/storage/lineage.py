"""Which ops were written in this file, and which came in from others: by a merge, or with the part that was dispatched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .log import MERGED

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable


_MARKS = "SELECT val, psite, pts FROM change WHERE tab = 0 AND k1 = 0 AND k2 = 0 AND k3 = 0 AND col = 0 AND kind = ?"
NO_END = 1 << 62


class Stretches:
    """A set of ops: of some sessions those above one ts up to another."""

    def __init__(self, marks: Iterable[tuple[int, int, int]] = ()) -> None:
        self._of_site: dict[int, list[tuple[int, int]]] = {}
        for site, have, last in marks:
            self.add(site, have, last)

    def add(self, site: int, have: int, last: int) -> None:
        """The ops of a session above `have` up to `last` are in the set."""
        self._of_site.setdefault(site, []).append((have, last))

    def __contains__(self, op: object) -> bool:
        assert isinstance(op, tuple)
        return any(have < op[1] <= last for have, last in self._of_site.get(op[0], ()))

    def __bool__(self) -> bool:
        return bool(self._of_site)


def foreign(db: sqlite3.Connection) -> Stretches:
    """The ops that were not written in this file, by its own notes."""
    out = Stretches((site, have, last) for have, site, last in db.execute(_MARKS, (MERGED,)))
    for site, last in db.execute("SELECT site, last FROM site WHERE site IN (SELECT site FROM partial)").fetchall():
        out.add(site, last, NO_END)
    return out


def merged_by(db: sqlite3.Connection, site: int, ts: int, n: int) -> list[tuple[int, int, int]]:
    """What came in by one transaction: (session, above which ts, up to which ts); nothing when it was no merge."""
    found = db.execute(
        "SELECT psite, val, pts FROM change WHERE site = ? AND ts >= ? AND ts < ? AND kind = ?",
        (site, ts, ts + n, MERGED),
    ).fetchall()
    return [(psite, have, pts) for psite, have, pts in found]
