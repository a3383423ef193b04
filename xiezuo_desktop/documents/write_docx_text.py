"""Paragraphs of a Paper as WordprocessingML: each in the style of its role, direct formatting only where it differs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from .paper import Align, PageBreak, Paragraph, Role, Table
from .pdf.flow import BODY_SIZE, EM, width_of
from .pdf.flow_lines import TITLE_SIZE
from .pdf.flow_titles import balanced
from .write_docx_styles import LINE, STYLES, fonts, indent, spacing, twips
from .write_docx_xlsx import ADVANCES, printable

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from .paper import Block
    from .pdf.flow import Frame
    from .write_docx_styles import Style

TABLE_GAP = 8.0  # points above and below a table
_STYLES = {
    Role.TITLE: "Title",
    Role.MAIN_TO: "MainTo",
    Role.HEADING1: "Heading1",
    Role.HEADING2: "Heading2",
    Role.HEADING3: "Heading3",
    Role.HEADING4: "Heading4",
    Role.ATTACHMENT_LIST: "AttachmentList",
    Role.SIGNATURE: "Signature",
    Role.DATE: "Date",
    Role.REMARK: "Remark",
    Role.ATTACHMENT_MARK: "AttachmentMark",
    Role.CAPTION: "Caption",
}
_ALIGNS = {Align.LEFT: "left", Align.CENTRE: "center", Align.RIGHT: "right", Align.JUSTIFY: "both"}
_HEADINGS = (Role.HEADING1, Role.HEADING2, Role.HEADING3, Role.HEADING4)
_HELD = (Role.SIGNATURE, Role.ATTACHMENT_LIST, Role.DATE)  # never at the top of a page without the end of the text
_LIST_HEAD = re.compile(r"附\s*件\s*[:：]\s*")
_LIST_ITEM = re.compile(r"\d+[.．、]\s*")
_USUAL_DATE = "2000年10月10日"


def run(text: str, *, face: str = "", size: float = 0.0, spread: float = 0.0, stretch: float = 1.0) -> str:
    """A w:r; `size` and `spread` (added between characters) in points, `stretch` of the letters' width; \\n breaks the line."""
    properties = fonts(face) if face else ""
    if spread:
        properties += f'<w:spacing w:val="{twips(spread)}"/>'
    if stretch != 1.0:
        properties += f'<w:w w:val="{int(stretch * 100)}"/>'
    if size:
        properties += f'<w:sz w:val="{int(size * 2)}"/><w:szCs w:val="{int(size * 2)}"/>'
    said = escape(printable(text)).replace("\t", "</w:t><w:tab/><w:t>")
    said = said.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    said = f'<w:t xml:space="preserve">{said}</w:t>' if said else ""
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{said}</w:r>"


def paragraph(
    style: str, runs: str = "", *, keep: bool | None = None, page_first: bool = False, border: str = "", tabs: str = "",
    space: str = "", place: str = "", align: str = "", section: str = "",
) -> str:  # fmt: skip
    """A w:p in a style. Arguments are what differs from it, `space` and `place` its w:spacing and w:ind as XML."""
    kept = "" if keep is None else "<w:keepNext/>" if keep else '<w:keepNext w:val="0"/><w:keepLines w:val="0"/>'
    named = f'<w:pStyle w:val="{style}"/>' if style != "Normal" else ""
    properties = "".join((
        named, kept, "<w:pageBreakBefore/>" if page_first else "", border, tabs, space, place,
        f'<w:jc w:val="{align}"/>' if align else "", section,
    ))  # fmt: skip
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{runs}</w:p>"


def gap_paragraph(*, page_first: bool = False, section: str = "") -> str:
    """A paragraph next to nothing high: between two tables, or where a section ends behind a table."""
    return paragraph("Gap", page_first=page_first, section=section)


