"""How wide the columns of a table become, and at which size it is set."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from itertools import accumulate
from math import ceil
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, NamedTuple

from xiezuo_desktop.documents.paper import Align, Column, RowKind
from xiezuo_desktop.documents.pdf.advances import advances_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from xiezuo_desktop.documents.paper import Row, Table
    from xiezuo_desktop.documents.pdf.advances import Advances

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
_SHORT_HEAD = 3.0  # em: a heading that is not broken where another column has room to give
_WIDEST_REMARK = 4.0  # em: （万元）, （70分） in a heading are not broken
_HEAVIER = 0.3  # em: so much wider may the figures of such a remark be in the face of headings
_LEAST_TEXT = 9.0  # em: running text is not squeezed below this
_TEXT = attrgetter("text")
_STEP = 1.0  # em: what one column passes to another at a time
_MOST_LEVELLED = 200  # rows: a longer table is not tried in several ways
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
    heading: float  # what the short ones of its headings need on one line, 0 without any


def size_columns(table: Table, width: float, advances: Mapping[str, float], largest: float = SIZES[0]) -> Columns:
    """Columns for a table `width` points wide: nothing squeezed that is short, long texts share by their length."""
    columns = [*table.columns]
    columns += [Column()] * (table.width - len(columns))
    measured = advances_of(advances)
    needs = [_needs(texts, heads, column, measured) for texts, heads, column in _texts(table, columns)]
    if not needs:
        return Columns(SIZES[0], [0.0, width], [Column()])
    sizes = [largest, *(size for size in SIZES if size < largest)]
    shares = {size: _share(needs, columns, width / size) for size in sizes}
    size = next((s for s in sizes if _suits(needs, shares, s)), sizes[-1])
    widths = _with_headings(shares[size] or [n.least for n in needs], needs)
    widths = _levelled(table, columns, widths, needs, measured)
    edges = [0.0, *accumulate(widths)]
    return Columns(size, [edge * width / edges[-1] for edge in edges], columns)


def shared_sizes(
    tables: Sequence[Table], width: float, advances: Mapping[str, float], largest: float = SIZES[0]
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


def _with_headings(widths: list[float], needs: list[_Needs]) -> list[float]:
    """Columns whose short headings would break get what they lack from the one that has most to give."""
    widths = list(widths)
    for i, n in enumerate(needs):
        giver = max(range(len(needs)), key=lambda j: widths[j] - max(needs[j].least, needs[j].heading))
        lack = n.heading - widths[i]
        if giver != i and 0 < lack <= widths[giver] - max(needs[giver].least, needs[giver].heading):
            widths[i] += lack
            widths[giver] -= lack
    return widths


def _levelled(
    table: Table, columns: list[Column], widths: list[float], needs: list[_Needs], advances: Advances
) -> list[float]:
    """Columns of texts pass width to those of running text, em by em, as long as that makes the table lower."""
    long = [i for i, n in enumerate(needs) if n.whole > 2 * _LEAST_TEXT]
    rows = table.rows[table.header_rows :]
    givers = [i for i, column in enumerate(columns) if column.align is not Align.CENTRE]
    if not long or len(givers) < 2 or len(rows) > _MOST_LEVELLED:
        return widths
    texts: list[list[list[float]]] = [[[]] * len(rows) for _ in columns]  # column, row → the widths of its lines, em
    for number, row in enumerate(rows):
        for cell in row.cells:
            if cell.text and cell.column_span == cell.row_span == 1:
                texts[cell.column][number] = [advances.width(t) for t in cell.text.split("\n")]

    @cache
    def lines(column: int, width: float) -> list[int]:
        room = width - 2 * PAD_X
        return [sum([max(ceil(wide / room), 1) for wide in cell]) for cell in texts[column]]

    ones = [1] * len(rows)
    floor = list(map(max, ones, ones, *(lines(i, width) for i, width in enumerate(widths) if i not in givers)))

    def height(widths: list[float]) -> int:
        return sum(map(max, floor, *(lines(i, widths[i]) for i in givers)))

    best = height(widths)
    while True:
        tried = [
            [w + _STEP * ((i == to) - (i == giver)) for i, w in enumerate(widths)]
            for giver in givers
            for to in long
            if giver != to and widths[giver] - _STEP >= max(needs[giver].least, needs[giver].heading)
        ]
        lowest, found = min(((height(each), each) for each in tried), default=(best, widths), key=itemgetter(0))
        if lowest >= best:
            return widths
        best, widths = lowest, found


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
        return max(map(advances.width, text.split("\n")))

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
    heading = max((wide(h) + 2 * PAD_X + 0.02 for h in heads if h and wide(h) <= _SHORT_HEAD), default=0.0)
    return _Needs(least, typical, whole, headed, widths, heading)


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
