"""How wide the columns of a table become, and at which size it is set."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from xiezuo_desktop.documents.paper import Align, Column, RowKind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xiezuo_desktop.documents.paper import Row, Table
    from xiezuo_desktop.documents.pdf.flow import Advances

SIZES = (12.0, 10.5, 9.0, 7.5, 6.5)  # 小四, 五号, 小五, 六号, 小六
PAD_X = 0.32  # space beside a text in a cell, em
_MOST_LINES = {12.0: 3.2, 10.5: 8.0, 9.0: 12.0, 7.5: 20.0}  # of a typical row; with more the next smaller size is tried
_MANY_LINES = 1e9
_MOST_WRAPPED = 0.2  # share of texts of a column that may break at the largest size when they would not at the next
_SAMPLE = 400  # rows looked at closely; the longest text of a column is always looked at
_RUN = re.compile(r"[0-9A-Za-z.,%:+\-]+")
_PHRASE_END = re.compile(r"[、，；\n]|(?=[（(])")
_WIDEST_NAME = 8.0  # em: centred names up to this are not broken
_WIDEST_HEAD = 6.0  # em: a heading asks for no more
_WIDEST_REMARK = 4.0  # em: （万元）, （70分） in a heading are not broken
_HEAVIER = 0.3  # em: so much wider may the figures of such a remark be in the face of headings
_LEAST_TEXT = 9.0  # em: running text is not squeezed below this
_TEXT = attrgetter("text")
_COMPACT = 9.0  # em: columns whose texts are all shorter are not squeezed at all


class Columns(NamedTuple):
    """The size of the table's text and the columns' edges from 0 to the table's width, points."""

    size: float
    edges: list[float]
    columns: list[Column]


class _Needs(NamedTuple):
    least: float  # em, as the others
    typical: float  # what most texts need on one line
    whole: float  # what the longest text needs on one line
    headed: float  # the same, or more for the heading
    widths: list[float]  # of the texts looked at, ascending


def size_columns(table: Table, width: float, advances: Advances, largest: float = SIZES[0]) -> Columns:
    """Columns for a table `width` points wide: nothing squeezed that is short, long texts share by their length."""
    columns = list(table.columns) or [Column()] * table.width
    columns += [Column()] * (table.width - len(columns))
    needs = [_needs(texts, heads, column, advances) for texts, heads, column in _texts(table, columns)]
    if not needs:
        return Columns(SIZES[0], [0.0, width], [Column()])
    sizes = [largest, *(size for size in SIZES if size < largest)]
    shares = {size: _share(needs, columns, width / size) for size in sizes}
    size = next((s for s in sizes if _suits(needs, shares, s)), sizes[-1])
    widths = shares[size] or [n.least for n in needs]
    edges = [0.0, *accumulate(widths)]
    return Columns(size, [edge * width / edges[-1] for edge in edges], columns)


def shared_sizes(
    tables: Sequence[Table], width: float, advances: Advances, largest: float = SIZES[0]
) -> dict[str, float]:
    """By name, a size in which all tables of that name fit: the parts of one that is too wide for a page look alike."""
    named: dict[str, list[Table]] = {}
    for table in tables:
        named.setdefault(table.name, []).append(table)
    return {
        name: min(size_columns(table, width, advances, min(largest, table.largest)).size for table in parts)
        for name, parts in named.items()
        if name and len(parts) > 1
    }


def _suits(needs: list[_Needs], shares: dict[float, list[float] | None], size: float) -> bool:
    """Whether a table reads well at a size: a typical row is not too tall, few texts break that need not."""
    widths = shares[size]
    if widths is None:
        return False
    if max(n.typical / (w - 2 * PAD_X) for n, w in zip(needs, widths, strict=True)) > _MOST_LINES.get(
        size, _MANY_LINES
    ):
        return False
    smaller = shares.get(SIZES[1])
    return not (
        size == SIZES[0] and smaller and _wrapped(needs, widths) > max(_MOST_WRAPPED, 2 * _wrapped(needs, smaller))
    )


