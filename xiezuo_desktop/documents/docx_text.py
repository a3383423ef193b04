"""The text of one .docx paragraph as a reader of the paper sees it.

Tracked insertions are text, deletions are not; of alternative contents one counts; field codes are no text, their
results are; text boxes are handed over apart.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .docx_names import DRAWING, MATH, MC, VML, w

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .docx_styles import Look, Styles

PAGE = "\f"  # a page break inside a paragraph; cannot occur in XML text
THROUGH = frozenset(
    w(n)
    for n in (
        "hyperlink",
        "ins",
        "moveTo",
        "smartTag",
        "customXml",
        "fldSimple",
        "sdtContent",
        "dir",
        "bdo",
        "rubyBase",
    )
)
DELETED = frozenset(w(n) for n in ("del", "moveFrom"))
DRAWN = frozenset(w(n) for n in ("drawing", "pict", "object"))
SIGNS = {w("tab"): "\t", w("ptab"): "\t", w("cr"): "\n", w("noBreakHyphen"): "-"}
SYMBOLS = {  # signs of Wingdings (2) and Symbol that forms use; without their font they would be nothing
    "wingdings": {
        0xA8: "□",
        0x6F: "□",
        0x71: "□",
        0xFE: "☑",
        0xFD: "☒",
        0x78: "☒",
        0xFC: "✓",
        0xFB: "✗",
        0x6C: "●",
        0x6E: "■",
        0x75: "◆",
    },
    "wingdings 2": {0x52: "☑", 0x53: "☒", 0xA3: "□", 0x50: "✓", 0x4F: "✗", 0x2A: "□"},
    "symbol": {0xB3: "≥", 0xA3: "≤", 0xB1: "±", 0xB4: "×", 0xB9: "≠", 0xB7: "·", 0xD6: "√", 0xB0: "°", 0xA5: "∞"},
}
UNKNOWN = "〓"  # printers' sign for a character that is not at hand


@dataclass(slots=True)
class Fields:
    """Where we stand among complex fields: for each open one, whether its result has begun. Outlives paragraphs."""

    open: list[bool] = field(default_factory=list)
    code: str = ""
    skip_pages: bool = False  # in headers and footers the number of the page is not text

    @property
    def visible(self) -> bool:
        """Whether what comes now is printed: outside of fields, or in the result of every one."""
        return all(self.open) and not (self.skip_pages and self.open and _counts_pages(self.code))

    def mark(self, kind: str | None) -> None:
        """A w:fldChar of this type."""
        if kind == "begin":
            self.open.append(False)
            self.code = ""
        elif self.open and kind == "separate":
            self.open[-1] = True
        elif self.open and kind == "end":
            self.open.pop()


@dataclass(slots=True)
class Inline:
    """What one paragraph holds: its text (PAGE for a page break), its text boxes, and how its characters look."""

    parts: list[str] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    word_art: list[str] = field(default_factory=list)
    sizes: Counter[float] = field(default_factory=Counter)
    light: bool = False  # some character is not bold
    begun: bool = False  # some text has been read
    page_first: bool = False  # Word last began a page with this paragraph

    @property
    def text(self) -> str:
        """All parts as one text."""
        return "".join(self.parts)


class TextReader:
    """Reads the paragraphs of one story (body, header, footnotes) in order; counts what a paper cannot take over."""

    def __init__(self, styles: Styles, *, skip_pages: bool = False) -> None:
        self._styles = styles
        self._fields = Fields(skip_pages=skip_pages)
        self.pictures = 0
        self.changes = 0

    def read(self, paragraph: Any, look: Look) -> Inline:
        """The content of a w:p whose style gives `look`."""
        out = Inline()
        self._inside(paragraph, look, out)
        return out

    def _inside(self, node: Any, look: Look, out: Inline) -> None:
        for e in node:
            tag = e.tag
            if tag == w("r"):
                self._run(e, look, out)
            elif tag in THROUGH:
                self.changes += tag == w("ins")
                if not (tag == w("fldSimple") and self._fields.skip_pages and _counts_pages(e.get(w("instr")) or "")):
                    self._inside(e, look, out)
            elif tag == w("sdt"):
                for content in e.findall(w("sdtContent")):
                    self._inside(content, look, out)
            elif tag == MC + "AlternateContent":
                self._inside(chosen(e), look, out)
            elif tag in DELETED:
                self.changes += 1
            elif isinstance(tag, str) and tag.startswith(MATH):
                out.parts.append("".join(t.text or "" for t in e.iter(MATH + "t")))

    def _run(self, run: Any, look: Look, out: Inline) -> None:
        before = len(out.parts)
        self._run_content(run, out)
        text = "".join(out.parts[before:]).strip()
        if text:
            look = self._styles.run_look(look, run.find(w("rPr")))
            out.light = out.light or not look.bold
            if look.size:
                out.sizes[look.size] += len(text)

    def _run_content(self, run: Any, out: Inline) -> None:
        for e in run:
            tag = e.tag
            if tag == w("fldChar"):
                self._fields.mark(e.get(w("fldCharType")))
            elif tag == w("instrText"):
                self._fields.code += e.text or ""
            elif tag == w("lastRenderedPageBreak"):
                out.page_first = out.page_first or not out.begun
            elif tag == MC + "AlternateContent":
                self._run_content(chosen(e), out)
            elif tag in DRAWN:
                self._drawing(e, out)
            elif tag == w("ruby"):
                for base in e.iterfind(f"{w('rubyBase')}/{w('r')}"):
                    self._run_content(base, out)
            elif self._fields.visible:
                out.parts.append(_shown(e))
                out.begun = out.begun or bool(out.parts[-1].strip())

    def _drawing(self, drawing: Any, out: Inline) -> None:
        boxes = list(_boxes(drawing))
        art = [e.get("string") or "" for e in drawing.iter(VML + "textpath")]
        out.boxes += boxes
        out.word_art += [text.strip() for text in art if text.strip()]
        if (
            not boxes
            and not out.word_art
            and (next(drawing.iter(DRAWING + "blip", VML + "imagedata"), None) is not None)
        ):
            self.pictures += 1


def chosen(alternatives: Any) -> Any:
    """The branch of mc:AlternateContent that counts: the first choice with content, else the fallback."""
    return next((e for e in alternatives if len(e)), ())


def _boxes(node: Any) -> Iterator[Any]:
    """The outermost text boxes below a drawing, of alternatives only one."""
    for e in node:
        if e.tag == w("txbxContent"):
            yield e
        elif e.tag == MC + "AlternateContent":
            yield from _boxes(chosen(e))
        else:
            yield from _boxes(e)


def _shown(e: Any) -> str:
    """What one element of a run puts on the paper."""
    if e.tag == w("t"):
        return (e.text or "").replace("\n", " ").replace("\xad", "")
    if e.tag == w("br"):
        return {"page": PAGE, "column": ""}.get(e.get(w("type")), "\n")
    if e.tag == w("sym"):
        return _symbol(e)
    return SIGNS.get(e.tag, "")


def _counts_pages(code: str) -> bool:
    return code.strip().split(" ")[0].upper() in ("PAGE", "NUMPAGES", "SECTIONPAGES")


def _symbol(element: Any) -> str:
    try:
        code = int(element.get(w("char")) or "", 16)
    except ValueError:
        return UNKNOWN
    if 0xF000 <= code <= 0xF0FF:
        code -= 0xF000
    elif code > 0xFF:
        return chr(code) if code < 0xD800 or 0xF900 <= code < 0xFFFE else UNKNOWN
    return SYMBOLS.get((element.get(w("font")) or "").lower(), {}).get(code, UNKNOWN)
