"""The rows of the list beside a dispute: which kinds of places there are, and how one is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..widgets.row_cells import Cell
from ..widgets.row_table import Column

if TYPE_CHECKING:
    from ...core.records import Key, Record
    from ...exchange.disputes import Dispute

OPEN, ONCE, LOOSE, TWINS = "待处理", "曾有分歧", "要归位", "可能重复"
HINTS = {
    OPEN: "没有分歧",
    ONCE: "还没有哪一处有过分歧",
    LOOSE: "没有要归位的内容",
    TWINS: "没有可能重复的内容",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A row of the list: where, what, and the dispute when one is open."""

    record: type[Record]
    key: Key
    where: str
    what: str
    told: str
    field: str
    dispute: Dispute | None = None


def _where(place: Place) -> Cell:
    return Cell(place.where, small=place.told)


COLUMNS = (Column("哪一处", _where, weight=1, both_ends=True), Column("内容", lambda p: Cell(p.what, "ink2"), 104))
