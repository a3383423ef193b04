"""The Qt model of the matrix: indicators as rows, name, unit and total at the left, bearers as columns, the rest at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt

from ...core.matrix import MatrixColumn, matrix_columns
from ...core.numbers import read_amount, shown, with_thousands
from ...core.records import Allocation, Category, Indicator, PlanInfo, Unit, UnitGroup
from ...core.splitting import Balance, Splitter
from ...reports.wording import with_ordinal
from ..brief import brief
from .sheet_model import NOWHERE, Index, SheetModel

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from decimal import Decimal

    from ...core.changes import Changes
    from ...core.plan import Plan
    from ...core.records import Id
    from ..session import Session

NAME, MEASURE, TARGET, FIRST = 0, 1, 2, 3  # the amounts begin at FIRST; the last column is what is left
HEADINGS = ("指标名称", "单位", "下达总数")
LEFT_OVER = "未分配"
DASH = "—"
TONES = {"even": "ok", "open": "warn", "over": "bad", "unclear": "warn", "": "ink3"}
_Role = Qt.ItemDataRole
_SAID = (_Role.DisplayRole, _Role.AccessibleTextRole, _Role.ToolTipRole)  # Qt asks for more, of every column


class Row:
    """A category heading or an indicator; its cells and its balance are read when they are first asked for."""

    __slots__ = ("_balance", "_cells", "_model", "depth", "id", "title")

    def __init__(self, model: MatrixModel, title: str, indicator: Id = 0, depth: int = 0) -> None:
        self._model = model
        self.title = title
        self.id = indicator  # 0: a heading
        self.depth = depth
        self._cells: dict[MatrixColumn, str] | None = None
        self._balance: Balance | None = None

    @property
    def is_heading(self) -> bool:
        """Whether this is the row of a category."""
        return not self.id

    @property
    def indicator(self) -> Indicator:
        """The indicator as the plan has it now."""
        return self._model.plan.rows(Indicator)[(self.id, 0, 0)]

    @property
    def cells(self) -> dict[MatrixColumn, str]:
        """What stands in the columns."""
        if self._cells is None:
            split = self._model.plan.allocations(self.id)
            self._cells = {MatrixColumn(a.bearer, a.partner): text for a in split if (text := a.amount.strip())}
        return self._cells

    @property
    def balance(self) -> Balance:
        """What of the target is borne."""
        if self._balance is None:
            self._balance = self._model.splitter.balance(self.indicator)
        return self._balance

    @property
    def across(self) -> str:
        """A target in words that stands over the whole row: nobody bears a number of it."""
        if self.is_heading or self.cells:
            return ""
        indicator = self.indicator
        target = indicator.target.strip()
        return target if target and self._model.splitter.facts.target(indicator).kind == "text" else ""

    def forget(self) -> None:
        """Read anew when asked next."""
        self._cells = self._balance = None


class MatrixModel(SheetModel):
    """Rows by category, columns as the plan's splits have them and as a person has added them."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._added: list[MatrixColumn] = []  # columns without amounts that a person has asked for
        self._only: frozenset[Id] | None = None
        self._load()

    # ------------------------------------------------------------------------------------------------ the plan

    @property
    def plan(self) -> Plan:
        """The plan that is shown."""
        return self._session.plan

    @property
    def columns(self) -> list[MatrixColumn]:
        """The columns of amounts."""
        return self.splitter.columns

    def _load(self) -> None:
        plan = self.plan
        indicators = plan.indicators
        columns = matrix_columns(plan, (i.id for i in indicators))
        there = set(columns)
        self._added = [c for c in self._added if c not in there and plan.bearer(c.bearer)]
        for column in self._added:  # beside the others of its bearer, else before the last ones (本级)
            same = [n for n, c in enumerate(columns) if c.bearer == column.bearer]
            columns.insert(same[-1] + 1 if same else len(columns), column)
        self.splitter = Splitter(plan, columns)
        self.last = FIRST + len(columns)  # the column of what is left
        self.rows: list[Row] = []
        self._places: dict[Id, int] = {}
        for category in [*plan.categories, None]:
            inside = [(i, d) for i, d in plan.tree_of(category) if self._only is None or i.id in self._only]
            if not inside:
                continue
            if category is not None:
                self.rows.append(Row(self, with_ordinal(category.ordinal, category.name)))
            elif plan.categories:
                self.rows.append(Row(self, "未分类"))
            for indicator, depth in inside:
                self._places[indicator.id] = len(self.rows)
                self.rows.append(Row(self, with_ordinal(indicator.ordinal, indicator.name), indicator.id, depth))

    def reload(self) -> None:
        """Show what the plan says now, with its rows and columns anew."""
        self.beginResetModel()
        self._load()
        self.endResetModel()

    def start_again(self) -> None:
        """Another file is open."""
        self._added, self._only = [], None
        self.reload()

    def show_only(self, ids: Collection[Id] | None) -> None:
        """Show these indicators, or all."""
        only = None if ids is None else frozenset(ids)
        if only != self._only:
            self._only = only
            self.reload()

    def add_columns(self, columns: Iterable[MatrixColumn]) -> list[MatrixColumn]:
        """Show columns in which nothing stands yet; those that are new."""
        there = set(self.columns)
        new = [c for c in dict.fromkeys(columns) if c not in there]
        if new:
            self._added += new
            self.reload()
        return new

    def forget_columns(self, columns: Iterable[MatrixColumn]) -> None:
        """Do not show these any more where nothing stands in them."""
        gone = set(columns)
        self._added = [c for c in self._added if c not in gone]
        self.reload()

    def keep_columns(self) -> None:
        """Go on showing all columns of now, also where their last amount is taken away."""
        there = set(self._added)
        self._added += [c for c in self.columns if c not in there]

    def take(self, changes: Changes) -> None:
        """Show what has changed."""
        if changes.touches(Unit, UnitGroup, Category, PlanInfo) or self._moves_rows(changes):
            self.reload()
            return
        touched = {key[0] for record, key in changes.rows if record in (Allocation, Indicator)}
        there = set(self.columns)
        cells = [MatrixColumn(key[1], key[2]) for record, key in changes.rows if record is Allocation]
        if any(c not in there for c in cells):
            self.reload()
            return
        self.splitter = self.splitter.with_plan(self.plan)
        for indicator in touched & self._places.keys():
            place = self._places[indicator]
            row = self.rows[place]
            row.forget()
            row.title = with_ordinal(row.indicator.ordinal, row.indicator.name)
            self.dataChanged.emit(self.index(place, 0), self.index(place, self.columnCount() - 1))

    def _moves_rows(self, changes: Changes) -> bool:
        """Whether an indicator came, went or stands elsewhere."""
        if not changes.touches(Indicator):
            return False
        shape = [
            (i.id, d)
            for c in [*self.plan.categories, None]
            for i, d in self.plan.tree_of(c)
            if self._only is None or i.id in self._only
        ]
        return shape != [(row.id, row.depth) for row in self.rows if row.id]

    # ------------------------------------------------------------------------------------------------ places

    def row_of(self, indicator: Id) -> int | None:
        """Where an indicator stands, None when it is not shown."""
        return self._places.get(indicator)

    def column_at(self, number: int) -> MatrixColumn | None:
        """The bearer and partner of a column of the model; None for one of the others."""
        return self.splitter.columns[number - FIRST] if FIRST <= number < self.last else None

    def open_rows(self) -> set[Id]:
        """The indicators that are not fully split, or too much."""
        return {i.id for i in self.plan.indicators if self.splitter.balance(i).state in ("open", "over", "unclear")}

    def head(self, number: int) -> tuple[str, str]:
        """Both tiers of the heading of a column: bearer and partner."""
        if number < FIRST:
            return HEADINGS[number], ""
        column = self.column_at(number)
        if column is None:
            return LEFT_OVER, ""
        upper, lower = self.plan.bearer_name(column.bearer), self.plan.bearer_name(column.partner)
        return (upper, lower) if upper else (lower or "未写明单位", "")

    # ------------------------------------------------------------------------------------------------ cells

    def text(self, row: Row, number: int) -> str:
        """What stands in a cell, as it is typed."""
        if row.is_heading:
            return row.title if number == NAME else ""
        column = self.column_at(number)
        if column is not None:
            return row.cells.get(column, "")
        if number == NAME:
            return row.title
        if number == MEASURE:
            return row.indicator.measure_unit
        return row.indicator.target.strip() if number == TARGET else self.left_over(row)

    def display(self, row: Row, number: int) -> str:
        """What a cell shows: numbers in groups of three, the total columns' sum where the target is blank."""
        if number == TARGET and not row.is_heading:
            return self._target(row)
        return with_thousands(self.text(row, number)) if number >= FIRST else self.text(row, number)

    def brief(self, row: Row, number: int) -> str:
        """The amount or target of a cell in few signs; "" where it has no number."""
        column = self.column_at(number)
        found = self.plan.get(Allocation, (row.id, column.bearer, column.partner)) if column else None
        value = read_amount(found.amount, found.amount_reading) if found else self.splitter.facts.target(row.indicator)
        return brief(value, row.indicator.measure_unit)

    def _target(self, row: Row) -> str:
        if row.across:
            return DASH
        text = row.indicator.target.strip()
        if text:
            return with_thousands(text)
        whole = row.balance.whole
        return DASH if whole is None else with_thousands(shown(whole))

    def left_over(self, row: Row) -> str:
        """What nobody bears yet, with its sign; "" where there is nothing to add up."""
        balance = row.balance
        if balance.left is None:
            return "？" if balance.unclear else ""
        if not balance.left:
            return "0"
        sign = "+" if balance.left > 0 else "−"
        text = with_thousands(shown(abs(balance.left)))
        return f"余{text}" if balance.has_rest and balance.left > 0 else sign + text

    def share(self, row: Row, number: int) -> Decimal | None:
        """The number that a cell adds, in the unit of its row; None for a text."""
        column = self.column_at(number)
        if row.is_heading:
            return None
        if column is None:
            return row.balance.whole if number == TARGET else None
        found = self.plan.get(Allocation, (row.id, column.bearer, column.partner))
        return None if found is None else self.splitter.share(row.indicator, found)

    # ------------------------------------------------------------------------------------------------ Qt's questions

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else self.last + 1

    def editable(self, row: Row, column: int) -> bool:
        """Whether an amount or a target can be typed: it is the office's own, and not fixed by an issued plan."""
        indicator = row.id
        if not indicator or not TARGET <= column < self.last or self.is_fixed(column):
            return False
        if column == TARGET:
            return self._session.may_change(Indicator, (indicator, 0, 0))
        at = self.columns[column - FIRST]
        return self._session.may_change(Allocation, (indicator, at.bearer, at.partner))

    def is_fixed(self, column: int) -> bool:
        """Whether an issued plan keeps a column from being typed into, until a document is named."""
        if column == TARGET:
            return self._session.is_fixed(Indicator, "target")
        return FIRST <= column < self.last and self._session.is_fixed(Allocation, "amount")

    def side(self, column: int) -> Qt.AlignmentFlag:
        flush = Qt.AlignmentFlag.AlignLeft if column == NAME else Qt.AlignmentFlag.AlignRight
        return Qt.AlignmentFlag.AlignVCenter | (Qt.AlignmentFlag.AlignHCenter if column == MEASURE else flush)

    def spoken(self, row: Row, number: int) -> str:
        upper, lower = self.head(number)
        where = f"{upper}{lower}"
        return row.title if number == NAME or row.is_heading else f"{row.title}，{where}，{self.display(row, number)}"

    def tip(self, row: Row, number: int) -> str | None:
        if number == NAME:
            return row.title
        if number == TARGET:
            from ..widgets.key_figure import last_year

            text = row.indicator.target.strip()
            said = text if text and not text[-1].isdigit() else "各总数列之和" if row.balance.by_totals else ""
            return "\n".join(filter(None, (said, last_year(row.indicator)))) or None
        if number == self.columnCount() - 1:
            return self._left_tip(row)
        return self._amount_tip(row, number)

    def _left_tip(self, row: Row) -> str | None:
        balance, unit = row.balance, row.indicator.measure_unit
        if balance.unclear or balance.whole is None:
            return balance.unclear or None
        words = f"下达{shown(balance.whole)}{unit}，已分{shown(balance.borne)}{unit}"
        return words + ("；有单位承担余数" if balance.has_rest else "")

    def _amount_tip(self, row: Row, number: int) -> str | None:
        text = self.text(row, number)
        column = self.column_at(number)
        if not text or column is None:
            return None
        found = self.plan.get(Allocation, (row.id, column.bearer, column.partner))
        value = read_amount(text, found.amount_reading if found else "")
        if value.remainder:
            return f"{text}\n承担余数，不写明数额"
        if value.number is None:
            return f"{text}\n文字，不参与合计"
        share = self.share(row, number)
        if value.per_member and share is not None:
            members = self.splitter.facts.members(column.bearer)
            return f"{text} × {members} 个 = {shown(share)}{row.indicator.measure_unit}"
        return text if len(text) > 9 else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        if role not in _SAID or orientation != Qt.Orientation.Horizontal or not 0 <= section < self.columnCount():
            return None
        return " ".join(self.head(section)).strip()
