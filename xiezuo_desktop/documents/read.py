"""The door for everything that comes in: a file, pasted text or the clipboard becomes a Paper.

What a file is, its bytes say; the ending of its name only decides between kinds of plain text.
The readers are loaded when they are needed: they bring lxml and openpyxl.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from .batch import without_collecting
from .decode import decode, without_controls
from .errors import PaperError
from .paper import Paper, Section, Table

if TYPE_CHECKING:
    from pathlib import Path

    from .paper import Block

LARGEST_FILE = 300 << 20  # bytes; an office file this large is full of pictures
LARGEST_TEXT = 16 << 20
SAVE_DOCX = "请用 WPS 或 Word 打开，另存为 .docx 格式后再导入。"
SAVE_XLSX = "请用 WPS 表格或 Excel 打开，另存为 .xlsx 格式后再导入。"
CONVERT = "请用 WPS 或 Word 转换为 .docx 格式后再导入，导入后请对照原件核对。"
PICTURE = ("这是一张图片，不是文档。", "请用文字识别软件转换为 .docx 或 .xlsx 格式后再导入，导入后请对照原件核对。")

# first bytes → what it is, what to do
FOREIGN: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "这是 PDF 文件，不能直接导入。", CONVERT),
    (b"{\\rtf", "这是 RTF 格式的文件，不能直接导入。", SAVE_DOCX),
    (b"SQLite format 3\0", "这是数据文件，不是文档。", "如果是计划文件，请用“打开”，不用“导入”。"),
    (b"\x89PNG", *PICTURE),
    (b"\xff\xd8\xff", *PICTURE),
    (b"GIF8", *PICTURE),
    (b"II*\0", *PICTURE),
    (b"MM\0*", *PICTURE),
    (b"Rar!", "这是压缩包。", "请先解压，再导入里面的文件。"),
    (b"7z\xbc\xaf", "这是压缩包。", "请先解压，再导入里面的文件。"),
    (b"\x1f\x8b", "这是压缩包。", "请先解压，再导入里面的文件。"),
    (b"\x7fELF", "这是程序，不是文档。", "请选择 .docx、.xlsx 或文本文件。"),
    (b"MZ\x90", "这是程序，不是文档。", "请选择 .docx、.xlsx 或文本文件。"),
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of Office 97–2003, and of every password-protected file


def read_paper(path: Path) -> Paper:
    """The file as a Paper, whatever the ending of its name says; raises PaperError, which names the file, when it cannot be one."""
    try:
        with without_collecting():
            return _read(path)
    except PaperError as error:
        if path.name in error.sentence:
            raise
        raise PaperError(f"“{path.name}”：{error.sentence}", error.advice) from error


def _read(path: Path) -> Paper:
    start = _start_of(path)
    if not start:
        raise PaperError("这个文件是空的，里面什么也没有。", "请确认选对了文件，或重新下载、拷贝一份。")
    if start.startswith(OLE):
        raise _old_office(path)
    for magic, sentence, advice in FOREIGN:
        if start.startswith(magic):
            raise PaperError(sentence, advice)
    if (start.startswith(b"RIFF") and start[8:12] == b"WEBP") or start[4:12] in (b"ftypheic", b"ftypmif1"):
        raise PaperError(*PICTURE)
    if start.startswith((b"PK\3\4", b"PK\5\6")):
        return _read_package(path)
    return _read_plain(path)


def read_text(data: bytes, name: str) -> Paper:
    """Piped or pasted bytes of plain text as a Paper; `name` is what the user calls the source."""
    if len(data) > LARGEST_TEXT:
        raise _too_large()
    return read_text_paper(decode(data), name)


def read_text_paper(text: str, name: str) -> Paper:
    """Plain text as a Paper; `name` is what the user calls the source, its ending a hint (.csv, .tsv, .md)."""
    from .read_text import text_blocks

    text = without_controls(text)
    if looks_like_html(text):
        from .read_html import html_blocks

        return _paper(html_blocks(text), name)
    notes: list[str] = []
    blocks = text_blocks(text, name.rpartition(".")[2].lower(), notes)
    return replace(_paper(blocks, name), notes=tuple(dict.fromkeys(notes)))


def read_clipboard(text: str, html: str | None) -> Paper:
    """What was copied in WPS, Excel, Word or a browser; the HTML form is preferred where it holds a table."""
    blocks: list[Block] = []
    if max(len(text), len(html or "")) > LARGEST_TEXT:
        raise _too_large()
    if html:
        from .read_html import html_blocks

        blocks = html_blocks(without_controls(html))
    if not any(isinstance(block, Table) for block in blocks):
        from .read_text import text_blocks

        plain = text_blocks(without_controls(text), "")
        if not blocks or any(isinstance(block, Table) for block in plain):
            blocks = plain
    if not blocks:
        raise PaperError("剪贴板里没有文字。", "请先在 WPS、Word 或 Excel 里选中表格或文字并复制，再粘贴。")
    return _paper(blocks, "粘贴的内容")


def looks_like_html(text: str) -> bool:
    """Whether a text is a web page, as systems write that call their HTML “.xls”."""
    return (
        re.match(
            r"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype html|html|head|body|meta|table)\b",
            text[:4096],
            re.I | re.S,
        )
        is not None
    )


def _paper(blocks: list[Block], name: str) -> Paper:
    if not blocks:
        raise PaperError("这个文件里没有文字。", "请确认选对了文件；如果内容是图片，请先做文字识别。")
    return Paper((Section(tuple(blocks)),), source=name)


def _start_of(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise PaperError(f"“{path.name}”是文件夹，不是文件。", "请选择里面的一个文件。")
        if path.stat().st_size > LARGEST_FILE:
            raise _too_large()
        with path.open("rb") as f:
            return f.read(64)
    except FileNotFoundError as e:
        raise PaperError(f"找不到文件“{path.name}”。", "请检查文件名和所在文件夹，文件可能已被移动或改名。") from e
    except PermissionError as e:
        raise PaperError(f"没有读取“{path.name}”的权限。", "请把文件复制到自己的文件夹后再导入。") from e
    except (OSError, ValueError) as e:
        raise PaperError(
            f"“{path.name}”读不出来。", "文件可能正被别的程序占用，或所在磁盘已断开；请关闭后重试。"
        ) from e


def _too_large() -> PaperError:
    return PaperError("这个文件太大，超出了能读的范围。", "请只保留需要导入的部分，另存后再导入。")


def _old_office(path: Path) -> PaperError:
    with path.open("rb") as f:
        data = f.read(64 << 20)

    def stream(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if stream("EncryptedPackage"):
        return PaperError("这个文件加了密码，打不开。", "请用 WPS 或 Office 打开，去掉密码另存后再导入。")
    if stream("Workbook") or stream("Book\0"):
        return PaperError("这是旧格式的电子表格（.xls 或 .et）。", SAVE_XLSX)
    if stream("WordDocument"):
        return PaperError("这是旧格式的文档（.doc 或 .wps）。", SAVE_DOCX)
    if stream("PowerPoint Document"):
        return PaperError("这是演示文稿，不能导入。", "请把其中的表格或文字复制到 .docx 里再导入。")
    return PaperError(
        "这是旧格式的办公文件，或者已经损坏。", "请用 WPS 或 Office 打开，另存为 .docx 或 .xlsx 格式后再导入。"
    )


def _read_package(path: Path) -> Paper:
    from .package import Package

    with Package(path) as package:
        main = package.main_part("")
        names = package.names
        if "xl/workbook.bin" in names:
            raise PaperError("这是二进制格式的电子表格（.xlsb）。", SAVE_XLSX)
        if main.startswith("word/") or package.has("word/document.xml"):
            from .read_docx import read_docx

            return read_docx(package, path.name)
        if main.startswith("xl/") or package.has("xl/workbook.xml"):
            from .read_xlsx import read_xlsx

            return read_xlsx(package, path.name)
        raise _other_package(names, package.read("mimetype") if "mimetype" in names else b"")


def _other_package(names: frozenset[str], mimetype: bytes) -> PaperError:
    if b"opendocument.spreadsheet" in mimetype:
        return PaperError("这是 ODS 格式的电子表格。", SAVE_XLSX)
    if b"opendocument.text" in mimetype:
        return PaperError("这是 ODT 格式的文档。", SAVE_DOCX)
    if "OFD.xml" in names:
        return PaperError(
            "这是 OFD 版式文件，不能直接导入。",
            "请用 OFD 阅读器或 WPS 转换为 .docx 格式后再导入，导入后请对照原件核对。",
        )
    if any(name.startswith("ppt/") for name in names):
        return PaperError("这是演示文稿，不能导入。", "请把其中的表格或文字复制到 .docx 里再导入。")
    if "[Content_Types].xml" in names:
        return PaperError("这个文件缺少正文，已经损坏。", "请用 WPS 或 Office 打开原文件，另存一份后再导入。")
    return PaperError("这是压缩包，不是文档。", "请先解压，再导入里面的文件。")


def _read_plain(path: Path) -> Paper:
    if path.stat().st_size > LARGEST_TEXT:
        raise _too_large()
    text = decode(path.read_bytes())
    if 'progid="Excel.Sheet"' in text[:1000] or "urn:schemas-microsoft-com:office:spreadsheet" in text[:2000]:
        raise PaperError("这是 XML 格式的电子表格。", SAVE_XLSX)
    if re.match(r"MIME-Version:", text, re.I):
        raise PaperError("这是单个文件网页（.mht）。", "请用 WPS 或 Office 打开，另存为 .docx 或 .xlsx 格式后再导入。")
    return read_text_paper(text, path.name)
