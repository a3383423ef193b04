"""A paper as the import dialog shows it: its tables with page parts joined, each row and cell with its reading; its lines."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from xiezuo_desktop.core.names import normalise
from xiezuo_desktop.core.numbers import split_ordinal
from xiezuo_desktop.core.records import Paragraph as ParagraphRecord
from xiezuo_desktop.core.records import PlanInfo
from xiezuo_desktop.ui.widgets.field_editor import shown_value

if TYPE_CHECKING:
    from xiezuo_desktop.documents.paper import Cell, Paper, Table
    from xiezuo_desktop.importers.draft import Draft, DraftUnplaced
    from xiezuo_desktop.importers.readings import Place, SheetReading


class Verdict(NamedTuple):
    """What adding up says of a row or a cell: a few words, ok, bad or "" for nothing to say, and the sum in a sentence."""

    words: str
    tone: str
    tip: str


@dataclass(slots=True)
class ShownRow:
    """A row of a table: where it stands in the paper, what it was read as, the sheet it belongs to, the number people use."""

    place: Place
    kind: str
    sheet: SheetReading | None
    number: int
    opens: bool = False  # the first row of a later page part


@dataclass(slots=True)
class TableReading:
    """One table as a person sees it, whatever pages it was cut into. Cells by row of this table and grid column."""

    name: str
    rows: list[ShownRow] = field(default_factory=list)
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    width: int = 0
    unplaced: dict[tuple[int, int], DraftUnplaced] = field(default_factory=dict)
    row_sums: dict[int, Verdict] = field(default_factory=dict)
    cell_sums: dict[tuple[int, int], Verdict] = field(default_factory=dict)

    @property
    def sheets(self) -> list[SheetReading]:
        """The tables that stand in it one below the other; mostly one."""
        out: list[SheetReading] = []
        for row in self.rows:
            if row.sheet is not None and not any(row.sheet is s for s in out):
                out.append(row.sheet)
        return out

    @property
    def problem_rows(self) -> list[int]:
        """The rows that somebody should look at: something in them has no place, or does not add up."""
        bad = {r for r, verdict in self.row_sums.items() if verdict.tone == "bad"}
        bad |= {r for (r, _), verdict in self.cell_sums.items() if verdict.tone == "bad"}
        bad |= {r for r, row in enumerate(self.rows) if row.kind == "unplaced"}
        return sorted(bad | {r for r, _ in self.unplaced})


def read_tables(paper: Paper, draft: Draft) -> list[TableReading]:
    """The tables of a paper with what became of them, in the paper's order; page parts of one table are one."""
    from xiezuo_desktop.documents.paper import Table

    tables = [b for b in paper.blocks if isinstance(b, Table)]
    sheets = {place: sheet for sheet in draft.sheets for place in sheet.places}
    out: list[TableReading] = []
    for number, table in enumerate(tables):
        before = out[-1].rows[-1].sheet if out and out[-1].rows else None
        joined = before is not None and any(place[0] == number for place in before.places)
        if not joined:
            out.append(TableReading(table.name or f"表{number + 1}"))
        _append(out[-1], table, number, draft, sheets, joined=joined)
    return out


def _append(
    reading: TableReading, table: Table, number: int, draft: Draft, sheets: dict[Place, SheetReading], *, joined: bool
) -> None:
    first = len(reading.rows)
    name = table.name or f"表{number + 1}"
    left = {cell: u for u in draft.unplaced if u.part == name and not u.settled for cell in u.cells}
    reading.width = max(reading.width, table.width)
    last = reading.rows[-1].sheet if reading.rows else None
    for r, row in enumerate(table.rows):
        place = (number, r)
        sheet = sheets.get(place) or (last if joined and draft.rows.get(place) == "header" else None)
        shown = ShownRow(place, draft.rows.get(place, "blank"), sheet, row.number or r + 1, joined and r == 0)
        for cell in row.cells:
            reading.cells[first + r, cell.column] = cell
            if item := left.get((shown.number, cell.column + 1)):
                reading.unplaced[first + r, cell.column] = item
        reading.rows.append(shown)


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
    letter = _letter_lines(draft)
    enclosing = False  # below 附件： the enclosures are named one a line
    out = []
    for block in paper.blocks:
        if not isinstance(block, Paragraph) or not block.text.strip():
            continue
        plain = normalise(block.text)
        ordinal, rest = split_ordinal(block.text.strip())
        item = left.get(plain)
        enclosing = plain.startswith("附件:") or (enclosing and bool(ordinal))
        if item:
            kind = "未归位"
        elif letter.get(plain):
            kind = letter[plain].pop(0)
        elif enclosing:
            kind = "附件名称"
        else:
            kind = known.get(plain) or known.get(normalise(rest)) or _part_of(plain, whole)
        out.append(LineReading(block.text, kind or _after_colon(block.text, draft) or "已读入", item))
    return out


_WHOLE = frozenset({"条", "任务", "指标", "通知正文", "任务书引言", "结尾", "备注说明"})


_LETTER = ("mark", "issuer", "written_on", "printed_by", "printed_on")  # from top to bottom; some say the same


def _letter_lines(draft: Draft) -> dict[str, list[str]]:
    """Who wrote a paper and when, by its words: the same office and day stand below it, and again in the imprint."""
    out: dict[str, list[str]] = {}
    for name in _LETTER:
        declared = PlanInfo.fields[name]
        if value := getattr(draft.info, name, None):
            out.setdefault(normalise(shown_value(declared, value)), []).append(declared.label)
    return {text: labels for text, labels in out.items() if len(labels) > 1}


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
    known |= _known_rows(draft)
    for name, declared in PlanInfo.fields.items():
        value = getattr(draft.info, name, None)
        for words in (shown_value(declared, value), f"{shown_value(declared, value)}:") if value else ():
            known[normalise(words)] = declared.label
    known.pop("", None)
    return known


def _known_rows(draft: Draft) -> dict[str, str]:
    """Rows of tables, which papers without tables have as lines."""
    known = {normalise(c.name): "类别" for c in draft.categories}
    for task in draft.tasks:
        known |= {normalise(task.heading): "类别", normalise(task.origin): "类别"}
        known |= {normalise(text): "任务" for text in (task.theme, task.superior_text)}
        known |= {normalise(measure.text): "任务" for measure in task.measures}
    return known | {normalise(i.name): "指标" for i in draft.indicators}


def _after_colon(text: str, draft: Draft) -> str:
    """The reading of a line such as 牵头单位：区商务局: by what stands behind the colon."""
    _, colon, rest = text.replace(":", "：").partition("：")
    said = normalise(rest).rstrip("。；")
    if not colon or not said:
        return ""
    deadlines = {normalise(t.deadline) for t in draft.tasks} | {normalise(i.deadline) for i in draft.indicators}
    if said in deadlines:
        return "完成时限"
    names = {normalise(u.name) for u in draft.units} | {normalise(g.name) for g in draft.groups}
    return "责任单位" if any(name in said for name in names) else ""


def _part_of(plain: str, whole: dict[str, str]) -> str:
    """The reading of a paragraph that is a piece of a longer text, or that holds one behind its ordinal."""
    for text, kind in whole.items():
        if plain in text or (len(text) > 8 and text in plain):
            return kind
    return ""
