"""The blocks of a Paper dealt out to worksheets: each long table a sheet of its own, its paragraphs as merged rows around it."""

from __future__ import annotations

import re
from functools import partial
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from .paper import Align, Chart, Form, PageBreak, Paragraph, Role, Table
from .pdf.flow import BODY_SIZE, PITCH, SMALL_SIZE, frames_of, width_of
from .pdf.flow_lines import ABOVE_CUT, CAPTION_SIZE, TITLE_SIZE, apart_from_figure
from .pdf.flow_titles import balanced
from .pdf.gongwen import parts_of
from .pdf.gongwen_head import MARK_TOP
from .pdf.table_rows import measure
from .write_docx_xlsx import ADVANCES, NO_LIMIT, imprint_texts, office_names, printable, ruler
from .write_xlsx_layout import Look, Sheet, edges_for
from .write_xlsx_pages import SMALLEST, end_pages

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from .paper import Block, Head, Imprint, Paper, Part, Section
    from .pdf.flow import Frame

_LOOKS = {
    Role.TITLE: Look("xiaobiaosong", TITLE_SIZE, "center"),
    Role.HEADING1: Look("hei", BODY_SIZE),
    Role.HEADING2: Look("kai", BODY_SIZE),
    Role.ATTACHMENT_MARK: Look("hei", BODY_SIZE),
    Role.CAPTION: Look("fangsong", CAPTION_SIZE),
    Role.CUT: Look("fangsong", CAPTION_SIZE, "center"),
    Role.SIGNATURE: Look("fangsong", BODY_SIZE, "right", indent=3),
    Role.DATE: Look("fangsong", BODY_SIZE, "right", indent=4),
}
_BODY = Look("fangsong", BODY_SIZE)
_SUBTITLE = Look("kai", BODY_SIZE, "center")
_FLUSH = (Role.TITLE, Role.MAIN_TO, Role.ATTACHMENT_MARK, Role.CAPTION, Role.SIGNATURE, Role.DATE)
_ALIGNS = {Align.LEFT: "left", Align.CENTRE: "center", Align.RIGHT: "right", Align.JUSTIFY: "left"}
_LONG_TEXT = 400  # characters: what has more before a table stands on a sheet of its own
_BELONGS_ABOVE = (Role.CAPTION, Role.SIGNATURE, Role.DATE)  # to the table that they stand below
_KEPT = (Role.TITLE, Role.HEADING1, Role.HEADING2, Role.ATTACHMENT_MARK, Role.SIGNATURE, Role.CUT)  # with what follows
_BLANK_LINES = {Role.SIGNATURE: 2, Role.TITLE: 1, Role.ATTACHMENT_LIST: 1}  # above paragraphs that follow others
_BELOW_TABLE = 0.5  # lines between a table and the text or the table below it
_SMALL = 0.75  # of a page: a table that may stand on one sheet with others
_MOST_TOGETHER = 2.0  # pages of tables on a sheet that is wanted on one
_FEW = 12  # pages of a sheet that is made smaller to save one
_NEARLY_EMPTY, _HALF_EMPTY = 0.35, 0.5  # of a page is its last one used at most; where one is wanted
_A_LITTLE = 0.85  # of the usual size
_SMALLEST_LETTERS = 9.0  # points, as printed
_LARGEST_MARK = 52.0
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_ATTACHMENTS = re.compile(r"附件[:：]")
_LONGEST_NAME = 31  # characters of a sheet's name
_SHORT_NAME = 20  # a tab that can be read


class _Page(NamedTuple):
    """What stands on one sheet, first of all blocks with one table at most."""

    section: Section
    frame: Frame
    blocks: tuple[Block, ...]

    @property
    def tables(self) -> list[Table]:
        """The tables on the sheet."""
        return [block for block in self.blocks if isinstance(block, Table)]

    @property
    def title(self) -> str:
        """The last title on the sheet, which is the table's."""
        found = [b.text for b in self.blocks if isinstance(b, Paragraph) and b.role is Role.TITLE]
        return found[-1].replace("\n", "") if found else ""

    @property
    def heading(self) -> str:
        """The first heading on the sheet."""
        found = (b.text for b in self.blocks if isinstance(b, Paragraph) and b.role is Role.HEADING1)
        return next(found, "")

    @property
    def cut(self) -> str:
        """The words of the line that the sheet is cut along."""
        return next((b.text for b in self.blocks[1:] if isinstance(b, Paragraph) and b.role is Role.CUT), "")

    @property
    def whose(self) -> str:
        """Whose sheet it is: （区教育局） below the title."""
        texts = [block if isinstance(block, Paragraph) else Paragraph("") for block in self.blocks]
        for above, block in pairwise(texts):
            if above.role is Role.TITLE and block.role is Role.BODY and block.align is Align.CENTRE:
                return re.sub(r"^[（(](.*)[）)]$", r"\1", block.text.strip())
        return ""

    def names(self, whose: str) -> Iterator[str]:
        """Names for the sheet, best first; `whose` is said where the sheets of several stand in one file."""
        yield whose
        if len(self.tables) == 1:
            yield self.tables[0].name
        yield _short(self.title)
        yield self.heading[:_SHORT_NAME]
        if not self.tables:
            yield "正文"


