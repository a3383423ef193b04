"""The account of a paper's texts: every cell and paragraph is placed in the draft, known as mere frame, or left over.

Readers never walk the paper itself: they get these texts, tick off what they place, and whatever nobody ticked off is
listed as unplaced. So a reader that overlooks a cell loses nothing.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ..documents.paper import PageBreak, Paragraph, Role, Table
from .readings import Corrections

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..documents.paper import Cell, Paper
    from .readings import Place


@dataclass(slots=True, eq=False)
class Text:
    """One text of the paper with its place as a person names it: 表1, row 12, column 3 (both counted from 1).

    There are very many of them: a frozen class would take three times as long to be made. Nobody changes one.
    """

    index: int
    text: str
    part: str
    row: int | None = None
    column: int | None = None
    place: Place | None = None  # the row of the paper that it stands in, for a cell


class Left(NamedTuple):
    """A text without a place: where it stands, what it says, the reason where one is known, how a person is told."""

    source: Text
    text: str
    reason: str
    way: str


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, or one line of the head and foot of the paper; `texts` are several where a page cut it in two."""

    texts: tuple[Text, ...]
    text: str
    paragraph: Paragraph


@dataclass(slots=True, eq=False)
class Slot:
    """One place of a table's grid: the cell that covers it, or nothing (`source` None). Never changed once it is made.

    `text` is that of the covering cell without outer blanks; "" for an empty place.
    """

    source: Text | None = None
    top: bool = True  # the cell begins in this row
    left: bool = True  # the cell begins in this column
    row_span: int = 1
    column_span: int = 1
    text: str = ""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of a table, column by column. `opens` is set on the first row of every page part but the first.

    `said` and `meanings` are what a person said this row is, and what the columns are of the table it stands in.
    """

    slots: tuple[Slot, ...]
    opens: bool = False
    place: Place | None = None
    said: str = ""
    meanings: Mapping[int, str] | None = None

    @property
    def begun(self) -> list[Slot]:
        """The cells with a text that begin in this row, from left to right."""
        return [s for s in self.slots if s.text and s.top and s.left]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its texts in the account; page parts that belong together are one sheet."""

    rows: tuple[SheetRow, ...]
    name: str = ""

    @property
    def width(self) -> int:
        """Number of grid columns."""
        return len(self.rows[0].slots) if self.rows else 0  # all rows of a grid are equally wide


@dataclass(frozen=True, slots=True)
class Turn:
    """A page ends here."""


Piece = Line | Sheet | Turn
Source = Text | Line | Slot | None

_PLACED = ("data", "subset", "goes_on", "title", "caption")
_FRAME = re.compile(
    r"[\s\-—–_=*#|.·…／/]*(?:[-—–－]?\s*第?\s*\d{1,3}\s*页?\s*(?:[/／共]\s*\d{1,3}\s*页?)?\s*[-—–－]?)?[\s\-—–_=*#|]*"
)


def is_word(text: str) -> bool:
    """Whether a text begins as no page number does: most do, and are told at once."""
    return "\u3400" <= text[:1] <= "\u9fff" and text[0] not in "第共"


@lru_cache(maxsize=4096)
def is_frame_text(text: str) -> bool:
    """Whether a line holds nothing but a page number or a rule: — 3 —, 第 3 页 共 8 页, -----."""
    if is_word(text):
        return False
    folded = unicodedata.normalize("NFKC", text).strip()
    if not folded:
        return True
    if folded.isdigit() or not _FRAME.fullmatch(folded):
        return False
    return bool(re.search(r"页|[-—–].*\d.*[-—–]", folded)) or not re.search(r"\d", folded)


