"""What stands around the text of a .docx: 版头, 版记, page numbers, and the set-up of each section's pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .pdf.flow import BODY_SIZE, EM, MM, PITCH, SMALL_SIZE, width_of
from .pdf.gongwen_head import MARK_TOP, RULE_BELOW_NUMBER, RULE_WEIGHT
from .pdf.gongwen_imprint import INNER_RULE, NUMBER_BELOW, OUTER_RULE
from .write_docx_styles import DECLARED, LINE, MAIN, RED, indent, spacing, twips
from .write_docx_text import paragraph, run
from .write_docx_xlsx import ADVANCES

if TYPE_CHECKING:
    from .paper import Head, Imprint
    from .pdf.flow import Frame

_BASE = 0.8  # of an exact line: Word and LibreOffice put the base line there
_ASCENT = 0.88  # of a character's body above its base line
_DASH = 0.345  # em: middle of a dash above the base line
_NUMBER_LINE = 20.0  # points: the line of the page number
_LARGEST_MARK = 52.0  # points
_NARROWEST = 0.62  # long names are set in narrow letters
_MARK_LEAD = 1.2
_DOCUMENT = "文件"
_EMU = 12700  # of a point
_NUMBER_BOX = (20.0, 90.0)  # points: the turned page number's box
_DRAFT = "草　稿"
_NO_MARGINS = '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
NAMESPACES = (
    f'xmlns:w="{MAIN}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def above_body(size: float, line: float) -> float:
    """How far below the top of an exact line the body of its characters begins, points."""
    return line * _BASE - size * _ASCENT


# ------------------------------------------------------------------------------------------------- 版头


def head_xml(head: Head, frame: Frame) -> str:
    """The head of a red-headed paper down to the red rule (7.2), as paragraphs."""
    small = [("CopyNumber", head.copy_number), ("Secrecy", head.secrecy), ("Secrecy", head.urgency)]
    out = [paragraph(style, run(text)) for style, text in small if text]
    used = len(out) * LINE
    names = [line.strip() for line in head.mark.split("\n") if line.strip()]
    before = MARK_TOP - used
    if names:
        marks, before = _marks(names, frame, before)
        out.append(marks)
    out.append(_number(head, frame, max(before, 0.0)))
    return "".join(out)


def _marks(names: list[str], frame: Frame, top: float) -> tuple[str, float]:
    """发文机关标志 in red, and the space from its last line to the number: two blank lines (7.2.4, 7.2.5).

    The names of a joint paper are equally wide, 文件 stands beside them.
    """
    beside = _DOCUMENT if len(names) > 2 and names[-1] == _DOCUMENT else ""
    names = names[:-1] if beside else names
    widest = max(width_of(name, ADVANCES) for name in names)
    columns = widest + (width_of(beside, ADVANCES) + 0.5 if beside else 0.0)
    size = min(_LARGEST_MARK, 5.2 * PITCH / ((len(names) - 1) * _MARK_LEAD + 1))
    room = frame.area_width * 0.98
    stretch = min(1.0, room / (columns * size))
    if stretch < _NARROWEST:
        size, stretch = room / (columns * _NARROWEST), _NARROWEST
    size = int(size * 2) / 2
    line = size * _MARK_LEAD
    begin = max(top - above_body(size, line), 0.0)
    to_number = 2 * PITCH - above_body(BODY_SIZE, LINE) - (line - above_body(size, line) - size)

    def lines(space: float) -> str:
        return "".join(
            paragraph(
                "Mark",
                run(name, size=size, spread=_spread(name, widest) * size * stretch, stretch=stretch),
                space=spacing(space if place == 0 else 0.0, 0.0, line),
            )
            for place, name in enumerate(names)
        )

    if not beside:
        return lines(begin), to_number
    widths = [twips((widest + 0.25) * size * stretch), twips((2 + 0.25) * size * stretch)]
    document = paragraph("Mark", run(beside, size=size, stretch=stretch), space=spacing(0.0, 0.0, line))
    grid = "".join(f'<w:gridCol w:w="{wide}"/>' for wide in widths)
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{inside}</w:tc>'
        for wide, inside in zip(widths, (lines(0.0), document), strict=True)
    )
    above = paragraph("Gap", space=spacing(0.0, 0.0, max(begin, 1.0)))
    table = (
        f'{above}<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
        f"{_NO_MARGINS}</w:tblPr><w:tblGrid>{grid}</w:tblGrid><w:tr>{cells}</w:tr></w:tbl>"
    )
    return table, to_number


def _spread(name: str, widest: float) -> float:
    """What is added between the characters of a joint paper's shorter name, em."""
    natural, gaps = width_of(name, ADVANCES), len(name) - 1
    return (widest - natural) / gaps if gaps and natural > 0.4 * widest else 0.0


