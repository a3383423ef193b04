"""Paper: the neutral form that every document is read into and every report is composed as."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class Align(Enum):
    """Horizontal place of a text."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"
    JUSTIFY = "justify"


class Role(Enum):
    """What a paragraph is in an official paper (GB/T 9704-2012 section 7); a reader says BODY when it cannot tell."""

    BODY = "body"
    TITLE = "title"  # 标题 7.3.1
    MAIN_TO = "main_to"  # 主送机关 7.3.2
    HEADING1 = "heading1"  # 一、  7.3.3
    HEADING2 = "heading2"  # （一）
    HEADING3 = "heading3"  # 1.
    HEADING4 = "heading4"  # （1）
    ATTACHMENT_LIST = "attachment_list"  # 附件说明 7.3.4
    SIGNATURE = "signature"  # 发文机关署名 7.3.5
    DATE = "date"  # 成文日期 7.3.5.4
    REMARK = "remark"  # 附注 7.3.6
    ATTACHMENT_MARK = "attachment_mark"  # 附件1 7.3.7
    CAPTION = "caption"  # the small line above or below a table (单位：万元, 备注)
    RUNNING = "running"  # 页眉页脚 that says more than the page number; a reader puts it behind the text
    FOOTNOTE = "footnote"  # 脚注 or 尾注; a reader puts it behind the text
    CUT = "cut"  # the line along which a slip is cut off, with words that say so
    ATTENDANCE = "attendance"  # 出席：…, 请假：…, 列席：… of a 纪要 10.3


class RowKind(Enum):
    """How a table row is drawn and kept together."""

    BODY = "body"
    HEADER = "header"
    CATEGORY = "category"  # stays with the next row
    SUB = "sub"  # 其中: softly stays with the row above
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph. `size` is in points where the source says one; `bold` when the whole paragraph is bold."""

    text: str
    role: Role = Role.BODY
    align: Align | None = None
    size: float | None = None
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One real cell: its text (line breaks as \\n), its first grid column, and how many columns and rows it covers."""

    text: str
    column: int
    column_span: int = 1
    row_span: int = 1
    align: Align | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """The cells that begin in this row, from left to right; cells merged down from above are not repeated."""

    cells: tuple[Cell, ...]
    kind: RowKind = RowKind.BODY
    number: int | None = None  # row number in the source, counted from 1, as a person would name it


@dataclass(frozen=True, slots=True)
class Column:
    """How a printed column behaves: `weight` shares the free width, `least` is its least width in characters."""

    align: Align = Align.CENTRE
    weight: float = 1.0
    least: float = 2.0


@dataclass(frozen=True, slots=True)
class Table:
    """A table with spans. `header_rows` leading rows repeat on every page; `columns` is empty for a table that was read.

    A `whole` table begins a new page rather than being cut where it stands; in one with `cut_rows` a row that would
    leave much of a page empty is cut by its lines. `largest` is the size of its letters where nothing asks for less, points.
    """

    rows: tuple[Row, ...]
    header_rows: int = 0
    columns: tuple[Column, ...] = ()
    name: str = ""  # sheet name, or 表1 … as a person would name it
    whole: bool = False
    cut_rows: bool = False
    largest: float = 12.0

    @property
    def width(self) -> int:
        """Number of grid columns."""
        return max([c.column + c.column_span for r in self.rows for c in r.cells], default=len(self.columns))

    def grid(self) -> list[list[tuple[Cell, bool] | None]]:
        """Row by row, column by column: (the cell that covers this place, whether it begins here), or None."""
        width = self.width
        out: list[list[tuple[Cell, bool] | None]] = [[None] * width for _ in self.rows]
        for r, row in enumerate(self.rows):
            for cell in row.cells:
                for rr in range(r, min(r + cell.row_span, len(out))):
                    for cc in range(cell.column, min(cell.column + cell.column_span, width)):
                        out[rr][cc] = (cell, rr == r and cc == cell.column)
        return out


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A page ends here, in the source or by intention."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart. `share` is its length (1 is the whole goal, None: nothing to show), `text` what stands at its end.

    `pace` is where it should be by now (序时进度), a tick across the bar; a `late` bar is drawn so that it is seen at once.
    """

    label: str
    share: float | None
    text: str = ""
    pace: float | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars below one another, or `upright` ones side by side; Word and Excel show it as a picture."""

    title: str
    bars: tuple[Bar, ...]
    upright: bool = False


Block = Paragraph | Table | Chart | PageBreak


class Form(Enum):
    """The form of an official paper: the general one and the three special ones of GB/T 9704-2012 section 10."""

    DOCUMENT = "document"  # 文件 7
    LETTER = "letter"  # 信函 10.1: no page number on its first page, a 版记 of receivers only
    ORDER = "order"  # 命令（令） 10.2: no separator, no title
    MINUTES = "minutes"  # 纪要 10.3


@dataclass(frozen=True, slots=True)
class Head:
    """版头 (7.2): what stands above the red separator. Empty strings are left out."""

    mark: str  # 发文机关标志; several offices of a joint paper on lines of their own
    number: str = ""  # 发文字号
    signer: str = ""  # 签发人 (上行文); several are divided by 、 or blanks
    copy_number: str = ""  # 份号
    secrecy: str = ""  # 密级和保密期限
    urgency: str = ""  # 紧急程度
    form: Form = Form.DOCUMENT
    issued_by: str = ""  # of a 纪要: who keeps it and the day, on one line above the separator
    issued_on: str = ""


@dataclass(frozen=True, slots=True)
class Imprint:
    """版记 (7.4): the foot of the last page. `printed_on` as it is printed, e.g. 2024年3月5日."""

    copy_to: str = ""
    printed_by: str = ""
    printed_on: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of its own within a paper: it begins on a right-hand page, its pages are counted from 1.

    An attachment that is not bound with its paper is one, and each unit's sheets in a job for the printer.
    """

    head: Head | None = None
    imprint: Imprint | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks that share a page set-up; every section begins on a new page. `turned` is 横排 (section 8).

    `begins` says that a new part begins here; a paper's first section begins one with the paper's head and imprint.
    `one_page`: tables are set smaller where that keeps the section on a single page. One that `follows` goes on below
    the section before it, as far as its first heading and what belongs to it have room there.
    """

    blocks: tuple[Block, ...]
    turned: bool = False
    paper: str = "A4"
    begins: Part | None = None
    one_page: bool = False
    follows: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole document: sections of blocks, with 版头 and 版记 when it is a red-headed paper.

    `line_pitch` is the distance of lines in points where an office has its own (28–29), None for that of the standard;
    `sealed` leaves room for a seal over the signature (7.3.5.1), else the form without one is used (7.3.5.2).
    `continued` puts 续表 above a table that goes on on another page (PDF). `notes` are Chinese sentences about how the source was read (hidden sheets, formulas without a result …), or what a report lacks.
    """

    sections: tuple[Section, ...]
    head: Head | None = None
    imprint: Imprint | None = None
    title: str = ""
    author: str = ""
    source: str = ""  # file name as the user knows it
    notes: tuple[str, ...] = ()
    line_pitch: float | None = None
    sealed: bool = True
    continued: bool = False

    @property
    def blocks(self) -> Iterator[Block]:
        """All blocks of all sections, in order."""
        return (block for section in self.sections for block in section.blocks)
