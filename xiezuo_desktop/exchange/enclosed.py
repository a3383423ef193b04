"""Evidence that travels with a plan file: beside it in the same zip, found again there by its digest, however it is packed."""

from __future__ import annotations

import re
import zlib
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from ..core.errors import Unreadable
from ..core.records import Evidence
from ..storage import evidence as store
from ..storage.copies import published
from .sealing import is_sealed, pack

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import IO

    from ..core.plan import Plan
    from ..core.records import Key
    from ..storage import PlanFile

MAIL_LIMIT = 50 << 20  # bytes that most mail services take in one mail
_DIGEST_IN_NAME = re.compile(r"(?:^|[/\\])([0-9a-f]{64})(?:\.[0-9A-Za-z]{1,8})?$")


def enclosures(plan: Plan, plan_path: Path, keys: Iterable[Key]) -> tuple[list[Path], list[Evidence]]:
    """The files of these pieces of evidence that lie beside the plan, each once, and the pieces whose file does not."""
    found: dict[Path, None] = {}
    absent = []
    for evidence in sorted(filter(None, (plan.get(Evidence, key) for key in keys)), key=lambda e: (e.order, e.id)):
        if not evidence.sha256:
            continue  # of paper
        place = store.find(plan_path, evidence.sha256, evidence.file_name)
        if place is None:
            absent.append(evidence)
        else:
            found[place] = None
    return list(found), absent


def absent_files(plan: Plan, plan_path: Path) -> dict[str, Evidence]:
    """The pieces of evidence whose file does not lie beside the plan, by the digest of the file."""
    pieces = plan.ordered(Evidence)
    return {e.sha256: e for e in pieces if e.sha256 and store.find(plan_path, e.sha256, e.file_name) is None}


def take_enclosed(plan: Plan, plan_path: Path, sources: Iterable[Path], *, password: str = "") -> int:
    """Put the files that the plan's evidence misses beside it: out of zips, folders and files; the number of those found.

    A file is known by its content. In a zip only those are looked at that are named after theirs, as they are packed here.
    Raises Unreadable where one cannot be read or written.
    """
    wanted = absent_files(plan, plan_path)
    taken = 0
    for source in sources:
        if not wanted:
            break
        try:
            found = _from_zip(plan_path, source, wanted, password) if is_sealed(source) else []
            found = found or [sha for file in _files(source) if (sha := store.restore(plan_path, file, wanted))]
        except OSError as error:
            raise Unreadable(
                f"“{source.name}”里的佐证材料没有取出：{error.strerror or '读写出错'}。", "请检查磁盘空间和权限。"
            ) from error
        for sha256 in found:
            wanted.pop(sha256, None)
            taken += 1
    return taken


def pack_whole(plan_file: PlanFile, target: Path, *, password: str = "") -> tuple[int, int]:
    """Pack a plan with all of its evidence into a zip: (files packed, files that do not lie beside the plan). Raises UserError.

    A zip that stands there is replaced.
    """
    plan = plan_file.read(Evidence)
    files, absent = enclosures(plan, plan_file.path, plan.rows(Evidence))
    with TemporaryDirectory(prefix="xiezuo-") as folder:
        inside = Path(folder) / plan_file.path.name
        plan_file.copy_to(inside)
        with published(target, replace=True) as temporary:
            pack(inside, temporary, password, files)
    return len(files), len(absent)


def _files(source: Path) -> Iterator[Path]:
    """A file itself; of a folder what lies in it, however deep."""
    if source.is_dir():
        yield from (path for path in sorted(source.rglob("*")) if path.is_file())
    else:
        yield source


def _from_zip(plan_path: Path, path: Path, wanted: dict[str, Evidence], password: str) -> list[str]:
    import pyzipper

    out = []
    try:
        with pyzipper.AESZipFile(path) as archive:
            archive.setpassword(password.encode())
            for info in archive.infolist():
                name = _DIGEST_IN_NAME.search(info.filename)
                piece = wanted.get(name[1]) if name else None
                if piece is None or info.file_size > store.LARGEST:
                    continue
                with archive.open(info) as stream:
                    if store.keep_stream(plan_path, _limited(stream), piece.sha256, piece.file_name):
                        out.append(piece.sha256)
    except (RuntimeError, NotImplementedError, ValueError, EOFError, zlib.error, pyzipper.BadZipFile) as error:
        raise Unreadable(
            f"“{path.name}”里的佐证材料打不开，可能已损坏，或密码不对。", "请对方重新发送一份。"
        ) from error
    return out


def _limited(stream: IO[bytes]) -> Iterator[bytes]:
    """The content of a file in a zip, no more than evidence may have, whatever the zip says about itself."""
    left = store.LARGEST + 1
    while left > 0 and (data := stream.read(min(left, 1 << 20))):
        left -= len(data)
        yield data
