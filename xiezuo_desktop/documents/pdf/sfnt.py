"""Reading TrueType and OpenType files: only the tables that are asked for, straight from the mapped file.

A print must not wait for a parser that walks over 30,000 glyphs to draw 300, so nothing here is eager. Table layouts are
those of the OpenType specification 1.9. Every damaged or strange file raises FontError; the caller tries the next font.
"""

from __future__ import annotations

import mmap
import struct
import sys
from array import array
from bisect import bisect_left, bisect_right
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_COLLECTION = b"ttcf"
_FLAVOURS = (b"\x00\x01\x00\x00", b"OTTO", b"true")
_CMAP_RANKS = {(3, 10): 6, (0, 6): 5, (0, 4): 5, (3, 1): 4, (0, 3): 3, (0, 2): 2, (0, 1): 2, (0, 0): 1}


class FontError(ValueError):
    """This file is no font we can use; the message says why, for the log."""


class Metrics(NamedTuple):
    """Vertical measures of a face, in font units."""

    units_per_em: int
    box: tuple[int, int, int, int]
    ascent: int
    descent: int
    cap_height: int
    weight: int


def faces_in(path: Path) -> int:
    """How many faces a file holds: 1, or the number of members of a .ttc collection."""
    with path.open("rb") as file:
        head = file.read(12)
    if head[:4] == _COLLECTION and len(head) == 12:
        return min(int(struct.unpack(">L", head[8:12])[0]), 64)
    return 1


@lru_cache(maxsize=64)
def _open(path: Path, index: int, _size: int, _mtime_ns: int) -> FontFile:
    return FontFile(path, index)


def open_font(path: Path, index: int = 0) -> FontFile:
    """The face `index` of a file, shared by all documents of this process until the file changes."""
    try:
        stat = path.stat()
        return _open(path, index, stat.st_size, stat.st_mtime_ns)
    except OSError as problem:
        raise FontError(f"{path}: {problem}") from problem


