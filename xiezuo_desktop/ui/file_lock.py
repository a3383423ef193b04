"""Who edits a plan file: a lock beside it that names the person, the PC and the time, so that a second window can say so."""

from __future__ import annotations

import contextlib
import json
import os
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QLockFile, QSysInfo

if TYPE_CHECKING:
    from pathlib import Path

STALE_AFTER = (
    10 * 60
)  # seconds without a sign of life after which a lock left by a crash on another PC no longer counts


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


class FileLock:
    """The lock on one plan file. QLockFile decides who has it; a note beside it says who that is.

    The note is a file of its own because Windows lets nobody else open the lock for writing.
    """

    def __init__(self, path: Path) -> None:
        self._note = path.with_name(f"~${path.name}.user")
        self._lock_path = path.with_name(f"~${path.name}.lock")
        self._lock = QLockFile(str(self._lock_path))
        self._lock.setStaleLockTime(STALE_AFTER * 1000)

    def take(self, person: str) -> bool:
        """Try to get the lock. True also where the folder allows no lock at all: then nobody can write there anyway."""
        if not self._lock.tryLock(0):
            return self._lock.error() == QLockFile.LockError.PermissionError
        note = {
            "person": person,
            "computer": QSysInfo.machineHostName(),
            "since": datetime.now().isoformat("T", "seconds"),
        }
        with contextlib.suppress(OSError):
            self._note.write_text(json.dumps(note, ensure_ascii=False), encoding="utf-8")
        return True

    def owner(self) -> Owner:
        """Who has the lock now, as far as the files say."""
        with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
            note = json.loads(self._note.read_text(encoding="utf-8"))
            return Owner(str(note["person"])[:40], str(note["computer"])[:40], datetime.fromisoformat(note["since"]))
        with contextlib.suppress(TypeError, ValueError):
            _, computer, _ = self._lock.getLockInfo()
            return Owner("", str(computer), None)
        return Owner("", "", None)

    def show_life(self) -> None:
        """Say that the lock is still in use; to be called well within `STALE_AFTER`."""
        if self._lock.isLocked():
            with contextlib.suppress(OSError):
                os.utime(self._lock_path)

    def release(self) -> None:
        """Give the file free."""
        if self._lock.isLocked():
            with contextlib.suppress(OSError):
                self._note.unlink()
            self._lock.unlock()
