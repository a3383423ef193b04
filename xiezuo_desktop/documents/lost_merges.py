"""Headers of several tiers in tables that travel as text: which of their cells were merged is told by what stands below.

Two forms occur. With an empty cell for every covered place, a word reaches to the right over empty cells that have a word below,
and down over empty ones. With one cell for a merged one, the row is short: its words share the width where that goes evenly; where
it does not, nobody can say what stands above what, and the row is told below the table.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from .paper import Cell

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_TIERS = 6
_LONGEST_WORD = 30  # characters of a header cell
_FEWEST_BELOW = 2  # rows below the header
_FIGURE = re.compile(r"[-+≥≤><]?\d[\d,.]*%?")
_SENTENCE = re.compile(r"[。；;]")


def merged_cells(rows: Sequence[Sequence[str]], width: int) -> tuple[list[list[Cell]], list[str]]:
    """The cells of each row, those of a header in tiers with the merges that were lost, wherever it is printed again; and
    what stood in rows nobody can set above columns: for these there is a row without cells.
    """
    plain = [[Cell(text, c) for c, text in enumerate(row[:width])] for row in rows]
    found = _header(rows, width)
    if found is None:
        return plain, []
    first, end = found
    tiers, beside = _levelled(rows[first:end], width)
    filled = [row for row in tiers if row]
    if not (beside or _has_covered(filled)):
        return plain, []
    merged = iter(_merged(filled))
    whole = [next(merged) if row else [] for row in tiers]
    out = plain[:first]
    while len(out) < len(rows):
        at = len(out)
        again = list(map(list, rows[at : at + end - first])) == list(map(list, rows[first:end]))
        out += whole if again else [plain[at]]
    if _is_short(rows[end], width):
        out[end] = []
        beside.append(_joined(rows[end]))
    return out, beside


def has_short_header(rows: Sequence[Sequence[str]]) -> bool:
    """Whether every row below the first one of several cells has more of them: words above merged columns, nobody knows which."""
    several = [row for row in rows if len(row) > 1]
    if len(several) <= _FEWEST_BELOW or not several[1][0].strip():
        return False
    return 2 < len(several[0]) < min(map(len, several[1:]))


def _header(rows: Sequence[Sequence[str]], width: int) -> tuple[int, int] | None:
    """Where the header in tiers begins and ends: the first row of several words, and those below it whose first place is free."""
    first = next((r for r, row in enumerate(rows) if sum(map(bool, row)) > 1), None)
    if first is None or not rows[first][0]:
        return None
    end = first + 1
    while end < len(rows) and not rows[end][0] and any(rows[end]):
        end += 1
    tiers = rows[first:end]
    words = [text for row in tiers for text in row if text]
    if not 2 <= len(tiers) <= _MOST_TIERS or len(rows) - end < _FEWEST_BELOW or width < 3:
        return None
    if any(len(w) > _LONGEST_WORD or _FIGURE.fullmatch(w) or _SENTENCE.search(w) for w in words):
        return None
    return first, end


def _levelled(tiers: Sequence[Sequence[str]], width: int) -> tuple[list[list[str]], list[str]]:
    """The tiers with the words of short rows at the places that they cover, and the words that have no such places.

    A tier of nothing else is empty.
    """
    out: list[list[str]] = []
    beside: list[str] = []
    for row, below in zip(tiers, [*tiers[1:], ()], strict=True):
        lead = next((c for c, text in enumerate(below) if text), 1) if len(below) == width else 1
        tail = next((c for c, text in enumerate(reversed(below)) if text), 0) if len(below) == width else 0
        words = list(row[lead : len(row) - tail])
        step, rest = divmod(width - lead - tail, len(words)) if words else (1, 0)
        if len(row) >= width or not words:
            out.append([*row, *[""] * (width - len(row))])
        elif not rest and all(words):
            spread = [text for word in words for text in (word, *[""] * (step - 1))]
            out.append([*row[:lead], *spread, *row[len(row) - tail :]])
        else:
            kept = [*row[:lead], *[""] * (width - lead - tail), *row[len(row) - tail :]]
            out.append(kept if any(kept) else [])
            beside.append(_joined(words))
    return out, beside


def _joined(words: Sequence[str]) -> str:
    return "、".join(word for word in words if word)


def _is_short(row: Sequence[str], width: int) -> bool:
    """Whether the row below a header has many words, but too few to be set below the columns."""
    words = [text for text in row if text]
    wordy = not any(_FIGURE.fullmatch(w) or len(w) > _LONGEST_WORD for w in words)
    return len(row) < width < 2 * len(words) and wordy


def _has_covered(tiers: Sequence[Sequence[str]]) -> bool:
    """Whether a place beside a word is free above another word."""
    return any(
        not upper[c] and lower[c] and any(upper[1:c]) for upper, lower in pairwise(tiers) for c in range(2, len(upper))
    )


def _merged(tiers: Sequence[Sequence[str]]) -> list[list[Cell]]:
    height, width = len(tiers), len(tiers[0])
    covered: set[tuple[int, int]] = set()
    out: list[list[Cell]] = []
    for r, row in enumerate(tiers):
        cells = []
        for c, text in enumerate(row):
            if (r, c) in covered:
                continue
            right, down = c + 1, r + 1
            heads = bool(text) and _has_word_below(tiers, r, c)
            while heads and right < width and not row[right] and _has_word_below(tiers, r, right):
                right += 1
            while text and down < height and not any(tiers[down][c:right]):
                down += 1
            covered |= {(i, j) for i in range(r, down) for j in range(c, right)}
            cells.append(Cell(text, c, right - c, down - r))
        out.append(cells)
    return out


def _has_word_below(tiers: Sequence[Sequence[str]], r: int, c: int) -> bool:
    return any(row[c] for row in tiers[r + 1 :])
