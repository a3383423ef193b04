"""Finding names by their words or by the initials of their pinyin: nyncj finds 区农业农村局."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_RUNS = re.compile(r"([\x00-\x7f]+)")


def plain(text: str) -> str:
    """A text as it is compared: one width, no blanks, lower case."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def initials(text: str) -> str:
    """The first letters of the pinyin of a text; other characters stand as they are."""
    return "".join(run if run.isascii() else _initials_of_run(run) for run in _RUNS.split(plain(text)))


@lru_cache(maxsize=50_000)
def _initials_of_run(run: str) -> str:
    """Those of a run without ASCII; names that differ in their figures only share their runs."""
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(run, style=Style.FIRST_LETTER, errors="default"))


class Finder:
    """Says whether a query is found in texts. Latin letters are also compared with pinyin initials."""

    def matches(self, query: str, *texts: str) -> bool:
        """Whether the query stands in one of the texts."""
        wanted = plain(query)
        if any(wanted in plain(text) for text in texts):
            return True
        return wanted.isascii() and wanted.isalnum() and any(wanted in initials(text) for text in texts if text)
