"""Tables of indicators, plain or spread over units (matrix): rows become indicators with their categories and units."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from ..core.measure_units import dimension
from ..core.names import normalise
from ..core.numbers import kind_of_words, read_amount, read_target
from ..core.ordinals import split_ordinal
from .draft import DraftAllocation, DraftIndicator
from .duties import duties_of
from .indicator_columns import ONE_LINE, PROSE, IndicatorColumns
from .kinship import Kin, place
from .marks import Marks
from .outline import figure, one_line, prose, rank
from .remarks import caption_of, reason_for, with_remarks
from .small_lines import unit_named
from .table_rows import TableRow, says_nothing, table_rows
from .words import NATURES, UNIT_ROLES, folded, measure_unit_in, people_in, without_measure_unit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .columns import Layout
    from .gather import Gathered
    from .ledger import Sheet

_LONGEST_NATURE = 6  # characters: 约束性指标; a longer text says more than the nature
_SHORT = 4  # characters: a text like 已选派 holds for each unit whose columns it covers


def read_indicators(
    sheet: Sheet, layout: Layout, found: Gathered, default_unit: str = "", *, goes_on: bool = False
) -> str:
    """Take the indicators of a sheet into `found`; whether it was plain ("indicators") or spread over units ("matrix").

    `default_unit` is the measure unit named above the table; `goes_on` when the table before it has not ended its category.
    """
    reader = _Reader(sheet, IndicatorColumns(layout), found, default_unit)
    if goes_on and found.indicators:
        reader.category = found.indicators[-1].category
    reader.read()
    return "matrix" if len(reader.columns.bearers) > 1 else "indicators"


class _Reader:
    def __init__(self, sheet: Sheet, columns: IndicatorColumns, found: Gathered, default_unit: str) -> None:
        self.sheet = sheet
        self.columns = columns
        self.layout = columns.layout
        self.found = found
        self.ledger = found.ledger
        self.default_unit = default_unit
        self.bearers = columns.bearers
        self.target = columns.target
        self.category: int | None = None
        self.category_unit = ""  # 一、资金（万元）
        self.kin: list[Kin] = []
        self.first_of_category = 0
        self.base = len(found.indicators)
        self.numbered = False
        self.numbers_categories = False

    def read(self) -> None:
        """Go down the rows once."""
        rows = table_rows(self.sheet, self.layout, self.ledger)
        self.marks = Marks(rows, self.layout, self.found)
        self.columns.tell_guesses(self.found)
        self.columns.read_header(self.found)
        for text in {row.text(column): None for column in self.layout.of(*UNIT_ROLES) for row in rows}:
            self.found.units.learn(text)
        self.numbered = any(r.number(self.layout) for r in rows if r.kind == "data")
        self.numbers_categories = self._are_categories_numbered(rows)
        for row in rows:
            getattr(self, f"_read_{row.kind}")(row)
        self._tell_parts()

    def _are_categories_numbered(self, rows: Sequence[TableRow]) -> bool:
        """Whether every cell of a category is as high as one number: 1 | 就业增收 beside three rows."""
        number, category = self.layout.one("ordinal"), self.layout.one("category")
        if number is None or category is None or not any(row.parts[number].shared for row in rows):
            return False
        cells = [(row.parts[number].sources, row.parts[category].sources) for row in rows if row.kind == "data"]
        pairs = {(a[0].index, b[0].index) for a, b in cells if a and b}
        return 1 < len(pairs) == len({a for a, _ in pairs}) == len({b for _, b in pairs})

    # ------------------------------------------------------------------------------------------------- kinds of rows

    def _read_category(self, row: TableRow) -> None:
        heads = [c for c in row.filled if c in self.layout.of("ordinal", "name", "category")] or row.filled
        text = one_line(row.parts[heads[-1]].text)
        ordinal, name = split_ordinal(text)
        own = one_line(row.own(self.layout.one("ordinal")))
        if own and own != text:
            ordinal, name = split_ordinal(own)[0] or own, text
        self._enter_category(ordinal, name or text)
        self.category_unit = measure_unit_in(text)
        for c in heads:
            self._take(row, c)
        self.ledger.settle("小计，计划里由各行相加得出", *row.sources)

    def _enter_category(self, ordinal: str, name: str) -> None:
        found = self.found.category(ordinal, name)
        if found != self.category:
            self.category = found
            self.first_of_category = len(self.kin)

    def _read_note(self, row: TableRow) -> None:
        self.found.tell("note", row.note, *row.sources)

    def _read_caption(self, row: TableRow) -> None:
        self.default_unit = unit_named(row.note) or self.default_unit
        self.found.tell_once("above", row.note, *row.sources)

    def _read_total(self, row: TableRow) -> None:
        self.ledger.settle("合计行，计划里由各行相加得出", *row.sources)

    def _read_data(self, row: TableRow) -> None:
        name_cell = row.own(self.layout.one("name"))
        if not name_cell:
            self._read_nameless(row)
            return
        self._category_of(row)
        ordinal, name = self._ordinal_and_name(row, one_line(name_cell))
        target = self._target(row)
        allocations = self._allocations(row, target)
        unit, name = self._measure_unit(row, name, target)
        nature = self._nature(row, target)
        texts = {field: made(row.parts[c].text) for field, c, made in self._texts}
        texts = {f: "" if says_nothing(t) else t for f, t in texts.items()}
        texts["stages"] = self._stages(row)
        texts["note"] = self._note(row, texts.get("note", ""), nature)
        parent, relation = self._family(row, ordinal, name, unit, target, texts.get("definition", ""))
        self.found.indicators.append(
            DraftIndicator(
                name=name,
                ordinal=ordinal,
                category=self.category,
                parent=parent,
                parent_relation=relation,
                measure_unit=unit,
                target=target,
                nature=nature,
                responsibilities=duties_of(row, self.layout, self.found, self.marks),
                allocations=allocations,
                **texts,
            )
        )
        for c in self.columns.handled:
            part = row.parts[c]
            if not part.shared:
                self.ledger.take(*part.sources)
        self._leave_unknown(row)

    @cached_property
    def _texts(self) -> list[tuple[str, int, Callable[[str], str]]]:
        """The fields that stand in a column as they are: field, column, and what makes the text of its cells whole."""
        fields = [*((f, one_line) for f in ONE_LINE), *((f, prose) for f in PROSE)]
        return [(f, c, made) for f, made in fields if (c := self.layout.one(f)) is not None]

    def _read_nameless(self, row: TableRow) -> None:
        """A row with a category and no name begins this category, whatever sums stand in it: 一 | 产业发展 | | 1800."""
        column = self.layout.one("category")
        text = one_line(row.own(column))
        ordinal = one_line(row.own(self.layout.one("ordinal")))
        if column is None or not text or rank(ordinal) > 2:
            self.ledger.leave("这一行没有指标名称", *row.sources)
            return
        self._enter_category(split_ordinal(ordinal)[0] or ordinal, text)
        self.ledger.tell_rows(row.places, "category")
        for c in (column, self.layout.one("ordinal")):
            if c is not None:
                self._take(row, c)
        self.ledger.settle("小计，计划里由各行相加得出", *row.sources)

    # ------------------------------------------------------------------------------------------------- cells of a row

    def _take(self, row: TableRow, column: int) -> None:
        self.ledger.take(*row.parts[column].sources)

    def _category_of(self, row: TableRow) -> None:
        columns = self.layout.of("category")
        texts = [t for c in columns if (t := one_line(row.text(c))) and not says_nothing(t)]
        if texts:
            ordinal, name = split_ordinal(texts[0])
            whole = " — ".join([name or texts[0], *texts[1:]])
            known = self.found.categories[self.category].name if self.category is not None else ""
            if normalise(known) != normalise(whole):
                self._enter_category(ordinal, whole)

    def _ordinal_and_name(self, row: TableRow, name: str) -> tuple[str, str]:
        own = one_line(row.own(self.layout.one("ordinal")))
        ordinal, rest = split_ordinal(own)
        if own and (rest or not ordinal):
            return own, name
        if not ordinal:
            ordinal, name = split_ordinal(name)
        return ordinal, name

    def _target(self, row: TableRow) -> str:
        if self.target is None:
            return self._wide_text(row)
        part = row.parts[self.target]
        text = figure(part.text)
        if part.shared and read_target(text).kind not in ("not_assessed", "text"):
            return ""  # words hold for all rows that they cover, a figure for the first
        self._take(row, self.target)
        return text or self._wide_text(row)

    def _wide_text(self, row: TableRow) -> str:
        """A text that covers the figures of several bearers: it is the target of the whole row."""
        filled = [c for c in self.bearers if row.own(c)]
        if len(filled) != 1 or len(self.bearers) < 2:
            return ""
        text = one_line(row.parts[filled[0]].text)
        if row.parts[filled[0]].span == 1 and (len(text) < 5 or read_amount(text).number is not None):
            return ""
        self._take(row, filled[0])
        return text

    def _allocations(self, row: TableRow, target: str) -> tuple[DraftAllocation, ...]:
        out = []
        for c in self.bearers:
            text = figure(row.own(c))
            if text and c in self.columns.strays:
                whose = caption_of(self.layout, c)
                self.ledger.leave(
                    f"“{whose}”在别处是结对地区，这一栏由谁承担看不出来", *row.parts[c].sources, way="column"
                )
                continue
            span = row.parts[c].span
            if not text or (text == target and (span > 1 or self.target is None)) or (span > 1 and len(text) > _SHORT):
                continue
            covered = [b for b in self.bearers if c <= b < c + span]
            bearers = [self.columns.bearer(b, self.found) for b in covered]
            out += [DraftAllocation(unit, text, partner) for unit, partner in bearers if unit]
            if any(unit for unit, _ in bearers):
                self._take(row, c)
        for c in self.layout.of("split"):
            parts = split_cell(row.own(c))
            if parts:
                out += [DraftAllocation(self.found.units.enter(unit) or unit, amount) for unit, amount in parts]
                self._take(row, c)
        return tuple(out)

    def _measure_unit(self, row: TableRow, name: str, target: str) -> tuple[str, str]:
        """The measure unit of a row and its name: without a column for it, it stands behind the name, the figure or above."""
        column = self.layout.one("measure_unit")
        if column is not None:
            text = one_line(row.text(column))
            return ("" if says_nothing(text) else text), name
        if unit := measure_unit_in(name):
            return unit, without_measure_unit(name)
        header = self.layout.columns[self.target].caption if self.target is not None else ""
        if unit := measure_unit_in(header) or people_in(header):
            return unit, name
        if unit := read_target(target).measure_unit:
            return unit, name
        above = self.category_unit or self.default_unit
        return (above if dimension(above) and read_target(target).kind == "number" else ""), name

    def _nature(self, row: TableRow, target: str) -> str:
        column = self.layout.one("nature")
        text = folded(row.text(column))
        for word, nature in NATURES.items():
            if column is not None and len(text) <= _LONGEST_NATURE and text.startswith(word[:2]):
                self.ledger.express(*row.parts[column].sources)
                return nature
        counted_only = not target.isdecimal() and kind_of_words(target) == "not_assessed"
        return "statistical" if counted_only else ""

    def _family(
        self, row: TableRow, ordinal: str, name: str, unit: str, target: str, definition: str
    ) -> tuple[int | None, str]:
        column = self.layout.one("ordinal")
        shares = not ordinal and column is not None and row.parts[column].shared and bool(row.text(column))
        shares = shares and not self.numbers_categories
        kin = Kin(name, ordinal, unit, target, definition, shares)
        place(kin, self.kin, self.first_of_category, numbered_table=self.numbered, said=row.said)
        if kin.parent is not None:
            self.ledger.tell_rows(row.places, "subset")
        if row.places:
            self.ledger.items[row.places[0]] = len(self.found.indicators)
        self.kin.append(kin)
        return (None if kin.parent is None else kin.parent + self.base), kin.relation

    def _stages(self, row: TableRow) -> str:
        """What is to be reached by parts of the year, in the words above their columns: 一季度：20；上半年：50."""
        if not self.columns.stages:
            return ""
        said = {c: word for c, word in self.columns.stages.items() if _states_number(row.own(c))}
        self.ledger.take(*(s for c in said for s in row.parts[c].sources))
        return "；".join(f"{word}：{one_line(row.own(c))}" for c, word in said.items())

    def _note(self, row: TableRow, note: str, nature: str) -> str:
        """The note of a row, with what it says in columns that have no field, and texts that cover several units' columns."""
        others = [c for c in self.columns.remarks if c not in self.columns.stages or not _states_number(row.own(c))]
        kind = self.layout.one("nature")
        if kind is not None and not nature:
            others.insert(0, kind)
        others += [c for c in self.layout.of("split") if "各" in row.own(c)]  # 各镇各90: its words stand nowhere else
        if others:
            note = with_remarks(note, row, self.layout, others, self.ledger)
        for c in self.bearers:
            span = row.parts[c].span
            open_ones = [s for s in row.parts[c].sources if row.own(c) and span > 1 and self.ledger.is_open(s)]
            if open_ones:
                last = max(b for b in self.bearers if b < c + span)
                whose = f"{caption_of(self.layout, c)}至{caption_of(self.layout, last)}"
                note = "；".join(filter(None, [note, f"{whose}：{prose(row.own(c))}"]))
                self.ledger.take(*open_ones)
        return note

    def _leave_unknown(self, row: TableRow) -> None:
        for c in row.filled:
            if c in self.columns.taken:
                continue
            open_ones = [s for s in row.parts[c].sources if self.ledger.is_open(s)]
            if open_ones:
                self.ledger.leave(reason_for(self.layout, c), *open_ones, way="column")

    # ------------------------------------------------------------------------------------------------- at the end

    def _tell_parts(self) -> None:
        """Where the 其中 rows of a whole add up to it exactly, they are its parts, not just some of it."""
        rows = self.found.indicators
        children: dict[int, list[int]] = {}
        for i in range(self.base, len(rows)):
            parent = rows[i].parent
            if parent is not None and rows[i].parent_relation == "subset":
                children.setdefault(parent, []).append(i)
        for parent, places in children.items():
            numbers = [read_target(rows[i].target).number for i in places]
            whole = read_target(rows[parent].target).number
            same = all(rows[i].measure_unit in ("", rows[parent].measure_unit) for i in places)
            if len(places) > 1 and same and None not in numbers and whole == sum(n for n in numbers if n is not None):
                for i in places:
                    rows[i] = replace(rows[i], parent_relation="part")


def _states_number(text: str) -> bool:
    return bool(text) and read_target(one_line(text)).kind == "number"


def split_cell(text: str) -> list[tuple[str, str]]:
    """The units and amounts of a cell like 甲镇280 乙乡15万元, only where it holds nothing else; else []."""
    pieces = [p for p in re.split(r"[\s、，,；;。]+", text) if p]
    out = []
    for piece in pieces:
        found = re.fullmatch(r"([\u4e00-\u9fff（）()]{2,20}?)[:：]?(各?\d[\d.]*[\u4e00-\u9fff%]{0,4})", piece)
        if not found or read_amount(found[2]).number is None:
            return []
        out.append((found[1], found[2]))
    return out if len(out) > 1 or (out and out[0][1].startswith("各")) else []