class TextWriter:
    """Writes the paragraphs of one section, each in knowledge of its neighbours; `names` of offices stay whole in titles.

    `above` is the space above the first block, below a head.
    """

    def __init__(self, blocks: Sequence[Block], frame: Frame, names: Collection[str], above: float = 0.0) -> None:
        self._blocks = blocks
        self._frame = frame
        self._names = names
        self._styles: list[Style | None] = []
        for block in blocks:
            before = self._styles[-1] if self._styles else None
            self._styles.append(style_of(block, before) if isinstance(block, Paragraph) else None)
        self._gaps = [above, *(self._gap(place) for place in range(1, len(blocks))), 0.0]

    def write(self, place: int, *, page_first: bool = False, section: str = "") -> str:
        """The paragraph at a place among the blocks, as one or several w:p."""
        block, style = self._blocks[place], self._styles[place]
        assert isinstance(block, Paragraph)
        assert style is not None
        space = self._space(place, style)
        keep = self._keep(place, block, style)
        if block.role is Role.ATTACHMENT_LIST:
            return _attachment_list(block.text, space, keep, page_first=page_first, section=section)
        align = _ALIGNS[block.align] if block.align and style.key not in ("Title", "Subtitle") else ""
        flush = indent(style.em) if style.first and block.align in (Align.CENTRE, Align.RIGHT) else ""
        return paragraph(
            style.key,
            self._runs(block, style),
            keep=keep,
            page_first=page_first,
            space="" if space == (style.before, style.after) else spacing(*space, style.line),
            place=_signature_place(block.text) if block.role is Role.SIGNATURE else flush,
            align="" if align == style.align else align,
            section=section,
        )

    def _gap(self, place: int) -> float:
        """The space between a block and the one above it, points."""
        above, block = self._blocks[place - 1], self._blocks[place]
        style, style_above = self._styles[place], self._styles[place - 1]
        if isinstance(above, PageBreak) or isinstance(block, PageBreak):
            return 0.0
        if style is None or style_above is None:
            return TABLE_GAP + (style.before if style else 0.0)
        if style_above.after:  # a title or a subtitle
            return 0.0 if style.key in ("Title", "Subtitle") else LINE
        if style.key == "Title":
            return LINE
        return 0.0 if style is style_above else style.before

    def _space(self, place: int, style: Style) -> tuple[float, float]:
        """Space above and below a paragraph: titles, and what stands above a table, carry the gap below them."""
        style_above = self._styles[place - 1] if place else None
        before = 0.0 if style_above and style_above.after else self._gaps[place]
        last = place + 1 == len(self._blocks)
        table_follows = not last and isinstance(self._blocks[place + 1], Table)
        after = self._gaps[place + 1] if (style.after and not last) or table_follows else style.after
        return before, after

    def _runs(self, block: Paragraph, style: Style) -> str:
        text = block.text
        if style.key == "Title":
            lines = balanced(printable(text), ADVANCES, self._frame.area_width / TITLE_SIZE, self._names)
            return run("\n".join(lines))
        if block.role is Role.HEADING2 and "。" in text.rstrip("。"):  # the heading runs on as text
            head = text.index("。") + 1
            return run(text[:head]) + run(text[head:], face="fangsong")
        return run(text)

    def _keep(self, place: int, block: Paragraph, style: Style) -> bool | None:
        """Whether it stays on the page of what follows; None where the style says so already."""
        below = self._blocks[place + 1] if place + 1 < len(self._blocks) else None
        if isinstance(below, Paragraph) and below.role in _HELD and not style.keep_next:
            return True
        if block.role is Role.CAPTION and isinstance(below, Table):
            return True
        runs_on = block.role in _HEADINGS and "。" in block.text.rstrip("。")
        return False if runs_on and style.keep_next else None


def style_of(block: Paragraph, above: Style | None) -> Style:
    """The style of a paragraph: by its role; centred text below a title is a subtitle."""
    if block.role is Role.BODY and block.align is Align.CENTRE and above is STYLES["Title"]:
        return STYLES["Subtitle"]
    return STYLES[_STYLES.get(block.role, "Normal")]


def _signature_place(name: str) -> str:
    """署名: centred over a date of usual length four characters in, two at least (7.3.5.1, 7.3.5.2)."""
    wide = max(width_of(line, ADVANCES) for line in name.split("\n")) * BODY_SIZE / EM
    middle = 4 + width_of(_USUAL_DATE, ADVANCES) * BODY_SIZE / EM / 2
    return indent(EM, right=max(middle - wide / 2, 2.0))


def _attachment_list(
    text: str, space: tuple[float, float], keep: bool | None, *, page_first: bool, section: str
) -> str:
    """附件：1. …: what goes on stands under the first character of the name (7.3.4)."""
    match = _LIST_HEAD.match(text)
    head = match.group().strip() if match else ""
    items = (text[match.end() :] if match else text).split("\n")
    begin = 2 + width_of(head, ADVANCES)
    out = []
    for place, item in enumerate(items):
        number = _LIST_ITEM.match(item)
        mark = number.group().rstrip() if number else ""
        shown = (head if place == 0 else "") + mark + (item[number.end() :] if number else item)
        hang = width_of(mark, ADVANCES) + (width_of(head, ADVANCES) if place == 0 else 0.0)
        last = place == len(items) - 1
        out.append(paragraph(
            "AttachmentList",
            run(shown),
            keep=keep if last else True,
            page_first=page_first and place == 0,
            space=spacing(space[0] if place == 0 else 0.0, space[1] if last else 0.0, LINE),
            place=indent(EM, -hang, begin + width_of(mark, ADVANCES)),
            section=section if last else "",
        ))  # fmt: skip
    return "".join(out)
