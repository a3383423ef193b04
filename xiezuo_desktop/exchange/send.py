"""Dispatching: each unit is mailed its part of the plan, and the plan notes what went to whom."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ..core.errors import WrongCall
from ..core.records import Allocation, Chapter, Dispatch, Member, PlanInfo, Responsibility, Unit, UnitGroup, full_key
from ..core.tree import keys_between
from ..core.unit_steps import below
from ..storage import new_id
from .naming import file_name, free, refuse_taken
from .rights import own_unit
from .scope import Scope
from .sealing import sealed_name, sealing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from ..core.plan import Plan
    from ..core.records import Id
    from ..storage import PlanFile

_ASKED: tuple[type, ...] = (PlanInfo, Unit, UnitGroup, Member, Responsibility, Allocation, Chapter, Dispatch)


@dataclass(frozen=True, slots=True)
class Request:
    """What the units are asked: until when, for which period (202406), in the sender's own words."""

    due_on: date | None = None
    period: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """One file that was made to be mailed. `code` are the eight characters the receiving end can compare."""

    unit: Id
    unit_name: str
    round: int
    path: Path
    code: str


def recipients(plan_file: PlanFile) -> list[Unit]:
    """The units that have something to do in this plan, in their order: in a unit's own file, those below it."""
    plan = plan_file.read(*_ASKED)
    own = own_unit(plan_file)
    bearers = {r.unit for r in plan.rows(Responsibility).values()} | {a.bearer for a in plan.rows(Allocation).values()}
    bearers |= {chapter.unit for chapter in plan.rows(Chapter).values()}
    for member in plan.rows(Member).values():
        if member.group in bearers:
            bearers.add(member.unit)
    allowed = below(plan, own) - {own} if own is not None else None
    return [
        unit
        for unit in plan.units
        if unit.id in bearers and unit.kind != "superior" and (allowed is None or unit.id in allowed)
    ]


def send(
    plan_file: PlanFile,
    units: Iterable[Id],
    folder: Path,
    request: Request | None = None,
    *,
    password: str = "",
    to: Path | None = None,
    today: date | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Sent]:
    """Make a file for each unit in `folder` (for a single unit at `to`) and note the dispatches, as one action.

    No file is written over: `to` must be free. With a password each file is put into a zip.
    A unit that was sent one before gets the next round. Where one file cannot be written, none is left and nothing is
    noted. Raises UserError.
    """
    request, today = request or Request(), today or date.today()
    plan, own = plan_file.read(*_ASKED), own_unit(plan_file)
    chosen = _chosen(plan, own, units)
    if to is None and not folder.is_dir():
        raise WrongCall(f"没有文件夹“{folder}”。", "请检查位置，或先建立这个文件夹。")
    if to is not None:
        refuse_taken(to)
    scope, orders = Scope(plan_file), keys_between(_last_order(plan), "", len(chosen))
    planned: list[tuple[Dispatch, Path]] = []
    for unit, order in zip(chosen, orders, strict=True):
        round_ = 1 + max((d.round or 0 for d in _sent_before(plan, unit.id, own)), default=0)
        name = file_name(plan.info.title, unit.name, f"第{round_}轮", today)
        path = to or free(sealed_name(folder / name, password), {path for _, path in planned})
        part = {record: keys for record, keys in scope.part(unit.id).items() if record is not Dispatch}
        planned.append((_dispatch(unit, own, order, round_, request, today, plan_file.part_code(part), path), path))
    label = _label(chosen, [d.round or 1 for d, _ in planned])
    names = {unit.id: unit.name for unit in chosen}
    return _made(
        plan_file, planned, label, lambda d, path: _write(plan_file, scope, d, path, names, password), progress
    )


def _made(
    plan_file: PlanFile,
    planned: list[tuple[Dispatch, Path]],
    label: str,
    make: Callable[[Dispatch, Path], Sent],
    progress: Callable[[int, int], None] | None,
) -> list[Sent]:
    """Make all files and note their dispatches; where one cannot be made, none is left and nothing is noted."""
    out: list[Sent] = []

    def write() -> None:
        for dispatch, path in planned:
            out.append(make(dispatch, path))
            if progress:
                progress(len(out), len(planned))

    try:
        with plan_file.edit(label, then=write) as edit:
            for dispatch, _ in planned:
                edit.put(Dispatch, dispatch.id, **{name: dispatch.__dict__[name] for name in Dispatch.fields})
    except BaseException:
        for sent in out:
            with suppress(OSError):
                sent.path.unlink()
        raise
    return out


def _chosen(plan: Plan, own: Id | None, units: Iterable[Id]) -> list[Unit]:
    out: list[Unit] = []
    for unit_id in dict.fromkeys(units):
        unit = plan.get(Unit, unit_id)
        if unit is None:
            raise WrongCall("要下发的单位已不在计划中。", "请重新选择单位。")
        if own is not None and unit.id not in below(plan, own) - {own}:
            raise WrongCall(
                f"“{unit.name}”不是本单位的下级，不能下发。", "请选择本单位的下级单位；没有的话请先在“责任单位”页新增。"
            )
        out.append(unit)
    if not out:
        raise WrongCall("没有可以下发的单位。", "请先在指标或任务上写明责任单位。")
    return out


def _sent_before(plan: Plan, unit: Id, own: Id | None) -> list[Dispatch]:
    return [d for d in plan.ordered(Dispatch) if d.unit == unit and d.sender == own]


def _last_order(plan: Plan) -> str:
    return max((d.order for d in plan.ordered(Dispatch)), default="")


def _dispatch(
    unit: Unit, own: Id | None, order: str, round_: int, request: Request, today: date, code: str, path: Path
) -> Dispatch:
    return Dispatch(
        id=new_id(),
        order=order,
        unit=unit.id,
        sender=own,
        round=round_,
        sent_on=today,
        due_on=request.due_on,
        period=request.period,
        request=request.text,
        code=code,
        file_name=path.name,
    )


def _label(units: Sequence[Unit], rounds: Sequence[int]) -> str:
    whom = f"“{units[0].name}”" if len(units) == 1 else f"{len(units)}个单位"
    return f"下发给{whom}" + (f"（第{rounds[0]}轮）" if len(set(rounds)) == 1 else "")


def _write(
    plan_file: PlanFile, scope: Scope, dispatch: Dispatch, path: Path, names: dict[Id, str], password: str
) -> Sent:
    assert dispatch.unit is not None
    part = dict(scope.part(dispatch.unit))
    part[Dispatch] = [*(part[Dispatch] or ()), full_key(dispatch.id)]
    with sealing(path, password) as inside:
        plan_file.write_part(inside, part)
    return Sent(dispatch.unit, names[dispatch.unit], dispatch.round or 1, path, dispatch.code)
