"""Who answers for a row of a table: the units in all its unit columns, each with the role of its column."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from ..core.names import normalise
from ..core.numbers import read_target
from .draft import DraftColumn
from .gather import labels_in
from .words import UNIT_ROLES

if TYPE_CHECKING:
    from .columns import Layout
    from .draft import DraftResponsibility
    from .gather import Gathered
    from .marks import Marks
    from .table_rows import TableRow


def duties_of(
    row: TableRow, layout: Layout, found: Gathered, marks: Marks, table: str = ""
) -> tuple[DraftResponsibility, ...]:
    """The responsibilities that a row states, each once, in the order of its columns; a figure is nobody's name.

    `table` is that of the captions (TableColumn), for the labels that stand in the cells.
    """
    out: dict[tuple[str, str, str], DraftResponsibility] = {}
    for column in layout.columns:
        if column.role not in UNIT_ROLES:
            continue
        part = row.parts[column.index]
        if _holds_figures(part.text):
            found.ledger.leave("单位栏里是数，不是单位名称", *part.sources)
            continue
        for role, label in labels_in(part.text).items():
            found.caption(DraftColumn(role, label, table))
        for one in found.units.responsibilities(part.text, column.role):
            out.setdefault((normalise(one.unit), one.role, normalise(one.capacity)), one)
    for one in marks.duties(row):
        out.setdefault((normalise(one.unit), one.role, normalise(one.capacity)), one)
    return tuple(out.values())


@lru_cache(maxsize=1024)
def _holds_figures(text: str) -> bool:
    return any(read_target(line).kind == "number" for line in text.split("\n"))
