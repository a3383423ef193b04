"""How each row of a paper's tables was read, found again by its words: category, indicator, 其中, part of a row, header."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xiezuo_desktop.core.names import normalise
from xiezuo_desktop.core.numbers import split_ordinal
from xiezuo_desktop.core.records import Paragraph as ParagraphRecord
from xiezuo_desktop.core.records import PlanInfo, TableColumn
from xiezuo_desktop.ui.widgets.field_editor import shown_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xiezuo_desktop.documents.paper import Paper, Table
    from xiezuo_desktop.importers.draft import Draft, DraftUnplaced

SHORTEST_PIECE = 2  # characters of a cell that may be a piece of a longer text


@dataclass(slots=True)
class TableReading:
    """A table with the reading of each row (by place), the meaning of each column, and its cells that were not placed."""

    table: Table
    name: str
    rows: list[str] = field(default_factory=list)
    columns: dict[int, str] = field(default_factory=dict)
    unplaced: dict[tuple[int, int], DraftUnplaced] = field(default_factory=dict)  # by row and grid column


def read_tables(paper: Paper, draft: Draft) -> list[TableReading]:
    """The tables of a paper with what became of their rows, in the paper's order."""
    from xiezuo_desktop.documents.paper import Table

    words = _Words(draft)
    tables = [b for b in paper.blocks if isinstance(b, Table)]
    out = []
    for number, table in enumerate(tables, 1):
        reading = TableReading(table, table.name or f"表{number}")
        for row in table.rows:
            reading.rows.append(words.reading_of([c.text for c in row.cells]))
        _find_header(reading)
        _name_columns(reading, draft)
        _mark_unplaced(reading, draft.unplaced)
        out.append(reading)
    return out


class _Words:
    """What the draft calls things, for recognising a row by one of its cells."""

    def __init__(self, draft: Draft) -> None:
        self._known: dict[str, str] = {}
        texts: list[str] = []
        for indicator in draft.indicators:
            kind = (
                "指标"
                if indicator.parent is None
                else {"subset": "其中", "part": "分项"}.get(indicator.parent_relation, "下级")
            )
            self._known[_plain_name(indicator.name)] = kind
            texts += [indicator.definition, indicator.evidence, indicator.note]
        for category in draft.categories:
            self._known[_plain_name(category.name)] = "类别"
        for task in draft.tasks:
            self._known[normalise(task.theme)] = "任务"
            texts += [task.superior_text, *(m.text for m in task.measures)]
        for title in (draft.info.title, draft.info.table_title, draft.info.book_title, draft.info.notice_title):
            self._known.setdefault(_plain_name(title), "标题")
        self._known.pop("", None)
        self._captions = {normalise(c.caption) for c in draft.columns}
        self._notes = {normalise(p.text) for p in draft.paragraphs}
        self._unplaced = {normalise(u.text) for u in draft.unplaced}
        self._texts = "\n".join(normalise(t) for t in [*texts, *(i.name for i in draft.indicators)] if t)

    def reading_of(self, cells: Sequence[str]) -> str:
        filled = [c for c in cells if c.strip()]
        plain = [normalise(c) for c in filled]
        if not plain:
            return "空行"
        if self._captions and sum(c in self._captions for c in plain) * 2 > len(plain):
            return "表头"
        for cell in filled:
            known = self._known.get(_plain_name(cell))
            if known:
                return known
        if any(c in self._notes for c in plain):
            return "说明"
        if any(len(c) >= SHORTEST_PIECE and c in self._texts for c in plain):
            return "续行"
        if all(c in self._unplaced for c in plain):
            return "未归位"
        return ""


def _plain_name(text: str) -> str:
    """A name as it is compared: without its ordinal."""
    name = normalise(text)
    _, rest = split_ordinal(name)
    rest = normalise(rest)
    return rest.removeprefix("其中:").removeprefix("其中：") or name


def _find_header(reading: TableReading) -> None:
    """Rows with several cells above the first row of data are its header, also where its words are not known."""
    first = next((n for n, kind in enumerate(reading.rows) if kind in _DATA), 0)
    for n in range(first):
        several = sum(bool(cell.text.strip()) for cell in reading.table.rows[n].cells) > 1
        if reading.rows[n] in ("", "续行"):
            reading.rows[n] = "表头" if several else ""


_DATA = frozenset({"类别", "指标", "其中", "分项", "下级", "任务"})


def _name_columns(reading: TableReading, draft: Draft) -> None:
    meanings = TableColumn.fields["field"].choices or {}
    captions = {normalise(c.caption): meanings.get(c.field, "") for c in draft.columns}
    grid = reading.table.grid()
    for row, kind in zip(grid, reading.rows, strict=True):
        if kind != "表头":
            continue
        for column, place in enumerate(row):
            if place is not None and (meaning := captions.get(normalise(place[0].text))):
                reading.columns[column] = meaning
        return


def _mark_unplaced(reading: TableReading, unplaced: Sequence[DraftUnplaced]) -> None:
    by_place = {(item.row, item.column): item for item in unplaced if item.part == reading.name}
    for r, row in enumerate(reading.table.rows):
        for cell in row.cells:
            item = by_place.get((row.number or r + 1, cell.column + 1))
            if item is not None:
                reading.unplaced[r, cell.column] = item


@dataclass(frozen=True, slots=True)
class LineReading:
    """A paragraph of a paper and what it was read as; `unplaced` when it stands nowhere in the draft."""

    text: str
    reading: str
    unplaced: DraftUnplaced | None = None


def read_lines(paper: Paper, draft: Draft) -> list[LineReading]:
    """The paragraphs of a paper with what became of them, in the paper's order."""
    from xiezuo_desktop.documents.paper import Paragraph

    known = _known_lines(draft)
    left = {normalise(item.text): item for item in draft.unplaced if item.column is None}
    whole = {text: kind for text, kind in known.items() if kind in _WHOLE}
    out = []
    for block in paper.blocks:
        if not isinstance(block, Paragraph) or not block.text.strip():
            continue
        plain = normalise(block.text)
        _, rest = split_ordinal(block.text.strip())
        item = left.get(plain)
        kind = "未归位" if item else known.get(plain) or known.get(normalise(rest)) or _part_of(plain, whole)
        out.append(LineReading(block.text, kind or "版面", item))
    return out


_WHOLE = frozenset({"条", "通知正文", "任务书引言", "结尾", "备注说明"})


def _known_lines(draft: Draft) -> dict[str, str]:
    """What the draft holds as lines of a paper, by their words as they are compared."""
    sections = ParagraphRecord.fields["section"].choices or {}
    known = {normalise(p.text): sections.get(p.section, "正文") for p in draft.paragraphs}
    for chapter in draft.chapters:
        for heading in (chapter.heading, chapter.unit):
            known[normalise(heading)] = "章"
        for clause in chapter.clauses:
            known[normalise(f"{clause.lead}。{clause.text}")] = "条"
            known[normalise(clause.text)] = "条"
    for name, declared in PlanInfo.fields.items():
        value = getattr(draft.info, name, None)
        for words in (shown_value(declared, value), f"{shown_value(declared, value)}:") if value else ():
            known[normalise(words)] = declared.label
    known.pop("", None)
    return known


def _part_of(plain: str, whole: dict[str, str]) -> str:
    """The reading of a paragraph that is a piece of a longer text, or that holds one behind its ordinal."""
    for text, kind in whole.items():
        if plain in text or (len(text) > 8 and text in plain):
            return kind
    return ""
