"""What the matrix says in words: below the title how far the targets are split, in the status bar what is selected."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ...core.checks.facts import plain
from ...core.measure_units import comparable
from ...core.numbers import shown, with_thousands
from ...core.records import Allocation
from ..models.matrix_model import TARGET

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..models.matrix_model import MatrixModel, Row
    from .matrix_table import Range

MOST_LOOKED_AT = 400  # rows whose rest is counted below the title
MOST_SUMMED = 20_000  # cells of a selection that are added up


def split_words(model: MatrixModel) -> str:
    """How many indicators are split over how many units, and how many of them are not split fully."""
    plan = model.plan
    if not model.columns:
        return f"{len(plan.indicators)} 项指标 · 还没有分解"
    bearers = len({c.bearer for c in model.splitter.shares()})
    rows = [row for row in model.rows[:MOST_LOOKED_AT] if not row.is_heading]
    loose = sum(row.balance.state in ("open", "over", "unclear") for row in rows)
    parts = [f"{len(plan.categories)} 个类别" if plan.categories else "", f"{len(plan.indicators)} 项指标"]
    begun = any(share.amount.strip() for share in plan.rows(Allocation).values())
    how_far = "还没有分解数" if not begun else f"{loose} 项没有分平" if loose else "全部分平"
    parts += [f"{bearers} 个分解单位", how_far]
    return " · ".join(p for p in parts if p)


def selected_words(model: MatrixModel, chosen: Range | None) -> str:
    """How many cells are selected, their sum and average; "" for a single one."""
    if chosen is None:
        return ""
    top, left, bottom, right = chosen
    right = min(right, model.columnCount() - 2)
    rows = [r for r in model.rows[top : bottom + 1] if not r.is_heading]
    count = len(rows) * (right - left + 1)
    if count < 2 or right < TARGET:
        return ""
    words = [f"选中 {count:,} 个单元格"]
    if count <= MOST_SUMMED:
        words += _sums(model, rows, max(left, TARGET), right)
    return "　".join(words)


def _sums(model: MatrixModel, rows: Sequence[Row], left: int, right: int) -> list[str]:
    found = [(r, n) for r in rows for c in range(left, right + 1) if (n := model.share(r, c)) is not None]
    if not found:
        return []
    unit = found[0][0].indicator.measure_unit
    units = {r.indicator.measure_unit.strip() for r, _ in found}
    if len(units) > 1:
        alike = all(comparable(unit, u) for u in units)
        return ["计量单位大小不同，不合计" if alike else "计量单位不同，不合计"]
    total = sum((n for _, n in found), Decimal(0))
    average = (total / len(found)).quantize(Decimal("0.01")) if abs(total) < 10**20 else total
    return [f"合计 {with_thousands(shown(plain(total)))}", f"平均 {with_thousands(shown(plain(average)))}"]


def why_not(*, mine: bool, can_edit: bool) -> str:
    """Why nothing can be typed into a cell. `mine`: the plan is our own, not one that a higher office has sent down."""
    if not mine:
        return "由下发单位分解，只能看；本单位下面的可以分解"
    if not can_edit:
        return "这份文件现在只能查看；要修改请先另存副本"
    return "指标名称和单位在“指标体系”页修改，“未分配”由分解数算出"
