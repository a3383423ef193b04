"""Charts on pages: what `documents.chart` lays out, as texts and filled rules of a sheet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from xiezuo_desktop.documents.chart import draw
from xiezuo_desktop.documents.pdf.flow import PITCH, Rule, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xiezuo_desktop.documents.chart import Drawing
    from xiezuo_desktop.documents.paper import Chart
    from xiezuo_desktop.documents.pdf.flow import Ruler, Sheet

_HEADING = 2 * PITCH  # above a chart that fills a page: its heading stands on the same page
_COLOURS = {"grid": "grid", "bar": "bar", "late": "late", "ink": ""}


@dataclass(frozen=True, slots=True)
class SetChart:
    """A chart laid out; it is never cut."""

    drawing: Drawing

    @property
    def height(self) -> float:
        """Its height, points."""
        return self.drawing.height

    def place(self, left: float, top: float, sheet: Sheet) -> None:
        """Put it on a sheet with its upper left corner at (left, top)."""
        for x, y, width, height, tone in self.drawing.shapes:
            middle = top - y - height / 2
            sheet.own_rules.append(Rule(left + x, middle, left + x + width, middle, height, _COLOURS[tone]))
        for word in self.drawing.words:
            role = "hei" if word.strong else "fangsong"
            colour = "white" if word.light else ""
            sheet.texts.append(Text(role, word.size, left + word.x, top - word.y, word.text, colour=colour))


def set_chart(chart: Chart, width: float, height: float, ruler: Ruler) -> Iterator[SetChart]:
    """A chart for pages of this width and height: in several pieces where it has too many bars for one."""
    advances = ruler("fangsong")
    height -= _HEADING
    whole = draw(chart, width, advances)
    if whole.height <= height or len(chart.bars) < 2:
        yield SetChart(whole)
        return
    count = max(int(len(chart.bars) * height / whole.height) - 1, 1)
    for first in range(0, len(chart.bars), count):
        title = f"{chart.title}（续）" if first else chart.title
        yield SetChart(draw(replace(chart, title=title, bars=chart.bars[first : first + count]), width, advances))
