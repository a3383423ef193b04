"""The command line: the same functions as the window, for batch work. The words and the JSON are a contract."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import click

from ..core.errors import UserError
from . import checking, demo, figures, keeping, mailing, making, merging, months, papers, scoring, year
from .chinese import error_in_chinese
from .shared import commands, say

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "checking",
    "demo",
    "figures",
    "keeping",
    "mailing",
    "main",
    "making",
    "merging",
    "months",
    "papers",
    "scoring",
    "year",
]  # a module whose commands belong to the group


def main(arguments: Sequence[str]) -> int:
    """Run one command. Returns the exit code of the contract; every other than 0 has said one Chinese sentence."""
    try:
        return int(commands.main(list(arguments), prog_name="xiezuo", standalone_mode=False) or 0)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        say(f"命令写得不对：{error_in_chinese(error)}加上 --help 可以看用法。")
        return 2
    except UserError as error:
        say(str(error))
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        say("已取消，没有改动。")
        return 2
    except BrokenPipeError:
        return 0
    except SystemExit:  # how click ends when the reader of a pipe has gone
        return 0
    except OSError as error:
        say(_system_error(error))
        return 3
    except Exception:
        return _unforeseen()


def _system_error(error: OSError) -> str:
    name = str(error.filename or "文件").rpartition(os.sep)[2]
    if error.errno == errno.ENAMETOOLONG:
        return f"文件名“{name[:20]}……”太长，什么也没有写。请换一个短的文件名。"
    return f"读写“{name}”时出了错，没有写完的改动都已退回。请检查权限、磁盘空间和磁盘连接。"


def _unforeseen() -> int:
    """A mistake of ours: the traceback goes to the log, the user hears what is safe."""
    from .. import logbook

    logbook.open_log()
    logbook.log.exception("command line")
    logbook.close_log()
    say(f"程序内部出了错，没有写完的改动都已退回；请把“{logbook.log_file()}”发给维护人员。")
    return 3
