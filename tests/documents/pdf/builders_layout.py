"""Small makers for tests of layout: advances without a font, tables from plain lists."""

from __future__ import annotations

from xiezuo_desktop.documents.paper import Cell, Column, Row, RowKind, Table


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
