"""The plan of the next year as a new file, made out of this year's."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from ..core.errors import Refused
from ..core.year_end import carry_over, next_year
from .plan_file import PlanFile

if TYPE_CHECKING:
    from pathlib import Path

    from ..core.plan import Plan


class Made(NamedTuple):
    """What the new plan is called, and how much went on into it."""

    title: str
    indicators: int
    units: int


def carry_into(plan: Plan, path: Path, year: int | None = None, *, author: str = "") -> Made:
    """Write the plan of the next year into a new file, whole or not at all. Raises Refused where a file stands already."""
    if path.exists():
        raise Refused(f"“{path.name}”已经有了，没有覆盖。", "请换一个文件名。")
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    wanted = year or next_year(plan)
    try:
        with PlanFile.create(part, author=author) as made:
            with made.edit(f"从{plan.info.year or wanted - 1}年结转") as edit:
                edit.apply(carry_over(plan, made.plan.info.id, wanted))
            made.copy_to(path, replace=False)
            return Made(made.plan.info.title, len(made.plan.indicators), len(made.plan.units))
    finally:
        part.unlink(missing_ok=True)
