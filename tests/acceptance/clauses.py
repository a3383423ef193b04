"""What GB/T 9704-2012 asks of forms that the acceptance check does not know, measured in the same finished PDF.

Each measure names the clause, the papers it is for, and the rules of the check that it stands for there. All distances
are millimetres from the upper left corner of the sheet.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from tests.acceptance.clauses_text import grid
from tests.acceptance.printed import (
    BOTTOM,
    EM,
    LEFT,
    POINT,
    RIGHT,
    SMALL,
    TOP,
    Printed,
    bare,
    double_rules,
    is_letter,
    is_red,
    lower_edge,
    off,
    pieces_of,
)
from xiezuo_desktop.documents.paper import Form, Role

# ------------------------------------------------------------------------------------------------ head, signature


def signers(printed: Printed) -> Iterator[str]:
    """7.2.6: two names a row, the number on the line of the last one, a character in; two blank lines above (7.2.5)."""
    names = re.split(r"[、，,;；\s]+", printed.head.signer.strip())
    pieces = [piece for line in printed.lines[0] for piece in pieces_of(line)]
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


def sealed(printed: Printed) -> Iterator[str]:
    """7.3.5.1: the day four characters in, the last name over its middle; seals of 42 mm neither meet nor leave the type area."""
    names = printed.said(Role.SIGNATURE)
    for page in range(len(printed.pages)):
        pieces = [piece for line in printed.body(page) for piece in pieces_of(line)]
        at = next((n for n, piece in enumerate(pieces) if piece.text in printed.said(Role.DATE)), None)
        if at is not None:
            break
    else:
        yield "no day"
        return
    day, signed = pieces[at], [piece for piece in pieces[:at] if piece.text in names]
    if [piece.text for piece in signed] != names:
        yield f"{[piece.text for piece in signed]} sign"
        return
    if off(day.x1, RIGHT - 4 * EM, 1.5):
        yield f"the day ends at {day.x1:.1f}"
    middles = [((piece.x0 + piece.x1) / 2, piece.base) for piece in signed]
    if off(middles[-1][0], (day.x0 + day.x1) / 2, 1.5) and off(signed[-1].x1, RIGHT):
        yield f"{signed[-1].text} does not stand over the day"
    if off(day.base - signed[-1].base, printed.pitch, 0.3):
        yield "the day does not stand on the line below the last name"
    for n, one in enumerate(middles if len(middles) > 1 else []):
        if not LEFT + 21 <= one[0] <= RIGHT - 21:
            yield f"the seal over {signed[n].text} leaves the type area"
        if any(math.dist(one, other) <= 42 for other in middles[n + 1 :]):
            yield f"the seal over {signed[n].text} meets another"


def order(printed: Printed) -> Iterator[str]:
    """10.2: the mark 20 mm below the type area's edge, two blank lines to the number in the middle, two more to the text."""
    mark = [line for line in printed.lines[0] if line.size > 20 and line.base < 100]
    number = next((line for line in printed.lines[0] if bare(line.text) == bare(printed.head.number)), None)
    if not mark or number is None:
        yield "no mark or no number"
        return
    box = printed.ink(0, 10, TOP, 200, mark[-1].bot + 3)
    if box is None or off(box[1], TOP + 20, 1.5):
        yield f"the mark begins at {box and box[1]}"
    if off((number.x0 + number.x1) / 2, LEFT + 78):
        yield "the number does not stand in the middle"
    after = next((line for line in printed.lines[0] if line.base > number.base + 1), None)
    for above, below, what in ((mark[-1], number, "number"), (number, after, "text")):
        gap = (below.top - above.bot) / printed.pitch if below else 2.0
        if not 1.4 <= gap <= 3.1:
            yield f"{gap:.2f} blank lines above the {what}"


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
    above, below = lines[0].top - 12, lower_edge(printed, page) + 1.5
    black = [r for r in printed.rules[page] if r["width"] * POINT > 150 and not is_red(r)]
    rules = sorted((r for r in black if above < r["top"] * POINT < below), key=lambda r: r["top"])
    if is_letter(printed):
        if rules:
            yield f"{len(rules)} rules in a letter"
        if len(lines) > len(receivers):
            yield "a letter says who printed it"
        if not 0 <= lower_edge(printed, page) - lines[-1].bot <= 3.5:
            yield f"the 版记 ends at {lines[-1].bot:.1f}"
        return
    yield from _rules(rules, lines, receivers)


def _imprint_lines(printed, page):
    """The lines of 4号 in the type area from the first of a 版记 on."""
    small = [
        line for line in printed.lines[page] if 13.8 <= line.size <= 14.2 and line.base < lower_edge(printed, page)
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


def numbers(printed: Printed) -> Iterator[str]:
    """7.5: on every page, of a folded sheet too: 7 mm below the type area, at the outer side of the sheet, a character in."""
    seen = []
    for n, page in enumerate(printed.pages):
        low = [line for line in printed.lines[n] if re.fullmatch(r"—\s*\d+\s*—", line.text) and line.base > BOTTOM + 3]
        if not low:
            if n or not is_letter(printed):
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


def letter(printed: Printed) -> Iterator[str]:
    """10.1: the mark 30 mm below the edge of the sheet, double rules 170 mm wide 4 mm below it and 20 mm above the foot, no number."""
    rules = double_rules(printed)
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
        ("订口", "天头", "版心 lower edge", "body size", "body face", "line pitch", "22 lines", "28 characters", "justified right edge",
         "full text pages"),
    ),
    Clause(signers, lambda p: p.head and len(re.split(r"[、，\s]", p.head.signer)) > 2, ("发文字号 two", "发文字号 centred")),
    Clause(unsealed, lambda p: not p.sealed and p.said(Role.DATE) and p.form is not Form.ORDER, ("成文日期 right",)),
    Clause(imprint, lambda p: p.imprint and any((p.imprint.copy_to, p.imprint.printed_by)), ("版记 ",)),
    Clause(numbers, lambda p: any(not p.upright(n) for n in range(len(p.pages))) and not _turned(p), ("page numbers cont",)),
    Clause(letter, is_letter),
    Clause(sealed, lambda p: p.sealed and p.form is not Form.ORDER and p.said(Role.SIGNATURE) and p.said(Role.DATE)),
    Clause(order, lambda p: p.form is Form.ORDER and p.head.mark and p.head.number),
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
