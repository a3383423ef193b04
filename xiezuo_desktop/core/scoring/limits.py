"""How far the items of a group count together: 加分项（最多加10分）, 减分项（最多扣10分）."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from .folding import fold
from .forms import N
from .rules import points_of

if TYPE_CHECKING:
    from ..records import ScoreGroup

_MOST = re.compile(
    rf"(?:最[高多]|至多|不超过?|上限|封顶)[^,;。\d]{{0,8}}?{N}分?(?!\d)|{N}分(?:封顶|为止|为限|为上限|以内)"
)  # 满分10分 are the points of the group, no limit
_OFF = re.compile(r"(?<!加)减分|扣分|倒扣|[扣减](?:除|减)?(?=\d)")
_NO_LIMIT = re.compile(r"不(?:设|作)?(?:限额?|上限|限制|封顶)|无(?:限额?|上限|限制)?|没有(?:限额|上限|限制)?")
_OPEN = re.compile(r"(?:限额|上限|加分|扣分|分值)[^，。；（）()]{0,4}(?:另[行定]|待定|再定)[^，。；（）()]{0,4}")
_BESIDE = re.compile(r"加减?分|附加|奖励|奖分")


def limit_of(group: ScoreGroup) -> Decimal | None:
    """The most points the items of a group give together, below 0 the most they take off; None where there is no limit.

    What a person or an importer entered, 10 or -10 or 最多加10分, wins over what the name says.
    """
    entered = fold(group.limit, None)
    if (points := points_of(entered)) is not None:
        return points
    name = fold(group.name, None)
    found = _MOST.search(entered or name)
    if found is None:
        return None
    most = Decimal(found[1] or found[2])
    return -most if _OFF.search(f"{entered},{name}") else most


def unread_limit(group: ScoreGroup) -> str:
    """The words that speak of a limit and say no points, so that none is kept: 另定, 限额待定; "" where all is plain."""
    if limit_of(group) is not None:
        return ""
    entered = group.limit.strip()
    if entered:
        return "" if _NO_LIMIT.fullmatch(entered) else entered
    found = _OPEN.search(group.name)
    return found[0] if found else ""


def is_beside(group: ScoreGroup) -> bool:
    """Whether a group adds to or takes from the points of the others, and is no part of the whole itself."""
    limit = limit_of(group)
    takes_off = limit is not None and limit < 0
    return points_of(group.points) is None and (takes_off or bool(_BESIDE.search(group.name)))


def bare_name(group: ScoreGroup) -> str:
    """The name of a group without what its last brackets say of points: 加分项."""
    return re.sub(r"[（(][^（()）]*分[^（()）]*[)）]$", "", group.name.strip()) or group.name
