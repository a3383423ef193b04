"""A Paper laid out as sheets: the forms of GB/T 9704-2012, or the same pages without a red head."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from xiezuo_desktop.documents.paper import Align, Chart, Form, Imprint, PageBreak, Paragraph, Part, Role, Section, Table
from xiezuo_desktop.documents.pdf.flow import EM, Sheet, frame_for, frames_of
from xiezuo_desktop.documents.pdf.flow_charts import set_chart
from xiezuo_desktop.documents.pdf.flow_lines import TITLE_SIZE, note_label, set_paragraph
from xiezuo_desktop.documents.pdf.flow_lines import Block as SetBlock
from xiezuo_desktop.documents.pdf.flow_pages import Flow, PageEnd
from xiezuo_desktop.documents.pdf.flow_titles import balanced
from xiezuo_desktop.documents.pdf.gongwen_ending import Ending, set_ending
from xiezuo_desktop.documents.pdf.gongwen_head import letter_frame, place_head
from xiezuo_desktop.documents.pdf.gongwen_imprint import place_imprint, place_number, set_imprint
from xiezuo_desktop.documents.pdf.table_columns import SIZES, shared_sizes
from xiezuo_desktop.documents.pdf.table_rows import PLAIN, SetTable, measure
from xiezuo_desktop.wanted import still_wanted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xiezuo_desktop.documents.paper import Block, Paper
    from xiezuo_desktop.documents.pdf.flow import Frame, Ruler
    from xiezuo_desktop.documents.pdf.flow_pages import Item

# Blank lines above the signature: the seal reaches to within one line of the text (7.3.5.1); 1 when it saves a page.
_BLANK_LINES = {Ending.SEALED: (2, 1), Ending.UNSEALED: (1,), Ending.ORDER: (2, 1)}
_ONE_PAGE_SIZES = (12.0, 11.25, 10.5, 9.75, 9.0, 8.25)  # of tables that try to keep to one page
_MOST_PAGES_TO_SHRINK = 3  # longer sections do not become one page


def lay_out(paper: Paper, ruler: Ruler) -> list[Sheet]:
    """All pages of a paper. `ruler` gives the advances of a role's face in em."""
    names = _names(paper)
    sheets: list[Sheet] = []
    for part, sections in parts_of(paper):
        if len(sheets) % 2:  # a part begins on a right-hand page
            sheets.append(Sheet(frame_for(), 0))
        sheets += _Layout(part, paper, ruler, names).run(sections)
    return sheets


def parts_of(paper: Paper) -> list[tuple[Part, list[Section]]]:
    """The parts of a paper, at least one, each with its sections."""
    out: list[tuple[Part, list[Section]]] = []
    for section in paper.sections or (Section(()),):
        if not out:
            out.append((section.begins or Part(paper.head, paper.imprint), []))
        elif section.begins:
            out.append((section.begins, []))
        out[-1][1].append(section)
    return out


def _names(paper: Paper) -> list[str]:
    """Names of offices that a title keeps in one piece."""
    found = [paper.author, paper.imprint.printed_by if paper.imprint else ""]
    found += [b.text for b in paper.blocks if isinstance(b, Paragraph) and b.role is Role.SIGNATURE]
    return [name for name in dict.fromkeys(found) if name]


