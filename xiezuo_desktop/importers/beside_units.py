"""What a table with a row for each unit says beside the figures: 在职人数, 责任人, 牵头部门; a note for each column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .draft import DraftColumn
from .outline import prose
from .remarks import caption_of
from .table_rows import says_nothing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .columns import Layout
    from .draft import DraftResponsibility
    from .gather import Gathered
    from .table_rows import TableRow


class BesideUnits:
    """The columns of a table that no indicator is made of, row by row."""

    def __init__(self, layout: Layout, columns: Iterable[int], found: Gathered) -> None:
        self.layout = layout
        self.found = found
        self.said: dict[int, list[tuple[str, str]]] = {c: [] for c in columns}  # of whom, and what

    def read(self, row: TableRow, who: str) -> None:
        """Take what the row of a unit, or of the sums, says in these columns."""
        for column, said in self.said.items():
            text = prose(row.text(column)).rstrip("。；;")
            if says_nothing(text) or (row.parts[column].shared and (who, text) in said):
                continue
            if not row.parts[column].shared:
                self.found.ledger.take(*row.parts[column].sources)
            said.append((who, text))

    def duties(self, columns: Iterable[tuple[int, str]]) -> tuple[DraftResponsibility, ...]:
        """Who answers for all indicators of the table, in columns (with their roles) that say the same of every unit."""
        out: list[DraftResponsibility] = []
        for column, role in columns:
            texts = {text for _, text in self.said.pop(column)}
            out += (one for text in texts for one in self.found.units.responsibilities(text, role))
            self.found.columns.append(DraftColumn(role, caption_of(self.layout, column)))
        return tuple(out)

    def tell(self) -> None:
        """One note for each column that says anything else of the units: 在职人数：甲局120；乙局31；合计151."""
        for column, said in self.said.items():
            words = [f"{who}{text}" if text[0].isdecimal() else f"{who}（{text}）" for who, text in said]
            if words:
                self.found.tell("note", f"{caption_of(self.layout, column)}：{'；'.join(words)}")
