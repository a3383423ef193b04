"""Who edits a plan file: a lock beside it that names the person, the PC and the time, so that others can say so."""

from __future__ import annotations

import contextlib
import json
import os
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QSysInfo

from ..storage.holding import STALE_AFTER, Owner, lock_of, note_of, noted_owner

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["FileLock", "Owner"]


class FileLock:
    """The lock on one plan file. QLockFile decides who has it; a note beside it says who that is."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._note, self._lock_path = note_of(path), lock_of(path)
        self._lock = QLockFile(str(self._lock_path))
        self._lock.setStaleLockTime(STALE_AFTER * 1000)
        self._since = datetime.now()

    def take(self, person: str) -> bool:
        """Try to get the lock. True also where the folder allows no lock at all: then nobody can write there anyway."""
        if not self._lock.tryLock(0):
            return self._lock.error() == QLockFile.LockError.PermissionError
        self._since = datetime.now()
        self.name(person)
        return True

    def name(self, person: str) -> None:
        """Say to others that this person has the lock, since it was taken."""
        if not self._lock.isLocked():
            return
        note = {
            "person": person,
            "computer": QSysInfo.machineHostName(),
            "since": self._since.isoformat("T", "seconds"),
        }
        with contextlib.suppress(OSError):
            self._note.write_text(json.dumps(note, ensure_ascii=False), encoding="utf-8")

    def owner(self) -> Owner:
        """Who has the lock now, as far as the files say."""
        if noted := noted_owner(self._path):
            return noted
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
