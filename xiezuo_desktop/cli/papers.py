"""Papers out of a plan: print, export; and the sample."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .. import paths
from ..core.errors import WrongCall
from ..reports import REPORTS, compose, compose_for_all
from .shared import FILE, check_output, commands, make_folder, opened, progress, say, write_whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..core.plan import Plan
    from ..documents.paper import Paper
    from ..documents.pdf.write_pdf import PageProgress

DEMO_PAPERS = (
    ("district", ("taskbook", "indicators", "division", "unit", "checks")),
    ("city", ("matrix", "indicators", "scores", "checks")),
)

REPORT_NAMES = "、".join(f"{name}（{report.label}）" for name, report in REPORTS.items())
FOR_UNIT = click.option("--unit", metavar="单位", help="只要一个单位的")
AS_DRAFT = click.option("--draft", is_flag=True, help="加“草稿”字样")
ON_PAPER = click.option("--paper", type=click.Choice(["A4", "A3"]), metavar="纸张", help="A4 或 A3")
PERIOD = click.option("--period", metavar="期次", help="期次，如 2024-06")


@commands.command("print", help=f"把一种报表印成 PDF。报表有：{REPORT_NAMES}。")
@FILE
@click.argument("report", metavar="报表")
@click.option("-o", "output", type=click.Path(path_type=Path), metavar="X.pdf", help="写到哪个 PDF")
@FOR_UNIT
@click.option(
    "--all-units", "folder", type=click.Path(path_type=Path), metavar="文件夹", help="每个单位一个 PDF，放到这个文件夹"
)
@PERIOD
@ON_PAPER
@AS_DRAFT
def print_(file: Path, report: str, output: Path | None, folder: Path | None, draft: bool, **options: Any) -> None:
    """One report as PDF, or one for each unit."""
    if (output is None) == (folder is None):
        raise WrongCall(
            "没有写明印到哪里，" if output is None else "-o 和 --all-units 只能写一个，",
            "请写 -o X.pdf 或 --all-units 文件夹。",
        )
    with opened(file) as plan_file:
        plan = plan_file.plan
    if output is not None:
        check_output(output, file, plan, ".pdf")
        click.echo(_printed(compose(report, plan, **options), output, draft))
        return
    assert folder is not None
    make_folder(folder)
    for unit, paper in compose_for_all(report, plan, **options):
        click.echo(_printed(paper, folder / f"{_file_name(unit)}.pdf", draft))


def _file_name(name: str) -> str:
    return "".join("_" if c in '\\/:*?"<>|\n' else c for c in name)


def _printed(paper: Paper, output: Path, draft: bool) -> str:
    """Write one PDF; says how many pages, and on stderr what could not be printed as it should."""
    from ..documents.pdf.write_pdf import write_pdf

    with progress("排版") as bar:

        def on_page(done: PageProgress) -> None:
            bar.length = done.pages
            bar.update(1)

        result = _written(lambda: write_pdf(paper, output, on_page=on_page, draft=draft))
    for warning in result.warnings:
        say(warning)
    return f"已印成“{output.name}”，共 {result.pages} 页。"


def _written(write: Callable[[], Any]) -> Any:
    """What a writer of documents returns; its errors in the terms of the command line."""
    from ..documents import PaperError

    try:
        return write()
    except PaperError as error:
        raise WrongCall(error.sentence, error.advice) from error


@commands.command(
    help="导出成 JSON、Word 或 Excel。-o X.json 是整个计划，-o X.docx 和 -o X.xlsx 是 --report 写明的报表（不写时是任务书、指标分解表）。"
)
@FILE
@click.option("-o", "output", type=click.Path(path_type=Path), metavar="文件", required=True, help="写到哪里")
@click.option("--report", metavar="报表", help=f"哪一种报表：{REPORT_NAMES}")
@FOR_UNIT
@PERIOD
@ON_PAPER
@AS_DRAFT
def export(file: Path, output: Path, report: str | None, draft: bool, **options: Any) -> None:
    """The plan as JSON, or a report as Word or Excel."""
    with opened(file) as plan_file:
        plan = plan_file.plan
    if output.suffix.lower() == ".pdf":
        raise WrongCall(f"不能导出成“{output.name}”，", "要 PDF 请用 print。")
    kind = check_output(output, file, plan, ".json", ".docx", ".xlsx")
    if kind == ".json":
        _written(lambda: _export_json(plan, output))
    elif kind == ".docx":
        from ..documents.write_docx import write_docx

        paper = compose(report or "taskbook", plan, **options)
        _written(lambda: write_docx(paper, output, draft=draft))
    else:
        from ..documents.write_xlsx import write_xlsx

        paper = compose(report or "indicators", plan, **options)
        _written(lambda: write_xlsx(paper, output, draft=draft))
    click.echo(f"已导出“{output.name}”。")


def _export_json(plan: Plan, output: Path) -> None:
    from ..core.plan_json import plan_to_json

    write_whole(output, json.dumps(plan_to_json(plan), ensure_ascii=False, indent=1) + "\n")


@commands.command(
    help="生成示例。用自带的示例来文做一个区和一个市的计划，印出报表，都放到这个文件夹；上次的示例会换成新的。"
)
@click.argument("folder", type=click.Path(path_type=Path), metavar="文件夹")
def demo(folder: Path) -> None:
    """Build the sample plans and print them."""
    make_folder(folder)
    for office, reports in DEMO_PAPERS:
        file = folder / f"{office}.xiezuo"
        file.unlink(missing_ok=True)
        _run("import", file, *paths.sample_papers(office))
        _run("export", file, "-o", file.with_suffix(".json"))
        for report in reports:
            _run("print", file, report, "-o", folder / f"{office}-{report}.pdf")
    click.echo(f"示例在“{folder}”里。")


def _run(*words: object) -> None:
    commands.main([str(w) for w in words], standalone_mode=False)
