"""Small real fonts for tests, so that none has to be installed: every character is a box."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen

if TYPE_CHECKING:
    from pathlib import Path

PAPER_TEXT = '国务发区协作任务书年度指标说这〔〕（）、。0123456789，“”‘’—…·□县镇人民政府万元 abc<>&/=img".'
UNITS = 1000


def _draw(pen, advance):
    pen.moveTo((100, 0))
    pen.lineTo((100, 700))
    pen.curveTo((100, 700), (advance - 100, 760), (advance - 100, 700))
    pen.lineTo((advance - 100, 0))
    pen.closePath()


def _glyph(advance, cff):
    if cff:
        pen = T2CharStringPen(advance, None)
        _draw(pen, advance)
        return pen.getCharString()
    pen = TTGlyphPen(None)
    pen.moveTo((100, 0))
    for point in ((100, 700), (advance - 100, 700), (advance - 100, 0)):
        pen.lineTo(point)
    pen.closePath()
    return pen.glyph()


def make_font(
    path: Path, family: str, text: str = PAPER_TEXT, *, chinese: str = "", cff: bool = False, licence: int = 0,
    advances: dict[str, int] | None = None,
) -> Path:  # fmt: skip
    """Write a font of this family (and Chinese name) with the characters of `text`; `advances` in 1/1000 em."""
    advances = advances or {}
    characters = sorted(set(text))
    names = {ord(ch): f"u{ord(ch):05X}" for ch in characters}
    widths = {".notdef": 600} | {names[ord(c)]: advances.get(c, 1000 if c >= "\u2000" else 500) for c in characters}
    builder = FontBuilder(UNITS, isTTF=not cff)
    builder.setupGlyphOrder(list(widths))
    builder.setupCharacterMap(names)
    glyphs = {name: _glyph(advance, cff) for name, advance in widths.items()}
    if cff:
        builder.setupCFF(family.replace(" ", ""), {"FullName": family}, glyphs, {})
    else:
        builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics({name: (advance, 100) for name, advance in widths.items()})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    spoken = {"en": family} | ({"zh": chinese} if chinese else {})
    plain = {"familyName": spoken, "fullName": spoken, "styleName": "Regular", "psName": family.replace(" ", "")}
    builder.setupNameTable(plain, mac=False)
    builder.setupOS2(fsType=licence)
    builder.setupPost()
    path.parent.mkdir(parents=True, exist_ok=True)
    builder.save(path)
    return path
