"""CFF outlines (.otf, Noto's .ttc) → a TrueType file that can be embedded glyph by glyph; done once, kept in a cache.

Cubic curves become quadratic ones within 0.001 em (cu2qu), which no printer resolves. About 0.6–1.0 ms per glyph.
"""

from __future__ import annotations

import os
import struct
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xiezuo_desktop.documents.pdf.sfnt import FontError, open_font
from xiezuo_desktop.documents.pdf.truetype import assemble, glyph_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

RECIPE = 1  # raised when the files made here change, so that caches are made anew
_ERROR = 0.001  # em
_STEP = 200  # glyphs between two reports of progress

# What an office writes: Latin, Greek, Cyrillic, signs, figures in circles, units, kana, all Han (GBK's private ones and
# the rare names of planes 2 and 3 too); no Hangul.
_WANTED = (
    (0x20, 0x24F), (0x370, 0x45F), (0x2000, 0x27BF), (0x2E80, 0x312F), (0x3200, 0x4DBF), (0x4E00, 0x9FFF),
    (0xE815, 0xE864), (0xF900, 0xFAFF), (0xFE10, 0xFE4F), (0xFF00, 0xFFEF), (0x20000, 0x3FFFF),
)  # fmt: skip


def convert(source: Path, index: int, target: Path, progress: Callable[[int, int], object] | None = None) -> None:
    """Write face `index` of a CFF font as the TrueType file `target` (never half of it).

    `progress(done, in_all)` counts glyphs.
    """
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with TTFont(source, fontNumber=index, lazy=True) as font:
            data = _converted(source, index, font, progress)
    except (TTLibError, OSError, struct.error, KeyError, IndexError, ValueError, AssertionError) as problem:
        raise FontError(f"{source}#{index}: {problem}") from problem
    write_whole(target, data)


def write_whole(target: Path, data: bytes) -> None:
    """Put a file in place in one step, so that nobody ever reads half of it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=target.name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _converted(source: Path, index: int, font: Any, progress: Callable[[int, int], object] | None) -> bytes:
    cmap = {
        code: name
        for code, name in sorted((font.getBestCmap() or {}).items())
        if any(first <= code <= last for first, last in _WANTED)
    }
    if not cmap:
        raise FontError(f"{source}#{index}: none of the wanted characters")
    glyph_set, horizontal = font.getGlyphSet(), font["hmtx"]
    numbers = {".notdef": 0}
    for name in cmap.values():
        numbers.setdefault(name, len(numbers))
    outlines, metrics, most_points, most_contours = [], [], 0, 0
    tolerance = _ERROR * font["head"].unitsPerEm
    for done, name in enumerate(numbers):
        data, left, points, contours = _outline(glyph_set, name, tolerance)
        outlines.append(data)
        metrics.append((horizontal[name][0], left))
        most_points, most_contours = max(most_points, points), max(most_contours, contours)
        if progress and done % _STEP == 0:
            progress(done, len(numbers))
    old = open_font(source, index)
    tables = {tag: old.table(tag) for tag in ("name", "OS/2") if old.table(tag)}
    tables |= glyph_tables(old.table("head"), old.table("hhea"), outlines, metrics)
    tables["cmap"] = _cmap({code: numbers[name] for code, name in cmap.items()})
    tables["maxp"] = struct.pack(">L14H", 0x00010000, len(numbers), most_points, most_contours, 0, 0, 2, *[0] * 8)
    tables["post"] = struct.pack(">LLhhLLLLL", 0x00030000, 0, -100, 50, 0, 0, 0, 0, 0)
    return assemble(tables)


def _outline(glyph_set: Any, name: str, tolerance: float) -> tuple[bytes, int, int, int]:
    """A glyph's glyf entry (padded), its left edge, its number of points and of contours."""
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    glyph_set[name].draw(Cu2QuPen(pen, tolerance, reverse_direction=True))
    glyph = pen.glyph()
    if glyph.numberOfContours <= 0:
        return b"", 0, 0, 0
    data = glyph.compile(None)
    return data + b"\0" * (-len(data) % 4), glyph.xMin, len(glyph.coordinates), glyph.numberOfContours


def _cmap(glyphs: dict[int, int]) -> bytes:
    """A character map of format 12, and one of format 4 for programs that ask for no other."""
    groups: list[list[int]] = []
    for code, glyph in glyphs.items():
        if groups and code == groups[-1][1] + 1 and glyph == groups[-1][2] + code - groups[-1][0]:
            groups[-1][1] = code
        else:
            groups.append([code, code, glyph])
    ranges = struct.pack(">HHLLL", 12, 0, 16 + 12 * len(groups), 0, len(groups))
    ranges += b"".join(struct.pack(">LLL", *group) for group in groups)
    segments = _segments([group for group in groups if group[1] < 0xFFFF])
    if segments is None:
        return struct.pack(">HHHHL", 0, 1, 3, 10, 12) + ranges
    return struct.pack(">HHHHLHHL", 0, 2, 3, 1, 20, 3, 10, 20 + len(segments)) + segments + ranges


def _segments(groups: Iterable[list[int]]) -> bytes | None:
    """A character map of format 4; None when it would not fit into 64 KB."""
    parts = [*groups, [0xFFFF, 0xFFFF, 0]]
    count = len(parts)
    if 16 + 8 * count > 0xFFFF:
        return None
    power = 1 << (count.bit_length() - 1)
    columns = (
        [last for _first, last, _glyph in parts],
        [0],
        [first for first, _last, _glyph in parts],
        [(glyph - first) & 0xFFFF if first != 0xFFFF else 1 for first, _last, glyph in parts],
        [0] * count,
    )
    body = b"".join(struct.pack(f">{len(column)}H", *column) for column in columns)
    head = (4, 14 + len(body), 0, 2 * count, 2 * power, power.bit_length() - 1, 2 * (count - power))
    return struct.pack(">7H", *head) + body
