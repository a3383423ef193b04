"""Whole files that appear at once or not at all: a new plan, a copy to be mailed."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from ..core.errors import ReadOnly, Refused, Unreadable
from .log import new_id

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def published(path: Path, *, replace: bool) -> Iterator[Path]:
    """A name beside `path` to write to; when the block ends well, the file stands at `path`, safely on the disk.

    Raises Refused where a file stands already (unless `replace`) or where the leftovers of another one would be mixed in.
    """
    if not path.parent.is_dir():
        raise Unreadable(f"没有文件夹“{path.parent}”。", "请检查位置，或先建立这个文件夹。")
    if not os.access(path.parent, os.W_OK):
        raise ReadOnly(f"文件夹“{path.parent}”不允许写入，没有保存。", "请换一个位置。")
    if path.is_dir():
        raise Refused(f"“{path}”是文件夹，不能作为文件保存。", "请另起一个文件名。")
    if not replace and path.exists():
        raise Refused(f"已经有文件“{path.name}”，没有覆盖它。", "请另起一个文件名，或先移走原来的文件。")
    journal = path.with_name(path.name + "-journal")
    if journal.exists():
        raise Refused(
            f"这里留有“{journal.name}”，是以前没有保存完的文件留下的，会损坏新文件，所以没有保存。",
            "请另起一个文件名，或先打开原来的文件让它恢复。",
        )
    temporary = path.with_name(f".{path.name}.{new_id():x}.tmp")
    try:
        yield temporary
        _sync(temporary)
        temporary.replace(path)
        _sync(path.parent)
    except OSError as error:
        raise Unreadable(
            f"不能在“{path.parent}”中保存“{path.name}”。", "请检查位置、权限和磁盘空间，或换一个位置。"
        ) from error
    finally:
        for leftover in (temporary, temporary.with_name(temporary.name + "-journal")):
            with suppress(OSError):
                leftover.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    """Have the disk keep it. A folder cannot be opened on Windows, where renaming is kept anyway."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
