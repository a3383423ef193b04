"""A Paper laid out as sheets: the general form of GB/T 9704-2012, or the same pages without a red head."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xiezuo_desktop.documents.paper import Align, Imprint, PageBreak, Paragraph, Role, Section, Table
from xiezuo_desktop.documents.pdf.flow import EM, PITCH, frame_for
from xiezuo_desktop.documents.pdf.flow_lines import set_paragraph
from xiezuo_desktop.documents.pdf.flow_pages import Flow, PageEnd
from xiezuo_desktop.documents.pdf.gongwen_head import place_head
from xiezuo_desktop.documents.pdf.gongwen_imprint import place_imprint, place_number, set_imprint
from xiezuo_desktop.documents.pdf.table_rows import measure

if TYPE_CHECKING:
    from xiezuo_desktop.documents.paper import Paper
    from xiezuo_desktop.documents.pdf.flow import Frame, Ruler, Sheet
    from xiezuo_desktop.documents.pdf.flow_pages import Item

_BEFORE_SIGNATURE = (
    2,
    1,
)  # blank lines: the seal reaches to within one line of the text (7.3.5.1); 1 when it saves a page


def lay_out(paper: Paper, ruler: Ruler) -> list[Sheet]:
    """All pages of a paper. `ruler` gives the advances of a role's face in em."""
    names = _names(paper)
    sheets: list[Sheet] = []
    moved = ""
    sections = paper.sections or (Section(()),)
    last = len(sections) - 1
    imprint = paper.imprint or Imprint()
    for number, section in enumerate(sections):
        frame = frame_for(section.paper, section.turned)
        flow = Flow(frame, len(sheets) + 1)
        if number == 0 and paper.head:
            flow.begin_below_head(place_head(paper.head, flow.sheets[0], ruler))
            section, moved = _with_body_on_first_page(section, flow, ruler, names)
        reserve = 0.0
        if number == last and not frame.turned:
            reserve = set_imprint(imprint, frame, ruler, moved).height
        flow = _flowed(section, flow, ruler, names, reserve)
        sheets += flow.sheets
        if number == last:
            _finish(sheets, flow, imprint, moved, ruler)
    for sheet in sheets:
        place_number(sheet, _upright(sheet), ruler)
    return sheets


def _flowed(section: Section, empty: Flow, ruler: Ruler, names: list[str], reserve: float) -> Flow:
    """A section on its pages, with room for the seal; with a little less of it when that saves a page."""
    best: Flow | None = None
    for blank_lines in _BEFORE_SIGNATURE:
        flow = empty.copy()
        flow.add(_items(section, flow.frame, ruler, names, blank_lines), reserve)
        if best is None or len(flow.sheets) < len(best.sheets):
            best = flow
        if not any(isinstance(b, Paragraph) and b.role is Role.SIGNATURE for b in section.blocks):
            break
    assert best is not None
    return best


def _names(paper: Paper) -> list[str]:
    """Names of offices that a title keeps in one piece."""
    found = [paper.author, paper.imprint.printed_by if paper.imprint else ""]
    found += [b.text for b in paper.blocks if isinstance(b, Paragraph) and b.role is Role.SIGNATURE]
    return [name for name in dict.fromkeys(found) if name]


def _items(section: Section, frame: Frame, ruler: Ruler, names: list[str], for_seal: int) -> list[Item]:
    items: list[Item] = []
    before: Role | None = None
    for block in section.blocks:
        if isinstance(block, Table):
            items.append(measure(block, frame.area_width, frame.area_height, ruler))
            before = None
        elif isinstance(block, PageBreak):
            items.append(PageEnd())
            before = None
        else:
            found = set_paragraph(block, frame, ruler, names)
            subtitle = before is Role.TITLE and block.role is Role.BODY and block.align is Align.CENTRE
            found.before = max(found.before, 0 if subtitle else _blank_lines(before, block.role, for_seal))
            found.keep_next |= subtitle
            items.append(found)
            before = Role.TITLE if subtitle else block.role
    return items


def _blank_lines(before: Role | None, role: Role, for_seal: int) -> int:
    """Blank lines between two paragraphs: around titles, before the signature."""
    if before is Role.TITLE:
        return 0 if role is Role.TITLE else 1
    if role is Role.TITLE:
        return 1 if before else 0
    return for_seal if role is Role.SIGNATURE and before is not Role.SIGNATURE else 0


def _with_body_on_first_page(section: Section, flow: Flow, ruler: Ruler, names: list[str]) -> tuple[Section, str]:
    """The first page must show running text: 主送机关 that leave no room for it move into the 版记 (7.3.2)."""
    used = flow.offset
    for block in section.blocks:
        if not isinstance(block, Paragraph) or block.role not in (Role.TITLE, Role.MAIN_TO):
            break
        used += (len(set_paragraph(block, flow.frame, ruler, names).lines) + 1) * PITCH
    receivers = [b for b in section.blocks if isinstance(b, Paragraph) and b.role is Role.MAIN_TO]
    if not receivers or used + PITCH + EM <= flow.frame.area_height:
        return section, ""
    kept = tuple(b for b in section.blocks if b not in receivers)
    moved = "；".join(b.text.rstrip("：:") for b in receivers)
    return type(section)(kept, section.turned, section.paper), moved


def _finish(sheets: list[Sheet], flow: Flow, imprint: Imprint, moved: str, ruler: Ruler) -> None:
    """Put the 版记 on the lower edge of the last page, on a page of its own when there is no room or it is turned."""
    upright = frame_for()
    found = set_imprint(imprint, upright, ruler, moved)
    if not found.parts:
        return
    if flow.frame != upright:
        sheets += Flow(upright, len(sheets) + 1).sheets
    elif flow.room < found.height:
        flow.new_page()
        sheets.append(flow.sheets[-1])
    place_imprint(found, sheets[-1])


def _upright(sheet: Sheet) -> Frame:
    frame = sheet.frame
    paper = "A4" if math.isclose(min(frame.width, frame.height), frame_for("A4").width) else "A3"
    return frame_for(paper)
