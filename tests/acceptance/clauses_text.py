"""5.2 of GB/T 9704-2012: running text, line by line and page by page."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator
from itertools import pairwise

from tests.acceptance.printed import (
    BOTTOM,
    EM,
    HEADINGS,
    LEFT,
    POINT,
    RIGHT,
    SIGNED,
    TOP,
    Printed,
    bare,
    is_letter,
    lower_edge,
    off,
)
from xiezuo_desktop.documents.paper import Role
from xiezuo_desktop.documents.pdf.fonts import FontBook


def grid(printed: Printed) -> Iterator[str]:
    """5.2: each line of each paragraph: where it begins and ends, its size, the distance to the next; full pages."""
    characters, face = [], FontBook().fangsong.font.postscript_name
    for text in printed.texts:
        if not text.lines:
            yield f"not on paper: {text.text[:12]}"
        for n, (page, line) in enumerate(text.lines):
            begin = LEFT + (0 if n or text.role is Role.MAIN_TO else 2 * EM)
            last = n == len(text.lines) - 1
            yield from (f"page {page + 1} “{line.text[:6]}” {fault}" for fault in _line(line, begin, last=last))
            if text.role is Role.BODY and not line.font.endswith(f"+{face}"):
                yield f"page {page + 1} “{line.text[:6]}” is in {line.font}"
            if not last and (wide := printed.em(line)):
                characters.append(wide)
        for (page, above), (next_page, below) in pairwise(text.lines):
            if page == next_page and off(below.base - above.base, printed.pitch, 0.2 * POINT):
                yield f"page {page + 1} “{below.text[:6]}” {(below.base - above.base) / POINT:.2f} pt below"
    if len(characters) > 5 and off(156 / statistics.median(characters), 28, 0.25):
        yield f"{156 / statistics.median(characters):.2f} characters a line"
    for page in range(1, len(printed.pages)):
        yield from _top_of(printed, page)
        yield from _full_up_to(printed, page)


def _line(line, begin, *, last):
    if off(line.x0, begin):
        yield f"begins at {line.x0:.1f}"
    if line.x1 > RIGHT + 1 or (not last and off(line.x1, RIGHT)):
        yield f"ends at {line.x1:.1f}"
    if not 15.7 <= line.size <= 16.05:
        yield f"is {line.size} pt"


def _top_of(printed, page):
    first = next(iter(printed.lines[page]), None)
    if id(first) in printed.owner and printed.upright(page):
        top = first.base - 0.38 * first.size * POINT - EM / 2
        if off(top, TOP):
            yield f"page {page + 1} begins at {top:.1f}"


def _full_up_to(printed, page):
    """The page before a page that begins with running text: full, or too short for what must be kept together."""
    first = next(iter(printed.lines[page]), None)
    text = printed.owner.get(id(first))
    before = [line for line in printed.lines[page - 1] if line.base < BOTTOM + 3 or (page == 1 and is_letter(printed))]
    before = [line for line in before if not re.fullmatch(r"—\s*\d+\s*—", line.text)]
    if first is not None and bare(first.text) in printed.said(*SIGNED):
        yield f"page {page + 1} begins with who signs"  # 7.3.5.4
    if text is None or not before or not printed.upright(page - 1) or printed.table[page - 1]:
        return
    lowest = max(before, key=lambda line: line.base)
    if text.begins_page and text.lines[0][1] is first:
        return
    free = int((lower_edge(printed, page - 1) - lowest.bot) / printed.pitch + 0.1)
    kept = _kept(printed, page, text, first)
    if free >= max(kept, 1):
        yield f"page {page} has {free} lines free, “{first.text[:6]}” needs {kept}"


def _kept(printed, page, text, first):
    """How many lines must stand together from the first line of a page on: two of a paragraph, with headings and who signs."""
    here = [line for at, line in text.lines if at == page]
    whole = text.lines[0][1] is first
    if not whole and len(here) > 2:
        return 1  # the line could stand on the page before
    kept = here if whole and len(here) <= 3 else here[:2]
    if text.role in HEADINGS and whole and len(here) <= 3:
        below = printed.texts[printed.texts.index(text) + 1 :][:1]
        if below and below[0].lines and below[0].lines[0][0] == page:
            return len(here) + _kept(printed, page, below[0], below[0].lines[0][1])
    if kept[-1] is not here[-1]:
        return len(kept)
    lines = printed.body(page)
    behind = lines[lines.index(here[-1]) + 1 :]
    signed = []
    for line in behind:
        if id(line) in printed.owner:
            break
        signed.append(line)
    if not signed:
        return len(kept)
    return round((signed[-1].base - first.base) / printed.pitch) + 1
