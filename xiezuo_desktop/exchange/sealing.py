"""What protects a mailed file: a short code to compare, and a password: a zip with AES, which 7-Zip and WPS open as well."""

from __future__ import annotations

import zlib
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from ..core.errors import Refused, Unreadable, WrongCall
from ..storage.copies import published
from ..storage.evidence import folder_of
from ..storage.incoming import opened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ZIP = b"PK\x03\x04"
_LIMIT = 1 << 30  # bytes of one file, unpacked
_AT_ONCE = 1 << 20


def sealed_name(path: Path, password: str, enclosed: Sequence[Path] = ()) -> Path:
    """The name of the file that is mailed: 名称.xiezuo; with a password, or with other files in it, 名称.xiezuo.zip."""
    packed = bool(password or enclosed) and path.suffix.lower() != ".zip"
    return path.with_name(path.name + ".zip") if packed else path


@contextmanager
def sealing(path: Path, password: str, enclosed: Sequence[Path] = ()) -> Iterator[Path]:
    """A place to write a plan file to; when the block ends well, it stands at `path`, with a password inside a zip.

    `enclosed` are files of evidence: they lie in the zip as beside a plan, so that unpacking it gives a plan with its evidence.

    Nothing readable is left anywhere where there is a password. Raises Refused where a file stands already, WrongCall for
    a password of blanks, UserError where `path` cannot be written.
    """
    with published(path, replace=False) as temporary:
        if not password and not enclosed:
            yield temporary
            return
        if password and not password.strip():
            raise WrongCall("密码是空的，没有加密。", "请输入密码。")
        with TemporaryDirectory(prefix="xiezuo-") as folder:
            inside = Path(folder) / _name_inside(path)
            yield inside
            pack(inside, temporary, password, enclosed)


def _name_inside(path: Path) -> str:
    name = path.name.removesuffix(".zip")
    return name if name.endswith(".xiezuo") else f"{name}.xiezuo"


def pack(inside: Path, target: Path, password: str, enclosed: Sequence[Path]) -> None:
    """Write a zip with a plan file and the evidence that lies beside it; with a password nothing in it can be read without."""
    import pyzipper

    secret = pyzipper.WZ_AES if password else None
    with pyzipper.AESZipFile(target, "w", compression=pyzipper.ZIP_DEFLATED, encryption=secret) as archive:
        if password:
            archive.setpassword(password.encode())
        archive.write(inside, inside.name)
        for file in enclosed:
            archive.write(file, f"{folder_of(inside).name}/{file.name}")


def needs_password(path: Path) -> bool:
    """Whether a file is a zip in which something is locked."""
    import pyzipper

    if not is_sealed(path):
        return False
    try:
        with pyzipper.AESZipFile(path) as archive:
            return any(info.flag_bits & 1 for info in archive.infolist())
    except (OSError, ValueError, pyzipper.BadZipFile):
        return False


def is_sealed(path: Path) -> bool:
    """Whether a file is a zip."""
    try:
        with path.open("rb") as file:
            return file.read(4) == _ZIP
    except OSError:
        return False


def code_of(path: Path) -> str:
    """The eight characters of a mailed plan file that both ends can read out. Raises UserError for a file that is none."""
    with TemporaryDirectory(prefix="xiezuo-") as folder, opened(path.absolute(), Path(folder)) as incoming:
        return incoming.code()


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
                if not info.filename.lower().endswith(".xiezuo"):
                    continue
                if info.flag_bits & 1 and not password:
                    raise Refused(f"“{path.name}”加了密码，没有打开。", "请输入对方告诉您的密码。")
                target = folder / f"{len(out)}" / Path(info.filename.replace("\\", "/")).name
                target.parent.mkdir()
                _copy(archive, info, target, path)
                out.append(target)
    except NotImplementedError as error:
        raise Unreadable(
            f"“{path.name}”的压缩方法不认识，没有打开。", "请先用压缩软件解开，再选里面的文件。"
        ) from error
    except RuntimeError as error:  # what the library says to a wrong password
        raise Refused(f"“{path.name}”的密码不对，没有打开。", "请与对方核对密码。") from error
    except (OSError, ValueError, EOFError, zlib.error, pyzipper.BadZipFile) as error:
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
