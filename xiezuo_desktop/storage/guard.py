"""Looking at a file before anything is believed: what it is, whether it is whole, whether it is ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.errors import Unreadable
from .connection import connect
from .schema import is_ours

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path


def open_plan(path: Path, *, read_only: bool) -> tuple[sqlite3.Connection, str]:
    """A connection to a plan file that has been looked at, and why it cannot be written ("" when it can)."""
    if not path.exists():
        raise Unreadable(f"找不到文件“{path}”。", "请检查名称和位置。")
    db = connect(path, "ro" if read_only else "rw")
    if not is_ours(db):
        db.close()
        raise Unreadable(f"“{path.name}”不是本软件的计划文件。")
    return db, "按要求只读打开" if read_only else ""
