"""The outside of .docx and .xlsx: a ZIP of XML parts, opened with limits so that a hostile file costs little."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from typing import TYPE_CHECKING, Any, Self

from lxml import etree

from .errors import PaperError

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

MOST_PARTS = 20_000
LARGEST_PART = 160 << 20  # bytes of one XML part, unpacked; a task book with 100,000 paragraphs has about 60 MB
SUSPECT_SIZE, SUSPECT_RATIO = 16 << 20, 500  # office files pack about 1:10; deflate ends at 1:1032
STRICT = {  # "Strict Open XML" differs in the names of its namespaces only
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    b"http://purl.oclc.org/ooxml/officeDocument/math": b"http://schemas.openxmlformats.org/officeDocument/2006/math",
}
SAFELY: dict[str, bool] = {  # for every parser in this room
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
DAMAGED_ADVICE = "请用 WPS 或 Word 打开原文件，另存一份后再导入。"


def damaged(what: str = "这个文件已经损坏，读不完整。") -> PaperError:
    """The error for a file that is what it should be, but broken."""
    return PaperError(what, DAMAGED_ADVICE)


def parse_xml(data: bytes) -> Any:
    """The root element of an XML part; entities are never expanded, nothing is fetched, depth and text are limited."""
    parser = etree.XMLParser(**SAFELY)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as e:
        raise damaged() from e


class Package:
    """The parts of an office file by name, each read within the limits. Use as a context manager."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, zlib.error) as e:
            raise damaged("这个文件不完整，可能没有下载或拷贝完。") from e
        self.names = frozenset(self._zip.namelist())
        self._by_lower = {name.lower(): name for name in self.names}
        if len(self.names) > MOST_PARTS:
            self.close()
            raise PaperError("这个文件里的部件多得不正常，为安全起见没有读取。", DAMAGED_ADVICE)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._zip.close()

    def has(self, name: str) -> bool:
        """Whether there is a part of this name (upper and lower case count as the same, as in Windows)."""
        return name.lower() in self._by_lower

    def read(self, name: str) -> bytes:
        """The bytes of a part; raises PaperError when it is missing, encrypted, damaged or a bomb."""
        try:
            info = self._zip.getinfo(self._by_lower[name.lower()])
            packed = max(info.compress_size, 1)
            if info.file_size > LARGEST_PART or (
                info.file_size > SUSPECT_SIZE and info.file_size / packed > SUSPECT_RATIO
            ):
                raise PaperError(
                    "这个文件展开后大得不正常，为安全起见没有读取。",
                    "请确认文件来源；如果内容属实，请拆成几个文件再导入。",
                )
            with self._zip.open(info) as part:
                return part.read(LARGEST_PART)
        except KeyError as e:
            raise damaged("这个文件缺少必要的部分，已经损坏。") from e
        except RuntimeError as e:  # zipfile says so when a part is encrypted
            raise PaperError("这个文件加了密码，打不开。", "请用 WPS 或 Office 打开，去掉密码另存后再导入。") from e
        except (zipfile.BadZipFile, NotImplementedError, zlib.error, OSError, EOFError, ValueError) as e:
            raise damaged() from e

    def checked(self, name: str) -> bytes:
        """The bytes of an XML part that declares nothing, its namespaces spelled the usual way."""
        data = self.read(name)
        if any(
            mark in form for form in (data, data[:4096].replace(b"\0", b"")) for mark in (b"<!DOCTYPE", b"<!ENTITY")
        ):
            raise PaperError("这个文件里有不该出现的外部定义，为安全起见没有读取。", DAMAGED_ADVICE)
        if b"http://purl.oclc.org/ooxml/" in data[:20000]:
            for strict, usual in STRICT.items():
                data = data.replace(strict, usual)
        return data

    def xml(self, name: str) -> Any:
        """The root element of an XML part."""
        return parse_xml(self.checked(name))

    def main_part(self, fallback: str) -> str:
        """The name of the part that holds the document itself."""
        for kind, target in self.related("").values():
            if kind == "officeDocument" and self.has(target):
                return target
        return fallback

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part refers to: id → (last word of the relationship's type, name of the part)."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self.has(rels):
            return {}
        found: dict[str, tuple[str, str]] = {}
        for element in self.xml(rels):
            if not isinstance(element.tag, str) or element.get("TargetMode") == "External":
                continue
            target = element.get("Target") or ""
            target = (
                target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            )
            found[element.get("Id") or ""] = (re.split(r"[/#]", element.get("Type") or "")[-1], target)
        return found
