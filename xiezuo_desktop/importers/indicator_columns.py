"""The columns of a table of indicators: which belong to fields, which to units that bear figures, which to the notes."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from ..core.matrix import OWN_WORDS
from ..core.numbers import read_amount
from ..core.records import Indicator, TableColumn
from ..core.stages import read_stages
from .draft import DraftColumn
from .outline import one_line
from .remarks import remark_columns, settle_captions, take_captions
from .words import UNIT_ROLES, folded, header_roles, looks_like_office, without_measure_unit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from .columns import Layout
    from .gather import Gathered
    from .ledger import Sheet, Slot

ONE_LINE = ("deadline", "leader", "last_value")
PROSE = ("definition", "evidence", "note")
_SURE = 0.9
_SHARE = 0.8  # of the rows whose figures must add up
_FEWEST = 2  # such rows
_SAMPLE = 300  # rows that are looked at
_CAPTIONS = TableColumn.fields["field"].choices or {}
_FIELDS = ("category", "ordinal", "name", "measure_unit", "target", "nature", *UNIT_ROLES, *ONE_LINE, *PROSE)
LABELS = {field: _CAPTIONS[field] for field in _FIELDS}  # the columns that an indicator has a place for
_NO_BEARER = re.compile(
    r"^其中|^单位名称|\d|年|[^人]数$|率|情况|[^价]值$|目标|任务|指标|金额|说明|备注|进度|得分|%|^[人户]数$|资金|规模|对象|受益|来源|面积|数量|类型|援助|配套|投入|补助|自筹|投资|贷款"
)


_KINDS = re.compile(
    r"[各市]?(?:市区|主城区|中心城区|市辖区|县区|区县|县市区?|市县|市直|[县市区](?:\([县市区、]+\))?|街道|乡镇|镇乡|镇街|街镇|乡|镇|功能区|各?园区|部门)"
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


def with_fitting_bearers(sheet: Sheet, layout: Layout) -> Layout:
    """The columns with those as bearers whose figures make the split whole: 区级部门 between 全区目标 and the 街道 that alone
    do not add up to it."""
    target, bearers = layout.one("target") or layout.one("total"), bearer_columns(layout)
    if target is None or not bearers or layout.header is None:
        return layout
    name = layout.one("name") or 0
    free = [
        c for c in layout.columns if c.index > name and c.index not in (*bearers, target) and c.seen and not c.wordy
    ]
    free = [c for c in free if c.role in ("", "party", "responsible") and not c.said and layout.header.tiers[c.index]]
    likely = [c.index for c in free if not _NO_BEARER.search(folded(layout.header.tiers[c.index][-1].text))]
    figures = [
        [read_amount(s.text).number for s in row.slots] for row in sheet.rows[layout.first : layout.first + _SAMPLE]
    ]
    for more in ([likely] if len(likely) > 1 else []) + [[c] for c in likely]:
        if _makes_whole(figures, target, bearers, more):
            found = set(more)
            return replace(
                layout, columns=tuple(replace(c, role="bearer") if c.index in found else c for c in layout.columns)
            )
    return layout


def _makes_whole(figures: list[list[Decimal | None]], target: int, bearers: list[int], more: list[int]) -> bool:
    """Whether in nearly all rows that state figures the target is the sum of the bearers with these columns, and not without."""
    fits = rows = 0
    for row in figures:
        added = [n for c in more if (n := row[c]) is not None]
        parts = [n for c in bearers if (n := row[c]) is not None]
        if row[target] is None or not parts or not any(added):
            continue
        rows += 1
        fits += sum(parts) + sum(added) == row[target]
    return rows >= _FEWEST and fits >= _SHARE * rows


def _names_bearer(word: str) -> bool:
    """Whether a header word can be the name of a unit or region: Chinese, short, no word for figures or columns."""
    if len(word) > 14 or not re.search(r"[\u4e00-\u9fff]", word):
        return False
    return not _NO_BEARER.search(word) and header_roles(word).keys() <= {"party"}


def _names_region(word: str) -> bool:
    """Whether an upper header word names the unit whose figures stand below, for the partners in the lower tier; 市区 above
    units only says what kind of units they are."""
    return not (_NO_BEARER.search(word) or _KINDS.fullmatch(word)) and header_roles(word).keys() <= {"total"}


def indicator_meanings(layout: Layout) -> dict[int, str]:
    """What the columns of a table of indicators are taken for; those of units are `bearer`, those of the notes `remark`."""
    columns = IndicatorColumns(layout)
    meanings = {c.index: c.role for c in layout.columns if c.role in LABELS or c.role in ("split", "ignore")}
    if columns.target is not None and not layout.has("target"):
        meanings[columns.target] = "total"
    beside = dict.fromkeys(columns.remarks, "remark") | dict.fromkeys(columns.stages, "stage")
    return meanings | dict.fromkeys(columns.bearers, "bearer") | beside


class IndicatorColumns:
    """What the columns of one table are for."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout = _with_definition(layout)
        self.bearers = bearer_columns(layout)
        totals = [layout.one("target"), *layout.of("total")]
        self.target = next((c for c in totals if c is not None), None)
        self.strays: set[int] = set()  # whose they are, the header does not say

    @cached_property
    def stages(self) -> dict[int, str]:
        """The columns of what is to be reached by a part of the year, with its words: 一季度, 上半年, 1-9月."""
        if self.layout.header is None:
            return {}
        words = {c: one_line(self.layout.header.tiers[c][-1].text) for c in self.remarks if self.layout.header.tiers[c]}
        words = {c: without_measure_unit(word) for c, word in words.items()}
        return {c: word for c, word in words.items() if read_stages(Indicator(id=0, stages=f"{word}1")).stages}

    @cached_property
    def handled(self) -> list[int]:
        """The columns whose texts a row has taken: of a role that may stand twice all of them, else the first."""
        several = self.layout.of("category", *UNIT_ROLES)
        firsts = map(self.layout.one, ("ordinal", "name", "measure_unit", *ONE_LINE, *PROSE))
        return sorted({*several, *(c for c in firsts if c is not None)})

    @cached_property
    def taken(self) -> frozenset[int]:
        """The same, to ask for one."""
        return frozenset(self.handled)

    @cached_property
    def remarks(self) -> list[int]:
        """The columns that a plan has no field for: what they say goes into the notes."""
        others = [self.target, self.layout.one("nature"), *self.bearers, *self.layout.of("mark", "split")]
        return remark_columns(self.layout, [*self.handled, *(c for c in others if c is not None)])

    def read_header(self, found: Gathered) -> None:
        """Take the captions of the columns; those of columns that nobody knows are left."""
        header = self.layout.header
        if header is None:
            return
        ledger = found.ledger
        take_captions(self.layout, self.remarks, ledger)
        self._enter_bearers(found)
        self._find_strays(found)
        for column in self.layout.columns:
            cells = header.tiers[column.index]
            if column.index in self.remarks or column.index in self.bearers:
                continue
            if column.role in LABELS or column.index == self.target:
                self._take_caption(column.role if column.role in LABELS else "target", cells, found)
            elif column.role == "mark":
                ledger.take(*cells[-1:])
            elif column.role == "split":
                found.other_caption("·".join(one_line(s.text) for s in cells), "")
                ledger.take(*cells)
            elif cells and cells[-1].source and ledger.is_open(cells[-1].source):
                settle_captions(cells[-1:], found, seen=column.seen > 0, role=column.role)
        for cells in header.tiers:
            ledger.leave("几栏共有的表头", *(s for s in cells if s.source and ledger.is_open(s.source)), way="settled")

    def _take_caption(self, role: str, cells: Sequence[Slot], found: Gathered) -> None:
        """The words above a column; a word of its own that only a second table of the paper has is left in sight."""
        new = found.caption(DraftColumn(role, "·".join(one_line(s.text) for s in cells)))
        taken = cells if all(s.column_span == 1 for s in cells) else cells[-1:]
        if new:
            found.ledger.take(*taken)
        elif cells and header_roles(cells[-1].text).get(role, 0.0) < _SURE:
            found.ledger.leave("这一种栏已经记了一个名称", *taken, way="settled")
        else:
            found.ledger.skip(*taken)

    def _enter_bearers(self, found: Gathered) -> None:
        """The units that the header names, in the order of their columns."""
        entered: set[int] = set()
        for column in self.bearers:
            names = self._bearer_words(column)
            entered.update(s.source.index for s in names if s.source and found.units.enter(one_line(s.text)))
            cells = self.layout.header.tiers[column] if self.layout.header else ()
            found.ledger.take(*(s for s in cells if s.source and s.source.index in entered))

    def _find_strays(self, found: Gathered) -> None:
        """Columns headed by a partner alone, where the others name a unit above their partner: a cut header has lost the unit."""
        pairs = {c: self.bearer(c, found) for c in self.bearers}
        found.partners.update(partner for _, partner in pairs.values() if partner)
        found.implied += [(unit, partner) for unit, partner in pairs.values() if unit and partner]
        if sum(bool(partner) for _, partner in pairs.values()) > 1:
            self.strays = {c for c, (unit, partner) in pairs.items() if unit in found.partners and not partner}

    def _bearer_words(self, column: int) -> list[Slot]:
        """The header cells that name who bears the figures of a column; 其中 and 各县任务数 above them name nobody."""
        assert self.layout.header
        tier = self.layout.header.tiers[column]
        return [s for s in tier if s is tier[-1] or _names_region(folded(s.text))]

    def bearer(self, column: int, found: Gathered) -> tuple[str, str]:
        """The unit and the partner region that the header names above a column: the upper word and the lower one."""
        words = self._bearer_words(column)[-2:]
        if folded(words[-1].text) in OWN_WORDS:
            words.reverse()  # 市本级 below a partner bears its own part for that partner
        names = [found.units.enter(one_line(s.text)) for s in words]
        if not names or not all(names):
            return "", ""
        return names[0], names[1] if len(names) > 1 else ""

    def tell_guesses(self, found: Gathered) -> None:
        """Say which columns only their values told."""
        for column in self.layout.columns:
            if column.guessed and column.role in LABELS:
                label = f"“{column.caption}”一栏" if column.caption else f"第 {column.index + 1} 栏"
                found.guesses.append(f"{label}按内容读作{LABELS[column.role]}，请核对")


def _with_definition(layout: Layout) -> Layout:
    """The columns with measures read as the explanation, where a table of indicators has none: 主要内容."""
    if layout.has("definition") or not layout.has("measures"):
        return layout
    first = layout.one("measures")
    columns = tuple(replace(c, role="definition") if c.index == first else c for c in layout.columns)
    return replace(layout, columns=columns)
