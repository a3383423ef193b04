"""The year of a plan: issuing it, comparing its versions, closing it and going on into the next."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..core.errors import WrongCall
from .shared import FILE, check_output, commands, opened, print_json, read_day

if TYPE_CHECKING:
    from ..core.plan import Plan
    from ..core.versions import Difference
    from ..storage.plan_file import PlanFile


@commands.command(
    help="下达：从此目标、分解数和责任单位只能按文件调整（set --by 文号 --on 日期 --reason 理由）。--back 撤回下达。"
)
@FILE
@click.option("--back", is_flag=True, help="撤回下达，回到编制")
def issue(file: Path, back: bool) -> None:
    """Fix the plan as issued, or take that back."""
    with opened(file, to_write=True) as plan_file:
        _set_stage(plan_file, "draft" if back else "issued", "撤回下达" if back else "下达计划")
    click.echo("已撤回下达，可以直接修改。" if back else "已下达。目标、分解数和责任单位从此只能按文件调整。")


def _set_stage(plan_file: PlanFile, stage: str, label: str) -> None:
    from ..core.records import PlanInfo

    with plan_file.edit(label) as edit:
        edit.put(PlanInfo, plan_file.plan.info.key, stage=stage)


@commands.command(help="比较：与另一个文件（旧版本、备份、上级的计划）比，或与这个文件在某一天开始时比（--on）。")
@FILE
@click.argument("other", required=False, type=click.Path(path_type=Path), metavar="[另一个计划文件]")
@click.option("--on", "day", metavar="日期", help="与这一天开始时的内容比，如 2024-07-05")
@click.option("--superior", is_flag=True, help="另一个文件是上级的计划：指标按名称对应")
@click.option("-o", "output", type=click.Path(path_type=Path), metavar="文件", help="写成 .pdf、.docx 或 .xlsx")
@click.option("--json", "as_json", is_flag=True, help="打印成 JSON")
def compare(
    file: Path, other: Path | None, day: str | None, superior: bool, output: Path | None, as_json: bool
) -> None:
    """What differs between two versions of a plan."""
    from ..storage.past import plan_at

    if (other is None) == (day is None):
        raise WrongCall("请说明与什么比较：", "写另一个计划文件，或写 --on 日期。")
    with opened(file) as plan_file:
        plan = plan_file.plan
        if other is None:
            from datetime import datetime, time

            at = read_day(day)
            assert at is not None
            before, words = plan_at(plan_file, datetime.combine(at, time())), f"{at.isoformat()}之前"
        else:
            with opened(other) as other_file:
                before, words = other_file.plan, other.stem
    found = _differences(before, plan, superior=superior)
    if output is not None:
        _write(plan, found, words, output, file)
    if as_json:
        print_json({"differences": [_as_json(d) for d in found]})
    elif output is None:
        for each in found:
            click.echo(each.words)
        click.echo(f"共 {len(found)} 处不同。" if found else "没有不同。")


def _differences(before: Plan, plan: Plan, *, superior: bool) -> list[Difference]:
    from ..core.versions import compare, compare_with_superior

    same = before.info.id == plan.info.id
    return compare(before, plan) if same and not superior else compare_with_superior(plan, before)


def _write(plan: Plan, found: list[Difference], words: str, output: Path, file: Path) -> None:
    from ..reports.comparison import comparison
    from .papers import write_paper

    check_output(output, file, plan, ".pdf", ".docx", ".xlsx")
    write_paper(comparison(plan, found, words), output)
    click.echo(f"已写成“{output.name}”。")


def _as_json(each: Difference) -> dict[str, str | None]:
    return {
        "kind": each.kind,
        "where": each.where,
        "unit": each.whose or None,
        "before": each.before or None,
        "after": each.after or None,
        "change": None if each.change is None else format(each.change, "f"),
        "words": each.words,
    }


@commands.command(help="年终归档：计划从此只能查看和打印，记下校验码。--reopen 取消归档。")
@FILE
@click.option("--reopen", is_flag=True, help="取消归档")
def archive(file: Path, reopen: bool) -> None:
    """Close the plan of a year, or open it again."""
    from datetime import date

    from ..core.records import PlanInfo
    from ..core.year_end import archive_values

    with opened(file, to_write=True) as plan_file:
        plan = plan_file.plan
        if reopen is not (plan.info.stage == "archived"):
            raise WrongCall(f"“{file.name}”{'没有' if reopen else '已经'}归档，", "没有改动。")
        values = {"archived_on": None, "archive_code": ""} if reopen else archive_values(plan, date.today())
        with plan_file.edit("取消归档" if reopen else "年终归档") as edit:
            edit.put(PlanInfo, plan.info.key, stage="issued" if reopen else "archived", **values)
    click.echo("已取消归档。" if reopen else f"已归档，校验码 {values['archive_code']}。")


@commands.command(
    help="结转：用这一年的计划新建下一年的，单位、组合、指标、结对、责任和评价办法照旧，目标空着，上年完成数写在旁边。"
)
@FILE
@click.option("-o", "output", required=True, type=click.Path(path_type=Path), metavar="新文件", help="新一年的计划文件")
@click.option("--year", type=click.IntRange(1978, 2200), metavar="年", help="新的年度；不写就是下一年")
def carry(file: Path, output: Path, year: int | None) -> None:
    """Begin the next year's plan with what stays."""
    from .. import paths
    from ..storage.carrying import carry_into
    from .making import check_name

    check_name(output)
    with opened(file) as plan_file:
        made = carry_into(plan_file.plan, output, year, author=paths.author())
    click.echo(f"已新建“{output.name}”：{made.title}，{made.indicators} 项指标，{made.units} 个单位。")
