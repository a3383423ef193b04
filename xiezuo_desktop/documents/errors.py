"""What can go wrong with a document, said so that a clerk knows what to do."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FULL_DISK = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))


class PaperError(Exception):
    """A document cannot be read or written: `sentence` says what happened, `advice` what to do (both Chinese)."""

    def __init__(self, sentence: str, advice: str = "") -> None:
        super().__init__(sentence, advice)
        self.sentence = sentence
        self.advice = advice

    def __str__(self) -> str:
        return self.sentence + self.advice


def not_written(path: Path, error: OSError) -> PaperError:
    """Why a file could not be written, and what to do about it."""
    if error.errno in FULL_DISK:
        return PaperError(f"磁盘已满，“{path.name}”没有写入。", "请清理磁盘，或换一个磁盘再试。")
    if error.errno in (errno.ENAMETOOLONG, errno.EINVAL):
        return PaperError(f"文件名“{path.name[:40]}”太长或有不能用的字符，没有写入。", "请换一个文件名。")
    if path.is_dir():
        return PaperError(f"“{path.name}”是一个文件夹，不能写成文件。", "请换一个文件名。")
    if not path.parent.is_dir():
        return PaperError(f"没有“{path.parent}”这个文件夹，“{path.name}”没有写入。", "请先建立文件夹，或换一个文件夹。")
    if isinstance(error, PermissionError) and path.exists() and os.access(path.parent, os.W_OK):
        return PaperError(f"“{path.name}”不能写入，可能正在别的程序里打开着。", "请关闭它再试，或换一个文件名。")
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return PaperError(f"没有写入“{path.parent}”的权限，“{path.name}”没有写入。", "请换一个文件夹再试。")
    return PaperError(f"“{path.name}”没有写入，磁盘出了错。", "请检查磁盘是否已断开，或换一个文件夹再试。")
