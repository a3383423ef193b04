"""What GB/T 9704-2012 asks of forms that the acceptance check does not know, measured in the same finished PDF.

Each measure names the clause, the papers it is for, and the rules of the check that it stands for there. All distances
are millimetres from the upper left corner of the sheet.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
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


# ------------------------------------------------------------------------------------------------ running text


def grid(printed: Printed) -> Iterator[str]:
    """5.2: each line of each paragraph: where it begins and ends, its size, the distance to the next; full pages."""
    characters = []
    for text in printed.texts:
        if not text.lines:
            yield f"not on paper: {text.text[:12]}"
        for n, (page, line) in enumerate(text.lines):
            begin = LEFT + (0 if n or text.role is Role.MAIN_TO else 2 * EM)
            last = n == len(text.lines) - 1
            yield from (f"page {page + 1} “{line.text[:6]}” {fault}" for fault in _line(line, begin, last=last))
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
    before = [line for line in printed.lines[page - 1] if line.base < BOTTOM + 3 or (page == 1 and _is_letter(printed))]
    before = [line for line in before if not re.fullmatch(r"—\s*\d+\s*—", line.text)]
    if first is not None and bare(first.text) in printed.said(*SIGNED):
        yield f"page {page + 1} begins with who signs"  # 7.3.5.4
    if text is None or not before or not printed.upright(page - 1) or printed.table[page - 1]:
        return
    lowest = max(before, key=lambda line: line.base)
    if text.begins_page and text.lines[0][1] is first:
        return
    free = int((_lower_edge(printed, page - 1) - lowest.bot) / printed.pitch + 0.1)
    kept = _kept(printed, page, text, first)
    if free >= max(kept, 1):
        yield f"page {page} has {free} lines free, “{first.text[:6]}” needs {kept}"


def _is_letter(printed):
    return printed.form is Form.LETTER


def _lower_edge(printed, page):
    if page or not _is_letter(printed):
        return BOTTOM
    return min(r["top"] for r in _double_rules(printed)[-2:]) * POINT - EM * 7 / 8  # 10.1


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


# ------------------------------------------------------------------------------------------------ head, signature


def signers(printed: Printed) -> Iterator[str]:
    """7.2.6: two names a row, the number on the line of the last one, a character in; two blank lines above (7.2.5)."""
    names = re.split(r"[、，,;；\s]+", printed.head.signer.strip())
    pieces = [piece for line in printed.lines[0] for piece in _pieces(line)]
    label = next((p for p in pieces if p.text.startswith("签发人：")), None)
    number = next((p for p in pieces if p.text == bare(printed.head.number)), None)
    found = [next((p for p in pieces if p.text.removeprefix("签发人：") == name), None) for name in names]
    if label is None or number is None or None in found:
        yield f"not found: 签发人, {printed.head.number} or one of {names}"
        return
    mark = max(line.bot for line in printed.lines[0] if line.size > 20 and line.base < label.base)
    gap = (label.base - 0.88 * 16 * POINT - mark) / printed.pitch
    if not 1.5 <= gap <= 2.6:
        yield f"the first name stands {gap:.2f} lines below the mark"
    begin = found[0].x1 - len(names[0]) * 16 * POINT
    for n, piece in enumerate(found):
        if off(piece.base, label.base + n // 2 * printed.pitch, 0.3):
            yield f"{piece.text} stands on another line"
        if n and n % 2 == 0 and off(piece.x0, begin):
            yield f"{piece.text} does not stand below the first name"
    if off(number.base, found[-1].base, 0.3):
        yield "the number does not stand on the line of the last name"
    if off(number.x0, LEFT + EM):
        yield f"the number begins at {number.x0:.1f}"
    if off(max(piece.x1 for piece in found), RIGHT - EM):
        yield f"the names end at {max(piece.x1 for piece in found):.1f}"


class Piece(NamedTuple):
    """Characters of a line that follow one another."""

    text: str
    x0: float
    x1: float
    base: float


def _pieces(line):
    run = []
    for ch in line.ch:
        if run and ch["x0"] - run[-1]["x1"] > 6:
            yield _piece(run, line)
            run = []
        run.append(ch)
    yield _piece(run, line)


def _piece(run, line):
    return Piece("".join(ch["text"] for ch in run), run[0]["x0"] * POINT, run[-1]["x1"] * POINT, line.base)


def unsealed(printed: Printed) -> Iterator[str]:
    """7.3.5.2: the name two characters in below a blank line; the day two behind its first one, or two in and the name further."""
    lines = [line for page in range(len(printed.pages)) for line in printed.body(page)]
    days = set(printed.said(Role.DATE))
    at = next((n for n, line in enumerate(lines) if n and bare(line.text) in days), None)
    if at is None:
        yield "no day below a name"
        return
    day, name = lines[at], lines[at - 1]
    first = next(n for n, line in enumerate(lines) if bare(line.text) in printed.said(Role.SIGNATURE))
    if off(day.base - name.base, printed.pitch, 0.3):
        yield "the day does not stand on the line below the name"
    if first and lines[first - 1].base < lines[first].base:
        gap = (lines[first].base - lines[first - 1].base) / printed.pitch
        if off(gap, 2, 0.1):
            yield f"{gap - 1:.1f} blank lines above the name"
    if off(day.x0, name.x0 + 2 * EM):
        yield f"the day begins {day.x0 - name.x0:.1f} mm behind the name"
    if off(max(day.x1, name.x1), RIGHT - 2 * EM):
        yield f"name and day end at {max(day.x1, name.x1):.1f}"


# ------------------------------------------------------------------------------------------------ 版记, numbers, letters


def imprint(printed: Printed) -> Iterator[str]:
    """7.4: rules above, between and on the lower edge; 主送 above 抄送 without a rule between; none and nobody in a letter (10.1)."""
    found = [(page, lines) for page in range(len(printed.pages)) if (lines := _imprint_lines(printed, page))]
    if not found:
        yield "no 版记"
        return
    page, lines = found[-1]
    receivers = [line for line in lines if not line.text.endswith("印发")]
    if receivers and lines[-1] is not receivers[-1]:  # who printed it may take a line of its own
        by = bare(printed.imprint.printed_by)
        receivers = [line for line in receivers if bare(line.text) != by]
    yield from _receivers(printed, receivers)
    above, below = lines[0].top - 12, _lower_edge(printed, page) + 1.5
    black = [r for r in printed.rules[page] if r["width"] * POINT > 150 and not _is_red(r)]
    rules = sorted((r for r in black if above < r["top"] * POINT < below), key=lambda r: r["top"])
    if _is_letter(printed):
        if rules:
            yield f"{len(rules)} rules in a letter"
        if len(lines) > len(receivers):
            yield "a letter says who printed it"
        if not 0 <= _lower_edge(printed, page) - lines[-1].bot <= 3.5:
            yield f"the 版记 ends at {lines[-1].bot:.1f}"
        return
    yield from _rules(rules, lines, receivers)


def _imprint_lines(printed, page):
    """The lines of 4号 in the type area from the first of a 版记 on."""
    small = [
        line for line in printed.lines[page] if 13.8 <= line.size <= 14.2 and line.base < _lower_edge(printed, page)
    ]
    begins = [n for n, line in enumerate(small) if re.match("(?:主送|抄送)：|.*印发$", line.text)]
    return small[begins[0] :] if begins else []


def _receivers(printed, lines):
    said = bare("".join(line.text for line in lines))
    if printed.imprint.copy_to and bare(printed.imprint.copy_to).rstrip("。") not in said:
        yield "抄送 is not complete"
    if "主送：" in said[3:]:
        yield "主送 stands below 抄送"
    for n, line in enumerate(lines):
        label = re.match("主送：|抄送：", line.text)
        if off(line.x0, LEFT + SMALL * (1 if label else 4), 0.6):
            yield f"“{line.text[:6]}” begins at {line.x0:.1f}"
        if line.x1 > RIGHT - SMALL + 0.8:
            yield f"“{line.text[-6:]}” ends at {line.x1:.1f}"
        ends = n + 1 == len(lines) or re.match("抄送：", lines[n + 1].text)
        if ends and not line.text.endswith("。"):
            yield f"“{line.text[-6:]}” without 。"


def _rules(rules, lines, receivers):
    weights = [max(r["height"], r.get("linewidth") or 0 if not r["height"] else 0) * POINT for r in rules]
    wanted = [0.35, *([0.25] if 0 < len(receivers) < len(lines) else []), 0.35]
    if len(weights) != len(wanted) or any(off(a, b, 0.06) for a, b in zip(weights, wanted, strict=True)):
        yield f"rules of {[round(weight, 2) for weight in weights]} mm"
        return
    places = [(r["top"] + r["height"] / 2) * POINT for r in rules]
    if not 0 < lines[0].top - places[0] < 4:
        yield f"the first rule {lines[0].top - places[0]:.1f} mm above the first line"
    if len(places) == 3 and not receivers[-1].bot < places[1] < lines[len(receivers)].top:
        yield "the rule between is not above who printed it"
    if off(places[-1], BOTTOM):
        yield f"the last rule at {places[-1]:.1f}"
    for r in rules:
        if off(r["width"] * POINT, 156) or off(r["x0"] * POINT, LEFT):
            yield f"a rule {r['width'] * POINT:.1f} mm wide from {r['x0'] * POINT:.1f}"


def _is_red(rule):
    colour = rule.get("non_stroking_color") or ()
    return len(colour) == 3 and colour[0] > 0.7 and colour[1] < 0.35


def numbers(printed: Printed) -> Iterator[str]:
    """7.5: on every page, of a folded sheet too: 7 mm below the type area, at the outer side of the sheet, a character in."""
    seen = []
    for n, page in enumerate(printed.pages):
        low = [line for line in printed.lines[n] if re.fullmatch(r"—\s*\d+\s*—", line.text) and line.base > BOTTOM + 3]
        if not low:
            if n or not _is_letter(printed):
                yield f"page {n + 1} has no number"
            continue
        line = low[-1]
        seen.append(int(re.search(r"\d+", line.text).group()))
        edge = line.x0 - LEFT if seen[-1] % 2 == 0 else page.width * POINT - 26 - line.x1
        if off(edge, SMALL):
            yield f"number {seen[-1]} stands {edge:.1f} mm in"
        box = printed.ink(n, line.x0 - 0.5, line.top - 1, line.x0 + SMALL * 0.8, line.bot + 1)
        if box is None or off((box[1] + box[3]) / 2, BOTTOM + 7):
            yield f"number {seen[-1]} is not 7 mm below the type area"
    if seen != list(range(seen[0] if seen else 0, (seen[0] if seen else 0) + len(seen))):
        yield f"numbers {seen}"


def _double_rules(printed):
    return sorted((r for r in printed.rules[0] if _is_red(r)), key=lambda r: r["top"])


def letter(printed: Printed) -> Iterator[str]:
    """10.1: the mark 30 mm below the edge of the sheet, double rules 170 mm wide 4 mm below it and 20 mm above the foot, no number."""
    rules = _double_rules(printed)
    if len(rules) != 4:
        yield f"{len(rules)} red rules"
        return
    for r in rules:
        if off(r["width"] * POINT, 170) or off((r["x0"] + r["x1"]) / 2 * POINT, 105):
            yield f"a double rule {r['width'] * POINT:.1f} mm wide"
    heights = [r["height"] for r in rules]
    if not (heights[0] > heights[1] and heights[2] < heights[3]):
        yield "thick and thin are the wrong way round"
    foot = 297 - (rules[2]["top"] + rules[3]["bottom"]) / 2 * POINT
    if off(foot, 20):
        yield f"the lower double rule {foot:.1f} mm above the foot"
    if printed.head.mark.strip():
        box = printed.ink(0, 10, 20, 200, rules[0]["top"] * POINT - 0.3)
        if box is None or off(box[1], 30, 1.5):
            yield f"the mark begins at {box and box[1]}"
        elif off(rules[0]["top"] * POINT - box[3], 4):
            yield f"the double rule {rules[0]['top'] * POINT - box[3]:.1f} mm below the mark"
    if any(re.fullmatch(r"—\s*\d+\s*—", line.text) for line in printed.lines[0]):
        yield "a number on the first page"


# ------------------------------------------------------------------------------------------------ all


class Clause(NamedTuple):
    """A measure, the papers it is for, and the rules of the check that it stands for there, by how they begin."""

    measure: Callable[[Printed], Iterator[str]]
    concerns: Callable[[Printed], object]
    rules: tuple[str, ...] = ()


CLAUSES = (
    Clause(
        grid,
        lambda _: True,
        ("订口", "天头", "版心 lower edge", "body size", "line pitch", "22 lines", "28 characters", "justified right edge",
         "full text pages"),
    ),
    Clause(signers, lambda p: p.head and len(re.split(r"[、，\s]", p.head.signer)) > 2, ("发文字号 two", "发文字号 centred")),
    Clause(unsealed, lambda p: not p.sealed and p.said(Role.DATE) and p.form is not Form.ORDER, ("成文日期 right",)),
    Clause(imprint, lambda p: p.imprint and any((p.imprint.copy_to, p.imprint.printed_by)), ("版记 ",)),
    Clause(numbers, lambda p: any(not p.upright(n) for n in range(len(p.pages))) and not _turned(p), ("page numbers cont",)),
    Clause(letter, _is_letter),
)  # fmt: skip


def _turned(printed):
    return any(section.turned and section.paper != "A3" for section in printed.sections)


def measured(printed: Printed) -> tuple[tuple[str, ...], list[tuple[str, str]]]:
    """The beginnings of the rules that a measure stands for and found kept, and what the measures found wrong."""
    kept: list[str] = []
    wrong = []
    for clause in CLAUSES:
        if clause.concerns(printed):
            faults = [(clause.measure.__doc__.split(":")[0], fault) for fault in clause.measure(printed)]
            wrong += faults
            kept += () if faults else clause.rules
    return tuple(kept), wrong
