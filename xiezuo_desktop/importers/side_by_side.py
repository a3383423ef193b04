"""Tables printed in two or three bands beside each other to save paper: the bands are put below one another again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .header import find_header
from .ledger import Slot
from .words import UNIT_ROLES, header_roles

if TYPE_CHECKING:
    from .header import Header
    from .ledger import Sheet, SheetRow

_LEAST_COLUMNS = 2  # of a band
_HEADS = frozenset({"ordinal", "name", "party", "category", *UNIT_ROLES})  # what the first column of a band may be


def in_one_band(sheet: Sheet) -> Sheet:
    """The sheet with its bands below one another, each with its header as a new page has it; else as it is."""
    header = find_header(sheet)
    bands = _bands(header) if header else []
    if header is None or not bands or any(row.meanings for row in sheet.rows):
        return sheet
    width = max(end - start for start, end in bands)
    above = [_line(row, width) for row in sheet.rows[: header.first]]
    if any(len(row.slots) > width for row in above):
        return sheet
    rows = [_cut(row, start, end, width) for start, end in bands for row in sheet.rows[header.first :]]
    return replace(sheet, rows=(*above, *rows))


def _bands(header: Header) -> list[tuple[int, int]]:
    """The first column and the one past the last of each band; [] where the words above the columns do not repeat."""
    named = [c for c, tier in enumerate(header.tiers) if tier]
    words = [header.caption(c) for c in named]
    for count in (3, 2):
        size = len(words) // count
        first = words[:size]
        if size < _LEAST_COLUMNS or first * count != words or len(set(first)) < size:
            continue
        if not _HEADS & header_roles(first[0]).keys():
            return []
        starts = [named[i * size] for i in range(count)]
        return list(zip(starts, [*starts[1:], len(header.tiers)], strict=True))
    return []


def _cut(row: SheetRow, start: int, end: int, width: int) -> SheetRow:
    """The cells of a band; a cell that covers several bands stands in the one in which it begins."""
    slots = [s if s.left or c > start else Slot() for c, s in enumerate(row.slots[start:end], start)]
    return replace(row, slots=(*slots, *(Slot() for _ in range(width - len(slots)))))


def _line(row: SheetRow, width: int) -> SheetRow:
    """A row above the header: its texts moved to the left, where the first band is."""
    begun = row.begun
    return replace(row, slots=(*begun, *(Slot() for _ in range(width - len(begun)))))
