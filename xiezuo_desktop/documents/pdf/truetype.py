"""Writing small TrueType files: a selection of glyphs of a face, in the order given, for embedding and for the font cache."""

from __future__ import annotations

import struct
import sys
from array import array
from typing import TYPE_CHECKING, NamedTuple

from xiezuo_desktop.documents.pdf.sfnt import FontError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xiezuo_desktop.documents.pdf.sfnt import FontFile

_WORDS, _XY, _SCALE, _MORE, _X_AND_Y_SCALE, _TWO_BY_TWO = 0x0001, 0x0002, 0x0008, 0x0020, 0x0040, 0x0080
_HINTS = ("cvt ", "fpgm", "prep")  # kept: some old Chinese faces build their characters with instructions


class Placed(NamedTuple):
    """One glyph of the new font: which one of the old, its advance, and how it is moved and widened (font units)."""

    glyph: int | None  # None: a blank
    advance: int
    dx: int = 0
    dy: int = 0
    x_scale: float = 1.0


def subset(font: FontFile, glyphs: Sequence[Placed]) -> bytes:
    """A TrueType file with .notdef and `glyphs` as glyph 1, 2, …; parts of composite glyphs follow behind."""
    try:
        return _Subset(font, [Placed(0, font.advance(0)), *glyphs]).data()
    except (struct.error, IndexError) as problem:
        raise FontError(f"{font.path}: a glyph is damaged: {problem}") from problem


class _Subset:
    def __init__(self, font: FontFile, glyphs: Sequence[Placed]) -> None:
        self.font = font
        self.outlines: list[bytes] = []
        self.metrics: list[tuple[int, int]] = []
        self.parts: dict[int, int] = {}  # old glyph → new glyph, for components
        self.queue: list[int] = []
        self.count = len(glyphs)
        for placed in glyphs:
            self._add(placed)
        for old in self.queue:  # grows while components name components
            self._add(Placed(old, font.advance(old)))

    def _add(self, placed: Placed) -> None:
        font, glyph = self.font, placed.glyph
        outline = b"" if glyph is None or glyph >= font.glyph_count else font.outline(glyph)
        bearing = font.side_bearing(glyph) if outline and glyph is not None else 0
        if outline and glyph is not None and (placed.dx or placed.dy or placed.x_scale != 1.0):
            x0, y0, x1, y1 = struct.unpack_from(">4h", outline, 2)
            scaled = (round(x0 * placed.x_scale) + placed.dx, round(x1 * placed.x_scale) + placed.dx)
            bearing = round(bearing * placed.x_scale) + placed.dx
            outline = struct.pack(">5h", -1, scaled[0], y0 + placed.dy, scaled[1], y1 + placed.dy) + struct.pack(
                ">HHhhhh",
                _WORDS | _XY | _X_AND_Y_SCALE,
                self._part(glyph),
                placed.dx,
                placed.dy,
                round(placed.x_scale * 0x4000),
                0x4000,
            )
        elif outline[:1] >= b"\x80":
            outline = self._renumbered(outline)
        self.outlines.append(outline + b"\0" * (-len(outline) % 4))
        self.metrics.append((placed.advance, bearing))

    def _part(self, old: int) -> int:
        """The new number of a glyph that others are composed of."""
        if old not in self.parts:
            self.parts[old] = self.count + len(self.queue)
            self.queue.append(old)
        return self.parts[old]

    def _renumbered(self, outline: bytes) -> bytes:
        """A composite glyph with the numbers of its parts in the new font."""
        out, at, flags = bytearray(outline), 10, _MORE
        while flags & _MORE:
            flags, old = struct.unpack_from(">HH", outline, at)
            struct.pack_into(">H", out, at + 2, self._part(old))
            at += 8 if flags & _WORDS else 6
            at += 2 if flags & _SCALE else 4 if flags & _X_AND_Y_SCALE else 8 if flags & _TWO_BY_TWO else 0
        return bytes(out)

    def data(self) -> bytes:
        font, count = self.font, len(self.outlines)
        if count > 0xFFFF:
            raise FontError("more than 65,535 glyphs in one document")
        tables = {tag: font.table(tag) for tag in ("head", "hhea", "maxp", *_HINTS) if font.table(tag)}
        maxp = bytearray(tables["maxp"].ljust(32, b"\0"))
        struct.pack_into(">H", maxp, 4, count)
        for simple, composite in ((6, 10), (8, 12)):  # points and contours of glyphs that have become composites
            most = max(struct.unpack_from(">H", maxp, simple)[0], struct.unpack_from(">H", maxp, composite)[0])
            struct.pack_into(">H", maxp, composite, most)
        parts, depth = struct.unpack_from(">HH", maxp, 28)
        struct.pack_into(">HH", maxp, 28, max(parts, 1), depth + 1)
        tables["maxp"] = bytes(maxp)
        tables |= glyph_tables(tables["head"], tables["hhea"], self.outlines, self.metrics)
        return assemble(tables)


def glyph_tables(
    head: bytes, hhea: bytes, outlines: Sequence[bytes], metrics: Sequence[tuple[int, int]]
) -> dict[str, bytes]:
    """glyf, loca, hmtx and the adapted head and hhea for these outlines (each padded) and (advance, bearing) pairs."""
    places, at = [0], 0
    for outline in outlines:
        at += len(outline)
        places.append(at)
    new_head = bytearray(head)
    struct.pack_into(">L", new_head, 8, 0)
    struct.pack_into(">h", new_head, 50, 1)  # long loca
    new_hhea = bytearray(hhea)
    struct.pack_into(">H", new_hhea, 34, len(metrics))
    return {
        "head": bytes(new_head),
        "hhea": bytes(new_hhea),
        "glyf": b"".join(outlines),
        "loca": struct.pack(f">{len(places)}L", *places),
        "hmtx": b"".join(struct.pack(">Hh", min(advance, 0xFFFF), bearing) for advance, bearing in metrics),
    }


def assemble(tables: Mapping[str, bytes]) -> bytes:
    """A TrueType file of these tables, check sums included."""
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    directory = [struct.pack(">LHHHH", 0x00010000, count, power * 16, power.bit_length() - 1, (count - power) * 16)]
    body, at, head_at = [], 12 + 16 * count, 0
    for tag in sorted(tables):
        data = tables[tag]
        padded = data + b"\0" * (-len(data) % 4)
        directory.append(struct.pack(">4sLLL", tag.encode("latin-1"), _checksum(padded), at, len(data)))
        if tag == "head":
            head_at = at
        body.append(padded)
        at += len(padded)
    out = bytearray(b"".join((*directory, *body)))
    struct.pack_into(">L", out, head_at + 8, (0xB1B0AFBA - _checksum(bytes(out))) & 0xFFFFFFFF)
    return bytes(out)


def _checksum(data: bytes) -> int:
    words = array("I", data)
    if sys.byteorder == "little":
        words.byteswap()
    return sum(words) & 0xFFFFFFFF
