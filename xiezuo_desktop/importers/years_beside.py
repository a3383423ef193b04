"""Targets of several years in columns beside each other: 2030年目标 | 2031年目标. Those of the plan's year are its targets."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .columns import Layout

_YEAR = re.compile(r"(20\d\d)年?度?")
_TARGET = re.compile(r"(?:年度|全年|计划|任务|目标|指标|分解|下达|[数值量])*(?:\([^()]*\))?")
_SEVERAL = 2


def of_the_year(layout: Layout, year: int | None) -> tuple[Layout, str]:
    """The columns with that of `year` as the targets and those of other years for the notes, and what a person is told of it;
    as they are, and "", where there are no such columns or nobody knows the year."""
    found: dict[int, int] = {}
    words = set()
    for column in layout.columns:
        years = _YEAR.findall(column.caption)
        word = "".join(_YEAR.sub("", column.caption).split())
        if len(years) == 1 and _TARGET.fullmatch(word) and column.role in ("target", "stage", "") and not column.said:
            found[int(years[0])] = column.index
            words.add(word)
    target = layout.one("target")
    if len(found) < _SEVERAL or len(words) > 1 or (target is not None and target not in found.values()):
        return layout, ""
    named = "、".join(f"{y}年" for y in found)
    if year not in found:
        at = next((y for y, c in found.items() if c == target), None)
        return layout, f"表里有{named}几栏目标，读作{at}年的，请核对" if at else ""
    roles = dict.fromkeys(found.values(), "stage") | {found[year]: "target"}
    columns = tuple(replace(c, role=roles.get(c.index, c.role)) for c in layout.columns)
    return replace(layout, columns=columns), f"表里有{named}几栏目标，读作{year}年的，其余记在备注里，请核对"
