"""The account of a paper is closed: what readers ticked off is looked up in the draft, and every figure is counted.

A reader may be wrong about what it placed: a row of sums that it dropped, a second column of the same unit. Whatever
cannot be found again is left over, so that nothing depends on a reader being right.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from ..core.names import normalise
from .words_of_draft import Words, is_number, numbers_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .draft import Draft, DraftAllocation, DraftColumn, DraftIndicator
    from .ledger import Ledger, Text

_GONE = "读入后没有找到这些文字"
_MARK = re.compile(
    r"附\s*[件表录]?\s*[\d一二三四五六七八九十]*\s*[:：]?|印发|共印"
)  # what follows is an attachment, or the foot of a paper
_FRAME = "表头、页码一类的字，计划里没有对应的内容"


def one_amount_each(indicator: DraftIndicator) -> DraftIndicator:
    """An indicator with one amount for each unit and partner, the first that the paper says: a plan has one place for it."""
    named: dict[tuple[str, str], DraftAllocation] = {}
    for allocation in indicator.allocations:
        named.setdefault((normalise(allocation.unit), normalise(allocation.partner)), allocation)
    if len(named) == len(indicator.allocations):
        return indicator
    return replace(indicator, allocations=tuple(named.values()))


def one_caption_each(columns: Iterable[DraftColumn]) -> tuple[DraftColumn, ...]:
    """One caption for each field of each kind of table, the first that the paper says: a plan prints one table of a kind."""
    named: dict[tuple[str, str], DraftColumn] = {}
    for column in columns:
        named.setdefault((column.table, column.field), column)
    return tuple(named.values())


def close_account(ledger: Ledger, draft: Draft, unknown: str) -> None:
    """Leave over what does not stand in the draft; `unknown` is the reason where nobody knows what the paper is."""
    reason = unknown if draft.kind == "unknown" else _GONE
    words = Words(draft)
    for text in ledger.taken:
        if not words.hold(text.text):
            named = text.place is not None and ledger.rows.get(text.place) == "header"
            ledger.leave(_FRAME if named else reason, text, way="frame" if named else "")
    missing = [text for text in ledger.repeated if not _MARK.fullmatch(text.text.strip()) and not words.hold(text.text)]
    beside = Words(draft, [left.text for left in ledger.left]) if missing else words
    for text in missing:
        if not beside.hold(text.text):
            ledger.leave(_FRAME, text, way="frame")
    _count_figures(ledger, words)


def _count_figures(ledger: Ledger, words: Words) -> None:
    """Every cell that is a number stands in the draft as often as in the paper, beside the numbers within its other texts."""
    cells = Counter([t.text for t in ledger.texts if t.place is not None])
    rare = {number for text, often in cells.items() if words.often(text) < often and (number := is_number(text))}
    if not rare:
        return  # so it is in nearly every paper: nothing else needs to be counted
    figures: Counter[str] = Counter()
    for text, often in cells.items():
        if (number := is_number(text)) in rare:
            figures[number] += often
    left = [left.text for left in ledger.left]
    alone = words.figures + Counter(n for text in left for n in [is_number(text)] if n)
    short = {n for n, often in figures.items() if alone[n] < often}
    if not short:
        return
    others = {t.text for t in ledger.texts if t.place is None or not is_number(t.text)}
    others = {text for text in others if not _MARK.fullmatch(text.strip())}
    beside = numbers_in(Counter(others))
    held = words.numbers + numbers_in(Counter(left))
    for number in short:
        missing = figures[number] + beside[number] - held[number]
        if missing > 0:
            texts = [t for t in ledger.texts if t.place is not None and is_number(t.text) == number]
            _leave_figures(ledger, number, texts, min(missing, len(texts)))


def _leave_figures(ledger: Ledger, number: str, texts: list[Text], missing: int) -> None:
    """Leave over as many cells of a number as are missing: those first that nobody put into a row of the plan."""
    some = f"表里有 {len(texts)} 处“{number}”，读入后少了 {missing} 处，请核对"
    reason = some if missing < len(texts) else "读入后没有找到这个数，请核对"
    placed = [t for t in texts if not ledger.is_left(t)]
    placed.sort(key=lambda t: (not ledger.is_skipped(t), ledger.rows.get(t.place or (0, 0)) in ("data", "subset")))
    for text in placed[:missing]:
        ledger.leave(reason, text)
