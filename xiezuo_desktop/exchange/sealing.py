"""A password around a mailed file: a zip with AES, which 7-Zip, WPS and Windows tools open as well."""

from __future__ import annotations

import zlib
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from ..core.errors import Refused, Unreadable, WrongCall

if TYPE_CHECKING:
    from collections.abc import Iterator

_ZIP = b"PK\x03\x04"
_LIMIT = 1 << 30  # bytes of one file, unpacked
_AT_ONCE = 1 << 20


def seal(path: Path, password: str) -> Path:
    """Put a file into a zip beside it, `名称.xiezuo.zip`, that only the password opens; the file itself goes."""
    import pyzipper

    if not password.strip():
        raise WrongCall("密码是空的，没有加密。", "请输入密码。")
    sealed = path.with_name(path.name + ".zip")
    part = sealed.with_name(f".{sealed.name}.part")
    try:
        with pyzipper.AESZipFile(part, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES) as archive:
            archive.setpassword(password.encode())
            archive.write(path, path.name)
        part.replace(sealed)
        path.unlink()
    except OSError as error:
        part.unlink(missing_ok=True)
        raise Unreadable(f"“{sealed.name}”没有写成。", "请检查磁盘空间和文件夹权限。") from error
    return sealed


def is_sealed(path: Path) -> bool:
    """Whether a file is a zip."""
    try:
        with path.open("rb") as file:
            return file.read(4) == _ZIP
    except OSError:
        return False


@contextmanager
def unsealed(path: Path, password: str = "") -> Iterator[list[Path]]:
    """The plan files in a zip, in a private folder as long as the block lasts; of any other file the path itself.

    Raises Refused where the password is missing or wrong, Unreadable where the zip is damaged or holds no plan file.
    """
    if not is_sealed(path):
        yield [path]
        return
    with TemporaryDirectory(prefix="xiezuo-") as folder:
        yield _unpack(path, password, Path(folder))


def _unpack(path: Path, password: str, folder: Path) -> list[Path]:
    import pyzipper

    out: list[Path] = []
    try:
        with pyzipper.AESZipFile(path) as archive:
            archive.setpassword(password.encode())
            for info in archive.infolist():
                if not info.filename.endswith(".xiezuo"):
                    continue
                if info.flag_bits & 1 and not password:
                    raise Refused(f"“{path.name}”加了密码，没有打开。", "请输入对方告诉您的密码。")
                target = folder / f"{len(out)}" / Path(info.filename.replace("\\", "/")).name
                target.parent.mkdir()
                _copy(archive, info, target, path)
                out.append(target)
    except RuntimeError as error:  # what the library says to a wrong password
        raise Refused(f"“{path.name}”的密码不对，没有打开。", "请与对方核对密码。") from error
    except (OSError, ValueError, NotImplementedError, EOFError, zlib.error, pyzipper.BadZipFile) as error:
        raise Unreadable(f"“{path.name}”打不开，可能已损坏。", "请对方重新发送一份。") from error
    if not out:
        raise Unreadable(f"“{path.name}”里没有计划文件。", "请选择扩展名为 .xiezuo 的文件，或装有它的压缩包。")
    return out


def _copy(archive: object, info: object, target: Path, path: Path) -> None:
    left = _LIMIT
    with archive.open(info) as source, target.open("wb") as file:  # type: ignore[attr-defined]
        while data := source.read(_AT_ONCE):
            left -= len(data)
            if left < 0:
                raise Refused(f"“{path.name}”解开后超过1GB，没有打开。", "请与对方核对。")
            file.write(data)
