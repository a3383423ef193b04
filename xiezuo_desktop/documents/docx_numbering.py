"""Automatic numbering of .docx: the ordinal that a reader of the paper sees, counted as Word counts it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from .docx_names import w

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

DIGITS = "〇一二三四五六七八九"
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
FORMAL = str.maketrans("〇一二三四五六七八九十百千万", "零壹贰叁肆伍陆柒捌玖拾佰仟萬")
DEEPEST = 9


def counted(n: int) -> str:
    """A whole number from 0 to 99999 as it is counted in Chinese: 十, 十一, 二十, 一百零一."""
    if not 0 <= n < 100_000:
        return str(n)
    if n < 10:
        return DIGITS[n] if n else "零"
    out, zero = "", False
    for unit, name in ((10_000, "万"), (1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, n = divmod(n, unit)
        if digit:
            out += ("零" if zero and out else "") + DIGITS[digit] + name
        zero = not digit
    return out.removeprefix("一") if out.startswith("一十") else out


def counted_in_full(n: int) -> str:
    """As `counted`, but 一十二 for 12, as spreadsheets and legal numbers have it."""
    text = counted(n)
    return "一" + text if text.startswith("十") else text


def formal(n: int) -> str:
    """壹拾贰 for 12."""
    return counted_in_full(n).translate(FORMAL)


def _roman(n: int) -> str:
    out = ""
    for value, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ["M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"],
        strict=True,
    ):
        out, n = out + sign * (n // value), n % value
    return out


def _letter(n: int) -> str:
    """Word's letters: a … z, aa, bb …"""
    return chr(97 + (n - 1) % 26) * min((n - 1) // 26 + 1, 20) if n > 0 else ""


def _among(signs: str) -> Callable[[int], str]:
    return lambda n: signs[(n - 1) % len(signs)] if n > 0 else str(n)


def _block(first: int, last: int) -> Callable[[int], str]:
    """Signs that stand in Unicode one after the other; beyond them, plain digits."""
    return lambda n: chr(first + n - 1) if 0 < n <= last - first + 1 else str(n)


FORMATS: Mapping[str, Callable[[int], str]] = {
    "decimalZero": lambda n: f"{n:02d}",
    "decimalFullWidth": lambda n: str(n).translate({48 + d: 0xFF10 + d for d in range(10)}),
    "decimalFullWidth2": lambda n: str(n).translate({48 + d: 0xFF10 + d for d in range(10)}),
    "upperRoman": lambda n: _roman(min(n, 3999)),
    "lowerRoman": lambda n: _roman(min(n, 3999)).lower(),
    "upperLetter": lambda n: _letter(n).upper(),
    "lowerLetter": _letter,
    "chineseCounting": counted,
    "chineseCountingThousand": counted,
    "japaneseCounting": counted,
    "taiwaneseCounting": counted,
    "taiwaneseCountingThousand": counted,
    "chineseLegalSimplified": formal,
    "ideographLegalTraditional": formal,
    "ideographDigital": lambda n: "".join(DIGITS[int(d)] for d in str(n)),
    "taiwaneseDigital": lambda n: "".join(DIGITS[int(d)] for d in str(n)),
    "japaneseDigitalTenThousand": lambda n: "".join(DIGITS[int(d)] for d in str(n)),
    "ideographTraditional": _among(STEMS),
    "ideographZodiac": _among(BRANCHES),
    "decimalEnclosedCircle": _block(0x2460, 0x2473),
    "decimalEnclosedCircleChinese": _block(0x2460, 0x2473),
    "decimalEnclosedParen": _block(0x2474, 0x2487),
    "decimalEnclosedFullstop": _block(0x2488, 0x249B),
    "ideographEnclosedCircle": _block(0x3280, 0x3289),
    "none": lambda n: "",
}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: `text` with %1 … for the counters, `restart` the level that resets it (None: any above)."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    restart: int | None = None
    all_decimal: bool = False
    style: str = ""


@dataclass(slots=True)
class _List:
    levels: dict[int, Level]
    counters: list[int | None] = field(default_factory=lambda: [None] * DEEPEST)


class Numbering:
    """The lists of a document and how far each has counted; paragraphs must be asked for in the order of the text."""

    def __init__(self, root: Any | None, number_of_style: Callable[[str], str] = lambda style: "") -> None:
        self._lists: dict[str, _List] = {}
        self._numbers: dict[str, tuple[str, dict[int, int], dict[int, Level]]] = {}
        self._begun: set[tuple[str, int]] = set()
        self._links: dict[str, str] = {}
        self._number_of_style = number_of_style
        for element in root if root is not None else ():
            if element.tag == w("abstractNum"):
                self._read_list(element)
            elif element.tag == w("num"):
                self._read_number(element)

    def label(self, number: str, depth: int) -> str:
        """The ordinal that the next paragraph of this list and level shows; "" for bullets and unknown lists."""
        found = self._resolved(number)
        if found is None or not 0 <= depth < DEEPEST:
            return ""
        a_list, starts, own_levels = found
        level = own_levels.get(depth) or a_list.levels.get(depth)
        if level is None:
            return ""
        self._count(number, depth, a_list, starts.get(depth), level)
        if level.format == "bullet":
            return ""
        levels = {**a_list.levels, **own_levels}

        def shown(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            one = levels.get(at, Level())
            count = a_list.counters[at]
            format_ = "decimal" if level.all_decimal else one.format
            return FORMATS.get(format_, str)(one.start if count is None else count)

        return re.sub(r"%([1-9])", shown, level.text)

    def level_of_style(self, number: str, style: str) -> int:
        """The level that a paragraph style stands for in a list (a style may name its list without the level)."""
        found = self._resolved(number)
        levels = {**found[0].levels, **found[2]} if found else {}
        return next((depth for depth, level in levels.items() if level.style == style), 0)

    def _count(self, number: str, depth: int, a_list: _List, start: int | None, level: Level) -> None:
        counters = a_list.counters
        begins = start is not None and (number, depth) not in self._begun
        self._begun.add((number, depth))
        now = counters[depth]
        counters[depth] = start if begins else level.start if now is None else now + 1
        for above in range(depth):
            if counters[above] is None:
                counters[above] = a_list.levels.get(above, Level()).start
        for below in range(depth + 1, DEEPEST):
            restart = a_list.levels.get(below, Level()).restart
            if restart is None or 0 < depth + 1 <= restart:
                counters[below] = None

    def _resolved(self, number: str) -> tuple[_List, dict[int, int], dict[int, Level]] | None:
        for _ in range(5):  # a list may only refer to a style that names the real list
            if number not in self._numbers:
                return None
            list_id, starts, levels = self._numbers[number]
            if list_id not in self._links:
                return (self._lists[list_id], starts, levels) if list_id in self._lists else None
            number = self._number_of_style(self._links[list_id])
        return None

    def _read_list(self, element: Any) -> None:
        list_id = element.get(w("abstractNumId")) or ""
        link = element.find(w("numStyleLink"))
        if link is not None:
            self._links[list_id] = link.get(w("val")) or ""
        self._lists[list_id] = _List({_int(e.get(w("ilvl")), 0): _level(e) for e in element.findall(w("lvl"))})

    def _read_number(self, element: Any) -> None:
        of = element.find(w("abstractNumId"))
        starts: dict[int, int] = {}
        levels: dict[int, Level] = {}
        for override in element.findall(w("lvlOverride")):
            depth = _int(override.get(w("ilvl")), 0)
            start, level = override.find(w("startOverride")), override.find(w("lvl"))
            if level is not None:
                levels[depth] = _level(level)
            if start is not None:
                starts[depth] = _int(start.get(w("val")), 1)
        self._numbers[element.get(w("numId")) or ""] = (of.get(w("val")) if of is not None else "", starts, levels)


def _level(element: Any) -> Level:
    level = Level()
    for e in element.iter():
        value = e.get(w("val")) or ""
        if e.tag == w("start"):
            level = replace(level, start=_int(value, 1))
        elif e.tag == w("numFmt"):
            level = replace(level, format=value)
        elif e.tag == w("lvlText"):
            level = replace(level, text=value)
        elif e.tag == w("lvlRestart"):
            level = replace(level, restart=_int(value, 0))
        elif e.tag == w("isLgl"):
            level = replace(level, all_decimal=value not in ("0", "false"))
        elif e.tag == w("pStyle"):
            level = replace(level, style=value)
    return level


def _int(text: str | None, otherwise: int) -> int:
    try:
        return max(-1, min(int(text or otherwise), 1_000_000))
    except ValueError:
        return otherwise
