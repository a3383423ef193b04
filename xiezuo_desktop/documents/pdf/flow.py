"""What a laid-out page is: texts and rules at places, as plain data in points; and the type area of GB/T 9704-2012.

Layout makes sheets, `write_pdf` draws them; nothing here knows of PDF. All measures are points from the lower left
corner of the page as it is read: a turned (横排) page is read as a landscape page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from xiezuo_desktop.documents.paper import Section
    from xiezuo_desktop.documents.pdf.table import PlacedTable
    from xiezuo_desktop.documents.pdf.table_cells import Setting

MM = 72 / 25.4
EM = 156 * MM / 28  # 字: 28 characters fill the width of the type area (5.2.3): 15.79 pt
PITCH = (225 * MM - EM) / 21  # 行: 22 characters and 21 gaps of 7/8 fill its height (3.2): 29.62 pt
BODY_SIZE = 16.0  # 3号
SMALL_SIZE = 14.0  # 4号
ASCENT = 0.88  # em box above the base line
EPSILON = 0.01

Advances = Mapping[str, float]  # character → advance in em
Ruler = Callable[[str], Advances]  # role of a face → its advances


class Text(NamedTuple):
    """One run of text on its base line; `spacing` is added between characters, `stretch` widens the letters."""

    role: str
    size: float
    x: float
    y: float
    text: str
    spacing: float = 0.0
    colour: str = ""
    stretch: float = 1.0


class Stack(NamedTuple):
    """The lines of one table cell: `x` is the left edge of the space they are set for, `y` the first base line."""

    role: str
    x: float
    y: float
    setting: Setting

    def texts(self) -> Iterator[Text]:
        """The lines one by one."""
        size, lead = self.setting.size, self.setting.lead
        for number, (left, spacing, text) in enumerate(self.setting.placed()):
            yield Text(self.role, size, self.x + left, self.y - number * lead, text, spacing)


class Rule(NamedTuple):
    """A horizontal or vertical rule of `weight` points, centred on its line."""

    x0: float
    y0: float
    x1: float
    y1: float
    weight: float
    colour: str = ""


# The same as a plain tuple: a page of a long table has dozens of them.
PlainRule = tuple[float, float, float, float, float, str]


@dataclass(frozen=True, slots=True)
class Frame:
    """A page as it is read and its type area (版心 5.2.1)."""

    width: float
    height: float
    left: float
    top: float  # y of the upper edge of the type area
    area_width: float
    area_height: float
    turned: bool = False
    pitch: float = PITCH  # distance of the lines of the grid

    @property
    def bottom(self) -> float:
        """y of the lower edge of the type area."""
        return self.top - self.area_height

    @property
    def right(self) -> float:
        """x of the right edge of the type area."""
        return self.left + self.area_width

    @property
    def characters(self) -> int:
        """Characters of 3号 in a line."""
        return int(self.area_width / EM + EPSILON)

    @property
    def lines(self) -> int:
        """Lines of the grid on a page."""
        return int((self.area_height - EM) / self.pitch + EPSILON) + 1

    def base(self, offset: float, size: float = BODY_SIZE) -> float:
        """Base line of a text of `size` centred on the character body that begins `offset` below the upper edge."""
        return self.top - offset - EM / 2 - size * (ASCENT - 0.5)


PAPERS = {"A4": (210 * MM, 297 * MM), "A3": (297 * MM, 420 * MM)}


@lru_cache
def frame_for(paper: str = "A4", turned: bool = False, pitch: float | None = None, *, folded: bool = False) -> Frame:
    """The page of a section: 天头 37 mm, 订口 28 mm, right 26 mm, foot 35 mm, on the upright sheet (5.2.1).

    `pitch` is an office's own distance of lines in points (28–29 is a habit of word processors). A `folded` sheet is
    wider than high and read without being turned: its margins are those of the upright pages that it is bound with.
    """
    pitch = pitch or PITCH
    width, height = PAPERS.get(paper.upper(), PAPERS["A4"])
    if folded:
        width, height = height, width
    left, right, top, foot = 28 * MM, 26 * MM, 37 * MM, 35 * MM
    if turned and not folded:  # read with the sheet's left edge at the top
        return Frame(height, width, foot, width - left, height - top - foot, width - left - right, True, pitch)
    return Frame(width, height, left, height - top, width - left - right, height - top - foot, pitch=pitch)


def frames_of(sections: Sequence[Section], pitch: float | None = None) -> list[Frame]:
    """The pages of the sections of one part, which are bound together.

    A wide sheet that is as high as the upright pages (A3 among A4) is folded into them; others lie upright and are turned.
    """
    highest = max((frame_for(s.paper).height for s in sections if not s.turned), default=frame_for().height)
    return [
        frame_for(s.paper, s.turned, pitch, folded=s.turned and frame_for(s.paper).width >= highest) for s in sections
    ]


@dataclass(slots=True)
class Sheet:
    """One laid-out page. `foot` holds what stands upright on the sheet however the page is turned: the page number.

    `tables` make pieces of tables: a long one has hundreds of thousands of cells, so that its pieces are made when the
    page is drawn and gone afterwards.
    """

    frame: Frame
    number: int
    texts: list[Text] = field(default_factory=list)
    own_rules: list[Rule] = field(default_factory=list)
    tables: list[Callable[[], PlacedTable]] = field(default_factory=list)
    foot: list[Text] = field(default_factory=list)
    outline: list[tuple[str, int]] = field(default_factory=list)  # bookmark and its level, 0 the highest

    @property
    def stacks(self) -> list[Stack]:
        """The cells of all tables."""
        return [stack for made in self.tables for stack in made().stacks()]

    @property
    def rules(self) -> list[Rule]:
        """All rules."""
        return [*self.own_rules, *(Rule(*rule) for made in self.tables for rule in made().rules())]

    @property
    def text(self) -> str:
        """Everything printed here, line by line, as it was placed."""
        return "\n".join(t.text for t in [*self.all_texts(), *self.foot])

    def all_texts(self) -> Iterator[Text]:
        """Every line on the page but its number."""
        yield from self.texts
        for stack in self.stacks:
            yield from stack.texts()


def width_of(text: str, advances: Advances) -> float:
    """Natural width in em."""
    return sum(map(advances.__getitem__, text))
