"""Checking a plan and changing it: check, set, undo, redo."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from .shared import FILE, FOUND, commands, opened, print_json, read_day, say

if TYPE_CHECKING:
    from pathlib import Path

    from ..core.changes import Step
    from ..core.plan import Plan


@commands.command(help="按规则校核计划。还有未豁免的“错误”时，结束码是 1。")
@FILE
@click.option("--json", "as_json", is_flag=True, help="打印成 JSON")
def check(file: Path, as_json: bool) -> int:
    """Run the checks."""
    from ..core.checks import SEVERITIES, check
    from ..core.plan_json import problem_to_json

    with opened(file) as plan_file:
        problems = check(plan_file.plan)
    if as_json:
        print_json({"problems": [problem_to_json(p) for p in problems]})
    else:
        for p in problems:
            waived = f"（已豁免：{p.waived}）" if p.waived else ""
            click.echo(f"{p.rule} {SEVERITIES[p.severity]} {p.where}：{p.message}{waived}")
        click.echo(f"共 {len(problems)} 条。" if problems else "没有发现问题。")
    errors = sum(p.severity == "error" and not p.waived for p in problems)
    if errors:
        say(f"有 {errors} 条错误需要处理。")
    return FOUND if errors else 0


@commands.command(
    "set",
    context_settings={"ignore_unknown_options": True},  # a value may begin with a minus
    help="改一个字段。如：set 计划.xiezuo indicators/7 target 350，把第 7 条指标的年度目标改成 350；位置和字段照导出的 JSON 写。",
)
@FILE
@click.argument("path", metavar="位置")
@click.argument("field", metavar="字段")
@click.argument("value", metavar="值")
@click.option("--by", "doc_number", metavar="文号", help="计划下达以后：按哪一份文件调整")
@click.option("--on", "day", metavar="日期", help="调整文件的日期，如 2024-07-10")
@click.option("--reason", default="", metavar="理由", help="为什么调整；改已经锁定的月份的填报数时，更正的理由")
def set_(file: Path, path: str, field: str, value: str, doc_number: str | None, day: str | None, reason: str) -> None:
    """One edit, as the window would make it."""
    from ..core.adjusting import FixedByIssue, basis
    from ..core.places import set_field
    from ..exchange.rights import refuse_others_rows

    with opened(file, to_write=True) as plan_file:
        label, steps = set_field(plan_file.plan, path, field, value)
        refuse_others_rows(plan_file, steps)
        figures = _as_figures(plan_file.plan, steps, reason)
        steps = steps if figures is None else figures
        asked = figures is None and (doc_number is not None or day is not None or bool(reason))
        plan_file.adjusting_by = basis(doc_number or "", read_day(day), reason) if asked else None
        try:
            with plan_file.edit(label) as edit:
                edit.apply(steps)
        except FixedByIssue as error:
            raise FixedByIssue(error.sentence, "请加上 --by 文号 --on 日期 --reason 理由，按文件调整。") from error
    click.echo(f"已{label}。" if edit.changes else "值没有变化。")


def _as_figures(plan: Plan, steps: list[Step], reason: str) -> list[Step] | None:
    """The steps for a reported figure or its notes, which have a writer and a day and stand under the lock of their month;
    None for anything else."""
    from datetime import date

    from .. import paths
    from ..core.changes import Put
    from ..core.records import Report

    (step,) = steps
    if step.record is not Report or not isinstance(step, Put):
        return None
    from ..core.figures.sheet import FigureSheet
    from ..core.figures.steps import WRITABLE, Said, Writer, figure_steps

    ((name, value),) = step.values.items()
    if name not in WRITABLE:
        return None
    said = Said(step.key[0], step.key[1], name, value)
    writer = Writer(paths.author(), date.today(), correction=reason)
    return figure_steps(FigureSheet(plan, step.key[2]), [said], writer)


@commands.command(help="撤销最近一步。")
@FILE
def undo(file: Path) -> None:
    """Take the last transaction back."""
    with opened(file, to_write=True) as plan_file:
        label = plan_file.undo_label
        plan_file.undo()
    click.echo(f"已撤销：{label}。")


@commands.command(help="恢复刚撤销的一步。")
@FILE
def redo(file: Path) -> None:
    """Do again what was undone last."""
    with opened(file, to_write=True) as plan_file:
        label = plan_file.redo_label
        plan_file.redo()
    click.echo(f"已恢复：{label}。")