@dataclass(slots=True)
class _Layout:
    """Lays out one part of a paper, whose pages are counted from 1."""

    part: Part
    paper: Paper
    ruler: Ruler
    names: list[str]

    @property
    def form(self) -> Form:
        return self.part.head.form if self.part.head else Form.DOCUMENT

    @property
    def ending(self) -> Ending:
        if self.form is Form.ORDER:
            return Ending.ORDER
        return Ending.SEALED if self.paper.sealed else Ending.UNSEALED

    def run(self, sections: Sequence[Section]) -> list[Sheet]:
        sheets: list[Sheet] = []
        moved = ""
        imprint = self.part.imprint or Imprint()
        flow: Flow | None = None
        upright = frame_for(pitch=self.paper.line_pitch)
        frames = frames_of(sections, self.paper.line_pitch)
        for number, (section, frame) in enumerate(zip(sections, frames, strict=True)):
            if flow and section.follows and flow.frame == frame:
                del sheets[-len(flow.sheets) :]
            else:
                flow = Flow(frame, len(sheets) + 1, continued=self.paper.continued)
            if number == 0 and self.part.head:
                first = letter_frame(frame) if self.form is Form.LETTER else None
                flow = Flow(frame, 1, first, continued=self.paper.continued)
                flow.begin_below_head(place_head(self.part.head, flow.sheets[0], self.ruler))
                section, moved = self._with_body_on_first_page(section, flow)
            reserve = 0.0
            if number == len(sections) - 1 and frame == upright:
                pieces = set_imprint(imprint, frame, self.ruler, moved, self.form).on_pages(frame.area_height)
                reserve = pieces[0].height if len(pieces) == 1 else 0.0
            flow = self._flowed(section, flow, frame, reserve)
            sheets += flow.sheets
        assert flow is not None  # a part has a section
        self._finish(sheets, flow, imprint, moved)
        for sheet in sheets:
            if not (self.form is Form.LETTER and sheet.number == 1):  # 10.1
                place_number(sheet, _upright(sheet), self.ruler)
        return sheets

    def _flowed(self, section: Section, empty: Flow, frame: Frame, reserve: float) -> Flow:
        """A section on its pages: with room for the seal; with less of it, smaller tables or fewer lines of title to save a page."""
        best: Flow | None = None
        for blocks, blank_lines, size in self._ways(section, frame):
            flow = empty.copy()
            flow.add(self._items(blocks, frame, blank_lines, size), reserve)
            count = len(flow.sheets)
            if best is None or (count < len(best.sheets) and (count == 1 or not section.one_page)):
                best = flow
            if count == 1 or count > _MOST_PAGES_TO_SHRINK:
                return best
        assert best is not None
        return best

    def _ways(self, section: Section, frame: Frame) -> Iterator[tuple[list[Block | _Signed], int, float]]:
        """How a section may be set, the best way first: its blocks, blank lines above who signs, the size of its tables."""
        blocks = _joined(section.blocks)
        signed = any(isinstance(b, _Signed) for b in blocks)
        above = _BLANK_LINES[self.ending] if signed else (0,)
        for size in _ONE_PAGE_SIZES if section.one_page else SIZES[:1]:
            yield from ((blocks, blank, size) for blank in above)
        if signed and not section.one_page and (short := self._with_short_titles(blocks, frame)) != blocks:
            yield short, above[-1], SIZES[0]

    def _with_short_titles(self, blocks: Sequence[Block | _Signed], frame: Frame) -> list[Block | _Signed]:
        """The same blocks, their titles in the fewest lines; equal to them where no title has more."""
        return [
            self._shortened(block, frame) if isinstance(block, Paragraph) and block.role is Role.TITLE else block
            for block in blocks
        ]

    def _shortened(self, title: Paragraph, frame: Frame) -> Paragraph:
        advances, room = self.ruler("xiaobiaosong"), frame.area_width / TITLE_SIZE
        usual = balanced(title.text, advances, room, self.names)
        short = balanced(title.text, advances, room, self.names, fewest=True)
        return replace(title, text="\n".join(short)) if len(short) < len(usual) else title

    def _items(self, blocks: Sequence[Block | _Signed], frame: Frame, above: int, largest: float) -> list[Item]:
        items: list[Item] = []
        before: Role | None = None
        label = ""
        tables = [block for block in blocks if isinstance(block, Table)]
        sizes = shared_sizes(tables, frame.area_width, self.ruler(PLAIN), largest)
        for number, block in enumerate(blocks):
            still_wanted()
            if isinstance(block, Table):
                size = sizes.get(block.name, largest)
                items.append(measure(block, frame.area_width, frame.area_height, self.ruler, size))
                before = None
            elif isinstance(block, Chart):
                items += set_chart(block, frame.area_width, frame.area_height, self.ruler)
                before = None
            elif isinstance(block, PageBreak):
                items.append(PageEnd())
                before = None
            elif isinstance(block, _Signed):
                found = set_ending(block.names, block.date, self.ending, frame, self.ruler)
                found.before = above
                items.append(found)
                before = Role.SIGNATURE
            else:
                label = note_label(block, label if before is Role.CAPTION else "")
                found = set_paragraph(block, frame, self.ruler, self.names, label)
                subtitle = before is Role.TITLE and block.role is Role.BODY and block.align is Align.CENTRE
                found.before = max(found.before, 0 if subtitle else _blank_lines(before, block.role))
                if block.role is Role.CAPTION:
                    found.keep_next = _belongs_below(blocks, number)
                    found.keep_above = not found.keep_next and _below_table(items)
                found.keep_next |= subtitle
                items.append(found)
                before = Role.TITLE if subtitle else block.role
        if before is Role.BODY and isinstance(last := items[-1], SetBlock) and len(last.lines) == 1:
            last.keep_above = True  # no page for a single line
        return items

    def _with_body_on_first_page(self, section: Section, flow: Flow) -> tuple[Section, str]:
        """The first page must show running text: 主送机关 that leave no room for it move into the 版记 (7.3.2)."""
        used, pitch = flow.offset, flow.frame.pitch
        for block in section.blocks:
            if not isinstance(block, Paragraph) or block.role not in (Role.TITLE, Role.MAIN_TO):
                break
            used += (len(set_paragraph(block, flow.frame, self.ruler, self.names).lines) + 1) * pitch
        receivers = [b for b in section.blocks if isinstance(b, Paragraph) and b.role is Role.MAIN_TO]
        if not receivers or used + pitch + EM <= flow.frame.area_height:
            return section, ""
        kept = tuple(b for b in section.blocks if b not in receivers)
        return replace(section, blocks=kept), "；".join(b.text.rstrip("：:") for b in receivers)

    def _finish(self, sheets: list[Sheet], flow: Flow, imprint: Imprint, moved: str) -> None:
        """Put the 版记 on the lower edge of the last page, on a page of its own when there is no room or it is turned."""
        upright = frame_for(pitch=self.paper.line_pitch)
        pieces = set_imprint(imprint, upright, self.ruler, moved, self.form).on_pages(upright.area_height)
        fits = flow.frame.width == upright.width
        for number, piece in enumerate(pieces):
            if number or not fits or flow.room < piece.height:
                sheets.append(Sheet(upright, len(sheets) + 1))
            place_imprint(piece, sheets[-1])


