"""Making plans: new, import."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .. import paths
from ..core.errors import Unreadable, WrongCall
from .shared import FILE, FOUND, commands, opened, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.changes import Changes
    from ..core.plan import Plan
    from ..importers.draft import Draft
    from ..storage.plan_file import PlanFile

READ_AS = ["auto", "indicators", "taskbook", "matrix", "division", "scheme", "progress"]
LONGEST_LEFT = 200  # characters of a text without a place that are told


@commands.command(help="新建一个空的计划文件。")
@FILE
@click.option("--title", required=True, metavar="标题", help="计划的标题")
@click.option("--year", required=True, type=click.IntRange(1978, 2200), metavar="年", help="年度，如 2024")
def new(file: Path, title: str, year: int) -> None:
    """Create an empty plan file."""
    from ..storage.plan_file import PlanFile

    check_name(file)
    PlanFile.create(file, title=title, year=year, author=paths.author()).close()
    click.echo(f"已新建“{file.name}”：{title}（{year}年度）。")


@commands.command(
    "import",
    help="把来文读进计划。可以是 .docx、.xlsx、.txt、.md、.csv、.tsv，写 - 就读标准输入里粘贴的表格；计划文件还没有时新建一个。",
)
@FILE
@click.argument("sources", nargs=-1, required=True, metavar="来文…")
@click.option(
    "--as",
    "read_as",
    type=click.Choice(READ_AS),
    default="auto",
    metavar="种类",
    help=f"当作哪一种来文来读：{'、'.join(READ_AS)}；不写就由程序判断",
)
@click.option("--dry-run", is_flag=True, help="只看读出了什么，不写入")
def import_(file: Path, sources: tuple[str, ...], read_as: str, dry_run: bool) -> int:
    """Read sources into a plan file: all of them are understood before the first is written."""
    if read_as == "progress":
        from .figures import take_in

        return take_in(file, [Path(name) for name in sources], dry_run=dry_run)
    drafts = [(_source_name(name), *_understood(name, read_as)) for name in sources]
    if not dry_run:
        with _opened_or_new(file) as plan_file:
            for name, draft, digest, _ in drafts:
                _take_in(plan_file, draft, name, digest)
    unplaced = 0
    plan = _plan_before(file) if dry_run else None
    for name, draft, _, notes in drafts:  # told after the writing, so that a closed pipe cannot stop it half-way
        click.echo(f"{name}：")
        for line in (*draft.summary, *notes):
            click.echo(f"  {line}")
        for item in draft.unplaced:
            word = "不必处理" if item.settled else "未归位"
            click.echo(f"  {word} {item.place}：{' '.join(item.text.split())[:LONGEST_LEFT]}（{item.reason}）")
        if plan is not None:
            plan = _tell_trial(draft, plan)
        unplaced += len(draft.open_unplaced)
    if dry_run:
        click.echo("这是试读，没有写入。")
    if unplaced:
        say(f"有 {unplaced} 处没能归位，已原样记在“未归位内容”里，请逐条查看。")
        return FOUND
    return 0


def _plan_before(file: Path) -> Plan:
    """The plan that a trial import is compared with; an empty one where there is none yet."""
    from ..core.plan import Plan

    if not file.exists():
        return Plan({})
    with opened(file) as plan_file:
        return plan_file.plan


def _tell_trial(draft: Draft, plan: Plan) -> Plan:
    """Print how a source was read and what it would change; the plan as it would be for the next one."""
    from .dry_run import changes_in_words, names_in_words, readings_in_words

    lines, after = changes_in_words(draft, plan)
    for line in (*readings_in_words(draft), *names_in_words(draft, plan), *lines):
        click.echo(f"  {line}")
    return after


def _source_name(source: str) -> str:
    return "粘贴的内容" if source == "-" else Path(source).name


def _understood(source: str, read_as: str) -> tuple[Draft, str, tuple[str, ...]]:
    """One source as a draft, with the sha256 of its bytes, and what the reader has to say about the file."""
    from ..documents import PaperError, read_paper, read_text
    from ..importers import understand
    from ..importers.progress import refuse_forms

    try:
        if source == "-":
            data = sys.stdin.buffer.read()
            paper = read_text(data, _source_name(source))
        else:
            paper = read_paper(Path(source))
            data = Path(source).read_bytes()
    except PaperError as error:
        raise Unreadable(error.sentence, error.advice) from error
    refuse_forms(paper)
    return understand(paper, read_as), hashlib.sha256(data).hexdigest(), paper.notes


@contextlib.contextmanager
def _opened_or_new(file: Path) -> Iterator[PlanFile]:
    """An existing plan file, or a new one that appears under its name only when everything is in it."""
    from ..storage.plan_file import PlanFile

    if file.exists():
        with opened(file, to_write=True) as plan_file:
            yield plan_file
        return
    check_name(file)
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with PlanFile.create(part, author=paths.author()) as plan_file:
            yield plan_file
        if file.exists():
            raise Unreadable(f"“{file.name}”刚刚被别的程序建立，", "请重新导入。")
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def check_name(file: Path) -> None:
    """Only a name that says what it is: else a plan would hide under the name of a Word document."""
    if file.suffix.lower() != ".xiezuo":
        raise WrongCall(f"“{file.name}”不像计划文件的名字，没有新建。", "请把名字的结尾写成 .xiezuo。")


def _take_in(plan_file: PlanFile, draft: Draft, name: str, digest: str) -> Changes:
    from ..importers import steps_for
    from ..storage import new_id

    with plan_file.edit(f"导入“{name}”") as edit:
        edit.apply(steps_for(draft, plan_file.plan, new_id, sha256=digest))
    return edit.changes
