"""What is left over of a paper, as a person is told of it: a table nobody understood, or a column nobody read, is one finding."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from .draft import DraftUnplaced
from .remarks import OWN_COLUMN

if TYPE_CHECKING:
    from .ledger import Ledger, Left


def left_over(ledger: Ledger, reason: str) -> tuple[DraftUnplaced, ...]:
    """The findings in the order of the paper; `reason` is that of texts for which none is known."""
    together: dict[tuple[object, ...], list[Left]] = {}
    for left in ledger.left:
        text = left.source
        match left.way:
            case "table" | "frame":
                key: tuple[object, ...] = (text.part, left.reason)
            case "column":
                key = (text.part, text.column)
            case _:
                key = (text.index,)
        together.setdefault((left.way, *key), []).append(left)
    return tuple(_finding(lefts, reason) for lefts in together.values())


def _finding(lefts: list[Left], reason: str) -> DraftUnplaced:
    first, way = lefts[0].source, lefts[0].way
    cells = tuple((t.row, t.column) for left in lefts if (t := left.source).row and t.column)
    said = lefts[-1].reason or reason  # of a column: its cells tell more than its caption
    settled = way in ("settled", "frame") or said == OWN_COLUMN
    if len(lefts) == 1:
        return DraftUnplaced(first.part, first.row, first.column, lefts[0].text, said, cells, settled)
    rows = [[left.text for left in row] for _, row in groupby(lefts, key=lambda left: left.source.row)]
    if way in ("table", "frame"):
        return DraftUnplaced(first.part, None, None, "；".join("、".join(row) for row in rows), said, cells, settled)
    return DraftUnplaced(
        first.part, None, first.column, "、".join(text for row in rows for text in row), said, cells, settled
    )
