"""Numbers in the clauses of a task book, tied to the indicators they state – only where words and unit leave one choice."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from ..core.measure_units import KNOWN, convert, dimension
from ..core.names import normalise
from ..core.numbers import read_target
from .draft import DraftMention
from .kinship import may_be_compared

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .draft import DraftIndicator

_UNITS = "|".join(
    sorted((re.escape(u) for u in KNOWN if dimension(u) not in ("month", "day", "hour")), key=len, reverse=True)
)
_NUMBER = re.compile(rf"(?<![\d.\-~—/年第])(\d[\d,]*(?:\.\d+)?)\s*({_UNITS})(?![月岗]|百分)")
_STOPS = re.compile(r"[，。；：、！？\n]")
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]|[（(）)]")
_COMMON = frozenset(
    re.findall(
        r"..",
        "完成确保实现达到力争不少少于不低低于以上新增开展组织帮助工作协作任务指标年度全年人数情况个数人次其中不含个月以内",
    )
)


@dataclass(frozen=True, slots=True)
class _Candidate:
    index: int
    words: frozenset[str]
    measure_unit: str
    number: Decimal | None
    units: frozenset[str]


class Tying:
    """The indicators of a draft, ready to be compared with the numbers of clauses."""

    def __init__(self, indicators: Sequence[DraftIndicator]) -> None:
        self._sums: dict[str, int | None] = {}
        self._candidates = [
            _Candidate(
                i,
                _words(indicator.name),
                indicator.measure_unit,
                read_target(indicator.target).number,
                frozenset(normalise(r.unit) for r in indicator.responsibilities),
            )
            for i, indicator in enumerate(indicators)
        ]

    def mentions(self, text: str, unit: str) -> tuple[DraftMention, ...]:
        """The numbers with measure units in a clause of this unit's chapter."""
        out = []
        for found in _NUMBER.finditer(text):
            number = Decimal(found[1].replace(",", ""))
            context = _context(text, found.start(), found.end())
            out.append(DraftMention(found[1], found[2], self._indicator(number, found[2], context, unit)))
        return tuple(out)

    def _indicator(self, number: Decimal, measure_unit: str, context: str, unit: str) -> int | None:
        """The one indicator that shares most words with the context; the same number counts, another unit's row does not."""
        words = _words(context)
        key = normalise(unit)
        only = self._only_sum(key) if dimension(measure_unit) == "money" else None
        scored: list[tuple[float, int]] = []
        for c in self._candidates:
            shared = len(words & c.words)
            if not shared or not _same_kind(measure_unit, c.measure_unit):
                continue
            same = c.number is not None and _equal(number, measure_unit, c)
            own = key in c.units
            if (same and shared >= 2) or (own and (same or shared >= 2 or c.index == only)):
                scored.append((shared + 3 * same + 2 * own, c.index))
        scored.sort(reverse=True)
        if not scored or (len(scored) > 1 and scored[0][0] == scored[1][0]):
            return None
        return scored[0][1]

    def _only_sum(self, unit: str) -> int | None:
        """The unit's one indicator of money, or None where it answers for none or for several."""
        if unit not in self._sums:
            found = [c.index for c in self._candidates if unit in c.units and dimension(c.measure_unit) == "money"]
            self._sums[unit] = found[0] if len(found) == 1 else None
        return self._sums[unit]


@lru_cache(maxsize=1024)
def _same_kind(one: str, other: str) -> bool:
    """人次 is not 人; 个, 对, 所 and 家 count the same things."""
    a, b = dimension(one), dimension(other)
    if a == b:
        return True
    counted = {"thing", "pair"}
    return a in counted and b in counted and may_be_compared(one, other)


def _equal(number: Decimal, measure_unit: str, candidate: _Candidate) -> bool:
    there = convert(number, measure_unit, candidate.measure_unit)
    return candidate.number in (number if there is None else there, there)


def _context(text: str, start: int, end: int) -> str:
    """The words around a number up to the nearest stops, without what stands in brackets."""
    stops = [m.end() for m in _STOPS.finditer(text, 0, start)]
    after = _STOPS.search(text, end)
    ahead = text[stops[-1] if stops else 0 : start]
    return _BRACKETS.sub(" ", f"{ahead} {text[end : after.start() if after else len(text)]}")


def _words(text: str) -> frozenset[str]:
    """Pairs of neighbouring characters and whole numbers: what two wordings of one thing have in common."""
    out: set[str] = set()
    for run in re.findall(r"[\u4e00-\u9fff]+|\d+(?:-\d+)?个月", normalise(text)):
        out.update([run] if run[0].isdigit() else _pairs(run))
    return frozenset(out - _COMMON)


def _pairs(run: str) -> Iterable[str]:
    return (run[i : i + 2] for i in range(len(run) - 1))
