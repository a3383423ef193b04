"""Asking for files and folders: one rule for all dialogs about where they begin.

Each kind of file has a folder of its own: the one used for it last, else that of the open plan, else that of the plan
opened last, else the user's own. `kind` is an ASCII word such as "reports"; `beside` the file that is worked on.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from . import settings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

SUFFIX, PLANS = ".xiezuo", "plans"
PLAN_FILTER = f"协作任务书计划 (*{SUFFIX})"
LONGEST_NAME = 200  # bytes: file systems take 255, and what writes the file adds a few to its name
_ENDING = r"\*(\.\w+)"  # a text: re compiles it when it is first used, not when the window starts


def ask_save(
    parent: QWidget, title: str, name: str, filters: str, *, kind: str, beside: Path | None = None
) -> Path | None:
    """A file to be written; None when nothing was chosen. Asks before one is replaced.

    Its ending is one of those in `filters`: the one that was typed, else that of the filter that was chosen.
    """
    suffix = Path(name).suffix
    proposal = folder_for(kind, beside) / fitting_name(name.removesuffix(suffix), suffix)
    chosen, its_filter = QFileDialog.getSaveFileName(parent, title, str(proposal), filters)
    if not chosen:
        return None
    path = Path(chosen)
    if path.suffix.lower() not in (
        re.findall(_ENDING, filters) or [suffix]
    ):  # Qt asked about the name without the ending
        path = path.with_name(path.name + next(iter(re.findall(_ENDING, its_filter)), suffix))
        if path.exists() and not _may_replace(parent, path):
            return None
    settings.set_folder(kind, path.parent)
    return path


def ask_open(parent: QWidget, title: str, filters: str, *, kind: str, beside: Path | None = None) -> Path | None:
    """A file to be read; None when nothing was chosen."""
    name, _ = QFileDialog.getOpenFileName(parent, title, str(folder_for(kind, beside)), filters)
    return _kept(kind, [name])[0] if name else None


def ask_open_many(parent: QWidget, title: str, filters: str, *, kind: str, beside: Path | None = None) -> list[Path]:
    """Files to be read; empty when nothing was chosen."""
    names, _ = QFileDialog.getOpenFileNames(parent, title, str(folder_for(kind, beside)), filters)
    return _kept(kind, names)


def ask_folder(parent: QWidget, title: str, *, kind: str, beside: Path | None = None) -> Path | None:
    """A folder; None when nothing was chosen."""
    name = QFileDialog.getExistingDirectory(parent, title, str(folder_for(kind, beside)))
    if not name:
        return None
    settings.set_folder(kind, Path(name))
    return Path(name)


def folder_for(kind: str, beside: Path | None = None) -> Path:
    """Where a dialog for this kind of file begins."""
    recent = next(iter(settings.recent_files()), None) if beside is None else None
    wanted = (settings.folder(kind), *(file.absolute().parent for file in (beside, recent) if file))
    return next((folder for folder in wanted if folder and folder.is_dir()), Path.home())


def fitting_name(words: str, suffix: str) -> str:
    """A file name that says `words`, without characters that a file system refuses, and not longer than one takes."""
    clean = "".join("_" if c in '\\/:*?"<>|' or ord(c) < 32 else c for c in words).strip(" .")
    room = LONGEST_NAME - len(suffix.encode())
    return clean.encode()[:room].decode(errors="ignore").rstrip(" .") + suffix


def _may_replace(parent: QWidget, path: Path) -> bool:
    from .dialogs.confirm import agreed

    return agreed(parent, "已有这个文件", f"“{path.name}”已经有了，要换成新的吗？", "换成新的")


def _kept(kind: str, names: list[str]) -> list[Path]:
    paths = [Path(name) for name in names]
    if paths:
        settings.set_folder(kind, paths[0].parent)
    return paths
