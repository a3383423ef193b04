"""Charts as pictures for Word and Excel: drawn by the code that draws them on paper, so that they look as they do there."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from xiezuo_desktop.documents.pdf.flow import Frame, Sheet
from xiezuo_desktop.documents.pdf.flow_charts import set_chart
from xiezuo_desktop.documents.pdf.fonts import FontBook
from xiezuo_desktop.documents.pdf.write_pdf import draw_sheets, without_collector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xiezuo_desktop.documents.paper import Chart

_DOTS = 300  # an inch
_EDGE = 2.0  # points around the drawing, for letters that reach a little over it


class Picture(NamedTuple):
    """A picture in PNG, its size in points, and what it shows in words."""

    png: bytes
    width: float
    height: float
    words: str


def chart_pictures(chart: Chart, width: float, height: float) -> Iterator[Picture]:
    """A chart for pages of this width and height, points; in several pictures where it has too many bars for one page."""
    book = FontBook()
    for piece in set_chart(chart, width - 2 * _EDGE, height - 2 * _EDGE, lambda role: book.face(role).adv):
        high = piece.height + 2 * _EDGE
        sheet = Sheet(Frame(width, high, _EDGE, high - _EDGE, width - 2 * _EDGE, piece.height), 1)
        piece.place(_EDGE, high - _EDGE, sheet)
        yield Picture(_rendered(sheet), width, high, _in_words(chart))


def _rendered(sheet: Sheet) -> bytes:
    import pypdfium2

    pdf = BytesIO()
    with without_collector():
        draw_sheets([sheet], pdf, FontBook())
    document = pypdfium2.PdfDocument(pdf.getvalue())
    try:
        image = document[0].render(scale=_DOTS / 72, rev_byteorder=True)
        dots = memoryview(image.buffer).cast("B")
        lines = (dots[begin : begin + 3 * image.width] for begin in range(0, len(dots), image.stride))
        return _png(image.width, image.height, b"".join(b"\0" + line for line in lines))
    finally:
        document.close()


def _png(width: int, height: int, lines: bytes) -> bytes:
    """A picture of 8 bits for each of red, green and blue (ISO/IEC 15948); every line begins with the byte 0, no filter."""
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"pHYs", struct.pack(">IIB", *[round(_DOTS / 0.0254)] * 2, 1)),
        (b"IDAT", zlib.compress(lines)),
        (b"IEND", b""),
    )
    parts = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _in_words(chart: Chart) -> str:
    shown = (f"{bar.label}{bar.text}" + "（低于序时进度）" * bar.late for bar in chart.bars if bar.text)
    return f"{chart.title}：{'；'.join(shown)}"
