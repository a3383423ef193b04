"""Papers out of a plan: print, export."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..core.errors import WrongCall
from ..reports import REPORTS, compose, compose_for_all, compose_job
from .paper_options import paper_options
from .shared import FILE, check_output, commands, make_folder, opened, progress, say, write_whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..core.plan import Plan
    from ..documents.paper import Paper
    from ..documents.pdf.write_pdf import PageProgress

_USUAL = {".docx": "taskbook", ".xlsx": "indicators"}  # the report that is exported when none is named
REPORT_NAMES = "、".join(f"{name}（{report.label}）" for name, report in REPORTS.items())
ALL_UNITS = click.option(
    "--all-units", "folder", type=click.Path(path_type=Path), metavar="文件夹", help="每个单位一个文件，放到这个文件夹"
)


@commands.command("print", help=f"把一种报表印成 PDF。报表有：{REPORT_NAMES}。")
@FILE
@click.argument("report", metavar="报表")
@click.option("-o", "output", type=click.Path(path_type=Path), metavar="X.pdf", help="写到哪个 PDF")
@ALL_UNITS
@click.option("--job", is_flag=True, help="全部单位的排在一个 PDF 里，一次送去打印")
@click.option("--pages", metavar="页码", help="只要哪几页，如 1-3,5,8-")
@paper_options
def print_(
    file: Path,
    report: str,
    output: Path | None,
    folder: Path | None,
    job: bool,
    pages: str | None,
    draft: bool,
    options: dict[str, Any],
) -> None:
    """One report as PDF, or one for each unit, or those of all units as one."""
    _one_place(output, folder, "-o X.pdf")
    if job and (folder or "unit" in options):
        raise WrongCall("--job 是全部单位印在一起，", "请不要同时写 --unit 或 --all-units。")
    with opened(file) as plan_file:
        plan = plan_file.plan
    if output is not None:
        check_output(output, file, plan, ".pdf")
        composed = compose_job(report, plan, **options) if job else compose(report, plan, **options)
        click.echo(_printed(composed, output, draft, pages))
        return
    assert folder is not None
    make_folder(folder)
    for unit, paper in compose_for_all(report, plan, **options):
        click.echo(_printed(paper, folder / f"{_file_name(unit)}.pdf", draft, pages))


def _one_place(output: Path | None, folder: Path | None, example: str) -> None:
    if (output is None) == (folder is None):
        raise WrongCall(
            "没有写明写到哪里，" if output is None else "-o 和 --all-units 只能写一个，",
            f"请写 {example} 或 --all-units 文件夹。",
        )


def _file_name(name: str) -> str:
    return "".join("_" if c in '\\/:*?"<>|\n' else c for c in name)


def _printed(paper: Paper, output: Path, draft: bool, pages: str | None = None) -> str:
    """Write one PDF; says how many pages, and on stderr what could not be printed as it should."""
    from ..documents.pdf.write_pdf import write_pdf

    with progress("排版") as bar:

        def on_page(done: PageProgress) -> None:
            bar.length = done.pages
            bar.update(1)

        result = _written(lambda: write_pdf(paper, output, on_page=on_page, draft=draft, pages=pages))
    for warning in (*paper.notes, *result.warnings):
        say(warning)
    return f"已印成“{output.name}”，共 {result.pages} 页。"


def write_paper(paper: Paper, output: Path, *, draft: bool = False) -> None:
    """A paper as PDF, Word or Excel, by the end of the file's name."""
    if output.suffix.lower() == ".pdf":
        _printed(paper, output, draft)
    else:
        _written(lambda: _office_writer(output.suffix.lower())(paper, output, draft=draft))


def _written(write: Callable[[], Any]) -> Any:
    """What a writer of documents returns; its errors in the terms of the command line."""
    from ..documents import PaperError

    try:
        return write()
    except PaperError as error:
        raise WrongCall(error.sentence, error.advice) from error


