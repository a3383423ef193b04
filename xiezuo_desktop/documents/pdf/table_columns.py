"""How wide the columns of a table become, and at which size it is set."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from xiezuo_desktop.documents.paper import Column, RowKind

if TYPE_CHECKING:
    from xiezuo_desktop.documents.paper import Row, Table
    from xiezuo_desktop.documents.pdf.flow import Advances

SIZES = (12.0, 10.5, 9.0, 7.5, 6.5)  # 小四, 五号, 小五, 六号, 小六
PAD_X = 0.32  # space beside a text in a cell, em
_SAMPLE = 400  # rows looked at closely; the longest text of a column is always looked at
_MOST_LINES = 7.0  # a size at which a typical row is taller than this gives way to a smaller one
_RUN = re.compile(r"[0-9A-Za-z.,%:+\-]+")
_COMPACT = 9.0  # columns whose texts are all shorter than this many em are not squeezed


class Columns(NamedTuple):
    """The size of the table's text and the columns' edges from 0 to the table's width, points."""

    size: float
    edges: list[float]
    columns: list[Column]


class _Needs(NamedTuple):
    least: float  # em, without padding
    typical: float  # em: what most texts need on one line
    whole: float  # em: what the longest text needs on one line


def size_columns(table: Table, width: float, advances: Advances) -> Columns:
    """Columns for a table `width` points wide: nothing squeezed that is short, long texts share by their length."""
    columns = list(table.columns) or [Column()] * table.width
    columns += [Column()] * (table.width - len(columns))
    needs = [_needs(texts, heads, column, advances) for texts, heads, column in _texts(table, columns)]
    if not needs:
        return Columns(SIZES[0], [0.0, width], [Column()])
    for size in SIZES:
        widths = _share(needs, columns, width / size)
        if widths is not None and (size == SIZES[-1] or _lines(needs, widths) <= _MOST_LINES):
            break
    else:
        size = SIZES[-1]
        total = sum(n.least for n in needs)
        widths = [n.least / total * width / size for n in needs]
    edges = [0.0]
    for w in widths:
        edges.append(edges[-1] + w * size)
    edges = [e * width / edges[-1] for e in edges]
    return Columns(size, edges, columns)


def _texts(table: Table, columns: list[Column]) -> list[tuple[list[str], list[str], Column]]:
    body: list[list[str]] = [[] for _ in columns]
    heads: list[list[str]] = [[] for _ in columns]
    rows = table.rows
    step = max((len(rows) - table.header_rows) // _SAMPLE, 1)
    for number, row in enumerate(rows):
        if number < table.header_rows:
            _take(row, heads)
        elif (number - table.header_rows) % step == 0 and row.kind is not RowKind.CATEGORY:
            _take(row, body)
    if step > 1:
        for found, longest in zip(body, _longest(rows[table.header_rows :], len(columns)), strict=True):
            found.append(longest)
    return list(zip(body, heads, columns, strict=True))


def _take(row: Row, into: list[list[str]]) -> None:
    for cell in row.cells:
        if cell.column_span == 1 and cell.column < len(into):
            into[cell.column].append(cell.text)


def _longest(rows: tuple[Row, ...], count: int) -> list[str]:
    longest = [""] * count
    for row in rows:
        for cell in row.cells:
            if cell.column_span == 1 and len(cell.text) > len(longest[cell.column]):
                longest[cell.column] = cell.text
    return longest


def _needs(texts: list[str], heads: list[str], column: Column, advances: Advances) -> _Needs:
    def wide(text: str) -> float:
        return max(sum(map(advances.__getitem__, line)) for line in text.split("\n"))

    widths = sorted(wide(text) for text in texts if text) or [1.0]
    runs = max((wide(run) for text in texts for run in _RUN.findall(text)), default=0.0)
    head = max(((wide(h) + 1) // 2 if wide(h) > 4 else min(wide(h), 2.0) for h in heads if h), default=1.0)
    whole = widths[-1]
    least = max(column.least, min(runs, 12.0), head, min(whole, 2.0)) + 2 * PAD_X
    typical = max(widths[int(len(widths) * 0.85) - (len(widths) > 1)], least)
    whole = max(whole, max((wide(h) for h in heads if h), default=1.0)) + 2 * PAD_X + 0.02
    return _Needs(least, typical, max(whole, least))


def _share(needs: list[_Needs], columns: list[Column], width: float) -> list[float] | None:
    """Widths in em that add up to `width`, None when not even the least widths fit."""
    if sum(n.least for n in needs) > width:
        return None
    spare = width - sum(n.whole for n in needs)
    if spare >= 0:  # everything fits on one line: the rest is shared by weight and width
        keys = [c.weight * (n.whole + 2) for n, c in zip(needs, columns, strict=True)]
        return [n.whole + spare * k / sum(keys) for n, k in zip(needs, keys, strict=True)]
    fixed: dict[int, float] = {}
    compact = [i for i, n in enumerate(needs) if n.whole <= _COMPACT]
    if sum(needs[i].whole for i in compact) + sum(
        max(n.least, 8.0) for i, n in enumerate(needs) if i not in compact
    ) <= width and len(compact) < len(needs):
        fixed = {i: needs[i].whole for i in compact}
    while True:
        free = [i for i in range(len(needs)) if i not in fixed]
        room = width - sum(fixed.values())
        claims = {i: columns[i].weight * needs[i].typical for i in free}
        total = sum(claims.values())
        shares = {i: room * claims[i] / total for i in free}
        wrong = [i for i in free if shares[i] < needs[i].least]
        if wrong:
            fixed.update((i, needs[i].least) for i in wrong)
            continue
        rich = [i for i in free if shares[i] > needs[i].whole and len(free) > 1]
        if rich:
            fixed.update((i, needs[i].whole) for i in rich)
            continue
        fixed.update(shares)
        return _rounded([fixed[i] for i in range(len(needs))], width)


def _rounded(widths: list[float], width: float) -> list[float]:
    return [w * width / sum(widths) for w in widths]


def _lines(needs: list[_Needs], widths: list[float]) -> float:
    """Lines of a typical row."""
    return max(n.typical / max(w - 2 * PAD_X, 1.0) for n, w in zip(needs, widths, strict=True))