class FontFile:
    """One face. Immutable after construction, so any number of documents and threads may share it."""

    def __init__(self, path: Path, index: int = 0) -> None:
        self.path, self.index = path, index
        try:
            with path.open("rb") as file:
                self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            self._tables = self._directory(index)
        except (OSError, ValueError, struct.error, IndexError) as problem:
            raise FontError(f"{path}#{index}: {problem}") from problem

    def _directory(self, index: int) -> dict[str, tuple[int, int]]:
        data, start = self._data, 0
        if data[:4] == _COLLECTION:
            (count,) = struct.unpack(">L", data[8:12])
            if not 0 <= index < count:
                raise FontError("no such member of the collection")
            (start,) = struct.unpack(">L", data[12 + 4 * index : 16 + 4 * index])
        if data[start : start + 4] not in _FLAVOURS:
            raise FontError("not a TrueType or OpenType file")
        (count,) = struct.unpack(">H", data[start + 4 : start + 6])
        tables = {}
        for at in range(start + 12, start + 12 + 16 * count, 16):
            tag, _checksum, offset, length = struct.unpack(">4sLLL", data[at : at + 16])
            if offset + length > len(data):
                raise FontError("a table lies outside the file")
            tables[tag.decode("latin-1")] = (offset, length)
        return tables

    def table(self, tag: str) -> bytes:
        """The bytes of a table, empty when the face has none."""
        offset, length = self._tables.get(tag, (0, 0))
        return self._data[offset : offset + length]

    @property
    def outlines(self) -> str:
        """`glyf` (TrueType), `CFF`, or empty for bitmaps and colour fonts; CFF2 and variable faces count as empty."""
        if "fvar" in self._tables:
            return ""
        return next((tag.strip() for tag in ("glyf", "CFF ") if tag in self._tables), "")

    @cached_property
    def names(self) -> dict[int, set[str]]:
        """Name-table strings by ID: 1 family, 4 full name, 6 PostScript name, 16 typographic family; all languages."""
        table, out = self.table("name"), dict[int, set[str]]()
        try:
            _format, count, strings = struct.unpack_from(">HHH", table)
            for i in range(count):
                platform, encoding, _language, name, length, offset = struct.unpack_from(">6H", table, 6 + 12 * i)
                if name in (1, 2, 4, 6, 16):
                    raw = table[strings + offset : strings + offset + length]
                    out.setdefault(name, set()).add(_name_text(raw, platform, encoding))
        except struct.error as problem:
            raise FontError(f"{self.path}: name table: {problem}") from problem
        return out

    @property
    def postscript_name(self) -> str:
        """The PostScript name in the characters a PDF name may have."""
        names = sorted(self.names.get(6, ())) or sorted(self.names.get(4, ()))
        plain = ("".join(c for c in name if c.isascii() and (c.isalnum() or c in "-_")) for name in names)
        return next(filter(None, plain), "Font")

    @property
    def embeddable(self) -> bool:
        """Whether OS/2.fsType lets a subset of the outlines into a document (bits 1 and 9 do not, bit 8 forbids subsets)."""
        table = self.table("OS/2")
        if len(table) < 10:
            return True
        licence = int.from_bytes(table[8:10], "big")
        return not (licence & 0x0300 or licence & 0x000F == 0x0002)

    @cached_property
    def metrics(self) -> Metrics:
        """Units per em, bounding box, ascent, descent, cap height, weight class."""
        try:
            head, hhea, os2 = self.table("head"), self.table("hhea"), self.table("OS/2")
            (units,) = struct.unpack_from(">H", head, 18)
            box = struct.unpack_from(">4h", head, 36)
            ascent, descent = struct.unpack_from(">hh", hhea, 4)
            weight = struct.unpack_from(">H", os2, 4)[0] if len(os2) >= 6 else 400
            version = struct.unpack_from(">H", os2)[0] if os2 else 0
            cap = struct.unpack_from(">h", os2, 88)[0] if version >= 2 and len(os2) >= 90 else 0
        except struct.error as problem:
            raise FontError(f"{self.path}: {problem}") from problem
        if not 16 <= units <= 16384:
            raise FontError(f"{self.path}: {units} units per em")
        return Metrics(units, box, ascent, descent, cap or ascent, weight)

    @cached_property
    def glyph_count(self) -> int:
        """Number of glyphs."""
        table = self.table("maxp")
        if len(table) < 6:
            raise FontError(f"{self.path}: no maxp table")
        return int.from_bytes(table[4:6], "big")

    # characters

    @cached_property
    def _cmap(self) -> _Ranges | _Segments:
        table = self.table("cmap")
        try:
            (count,) = struct.unpack_from(">H", table, 2)
            found = []
            for i in range(count):
                platform, encoding, offset = struct.unpack_from(">HHL", table, 4 + 8 * i)
                (layout,) = struct.unpack_from(">H", table, offset)
                if layout in (4, 12) and (platform, encoding) in _CMAP_RANKS:
                    found.append((_CMAP_RANKS[platform, encoding], layout, offset))
            if not found:
                raise FontError(f"{self.path}: no Unicode character map")
            _rank, layout, offset = max(found)
            return _Ranges(table, offset) if layout == 12 else _Segments(table, offset)
        except (struct.error, ValueError) as problem:
            raise FontError(f"{self.path}: cmap: {problem}") from problem

    def glyph(self, code: int) -> int:
        """The glyph of a code point, 0 when there is none."""
        glyph = self._cmap.find(code)
        return glyph if glyph < self.glyph_count else 0

    def codes(self) -> Iterator[int]:
        """All code points that have a glyph, ascending."""
        return (code for code in self._cmap.codes() if self.glyph(code))

    # glyphs

    @cached_property
    def _advances(self) -> tuple[array[int], int]:
        hhea = self.table("hhea")
        long_metrics = int.from_bytes(hhea[34:36], "big") if len(hhea) >= 36 else 0
        words = _words(self.table("hmtx")[: 4 * long_metrics])
        if not words:
            raise FontError(f"{self.path}: no advance widths")
        return words, len(words) // 2

    def advance(self, glyph: int) -> int:
        """Advance width in font units."""
        words, count = self._advances
        return words[2 * min(glyph, count - 1)]

    def side_bearing(self, glyph: int) -> int:
        """Left side bearing in font units."""
        words, count = self._advances
        if glyph < count:
            value = words[2 * glyph + 1]
        else:
            at = 4 * count + 2 * (glyph - count)
            value = int.from_bytes(self.table("hmtx")[at : at + 2], "big")
        return value - 0x10000 if value & 0x8000 else value

    @cached_property
    def _places(self) -> tuple[int, int, bool]:
        head = self.table("head")
        long_places = len(head) >= 52 and head[51] == 1
        start, length = self._tables.get("glyf", (0, 0))
        if not length or "loca" not in self._tables:
            raise FontError(f"{self.path}: no TrueType outlines")
        return start, length, long_places

    def outline(self, glyph: int) -> bytes:
        """The glyf entry of a glyph, empty for a blank."""
        start, length, long_places = self._places
        at = self._tables["loca"][0]
        if long_places:
            begin, end = struct.unpack_from(">LL", self._data, at + 4 * glyph)
        else:
            begin, end = (2 * v for v in struct.unpack_from(">HH", self._data, at + 2 * glyph))
        if not begin <= end <= length:
            raise FontError(f"{self.path}: glyph {glyph} lies outside its table")
        return self._data[start + begin : start + end]

    def ink(self, glyph: int) -> tuple[int, int, int, int] | None:
        """Bounding box of a glyph's ink (x0, y0, x1, y1) in font units; None for a blank."""
        data = self.outline(glyph)
        return struct.unpack_from(">4h", data, 2) if len(data) >= 10 else None


