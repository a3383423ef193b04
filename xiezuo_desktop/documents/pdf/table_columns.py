"""How wide the columns of a table become, and at which size it is set."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from xiezuo_desktop.documents.paper import Align, Column, RowKind
from xiezuo_desktop.documents.pdf.advances import advances_of
from xiezuo_desktop.documents.pdf.table_balance import balanced
from xiezuo_desktop.documents.pdf.table_cells import LEAD, PAD_X

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from xiezuo_desktop.documents.paper import Row, Table
    from xiezuo_desktop.documents.pdf.advances import Advances

SIZES = (12.0, 10.5, 9.0, 7.5, 6.5)  # 小四, 五号, 小五, 六号, 小六
_MOST_LINES = {12.0: 3.2, 10.5: 8.0, 9.0: 12.0, 7.5: 20.0}  # of a typical row; with more the next smaller size is tried
_MANY_LINES = 1e9
_SEVERAL_LINES = 1.5  # of a typical row: it holds running text
_MANY_PAGES = 2 * 156 * 225 * (72 / 25.4) ** 2  # square points: two pages of A4 (GB/T 9704-2012 5.2.1)
_MOST_WRAPPED = 0.2  # share of texts of a column that may break at the largest size when they would not at the next
_SAMPLE = 400  # rows looked at closely; the longest text of a column is always looked at
_PHRASE_END = re.compile(r"[、，；\n]|(?=[（(])")
_RUN = re.compile(r"[0-9A-Za-z.,%:+\-]+")
_WIDEST_NAME = 8.0  # em: centred names up to this are not broken
_WIDEST_HEAD = 6.0  # em: a heading asks for no more
_SHORT_HEAD = 3.0  # em: a heading that is not broken where another column has room to give
_WHOLE_HEAD = 5.0  # em: the same where that does not make the table higher
_WIDEST_REMARK = 4.0  # em: （万元）, （70分） in a heading are not broken
_HEAVIER = 0.3  # em: so much wider may the figures of such a remark be in the face of headings
_LEAST_TEXT = 9.0  # em: running text is not squeezed below this,
_NARROW_TEXT, _FEW_LINES = 6.0, 3  # em, lines: unless it is short and the table gets lower by it
_SHORT_NAME = 5.0  # em: a centred name that is never broken: 严重滞后, 区人社局
_TEXT = attrgetter("text")
_COMPACT = 9.0  # em: columns whose texts are all shorter are not squeezed at all


class Columns(NamedTuple):
    """The size of the table's text and the columns' edges from 0 to the table's width, points."""

    size: float
    edges: list[float]
    columns: list[Column]


class _Needs(NamedTuple):
    floor: float  # em, as the others: not narrower even where that makes the table lower
    least: float
    typical: float  # what most texts need on one line
    whole: float  # what the longest text needs on one line
    headed: float  # the same, or more for the heading
    widths: list[float]  # of the texts looked at, ascending
    heading: float  # what the short ones of its headings need on one line, 0 without any
    whole_heading: float  # the same, and those that are a little longer


def size_columns(table: Table, width: float, advances: Mapping[str, float], largest: float = SIZES[0]) -> Columns:
    """Columns for a table `width` points wide: nothing squeezed that is short, long texts share by their length."""
    measured = advances_of(advances)
    size, columns, needs, share = _sized(table, width, measured, largest)
    if not needs:
        return Columns(size, [0.0, width], [Column()])
    widths = _with_headings(share, needs)
    others = _with_headings(widths, [n._replace(least=n.floor, heading=n.whole_heading) for n in needs])
    starts = (widths,) if others == widths else (widths, others)
    widths = balanced(table, columns, starts, [n.floor for n in needs], size, measured)
    edges = [0.0, *accumulate(widths)]
    return Columns(size, [edge * width / edges[-1] for edge in edges], columns)


class _Sized(NamedTuple):
    size: float
    columns: list[Column]
    needs: list[_Needs]
    share: list[float]  # of the width for each column, em


def _sized(table: Table, width: float, advances: Advances, largest: float) -> _Sized:
    """The largest size in which a table reads well, and how its columns share the width then."""
    columns = [*table.columns]
    columns += [Column()] * (table.width - len(columns))
    needs = [_needs(texts, heads, column, advances) for texts, heads, column in _texts(table, columns)]
    if not needs:
        return _Sized(SIZES[0], columns, [], [])
    largest = min(largest, table.largest)
    sizes = [largest, *(size for size in SIZES if size < largest)]
    shares = {size: _share(needs, columns, width / size) for size in sizes}
    size = next((s for s in sizes if _suits(needs, shares, s, len(table.rows), width)), sizes[-1])
    return _Sized(size, columns, needs, shares[size] or [n.least for n in needs])


def shared_sizes(
    tables: Sequence[Table], width: float, advances: Mapping[str, float], largest: float = SIZES[0]
) -> dict[str, float]:
    """By name, a size in which all tables of that name fit: the parts of one that is too wide for a page look alike.

    Those without a name have 五号 in common where one of them needs that or less.
    """
    named: dict[str, list[Table]] = {}
    for table in tables:
        named.setdefault(table.name, []).append(table)
    measured = advances_of(advances)
    sizes = {
        name: min(_sized(table, width, measured, largest).size for table in parts)
        for name, parts in named.items()
        if len(parts) > 1
    }
    if "" in sizes:
        sizes[""] = max(sizes[""], min(SIZES[1], largest))
    return sizes


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


def _suits(needs: list[_Needs], shares: dict[float, list[float] | None], size: float, rows: int, width: float) -> bool:
    """Whether a table reads well at a size: a typical row is not too tall, few texts break that need not.

    At the largest it must be short, too: running text over pages is set in 五号.
    """
    widths = shares[size]
    if widths is None:
        return False
    lines = max(n.typical / (w - 2 * PAD_X) for n, w in zip(needs, widths, strict=True))
    if lines > _MOST_LINES.get(size, _MANY_LINES):
        return False
    smaller = shares.get(SIZES[1])
    if size < SIZES[0] or not smaller:
        return True
    long = lines > _SEVERAL_LINES and rows * lines * size * LEAD * width > _MANY_PAGES
    return not long and _wrapped(needs, widths) <= max(_MOST_WRAPPED, 2 * _wrapped(needs, smaller))


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
        narrowest = max((each for each in names if each <= _SHORT_NAME), default=0.0)
    else:
        name = min(widths[-1], _LEAST_TEXT)
        narrowest = min(name, max(widths[-1] / _FEW_LINES, _NARROW_TEXT))
    heading, whole_heading = (
        max((wide(h) + 2 * PAD_X + 0.02 for h in heads if h and wide(h) <= most), default=0.0)
        for most in (_SHORT_HEAD, _WHOLE_HEAD)
    )
    bare = max(column.least, min(runs, 12.0), head) + 2 * PAD_X
    least = max(bare, name + 2 * PAD_X)
    floor = max(bare, narrowest + 2 * PAD_X, heading)
    typical = widths[int(len(widths) * 0.85) - (len(widths) > 1)]
    whole = max(widths[-1] + 2 * PAD_X + 0.02, least)
    headed = max(whole, max((wide(h) for h in heads if h), default=1.0) + 2 * PAD_X + 0.02)
    return _Needs(floor, least, typical, whole, headed, widths, heading, whole_heading)


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