def sheets_of(paper: Paper) -> list[Sheet]:
    """All worksheets of a paper, at least one."""
    names = office_names(paper)
    taken: set[str] = set()
    out: list[Sheet] = []
    parts = parts_of(paper)
    for part, sections in parts:
        frames = frames_of(sections)
        pages = [
            page
            for section, frame in zip(sections, frames, strict=True)
            for page in _put_together(list(_pages(section, frame)), names)
        ]
        pages = pages or [_Page(sections[0], frames[0], ())]
        whose = next((page.whose for page in pages if page.whose), "") if len(parts) > 1 else ""
        for page in pages:
            begins, ends = page is pages[0], page is pages[-1]
            sheet = _as_printed(partial(_laid_out, page, part.head if begins else None, part if ends else None, names))
            sheet.name = _sheet_name(page.names(whose), len(out), taken)
            sheet.first_number = 1 if begins else None
            sheet.running = "" if page.title else whose
            out.append(sheet)
    return out


def _laid_out(
    page: _Page, head: Head | None, ended: Part | None, names: Collection[str], scale: float, tight: bool
) -> Sheet:
    """A sheet to be printed at a scale, below the head of its part, above the 版记 of the part that ends with it."""
    edges = edges_for(page.tables, page.frame.area_width / scale, page.cut)
    sheet = Sheet(page.frame, edges, scale=scale, tight=tight, one_page_wanted=page.section.one_page)
    if head:
        _add_head(head, sheet)
    _add_blocks(page.blocks, sheet, names)
    if ended and ended.imprint:
        _add_imprint(ended.imprint, ended.head.form if ended.head else Form.DOCUMENT, sheet)
    end_pages(sheet)
    return sheet


def _as_printed(laid_out: Callable[[float, bool], Sheet]) -> Sheet:
    """A sheet with tighter rows, or a little smaller, where that brings it onto the one page it is for, or saves a last page with little on it."""
    usual = laid_out(1.0, False)
    wanted = usual.one_page_wanted
    if not 1 < usual.pages <= _FEW or not usual.tables:
        return usual
    letters = min(table.found.columns.size for table in usual.tables)
    little = min(max(_A_LITTLE, _SMALLEST_LETTERS / letters), 1.0)
    lower = SMALLEST**2 if wanted else little**2  # rows are lower, too, where columns are wider
    pages = 1 if wanted and sum(usual.heights) * lower <= usual.room else usual.pages - 1
    if pages > 1 and usual.last_used > (_HALF_EMPTY if wanted else _NEARLY_EMPTY) * usual.room:
        return usual
    least = SMALLEST if pages == 1 and wanted else little
    for percent in range(100, ceil(least * 100) - 1, -5):
        smaller = laid_out(percent / 100, True)
        if smaller.pages <= pages:
            return smaller
    return usual


def _put_together(pages: list[_Page], names: Collection[str]) -> Iterator[_Page]:
    """Small tables that come one after another on one sheet with the text around them; one that is long has its own columns.

    So have the parts of one table that is too wide for a page.
    """
    several = sum(len(page.tables) for page in pages) > 1
    if several and pages[0].section.one_page and _stand_together(pages, names):
        yield _joined(pages)
        return
    group: list[_Page] = []
    for page in pages:
        alike = group and page.tables and group[-1].tables and page.tables[0].name == group[-1].tables[-1].name
        if group and not (several and not alike and _is_small(group[-1]) and _is_small(page)):
            yield from _unless_empty(group, names)
            group = []
        group.append(page)
    if group:
        yield from _unless_empty(group, names)


def _unless_empty(group: Sequence[_Page], names: Collection[str]) -> Sequence[_Page]:
    """The pages as one; as they were where the first table would go to the second page and leave the first one empty."""
    whole = _joined(group)
    if len(group) > 1:
        sheet = _laid_out(whole, None, None, names, 1.0, False)
        if sheet.breaks and sum(sheet.heights[: sheet.breaks[0]]) < _HALF_EMPTY * sheet.room:
            return group
    return [whole]


