"""V24, of targets for parts of the year: they can be read, they do not fall, and the last one is the target of the year."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from ..numbers import shown
from ..progress import EXACT, HUNDRED
from ..stages import MONTHS, read_stages, target_number
from .facts import amount

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from ..records import Indicator
    from ..stages import Stage
    from .facts import Facts
    from .problem import Problem


def stages_lead_to_the_target(facts: Facts) -> Iterator[Problem]:
    """V24: stages are cumulative (or add up), so none falls, none exceeds the target, and that of December is the target."""
    for indicator in facts.plan.indicators:
        if not indicator.stages.strip():
            continue
        read = read_stages(indicator)
        for piece in read.unread:
            said = f"阶段目标里的“{piece}”没有读出到什么时候、多少；写成“一季度20；上半年50”这样。"
            yield facts.problem("V24", "hint", indicator, said, piece)
        for before, after in pairwise(read.stages):
            if before.share == after.share and after.number < before.number:
                said = f"阶段目标：到{after.month}月{_text(indicator, after)}，比到{before.month}月的{_text(indicator, before)}少。"
                yield facts.problem("V24", "warning", indicator, said, after.month, after.number)
        yield from _against_the_target(facts, indicator, read.stages)


def _against_the_target(facts: Facts, indicator: Indicator, stages: tuple[Stage, ...]) -> Iterator[Problem]:
    target = target_number(indicator)
    if target is None or not stages or indicator.direction in ("down", "yes_no"):
        return
    last = stages[-1]
    reached = EXACT.multiply(target, last.number) if last.share else last.number
    if reached > target or (last.month == MONTHS and reached != target):
        unit = indicator.measure_unit
        said = f"阶段目标：到{last.month}月{_text(indicator, last)}，年度目标是{amount(target, unit)}。"
        yield facts.problem("V24", "warning", indicator, said, last.number, target)


def _text(indicator: Indicator, stage: Stage) -> str:
    if stage.share:
        share: Decimal = EXACT.multiply(stage.number, HUNDRED)
        return f"{shown(share)}%"
    return amount(stage.number, indicator.measure_unit)
