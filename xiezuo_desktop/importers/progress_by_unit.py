"""Progress tables with a row for each unit: 地区 | 劳务协作（人）: 目标, 完成, 完成比例 | 消费帮扶（万元）: 目标, 完成, 完成比例.

They are put upright: a line for each unit and indicator that states a figure.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..core.names import normalise
from .table_rows import is_total, says_nothing
from .words import header_roles, without_measure_unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_HEADER_ROWS = 12  # a table of figures has its captions in its first rows
_FEWEST = 2  # indicators across, where no word says that these are figures reached
COLUMNS = {"name": 0, "unit": 1, "value": 2}


def lines_by_unit(
    grid: Sequence[Sequence[str]], is_value: Callable[[str], bool], known: Callable[[str], bool]
) -> Iterator[tuple[list[str], int]]:
    """The texts [indicator, unit, figure] of such a table, and the row of each; nothing for any other table.

    `is_value` tells a caption for what was reached (完成), `known` the name of an indicator of the plan.
    """
    for head in range(min(len(grid), _HEADER_ROWS)):
        units = next((c for c, text in enumerate(grid[head]) if "party" in header_roles(text)), None)
        if units is None:
            continue
        last, columns = _value_columns(grid, head, is_value, known)
        if not columns:
            continue
        for number in range(last + 1, len(grid)):
            unit = grid[number][units]
            if not says_nothing(unit) and not is_total(unit):
                yield from (([name, unit, grid[number][c]], number) for c, name in columns.items() if grid[number][c])
        return


def _value_columns(
    grid: Sequence[Sequence[str]], head: int, is_value: Callable[[str], bool], known: Callable[[str], bool]
) -> tuple[int, dict[int, str]]:
    """The last row of the header, and the columns of figures with the name of their indicator."""
    below = head + 1
    if below < len(grid):
        lower = grid[below]
        found = {
            c: _name(grid[head][c]) for c, text in enumerate(lower) if is_value(_bare(text)) and text != grid[head][c]
        }
        if found:
            return below, found
    found = {c: name for c, text in enumerate(grid[head]) if known(name := _name(text))}
    return head, found if len(found) >= _FEWEST else {}


def _bare(caption: str) -> str:
    return re.sub(r"[（(].*?[）)]|\s", "", caption)


def _name(caption: str) -> str:
    """The name of the indicator that a caption states, without its measure unit: 劳务协作（人） → 劳务协作."""
    return without_measure_unit(normalise(caption))
