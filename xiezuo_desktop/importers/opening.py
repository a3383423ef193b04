"""Tables opened up before they are read: those that only lay out lines, stacked ones, bands beside each other, lines above."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..documents.paper import Align, Paragraph
from . import frame
from .header import find_header, header_at, rows_that_name_columns, same_header
from .ledger import Line, Sheet, Turn
from .side_by_side import in_one_band
from .small_lines import is_small
from .turned import side_captions, upright

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .ledger import Piece, SheetRow


def opened_up(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Tables that only lay out lines become lines; stacked tables become several; rows above a header and a 版记 below become lines."""
    for piece in pieces:
        if isinstance(piece, Sheet):
            if _lays_out_lines(piece):
                yield from _as_lines(piece.rows)
                yield Turn()
            elif (start := side_captions(piece)) is not None:
                yield from _lines_above(piece.rows[:start])
                yield upright(piece, piece.rows[start:])
            else:
                yield from _unstacked(in_one_band(piece))
        else:
            yield piece


def _lays_out_lines(sheet: Sheet) -> bool:
    """Whether a table only arranges the lines of a head or an imprint, or holds nothing but running text, a line a row."""
    if all(len(row.begun) <= 1 for row in sheet.rows) and len(sheet.rows) > 1:
        return True
    if len(sheet.rows) > 6 or sheet.width > 4 or find_header(sheet):
        return False
    lines = list(_as_lines(sheet.rows))
    return any(frame.is_frame_line(line) for line in lines)


def _as_lines(rows: Iterable[SheetRow]) -> Iterator[Line]:
    for row in rows:
        for slot in row.begun:
            if slot.source:
                wide = slot.column_span > len(row.slots) / 2
                align = Align.CENTRE if wide and len(row.begun) == 1 else None
                yield Line((slot.source,), slot.text, Paragraph(slot.text, align=align))


def _lines_above(rows: Iterable[SheetRow]) -> Iterator[Line]:
    """What stands above a header: a row with one text is a line, so is one of small print (编制单位：… 2024年4月); of another
    row only what belongs to the head of a paper is known."""
    for row in rows:
        lines = list(_as_lines([row]))
        if len(lines) > 1 and all(is_small(line.text) for line in lines):
            text = "；".join(line.text for line in lines)
            yield Line(tuple(t for line in lines for t in line.texts), text, Paragraph(text))
        else:
            yield from (line for line in lines if len(lines) == 1 or is_small(line.text) or frame.is_frame_line(line))


def _unstacked(sheet: Sheet) -> Iterator[Piece]:
    """A sheet cut where another header begins; what stands above each header as lines before it."""
    header = find_header(sheet)
    if header is None:
        yield sheet
        return
    yield from _lines_above(sheet.rows[: header.first])
    start, r = header.first, header.last + 1
    may_begin = rows_that_name_columns(sheet)
    while r < len(sheet.rows):
        other = header_at(sheet, r) if r in may_begin or r + 1 in may_begin else None
        if other and not same_header(header, other):
            top = _title_top(sheet, start + header.height, r)
            yield replace(sheet, rows=sheet.rows[start:top])
            yield from _lines_above(sheet.rows[top:r])
            start, header, r = r, other, other.last + 1
            continue
        r += 1
    stop = len(sheet.rows)
    while stop > start + header.height and _is_imprint(sheet.rows[stop - 1]):
        stop -= 1
    yield replace(sheet, rows=sheet.rows[start:stop])
    yield from _as_lines(sheet.rows[stop:])


def _is_imprint(row: SheetRow) -> bool:
    """Whether a row below a table is of the 版记: 抄送：…, or an office and the day of printing."""
    return 1 <= len(row.begun) <= 2 and any(frame.is_imprint(slot.text) for slot in row.begun)


def _title_top(sheet: Sheet, least: int, r: int) -> int:
    """Where the title of the table that begins in row r begins: lone texts right above it that are no category or note."""
    top = r
    while top > least and top > r - 4:
        cells = sheet.rows[top - 1].begun
        lines = list(_as_lines([sheet.rows[top - 1]]))
        fits = not cells or (
            len(cells) == 1
            and (frame.is_attachment_mark(lines[0]) or is_small(cells[0].text) or frame.title_length(lines, 0) == 1)
        )
        if not fits:
            break
        top -= 1
    return top
