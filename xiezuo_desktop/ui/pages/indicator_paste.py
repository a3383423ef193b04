"""A block of cells pasted into rows of the indicator tree that are there already, as a spreadsheet would take it.

What begins in the column of names, or does not fit, is new content: it is read with a preview instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.errors import Invalid
from ...core.records import Indicator, full_key
from ..blocks import repeated
from ..delegates.cell_editor import complaint
from ..models import indicator_nodes as nodes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...core.records import Id
    from ..blocks import Block
    from ..session import Session

COLUMNS = (nodes.MEASURE_UNIT, nodes.TARGET)  # beside each other, both held by the row itself


def paste_block(session: Session, block: Block, column: int, below: Sequence[Id], selected: int) -> bool:
    """Put a block into the rows `below` (the current one first); False when it is no such block and is to be read anew.

    `selected` is how many of these rows are selected: a block that divides them is repeated over them. One undo step;
    what cannot stand in a cell is said and nothing changes.
    """
    if column not in COLUMNS or not session.can_edit:
        return False
    block = repeated(block, max(selected, 1), len(block[0]))
    columns = COLUMNS[COLUMNS.index(column) :][: len(block[0])]
    if len(block[0]) > len(columns) or len(block) > len(below):
        return False
    cells = [
        (row, c, cell.strip())
        for row, line in zip(below, block, strict=False)
        for c, cell in zip(columns, line, strict=True)
    ]
    for _, c, cell in cells:
        if wrong := complaint(c, cell):
            session.failed.emit(Invalid(f"不能粘贴“{cell[:20]}”，没有改动：", wrong))
            return True
    with session.edit(f"粘贴 {len(block)} 行 {len(columns)} 列") as edit:
        for row, c, cell in cells:
            edit.put(Indicator, full_key(row), **{nodes.FIELDS[c]: cell})
    if edit.changes:
        session.said.emit(f"已粘贴 {len(block)} 行", True)
    return True
