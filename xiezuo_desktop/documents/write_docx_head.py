"""版头 of a .docx in its four forms: 文件, 信函, 命令, 纪要 (GB/T 9704-2012 7.2, 10)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from .paper import Form
from .pdf.flow import BODY_SIZE, EM, Sheet, width_of
from .pdf.gongwen_head import (
    DOUBLE_ABOVE_FOOT,
    DOUBLE_BELOW_MARK,
    DOUBLE_HEIGHT,
    DOUBLE_WIDTH,
    FROM_DOUBLE,
    LETTER_MARK_TOP,
    MARK_TOP,
    ORDER_MARK_TOP,
    RULE_BELOW_NUMBER,
    RULE_WEIGHT,
    THICK,
    THIN,
    place_head,
)
from .write_docx_parts import gap_paragraph, paragraph, rule_below, run, tab_stops
from .write_docx_styles import RED, indent, spacing, twips
from .write_docx_xlsx import ADVANCES, ruler

if TYPE_CHECKING:
    from .paper import Head
    from .pdf.flow import Frame

BASE = 0.8  # of an exact line: Word and LibreOffice put the base line there
ASCENT = 0.88  # of a character's body above its base line
NO_MARGINS = '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
LETTER_FOOT = DOUBLE_ABOVE_FOOT - DOUBLE_HEIGHT / 2  # points, from the foot of the sheet to the letter's last rule
_LARGEST_MARK = 52.0  # points
_INK_BELOW_TOP, _INK_ABOVE_FOOT = 0.045, 0.03  # em: a mark is measured by its ink, which leaves that free in its body
_MOST_HEIGHT = 154.0  # points, of the marks of a joint paper
_NARROWEST = 0.62  # long names are set in narrow letters
_MARK_LEAD = 1.2
_DOCUMENT = "文件"
_BETWEEN_SIGNERS = re.compile(r"[、，,;；\s]+")
_SIGNERS_IN_ROW = 2  # 7.2.6
_SPARE = 6.0  # points


def above_body(size: float, line: float) -> float:
    """How far below the top of an exact line the body of its characters begins, points."""
    return line * BASE - size * ASCENT


def below_body(size: float, line: float) -> float:
    """How far above the foot of an exact line the body of its characters ends, points."""
    return line - above_body(size, line) - size


def head_xml(head: Head, frame: Frame) -> str:
    """The head of a paper down to its rule, as the first paragraphs of the text."""
    if head.form is Form.LETTER:
        return _letter(head, frame)
    small = _small_marks(head)
    top = ORDER_MARK_TOP if head.form is Form.ORDER else MARK_TOP
    before = top - len(small) * frame.pitch
    out = list(small)
    if head.mark.strip():
        marks, before = _marks(head.mark, frame, before)
        out.append(marks)
    before = max(before, 0.0)
    if head.form is Form.ORDER:
        out.append(_line(head.number, frame, before))
        return "".join(out)
    keeper = head.form is Form.MINUTES and (head.issued_by or head.issued_on)
    numbers = _numbers(head, frame, before, ruled=not keeper)
    out += numbers
    if keeper:
        tabs = tab_stops(("right", frame.area_width - EM))
        text = f"{head.issued_by}\t{head.issued_on}" if head.issued_on else head.issued_by
        out.append(_line(text, frame, 0.0 if numbers else before, tabs=tabs, ruled=True))
    return "".join(out)


def space_below_head(frame: Frame) -> float:
    """Two blank lines to the title or the text (7.3.1), points; a little less, or a full page loses its last line to rounding."""
    return 2 * frame.pitch - _SPARE


def offset_below(head: Head, frame: Frame) -> float:
    """How far down the type area a title may begin, points, as the PDF has it."""
    return place_head(head, Sheet(frame, 1), ruler)


def _small_marks(head: Head) -> list[str]:
    """份号, 密级和保密期限, 紧急程度, each on its line (7.2.1–7.2.3)."""
    shown = (("CopyNumber", head.copy_number), ("Secrecy", head.secrecy), ("Secrecy", head.urgency))
    return [paragraph(style, run(text)) for style, text in shown if text]


# ------------------------------------------------------------------------------------------------- the mark


class _Mark(NamedTuple):
    """A mark measured: its lines, the word beside them, the widest in em, size in points and how narrow its letters are."""

    names: list[str]
    beside: str
    widest: float
    size: float
    stretch: float

    @property
    def line(self) -> float:
        return self.size * _MARK_LEAD


def _measured(mark: str, frame: Frame) -> _Mark:
    names = [line.strip() for line in mark.split("\n") if line.strip()]
    beside = _DOCUMENT if len(names) > 2 and names[-1] == _DOCUMENT else ""
    names = names[:-1] if beside else names
    widest = max(width_of(name, ADVANCES) for name in names)
    columns = widest + (width_of(beside, ADVANCES) + 0.5 if beside else 0.0)
    size = min(_LARGEST_MARK, _MOST_HEIGHT / ((len(names) - 1) * _MARK_LEAD + 1))
    room = frame.area_width * 0.98
    stretch = min(1.0, room / (columns * size))
    if stretch < _NARROWEST:
        size, stretch = room / (columns * _NARROWEST), _NARROWEST
    return _Mark(names, beside, widest, int(size * 2) / 2, stretch)


def _marks(mark: str, frame: Frame, top: float) -> tuple[str, float]:
    """发文机关标志 in red, and the space from its last line to the number: two blank lines (7.2.4, 7.2.5).

    The names of a joint paper are equally wide, 文件 stands beside them.
    """
    found = _measured(mark, frame)
    ink = _INK_BELOW_TOP * found.size
    begin = max(top - above_body(found.size, found.line) - ink, 0.0)
    to_number = 2 * frame.pitch - above_body(BODY_SIZE, frame.pitch) - below_body(found.size, found.line) + ink
    if not found.beside:
        return _mark_lines(found, begin), to_number
    em = found.size * found.stretch
    widths = [twips((found.widest + 0.25) * em), twips((2 + 0.25) * em)]
    beside = run(found.beside, size=found.size, stretch=found.stretch)
    cells = (_mark_lines(found, 0.0), paragraph("Mark", beside, space=spacing(0.0, 0.0, found.line)))
    grid = "".join(f'<w:gridCol w:w="{wide}"/>' for wide in widths)
    row = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{inside}</w:tc>'
        for wide, inside in zip(widths, cells, strict=True)
    )
    above = paragraph("Gap", space=spacing(0.0, 0.0, max(begin, 1.0)))
    table = (
        f'{above}<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
        f"{NO_MARGINS}</w:tblPr><w:tblGrid>{grid}</w:tblGrid><w:tr>{row}</w:tr></w:tbl>"
    )
    return table, to_number


def _mark_lines(mark: _Mark, above: float) -> str:
    em = mark.size * mark.stretch
    return "".join(
        paragraph(
            "Mark",
            run(name, size=mark.size, spread=_spread(name, mark.widest) * em, stretch=mark.stretch),
            space=spacing(above if place == 0 else 0.0, 0.0, mark.line),
        )
        for place, name in enumerate(mark.names)
    )


def _spread(name: str, widest: float) -> float:
    """What is added between the characters of a joint paper's shorter name, em."""
    natural, gaps = width_of(name, ADVANCES), len(name) - 1
    return (widest - natural) / gaps if gaps and natural > 0.4 * widest else 0.0