def _wrapped(needs: list[_Needs], widths: list[float]) -> float:
    """The share of texts that break, in the column where most do."""
    return max(
        1 - bisect_right(n.widths, w - 2 * PAD_X + 1e-6) / len(n.widths) for n, w in zip(needs, widths, strict=True)
    )


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
            into[cell.column].append(cell.text if cell.row_span == 1 else _narrowed(cell.text, cell.row_span))


def _narrowed(text: str, rows: int) -> str:
    """What a cell over several rows asks of its column: running text can have more lines than rows, names stay whole."""
    return "\n".join(
        line if len(line) <= _WIDEST_NAME else line[: max(-(-len(line) // (rows + 1)), 2)] for line in text.split("\n")
    )


def _longest(rows: tuple[Row, ...], count: int) -> list[str]:
    """The longest text of each column, of cells that cover no other."""
    whole = zip(*[row.cells for row in rows if len(row.cells) == count], strict=True)  # no cell covers several columns
    longest = [max(map(_TEXT, column), key=len) for column in whole] or [""] * count
    for row in rows:
        if len(row.cells) != count:
            for cell in row.cells:
                if cell.column_span == 1 and len(cell.text) > len(longest[cell.column]):
                    longest[cell.column] = cell.text
    return longest


def _needs(texts: list[str], heads: list[str], column: Column, advances: Advances) -> _Needs:
    def wide(text: str) -> float:
        return max(sum(map(advances.__getitem__, line)) for line in text.split("\n"))

    widths = sorted(wide(text) for text in texts if text) or [1.0]
    runs = max((wide(run) for text in texts for run in _RUN.findall(text)), default=0.0)
    head = max(
        (
            max(min((wide(h) + 1) // 2, _WIDEST_HEAD), _remark(h, wide)) if wide(h) > 4 else min(wide(h), 2.0)
            for h in heads
            if h
        ),
        default=1.0,
    )
    if column.align is Align.CENTRE:
        names = sorted(wide(name) for text in texts for name in _PHRASE_END.split(text) if name) or [1.0]
        name = min(names[int(len(names) * 0.95)], _WIDEST_NAME)
    else:
        name = min(widths[-1], _LEAST_TEXT)
    least = max(column.least, min(runs, 12.0), head, name) + 2 * PAD_X
    typical = widths[int(len(widths) * 0.85) - (len(widths) > 1)]
    whole = max(widths[-1] + 2 * PAD_X + 0.02, least)
    headed = max(whole, max((wide(h) for h in heads if h), default=1.0) + 2 * PAD_X + 0.02)
    return _Needs(least, typical, whole, headed, widths)


def _remark(head: str, wide: Callable[[str], float]) -> float:
    """Width of a short remark in brackets at the end of a heading, 0 without one: 分值（70分） breaks before the bracket only."""
    _, bracket, remark = head.rpartition("（")
    width = wide(bracket + remark) if bracket else 0.0
    return width + _HEAVIER if width <= _WIDEST_REMARK else 0.0


def _share(needs: list[_Needs], columns: list[Column], width: float) -> list[float] | None:
    """Widths in em that add up to `width`, None when not even the least widths fit."""
    if sum(n.least for n in needs) > width:
        return None
    spare = width - sum(n.headed for n in needs)
    if spare >= 0:  # everything fits on one line: the rest is shared by weight and width
        keys = [c.weight * (n.headed + 2) for n, c in zip(needs, columns, strict=True)]
        return [n.headed + spare * k / sum(keys) for n, k in zip(needs, keys, strict=True)]
    fixed: dict[int, float] = {}
    compact = [i for i, n in enumerate(needs) if n.whole <= _COMPACT]
    if sum(needs[i].whole for i in compact) + sum(
        max(n.least, 8.0) for i, n in enumerate(needs) if i not in compact
    ) <= width and len(compact) < len(needs):
        fixed = {i: needs[i].whole for i in compact}
    while True:
        free = [i for i in range(len(needs)) if i not in fixed]
        room = width - sum(fixed.values())
        claims = {i: columns[i].weight * (needs[i].typical + 1) for i in free}
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
