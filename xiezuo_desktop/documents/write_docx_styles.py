"""The styles of a .docx: every role of GB/T 9704-2012 as a named style, so that an office can go on editing.

Built-in styles keep their built-in names (Word shows 正文, 标题, 标题 1 …) and carry ours as a second name.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from .pdf.flow import BODY_SIZE, EM, SMALL_SIZE
from .pdf.flow_lines import ABOVE_CUT, CAPTION_PITCH, CAPTION_SIZE, TITLE_SIZE
from .pdf.gongwen_imprint import LINE as IMPRINT_LINE
from .pdf.table import INNER_RULE, OUTER_RULE
from .pdf.table_cells import LEAD, PAD_X
from .pdf.table_rows import PAD_Y
from .write_docx_xlsx import FACES, LATIN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
LINE = (
    28.95  # points: 22 lines of Word's grid fill 225 mm (12756 / 22 = 579.8 twips), where it draws a slot for each line
)
NUMBER_LINE = 20.0  # points: the line of the page number
TWIPS = 20  # of a point
SPREAD = -0.25  # points between characters of 16 pt: 28 of them fill 156 mm when their line is justified
RED = "FF0000"
SIZE_NAMES = {12.0: "小四", 10.5: "五号", 9.0: "小五", 7.5: "六号", 6.5: "小六"}
# Other names of the faces, asked for where a computer lacks the first; panose, family and pitch of Chinese faces.
_ALTERNATIVES = {
    "fangsong": "仿宋,FangSong,方正仿宋_GBK,方正仿宋简体,华文仿宋,STFangsong,FandolFang",
    "xiaobiaosong": "FZXiaoBiaoSong-B05S,方正小标宋_GBK,小标宋,华文中宋,STZhongsong,Noto Serif CJK SC Black",
    "hei": "SimHei,方正黑体_GBK,方正黑体简体,Noto Sans CJK SC",
    "kai": "楷体,KaiTi,方正楷体_GBK,方正楷体简体,华文楷体,STKaiti,FandolKai",
    "song": "SimSun,新宋体,方正书宋_GBK,Noto Serif CJK SC",
}


def twips(points: float) -> int:
    """Twentieths of a point, the measure of WordprocessingML."""
    return round(points * TWIPS)


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style: lengths in points, `first`, `left`, `right` in characters of its own size."""

    key: str
    name: str
    alias: str = ""
    face: str = "fangsong"
    size: float = BODY_SIZE
    line: float = 0.0
    before: float = 0.0
    after: float = 0.0
    first: float = 0.0
    left: float = 0.0
    right: float = 0.0
    align: str = "both"
    next: str = ""
    outline: int | None = None
    keep_next: bool = False
    colour: str = ""
    grid: bool = True

    @property
    def em(self) -> float:
        """Width of one character, on the grid that of the grid, points."""
        return EM if self.grid else self.size


@lru_cache(maxsize=8)
def styles_at(line: float) -> dict[str, Style]:
    """All styles but those of tables, for lines `line` points apart."""
    found = (
        Style("Normal", "Normal", "公文正文", first=2),
        Style("Title", "Title", "公文标题", "xiaobiaosong", TITLE_SIZE, after=line, align="center", next="Normal", outline=0,
              keep_next=True, grid=False),
        Style("Subtitle", "Subtitle", "公文副标题", "kai", after=line, align="center", next="Normal", keep_next=True),
        Style("Heading1", "heading 1", "一级标题", "hei", first=2, next="Normal", outline=0, keep_next=True),
        Style("Heading2", "heading 2", "二级标题", "kai", first=2, next="Normal", outline=1, keep_next=True),
        Style("Heading3", "heading 3", "三级标题", first=2, next="Normal", outline=2),
        Style("Heading4", "heading 4", "四级标题", first=2, next="Normal", outline=3),
        Style("MainTo", "主送机关", next="Normal"),
        Style("Attendance", "出席列席", before=line),
        Style("AttachmentList", "附件说明", before=line, left=2, align="left"),
        Style("Signature", "Signature", "发文机关署名", before=2 * line, align="right", next="Date", keep_next=True),
        Style("Date", "Date", "成文日期", align="right", right=4, next="Remark"),
        Style("Remark", "附注", first=2),
        Style("AttachmentMark", "附件", face="hei", align="left", next="Title", keep_next=True),
        Style("Caption", "caption", "表注", size=CAPTION_SIZE, line=CAPTION_PITCH, grid=False),
        Style("CutLine", "裁切线", size=CAPTION_SIZE, line=CAPTION_PITCH, before=ABOVE_CUT, after=12, align="left", keep_next=True,
              grid=False),
        Style("CopyNumber", "份号", align="left"),
        Style("Secrecy", "密级和紧急程度", face="hei", align="left"),
        Style("Mark", "发文机关标志", face="xiaobiaosong", size=52, line=52 * 1.2, align="center", next="DocNumber",
              colour=RED, grid=False),
        Style("DocNumber", "发文字号", align="center", next="Title"),
        Style("Imprint", "版记", size=SMALL_SIZE, line=IMPRINT_LINE, left=1, right=1, align="left", grid=False),
        Style("Footer", "footer", "页码", "song", SMALL_SIZE, NUMBER_LINE, left=1, right=1, align="right", grid=False),
        Style("Header", "header", "页眉", line=20.0, align="right", colour="737373", grid=False),
        Style("Gap", "间隔", size=1, line=1, align="left", grid=False),
    )  # fmt: skip
    return {style.key: style if style.line else replace(style, line=line) for style in found}


