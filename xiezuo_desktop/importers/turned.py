"""Tables that stand on their side: the captions down the first column, a column for each indicator. They are put upright."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .ledger import Slot
from .words import header_roles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .ledger import Sheet, SheetRow

_FEWEST = 3  # captions of different meanings down the first column
_MOST = 12  # rows of such a table
_NAMES = frozenset({"name", "category", "party"})


def side_captions(sheet: Sheet) -> int | None:
    """The row in which the captions down the first column begin; None for a table that stands upright."""
    start = next((r for r, row in enumerate(sheet.rows) if len(row.begun) > 1), None)
    if start is None or any(row.said or row.meanings for row in sheet.rows):
        return None
    rows = sheet.rows[start:]
    if not _FEWEST <= len(rows) <= _MOST or any(s.row_span > 1 or s.column_span > 1 for r in rows for s in r.slots):
        return None
    heads = [_role(row.slots[0].text) for row in rows]
    named = [head for head in heads if head]
    across = [s.text for s in rows[0].slots[1:] if s.text]
    captions = sum(bool(header_roles(text)) for text in across)
    upright = len(set(named)) < _FEWEST or 4 * len(named) < 3 * len(rows) or 2 * captions > len(across)
    return None if upright or heads[0] not in _NAMES else start


def _role(text: str) -> str:
    roles = header_roles(text)
    if not roles:
        return ""
    return next((r for r in roles if r in _NAMES), "") or max(roles, key=lambda r: roles[r])


def upright(sheet: Sheet, rows: Sequence[SheetRow]) -> Sheet:
    """The rows with their columns turned into rows. None of them has a place in the paper: they are columns there."""
    columns = zip(*(row.slots for row in rows), strict=True)
    return replace(sheet, rows=tuple(replace(rows[0], slots=tuple(map(_turned, c)), place=None) for c in columns))


def _turned(slot: Slot) -> Slot:
    return Slot(slot.source, slot.left, slot.top, slot.column_span, slot.row_span, slot.text)
