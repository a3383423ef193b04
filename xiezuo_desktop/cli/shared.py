"""What the commands share: the group they belong to, opening plans, saying things."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .. import paths
from ..core.errors import WrongCall

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..storage.plan_file import PlanFile

FOUND = 1  # exit code: done, with findings to look at
FILE = click.argument("file", type=click.Path(path_type=Path), metavar="FILE")


@click.group(help="协作任务书：东西部协作年度指标的分解、任务书与考核。", subcommand_metavar="命令 …")
def commands() -> None:
    """Everything is one command each."""


def say(sentence: str) -> None:
    """Tell the user something that is not the command's output."""
    click.echo(sentence, err=True)


@contextlib.contextmanager
def opened(file: Path, *, to_write: bool = False) -> Iterator[PlanFile]:
    """A plan file, closed afterwards. Raises ReadOnly when it is to be written and cannot be."""
    from ..core.errors import ReadOnly
    from ..storage.plan_file import PlanFile

    with PlanFile.open(file, author=paths.author(), read_only=not to_write) as plan_file:
        if to_write and plan_file.read_only:
            raise ReadOnly(f"“{file.name}”不能写入，", "请检查文件和文件夹的权限，或把它复制到别处再改。")
        yield plan_file


def print_json(value: object) -> None:
    """One JSON object on stdout."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


def write_whole(path: Path, text: str) -> None:
    """Write a file so that it is there whole or not at all."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise WrongCall(f"不能写入“{path}”（{error.strerror}），", "请换一个文件夹。") from error


def progress(label: str) -> Any:
    """A progress bar on a terminal, nothing when piped."""
    return click.progressbar(length=1, label=label, file=sys.stderr, hidden=not sys.stderr.isatty())
