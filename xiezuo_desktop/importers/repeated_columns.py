"""Matrices that have more columns than their header names: which of them repeat others, as the sums of the rows tell.

A conversion writes a merged cell once for each column that it covers. Nothing is mended here: the columns are read as the
header stands above them, and a person is told with which of them left out the rows would add up.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING

from ..core.numbers import read_amount
from .words import folded

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from .columns import Layout
    from .ledger import Sheet

_SAMPLE = 60  # rows that are looked at
_FEWEST = 3  # rows that must add up, and more of them than as the header stands
_SHARE = 0.5  # of all rows
_MOST_LEFT_OUT = 4  # columns
_MOST_DOUBTFUL = 12  # columns
_REPEATS = 0.6  # of the figures of a column that are those of a column before it

_Rows = list[list[Decimal | None]]


def repeated_columns(sheet: Sheet, layout: Layout, bearers: Sequence[int], title: str) -> str:
    """What to tell of a matrix whose rows would add up without some of its columns; "" where they do, or never would."""
    whole = _whole(layout, bearers, title)
    parts = [c for c in range(min(bearers, default=0), sheet.width) if c not in whole]
    nameless = [c for c in parts if not layout.columns[c].caption and layout.columns[c].seen]
    if layout.header is None or not whole or not nameless:
        return ""
    rows = [
        [read_amount(slot.text).number for slot in row.slots]
        for row in sheet.rows[layout.first : layout.first + _SAMPLE]
    ]
    rows = [row for row in rows if _sum(row, whole) and sum(row[c] is not None for c in parts) > 1]
    likely = {c: 1.0 if c in nameless else _repeated(rows, c, parts) for c in parts}
    doubtful = sorted((c for c in parts if likely[c] >= _REPEATS), key=lambda c: -likely[c])[:_MOST_DOUBTFUL]
    now = _fitting(rows, whole, set(parts) - set(nameless))
    best = now
    left_out: tuple[int, ...] = ()
    for number in range(1, _MOST_LEFT_OUT + 1):
        for some in combinations(sorted(doubtful), number):
            fitting = _fitting(rows, whole, set(parts) - set(some))
            if fitting > best:
                best, left_out = fitting, some
    if not left_out or best < now + _FEWEST or best < _SHARE * len(rows):
        return ""
    counted = [c for c in nameless if c not in left_out]
    also = f"、计入没有表头的第 {_listed(counted)} 栏" if counted else ""
    way = "；确是重复的，依次点这几栏的栏名，选“栏名从这里起右移一栏”，再选“不读入”" if counted else ""
    return (
        f"{sheet.name}的表头比数据少几栏，照表头读入，{len(rows)} 行里有 {now} 行的各栏之和等于合计；不计第 {_listed(left_out)} 栏{also}时"
        f"有 {best} 行，这几栏像是重复的，请对照原件{way}"
    )


def _whole(layout: Layout, bearers: Sequence[int], title: str) -> list[int]:
    """The columns of the totals: that of the target, or those below the first word where the title names it."""
    target = layout.one("target") if layout.one("target") is not None else layout.one("total")
    if target is not None:
        return [target]
    if layout.header is None or not bearers:
        return []
    first = layout.header.tiers[bearers[0]][0]
    named = folded(first.text) in folded(title)
    return [c for c in bearers if layout.header.tiers[c][0].source is first.source] if named else []


def _repeated(rows: _Rows, column: int, parts: Collection[int]) -> float:
    """The share of the figures of a column that stand right behind the same ones, or with one column between; 0 adds nothing."""
    filled = [row for row in rows if row[column]]
    before = [c for c in (column - 1, column - 2) if c in parts]
    same = sum(any(row[column] == row[c] for c in before) for row in filled)
    return same / len(filled) if filled else 0.0


def _sum(row: Sequence[Decimal | None], columns: Iterable[int]) -> Decimal:
    return sum((row[c] or Decimal(0) for c in columns), Decimal(0))


def _fitting(rows: _Rows, whole: Collection[int], parts: Collection[int]) -> int:
    return sum(_sum(row, whole) == _sum(row, parts) for row in rows)


def _listed(columns: Iterable[int]) -> str:
    return "、".join(str(c + 1) for c in columns)
