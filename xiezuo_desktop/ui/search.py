"""Finding names by their words or by the initials of their pinyin: nyncj finds 区农业农村局."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


def plain(text: str) -> str:
    """A text as it is compared: one width, no blanks, lower case."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


@lru_cache(maxsize=20_000)
def initials(text: str) -> str:
    """The first letters of the pinyin of a text; other characters stand as they are."""
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(plain(text), style=Style.FIRST_LETTER, errors="default"))


class Finder:
    """Says whether a query is found in texts. Latin letters are also compared with pinyin initials."""

    def matches(self, query: str, *texts: str) -> bool:
        """Whether the query stands in one of the texts."""
        wanted = plain(query)
        if any(wanted in plain(text) for text in texts):
            return True
        return wanted.isascii() and wanted.isalnum() and any(wanted in initials(text) for text in texts if text)
