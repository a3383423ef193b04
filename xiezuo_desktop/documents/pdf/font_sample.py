"""A line of text in the face of every role, as it will be printed, for the settings page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xiezuo_desktop.documents.errors import not_written
from xiezuo_desktop.documents.pdf.fonts import FontBook
from xiezuo_desktop.documents.pdf.page import Canvas0, Page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from xiezuo_desktop.documents.pdf.fonts import Served

SAMPLE = "东西部协作任务书〔2024〕6号，“年度”指标12500万元"
SIZE = 16.0  # 3号
WIDTH, HEIGHT = 480.0, 30.0  # of a page, points
_BASE, _LEFT = 9.0, 2.0


class Sample(NamedTuple):
    """Which face serves a role, and the characters of the sample that no face here can print."""

    served: Served
    lost: str


def write_samples(path: Path, text: str = SAMPLE, progress: Callable[[int, int], None] | None = None) -> list[Sample]:
    """Write a PDF with a small page for each role, in the order of the answer. Raises PaperError without Chinese faces.

    `progress` is called while a face with CFF outlines is converted.
    """
    text = " ".join(text.split()) or SAMPLE
    book = FontBook(progress)
    out = []
    try:
        with path.open("wb") as file:
            canvas = Canvas0(file, pagesize=(WIDTH, HEIGHT), pageCompression=1, lang="zh-CN")
            for served in book.describe():
                face = book.face(served.role)
                size = min(SIZE, SIZE * (WIDTH - 2 * _LEFT) / max(face.width(text) * SIZE, 1.0))
                page = Page(canvas)
                page.text(face, size, _LEFT, _BASE, text)
                page.flush()
                canvas.showPage()
                out.append(Sample(served, book.unprintable(text, served.role)))
            canvas.save()
    except OSError as error:
        raise not_written(path, error) from error
    return out
