"""版头: what stands above the title of an official paper, in its four forms (GB/T 9704-2012 7.2, 10)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from xiezuo_desktop.documents.paper import Form
from xiezuo_desktop.documents.pdf.flow import ASCENT, BODY_SIZE, EM, EPSILON, MM, Rule, Sheet, Text, width_of

if TYPE_CHECKING:
    from xiezuo_desktop.documents.paper import Head
    from xiezuo_desktop.documents.pdf.flow import Frame, Ruler

MARK_TOP = 35 * MM  # upper edge of the mark below the upper edge of the type area (7.2.4)
ORDER_MARK_TOP = 20 * MM  # the same of an order (10.2)
LETTER_MARK_TOP = 30 * MM  # of a letter, below the upper edge of the sheet (10.1)
RULE_BELOW_NUMBER = 4 * MM  # 7.2.7
RULE_WEIGHT = 1.2  # points; the standard leaves it open, 0.35–0.5 mm is usual
DOUBLE_WIDTH = 170 * MM  # 10.1
DOUBLE_BELOW_MARK = 4 * MM  # 10.1
DOUBLE_ABOVE_FOOT = 20 * MM  # 10.1
THICK, THIN = 1.6, 0.5  # points; the standard says no more than thick and thin
DOUBLE_HEIGHT = THICK + 0.9 + THIN
FROM_DOUBLE = EM * 7 / 8  # from a double rule to the text next to it: 7/8 of a 3号 character (10.1)
_LARGEST = 52.0  # points; a mark may not be larger than those of superior offices (22 × 15 mm)
_NARROWEST = 0.62  # long names are set in narrow letters, as type makers do
_WIDEST_MARK = 0.98  # of the type area
_MOST_HEIGHT = 5.2 * 29.62  # points, of the marks of a joint paper
_MARK_LEAD = 1.25
_BLANK_FOOT = 0.08  # em below the ink of a mark: what is measured is measured from the ink
_DOCUMENT = "文件"
_BETWEEN_SIGNERS = re.compile(r"[、，,;；\s]+")
_SIGNERS_IN_ROW = 2  # 7.2.6


def place_head(head: Head, sheet: Sheet, ruler: Ruler) -> float:
    """Place the head on the first page; returns how far down the type area the title or text may begin, points."""
    if head.form is Form.LETTER:
        return _place_letter(head, sheet, ruler)
    pitch = sheet.frame.pitch
    top = ORDER_MARK_TOP if head.form is Form.ORDER else MARK_TOP
    _place_upper_left(head, sheet)
    room = _room_for_mark(head, sheet.frame, ruler, top)
    below_mark = _place_mark(head.mark, sheet, ruler, top, room) if head.mark.strip() else top
    number_top = below_mark + 2 * pitch  # two blank lines (7.2.5, 10.2)
    if head.form is Form.ORDER:
        _put_centred(head.number, number_top, sheet, ruler)
        return _on_grid(number_top + EM, pitch)
    below = number_top + _place_number(head, sheet, ruler, number_top)
    if head.form is Form.MINUTES and (head.issued_by or head.issued_on):
        below = _place_keeper(head, sheet, ruler, below + (pitch - EM if below > number_top else 0.0))
    rule = below + RULE_BELOW_NUMBER
    y = sheet.frame.top - rule
    sheet.own_rules.append(Rule(sheet.frame.left, y, sheet.frame.right, y, RULE_WEIGHT, "red"))
    return _on_grid(rule, pitch)


def letter_frame(frame: Frame) -> Frame:
    """The first page of a letter: its lines reach down to the lower double rule (10.1)."""
    bottom = DOUBLE_ABOVE_FOOT + DOUBLE_HEIGHT / 2 + FROM_DOUBLE
    lines = int((frame.top + MM - bottom - EM) / frame.pitch + EPSILON)
    height = lines * frame.pitch + EM
    return replace(frame, top=bottom + height, area_height=height)


def _on_grid(used: float, pitch: float) -> float:
    """Two blank lines below what is used (7.3.1), on the grid."""
    return (round((used + 0.3 * pitch) / pitch) + 2) * pitch


def _upper_left(head: Head) -> list[tuple[str, str]]:
    shown = [("fangsong", head.copy_number), ("hei", head.secrecy), ("hei", head.urgency)]
    return [(role, text) for role, text in shown if text]


def _place_upper_left(head: Head, sheet: Sheet, begin: float = 0.0) -> float:
    """份号, 密级和保密期限, 紧急程度, each on its line (7.2.1–7.2.3); returns the lower edge of the last."""
    below = begin
    for line, (role, text) in enumerate(_upper_left(head)):
        top = begin + line * sheet.frame.pitch
        sheet.texts.append(Text(role, BODY_SIZE, sheet.frame.left, sheet.frame.base(top), text))
        below = top + EM
    return below


# ------------------------------------------------------------------------------------------------ the mark


def _room_for_mark(head: Head, frame: Frame, ruler: Ruler, top: float) -> float:
    """How wide a mark in the middle may be beside what reaches down to it at the upper left, points."""
    beside = [
        width_of(text, ruler(role))
        for line, (role, text) in enumerate(_upper_left(head))
        if line * frame.pitch + EM > top
    ]
    return frame.area_width - 2 * (max(beside) + 1) * BODY_SIZE if beside else frame.area_width * _WIDEST_MARK


class _Mark(NamedTuple):
    """A mark measured: its lines, the word beside them, the size in points and how narrow its letters are."""

    names: list[str]
    beside: str
    widest: float  # em
    columns: float  # em, with the word beside
    size: float
    stretch: float


def _measured(mark: str, room: float, ruler: Ruler) -> _Mark:
    """A mark whose size is chosen so that every line fits into `room` points."""
    advances = ruler("xiaobiaosong")
    names = [line.strip() for line in mark.split("\n") if line.strip()]
    beside = _DOCUMENT if len(names) > 2 and names[-1] == _DOCUMENT else ""
    if beside:
        names.pop()
    widest = max(width_of(name, advances) for name in names)
    columns = widest + (width_of(beside, advances) + 0.5 if beside else 0.0)
    size = min(_LARGEST, _MOST_HEIGHT / ((len(names) - 1) * _MARK_LEAD + 1))
    stretch = min(1.0, room / (columns * size))
    if stretch < _NARROWEST:
        size, stretch = room / (columns * _NARROWEST), _NARROWEST
    return _Mark(names, beside, widest, columns, size, stretch)


def _place_mark(mark: str, sheet: Sheet, ruler: Ruler, top: float, room: float, middle: float | None = None) -> float:
    """发文机关标志 in red, at most `room` points wide, `top` points below the type area's upper edge.

    Returns its lower edge in the same measure.
    """
    frame, advances = sheet.frame, ruler("xiaobiaosong")
    names, beside, widest, columns, size, stretch = _measured(mark, room, ruler)
    middle = frame.left + frame.area_width / 2 if middle is None else middle
    left = middle - columns * size * stretch / 2

    def put(text: str, x: float, top: float, spacing: float = 0.0) -> None:
        y = frame.top - top - size * (ASCENT - 0.04)
        sheet.texts.append(Text("xiaobiaosong", round(size, 2), x, y, text, spacing, "red", round(stretch, 4)))

    first = top
    for name in names:
        natural = width_of(name, advances)
        gaps = len(name) - 1
        spread = (widest - natural) * size / gaps if gaps and len(names) > 1 and natural > 0.4 * widest else 0.0
        begin = left + (0.0 if spread or natural == widest else (widest - natural) / 2 * size * stretch)
        put(name, begin, top, spread)
        top += size * _MARK_LEAD
    bottom = top - size * (_MARK_LEAD - 1)
    if beside:  # 文件 of a joint paper stands at the right of the names, at half their height
        put(beside, left + (widest + 0.5) * size * stretch, (first + bottom - size) / 2)
    return bottom


# ------------------------------------------------------------------------------------------------ number, signers


def _put_centred(text: str, top: float, sheet: Sheet, ruler: Ruler) -> None:
    frame = sheet.frame
    wide = width_of(text, ruler("fangsong")) * BODY_SIZE
    x = frame.left + (frame.area_width - wide) / 2
    if text:
        sheet.texts.append(Text("fangsong", BODY_SIZE, x, frame.base(top), text))


def _place_number(head: Head, sheet: Sheet, ruler: Ruler, top: float) -> float:
    """发文字号 in the middle; of a paper that goes upwards on the left, with 签发人 on the right (7.2.5, 7.2.6).

    Returns the height used, points; 0 when there is neither.
    """
    frame, plain, kai = sheet.frame, ruler("fangsong"), ruler("kai")
    signers = [name for name in _BETWEEN_SIGNERS.split(head.signer) if name]
    if not signers:
        _put_centred(head.number, top, sheet, ruler)
        return EM if head.number else 0.0
    rows = [signers[n : n + _SIGNERS_IN_ROW] for n in range(0, len(signers), _SIGNERS_IN_ROW)]
    label = "签发人："
    column = (max(width_of(name, kai) for name in signers) + 1) * BODY_SIZE
    begin = frame.right - EM - column * len(rows[0]) + BODY_SIZE
    sheet.texts.append(Text("fangsong", BODY_SIZE, begin - width_of(label, plain) * BODY_SIZE, frame.base(top), label))
    for number, row in enumerate(rows):
        y = frame.base(top + number * frame.pitch)
        for place, name in enumerate(row):
            sheet.texts.append(Text("kai", BODY_SIZE, begin + place * column, y, name))
    last = top + (len(rows) - 1) * frame.pitch
    if head.number:  # on the line of the last signer
        sheet.texts.append(Text("fangsong", BODY_SIZE, frame.left + EM, frame.base(last), head.number))
    return last + EM - top


def _place_keeper(head: Head, sheet: Sheet, ruler: Ruler, top: float) -> float:
    """Who keeps the minutes on the left, the day on the right, one character in; returns the lower edge."""
    frame = sheet.frame
    y = frame.base(top)
    wide = width_of(head.issued_on, ruler("fangsong")) * BODY_SIZE
    for text, x in ((head.issued_by, frame.left + EM), (head.issued_on, frame.right - EM - wide)):
        if text:
            sheet.texts.append(Text("fangsong", BODY_SIZE, x, y, text))
    return top + EM


# ------------------------------------------------------------------------------------------------ the letter


def _place_letter(head: Head, sheet: Sheet, ruler: Ruler) -> float:
    """The mark of the host, double rules above and below, the other elements under the first (10.1)."""
    frame = sheet.frame
    edge = frame.top - frame.height  # the sheet's upper edge, measured down from the type area's
    below = edge + LETTER_MARK_TOP
    if head.mark.strip():
        mark = head.mark.strip().split("\n")[0]
        below = _place_mark(mark, sheet, ruler, below, frame.area_width * _WIDEST_MARK, frame.width / 2)
        below -= _BLANK_FOOT * sheet.texts[-1].size
    upper = below + DOUBLE_BELOW_MARK
    _double_rule(sheet, frame.top - upper, thick_above=True)
    _double_rule(sheet, DOUBLE_ABOVE_FOOT + DOUBLE_HEIGHT / 2, thick_above=False)
    top = upper + DOUBLE_HEIGHT + FROM_DOUBLE
    used = max(_place_upper_left(head, sheet, top), top)
    if head.number:
        x = frame.right - width_of(head.number, ruler("fangsong")) * BODY_SIZE
        sheet.texts.append(Text("fangsong", BODY_SIZE, x, frame.base(top), head.number))
        used = max(used, top + EM)
    return _on_grid(used, frame.pitch)


def _double_rule(sheet: Sheet, upper: float, *, thick_above: bool) -> None:
    """Two red rules in the middle of the sheet; `upper` is the y of their upper edge."""
    left = (sheet.frame.width - DOUBLE_WIDTH) / 2
    first, second = (THICK, THIN) if thick_above else (THIN, THICK)
    for weight, y in ((first, upper - first / 2), (second, upper - DOUBLE_HEIGHT + second / 2)):
        sheet.own_rules.append(Rule(left, y, left + DOUBLE_WIDTH, y, weight, "red"))
