"""Disks with little room, for tests of what happens when they are full."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def small_disk(place: Path, size: str = "2m") -> Iterator[Path]:
    """A disk of its own, mounted at `place`; the test is skipped where nobody may mount one."""
    place.mkdir()
    allowed = shutil.which("mount") and os.geteuid() == 0
    if not allowed or subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", place]).returncode:
        pytest.skip("no right to mount a disk")
    try:
        yield place
    finally:
        subprocess.run(["umount", place], check=True)


def fill_up(place: Path, left: int = 0) -> Path:
    """Fill the disk but for `left` bytes; the file that does it."""
    status = os.statvfs(place)
    ballast = place / "ballast"
    ballast.write_bytes(bytes(max(0, status.f_bavail * status.f_frsize - left)))
    return ballast
