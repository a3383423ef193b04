"""Two wordings of one text, with what differs marked: taken away struck through in red, put in underlined in green."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from xiezuo_desktop.ui.theme import TOKENS

if TYPE_CHECKING:
    from collections.abc import Iterator

# Digits and Latin words stay whole: 350 → 380 is one change and not two; Chinese is compared character by character.
_PIECES = re.compile(r"\d[\d,.]*%?|[A-Za-z]+|\s+|.", re.DOTALL)
LONGEST = 4000  # pieces that are compared; of longer texts each stands as a whole


class Piece(NamedTuple):
    """A stretch of text: "same", "out" (only in the first) or "in" (only in the second)."""

    kind: str
    text: str


def pieces(before: str, after: str) -> list[Piece]:
    """What makes one text of the other."""
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    if len(old) + len(new) > LONGEST:
        return [Piece("out", before), Piece("in", after)] if before != after else [Piece("same", before)]
    return [piece for piece in _walk(old, new) if piece.text]


def _walk(old: list[str], new: list[str]) -> Iterator[Piece]:
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece("same", "".join(old[a:b]))
            continue
        yield Piece("out", "".join(old[a:b]))
        yield Piece("in", "".join(new[c:d]))


def as_html(before: str, after: str) -> str:
    """The same as rich text for a label."""
    styles = {
        "out": f"color:{TOKENS['bad']};background:{TOKENS['bad_ground']};text-decoration:line-through",
        "in": f"color:{TOKENS['ok']};background:{TOKENS['ok_ground']};text-decoration:underline",
    }
    out = []
    for kind, text in pieces(before, after):
        words = escape(text).replace("\n", "<br>")
        out.append(words if kind == "same" else f'<span style="{styles[kind]}">{words}</span>')
    return "".join(out)
