"""Page: collects the text and rules of one page and writes them into a reportlab canvas as one chunk."""

from __future__ import annotations

import zlib
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Any

from reportlab.pdfbase.pdfdoc import PDFObject, PDFResourceDictionary
from reportlab.pdfgen.canvas import Canvas

from xiezuo_desktop.documents.pdf.face import OtherFace

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xiezuo_desktop.documents.pdf.face import Face
    from xiezuo_desktop.documents.pdf.flow import PlainRule

Colour = tuple[float, float, float]
Code = tuple[str, str]  # operators of rules and of texts
MM = 72 / 25.4  # points
_LEVEL = 3  # of zlib: files a twentieth larger than at 6, made a quarter faster
_FIRST_HAN = "\u2e80"


class Canvas0(Canvas):  # type: ignore[misc]
    """A canvas without the Helvetica that reportlab calls, unembedded, at the top of every page.

    A page of nothing but text and rules is compressed at once and written by `_PlainPage`; left alone, reportlab would
    keep all pages to the end and turn them into ASCII there, which takes half of a long table's time.
    """

    def _make_preamble(self) -> None:
        self._preamble = "1 0 0 1 0 0 cm"

    def showPage(self) -> None:
        """Finish this page and begin the next."""
        if self._formsinuse or self._annotationrefs or self._colorsUsed or self._shadingUsed:
            super().showPage()
            return
        width, height = self._pagesize
        if self._pageRotation in (90, 270):
            width, height = height, width
        stream = "\n".join((self._preamble, *self._code, ""))
        content = _Content(zlib.compress(stream.encode("ascii"), _LEVEL))
        self._doc.addPage(_PlainPage(width, height, self._pageRotation, content, self._resources))
        self._pageNumber += 1
        self._restartAccumulators()

    @cached_property
    def _resources(self) -> Any:
        resources = PDFResourceDictionary()
        resources.basicFonts()
        return self._doc.Reference(resources, "text_resources")


class _PlainPage(PDFObject):  # type: ignore[misc]
    """The page object of a page of text and rules (ISO 32000-1, 7.7.3.3)."""

    __RefOnly__ = 1

    def __init__(self, width: float, height: float, rotation: int, content: _Content, resources: Any) -> None:
        self._head = f"<< /Type /Page /MediaBox [ 0 0 {width:.4f} {height:.4f} ] /Rotate {rotation}"
        self._content, self._resources = content, resources

    def format(self, document: Any) -> bytes:
        content, pages = document.Reference(self._content), document.Reference(document.Pages)
        references = (key + ref.format(document) for key, ref in (
            (b" /Parent ", pages), (b" /Resources ", self._resources), (b" /Contents ", content)))  # fmt: skip
        return self._head.encode() + b"".join(references) + b" >>"


class _Content(PDFObject):  # type: ignore[misc]
    """The compressed operators of a page."""

    __RefOnly__ = 1

    def __init__(self, data: bytes) -> None:
        self._data = data

    def format(self, document: Any) -> bytes:
        return b"<< /Filter /FlateDecode /Length %d >>\nstream\n%b\nendstream\n" % (len(self._data), self._data)


class Page:
    """The page being filled. All measures in points from the lower left corner; y is the base line of a text."""

    def __init__(self, canvas: Any) -> None:
        self.canvas = canvas
        self._text: list[str] = []
        self._rules: list[str] = []
        self._state: tuple[str, float, float, Colour | None] | None = None

    def text(
        self, face: Face, size: float, x: float, y: float, s: str, tc: float = 0.0, colour: Colour | None = None
    ) -> None:
        """Draw one line; `tc` is added between characters, `colour` is RGB 0–1 (black when None)."""
        if "\n" in s:  # has a meaning of its own in the codes of a face
            s = s.replace("\n", "")
        try:
            code = s.translate(face.enc)
        except OtherFace:
            self._mixed(face, size, x, y, s, tc, colour)
            return
        state = (face.internal or face.bind(self.canvas), size, tc, colour)
        if state != self._state:
            self._set(state)
        self._text.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm({code})Tj")

    def begin_cells(self, face: Face, size: float, lead: float) -> list[str]:
        """Make ready for cells in a face, size and distance of lines; gives the list that their operators go into."""
        self._set((face.internal or face.bind(self.canvas), size, 0.0, None))
        self._text.append(f"{lead:g} TL")
        return self._text

    @property
    def code(self) -> Code:
        """The operators of rules and of texts so far, for `repeat`."""
        return "\n".join(self._rules), "\n".join(self._text)

    def repeat(self, code: Code) -> None:
        """Draw what has been drawn on a page of nothing else, in black."""
        rules, text = code
        if rules:
            self._rules.append(rules)
        if text:
            if self._state and self._state[3]:
                self._text.append("0 0 0 rg")
            self._text.append(text)
            self._state = None

    def _set(self, state: tuple[str, float, float, Colour | None]) -> None:
        name, size, tc, colour = state
        operators = f"/{name} {size:g} Tf {tc:.4f} Tc"
        if (self._state[3] if self._state else None) != colour:
            operators += " {:g} {:g} {:g} rg".format(*(colour or (0, 0, 0)))
        self._text.append(operators)
        self._state = state

    def _mixed(self, face: Face, size: float, x: float, y: float, s: str, tc: float, colour: Colour | None) -> None:
        """Draw in runs, each by the first face of the fallback chain that has its characters."""
        for drawer, letters in groupby(s, face.drawer):
            run = "".join(letters)
            # The faces of a chain do not sit equally high on the base line; Han characters are set to one middle.
            lift = (face.middle - drawer.middle) * size if run[0] >= _FIRST_HAN else 0.0
            self.text(drawer, size, x, y + lift, run, tc, colour)
            x += drawer.width(run) * size + tc * len(run)

    def rule(self, rules: Iterable[PlainRule]) -> None:
        """Horizontal and vertical rules, centred on their lines; their colour is given to `flush`."""
        add = self._rules.append
        before = beside = after = ""
        across = down = (
            0.0,
            0.0,
            0.0,
        )  # what the rule before had: the rules of a table mostly differ in one place only
        for x0, y0, x1, y1, w, _ in rules:
            if y0 == y1:
                if (x0, x1, w) != across:
                    across, before, beside = (x0, x1, w), f"{x0:.2f} ", f" {x1 - x0:.2f} {w:.3f} re"
                add("%s%.3f%s" % (before, y0 - w / 2, beside))  # noqa: UP031 – half the time of an f-string
            else:
                if (y0, y1, w) != down:
                    down, after = (y0, y1, w), f" {min(y0, y1):.2f} {w:.3f} {abs(y1 - y0):.2f} re"
                add("%.3f%s" % (x0 - w / 2, after))  # noqa: UP031

    def flush(self, colour: Colour | None = None) -> None:
        """Hand the collected operators to the canvas; `colour` is that of the rules collected since the last flush."""
        code = self.canvas._code
        if self._rules:
            if colour:
                code.append("q {:g} {:g} {:g} rg".format(*colour))
            code.append("\n".join(self._rules) + " f")
            if colour:
                code.append("Q")
        if self._text:
            code.append("BT 0 Tc " + "\n".join(self._text) + " ET 0 g")
        self._text, self._rules, self._state = [], [], None
