"""Paragraphs of an official paper set in lines, by their role (GB/T 9704-2012 section 7.3)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from xiezuo_desktop.documents.paper import Align, Role
from xiezuo_desktop.documents.pdf.flow import BODY_SIZE, EM, PITCH, width_of
from xiezuo_desktop.documents.pdf.flow_titles import balanced
from xiezuo_desktop.documents.pdf.linebreak import MEETING, Line, lines

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from xiezuo_desktop.documents.paper import Paragraph
    from xiezuo_desktop.documents.pdf.flow import Advances, Frame, Ruler

TITLE_SIZE = 22.0  # 2号
CAPTION_SIZE = 12.0  # 小四: the small lines at a table
CAPTION_PITCH = 18.0
INDENT = 2  # characters
LETTER_SPACING = EM - BODY_SIZE  # 16 pt letters on the 15.79 pt grid
_FACES = {Role.HEADING1: "hei", Role.HEADING2: "kai", Role.ATTACHMENT_MARK: "hei"}
_FLUSH = (Role.MAIN_TO, Role.ATTACHMENT_MARK, Role.CAPTION)
_STUMP = 2.0  # em
_DASH = 4.0  # points: a dash of a cutting line, and the blank behind it
ABOVE_CUT = 20.0  # points: a cutting line stands 17.5 mm below the day
_SQUEEZE = 0.5  # em that a justified line may be too wide: 2 %, less than anybody sees
# em between a Chinese character and a figure, not inside dates: as word processors have it, and what every line has;
# who copies or searches the text gets no blank for less than 0.1
_MOST_GAP, _USUAL_GAP = 0.25, 0.09
_BESIDE_FIGURES = re.compile(
    r"(?<=[\u3400-\u9fff])(?![0-9]+[年月日号])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z%])(?=[\u3400-\u9fff])(?![年月日号])"
)
_FIGURES = re.compile(r"[0-9A-Za-z.,%]{2,}")
_NUMBERED_YEAR = re.compile(r"^\d{1,2}[.．](?=\d{4}年)")
_APART = BODY_SIZE / 2  # between a number and a year: 1. 2031年
_CLOSER = (
    0.4  # em that marks that meet give up of the blank between them; with more, readers of PDF see two lines there
)
_LOOSE = 0.06  # em between characters: where a line needs more, its figures and words stay as they are
_NOTE_LABEL = re.compile(r"(?:备注|说明|注)[:：]\s*(?=\d+[.．、])")
_LIST_HEAD = re.compile(r"附\s*件\s*[:：]\s*")
_LABEL = re.compile(r"\S{2,6}[:：]")
_BEFORE_FIGURE = re.compile(r"\d+[.．、](?=\d)")
_LIST_ITEM = re.compile(r"\d+[.．、]\s*")


class Run(NamedTuple):
    """A piece of a line in one face: `x` points from the left edge of the type area."""

    role: str
    x: float
    text: str
    spacing: float


@dataclass(slots=True)
class Block:
    """Lines that belong together; how far they stand from what is above, and what they hold on to."""

    lines: list[list[Run]]
    size: float = BODY_SIZE
    pitch: float = PITCH
    on_grid: bool = True  # begins on a line of the page's grid
    before: int = 0  # blank lines above one on the grid, not at the top of a page
    above: float = 0.0  # points above one that is not on the grid
    keep_next: bool = False  # never at the foot without what follows
    keep_above: bool = False  # never at the top without the end of what precedes
    whole: bool = False  # never cut
    text: bool = False  # running text
    outline: list[tuple[str, int]] = field(default_factory=list)
    dashes: list[tuple[float, float]] = field(default_factory=list)  # beside the words of the first line, points
    ends: frozenset[int] = frozenset()  # the lines that end a paragraph within it

    def parts_company(self, line: int) -> bool:
        """Whether a page that ends above this line leaves the first or the last line of a paragraph within it alone."""
        lonely_below = line in self.ends and line - 1 not in self.ends
        lonely_above = line - 1 not in self.ends and (line < 2 or line - 2 in self.ends)
        return bool(self.ends) and (lonely_below or lonely_above)


def note_label(paragraph: Paragraph, above: str) -> str:
    """What stands before the numbered notes at a table that this one is of: 备注： of itself, or of those `above`; "" for none."""
    if paragraph.role is not Role.CAPTION or paragraph.align in (Align.RIGHT, Align.CENTRE):
        return ""
    found = _NOTE_LABEL.match(paragraph.text)
    return found.group() if found else above if _LIST_ITEM.match(paragraph.text) else ""


def set_paragraph(
    paragraph: Paragraph, frame: Frame, ruler: Ruler, names: Collection[str] = (), label: str = ""
) -> Block:
    """Set one paragraph; `names` are names of offices that a title must not cut, `label` is that of a note."""
    if label:
        return _note(paragraph.text, label, frame, ruler)
    block = _set(paragraph, frame, ruler, names)
    if block.on_grid:
        block.pitch = frame.pitch
    return block


def _set(paragraph: Paragraph, frame: Frame, ruler: Ruler, names: Collection[str]) -> Block:
    role = paragraph.role
    if role is Role.TITLE:
        return _title(paragraph, frame, ruler, names)
    if role is Role.CAPTION:
        return _caption(paragraph, frame, ruler)
    if role is Role.CUT:
        return _cut_line(paragraph.text, frame, ruler)
    if role is Role.ATTACHMENT_LIST:
        return Block(_attachment_list(paragraph.text, frame, ruler), before=1, keep_above=True)
    if role is Role.ATTENDANCE:
        return Block(_attendance(paragraph.text, frame, ruler))
    set_lines, ends = _running(paragraph, frame, ruler)
    heading = role in (Role.HEADING1, Role.HEADING2) and "。" not in paragraph.text.rstrip("。")
    block = Block(set_lines, keep_next=heading, whole=heading and len(set_lines) < 4, text=role is Role.BODY)
    block.keep_above = role is Role.REMARK  # 附注 stands in the line below the day (7.3.6), not on a page of its own
    block.ends = ends if len(ends) > 1 else frozenset()
    if role is Role.HEADING1:
        block.outline = [(paragraph.text.replace("\n", ""), 1)]
    elif role is Role.ATTACHMENT_MARK:
        block.keep_next = True
    return block


def _title(paragraph: Paragraph, frame: Frame, ruler: Ruler, names: Collection[str]) -> Block:
    advances = ruler("xiaobiaosong")
    room = frame.area_width / TITLE_SIZE
    found = balanced(paragraph.text, advances, room, names)
    return Block(
        [_centred(text, "xiaobiaosong", TITLE_SIZE, frame, ruler) for text in found],
        size=TITLE_SIZE,
        keep_next=True,
        whole=True,
        outline=[("".join(found), 0)],
    )


def _centred(text: str, role: str, size: float, frame: Frame, ruler: Ruler) -> list[Run]:
    return [Run(role, (frame.area_width - width_of(text, ruler(role)) * size) / 2, text, 0.0)]


def _caption(paragraph: Paragraph, frame: Frame, ruler: Ruler) -> Block:
    advances = ruler("fangsong")
    out = []
    ragged = paragraph.align in (Align.RIGHT, Align.CENTRE)
    for line in lines(paragraph.text, advances, frame.area_width / CAPTION_SIZE, squeeze=0.0 if ragged else _SQUEEZE):
        left = 0.0
        if ragged:
            left = frame.area_width - line.advance * CAPTION_SIZE
            left /= 2 if paragraph.align is Align.CENTRE else 1
        out.append([Run("fangsong", left, line.text, round(line.spacing(CAPTION_SIZE, frame.area_width), 3))])
    return Block(out, size=CAPTION_SIZE, pitch=CAPTION_PITCH, on_grid=False)


def note_mark(text: str, label: str) -> str:
    """The number that a note begins with behind its label: 1."""
    number = _LIST_ITEM.match(text.removeprefix(label))
    return number.group() if number else ""


def _note(text: str, label: str, frame: Frame, ruler: Ruler) -> Block:
    """One of numbered notes: the numbers stand below each other, what goes on under the first character of the text."""
    advances = ruler("fangsong")
    begin = width_of(label, advances) * CAPTION_SIZE
    body = text.removeprefix(label)
    mark = note_mark(text, label)
    hang = begin + width_of(mark, advances) * CAPTION_SIZE
    room = frame.area_width - hang
    out = [
        [Run("fangsong", hang, line.text, round(line.spacing(CAPTION_SIZE, room), 3))]
        for line in lines(body[len(mark) :], advances, room / CAPTION_SIZE, squeeze=_SQUEEZE)
    ]
    heads = [Run("fangsong", 0.0, label.rstrip(), 0.0)] if body != text else []
    out[0][:0] = [*heads, Run("fangsong", begin, mark.rstrip(), 0.0)]
    return Block(out, size=CAPTION_SIZE, pitch=CAPTION_PITCH, on_grid=False)


def _cut_line(text: str, frame: Frame, ruler: Ruler) -> Block:
    """Words in the middle of a broken line across the page, below the seal, which reaches 16 mm below the day above it."""
    words = _centred(text, "fangsong", CAPTION_SIZE, frame, ruler)
    begin = words[0].x - CAPTION_SIZE
    dashes = [(x, min(x + _DASH, begin)) for n in range(int(begin / _DASH / 2) + 1) if (x := n * 2 * _DASH) < begin]
    dashes += [(frame.area_width - right, frame.area_width - left) for left, right in dashes]
    return Block(
        [words], size=CAPTION_SIZE, pitch=CAPTION_PITCH, on_grid=False, above=ABOVE_CUT, keep_next=True, dashes=dashes
    )


def _running(paragraph: Paragraph, frame: Frame, ruler: Ruler) -> tuple[list[list[Run]], frozenset[int]]:
    """Lines, and which of them end a paragraph. Justified text: indent 2 characters, what goes on is flush; headings with their face up to the first full stop.

    Centred body text is a subtitle (楷体).
    """
    role = paragraph.role
    subtitle = role is Role.BODY and paragraph.align is Align.CENTRE
    face = "kai" if subtitle else _FACES.get(role, "fangsong")
    ragged = paragraph.align in (Align.CENTRE, Align.RIGHT)
    indent = 0 if role in _FLUSH or ragged else INDENT
    head = len(paragraph.text)
    if role is Role.HEADING2 and "。" in paragraph.text:
        head = paragraph.text.index("。") + 1
    found = lines(paragraph.text, ruler(face), frame.characters, indent, 0.0 if ragged else _SQUEEZE, _CLOSER)
    out, done, begins = [], 0, True
    for line in found:
        left = indent * EM if begins else 0.0
        if ragged:
            left = frame.area_width - line.advance * BODY_SIZE - line.gaps * LETTER_SPACING
            left /= 2 if paragraph.align is Align.CENTRE else 1
        spacing, gap = _spread(line, 0.0 if ragged else frame.area_width - left)
        out.append(_in_faces(line, left, (spacing, gap), face, max(head - done, 0), ruler))
        done += len(line.text)
        begins = line.last
    return out, frozenset(number for number, line in enumerate(found) if line.last)


def _spread(line: Line, width: float) -> tuple[float, float]:
    """How a line fills `width` points (0: it need not): the spacing of its characters, and more between Chinese and figures.

    Figures are half as wide as characters and put a line off the grid of 28; the blank beside them takes that up first.
    """
    room = width - line.advance * BODY_SIZE - line.gaps * LETTER_SPACING
    room -= _APART * bool(_NUMBERED_YEAR.match(line.text))
    places = len(_BESIDE_FIGURES.findall(line.text))
    usual = _USUAL_GAP * BODY_SIZE if places else 0.0
    if not width or (line.last and room >= usual * places):
        return LETTER_SPACING, usual if width else 0.0
    gap = 0.0
    if places:
        least = min(usual, max(room + _SQUEEZE * BODY_SIZE, 0.0) / places)
        gap = min(max(room / places, least), _MOST_GAP * BODY_SIZE)
    return LETTER_SPACING + (room - gap * places) / max(line.gaps, 1), gap


def _in_faces(line: Line, left: float, spread: tuple[float, float], face: str, head: int, ruler: Ruler) -> list[Run]:
    """One line whose first `head` characters are in the heading's face; `spread` as `_spread` has it."""
    spacing, gap = spread
    runs: list[Run] = []
    for piece, its_spacing, behind in _pieces(line, spacing, gap):
        for role, text in ((face, piece[:head]), ("fangsong", piece[head:])):
            if text:
                runs.append(Run(role, left, text, its_spacing))
                left += width_of(text, ruler(role)) * BODY_SIZE + len(text) * its_spacing
        head = max(head - len(piece), 0)
        left += behind
    return runs