class _Segments:
    """A character map of format 4 (16-bit segments)."""

    def __init__(self, table: bytes, at: int) -> None:
        count = struct.unpack_from(">H", table, at + 6)[0] // 2

        def part(index: int, extra: int = 0) -> array[int]:
            begin = at + 14 + 2 * count * index + extra
            return _words(table[begin : begin + 2 * count])

        self.ends, self.starts, self.deltas, self.offsets = part(0), part(1, 2), part(2, 2), part(3, 2)
        self.glyphs = _words(table[at + 16 + 8 * count :][: 2 * 65536])
        if not count or len(self.offsets) != count:
            raise FontError("a character map is cut short")

    def find(self, code: int) -> int:
        i = bisect_left(self.ends, code)
        if i >= len(self.ends) or code < self.starts[i] or code == 0xFFFF:
            return 0
        if not self.offsets[i]:
            return (code + self.deltas[i]) & 0xFFFF
        at = self.offsets[i] // 2 - (len(self.ends) - i) + code - self.starts[i]
        glyph = self.glyphs[at] if 0 <= at < len(self.glyphs) else 0
        return (glyph + self.deltas[i]) & 0xFFFF if glyph else 0

    def codes(self) -> Iterator[int]:
        for start, end in zip(self.starts, self.ends, strict=True):
            yield from range(start, min(end, 0xFFFE) + 1)


class _Ranges:
    """A character map of format 12 (32-bit ranges)."""

    def __init__(self, table: bytes, at: int) -> None:
        (count,) = struct.unpack_from(">L", table, at + 12)
        if at + 16 + 12 * count > len(table):
            raise FontError("a character map is cut short")
        flat = struct.unpack_from(f">{3 * count}L", table, at + 16)
        self.starts, self.ends, self.glyphs = flat[0::3], flat[1::3], flat[2::3]

    def find(self, code: int) -> int:
        i = bisect_right(self.starts, code) - 1
        return self.glyphs[i] + code - self.starts[i] if i >= 0 and code <= self.ends[i] else 0

    def codes(self) -> Iterator[int]:
        for start, end in zip(self.starts, self.ends, strict=True):
            yield from range(start, min(end, 0x10FFFF) + 1)


def _words(data: bytes) -> array[int]:
    out = array("H", data[: len(data) & ~1])
    if sys.byteorder == "little":
        out.byteswap()
    return out


def _name_text(raw: bytes, platform: int, encoding: int) -> str:
    codec = "utf-16-be" if platform in (0, 3) else {25: "gb18030", 2: "big5", 1: "shift_jis"}.get(encoding, "mac-roman")
    return raw.decode(codec, "replace").strip("\0 ")
