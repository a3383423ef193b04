"""The command line: the same functions as the window, for batch work. The words and the JSON are a contract."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from . import paths
from .core.errors import Unreadable, UserError, WrongCall

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .core.changes import Changes
    from .importers.draft import Draft
    from .storage.plan_file import PlanFile

FOUND = 1  # exit code: done, with findings to look at

READ_AS = ["auto", "indicators", "taskbook", "matrix", "division", "scheme", "progress"]


def main(arguments: Sequence[str]) -> int:
    """Run one command. Returns the exit code of the contract; every other than 0 has said one Chinese sentence."""
    try:
        return int(commands.main(list(arguments), prog_name="xiezuo", standalone_mode=False) or 0)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        _say(f"命令写得不对：{_in_chinese(error)}请用 xiezuo --help 查看用法。")
        return 2
    except UserError as error:
        _say(str(error))
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        _say("已取消，没有改动。")
        return 2
    except BrokenPipeError:
        return 0
    except Exception:
        return _unforeseen()


def _unforeseen() -> int:
    """A mistake of ours: the traceback goes to the log, the user hears what is safe."""
    from . import logbook

    logbook.open_log()
    logbook.log.exception("command line")
    logbook.close_log()
    _say(f"程序内部出了错，没有写完的改动都已退回；请把“{logbook.log_file()}”发给维护人员。")
    return 3


def _say(sentence: str) -> None:
    click.echo(sentence, err=True)


def _in_chinese(error: click.ClickException) -> str:
    match error:
        case click.NoSuchOption():
            return f"没有 {error.option_name} 这个选项。"
        case click.MissingParameter():
            name = error.param.human_readable_name if error.param else ""
            return f"缺少 {name}。"
        case click.BadParameter():
            name = error.param.human_readable_name if error.param else ""
            return f"{name} 的值不对。"
        case _ if "No such command" in error.message:
            return f"没有这个命令（{error.message.split(chr(39))[1]}）。"
    return "参数多了或少了。"


# ------------------------------------------------------------------------------------------------ what commands share


@contextlib.contextmanager
def _opened(file: Path, *, to_write: bool = False) -> Iterator[PlanFile]:
    from .core.errors import ReadOnly
    from .storage.plan_file import PlanFile

    with PlanFile.open(file, author=paths.author(), read_only=not to_write) as plan_file:
        if to_write and plan_file.read_only:
            raise ReadOnly(f"“{file.name}”不能写入，", "请检查文件和文件夹的权限，或把它复制到别处再改。")
        yield plan_file


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


def _write_whole(path: Path, text: str) -> None:
    """Write a file so that it is there whole or not at all."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise WrongCall(f"不能写入“{path}”（{error.strerror}），", "请换一个文件夹。") from error


def _progress(label: str) -> Any:
    """A progress bar on a terminal, nothing when piped."""
    return click.progressbar(length=1, label=label, file=sys.stderr, hidden=not sys.stderr.isatty())


@click.group(help="协作任务书：东西部协作年度指标的分解、任务书与考核。", subcommand_metavar="命令 …")
def commands() -> None:
    """Everything below is one command each."""


FILE = click.argument("file", type=click.Path(path_type=Path), metavar="FILE")


# ------------------------------------------------------------------------------------------------ making and reading


@commands.command(help="新建一个空的计划文件。")
@FILE
@click.option("--title", required=True, help="计划的标题")
@click.option("--year", required=True, type=click.IntRange(1978, 2200), help="年度")
def new(file: Path, title: str, year: int) -> None:
    """Create an empty plan file."""
    from .storage.plan_file import PlanFile

    PlanFile.create(file, title=title, year=year, author=paths.author()).close()
    click.echo(f"已新建“{file.name}”：{title}（{year}年度）。")


@commands.command("import", help="读入 Word、Excel、文本或粘贴的表格；FILE 不存在时新建。SOURCE 为 - 时读标准输入。")
@FILE
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE…")
@click.option("--as", "read_as", type=click.Choice(READ_AS), default="auto", help="当作哪一种文件来读")
@click.option("--dry-run", is_flag=True, help="只看读出了什么，不写入")
def import_(file: Path, sources: tuple[str, ...], read_as: str, dry_run: bool) -> int:
    """Read sources into a plan file: all of them are understood before the first is written."""
    drafts = [(_source_name(name), *_understood(name, read_as)) for name in sources]
    if not dry_run:
        with _opened_or_new(file) as plan_file:
            for name, draft, digest, _ in drafts:
                _take_in(plan_file, draft, name, digest)
    unplaced = 0
    for name, draft, _, notes in drafts:  # told after the writing, so that a closed pipe cannot stop it half-way
        click.echo(f"{name}：")
        for line in (*draft.summary, *notes):
            click.echo(f"  {line}")
        for item in draft.unplaced:
            click.echo(f"  未归位 {item.place}：{' '.join(item.text.split())}（{item.reason}）")
        unplaced += len(draft.unplaced)
    if dry_run:
        click.echo("这是试读，没有写入。")
    if unplaced:
        _say(f"有 {unplaced} 处没能归位，已原样记在“未归位内容”里，请逐条查看。")
        return FOUND
    return 0


