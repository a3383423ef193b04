"""Tables with a row for each unit, or each pairing, and a column for each indicator: 镇（街道） | 结对县 | 消费帮扶（万元） | 转移就业（人）."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from ..core.measure_units import dimension
from ..core.numbers import read_amount
from ..core.ordinals import split_ordinal
from .beside_units import BesideUnits
from .draft import DraftAllocation, DraftColumn, DraftIndicator, DraftPairing, DraftResponsibility
from .header import names_offices
from .outline import figure, one_line, prose
from .remarks import reason_for, remark_columns, settle_captions, take_captions
from .splits import pairing_kind
from .table_rows import NOTHING, says_nothing, table_rows
from .words import (
    UNIT_ROLES,
    folded,
    header_roles,
    looks_like_office,
    measure_unit_in,
    names_somebody,
    people_in,
    unit_share,
    without_measure_unit,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .columns import Column, Layout
    from .gather import Gathered
    from .header import Header
    from .ledger import Sheet, Slot, Text
    from .table_rows import TableRow

_KEPT = ("ordinal", "category", "deadline", "contact", "phone", "progress", "ignore")
_CAPTIONED = ("party", "ordinal", "deadline", "contact", "phone")
_FIGURES = ("", "figure", "target", "total")
_AMONG = re.compile(r"其中[:：]?")
_NO_NAME = re.compile(r"(?:人|户|个|次|班|对|家|件)次?数|数量|金额|额度|面积")
_BASIS = re.compile(
    r"(?:在[编岗职册]|编制|现有|户籍|常住|干部职工|职工|总)(?:干部|职工|人员|人口)?(?:总?人数|总?户数|人口数?|编制数?|数)?(?:\([人户]\))?"
)  # what the figures were shared out by, no figures of a target: 在编人数, 常住人口
_SHARE = 0.7  # of the values of a column that must be names, or figures
_LONGEST_AMONG = 3  # characters of 其中： alone
_ENOUGH = 2  # units, or figures in a column
_SIDES = 2  # columns that make a pairing
_WEST = ("west", "place")
_PARTNER = re.compile(r"结对|对口|受援|受?帮扶|协作[县区地]")
_TASKS = re.compile(r"任务|指标|目标|分解|分配|下达")
_WHOLE_AREA = re.compile(r"全[省市县区州盟旗](?:合计|总计|小计)?")
_SUMS = ("合计", "总计", "总数")
_NO_SUBJECT = re.compile(r"(?:年度?|全年|计划|任务|目标|指标|下达|分解|分配|安排|资金|金额|总|合计|[数值量额])+")


@dataclass(frozen=True, slots=True)
class UnitRows:
    """The column of the units, those of the figures, and the layout by which rows are told apart."""

    unit: int
    figures: tuple[int, ...]
    layout: Layout
    remarks: tuple[int, ...]
    sums: tuple[int, ...] = ()  # a column that adds up those beside it: 产业 | 基础设施 | 小计
    partner: int | None = None  # the column of those for whom the units bear it: 东湖区 | 结对县
    duties: tuple[tuple[int, str], ...] = ()  # columns of those who answer for all of it, with their roles: 牵头部门
    label: Slot | None = None  # what a row of offices below the header is called: 责任单位
    offices: tuple[
        tuple[int, Slot], ...
    ] = ()  # the header cells that say who answers for a column: 市人社局 over 目标任务

    @property
    def meanings(self) -> dict[int, str]:
        """What each column is taken for."""
        partner = {} if self.partner is None else {self.partner: "west"}
        remarks = dict.fromkeys(self.remarks, "remark")
        return {c.index: c.role for c in self.layout.columns} | remarks | dict(self.duties) | partner


def unit_rows_layout(sheet: Sheet, layout: Layout) -> UnitRows | None:
    """The columns of a sheet with a row for each unit, or None: it has names of units and figures, but no names of indicators."""
    if layout.header is None or layout.of("name", "measures", "points", "rule", "measure_unit"):
        return None
    values = {c.index: _values(sheet, layout, c.index) for c in layout.columns}
    units = [
        c for c in layout.of("party", *UNIT_ROLES) if _is_units(values[c], surely=layout.columns[c].role == "party")
    ]
    if not units:
        return None
    unit, partner = max(units, key=lambda c: (len(values[c]), -c)), None
    if sides := _pair(layout, values):
        unit, partner = sides
    begin = unit if partner is None else min(unit, partner)
    figures = tuple(c.index for c in layout.columns if _is_figures(c, values[c.index]) and c.index > begin)
    sums = tuple(c for c in figures if _adds_up(sheet, layout, c, [f for f in figures if f != c]))
    figures = tuple(c for c in figures if c not in sums)
    if not figures:
        return None
    roles = {unit: "party"} | dict.fromkeys((*figures, *sums), "figure")
    columns = tuple(replace(c, role=roles.get(c.index, c.role if c.role in _KEPT else "")) for c in layout.columns)
    rows = replace(layout, columns=columns)
    used = (*figures, *sums, unit, *(sides or ()), *rows.of("ordinal", "deadline", "contact", "phone"))
    remarks = tuple(remark_columns(rows, used))
    duties = [(c, layout.columns[c].role) for c in remarks if layout.columns[c].role in UNIT_ROLES]
    alike = tuple((c, role) for c, role in duties if len(set(values[c])) == 1 and unit_share(values[c][0]) == 1)
    return UnitRows(
        unit, figures, rows, remarks, sums, partner, alike, _label(sheet, layout), _offices(layout, figures)
    )


def _label(sheet: Sheet, layout: Layout) -> Slot | None:
    header = layout.header
    named = header is not None and names_offices(sheet, header.first, header.last)
    return sheet.rows[header.last].slots[0] if header and named else None


def _offices(layout: Layout, figures: tuple[int, ...]) -> tuple[tuple[int, Slot], ...]:
    """The header cells of a tier that names an office above every column of figures, or above all but a few."""
    tiers = layout.header.tiers if layout.header else ()
    named = [(c, s) for c in figures for s in tiers[c] if _is_office(s.text)]
    columns = {c for c, _ in named}
    return tuple(named) if len(named) == len(columns) >= max(_ENOUGH, _SHARE * len(figures)) else ()


def _is_office(text: str) -> bool:
    return unit_share(text) == 1 and not header_roles(text) and looks_like_office(re.split("[、,，\n]", text)[0])


def shares_out(sheet: Sheet, layout: Layout, title: str) -> bool:
    """Whether a table that names pairs is one of figures all the same: measured columns that its title calls tasks or that a
    last row adds up. Figures beside the pairs of any other list (学生数, 资金) say something of the pair.
    """
    rows = unit_rows_layout(sheet, layout)
    if rows is None or rows.partner is None or not any(map(partial(_is_measured, layout), rows.figures)):
        return False
    return bool(_TASKS.search(title)) or any(
        folded(s.text) in _SUMS for s in sheet.rows[-1].slots[: min(rows.figures)] if s.top
    )


def _is_measured(layout: Layout, column: int) -> bool:
    tier = layout.header.tiers[column] if layout.header else ()
    return any(measure_unit_in(s.text) or dimension(folded(s.text).strip("()")) for s in tier)


def _pair(layout: Layout, values: Mapping[int, list[str]]) -> tuple[int, int] | None:
    """The columns of the units and of their partners, where two name somebody and a caption tells the partner: 结对县."""
    named = [c.index for c in layout.columns if c.caption and _are_names(values[c.index])]
    if len(named) != _SIDES:
        return None
    told = [c for c in named if _PARTNER.search(folded(layout.columns[c].caption)) or layout.columns[c].role in _WEST]
    east = [c for c in named if layout.columns[c].role == "east"]
    if not told and not east:
        return None
    unit = next(iter(east), None)
    if unit is None:
        unit = next((c for c in named if c not in told), named[0])
    return unit, next(c for c in named if c != unit)


def _are_names(values: list[str]) -> bool:
    named = sum(names_somebody(v) or unit_share(v) == 1 for v in values)
    return named >= _ENOUGH and named >= _SHARE * (len(values) - 1)


def _adds_up(sheet: Sheet, layout: Layout, column: int, others: list[int]) -> bool:
    """Whether a column below 小计 states in every row the sum of the others."""
    tier = layout.header.tiers[column] if layout.header else ()
    if len(tier) != 1 or "total" not in header_roles(tier[0].text) or len(others) < _ENOUGH:
        return False
    rows = [[read_amount(row.slots[c].text).number for c in (column, *others)] for row in sheet.rows[layout.first :]]
    stated = [row for row in rows if row[0] is not None]
    return len(stated) >= _ENOUGH and all(row[0] == sum(n for n in row[1:] if n is not None) for row in stated)


def _values(sheet: Sheet, layout: Layout, column: int) -> list[str]:
    slots = (row.slots[column] for row in sheet.rows[layout.first :])
    return [s.text for s in slots if s.top and s.left and folded(s.text) not in NOTHING]


def _is_units(values: list[str], *, surely: bool) -> bool:
    named = sum(map(unit_share, values))
    return len(values) >= _ENOUGH and (named >= _SHARE * (len(values) - 1) or (surely and not _all_figures(values)))


def _all_figures(values: list[str]) -> bool:
    return bool(values) and all(read_amount(v).number is not None for v in values)


def _is_figures(column: Column, values: list[str]) -> bool:
    named = column.role in (*_WEST, "east", "party", *UNIT_ROLES) and _all_figures(
        values
    )  # 结对村: how many, not which
    if not (column.role in _FIGURES or named) or not column.caption or _BASIS.fullmatch(folded(column.caption)):
        return False
    numbers = sum(read_amount(v).number is not None and len(folded(v)) <= 16 for v in values)
    return numbers >= max(_ENOUGH, _SHARE * len(values))


def read_unit_rows(sheet: Sheet, columns: UnitRows, found: Gathered, title: str, default_unit: str = "") -> None:
    """Take the indicators of a sheet into `found`, with what each unit bears; a row of sums states their targets.

    `title` names the indicator of a column that is headed by no more than 目标任务.
    """
    rows = table_rows(sheet, columns.layout, found.ledger)
    reader = _Reader(columns, found, title, default_unit)
    for row in rows:
        reader.read(row)
    reader.enter()


class _Reader:
    def __init__(self, columns: UnitRows, found: Gathered, title: str, default_unit: str) -> None:
        self.title = title
        self.columns = columns
        self.found = found
        self.default_unit = default_unit
        self.group = ""  # whose units these are: 党委部门
        self.targets: dict[int, str] = {}
        self.deadlines: dict[str, list[Text]] = {}
        self.ordinals: list[Text] = []
        self.sums: list[Text] = []
        self.beside = BesideUnits(columns.layout, columns.remarks, found)
        self.parts: dict[int, list[DraftAllocation]] = {c: [] for c in columns.figures}

    def read(self, row: TableRow) -> None:
        """One row: a unit with its figures, the sums, or a note."""
        ledger = self.found.ledger
        if row.kind == "note":
            self.found.tell("note", row.note, *row.sources)
        elif row.kind == "total" or self._is_of_whole_area(row):
            self._read_total(row)
        elif row.kind == "category":
            self._read_group(row)
        elif row.kind == "data" and (row.own(self.columns.unit) or row.own(self.columns.partner)):
            self._read_unit(row)
        deadline = self.columns.layout.one("deadline")
        if deadline is not None and row.kind == "data" and row.own(deadline):
            self.deadlines.setdefault(one_line(row.own(deadline)), []).extend(row.parts[deadline].sources)
            ledger.take(*row.parts[deadline].sources)
        ordinal = self.columns.layout.one("ordinal")
        if ordinal is not None and row.kind != "note":
            self.ordinals += row.parts[ordinal].sources
        for c in self.columns.sums if row.kind != "note" else ():
            self.sums += row.parts[c].sources
        for c, part in enumerate(row.parts):
            if c != ordinal and c not in self.columns.sums and not part.shared:
                ledger.leave(
                    reason_for(self.columns.layout, c), *(s for s in part.sources if ledger.is_open(s)), way="column"
                )

    def _is_of_whole_area(self, row: TableRow) -> bool:
        return row.kind == "data" and _WHOLE_AREA.fullmatch(folded(row.own(self.columns.unit))) is not None

    def _read_group(self, row: TableRow) -> None:
        """A row that only heads the units below it: 一、党委部门."""
        text = one_line(row.whole_text)
        name = split_ordinal(text)[1] or text
        self.group = re.sub(r"[（(]\d+[个家][)）]$", "", name)
        self.found.ledger.settle("单位的分组，已记为单位组合", *row.sources)

    def _read_total(self, row: TableRow) -> None:
        label = row.parts[row.filled[0]]
        if folded(label.text) == "小计":  # of some of the units
            self.found.ledger.settle("小计，计划里由各单位相加得出", *row.sources)
            return
        for column in self.columns.figures:
            text = figure(row.own(column))
            if text and not self.targets.get(column):
                self.targets[column] = text
                self.found.ledger.take(*row.parts[column].sources)
        self.beside.read(row, one_line(label.text))
        self.found.columns.append(DraftColumn("target", one_line(label.text)))
        self.found.ledger.take(*label.sources)

    def _read_unit(self, row: TableRow) -> None:
        unit = self._side(row, self.columns.unit)
        partner = self._side(row, self.columns.partner)
        if self.group and unit:
            self.found.units.join(self.group, unit)
        if partner:
            self.found.pairings.append(DraftPairing(unit, partner, pairing_kind(unit, partner)))
        for column in self.columns.figures:
            if text := figure(row.own(column)):
                self.parts[column].append(DraftAllocation(unit, text, partner))
                self.found.ledger.take(*row.parts[column].sources)
        self._read_beside(row, unit)

    def _side(self, row: TableRow, column: int | None) -> str:
        """Who stands in a column of this row, perhaps in a cell that began above; "" where there is no such column."""
        name = one_line(row.text(column))
        if column is None or not name:
            return ""
        if column == self.columns.partner and says_nothing(name):
            self.found.ledger.settle("没有结对的一方", *row.parts[column].sources)
            return ""
        if not row.parts[column].shared:
            self.found.ledger.take(*row.parts[column].sources)
        return self.found.units.enter(name) or self.found.units.enter_whole(name)

    def _read_beside(self, row: TableRow, unit: str) -> None:
        """Who answers the telephone in the unit; anything else that its row says is told below the table, a note a column."""
        layout, ledger = self.columns.layout, self.found.ledger
        said = [prose(row.own(c)) if c is not None else "" for c in map(layout.one, ("contact", "phone"))]
        if any(said):
            self.found.units.reach(unit, *said)
            ledger.take(*(s for c in layout.of("contact", "phone") for s in row.parts[c].sources))
        self.beside.read(row, unit)

    def enter(self) -> None:
        """The indicators, in the order of their columns, once all rows are read."""
        header = self.columns.layout.header
        assert header
        deadline = self._deadline()
        duties = self.beside.duties(self.columns.duties)
        self.beside.tell()
        first = len(self.found.indicators)
        wholes: dict[int, int] = {}  # the first word above a column → the place of its indicator
        for column in self.columns.figures:
            tier = tuple(s for s in header.tiers[column] if (column, s) not in self.columns.offices)
            category, name, unit = self._named(tier)
            parts = tuple(self.parts[column])
            target = self.targets.get(column, "")
            parent = self._whole(tier, wholes)
            place = self.found.category("", category) if category and parent is None else None
            if parent is not None:
                place = self.found.indicators[parent].category
            self.found.indicators.append(
                DraftIndicator(
                    name,
                    "",
                    place,
                    parent=parent,
                    parent_relation="" if parent is None else "subset",
                    measure_unit=unit,
                    target=target,
                    deadline=deadline,
                    responsibilities=(*duties, *self._duties(column)),
                    allocations=parts,
                )
            )
        ledger = self.found.ledger
        ledger.settle("各行的序号，由程序按次序排", *self.ordinals)
        ledger.settle(
            "各栏相加的合计，由程序算出", *(s for c in self.columns.sums for s in header.tiers[c]), *self.sums
        )
        take_captions(self.columns.layout, self.columns.remarks, ledger)
        self._tell_label()
        self._settle_captions(header, first)
        for one in self.columns.layout.columns:
            cells = [s for s in header.tiers[one.index] if s.source and ledger.is_open(s.source)]
            role = "west" if one.index == self.columns.partner else one.role
            if role == "west" or (role in _CAPTIONED and (role != "deadline" or deadline)):
                self.found.columns.append(DraftColumn(role, "·".join(one_line(s.text) for s in cells)))
                ledger.take(*cells)
            else:
                settle_captions(cells, self.found, seen=one.seen > 0, role=one.role)

    def _duties(self, column: int) -> list[DraftResponsibility]:
        """Who answers for the figures of a column, as a tier of its header says."""
        out: list[DraftResponsibility] = []
        for other, slot in self.columns.offices:
            if other == column:
                out += self.found.units.responsibilities(one_line(slot.text), self._office_role())
                self.found.ledger.take(slot)
        return out

    def _tell_label(self) -> None:
        label = self.columns.label
        if label is not None:
            self.found.caption(DraftColumn(self._office_role(), one_line(label.text)))
            self.found.ledger.take(label)

    def _office_role(self) -> str:
        """The role of the offices in the header: what the cell beside them says, else 责任单位."""
        roles = header_roles(self.columns.label.text) if self.columns.label else {}
        return next((r for r in roles if r in UNIT_ROLES), "responsible")

    def _settle_captions(self, header: Header, first: int) -> None:
        """Header words that are a name or a measure unit as they stand are taken; those that became a part of one are told."""
        made = self.found.indicators[first:]
        names = {folded(i.name) for i in made} | {folded(c.name) for c in self.found.categories}
        for column in self.columns.figures:
            for slot in header.tiers[column]:
                if (column, slot) in self.columns.offices:
                    continue
                bare = re.sub(r"\([^()]*\)$", "", folded(slot.text))
                if bare in names or dimension(bare):
                    self.found.ledger.take(slot)
                else:
                    self.found.ledger.leave("表头，已合进指标名称", slot, way="settled")

    def _deadline(self) -> str:
        """Until when all units have to be done; a deadline that only some of them have stays unplaced."""
        if len(self.deadlines) == 1:
            return next(iter(self.deadlines))
        for sources in self.deadlines.values():
            self.found.ledger.leave("各单位的时限不同，计划里一条指标只有一个时限", *sources)
        return ""

    def _whole(self, tier: tuple[Slot, ...], wholes: dict[int, int]) -> int | None:
        """The indicator that a column is a part of: below one word, 合计 comes first and the columns behind it stand under 其中,
        or each is one of its kinds."""
        top = tier[0].source.index if tier[0].source else -1
        if len(tier[-1].text) > _LONGEST_AMONG and _AMONG.match(folded(tier[-1].text)):
            return wholes.get(-2)  # 其中：脱贫人口（人） right of the column that it is a part of
        wholes[-2] = len(self.found.indicators)
        if len(tier) > 1 and "total" in header_roles(tier[-1].text):
            wholes[top] = len(self.found.indicators)
            return None
        return wholes.get(top) if len(tier) > 1 else None

    def _named(self, tier: tuple[Slot, ...]) -> tuple[str, str, str]:
        """Category, name and measure unit that the words above a column make: 资金支持 over 社会帮扶（万元）."""
        words = [one_line(s.text) for s in tier]
        words = [w for w in words[:-1] if not _AMONG.fullmatch(folded(w))] + words[-1:]
        unit = self.default_unit
        if dimension(folded(words[-1]).strip("()")) and len(words) > 1:
            unit = folded(words.pop()).strip("()")
        elif own := measure_unit_in(words[-1]):
            unit = own
            words[-1] = without_measure_unit(words[-1])
        elif len(words) > 1 and (above := measure_unit_in(words[-2])):
            unit = above
            words[-2] = without_measure_unit(words[-2])
        roles = header_roles(words[-1])
        sure = max(roles.get("target", 0.0), roles.get("total", 0.0))
        if sure >= (0.9 if words[:-1] else 0.1) and (words[:-1] or self._says_nothing_else(words[-1])):
            last = words.pop()
            words = words or [subject_of(self.title) or last]
            unit = measure_unit_in(words[-1]) or unit
            words[-1] = without_measure_unit(words[-1])
        if len(words) > 1 and _NO_NAME.fullmatch(folded(words[-1])):
            return "", "".join(words[-2:]), people_in(words[-1]) or unit  # 劳务培训 over 人数
        return "".join(words[-2:-1]), words[-1], unit

    def _says_nothing_else(self, word: str) -> bool:
        """Whether a word above a column only says that it holds targets; one of several columns may be named by it: 财政援助资金."""
        return len(self.columns.figures) == 1 or bool(_NO_SUBJECT.fullmatch(folded(word)))


def subject_of(title: str) -> str:
    """What a table is about, as its title says: 2024年各镇街消费帮扶任务分解表 → 各镇街消费帮扶任务."""
    return re.sub(
        r"(?:完成|进度|进展|情况|分解|分配|统计|一览|计划|明细|安排|下达)*(?:表|方案|清单)?(?:[（(].*[）)])?$",
        "",
        re.sub(r"^.*\d{4}年度?(?:\d+月)?", "", title),
    )
