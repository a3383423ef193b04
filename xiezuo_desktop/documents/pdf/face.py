"""Face: one typeface in one document, embedded as a single Type0/Identity-H font (ISO 32000-1, 9.7)."""

from __future__ import annotations

import hashlib
import unicodedata
from functools import cached_property
from itertools import islice, product
from typing import TYPE_CHECKING, Any

from reportlab.pdfbase import pdfdoc

from xiezuo_desktop.documents.pdf.advances import Advances
from xiezuo_desktop.documents.pdf.sfnt import FontError
from xiezuo_desktop.documents.pdf.truetype import Placed, subset

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xiezuo_desktop.documents.pdf.sfnt import FontFile

# Chinese punctuation stands on a body of 1 em whatever the face thinks (GB/T 15834-2011 5.1): a face drawn for Latin
# text has quotation marks of 0.35 em, which would shift every character behind them off the grid.
_RIGHT_ON_BODY = frozenset("（《〈「『【〔〖｛［“‘")
_MID_ON_BODY = frozenset("…·—％℃‰～")
_LEFT_ON_BODY = frozenset("、。，．；：？！）》〉」』】〕〗｝］”’")
FULL_WIDTH = _RIGHT_ON_BODY | _MID_ON_BODY | _LEFT_ON_BODY
_DASH = "—"
_MODEL = "国"  # fills the body: its ink shows where the middle of a face's characters is
_BLANK_WIDTHS = {
    "\u2002": 0.5,
    "\u2003": 1.0,
    "\u2004": 0.333,
    "\u2005": 0.25,
    "\u2009": 0.2,
    "\u200a": 0.1,
    "\u3000": 1.0,
}
_NARROW_BLANK = 0.25
# Bytes that need no escape in a PDF string and no second byte in UTF-8: a code made of two of them costs two bytes.
_PLAIN = [byte for byte in range(0x80) if byte not in b"()\\\r\n"]


class OtherFace(Exception):
    """Another face of the chain has to draw this character."""


class _Codes(dict[int, str]):
    """Code point → its code in this document's font, ready to stand between ( and ); a table for str.translate.

    Codes are given in order of first use; the end of a line stays what it is, so that lines can be encoded together. OtherFace is raised for a character of another face (a LookupError would
    make str.translate leave it as it is).
    """

    def __init__(self, face: Face) -> None:
        super().__init__({0x0A: "\n"})
        self._code_for = face.code_for

    def __missing__(self, code_point: int) -> str:
        code = self[code_point] = self._code_for(chr(code_point))
        return code


def _cids() -> Iterator[int]:
    """Character codes, the short-written ones first, each made when it is asked for; 0 is .notdef."""
    yield from islice((high << 8 | low for high, low in product(_PLAIN, _PLAIN)), 1, None)
    plain = frozenset(_PLAIN)
    yield from (cid for cid in range(1, 0x10000) if not (cid >> 8 in plain and cid & 0xFF in plain))


