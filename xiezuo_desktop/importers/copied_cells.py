"""Cells of a table that were copied one below the other and cannot be put together: they are left, never read as sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .words import header_roles

if TYPE_CHECKING:
    from .gather import Gathered
    from .ledger import Line

_CAPTIONS = 3  # lines one below the other, each of which heads a column, that no running text has
_LEAST_SURE = 0.6
_LONGEST = 14  # characters of a caption
_REASON = "这是一张表里的字，一格一行，看不出哪几格是一行；请从原件把整张表复制过来，或用 Word、Excel 文件导入"


def without_copied_cells(lines: list[Line], found: Gathered) -> list[Line]:
    """The lines above the first run of captions; that run and all below it are left over as one."""
    run = 0
    for i, line in enumerate(lines):
        run = run + 1 if _is_caption(line.text) else 0
        if run == _CAPTIONS:
            begin = i + 1 - run
            found.ledger.leave(_REASON, *lines[begin:], way="table")
            return lines[:begin]
    return lines


def _is_caption(text: str) -> bool:
    return len(text.strip()) <= _LONGEST and max(header_roles(text).values(), default=0.0) >= _LEAST_SURE
