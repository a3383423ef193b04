"""A table of a web page whose cells end with | and may go on over lines: 序号 |, 任务 |, 责任单位 |, then 1 |, …

Such a text does not say where a row ends: how many cells it has is told by what the columns hold then. Cells below a merged one
were left out, with as many empty ones at the end of the row: the others go back to where they fit. A table whose rows cannot be
put together keeps each text in a row of its own, so that nothing is read into it.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from .stacked_text import class_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_COLUMNS = range(3, 15)
_FEWEST_ROWS = 2  # below the header
_FEWEST_MARKS = 6  # lines that end a cell
_LOOK_AHEAD = 12  # lines
_MOST_LINES = 40  # of one cell
_MOST_TABLE_LINES = 20_000
_MOST_ENDS = 5  # places where the table may end that are tried
_LONGEST_CAPTION = 20  # characters
_LEAST_ALIKE = 0.6  # of the texts of a column, on average
_NO_CAPTION = re.compile(r"[。；;，,]|\d{3,}")


def piped_table(lines: Sequence[str], at: int) -> tuple[list[list[str]], int] | None:
    """The rows of the table that begins with this line, and where the text goes on; None where none can begin.

    No rows: there is none after all, and the place is how far it was looked for.
    """
    if not _begins(lines, at):
        return None
    looked = at + 1
    for end in _ends(lines, at):
        looked = max(looked, end)
        pieces = _pieces(lines[at:end])
        rows = _best_rows(pieces) if len(pieces) >= _FEWEST_MARKS else None
        if rows:
            return _told(rows), end
    return [], looked


def _pieces(lines: Sequence[str]) -> list[str]:
    return [piece.strip() for piece in "\n".join(lines).split("|")[:-1]]


def _begins(lines: Sequence[str], at: int) -> bool:
    """Whether cells end one a line from here on: the line ends with its only |, or that stands alone on the next one."""
    line = lines[at].strip()
    if "|" in line:
        first = line.count("|") == 1 and line.endswith("|")
    else:
        first = 0 < len(line) <= _LONGEST_CAPTION and at + 1 < len(lines) and lines[at + 1].strip() == "|"
    if not first:
        return False
    marks = [text.count("|") for text in lines[at : at + _LOOK_AHEAD] if "|" in text]
    if len(marks) * 3 < _FEWEST_MARKS or marks.count(1) * 2 <= len(marks):
        return False
    words = [piece for piece in _pieces(lines[at : at + _LOOK_AHEAD]) if piece]
    return all(_is_caption(word) for word in words[: _COLUMNS[0]])


def _ends(lines: Sequence[str], at: int) -> Iterator[int]:
    """Where the table may end, the last place first: behind a line that ends a cell, before lines that do not."""
    ends: list[int] = []
    last = at
    for i in range(at, min(len(lines), at + _MOST_TABLE_LINES)):
        if "\t" in lines[i] or lines[i] == "\f" or i - last > _MOST_LINES:
            break
        if "|" not in lines[i]:
            continue
        if i > last + 1 and ends:
            ends.append(i + 1)
        else:
            ends[-1:] = [i + 1]
        last = i
    return reversed(ends[-_MOST_ENDS:])


def _best_rows(pieces: list[str]) -> list[list[str]] | None:
    """The texts in rows of the length that makes the columns most alike; None where no length does."""
    best, rows = _LEAST_ALIKE, None
    for size in _COLUMNS:
        if len(pieces) % size or len(pieces) // size <= _FEWEST_ROWS or not _is_header(pieces[:size]):
            continue
        cut = [pieces[i : i + size] for i in range(0, len(pieces), size)]
        alike = _alike(cut[1:])
        if alike > best:
            best, rows = alike, cut
    return rows


def _is_header(row: list[str]) -> bool:
    """Whether short words stand side by side, none between them missing; a | before the first of them is one of the frame."""
    words = row[1:] if not row[0] else row
    filled = [word for word in words if word]
    return len(filled) >= _COLUMNS[0] and all(map(_is_caption, filled)) and all(words[: len(filled)])


def _is_caption(word: str) -> bool:
    return len(word) <= _LONGEST_CAPTION and not _NO_CAPTION.search(word)


def _alike(rows: list[list[str]]) -> float:
    """The share of texts that are of the commonest class in their column, a mean over the columns."""
    shares = []
    for column in zip(*rows, strict=True):
        seen = Counter(class_of(text) for text in column if text)
        if seen:
            shares.append(max(seen.values()) / seen.total())
    return sum(shares) / len(shares) if shares else 0.0


def _told(rows: list[list[str]]) -> list[list[str]]:
    """The rows with their cells below their captions, or every text by itself where a row cannot be put together."""
    if not any(row[0] for row in rows):  # the frame on the left
        rows = [row[1:] for row in rows]
    widest = max(map(_filled, rows[1:]))
    width = max(widest, _filled(rows[0]))
    whole = [row for row in rows[1:] if _filled(row) == widest]
    seen = [Counter(class_of(text) for text in column if text) for column in zip(*whole, strict=True)]
    placed = [_placed(row, seen) for row in rows[1:]]
    if width > _filled(rows[0]) or None in placed or _counted_across(rows):
        return [[text] for row in rows for text in row if text]
    return [rows[0], *(row for row in placed if row is not None)]


def _counted_across(rows: list[list[str]]) -> bool:
    """Whether 1, 2, 3 … goes on from column to column: the rows are longer or shorter than these."""
    places: list[int] = []
    for column, text in (cell for row in rows for cell in enumerate(row)):
        if text == str(len(places) + 1):
            places.append(column)
    counted = max((sum(row[c] == str(n) for n, row in enumerate(rows)) for c in range(len(rows[0]))), default=0)
    return len(set(places)) > 1 and len(places) > max(_FEWEST_ROWS, counted)


def _filled(row: Sequence[str]) -> int:
    """How many cells there are up to the last one with a text."""
    return max((i + 1 for i, text in enumerate(row) if text), default=0)


def _placed(row: list[str], seen: Sequence[Counter[str]]) -> list[str] | None:
    """The row, moved to the right by the cells that were left out at its beginning; None where it fits nowhere."""
    spare = len(row) - _filled(row)
    fitting = []
    for shift in range(spare + 1):
        moved = [""] * shift + row[: len(row) - shift]
        if all(not text or not known or class_of(text) in known for text, known in zip(moved, seen, strict=True)):
            fitting.append(moved)
    return fitting[0] if fitting else None
