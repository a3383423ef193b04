"""The table of indicators of a plan: which columns it has, its rows, and which cells are merged."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from xiezuo_desktop.core.checks.facts import Facts
from xiezuo_desktop.core.matrix import total_bearer
from xiezuo_desktop.core.numbers import read_target, shown
from xiezuo_desktop.core.records import Allocation, Category, Indicator, TableColumn
from xiezuo_desktop.documents.paper import Align, Cell, Column, Row, RowKind, Table
from xiezuo_desktop.reports.matrix_table import split_of
from xiezuo_desktop.reports.wording import OTHERS, bearer_names, with_ordinal
from xiezuo_desktop.wanted import still_wanted

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from xiezuo_desktop.core.plan import Plan
    from xiezuo_desktop.core.records import Id

T = TypeVar("T")

UNIT_FIELDS = ("lead", "responsible", "cooperating", "statistics", "funding", "guidance")
CORE_FIELDS = ("ordinal", "name", "measure_unit", "target", "lead", "responsible", "cooperating")
LONG_FIELDS = ("definition", "evidence")
_ORDERED = (
    *CORE_FIELDS,
    "nature",
    "definition",
    "evidence",
    "deadline",
    "statistics",
    "funding",
    "guidance",
    "leader",
)
_NOT_PRINTED = ("parent", "order", "category", "parent_relation", "target_reading", "direction", "accumulation", "note")
_CARRIED = ("last_value", "base")  # from last year: printed where the document has the column, or somebody wants it
_OTHERS = (
    f for f in Indicator.fields if f not in (*_ORDERED, *_NOT_PRINTED, *_CARRIED)
)  # new fields, until they get a place
_FIELDS = tuple(
    part for f in (*_ORDERED, *_OTHERS, "note") for part in ((f, "stages") if f == "target" else (f,)) if f != "stages"
)
_WITH_LAST_YEAR = tuple(part for f in _FIELDS for part in (("last_value", f) if f == "target" else (f,)))
_ALWAYS = ("name", "measure_unit", "target")
_SHORT_LABELS = {"measure_unit": "单位", "last_value": "上年完成"}  # a heading is shorter than the label of the field
_LEFT = ("name", *LONG_FIELDS, "note")
_MERGED_KINDS = ("not_assessed", "text", "inherited")
_LISTED = 8  # names below one another in a single row
_SHORT = 4  # texts up to this length (已完成) are repeated, not merged


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of the table: the field it shows and the words above it."""

    field: str
    caption: str


