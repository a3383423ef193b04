"""The table of tasks: which columns it has, and the rows into which tasks with several deadlines are divided."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from xiezuo_desktop.core.handling import Handled
from xiezuo_desktop.core.records import Responsibility, TableColumn, Task
from xiezuo_desktop.documents.paper import Align, Cell, Column, Row, RowKind, Table
from xiezuo_desktop.reports.wording import bearer_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xiezuo_desktop.core.handling import Standing
    from xiezuo_desktop.core.plan import Plan
    from xiezuo_desktop.core.records import Measure

_ROLES = tuple(Responsibility.fields["role"].choices or ())
HANDLING = "handling"  # a column of what has been said about the tasks since they were issued
_FIELDS = ("ordinal", "theme", "superior_text", "goal", "measures", *_ROLES, "leader", "deadline", HANDLING, "note")
_ALWAYS = ("measures", "deadline")
_CAPTIONS = {
    "ordinal": "序号",
    "theme": "主题",
    "superior_text": "上级任务",
    "goal": "工作目标",
    "measures": "落实措施",
    "lead": "牵头单位",
    "responsible": "责任单位",
    "cooperating": "配合单位",
    "statistics": "统计单位",
    "funding": "资金保障单位",
    "guidance": "指导单位",
    "leader": "责任领导",
    "deadline": "完成时限",
    HANDLING: "办理情况",
    "note": "备注",
}
_WEIGHTS = {"superior_text": 1.0, "measures": 1.3}
_LEFT = ("superior_text", "goal", "measures", HANDLING, "note")
_NAMES_IN_COLUMN = 12  # more names than these are joined by 、 unless the row is tall anyhow
_WIDEST_NAME = 10  # characters; longer names are broken
_CHARACTERS_A_LINE = 16  # of the measures, roughly: how tall the row is anyhow


class DivisionTable:
    """Composes the table of some tasks of a plan."""

    def __init__(self, plan: Plan, tasks: Sequence[Task], *, handled: bool = False) -> None:
        self.plan = plan
        self.tasks = tasks
        self._handled = Handled(plan) if handled else None
        self._duties = {t.id: plan.responsibilities(t.id) for t in tasks}
        self._worded = {c.field: c.caption for c in plan.ordered(TableColumn) if c.table == "division"}
        self.fields = self._shown_fields()

    def _shown_fields(self) -> list[str]:
        """The document's columns in its order, then what else the tasks say."""
        roles = {duty.role for duties in self._duties.values() for duty in duties}
        order = [*(f for f in self._worded if f in _FIELDS), *(f for f in _FIELDS if f not in self._worded)]
        if "theme" in self._worded and "superior_text" not in self._worded:  # one heading over both
            order.remove("superior_text")
            order.insert(order.index("theme") + 1, "superior_text")

        def present(field: str) -> bool:
            if field in _ROLES:
                return field in roles
            if field == HANDLING:
                return self._handled is not None
            return field in _ALWAYS or any(getattr(task, field).strip() for task in self.tasks)

        return [field for field in order if present(field)]

    def table(self) -> Table:
        """The table, its header repeated on every page."""
        rows = [self._header()]
        for heading, tasks in groupby(self.tasks, lambda task: task.heading.strip()):
            if heading:
                rows.append(Row((Cell(heading, 0, len(self.fields)),), RowKind.CATEGORY))
            for theme, alike in groupby(tasks, lambda task: task.theme.strip()):
                rows += self._rows(theme, list(alike))
        return Table(tuple(rows), 1, tuple(map(self._column, self.fields)), "任务分工表", cut_rows=True)

    def _column(self, field: str) -> Column:
        least = 2.0
        if field in _ROLES:
            duties = [d for found in self._duties.values() for d in found if d.role == field]
            names = [len(name) for name in bearer_names(self.plan, duties)]
            least = float(max((n for n in names if n <= _WIDEST_NAME), default=2))
        return Column(Align.LEFT if field in _LEFT else Align.CENTRE, _WEIGHTS.get(field, 1.0), least)

    def _header(self) -> Row:
        """One heading over neighbours that the document words alike: 省、市下达任务 over theme and superior text."""
        captions = [self._caption(field) for field in self.fields]
        cells: list[Cell] = []
        place = 0
        for caption, group in groupby(captions):
            count = len(list(group))
            cells.append(Cell(caption, place, count))
            place += count
        return Row(tuple(cells), RowKind.HEADER)

    def _caption(self, field: str) -> str:
        over_both = self._worded.get("theme") if field == "superior_text" else None
        return self._worded.get(field) or over_both or _CAPTIONS[field]

    # ------------------------------------------------------------------------------------------------- rows

    def _rows(self, theme: str, tasks: list[Task]) -> list[Row]:
        """The rows of tasks that share their theme, whose cell stands over all of them."""
        out: list[list[Cell]] = []
        for task in tasks:
            steps = self._steps(task)
            for number, (group, deadline) in enumerate(steps):
                measures = _lines(group)
                cells = []
                for place, field in enumerate(self.fields):
                    if field == "theme":
                        continue
                    if field in ("measures", "deadline"):
                        cells.append(Cell(measures if field == "measures" else deadline, place))
                    elif field == HANDLING:
                        cells.append(Cell(self._handling(task, group, whole=len(steps) == 1), place))
                    elif number == 0:
                        cells.append(Cell(self._text(field, task, measures), place, 1, len(steps)))
                out.append(cells)
        if theme and "theme" in self.fields and out:
            place = self.fields.index("theme")
            out[0] = sorted([*out[0], Cell(theme, place, 1, len(out))], key=lambda cell: cell.column)
        return [Row(tuple(cells)) for cells in out]

    def _steps(self, task: Task) -> list[tuple[list[Measure], str]]:
        """Measures and their deadline: one step, or one for each deadline where the measures have different ones."""
        measures = self.plan.measures(task.id)
        own = [(m, m.deadline.strip() or task.deadline.strip()) for m in measures]
        if len({deadline for _, deadline in own}) < 2:
            return [(measures, own[0][1] if own else task.deadline.strip())]
        return [([m for m, _ in group], deadline) for deadline, group in groupby(own, lambda measure: measure[1])]

    def _handling(self, task: Task, measures: Sequence[Measure], *, whole: bool) -> str:
        """How far a step is, in a word with its day, and what is noted about it; of a task in one step what the task says."""
        assert self._handled is not None
        words = self._handled.words
        parts: list[Task | Measure] = [task] if whole or not measures else [*measures]
        states = [_state_words(self._handled.of(part)) for part in parts]
        if len(set(states)) == 1:
            lines = states[:1]
        else:
            counts = Counter(self._handled.of(part).label or "未报" for part in parts)
            lines = ["，".join(f"{label}{count}条" for label, count in counts.items())]
        said = [*(words(task.id) if whole else ()), *(row for measure in measures for row in words(measure.id))]
        for row in said:
            who = self.plan.bearer_name(row.unit)
            if note := " ".join(row.note.split()):
                lines.append(f"{who}：{note}" if who else note)
        return "\n".join(line for line in lines if line)

    def _text(self, field: str, task: Task, measures: str) -> str:
        if field not in _ROLES:
            return str(getattr(task, field)).strip()
        names = bearer_names(self.plan, [d for d in self._duties[task.id] if d.role == field])
        tall = max(len(measures), len(task.superior_text)) // _CHARACTERS_A_LINE
        return ("\n" if len(names) <= max(_NAMES_IN_COLUMN, tall) else "、").join(names)


def _lines(measures: Sequence[Measure]) -> str:
    return "\n".join(m.text.strip() for m in measures if m.text.strip())


def _state_words(found: Standing) -> str:
    """已办结（6月3日）, 进行中; "" where nobody has said."""
    return found.label + (
        f"（{found.done_on.month}月{found.done_on.day}日）" if found.is_done and found.done_on else ""
    )