def _source_name(source: str) -> str:
    return "粘贴的内容" if source == "-" else Path(source).name


def _understood(source: str, read_as: str) -> tuple[Draft, str, tuple[str, ...]]:
    """One source as a draft, with the sha256 of its bytes, and what the reader has to say about the file."""
    from .documents import PaperError, read_paper, read_text
    from .importers import understand

    try:
        if source == "-":
            data = sys.stdin.buffer.read()
            paper = read_text(data, _source_name(source))
        else:
            paper = read_paper(Path(source))
            data = Path(source).read_bytes()
    except PaperError as error:
        raise Unreadable(error.sentence, error.advice) from error
    return understand(paper, read_as), hashlib.sha256(data).hexdigest(), paper.notes


@contextlib.contextmanager
def _opened_or_new(file: Path) -> Iterator[PlanFile]:
    """An existing plan file, or a new one that appears under its name only when everything is in it."""
    from .storage.plan_file import PlanFile

    if file.exists():
        with _opened(file, to_write=True) as plan_file:
            yield plan_file
        return
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with PlanFile.create(part, author=paths.author()) as plan_file:
            yield plan_file
        if file.exists():
            raise Unreadable(f"“{file.name}”刚刚被别的程序建立，", "请重新导入。")
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def _take_in(plan_file: PlanFile, draft: Draft, name: str, digest: str) -> Changes:
    from .importers import steps_for
    from .storage import new_id

    with plan_file.edit(f"导入“{name}”") as edit:
        edit.apply(steps_for(draft, plan_file.plan, new_id, sha256=digest))
    return edit.changes


@commands.command(help="导出：-o X.json 为整个计划。")
@FILE
@click.option("-o", "output", type=click.Path(path_type=Path), required=True, help="写到哪里")
def export(file: Path, output: Path) -> None:
    """The plan as JSON."""
    from .core.plan_json import plan_to_json

    if output.suffix.lower() != ".json":
        raise WrongCall(f"还不能导出成“{output.suffix or output.name}”，", "请把文件名写成 .json；报表请用 print。")
    with _opened(file) as plan_file:
        text = json.dumps(plan_to_json(plan_file.plan), ensure_ascii=False, indent=1)
    _write_whole(output, text + "\n")


@commands.command("print", help="把一种报表印成 PDF。REPORT：taskbook 任务书 · indicators 指标分解表。")
@FILE
@click.argument("report", metavar="REPORT")
@click.option("-o", "output", type=click.Path(path_type=Path), required=True, help="写到哪个 PDF")
@click.option("--unit", help="只印一个单位的")
@click.option("--paper", type=click.Choice(["A4", "A3"]), default="A4", help="纸张")
@click.option("--draft", is_flag=True, help="加“草稿”字样")
def print_(file: Path, report: str, output: Path, unit: str | None, paper: str, draft: bool) -> None:
    """One report as PDF."""
    with _opened(file) as plan_file:
        pages, warnings = _print_report(plan_file, report, output, unit=unit, paper=paper, draft=draft)
    click.echo(f"已印成“{output.name}”，共 {pages} 页。")
    for warning in warnings:
        _say(warning)


def _print_report(plan_file: PlanFile, report: str, output: Path, **options: Any) -> tuple[int, tuple[str, ...]]:
    from .documents import PaperError
    from .documents.pdf import write_pdf
    from .reports import compose

    paper = compose(report, plan_file.plan, **options)
    try:
        with _progress("排版") as bar:
            result = write_pdf(paper, output, on_page=lambda _: bar.update(0), draft=options["draft"])
    except PaperError as error:
        raise Unreadable(error.sentence, error.advice) from error
    return result.pages, result.warnings


# ------------------------------------------------------------------------------------------------ checking, history