class Ledger:
    """All texts of one paper: what is placed, what says nothing of its own, and – all the rest – what is left over.

    `rows` says what the rows of its tables were read as (keys of readings.ROW_KINDS), `items` which indicators they became.
    """

    def __init__(self, paper: Paper, corrections: Corrections | None = None) -> None:
        self.rows: dict[Place, str] = {}
        self.items: dict[Place, int] = {}
        self._said = corrections or Corrections()
        self.texts: list[Text] = []
        self._taken: set[int] = set()
        self._skipped: set[int] = set()
        self._expressed: set[int] = set()
        self._frame: set[int] = set()  # page numbers and rules
        self._reasons: dict[int, str] = {}
        self._ways: dict[int, str] = {}
        self._together: dict[
            int, str
        ] = {}  # what is left over in one: the first text of a row or column, and all of it
        self._within: set[int] = set()  # the texts that are told with such a first one
        self.pieces: tuple[Piece, ...] = tuple(self._pieces(paper))

    def take(self, *sources: Source) -> None:
        """These texts stand in the draft, word for word, whole or in pieces."""
        for source in sources:
            if type(source) is Text:
                self._taken.add(source.index)
            else:
                self._taken.update(text.index for text in _flat((source,)))

    def skip(self, *sources: Source) -> None:
        """These texts say what is said elsewhere: repeated headers, 附件 above a page. Whether that is so is looked up."""
        self._skipped.update(text.index for text in _flat(sources))

    def express(self, *sources: Source) -> None:
        """The draft says these texts in a form of its own: a day, a mark that makes a unit responsible, 约束性, the word 合计."""
        for text in _flat(sources):
            self._skipped.add(text.index)
            self._expressed.add(text.index)

    def leave(self, reason: str, *sources: Source, way: str = "") -> None:
        """These texts cannot be placed, for this reason: they stay unplaced whoever ticks them off.

        `way` is how a person is told: "table" or "column" for one finding of all that is left in it, "frame" the same
        for words of a header or a page that nobody has to look at, "settled" for words
        that the plan expresses otherwise, "" for a finding each.
        """
        for text in _flat(sources):
            if text.index not in self._frame and text.index not in self._reasons:
                self._reasons[text.index] = reason
                self._ways[text.index] = way

    def settle(self, reason: str, *sources: Source) -> None:
        """These texts say, as one, what the plan works out itself: the numbers of rows, the figures of a row of sums."""
        texts = [t for t in _flat(sources) if t.text.strip() and t.index not in self._frame and self.is_open(t)]
        if texts:
            self.leave(reason, texts[0], way="settled")
            self._together[texts[0].index] = "、".join(t.text.strip() for t in texts)
            self._within.update(t.index for t in texts[1:])
            self.skip(*texts[1:])

    def is_open(self, source: Text) -> bool:
        """Whether nobody has dealt with this text."""
        return (
            source.index not in self._taken and source.index not in self._skipped and source.index not in self._reasons
        )

    @property
    def taken(self) -> list[Text]:
        """The texts that are said to stand in the draft."""
        told = self._taken - self._reasons.keys() - self._frame
        return [t for t in self.texts if t.index in told]

    @property
    def repeated(self) -> list[Text]:
        """The texts that are said to stand elsewhere too, in the draft or in what is left over."""
        told = self._skipped - self._taken - self._reasons.keys() - self._frame - self._expressed - self._within
        return [t for t in self.texts if t.index in told]

    def is_left(self, text: Text) -> bool:
        """Whether a text is known to be left over, alone or with another one."""
        return text.index in self._reasons or text.index in self._within or self.is_open(text)

    def is_skipped(self, text: Text) -> bool:
        """Whether a text is said to stand elsewhere only."""
        return text.index not in self._taken

    @property
    def left(self) -> list[Left]:
        """What has no place, in the order of the paper."""
        return [
            Left(
                t,
                self._together.get(t.index, t.text.strip()),
                self._reasons.get(t.index, ""),
                self._ways.get(t.index, ""),
            )
            for t in self.texts
            if t.index in self._reasons or (t.index not in self._taken and t.index not in self._skipped)
        ]

    def tell_rows(self, places: Iterable[Place], kind: str) -> None:
        """What these rows of tables were read as; where a page cut a row in two, the lower halves only go on."""
        for place in places:
            self.rows[place] = kind
            kind = "goes_on" if kind in ("data", "subset", "goes_on") else kind

    def settled_rows(self) -> dict[Place, str]:
        """What every row of every table is in the end: lines above a header are titles, a row that nobody placed is lost."""
        lost: dict[Place, bool] = {}
        for text in self.texts:
            place = text.place
            if place is None or lost.get(place) is False or text.index in self._frame:
                continue
            placed = text.index in self._taken or text.index in self._skipped
            lost[place] = not placed or text.index in self._reasons
        told = {place: self.rows.get(place, "title") for place in lost}
        out = {p: "unplaced" if lost[p] and kind in _PLACED else kind for p, kind in told.items()}
        return {text.place: "blank" for text in self.texts if text.place is not None} | out

    # ------------------------------------------------------------------------------------------------- the paper

    def _enter(
        self, text: str, part: str, row: int | None = None, column: int | None = None, place: Place | None = None
    ) -> Text:
        entry = Text(len(self.texts), text, part, row, column, place)
        self.texts.append(entry)
        if not text.isdecimal() and is_frame_text(text):
            self._skipped.add(entry.index)
            self._frame.add(entry.index)
        return entry

    def _line(self, paragraph: Paragraph, part: str = "段落", number: int | None = None) -> Line:
        return Line((self._enter(paragraph.text, part, number),), paragraph.text.strip(), paragraph)

    def _pieces(self, paper: Paper) -> Iterable[Piece]:
        yield from (self._line(p, "版头") for p in _head_lines(paper))
        paragraphs = tables = 0
        for i, section in enumerate(paper.sections):
            if i:
                yield Turn()
            for block in section.blocks:
                if isinstance(block, Table):
                    tables += 1
                    yield self._sheet(block, block.name or f"表{tables}", tables - 1)
                elif isinstance(block, PageBreak):
                    yield Turn()
                elif not isinstance(block, Paragraph):
                    continue  # a chart is drawn from figures, no paper that is read has one
                elif block.role in (Role.RUNNING, Role.FOOTNOTE):
                    at = self._enter(block.text, "页眉页脚" if block.role is Role.RUNNING else "脚注")
                    if block.role is Role.FOOTNOTE:
                        self.leave("这是脚注，请写进它所说的那一行的备注", at)
                else:
                    paragraphs += 1
                    yield self._line(block, number=paragraphs)
        yield from (self._line(p, "版记") for p in _imprint_lines(paper))

    def _plain_sheet(self, table: Table, name: str, number: int) -> Sheet:
        """A table without merged cells, as most large ones are: no place needs to be looked for."""
        meanings = self._said.of_table(number)
        width, nothing = table.width, Slot()
        rows = []
        texts = self.texts
        for r, row in enumerate(table.rows):
            slots = [nothing] * width
            here = (number, r)
            for cell in row.cells:
                text, column = cell.text, cell.column
                entry = Text(len(texts), text, name, row.number or r + 1, column + 1, here)
                texts.append(entry)
                if not (text.isdecimal() or is_word(text)) and is_frame_text(text):
                    self._frame.add(entry.index)
                slots[column] = Slot(entry, text=text.strip())
            rows.append(SheetRow(tuple(slots), False, here, self._said.rows.get(here, ""), meanings.get(r)))
        self._skipped |= self._frame
        return Sheet(tuple(rows), name)

    def _sheet(self, table: Table, name: str, number: int) -> Sheet:
        if _is_plain(table):
            return self._plain_sheet(table, name, number)
        entries: dict[int, Text] = {}
        rows = []
        grid = table.grid()
        spans = _spans(grid)
        meanings = self._said.of_table(number)
        for r, (row, places) in enumerate(zip(table.rows, grid, strict=True)):
            slots = []
            for c, place in enumerate(places):
                if place is None:
                    slots.append(Slot())
                    continue
                cell, _ = place
                top, left = spans[id(cell)]
                entry = entries.get(id(cell))
                if entry is None:
                    entry = self._enter(cell.text, name, row.number or r + 1, c + 1, (number, r))
                    entries[id(cell)] = entry
                slots.append(Slot(entry, top == r, left == c, cell.row_span, cell.column_span, cell.text.strip()))
            here = (number, r)
            rows.append(SheetRow(tuple(slots), False, here, self._said.rows.get(here, ""), meanings.get(r)))
        for r, row in enumerate(table.rows):  # cells hidden below others, in a table that contradicts itself
            for cell in row.cells:
                if id(cell) not in entries:
                    entries[id(cell)] = self._enter(cell.text, name, row.number or r + 1, cell.column + 1, (number, r))
        return Sheet(tuple(rows), name)


