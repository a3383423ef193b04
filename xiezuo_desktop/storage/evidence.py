"""Files of evidence: kept beside the plan file in a folder of their own, named after their content, handed out numbered."""

from __future__ import annotations

import hashlib
import re
import secrets
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..core.errors import Invalid, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..core.figures.proof import Item
    from ..core.records import Evidence

LARGEST = 50 << 20  # bytes of one file: what an office mails and copies without trouble
LARGEST_WORDS = "50 MB"
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_SHA256 = re.compile(r"[0-9a-f]{64}")
_SUFFIX = re.compile(r"\.[0-9A-Za-z]{1,8}")


@dataclass(frozen=True, slots=True)
class Kept:
    """A file as it was taken in: its own name, the digest of its content, its size in bytes."""

    name: str
    sha256: str
    size: int


def folder_of(plan_path: Path) -> Path:
    """The folder beside a plan file that holds its evidence."""
    return plan_path.with_name(f"{plan_path.stem}.佐证")


def keep(plan_path: Path, source: Path) -> Kept:
    """Copy a file into the plan's folder; the same content is kept once.

    Raises Invalid for one that is too large, empty or no file, Unreadable where it cannot be read or the copy not written.
    """
    if not source.is_file():
        raise Invalid(f"“{source.name}”不是文件，没有加入。", "文件夹请先压缩成一个文件，或逐个加入里面的文件。")
    try:
        size = source.stat().st_size
        if size > LARGEST:
            raise Invalid(
                f"“{source.name}”超过 {LARGEST_WORDS}，没有加入。", "请压缩后再加入，或登记为纸质材料并写明存放处。"
            )
        if not size:
            raise Invalid(f"“{source.name}”是空的，没有加入。", "请确认选对了文件。")
        with source.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        target = _place(plan_path, digest, source.name)
        if not target.exists():
            _copy(source, target)
    except OSError as error:
        raise Unreadable(
            f"“{source.name}”没有加入：{error.strerror or '读写出错'}。", "请检查文件、权限和磁盘空间。"
        ) from error
    return Kept(source.name, digest, size)


def find(plan_path: Path, sha256: str, name: str) -> Path | None:
    """Where the file with this content lies; None where it is not beside the plan."""
    if not _SHA256.fullmatch(sha256):
        return None  # a plan from outside must not name other files
    place = _place(plan_path, sha256, name)
    return place if place.is_file() else None


def keep_stream(plan_path: Path, data: Iterable[bytes], sha256: str, name: str) -> bool:
    """Write what comes beside the plan, if it turns out to have this digest; whether it has. Raises OSError."""
    if not _SHA256.fullmatch(sha256):
        return False
    target = _place(plan_path, sha256, name)
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{secrets.token_hex(6)}.part")
    digest = hashlib.sha256()
    try:
        with part.open("wb") as file:
            for piece in data:
                digest.update(piece)
                file.write(piece)
        if digest.hexdigest() != sha256:
            return False
        part.replace(target)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return True


def restore(plan_path: Path, source: Path, wanted: Mapping[str, Evidence]) -> str:
    """Copy a file beside the plan where it is the content of a piece that misses its own; its digest, or "". Raises OSError."""
    sizes = {piece.size for piece in wanted.values()}
    if None not in sizes and source.stat().st_size not in sizes:
        return ""  # spares reading what cannot be it
    with source.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    piece = wanted.get(sha256)
    if piece is None:
        return ""
    _copy(source, _place(plan_path, sha256, piece.file_name))
    return sha256


def is_intact(place: Path, sha256: str) -> bool:
    """Whether a kept file still has the content it was taken in with."""
    with suppress(OSError), place.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == sha256
    return False


def hand_out(plan_path: Path, items: list[Item], folder: Path) -> tuple[list[Path], list[str]]:
    """Copy the evidence into a folder, one folder for each indicator, files with their numbers in front.

    Returns what was written, and a sentence for each piece that could not be: a file that is missing or was changed.
    """
    written: list[Path] = []
    missing: list[str] = []
    for item in items:
        evidence = item.evidence
        if not evidence.sha256:
            continue  # of paper: it stands in the index
        title = evidence.title or evidence.file_name
        source = find(plan_path, evidence.sha256, evidence.file_name)
        if source is None or not is_intact(source, evidence.sha256):
            why = "文件不在计划旁边的佐证文件夹里" if source is None else "文件被改动过，与加入时不一样"
            missing.append(f"{item.number} {title}：{why}，没有导出。")
            continue
        name = item.indicator.name if item.indicator else "其他"
        home = folder / f"{item.number.partition('-')[0]} {_clean(name)}"
        target = home / f"{item.number} {_clean(Path(evidence.file_name).stem or title)}{_suffix(evidence.file_name)}"
        try:
            home.mkdir(parents=True, exist_ok=True)
            _copy(source, target)
        except OSError as error:
            raise Unreadable(
                f"不能写入“{home.name}”：{error.strerror or '出错'}。", "请换一个文件夹，或清理磁盘再试。"
            ) from error
        written.append(target)
    return written, missing


def _place(plan_path: Path, sha256: str, name: str) -> Path:
    return folder_of(plan_path) / f"{sha256}{_suffix(name)}"


def _suffix(name: str) -> str:
    found = Path(name).suffix
    return found.lower() if _SUFFIX.fullmatch(found) else ""


def _clean(name: str) -> str:
    return _NOT_IN_NAMES.sub("", " ".join(name.split())).strip(" .")[:60] or "材料"


def _copy(source: Path, target: Path) -> None:
    """A copy that is there whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{secrets.token_hex(6)}.part")
    try:
        shutil.copyfile(source, part)
        part.replace(target)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
