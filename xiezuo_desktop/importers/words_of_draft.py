"""All words that stand in a draft: what a reader says it has placed is looked for here."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import fields, is_dataclass, replace
from datetime import date
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any
from unicodedata import category

from ..core.names import normalise
from .gather import ROLE_OF_WORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .draft import Draft

_LABELS = re.compile(r"^(?:附[件表]\d*|抄[送报]|主送|备注|附注|签发人)(?=[:：])|(?:印发|等)$")
_WORD = re.compile(r"\w+(?:(?<=\d)\.(?=\d)\w+)*")  # 20.5 is one word
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_LONGEST_NUMBER = 24  # characters, with commas
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_ROLES = re.compile(rf"(?:{'|'.join(ROLE_OF_WORD)})(?:责任)?(?:单位|部门)?")


class Words:
    """All words that stand in a draft, and in what is known to be left over, to ask whether a text is among them."""

    def __init__(self, draft: Draft, left: Iterable[str] = ()) -> None:
        texts: list[str] = list(left)
        _gather_texts(replace(draft, paper=None, source="", guesses=(), other_headers=()), texts, set())
        self._often = Counter(texts)
        self._as_they_are = self._often.keys()

    @cached_property
    def _texts(self) -> frozenset[str]:
        return frozenset(map(_compared, self._as_they_are))

    @cached_property
    def _all(self) -> str:
        return "\0".join(self._texts)

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(word for t in self._texts for word in _WORD.findall(t))

    def often(self, text: str) -> int:
        """How often a text stands there as it is."""
        return self._often.get(text, 0)

    @property
    def figures(self) -> Counter[str]:
        """How often each number stands there as a text of its own."""
        out: Counter[str] = Counter()
        for text, often in self._often.items():
            if number := is_number(text):
                out[number] += often
        return out

    @property
    def numbers(self) -> Counter[str]:
        """How often each number stands there as a whole number, by itself or among words."""
        return numbers_in(self._often)

    def hold(self, text: str) -> bool:
        """Whether every word of a text stands in the draft, whole or within another; labels and roles (抄送：, 牵头：) need not."""
        if text in self._as_they_are or _compared(text) in self._texts:
            return True
        apart = _THOUSANDS.sub("", re.sub(r"[①-⑳⑴-⒇⒈-⒛]", " ", text))
        parts = [_LABELS.sub("", normalise(line)) for line in re.split(r"[\n、，,；;]|\s+", apart)]
        words = [word for part in parts for word in _WORD.findall(part)]
        if not words:
            return not any(category(c)[0] == "S" for c in text) or normalise(text) in self._all  # √ and ★ say something
        named = [word for word in words if not _ROLES.fullmatch(word)] or words
        return all(word in self._words or self._within(word) or self._hold_pieces(word) for word in named)

    def _within(self, word: str) -> bool:
        """Whether a word stands within another; a number does only whole: 32 is not in 132, 320 or 32.5."""
        if word not in self._all:
            return False
        if not (word[0].isdigit() or word[-1].isdigit()):
            return True
        before = r"(?<!\d)(?<!\d\.)" if word[0].isdigit() else ""
        behind = r"(?!\.?\d)" if word[-1].isdigit() else ""
        return re.search(f"{before}{re.escape(word)}{behind}", self._all) is not None

    def _hold_pieces(self, word: str) -> bool:
        """甲镇20 may stand in the draft as 甲镇 and 20, 组织领导15分 as 组织领导 and 15."""
        pieces = re.findall(r"\d+(?:\.\d+)?分?|[^\d.]+", word)
        return (len(pieces) > 1 or word.endswith("分")) and all(
            p in self._words or p.removesuffix("分") in self._words for p in pieces
        )


def numbers_in(texts: Mapping[str, int]) -> Counter[str]:
    """How often each number stands in texts that stand so often themselves; 1,200 is 1200."""
    out: Counter[str] = Counter()
    for text, often in texts.items():
        if text.isdecimal() and text.isascii():
            out[text] += often
        elif not text.isalpha():
            for number in _NUMBER.findall(_compared(text)):
                out[number] += often
    return out


def is_number(text: str) -> str:
    """The number that a text is, as it is counted; "" for any other text."""
    if text.isdecimal() and text.isascii():
        return text
    if not text[:1] or text[0].isalpha() or len(text) > _LONGEST_NUMBER:
        return ""
    found = _NUMBER.fullmatch(_compared(text).lstrip("-"))
    return found[0] if found else ""


def _compared(text: str) -> str:
    """A text as it is looked for: a figure is the same with and without commas between its thousands."""
    return _THOUSANDS.sub("", normalise(text))


def _gather_texts(value: Any, out: list[str], seen: set[int]) -> None:
    """Add all texts of a part of a draft to a list; `seen`: rows share the objects that name their units."""
    if isinstance(value, str):
        out.append(value)
    elif isinstance(value, tuple):
        for item in value:
            if id(item) not in seen:
                seen.add(id(item))
                _gather_texts(item, out, seen)
    elif isinstance(value, date):
        out.append(f"{value.year}年{value.month}月{value.day}日")
    elif value is not None and is_dataclass(value):
        kind: Any = type(value)
        for name in _names_of(kind):
            item = getattr(value, name)
            if type(item) is str:
                out.append(item)
            elif item and type(item) is not int:
                _gather_texts(item, out, seen)


@cache
def _names_of(kind: Any) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind))
