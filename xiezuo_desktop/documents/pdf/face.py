"""Face: one typeface of one document, embedded as a single Type0/Identity-H font."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.ttfonts import TTFont

if TYPE_CHECKING:
    from pathlib import Path

FULL = frozenset("、。，．；：？！（）《》〈〉「」『』【】〔〕〖〗“”‘’…—·％℃")  # laid on a body of 1 em in Chinese text


class _Advances(dict[str, float]):
    """Character → advance in em, filled on demand."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self.face = face

    def __missing__(self, ch: str) -> float:
        width = self[ch] = self.face.measure(ch)
        return width


class _Codes(dict[str, str]):
    """Character → its code in this document's font, given in order of first use, so that the subset is what was drawn."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self.face = face

    def __missing__(self, ch: str) -> str:
        code = self[ch] = self.face.code_for(ch)
        return code


class Face:
    """An embeddable face: `adv` gives advances in em, `fallback` serves the characters this face lacks."""

    def __init__(self, name: str, path: Path, index: int = 0, fallback: Face | None = None) -> None:
        self.name, self.fallback = name, fallback
        self._ttf = TTFont(name, str(path), subfontIndex=index, shapable=False).face
        self.adv = _Advances(self)
        self.enc = _Codes(self)
        self.missing: set[str] = set()
        self.chars: list[str] = []
        self.internal: str | None = None

    fontName = property(lambda self: self.name)

    def has(self, ch: str) -> bool:
        """Whether this face itself has a glyph for the character."""
        return ord(ch) in self._ttf.charToGlyph

    def measure(self, ch: str) -> float:
        """Advance in em, asked of the fallback chain for a character this face lacks."""
        if not self.has(ch):
            self.missing.add(ch)
            if self.fallback is not None:
                return self.fallback.adv[ch]
            return 1.0 if ord(ch) > 0x2000 else 0.5
        if ch in FULL:
            return 1.0
        return float(self._ttf.charWidths.get(ord(ch), self._ttf.defaultWidth)) / 1000

    def width(self, text: str) -> float:
        """Natural width in em."""
        return sum(map(self.adv.__getitem__, text))

    def code_for(self, ch: str) -> str:
        """A new code for a character; KeyError when another face of the chain has to draw it."""
        self.adv[ch]
        if ch in self.missing and self.fallback is not None:
            raise KeyError(ch)
        self.chars.append(ch)
        return f"{len(self.chars):04X}"

    def bind(self, canvas: Any) -> str:
        """Enter this face into the canvas's document; the name by which the page's operators call it."""
        if self.internal is None:
            document = canvas._doc
            self.internal = f"C{len(document.fontMapping) + 1}"
            document.fontMapping["__cid_" + self.name] = "/" + self.internal
            document.delayedFonts.append(self)
        return self.internal

    def addObjects(self, doc: Any) -> None:
        """Called by reportlab when the document is saved: write the subset font."""
        face, dictionary, ref = self._ttf, pdfdoc.PDFDictionary, doc.Reference
        codes = [ord(c) for c in self.chars]
        seen, gids = {0: 0}, [0]
        for c in codes:
            gids.append(seen.setdefault(face.charToGlyph.get(c, 0), len(seen)))
        base = "SUBSET+" + (face.name.decode("latin1") if isinstance(face.name, bytes) else str(face.name))

        def stream(content: bytes, key: str, **more: Any) -> Any:
            out = pdfdoc.PDFStream()
            out.content = content
            out.dictionary.dict.update(more)
            out.filters = [pdfdoc.PDFZCompress]
            return ref(out, key + self.name)

        raw = face.makeSubset(codes)
        desc = dictionary({"Type": "/FontDescriptor", "FontName": "/" + base, "Flags": 4, "Ascent": face.ascent,
                           "Descent": face.descent, "CapHeight": face.capHeight, "ItalicAngle": face.italicAngle,
                           "StemV": face.stemV or 80, "FontBBox": pdfdoc.PDFArray(face.bbox),
                           "FontFile2": stream(raw, "cidff:", Length1=len(raw))})  # fmt: skip
        widths = pdfdoc.PDFArray([1, pdfdoc.PDFArray([round(self.adv[c] * 1000) for c in self.chars])])
        info = dictionary(
            {"Registry": pdfdoc.PDFString("Adobe"), "Ordering": pdfdoc.PDFString("Identity"), "Supplement": 0}
        )
        cid = dictionary({"Type": "/Font", "Subtype": "/CIDFontType2", "BaseFont": "/" + base, "DW": 1000, "W": widths,
                          "CIDSystemInfo": info, "FontDescriptor": ref(desc, "ciddesc:" + self.name),
                          "CIDToGIDMap": stream(b"".join(g.to_bytes(2, "big") for g in gids), "cidmap:")})  # fmt: skip
        type0 = dictionary({"Type": "/Font", "Subtype": "/Type0", "Name": "/" + (self.internal or ""), "BaseFont": "/" + base,
                            "Encoding": "/Identity-H", "DescendantFonts": pdfdoc.PDFArray([ref(cid, "cid:" + self.name)]),
                            "ToUnicode": stream(self._to_unicode(), "cidtu:")})  # fmt: skip
        doc.idToObject["BasicFonts"].dict[self.internal] = ref(type0, self.internal)

    def _to_unicode(self) -> bytes:
        out = [
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CIDSystemInfo << /Registry (Adobe) "
            "/Ordering (UCS) /Supplement 0 >> def /CMapName /Adobe-Identity-UCS def /CMapType 2 def "
            "1 begincodespacerange <0000> <FFFF> endcodespacerange"
        ]
        for i in range(0, len(self.chars), 100):
            part = self.chars[i : i + 100]
            out.append(f"{len(part)} beginbfchar")
            out += [f"<{i + j + 1:04X}> <{c.encode('utf-16-be').hex().upper()}>" for j, c in enumerate(part)]
            out.append("endbfchar")
        out.append("endcmap CMapName currentdict /CMap defineresource pop end end")
        return "\n".join(out).encode()
