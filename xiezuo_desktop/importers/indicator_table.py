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
from ..core.records import TableColumn
from .draft import DraftAllocation, DraftColumn, DraftIndicator
from .duties import duties_of
from .kinship import Kin, place
from .marks import Marks
from .outline import one_line, prose, rank
from .table_rows import TableRow, caption_unit, row_ordinal, says_nothing, table_rows
from .words import NATURES, UNIT_ROLES, folded, header_roles, looks_like_office, measure_unit_in, people_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from .columns import Layout
    from .gather import Gathered
    from .ledger import Sheet, Slot

LABELS = TableColumn.fields["field"].choices or {}  # the columns that a plan has a place for
_LONGEST_NATURE = 6  # characters: 约束性指标; a longer text says more than the nature
_ONE_LINE = ("deadline", "leader")
_PROSE = ("definition", "evidence", "note")
_NO_BEARER = re.compile(
    r"^其中|^单位名称|\d|年|[^人]数$|率|情况|[^价]值$|目标|任务|指标|金额|说明|备注|进度|得分|%|^[人户]数$|资金|规模|对象|受益|来源|面积|数量|类型"
)


def is_indicator_table(layout: Layout) -> bool:
    """Whether a table lists indicators: names with figures, measure units, or figures spread over units."""
    if not layout.has("name") or layout.of("points", "rule"):
        return False
    goal = layout.one("target")
    if goal is not None and layout.columns[goal].wordy and not layout.has("measure_unit") and layout.of(*UNIT_ROLES):
        return len(bearer_columns(layout)) > 1  # goals in words: a table of tasks
    return bool(layout.of("target", "total")) or layout.has("measure_unit") or len(bearer_columns(layout)) > 1


def bearer_columns(layout: Layout) -> list[int]:
    """The columns without another role that are headed by a unit or region and stand right of the names."""
    name = layout.one("name")
    if layout.header is None or name is None:
        return []
    out = []
    for column in layout.columns:
        words = [folded(s.text) for s in layout.header.tiers[column.index]]
        if column.role == "bearer" and words:
            out.append(column.index)
            continue
        if column.role or column.index <= name or not words or column.wordy:
            continue
        if _names_bearer(words[-1]):
            out.append(column.index)
    said = any(layout.columns[c].said for c in out)
    return out if len(out) > 1 or said or any(looks_like_office(layout.columns[c].caption) for c in out) else []


def indicator_meanings(layout: Layout) -> dict[int, str]:
    """What the columns of a table of indicators are taken for; those of units are `bearer`."""
    meanings = {c.index: c.role for c in layout.columns if c.role in LABELS or c.role in ("split", "ignore")}
    if not layout.has("target") and (totals := layout.of("total")):
        meanings[totals[0]] = "total"
    return meanings | dict.fromkeys(bearer_columns(layout), "bearer")


def _names_bearer(word: str) -> bool:
    """Whether a header word can be the name of a unit or region: Chinese, short, no word for figures or columns."""
    if len(word) > 14 or not re.search(r"[\u4e00-\u9fff]", word):
        return False
    return not _NO_BEARER.search(word) and header_roles(word).keys() <= {"party"}


def _names_region(word: str) -> bool:
    """Whether an upper header word names the unit whose figures stand below, for the partners in the lower tier."""
    return not _NO_BEARER.search(word) and header_roles(word).keys() <= {"total"}


def read_indicators(
    sheet: Sheet, layout: Layout, found: Gathered, default_unit: str = "", *, goes_on: bool = False
) -> str:
    """Take the indicators of a sheet into `found`; whether it was plain ("indicators") or spread over units ("matrix").

    `default_unit` is the measure unit named above the table; `goes_on` when the table before it has not ended its category.
    """
    reader = _Reader(sheet, _with_definition(layout), found, default_unit)
    if goes_on and found.indicators:
        reader.category = found.indicators[-1].category
    reader.read()
    return "matrix" if len(reader.bearers) > 1 else "indicators"


def _with_definition(layout: Layout) -> Layout:
    """The columns with measures read as the explanation, where a table of indicators has none: 主要内容."""
    if layout.has("definition") or not layout.has("measures"):
        return layout
    first = layout.one("measures")
    columns = tuple(replace(c, role="definition") if c.index == first else c for c in layout.columns)
    return replace(layout, columns=columns)