class IndicatorTable:
    """Composes the table of a plan's indicators, or of those that concern some bearers."""

    def __init__(
        self,
        plan: Plan,
        *,
        fields: Collection[str] = _FIELDS,
        number_column: bool = True,
        bearers: Collection[Id] | None = None,
        last_year: bool = False,
    ) -> None:
        self.plan = plan
        self._last_year = last_year
        self._shown = [(c, self._rows_of(c, bearers)) for c in [*plan.categories, None]]
        self._units = {i.id: self._units_of(i) for _, rows in self._shown for i, _ in rows}
        self.headings = self._headings(fields, number_column)

    @property
    def is_empty(self) -> bool:
        """Whether there is no indicator to show."""
        return not any(rows for _, rows in self._shown)

    @property
    def is_wide(self) -> bool:
        """Whether the table wants a turned page: it has columns of long texts, or many columns."""
        return len(self.headings) > 6 or any(h.field in LONG_FIELDS for h in self.headings)

    def table(self) -> Table:
        """The table, its header row repeated on every page."""
        header = Row(tuple(Cell(h.caption, n) for n, h in enumerate(self.headings)), RowKind.HEADER)
        rows = [header]
        for category, indicators in self._shown:
            if indicators and (category or len(rows) > 1):
                text = with_ordinal(category.ordinal, category.name) if category else OTHERS
                rows.append(Row((Cell(text, 0, len(self.headings)),), RowKind.CATEGORY))
            rows.extend(self._body(indicators))
        columns = tuple(Column(Align.LEFT if h.field in _LEFT else Align.CENTRE) for h in self.headings)
        return Table(tuple(rows), header_rows=1, columns=columns, name="指标分解表")

    # ------------------------------------------------------------------------------------------------- what is shown

    def _rows_of(self, category: Category | None, bearers: Collection[Id] | None) -> list[tuple[Indicator, int]]:
        rows = self.plan.tree_of(category)
        if category is None and self.plan.categories:  # what a task splits stands in the division table
            of_tasks = {task.indicator for task in self.plan.tasks}
            rows = [(i, depth) for i, depth in rows if i.id not in of_tasks]
        if bearers is None:
            return rows
        mine = {i.id for i, _ in rows if any(r.unit in bearers for r in self.plan.responsibilities(i.id))}
        for indicator, _ in reversed(rows):  # a 其中 row is not understood without the row above it
            if indicator.id in mine and indicator.parent is not None:
                mine.add(indicator.parent)
        return [(i, depth) for i, depth in rows if i.id in mine]

    def _units_of(self, indicator: Indicator) -> dict[str, list[str]]:
        still_wanted()
        out = {}
        responsibilities = self.plan.responsibilities(indicator.id)
        for role in UNIT_FIELDS:
            names = bearer_names(self.plan, [r for r in responsibilities if r.role == role])
            if names:
                out[role] = names
        return out

    def _headings(self, fields: Collection[str], number_column: bool) -> list[Heading]:
        worded = {c.field: c.caption for c in self.plan.ordered(TableColumn) if not c.table}
        if worded:
            number_column = "ordinal" in worded
        roles = {role for units in self._units.values() for role in units}
        if "responsible" in roles and "lead" in roles and "lead" not in worded:
            self._join_lead_and_responsible()
            roles.discard("lead")
        indicators = [i for _, rows in self._shown for i, _ in rows]
        known = _FIELDS if "last_value" in worded or not self._last_year else _WITH_LAST_YEAR
        order = [*(f for f in worded if f in (*_FIELDS, "last_value")), *(f for f in known if f not in worded)]
        out = []
        for field in order:
            if field == "ordinal":
                present = number_column and any(i.ordinal for i in indicators)
            elif field in UNIT_FIELDS:
                present = field in roles
            elif field == "nature" and field not in worded:
                present = any(i.nature and not _says_itself(i) for i in indicators)
            else:
                present = field in _ALWAYS or any(getattr(i, field) for i in indicators)
            if present and (field in fields or field in _CARRIED):
                out.append(Heading(field, worded.get(field) or _label(field)))
        return out

    def _join_lead_and_responsible(self) -> None:
        """The first of the responsible is said to lead: the document has one column for both."""
        for units in self._units.values():
            lead = units.pop("lead", [])
            if lead:
                units["responsible"] = lead + [u for u in units.get("responsible", []) if u not in lead]

    # ------------------------------------------------------------------------------------------------- rows

    def _body(self, indicators: list[tuple[Indicator, int]]) -> Iterable[Row]:
        if not indicators:
            return []
        columns = [self._column(heading.field, [i for i, _ in indicators]) for heading in self.headings]
        rows = []
        for number, (_, depth) in enumerate(indicators):
            cells = tuple(
                Cell(column[number][0], place, 1, column[number][1])
                for place, column in enumerate(columns)
                if column[number][1]
            )
            rows.append(Row(cells, RowKind.SUB if depth else RowKind.BODY))
        return rows

    def _column(self, field: str, indicators: list[Indicator]) -> list[tuple[str, int]]:
        """For every row the text of this column and how many rows it covers; 0 for a row covered from above."""
        if field in UNIT_FIELDS:
            found = [tuple(self._units[i.id].get(field, ())) for i in indicators]
            # a cell over several rows ends where the unit that answers for them changes
            first = next(h.field for h in self.headings if h.field in UNIT_FIELDS)
            keys = [(names, self._units[i.id].get(first)) for names, i in zip(found, indicators, strict=True)]
            spans = runs(keys, lambda above, below: bool(above[0]) and above == below)
            return [(list_of(names, span), span) for names, span in zip(found, spans, strict=True)]
        texts = [self._text(field, i) for i in indicators]
        if field != "target":
            return [(text, 1) for text in texts]
        kinds = [read_target(i.target, i.target_reading).kind for i in indicators]
        same = [(t, k if k in _MERGED_KINDS else "") for t, k in zip(texts, kinds, strict=True)]
        return list(zip(texts, runs(same, _shares_target), strict=True))

    def _text(self, field: str, indicator: Indicator) -> str:
        if field == "name":
            own_column = any(h.field == "ordinal" for h in self.headings)
            return indicator.name if own_column else with_ordinal(indicator.ordinal, indicator.name)
        if field == "target" and not indicator.target.strip() and self.plan.allocations(indicator.id):
            return self._whole(indicator)
        text = str(getattr(indicator, field) or "")
        return (Indicator.fields[field].choices or {}).get(text, text)

    def _whole(self, indicator: Indicator) -> str:
        """What a target that only its parts state comes to, "" where a text keeps it from being worked out."""
        totals, parts = split_of(self._facts, indicator, self._total_bearer)
        known = totals or parts or []
        return shown(sum(known, Decimal(0))) if known else ""

    @cached_property
    def _facts(self) -> Facts:
        return Facts(self.plan)

    @cached_property
    def _total_bearer(self) -> Id | None:
        return total_bearer(self.plan, (a.bearer for a in self.plan.ordered(Allocation)))


def _says_itself(indicator: Indicator) -> bool:
    """Whether the nature of an indicator is nothing but what its target says: 只作统计，不作考核."""
    target = read_target(indicator.target, indicator.target_reading)
    return indicator.nature == "statistical" and target.kind == "not_assessed"


def _label(field: str) -> str:
    if field in _SHORT_LABELS:
        return _SHORT_LABELS[field]
    if field in Indicator.fields:
        return Indicator.fields[field].label
    return (TableColumn.fields["field"].choices or {})[field]


def _shares_target(above: tuple[str, str], below: tuple[str, str]) -> bool:
    """Whether the target of a row is said in the cell above: the same long text, or nothing but "as above"."""
    if below[1] == "inherited" and not below[0].strip():
        return True
    return bool(below[1]) and above == below and len(below[0]) > _SHORT


def runs(values: Sequence[T], joined: Callable[[T, T], bool]) -> list[int]:
    """The length of each run of joined values at its first place, 0 at the others."""
    out = [1] * len(values)
    first = 0
    for number in range(1, len(values)):
        if joined(values[first], values[number]):
            out[first] += 1
            out[number] = 0
        else:
            first = number
    return out


def list_of(names: Collection[str], rows: int) -> str:
    """Names below one another in a cell of `rows` rows; several in one row are joined by 、 when they would make the row tall."""
    return "\n".join(names) if len(names) <= max(2 * rows, _LISTED) else "、".join(names)