class _Signed(NamedTuple):
    """Who signs, and the day."""

    names: list[str]
    date: str


def _joined(blocks: Iterable[Block]) -> list[Block | _Signed]:
    """Signatures and the date behind them as one; lines of 附件说明, one paragraph each, as one paragraph."""
    out: list[Block | _Signed] = []
    for block in blocks:
        last = out[-1] if out else None
        role = block.role if isinstance(block, Paragraph) else None
        if isinstance(block, Paragraph) and role in (Role.SIGNATURE, Role.DATE):
            text = block.text.strip("\n")
            signed = last if isinstance(last, _Signed) and not last.date else None
            if signed is None:
                signed = _Signed([], "")
                out.append(signed)
            names = [*signed.names, *text.split("\n")] if role is Role.SIGNATURE else signed.names
            out[-1] = _Signed(names, text if role is Role.DATE else "")
        elif (
            isinstance(block, Paragraph)
            and role is Role.ATTACHMENT_LIST
            and isinstance(last, Paragraph)
            and last.role is role
        ):
            out[-1] = replace(last, text=f"{last.text}\n{block.text.strip()}")
        else:
            out.append(block)
    return out


def _blank_lines(before: Role | None, role: Role) -> int:
    """Blank lines between two paragraphs: around titles, before who attended. What is cut off begins right below the line."""
    if before is Role.TITLE:
        return 0 if role is Role.TITLE else 1
    if role is Role.TITLE:
        return 1 if before and before is not Role.CUT else 0
    return int(role is Role.ATTENDANCE and before is not Role.ATTENDANCE)


def _belongs_below(blocks: Sequence[Block | _Signed], number: int) -> bool:
    """Whether a small line stands above what it is about, a table or a title; those right below a table are its notes."""
    above = next((block for block in reversed(blocks[:number]) if not _is_small(block)), None)
    below = next((block for block in blocks[number + 1 :] if not _is_small(block)), None)
    if isinstance(below, Table | Chart):
        return True
    follows = blocks[number + 1] if number + 1 < len(blocks) else None
    titled = isinstance(follows, Paragraph) and follows.role in (Role.TITLE, Role.CAPTION)
    return titled and not isinstance(above, Table | Chart)


def _below_table(items: Sequence[Item]) -> bool:
    """Whether what comes next stands right below a table, or below the notes that do."""
    above = items[-1] if items else None
    return isinstance(above, SetTable) or (isinstance(above, SetBlock) and above.keep_above and not above.on_grid)


def _is_small(block: Block | _Signed) -> bool:
    return isinstance(block, Paragraph) and block.role is Role.CAPTION


def _upright(sheet: Sheet) -> Frame:
    frame = sheet.frame
    if not frame.turned:
        return frame
    return frame_for("A4" if math.isclose(frame.height, frame_for("A4").width) else "A3")
