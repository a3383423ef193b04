"""The smallest pieces of WordprocessingML: runs and paragraphs."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from .write_docx_styles import fonts, spacing, twips
from .write_docx_xlsx import printable

_OF_BOTH = re.compile("[\\u00a0-\\u2e7f]")  # marks that Latin and Chinese faces have: “ ” — … · × are Chinese here


def run(text: str, *, face: str = "", size: float = 0.0, spread: float = 0.0, stretch: float = 1.0) -> str:
    """A w:r; `size` and `spread` (added between characters) in points, `stretch` of the letters' width; \\n breaks the line."""
    properties = fonts(face) if face else '<w:rFonts w:hint="eastAsia"/>' if _OF_BOTH.search(text) else ""
    if spread:
        properties += f'<w:spacing w:val="{twips(spread)}"/>'
    if stretch != 1.0:
        properties += f'<w:w w:val="{int(stretch * 100)}"/>'
    if size:
        properties += f'<w:sz w:val="{int(size * 2)}"/><w:szCs w:val="{int(size * 2)}"/>'
    begin = '<w:t xml:space="preserve">'
    said = escape(printable(text)).replace("\t", f"</w:t><w:tab/>{begin}").replace("\n", f"</w:t><w:br/>{begin}")
    said = f"{begin}{said}</w:t>" if said else ""
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{said}</w:r>"


def paragraph(
    style: str, runs: str = "", *, keep: bool | None = None, page_first: bool = False, border: str = "", tabs: str = "",
    space: str = "", place: str = "", align: str = "", section: str = "",
) -> str:  # fmt: skip
    """A w:p in a style. Arguments are what differs from it, `space` and `place` its w:spacing and w:ind as XML."""
    kept = "" if keep is None else "<w:keepNext/>" if keep else '<w:keepNext w:val="0"/><w:keepLines w:val="0"/>'
    named = f'<w:pStyle w:val="{style}"/>' if style != "Normal" else ""
    properties = "".join((
        named, kept, "<w:pageBreakBefore/>" if page_first else "", border, tabs, space, place,
        f'<w:jc w:val="{align}"/>' if align else "", section,
    ))  # fmt: skip
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{runs}</w:p>"


def gap_paragraph(
    *, page_first: bool = False, height: float = 0.0, border: str = "", place: str = "", section: str = ""
) -> str:
    """A paragraph next to nothing or `height` points high: between two tables, under a rule, where a section ends behind a table."""
    space = spacing(0.0, 0.0, height) if height else ""
    return paragraph("Gap", page_first=page_first, border=border, space=space, place=place, section=section)


def rule_below(weight: float, space: float, colour: str) -> str:
    """The w:pBdr of a rule `weight` points strong, `space` points below the line."""
    return (
        f'<w:pBdr><w:bottom w:val="single" w:sz="{round(weight * 8)}" w:space="{round(max(space, 0.0))}" '
        f'w:color="{colour}"/></w:pBdr>'
    )


def tab_stops(*stops: tuple[str, float], leader: str = "") -> str:
    """The w:tabs of stops, each its kind (left, center, right) and its place in points; `leader` fills the way there."""
    filled = f' w:leader="{leader}"' if leader else ""
    inside = "".join(f'<w:tab w:val="{kind}"{filled} w:pos="{twips(place)}"/>' for kind, place in stops)
    return f"<w:tabs>{inside}</w:tabs>"
