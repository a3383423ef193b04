"""Chinese numerals and printed ordinals: reading them, splitting them off a text, numbering a list anew in its own style."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

_DIGITS = "零一二三四五六七八九"
_VALUES = {c: i for i, c in enumerate(_DIGITS)} | {"〇": 0, "○": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_HAN = "零〇一二三四五六七八九十百"

# Signs that are an ordinal in one character: first sign of the row, and how many there are.
_SIGN_ROWS = (("①", 20), ("⑴", 20), ("⒈", 20), ("㈠", 10), ("㊀", 10), ("Ⅰ", 12), ("⒜", 26))
_SIGNS = {chr(ord(first) + i): (first, i + 1) for first, count in _SIGN_ROWS for i in range(count)}

_MARKS = r"[★☆◆◇●○▲△■□※*＊]"
# Patterns are texts: re compiles each when it is first used, not when the window starts.
_ORDINAL = rf"""(?x)(?P<mark>{_MARKS}*)\s{{0,3}}(?P<ordinal>
          第[{_HAN}0-9]{{1,4}}[条章项款]                            # 第一条
        | [（(]\s{{0,3}}(?:[{_HAN}]{{1,4}}|[0-9０-９]{{1,3}})\s{{0,3}}[）)]      # （一）  (1)
        | [{"".join(_SIGNS)}]                                       # ①
        | [0-9]{{1,2}}(?:\.[0-9]{{1,2}}){{1,3}}(?![0-9.．%％])        # 1.1
        | [0-9０-９]{{1,2}}(?=[.．](?:19|20)[0-9]{{2}}年)               # 1.2024年…
        | [0-9０-９]{{1,3}}(?![0-9０-９])                            # 1
        | [{_HAN}]{{1,4}}(?=[、.．\s]|$)                             # 一
        | [A-Za-z](?=[、.．)）])                                     # A.
    )(?P<stop>[、.．)）]?)(?P<blank>\s*)"""
_QUANTITY = (
    r"个(?![人体性])|名(?![单称])|家(?![庭校])|所(?![有属需])|对(?![口接外])|项(?!目)|次(?![数级])|座(?!谈)|户(?![籍外])|万(?![企村])|亿|元"
    r"|年(?!度)|月(?![度报])|日(?!常)|季(?!度)|期(?!间)|轮(?![训换])|天|[%％～~—－\-/:：+]|人(?![^\W\d_])|以[上下内]|周年"
)


_YEAR = r"(?:19|20)[0-9]{2}年"  # 1.2024年…: the first of a list


def chinese_numeral(number: int) -> str:
    """A whole number from 0 to 99,999,999 in Chinese numerals: 10 → 十, 21 → 二十一, 105 → 一百零五."""
    if not 0 <= number < 10**8:
        raise ValueError(number)
    if number >= 10000:
        high, low = divmod(number, 10000)
        gap = "零" if 0 < low < 1000 else ""
        return chinese_numeral(high) + "万" + (gap + _below_10000(low) if low else "")
    text = _below_10000(number)
    return text.removeprefix("一") if text.startswith("一十") else text


def _below_10000(number: int) -> str:
    if number == 0:
        return "零"
    out = ""
    gap = False
    for word, place in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = number // place % 10
        if digit:
            out += ("零" if gap and out else "") + _DIGITS[digit] + word
            gap = False
        else:
            gap = True
    return out


def parse_chinese_numeral(text: str) -> int | None:
    """The whole number that Chinese numerals write (十二, 二十, 一百零五, 三千, 两万, 二〇二四), or None."""
    if not text or any(c not in _VALUES and c not in _PLACES and c != "万" for c in text) or len(text) > 24:
        return None
    if all(c in _VALUES for c in text):
        return int("".join(str(_VALUES[c]) for c in text))
    high, wan, low = text.rpartition("万")
    if wan:
        if not high or "万" in high:
            return None
        above, below = _parse_section(high), _parse_section(low.removeprefix("零")) if low else 0
        return None if above is None or below is None else above * 10000 + below
    return _parse_section(text)


def _parse_section(text: str) -> int | None:
    total, digit, last = 0, None, 10000
    for c in text:
        if c in _PLACES:
            place = _PLACES[c]
            if place >= last or digit == 0 or (digit is None and (place != 10 or total)):
                return None
            total, digit, last = total + (1 if digit is None else digit) * place, None, place
        elif _VALUES[c] == 0:
            if digit:
                return None
        elif digit:
            return None
        else:
            digit = _VALUES[c]
    return total + (digit or 0)


def split_ordinal(text: str) -> tuple[str, str]:
    """The printed ordinal at the head of a text, and the rest: "27.其中：甲" → ("27", "其中：甲"); ("", text) when none.

    A full stop or 、 behind the ordinal is dropped, brackets belong to it: （一）, (1), 1）. A mark before it (★) stays with
    the rest, or with the ordinal where nothing else follows. Quantities (30 人, 2.5亿元, 1-6个月, 2024年) are no ordinals.
    """
    begun = text.lstrip()
    found = re.match(_ORDINAL, begun)
    if not found:
        return "", text
    mark, ordinal, stop, blank = found.group("mark", "ordinal", "stop", "blank")
    rest = begun[found.end() :].rstrip()
    if rest and _is_quantity(ordinal, stop, blank, rest):
        return "", text
    ordinal = re.sub(r"\s", "", ordinal)
    if stop in ("）", ")"):
        ordinal += stop
    return (ordinal, mark + rest) if rest else (mark + ordinal, "")


def _is_quantity(ordinal: str, stop: str, blank: str, rest: str) -> bool:
    plain = not stop and ordinal[-1] not in "）)条章项款" and ordinal not in _SIGNS
    if plain and not blank and "." not in ordinal:
        return True  # 12个月, 帮扶 without anything that sets the number apart
    if plain or (stop in (".", "．") and not blank):
        return bool(plain and re.match(_QUANTITY, rest)) or (
            not blank and rest[0].isdigit() and not re.match(_YEAR, rest)
        )
    return False


def ordinal_value(ordinal: str) -> int | None:
    """The number of an ordinal, of its last part where it has several: （三） → 3, ② → 2, 1.12 → 12; None when it has none."""
    return _parts(ordinal)[2]


def _parts(ordinal: str) -> tuple[str, str, int | None, str]:
    """(what stands before the number, how the number is written, the number, what stands behind it)."""
    if len(ordinal) > 20:
        return ordinal, "", None, ""
    if ordinal.isdecimal():
        return "", "1", int(ordinal), ""
    for i, c in enumerate(ordinal):
        if c in _SIGNS:
            first, value = _SIGNS[c]
            return ordinal[:i], first, value, ordinal[i + 1 :]
    if found := re.search(r"([0-9０-９]+)(\D*)$", ordinal):
        return ordinal[: found.start()], "1", int(found[1]), found[2]
    if found := re.search(rf"([{_HAN}]+)([^{_HAN}]*)$", ordinal):
        return ordinal[: found.start()], "一", parse_chinese_numeral(found[1]), found[2]
    if found := re.search(r"([A-Za-z])([^A-Za-z]*)$", ordinal):
        base = "A" if found[1].isupper() else "a"
        return ordinal[: found.start()], base, ord(found[1]) - ord(base) + 1, found[2]
    return ordinal, "", None, ""


def _write(before: str, style: str, number: int, behind: str) -> str:
    if style == "一":
        text = chinese_numeral(number)
    elif style in ("A", "a"):
        text = chr(ord(style) + number - 1) if number <= 26 else str(number)
    elif (
        style in _SIGNS and chr(ord(style) + number - 1) in _SIGNS and _SIGNS[chr(ord(style) + number - 1)][0] == style
    ):
        text = chr(ord(style) + number - 1)
    elif style in _SIGNS and style != "⒈":
        text = f"({number})"
    else:
        text = str(number)
    return before + text + behind


def next_ordinal(ordinal: str) -> str:
    """The ordinal behind this one, in its style: 27 → 28, （一） → （二）, 1.9 → 1.10; "" for a row without a number."""
    before, style, value, behind = _parts(ordinal)
    return "" if value is None else _write(re.sub(rf"^{_MARKS}+", "", before), style, value + 1, behind)


def restarts(ordinals: Sequence[str], homes: Sequence[Hashable] = ()) -> bool:
    """Whether a list counts from 1 again in every home (category), judged by the numbers that occur twice."""
    if not homes:
        homes = [0] * len(ordinals)
    seen: dict[tuple[str, str, str], dict[int, int]] = {}
    firsts: dict[tuple[str, str, str], set[Hashable]] = {}
    for ordinal, home in zip(ordinals, homes, strict=True):
        before, style, value, behind = _parts(ordinal)
        if value is None:
            continue
        shape = (_unmarked(before), style, behind)
        counts = seen.setdefault(shape, {})
        counts[value] = counts.get(value, 0) + 1
        if value == 1:
            firsts.setdefault(shape, set()).add(home)
    twice = any(sum(n > 1 for n in counts.values()) >= 2 for counts in seen.values())
    return twice or any(len(found) > 1 for found in firsts.values())


def renumber(ordinals: Sequence[str], homes: Sequence[Hashable] = (), *, restart: bool | None = None) -> list[str]:
    """The ordinals of rows in their new order, counted anew from 1, each in its own style.

    Rows without a number stay without one; marks and brackets stay. `homes` says of each row which category it stands in;
    `restart` whether each category counts from 1 (None: as `restarts` judges). A row numbered below another (1.2, or （2）
    below 3) counts below the number above it.
    """
    if not homes:
        homes = [0] * len(ordinals)
    again = restarts(ordinals, homes) if restart is None else restart
    counters: dict[tuple[str, str, int], int] = {}
    depths: list[tuple[str, str, int]] = []  # the shapes in use, outer ones first
    above = ""
    home: Hashable = None
    out = []
    for i, (ordinal, here) in enumerate(zip(ordinals, homes, strict=True)):
        before, style, value, behind = _parts(ordinal)
        if value is None:
            out.append(ordinal)
            continue
        if again and i and here != home:
            counters.clear()
        home = here
        level = before.count(".")
        shape = (style, ("" if level else _unmarked(before)) + behind, level)
        if shape in depths:
            for inner in depths[depths.index(shape) + 1 :]:
                counters.pop(inner, None)
        else:
            depths.append(shape)
        counters[shape] = counters.get(shape, 0) + 1
        if level and above.count(".") >= level - 1:
            before = ".".join(above.split(".")[:level]) + "."
        written = _write(before, style, counters[shape], behind)
        above = written if style == "1" else above
        out.append(written)
    return out


def _unmarked(before: str) -> str:
    return re.sub(_MARKS, "", before)