def _joined(pages: Sequence[_Page]) -> _Page:
    return pages[0]._replace(blocks=tuple(block for page in pages for block in page.blocks))


def _is_small(page: _Page) -> bool:
    return all(height <= _SMALL * page.frame.area_height for height in _heights(page))


def _stand_together(pages: Sequence[_Page], names: Collection[str]) -> bool:
    """Whether all these fit on one page, or go on right below the end of the first table."""
    whole = _joined(pages)
    tables = [table.name for table in whole.tables]
    if len(set(tables)) < len(tables) or sum(_heights(whole)) > _MOST_TOGETHER * whole.frame.area_height:
        return False
    sheet = _as_printed(partial(_laid_out, whole, None, None, names))
    return sheet.pages == 1 or sheet.repeated is not None


def _heights(page: _Page) -> list[float]:
    return [measure(table, page.frame.area_width, NO_LIMIT, ruler).height for table in page.tables]


def _pages(section: Section, frame: Frame) -> Iterator[_Page]:
    """The blocks of a section cut so that each page has one table; notes and a signature right below it stay with it."""
    current: list[Block] = []
    after = 0  # where what belongs to the table of this page ends
    for block in section.blocks:
        if isinstance(block, Table) and any(isinstance(b, Table) for b in current):
            yield _Page(section, frame, tuple(current[:after]))
            current, after = current[after:], 0
        if isinstance(block, Table):
            lead = _lead(current)
            if sum(len(b.text) for b in current[:lead] if isinstance(b, Paragraph)) > _LONG_TEXT:
                yield _Page(section, frame, tuple(current[:lead]))
                current = current[lead:]
        current.append(block)
        note = _belongs_above(block) and 0 < after == len(current) - 1
        if isinstance(block, Table) or note:
            after = len(current)
    if current:
        yield _Page(section, frame, tuple(current))


def _belongs_above(block: Block) -> bool:
    """Whether a paragraph right below a table belongs to it: its notes and who signs; not 续表 and 单位：万元 of the next one."""
    return isinstance(block, Paragraph) and block.role in _BELONGS_ABOVE and block.align is not Align.RIGHT


def _lead(blocks: Sequence[Block]) -> int:
    """Where the headings and small lines begin that stand right above what follows these blocks."""
    place = len(blocks)
    while place and isinstance(b := blocks[place - 1], Paragraph) and b.role not in (Role.BODY, Role.DATE):
        place -= 1
    return place


def _add_blocks(blocks: tuple[Block, ...], sheet: Sheet, names: Collection[str]) -> None:
    from .pdf.chart_picture import chart_pictures

    above: Block | None = None
    for block, below in pairwise((*blocks, None)):
        if isinstance(block, PageBreak):
            if above is not None:
                sheet.breaks.append(len(sheet.heights))
        elif isinstance(block, Table):
            if isinstance(above, Table):
                sheet.add_space(_BELOW_TABLE * PITCH)
            sheet.add_table(block)
        elif isinstance(block, Chart):
            if isinstance(above, Table):
                sheet.add_space(_BELOW_TABLE * PITCH)
            for picture in chart_pictures(block, sheet.edges[-1], sheet.room):
                sheet.add_picture(picture)
        elif isinstance(block, Paragraph):
            _add_paragraph(block, above, sheet, names, keep=block.role in _KEPT or isinstance(below, Table))
        above = block


def _add_paragraph(block: Paragraph, above: Block | None, sheet: Sheet, names: Collection[str], *, keep: bool) -> None:
    look, text = _LOOKS.get(block.role, _BODY), block.text
    if block.role is Role.CUT:
        if above:  # nothing is cut off at the head of a page
            sheet.add_space(ABOVE_CUT)
            sheet.add_cut(text, look)
        return
    if block.role is Role.TITLE:
        text = "\n".join(balanced(printable(text), ADVANCES, sheet.edges[-1] * 0.97 / TITLE_SIZE, names))
    elif block.align is not None and block.role not in (Role.SIGNATURE, Role.DATE):
        look = look._replace(align=_ALIGNS[block.align])
        if block.align is Align.CENTRE and isinstance(above, Paragraph) and above.role is Role.TITLE:
            look = _SUBTITLE
    blank = _blank_lines(block, above, subtitle=look is _SUBTITLE)
    if blank:
        sheet.add_space(blank * PITCH)
    indent = 0 if block.role in _FLUSH or look.align != "left" else 2
    if block.role is Role.ATTACHMENT_LIST:
        _add_attachments(text.strip("\n").split("\n"), look, indent, sheet, keep=keep)
    else:
        sheet.add_text(text, look, indent=indent, keep=keep)


