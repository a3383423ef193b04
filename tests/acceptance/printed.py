"""A finished PDF as the measures of `clauses` see it: lines, rules and the paragraphs that they hold, in millimetres."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from xiezuo_desktop.documents.paper import Align, Form, PageBreak, Paragraph, Role

LEFT, TOP, RIGHT, BOTTOM = 28.0, 37.0, 184.0, 262.0  # of the type area (5.2.1)
EM = 156 / 28  # a character of the grid
POINT = 25.4 / 72
PITCH = 29.62 * POINT
SMALL = 14 * POINT  # a character of 4号
RUNNING = (Role.BODY, Role.MAIN_TO, Role.HEADING1, Role.HEADING2, Role.HEADING3, Role.HEADING4)
HEADINGS = (Role.HEADING1, Role.HEADING2)
SIGNED = (Role.SIGNATURE, Role.DATE)


@dataclass(eq=False)
class Text:
    """A paragraph of running text and the lines it was found in: page and line."""

    text: str
    role: Role
    begins_page: bool  # by intention
    lines: list[tuple[int, object]] = field(default_factory=list)


class Printed:
    """A part of a paper, and what the check read from its PDF: lines and rules page by page."""

    def __init__(self, check, paper, part, sections):
        self.head, self.imprint, self.sealed = part.head, part.imprint, paper.sealed
        self.form = part.head.form if part.head else Form.DOCUMENT
        self.pitch = (paper.line_pitch or PITCH / POINT) * POINT
        self.lines, self.rules = check.L, check.rules
        self.pages = check.pdf.pages
        self.table, self.ink, self.em = check.table, check.ink, check.em
        self.sections = sections
        self.texts = list(self._texts())
        self.owner = {id(line): text for text in self.texts for _, line in text.lines}

    def said(self, *roles):
        """The lines of the paragraphs of these roles, without blanks."""
        blocks = (block for section in self.sections for block in section.blocks)
        found = (b.text for b in blocks if isinstance(b, Paragraph) and b.role in roles)
        return [bare(line) for text in found for line in text.split("\n") if line.strip()]

    def body(self, page):
        """The lines of 3号 of an upright page."""
        return [line for line in self.lines[page] if 15.4 <= line.size <= 16.3] if self.upright(page) else []

    def upright(self, page):
        """Whether a page has its text on the grid: no turned page, no sheet to be folded."""
        return self.pages[page].width < self.pages[page].height

    def _texts(self):
        """The paragraphs that are printed as running text, with their lines."""
        every = [(page, line) for page in range(len(self.pages)) for line in self.body(page)]
        flat = [(ch, n) for n, (_, line) in enumerate(every) for ch in bare(line.text)]
        stream, at = "".join(ch for ch, _ in flat), 0
        for section in self.sections:
            if section.turned:  # not on the grid of upright pages
                continue
            begins = True
            for block in section.blocks:
                if isinstance(block, Paragraph) and block.role in RUNNING and block.align in (None, Align.JUSTIFY):
                    for part in filter(bare, block.text.split("\n")):
                        found = stream.find(bare(part), at)
                        if found >= 0:
                            at = found + len(bare(part))
                            lines = dict.fromkeys(n for _, n in flat[found:at])
                            yield Text(bare(part), block.role, begins, [every[n] for n in lines])
                        elif block.role is not Role.MAIN_TO:  # 7.3.2: it may have moved into the 版记
                            yield Text(bare(part), block.role, begins)
                        begins = False
                begins = isinstance(block, PageBreak) or (begins and isinstance(block, Paragraph))


def bare(text):
    """Without blanks."""
    return re.sub(r"\s+", "", text)


def off(value, wanted, tolerance=1.0):
    """Whether a measure is not what is wanted."""
    return abs(value - wanted) > tolerance


def is_letter(printed):
    """Whether the first page is that of a letter."""
    return printed.form is Form.LETTER


def lower_edge(printed, page):
    """Of the type area of a page: that of a letter's first page is 7/8 of a character above the lower double rule (10.1)."""
    if page or not is_letter(printed):
        return BOTTOM
    return min(r["top"] for r in double_rules(printed)[-2:]) * POINT - EM * 7 / 8


def double_rules(printed):
    """The red rules of the first page, from above."""
    return sorted((r for r in printed.rules[0] if is_red(r)), key=lambda r: r["top"])


def is_red(rule):
    """Whether a rule of the check is red."""
    colour = rule.get("non_stroking_color") or ()
    return len(colour) == 3 and colour[0] > 0.7 and colour[1] < 0.35


class Piece(NamedTuple):
    """Characters of a line that follow one another."""

    text: str
    x0: float
    x1: float
    base: float


def pieces_of(line):
    """The pieces of a line that stand apart, from the left."""
    run = []
    for ch in line.ch:
        if run and ch["x0"] - run[-1]["x1"] > 6:
            yield _piece(run, line)
            run = []
        run.append(ch)
    yield _piece(run, line)


def _piece(run, line):
    return Piece("".join(ch["text"] for ch in run), run[0]["x0"] * POINT, run[-1]["x1"] * POINT, line.base)
