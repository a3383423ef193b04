"""What a plan file that arrives here is: a part that was sent to a unit, what a unit returned, a copy of a plan we have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..core.errors import UserError
from ..core.records import Dispatch, PlanInfo, Unit
from . import settings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Received:
    """One file. `kind` is "dispatch", "return" or "whole"; `ours` are our files of the same plan, the likeliest first."""

    path: Path
    kind: str
    plan: int
    title: str
    unit: int | None
    unit_name: str
    round: int | None
    due: str
    ours: tuple[Path, ...]

    @property
    def sentence(self) -> str:
        """What the file is."""
        whose = f"“{self.unit_name}”" if self.unit_name else "单位"
        round_ = f"第{self.round}轮" if self.round else ""
        if self.kind == "return":
            return (
                f"这是{whose}返回的文件（{round_}《{self.title}》）。"
                if round_
                else f"这是单位返回的《{self.title}》。"
            )
        if self.kind == "dispatch":
            return f"这是发给{whose}填报的文件（{round_}《{self.title}》）{self.due}。"
        return f"这是《{self.title}》的另一份文件，您这里已经有一份。"


def look(path: Path, open_path: Path | None = None) -> Received | None:
    """What a file is, and which of ours it belongs to; None where it cannot be read. `open_path` is open in the window."""
    from ..core.figures.months import latest_dispatch
    from ..core.periods import day_label
    from ..exchange.rights import own_unit
    from ..storage import PlanFile

    try:
        with PlanFile.open(path, read_only=True) as file:
            plan = file.read(PlanInfo, Unit, Dispatch)
            unit = own_unit(file)
            kind = "whole"
            if file.is_part:
                kind = "return" if file.is_return else "dispatch"
    except UserError:
        return None
    sent = latest_dispatch(plan, unit) if unit is not None else None
    others = _same_plan([*([open_path] if open_path else []), *settings.recent_files()], path, plan.info.id, unit)
    return Received(
        path=path,
        kind=kind,
        plan=plan.info.id,
        title=plan.info.title or "未命名计划",
        unit=unit,
        unit_name=plan.bearer_name(unit),
        round=sent.round if sent else None,
        due=f"，{day_label(sent.due_on)}前报回" if sent and sent.due_on else "",
        ours=others,
    )


def _same_plan(paths: Sequence[Path], but: Path, plan: int, unit: int | None) -> tuple[Path, ...]:
    """Those of our files that hold the same plan and may take the file in: whole, or the part of the same unit."""
    from ..exchange.rights import own_unit
    from ..storage import PlanFile

    out: list[Path] = []
    for path in dict.fromkeys(paths):
        if path == but:
            continue
        try:
            with PlanFile.open(path, read_only=True) as file:
                if file.read(PlanInfo).info.id == plan and own_unit(file) in (None, unit):
                    out.append(path)
        except UserError:
            continue
    return tuple(out)
