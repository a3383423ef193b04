"""What both office writers share: packages that are equal byte for byte, nominal faces and how wide their letters are."""

from __future__ import annotations

import os
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xiezuo_desktop.wanted import still_wanted

from .decode import without_controls
from .paper import Align, Form, Paragraph, Role, RowKind
from .pdf.advances import Advances

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .paper import Imprint, Paper
    from .pdf.table_rows import SetCell

EMU = 12700  # of a point: the measure of drawings in office files
NO_LIMIT = 1e9  # points: a page as high as it takes
# Roles of faces (GB/T 9704-2012 5.2.2, 7.2.4, 7.3.1, 7.3.3) by the names that offices have them under.
FACES = {
    "fangsong": "仿宋_GB2312",
    "xiaobiaosong": "方正小标宋简体",
    "hei": "黑体",
    "kai": "楷体_GB2312",
    "song": "宋体",
}
# Figures and Latin letters: on every PC, or a face of equal widths. A Chinese face that is missing is stood in for by one
# with figures of any width, and columns are sized, in Excel even counted, by figures.
LATIN = "Times New Roman"
APPLICATION = "协作任务书"
_FIRST_WIDE = "\u2e80"
_WIDE_MARKS = frozenset("“”‘’—…·×÷±℃№①②③④⑤⑥⑦⑧⑨⑩ⅠⅡⅢⅣⅤ→←↑↓■□●○★☆△▲◆◇※§°′″‰≥≤≈≠∞√")
# The letters of LATIN that are wider than half an em; in the Chinese faces all are half an em wide.
_WIDE_LETTERS = {
    "%": 0.84, "&": 0.78, "+": 0.57, "<": 0.57, "=": 0.57, ">": 0.57, "@": 0.93, "m": 0.78, "w": 0.73, "~": 0.55, "B": 0.67, "E": 0.62,
    "F": 0.56, "L": 0.62, "M": 0.89, "P": 0.56, "S": 0.56, "T": 0.62, "W": 0.95, "Z": 0.62,
    **dict.fromkeys("ACDGHKNOQRUVXY", 0.73),
}  # fmt: skip
_DATE = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP can hold: of every part, so that equal papers are equal files


def _advance(ch: str) -> float:
    """Han characters and their marks are one em wide, figures half of it, Latin letters what they need in both faces."""
    return 1.0 if ch >= _FIRST_WIDE or ch in _WIDE_MARKS else _WIDE_LETTERS.get(ch, 0.5)


ADVANCES = Advances(_advance)


def ruler(_role: str) -> Advances:
    """The advances of any face: layout for an office program must not depend on what this computer has installed."""
    return ADVANCES


class SteadyZip(zipfile.ZipFile):
    """A package whose bytes depend on nothing but its parts: no times, no traces of the system."""

    def __init__(self, file: Any) -> None:
        super().__init__(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6)

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:
        """One part from its content."""
        super().writestr(_entry(str(zinfo_or_arcname)), data)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        """One part from a file."""
        with Path(filename).open("rb") as source, self.open(_entry(str(arcname or filename)), "w") as part:
            while data := source.read(1 << 20):
                still_wanted()
                part.write(data)

    def stream(self, name: str, texts: Iterable[str]) -> None:
        """One part from texts that come one after another, so that a long table is never whole in memory."""
        with self.open(_entry(name), "w") as part:
            for text in texts:
                part.write(text.encode())


def _entry(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _DATE)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 0
    return info


def moment() -> datetime:
    """The time that a file says it was made: now, or SOURCE_DATE_EPOCH (seconds) where that is set."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    now = datetime.fromtimestamp(int(fixed), UTC) if fixed.isdecimal() else datetime.now(UTC)
    return now.replace(microsecond=0, tzinfo=None)


def printable(text: str) -> str:
    """The text without what an office file cannot hold: controls, halves of characters; page ends become line ends."""
    return without_controls(text).replace("\f", "\n")


def office_names(paper: Paper) -> list[str]:
    """Names of offices that a title keeps in one piece."""
    found = [paper.author, paper.imprint.printed_by if paper.imprint else ""]
    found += [b.text for b in paper.blocks if isinstance(b, Paragraph) and b.role is Role.SIGNATURE]
    return [name for name in dict.fromkeys(found) if name]


def imprint_texts(imprint: Imprint, form: Form, main_to: str = "") -> tuple[list[str], tuple[str, str]]:
    """What a 版记 says: the receivers, each with its label, and who printed it when; a letter's names receivers only (10.1)."""
    receivers = []
    for label, text in (("主送：", main_to), ("抄送：", imprint.copy_to)):
        text = text.strip().removeprefix(label).removeprefix(label[:2] + ":").rstrip("。.：:")
        if text:
            receivers.append(f"{label}{text}。")
    day = imprint.printed_on
    day += "印发" if day and not day.endswith("印发") else ""
    return receivers, ("", "") if form is Form.LETTER else (imprint.printed_by, day)


def broken_as_set(text: str, found: SetCell, kind: RowKind) -> str:
    """A cell's text with the line ends of the PDF where a word would be cut: in headings and before the （ of an office's other name."""
    lines = [line for line in found.setting.lines if line]
    if "".join(lines) != text.replace("\n", ""):
        return text
    out = []
    for own in text.split("\n"):
        pieces: list[str] = []
        while lines and len("".join(pieces)) < len(own):
            pieces.append(lines.pop(0))
        named = found.setting.align is Align.CENTRE and all(piece.startswith("（") for piece in pieces[1:])
        out.append("\n".join(pieces) if named or kind is RowKind.HEADER else own)
    return "\n".join(out)