def _pieces(line: Line, spacing: float, gap: float) -> Iterator[tuple[str, float, float]]:
    """The parts of a line that are drawn at once: text, spacing, and what is blank behind it beyond that.

    The figures of a loose line are not drawn apart; the other characters share what that leaves.
    """
    text = line.text
    behind = {at.start(): gap for at in _BESIDE_FIGURES.finditer(text)} if gap else {}
    behind |= {at.start(): -_CLOSER * BODY_SIZE for at in MEETING.finditer(text)}
    if number := _NUMBERED_YEAR.match(text):
        behind[number.end()] = _APART
    loose = spacing - LETTER_SPACING
    figures = [run.span() for run in _FIGURES.finditer(text)] if loose > _LOOSE * BODY_SIZE else []
    held = sum(end - begin - 1 for begin, end in figures)
    if held and held < line.gaps:
        spacing = LETTER_SPACING + loose * line.gaps / (line.gaps - held)
        for begin, end in figures:
            behind.setdefault(begin, 0.0)
            behind[end] = behind.get(end, 0.0) + spacing - LETTER_SPACING
    else:
        figures = []
    begins = {begin for begin, _ in figures}
    for begin, end in pairwise((0, *sorted(behind.keys() - {0, len(text)}), len(text))):
        yield text[begin:end], LETTER_SPACING if begin in begins else spacing, behind.get(end, 0.0)