def _head_lines(paper: Paper) -> list[Paragraph]:
    head = paper.head
    if head is None:
        return []
    texts = [head.copy_number, head.secrecy, head.urgency, head.mark, head.number]
    return [Paragraph(t) for t in (*texts, head.signer and f"签发人：{head.signer}") if t]


def _imprint_lines(paper: Paper) -> list[Paragraph]:
    imprint = paper.imprint
    if imprint is None:
        return []
    texts = (
        imprint.copy_to and f"抄送：{imprint.copy_to}",
        imprint.printed_by,
        imprint.printed_on and f"{imprint.printed_on}印发",
    )
    return [Paragraph(t) for t in texts if t]


def _spans(grid: list[list[tuple[Cell, bool] | None]]) -> dict[int, tuple[int, int]]:
    """The first row and column in which each cell shows."""
    out: dict[int, tuple[int, int]] = {}
    for r, places in enumerate(grid):
        for c, place in enumerate(places):
            if place and id(place[0]) not in out:
                out[id(place[0])] = (r, c)
    return out


def _is_plain(table: Table) -> bool:
    """Whether no cell is merged and none hides another."""
    for row in table.rows:
        if any(c.row_span > 1 or c.column_span > 1 for c in row.cells):
            return False
        if len({c.column for c in row.cells}) < len(row.cells):
            return False
    return True


def _flat(sources: Iterable[Source]) -> Iterable[Text]:
    for source in sources:
        if isinstance(source, Text):
            yield source
        elif isinstance(source, Line):
            yield from source.texts
        elif isinstance(source, Slot) and source.source:
            yield source.source
