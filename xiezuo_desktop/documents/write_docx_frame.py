"""What stands around the text of a .docx: 版记, page numbers, and the set-up of each section's pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .paper import Form
from .pdf.flow import MM, SMALL_SIZE, width_of
from .pdf.gongwen_imprint import INNER_RULE, NUMBER_BELOW, OUTER_RULE, set_imprint
from .write_docx_head import ASCENT, BASE, LETTER_FOOT, NO_MARGINS, letter_footer, letter_header
from .write_docx_parts import paragraph, run
from .write_docx_styles import DECLARED, MAIN, NUMBER_LINE, indent, spacing, twips
from .write_docx_xlsx import ADVANCES, EMU, imprint_texts, ruler

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .paper import Head, Imprint
    from .pdf.flow import Frame

_DASH = 0.345  # em: middle of a dash above the base line
_NUMBER_BOX = (20.0, 90.0)  # points: the turned page number's box
_TURNED_FOOT = 12 * MM  # from the foot of a turned page to the line that its number's box is tied to
_HEADER_TOP = 18 * MM
_DRAFT = "草　稿"
_WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
NAMESPACES = (
    f'xmlns:w="{MAIN}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    f'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:wps="{_WPS}"'
)


# ------------------------------------------------------------------------------------------------- 版记


def imprint_xml(imprint: Imprint, frame: Frame, form: Form, main_to: str = "") -> str:
    """The 版记 as a table that lies on the lower edge of the type area (7.4); "" when there is nothing to say.

    One that is longer than a page stands in the text and goes on from page to page.
    """
    receivers, (by, day) = imprint_texts(imprint, form, main_to)
    rows: list[list[str]] = [
        [paragraph("Imprint", run(text), place=indent(SMALL_SIZE, -3, 4, 1))] for text in receivers
    ]
    if by or day:
        left = paragraph("Imprint", run(by), place=indent(SMALL_SIZE, left=1))
        rows.append([left, paragraph("Imprint", run(day), place=indent(SMALL_SIZE, right=1), align="right")])
    if not rows:
        return ""
    width = twips(frame.area_width)
    right = twips((width_of(day, ADVANCES) + 2.5) * SMALL_SIZE)
    widths = [width - right, right]
    grid = "".join(f'<w:gridCol w:w="{wide}"/>' for wide in widths)
    fits = set_imprint(imprint, frame, ruler, main_to, form).height <= frame.area_height
    whole = "<w:trPr><w:cantSplit/></w:trPr>" if fits else ""
    body = "".join(f"<w:tr>{whole}{_cells(row, widths, _open(n, len(receivers)))}</w:tr>" for n, row in enumerate(rows))
    place = (
        '<w:tblpPr w:leftFromText="0" w:rightFromText="0" w:topFromText="240" w:vertAnchor="margin" '
        f'w:horzAnchor="page" w:tblpX="{twips(frame.left)}" w:tblpYSpec="bottom"/><w:tblOverlap w:val="never"/>'
    )
    return (
        f'<w:tbl><w:tblPr>{place if fits else ""}<w:tblW w:w="{width}" w:type="dxa"/>{_imprint_rules(form)}<w:tblLayout w:type="fixed"/>{NO_MARGINS}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"
    )


def _imprint_rules(form: Form) -> str:
    """Thick above and below, thin between (7.4.1); none in a letter (10.1)."""
    if form is Form.LETTER:
        return ""
    outer = f'w:val="single" w:sz="{round(OUTER_RULE * 8)}" w:space="0" w:color="auto"'
    inner = f'w:val="single" w:sz="{round(INNER_RULE * 8)}" w:space="0" w:color="auto"'
    return f"<w:tblBorders><w:top {outer}/><w:bottom {outer}/><w:insideH {inner}/></w:tblBorders>"


def _open(number: int, receivers: int) -> str:
    """The sides of a row that have no rule: between 主送 and 抄送 (7.4.2)."""
    above = '<w:top w:val="nil"/>' if 0 < number < receivers else ""
    below = '<w:bottom w:val="nil"/>' if number < receivers - 1 else ""
    return f"<w:tcBorders>{above}{below}</w:tcBorders>" if above or below else ""


def _cells(row: Sequence[str], widths: Sequence[int], borders: str) -> str:
    """The cells of a row with these borders of their own."""
    if len(row) == 1:
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{sum(widths)}" w:type="dxa"/><w:gridSpan w:val="2"/>{borders}</w:tcPr>'
            f"{row[0]}</w:tc>"
        )
    return "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/></w:tcPr>{inside}</w:tc>'
        for inside, wide in zip(row, widths, strict=True)
    )


# ------------------------------------------------------------------------------------------------- pages


def section_xml(frame: Frame, references: dict[str, str], *, starts: bool, follows: bool, letter: float | None) -> str:
    """The w:sectPr of a section; `references` name its header and footers: `footer default` → relationship id.

    `starts` begins a new part: on a right-hand page, counted from 1; one that `follows` goes on on the same page. `letter` is the distance of a letter's first header.
    """
    said = "".join(
        f'<w:{key.split()[0]}Reference w:type="{key.split()[1]}" r:id="{number}"/>'
        for key, number in references.items()
    )
    orient = ' w:orient="landscape"' if frame.width > frame.height else ""
    foot = _TURNED_FOOT if frame.turned else _footer_distance() if letter is None else LETTER_FOOT
    margins = {
        "top": frame.height - frame.top,
        "right": frame.width - frame.right,
        "bottom": frame.bottom,
        "left": frame.left,
        "header": _HEADER_TOP if letter is None else letter,
        "footer": foot,
        "gutter": 0.0,
    }
    edges = " ".join(f'w:{name}="{twips(value)}"' for name, value in margins.items())
    return (
        f'<w:sectPr>{said}<w:type w:val="{"oddPage" if starts else "continuous" if follows else "nextPage"}"/>'
        f'<w:pgSz w:w="{twips(frame.width)}" w:h="{twips(frame.height)}"{orient}/><w:pgMar {edges}/>'
        f'{"""<w:pgNumType w:start="1"/>""" if starts else ""}<w:cols w:space="425"/>'
        f'{"" if letter is None else "<w:titlePg/>"}<w:docGrid w:type="lines" w:linePitch="{twips(frame.pitch)}"/></w:sectPr>'
    )


def _footer_distance() -> float:
    """From the edge of the sheet to the foot of the number's line: its dash stands 7 mm below the type area (7.5)."""
    dash = NUMBER_LINE * (1 - BASE) + _DASH * SMALL_SIZE
    return 35 * MM - NUMBER_BELOW - dash