def _number(head: Head, frame: Frame, before: float) -> str:
    """发文字号, with 签发人 of a paper that goes upwards, and the red rule below (7.2.5–7.2.7)."""
    below = RULE_BELOW_NUMBER - (LINE - above_body(BODY_SIZE, LINE) - BODY_SIZE)
    border = f'<w:pBdr><w:bottom w:val="single" w:sz="{round(RULE_WEIGHT * 8)}" w:space="{round(below)}" w:color="{RED}"/></w:pBdr>'
    space = spacing(before, 0.0, LINE)
    if not head.signer:
        return paragraph("DocNumber", run(head.number), border=border, space=space)
    tabs = f'<w:tabs><w:tab w:val="right" w:pos="{twips(frame.area_width - EM)}"/></w:tabs>'
    runs = run(f"{head.number}\t签发人：") + run(head.signer, face="kai")
    return paragraph("DocNumber", runs, border=border, tabs=tabs, space=space, place=indent(EM, 1), align="left")


# ------------------------------------------------------------------------------------------------- 版记


def imprint_xml(imprint: Imprint, frame: Frame) -> str:
    """The 版记 as a table that lies on the lower edge of the type area (7.4); "" when there is nothing to say."""
    rows: list[list[str]] = []
    if imprint.copy_to:
        text = imprint.copy_to.strip()
        text = text.removeprefix("抄送：").removeprefix("抄送:").rstrip("。.：:") + "。"
        rows.append([paragraph("Imprint", run(f"抄送：{text}"), place=indent(SMALL_SIZE, -3, 4, 1))])
    if imprint.printed_by or imprint.printed_on:
        day = imprint.printed_on
        day += "印发" if day and not day.endswith("印发") else ""
        by = paragraph("Imprint", run(imprint.printed_by), place=indent(SMALL_SIZE, left=1))
        rows.append([by, paragraph("Imprint", run(day), place=indent(SMALL_SIZE, right=1), align="right")])
    if not rows:
        return ""
    width = twips(frame.area_width)
    right = twips((width_of("2000年10月10日印发", ADVANCES) + 2) * SMALL_SIZE)
    widths = [width - right, right]
    grid = "".join(f'<w:gridCol w:w="{wide}"/>' for wide in widths)
    body = "".join(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{_imprint_cells(row, widths)}</w:tr>" for row in rows)
    outer = f'w:val="single" w:sz="{round(OUTER_RULE * 8)}" w:space="0" w:color="auto"'
    inner = f'w:val="single" w:sz="{round(INNER_RULE * 8)}" w:space="0" w:color="auto"'
    return (
        '<w:tbl><w:tblPr><w:tblpPr w:leftFromText="0" w:rightFromText="0" w:topFromText="240" w:vertAnchor="margin" '
        f'w:horzAnchor="page" w:tblpX="{twips(frame.left)}" w:tblpYSpec="bottom"/><w:tblOverlap w:val="never"/>'
        f'<w:tblW w:w="{width}" w:type="dxa"/><w:tblBorders><w:top {outer}/><w:bottom {outer}/><w:insideH {inner}/></w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/>{_NO_MARGINS}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>'
    )


def _imprint_cells(row: list[str], widths: list[int]) -> str:
    if len(row) == 1:
        return f'<w:tc><w:tcPr><w:tcW w:w="{sum(widths)}" w:type="dxa"/><w:gridSpan w:val="2"/></w:tcPr>{row[0]}</w:tc>'
    return "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/></w:tcPr>{inside}</w:tc>'
        for inside, wide in zip(row, widths, strict=True)
    )