def table_styles(size: float) -> dict[str, Style]:
    """The styles of a table's text at one of its sizes: body, heading and category rows."""
    size_name, number = SIZE_NAMES.get(size, f"{size:g}磅"), round(size * 100)
    line = size * LEAD
    kinds = (
        ("Cell", "表格", "fangsong", "center"),
        ("Head", "表头", "hei", "center"),
        ("Group", "表格类别", "hei", "left"),
    )
    return {
        kind: Style(f"{kind}{number}", f"{name}{size_name}", "", face, size, line, align=align, grid=False)
        for kind, name, face, align in kinds
    }


def cell_margins(size: float) -> tuple[int, int]:
    """Space beside and above the text of a cell, twips."""
    return int(PAD_X * size * TWIPS) - 1, twips(PAD_Y * size)  # columns are rounded too: a name fits its column exactly


def fonts(face: str) -> str:
    """The w:rFonts of a role: its Chinese face; figures and Latin letters of running text in the one that every PC has.

    Those of titles and headings are as heavy as their characters, page numbers are 宋体 (7.5).
    """
    name = FACES[face]
    latin = LATIN if face in ("fangsong", "kai") else name
    return f'<w:rFonts w:hint="eastAsia" w:ascii="{latin}" w:eastAsia="{name}" w:hAnsi="{latin}" w:cs="{LATIN}"/>'


def styles_part(line: float, table_sizes: Iterable[float]) -> str:
    """styles.xml for lines `line` points apart, with the styles of tables at these sizes."""
    used = [*styles_at(line).values(), *(style for size in table_sizes for style in table_styles(size).values())]
    return "".join((
        DECLARED,
        f'<w:styles xmlns:w="{MAIN}"><w:docDefaults><w:rPrDefault><w:rPr>{fonts("fangsong")}<w:sz w:val="32"/><w:szCs w:val="32"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
        '<w:widowControl/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="1" w:defUnhideWhenUsed="1" '
        'w:defQFormat="0" w:count="376"/>',
        *map(_style, used),
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/>'
        '<w:uiPriority w:val="1"/><w:semiHidden/></w:style>',
        _table_style(),
        "</w:styles>",
    ))  # fmt: skip


def _style(style: Style) -> str:
    default = ' w:default="1"' if style.key == "Normal" else ""
    based = "" if style.key == "Normal" else '<w:basedOn w:val="Normal"/>'
    custom = ' w:customStyle="1"' if not style.name.isascii() else ""
    return "".join((
        f'<w:style w:type="paragraph"{default}{custom} w:styleId="{style.key}"><w:name w:val={quoteattr(style.name)}/>',
        f"<w:aliases w:val={quoteattr(style.alias)}/>" if style.alias else "",
        based,
        f'<w:next w:val="{style.next}"/>' if style.next else "",
        '<w:uiPriority w:val="1"/><w:qFormat/><w:pPr>',
        *_paragraph_properties(style),
        "</w:pPr><w:rPr>",
        *_run_properties(style),
        "</w:rPr></w:style>",
    ))  # fmt: skip


