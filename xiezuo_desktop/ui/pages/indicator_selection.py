"""What a selection of rows says: its figures for the status bar, and its table for the clipboard."""

from __future__ import annotations

from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData

from ...core.numbers import shown, with_thousands
from ...core.records import Indicator
from ..blocks import format_block
from ..models import indicator_nodes as nodes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..models.indicator_nodes import Node

COPIED = (nodes.ORDINAL, nodes.NAME, nodes.MEASURE_UNIT, nodes.TARGET, nodes.UNITS)


def summary(rows: Sequence[Node]) -> str:
    """How many rows are selected; sum and average of their targets where all are counted in one measure unit."""
    records = [(n, n.record) for n in rows if isinstance(n.record, Indicator)]
    if not records:
        return ""
    numbers = [n.number for n, _ in records if n.number is not None]
    units = {r.measure_unit for n, r in records if n.number is not None}
    words = f"选中 {len(records)} 行"
    if len(numbers) == 1:
        return f"{words}　目标 {with_thousands(shown(numbers[0]))} {''.join(units)}".rstrip()
    if len(numbers) > 1 and len(units) == 1:
        total = sum(numbers, Decimal(0))
        average = (total / len(numbers)).quantize(Decimal(1).scaleb(min(total.as_tuple().exponent, 0) - 1))  # type: ignore[operator]
        average = average.quantize(Decimal(1)) if average == average.to_integral_value() else average
        return f"{words}　合计 {with_thousands(shown(total))} {''.join(units)}　平均 {with_thousands(shown(average))}"
    return words


def as_clipboard(rows: Sequence[Node]) -> QMimeData:
    """The rows as a table: tab-separated for spreadsheets, HTML for Word and for what keeps merged category rows."""
    lines: list[list[str]] = []
    table = []
    for node in rows:
        if node.is_category:
            lines.append([node.cells[nodes.NAME]])
            table.append(f'<tr><td colspan="{len(COPIED)}"><b>{escape(node.cells[nodes.NAME])}</b></td></tr>')
            continue
        cells = [_raw(node, column) for column in COPIED]
        lines.append(cells)
        table.append("<tr>" + "".join(f"<td>{escape(c)}</td>" for c in cells) + "</tr>")
    data = QMimeData()
    data.setText(format_block(lines))
    data.setHtml(f"<table>{''.join(table)}</table>")
    return data


def _raw(node: Node, column: int) -> str:
    if column == nodes.NAME and node.tag and isinstance(node.record, Indicator):
        name = node.cells[column]
        return f"{node.tag}：{name}"
    return str(getattr(node.record, nodes.FIELDS[column])) if column in nodes.FIELDS else node.cells[column]
