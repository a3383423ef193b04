"""Tables that are not of a plan: figures of a month, and scores that somebody has given. What a person is told of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..core.numbers import read_target
from .scheme_columns import names_result
from .table_rows import is_total
from .words import UNIT_ROLES, folded, names_somebody

if TYPE_CHECKING:
    from .columns import Column, Layout
    from .ledger import Sheet

_MONTH = re.compile(r"(?:(20\d{2})年)?(?:1-|1至|1—)?(1[0-2]|[1-9])月")
_WITH_POINTS = re.compile(r"\(\d+(?:\.\d+)?分\)|得分|总分|分数")
_SIGNED = re.compile(
    r"[（(]\s*(?:加?盖?[公印签]?章|签[字名章])\s*[）)]|(?:签[字名章]|盖章|公章|法定代表人|负责人)\s*[:：]|年\s*月\s*日"
)
_MOST_SIGNED = 12  # cells of a table in which the two sides sign
_FEWEST = 2  # columns of scores


def is_for_signing(sheet: Sheet) -> bool:
    """Whether a table only holds the places where two sides sign and seal: 甲方（盖章）：  乙方（盖章）：."""
    cells = [slot.text for row in sheet.rows for slot in row.begun]
    signed = sum(bool(_SIGNED.search(text)) for text in cells)
    return 0 < len(cells) <= _MOST_SIGNED and 2 * signed >= len(cells)


def month_told(layout: Layout, year: int | None, *titles: str) -> str:
    """The sentence about figures that belong to a month; "" for a table without such columns."""
    if not any(c.role == "progress" and c.seen and not c.wordy for c in layout.columns):
        return ""
    found = next((m for title in titles if (m := _MONTH.search(folded(title)))), None)
    when = f"{found[1] or year or ''}年{found[2]}月的" if found and (found[1] or year) else ""
    return f"这张表还有{when}完成数，这里不读；导入以后，请在“进度填报”页选好月份，再导入这份表"


def results_told(sheet: Sheet, layout: Layout) -> str:
    """The sentence about a table of scores that somebody has given to units; "" for any other table."""
    units = [c for c in layout.columns if c.role in ("party", *UNIT_ROLES)]
    scores = [c for c in layout.columns if _is_score(c)]
    if layout.header is None or not units or len(scores) < _FEWEST or layout.of("name", "rule", "measures"):
        return ""
    column = units[0].index
    names = [r.slots[column].text for r in sheet.rows[layout.first :] if r.slots[column].top and r.slots[column].text]
    named = [n for n in names if not is_total(n) and read_target(n).kind == "text" and names_somebody(n)]
    if not named:
        return ""
    return f"这是评分结果（{len(named)} 个单位的得分），不读入：程序按考核办法自己计算得分，人工评分在“评分考核”页填写"


def _is_score(column: Column) -> bool:
    words = folded(column.caption)
    return bool(column.seen) and not column.wordy and bool(_WITH_POINTS.search(words) or names_result(words))