def footer_part(frame: Frame, *, even: bool, letter: bool = False) -> str:
    """A footer: — 1 —, odd pages at the right, even ones at the left, upright on the sheet however the page is turned."""
    field = "".join(
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>{inside}'
        for kind, inside in (
            ("begin", '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'),
            ("separate", "<w:r><w:t>1</w:t></w:r>"),
            ("end", ""),
        )
    )
    number = f"{run('— ')}{field}{run(' —')}"
    align = "left" if even else "right"
    if frame.turned:
        inside = paragraph("Footer", number, align=align, place=indent(SMALL_SIZE))
        return _part("ftr", paragraph("Gap", f"<w:r>{_turned_box(frame, inside, even=even)}</w:r>"))
    after = _footer_distance() - LETTER_FOOT if letter else 0.0  # the letter's first page has its rule lower
    space = spacing(0.0, after, NUMBER_LINE) if letter else ""
    return _part("ftr", paragraph("Footer", number, align=align, space=space))


def _turned_box(frame: Frame, inside: str, *, even: bool) -> str:
    """A box at the left edge of a turned page, read with the sheet upright: there is the foot of the sheet."""
    wide, high = _NUMBER_BOX
    middle = frame.left - NUMBER_BELOW
    x = middle - wide / 2 + (_DASH - (ASCENT - 0.5)) * SMALL_SIZE
    y = frame.height - frame.top + SMALL_SIZE if even else frame.height - frame.bottom - SMALL_SIZE - high
    extent = f'cx="{round(wide * EMU)}" cy="{round(high * EMU)}"'
    return (
        '<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" '
        'simplePos="0" relativeHeight="2" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{round(x * EMU)}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{round(y * EMU)}</wp:posOffset></wp:positionV>'
        f'<wp:extent {extent}/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        f'<wp:docPr id="{2 if even else 1}" name="页码"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{_WPS}"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext {extent}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>'
        f"<wps:txbx><w:txbxContent>{inside}</w:txbxContent></wps:txbx>"
        '<wps:bodyPr rot="0" vert="vert" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="t"><a:noAutofit/></wps:bodyPr>'
        "</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent>"
    )


def letter_parts(head: Head, frame: Frame, *, draft: bool) -> tuple[str, str]:
    """Header and footer of a letter's first page, which carries no number (10.1); a draft says so above the last rule."""
    said = paragraph("Header", run(_DRAFT)) if draft else ""
    return _part("hdr", letter_header(head, frame)), _part("ftr", said + letter_footer(frame))


def draft_header_part() -> str:
    """A header that says 草稿 on every page."""
    return _part("hdr", paragraph("Header", run(_DRAFT)))


def _part(root: str, inside: str) -> str:
    return f"{DECLARED}<w:{root} {NAMESPACES}>{inside}</w:{root}>"
