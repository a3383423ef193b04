"""Small makers for tests of layout: advances without a font, tables from plain lists."""

from __future__ import annotations

from itertools import starmap

from xiezuo_desktop.documents.paper import Cell, Column, Row, RowKind, Table
from xiezuo_desktop.documents.pdf.flow import Rule
from xiezuo_desktop.documents.pdf.table import place

CLOSING, OPENING = "、。，．；：？！）》〉」』】〕〗”’", "（《〈「『【〔〖“‘"


class PlainAdvances(dict):
    """Han characters and full-width marks are 1 em wide, everything else half of it."""

    def __missing__(self, ch):
        return 1.0 if ord(ch) > 0x2000 else 0.5


def ruler(_role):
    return PlainAdvances()


def row(*texts, kind=RowKind.BODY):
    """A row of plain cells; None leaves a place to a cell merged down from above; (text, rows) spans rows."""
    cells = []
    for column, text in enumerate(texts):
        if isinstance(text, tuple):
            cells.append(Cell(text[0], column, 1, text[1]))
        elif text is not None:
            cells.append(Cell(text, column))
    return Row(tuple(cells), kind)


def category(text, columns):
    return Row((Cell(text, 0, columns),), RowKind.CATEGORY)


def table(*rows, header=(), columns=()):
    heads = tuple(row(*texts, kind=RowKind.HEADER) for texts in header)
    return Table((*heads, *rows), len(heads), tuple(Column(align) for align in columns))


def placed(measured, fragment, top):
    """The cells and the rules of a fragment, or none."""
    if fragment is None:
        return [], []
    found = place(measured, fragment, 0.0, top)
    return list(found.stacks()), list(starmap(Rule, found.rules()))


def boxes(texts):
    """The ink of lines as (left, bottom, right, top, text), a little smaller than their em boxes."""
    advances = PlainAdvances()
    out = []
    for text in texts:
        if text.text.strip():
            wide = sum(map(advances.__getitem__, text.text)) * text.size * text.stretch
            wide += text.spacing * (len(text.text) - 1)
            low, high = text.y - 0.05 * text.size, text.y + 0.8 * text.size
            left = text.size / 2 if text.text[0] in OPENING else 0.3  # half of a mark's body is blank
            right = wide - (text.size / 2 if text.text[-1] in CLOSING else 0.3)
            out.append((text.x + left, low, text.x + max(right, left), high, text.text))
    return out


def faults(texts, rules, area=None):
    """What is printed over something else, over a rule, or outside `area` (left, bottom, right, top)."""
    found = []
    placed = sorted(boxes(texts))
    for n, one in enumerate(placed):
        for other in placed[n + 1 :]:
            if other[0] >= one[2]:
                break
            if other[1] < one[3] and one[1] < other[3]:
                found.append(("over", one[4], other[4]))
        if area and not (
            area[0] <= one[0] and one[2] <= area[2] + 0.5 and area[1] <= one[1] and one[3] <= area[3] + 0.5
        ):
            found.append(("outside", one[4]))
        for rule in rules:
            x0, x1 = sorted((rule.x0, rule.x1))
            y0, y1 = sorted((rule.y0, rule.y1))
            if x0 < one[2] and one[0] < x1 + 0.01 and y0 < one[3] and one[1] < y1 + 0.01:
                found.append(("rule", one[4]))
    return found
