"""What a person can do to the figures of a month, each one named step through the session."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ... import paths
from ...core.errors import Invalid, UserError
from ...core.figures.steps import Said, Writer, figure_steps
from ...core.periods import period_label
from ...core.records import LockException, Period, PlanInfo, Report, full_key
from ..blocks import repeated
from ..models.figures_model import FIELDS, HEADINGS, INCREMENT, VALUE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ...core.records import Id
    from ..blocks import Block
    from ..models.figures_model import FiguresModel, Row
    from ..session import Session
    from ..widgets.sheet_table import Range

Cell = tuple[int, int, str]  # row and column of the model, text

_HOW_TO_PASTE = "请选准左上角的格；表里隔着类别行的，一类一类地粘贴，或者在复制的内容里给它空出一行。"


class FigureEdits(QObject):
    """Typing, pasting, filling, accepting, locking. What cannot be is said, and nothing changes.

    `ask_reason` is called where a month is locked; it gets a sentence and a function that goes on with the reason.
    """

    def __init__(
        self,
        session: Session,
        model: FiguresModel,
        ask_reason: Callable[[str, Callable[[str], None]], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._model = model
        self._ask_reason = ask_reason

    @property
    def _month(self) -> str:
        return f"{self._model.period % 100}月"

    # ------------------------------------------------------------------------------------------------ cells

    def type_cell(self, row: Row, column: int, text: str) -> None:
        """A cell was typed into."""
        place = self._model.row_of(row.indicator.id, row.unit) if row.indicator else None
        if place is not None:
            self.write(f"填报{self._month}{HEADINGS[column]}", [(place, column, text)])

    def write(self, label: str, cells: Iterable[Cell], correction: str = "") -> None:
        """Write texts into cells, in one step; cells that cannot be typed into are passed over."""
        model, said = self._model, []
        locked = False
        for place, column, text in cells:
            row = model.rows[place]
            if row.indicator is not None and model.editable(row, column):
                said.append(Said(row.indicator.id, row.unit, FIELDS[column], text))
                locked = locked or model.sheet.locked(row.unit)
        if not said or not self._session.can_edit:
            return
        if locked and not correction:
            sentence = f"{period_label(model.period)}已经锁定。更正填报数要写明理由，理由会留在修改记录里。"
            again = list(said)
            self._ask_reason(sentence, lambda reason: self._do(f"更正{self._month}填报数", again, reason))
            return
        self._do(label, said, correction)

    def _do(self, label: str, said: list[Said], correction: str) -> None:
        writer = Writer(paths.author(), date.today(), correction=correction)
        try:
            steps = figure_steps(self._model.sheet, said, writer)
        except UserError as error:
            self._session.failed.emit(error)
            return
        if steps:
            with self._session.edit(label) as edit:
                edit.apply(steps)

    def clear(self, chosen: Range) -> None:
        """Take away what stands in a range."""
        top, left, bottom, right = chosen
        columns = [c for c in range(left, right + 1) if c in FIELDS]
        if VALUE in columns and INCREMENT in columns:
            columns.remove(INCREMENT)
        cells = [(r, c, "") for r in range(top, bottom + 1) for c in columns]
        self.write(f"清除{self._month}填报数", cells)

    def paste(self, block: Block, chosen: Range) -> Range | None:
        """Put a block into the sheet, from the first cell of a range on, repeated over it; the range that it took."""
        top, left, bottom, right = chosen
        block = repeated(block, bottom - top + 1, right - left + 1)
        tall, wide = len(block), len(block[0])
        if sentence := self._does_not_fit(block, top, left):
            self._session.failed.emit(Invalid(sentence, _HOW_TO_PASTE))
            return None
        cells = [(top + r, left + c, text) for r, line in enumerate(block) for c, text in enumerate(line)]
        if left <= INCREMENT and left + wide - 1 >= VALUE:  # both columns were copied: the cumulative figure counts
            cells = [cell for cell in cells if cell[1] != INCREMENT]
        self.write(f"粘贴 {tall} 行 {wide} 列到{self._month}", cells)
        return top, left, top + tall - 1, left + wide - 1

    def _does_not_fit(self, block: Block, top: int, left: int) -> str:
        model = self._model
        if len(block) > len(model.rows) - top or len(block[0]) > model.columnCount() - left:
            return f"粘贴的内容有 {len(block)} 行 {len(block[0])} 列，从这里起放不下，没有改动。"
        for r, line in enumerate(block):
            row = model.rows[top + r]
            for c, text in enumerate(line):
                if row.is_heading and text.strip():
                    return f"有内容会落在类别行“{row.title}”上，没有改动。"
                if not row.is_heading and left + c not in FIELDS:
                    return f"“{model.heading(left + c)}”一栏不能粘贴，没有改动。"
        return ""

    def fill_down(self, chosen: Range) -> None:
        """The first row of a range into those below it; of a single row, what stands above it."""
        top, left, bottom, right = chosen
        rows = [r for r in range(top, bottom + 1) if not self._model.rows[r].is_heading]
        if len(rows) == 1:
            above = next((r for r in range(top - 1, -1, -1) if not self._model.rows[r].is_heading), None)
            if above is None:
                return
            rows.insert(0, above)
        self._fill(rows[:1], rows[1:], left, right)

    def fill(self, source: Range, wanted: Range) -> None:
        """Repeat what stands in one range further down."""
        rows = [r for r in range(source[0], source[2] + 1) if not self._model.rows[r].is_heading]
        below = [r for r in range(source[2] + 1, wanted[2] + 1) if not self._model.rows[r].is_heading]
        self._fill(rows, below, source[1], source[3])

    def _fill(self, rows: list[int], below: list[int], left: int, right: int) -> None:
        model = self._model
        columns = [c for c in range(left, right + 1) if c in FIELDS and not (c == INCREMENT and right >= VALUE)]
        cells = [
            (place, column, model.text(model.rows[rows[n % len(rows)]], column))
            for n, place in enumerate(below)
            for column in columns
        ]
        self.write("向下填充", cells)

    # ------------------------------------------------------------------------------------------------ reports

    def reports(self, rows: Iterable[Row]) -> list[Report]:
        """The reports that stand behind rows."""
        return [report for row in rows if (report := row.report) is not None]

    def accept(self, rows: Iterable[Row]) -> None:
        """核定: the figures are settled."""
        self._mark(f"核定{self._month}填报数", rows, state="accepted", follow_up=False)

    def send_back(self, rows: Iterable[Row], reason: str) -> None:
        """退回: the figures do not count until they are reported again."""
        self._mark(f"退回{self._month}填报数", rows, state="returned", comment=reason)

    def remark(self, rows: Iterable[Row], comment: str) -> None:
        """Mark figures as to be looked into, with a comment; without one the mark is taken away."""
        label = "标记待核实" if comment else "去掉待核实标记"
        self._mark(label, rows, follow_up=bool(comment), comment=comment)

    def _mark(self, label: str, rows: Iterable[Row], **values: object) -> None:
        found = self.reports(rows)
        if not found:
            self._session.failed.emit(Invalid("选中的行还没有填报，没有改动。", "请选中有填报数的行。"))
            return
        with self._session.edit(label) as edit:
            for report in found:
                edit.put(Report, report.key, **values)
        self._session.said.emit(f"已{label}：{len(found)} 项", True)

    # ------------------------------------------------------------------------------------------------ months

    def lock(self, locked: bool) -> None:
        """Lock the month, or open it again."""
        word = "锁定" if locked else "解除锁定"
        with self._session.edit(f"{word}{self._month}") as edit:
            edit.put(Period, full_key(self._model.period), locked=locked)
        self._session.said.emit(f"{period_label(self._model.period)}已{word}", True)

    def allow(self, unit: Id, until: date, reason: str) -> None:
        """A unit may still report for the locked month until a day."""
        name = self._session.plan.bearer_name(unit) or "全部单位"
        with self._session.edit(f"给{name}开放{self._month}填报") as edit:
            edit.put(LockException, full_key(self._model.period, unit), until=until, reason=reason)
        self._session.said.emit(f"已给{name}开放到 {until.isoformat()}", True)

    def set_cut_off(self, day: int | None) -> None:
        """The day of each month by which reports are due."""
        with self._session.edit("设定填报截止日") as edit:
            edit.put(PlanInfo, self._session.plan.info.key, cut_off_day=day)
