"""Where a table is cut into pages.

The rules, strongest first: a header never stands alone; a category row stays with the next row; a cell over several rows
is cut only where its text, repeated, has room on both sides; the last page holds more than one row; 其中 stays with the
row above. For these the cut moves up by at most two fifths of a page. A row higher than what a page offers is cut by
lines. Linear in the number of rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from xiezuo_desktop.documents.paper import RowKind

if TYPE_CHECKING:
    from xiezuo_desktop.documents.pdf.table_rows import SetTable, Span

LEAST_BEGINNING = 0.2  # of a page: less is not worth beginning a table whose first rows fill more than a page
_MUCH_WHITE = 0.25  # of a page: rather than leaving so much of it white, a table begins with one row
GIVE_UP = 0.4  # of the height of a page, for a better cut
GIVE_UP_FOR_ROWS = 0.2  # the same where rows may be cut by lines
_FIT = 0.01  # points
# What a bad cut costs, in pages of white space given up to avoid it.
_AFTER_CATEGORY = 9.0
_NO_TEXT_ABOVE = 0.35  # the text of a cut span finds no room in the upper fragment
_NO_TEXT_BELOW = 0.10  # … in the lower one, whose rows can be stretched
_LAST_ROW_ALONE = 0.15  # nothing but a header above it and no signature, notes or imprint below
_FIRST_SUB_ALONE = 0.25  # a 其中 row away from the row it is part of
_SUB_ALONE = 0.06


@dataclass(slots=True)
class Fragment:
    """Body rows from `first` on that stand on one page, and their heights there.

    `from_line` lines of the first row stand on pages before; of the last row, lines up to `to_line` stand here (None: all).
    """

    first: int
    heights: list[float]
    from_line: int = 0
    to_line: int | None = None

    @property
    def stop(self) -> int:
        """The row after the last one."""
        return self.first + len(self.heights)

    @property
    def height(self) -> float:
        """Height of the rows, points."""
        return sum(self.heights)


def cut(
    table: SetTable, room_first: float, room: float, reserve: float = 0.0, *, begins: bool = False
) -> list[Fragment | None]:
    """Cut a table whose first page offers `room_first` points and whose others `room`; None is a page left without rows.

    `reserve` is wanted below the last row (for the imprint): when it is not there, a row moves on to it. A table
    that `begins` (only its title stands above it) begins on the first page though a row has to be cut for it.
    """
    return _Cutter(table, room - table.header_height, reserve, begins).run(room_first - table.header_height)


class _Cutter:
    def __init__(self, table: SetTable, room: float, reserve: float, begins: bool) -> None:
        self.rows, self.pad = table.rows, table.pad
        self.room, self.reserve = max(room, 1.0), reserve
        self.heights = [row.height for row in table.rows]
        self.crossing = table.crossing
        self.begins = begins
        self.cut_rows = table.cut_rows
        self.patience = GIVE_UP_FOR_ROWS if table.cut_rows else GIVE_UP

    def run(self, room: float) -> list[Fragment | None]:
        out: list[Fragment | None] = []
        first, from_line = 0, 0
        while first < len(self.rows):
            self.begins &= not out
            if not out and room < self.room and not self._begins_well(room):
                out.append(None)
            else:
                fragment = self._page(first, from_line, room)
                self._give_room(fragment, room)
                out.append(fragment)
                cut_row = fragment.to_line is not None
                first, from_line = fragment.stop - cut_row, fragment.to_line or 0
            room = self.room
        return out

    def _begins_well(self, room: float) -> bool:
        """Whether the head of the table gets enough rows under it: a category's first row, or two rows."""
        need = 1
        while need < len(self.rows) and (need < 2 or self.rows[need - 1].kind is RowKind.CATEGORY):
            need += 1
        height = sum(self.heights[:need])
        if height <= room + _FIT:
            return True
        if room < LEAST_BEGINNING * self.room:
            return False
        heads = self._categories(0)
        if heads == len(self.rows):
            return False
        left = room - sum(self.heights[:heads])
        stands = self.heights[heads] <= left + _FIT
        if not stands and self._split(heads, 0, left) is None:
            return False
        much_white = room > _MUCH_WHITE * self.room and (stands or self.cut_rows)
        return self.begins or height > self.room or much_white

    def _categories(self, first: int) -> int:
        """How many rows from `first` on are category rows."""
        stop = first
        while stop < len(self.rows) and self.rows[stop].kind is RowKind.CATEGORY:
            stop += 1
        return stop - first

    def _page(self, first: int, from_line: int, room: float) -> Fragment:
        total = len(self.rows)
        heights = [self._part(first, from_line, None) if from_line else self.heights[first]]
        used = heights[0]
        while used <= room + _FIT and first + len(heights) < total:
            heights.append(self.heights[first + len(heights)])
            used += heights[-1]
        if used + self.reserve <= room + _FIT or (used <= room + _FIT and len(heights) < 2):
            return Fragment(first, heights, from_line)
        last = len(heights) - 1  # it goes on to the next page, as a whole or by lines
        used -= heights[-1]
        if last in (0, self._categories(first)) or room - used > self.patience * self.room:
            split = self._split(first + last, 0 if last else from_line, room - used, alone=not last)
            if split is not None:
                heights[last] = self._part(first + last, *split)
                return Fragment(first, heights, from_line, split[1])
        stop = self._best(first, heights, max(last, 1), room)
        return Fragment(first, heights[:stop], from_line)

    def _part(self, row: int, from_line: int, to_line: int | None) -> float:
        """Height of a row of which only these lines stand here."""
        parts = [c.setting.cut(from_line, to_line).height for c in self.rows[row].cells if c.row_span == 1]
        return max(parts, default=0.0) + 2 * self.pad

    def _split(self, row: int, begin: int, left: float, *, alone: bool = False) -> tuple[int, int] | None:
        """The lines of a row that still fit, at least two here and two on the next page; None when that cannot be.

        Of a row that is `alone` on a page and higher than that at least one line.
        """
        whole = self._part(row, begin, None)
        spanned = row in self.crossing or row + 1 in self.crossing
        # the text of a cell over several rows keeps the room it was given; one that begins in the cut row goes on with it
        if whole <= self.room and spanned and not self.begins:
            return None
        settings = [c.setting for c in self.rows[row].cells if c.row_span == 1]
        most = max((s.line_count for s in settings), default=0)
        lead = max((s.lead for s in settings), default=1.0)
        fits = begin + int((left - 2 * self.pad + _FIT) / lead)
        end = min(fits, most - 2)
        if end - begin >= 2:
            return begin, end
        if alone and most - begin > 1 and whole > self.room:
            return begin, max(min(fits, most - 1), begin + 1)
        return None

    def _best(self, first: int, heights: list[float], last: int, room: float) -> int:
        """How many of these rows stand here: the best cut at or above `last` rows."""
        ends = [0.0, *accumulate(heights[:last])]
        best, least = last, float("inf")
        for stop in range(last, 0, -1):
            waste = (ends[last] - ends[stop]) / self.room
            if waste > GIVE_UP or waste >= least:
                break
            cost = waste + self._cost(first, stop, ends, room)
            if cost < least:
                best, least = stop, cost
        return best

    def _cost(self, first: int, stop: int, ends: list[float], room: float) -> float:
        rows, row = self.rows, first + stop
        cost = _AFTER_CATEGORY if rows[row - 1].kind is RowKind.CATEGORY else 0.0
        if row < len(rows) and rows[row].kind is RowKind.SUB:
            cost += _SUB_ALONE if rows[row - 1].kind is RowKind.SUB else _FIRST_SUB_ALONE
        if row == len(rows) - 1 and stop > 2 and not self.reserve:
            cost += _LAST_ROW_ALONE
        for span in self.crossing.get(row, ()):
            above = ends[stop] - ends[max(span.first - first, 0)]
            if above + room - ends[stop] + _FIT < span.height:
                cost += _NO_TEXT_ABOVE
            if not self._room_below(span, row):
                cost += _NO_TEXT_BELOW
        return cost

    def _room_below(self, span: Span, row: int) -> bool:
        """Whether the text of a span cut above `row` has room in the rest of it."""
        found = 0.0
        for height in self.heights[row : span.stop]:
            found += height
            if found + _FIT >= span.height:
                return True
        return False

    def _give_room(self, fragment: Fragment, room: float) -> None:
        """Stretch the rows on either side of a cut so that the text of a cut span can be repeated there."""
        stop = fragment.stop
        for span in self.crossing.get(stop, ()):
            begin = max(span.first - fragment.first, 0)
            missing = span.height - sum(fragment.heights[begin:])
            if 0 < missing <= room - fragment.height:
                _spread(fragment.heights, begin, len(fragment.heights), missing)
            if span.height <= self.room and not self._room_below(span, stop):
                missing = span.height - sum(self.heights[stop : span.stop])
                _spread(self.heights, stop, span.stop, missing)


def _spread(heights: list[float], first: int, stop: int, more: float) -> None:
    for row in range(first, stop):
        heights[row] += more / (stop - first)
