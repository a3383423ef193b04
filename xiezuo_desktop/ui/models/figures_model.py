"""The Qt model of a month's figures: indicators of one unit, or units of one indicator, as rows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt

from ...core.figures.months import running_month
from ...core.figures.sheet import FigureSheet, key_of
from ...core.numbers import read_target, shown, with_thousands
from ...core.progress import STATES, percent
from ...core.records import Indicator, Report
from ...reports.wording import with_ordinal
from .indicator_nodes import NOTHING_TO_REPORT
from .sheet_model import NOWHERE, Index, SheetModel

if TYPE_CHECKING:
    from decimal import Decimal

    from ...core.changes import Changes
    from ...core.figures.sheet import Entry
    from ...core.plan import Plan
    from ...core.records import Id
    from ..session import Session

NAME, MEASURE, TARGET, BEFORE, INCREMENT, VALUE, RATE, NOTE, PROBLEM, STATE = range(10)
HEADINGS = ("指标名称", "单位", "目标", "上期累计", "本月新增", "本月累计", "完成率", "工作进展", "存在问题", "填报")
FIELDS = {INCREMENT: "increment", VALUE: "value", NOTE: "note", PROBLEM: "problem"}
FIGURES = (TARGET, BEFORE, INCREMENT, VALUE)
DASH = "—"
LOOK_INTO = "待核实"  # stands instead of the state of a figure that somebody is to look into
WHOLE: Id = 0
_Role = Qt.ItemDataRole


class Row:
    """A category heading, or an indicator of a unit; its entry is worked out when it is first asked for."""

    __slots__ = ("_entry", "_model", "_odd", "depth", "indicator", "title", "unit")

    def __init__(self, model: FiguresModel, title: str, indicator: Indicator | None, unit: Id, depth: int) -> None:
        self._model = model
        self.title = title
        self.indicator = indicator
        self.unit = unit
        self.depth = depth
        self._entry: Entry | None = None
        self._odd: str | None = None

    def forget(self) -> None:
        """Read anew when asked next."""
        self._entry = self._odd = None

    @property
    def is_heading(self) -> bool:
        """Whether this is the row of a category."""
        return self.indicator is None

    @property
    def entry(self) -> Entry:
        """What is known of this indicator and unit."""
        if self._entry is None:
            assert self.indicator is not None
            self._entry = self._model.sheet.entry(self.indicator, self.unit)
        return self._entry

    @property
    def odd(self) -> str:
        """Why the figure is unlike those before it; "" when it is not."""
        if self._odd is None:
            self._odd = "" if self.is_heading else self._model.sheet.odd(self.entry)
        return self._odd

    @property
    def report(self) -> Report | None:
        """What was reported in this month."""
        return self._model.sheet.report(self.indicator.id, self.unit) if self.indicator else None

    @property
    def is_sum(self) -> bool:
        """Whether the figure is made up of those of others."""
        return not self.is_heading and bool(self.entry.parts)


class FiguresModel(SheetModel):
    """One month of one unit (`indicator` None), or of one indicator over its units. Unit 0 is the plan as a whole."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.unit: Id = WHOLE
        self.indicator: Id | None = None
        self.rows: list[Row] = []
        self.start_again()

    # ------------------------------------------------------------------------------------------------ what is shown

    @property
    def plan(self) -> Plan:
        """The plan that is shown."""
        return self._session.plan

    @property
    def period(self) -> int:
        """The month that is shown."""
        return self.sheet.period

    def start_again(self) -> None:
        """Another file is open: show the month that is being worked on, and the first unit that reports."""
        self.indicator = None
        self._running = self._find_running()
        sheet = FigureSheet(self.plan, self._running)
        self.unit = self._own or sheet.duties.first or WHOLE
        self._show(sheet)

    @property
    def _own(self) -> Id | None:
        """The unit to which the open file was sent."""
        rights = self._session.rights
        return rights.unit if rights is not None else None

    def _find_running(self) -> int:
        return running_month(self.plan, date.today(), self._own)

    def show_period(self, period: int) -> None:
        """Show another month."""
        self._show(FigureSheet(self.plan, period))

    def show_unit(self, unit: Id) -> None:
        """Show the indicators of a unit."""
        self.unit, self.indicator = unit, None
        self._show(self.sheet)

    def show_indicator(self, indicator: Id) -> None:
        """Show the units of an indicator."""
        self.indicator = indicator
        self._show(self.sheet)

    def _show(self, sheet: FigureSheet) -> None:
        self.beginResetModel()
        self.sheet = sheet
        found = self.plan.get(Indicator, self.indicator)
        self.rows = self._rows_of_unit() if found is None else self._rows_of_indicator(found)
        self._places = {(r.indicator.id, r.unit): n for n, r in enumerate(self.rows) if r.indicator}
        self.endResetModel()

    def _rows_of_unit(self) -> list[Row]:
        plan = self.plan
        if self.unit != WHOLE and plan.bearer(self.unit) is None:
            self.unit = WHOLE
        wanted = self._wanted()
        out = []
        for category in [*plan.categories, None]:
            inside = [(i, d) for i, d in plan.tree_of(category) if i.id in wanted]
            if inside and (category is not None or plan.categories):
                title = with_ordinal(category.ordinal, category.name) if category else "未分类"
                out.append(Row(self, title, None, self.unit, 0))
            out += [Row(self, with_ordinal(i.ordinal, i.name), i, self.unit, d) for i, d in inside]
        return out

    def _wanted(self) -> set[Id]:
        """The indicators on a unit's sheet; in the file that a unit was sent, those on which it is asked to report."""
        plan, duties = self.plan, self.sheet.duties
        if self.unit == WHOLE:
            return {i.id for i in plan.indicators}
        if plan.is_part and (asked := duties.asked(self.unit)):
            return {i for i, _ in asked} | {i.id for i in plan.indicators if duties.has_reported(i.id, self.unit)}
        return {i.id for i in duties.concerns(self.unit)}

    def _rows_of_indicator(self, indicator: Indicator) -> list[Row]:
        plan = self.plan
        duties = self.sheet.duties
        wanted = {*duties.reporters(indicator)}
        bearers = [*(u.id for u in plan.units), *(g.id for g in plan.groups)]
        wanted |= {b for b in bearers if duties.has_reported(indicator.id, b)}
        rollup = self.sheet.figures.rollup
        above = {up for unit in wanted for up in rollup.above(unit)}
        out = [Row(self, "合计", indicator, WHOLE, 0)]
        for unit in plan.units:
            if unit.id in wanted or unit.id in above:
                depth = sum(1 for up in rollup.above(unit.id) if up != WHOLE and (up in wanted or up in above))
                out.append(Row(self, unit.name, indicator, unit.id, depth))
        return out + [Row(self, g.name, indicator, g.id, 0) for g in plan.groups if g.id in wanted]

    def take(self, changes: Changes) -> None:
        """Show what has changed. Where only reports did, the rows stay and are read anew.

        What others have reported or were asked for since may make another month the running one: it is shown instead.
        """
        only_reports = {record for record, _ in changes.rows} == {Report}
        before, self._running = self._running, self._find_running()
        if self.period == before < self._running:
            self._show(FigureSheet(self.plan, self._running))
            return
        sheet = self.sheet.after_reports(self.plan) if only_reports else FigureSheet(self.plan, self.sheet.period)
        if only_reports and self._all_here(changes):
            self.sheet = sheet
            for row in self.rows:
                row.forget()
            if self.rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, STATE))
            return
        if self.plan.get(Indicator, self.indicator) is None:
            self.indicator = None
        self._show(sheet)

    def _all_here(self, changes: Changes) -> bool:
        return all((key[0], key[1]) in self._places for _, key in changes.rows if self._is_shown(key[0], key[1]))

    def _is_shown(self, indicator: Id, unit: Id) -> bool:
        return indicator == self.indicator if self.indicator is not None else unit == self.unit

    def row_of(self, indicator: Id, unit: Id) -> int | None:
        """Where an indicator of a unit stands, None when it is not shown."""
        return self._places.get((indicator, unit))

    # ------------------------------------------------------------------------------------------------ cells

    def heading(self, column: int) -> str:
        """The heading of a column."""
        if column == NAME and self.indicator is not None:
            return "填报单位"
        return HEADINGS[column]

    def text(self, row: Row, column: int) -> str:
        """What stands in a cell, as it is typed."""
        if row.is_heading:
            return row.title if column == NAME else ""
        report = row.report
        if column in (VALUE, NOTE, PROBLEM):
            return str(report.__dict__[FIELDS[column]]) if report else ""
        if column == INCREMENT and (report is None or not report.value.strip()):
            return ""
        return self.display(row, column).replace(",", "")

    def display(self, row: Row, column: int) -> str:
        """What a cell shows: figures in groups of three; sums of others where the unit has said nothing itself."""
        if row.is_heading or column == NAME:
            return row.title if column == NAME else ""
        entry = row.entry
        if column == VALUE:
            said = entry.report.value.strip() if entry.report else ""
            return with_thousands(said) if said else _figure(entry.value) if row.is_sum else ""
        if column == INCREMENT:
            return _figure(entry.increment) if self._has_figure(row) else ""
        if column in (NOTE, PROBLEM):
            return " ".join(str(entry.report.__dict__[FIELDS[column]]).split()) if entry.report else ""
        return self._given(row, column)

    def _given(self, row: Row, column: int) -> str:
        entry = row.entry
        assert row.indicator is not None
        if column == MEASURE:
            return row.indicator.measure_unit
        if column == TARGET:
            return _figure(entry.goal.number) or DASH
        if column == BEFORE:
            return _figure(entry.before) or DASH
        if column == RATE:
            return percent(entry.rate) or self._instead_of_rate(row)
        if entry.report is not None and entry.report.follow_up and entry.report.state != "returned":
            return LOOK_INTO
        return entry.report_state if not row.is_sum or entry.report else "汇总"

    def _instead_of_rate(self, row: Row) -> str:
        """Why there is no rate: the target is open or none was set, it was done before, or nothing was reported."""
        state = row.entry.state
        if state == "statistical" and row.indicator is not None:
            return NOTHING_TO_REPORT.get(read_target(row.indicator.target).kind, STATES[state])
        return STATES[state] if state == "done" else DASH

    def _has_figure(self, row: Row) -> bool:
        report = row.report
        return row.is_sum or bool(report and report.value.strip())

    def number(self, row: Row, column: int) -> Decimal | None:
        """The number that a cell shows, in the unit of its indicator; None for a blank or a text."""
        if row.is_heading or column not in FIGURES:
            return None
        entry = row.entry
        if column == TARGET:
            return entry.goal.number
        if column == BEFORE:
            return entry.before
        if not self._has_figure(row):
            return None
        return entry.value if column == VALUE else entry.increment

    def editable(self, row: Row, column: int) -> bool:
        """Whether a cell can be typed into: not in a sum of others for the whole plan."""
        if row.indicator is None or column not in FIELDS:
            return False
        if not self._session.may_change(Report, key_of(row.indicator.id, row.unit, self.period)):
            return False
        return row.unit != WHOLE or not row.is_sum

    # ------------------------------------------------------------------------------------------------ Qt's questions

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(HEADINGS):
            return None
        if role == _Role.DisplayRole:
            return self.heading(section)
        if role == _Role.TextAlignmentRole:
            return int(self.side(section))
        return None

    def side(self, column: int) -> Qt.AlignmentFlag:
        flush = Qt.AlignmentFlag.AlignRight if column in FIGURES else Qt.AlignmentFlag.AlignLeft
        return Qt.AlignmentFlag.AlignVCenter | (Qt.AlignmentFlag.AlignHCenter if column == MEASURE else flush)

    def spoken(self, row: Row, column: int) -> str:
        if row.is_heading or column == NAME:
            return row.title
        said = f"{row.title}，{self.heading(column)}，{self.display(row, column) or '空'}"
        return "，".join([said, *self.doubts(row)]) if column == VALUE else said

    def doubts(self, row: Row) -> list[str]:
        """What a person should know before a figure is trusted: what is odd, what was remarked, why it was corrected."""
        report = row.report
        lines = [row.odd]
        if report is not None:
            lines.append(f"批注：{report.comment}" if report.comment else "")
            lines.append(f"更正理由：{report.correction}" if report.correction else "")
        return [line for line in lines if line]

    def tip(self, row: Row, column: int) -> str | None:
        entry, report = row.entry, row.report
        if column == NAME:
            definition = row.indicator.definition if row.indicator else ""
            return f"{row.title}\n\n{definition}" if definition else row.title
        if column in (NOTE, PROBLEM):
            return self.text(row, column) or None
        if column == BEFORE and entry.before_period:
            return f"{entry.before_period % 100}月填报"
        if column == RATE and entry.rate is not None:
            return f"完成率 {percent(entry.rate)}，序时进度 {percent(entry.pace)}：{entry.state_label}"
        if column == VALUE:
            lines = self.doubts(row)
            lines.append(f"由 {len(entry.parts)} 个单位的填报数合计" if row.is_sum else "")
            return "\n".join(line for line in lines if line) or None
        if column == STATE and report and report.reported_on:
            return f"{report.reported_by} {report.reported_on.isoformat()} 填报"
        return None


def _figure(number: Decimal | None) -> str:
    return "" if number is None else with_thousands(shown(number))
