"""Page parts joined: a table that pages cut into several, a row cut in two, a paragraph cut inside a sentence."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from ..core.ordinals import split_ordinal
from ..documents.paper import Align
from .header import find_header, header_at, same_header
from .ledger import Ledger, Line, Sheet, SheetRow, Slot, Turn, is_frame_text
from .outline import ordinal_style
from .words import folded, looks_like_office

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .header import Header
    from .ledger import Piece

_SENTENCE_END = re.compile(r"[。！？；：.!?;:][”’」』）)》\"']*$|[”』》]$")
_LABELS = "牵头|责任|主办|承办|配合|协办|协助|完成|办结|分管|联系|出席|列席|参加|缺席|主持|记录|地点|主题|发送|分送"
_NEW_START = re.compile(
    rf"\s*(?:附件|附表|抄送|备注|注[:：]|主送|联系人|[-—–－]+\s*\d|[（(【]?(?:{_LABELS})[\u4e00-\u9fff]{{0,4}}\s*[:：])"
)
_LABELLED_END = re.compile(rf"[（(](?:{_LABELS})[\u4e00-\u9fff]{{0,4}}[:：].*[）)]$")
_DUTY_END = re.compile(
    r"[（(][^（）()]{2,60}(?:负责|牵头|主办|配合|协助|参与|落实)(?:[，,][^（）()]{1,20})?[）)]$"
)  # （县人社局负责）
_COMPLETE_END = re.compile(
    r"\d[日号]$|印发$|[〕\])]\d+号$|(?:文件|通知|方案|意见|办法|任务书|分解表|分工表|一览表|计划|要点|清单|说明|规定|细则|报告|决定|函)$"
)
_FULL_LINE = 20  # characters: a shorter line without any stop is no line from the middle of a paragraph
_SHORTEST_CUT = 10  # characters: a shorter line without a full stop is a heading, not the upper half of a sentence


def joined(pieces: Iterable[Piece], ledger: Ledger) -> list[Piece]:
    """The pieces of a paper with page parts of tables and paragraphs made whole again."""
    out: list[Piece] = []
    for piece in _paragraphs_joined(_without_frame(pieces, ledger)):
        last = _last_sheet(out) if isinstance(piece, Sheet) else None
        if isinstance(piece, Sheet) and last is not None:
            sheet = out[last]
            assert isinstance(sheet, Sheet)
            whole = _tables_joined(sheet, piece, ledger)
            if whole:
                out[last:] = [whole]
                continue
        out.append(piece)
    return out


def _without_frame(pieces: Iterable[Piece], ledger: Ledger) -> list[Piece]:
    """Without empty lines, and without lines that hold only a page number."""
    kept = [p for p in pieces if not isinstance(p, Line) or p.text]
    out: list[Piece] = []
    for i, piece in enumerate(kept):
        if isinstance(piece, Line):
            before, after = kept[i - 1] if i else None, kept[i + 1] if i + 1 < len(kept) else None
            at_page_end = Turn in (type(before), type(after)) or type(before) is type(after) is Sheet
            if is_frame_text(piece.text) or (at_page_end and re.fullmatch(r"\d{1,3}", folded(piece.text))):
                ledger.skip(piece)
                continue
        out.append(piece)
    return out


# --------------------------------------------------------------------------------------------------- tables


def _last_sheet(pieces: Sequence[Piece]) -> int | None:
    """The place of the table that a following table may continue: only page ends stand between."""
    for i in range(len(pieces) - 1, -1, -1):
        if isinstance(pieces[i], Sheet):
            return i
        if isinstance(pieces[i], Line):
            return None
    return None


def _tables_joined(upper: Sheet, lower: Sheet, ledger: Ledger) -> Sheet | None:
    """One sheet of two page parts, the repeated header dropped; None where they are two tables."""
    if upper.name != lower.name and looks_like_office(upper.name) and looks_like_office(lower.name):
        return None  # the sheets of two units
    first = find_header(upper)
    second = find_header(lower)
    if second is not None and second.first <= 1:
        if first is None or not same_header(first, second):
            return None
        for row in lower.rows[second.first : second.last + 1]:
            ledger.skip(*row.slots)
            ledger.tell_rows([row.place] if row.place else [], "header")
        rows = lower.rows[second.last + 1 :] if second.first == 0 else ()
        if second.first:
            return None
        return _appended(upper, lower, rows)
    if second is not None and all(len(row.begun) <= 1 for row in lower.rows[: second.first]):
        return None  # lines of its own above its header: another table, the next sheet of a book
    if abs(upper.width - lower.width) > 1 or (first is None and lower.width != upper.width):
        return None
    return _appended(upper, lower, lower.rows)


def _appended(upper: Sheet, lower: Sheet, rows: Sequence[SheetRow]) -> Sheet:
    width = max(upper.width, lower.width)
    new = [replace(row, slots=_padded(row.slots, width), opens=row.opens or i == 0) for i, row in enumerate(rows)]
    old = [replace(row, slots=_padded(row.slots, width)) for row in upper.rows]
    return Sheet((*old, *new), upper.name)


def _padded(slots: tuple[Slot, ...], width: int) -> tuple[Slot, ...]:
    return slots if len(slots) == width else (*slots, *(Slot() for _ in range(width - len(slots))))


def without_repeated_headers(sheet: Sheet, header: Header, ledger: Ledger) -> list[SheetRow]:
    """The rows below the header; where a page printed it again inside the table, it is dropped and a part opens."""
    out: list[SheetRow] = []
    words = {folded(s.text) for tier in header.tiers for s in tier}
    captions = [header.caption(c) for c in range(len(header.tiers))] if header.height == 1 else []
    r = header.last + 1
    opens = False
    while r < len(sheet.rows):
        again = header_at(sheet, r) if sheet.rows[r].said or _may_repeat(sheet.rows[r], words) else None
        height = again.height if again and same_header(header, again) else int(_says_the_same(sheet.rows[r], captions))
        if height:
            for row in sheet.rows[r : r + height]:
                ledger.skip(*row.slots)
                ledger.tell_rows([row.place] if row.place else [], "header")
            r += height
            opens = True
            continue
        row = sheet.rows[r]
        out.append(replace(row, opens=True) if opens else row)
        opens = False
        r += 1
    return out


def _says_the_same(row: SheetRow, captions: Sequence[str]) -> bool:
    """Whether a row says word for word what stands above the columns in a header of one row, whatever its words are."""
    if not captions or row.said or not row.slots or folded(row.slots[0].text) != captions[0]:
        return False
    return len(row.begun) > 1 and [folded(s.text) for s in row.slots[: len(captions)]] == captions


def _may_repeat(row: SheetRow, words: set[str]) -> bool:
    cells = row.begun
    others = 0
    for cell in cells:
        others += cell.text not in words and folded(cell.text) not in words
        if 2 * others > len(cells):
            return False
    return len(cells) > 1


# --------------------------------------------------------------------------------------------------- paragraphs


def _paragraphs_joined(pieces: list[Piece]) -> list[Piece]:
    """Lines that a page or a conversion cut inside a sentence are one paragraph again."""
    prose = _prose_styles(pieces)
    out: list[Piece | list[Line]] = []
    for piece in pieces:
        upper = _upper_half(out) if isinstance(piece, Line) else None
        if isinstance(piece, Line) and upper is not None:
            halves = out[upper]
            assert isinstance(halves, list)
            if _is_cut(halves, piece, prose):
                del out[upper + 1 :]
                halves.append(piece)
                continue
        out.append([piece] if isinstance(piece, Line) else piece)
    return [_one_line(p) if isinstance(p, list) else p for p in out]


def _one_line(halves: list[Line]) -> Line:
    if len(halves) == 1:
        return halves[0]
    text = halves[0].text
    rest = [_gap(a.text, b.text) + b.text for a, b in pairwise(halves)]
    return Line(tuple(t for line in halves for t in line.texts), "".join([text, *rest]), halves[0].paragraph)


def _prose_styles(pieces: Iterable[Piece]) -> set[str]:
    """The styles of ordinals (一、 （一） 1.) whose lines are mostly whole sentences, not headings."""
    ended: dict[str, list[bool]] = {}
    for piece in pieces:
        if isinstance(piece, Line) and (style := ordinal_style(split_ordinal(piece.text)[0])):
            ended.setdefault(style, []).append(bool(_SENTENCE_END.search(piece.text)))
    return {style for style, ends in ended.items() if sum(ends) * 2 >= len(ends)}


def _upper_half(pieces: Sequence[Piece | list[Line]]) -> int | None:
    for i in range(len(pieces) - 1, max(-1, len(pieces) - 3), -1):
        if isinstance(pieces[i], list):
            return i
        if not isinstance(pieces[i], Turn):
            return None
    return None


def _is_cut(halves: list[Line], lower: Line, prose: set[str]) -> bool:
    """Whether the lower line goes on in the sentence that the lines above left open."""
    upper, above, below = halves[0], halves[-1].text, lower.text
    if _is_inside_brackets(halves, lower):
        return True
    if len(halves) == 1 and len(folded(above)) < _SHORTEST_CUT:
        return False
    if not re.search(r"[，。；：、！？]", below) and len(folded(below)) < _FULL_LINE:
        return False
    if (
        _SENTENCE_END.search(above)
        or _LABELLED_END.search(above)
        or _DUTY_END.search(above)
        or _COMPLETE_END.search(folded(above))
        or _NEW_START.match(below)
    ):
        return False
    if any(p.align in (Align.CENTRE, Align.RIGHT) or p.bold for p in (upper.paragraph, lower.paragraph)):
        return False
    if _NEW_START.match(upper.text) or (split_ordinal(below)[0] and not above.endswith(("，", "、", ","))):
        return False
    style = ordinal_style(split_ordinal(upper.text)[0])
    if style and style in prose:
        return True
    return any(re.search(r"[。；]" if style else r"[，。；、,]", line.text) for line in halves[-2:])


def _is_inside_brackets(halves: Sequence[Line], lower: Line) -> bool:
    """Whether the lines above left a bracket open and the lower line goes on in it: （牵头单位： | 区发改局；完成时限：11月底前）."""
    above = "".join(line.text for line in halves)
    if above.count("（") + above.count("(") <= above.count("）") + above.count(")"):
        return False
    closing = re.search(r"[）)]", lower.text)
    if not closing and not above.endswith(("：", ":", "、", "，", "；")):
        return False
    looks = (halves[0].paragraph, lower.paragraph)
    plain = not any(p.align in (Align.CENTRE, Align.RIGHT) or p.bold for p in looks)
    return (
        plain
        and not split_ordinal(lower.text)[0]
        and not re.search(r"[（(]", lower.text[: closing.start() if closing else None])
    )


def _gap(above: str, below: str) -> str:
    latin = above[-1:].isascii() and above[-1:].isalnum() and below[:1].isascii() and below[:1].isalnum()
    return " " if latin and not (above[-1].isdigit() and below[0].isdigit()) else ""