def apart_from_figure(item: str) -> str:
    """An item of a list in whose text a blank of half a character stands between its number and a figure: 1. 2031年."""
    return _BEFORE_FIGURE.sub("\\g<0>\u2002", item, count=1) if _BEFORE_FIGURE.match(item) else item


def _attachment_list(text: str, frame: Frame, ruler: Ruler) -> list[list[Run]]:
    """附件：1. …: what goes on stands under the first character of the name (7.3.4)."""
    advances = ruler("fangsong")
    match = _LIST_HEAD.match(text)
    head = match.group().strip() if match else ""
    rest = text[match.end() :] if match else text
    under_head = INDENT + width_of(head, advances)
    items = rest.split("\n")
    apart = 0.5 if any(_BEFORE_FIGURE.match(item) for item in items) else 0.0  # 1. 2031年…, not 1.2031年
    out: list[list[Run]] = []
    for item in items:
        number = _LIST_ITEM.match(item)
        mark = number.group() if number else ""
        begin = under_head + (width_of(mark, advances) + apart if mark else 0.0)
        room = (frame.area_width - begin * EM) / EM
        for line in without_stump(item[len(mark) :], advances, room):
            out.append([Run("fangsong", begin * EM, line.text, _filling(line, room * EM))])
            if mark:
                out[-1].insert(0, Run("fangsong", under_head * EM, mark.rstrip(), LETTER_SPACING))
                mark = ""
    if head:
        out[0].insert(0, Run("fangsong", INDENT * EM, head, LETTER_SPACING))
    return out


