"""Targets of parts of the year, as papers write them: 一季度20；上半年50；三季度80. They say how far an indicator should be by when."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from .measure_units import convert
from .numbers import read_target
from .ordinals import parse_chinese_numeral
from .progress import EXACT, HUNDRED, NOUGHT, ONE

if TYPE_CHECKING:
    from .records import Indicator

MONTHS = 12
_N = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
_WHEN = re.compile(
    rf"(?:截至|到|至)?(?:"
    rf"(?P<first>前(?P<many>[一二两三1-4])个?季度?)|第?(?P<quarter>[一二三四1-4])个?季度?|(?P<half>上半年|半年)"
    rf"|(?P<year>全年|年底|年末)|(?P<span>1-|一至|1至)?(?P<month>{_N})月份?)(?:末|底|前|止)*"
)
_WORDS = re.compile(r"^(?:累计|目标|任务|计划|完成|达到|数|值|为|是|[:：,，\s])+")


@dataclass(frozen=True, slots=True)
class Stage:
    """What is to be reached by the end of a month: a number in the indicator's unit, or a `share` of the target."""

    month: int
    number: Decimal
    share: bool = False
    cumulative: bool = False  # the words say so: 上半年, 前三季度


@dataclass(frozen=True, slots=True)
class Stages:
    """The stages of a text in the order of time, and the pieces of it that say none."""

    stages: tuple[Stage, ...]
    unread: tuple[str, ...] = ()


def read_stages(indicator: Indicator) -> Stages:
    """The stages that an indicator's text states, as cumulative figures.

    Where the text names quarters or months alone and their figures fall, or add up to the target of the year, each is what
    its own part of the year has to bring.
    """
    found: dict[int, Stage] = {}
    unread = []
    for piece in filter(None, (p.strip() for p in re.split(r"[；;。\n]|[，,、](?!\d{3}(?!\d))", indicator.stages))):
        stage = _stage(piece, indicator.measure_unit)
        if stage is None or stage.month in found:
            unread.append(piece)
        else:
            found[stage.month] = stage
    return Stages(_cumulated([found[month] for month in sorted(found)], target_number(indicator)), tuple(unread))


def _stage(piece: str, measure_unit: str) -> Stage | None:
    folded = unicodedata.normalize("NFKC", piece).replace("—", "-").replace("–", "-").replace("~", "-")
    when = _WHEN.match("".join(folded.split()))
    if when is None:
        return None
    value = read_target(_WORDS.sub("", "".join(folded.split())[when.end() :]))
    month = _month(when)
    if value.kind != "number" or value.number is None or value.number < 0 or month is None:
        return None
    cumulative = bool(when["first"] or when["half"] or when["year"] or when["span"])
    if value.measure_unit == "%" and measure_unit.strip() != "%":
        return Stage(month, EXACT.divide(value.number, HUNDRED), share=True, cumulative=cumulative)
    number = value.number
    if value.measure_unit and measure_unit.strip():
        converted = convert(number, value.measure_unit, measure_unit)
        if converted is None:
            return None
        number = converted
    return Stage(month, number, cumulative=cumulative)


def _month(when: re.Match[str]) -> int | None:
    if when["half"]:
        return MONTHS // 2
    if when["year"]:
        return MONTHS
    text = when["many"] or when["quarter"]
    number = _whole(text or when["month"]) * (3 if text else 1)
    return number if 1 <= number <= MONTHS else None


def _whole(text: str) -> int:
    return int(text) if text.isdigit() else 2 if text == "两" else parse_chinese_numeral(text) or 0


def target_number(indicator: Indicator) -> Decimal | None:
    """The target of the year in the indicator's unit; None where it is no number."""
    value = read_target(indicator.target, indicator.target_reading)
    if value.kind != "number" or value.number is None:
        return None
    if value.measure_unit and indicator.measure_unit.strip():
        return convert(value.number, value.measure_unit, indicator.measure_unit)
    return value.number


def _cumulated(stages: list[Stage], target: Decimal | None) -> tuple[Stage, ...]:
    plain = len(stages) > 1 and not any(s.cumulative for s in stages) and len({s.share for s in stages}) == 1
    falls = any(b.number < a.number for a, b in pairwise(stages))
    whole = ONE if stages and stages[0].share else target
    if not plain or not (falls or sum(s.number for s in stages) == whole):
        return tuple(stages)
    out, so_far = [], NOUGHT
    for stage in stages:
        so_far = EXACT.add(so_far, stage.number)
        out.append(replace(stage, number=so_far))
    return tuple(out)


def stage_pace(indicator: Indicator, month: int) -> Decimal | None:
    """The share of the target that is due by the end of a month, evenly from one stage to the next; None without stages.

    Before the first stage and behind the last one the way is even from nothing and to the whole target in December.
    """
    if not indicator.stages.strip():
        return None
    target = target_number(indicator)
    if target is None or target <= 0:
        return None
    stages = read_stages(indicator).stages
    shares = [(s.month, s.number if s.share else EXACT.divide(s.number, target)) for s in stages]
    if not shares:
        return None
    if shares[-1][0] < MONTHS:
        shares.append((MONTHS, ONE))
    before, reached = 0, NOUGHT
    for at, share in shares:
        if month <= at:
            gained = EXACT.multiply(EXACT.subtract(share, reached), Decimal(max(month, 0) - before))
            return EXACT.add(reached, EXACT.divide(gained, Decimal(at - before)))
        before, reached = at, share
    return reached
