"""Looking at a file before anything in it is believed: what it is, whether it is whole, whether it is ours.

A plan file comes by mail and from USB sticks. The first 100 bytes are judged without SQLite; then a read-only connection
compares the schema with ours word for word, so that no trigger, view or foreign table ever runs. A leftover journal is
played in on a copy first: one that belongs to another file would destroy this one (sqlite.org/howtocorrupt.html, 1.4).
"""

from __future__ import annotations

import os
import sqlite3
import stat
import struct
from collections import Counter
from typing import TYPE_CHECKING

from ..core.errors import Refused, Unreadable
from . import schema
from .connection import connect

if TYPE_CHECKING:
    from pathlib import Path

_MAGIC = b"SQLite format 3\0"
_OTHERS = (
    (b"PK\x03\x04", "是 Word、Excel 文档或压缩包", "文档请用“导入”读入；压缩包请先解压。"),
    (b"\xd0\xcf\x11\xe0", "是旧版或加了密码的 Office 文档", "请另存为不加密码的 .docx 或 .xlsx，再用“导入”读入。"),
    (b"%PDF", "是 PDF 文件", "请改用它的 Word 或 Excel 原件，用“导入”读入。"),
)
INTERRUPTED = "上次保存时中断"  # ends the reason why a file is only read that shows what a crash left
_CHECKED_AT_OPENING = 8 << 20  # bytes; larger files would delay the first picture, `verify` checks them on request

# Files this process has open. Closing any handle on a file drops the locks that SQLite holds on it elsewhere in the same
# process (POSIX), so such a file is not read past SQLite a second time.
_open_files: Counter[tuple[int, int]] = Counter()


def open_plan(path: Path, *, read_only: bool) -> tuple[sqlite3.Connection, str]:
    """A connection to a plan file that passed every check, and why it cannot be written ("" when it can).

    Raises UserError or sqlite3.Error; the file is unchanged then.
    """
    if not is_open_here(path):
        check_header(path)
    reason = "按要求只读打开" if read_only else _why_not_writable(path)
    db = connect(path, "ro")
    try:
        if _has_hot_journal(db):
            db.close()
            return _open_after_crash(path, reason)
        check_content(db, path)
        if reason:
            return db, reason
        db.close()
        return _for_writing(path)
    except BaseException:
        db.close()
        raise


def register(path: Path) -> tuple[int, int]:
    """Note that this process has the file open; `release` takes what is returned."""
    found = file_id(path)
    _open_files[found] += 1
    return found


def release(found: tuple[int, int]) -> None:
    """Note that one connection to the file was closed."""
    _open_files[found] -= 1
    if _open_files[found] <= 0:
        del _open_files[found]


def is_open_here(path: Path) -> bool:
    """Whether this process has the file open. Raises Unreadable when there is none."""
    return file_id(path) in _open_files


def file_id(path: Path) -> tuple[int, int]:
    """What tells a file from all others, whatever it is called. Raises Unreadable when there is none."""
    try:
        status = path.stat()
    except FileNotFoundError:
        raise Unreadable(f"找不到文件“{path}”。", "请检查名称和位置；U盘或网络文件夹请确认已经连接。") from None
    except (OSError, ValueError):
        raise Unreadable(f"文件“{path}”打不开。", "请检查名称、位置和权限。") from None
    if not stat.S_ISREG(status.st_mode):
        what = "文件夹" if stat.S_ISDIR(status.st_mode) else "特殊设备"
        raise Unreadable(f"“{path.name}”是{what}，不是计划文件。", "请选择扩展名为 .xiezuo 的文件。")
    return status.st_dev, status.st_ino


# ------------------------------------------------------------------------------------------------ without SQLite


def check_header(path: Path) -> None:
    """Judge a file by its first 100 bytes and its size. Raises Unreadable with what it seems to be."""
    try:
        with path.open("rb") as file:
            head = file.read(100)
            size = os.fstat(file.fileno()).st_size
    except PermissionError:
        raise Unreadable(f"没有权限读取文件“{path.name}”。", "请向文件的所有者要一份，或检查文件夹权限。") from None
    except OSError:
        raise Unreadable(f"文件“{path.name}”读取出错。", "U盘或网络文件夹可能已断开，请检查后再试。") from None
    _judge(path.name, head)
    if _size_told(head) != size and head[18] == 1 and not path.with_name(path.name + "-journal").exists():
        raise _cut(path.name)  # with a journal the numbers may differ: somebody is writing, or a crash left it


def check_mailed(name: str, head: bytes, size: int) -> None:
    """The same for a file from outside: what may lie beside it did not come along. Raises Unreadable or Refused."""
    _judge(name, head)
    if head[18] != 1 or head[19] != 1:
        raise Refused(
            f"文件“{name}”被别的工具改成了另一种保存方式，可能缺少最近的修改。", "请对方用本软件打开一次，再重新发送。"
        )
    if _size_told(head) != size:
        raise _cut(name)


