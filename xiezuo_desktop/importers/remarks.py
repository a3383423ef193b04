"""What a table says of its rows in columns that a plan has no field for: kept in the note of the row, with the caption.

建设地点, 受益户数, 联系人, 一季度目标: “建设地点：河源村；受益户数：56”. So no cell of a row is left over only because no
field is known for it. Figures that somebody has reached are no remark: they belong to a month.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .outline import one_line, prose
from .table_rows import says_nothing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .columns import Layout
    from .gather import Gathered
    from .ledger import Ledger, Slot
    from .table_rows import TableRow

_NEVER = ("progress", "total", "ignore")
FOR_FIGURES = "这是完成情况，属于某个月份，请在“进度填报”页导入"

OWN_COLUMN = "这一栏是程序导出问题行时写的"


def remark_columns(layout: Layout, used: Iterable[int]) -> list[int]:
    """The columns with a caption that nobody has used and whose texts belong to the notes; a person may have said so of any."""
    taken = set(used)
    found = [c for c in layout.columns if c.index not in taken and c.role not in _NEVER]
    return [c.index for c in found if c.seen and (c.caption or c.role == "remark")]


def caption_of(layout: Layout, column: int) -> str:
    """What a column is called beside a text of it: its lowest word, behind a wider word above it."""
    words = [one_line(s.text) for s in layout.header.tiers[column]] if layout.header else []
    return "·".join(words[-2:])


def take_captions(layout: Layout, columns: Iterable[int], ledger: Ledger) -> None:
    """The header words above columns of remarks stand in the notes."""
    for column in columns:
        if layout.header:
            ledger.take(*layout.header.tiers[column][-2:])


def with_remarks(note: str, row: TableRow, layout: Layout, columns: Iterable[int], ledger: Ledger) -> str:
    """The note of a row with what its columns of remarks say; their texts are taken."""
    said = [note] if note else []
    for column in columns:
        text = prose(row.text(column))
        if says_nothing(text):
            continue
        caption = caption_of(layout, column)
        said.append(f"{caption}：{text}" if caption else text)
        if not row.parts[column].shared:
            ledger.take(*row.parts[column].sources)
    return "；".join([*(s.rstrip("。；;") for s in said[:-1]), *said[-1:]])


def settle_captions(cells: Sequence[Slot], found: Gathered, *, seen: bool, role: str = "", table: str = "") -> None:
    """The header words of a column that no reader takes: of an empty one they are kept, else left with a reason."""
    words = [one_line(s.text) for s in cells]
    if not seen and words:
        found.other_caption("·".join(words), table)
        found.ledger.take(*cells)
    else:
        known = {"progress": FOR_FIGURES, "ignore": OWN_COLUMN}
        reason = known.get(role, "表里有这一栏，计划里还没有对应的内容")
        found.ledger.leave(reason, *cells, way="column")


def reason_for(layout: Layout, column: int) -> str:
    """Why a cell of a column that no reader takes is left over."""
    one = layout.columns[column]
    if one.said:
        return "您说这一栏不读入" if one.role == "ignore" else "这一格没有读成这一栏的内容"
    if one.role == "ignore":
        return OWN_COLUMN
    if one.role == "progress":
        return FOR_FIGURES
    return f"“{one.caption}”一栏计划里还没有对应的内容" if one.caption else "这一栏没有表头，看不出是什么"