# ------------------------------------------------------------------------------------------------- number, signers


def _line(runs: str, frame: Frame, before: float, *, tabs: str = "", ruled: bool = False, made: bool = False) -> str:
    """A line of the head: centred, or from one character in with tabs; `ruled` with the red rule 4 mm below."""
    below = RULE_BELOW_NUMBER - below_body(BODY_SIZE, frame.pitch)
    return paragraph(
        "DocNumber",
        runs if made else run(runs),
        border=rule_below(RULE_WEIGHT, below, RED) if ruled else "",
        tabs=tabs,
        space=spacing(before, 0.0, frame.pitch),
        place=indent(EM, 1) if tabs else "",
        align="left" if tabs else "",
    )


def _numbers(head: Head, frame: Frame, before: float, *, ruled: bool) -> list[str]:
    """发文字号 in the middle; of a paper that goes upwards on the left, with 签发人 on the right (7.2.5, 7.2.6)."""
    signers = [name for name in _BETWEEN_SIGNERS.split(head.signer) if name]
    if not signers:
        return [_line(head.number, frame, before, ruled=ruled)] if head.number or ruled else []
    rows = [signers[n : n + _SIGNERS_IN_ROW] for n in range(0, len(signers), _SIGNERS_IN_ROW)]
    column = (max(width_of(name, ADVANCES) for name in signers) + 1) * BODY_SIZE
    begin = frame.area_width - EM - column * len(rows[0]) + BODY_SIZE
    label = "签发人："
    out = []
    for place, row in enumerate(rows):
        last = place == len(rows) - 1
        names = run("\t".join(row), face="kai")
        if place == 0:  # the label ends where the names begin
            stops = [("right", begin), *(("left", begin + n * column) for n in range(1, len(row)))]
            runs = run(f"{head.number if last else ''}\t{label}")
            stops[0] = ("left", begin - width_of(label, ADVANCES) * BODY_SIZE)
        else:
            stops = [("left", begin + n * column) for n in range(len(row))]
            runs = run(f"{head.number if last else ''}\t")
        space = before if place == 0 else 0.0
        out.append(_line(runs + names, frame, space, tabs=tab_stops(*stops), ruled=ruled and last, made=True))
    return out


