"""Blocks and tables set one below the other on pages: keeps, widows, the grid, and where tables go on."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import partial
from itertools import takewhile
from typing import TYPE_CHECKING

from xiezuo_desktop.documents.pdf.flow import EM, EPSILON, Frame, Rule, Sheet, Text
from xiezuo_desktop.documents.pdf.flow_charts import SetChart
from xiezuo_desktop.documents.pdf.flow_lines import CAPTION_PITCH, CAPTION_SIZE, Block
from xiezuo_desktop.documents.pdf.table import place
from xiezuo_desktop.documents.pdf.table_cut import LEAST_BEGINNING, cut
from xiezuo_desktop.documents.pdf.table_rows import SetTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xiezuo_desktop.documents.pdf.flow_lines import Run
    from xiezuo_desktop.documents.pdf.table_cut import Fragment

_CONTINUED = "续表"  # above a table that goes on, where the office wants it
_TABLE_GAP = 8.0  # points above and below a table
_BELOW_TABLE = 12.0  # more of them before running text, which brings no blank of its own as it does above a table
_CUT_RULE = 0.5  # points
_MIDDLE = 0.36  # em from the base line up to the middle of a character
_ALONE = 2  # lines of a paragraph that keep each other company at the foot or the top of a page
_MOST_NOTES = 8  # lines below a table that are kept with the end of it
_NEAR_TOP = 0.2  # of a page: a whole table that begins so high cannot do better on the next page
_NEARLY_EMPTY = 0.25  # of a page: so little of a table on its last page is worth tightening the rows


@dataclass(frozen=True, slots=True)
class PageEnd:
    """The next block begins on a new page."""


Item = Block | PageEnd | SetTable | SetChart


class Flow:
    """Fills the pages of one section. `offset` is how far down the type area is used, in points."""

    def __init__(self, frame: Frame, number: int, first: Frame | None = None, *, continued: bool = False) -> None:
        self._frame = frame
        self._continued = continued
        self.sheets = [Sheet(first or frame, number)]
        self.offset = 0.0
        self._table_end = 0.0  # where the last table or chart ended, the gap below it included
        self._must_show_text = False
        self._only_heads = True  # nothing but titles stands on the page so far
        self._waiting: list[SetChart] = []  # for the top of the next page, while text fills this one

    @property
    def frame(self) -> Frame:
        """The page that is being filled; the first page of a letter has a type area of its own."""
        return self.sheets[-1].frame

    def begin_below_head(self, offset: float) -> None:
        """Begin below the head of the first page, which must show running text (7.3.2)."""
        self.offset = offset
        self._must_show_text = True

    def copy(self) -> Flow:
        """A flow that goes on from here by itself."""
        other = Flow(self._frame, self.sheets[0].number, continued=self._continued)
        other.offset = self.offset
        other.sheets = [
            replace(s, texts=list(s.texts), own_rules=list(s.own_rules), tables=list(s.tables), outline=list(s.outline))
            for s in self.sheets
        ]
        other._must_show_text = self._must_show_text
        other._table_end = self._table_end
        other._only_heads = self._only_heads
        return other

    @property
    def room(self) -> float:
        """Height that is left on the page, points."""
        return self.frame.area_height - self.offset

    def new_page(self) -> None:
        """Go on to the next page."""
        self.sheets.append(Sheet(self._frame, self.sheets[-1].number + 1))
        self.offset = self._table_end = 0.0
        self._only_heads = True
        waiting, self._waiting = self._waiting, []
        for chart in waiting:
            self._place_chart(chart)

    def add(self, items: Sequence[Item], reserve: float = 0.0) -> None:
        """Place all items; `reserve` points are wanted free below the last one."""
        for number, item in enumerate(items):
            if isinstance(item, PageEnd):
                if self.offset > 0:
                    self.new_page()
            elif isinstance(item, Block):
                self._add_block(items, number)
            elif isinstance(item, SetChart):
                self._add_chart(items, number)
            else:
                if self._waiting or self._moves(items, number):
                    self.new_page()
                self._add_table(item, _wanted_below(items, number, reserve))
        if self._waiting:
            self.new_page()

    # ------------------------------------------------------------------------------------------------- blocks

    def _start(self, block: Block, offset: float) -> float:
        """Where a block would begin: on the next line of the grid, after its blank lines; a table begins the grid anew."""
        if not block.on_grid:
            return offset + block.above
        if offset and offset == self._table_end:
            return offset + _BELOW_TABLE + block.before * block.pitch
        origin = self._table_end + _BELOW_TABLE if self._table_end else 0.0
        line = math.ceil((offset - origin) / block.pitch - 0.02)
        return origin + (line + (block.before if offset > 0 else 0)) * block.pitch

    def _fitting(self, block: Block, start: float) -> int:
        return max(math.floor((self.frame.area_height - start - EM) / block.pitch + EPSILON) + 1, 0)

    def _add_block(self, items: Sequence[Item], number: int) -> None:
        block = items[number]
        assert isinstance(block, Block)
        todo = block.lines
        while True:
            if block.dashes and self.offset == 0:
                return  # nothing above it to be cut off
            start = self._start(block, self.offset)
            count = self._lines_here(items, number, len(todo), start)
            if count == 0 and self.offset == 0:
                count = max(min(self._fitting(block, 0.0), len(todo)), 1)
            if count:
                self._place(block, todo[:count], start)
            todo = todo[count:]
            if not todo:
                return
            self.new_page()

    def _lines_here(self, items: Sequence[Item], number: int, count: int, start: float) -> int:
        """How many of a block's last `count` lines stand on this page when they begin at `start`."""
        block = items[number]
        assert isinstance(block, Block)
        fits = min(self._fitting(block, start), count)
        if fits == count and self._followed(items, number, start + count * block.pitch):
            return count
        if block.whole or (fits == count and block.keep_next):
            return 0
        least = _ALONE
        if self._must_show_text and block.text and len(self.sheets) == 1:  # above all else (7.3.3)
            least = 1
            fits = min(fits, max(count - _ALONE, 1))
        else:
            fits = min(fits, count - (1 if block.ends and fits < count else _ALONE))
        while fits >= least and block.parts_company(len(block.lines) - count + fits):
            fits -= 1
        return fits if fits >= least else 0

    def _followed(self, items: Sequence[Item], number: int, offset: float) -> bool:
        """Whether what must stay on this page with block `number` still fits below `offset`."""
        block = items[number]
        if number + 1 == len(items):
            return True
        after = items[number + 1]
        if isinstance(after, PageEnd):
            return True
        if isinstance(after, SetChart):
            return not _keeps(block) or offset + _TABLE_GAP + after.height <= self.frame.area_height
        if not isinstance(after, Block):
            alone = after.height + _wanted_below(items, number + 1, 0.0)
            if after.whole and offset > _NEAR_TOP * self.frame.area_height:
                least = after.height
            elif len(after.rows) == 1 and alone <= self._frame.area_height:
                least = alone
            else:
                least = after.header_height + sum(row.height for row in after.rows[:2])
                if least > self._frame.area_height:
                    least = after.header_height + LEAST_BEGINNING * self._frame.area_height
            here = self._only_heads or offset + _TABLE_GAP + least <= self.frame.area_height
            return not _keeps(block) or here
        if not _keeps(block) and not after.keep_above:
            return True
        start = self._start(after, offset)
        return self._lines_here(items, number + 1, len(after.lines), start) > 0

    def _place(self, block: Block, lines: Sequence[Sequence[Run]], start: float) -> None:
        sheet = self.sheets[-1]
        for number, line in enumerate(lines):
            y = self.frame.base(start + number * block.pitch, block.size)
            for role, x, text, spacing in line:
                sheet.texts.append(Text(role, block.size, self.frame.left + x, y, text, round(spacing, 3)))
        middle = self.frame.base(start, block.size) + _MIDDLE * block.size
        for begin, end in block.dashes:
            sheet.own_rules.append(Rule(self.frame.left + begin, middle, self.frame.left + end, middle, _CUT_RULE))
        sheet.outline.extend(block.outline)
        block.outline = []
        self.offset = start + len(lines) * block.pitch
        self._only_heads &= block.keep_next
        self._must_show_text &= not block.text

    # ------------------------------------------------------------------------------------------------- charts, tables

    def _add_chart(self, items: Sequence[Item], number: int) -> None:
        """Place a chart; one that does not fit waits for the top of the next page while the text behind it fills this one."""
        chart = items[number]
        assert isinstance(chart, SetChart)
        fits = self.offset + _TABLE_GAP + chart.height <= self.frame.area_height
        if self._waiting or (self.offset and not fits):
            behind = next((item for item in items[number + 1 :] if not isinstance(item, SetChart)), None)
            if isinstance(behind, Block):
                self._waiting.append(chart)
                return
            self.new_page()
        self._place_chart(chart)

    def _place_chart(self, chart: SetChart) -> None:
        if self.offset and self.offset + _TABLE_GAP + chart.height > self.frame.area_height:
            self.new_page()
        if self.offset:
            self.offset += _TABLE_GAP
        chart.place(self.frame.left, self.frame.top - self.offset, self.sheets[-1])
        self._table_end = self.offset = self.offset + chart.height + _TABLE_GAP
        self._only_heads = False

    def _moves(self, items: Sequence[Item], number: int) -> bool:
        """Whether a table of one row goes to the next page so that who signs does not stand there alone (7.3.5.4)."""
        table = items[number]
        assert isinstance(table, SetTable)
        wanted = table.height + _wanted_below(items, number, 0.0)
        alone = wanted > table.height and len(table.rows) == 1 and self.offset > 0 and not self._only_heads
        return alone and self.room - _TABLE_GAP < wanted <= self.frame.area_height

    def _add_table(self, table: SetTable, reserve: float) -> None:
        """Place a table; when its last page would hold next to nothing, its rows are made a little lower."""
        if self.offset:
            self.offset += _TABLE_GAP
        if table.whole and self.offset > _NEAR_TOP * self.frame.area_height and self.room < table.height:
            self.new_page()
        room = self._frame.area_height - CAPTION_PITCH * self._continued
        begins = self.offset > 0 and self._only_heads
        fragments = cut(table, self.room, room, reserve, begins=begins)
        if len(fragments) > 1 and self._poor_end(fragments[-1], table, reserve):
            tighter = table.tightened()
            again = cut(tighter, self.room, room, reserve, begins=begins)
            if len(again) < len(fragments):
                table, fragments = tighter, again
        for number, fragment in enumerate(fragments):
            if number:
                self.new_page()
                if self._continued and fragments[number - 1] is not None:
                    self._mark_continued()
            if fragment is not None:
                top = self.frame.top - self.offset
                self.sheets[-1].tables.append(partial(place, table, fragment, self.frame.left, top))
                self.offset += table.header_height + fragment.height
        self._table_end = self.offset = self.offset + _TABLE_GAP
        self._only_heads = False

    def _mark_continued(self) -> None:
        x = self.frame.right - len(_CONTINUED) * CAPTION_SIZE
        self.sheets[-1].texts.append(Text("fangsong", CAPTION_SIZE, x, self.frame.base(0.0, CAPTION_SIZE), _CONTINUED))
        self.offset = CAPTION_PITCH

    def _poor_end(self, last: Fragment | None, table: SetTable, reserve: float) -> bool:
        height = (last.height if last else 0.0) + table.header_height
        return height < _NEARLY_EMPTY * self.frame.area_height or bool(reserve)


def _wanted_below(items: Sequence[Item], number: int, reserve: float) -> float:
    """What is wanted free below a table: for what never stands at the top of a page without the end of the table."""
    after = items[number + 1] if number + 1 < len(items) else None
    if isinstance(after, Block) and after.keep_above:
        if after.on_grid:
            return _TABLE_GAP + _BELOW_TABLE + (after.before + len(after.lines)) * after.pitch
        notes = takewhile(lambda item: isinstance(item, Block) and item.keep_above, items[number + 1 :])
        lines = sum(len(note.lines) for note in notes if isinstance(note, Block))
        return _TABLE_GAP + min(lines, _MOST_NOTES) * after.pitch
    return reserve + _TABLE_GAP if reserve and after is None else 0.0


def _keeps(item: Item) -> bool:
    return isinstance(item, Block) and item.keep_next