class _Reader:
    def __init__(self, sheet: Sheet, layout: Layout, found: Gathered, default_unit: str) -> None:
        self.sheet = sheet
        self.layout = layout
        self.found = found
        self.ledger = found.ledger
        self.default_unit = default_unit
        self.bearers = bearer_columns(layout)
        self.target = layout.one("target")
        if self.target is None and (totals := layout.of("total")):
            self.target = totals[0]
        self.category: int | None = None
        self.category_unit = ""  # 一、资金（万元）
        self.kin: list[Kin] = []
        self.first_of_category = 0
        self.base = len(found.indicators)
        self.numbered = False

    def read(self) -> None:
        """Go down the rows once."""
        rows = table_rows(self.sheet, self.layout, self.ledger)
        self.marks = Marks(rows, self.layout, self.found)
        self._read_header()
        for text in {row.text(column): None for column in self.layout.of(*UNIT_ROLES) for row in rows}:
            self.found.units.learn(text)
        self.numbered = any(row_ordinal(r, self.layout) for r in rows if r.kind == "data")
        for row in rows:
            getattr(self, f"_read_{row.kind}")(row)
        self._tell_parts()

    # ------------------------------------------------------------------------------------------------- the header

    def _read_header(self) -> None:
        self._tell_guesses()
        header = self.layout.header
        if header is None:
            return
        entered: set[int] = set()
        for column in self.layout.columns:
            cells = header.tiers[column.index]
            if column.role in LABELS or column.index == self.target:
                role = column.role if column.role in LABELS else "target"
                self.found.columns.append(DraftColumn(role, " ".join(one_line(s.text) for s in cells)))
                self.ledger.take(*cells[-1:])
                if all(s.column_span == 1 for s in cells):
                    self.ledger.take(*cells)
            elif column.index in self.bearers:
                names = self._bearer_words(column.index)
                entered.update(s.source.index for s in names if s.source and self._bearer_word(s.text))
                self.ledger.take(*(s for s in cells if s.source and s.source.index in entered))
            elif column.role == "mark":
                self.ledger.take(*cells[-1:])
            elif column.role == "split":
                self.ledger.skip(*cells)
            elif cells and cells[-1].source and self.ledger.is_open(cells[-1].source):
                self.ledger.leave("表里有这一栏，计划里还没有对应的内容", *cells[-1:])
        for cells in header.tiers:
            self.ledger.leave("几栏共有的表头", *(s for s in cells if s.source and self.ledger.is_open(s.source)))

    def _tell_guesses(self) -> None:
        for column in self.layout.columns:
            if column.guessed and column.role in LABELS:
                label = f"“{column.caption}”一栏" if column.caption else f"第 {column.index + 1} 栏"
                self.found.guesses.append(f"{label}按内容读作{LABELS[column.role]}，请核对")

    def _bearer_words(self, column: int) -> list[Slot]:
        """The header cells that name who bears the figures of a column; 其中 and 各县任务数 above them name nobody."""
        assert self.layout.header
        tier = self.layout.header.tiers[column]
        return [s for s in tier if s is tier[-1] or _names_region(folded(s.text))]

    def _bearer_word(self, text: str) -> bool:
        return bool(self.found.units.enter(one_line(text)))

    # ------------------------------------------------------------------------------------------------- kinds of rows

    def _read_category(self, row: TableRow) -> None:
        text = one_line(row.parts[row.filled[-1]].text)
        ordinal, name = split_ordinal(text)
        own = one_line(row.own(self.layout.one("ordinal")))
        if own and own != text:
            ordinal, name = split_ordinal(own)[0] or own, text
        self._enter_category(ordinal, name or text)
        self.category_unit = measure_unit_in(text)
        self.ledger.take(*row.sources)

    def _enter_category(self, ordinal: str, name: str) -> None:
        found = self.found.category(ordinal, name)
        if found != self.category:
            self.category = found
            self.first_of_category = len(self.kin)

    def _read_note(self, row: TableRow) -> None:
        text = prose(row.whole_text)
        self.found.tell("note", text, *row.sources)

    def _read_caption(self, row: TableRow) -> None:
        self.default_unit = caption_unit(row.parts[row.filled[0]].text) or self.default_unit
        if not self.layout.has("measure_unit"):
            self.ledger.take(*row.sources)
        else:
            self.ledger.leave("这张表另有计量单位一栏", *row.sources)

    def _read_total(self, row: TableRow) -> None:
        self.ledger.leave("合计行，计划里由各行相加得出", *row.sources)

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
        for c in self._handled:
            part = row.parts[c]
            if not part.shared:
                self.ledger.take(*part.sources)
        self._leave_unknown(row)

    @cached_property
    def _texts(self) -> list[tuple[str, int, Callable[[str], str]]]:
        """The fields that stand in a column as they are: field, column, and what makes the text of its cells whole."""
        fields = [*((f, one_line) for f in _ONE_LINE), *((f, prose) for f in _PROSE)]
        return [(f, c, made) for f, made in fields if (c := self.layout.one(f)) is not None]

    @cached_property
    def _handled(self) -> list[int]:
        """The columns whose texts a row has taken: of a role that may stand twice all of them, else the first."""
        several = self.layout.of("category", *UNIT_ROLES)
        firsts = map(self.layout.one, ("ordinal", "name", "measure_unit", *_ONE_LINE, *_PROSE))
        return sorted({*several, *(c for c in firsts if c is not None)})

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
        self.ledger.leave("小计，计划里由各行相加得出", *(s for s in row.sources if self.ledger.is_open(s)))

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
        text = one_line(part.text)
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
            text = one_line(row.own(c))
            if not text or row.parts[c].span > 1 or (text == target and self.target is None):
                if text and text != target:
                    self.ledger.leave("一格文字盖住了几个单位的栏", *row.parts[c].sources)
                continue
            unit, partner = self._bearer(c)
            if not unit:
                continue
            out.append(DraftAllocation(unit, text, partner))
            self._take(row, c)
        for c in self.layout.of("split"):
            parts = split_cell(row.own(c))
            if parts:
                out += [DraftAllocation(self.found.units.enter(unit) or unit, amount) for unit, amount in parts]
                self._take(row, c)
        return tuple(out)

    def _bearer(self, column: int) -> tuple[str, str]:
        """The unit and the partner region that the header names above a column: the upper word and the lower one."""
        names = [self.found.units.enter(one_line(s.text)) for s in self._bearer_words(column)[-2:]]
        if not names or not all(names):
            return "", ""
        return names[0], names[1] if len(names) > 1 else ""

    def _measure_unit(self, row: TableRow, name: str, target: str) -> tuple[str, str]:
        """The measure unit of a row and its name: without a column for it, it stands behind the name, the figure or above."""
        column = self.layout.one("measure_unit")
        if column is not None:
            text = one_line(row.text(column))
            return ("" if says_nothing(text) else text), name
        if unit := measure_unit_in(name):
            return unit, re.sub(r"\s*[（(][^（）()]*[）)]\s*$", "", name)
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
                self.ledger.skip(*row.parts[column].sources)
                return nature
        if column is not None and not says_nothing(text):
            self.ledger.leave("没有认出的指标性质", *row.parts[column].sources)
        counted_only = not target.isdecimal() and kind_of_words(target) == "not_assessed"
        return "statistical" if counted_only else ""

    def _family(
        self, row: TableRow, ordinal: str, name: str, unit: str, target: str, definition: str
    ) -> tuple[int | None, str]:
        column = self.layout.one("ordinal")
        shares = not ordinal and column is not None and row.parts[column].shared and bool(row.text(column))
        kin = Kin(name, ordinal, unit, target, definition, shares)
        place(kin, self.kin, self.first_of_category, numbered_table=self.numbered, said=row.said)
        if kin.parent is not None:
            self.ledger.tell_rows(row.places, "subset")
        if row.places:
            self.ledger.items[row.places[0]] = len(self.found.indicators)
        self.kin.append(kin)
        return (None if kin.parent is None else kin.parent + self.base), kin.relation

    def _leave_unknown(self, row: TableRow) -> None:
        for c in row.filled:
            if c not in self._handled and any(self.ledger.is_open(s) for s in row.parts[c].sources):
                caption = self.layout.columns[c].caption
                reason = f"“{caption}”一栏计划里还没有对应的内容" if caption else "这一栏没有表头，看不出是什么"
                if self.layout.columns[c].said:
                    reason = (
                        "您说这一栏不读入" if self.layout.columns[c].role == "ignore" else "这一格没有读成这一栏的内容"
                    )
                self.ledger.leave(reason, *(s for s in row.parts[c].sources if self.ledger.is_open(s)))

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
            same = all(rows[i].measure_unit == rows[parent].measure_unit for i in places)
            if len(places) > 1 and same and None not in numbers and whole == sum(n for n in numbers if n is not None):
                for i in places:
                    rows[i] = replace(rows[i], parent_relation="part")


def split_cell(text: str) -> list[tuple[str, str]]:
    """The units and amounts of a cell like 甲镇280 乙乡15万元, only where it holds nothing else; else []."""
    pieces = [p for p in re.split(r"[\s、，,；;。]+", text) if p]
    out = []
    for piece in pieces:
        found = re.fullmatch(r"([\u4e00-\u9fff（）()]{2,20}?)[:：]?(各?\d[\d.]*[\u4e00-\u9fff%]{0,4})", piece)
        if not found or read_amount(found[2]).number is None:
            return []
        out.append((found[1], found[2]))
    return out if len(out) > 1 else []
