"""Tables of units by units for one indicator: 受援县 | 东湖区 | 西港区 | 合计. The title, or a word above the columns, names it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..core.matrix import OWN_WORDS
from ..core.numbers import read_amount
from .draft import DraftAllocation, DraftColumn, DraftIndicator
from .header import label_of_tier
from .outline import figure, one_line
from .remarks import reason_for
from .table_rows import NOTHING, table_rows
from .unit_rows import subject_of
from .words import UNIT_ROLES, folded, header_roles, measure_unit_in, names_somebody, unit_share, without_measure_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .columns import Layout
    from .gather import Gathered
    from .ledger import Sheet, Slot, Text
    from .table_rows import TableRow

_SIDES = ("party", "west", "east", "place", *UNIT_ROLES)
_SHARE = 0.7  # of the names down the first column that must be units
_FEWEST = 2  # units across, and down


@dataclass(frozen=True, slots=True)
class Cross:
    """The column of the units down, those of the units across, that of the sums, and whether the units down are the partners."""

    down: int
    across: tuple[int, ...]
    total: int | None
    partners_down: bool
    layout: Layout

    @property
    def meanings(self) -> dict[int, str]:
        """What each column is taken for."""
        sums = {} if self.total is None else {self.total: "total"}
        return {self.down: "party"} | dict.fromkeys(self.across, "bearer") | sums


def cross_layout(sheet: Sheet, layout: Layout) -> Cross | None:
    """The columns of a sheet that splits one thing over units by units, or None: units down, units across, figures between."""
    if layout.header is None or layout.of("name", "measures", "points", "rule", "measure_unit"):
        return None
    if label_of_tier(sheet, layout.header.first, layout.header.last):
        return None  # those who answer for the columns, not those who bear them
    tiers = layout.header.tiers
    down = next((c.index for c in layout.columns if c.role in _SIDES and _are_units(sheet, layout, c.index)), None)
    if down is None:
        return None
    right = [c.index for c in layout.columns if c.index > down and tiers[c.index] and c.role != "note"]
    sums = [c for c in right if "total" in header_roles(tiers[c][-1].text)]
    across = [c for c in right if c not in sums and _names_one(tiers[c][-1].text)]
    others = [c for c in right if c not in sums and c not in across]
    if len(across) < _FEWEST or others or len(sums) > 1 or not all(_are_figures(sheet, layout, c) for c in across):
        return None
    columns = tuple(
        replace(c, role="party" if c.index == down else "figure" if c.index > down else c.role) for c in layout.columns
    )
    above = {role for c in across for s in tiers[c][:-1] for role in header_roles(s.text)}
    partners_down = layout.columns[down].role in ("west", "place") or "east" in above
    return Cross(down, tuple(across), sums[0] if sums else None, partners_down, replace(layout, columns=columns))


def _names_one(word: str) -> bool:
    return names_somebody(word) or folded(word) in OWN_WORDS


def _values(sheet: Sheet, layout: Layout, column: int) -> list[str]:
    slots = (row.slots[column] for row in sheet.rows[layout.first :])
    return [s.text for s in slots if s.top and s.left and folded(s.text) not in NOTHING]


def _are_units(sheet: Sheet, layout: Layout, column: int) -> bool:
    """Whether a column names units or regions; the row of sums and one note below may say something else."""
    values = _values(sheet, layout, column)
    named = sum(names_somebody(v) or unit_share(v) == 1 for v in values)
    return named >= _FEWEST and named >= _SHARE * (len(values) - 1)


def _are_figures(sheet: Sheet, layout: Layout, column: int) -> bool:
    values = _values(sheet, layout, column)
    return all(read_amount(v).number is not None for v in values) and bool(values)


def read_cross(sheet: Sheet, cross: Cross, found: Gathered, title: str, default_unit: str = "") -> None:
    """Take the indicator of a sheet into `found` (one for each word above several of its columns), with what each unit bears
    for each partner."""
    reader = _Reader(cross, found)
    for row in table_rows(sheet, cross.layout, found.ledger):
        reader.read(row)
    reader.enter(title, default_unit)


class _Reader:
    def __init__(self, cross: Cross, found: Gathered) -> None:
        assert cross.layout.header
        self.cross = cross
        self.found = found
        self.tiers = cross.layout.header.tiers
        self.target = ""
        self.parts: dict[int, list[DraftAllocation]] = {c: [] for c in cross.across}
        self.sums: list[Text] = []
        self.names = {c: self._unit(one_line(self.tiers[c][-1].text)) for c in cross.across}

    def _unit(self, name: str) -> str:
        return self.found.units.enter(name) or self.found.units.enter_whole(name)

    def read(self, row: TableRow) -> None:
        """One row: a unit with its figures, the sums, or a note."""
        cross, ledger = self.cross, self.found.ledger
        if row.kind == "total":
            self._read_total(row)
        elif row.kind != "data" or not row.own(cross.down):
            self.found.tell("note", row.note, *row.sources)
        else:
            unit = self._unit(one_line(row.own(cross.down)))
            ledger.take(*row.parts[cross.down].sources)
            for column in cross.across:
                if amount := figure(row.own(column)):
                    pair = (self.names[column], unit) if cross.partners_down else (unit, self.names[column])
                    self.parts[column].append(DraftAllocation(pair[0], amount, pair[1]))
                    ledger.take(*row.parts[column].sources)
            self._set_aside(row)

    def _set_aside(self, row: TableRow) -> None:
        """The sum of a row, its number, and what nobody can place."""
        cross, ledger = self.cross, self.found.ledger
        for c, part in enumerate(row.parts):
            if c == cross.total or cross.layout.columns[c].role == "ordinal":
                self.sums += part.sources
            elif not part.shared:
                open_ones = [s for s in part.sources if ledger.is_open(s)]
                ledger.leave(reason_for(cross.layout, c), *open_ones, way="column")

    def _read_total(self, row: TableRow) -> None:
        total = self.cross.total
        if total is not None and len(self._named()) == 1 and not self.target:
            self.target = figure(row.own(total))
            self.found.ledger.take(*row.parts[total].sources)
        self.sums += row.sources

    def _named(self) -> dict[int, list[int]]:
        """The columns below each word that names an indicator, by the place of the word; -1 where only the title does."""
        out: dict[int, list[int]] = {}
        for column in self.cross.across:
            slot = self._word(column)
            out.setdefault(slot.source.index if slot and slot.source else -1, []).append(column)
        return out

    def _word(self, column: int) -> Slot | None:
        """The header word above a unit that says what is split; one that only says who these units are names nothing."""
        words = [
            s for s in self.tiers[column][:-1] if not header_roles(s.text).keys() & {"east", "west", "party", "total"}
        ]
        return words[-1] if words and not names_somebody(words[-1].text) else None

    def enter(self, title: str, default_unit: str) -> None:
        """The indicators, once all rows are read, and the words of the header."""
        ledger = self.found.ledger
        for columns in self._named().values():
            slot = self._word(columns[0])
            name = one_line(slot.text) if slot else subject_of(title)
            unit = measure_unit_in(name) or default_unit
            name = without_measure_unit(name) if measure_unit_in(name) else name
            if not name:
                name = "分配数"
                self.found.guesses.append("表上没有写明分的是什么，指标暂名“分配数”，请改成它的名称")
            parts = tuple(p for c in columns for p in self.parts[c])
            self.found.indicators.append(DraftIndicator(name, measure_unit=unit, target=self.target, allocations=parts))
            if slot:
                ledger.take(slot)
        self._take_header()
        ledger.settle("合计和序号，由程序算出", *self.sums)

    def _take_header(self) -> None:
        ledger = self.found.ledger
        down = self.tiers[self.cross.down]
        self.found.columns.append(DraftColumn("party", "·".join(one_line(s.text) for s in down)))
        ledger.take(*down, *(self.tiers[c][-1] for c in self.cross.across))
        rest: Sequence[Slot] = [s for tier in self.tiers for s in tier if s.source and ledger.is_open(s.source)]
        ledger.leave("几栏共有的表头", *rest, way="settled")
