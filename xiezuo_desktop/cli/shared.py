"""What the commands share: the group they belong to, opening plans, saying things."""

from __future__ import annotations

import contextlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .. import paths
from ..core.errors import Refused, WrongCall
from .chinese import Group

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ..core.plan import Plan
    from ..core.records import Id
    from ..storage.plan_file import PlanFile

FOUND = 1  # exit code: done, with findings to look at
FILE = click.argument("file", type=click.Path(path_type=Path), metavar="计划文件")


@click.group(
    cls=Group,
    help="协作任务书：东西部协作年度指标的分解、任务书与考核。后面写一个 .xiezuo 文件，或什么都不写，就打开窗口。",
    epilog="结束码：0 做完了；1 做完了，但有要看的内容；2 命令写错；3 文件读不了；4 为安全拒绝。每个命令后面都可以加 --help。",
    subcommand_metavar="命令 …",
)
def commands() -> None:
    """Everything is one command each."""


def say(sentence: str) -> None:
    """Tell the user something that is not the command's output."""
    click.echo(sentence, err=True)


@contextlib.contextmanager
def opened(file: Path, *, to_write: bool = False) -> Iterator[PlanFile]:
    """A plan file, closed afterwards. Raises ReadOnly when it is to be written and cannot be, Locked while a window has it."""
    from ..storage.holding import refuse_held
    from ..storage.plan_file import PlanFile

    if to_write:
        refuse_held(file)
    with PlanFile.open(file, author=paths.author(), read_only=not to_write) as plan_file:
        if to_write:
            plan_file.refuse_read_only()
        yield plan_file


def read_day(text: str | None) -> date | None:
    """A day as it is typed, 2024-07-10; None where none is. Raises WrongCall for what is no day."""
    from datetime import date

    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise WrongCall(f"“{text}”不是日期，", "请写成 2024-07-10。") from error


def find_bearer(plan: Plan, name: str) -> Id:
    """The unit or group of a name. Raises WrongCall where there is none."""
    from ..core.names import NameRegister

    found = NameRegister(plan).find(name)
    if found is None:
        raise WrongCall(f"计划里没有“{name}”这个单位，", "请照“责任单位”里的名称写。")
    return found


def print_json(value: object) -> None:
    """One JSON object on stdout."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


def check_output(output: Path, plan_file: Path, plan: Plan, *kinds: str) -> str:
    """The kind of file that `output` is to be. Raises Refused for plan files and the papers this plan was read from."""
    if output.is_file():
        _refuse_to_replace(output, plan_file, plan)
    kind = output.suffix.lower()
    if kind not in kinds:
        raise WrongCall(f"不能写成“{output.name}”，", f"请把文件名的结尾写成 {'、'.join(kinds)}。")
    return kind


def _refuse_to_replace(output: Path, plan_file: Path, plan: Plan) -> None:
    import hashlib

    from ..core.records import Source

    if output.samefile(plan_file) or output.suffix.lower() == ".xiezuo":
        raise Refused(f"“{output.name}”是计划文件，不能覆盖，什么也没有写。", "请换一个文件名。")
    with output.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if any(source.sha256 == digest for source in plan.ordered(Source)):
        raise Refused(f"“{output.name}”是导入过的来文，不能覆盖，什么也没有写。", "请换一个文件名。")


def write_whole(path: Path, text: str) -> None:
    """Write a file so that it is there whole or not at all."""
    from ..documents.whole_file import written_whole

    with written_whole(path) as file:
        file.write(text.encode())


def make_folder(folder: Path) -> None:
    """A folder for many files, made when it is missing."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise WrongCall(f"“{folder.name}”已经是一个文件，", "请换一个文件夹。") from error
    except OSError as error:
        raise WrongCall(f"不能建立文件夹“{folder}”，", "请检查权限和磁盘，或换一个文件夹。") from error


def progress(label: str) -> Any:
    """A progress bar on a terminal, nothing when piped."""
    return click.progressbar(length=1, label=label, file=sys.stderr, hidden=not sys.stderr.isatty())
