"""发文机关署名、成文日期 as Word paragraphs: with room for seals, without, and under an order (GB/T 9704-2012 7.3.5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from .paper import Paragraph, Role
from .pdf.flow import BODY_SIZE, EM, EPSILON, width_of
from .pdf.flow_lines import TITLE_SIZE
from .pdf.gongwen import lay_out
from .pdf.gongwen_ending import SEAL_LINES, USUAL_DATE, Ending, seal_rows
from .pdf.table_columns import SIZES
from .write_docx_parts import paragraph, run, tab_stops
from .write_docx_styles import indent, spacing
from .write_docx_xlsx import ADVANCES, ruler

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .paper import Paper
    from .pdf.flow import Frame, Sheet

_USUAL_BLANK = 2  # lines
_SPARE = 24.0  # points
_SMALLER = 0.94  # letters where less is left on a page that must not become two


class Signed(NamedTuple):
    """Who signs, and the day."""

    names: tuple[str, ...]
    date: str


@dataclass(slots=True)
class EndingLine:
    """One paragraph of a signature; `before` in points, `right` its indent in characters."""

    style: str
    runs: str
    right: float
    before: float = 0.0
    tabs: str = ""
    pitch: float = 0.0

    def xml(self, *, page_first: bool, keep: bool | None, section: str) -> str:
        """The w:p."""
        return paragraph(
            self.style,
            self.runs,
            keep=keep,
            page_first=page_first,
            tabs=self.tabs,
            space=spacing(self.before, 0.0, self.pitch, self.pitch),
            place=indent(EM, right=self.right),
            align="left" if self.tabs else "",
            section=section,
        )


class Printed(NamedTuple):
    """What the PDF chose for a section: blank lines above who signs, the largest letters of its tables in points, whether it
    has the line along which a slip is cut off, the lines of its titles."""

    blank: int = _USUAL_BLANK
    largest: float = SIZES[0]
    has_cut_line: bool = True
    title_lines: tuple[str, ...] = ()


def as_printed(paper: Paper, frame: Frame) -> Printed:
    """How the PDF sets a paper of one section: with less room for the seal, in smaller letters where that saves a page."""
    sheets = lay_out(paper, ruler)
    sizes = [stack.setting.size for sheet in sheets for stack in sheet.stacks]
    shown = {text.text for sheet in sheets for text in sheet.texts}
    largest = max(sizes, default=SIZES[0])
    if len(sheets) == 1 and sizes and _left(sheets[0], frame) < _SPARE:  # other programs need a little more room
        largest *= _SMALLER
    titles = tuple(t.text for sheet in sheets for t in sheet.texts if t.size == TITLE_SIZE and not t.colour)
    cut_lines = [b.text for b in paper.blocks if isinstance(b, Paragraph) and b.role is Role.CUT]
    return Printed(_blank_lines(paper, sheets, frame), int(largest * 2) / 2, shown.issuperset(cut_lines), titles)


def _left(sheet: Sheet, frame: Frame) -> float:
    """What is left below the last line of a page, points."""
    return min((text.y for text in sheet.all_texts()), default=frame.top) - frame.bottom


def _blank_lines(paper: Paper, sheets: Sequence[Sheet], frame: Frame) -> int:
    names = [b.text.strip() for b in paper.blocks if isinstance(b, Paragraph) and b.role is Role.SIGNATURE]
    for sheet in reversed(sheets):
        texts = [
            text for text in sheet.texts if text.size == BODY_SIZE and not text.colour
        ]  # not the mark, not the title
        signed = [text.y for text in texts if names and text.text and names[0].startswith(text.text)]
        above = [text.y for text in texts if signed and text.y > signed[-1] + EPSILON]
        if above:
            return 1 if min(above) - signed[-1] < 2.5 * frame.pitch else _USUAL_BLANK  # below a table it is more
    return _USUAL_BLANK


def ending_paragraphs(signed: Signed, ending: Ending, frame: Frame, above: int) -> list[EndingLine]:
    """The names of the offices that sign (or post and name of the person) and the day, `above` blank lines down."""
    names, date = [name for name in signed.names if name], signed.date
    if ending is Ending.ORDER:
        found = _by_person(names, date, frame.pitch)
    elif ending is Ending.UNSEALED:
        found = _unsealed(names, date)
    elif rows := seal_rows(names, date, frame, ruler):
        found = _in_rows(rows, frame.pitch) + _date(date)
    else:
        found = _sealed(names, date, frame.pitch)
    for line in found:
        line.pitch = frame.pitch
    if found:
        found[0].before = above * frame.pitch
    return found


def _wide(text: str) -> float:
    """Width in characters of the grid."""
    return width_of(text, ADVANCES) * BODY_SIZE / EM


def _date(date: str) -> list[EndingLine]:
    return [EndingLine("Date", run(date), 4.0)] if date else []


def _sealed(names: Sequence[str], date: str, pitch: float) -> list[EndingLine]:
    """Each name centred over the date, inside the type area; several stand one seal's height apart."""
    middle = 4 + _wide(date or USUAL_DATE) / 2
    apart = (SEAL_LINES - 1) * pitch
    out = [
        EndingLine("Signature", run(name), max(middle - _wide(name) / 2, 0.0), apart if n else 0.0)
        for n, name in enumerate(names)
    ]
    return out + _date(date)


def _in_rows(rows: Sequence[Sequence[tuple[str, float]]], pitch: float) -> list[EndingLine]:
    """Joint papers: names centred at their places, the rows one seal's height apart."""
    out: list[EndingLine] = []
    for row in rows:
        tabs = tab_stops(*(("center", middle) for _, middle in row))
        text = "".join(f"\t{name} " for name, _ in row).rstrip()
        out.append(EndingLine("Signature", run(text), 0.0, (SEAL_LINES - 1) * pitch if out else 0.0, tabs))
    return out


def _unsealed(names: Sequence[str], date: str) -> list[EndingLine]:
    """Names two characters in from the right; the date begins two characters behind the last name.

    A date that would reach further to the right than that stands two characters in, and the names move left.
    """
    if not (names and date):
        return [EndingLine("Signature", run(name), 2.0) for name in names] + _date(date)
    date_right = _wide(names[-1]) - _wide(date)  # two in, and two behind the name's first character
    moved = max(2.0 - date_right, 0.0)
    out = [EndingLine("Signature", run(name), 2.0 + moved) for name in names]
    return [*out, EndingLine("Date", run(date), date_right + moved)]


def _by_person(names: Sequence[str], date: str, pitch: float) -> list[EndingLine]:
    """The name (stamp) of who signs four characters in, the post two characters left of it, the date after a blank line."""
    out = []
    for number, text in enumerate(names):
        post, _, person = text.strip().rpartition("\u3000") if "\u3000" in text else text.strip().rpartition(" ")
        post = f"{post.strip()}\u3000\u3000" if post.strip() else ""
        runs = (run(post) if post else "") + run(person, face="kai")
        out.append(EndingLine("Signature", runs, 4.0, pitch if number else 0.0))
    dated = _date(date)
    for line in dated:
        line.before = pitch if out else 0.0
    return out + dated
