"""Tables of pairings: one column of eastern parties, one of western, perhaps the kind of each pairing."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .draft import DraftColumn, DraftPairing
from .outline import one_line, prose
from .remarks import remark_columns, take_captions, with_remarks
from .splits import PARTY, pairing_kind
from .table_rows import NOTHING, says_nothing, table_rows
from .words import folded

if TYPE_CHECKING:
    from .columns import Layout
    from .gather import Gathered
    from .ledger import Sheet
    from .table_rows import TableRow

_KEPT = ("ordinal", "note")
_SHARE = 0.6  # of the values of a column that must read like parties
_KINDS = (
    (r"村企|企业|商会", "enterprise"), (r"学校|教育|校", "school"), (r"医院|卫生|医疗", "hospital"), (r"社会组织|协会", "social"),
    (r"村|社区", "village"), (r"乡|镇|街", "town"), (r"县|区", "county"), (r"市|州", "city"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sides:
    """The columns of the two sides and of the kind, and the layout by which rows are told apart."""

    east: int
    west: int
    kind: int | None
    layout: Layout
    remarks: tuple[int, ...]

    @property
    def meanings(self) -> dict[int, str]:
        """What each column is taken for."""
        kept = {c.index: c.role for c in self.layout.columns if c.role in _KEPT}
        kind = {} if self.kind is None else {self.kind: "pairing_kind"}
        return kept | kind | dict.fromkeys(self.remarks, "remark") | {self.east: "east", self.west: "west"}


def pairing_layout(sheet: Sheet, layout: Layout, title: str) -> Sides | None:
    """The columns of a table of pairings, or None: its header or its title says so, and both columns name parties."""
    if layout.of("target", "measure_unit", "points", "rule", "measures", "deadline") or sheet.width < 2:
        return None
    parties = [c.index for c in layout.columns if _are_parties(sheet, layout.first, c.index)]
    east = next((c for c in layout.of("east") if c in parties), None)
    west = next((c for c in layout.of("west") if c in parties), None)
    if east is None or west is None:
        free = [c for c in parties if c not in (east, west) and layout.columns[c].role not in ("name", "category")]
        if (
            "结对" not in title + "".join(c.caption for c in layout.columns)
            or len(free) + (east is not None) + (west is not None) < 2
        ):
            return None
        east = free.pop(0) if east is None else east
        west = free.pop(0) if west is None else west
    kind = layout.one("pairing_kind")
    used = [east, west, kind, layout.one("ordinal"), layout.one("note")]
    remarks = remark_columns(layout, [c for c in used if c is not None])
    return Sides(east, west, kind, _row_layout(layout, east, west), tuple(remarks))


def _row_layout(layout: Layout, east: int, west: int) -> Layout:
    roles = {east: "name", west: "party"}
    columns = tuple(replace(c, role=roles.get(c.index, c.role if c.role in _KEPT else "")) for c in layout.columns)
    return replace(layout, columns=columns)


def _are_parties(sheet: Sheet, first: int, column: int) -> bool:
    slots = (row.slots[column] for row in sheet.rows[first:])
    texts = [s.text for s in slots if s.top and s.left and folded(s.text) not in NOTHING]
    named = sum(all(PARTY.fullmatch(folded(n)) for n in _names(t)) for t in texts)
    return len(texts) > 1 and named >= _SHARE * len(texts)


def _names(text: str) -> list[str]:
    return [n.strip() for n in re.split(r"[、,，;；\n]", one_line(text)) if n.strip()]


def read_pairings(sheet: Sheet, sides: Sides, found: Gathered) -> None:
    """Take the pairings of a sheet into `found`; a cell of several names makes as many pairings."""
    ledger = found.ledger
    kind = heading = ""
    _take_header(sides, found)
    for row in table_rows(sheet, sides.layout, ledger):
        if row.kind == "note":
            found.tell("note", row.note, *row.sources)
        elif row.kind == "category":
            heading = " ".join(one_line(row.parts[c].text) for c in row.filled)
            kind = _kind_of(heading) or kind
            ledger.take(*row.sources)
        elif row.text(sides.east) and row.text(sides.west):
            _read_row(row, sides, found, kind, heading)
        else:
            ledger.leave("这一行没有写全结对的双方", *(s for s in row.sources if ledger.is_open(s)))
        ledger.leave("这一栏计划里还没有对应的内容", *(s for s in row.sources if ledger.is_open(s)))


def _take_header(sides: Sides, found: Gathered) -> None:
    """The captions; those of remarks stand in the notes."""
    layout = sides.layout
    if layout.header is None:
        return
    fields = {sides.east: "east", sides.west: "west", sides.kind: "pairing_kind"}
    take_captions(layout, (c for c in (sides.kind, *sides.remarks) if c is not None), found.ledger)
    for column in layout.columns:
        tier = layout.header.tiers[column.index]
        field = fields.get(column.index) or (column.role if column.role in _KEPT else "")
        if field and tier:
            found.columns.append(DraftColumn(field, "·".join(one_line(s.text) for s in tier), "pairings"))
            found.ledger.take(*tier)
    for tier in layout.header.tiers:
        found.ledger.leave(
            "这一栏是空的", *(s for s in tier if s.source and found.ledger.is_open(s.source)), way="settled"
        )


def _read_row(row: TableRow, sides: Sides, found: Gathered, kind: str, heading: str) -> None:
    """The pairings of one row. What the paper calls their kind stands in the note in its own words."""
    column = sides.layout.one("ordinal")
    ordinal = one_line(row.text(column))
    note = prose(row.text(sides.layout.one("note")))
    said = _kind_of(row.text(sides.kind))
    note = "；".join(t for t in (heading, note) if not says_nothing(t))
    others = [c for c in (sides.kind, *sides.remarks) if c is not None]
    note = with_remarks(note, row, sides.layout, others, found.ledger)
    for east in _names(row.text(sides.east)):
        for west in _names(row.text(sides.west)):
            one, other = found.units.enter_whole(east), found.units.enter_whole(west)
            found.pairings.append(DraftPairing(one, other, said or pairing_kind(one, other) or kind, ordinal, note))
    for taken in (sides.east, sides.west, column, sides.layout.one("note")):
        if taken is not None:
            found.ledger.take(*row.parts[taken].sources)


def _kind_of(text: str) -> str:
    return next((kind for pattern, kind in _KINDS if re.search(pattern, text)), "")
