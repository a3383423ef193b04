""".docx → Paper: the body by its real cells and paragraphs, then footnotes and running heads that say something."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from .docx_names import MC, R, is_on, w
from .docx_numbering import Numbering
from .docx_styles import Styles
from .docx_tables import read_table
from .docx_text import DELETED, PAGE, TextReader, chosen
from .errors import PaperError
from .package import damaged
from .paper import PageBreak, Paper, Paragraph, Role, Section, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .docx_styles import Look
    from .package import Package
    from .paper import Block

MOST_BLOCKS = 300_000
FLOWING = frozenset(w(n) for n in ("ins", "moveTo", "customXml", "smartTag", "sdtContent"))
ONLY_PAGE_NUMBER = re.compile(r"[\s\d\-—–－·.,，/|第共页]*$")


def read_docx(package: Package, name: str) -> Paper:
    """The document in the package as a Paper; raises PaperError when it has no text or is damaged."""
    main = package.main_part("word/document.xml")
    related = package.related(main)
    parts = {kind: target for kind, target in related.values() if package.has(target)}
    styles = Styles(package.xml(parts["styles"]) if "styles" in parts else None)
    numbering = Numbering(package.xml(parts["numbering"]) if "numbering" in parts else None, styles.number_of)
    body = package.xml(main).find(w("body"))
    if body is None:
        raise damaged("这个文件缺少正文，已经损坏。")
    story = Story(styles, numbering)
    sections = _sections(body, story)
    first_page, running = _running(body, package, related, styles)
    last = [*_notes(package, parts, styles), *running]
    sections[0] = replace(sections[0], blocks=(*first_page, *sections[0].blocks))
    sections[-1] = replace(sections[-1], blocks=(*sections[-1].blocks, *last))
    sections = [section for section in sections if section.blocks]
    if not any(isinstance(block, Paragraph | Table) for section in sections for block in section.blocks):
        raise PaperError("这个文档里没有文字。", _picture_advice(story))
    return Paper(tuple(sections), source=name, notes=tuple(_remarks(story, parts)))


class Story:
    """One flow of paragraphs and tables (the body, a header, a footnote) turned into blocks, counting as it goes."""

    def __init__(self, styles: Styles, numbering: Numbering, *, skip_pages: bool = False) -> None:
        self.styles = styles
        self.numbering = numbering
        self.text = TextReader(styles, skip_pages=skip_pages)
        self.tables = 0
        self.remarks: list[str] = []
        self.foreign = 0
        self._held: list[str] = []

    def blocks(self, node: Any) -> list[Block]:
        """The blocks of everything below a body, a cell, a text box, a header."""
        out: list[Block] = []
        for element in self.flow(node):
            out += self.paragraph(element) if element.tag == w("p") else read_table(element, self)
        return out

    def flow(self, node: Any) -> Iterator[Any]:
        """The paragraphs and tables of a container in order, out of content controls and tracked insertions."""
        for e in node:
            if e.tag in (w("p"), w("tbl")):
                yield e
            elif e.tag in FLOWING:
                yield from self.flow(e)
            elif e.tag == w("sdt"):
                for content in e.findall(w("sdtContent")):
                    yield from self.flow(content)
            elif e.tag == MC + "AlternateContent":
                yield from self.flow(chosen(e))
            elif e.tag == w("altChunk"):
                self.foreign += 1
            elif e.tag in DELETED:
                self.text.changes += 1

    def paragraph(self, element: Any) -> list[Block]:
        """A w:p as blocks: its text boxes first, then its text, cut where a page is forced."""
        properties = element.find(w("pPr"))
        style = self.styles.paragraph_style(properties)
        look = self.styles.look(style).with_paragraph(properties)
        inline = self.text.read(element, look)
        out: list[Block] = [Paragraph(art) for art in inline.word_art]
        for box in inline.boxes:
            out += self.blocks(box)
        if properties is not None and properties.find(f"{w('rPr')}/{w('del')}") is not None:
            self._held.append(inline.text)  # the paragraph's end was deleted: it runs on in the next one
            return out
        text = "".join([*self._held, inline.text])
        self._held.clear()
        label = self._label(look, style)
        size = inline.sizes.most_common(1)[0][0] if inline.sizes else look.size
        bold = bool(inline.text.strip()) and not inline.light
        if look.page_before or inline.page_first:
            out.insert(0, PageBreak())
        for n, piece in enumerate(text.split(PAGE)):
            if n:
                out.append(PageBreak())
            shown = _labelled(label, piece.strip()) if n == 0 else piece.strip()
            if shown:
                out.append(Paragraph(shown, align=look.align, size=size, bold=bold))
        return out

    def text_of(self, node: Any) -> tuple[str, Paragraph | None]:
        """All text below a cell: paragraphs on lines of their own, nested tables row by row; and its first paragraph."""
        lines: list[str] = []
        first: Paragraph | None = None
        tables = self.tables
        blocks = self.blocks(node)
        self.tables = tables  # a table in a cell is no table of its own
        for block in blocks:
            if isinstance(block, Paragraph):
                first = first or block
                lines.append(block.text)
            elif isinstance(block, Table):
                lines += ["\t".join(cell.text.replace("\n", " ") for cell in row.cells) for row in block.rows]
        return "\n".join(lines), first

    def _label(self, look: Look, style: str) -> str:
        if not look.number:
            return ""
        depth = look.depth if look.depth is not None else self.numbering.level_of_style(look.number, style)
        return self.numbering.label(look.number, depth).strip()


def _labelled(label: str, text: str) -> str:
    """The ordinal before its text; a blank between them only where digits or letters would run into each other."""
    apart = label and text and label[-1].isascii() and text[0].isascii() and text[0].isalnum()
    return f"{label} {text}" if apart else label + text


def _sections(body: Any, story: Story) -> list[Section]:
    """The body cut at its section breaks; where the next section begins on a new page, a page break says so."""
    out: list[Section] = []
    current: list[Block] = []
    ends: list[tuple[list[Block], Any]] = []
    count = 0
    for element in story.flow(body):
        blocks = story.paragraph(element) if element.tag == w("p") else read_table(element, story)
        count += len(blocks)
        if count > MOST_BLOCKS:
            raise PaperError("这个文档的段落太多，超出了能读的范围。", "请只保留需要导入的部分，另存后再导入。")
        for block in blocks:
            if not (isinstance(block, PageBreak) and (not current or isinstance(current[-1], PageBreak))):
                current.append(block)
        section = element.find(f"{w('pPr')}/{w('sectPr')}") if element.tag == w("p") else None
        if section is not None:
            ends.append((current, section))
            current = []
    ends.append((current, body.find(w("sectPr"))))
    for n, (blocks, section) in enumerate(ends):
        following = ends[n + 1][1] if n + 1 < len(ends) else None
        if out and _attribute(section, "type", "val") == "continuous" and out[-1].turned == _turned(section):
            out[-1] = replace(out[-1], blocks=(*out[-1].blocks, *blocks))
        else:
            out.append(Section(tuple(blocks), turned=_turned(section)))
        goes_on = following is not None and _attribute(following, "type", "val") != "continuous"
        if goes_on and out[-1].blocks and not isinstance(out[-1].blocks[-1], PageBreak):
            out[-1] = replace(out[-1], blocks=(*out[-1].blocks, PageBreak()))
    return out


def _attribute(parent: Any | None, child: str, name: str) -> str:
    element = parent.find(w(child)) if parent is not None else None
    return element.get(w(name)) or "" if element is not None else ""


def _turned(section: Any | None) -> bool:
    if _attribute(section, "pgSz", "orient") == "landscape":
        return True
    try:
        return float(_attribute(section, "pgSz", "w") or 0) > float(_attribute(section, "pgSz", "h") or 0) > 0
    except ValueError:
        return False


def _running(
    body: Any, package: Package, related: dict[str, tuple[str, str]], styles: Styles
) -> tuple[list[Block], list[Block]]:
    """Texts of headers and footers: those of the first page only (a red head may stand there), and all others."""
    first_page: list[Block] = []
    others: list[Block] = []
    seen: set[str] = set()
    said: set[str] = set()
    for n, section in enumerate(body.iter(w("sectPr"))):
        title_page = section.find(w("titlePg"))
        has_first = title_page is not None and is_on(title_page.get(w("val")))
        for reference in section:
            if reference.tag not in (w("headerReference"), w("footerReference")):
                continue
            kind = reference.get(w("type"))
            _, target = related.get(reference.get(R + "id") or "", ("", ""))
            if target in seen or not package.has(target) or (kind == "first" and not has_first):
                continue
            seen.add(target)
            story = Story(styles, Numbering(None), skip_pages=True)
            text, _ = story.text_of(package.xml(target))
            lines = [line for line in text.split("\n") if not ONLY_PAGE_NUMBER.match(line) and line not in said]
            said.update(lines)
            if n == 0 and kind == "first" and reference.tag == w("headerReference"):
                first_page += [Paragraph(line) for line in lines]
            else:
                others += [Paragraph(line, role=Role.RUNNING) for line in lines]
    return first_page, others


def _notes(package: Package, parts: dict[str, str], styles: Styles) -> list[Block]:
    """Footnotes and endnotes as paragraphs, in their order."""
    out: list[Block] = []
    for kind in ("footnotes", "endnotes"):
        for note in package.xml(parts[kind]) if kind in parts else ():
            if note.get(w("type")) in (None, "normal"):
                text, _ = Story(styles, Numbering(None)).text_of(note)
                if text:
                    out.append(Paragraph(text, role=Role.FOOTNOTE))
    return out


def _remarks(story: Story, parts: dict[str, str]) -> Iterator[str]:
    if story.text.changes:
        yield "文档里有修订痕迹，已按接受全部修订后的内容读入。"
    if "comments" in parts:
        yield "文档里有批注，批注没有读入。"
    if story.text.pictures:
        yield f"文档里有 {story.text.pictures} 张图片，图片里的文字没有读入。"
    if story.foreign:
        yield f"文档里嵌入了 {story.foreign} 个其他文件，它们的内容没有读入；请在 WPS 或 Word 里打开后另存再导入。"
    yield from story.remarks


def _picture_advice(story: Story) -> str:
    if story.text.pictures:
        return "它只有图片，可能是扫描件；请先做文字识别，再导入识别出的 .docx。"
    return "请确认选对了文件。"
