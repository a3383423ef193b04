"""版头: what stands above the title of a red-headed paper (GB/T 9704-2012 7.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xiezuo_desktop.documents.pdf.flow import ASCENT, BODY_SIZE, EM, MM, PITCH, Rule, Sheet, Text, width_of

if TYPE_CHECKING:
    from xiezuo_desktop.documents.paper import Head
    from xiezuo_desktop.documents.pdf.flow import Ruler

MARK_TOP = 35 * MM  # upper edge of the mark below the upper edge of the type area (7.2.4)
RULE_BELOW_NUMBER = 4 * MM  # 7.2.7
RULE_WEIGHT = 1.2  # points; the standard leaves it open, 0.35–0.5 mm is usual
_LARGEST = 52.0  # points; a mark may not be larger than those of superior offices (22 × 15 mm)
_NARROWEST = 0.62  # long names are set in narrow letters, as type makers do
_MOST_HEIGHT = 5.2 * PITCH  # of the marks of a joint paper
_MARK_LEAD = 1.25
_DOCUMENT = "文件"


def place_head(head: Head, sheet: Sheet, ruler: Ruler) -> float:
    """Place the head on the first page; returns how far down the type area the title may begin, points."""
    frame = sheet.frame
    _place_upper_left(head, sheet)
    below_mark = _place_mark(head.mark, sheet, ruler) if head.mark.strip() else MARK_TOP
    number_top = below_mark + 2 * PITCH  # two blank lines (7.2.5)
    _place_number(head, sheet, ruler, number_top)
    if not (head.number or head.signer):
        number_top -= EM
    rule = number_top + EM + RULE_BELOW_NUMBER
    y = frame.top - rule
    sheet.rules.append(Rule(frame.left, y, frame.right, y, RULE_WEIGHT, "red"))
    return (round((rule + 0.3 * PITCH) / PITCH) + 2) * PITCH  # two blank lines (7.3.1), on the grid


def _place_upper_left(head: Head, sheet: Sheet) -> None:
    """份号, 密级和保密期限, 紧急程度, each on its line from the top (7.2.1–7.2.3)."""
    shown = [("fangsong", head.copy_number), ("hei", head.secrecy), ("hei", head.urgency)]
    for line, (role, text) in enumerate((role, text) for role, text in shown if text):
        sheet.texts.append(Text(role, BODY_SIZE, sheet.frame.left, sheet.frame.base(line * PITCH), text))


def _place_mark(mark: str, sheet: Sheet, ruler: Ruler) -> float:
    """发文机关标志 in red, its size chosen so that every line fits; returns its lower edge below the type area's top."""
    frame, advances = sheet.frame, ruler("xiaobiaosong")
    names = [line.strip() for line in mark.split("\n") if line.strip()]
    beside = _DOCUMENT if len(names) > 2 and names[-1] == _DOCUMENT else ""
    if beside:
        names.pop()
    widest = max(width_of(name, advances) for name in names)
    columns = widest + (width_of(beside, advances) + 0.5 if beside else 0.0)
    size = min(_LARGEST, _MOST_HEIGHT / ((len(names) - 1) * _MARK_LEAD + 1))
    room = frame.area_width * 0.98
    stretch = min(1.0, room / (columns * size))
    if stretch < _NARROWEST:
        size, stretch = room / (columns * _NARROWEST), _NARROWEST
    left = frame.left + (frame.area_width - columns * size * stretch) / 2

    def put(text: str, x: float, top: float, spacing: float = 0.0) -> None:
        y = frame.top - top - size * (ASCENT - 0.04)
        sheet.texts.append(Text("xiaobiaosong", round(size, 2), x, y, text, spacing, "red", round(stretch, 4)))

    top = MARK_TOP
    for name in names:
        natural = width_of(name, advances)
        gaps = len(name) - 1
        spread = (widest - natural) * size / gaps if gaps and len(names) > 1 and natural > 0.4 * widest else 0.0
        begin = left + (0.0 if spread or natural == widest else (widest - natural) / 2 * size * stretch)
        put(name, begin, top, spread)
        top += size * _MARK_LEAD
    bottom = top - size * (_MARK_LEAD - 1)
    if beside:  # 文件 of a joint paper stands at the right of the names, at half their height
        put(beside, left + (widest + 0.5) * size * stretch, (MARK_TOP + bottom - size) / 2)
    return bottom


def _place_number(head: Head, sheet: Sheet, ruler: Ruler, top: float) -> None:
    """发文字号 in the middle; of a paper that goes upwards on the left, with 签发人 on the right (7.2.5, 7.2.6)."""
    frame = sheet.frame
    y = frame.base(top)
    plain, kai = ruler("fangsong"), ruler("kai")
    if not head.signer:
        wide = width_of(head.number, plain) * BODY_SIZE
        if head.number:
            sheet.texts.append(Text("fangsong", BODY_SIZE, frame.left + (frame.area_width - wide) / 2, y, head.number))
        return
    if head.number:
        sheet.texts.append(Text("fangsong", BODY_SIZE, frame.left + EM, y, head.number))
    label = "签发人："
    x = frame.right - EM - (width_of(label, plain) + width_of(head.signer, kai)) * BODY_SIZE
    sheet.texts.append(Text("fangsong", BODY_SIZE, x, y, label))
    sheet.texts.append(Text("kai", BODY_SIZE, x + width_of(label, plain) * BODY_SIZE, y, head.signer))
