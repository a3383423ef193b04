"""Official papers as .docx: GB/T 9704-2012 page, red head, body, tables with real merged cells, 版记."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document as Doc
    from docx.section import Section

FANGSONG, SONG, HEI, KAI, TITLE = "仿宋_GB2312", "宋体", "黑体", "楷体_GB2312", "方正小标宋简体"
BODY_SIZE, PITCH = 16.0, 28.95  # points: 三号, and 22 lines on a page 225 mm high
RED = "FF0000"


@dataclass(frozen=True)
class Box:
    """One cell: text, how many columns it covers, and whether it begins ("restart") or goes on ("continue") downwards."""

    text: str
    columns: int = 1
    down: str = ""
    align: str = "center"
    bold: bool = False


def new_paper(*, turned: bool = False) -> Doc:
    """An empty document with the page of the standard, page numbers outside, and only the styles it needs."""
    doc = Document()
    styles = doc.styles.element
    keep = {"Normal", "DefaultParagraphFont", "TableNormal", "Header", "Footer"}
    for element in list(styles):
        named = element.get(qn("w:styleId"))
        if element.tag == qn("w:latentStyles") or (element.tag == qn("w:style") and named not in keep):
            styles.remove(element)
    for link in styles.iter(qn("w:link")):
        link.getparent().remove(link)
    normal = doc.styles["Normal"]
    normal.font.size = Pt(BODY_SIZE)
    normal.paragraph_format.widow_control = False  # pages are filled to the last line
    _set_font(normal.element.get_or_add_rPr(), FANGSONG)
    doc.settings.odd_and_even_pages_header_footer = True
    _page(doc.sections[0], turned)
    _page_numbers(doc.sections[0])
    core = doc.core_properties
    core.author, core.title, core.comments = "临江区对口协作工作办公室", "", ""
    return doc


def _page(section: Section, turned: bool = False) -> None:
    section.page_width, section.page_height = (Mm(297), Mm(210)) if turned else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if turned else WD_ORIENT.PORTRAIT
    top, right, bottom, left = (28, 37, 26, 35) if turned else (37, 26, 35, 28)
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = (
        Mm(top),
        Mm(right),
        Mm(bottom),
        Mm(left),
    )
    section.footer_distance = Mm(19 if turned else 25)
    section.header_distance = Mm(15)


def _page_numbers(section: Section) -> None:
    for footer, align, side in ((section.footer, "right", "right"), (section.even_page_footer, "left", "left")):
        paragraph = footer.paragraphs[0]._p
        for child in list(paragraph):
            paragraph.remove(child)
        paragraph.append(parse_xml(f'<w:pPr {nsdecls("w")}><w:ind w:{side}="280"/><w:jc w:val="{align}"/></w:pPr>'))
        field = '<w:fldSimple w:instr=" PAGE "><w:r>{look}<w:t>1</w:t></w:r></w:fldSimple>'
        look = _look(SONG, 14)
        inside = f'<w:r>{look}<w:t xml:space="preserve">— </w:t></w:r>{field.format(look=look)}<w:r>{look}<w:t xml:space="preserve"> —</w:t></w:r>'
        for run in parse_xml(f"<w:p {nsdecls('w')}>{inside}</w:p>"):
            paragraph.append(run)


def turn_page(doc: Doc, *, turned: bool) -> None:
    """Begin a new section on a new page; `turned` for 横排."""
    _page(doc.add_section(WD_SECTION.NEW_PAGE), turned)


def _set_font(properties: Any, font: str) -> None:
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    properties.insert(0, parse_xml(f'<w:rFonts {nsdecls("w")} w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}"/>'))


def _look(font: str, size: float, *, bold: bool = False, colour: str = "") -> str:
    return (
        f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}"/>{"<w:b/>" if bold else ""}'
        f'{f"""<w:color w:val="{colour}"/>""" if colour else ""}<w:sz w:val="{round(size * 2)}"/></w:rPr>'
    )


def _text(text: str) -> str:
    pieces = escape(text).replace("\t", "\0\t\0").replace("\n", "\0\n\0").split("\0")
    signs = {"\n": "<w:br/>", "\t": "<w:tab/>"}
    return "".join(signs.get(piece) or f'<w:t xml:space="preserve">{piece}</w:t>' for piece in pieces if piece)


def paragraph(
    doc: Doc,
    *runs: tuple[str, str],
    size: float = BODY_SIZE,
    align: str = "both",
    indent: float = 2,
    right: float = 0,
    pitch: float = PITCH,
    more: str = "",
    colour: str = "",
    before: float = 0,
) -> None:
    """A paragraph of (text, font) runs; `indent` of the first line and `right` in characters; `more` is XML for w:pPr."""
    texts = "".join(
        f"<w:r>{_look(font.rstrip('*'), size, bold=font.endswith('*'), colour=colour)}{_text(text)}</w:r>"
        for text, font in runs
    )
    side = f'<w:ind w:firstLineChars="{round(indent * 100)}" w:firstLine="{round(indent * size * 20)}" w:rightChars="{round(right * 100)}" w:right="{round(right * size * 20)}"/>'
    body = (
        f'<w:p {nsdecls("w")}><w:pPr>{more}<w:spacing w:before="{round(before * 20)}" w:after="0" w:line="{round(pitch * 20)}" w:lineRule="exact"/>'
        f'{side}<w:jc w:val="{align}"/></w:pPr>{texts}</w:p>'
    )
    doc.element.body.insert_element_before(parse_xml(body), "w:sectPr")


def red_head(doc: Doc, mark: str, number: str, *, size: float) -> None:
    """发文机关标志, 发文字号 and the red separator."""
    paragraph(doc, (mark, TITLE), size=size, align="center", indent=0, pitch=size * 1.6, colour=RED, before=60)
    paragraph(doc, indent=0)
    line = f'<w:pBdr><w:bottom w:val="single" w:sz="18" w:space="8" w:color="{RED}"/></w:pBdr>'
    paragraph(doc, (number, FANGSONG), align="center", indent=0, more=line)
    paragraph(doc, indent=0)


def title(doc: Doc, text: str, *, size: float = 22, page_before: bool = False) -> None:
    """标题, broken into lines by meaning, with a blank line below."""
    paragraph(
        doc,
        (text, TITLE),
        size=size,
        align="center",
        indent=0,
        pitch=size * 1.6,
        more="<w:pageBreakBefore/>" if page_before else "",
    )
    paragraph(doc, indent=0)


def signature(doc: Doc, office: str, date: str) -> None:
    """署名 centred above 成文日期, which ends four characters from the right edge."""
    paragraph(doc, indent=0)
    shift = 4 - (len(office) - _width(date)) / 2
    paragraph(doc, (office, FANGSONG), align="right", indent=0, right=max(2, shift))
    paragraph(doc, (date, FANGSONG), align="right", indent=0, right=4)


def _width(text: str) -> float:
    return sum(0.5 if letter.isascii() else 1 for letter in text)


def imprint(doc: Doc, copy_to: str, office: str, printed: str) -> None:
    """版记: 抄送, 印发机关 and 印发日期 between lines."""
    thick, thin = "8", "6"
    top = f'<w:pBdr><w:top w:val="single" w:sz="{thick}" w:space="4"/><w:bottom w:val="single" w:sz="{thin}" w:space="4"/></w:pBdr>'
    bottom = f'<w:pBdr><w:bottom w:val="single" w:sz="{thick}" w:space="4"/></w:pBdr><w:tabs><w:tab w:val="right" w:pos="8560"/></w:tabs>'
    hanging = '<w:ind w:left="1120" w:hanging="1120"/>'  # the lines are as wide as the page's text
    for properties, text in (
        (
            f'<w:keepNext/>{top}<w:spacing w:before="480" w:after="0" w:line="440" w:lineRule="exact"/>{hanging}',
            f"　抄送：{copy_to}",
        ),
        (
            f'{bottom}<w:spacing w:before="0" w:after="0" w:line="440" w:lineRule="exact"/>',
            f"　{office}\t{printed}",
        ),
    ):
        xml = f"<w:p {nsdecls('w')}><w:pPr>{properties}</w:pPr><w:r>{_look(FANGSONG, 14)}{_text(text)}</w:r></w:p>"
        doc.element.body.insert_element_before(parse_xml(xml), "w:sectPr")


def table(
    doc: Doc,
    rows: Sequence[Sequence[Box]],
    widths: Sequence[float],
    *,
    header_rows: int = 1,
    size: float = 12,
    least: float = 8,
    cut_rows: bool = False,
) -> None:
    """A ruled table; `widths` of the grid columns in mm, `least` height of a row in mm.

    Header rows repeat on each page; `cut_rows` where a long row may run over the end of a page.
    """
    grid = "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in widths)
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margins = '<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="57" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar>'
    made = "".join(_row(row, widths, n < header_rows, size, least) for n, row in enumerate(rows))
    made = made.replace("<w:cantSplit/>", "") if cut_rows else made
    xml = (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{_twips(sum(widths))}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{edges}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/>{margins}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{made}</w:tbl>'
    )
    doc.element.body.insert_element_before(parse_xml(xml), "w:sectPr")


def _row(row: Sequence[Box], widths: Sequence[float], header: bool, size: float, least: float) -> str:
    cells, column = "", 0
    for box in row:
        width = _twips(sum(widths[column : column + box.columns]))
        column += box.columns
        span = f'<w:gridSpan w:val="{box.columns}"/>' if box.columns > 1 else ""
        down = {"restart": '<w:vMerge w:val="restart"/>', "continue": "<w:vMerge/>"}.get(box.down, "")
        look = _look(HEI if header or box.bold else FANGSONG, size)
        keep = "<w:keepNext/>" if box.bold else ""  # a category row stays with what it heads
        place = f'<w:pPr>{keep}<w:spacing w:before="0" w:after="0" w:line="{round(size * 26)}" w:lineRule="exact"/><w:jc w:val="{box.align}"/></w:pPr>'
        texts = "".join(f"<w:p>{place}<w:r>{look}{_text(line)}</w:r></w:p>" for line in box.text.split("\n"))
        cells += f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{down}<w:vAlign w:val="center"/></w:tcPr>{texts}</w:tc>'
    repeated = "<w:tblHeader/>" if header else ""
    return f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{_twips(least)}" w:hRule="atLeast"/>{repeated}</w:trPr>{cells}</w:tr>'


def _twips(mm: float) -> int:
    return round(mm / 25.4 * 1440)
