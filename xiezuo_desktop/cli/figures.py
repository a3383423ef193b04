"""Reported figures: forms for units that have only Excel, and taking in what they have filled in."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .. import paths
from ..core.errors import Unreadable
from .shared import FILE, FOUND, commands, find_bearer, make_folder, opened, print_json, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..core.figures.arriving import Incoming
    from ..documents.paper import Paper
    from ..storage.plan_file import PlanFile

PERIOD = click.option("--period", metavar="期次", help="哪个月的数，如 2024-06；填报表里写明的可以不写")
CORRECTION = click.option("--reason", default="", metavar="理由", help="期次已经锁定时，写明更正的理由")


@commands.command(help="读入填好的填报表（.xlsx），也可以读别处做的进展表。空着的格不改动已有的数。")
@FILE
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="填报表…")
@PERIOD
@click.option("--from", "unit", metavar="单位", help="是哪个单位报的；填报表里写明的可以不写")
@CORRECTION
@click.option("--dry-run", is_flag=True, help="只看会改动什么，不写入")
@click.option("--json", "as_json", is_flag=True, help="按 JSON 输出")
def fill(
    file: Path,
    sources: tuple[Path, ...],
    period: str | None,
    unit: str | None,
    reason: str,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Take in reported figures."""
    from ..core.periods import read_period

    wanted = read_period(period) if period else None
    return take_in(file, sources, wanted, unit, reason=reason, dry_run=dry_run, as_json=as_json)


def take_in(
    file: Path,
    sources: Sequence[Path],
    wanted: int | None = None,
    unit: str | None = None,
    *,
    reason: str = "",
    dry_run: bool = False,
    as_json: bool = False,
) -> int:
    """Every source is understood before the first is written. Returns the exit code."""
    from ..importers.progress import read_figures

    with opened(file, to_write=not dry_run) as plan_file:
        who = find_bearer(plan_file.plan, unit) if unit else None
        papers = [_paper(source) for source in sources]
        found = [read_figures(paper, plan_file.plan, period=wanted, unit=who) for paper in papers]
        if not dry_run:
            _write(plan_file, list(zip(sources, found, strict=True)), reason)
    if as_json:
        print_json({"files": [_as_json(s, f) for s, f in zip(sources, found, strict=True)], "written": not dry_run})
    else:
        for source, incoming in zip(sources, found, strict=True):
            _tell(source, incoming)
        if dry_run:
            click.echo("这是试读，没有写入。")
    refused = sum(len(f.refused) for f in found)
    if refused:
        say(f"有 {refused} 处没有读入，请逐条核对。")
        return FOUND
    return 0


def _paper(source: Path) -> Paper:
    from ..documents import PaperError, read_paper

    try:
        return read_paper(source)
    except PaperError as error:
        raise Unreadable(error.sentence, error.advice) from error


def _write(plan_file: PlanFile, found: list[tuple[Path, Incoming]], reason: str) -> None:
    """All sources in one step; figures of two sources for the same cell: the later counts, as when they are typed."""
    from ..core.figures.sheet import FigureSheet
    from ..core.figures.steps import Writer, figure_steps

    names = "、".join(source.name for source, _ in found[:3]) + ("等" if len(found) > 3 else "")
    with plan_file.edit(f"读入填报表“{names}”") as edit:
        for _, incoming in found:
            writer = Writer(incoming.by or paths.author(), date.today(), "form", reason)
            edit.apply(figure_steps(FigureSheet(plan_file.plan, incoming.period), incoming.said, writer))
            edit.apply([change.step(writer.by, writer.on) for change in incoming.tasks])


def _tell(source: Path, incoming: Incoming) -> None:
    from ..core.periods import period_label

    units = "、".join(dict.fromkeys(c.unit_name or "本级" for c in incoming.all))
    head = f"{source.name}：{period_label(incoming.period)}"
    click.echo(f"{head} {units} 改动 {len(incoming.all)} 处" if incoming.all else f"{head} 没有改动")
    for change in incoming.all:
        before = " ".join(change.before.split()) or "空"
        odd = f"（{change.odd}）" if change.odd else ""
        click.echo(f"  {change.name} {change.label}：{before} → {' '.join(change.after.split())}{odd}")
    for sentence in incoming.refused:
        click.echo(f"  未读入 {sentence}")


def _as_json(source: Path, incoming: Incoming) -> dict[str, object]:
    from ..core.periods import period_text

    changes = [
        {
            "indicator": str(c.said.indicator),
            "name": c.name,
            "unit": c.unit_name or None,
            "field": c.said.field,
            "before": c.before or None,
            "after": c.after,
            "odd": c.odd or None,
        }
        for c in incoming.changes
    ]
    return {
        "source": source.name,
        "period": period_text(incoming.period),
        "changes": changes,
        "tasks": [
            {
                "subject": str(c.subject),
                "name": c.name,
                "unit": c.unit_name or None,
                "before": c.before or None,
                "after": c.after,
            }
            for c in incoming.tasks
        ],
        "same": incoming.same,
        "refused": incoming.refused,
    }


@commands.command(help="导出 Excel 填报表给单位填写：--unit 一个单位，或 --all 给每个单位各一份。")
@FILE
@click.option("--period", required=True, metavar="期次", help="哪个月的填报表，如 2024-06")
@click.option("--unit", metavar="单位", help="只给这个单位；与 -o 一起用")
@click.option("-o", "output", type=click.Path(path_type=Path), metavar="文件", help="写到哪个 .xlsx 文件")
@click.option(
    "--all", "folder", type=click.Path(path_type=Path), metavar="文件夹", help="给每个单位做一份，放进这个文件夹"
)
def form(file: Path, period: str, unit: str | None, output: Path | None, folder: Path | None) -> None:
    """Write the forms of a month."""
    from ..core.errors import WrongCall
    from ..core.periods import read_period
    from ..documents import PaperError
    from ..documents.write_form import write_form
    from ..reports.figure_form import figure_form, write_forms
    from .shared import check_output

    with opened(file) as plan_file:
        plan = plan_file.plan
    wanted = read_period(period)
    try:
        if folder is not None and output is None and unit is None:
            make_folder(folder)
            made = write_forms(plan, wanted, folder)
            click.echo(f"已给 {len(made)} 个单位各做一份填报表，在“{folder}”里。")
        elif output is not None and folder is None:
            check_output(output, file, plan, ".xlsx")
            write_form(figure_form(plan, find_bearer(plan, unit) if unit else 0, wanted), output)
            click.echo(f"已导出“{output.name}”。")
        else:
            raise WrongCall("请说明写到哪里：", "一个单位用 --unit 单位 -o 文件.xlsx，全部单位用 --all 文件夹。")
    except PaperError as error:
        raise Unreadable(error.sentence, error.advice) from error
