"""The table of a matrix: two header tiers, text over all columns that it concerns, amounts as the document says them."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

from xiezuo_desktop.core.checks.facts import Facts, plain
from xiezuo_desktop.core.matrix import MatrixColumn, matrix_columns, total_bearer
from xiezuo_desktop.core.numbers import shown
from xiezuo_desktop.core.records import Indicator, TableColumn, UnitGroup
from xiezuo_desktop.documents.paper import Align, Cell, Column, Row, RowKind, Table
from xiezuo_desktop.reports.wording import OTHERS, amount_text, with_ordinal, without_measure
from xiezuo_desktop.wanted import still_wanted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from xiezuo_desktop.core.plan import Plan
    from xiezuo_desktop.core.records import Category, Id

_CAPTIONS = {"name": "指标名称", "measure_unit": "单位", "nature": "指标性质", "target": "下达总数"}
_NOBODY = "未写明单位"
_REMAINDER = "未分解"
_PADDING = 0.65  # em, beside the text of a column
_UNEVEN = 1.1  # how much wider than its share a table may be
_WHOLE_HEAD = 4.0  # em: headings up to this are not broken
_WIDE_TEXT = 4  # characters: longer texts stand over the blank columns beside them


@dataclass(frozen=True, slots=True)
class _Place:
    """A column for numbers: whose they are, its words in the two tiers of the header, and its width in em."""

    kind: str  # "target", "amount" or "remainder"
    column: MatrixColumn | None  # of an amount
    upper: str
    lower: str
    width: float
    least: float = 2.0  # with its heading broken


class MatrixTable:
    """Composes the matrix of a plan, or the columns of some bearers."""

    def __init__(self, plan: Plan, *, bearers: Collection[Id] | None = None, remainder: bool = False) -> None:
        self.plan = plan
        self.facts = Facts(plan)
        self._categories = [(c, rows) for c in [*plan.categories, None] if (rows := self._rows_of(c, bearers))]
        shown_rows = [i for _, rows in self._categories for i, _ in rows]
        found = matrix_columns(plan, (i.id for i in shown_rows))
        self._total = total_bearer(plan, (c.bearer for c in found))
        columns = [c for c in found if bearers is None or c.bearer in bearers]
        self.is_empty = not columns
        self._captions = {c.field: c.caption for c in plan.ordered(TableColumn) if not c.table and c.field in _CAPTIONS}
        self._amounts = {
            (i.id, MatrixColumn(a.bearer, a.partner)): without_measure(
                amount_text(a, each=plan.get(UnitGroup, a.bearer) is not None), i.measure_unit
            )
            for i in shown_rows
            for a in plan.allocations(i.id)
        }
        self._left = ["name", "measure_unit"] + ["nature"] * any(i.nature for i in shown_rows)
        has_target = any(self.facts.target(i).kind == "number" for i in shown_rows)
        self._places = [self._place(column, shown_rows) for column in columns]
        if has_target:
            self._places.insert(
                0,
                _Place(
                    "target",
                    None,
                    self._caption("target"),
                    "",
                    max(self._widest([self._target(i) for i in shown_rows]), 2.0),
                ),
            )
        self._remainders = {i.id: self._remainder(i) for i in shown_rows} if remainder else {}
        if remainder and bearers is None:
            self._places.append(
                _Place("remainder", None, _REMAINDER, "", max(self._widest(self._remainders.values()), 3.0))
            )

    # ------------------------------------------------------------------------------------------------- what is shown

    def _rows_of(self, category: Category | None, bearers: Collection[Id] | None) -> list[tuple[Indicator, int]]:
        """The rows of a category in which something is split or said in words; of some bearers, those they share in."""
        rows = self.plan.tree_of(category)
        if bearers is not None:
            mine = {i.id for i, _ in rows if any(a.bearer in bearers for a in self.plan.allocations(i.id))}
            for indicator, _ in reversed(rows):  # a 其中 row is not understood without the row above it
                if indicator.id in mine and indicator.parent is not None:
                    mine.add(indicator.parent)
            return [(i, depth) for i, depth in rows if i.id in mine]
        split = any(self.plan.allocations(i.id) for i, _ in rows)
        return rows if split or any(self.facts.target(i).kind == "text" for i, _ in rows) else []

    def _caption(self, field: str) -> str:
        return self._captions.get(field) or _CAPTIONS[field]

    @staticmethod
    def _widest(texts: Collection[str]) -> float:
        return max((_em(t) for t in texts if len(t) <= _WIDE_TEXT * 2), default=2.0)

    def _place(self, column: MatrixColumn, rows: Sequence[Indicator]) -> _Place:
        bearer = self.plan.bearer_name(column.bearer)
        partner = self.plan.bearer_name(column.partner)
        upper, lower = (bearer, partner) if bearer else (partner or _NOBODY, "")
        figures = [self._amounts[i.id, column] for i in rows if (i.id, column) in self._amounts]
        head = lower or upper
        wide = _em(head) if _em(head) <= _WHOLE_HEAD else max(_em(head) / 3, 3.0)
        figure = self._widest(figures)
        return _Place("amount", column, upper, lower, max(figure, wide), max(figure, 2.0))

    def _remainder(self, indicator: Indicator) -> str:
        """What of a target nobody bears yet, "" where a text keeps it from being worked out."""
        whole = self.facts.number(indicator)
        totals, shares = split_of(self.facts, indicator, self._total)
        if totals:
            whole = sum(totals, Decimal(0))
        if whole is None or shares is None:
            return ""
        return shown(plain(whole - sum(shares, Decimal(0))))

    # ------------------------------------------------------------------------------------------------- tables

    def divided(self, room: float, room_when_divided: float) -> list[list[int]]:
        """The number columns, by their places: one table where `room` em hold it, else tables of about equal width.

        Columns of one bearer stay together. Headings are broken where that saves a smaller size.
        """
        if self._total_width() > room_when_divided:
            tight = [replace(place, width=place.least) for place in self._places]
            if sum(place.width + _PADDING for place in tight) <= room:
                self._places = tight
        total = self._total_width()
        if total > room:
            room = total / math.ceil(total / room_when_divided) * _UNEVEN
        out: list[list[int]] = [[]]
        used = 0.0
        for _, group in groupby(range(len(self._places)), lambda n: self._places[n].upper):
            places = list(group)
            wide = sum(self._places[n].width + _PADDING for n in places)
            if out[-1] and used + wide > room:
                out.append([])
                used = 0.0
            out[-1] += places
            used += wide
        return out

    def _total_width(self) -> float:
        return sum(place.width + _PADDING for place in self._places)

    def table(self, numbers: Sequence[int]) -> Table:
        """The table of some number columns beside the names."""
        places = [self._places[n] for n in numbers]
        header = self._header(places)
        rows = list(header)
        width = len(self._left) + len(places)
        for category, indicators in self._categories:
            indicators = [(i, depth) for i, depth in indicators if self._concerns(i, places)]
            if not indicators:
                continue
            if len(self._categories) > 1 or category:
                text = with_ordinal(category.ordinal, category.name) if category else OTHERS
                rows.append(Row((Cell(text, 0, width),), RowKind.CATEGORY))
            rows += [self._row(i, depth, places) for i, depth in indicators]
        columns = (
            Column(Align.LEFT, 1.6, 7.0),
            *(Column(Align.CENTRE) for _ in self._left[1:]),
            *(Column(Align.CENTRE, 1.0, place.width) for place in places),
        )
        return Table(tuple(rows), len(header), columns, "分解矩阵", whole=numbers[0] > 0)

    def _concerns(self, indicator: Indicator, places: Sequence[_Place]) -> bool:
        """Whether a row says something in these columns; of one of several tables the others are left out."""
        if len(places) == len(self._places) or self.facts.target(indicator).kind == "text":
            return True
        below = self.plan.sub_indicators(indicator.id)
        return any(self._figure(indicator, place) for place in places) or any(self._concerns(i, places) for i in below)

    def _header(self, places: Sequence[_Place]) -> list[Row]:
        two = any(place.lower for place in places)
        upper = [Cell(self._caption(field), n, 1, 1 + two) for n, field in enumerate(self._left)]
        lower: list[Cell] = []
        column = len(self._left)
        for name, group in groupby(places, lambda place: place.upper):
            below = [place.lower for place in group]
            tiers = any(below)
            upper.append(Cell(name, column, len(below), 1 if tiers else 1 + two))
            if tiers:
                lower += [Cell(text, column + n) for n, text in enumerate(below)]
            column += len(below)
        rows = [Row(tuple(upper), RowKind.HEADER)]
        return [*rows, Row(tuple(lower), RowKind.HEADER)] if two else rows

    def _row(self, indicator: Indicator, depth: int, places: Sequence[_Place]) -> Row:
        still_wanted()
        natures = Indicator.fields["nature"].choices or {}
        texts = {
            "name": with_ordinal(indicator.ordinal, indicator.name),
            "measure_unit": indicator.measure_unit,
            "nature": natures.get(indicator.nature, indicator.nature),
        }
        cells = [Cell(texts[field], n) for n, field in enumerate(self._left)]
        figures = [self._figure(indicator, place) for place in places]
        spans = [1] * len(figures)
        target = indicator.target.strip()
        if self.facts.target(indicator).kind != "number" and target and target not in figures:
            begin, spans_over = _widest_blank(figures)
            if spans_over:
                figures[begin], spans[begin] = target, spans_over
        for begin, count in _same_words(figures):
            spans[begin] = count
        place = 0
        while place < len(figures):
            cells.append(Cell(figures[place], len(self._left) + place, spans[place]))
            place += spans[place]
        return Row(tuple(cells), RowKind.SUB if depth else RowKind.BODY)

    def _figure(self, indicator: Indicator, place: _Place) -> str:
        if place.column is not None:
            return self._amounts.get((indicator.id, place.column), "")
        if place.kind == "remainder":
            return self._remainders.get(indicator.id, "")
        return self._target(indicator)

    def _target(self, indicator: Indicator) -> str:
        """A target that is a number; where none is stated, what the parts come to."""
        if self.facts.target(indicator).kind == "number":
            return without_measure(indicator.target.strip(), indicator.measure_unit)
        totals, parts = split_of(self.facts, indicator, self._total)
        known = totals or parts or []
        return shown(sum(known, Decimal(0))) if known and not indicator.target.strip() else ""


def _em(text: str) -> float:
    return sum(1.0 if ord(ch) > 0x2E7F else 0.5 for ch in text)


def _widest_blank(texts: Sequence[str]) -> tuple[int, int]:
    """Where the longest run of blanks begins and how long it is; 0 long when there is none."""
    best = (0, 0)
    place = 0
    for blank, group in groupby(texts, lambda text: not text):
        count = len(list(group))
        if blank and count > best[1]:
            best = (place, count)
        place += count
    return best


def _same_words(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where neighbours say the same in words (已选派), and how many: one cell over them says it once. Figures stay apart."""
    place = 0
    for text, group in groupby(texts):
        count = len(list(group))
        if count > 1 and len(text) > 1 and not any(ch.isdigit() for ch in text):
            yield place, count
        place += count


def split_of(facts: Facts, indicator: Indicator, total: Id | None) -> tuple[list[Decimal], list[Decimal] | None]:
    """The amounts an indicator is split in: those that are totals, and the parts; None where a text is among the parts."""
    split, unit = facts.amounts.get(indicator.id, []), indicator.measure_unit
    totals = [facts.in_unit(v, unit) for a, v in split if total is not None and a.bearer == total]
    parts = [facts.share(a, v, unit) for a, v in split if total is None or a.bearer != total]
    known = [part for part in parts if part is not None]
    return [t for t in totals if t is not None], known if len(known) == len(parts) else None
