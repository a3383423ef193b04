"""The rules of a drafted scheme: proposed from the text of each item, and told in words so that a person can check them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from ..core.numbers import shown
from ..core.scoring.reading import most_points, read_rule, rule_part
from ..core.scoring.rules import KINDS, points_of, write_rule
from .draft import DraftScoreItem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .draft import DraftScoreGroup


_TAKES_OFF = re.compile(r"[扣减]分")  # a group of items that give nothing: 扣分项
_OFF = re.compile(r"扣[减除]?\s*[\d一二三四五六七八九十]")
_GIVES = re.compile(r"[得计加给赋记奖占]\s*[\d一二三四五六七八九十]+(?:\.\d+)?\s*分|满分|[得计]分")


def with_rules(groups: Sequence[DraftScoreGroup], told: list[str]) -> tuple[DraftScoreGroup, ...]:
    """The groups with the rules of their items; what was understood, and what is in doubt, is added to `told`."""
    numbers = Counter(item.ordinal for group in groups for item in group.items)
    out = tuple(
        replace(group, items=tuple(_ruled(item, told, group, numbers) for item in group.items)) for group in groups
    )
    kinds = Counter(KINDS[k] for group in out for item in group.items if (k := _kind(item.rule)))
    if kinds:
        listed = "、".join(f"{kind}{n}项" for kind, n in kinds.items())
        told.append(f"计分规则按文字读作：{listed}，请逐项核对")
    return out


def _ruled(item: DraftScoreItem, told: list[str], group: DraftScoreGroup, numbers: Mapping[str, int]) -> DraftScoreItem:
    """An item with its rule, and the parts that the rule names. `numbers`: how often each number of an item stands there."""
    if item.parts:
        parts = tuple(_ruled_part(item, part, told) for part in item.parts)
        known = [p for part in parts if (p := points_of(part.points)) is not None]
        points = item.points or (shown(sum(known, Decimal(0))) if len(known) == len(parts) else "")
        return replace(item, rule='{"kind": "composite"}', parts=parts, points=points)
    text = rule_part(item.standard) or item.standard or rule_part(item.content)
    known_by_number = item.ordinal and numbers.get(item.ordinal) == 1
    label = f"第{item.ordinal}项" if known_by_number else f"“{(item.name or item.content)[:16]}”"
    if not text:
        told.append(f"{label}没有写明计分规则，由人评定")
        return item
    worth = points_of(item.points)
    reading = read_rule(text, worth, takes_off=worth is None and _takes_off(group, text))
    told.append(f"{label}读作“{KINDS[reading.rule.kind]}”：{reading.words}")
    told += [f"{label}：{doubt}" for doubt in reading.doubts]
    parts = tuple(
        DraftScoreItem(name=p.name, points="" if p.points is None else shown(p.points), rule=write_rule(p.rule))
        for p in reading.parts
    )
    most = most_points(reading.rule) if not item.points else None
    points = item.points or (shown(most) if most else "")  # what only takes off has none
    return replace(item, rule=write_rule(reading.rule), parts=parts, points=points)


def _takes_off(group: DraftScoreGroup, text: str) -> bool:
    """Whether an item without points only takes points off: its group is called so, or there are none it could be given."""
    if _TAKES_OFF.search(group.name):
        return True
    return not group.points and bool(_OFF.search(text)) and not _GIVES.search(text)


def _ruled_part(item: DraftScoreItem, part: DraftScoreItem, told: list[str]) -> DraftScoreItem:
    text = rule_part(part.standard) or part.standard or rule_part(part.content) or rule_part(part.name)
    text = text or rule_part(item.standard) or rule_part(item.content)
    if not text:
        return part
    reading = read_rule(text, points_of(part.points))
    told.append(f"“{part.name[:16]}”读作“{KINDS[reading.rule.kind]}”：{reading.words}")
    most = most_points(reading.rule)
    return replace(part, rule=write_rule(reading.rule), points=part.points or ("" if most is None else shown(most)))


def _kind(rule: str) -> str:
    found = re.match(r'\{"kind": "(\w+)"', rule)
    return found[1] if found else ""
