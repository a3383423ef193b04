"""What became part of a file since somebody else took note of it, by the log's own clocks: one for each session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.records import BY_NUMBER
from .lineage import ops_under
from .log import MERGED

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from ..core.records import Key, Record


def clocks(db: sqlite3.Connection) -> dict[int, int]:
    """For each session the highest ts of its complete history; without those of notes, which are this file's own affair."""
    rows = db.execute(
        "SELECT site, last FROM site s WHERE EXISTS"
        " (SELECT 1 FROM change c WHERE c.site = s.site AND c.ts <= s.last AND c.kind <> ?)",
        (MERGED,),
    )
    return dict(rows.fetchall())


def touched_since(db: sqlite3.Connection, known: Mapping[int, int]) -> set[tuple[type[Record], Key]]:
    """The records that ops beyond these clocks speak of, or that come to read differently by what was taken back.

    Context, of which some may come in later, counts as new every time.
    """
    ends = db.execute(
        "SELECT s.site, max(s.last, coalesce(p.last, 0)) FROM site s LEFT JOIN partial p ON p.site = s.site"
    ).fetchall()
    stretches = [(site, known.get(site, 0), last) for site, last in ends if last > known.get(site, 0)]
    return {(BY_NUMBER[tab], (k1, k2, k3)) for _, tab, k1, k2, k3, *_ in ops_under(db, stretches) if tab in BY_NUMBER}
