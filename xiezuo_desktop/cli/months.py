"""The months of a plan: who has reported, in time or late; locking a month, and opening it for one unit until a day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from ..core.errors import WrongCall
from .shared import FILE, FOUND, commands, find_bearer, opened, print_json, read_day

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ..core.figures.duties import Duties
    from ..core.figures.sheet import FigureSheet
    from ..core.plan import Plan
    from ..core.progress import Completeness
    from ..core.records import Id, Report
    from ..storage.plan_file import PlanFile


@commands.command(
    help="填报情况：各单位各月填了几项、按时几项。写 --period 只看一个月，并列出锁定和开放、待核实的数、与以前各期不像的数。"
)
@FILE
@click.option("--period", metavar="期次", help="只看这个月，如 2024-06")
@click.option("--unit", metavar="单位", help="只看这个单位")
@click.option("--json", "as_json", is_flag=True, help="打印成 JSON")
def months(file: Path, period: str | None, unit: str | None, as_json: bool) -> int:
    """How complete and timely the months are, and what should be looked at."""
    from ..core.figures.duties import Duties
    from ..core.figures.months import months_of
    from ..core.periods import read_period

    with opened(file) as plan_file:
        plan = plan_file.plan
    wanted = [read_period(period)] if period else months_of(plan)
    who = find_bearer(plan, unit) if unit else None
    duties = Duties(plan)
    units = [who] if who is not None else duties.units
    found = {month: _month(plan, duties, month, units, with_figures=bool(period)) for month in wanted}
    if as_json:
        print_json({"months": list(found.values())})
    else:
        for line in _lines(plan, list(found.values()), alone=bool(period)):
            click.echo(line)
    return FOUND if any(month.get("to_look_at") for month in found.values()) else 0


def _month(plan: Plan, duties: Duties, month: int, units: list[Id], *, with_figures: bool) -> dict[str, Any]:
    """A month as JSON values; the figures to look at only where they are asked for."""
    from ..core.figures.duties import month_state
    from ..core.figures.months import due_day
    from ..core.figures.sheet import FigureSheet, to_look_at
    from ..core.periods import period_text
    from ..core.records import LockException, Period, full_key

    state = month_state(plan, duties, month, units)
    settled = plan.get(Period, full_key(month))
    opened_for = [e for e in plan.rows(LockException).values() if e.period == month]
    out: dict[str, Any] = {
        "period": period_text(month),
        "locked": settled is not None and settled.locked,
        "open_for": [
            {
                "unit": plan.bearer_name(e.unit) or None,
                "until": e.until.isoformat() if e.until else None,
                "reason": e.reason or None,
            }
            for e in opened_for
        ],
        **_counts(state.whole),
        "units": [
            {
                "unit": plan.bearer_name(unit),
                "due": due.isoformat() if (due := due_day(plan, month, unit)) else None,
                **_counts(each),
            }
            for unit, each in state.units.items()
            if each.expected
        ],
    }
    if with_figures:
        sheet = FigureSheet(plan, month)
        out["to_look_at"] = [_figure(sheet, *each) for each in to_look_at(sheet) if each[0].bearer in {0, *units}]
    return out


def _counts(found: Completeness) -> dict[str, Any]:
    from ..core.progress import percent

    return {
        "expected": found.expected,
        "reported": found.reported,
        "in_time": found.in_time,
        "completeness": percent(found.rate) or None,
        "timeliness": percent(found.timeliness) or None,
    }


def _figure(sheet: FigureSheet, report: Report, odd: str) -> dict[str, Any]:
    from ..core.places import report_place
    from ..core.records import Indicator, full_key
    from ..core.wording import describe

    plan = sheet.plan
    return {
        "place": report_place(report.key),
        "name": describe(plan, Indicator, full_key(report.indicator)),
        "unit": plan.bearer_name(report.bearer) or None,
        "value": report.value,
        "follow_up": report.follow_up,
        "comment": report.comment or None,
        "odd": odd or None,
    }


def _lines(plan: Plan, found: list[dict[str, Any]], *, alone: bool) -> Iterator[str]:
    from ..core.periods import period_label, read_period

    for month in found:
        label = period_label(read_period(month["period"]))
        if not alone and not month["reported"] and not month["locked"]:
            continue
        late = month["reported"] - month["in_time"]
        yield (
            f"{label}：应填 {month['expected']} 项，已填 {month['reported']} 项"
            + (f"，迟报 {late} 项" if late else "")
            + (f"，填报率 {month['completeness']}，按时率 {month['timeliness']}" if month["expected"] else "")
            + ("，已锁定" if month["locked"] else "")
        )
        yield from _units(month, alone=alone)
        for each in month["open_for"]:
            until = f"到 {each['until']}" if each["until"] else "没有写到哪天"
            why = f"：{each['reason']}" if each["reason"] else ""
            yield f"  开放给 {each['unit'] or '全部单位'}，{until}{why}"
        for each in month.get("to_look_at", ()):
            yield f"  {_words(each)}"
    if not alone and not any(month["reported"] for month in found):
        yield "本年还没有填报。"


def _units(month: dict[str, Any], *, alone: bool) -> Iterator[str]:
    silent = [each["unit"] for each in month["units"] if not each["reported"]]
    for each in month["units"] if alone else ():
        late = each["reported"] - each["in_time"]
        due = f"（{each['due']} 截止）" if each["due"] else ""
        yield f"  {each['unit']}：{each['reported']}/{each['expected']} 项" + (f"，迟 {late} 项" if late else "") + due
    if silent:
        yield f"  一项也没有填的：{'、'.join(silent)}"


def _words(each: dict[str, Any]) -> str:
    marks = ["待核实"] * each["follow_up"] + [each["odd"]] * bool(each["odd"])
    said = f"；批注：{each['comment']}" if each["comment"] else ""
    return (
        f"请看 {each['name']}（{each['unit'] or '本级'}）：{each['value']}，{'，'.join(marks)}{said}（{each['place']}）"
    )


@commands.command(
    help="锁定一个月的填报数，从此只能写明理由更正。--off 解除；--open 单位 --until 日期 只给它开放到那一天；--close 单位 收回。"
)
@FILE
@click.option("--period", required=True, metavar="期次", help="哪个月，如 2024-06")
@click.option("--off", is_flag=True, help="解除锁定")
@click.option("--open", "open_for", metavar="单位", help="给这个单位开放；全部单位写 全部")
@click.option("--until", metavar="日期", help="开放到哪一天，如 2024-07-20")
@click.option("--reason", default="", metavar="理由", help="为什么开放")
@click.option("--close", "close_for", metavar="单位", help="收回给这个单位的开放")
def lock(
    file: Path,
    period: str,
    off: bool,
    open_for: str | None,
    until: str | None,
    reason: str,
    close_for: str | None,
) -> None:
    """Lock a month, or open it again: for everybody, or for one unit until a day."""
    from ..core.periods import period_label, read_period

    wanted, day = read_period(period), read_day(until)
    if off + (open_for is not None) + (close_for is not None) > 1:
        raise WrongCall("--off、--open 和 --close 一次只能写一个，", "没有改动。")
    if open_for is not None and (day is None or day < date.today()):
        raise WrongCall("请写明开放到哪一天，今天或以后：", "如 --until 2024-07-20。没有改动。")
    if open_for is None and (day is not None or reason):
        raise WrongCall("--until 和 --reason 要与 --open 单位 一起写，", "没有改动。")
    label = period_label(wanted)
    with opened(file, to_write=True) as plan_file:
        unit = next((n for n in (open_for, close_for) if n is not None), None)
        said = _lock(plan_file, wanted, label, off=off, unit=unit, until=day, reason=reason)
    click.echo(said)


def _lock(
    plan_file: PlanFile, period: int, label: str, *, off: bool, unit: str | None, until: date | None, reason: str
) -> str:
    from ..core.records import LockException, Period, full_key

    plan = plan_file.plan
    settled = plan.get(Period, full_key(period))
    locked = settled is not None and settled.locked
    if unit is None:
        if locked is not off:
            raise WrongCall(f"{label}{'已经锁定' if locked else '没有锁定'}，", "没有改动。")
        with plan_file.edit(f"{'解除锁定' if off else '锁定'}{label}") as edit:
            edit.put(Period, full_key(period), locked=not off)
        return f"{label}已解除锁定。" if off else f"{label}已锁定，从此只能写明理由更正（fill --reason）。"
    who = 0 if unit == "全部" else find_bearer(plan, unit)
    name, key = plan.bearer_name(who) or "全部单位", full_key(period, who)
    if until is None:
        if plan.get(LockException, key) is None:
            raise WrongCall(f"{label}没有给{name}开放，", "没有改动。")
        with plan_file.edit(f"收回给{name}开放{label}填报") as edit:
            edit.delete(LockException, key)
        return f"{label}不再给{name}开放。"
    if not locked:
        raise WrongCall(f"{label}没有锁定，{name}本来就能填，", "没有改动。")
    with plan_file.edit(f"给{name}开放{label}填报到{until.isoformat()}") as edit:
        edit.put(LockException, key, until=until, reason=reason.strip())
    return f"{label}已给{name}开放到 {until.isoformat()}。"