def _paragraph_properties(style: Style) -> Iterator[str]:
    if style.keep_next:
        yield "<w:keepNext/><w:keepLines/>"
    if (
        style.key == "Normal"
    ):  # what all others take over: breaks as in the PDF, no blanks between Han characters and figures
        yield '<w:kinsoku/><w:wordWrap/><w:overflowPunct/><w:topLinePunct w:val="0"/><w:autoSpaceDE w:val="0"/>'
        yield '<w:autoSpaceDN w:val="0"/>'
    if not style.grid:
        yield '<w:snapToGrid w:val="0"/>'
    yield spacing(style.before, style.after, style.line, style.line if style.grid or style.after else 0.0)
    yield indent(style.em, style.first, style.left, style.right)
    yield f'<w:jc w:val="{style.align}"/>'
    if style.outline is not None:
        yield f'<w:outlineLvl w:val="{style.outline}"/>'


def _run_properties(style: Style) -> Iterator[str]:
    yield fonts(style.face)
    if style.colour:
        yield f'<w:color w:val="{style.colour}"/>'
    yield f'<w:spacing w:val="{twips(SPREAD) if style.grid else 0}"/>'
    half_points = int(style.size * 2)
    yield f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def spacing(before: float, after: float, line: float, pitch: float = 0.0) -> str:
    """The w:spacing of a paragraph with lines exactly `line` points apart; whole lines of a grid of `pitch` are said as lines."""
    said = []
    for name, points in (("before", before), ("after", after)):
        lines = points / pitch if pitch else 0.0
        if lines and abs(lines - round(lines)) < 1e-6:
            said.append(f'w:{name}Lines="{round(lines) * 100}"')
        said.append(f'w:{name}="{twips(points)}"')
    return f'<w:spacing {" ".join(said)} w:line="{twips(line)}" w:lineRule="exact"/>'


def indent(em: float, first: float = 0.0, left: float = 0.0, right: float = 0.0) -> str:
    """The w:ind of a paragraph, in characters and, for programs that do not count those, in twips; `first` < 0 hangs."""
    hanging = first < 0
    parts = (
        ("left", left),
        ("right", right),
        ("hanging" if hanging else "firstLine", abs(first)),
    )
    said = [f'w:{name}Chars="{round(count * 100)}" w:{name}="{twips(count * em)}"' for name, count in parts]
    return f"<w:ind {' '.join(said)}/>"


def _table_style() -> str:
    def rule(name: str, points: float) -> str:
        return f'<w:{name} w:val="single" w:sz="{round(points * 8)}" w:space="0" w:color="auto"/>'

    outer = {name: rule(name, OUTER_RULE) for name in ("top", "left", "bottom", "right")}
    inner = rule("insideH", INNER_RULE) + rule("insideV", INNER_RULE)
    return (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>'
        '<w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
        '<w:left w:w="0" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        '</w:style><w:style w:type="table" w:customStyle="1" w:styleId="PaperTable"><w:name w:val="公文表格"/>'
        '<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="2"/><w:qFormat/><w:tblPr>'
        f"<w:tblBorders>{''.join(outer.values())}{inner}</w:tblBorders></w:tblPr></w:style>"
    )


def font_table_part() -> str:
    """fontTable.xml: under which other names a computer may have each face."""
    fonts_ = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{_ALTERNATIVES[role]}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{"modern" if role in ("fangsong", "hei", "kai") else "auto"}"/><w:pitch w:val="default"/></w:font>'
        for role, name in FACES.items()
    )
    latin = (
        f'<w:font w:name="{LATIN}"><w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font>'
    )
    return f'{DECLARED}<w:fonts xmlns:w="{MAIN}">{fonts_}{latin}</w:fonts>'


def settings_part() -> str:
    """settings.xml: pages that face each other, punctuation as wide as it is, the layout rules of Word 2013 and later."""
    return (
        f'{DECLARED}<w:settings xmlns:w="{MAIN}"><w:zoom w:percent="100"/><w:bordersDoNotSurroundHeader/>'
        '<w:bordersDoNotSurroundFooter/><w:defaultTabStop w:val="632"/><w:evenAndOddHeaders/>'
        '<w:drawingGridVerticalSpacing w:val="579"/><w:displayHorizontalDrawingGridEvery w:val="0"/>'
        '<w:displayVerticalDrawingGridEvery w:val="1"/><w:characterSpacingControl w:val="doNotCompress"/>'
        "<w:compat><w:balanceSingleByteDoubleByteWidth/><w:doNotExpandShiftReturn/><w:useFELayout/>"
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )
