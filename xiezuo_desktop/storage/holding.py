"""Who has a plan file open in a window: said by two small files beside it, which `ui/file_lock` puts there.

The command line asks here, without Qt, before it writes: what a person is about to change on the screen is not changed
under his hands. Reading and merging on trial need not ask.
"""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from ..core.errors import Locked

if TYPE_CHECKING:
    from pathlib import Path

STALE_AFTER = 10 * 60  # seconds without a sign of life after which what a crash on another PC left no longer counts


class Owner(NamedTuple):
    """Who has a file open for editing; `since` is None when it cannot be told."""

    person: str
    computer: str
    since: datetime | None

    def __str__(self) -> str:
        """For example 王丽（NYJ-PC03，今天 14:05 起)."""
        details = [self.computer] if self.computer else []
        if self.since:
            today = self.since.date() == datetime.now().date()
            details.append(f"{'今天' if today else f'{self.since.month}月{self.since.day}日'} {self.since:%H:%M} 起")
        name = self.person or "另一个窗口"
        return f"{name}（{'，'.join(details)}）" if details else name


def lock_of(path: Path) -> Path:
    """The lock beside a plan file, in the form of QLockFile: pid, program, computer, a line each."""
    return path.with_name(f"~${path.name}.lock")


def note_of(path: Path) -> Path:
    """The note beside it. It is a file of its own because Windows lets nobody else open the lock for writing."""
    return path.with_name(f"~${path.name}.user")


def noted_owner(path: Path) -> Owner | None:
    """Whom the note names, None where it cannot be read."""
    with suppress(OSError, ValueError, TypeError, KeyError):
        note = json.loads(note_of(path).read_text(encoding="utf-8"))
        return Owner(str(note["person"])[:40], str(note["computer"])[:40], datetime.fromisoformat(note["since"]))
    return None


def owner_of(path: Path) -> Owner | None:
    """Who has a plan file open in a window just now, None where nobody has; what a crash left does not count."""
    import socket  # the window names owners before its first paint, and asks nobody

    lock = lock_of(path)
    try:
        _, _, computer, *_ = lock.read_text(encoding="utf-8", errors="replace").splitlines()
        silent = time.time() - lock.stat().st_mtime
    except (OSError, ValueError):
        return None
    held = _is_held(lock) if computer == socket.gethostname() else silent < STALE_AFTER
    return (noted_owner(path) or Owner("", computer[:40], None)) if held else None


def refuse_held(path: Path) -> None:
    """Raise Locked where somebody has the file open in a window."""
    owner = owner_of(path.absolute())
    if owner is not None:
        raise Locked(
            f"文件“{path.name}”正在窗口中打开着：{owner}，这次没有修改，原来的内容都在。",
            "请在那个窗口里做，或关闭它以后再试。",
        )


def _is_held(lock: Path) -> bool:
    """Whether a program of this computer holds the lock: the system takes it from one that is gone."""
    if os.name == "nt":
        try:
            lock.open("r+b").close()
        except PermissionError:
            return True
        except OSError:
            return False
        return False
    import fcntl

    try:
        with lock.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False
