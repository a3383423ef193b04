"""版记 on the lower edge of the last page, and the page numbers (GB/T 9704-2012 7.4, 7.5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xiezuo_desktop.documents.paper import Form
from xiezuo_desktop.documents.pdf.flow import MM, SMALL_SIZE, Rule, Sheet, Text, width_of
from xiezuo_desktop.documents.pdf.flow_lines import without_stump
from xiezuo_desktop.documents.pdf.linebreak import lines
from xiezuo_desktop.documents.pdf.table_cells import by_phrases

if TYPE_CHECKING:
    from xiezuo_desktop.documents.paper import Imprint
    from xiezuo_desktop.documents.pdf.flow import Frame, Ruler

LINE = SMALL_SIZE * 15 / 8  # 4号 lines keep the proportion of the body's
OUTER_RULE, INNER_RULE = 0.35 * MM, 0.25 * MM  # 7.4.1
NUMBER_BELOW = 7 * MM  # the dash below the type area (7.5)
_DASH_HEIGHT = 0.345  # em: middle of a dash above the base line
_MIDDLE = 0.36  # em: middle of a character above the base line
_GAP = 21.0  # points between the text and the 版记: more than between the lines of either


@dataclass(slots=True)
class SetImprint:
    """A measured 版记: its lines from top to bottom, in parts that thin rules divide."""

    parts: list[list[list[tuple[float, str]]]]  # part → line → (x from the left, text)
    ruled: bool = True

    @property
    def height(self) -> float:
        """Height with the space above it, points."""
        return sum(len(part) for part in self.parts) * LINE + _GAP if self.parts else 0.0

    def on_pages(self, room: float) -> list[SetImprint]:
        """The same in pieces that stand on pages of `room` points: a list of receivers may be longer than a page."""
        most = max(int((room - _GAP) / LINE), 1)
        out: list[SetImprint] = []
        free = 0
        for part in self.parts:
            rest = part
            while rest:
                if not free:
                    out.append(SetImprint([], self.ruled))
                    free = most
                out[-1].parts.append(rest[:free])
                rest, free = rest[free:], free - len(rest[:free])
        return out


def set_imprint(
    imprint: Imprint, frame: Frame, ruler: Ruler, main_to: str = "", form: Form = Form.DOCUMENT
) -> SetImprint:
    """Measure a 版记; `main_to` is set above 抄送 when the first page has no room for it (7.3.2).

    That of a letter has neither rules nor who printed it (10.1).
    """
    parts = []
    receivers = []
    if main_to:
        receivers += _receivers("主送：", main_to, frame, ruler)
    if imprint.copy_to:
        receivers += _receivers("抄送：", imprint.copy_to, frame, ruler)
    if receivers:
        parts.append(receivers)
    if form is not Form.LETTER and (imprint.printed_by or imprint.printed_on):
        parts.append(_printed(imprint, frame, ruler))
    return SetImprint(parts, form is not Form.LETTER)


def _receivers(label: str, text: str, frame: Frame, ruler: Ruler) -> list[list[tuple[float, str]]]:
    """One character in at both sides, what goes on stands under the first character after the colon (7.4.2)."""
    advances = ruler("fangsong")
    text = text.strip().removeprefix(label).removeprefix(label[:2] + ":").rstrip("。.：:") + "。"
    begin = SMALL_SIZE * (1 + width_of(label, advances))
    room = (frame.area_width - begin) / SMALL_SIZE - 1
    found = by_phrases(text, advances, room) or without_stump(text, advances, room)  # names are not cut
    out = [[(begin, line.text)] for line in found]
    out[0].insert(0, (SMALL_SIZE, label))
    return out


def _printed(imprint: Imprint, frame: Frame, ruler: Ruler) -> list[list[tuple[float, str]]]:
    """印发机关 on the left, the day on the right; on two lines when they do not fit on one (7.4.3)."""
    advances = ruler("fangsong")
    day = imprint.printed_on
    if day and not day.endswith("印发"):
        day += "印发"
    wide = width_of(day, advances) * SMALL_SIZE
    right = (frame.area_width - SMALL_SIZE - wide, day)
    room = frame.area_width / SMALL_SIZE - 2
    if not imprint.printed_by:
        return [[right]]
    if width_of(imprint.printed_by + day, advances) + 1 <= room:
        return [[(SMALL_SIZE, imprint.printed_by), right] if day else [(SMALL_SIZE, imprint.printed_by)]]
    out = [[(SMALL_SIZE, line.text)] for line in lines(imprint.printed_by, advances, room)]
    return [*out, [right]] if day else out


def place_imprint(imprint: SetImprint, sheet: Sheet) -> None:
    """Place a 版记 so that its last rule lies on the lower edge of the type area."""
    frame = sheet.frame
    y = frame.bottom
    for number, part in enumerate(reversed(imprint.parts)):
        if imprint.ruled:
            _rule(sheet, y, INNER_RULE if number else OUTER_RULE)
        for line in reversed(part):
            base = y + LINE / 2 - SMALL_SIZE * _MIDDLE
            for x, text in line:
                sheet.texts.append(Text("fangsong", SMALL_SIZE, frame.left + x, base, text))
            y += LINE
    if imprint.ruled:
        _rule(sheet, y, OUTER_RULE)


def _rule(sheet: Sheet, y: float, weight: float) -> None:
    sheet.own_rules.append(Rule(sheet.frame.left, y, sheet.frame.right, y, weight))


def place_number(sheet: Sheet, upright: Frame, ruler: Ruler) -> None:
    """— 1 — below the type area of the upright sheet: odd pages right, even pages left, one character in (7.5)."""
    text = f"— {sheet.number} —"
    wide = width_of(text, ruler("song")) * SMALL_SIZE
    x = upright.right - SMALL_SIZE - wide if sheet.number % 2 else upright.left + SMALL_SIZE
    y = upright.bottom - NUMBER_BELOW - _DASH_HEIGHT * SMALL_SIZE
    sheet.foot.append(Text("song", SMALL_SIZE, x, y, text))
