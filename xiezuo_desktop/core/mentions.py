"""Numbers in running text, and which indicator each of them states.

A number is tied to an indicator only on plain evidence: its measure unit fits, and its value or the words around it
point to one candidate and to no other. A number that could mean two indicators is tied to none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from .measure_units import KNOWN, comparable, convert, dimension
from .names import normalise

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class TextNumber:
    """A number with its measure unit in a text, as typed, and where it stands."""

    text: str
    measure_unit: str
    start: int
    end: int

    @property
    def number(self) -> Decimal:
        """The number itself."""
        return Decimal(normalise(self.text).replace(",", ""))


@dataclass(frozen=True, slots=True)
class Candidate:
    """An indicator that a number may state: its name, measure unit, and target where that is a number."""

    name: str
    measure_unit: str
    number: Decimal | None


_TIMES = ("month", "day", "hour")
_COUNTED = sorted((u for u in KNOWN if dimension(u) not in _TIMES), key=len, reverse=True)
# Patterns are texts: re compiles each when it is first used, not when the window starts.
_QUANTITY = (
    r"(?<![0-9０-９.．A-Za-z〔第“”+＋-])(?P<number>[0-9０-９]{1,3}(?:[,，][0-9０-９]{3})+(?:[.．][0-9０-９]+)?|[0-9０-９]{1,12}(?:[.．][0-9０-９]{1,6})?)"
    rf"\s*(?P<unit>{'|'.join(map(re.escape, _COUNTED))})(?![级号次]|季|月|学期|小时|工作日|百分点|方面|层面)"
)
_SENTENCE_END = r"[，。；：,;:\n]|其中"
_HAN = r"[\u3400-\u9fff]+"
_EMPTY_WORDS = frozenset({"完成", "其中", "以上", "不低", "低于", "不少", "少于", "任务", "目标", "工作", "年度"})


def numbers_in(text: str) -> list[TextNumber]:
    """The numbers of a text that count something: 12名, 30 万元, 600人次; not years, months, document numbers, versions."""
    return [TextNumber(f["number"], f["unit"], f.start(), f.end()) for f in re.finditer(_QUANTITY, text)]


def tie(text: str, numbers: Sequence[TextNumber], candidates: Sequence[Candidate]) -> list[int | None]:
    """For each number of a text the place of the candidate that it states, or None where that is not plain."""
    return [_one(_words_around(text, number), number, candidates) for number in numbers]


def _one(words: set[str], number: TextNumber, candidates: Sequence[Candidate]) -> int | None:
    fitting = [i for i, c in enumerate(candidates) if comparable(number.measure_unit, c.measure_unit)]
    if not fitting:  # 3对 of hospitals beside a target of 3 个
        fitting = [i for i, c in enumerate(candidates) if _pairs(number.measure_unit, c.measure_unit)]
    likeness = {i: len(words & _pairs_of_letters(candidates[i].name)) for i in fitting}
    equal = [i for i in fitting if _states(number, candidates[i])]
    if len(equal) == 1 and (likeness[equal[0]] or len(fitting) == 1):
        return equal[0]
    if equal:
        return _best(equal, likeness, 2)
    if dimension(number.measure_unit) == "money" and len(fitting) == 1 and likeness[fitting[0]]:
        return fitting[0]
    return _best(fitting, likeness, 2)


def _best(places: list[int], likeness: dict[int, int], least: int) -> int | None:
    """The place that is more alike than every other, or None."""
    ranked = sorted(places, key=lambda i: -likeness[i])
    if not ranked or likeness[ranked[0]] < least:
        return None
    return None if len(ranked) > 1 and likeness[ranked[1]] == likeness[ranked[0]] else ranked[0]


def _states(number: TextNumber, candidate: Candidate) -> bool:
    if candidate.number is None:
        return False
    same = convert(number.number, number.measure_unit, candidate.measure_unit)
    return (number.number if same is None else same) == candidate.number


def _pairs(one: str, other: str) -> bool:
    return {dimension(one), dimension(other)} == {"pair", "thing"}


def _words_around(text: str, number: TextNumber) -> set[str]:
    """The pairs of letters in the part of the sentence that the number stands in."""
    before = re.split(_SENTENCE_END, text[: number.start])[-1] or ""
    after = re.split(_SENTENCE_END, text[number.end :])[0] or ""
    return _pairs_of_letters(before) | _pairs_of_letters(after)


def _pairs_of_letters(text: str) -> set[str]:
    return {run[i : i + 2] for run in re.findall(_HAN, text) for i in range(len(run) - 1)} - _EMPTY_WORDS