def _add_attachments(names: Sequence[str], look: Look, indent: int, sheet: Sheet, *, keep: bool) -> None:
    """附件说明, each in a row: 2. stands under 1. (7.3.4)."""
    label = _ATTACHMENTS.match(names[0])
    for number, name in enumerate(names):
        further = len(label.group()) if label and number else 0
        begin = label.group() if label and not number else ""
        shown = begin + apart_from_figure(name.strip().removeprefix(begin))
        sheet.add_text(shown, look, indent=indent + further, keep=keep or number < len(names) - 1)


def _blank_lines(block: Paragraph, above: Block | None, *, subtitle: bool) -> float:
    """Blank lines between two paragraphs, as the PDF has them."""
    if isinstance(above, Table) and block.role is not Role.CAPTION:
        return max(_BLANK_LINES.get(block.role, 0), _BELOW_TABLE)
    if (
        not isinstance(above, Paragraph)
        or above.role is block.role
        or subtitle
        or block.role is Role.CAPTION
        or above.role is Role.CUT
    ):
        return 0
    return max(above.role is Role.TITLE, _BLANK_LINES.get(block.role, 0))


def _add_head(head: Head, sheet: Sheet) -> None:
    """版头 down to its red rule, which an order has not and a letter has above its number."""
    for face, text in (("fangsong", head.copy_number), ("hei", head.secrecy), ("hei", head.urgency)):
        if text:
            sheet.add_text(text, Look(face, BODY_SIZE))
    letter, order = head.form is Form.LETTER, head.form is Form.ORDER
    if head.mark.strip():
        sheet.add_space(PITCH if letter else max(MARK_TOP - sum(sheet.heights), PITCH))
        widest = max(width_of(line, ADVANCES) for line in head.mark.split("\n"))
        size = int(min(_LARGEST_MARK, sheet.edges[-1] * 0.94 / widest))
        look = Look("xiaobiaosong", size, "center", colour="red", rules="red" if letter else "")
        sheet.add_text(head.mark.strip(), look)
        sheet.add_space(PITCH)
    keeper = head.form is Form.MINUTES and bool(head.issued_by or head.issued_on)
    look = Look(
        "fangsong", BODY_SIZE, "right" if letter else "center", rules="" if letter or order or keeper else "red"
    )
    if head.signer:
        sheet.add_pair(head.number, f"签发人：{head.signer}", look._replace(align="left", indent=1))
    elif head.number or look.rules:
        sheet.add_text(head.number, look)
    if keeper:
        sheet.add_pair(head.issued_by, head.issued_on, Look("fangsong", BODY_SIZE, indent=1, rules="red"))
    sheet.add_space(2 * PITCH)


def _add_imprint(imprint: Imprint, form: Form, sheet: Sheet) -> None:
    """版记 below everything else, a rule above and below each of its parts; none in a letter."""
    receivers, (by, day) = imprint_texts(imprint, form)
    look = Look("fangsong", SMALL_SIZE, indent=1, rules="" if form is Form.LETTER else "around")
    if receivers or by or day:
        sheet.pushed = [len(sheet.heights), len(sheet.heights) + 1]
        sheet.add_space(PITCH)
        sheet.add_space(PITCH)
    for text in receivers:
        sheet.add_text(text, look, keep=True)
    if by or day:
        sheet.add_pair(by, day, look)


def _sheet_name(wanted: Iterable[str], number: int, taken: set[str]) -> str:
    """The first of the wanted names that is one, such as fits on a tab and is not taken."""
    name = next(filter(None, map(_plain_name, wanted)), f"表{number + 1}")
    found, count = name, 1
    while found.casefold() in taken:
        count += 1
        ending = f"（{count}）"
        found = name[: _LONGEST_NAME - len(ending)] + ending
    taken.add(found.casefold())
    return found


def _short(title: str) -> str:
    """A long title's last words: …关于印发…的通知 → 通知."""
    if len(title) <= _SHORT_NAME:
        return title
    ending = title.rpartition("的")[2]
    return ending if 2 <= len(ending) <= _SHORT_NAME else title[-_SHORT_NAME:]


def _plain_name(name: str) -> str:
    plain = _FORBIDDEN.sub("", printable(name)).strip(" '\u3000")[:_LONGEST_NAME].strip(" '")
    return "" if plain.casefold() == "history" else plain  # Excel keeps that one for itself