# ------------------------------------------------------------------------------------------------- the letter


def _letter(head: Head, frame: Frame) -> str:
    """What stands under the letter's first double rule: the number at the right, the small marks at the left (10.1)."""
    before = max(FROM_DOUBLE - above_body(BODY_SIZE, frame.pitch), 0.0)
    small = [text for text in (head.copy_number, head.secrecy, head.urgency) if text]
    if not small:
        space = spacing(before, 0.0, frame.pitch)
        return paragraph("DocNumber", run(head.number), space=space, align="right") if head.number else ""
    tabs = tab_stops(("right", frame.area_width))
    first = run(small[0], face="fangsong" if head.copy_number else "hei") + run(f"\t{head.number}")
    out = [paragraph("DocNumber", first, tabs=tabs, space=spacing(before, 0.0, frame.pitch), align="left")]
    return "".join([*out, *(paragraph("Secrecy", run(text)) for text in small[1:])])


def letter_header(head: Head, frame: Frame) -> str:
    """The paragraphs above the text on a letter's first page: the mark of the host and the double rule, thick over thin."""
    place = _beyond(frame)
    if not head.mark.strip():
        return gap_paragraph(border=rule_below(THICK, 0.0, RED), place=place) + _second_rule(THIN, place)
    found = _measured(head.mark.strip().split("\n")[0], frame)
    below = DOUBLE_BELOW_MARK - below_body(found.size, found.line) - _INK_ABOVE_FOOT * found.size
    border = rule_below(THICK, below, RED)
    runs = run(found.names[0], size=found.size, stretch=found.stretch)
    mark = paragraph("Mark", runs, border=border, space=spacing(0.0, 0.0, found.line), place=place)
    return mark + _second_rule(THIN, place)


def letter_header_distance(head: Head, frame: Frame) -> float:
    """From the upper edge of the sheet to the first line of `letter_header`, points."""
    if not head.mark.strip():
        return LETTER_MARK_TOP
    found = _measured(head.mark.strip().split("\n")[0], frame)
    return LETTER_MARK_TOP - above_body(found.size, found.line) - _INK_BELOW_TOP * found.size


def letter_footer(frame: Frame) -> str:
    """The double rule at the foot of a letter's first page, thin over thick."""
    place = _beyond(frame)
    return gap_paragraph(border=rule_below(THIN, 0.0, RED), place=place) + _second_rule(THICK, place)


def _second_rule(weight: float, place: str) -> str:
    return gap_paragraph(border=rule_below(weight, 0.0, RED), place=place)


def _beyond(frame: Frame) -> str:
    """170 mm in the middle of the sheet: further out than the type area on both sides."""
    edge = (frame.width - DOUBLE_WIDTH) / 2
    left, right = twips(edge - frame.left), twips(edge - (frame.width - frame.right))
    return f'<w:ind w:left="{left}" w:right="{right}"/>'
