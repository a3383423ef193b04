"""What styles.xml says about a paragraph: alignment, size, weight, list – as far as importers use it as evidence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from .docx_names import is_on, w
from .paper import Align

ALIGNS = {
    "center": Align.CENTRE,
    "right": Align.RIGHT,
    "end": Align.RIGHT,
    "left": Align.LEFT,
    "start": Align.LEFT,
    "both": Align.JUSTIFY,
    "distribute": Align.JUSTIFY,
}
LONGEST_CHAIN = 20  # styles based on styles; beyond that the chain is a circle


@dataclass(frozen=True, slots=True)
class Look:
    """Properties in force; `size` in points, `number` the list's id ("" none), `depth` its level (None: not said)."""

    align: Align | None = None
    size: float | None = None
    bold: bool = False
    number: str = ""
    depth: int | None = None
    page_before: bool = False

    def with_paragraph(self, properties: Any | None) -> Look:
        """This look with what a w:pPr says."""
        look = self
        for e in properties if properties is not None else ():
            value = e.get(w("val"))
            if e.tag == w("jc"):
                look = replace(look, align=ALIGNS.get(value or "", look.align))
            elif e.tag == w("pageBreakBefore"):
                look = replace(look, page_before=is_on(value))
            elif e.tag == w("numPr"):
                for part in e:
                    value = part.get(w("val")) or ""
                    if part.tag == w("numId"):
                        look = replace(look, number="" if value == "0" else value)
                    elif part.tag == w("ilvl") and value.isdecimal():
                        look = replace(look, depth=int(value[:3]))
        return look

    def with_run(self, properties: Any | None) -> Look:
        """This look with what a w:rPr says."""
        look = self
        for e in properties if properties is not None else ():
            if e.tag == w("b"):
                look = replace(look, bold=is_on(e.get(w("val"))))
            elif e.tag == w("sz"):
                look = replace(look, size=_points(e.get(w("val"))) or look.size)
        return look


class Styles:
    """The styles of a document by id, each resolved once along its chain."""

    def __init__(self, root: Any | None) -> None:
        self._elements: dict[str, Any] = {}
        self._looks: dict[str, Look] = {}
        self.default = Look()
        self.default_paragraph = ""
        for element in root if root is not None else ():
            if element.tag == w("docDefaults"):
                self.default = Look().with_paragraph(_first(element, "pPr")).with_run(_first(element, "rPr"))
            elif element.tag == w("style"):
                style_id = element.get(w("styleId")) or ""
                self._elements[style_id] = element
                if element.get(w("type")) == "paragraph" and element.get(w("default")) in ("1", "true", "on"):
                    self.default_paragraph = style_id

    def look(self, style_id: str) -> Look:
        """What a style says, with all it is based on; an unknown style says nothing."""
        found = self._looks.get(style_id)
        if found is None:
            found = self.default
            for element in reversed(self._chain(style_id)):
                found = found.with_paragraph(element.find(w("pPr"))).with_run(element.find(w("rPr")))
            self._looks[style_id] = found
        return found

    def paragraph_style(self, properties: Any | None) -> str:
        """The id of the style a w:pPr names, or of the default one."""
        named = properties.find(w("pStyle")) if properties is not None else None
        style_id = named.get(w("val")) if named is not None else None
        return style_id if style_id in self._elements else self.default_paragraph

    def run_look(self, base: Look, properties: Any | None) -> Look:
        """The look of a run in a paragraph: its character style, then its own properties."""
        if properties is None:
            return base
        named = properties.find(w("rStyle"))
        if named is not None:
            for element in reversed(self._chain(named.get(w("val")) or "")):
                base = base.with_run(element.find(w("rPr")))
        return base.with_run(properties)

    def number_of(self, style_id: str) -> str:
        """The list a numbering style stands for."""
        return self.look(style_id).number

    def _chain(self, style_id: str) -> list[Any]:
        chain: list[Any] = []
        while style_id in self._elements and len(chain) < LONGEST_CHAIN:
            chain.append(self._elements[style_id])
            based = chain[-1].find(w("basedOn"))
            style_id = based.get(w("val")) or "" if based is not None else ""
        return chain


def _first(element: Any, name: str) -> Any | None:
    return next(element.iter(w(name)), None)


def _points(half: str | None) -> float | None:
    try:
        size = float(half or "") / 2
    except ValueError:
        return None
    return size if 0 < size < 2000 else None
