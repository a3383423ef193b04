"""Amounts said in few signs, for cells that are too narrow for the words of the paper: 不低于0.1亿元 → ≥0.1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.numbers import shown, with_thousands

if TYPE_CHECKING:
    from ..core.numbers import Value

_SIGNS = {">=": "≥", "<=": "≤", "~": "约"}


def brief(value: Value, measure_unit: str) -> str:
    """A value beside its measure unit (8000万元以上 in 万元 → ≥8,000); "" where it has no number."""
    if value.number is None:
        return ""
    each = "各" if value.per_member else ""
    own = value.measure_unit if value.measure_unit.strip() not in (measure_unit.strip(), "") else ""
    if own and f"{own}元" == measure_unit.strip():  # 4万, in a table of 万元
        own = ""
    return f"{each}{_SIGNS.get(value.qualifier or '', '')}{with_thousands(shown(value.number))}{own}"
