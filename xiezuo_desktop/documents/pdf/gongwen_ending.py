"""发文机关署名、成文日期: with room for seals, without, and under an order (GB/T 9704-2012 7.3.5)."""

from __future__ import annotations

import math
from enum import Enum
from typing import TYPE_CHECKING

from xiezuo_desktop.documents.pdf.flow import BODY_SIZE, EM, MM, width_of
from xiezuo_desktop.documents.pdf.flow_lines import Block, Run
from xiezuo_desktop.documents.pdf.linebreak import lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xiezuo_desktop.documents.pdf.flow import Frame, Ruler

SEAL = 42 * MM  # diameter of the seals of offices
SEAL_LINES = 5  # of the grid, from one row of seals to the next
USUAL_DATE = "2000年10月10日"
_LAST_PLACE = 1.05 * EM  # from the right edge: what ends nearer to it looks like a line that fails to reach it
_UNSEEN = 1 * MM  # that a name may be off the middle for it
_BETWEEN_SEALS = 46 * MM  # middle to middle, at least: they neither meet nor touch (7.3.5.1)


class Ending(Enum):
    """How a paper is signed."""

    SEALED = "sealed"  # 7.3.5.1
    UNSEALED = "unsealed"  # 7.3.5.2
    ORDER = "order"  # 签发人签名章 7.3.5.3


def set_ending(names: Sequence[str], date: str, ending: Ending, frame: Frame, ruler: Ruler) -> Block:
    """The names of the offices that sign (or post and name of the person) and the day, never parted."""
    if ending is Ending.ORDER:
        found = _by_person(names, date, frame, ruler)
    elif ending is Ending.UNSEALED:
        found = _unsealed(names, date, frame, ruler)
    elif rows := seal_rows(names, date, frame, ruler):
        found = _in_rows(rows, ruler) + _date_line(date, frame, ruler)
    else:
        found = _sealed(names, date, frame, ruler)
    return Block(found, pitch=frame.pitch, keep_above=True, whole=True)


def _wide(text: str, ruler: Ruler, role: str = "fangsong") -> float:
    return width_of(text, ruler(role)) * BODY_SIZE


def _run(text: str, x: float, role: str = "fangsong") -> Run:
    return Run(role, max(x, 0.0), text, 0.0)


def _date_line(date: str, frame: Frame, ruler: Ruler) -> list[list[Run]]:
    """Four characters in from the right."""
    return [[_run(date, frame.area_width - 4 * EM - _wide(date, ruler))]] if date else []


def _middle(date: str, frame: Frame, ruler: Ruler) -> float:
    return frame.area_width - 4 * EM - _wide(date or USUAL_DATE, ruler) / 2


def _sealed(names: Sequence[str], date: str, frame: Frame, ruler: Ruler) -> list[list[Run]]:
    """Each name centred over the date, inside the type area; several stand one seal's height apart."""
    middle = _middle(date, frame, ruler)
    out: list[list[Run]] = []
    for number, name in enumerate(names):
        if number:
            out += [[]] * (SEAL_LINES - 1)
        for line in lines(name, ruler("fangsong"), frame.characters - 4):
            wide = line.advance * BODY_SIZE
            ends = middle + wide / 2
            nearest = frame.area_width - _LAST_PLACE
            ends = nearest if nearest < ends <= nearest + _UNSEEN else min(ends, frame.area_width)
            out.append([_run(line.text, ends - wide)])
    return out + _date_line(date, frame, ruler)


def seal_rows(names: Sequence[str], date: str, frame: Frame, ruler: Ruler) -> list[list[tuple[str, float]]]:
    """Joint papers: the names in rows, each with the middle of its seal, the last one over the date (7.3.5.1).

    The seals of a row stand side by side inside the type area, the names a character apart, points from its left edge.
    No rows where no two have room: then they stand one below the other.
    """
    middle = _middle(date, frame, ruler)
    widest = max((_wide(name, ruler) for name in names), default=0.0)
    apart = max(_BETWEEN_SEALS, widest + EM)
    room = int((middle - max(SEAL, widest) / 2) / apart) + 1
    if min(room, len(names)) < 2:
        return []
    each = math.ceil(len(names) / math.ceil(len(names) / room))  # rows of about the same length
    places = [middle - (each - 1 - n) * apart for n in range(each)]
    rows = [names[n : n + each] for n in range(0, len(names), each)]
    return [list(zip(row, places[-len(row) :], strict=True)) for row in rows]


def _in_rows(rows: Sequence[Sequence[tuple[str, float]]], ruler: Ruler) -> list[list[Run]]:
    """Names at their places, the rows one seal's height apart."""
    out: list[list[Run]] = []
    for row in rows:
        out += [[]] * (SEAL_LINES - 1 if out else 0)
        out.append([_run(name, middle - _wide(name, ruler) / 2) for name, middle in row])
    return out


def _unsealed(names: Sequence[str], date: str, frame: Frame, ruler: Ruler) -> list[list[Run]]:
    """Names two characters in from the right, one below the other; the date begins two characters behind the last name.

    A date that would reach further to the right than that stands two characters in, and the names move left.
    """
    wrapped = [line.text for name in names for line in lines(name, ruler("fangsong"), frame.characters - 4)]
    right = frame.area_width - 2 * EM
    out = [[_run(name, right - _wide(name, ruler))] for name in wrapped]
    if date and wrapped:
        begin = right - _wide(wrapped[-1], ruler) + 2 * EM
        over = begin + _wide(date, ruler) - right
        if over > 0:
            out = [[_run(run.text, run.x - over) for run in line] for line in out]
            begin -= over
        out.append([_run(date, begin)])
    return out or _date_line(date, frame, ruler)


def _by_person(names: Sequence[str], date: str, frame: Frame, ruler: Ruler) -> list[list[Run]]:
    """The name (stamp) of who signs four characters in, the post two characters left of it, the date after a blank line."""
    out: list[list[Run]] = []
    for number, text in enumerate(names):
        post, _, person = text.strip().rpartition("\u3000") if "\u3000" in text else text.strip().rpartition(" ")
        names = [line.text for line in lines(person, ruler("kai"), frame.characters - 6)]
        places = [frame.area_width - 4 * EM - _wide(name, ruler, "kai") for name in names]
        signed = [[_run(name, x, "kai")] for name, x in zip(names, places, strict=True)]
        post = post.strip()
        beside = places[0] - 2 * EM - _wide(post, ruler)
        if post and beside >= 0:
            signed[0].insert(0, _run(post, beside))
        elif post:  # a post too long for that stands above the name
            above = [line.text for line in lines(post, ruler("fangsong"), frame.characters - 6)]
            signed = [[_run(line, frame.area_width - 4 * EM - _wide(line, ruler))] for line in above] + signed
        out += [*([[]] if number else []), *signed]
    return out + ([[], *_date_line(date, frame, ruler)] if date else [])
