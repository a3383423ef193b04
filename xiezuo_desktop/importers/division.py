"""Division tables: what is to be done, by which measures, by whom and until when; amounts and pairings inside the measures."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ..core.deadlines import read_deadline
from ..core.names import clean_text
from ..core.ordinals import split_ordinal
from .columns import Layout
from .draft import DraftColumn, DraftIndicator, DraftMeasure, DraftTask
from .duties import duties_of
from .marks import Marks
from .outline import one_line, prose
from .remarks import reason_for, remark_columns, settle_captions, take_captions, with_remarks
from .splits import amounts, pairings
from .spoken_days import last_day_in
from .table_rows import NOTHING, TableRow, table_rows
from .words import UNIT_ROLES, folded

if TYPE_CHECKING:
    from .gather import Gathered
    from .ledger import Sheet

_SHORTEST_PROSE = 6  # characters on the average
_FIELDS = {"name": "theme", "superior": "superior_text"}
_KEPT = (*UNIT_ROLES, "mark", "ordinal", "deadline", "leader", "note", "category", "progress", "ignore")
_USED = ("ordinal", "name", "superior", "goal", "measures", "deadline", "leader", "note", "category")
_OWN = re.compile(r"自选|自行|自主|特色(?:工作|动作)")


def division_layout(sheet: Sheet, layout: Layout) -> Layout | None:
    """The columns as those of a division table (name: the theme, superior: the words from above, measures), or None.

    Such a table has units and prose, but no column of figures: what it calls goals are words.
    """
    if not layout.of(*UNIT_ROLES, "mark") or layout.of("measure_unit", "points", "rule", "total"):
        return None
    split_tasks = layout.has("split")
    layout = _with_split_tasks(layout)
    goal = layout.one("target")
    if goal is not None and not layout.columns[goal].wordy:
        return None
    goal = layout.one("definition") if goal is None and layout.one("name") is not None else goal
    lengths = {c.index: _length(sheet, layout, c.index) for c in layout.columns}
    texts = [c.index for c in layout.columns if c.role in ("name", "superior", "measures", "definition")]
    if not texts and goal is not None:
        texts = [goal]  # 目标与任务 | 责任单位: what is to be reached is the task
    if not texts:
        return None
    measures = next(iter(layout.of("measures")), None)
    superiors = _superior_columns(layout)
    theme = layout.one("name")
    if theme is None and len(superiors) > 1:
        theme = min(superiors, key=lambda c: lengths[c])
    theme = layout.one("category") if theme is None else theme
    if theme is None and texts == [measures] and goal is not None:
        theme = goal  # 目标任务 | 具体措施
    theme = texts[0] if theme is None else theme
    superior = next((c for c in superiors if c != theme), None)
    if measures is None and lengths[theme] > 24 and layout.of("category"):
        measures, theme = theme, layout.of("category")[0]
    roles = {theme: "name"} | ({superior: "superior"} if superior is not None else {})
    roles |= {measures: "measures"} if measures not in (None, theme) else {}
    roles |= (
        {goal: "goal" if "measures" in roles.values() or split_tasks else "measures"}
        if goal is not None and goal not in roles
        else {}
    )
    if "measures" not in roles.values() and (prosy := _prosy(layout, lengths, roles)) is not None:
        roles[prosy] = "measures"
    said = {c.index: c.role for c in layout.columns if c.said}
    roles = {c: r for c, r in roles.items() if c not in said and r not in said.values()} | said
    columns = tuple(replace(c, role=roles.get(c.index, c.role if c.role in _KEPT else "")) for c in layout.columns)
    return Layout(columns, layout.header)


def _with_split_tasks(layout: Layout) -> Layout:
    """The columns with 分解任务 as the tasks where it holds words, beside 目标任务 that they are parts of."""
    split = layout.one("split")
    if split is None or layout.has("name") or not layout.has("target") or not layout.columns[split].wordy:
        return layout
    columns = tuple(replace(c, role="name") if c.index == split and not c.said else c for c in layout.columns)
    return Layout(columns, layout.header)


def _prosy(layout: Layout, lengths: dict[int, float], roles: dict[int, str]) -> int | None:
    """The column of longest texts that nothing else names: what is to be done stands there."""
    free = [c.index for c in layout.columns if c.index not in roles and not c.role and c.caption and c.wordy]
    return max((c for c in free if lengths[c] >= _SHORTEST_PROSE), key=lambda c: lengths[c], default=None)


def _superior_columns(layout: Layout) -> list[int]:
    """The columns below 上级任务; where its merge was lost, the next one without any word above it is one of them too."""
    found = layout.of("superior")
    beside = found[0] + 1 if len(found) == 1 else len(layout.columns)
    if beside < len(layout.columns) and not layout.columns[beside].role and not layout.columns[beside].caption:
        found = [*found, beside]
    return found


def _length(sheet: Sheet, layout: Layout, column: int) -> float:
    texts = [r.slots[column].text for r in sheet.rows[layout.first :] if r.slots[column].text and r.slots[column].left]
    return sum(len(folded(t)) for t in texts) / len(texts) if texts else 0.0


def division_meanings(layout: Layout) -> dict[int, str]:
    """What the columns of a division table are taken for; those of the notes `remark`."""
    return {c.index: c.role for c in layout.columns} | dict.fromkeys(_remarks(layout), "remark")


def _used(layout: Layout) -> list[int]:
    firsts = (layout.one(role) for role in _USED)
    return [*(c for c in firsts if c is not None), *layout.of(*UNIT_ROLES)]


def _remarks(layout: Layout) -> list[int]:
    return remark_columns(layout, [*_used(layout), *layout.of("mark")])


def read_division(sheet: Sheet, layout: Layout, found: Gathered) -> None:
    """Take the tasks of a sheet into `found`; `layout` is that of `division_layout`."""
    rows = table_rows(sheet, layout, found.ledger)
    reader = _Reader(layout, found, Marks(rows, layout, found))
    reader.read_header()
    for row in rows:
        for column in layout.of(*UNIT_ROLES):
            found.units.learn(row.text(column))
    for row in rows:
        reader.read(row)


class _Reader:
    def __init__(self, layout: Layout, found: Gathered, marks: Marks) -> None:
        self.layout = layout
        self.marks = marks
        self.found = found
        self.ledger = found.ledger
        self.heading = ""
        self.used = _used(layout)
        self.remarks = _remarks(layout)

    def read_header(self) -> None:
        """The captions of the columns; those of columns that nobody knows are left."""
        if self.layout.header is None:
            return
        take_captions(self.layout, self.remarks, self.ledger)
        for column in self.layout.columns:
            cells = self.layout.header.tiers[column.index]
            if not cells or column.index in self.remarks:
                continue
            if column.role == "mark":
                self.ledger.take(cells[-1])
            elif column.role and column.role not in ("ignore", "progress"):
                field = _FIELDS.get(column.role, column.role)
                self.found.columns.append(DraftColumn(field, "·".join(one_line(s.text) for s in cells), "division"))
                self.ledger.take(*cells)
            else:
                settle_captions(cells[-1:], self.found, seen=column.seen > 0, role=column.role, table="division")
        for cells in self.layout.header.tiers:
            self.ledger.leave(
                "几栏共有的表头", *(s for s in cells if s.source and self.ledger.is_open(s.source)), way="settled"
            )

    def read(self, row: TableRow) -> None:
        """One row: a task, a heading of several tasks, or a note."""
        if row.kind in ("note", "caption"):
            self.found.tell("note", row.note, *row.sources)
        elif row.kind == "category":
            self.heading = " ".join(one_line(row.parts[c].text) for c in row.filled)
            self.ledger.take(*row.sources)
        elif row.own(self.layout.one("name")):
            self._read_task(row)
        elif self._is_below(row):
            self._read_below(row)
        else:
            self.ledger.leave("这一行没有任务", *row.sources)

    def _is_below(self, row: TableRow) -> bool:
        """Whether a row says more of the theme whose cell began in a row above, or lost its merge with it."""
        name, measures = self.layout.one("name"), self.layout.one("measures")
        return bool(self.found.tasks and name is not None and not row.own(name) and row.own(measures))

    def _read_below(self, row: TableRow) -> None:
        """A row with units or a deadline of its own is a task of its own below the same theme, else one more measure of it."""
        layout = self.layout
        if any(row.own(c) for c in layout.of("ordinal", "deadline", "superior", *UNIT_ROLES)):
            self._read_task(row)
            return
        task = self.found.tasks[-1]
        more = tuple(map(DraftMeasure, _steps(prose(row.text(layout.one("measures"))))))
        others = [c for c in (*layout.of("note"), *self.remarks) if not row.parts[c].shared]
        note = with_remarks(task.note, row, layout, others, self.ledger)
        self.found.tasks[-1] = replace(task, measures=(*task.measures, *more), note=note)
        for c in self.used:
            self.ledger.take(*(() if row.parts[c].shared else row.parts[c].sources))
        self.ledger.leave(
            "这一栏计划里还没有对应的内容", *(s for s in row.sources if self.ledger.is_open(s)), way="column"
        )

    def _read_task(self, row: TableRow) -> None:
        layout = self.layout
        own = one_line(row.own(layout.one("ordinal")))
        theme = one_line(row.text(layout.one("name"))) or self.found.tasks[-1].theme
        ordinal = split_ordinal(own)[0] or own
        if not ordinal:
            ordinal, theme = split_ordinal(theme)
        superior = prose(row.text(layout.one("superior")))
        measures = [line for text in [prose(row.text(layout.one("measures")))] for line in _steps(text)]
        deadlines = [d for d in clean_text(row.text(layout.one("deadline"))).split("\n") if folded(d) not in NOTHING]
        duties = duties_of(row, layout, self.found, self.marks, "division")
        goal = prose(row.text(layout.one("goal")))
        text = "\n".join(measures) or goal or theme
        if layout.one("deadline") is None:
            deadlines = last_day_in("\n".join((theme, goal, *measures)))
        heading = one_line(row.text(layout.one("category"))) or self.heading
        task = DraftTask(
            theme=theme,
            heading=heading,
            leader=_persons(row.text(layout.one("leader"))),
            note=with_remarks(self._note(row), row, layout, self.remarks, self.ledger),
            goal="" if folded(goal) in NOTHING else goal,
            ordinal=ordinal,
            origin=self._origin(theme, superior),
            superior_text="" if folded(superior) in NOTHING else superior,
            deadline="\n".join(deadlines[-1:]),
            measures=self._dated(measures, deadlines, ordinal or theme),
            responsibilities=duties,
            indicator=self._indicator(theme, text, [d.unit for d in duties], heading),
        )
        self.found.tasks.append(task)
        self.found.pairings += pairings(text, self.found.units)
        for c, part in enumerate(row.parts):
            if part.shared:
                continue
            if c in self.used:
                self.ledger.take(*part.sources)
            else:
                self.ledger.leave(
                    reason_for(layout, c), *(s for s in part.sources if self.ledger.is_open(s)), way="column"
                )

    def _note(self, row: TableRow) -> str:
        text = prose(row.text(self.layout.one("note")))
        return "" if folded(text) in NOTHING else text

    def _origin(self, theme: str, superior: str) -> str:
        if self.layout.one("superior") is None:
            return "own" if _OWN.search(theme) else ""
        return "own" if _OWN.search(theme) or folded(superior) in NOTHING else "superior"

    def _dated(self, texts: list[str], deadlines: list[str], name: str) -> tuple[DraftMeasure, ...]:
        """The measures; where a task has several deadlines, they belong to the measures in their order, the last to the last."""
        if len(deadlines) < 2 or not texts or not all(read_deadline(d, None).kind != "none" for d in deadlines):
            return tuple(DraftMeasure(t) for t in texts)
        self.found.guesses.append(f"任务{name}有 {len(deadlines)} 个完成时限，按先后次序对应各项措施，请核对")
        dated = []
        for i, text in enumerate(texts):
            left = len(texts) - i
            at = max(len(deadlines) - left, 0) if left <= len(deadlines) - 1 else 0
            dated.append(DraftMeasure(text, deadlines[at]))
        return tuple(dated)

    def _indicator(self, theme: str, text: str, units: list[str], heading: str) -> int | None:
        """The indicator whose amounts the measures split over units, where they do; it bears the theme's name."""
        split = amounts(text, units, self.found.units)
        if split is None:
            return None
        category = None
        if name := split_ordinal(heading)[1]:
            category = self.found.category(split_ordinal(heading)[0], name)
        self.found.indicators.append(
            DraftIndicator(
                theme, category=category, measure_unit=split.measure_unit, target=split.target, allocations=split.parts
            )
        )
        return len(self.found.indicators) - 1


def _persons(text: str) -> str:
    """The names of a cell, one a line: 赵某、钱某; a name that a narrow cell broke stays one."""
    names = [one_line(line) for line in text.split("\n") if line.strip()]
    return "、".join(names) if all(len(name) > 1 for name in names) else one_line(text)


def _steps(text: str) -> list[str]:
    """The measures of a cell: its paragraphs, or its sentences where blanks stand in for the breaks between them."""
    return [
        step.strip()
        for line in text.split("\n")
        for step in re.split(r"(?<=[。；;])\s+", line)
        if folded(step) not in NOTHING
    ]
