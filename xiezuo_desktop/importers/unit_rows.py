"""Tables with a row for each unit, or each pairing, and a column for each indicator: 镇（街道） | 结对县 | 消费帮扶（万元） | 转移就业（人）."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..core.measure_units import dimension
from ..core.ordinals import split_ordinal
from .beside_units import BesideUnits
from .draft import DraftAllocation, DraftColumn, DraftIndicator, DraftPairing, DraftResponsibility
from .outline import figure, one_line, ordinal_style, prose, rank
from .remarks import reason_for, settle_captions, take_captions
from .splits import pairing_kind
from .table_rows import says_nothing, table_rows
from .unit_subtotals import Subtotals, group_added_up
from .words import (
    UNIT_ROLES,
    folded,
    header_roles,
    measure_unit_in,
    people_in,
    without_measure_unit,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .gather import Gathered
    from .header import Header
    from .ledger import Sheet, Slot, Text
    from .table_rows import TableRow
    from .unit_row_columns import UnitRows

_CAPTIONED = ("party", "ordinal", "deadline", "contact", "phone")
_AMONG = re.compile(r"其中[:：]?")
_NO_NAME = re.compile(r"(?:人|户|个|次|班|对|家|件)次?数|数量|金额|额度|面积")
_DEEPEST_GROUP = 2  # 一 and （一）
_LONGEST_AMONG = 3  # characters of 其中： alone
_WHOLE_AREA = re.compile(r"全[省市县区州盟旗](?:合计|总计|小计)?")
_NO_SUBJECT = re.compile(r"(?:年度?|全年|计划|任务|目标|指标|下达|分解|分配|安排|资金|金额|总|合计|[数值量额])+")


def read_unit_rows(sheet: Sheet, columns: UnitRows, found: Gathered, title: str, default_unit: str = "") -> None:
    """Take the indicators of a sheet into `found`, with what each unit bears; a row of sums states their targets.

    `title` names the indicator of a column that is headed by no more than 目标任务.
    """
    rows = table_rows(sheet, columns.layout, found.ledger)
    _find_groups(rows, columns.unit, found)
    reader = _Reader(columns, found, title, default_unit)
    for row in rows:
        if row.kind not in ("total", "data") or (group := reader.subtotal_of(row)) is None:
            reader.read(row)
        else:
            reader.subtotals.add(row, group)
    reader.enter()


def _find_groups(rows: Sequence[TableRow], column: int | None, found: Gathered) -> None:
    """Rows that hold no more than 一、县直部门, where no unit with figures is numbered so: they head the units below."""
    if column is None:
        return
    numbers = [split_ordinal(one_line(row.own(column)))[0] for row in rows]
    alone = [row.kind == "data" and not row.said and row.filled == [column] for row in rows]
    units = {ordinal_style(n) for n, bare in zip(numbers, alone, strict=True) if n and not bare}
    for row, number, bare in zip(rows, numbers, alone, strict=True):
        if bare and number and rank(number) <= _DEEPEST_GROUP and ordinal_style(number) not in units:
            row.kind = "category"
            found.ledger.tell_rows(row.places, "category")


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
        self.subtotals = Subtotals(columns.figures, found)
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

    def subtotal_of(self, row: TableRow) -> str | None:
        """Whose figures a row adds up; its label may reach over the columns left of the units' names."""
        first = row.filled[0] if row.kind == "total" else self.columns.unit
        return None if first is None else group_added_up(row.own(first))

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
        self.subtotals.add_unit(unit, row)
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
        self.subtotals.enter()
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
            role = self._office_role() if self.columns.offices else "measure_unit"
            self.found.caption(DraftColumn(role, one_line(label.text)))
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
