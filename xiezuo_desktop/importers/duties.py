"""Who answers for a row of a table: the units in all its unit columns, each with the role of its column."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from ..core.names import normalise
from ..core.numbers import read_target
from ..core.ordinals import split_ordinal
from .draft import DraftColumn
from .gather import ROLE_OF_WORD, labels_in
from .words import UNIT_ROLES, folded, looks_like_office

if TYPE_CHECKING:
    from .columns import Layout
    from .draft import DraftResponsibility
    from .gather import Gathered
    from .marks import Marks
    from .table_rows import TableRow


_FIRST_LEADS = re.compile(  # 责任单位（排第一位的为牵头单位）
    r"(?:[排列居]|位[居列于])?(?:在|名)?(?:第一|首)(?:位|个|名|家)?的?(?:责任)?(?:单位|部门)?[，,]?(?:即?为|是|系|作为)(?:第一)?(?:牵头|主办|主责)"
)


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


def bearer_in(heading: str) -> tuple[str, str]:
    """Who answers for the table below a heading that is the name of a unit: 一、县教育局; ("", "") for another heading."""
    name = split_ordinal(heading.strip())[1].strip("：: ")
    return (name, "责任") if looks_like_office(name) else ("", "")


def bear_all(found: Gathered, bearer: tuple[str, str], first: int, task: int) -> None:
    """Rows of a table that name nobody are those of whom the line above it names; `first` and `task` are where its rows begin."""
    names, word = bearer
    if not names:
        return
    ones = tuple(found.units.responsibilities(names, ROLE_OF_WORD.get(word, "responsible")))
    for i, row in enumerate(found.indicators[first:], first):
        if not row.responsibilities:
            found.indicators[i] = replace(row, responsibilities=ones)
    for i, one in enumerate(found.tasks[task:], task):
        if not one.responsibilities:
            found.tasks[i] = replace(one, responsibilities=ones)


def lead_first(found: Gathered) -> None:
    """Where the paper says that whoever is named first leads, the first of several responsible units does, if nobody else."""
    texts = (*(c.caption for c in found.columns), *(p.text for p in found.paragraphs))
    if not any(_FIRST_LEADS.search(folded(text)) for text in texts):
        return
    for i, row in enumerate(found.indicators):
        first, *others = row.responsibilities or (None,)
        roles = {r.role for r in row.responsibilities}
        if first and first.role == "responsible" and "lead" not in roles and any(r.role == first.role for r in others):
            found.indicators[i] = replace(row, responsibilities=(replace(first, role="lead"), *others))
