"""Where the bars, ticks and words of a chart stand: the same for paper and screen, which only paint them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .pdf.linebreak import lines
from .pdf.table_cells import by_phrases

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .paper import Bar, Chart

    Advances = Mapping[str, float]  # character → advance in em

TITLE_SIZE, LABEL_SIZE, SMALL_SIZE = 12.0, 10.5, 9.0  # points
_LEAST_SIZE, _LEAST_FIGURE = 7.5, 6.5
_BETWEEN = 0.25  # em between the words of two bars side by side
_TITLE_HEIGHT, _LEGEND_HEIGHT = 24.0, 16.0
_AXIS_HEIGHT = 16.0
_ROW_GAP = 7.0  # between the bars of two rows
_BAR_HEIGHT = 13.0
_COLUMNS_HEIGHT = 120.0  # of upright bars
_COLUMN = 0.64  # of its place: the width of an upright bar
_LONGEST_LABEL = 0.36  # of the width
_TICK = 1.4
_TICK_OVER = 2.5  # by which the mark of the pace stands out of a bar
_RISER = 0.8  # of the steps from the pace of one bar to that of the next
_BASE = 0.8  # the line that bars begin at
_PACE_HEIGHT = 13.0  # of the words above a line of the pace
_GAP = 6.0
_MOST_SCALE = 1.25  # of the goal: longer bars end here, their text says how far they really go
_CENTRE = 0.36  # em from the base line up to the middle of a character


class Shape(NamedTuple):
    """A filled rectangle; x and y are its upper left corner, y counts downwards. `tone`: grid, bar, late, ink."""

    x: float
    y: float
    width: float
    height: float
    tone: str


class Word(NamedTuple):
    """A text on its base line, from its left edge."""

    x: float
    y: float
    size: float
    text: str
    strong: bool = False
    light: bool = False  # on a dark bar


class Area(NamedTuple):
    """The place that belongs to one bar, its label included; x and y are its upper left corner."""

    x: float
    y: float
    width: float
    height: float


class Drawing(NamedTuple):
    """A chart laid out, points; `areas` one for each bar, in their order."""

    width: float
    height: float
    shapes: list[Shape]
    words: list[Word]
    areas: list[Area]


def draw(chart: Chart, width: float, advances: Advances) -> Drawing:
    """Lay out a chart `width` points wide."""
    drawing = Drawing(width, 0.0, [], [], [])
    lay_out = _columns if chart.upright else _rows
    height = lay_out(chart, drawing, _head(chart, drawing, advances), advances)
    return drawing._replace(height=height)


def _wide(text: str, advances: Advances) -> float:
    return sum(map(advances.__getitem__, text))


def _head(chart: Chart, drawing: Drawing, advances: Advances) -> float:
    """The title at the left, the legend at the right, below the title where the chart is narrow; how high they are."""
    base = _TITLE_HEIGHT - 9
    drawing.words.append(Word(0.0, base, TITLE_SIZE, chart.title, strong=True))
    shown = _legend(chart)
    if not shown:
        return _TITLE_HEIGHT
    wide = sum(_wide(text, advances) * SMALL_SIZE + 26 for text, _ in shown)
    below = _wide(chart.title, advances) * TITLE_SIZE + wide > drawing.width
    if below:
        base += _LEGEND_HEIGHT
    x = drawing.width
    middle = base - _CENTRE * SMALL_SIZE
    for text, tone in shown:
        x -= _wide(text, advances) * SMALL_SIZE
        drawing.words.append(Word(x, base, SMALL_SIZE, text))
        x -= 14
        if tone != "ink":
            drawing.shapes.append(Shape(x, middle - 4, 10, 8, tone))
        elif chart.upright:
            drawing.shapes.append(Shape(x, middle - _TICK / 2, 10, _TICK, tone))
        else:
            drawing.shapes.append(Shape(x + 8, middle - 5, _TICK, 10, tone))
        x -= 12
    return _TITLE_HEIGHT + _LEGEND_HEIGHT * below


def _legend(chart: Chart) -> list[tuple[str, str]]:
    """What needs to be explained, from the right to the left: nothing where all bars are alike and the pace is a line with its name."""
    late = any(b.late for b in chart.bars)
    paced = any(b.pace is not None for b in chart.bars) and _pace_of_all(chart) is None
    out = [("序时进度", "ink")] * paced
    out += [("低于序时进度", "late")] * late
    reached = any(b.share is not None and not b.late for b in chart.bars)
    return out + [("达到序时进度" if late else "完成率", "bar")] * (reached and (late or paced))


def _pace_of_all(chart: Chart) -> float | None:
    """The pace that all bars below one another share: one line through them, instead of a tick across each."""
    found = {bar.pace for bar in chart.bars}
    return found.pop() if len(found) == 1 and not chart.upright else None


def _scale(chart: Chart) -> float:
    """The share that the end of the scale stands for: the whole goal, more where bars go beyond it."""
    most = max((b.share for b in chart.bars if b.share is not None), default=1.0)
    return 1.0 if most <= 1.0 else min(most, _MOST_SCALE)


# ------------------------------------------------------------------------------------------------ bars below one another


class _Label(NamedTuple):
    lines: list[str]
    size: float
    wide: float  # points


def _label(text: str, room: float, advances: Advances) -> _Label:
    """A label in at most two lines, smaller where it must be; what is still too long ends in …"""
    size, text = LABEL_SIZE, text.replace("\n", "")
    while True:
        found = [line.text for line in by_phrases(text, advances, room / size) or lines(text, advances, room / size)]
        if len(found) <= 2 or size <= _LEAST_SIZE:
            break
        size -= 0.75
    if len(found) > 2:
        found = [found[0], found[1][:-1] + "…"]
    return _Label(found, size, max(_wide(line, advances) for line in found) * size)


def _rows(chart: Chart, drawing: Drawing, top: float, advances: Advances) -> float:
    labels = [_label(bar.label, drawing.width * _LONGEST_LABEL, advances) for bar in chart.bars]
    left = max((label.wide for label in labels), default=0.0) + _GAP
    pace = _pace_of_all(chart)
    top += _PACE_HEIGHT * (pace is not None)
    beside = max((_wide(bar.text, advances) for bar in chart.bars), default=0.0) * LABEL_SIZE
    beside = max(beside, _wide("100%", advances) * SMALL_SIZE / 2) + _GAP
    right = drawing.width - beside
    bottom = top + sum(map(_row_height, labels))
    _scale_across(chart, drawing, left, right, top, bottom, advances)
    y = top
    for bar, label in zip(chart.bars, labels, strict=True):
        height = _row_height(label)
        drawing.areas.append(Area(0.0, y, drawing.width, height))
        _row(bar, label, drawing, (left, right), y + height / 2, _scale(chart), advances)
        if pace is None:
            _tick_across(bar, drawing, left, (right - left) / _scale(chart), y + height / 2)
        y += height
    drawing.shapes.append(Shape(left - _BASE, top, _BASE, bottom - top, "ink"))
    if pace is not None:
        _pace_line(pace, drawing, (left, right), (top, bottom), _scale(chart), advances)
    return bottom + _AXIS_HEIGHT


def _row_height(label: _Label) -> float:
    return max(_BAR_HEIGHT + _ROW_GAP, len(label.lines) * label.size * 1.15 + 4)


def _scale_across(
    chart: Chart, drawing: Drawing, left: float, right: float, top: float, bottom: float, advances: Advances
) -> None:
    whole = (right - left) / _scale(chart)
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        x = left + whole * share
        drawing.shapes.append(Shape(x - 0.25, top, 0.5, bottom - top + 2, "grid"))
        if share in (0.0, 0.5, 1.0):
            text = f"{share * 100:.0f}%"
            wide = _wide(text, advances) * SMALL_SIZE
            drawing.words.append(Word(x - wide / 2, bottom + 12, SMALL_SIZE, text))


def _row(
    bar: Bar,
    label: _Label,
    drawing: Drawing,
    edges: tuple[float, float],
    middle: float,
    scale: float,
    advances: Advances,
) -> None:
    left, right = edges
    whole = (right - left) / scale
    lead = label.size * 1.15
    base = middle + _CENTRE * label.size - (len(label.lines) - 1) * lead / 2
    for number, line in enumerate(label.lines):
        x = left - _GAP - _wide(line, advances) * label.size
        drawing.words.append(Word(x, base + number * lead, label.size, line))
    if bar.share is not None:
        length = whole * min(max(bar.share, 0.0), scale)
        drawing.shapes.append(Shape(left, middle - _BAR_HEIGHT / 2, length, _BAR_HEIGHT, "late" if bar.late else "bar"))
    x = drawing.width - _wide(bar.text, advances) * LABEL_SIZE
    drawing.words.append(Word(x, middle + _CENTRE * LABEL_SIZE, LABEL_SIZE, bar.text))


def _tick_across(bar: Bar, drawing: Drawing, left: float, whole: float, middle: float) -> None:
    if bar.pace is not None:
        x = left + whole * min(max(bar.pace, 0.0), 1.0)
        high = _BAR_HEIGHT + 2 * _TICK_OVER
        drawing.shapes.append(Shape(x - _TICK / 2, middle - high / 2, _TICK, high, "ink"))


def _pace_line(
    pace: float,
    drawing: Drawing,
    edges: tuple[float, float],
    ends: tuple[float, float],
    scale: float,
    advances: Advances,
) -> None:
    """One line through all bars, with its name and its share above it."""
    (left, right), (top, bottom) = edges, ends
    x = left + (right - left) / scale * min(max(pace, 0.0), 1.0)
    drawing.shapes.append(Shape(x - _TICK / 2, top, _TICK, bottom - top, "ink"))
    text = f"序时进度{pace * 100:.1f}%"
    wide = _wide(text, advances) * SMALL_SIZE
    drawing.words.append(Word(max(min(x - wide / 2, drawing.width - wide), 0.0), top - 3, SMALL_SIZE, text))


# ------------------------------------------------------------------------------------------------ bars side by side


def _columns(chart: Chart, drawing: Drawing, head: float, advances: Advances) -> float:
    left = _wide("100%", advances) * SMALL_SIZE + _GAP
    scale = _scale(chart)
    bottom = head + 10 + _COLUMNS_HEIGHT
    slot = (drawing.width - left) / max(len(chart.bars), 1)
    size = min(SMALL_SIZE, slot / max((_wide(bar.label, advances) + _BETWEEN for bar in chart.bars), default=1.0))
    figures = [
        _figure(bar, left + slot * number, slot, (bottom, _COLUMNS_HEIGHT / scale, scale), advances)
        for number, bar in enumerate(chart.bars)
    ]
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        y = bottom - _COLUMNS_HEIGHT * share / scale
        for begin, end in _beside(figures, y, left, drawing.width, advances):
            drawing.shapes.append(Shape(begin, y - 0.25, end - begin, 0.5, "grid" if share else "ink"))
        if share in (0.0, 0.5, 1.0):
            text = f"{share * 100:.0f}%"
            x = left - _GAP - _wide(text, advances) * SMALL_SIZE
            drawing.words.append(Word(x, y + _CENTRE * SMALL_SIZE, SMALL_SIZE, text))
    for number, bar in enumerate(chart.bars):
        _column(bar, drawing, left + slot * number, slot, (bottom, _COLUMNS_HEIGHT / scale, scale))
    _pace_steps(chart.bars, drawing, left, slot, (bottom, _COLUMNS_HEIGHT / scale))
    for number, (bar, figure) in enumerate(zip(chart.bars, figures, strict=True)):
        drawing.areas.append(Area(left + slot * number, head, slot, bottom + _AXIS_HEIGHT - head))
        x = left + slot * number + (slot - _wide(bar.label, advances) * size) / 2
        drawing.words.extend((Word(x, bottom + 12, size, bar.label), figure))
    return bottom + _AXIS_HEIGHT + 2


def _figure(bar: Bar, x: float, slot: float, axis: tuple[float, float, float], advances: Advances) -> Word:
    """The figure above a bar; where the mark of its pace is near, in the head of a dark bar, else above the mark.

    Blank where nothing can be shown or read.
    """
    bottom, whole, scale = axis
    size = min(SMALL_SIZE, slot / (_wide(bar.text, advances) + _BETWEEN))
    text = bar.text if bar.share is not None and size >= _LEAST_FIGURE else ""
    above = bottom - whole * min(max(bar.share or 0.0, 0.0), scale)
    if bar.pace is not None:
        y = bottom - whole * min(max(bar.pace, 0.0), scale)
        if above - size - 3 < y < above:
            inside = min(size, slot * _COLUMN / (_wide(text, advances) + _BETWEEN)) if text else 0.0
            if bar.late and inside >= _LEAST_FIGURE and bottom - above > inside + 3:
                left = x + (slot - _wide(text, advances) * inside) / 2
                return Word(left, above + inside + 1, inside, text, light=True)
            above = y
    return Word(x + (slot - _wide(text, advances) * size) / 2, above - 3, size, text)


def _beside(
    figures: Sequence[Word], y: float, left: float, right: float, advances: Advances
) -> Iterator[tuple[float, float]]:
    """The pieces of a line across the chart that cross no figure."""
    for figure in figures:
        if figure.text and not figure.light and figure.y - figure.size < y < figure.y + 2:
            yield left, figure.x - 1
            left = figure.x + _wide(figure.text, advances) * figure.size + 1
    yield left, right


def _column(bar: Bar, drawing: Drawing, x: float, slot: float, axis: tuple[float, float, float]) -> None:
    bottom, whole, scale = axis
    if bar.share is not None:
        above = bottom - whole * min(max(bar.share, 0.0), scale)
        drawing.shapes.append(
            Shape(x + slot * (1 - _COLUMN) / 2, above, slot * _COLUMN, bottom - above, "late" if bar.late else "bar")
        )


def _pace_steps(bars: Sequence[Bar], drawing: Drawing, left: float, slot: float, axis: tuple[float, float]) -> None:
    """The pace as a flight of steps: level over each bar, with a riser to the next."""
    bottom, whole = axis
    before: float | None = None
    for number, bar in enumerate(bars):
        x = left + slot * number
        y = None if bar.pace is None else bottom - whole * min(max(bar.pace, 0.0), 1.0)
        if y is not None:
            drawing.shapes.append(Shape(x, y - _TICK / 2, slot, _TICK, "ink"))
            if before is not None:
                drawing.shapes.append(Shape(x - _RISER / 2, min(y, before), _RISER, abs(y - before), "ink"))
        before = y