@commands.command(
    help="导出成 JSON、Word 或 Excel。-o X.json 是整个计划，-o X.docx 和 -o X.xlsx 是 --report 写明的报表（不写时是任务书、指标分解表）。"
    "--to 把计划、完成情况和得分发布到 PostgreSQL 数据库，供汇总分析；再次发布只送改动的部分。"
)
@FILE
@click.option("-o", "output", type=click.Path(path_type=Path), metavar="文件", help="写到哪里")
@ALL_UNITS
@click.option(
    "--as", "kind", type=click.Choice(["docx", "xlsx"]), metavar="种类", help="--all-units 写成 docx 还是 xlsx"
)
@click.option("--job", is_flag=True, help="全部单位的写在一个文件里")
@click.option("--report", metavar="报表", help=f"哪一种报表：{REPORT_NAMES}")
@click.option("--to", "server", metavar="地址", help="发布到数据库，如 postgresql://用户@主机/数据库")
@click.option("--anew", is_flag=True, help="不管数据库里已有什么，以这份文件为准（--to）")
@paper_options
def export(
    file: Path,
    output: Path | None,
    folder: Path | None,
    kind: str | None,
    job: bool,
    report: str | None,
    server: str | None,
    anew: bool,
    draft: bool,
    options: dict[str, Any],
) -> None:
    """The plan as JSON or into a database, or a report as Word or Excel: one, one for each unit, or those of all as one."""
    if server is not None:
        if output or folder or report:
            raise WrongCall("--to 是发布到数据库，", "请不要同时写 -o、--all-units 或 --report。")
        click.echo(_publish(file, server, anew))
        return
    _one_place(output, folder, "-o 文件")
    with opened(file) as plan_file:
        plan = plan_file.plan
    if folder is not None:
        _export_all(plan, folder, kind or "docx", report or "unit", draft, options)
        return
    assert output is not None
    if output.suffix.lower() == ".pdf":
        raise WrongCall(f"不能导出成“{output.name}”，", "要 PDF 请用 print。")
    suffix = check_output(output, file, plan, ".json", ".docx", ".xlsx")
    if suffix == ".json":
        _written(lambda: _export_json(plan, output))
    else:
        made = compose_job if job else compose
        paper = made(report or _USUAL[suffix], plan, **options)
        _written(lambda: _office_writer(suffix)(paper, output, draft=draft))
    click.echo(f"已导出“{output.name}”。")


def _publish(file: Path, server: str, anew: bool) -> str:
    """Publish a plan; what was written."""
    from ..publishing.postgres import publish

    if not server.startswith(("postgresql://", "postgres://")):
        raise WrongCall(f"不能发布到“{server.partition(':')[0]}”，", "请写成 postgresql://用户@主机/数据库。")
    with opened(file) as plan_file:
        published = publish(plan_file, server, anew=anew)
    if not published.count:
        return "数据库里已经是最新的，没有要写的。"
    parts = "、".join(f"{label} {count:,} 行" for label, count in published.rows.items())
    return f"已发布到数据库，写入或删去：{parts}。"


def _export_all(plan: Plan, folder: Path, kind: str, report: str, draft: bool, options: dict[str, Any]) -> None:
    make_folder(folder)
    write = _office_writer(f".{kind}")
    for unit, paper in compose_for_all(report, plan, **options):
        output = folder / f"{_file_name(unit)}.{kind}"
        _written(functools.partial(write, paper, output, draft=draft))
        click.echo(f"已导出“{output.name}”。")


def _office_writer(suffix: str) -> Callable[..., None]:
    if suffix == ".docx":
        from ..documents.write_docx import write_docx

        return write_docx
    from ..documents.write_xlsx import write_xlsx

    return write_xlsx


def _export_json(plan: Plan, output: Path) -> None:
    from ..core.plan_json import plan_to_json

    write_whole(output, json.dumps(plan_to_json(plan), ensure_ascii=False, indent=1) + "\n")
