"""Texts of merged cells in the rows that they cover, also where a paper has lost the merges."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..core.numbers import read_target
from .outline import rank
from .words import UNIT_ROLES

if TYPE_CHECKING:
    from .columns import Layout
    from .table_rows import Part, TableRow


def fill_down(rows: list[TableRow], layout: Layout, *, merges_known: bool) -> None:
    """Carry texts down where a merge covers several rows: from real merges as they are, else into empty cells of unit and
    category columns. Figures are never carried down, except a remark that a row is only counted, not assessed."""
    units = layout.of(*UNIT_ROLES)
    main = layout.of("lead", "responsible")
    target = layout.one("target")
    last: dict[int, Part] = {}
    open_cells: set[int] = set()
    depth = 9
    for row in rows:
        above, depth = depth, rank(row.number(layout))
        if row.kind != "data" or depth < above < 9:
            last = {c: p for c, p in last.items() if c in layout.of("category")}
            open_cells.clear()
        if row.kind != "data":
            continue
        blank_main = all(row.parts[c].blank for c in main) if main else False
        for c in [*units, *layout.of("category"), *([target] if target is not None else [])]:
            part = row.parts[c]
            if part.text:
                last[c] = part
                open_cells.discard(c)
                continue
            if row.opens:
                open_cells.add(c)
            if c not in last or (merges_known and not (c in open_cells and c != target)):
                continue
            if c == target and read_target(last[c].text).kind != "not_assessed":
                continue
            if c in units and c not in main and not blank_main:
                continue
            row.parts[c] = replace(part, text=last[c].text, shared=True, span=1)
