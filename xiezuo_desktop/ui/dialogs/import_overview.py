"""The first page of the import dialog: what the paper says about itself, how much was found, and what needs a look."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from xiezuo_desktop.core.records import PlanInfo
from xiezuo_desktop.ui.widgets.field_editor import shown_value
from xiezuo_desktop.ui.widgets.look import button, hairline, label

from .import_scheme import doubts, score_items

if TYPE_CHECKING:
    from .import_reading import Reading

LONG_NOTE = 50  # characters; longer ones take several lines
MOST_NOTES = 8  # of the program's guesses, shown one by one


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
        for words, kind, way, number, place in lines:
            row = QHBoxLayout()
            if kind and len(words) <= LONG_NOTE:
                row.addWidget(label(f"· {words}", "body2"))
            else:
                column.addWidget(label(f"· {words}", "body2", wrap=True))
                row.addSpacing(10)
            if kind:
                row.addWidget(button(way, "link", on=partial(self.wanted.emit, kind, number, place)))
                row.addStretch(1)
                column.addLayout(row)
        return box

    def _facts(self, reading: Reading) -> QFrame:
        draft = reading.draft
        assert draft is not None
        box, column = _card("文件里写的")
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
        box, column = _card("读出的内容")
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


class _Note(NamedTuple):
    """A sentence with the kind and number of the part that shows it, the words of the link there, and the place in it
    (row or None, column); "" for no link."""

    words: str
    kind: str = ""
    way: str = ""
    number: int = 0
    place: tuple[int | None, int] | None = None


def _notes_of(reading: Reading) -> list[_Note]:
    """What a person should look at before agreeing."""
    draft = reading.draft
    assert draft is not None
    changes = sum(reading.count(state) for state in ("changed", "gone"))
    missing = reading.count("missing")
    alike = sum(bool(n.suggestions) and n.name not in reading.answers for n in reading.names)
    lines = []
    if year := reading.kept.get("year"):
        words = f"来文是 {draft.info.year} 年度的，计划是 {year} 年度的；要做另一年的，请先新建计划，再导入"
        lines.append(_Note(words))
    if changes and not reading.onto_empty:
        words = f"有 {changes} 条和计划里已有的不同，原来的和导入后的对照着列出"
        lines.append(_Note(words, "changes", "逐条查看"))
    if missing:
        lines.append(_Note(f"计划里有 {missing} 条这份文件没有写，保持不动", "changes", "逐条查看"))
    if alike:
        lines.append(_Note(f"有 {alike} 个新的单位名称和别的相像，可能是同一个单位", "units", "逐个说明"))
    lines += _sums_of(reading)
    if left := len(draft.open_unplaced):
        lines.append(_Note(f"有 {left} 处没能归位，导入后原样列在“未归位内容”里", "unplaced", "逐条查看"))
    lines += [_Note(words) for words in draft.missing]
    return lines + _guesses_of(reading)


def _sums_of(reading: Reading) -> list[_Note]:
    """The tables in which parts and totals do not agree, each with the way to the first such row."""
    lines = []
    for number, table in enumerate(reading.tables):
        rows = sorted(r for r, verdict in table.row_sums.items() if verdict.tone == "bad")
        cells = sorted(cell for cell, verdict in table.cell_sums.items() if verdict.tone == "bad")
        where = f"{table.name}：" if len(reading.tables) > 1 else ""
        if rows:
            words = f"{where}有 {len(rows)} 行各单位相加与总数不符"
            lines.append(_Note(words, "table", "看原表", number, (rows[0], 0)))
        if cells:
            words = f"{where}合计行有 {len(cells)} 格与这一列相加不符"
            lines.append(_Note(words, "table", "看原表", number, cells[0]))
    return lines


def _guesses_of(reading: Reading) -> list[_Note]:
    """What the program guessed; rules of a scheme are listed one by one elsewhere."""
    draft = reading.draft
    assert draft is not None
    told = [" ".join(words.split()) for words in doubts(draft)]
    rules = [words for words in told if draft.schemes and words.startswith("计分规则")]
    told = [words for words in told if words not in rules]
    lines = [_Note(words.removesuffix("，请逐项核对"), "rules", "逐项核对") for words in rules]
    for words in told[:MOST_NOTES]:
        of_table = "栏" in words and (len(reading.tables) == 1 or _table_named(words, reading) is not None)
        lines.append(_Note(words, "table", "看原表", *_place_of(words, reading)) if of_table else _Note(words))
    if len(told) > MOST_NOTES:
        lines.append(_Note(f"另有 {len(told) - MOST_NOTES} 处这样的说明"))
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


def _card(title: str) -> tuple[QFrame, QVBoxLayout]:
    """A card with its heading, and the column below that."""
    box = QFrame()
    box.setProperty("look", "card")
    column = QVBoxLayout(box)
    column.setContentsMargins(16, 12, 16, 12)
    column.setSpacing(8)
    column.addWidget(label(title, "heading"))
    column.addWidget(hairline())
    return box, column