class Face:
    """An embeddable face: `adv` gives advances in em, `fallback` serves the characters this face lacks.

    A Face belongs to one document; the FontFile below it is shared by all. `name` must be unique in the document.
    """

    def __init__(self, name: str, font: FontFile, fallback: Callable[[], Face | None] | None = None) -> None:
        self.name, self.font = name, font
        self._fallback = fallback
        self._units = font.metrics.units_per_em
        self._drawers: dict[str, Face] = {}
        self._cids = _cids()
        self._used: dict[str, int] = {}  # character → code
        self.unprintable: set[str] = set()  # drawn here as a box: no face of the chain has them
        self.internal: str | None = None
        self._written = False
        self.adv = Advances(self.measure)
        self.enc = _Codes(self)

    @property
    def fontName(self) -> str:
        """What reportlab calls a font's name."""
        return self.name

    @cached_property
    def fallback(self) -> Face | None:
        """The next face of the chain, loaded when it is first needed."""
        return self._fallback() if self._fallback else None

    @cached_property
    def middle(self) -> float:
        """Height of the middle of a Han character above the base line, in em."""
        ink = self.font.ink(self.font.glyph(ord(_MODEL))) if self.has(_MODEL) else None
        return (ink[1] + ink[3]) / 2 / self._units if ink else 0.38

    def has(self, ch: str) -> bool:
        """Whether this face itself can print the character."""
        return self.font.glyph(ord(ch)) != 0 or _blank_width(ch) is not None

    def drawer(self, ch: str) -> Face:
        """The face of the chain that prints the character; this face when none does, and it prints a box."""
        found = self._drawers.get(ch)
        if found is None:
            found = face = self
            while not face.has(ch):
                if face.fallback is None:
                    break
                face = face.fallback
            else:
                found = face
            self._drawers[ch] = found
        return found

    def measure(self, ch: str) -> float:
        """Advance in em of a character, whichever face prints it."""
        drawer = self.drawer(ch)
        if drawer is not self:
            return drawer.adv[ch]
        glyph = self.font.glyph(ord(ch))
        if glyph:
            return 1.0 if ch in FULL_WIDTH else round(self.font.advance(glyph) / self._units, 4)
        blank = _blank_width(ch)
        return blank if blank is not None else self.adv["□"] if self.has("□") else 1.0

    def width(self, text: str) -> float:
        """Natural width in em."""
        return self.adv.width(text)

    def ink(self, ch: str) -> tuple[float, float, float, float] | None:
        """Bounding box of a character's ink (x0, y0, x1, y1) in em, as the font file has it; None for a blank."""
        drawer = self.drawer(ch)
        box = drawer.font.ink(drawer.font.glyph(ord(ch)))
        return None if box is None else tuple(v / drawer._units for v in box)  # type: ignore[return-value]

    def code_for(self, ch: str) -> str:
        """A new code for a character; OtherFace when another face of the chain has to draw it."""
        if self.drawer(ch) is not self:
            raise OtherFace(ch)
        if not self.has(ch):
            self.unprintable.add(ch)
        cid = next(self._cids, None)
        if cid is None:
            raise FontError("more than 65,535 different characters in one document")
        self._used[ch] = cid
        return "".join(chr(byte) if byte in _PLAIN else f"\\{byte:03o}" for byte in divmod(cid, 256))

    # the font object

    def bind(self, canvas: Any) -> str:
        """Enter this face into the canvas's document; the name by which the page's operators call it."""
        if self._written:
            raise RuntimeError("a Face serves one document: make a new FontBook for the next")
        if self.internal is None:
            document = canvas._doc
            self.internal = f"C{len(document.fontMapping) + 1}"
            document.fontMapping["__cid_" + self.name] = "/" + self.internal
            document.delayedFonts.append(self)
        return self.internal

    def addObjects(self, doc: Any) -> None:
        """Write the subset font; reportlab calls this when the document is saved."""
        dictionary, ref = pdfdoc.PDFDictionary, doc.Reference
        name, self.internal, self._written = self.internal, None, True
        program = subset(self.font, [self._placed(ch) for ch in self._used])
        tag = hashlib.sha256(program).digest()[:6]
        base = "".join(chr(ord("A") + byte % 26) for byte in tag) + "+" + self.font.postscript_name
        file = _stream(program, Length1=len(program))
        info = {"Registry": pdfdoc.PDFString("Adobe"), "Ordering": pdfdoc.PDFString("Identity"), "Supplement": 0}
        cid_font = {
            "Type": "/Font",
            "Subtype": "/CIDFontType2",
            "BaseFont": "/" + base,
            "CIDSystemInfo": dictionary(info),
            "DW": 1000,
            "W": self._widths(),
            "CIDToGIDMap": ref(_stream(self._glyph_map()), "cid_map:" + self.name),
            "FontDescriptor": ref(self._descriptor(base, ref(file, "cid_file:" + self.name)), "cid_about:" + self.name),
        }
        type0 = {
            "Type": "/Font",
            "Subtype": "/Type0",
            "BaseFont": "/" + base,
            "Encoding": "/Identity-H",
            "DescendantFonts": pdfdoc.PDFArray([ref(dictionary(cid_font), "cid_font:" + self.name)]),
            "ToUnicode": ref(_stream(self._to_unicode()), "cid_text:" + self.name),
        }
        doc.idToObject["BasicFonts"].dict[name] = ref(dictionary(type0), name)

    def _placed(self, ch: str) -> Placed:
        """The glyph of a character as it goes into the subset: on its body of 1 em, a dash from edge to edge."""
        font, units = self.font, self._units
        glyph = font.glyph(ord(ch))
        if not glyph:
            box = None if _blank_width(ch) is not None else font.glyph(ord("□"))
            return Placed(box, round(self.adv[ch] * units))
        natural = font.advance(glyph)
        ink = font.ink(glyph)
        if ch not in FULL_WIDTH or natural == units or ink is None or ink[0] == ink[2]:
            return Placed(glyph, units if ch in FULL_WIDTH else natural)
        if ch == _DASH:
            scale = units / (ink[2] - ink[0])
            rise = round(self.middle * units - (ink[1] + ink[3]) / 2)
            return Placed(glyph, units, -round(ink[0] * scale), rise, min(scale, 1.99))
        slack = units - natural
        return Placed(glyph, units, slack if ch in _RIGHT_ON_BODY else slack // 2 if ch in _MID_ON_BODY else 0)

    def _descriptor(self, base: str, file: Any) -> Any:
        metrics = self.font.metrics
        scale = 1000 / self._units
        return pdfdoc.PDFDictionary(
            {
                "Type": "/FontDescriptor",
                "FontName": "/" + base,
                "Flags": 4,
                "FontBBox": pdfdoc.PDFArray([round(v * scale) for v in metrics.box]),
                "ItalicAngle": 0,
                "Ascent": round(metrics.ascent * scale),
                "Descent": round(metrics.descent * scale),
                "CapHeight": round(metrics.cap_height * scale),
                "StemV": 50 + round((metrics.weight / 65) ** 2),
                "FontFile2": file,
            }
        )

    def _glyph_map(self) -> bytes:
        out = bytearray(2 * max(self._used.values(), default=0) + 2)
        for glyph, cid in enumerate(self._used.values(), 1):
            out[2 * cid : 2 * cid + 2] = glyph.to_bytes(2, "big")
        return bytes(out)

    def _widths(self) -> Any:
        out: list[Any] = []
        before = -1
        for ch, cid in self._used.items():
            if cid != before + 1:
                out += [cid, pdfdoc.PDFArray([])]
            out[-1].sequence.append(round(self.adv[ch] * 1000, 1))
            before = cid
        return pdfdoc.PDFArray(out)

    def _to_unicode(self) -> bytes:
        out = [
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
            "1 begincodespacerange <0000> <FFFF> endcodespacerange",
        ]
        used = list(self._used.items())
        for i in range(0, len(used), 100):
            part = used[i : i + 100]
            out.append(f"{len(part)} beginbfchar")
            out += [f"<{cid:04X}> <{ch.encode('utf-16-be', 'surrogatepass').hex().upper()}>" for ch, cid in part]
            out.append("endbfchar")
        out.append("endcmap CMapName currentdict /CMap defineresource pop end end")
        return "\n".join(out).encode()


def _stream(content: bytes, **entries: Any) -> Any:
    out = pdfdoc.PDFStream(content=content, filters=[pdfdoc.PDFZCompress])
    out.dictionary.dict.update(entries)
    return out


def _blank_width(ch: str) -> float | None:
    """Advance in em of a character without ink (blanks, controls, zero-width marks); None for all others."""
    kind = unicodedata.category(ch)
    if kind in ("Cc", "Cf", "Cs") or "\ufe00" <= ch <= "\ufe0f" or "\U000e0100" <= ch <= "\U000e01ef":
        return _NARROW_BLANK if ch == "\t" else 0.0
    return _BLANK_WIDTHS.get(ch, _NARROW_BLANK) if kind == "Zs" else None
