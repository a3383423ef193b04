"""The parts of the import dialog, and the page of all but the first: tables as they look, running text, lists."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from xiezuo_desktop.importers.unknown_names import SAME
from xiezuo_desktop.ui.widgets.look import button, label
from xiezuo_desktop.ui.widgets.text_table import TextTable

from .import_changes import HEADS, change_rows, changes_told
from .import_scheme import HEADS as RULE_HEADS
from .import_scheme import WEIGHTS as RULE_WEIGHTS
from .import_scheme import rule_rows, score_items
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
        named = sum(a.kind == SAME for n in reading.names if (a := reading.answers.get(n.name)))
        new = len(reading.names) - named
        title = f"新单位（{new}）" if new else f"单位名称（{named}）"
        tip = tip or (f"另有 {named} 个已说明是别名" if named and new else "")
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
        parts.append(Part("unplaced", title, "warning" if left else "done", reading, 0, tone, tip, rows, tones, heads))
    return parts


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
