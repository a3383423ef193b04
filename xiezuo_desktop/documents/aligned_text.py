"""Tables in plain text whose columns are only held apart by blanks, as typed or as a PDF was copied."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_FEWEST_COLUMNS = 3
_FEWEST_ROWS = 3  # with the one that heads them
_PIECE = re.compile(r"\S+(?:[ ]\S+)*")
_LONGEST = 400  # rows


def aligned_rows(lines: Sequence[str], at: int) -> list[list[str]]:
    """The rows of the table that begins in line `at`, each as long as the first; [] where no such table begins there.

    A piece belongs to the column that begins nearest to it; Chinese characters are two places wide.
    """
    first = _pieces(lines[at])
    if len(first) < _FEWEST_COLUMNS or "\t" in lines[at]:
        return []
    starts = [place for place, _ in first]
    rows = [[text for _, text in first]]
    for line in lines[at + 1 : at + _LONGEST]:
        row = _row(_pieces(line), starts) if "\t" not in line and "\f" not in line else []
        if not row:
            break
        rows.append(row)
    full = sum(sum(map(bool, row)) >= _FEWEST_COLUMNS for row in rows)
    return rows if len(rows) >= _FEWEST_ROWS and 2 * full >= len(rows) and full >= _FEWEST_ROWS else []


def _pieces(line: str) -> list[tuple[int, str]]:
    """The texts of a line that more than one blank parts, each with the place in which it begins."""
    text = line.replace("\u3000", "  ").rstrip()
    return [(_width(text[: found.start()]), found[0]) for found in _PIECE.finditer(text)]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def _row(pieces: Sequence[tuple[int, str]], starts: Sequence[int]) -> list[str]:
    """The pieces in their columns; [] for a line that is no row of this table."""
    if len(pieces) < 2 or len(pieces) > len(starts):
        return []
    if len(pieces) == len(starts):
        return [text for _, text in pieces]
    row = [""] * len(starts)
    for place, text in pieces:
        column = min(range(len(starts)), key=lambda c: abs(starts[c] - place))
        if row[column]:
            return []
        row[column] = text
    return row
