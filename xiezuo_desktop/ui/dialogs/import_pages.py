"""The parts of the import dialog: overview, tables as they look, running text, what was not placed, new units."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from xiezuo_desktop.core.records import PlanInfo
from xiezuo_desktop.ui.widgets.field_editor import shown_value
from xiezuo_desktop.ui.widgets.look import button, hairline, label
from xiezuo_desktop.ui.widgets.text_table import TextTable

from .import_changes import HEADS, change_rows, changes_told
from .import_scheme import HEADS as RULE_HEADS
from .import_scheme import WEIGHTS as RULE_WEIGHTS
from .import_scheme import doubts, rule_rows, score_items
from .paper_model import MOST_ROWS
from .paper_view import PaperView

if TYPE_CHECKING:
    from .import_reading import Reading
    from .row_readings import TableReading

WEIGHTS = {
    "lines": (0, 1),
    "rules": RULE_WEIGHTS,
    "changes": (0, 3, 0, 2, 3),
    "unplaced": (0, 2, 1),
}  # how columns share the width
LONG_NOTE = 50  # characters; longer ones take several lines
MOST_NOTES = 8  # of the program's guesses, shown one by one


@dataclass(slots=True)
class Part:
    """One entry of the list at the left: what kind of page it opens, of which reading."""

    kind: str  # overview, table, lines, unplaced, units, changes
    title: str
    picture: str
    reading: Reading
    number: int = 0
    tone: str = ""
    tip: str = ""
    rows: list[list[str]] = field(default_factory=list)
    tones: list[list[str]] = field(default_factory=list)
    heads: tuple[str, ...] = ()
    table: TableReading | None = None

    def is_same(self, other: Part) -> bool:
        """Whether it is the same part, perhaps read anew."""
        return (self.kind, self.number) == (other.kind, other.number) and self.reading.source is other.reading.source


def parts_of(reading: Reading, *, many: bool) -> list[Part]:
    """Everything there is to look at in one reading."""
    draft = reading.draft
    assert draft is not None
    parts = [Part("overview", reading.source.name if many else "概要", "paper", reading)]
    for number, table in enumerate(reading.tables):
        marked = len(table.problem_rows)
        title = f"{table.name}（{len(table.rows)} 行）"
        tip = f"{marked} 行请看一眼" if marked else ""
        parts.append(Part("table", title, "columns", reading, number, "warn" if marked else "", tip, table=table))
    lines = reading.lines
    if lines:
        rows = [[line.reading, line.text] for line in lines]
        tone = "warn" if any(line.unplaced for line in lines) else ""
        tones = [["warn", "warn"] if line.unplaced else ["off", ""] for line in lines]
        title = f"正文（{len(lines)} 段）"
        parts.append(
            Part("lines", title, "checklist", reading, 0, tone, rows=rows, tones=tones, heads=("读作", "文字"))
        )
    if draft.schemes:
        rows, tones = rule_rows(draft)
        count = sum(1 for _ in score_items(draft))
        title = f"计分规则（{count} 项）"
        parts.append(Part("rules", title, "done", reading, rows=rows, tones=tones, heads=RULE_HEADS))
    if reading.names:
        alike = sum(bool(n.suggestions) and n.name not in reading.answers for n in reading.names)
        tip = f"{alike} 个名称和别的单位相像，请说明" if alike else ""
        title = f"新单位（{len(reading.names)}）"
        parts.append(Part("units", title, "building", reading, tone="warn" if alike else "", tip=tip))
    if reading.differences and not reading.onto_empty:
        rows, tones = change_rows(reading.differences)
        title, tip = f"变化（{len(reading.differences)}）", changes_told(reading.differences)
        parts.append(Part("changes", title, "history", reading, tip=tip, rows=rows, tones=tones, heads=HEADS))
    if draft.unplaced:
        found = [*draft.open_unplaced, *(u for u in draft.unplaced if u.settled)]
        rows = [[u.place, u.text, u.reason] for u in found]
        tones = [["off"] * 3 if u.settled else ["", "", ""] for u in found]
        heads = ("位置", "文字", "原因")
        left = len(draft.open_unplaced)
        title, tone = (f"未归位（{left}）", "warn") if left else (f"不必处理（{len(rows)}）", "")
        tip = f"另有 {len(rows) - left} 处由程序算出、排出，不必处理" if left < len(rows) else ""
        parts.append(Part("unplaced", title, "warning", reading, 0, tone, tip, rows, tones, heads))
    return parts


class OverviewPage(QScrollArea):
    """What the paper says about itself, how much was found, and what needs a look."""

    wanted = Signal(str, int, object)  # kind and number of a part, a place in it

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "bare")
        self.setWidgetResizable(True)
        self.reading: Reading | None = None

    def show_reading(self, reading: Reading) -> None:
        """Show another reading."""
        self.reading = reading
        assert reading.draft is not None
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addLayout(self._tiles(reading))
        notes = self._notes(reading)
        if notes is not None:
            column.addWidget(notes)
        column.addWidget(self._facts(reading))
        contents = self._contents(reading)
        if contents is not None:
            column.addWidget(contents)
        column.addStretch(1)
        self.setWidget(inside)

    def _tiles(self, reading: Reading) -> QHBoxLayout:
        draft = reading.draft
        assert draft is not None
        counts = (
            (len(draft.categories), "个类别"),
            (len(draft.indicators), "条指标"),
            (len(draft.tasks), "项任务"),
            (len(draft.chapters), "章"),
            (sum(len(c.clauses) for c in draft.chapters), "条任务"),
            (sum(1 for _ in score_items(draft)), "个评分项"),
            (len(draft.pairings), "对结对关系"),
            (len(draft.units) + len(draft.groups), "个单位"),
        )
        row = QHBoxLayout()
        row.setSpacing(10)
        for count, words in counts:
            if count:
                row.addWidget(_tile(str(count), words))
        row.addStretch(1)
        if not any(count for count, _ in counts):
            row.insertWidget(
                0, label("没有找到指标、任务、评分项或任务书的条文。可以在右上角换一种读法再试。", "body2")
            )
        return row

    def _notes(self, reading: Reading) -> QFrame | None:
        """What a person should look at before agreeing, each with the way to it."""
        lines = _notes_of(reading)
        if not lines:
            return None
        box = QFrame()
        box.setProperty("look", "note_warn")
        column = QVBoxLayout(box)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(4)
        column.addWidget(label("请看一眼", "heading"))
        for words, kind, way in lines:
            row = QHBoxLayout()
            if kind and len(words) <= LONG_NOTE:
                row.addWidget(label(f"· {words}", "body2"))
            else:
                column.addWidget(label(f"· {words}", "body2", wrap=True))
                row.addSpacing(10)
            if kind:
                place = _place_of(words, reading) if kind == "table" else (0, None)
                row.addWidget(button(way, "link", on=partial(self.wanted.emit, kind, *place)))
                row.addStretch(1)
                column.addLayout(row)
        return box

    def _facts(self, reading: Reading) -> QFrame:
        draft = reading.draft
        assert draft is not None
        box = QFrame()
        box.setProperty("look", "card")
        column = QVBoxLayout(box)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(label("文件里写的", "heading"))
        column.addWidget(hairline())
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        shown = 0
        for name, each in PlanInfo.fields.items():
            value = getattr(draft.info, name, None)
            if value:
                grid.addWidget(label(each.label, "key"), shown, 0, Qt.AlignmentFlag.AlignTop)
                kept = reading.kept.get(name)
                told = f"（计划里是“{shown_value(each, kept)}”，不改）" if kept else ""
                words = label(f"{shown_value(each, value)}{told}", wrap=True)
                words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                grid.addWidget(words, shown, 1)
                shown += 1
        column.addLayout(grid)
        if not shown:
            column.addWidget(label("没有读到标题、文号一类的内容。", "meta"))
        return box

    def _contents(self, reading: Reading) -> QFrame | None:
        """Categories and chapters with how much is in them."""
        draft = reading.draft
        assert draft is not None
        rows = []
        for number, category in enumerate(draft.categories):
            inside = [i for i in draft.indicators if i.category == number]
            subs = sum(i.parent is not None for i in inside)
            words = f"{len(inside)} 条指标" + (f"（含 {subs} 条其中）" if subs else "")
            mark = "、" if category.ordinal.isalnum() else ""
            rows.append((f"{category.ordinal}{mark}{category.name}", words))
        rows += [(f"{c.ordinal}、{c.heading or c.unit}", f"{len(c.clauses)} 条") for c in draft.chapters]
        for group in (g for s in draft.schemes for g in s.groups if g.name):
            points = f"，{group.points.removesuffix('分')} 分" if group.points else ""
            rows.append(
                (
                    f"{group.ordinal}{'、' if group.ordinal.isalnum() else ''}{group.name}",
                    f"{len(group.items)} 项{points}",
                )
            )
        if not rows:
            return None
        box = QFrame()
        box.setProperty("look", "card")
        column = QVBoxLayout(box)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(label("读出的内容", "heading"))
        column.addWidget(hairline())
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        half = -(-len(rows) // 2) if len(rows) > 8 else len(rows)
        for number, (name, words) in enumerate(rows):
            line, side = number % half, 2 * (number // half)
            grid.addWidget(label(name), line, side)
            grid.addWidget(label(words, "meta"), line, side + 1)
            grid.setColumnStretch(side + 1, 1)
        column.addLayout(grid)
        return box


def _notes_of(reading: Reading) -> list[tuple[str, str, str]]:
    """Sentences, each with the kind of the part that shows it and the words of the link there; both "" for none."""
    draft = reading.draft
    assert draft is not None
    changes = sum(reading.count(state) for state in ("changed", "gone"))
    missing = reading.count("missing")
    alike = sum(bool(n.suggestions) and n.name not in reading.answers for n in reading.names)
    lines = []
    if year := reading.kept.get("year"):
        words = f"来文是 {draft.info.year} 年度的，计划是 {year} 年度的；要做另一年的，请先新建计划，再导入"
        lines.append((words, "", ""))
    if changes and not reading.onto_empty:
        lines.append((f"有 {changes} 条和计划里已有的不同，原来的和导入后的对照着列出", "changes", "逐条查看"))
    if missing:
        lines.append((f"计划里有 {missing} 条这份文件没有写，保持不动", "changes", "逐条查看"))
    if alike:
        lines.append((f"有 {alike} 个新的单位名称和别的相像，可能是同一个单位", "units", "逐个说明"))
    if left := len(draft.open_unplaced):
        lines.append((f"有 {left} 处没能归位，导入后原样列在“未归位内容”里", "unplaced", "逐条查看"))
    lines += [(words, "", "") for words in draft.missing]
    return lines + _guesses_of(reading)


def _guesses_of(reading: Reading) -> list[tuple[str, str, str]]:
    """What the program guessed, in the same form; rules of a scheme are listed one by one elsewhere."""
    draft = reading.draft
    assert draft is not None
    told = [" ".join(words.split()) for words in doubts(draft)]
    rules = [words for words in told if draft.schemes and words.startswith("计分规则")]
    told = [words for words in told if words not in rules]
    lines = [(words.removesuffix("，请逐项核对"), "rules", "逐项核对") for words in rules]
    for words in told[:MOST_NOTES]:
        of_table = "栏" in words and (len(reading.tables) == 1 or _table_named(words, reading) is not None)
        lines.append((words, "table", "看原表") if of_table else (words, "", ""))
    if len(told) > MOST_NOTES:
        lines.append((f"另有 {len(told) - MOST_NOTES} 处这样的说明", "", ""))
    return lines


def _table_named(words: str, reading: Reading) -> int | None:
    """The number of the table whose name a sentence begins with."""
    named = [(len(t.name), n) for n, t in enumerate(reading.tables) if words.startswith(t.name)]
    return max(named)[1] if named else None  # 表12 begins with 表1


def _place_of(words: str, reading: Reading) -> tuple[int, tuple[None, int] | None]:
    """The number of the table that a sentence speaks of, and the first of its columns that it names."""
    column = re.search(r"第 (\d+)[^，；。]*? 栏", words)
    return _table_named(words, reading) or 0, (None, int(column[1]) - 1) if column else None


def _tile(figure: str, words: str) -> QFrame:
    box = QFrame()
    box.setProperty("look", "card")
    row = QHBoxLayout(box)
    row.setContentsMargins(14, 8, 14, 8)
    row.setSpacing(6)
    number = label(figure, "figure")
    row.addWidget(number, 0, Qt.AlignmentFlag.AlignBaseline)
    row.addWidget(label(words, "meta"), 0, Qt.AlignmentFlag.AlignBaseline)
    return box


class PartPage(QStackedWidget):
    """A table of the paper with what the person corrected of it, or a list."""

    undone = Signal()  # the last correction is to go
    taken_back = Signal(object)  # the reading whose corrections are all to go

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.paper = PaperView()
        self._part: Part | None = None
        self._legend = label("", "meta")
        self._undo = button("撤销上一处更正", "link", tip="撤销上一处更正　Ctrl+Z", on=self.undone.emit)
        self._reset = button("全部恢复自动判断", "link", tip="去掉对这份文件的全部更正", on=self._take_back)
        self._list = TextTable(("", ""), (0, 1))
        self._list.setAccessibleName("读到的内容")
        for view in (self.paper, self._list):
            holder = QWidget()
            column = QVBoxLayout(holder)
            column.setContentsMargins(12, 12, 12, 12)
            column.setSpacing(6)
            if view is self.paper:
                above = QHBoxLayout()
                above.addWidget(self._legend, 1)
                above.addWidget(self._undo)
                above.addWidget(self._reset)
                column.addLayout(above)
            column.addWidget(view)
            self.addWidget(holder)

    def show_part(self, part: Part) -> None:
        """Show another part."""
        self._part = part
        if part.table is not None:
            self.setCurrentIndex(0)
            self._legend.setText(_legend(part))
            said = part.reading.corrections
            for each in (self._undo, self._reset):
                each.setVisible(bool(said))
            self.paper.show_reading(part.table)
        else:
            self.setCurrentIndex(1)
            self._list.set_columns(part.heads, WEIGHTS[part.kind])
            self._list.show_rows(part.rows, part.tones)

    def _take_back(self) -> None:
        if self._part is not None:
            self.taken_back.emit(self._part.reading)

    def go_to(self, row: int | None, column: int) -> None:
        """Bring a cell of the table into sight, or a column as a whole."""
        if row is None:
            self.paper.show_column(column)
        else:
            self.paper.go_to(row, column)


def _legend(part: Part) -> str:
    """How the table was read, in one line above it."""
    table = part.table
    assert table is not None
    words = []
    doubts = sum(c.trust in ("likely", "guess") for s in table.sheets for c in s.columns)
    if doubts:
        words.append(f"{doubts} 栏请核对")
    if table.row_sums:
        fitting = sum(v.tone == "ok" for v in table.row_sums.values())
        judged = sum(bool(v.tone) for v in table.row_sums.values())
        words.append(f"各单位相加与总数相符 {fitting}/{judged} 行")
    if table.unplaced:
        words.append(f"{len(table.unplaced)} 格没能归位")
    said = part.reading.corrections
    if said:
        words.append(f"您更正了 {len(said)} 处")
    if len(table.rows) > MOST_ROWS:
        words.append(f"只显示前 {MOST_ROWS} 行")
    hint = "单击上方的栏名、左边的行名可以更正"
    return " · ".join([*words, hint])
