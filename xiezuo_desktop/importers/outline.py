"""Levels of numbering: 一、 above （一） above 1. above （1） above ① (GB/T 9704-2012 7.3.3), and texts made whole."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from ..core.names import clean_text
from ..core.ordinals import split_ordinal

_HAN = r"[一二三四五六七八九十百零〇]+"
_STYLES = (
    ("章", re.compile(r"第.+[章条章项款]")),
    ("一", re.compile(_HAN)),
    ("(一)", re.compile(rf"\({_HAN}\)")),
    ("1", re.compile(r"\d+")),
    ("(1)", re.compile(r"\(?\d+\)")),
    ("1.1", re.compile(r"\d+(?:[.\-]\d+)+")),
)
_RANKS = {"章": 0, "一": 1, "(一)": 2, "1": 3, "1.1": 4, "(1)": 4, "①": 5, "A": 5}


@lru_cache(maxsize=16384)
def ordinal_style(ordinal: str) -> str:
    """The style of a printed ordinal: 章, 一, (一), 1, 1.1, (1), ①, A; "" for none."""
    if not ordinal:
        return ""
    if ordinal.isdecimal():
        return "1"
    if re.search(r"[①-⑳⒈-⒛㈠-㈩]", ordinal):
        return "①"
    text = re.sub(r"[★☆◆◇●○▲△■□※*\s]", "", unicodedata.normalize("NFKC", ordinal))
    for style, pattern in _STYLES:
        if pattern.fullmatch(text.rstrip("、.")):
            return style
    return "A"


def rank(ordinal: str) -> int:
    """How deep an ordinal numbers: 0 for 第一章, 1 for 一、 … 5 for ①; 9 for none."""
    return style_rank(ordinal_style(ordinal))


def style_rank(style: str | None) -> int:
    """How deep a style of numbering is: 0 for 章 … 5 for ①; 9 for none."""
    return _RANKS.get(style or "", 9)


def one_line(text: str) -> str:
    """A short text (a name, a figure) in one line: the breaks and blanks of a narrow column taken out."""
    cleaned = clean_text(text)
    if "\n" not in cleaned:
        return cleaned
    lines = cleaned.split("\n")
    out = lines[0].strip()
    for line in lines[1:]:
        out = _together(out, line.strip())
    return clean_text(out)


def figure(text: str) -> str:
    """A figure in one line, without the blanks that a narrow cell forced between its digits: 4 60 → 460."""
    if text.isdecimal():
        return text
    line = one_line(text)
    return re.sub(r"(?<=[\d.,，])\s+(?=[\d.,，])", "", line) if re.fullmatch(r"[\d.,，\s]+", line) else line


def prose(text: str) -> str:
    """A longer text: breaks stay where a sentence or an item ends, those of a narrow column are taken out."""
    cleaned = clean_text(text)
    if "\n" not in cleaned:
        return cleaned
    lines = [line.strip() for line in cleaned.split("\n") if line.strip()]
    out: list[str] = []
    for line in lines:
        whole = not out or re.search(r"[。；：！？.;:!?][”’）)》]*$", out[-1]) or split_ordinal(line)[0]
        if whole:
            out.append(line)
        else:
            out[-1] = _together(out[-1], line)
    return "\n".join(out)


def _together(left: str, right: str) -> str:
    if not left or not right:
        return left or right
    latin = left[-1].isascii() and left[-1].isalnum() and right[0].isascii() and right[0].isalnum()
    return f"{left} {right}" if latin else left + right


def unbroken(text: str) -> str:
    """A title in one piece: a title may be broken over lines and blanks anywhere beside a Chinese character."""
    joined = re.sub(r"\s*\n\s*", " ", text.strip())
    return re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", joined)