@commands.command(help="校核：有未豁免的“错误”时以 1 结束。")
@FILE
@click.option("--json", "as_json", is_flag=True, help="按 JSON 打印")
def check(file: Path, as_json: bool) -> int:
    """Run the checks."""
    from .core.checks import SEVERITIES, check
    from .core.plan_json import problem_to_json

    with _opened(file) as plan_file:
        problems = check(plan_file.plan)
    if as_json:
        _print_json({"problems": [problem_to_json(p) for p in problems]})
    else:
        for p in problems:
            waived = f"（已豁免：{p.waived}）" if p.waived else ""
            click.echo(f"{p.rule} {SEVERITIES[p.severity]} {p.where}：{p.message}{waived}")
        click.echo(f"共 {len(problems)} 条。" if problems else "没有发现问题。")
    errors = sum(p.severity == "error" and not p.waived for p in problems)
    if errors:
        _say(f"有 {errors} 条错误需要处理。")
    return FOUND if errors else 0


@commands.command(help="检查文件是否完好，不改动它。")
@FILE
def verify(file: Path) -> int:
    """Integrity and safety of a file."""
    with _opened(file) as plan_file:
        findings = plan_file.verify()
    for finding in findings:
        click.echo(finding)
    if findings:
        _say(f"“{file.name}”有 {len(findings)} 处不对，请先备份，再请专人处理。")
        return FOUND
    click.echo(f"“{file.name}”完好。")
    return 0


@commands.command(help="谁在什么时候改了什么；--of 只看一条记录（indicators/7 或 id）。")
@FILE
@click.option("--json", "as_json", is_flag=True, help="按 JSON 打印")
@click.option("--of", "place", help="只看这条记录")
def history(file: Path, as_json: bool, place: str | None) -> None:
    """Who changed what, when."""
    from .core.places import find

    with _opened(file) as plan_file:
        entries = plan_file.history(*(find(plan_file.plan, place) if place else ()))
        lines = [_history_line(plan_file, entry) for entry in entries]
    if as_json:
        _print_json({"history": lines})
        return
    for line in lines:
        click.echo(
            f"{line['when']} {line['author']} {line['label']}　{line['where']} {line['field']}："
            f"{line['before'] or '（空）'} → {line['after'] or '（空）'}"
        )


def _history_line(plan_file: PlanFile, entry: Any) -> dict[str, str | None]:
    from .core.places import describe, place_of

    field = entry.record.fields.get(entry.field)
    return {
        "when": entry.when.astimezone().isoformat(sep=" ", timespec="seconds"),
        "author": entry.author,
        "label": entry.label,
        "id": str(entry.key[0]),
        "record": entry.record.name_,
        "place": place_of(plan_file.plan, entry.record, entry.key),
        "where": describe(plan_file.plan, entry.record, entry.key),
        "field": field.label if field else "删除",
        "before": None if entry.before is None else str(entry.before),
        "after": None if entry.after is None else str(entry.after),
    }


# ------------------------------------------------------------------------------------------------ editing


@commands.command("set", help="改一个字段，如：set FILE indicators/7 target 350。")
@FILE
@click.argument("path", metavar="PATH")
@click.argument("field", metavar="FIELD")
@click.argument("value", metavar="VALUE")
def set_(file: Path, path: str, field: str, value: str) -> None:
    """One edit, as the window would make it."""
    from .core.places import set_field

    with _opened(file, to_write=True) as plan_file:
        label, steps = set_field(plan_file.plan, path, field, value)
        with plan_file.edit(label) as edit:
            edit.apply(steps)
    click.echo(f"已{label}。" if edit.changes else "值没有变化。")


@commands.command(help="撤销最近一步。")
@FILE
def undo(file: Path) -> None:
    """Take the last transaction back."""
    with _opened(file, to_write=True) as plan_file:
        label = plan_file.undo_label
        plan_file.undo()
    click.echo(f"已撤销：{label}。")


@commands.command(help="恢复刚撤销的一步。")
@FILE
def redo(file: Path) -> None:
    """Do again what was undone last."""
    with _opened(file, to_write=True) as plan_file:
        label = plan_file.redo_label
        plan_file.redo()
    click.echo(f"已恢复：{label}。")


# ------------------------------------------------------------------------------------------------ the sample


@commands.command(help="用 resources/sample 里的示例文件做一份计划，印出报表，放到 DIR。")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
def demo(folder: Path) -> int:
    """Build the sample plan and print it."""
    folder.mkdir(parents=True, exist_ok=True)
    for office in ("district", "city"):
        file = folder / f"{office}.xiezuo"
        file.unlink(missing_ok=True)
        ended = main(["import", str(file), *map(str, paths.sample_papers(office))])
        if ended > FOUND:
            return ended
        main(["export", str(file), "-o", str(file.with_suffix(".json"))])
    for office, report in (("district", "taskbook"), ("district", "indicators")):
        ended = main(["print", str(folder / f"{office}.xiezuo"), report, "-o", str(folder / f"{report}.pdf")])
        if ended:
            return ended
    click.echo(f"示例在“{folder}”里。")
    return 0