def _filling(line: Line, width: float) -> float:
    """The spacing of a line of a list: one that ends within a character of the edge, the last too, ends at the edge."""
    short = width - line.advance * BODY_SIZE
    return short / line.gaps if line.gaps and short < 1.5 * EM else LETTER_SPACING


def _attendance(text: str, frame: Frame, ruler: Ruler) -> list[list[Run]]:
    """出席：names; the label in 黑体, what goes on stands under the first character behind the colon (10.3)."""
    match = _LABEL.match(text)
    label = match.group() if match else ""
    begin = (INDENT + width_of(label, ruler("hei"))) * EM
    out: list[list[Run]] = []
    for line in lines(text[len(label) :].strip(), ruler("fangsong"), (frame.area_width - begin) / EM):
        spacing = line.spacing(BODY_SIZE, frame.area_width - begin) or LETTER_SPACING
        out.append([Run("fangsong", begin, line.text, spacing)])
    if label:
        out[0].insert(0, Run("hei", INDENT * EM, label, LETTER_SPACING))
    return out


def without_stump(text: str, advances: Advances, room: float) -> list[Line]:
    """Lines of which the last holds more than two characters, when that costs no further line."""
    found = lines(text, advances, room)
    if len(found) > 1 and found[-1].advance <= _STUMP:
        again = lines(text, advances, room - _STUMP)
        if len(again) == len(found):
            return again
    return found
