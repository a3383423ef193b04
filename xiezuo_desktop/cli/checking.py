"""Looking at a plan and changing it: check, verify, history, set, undo, redo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ..core.wording import value_in_words
from .shared import FILE, FOUND, commands, opened, print_json, say

if TYPE_CHECKING:
    from pathlib import Path

    from ..core.plan import Plan
    from ..core.records import Field
    from ..storage.plan_file import PlanFile


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


@commands.command(help="检查文件是否完好，不改动它。")
@FILE
def verify(file: Path) -> int:
    """Integrity and safety of a file."""
    with opened(file) as plan_file:
        findings = plan_file.verify()
    for finding in findings:
        click.echo(finding)
    if findings:
        say(f"“{file.name}”有 {len(findings)} 处不对，请先备份，再请专人处理。")
        return FOUND
    click.echo(f"“{file.name}”完好。")
    return 0


@commands.command(help="列出谁在什么时候改了什么。最近的在前。")
@FILE
@click.option("--json", "as_json", is_flag=True, help="打印成 JSON")
@click.option("--of", "place", metavar="位置", help="只看一条记录，如 indicators/7，或导出的 JSON 里的 id")
def history(file: Path, as_json: bool, place: str | None) -> None:
    """Who changed what, when."""
    from ..core.places import find

    with opened(file) as plan_file:
        entries = plan_file.history(*(find(plan_file.plan, place) if place else ()))
        lines = [_history_line(plan_file, entry) for entry in entries]
    if as_json:
        print_json({"history": lines})
        return
    for line in lines:
        click.echo(
            f"{str(line['when'])[:19]} {line['author']} {line['label']}　{line['where']} {line['field']}："
            f"{line['before'] or '（空）'} → {line['after'] or '（空）'}"
        )


def _history_line(plan_file: PlanFile, entry: Any) -> dict[str, str | None]:
    from ..core.places import place_of
    from ..core.wording import describe

    field = entry.record.fields.get(entry.field)
    return {
        "when": entry.when.astimezone().isoformat(sep=" ", timespec="seconds"),
        "author": entry.author,
        "label": entry.label,
        "id": str(entry.key[0]),
        "record": entry.record.name_,
        "place": place_of(plan_file.plan, entry.record, entry.key),
        "where": describe(plan_file.plan, entry.record, entry.key),
        "field": field.label if field else "状态",
        "before": _in_words(plan_file.plan, field, entry.before),
        "after": _in_words(plan_file.plan, field, entry.after),
    }


def _in_words(plan: Plan, field: Field | None, value: Any) -> str | None:
    if value is None:
        return None
    if field is None:  # a deletion, or its taking back
        return "已删除" if value else "在用"
    return value_in_words(plan, field, value)


@commands.command(
    "set",
    context_settings={"ignore_unknown_options": True},  # a value may begin with a minus
    help="改一个字段。如：set 计划.xiezuo indicators/7 target 350，把第 7 条指标的年度目标改成 350；位置和字段照导出的 JSON 写。",
)
@FILE
@click.argument("path", metavar="位置")
@click.argument("field", metavar="字段")
@click.argument("value", metavar="值")
def set_(file: Path, path: str, field: str, value: str) -> None:
    """One edit, as the window would make it."""
    from ..core.places import set_field

    with opened(file, to_write=True) as plan_file:
        label, steps = set_field(plan_file.plan, path, field, value)
        with plan_file.edit(label) as edit:
            edit.apply(steps)
    click.echo(f"已{label}。" if edit.changes else "值没有变化。")


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
