"""What lies on the sheets of a workbook beside the cells: text boxes are read, comments, pictures and charts are named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .docx_names import DRAWING
from .paper import Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .package import Package

MOST_DRAWINGS = 200  # of whose text boxes the texts are read
_COUNTED = (("xl/charts/chart", "个图表，图表按表里的数画成，没有读入"), ("xl/media/", "张图片，图片里的文字没有读入"))


def boxes_of(package: Package) -> list[Paragraph]:
    """The texts of the text boxes, a paragraph each line."""
    parts = [name for name in sorted(package.names) if name.startswith("xl/drawings/drawing") and name.endswith(".xml")]
    out = []
    for part in parts[:MOST_DRAWINGS]:
        for line in package.xml(part).iter(DRAWING + "p"):
            text = "".join(piece.text or "" for piece in line.iter(DRAWING + "t")).strip()
            if text:
                out.append(Paragraph(text))
    return out


def drawn_remarks(package: Package) -> Iterator[str]:
    """Sentences about what was not read."""
    for folder, what in _COUNTED:
        count = sum(name.startswith(folder) for name in package.names)
        if count:
            yield f"工作簿里有 {count} {what}。"
    if any(name.startswith(("xl/comments", "xl/threadedComments")) for name in package.names):
        yield "工作簿里有批注，批注没有读入。"