def _judge(name: str, head: bytes) -> None:
    if not head:
        raise Unreadable(f"文件“{name}”是空的。", "可能没有下载或复制完，请重新获取一份。")
    if not head.startswith(_MAGIC[: len(head)]):
        for mark, what, advice in _OTHERS:
            if head.startswith(mark):
                raise Unreadable(f"“{name}”{what}，不是计划文件。", advice)
        raise Unreadable(
            f"“{name}”不是计划文件，或者已经损坏、加了密。", "请检查是否选对了文件，或请对方重新发送一份。"
        )
    if len(head) < 100:
        raise _cut(name)
    log_format, application = (struct.unpack_from(">I", head, at)[0] for at in (60, 68))
    if application != schema.APPLICATION_ID:
        raise Unreadable(f"“{name}”是别的程序的数据库，不是计划文件。", "请选择扩展名为 .xiezuo 的文件。")
    if log_format > schema.LOG_FORMAT:
        raise Unreadable(f"“{name}”是用更新版本的软件保存的，本版本读不了。", "请升级本软件后再打开。")


def _size_told(head: bytes) -> int:
    """How large the header says the file is."""
    (page_size,), (pages,) = struct.unpack_from(">H", head, 16), struct.unpack_from(">I", head, 28)
    return int((65536 if page_size == 1 else page_size) * pages)


def _cut(name: str) -> Unreadable:
    return Unreadable(f"文件“{name}”不完整，后面一部分丢失了。", "可能没有下载或复制完，请重新获取一份。")


# --------------------------------------------------------------------------------------------------- with SQLite


def check_content(db: sqlite3.Connection, path: Path, *, thorough: bool = False) -> None:
    """Compare the schema with ours and look at the pages of small files (of all files if `thorough`)."""
    if not schema.is_ours(db):
        raise Refused(f"文件“{path.name}”的内部结构与本软件的不同，可能被别的工具改过，没有打开。", "请改用备份。")
    if thorough or _size(db) <= _CHECKED_AT_OPENING:
        (result,) = db.execute("PRAGMA quick_check(1)").fetchone()
        if result != "ok":
            raise Unreadable(f"文件“{path.name}”内部已损坏。", "请改用备份，或请对方重新发送一份。")


def _size(db: sqlite3.Connection) -> int:
    (pages,), (page_size,) = db.execute("PRAGMA page_count").fetchone(), db.execute("PRAGMA page_size").fetchone()
    return int(pages * page_size)


def _has_hot_journal(db: sqlite3.Connection) -> bool:
    """Whether a crash left a journal that SQLite would play in; a read-only connection only says so."""
    try:
        db.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorname == "SQLITE_READONLY_ROLLBACK":
            return True
        raise
    return False


def _why_not_writable(path: Path) -> str:
    if not os.access(path, os.W_OK):
        return "文件不允许写入"
    return "" if os.access(path.parent, os.W_OK) else "所在的文件夹不允许写入"


def _for_writing(path: Path) -> tuple[sqlite3.Connection, str]:
    """A connection that can write, or a reading one where the system says no in the end."""
    db = connect(path, "rw")
    try:
        db.execute("PRAGMA journal_mode = DELETE")  # another tool may have left it otherwise
        db.execute("BEGIN IMMEDIATE")
        db.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorname.startswith("SQLITE_READONLY"):
            db.close()
            return connect(path, "ro"), "文件不允许写入"
        if not error.sqlite_errorname.startswith("SQLITE_BUSY"):  # somebody is writing just now: reading goes on
            db.close()
            raise
    return db, ""


def _open_after_crash(path: Path, reason: str) -> tuple[sqlite3.Connection, str]:
    """Open a file beside which a journal lies: as SQLite would, if that gives a sound plan, else without the journal.

    Which of the two is sound is tried on copies. A journal that belongs to another file is moved aside, never deleted.
    """
    import shutil
    from tempfile import TemporaryDirectory

    journal = path.with_name(path.name + "-journal")
    try:
        with TemporaryDirectory(prefix="xiezuo-") as folder:
            copy = type(path)(folder) / "plan"
            for with_journal in (True, False):
                shutil.copyfile(path, copy)
                if with_journal:
                    shutil.copyfile(journal, copy.with_name("plan-journal"))
                sound = _sound_copy(copy, path)
                if sound is None:
                    continue
                if reason:  # the crash cannot be cleared up here: show what it would give, out of the memory
                    return sound, f"{reason}，且{INTERRUPTED}"
                sound.close()
                if not with_journal:
                    journal.rename(_free_name(journal))
                return _for_writing(path)
    except OSError as error:
        raise Unreadable(
            f"文件“{path.name}”上次保存时中断，现在不能恢复，没有改动。", "请检查磁盘空间和文件夹权限后再打开。"
        ) from error
    raise Unreadable(
        f"文件“{path.name}”上次保存时中断，恢复不了；文件和“{journal.name}”都没有改动。",
        "请改用备份，并保留这两个文件。",
    )


def _sound_copy(copy: Path, path: Path) -> sqlite3.Connection | None:
    """The content of a copy in the memory, if structure, pages and digests are right; the journal is gone afterwards."""
    from .verify import log_findings

    memory = sqlite3.connect(":memory:", isolation_level=None)
    try:
        db = connect(copy, "rw")
        try:
            check_content(db, path, thorough=True)
            check_header(copy)
            if not log_findings(db):
                db.backup(memory)
                return memory
        finally:
            db.close()
    except (sqlite3.Error, Unreadable, Refused):
        pass
    finally:
        copy.with_name(f"{copy.name}-journal").unlink(missing_ok=True)
    memory.close()
    return None


def _free_name(path: Path) -> Path:
    number = 1
    while (free := path.with_name(f"{path.name}.{number}.bak")).exists():
        number += 1
    return free