# ------------------------------------------------------------------------------------------------- pages


def section_xml(frame: Frame, parts: dict[str, str]) -> str:
    """The w:sectPr of a section; `parts` name its header and footers: `footer default` → relationship id."""
    references = "".join(
        f'<w:{key.split()[0]}Reference w:type="{key.split()[1]}" r:id="{number}"/>' for key, number in parts.items()
    )
    orient = ' w:orient="landscape"' if frame.turned else ""
    margins = {
        "top": frame.height - frame.top,
        "right": frame.width - frame.right,
        "bottom": frame.bottom,
        "left": frame.left,
        "header": 18 * MM,
        "footer": 12 * MM if frame.turned else _footer_distance(),
        "gutter": 0.0,
    }
    said = " ".join(f'w:{name}="{twips(value)}"' for name, value in margins.items())
    return (
        f'<w:sectPr>{references}<w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{twips(frame.width)}" w:h="{twips(frame.height)}"{orient}/><w:pgMar {said}/><w:cols w:space="425"/>'
        f'<w:docGrid w:type="lines" w:linePitch="{twips(LINE)}"/></w:sectPr>'
    )


def _footer_distance() -> float:
    """From the edge of the sheet to the foot of the number's line: its dash stands 7 mm below the type area (7.5)."""
    dash = _NUMBER_LINE * (1 - _BASE) + _DASH * SMALL_SIZE
    return 35 * MM - NUMBER_BELOW - dash


def footer_part(frame: Frame, *, even: bool) -> str:
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
    if not frame.turned:
        return _part("ftr", paragraph("Footer", number, align=align))
    inside = paragraph("Footer", number, align=align, place=indent(SMALL_SIZE))
    return _part("ftr", paragraph("Gap", f"<w:r>{_turned_box(frame, inside, even=even)}</w:r>"))


def _turned_box(frame: Frame, inside: str, *, even: bool) -> str:
    """A box at the left edge of a turned page, read with the sheet upright: there is the foot of the sheet."""
    wide, high = _NUMBER_BOX
    middle = frame.left - NUMBER_BELOW
    x = middle - wide / 2 + (_DASH - (_ASCENT - 0.5)) * SMALL_SIZE
    y = frame.height - frame.top + SMALL_SIZE if even else frame.height - frame.bottom - SMALL_SIZE - high
    extent = f'cx="{round(wide * _EMU)}" cy="{round(high * _EMU)}"'
    return (
        '<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" '
        'simplePos="0" relativeHeight="2" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{round(x * _EMU)}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{round(y * _EMU)}</wp:posOffset></wp:positionV>'
        f'<wp:extent {extent}/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/><wp:docPr id="{2 if even else 1}" name="页码"/>'
        '<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f'<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>'
        f"<wps:txbx><w:txbxContent>{inside}</w:txbxContent></wps:txbx>"
        '<wps:bodyPr rot="0" vert="vert" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="t"><a:noAutofit/></wps:bodyPr>'
        "</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent>"
    )


def draft_header_part() -> str:
    """A header that says 草稿 on every page."""
    return _part("hdr", paragraph("Header", run(_DRAFT)))


def _part(root: str, inside: str) -> str:
    return f"{DECLARED}<w:{root} {NAMESPACES}>{inside}</w:{root}>"
