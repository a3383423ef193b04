"""The rows of a table below its header, told apart: category, data, note; rows that a page cut in two made whole."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from ..core.numbers import read_target
from ..core.ordinals import split_ordinal
from .lost_row_merges import fill_down
from .outline import ordinal_style, prose, rank, style_rank
from .pages import without_repeated_headers
from .small_lines import caption_unit, is_small, spaced
from .words import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .columns import Layout
    from .ledger import Ledger, Sheet, SheetRow, Text
    from .readings import Place

NOTHING = frozenset({"", "/", "//", "-", "--", "---", "—", "——", "－", "／", "\\"})
_NOTE = re.compile(r"(?:备\s*注|附\s*注|说\s*明|注|填表说明)\s*\d*\s*[:：]")
_NOTE_LABEL = frozenset(("备注", "附注", "说明", "注"))  # alone in the first cell of a row
_TOTALS = frozenset("合总小共 　")  # what such a label begins with
_COUNTED = re.compile(r"[（(]共?\s*\d+\s*[个项条件][）)]$")
_CODE = re.compile(r"[甲乙丙丁戊己庚辛壬癸]|[A-Z]|[\d①-⑳]{1,2}(?:=[\d①-⑳+\-*/×÷()%]+)?")
_TOTAL = re.compile(r"(?:合计|总计|小计|共计|总分)(?:\([^)]*\))?")
_STROKES = frozenset("-/\\—－／＼﹣﹘⁻")  # what a text begins with that says nothing
_BEGINNING = ("ordinal", "measure_unit", "target", "nature", "total")  # columns in which only a new row says something
_LONGEST_CATEGORY = 40
_DEEPEST_SUM = 2  # 一 and （一）
_MOST_HALVES = 60  # rows without a name that may go on with the one above


def says_nothing(text: str) -> bool:
    """Whether a cell is empty or holds a stroke only; asked of every cell several times, so most are told by one letter."""
    return not text or (text[0] in _STROKES and folded(text) in NOTHING)


@dataclass(slots=True)
class Part:
    """What one column says in one row. `shared`: the cell began in a row above, or the text was carried down from there."""

    text: str = ""
    sources: list[Text] = field(default_factory=list)
    shared: bool = False
    span: int = 1

    @property
    def blank(self) -> bool:
        """Whether the cell is empty (a stroke is not)."""
        return not self.text


@dataclass
class TableRow:
    """One row as a reader sees it; `parts` column by column. `kind`: data, category, note, caption, total."""

    parts: list[Part]
    opens: bool = False
    kind: str = "data"
    halves: int = 1  # how many rows of the source it was put together from
    said: str = ""  # what a person said it is
    ordinal: str | None = None  # once `number` was asked
    places: list[Place] = field(default_factory=list)  # the rows of the paper that it was put together from

    @cached_property
    def filled(self) -> list[int]:
        """The columns that say something in this row itself; a stroke says nothing. What is filled in later is not its own."""
        return [c for c, p in enumerate(self.parts) if not p.shared and not says_nothing(p.text)]

    @property
    def sources(self) -> list[Text]:
        """The texts that begin in this row."""
        return [s for p in self.parts if not p.shared for s in p.sources]

    def text(self, column: int | None) -> str:
        """The text in a column, "" where there is no such column."""
        return "" if column is None else self.parts[column].text

    def own(self, column: int | None) -> str:
        """The text of a cell that begins in this row and says more than a stroke."""
        if column is None:
            return ""
        part = self.parts[column]
        return "" if part.shared or says_nothing(part.text) else part.text

    @property
    def whole_text(self) -> str:
        """All that the row itself says, in one text."""
        return " ".join(self.parts[c].text for c in self.filled)

    @property
    def note(self) -> str:
        """All that the row says, as a note: 审核人：…  填表人：… keeps its gaps."""
        texts = [self.parts[c].text for c in self.filled]
        small = all(map(is_small, texts))
        return "；".join(map(spaced, texts)) if small else prose(self.whole_text)

    def number(self, layout: Layout) -> str:
        """The ordinal of the row, from its own column or before its name."""
        if self.ordinal is None:
            own = folded(self.own(layout.one("ordinal")))
            self.ordinal = split_ordinal(own)[0] or own if own else split_ordinal(self.own(layout.one("name")))[0]
        return self.ordinal

    @property
    def widest(self) -> int:
        """How many columns the widest cell with a text covers."""
        return max((self.parts[c].span for c in self.filled), default=0)


def is_total(text: str) -> bool:
    """Whether a text is the label of a row of sums: 合计, 总分（100分）."""
    return text[:1] in _TOTALS and bool(_TOTAL.fullmatch(folded(text)))


def is_note(text: str) -> bool:
    """Whether a text begins as the notes below a table do: 备注：, 注1："""
    return bool(_NOTE.match(text.strip()))


def table_rows(sheet: Sheet, layout: Layout, ledger: Ledger) -> list[TableRow]:
    """The rows below the header in order, empty ones left out, cut rows whole, lost merges filled in."""
    raw = without_repeated_headers(sheet, layout.header, ledger) if layout.header else list(sheet.rows)
    if layout.header and raw and _numbers_columns(raw[0]):
        ledger.settle("各栏的编号", *raw[0].slots)
        ledger.tell_rows([raw[0].place] if raw[0].place else [], "header")
        raw = raw[1:]
    rows = _wanted([_row(r) for r in raw if any(s.text for s in r.slots)], ledger)
    rows = _whole(rows, layout)
    _classify(rows, layout)
    _find_sums(rows, layout)
    for header in sheet.rows[layout.above : layout.first]:
        ledger.tell_rows([header.place] if header.place else [], "header")
    for row in rows:
        ledger.tell_rows(row.places, row.kind)
    fill_down(rows, layout, merges_known=any(s.row_span > 1 for r in raw for s in r.slots))
    return rows


def _numbers_columns(row: SheetRow) -> bool:
    """Whether a row below the header only numbers its columns: 甲 | 乙 | 1 | 2 | 3=2/1."""
    words = [folded(s.text) for s in row.begun]
    return (
        len(words) > 2
        and words[0] in ("甲", "A", "1", "①", "栏次")
        and all(map(_CODE.fullmatch, words[1:]))
        and (not words[0].isdigit() or (words[:3] == ["1", "2", "3"] and len(words) >= len(row.slots) - 1))
    )


def _row(row: SheetRow) -> TableRow:
    parts = []
    for slot in row.slots:
        if slot.source is None or not slot.left:
            parts.append(Part())
        else:
            parts.append(Part(slot.text, [slot.source], shared=not slot.top, span=slot.column_span))
    return TableRow(parts, row.opens, said=row.said, places=[row.place] if row.place else [])


def _wanted(rows: list[TableRow], ledger: Ledger) -> list[TableRow]:
    """Without the rows that a person does not want to be read."""
    for row in rows:
        if row.said == "skip":
            ledger.settle("您说这一行不读入", *row.sources)
            ledger.tell_rows(row.places, "skip")
    return [row for row in rows if row.said != "skip"]


# --------------------------------------------------------------------------------------------------- rows cut by a page


def _whole(rows: list[TableRow], layout: Layout) -> list[TableRow]:
    out: list[TableRow] = []
    for row in rows:
        if out and _goes_on(out[-1], row, layout):
            out[-1] = _merged(out[-1], row)
        else:
            out.append(row)
    return out


def _goes_on(above: TableRow, row: TableRow, layout: Layout) -> bool:
    """Whether a row is the lower half of the one above: nothing that begins a new row stands in it."""
    if row.said or above.said not in ("", "data", "subset"):
        return row.said == "goes_on"
    filled = set(row.filled)
    name = layout.one("name")
    if name is None or not filled or not filled.isdisjoint(layout.of(*_BEGINNING)) or above.halves >= _MOST_HALVES:
        return False
    if row.widest > max(1, len(row.parts) // 2) or is_total(row.parts[min(filled)].text):
        return False
    if any(not layout.columns[c].role for c in filled):
        return False
    if is_note(row.parts[min(filled)].text) or _all_strokes(row, filled):
        return False
    if name not in filled:
        return not row.parts[name].shared and len(above.filled) > 1 and not _has_other_leader(above, row, layout)
    if not row.opens or split_ordinal(row.parts[name].text)[0]:
        return False
    if filled == {name}:
        return _is_open(above.text(name))
    prose = [c for c in filled if layout.columns[c].role in ("definition", "evidence", "measures", "note")]
    return any(above.text(c) and not re.search(r"[。；！？.]$", above.text(c)) for c in prose)


def _has_other_leader(above: TableRow, row: TableRow, layout: Layout) -> bool:
    """Whether somebody else leads what this row says, and the row above is complete: a task of its own below the same theme."""
    leader, measures = layout.one("leader"), layout.one("measures")
    led = bool(row.own(leader) and row.own(measures) and above.text(leader))
    return led and above.text(measures).strip().endswith(("。", "；", "！", "？", "."))


def _all_strokes(row: TableRow, filled: set[int]) -> bool:
    rest = [p for c, p in enumerate(row.parts) if c not in filled and not p.shared]
    return bool(rest) and all(p.text and says_nothing(p.text) for p in rest)


def _is_open(text: str) -> bool:
    """Whether a text ends inside brackets or at a mark that must go on."""
    return text.count("（") + text.count("(") > text.count("）") + text.count(")") or text.endswith(
        ("、", "，", ",", "和", "的", "—")
    )


def _merged(above: TableRow, below: TableRow) -> TableRow:
    parts = []
    for upper, lower in zip(above.parts, below.parts, strict=True):
        if lower.shared or says_nothing(lower.text):
            parts.append(upper)
        elif upper.blank:
            parts.append(lower)
        else:
            parts.append(
                Part(f"{upper.text}\n{lower.text}", [*upper.sources, *lower.sources], upper.shared, upper.span)
            )
    places = [*above.places, *below.places]
    return TableRow(parts, above.opens, above.kind, above.halves + 1, above.said, places=places)


# --------------------------------------------------------------------------------------------------- kinds of rows


def _classify(rows: list[TableRow], layout: Layout) -> None:
    shallowest = _shallowest_data(rows, layout)
    opening = _opening_style(rows, layout)
    notes = False
    for i, row in enumerate(rows):
        filled = row.filled
        first = row.parts[filled[0]].text if filled else ""
        if row.said in ("category", "total", "note", "data", "subset"):
            row.kind = "data" if row.said == "subset" else row.said
            notes = row.kind == "note"
            continue
        alone = len(filled) == 1
        goes_on = alone and notes and not _is_category(row, layout, shallowest, [])
        if (is_note(first) if alone else _is_labelled_note(row)) or goes_on:
            row.kind, notes = "note", True
            continue
        if not filled:
            continue
        if len(filled) == 1 and caption_unit(first):
            row.kind = "caption"
        elif ("：" in first or ":" in first) and all(is_small(row.parts[c].text) for c in filled):
            row.kind = "note"
        elif any(is_total(row.parts[c].text) for c in (filled[0], layout.one("name")) if c in filled):
            row.kind = "total"
        elif len(filled) == 1 and len(folded(first)) > _LONGEST_CATEGORY and _is_tail(rows, i):
            row.kind, notes = "note", True
            continue
        elif _is_category(row, layout, _depth_below(row, opening, shallowest, layout), rows[i + 1 : i + 2]):
            row.kind = "category"
        notes = False


def _is_labelled_note(row: TableRow) -> bool:
    """Whether a row holds notes behind their label in the first cell: 备注 | 只承担一项的单位不计第3项."""
    return row.filled[:1] == [0] and len(row.filled) > 1 and folded(row.parts[0].text) in _NOTE_LABEL


def _find_sums(rows: list[TableRow], layout: Layout) -> None:
    """Rows that name and count the rows below them and hold no more than their sums: 一 | 产业类（2个） | | 1480 | 900."""
    figures = [c for c in range(len(layout.columns)) if c not in _head_columns(layout)]
    for i, row in enumerate(rows):
        own = rank(row.number(layout))
        if row.kind != "data" or row.said or own > _DEEPEST_SUM or not _COUNTED.search(row.own(layout.one("name"))):
            continue
        filled = [c for c in row.filled if c in figures]
        below: list[TableRow] = []
        for other in rows[i + 1 :]:
            if other.kind != "data" or rank(other.number(layout)) <= own:
                break
            below.append(other)
        if filled and len(below) + len(filled) > 2 and all(_adds_up(row, below, c) for c in filled):
            row.kind = "category"


def _adds_up(row: TableRow, below: list[TableRow], column: int) -> bool:
    numbers = [read_target(r.own(column)).number for r in below if r.own(column)]
    whole = read_target(row.own(column)).number
    return whole is not None and None not in numbers and whole == sum(n for n in numbers if n is not None)


def _is_tail(rows: list[TableRow], i: int) -> bool:
    return all(len(row.filled) <= 1 for row in rows[i:])


def _head_columns(layout: Layout) -> set[int]:
    return set(layout.of("ordinal", "name", "category"))


def _shallowest_data(rows: Iterable[TableRow], layout: Layout) -> int:
    """The rank of the least deep numbering among rows that have more than a head; 9 where those have none."""
    head = _head_columns(layout)
    out = 9
    for row in rows:
        if head.issuperset(row.filled):
            continue
        own = rank(row.number(layout))
        if own < out and row.widest <= max(1, len(row.parts) // 2):
            out = own
    return out


def _opening_style(rows: Sequence[TableRow], layout: Layout) -> str:
    """The numbering of rows that hold no more than a head where the table begins with one, and no row of data has it:
    （1）劳务协作 above 1 | 培训 | 人 | 30, though such a number is deeper; "" for none."""
    head = _head_columns(layout)
    begun = next((row for row in rows if row.filled), None)
    first = ordinal_style(begun.number(layout)) if begun and head.issuperset(begun.filled) else ""
    if not first:
        return ""
    alike = [row for row in rows if ordinal_style(row.number(layout)) == first]
    bare = all(head.issuperset(row.filled) for row in alike)
    return first if bare and 1 < len(alike) < len(rows) else ""


def _depth_below(row: TableRow, opening: str, shallowest: int, layout: Layout) -> int:
    """The rank that the number of a row must stay below for the row to be a category."""
    own = ordinal_style(row.number(layout)) if opening else ""
    return style_rank(own) + 1 if own and own == opening else shallowest


def _is_category(row: TableRow, layout: Layout, shallowest: int, below: list[TableRow]) -> bool:
    filled = row.filled
    head = _head_columns(layout)
    wide = len(filled) == 1 and row.widest >= max(2, 0.6 * len(row.parts))
    if not wide and not head.issuperset(filled):
        return False
    text = row.parts[filled[-1]].text
    if len(folded(text)) > _LONGEST_CATEGORY or re.search(r"[。；;]", text) or _is_figure(text):
        return False
    rest = [p for c, p in enumerate(row.parts) if c not in filled]
    if any(p.shared and p.text for p in rest) or re.match(r"其\s*中", text):
        return False
    if wide:
        return True
    if len(filled) > 1 and layout.one("ordinal") not in filled:
        return False
    strokes = sum(1 for p in rest if p.text)
    if strokes * 2 > len(rest) and strokes > 1:
        return rank(row.number(layout)) <= shallowest
    if (own := rank(row.number(layout))) < 9:
        return own < shallowest
    return any(set(r.filled) - head for r in below)


def _is_figure(text: str) -> bool:
    return read_target(text).kind == "number"
