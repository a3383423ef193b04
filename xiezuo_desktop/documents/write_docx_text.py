"""Paragraphs of a Paper as WordprocessingML: each in the style of its role, direct formatting only where it differs."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from .paper import Align, PageBreak, Paragraph, Role, Table
from .pdf.flow import EM, width_of
from .pdf.flow_lines import TITLE_SIZE, apart_from_figure, note_label, note_mark, set_paragraph
from .pdf.flow_titles import balanced
from .write_docx_ending import Signed, ending_paragraphs
from .write_docx_parts import paragraph, run, tab_stops
from .write_docx_styles import indent, spacing, styles_at
from .write_docx_xlsx import ADVANCES, printable, ruler

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from .paper import Block
    from .pdf.flow import Frame
    from .pdf.gongwen_ending import Ending
    from .write_docx_ending import Printed
    from .write_docx_styles import Style

    Item = Block | Signed

_BEFORE_TEXT = (Role.TITLE, Role.MAIN_TO)
_LONGEST_HELD = 140  # characters: five lines
TABLE_GAP = 8.0  # points above and below a table
_STYLES = {
    Role.TITLE: "Title",
    Role.MAIN_TO: "MainTo",
    Role.HEADING1: "Heading1",
    Role.HEADING2: "Heading2",
    Role.HEADING3: "Heading3",
    Role.HEADING4: "Heading4",
    Role.ATTENDANCE: "Attendance",
    Role.ATTACHMENT_LIST: "AttachmentList",
    Role.REMARK: "Remark",
    Role.ATTACHMENT_MARK: "AttachmentMark",
    Role.CAPTION: "Caption",
    Role.CUT: "CutLine",
}
_ALIGNS = {Align.LEFT: "left", Align.CENTRE: "center", Align.RIGHT: "right", Align.JUSTIFY: "both"}
_TITLES = ("Title", "Subtitle")
_LIST_HEAD = re.compile(r"附\s*件\s*[:：]\s*")
_LIST_ITEM = re.compile(r"\d+[.．、]\s*")
_LABEL = re.compile(r"\S{2,6}[:：]")


def joined(blocks: Iterable[Block]) -> list[Item]:
    """Signatures and the date behind them as one; the lines of an 附件说明, one paragraph each, as one paragraph."""
    out: list[Item] = []
    for block in blocks:
        last = out[-1] if out else None
        role = block.role if isinstance(block, Paragraph) else None
        if isinstance(block, Paragraph) and role in (Role.SIGNATURE, Role.DATE):
            text = block.text.strip("\n")
            if not isinstance(last, Signed) or last.date:
                last = Signed((), "")
                out.append(last)
            is_date = role is Role.DATE
            out[-1] = Signed(last.names if is_date else (*last.names, *text.split("\n")), text if is_date else "")
        elif isinstance(block, Paragraph) and isinstance(last, Paragraph) and last.role is role is Role.ATTACHMENT_LIST:
            out[-1] = replace(last, text=f"{last.text}\n{block.text.strip()}")
        else:
            out.append(block)
    return out


class TextWriter:
    """Writes the paragraphs of one section, each in knowledge of its neighbours; `names` of offices stay whole in titles.

    `above` is the space above the first of the items, below a head; `printed` is what the PDF chose.
    """

    def __init__(
        self,
        items: Sequence[Item],
        frame: Frame,
        names: Collection[str],
        ending: Ending,
        above: float,
        printed: Printed,
    ) -> None:
        self._blank = printed.blank
        self._title_lines = printed.title_lines
        self._items = items
        self._frame = frame
        self._names = names
        self._ending = ending
        self._all_styles = styles_at(frame.pitch)
        self._styles: list[Style | None] = []
        self._labels: list[str] = []  # before the numbered notes at a table
        for item in items:
            above_it = self._labels[-1] if self._labels else ""
            self._labels.append(note_label(item, above_it) if isinstance(item, Paragraph) else "")
            self._styles.append(self._style_of(item, self._styles[-1] if self._styles else None))
        self._gaps = [above, *(self._gap(place) for place in range(1, len(items))), 0.0]

    def write(self, place: int, *, page_first: bool = False, section: str = "") -> str:
        """The paragraph at a place among the items, as one or several w:p."""
        item, style = self._items[place], self._styles[place]
        assert style is not None
        if isinstance(item, Signed):
            lines = ending_paragraphs(item, self._ending, self._frame, self._blank if self._gaps[place] else 0)
            last = len(lines) - 1
            followed = self._is_remark(place + 1)  # it stands in the line below the day (7.3.6)
            return "".join(
                line.xml(
                    page_first=page_first and n == 0,
                    keep=True if n < last or followed else None,
                    section=section if n == last else "",
                )
                for n, line in enumerate(lines)
            )
        assert isinstance(item, Paragraph)
        space = self._space(place, style)
        keep = self._keep(place, item, style)
        if item.role is Role.ATTACHMENT_LIST:
            return self._attachment_list(item.text, space, keep, page_first=page_first, section=section)
        align = _ALIGNS[item.align] if item.align and style.key not in (*_TITLES, "CutLine") else ""
        indented = indent(style.em) if style.first and item.align in (Align.CENTRE, Align.RIGHT) else ""
        if self._labels[place]:
            indented = _hanging_note(item.text, self._labels[place], style.em)
        if item.role is Role.ATTENDANCE:
            label = _LABEL.match(item.text)
            hang = width_of(label.group(), ADVANCES) if label else 0.0
            indented = indent(EM, -hang, 2 + hang)
        return paragraph(
            style.key,
            self._runs(item, style),
            keep=keep,
            page_first=page_first,
            tabs=self._cut_line if item.role is Role.CUT else "",
            space="" if space == (style.before, style.after) else spacing(*space, style.line, self._frame.pitch),
            place=indented,
            align="" if align == style.align else align,
            section=section,
        )

    def room_below(self, place: int) -> float:
        """About how much of a page is left for the item at a place, points; tables above it count as none."""
        used = 0.0
        for number, (item, style) in enumerate(zip(self._items[:place], self._styles, strict=False)):
            if isinstance(item, PageBreak):
                used = 0.0
            elif isinstance(item, Signed) and style:
                used += self._gaps[number] + (len(item.names) + 1) * style.line
            elif isinstance(item, Paragraph) and style:
                used += sum(self._space(number, style)) + self._lines_of(item) * style.line
        return self._frame.area_height - used % self._frame.area_height

    def notes_below(self, place: int) -> float:
        """Height of the small lines right below a table, points."""
        used = 0.0
        for number in range(place + 1, len(self._items)):
            item, style = self._items[number], self._styles[number]
            if not isinstance(item, Paragraph) or item.role is not Role.CAPTION or not style:
                break
            used += sum(self._space(number, style)) + self._lines_of(item) * style.line
        return used

    def _lines_of(self, item: Paragraph) -> int:
        return len(set_paragraph(item, self._frame, ruler, self._names).lines)

    def _is_remark(self, place: int) -> bool:
        item = self._items[place] if place < len(self._items) else None
        return isinstance(item, Paragraph) and item.role is Role.REMARK

    @property
    def _cut_line(self) -> str:
        """Dashes from edge to edge with the words in their middle."""
        return tab_stops(("center", self._frame.area_width / 2), ("right", self._frame.area_width), leader="hyphen")

    def _style_of(self, item: Item, above: Style | None) -> Style | None:
        """The style of an item: by its role; centred text below a title is a subtitle."""
        if isinstance(item, Signed):
            return self._all_styles["Signature"]
        if not isinstance(item, Paragraph):
            return None
        if item.role is Role.BODY and item.align is Align.CENTRE and above and above.key == "Title":
            return self._all_styles["Subtitle"]
        return self._all_styles[_STYLES.get(item.role, "Normal")]

    def _gap(self, place: int) -> float:
        """The space between an item and the one above it, points."""
        above, item = self._items[place - 1], self._items[place]
        style, style_above = self._styles[place], self._styles[place - 1]
        if isinstance(above, PageBreak) or isinstance(item, PageBreak):
            return 0.0
        if style is None or style_above is None:
            return TABLE_GAP + (style.before if style else 0.0)
        if style_above.key in _TITLES:
            return 0.0 if style.key in (*_TITLES, "Caption") else self._frame.pitch
        if style.key == "Title":
            return 0.0 if style_above.key == "CutLine" else self._frame.pitch
        return 0.0 if style is style_above else style.before

    def _space(self, place: int, style: Style) -> tuple[float, float]:
        """Space above and below a paragraph: titles, and what stands above a table, carry the gap below them."""
        style_above = self._styles[place - 1] if place else None
        before = 0.0 if style_above and style_above.after else self._gaps[place]
        last = place + 1 == len(self._items)
        table_follows = not last and isinstance(self._items[place + 1], Table)
        after = self._gaps[place + 1] if (style.after and not last) or table_follows else style.after
        return before, after

    def _keep(self, place: int, item: Paragraph, style: Style) -> bool | None:
        """Whether it stays on the page of what follows; None where the style says so already."""
        below = self._items[place + 1] if place + 1 < len(self._items) else None
        ends = (isinstance(below, Paragraph) and below.role is Role.ATTACHMENT_LIST) or self._is_remark(place + 1)
        # some programs move a kept paragraph as a whole: a long one by itself would leave a page without text
        text_above = any(isinstance(i, Paragraph) and i.role not in _BEFORE_TEXT for i in self._items[:place])
        if isinstance(below, Signed):
            held = text_above or len(item.text) <= _LONGEST_HELD
        else:
            held = ends and len(item.text) <= _LONGEST_HELD
        if (held or (item.role is Role.CAPTION and isinstance(below, Table))) and not style.keep_next:
            return True
        runs_on = style.key.startswith("Heading") and "。" in item.text.rstrip("。")
        return False if runs_on and style.keep_next and not held else None

    def _runs(self, item: Paragraph, style: Style) -> str:
        text = item.text
        if style.key == "Title":
            return run("\n".join(self._titled(printable(text))))
        if item.role is Role.HEADING2 and "。" in text.rstrip("。"):  # the heading runs on as text
            head = text.index("。") + 1
            return run(text[:head]) + run(text[head:], face="fangsong")
        if item.role is Role.CUT:
            return run(f"\t {text} \t")
        label = _LABEL.match(text) if item.role is Role.ATTENDANCE else None
        if label:
            return run(label.group(), face="hei") + run(text[label.end() :].strip())
        return run(text)

    def _titled(self, text: str) -> list[str]:
        """The lines of a title: those of the PDF where it was asked."""
        for first in range(len(self._title_lines)):
            for stop in range(first + 1, len(self._title_lines) + 1):
                lines = self._title_lines[first:stop]
                if "".join(lines) == text.replace("\n", ""):
                    return list(lines)
        return balanced(text, ADVANCES, self._frame.area_width / TITLE_SIZE, self._names)

    def _attachment_list(
        self, text: str, space: tuple[float, float], keep: bool | None, *, page_first: bool, section: str
    ) -> str:
        """附件：1. …: what goes on stands under the first character of the name (7.3.4)."""
        match = _LIST_HEAD.match(text)
        head = match.group().strip() if match else ""
        items = (text[match.end() :] if match else text).split("\n")
        begin = 2 + width_of(head, ADVANCES)
        pitch = self._frame.pitch
        out = []
        for place, item in enumerate(items):
            number = _LIST_ITEM.match(item)
            mark = number.group().rstrip() if number else ""
            named = item[number.end() :] if number else item
            shown = (head if place == 0 else "") + apart_from_figure(mark + named)
            hang = width_of(mark, ADVANCES) + (width_of(head, ADVANCES) if place == 0 else 0.0)
            last = place == len(items) - 1
            out.append(paragraph(
                "AttachmentList",
                run(shown),
                keep=keep if last else True,
                page_first=page_first and place == 0,
                space=spacing(space[0] if place == 0 else 0.0, space[1] if last else 0.0, pitch, pitch),
                place=indent(EM, -hang, begin + width_of(mark, ADVANCES)),
                section=section if last else "",
            ))  # fmt: skip
        return "".join(out)


def _hanging_note(text: str, label: str, em: float) -> str:
    """The numbers of notes stand below each other behind the first one's 备注：, what goes on under the text behind them."""
    begin = width_of(label, ADVANCES)
    hang = begin + width_of(note_mark(text, label), ADVANCES)
    return indent(em, -(hang if text.startswith(label) else hang - begin), hang)
