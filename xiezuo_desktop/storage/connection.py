"""Opening SQLite so that a file cannot do harm, and saying in plain words what went wrong."""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

from ..core.errors import Locked, ReadOnly, Unreadable, UserError
from .values import TEXT_LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterator

BUSY_SECONDS = 2.0  # another program's write takes milliseconds; this long a clerk may wait without asking why
_ROW_LIMIT = 4 * TEXT_LIMIT  # a row holds one long text and little else; several may have been united


def connect(path: Path, mode: Literal["ro", "rw", "rwc"], *, immutable: bool = False) -> sqlite3.Connection:
    """A connection hardened against what a foreign file could hold. Raises sqlite3.Error; only "rwc" makes a file.

    `immutable`: nobody else writes the file meanwhile, so that no locks are needed.
    """
    db = sqlite3.connect(
        f"{_uri(path)}?mode={mode}{'&immutable=1' if immutable else ''}",
        uri=True,
        isolation_level=None,
        timeout=BUSY_SECONDS,
        cached_statements=512,
    )
    try:
        _harden(db)
        if mode != "ro":  # these read the file: a reading connection is asked first whether a crash left a journal
            db.execute("PRAGMA cache_size = -65536")  # KiB
            db.execute(
                "PRAGMA temp_store = FILE"
            )  # sorting what a merge brought takes more than belongs into the memory
            db.execute("PRAGMA synchronous = FULL")
    except BaseException:
        db.close()
        raise
    return db


def connect_to_bytes(data: bytes) -> sqlite3.Connection:
    """A connection to the content of a file that was read already, hardened like all others; it can only be read."""
    db = sqlite3.connect(":memory:", isolation_level=None, cached_statements=32)
    try:
        db.deserialize(data)
        _harden(db)
        db.execute("PRAGMA query_only = ON")
    except BaseException:
        db.close()
        raise
    return db


def _harden(db: sqlite3.Connection) -> None:
    db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _ROW_LIMIT)
    db.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 1)  # VACUUM INTO needs one
    for pragma in ("trusted_schema = OFF", "cell_size_check = ON", "mmap_size = 0", "temp_store = MEMORY"):
        db.execute(f"PRAGMA {pragma}")


def _uri(path: Path) -> str:
    """The path as SQLite wants it, links kept; `Path.as_uri` writes network paths so that SQLite refuses them."""
    text = quote(Path(os.path.abspath(path)).as_posix(), safe="/:")  # noqa: PTH100
    if text.startswith("//"):  # \\\\server\\share
        return f"file://{text}"
    return f"file://{text}" if text.startswith("/") else f"file:///{text}"  # the latter: C:/…


@contextmanager
def reading(db: sqlite3.Connection) -> Iterator[None]:
    """Several questions, one state of the file: nobody's write comes in between. Within a transaction it is that one's."""
    if db.in_transaction:
        yield
        return
    db.execute("BEGIN")
    try:
        yield
    finally:
        if db.in_transaction:
            db.execute("ROLLBACK")


@contextmanager
def in_plain_words(path: Path) -> Iterator[None]:
    """Turn SQLite's errors about the file into errors a person can act on; errors of our own program pass."""
    try:
        yield
    except sqlite3.Error as error:
        told = explain(error, path)
        if told is None:
            raise
        raise told from error
    except UnicodeDecodeError as error:  # text that is not UTF-8, where SQLite quotes it in its own message
        raise _damaged(path) from error


def explain(error: sqlite3.Error, path: Path) -> UserError | None:
    """What an error of SQLite means for the person at the screen, or None when the fault is the program's."""
    code: str = getattr(error, "sqlite_errorname", "")
    name = path.name
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return Locked(
            f"文件“{name}”正被另一个程序写入，这次没有读写。", "请等几秒再试；如一直如此，请关闭其他正在使用它的程序。"
        )
    if code.startswith("SQLITE_READONLY"):
        return ReadOnly(
            f"文件“{name}”或它所在的文件夹不允许写入，修改没有保存。", "请另存一份到可以写入的位置，再继续修改。"
        )
    if code == "SQLITE_FULL":
        return UserError("磁盘已满，修改没有保存，文件保持原样。", "请清理磁盘空间后再试，或另存到别的磁盘。")
    if code.startswith("SQLITE_IOERR"):
        return UserError(
            f"读写文件“{name}”时出错，修改没有保存。",
            "可能是磁盘已满、网络断开或U盘被拔出；请检查后再试，或另存到别的位置。",
        )
    undecodable = not code and isinstance(error, sqlite3.OperationalError)  # text that is not UTF-8
    if undecodable or code.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_FORMAT")):
        return _damaged(path)
    if code.startswith(("SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")):
        return Unreadable(f"文件“{name}”打不开。", "请确认它还在原处，并且您有权限读取。")
    if code == "SQLITE_NOMEM":
        return UserError("内存不足，没有完成。", "请关闭其他程序后再试。")
    if code == "SQLITE_TOOBIG":
        return Unreadable(f"文件“{name}”中有超过限度的内容。", "请改用备份，或请对方重新发送一份。")
    return None


def _damaged(path: Path) -> Unreadable:
    return Unreadable(f"文件“{path.name}”内部已损坏。", "请改用备份，或请对方重新发送一份。")
