"""Paper → .docx: an official paper in real styles, sections and tables, so that an office can go on editing in Word or WPS.

The XML is written here; of python-docx only its template would have been used, and of that nothing stays: 800 kB of
styles that no official paper has.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from .paper import PageBreak, Paragraph, Section, Table
from .pdf.flow import frame_for
from .write_docx_frame import (
    NAMESPACES,
    draft_header_part,
    footer_part,
    head_xml,
    imprint_xml,
    section_xml,
)
from .write_docx_styles import DECLARED, LINE, font_table_part, settings_part, styles_part
from .write_docx_tables import TableWriter
from .write_docx_text import TextWriter, gap_paragraph
from .write_docx_xlsx import APPLICATION, SteadyZip, moment, office_names, printable, written_whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .paper import Paper
    from .pdf.flow import Frame

_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_FIXED = {"styles": "styles.xml", "settings": "settings.xml", "fontTable": "fontTable.xml"}
_BELOW_HEAD = 2 * LINE  # two blank lines between the red rule and the title (7.3.1)


def write_docx(paper: Paper, path: Path, *, draft: bool = False) -> None:
    """Write a paper as a Word document, which appears complete or not at all.

    `draft` marks every page. SOURCE_DATE_EPOCH (seconds) fixes the dates in the file: equal papers are then equal bytes.
    Raises PaperError when it cannot be written.
    """
    path = Path(path)
    with written_whole(path) as file, SteadyZip(file) as package:
        document = _Document(paper, draft)
        package.stream("word/document.xml", document.body())
        package.writestr("word/styles.xml", styles_part(sorted(document.table_sizes, reverse=True)))
        package.writestr("word/settings.xml", settings_part())
        package.writestr("word/fontTable.xml", font_table_part())
        for name, part in document.parts.items():
            package.writestr(f"word/{name}", part)
        package.writestr("word/_rels/document.xml.rels", document.relations())
        package.writestr("docProps/core.xml", _core(paper))
        package.writestr("docProps/app.xml", _app())
        package.writestr("_rels/.rels", _package_relations())
        package.writestr("[Content_Types].xml", _content_types(document.parts))


@dataclass(slots=True)
class _Document:
    """The body of one document, and the parts that turn out to be needed while it is written."""

    paper: Paper
    draft: bool
    table_sizes: set[float] = field(default_factory=set)
    parts: dict[str, str] = field(default_factory=dict)

    def body(self) -> Iterator[str]:
        """document.xml piece by piece."""
        yield f"{DECLARED}<w:document {NAMESPACES}><w:body>"
        sections = list(self.paper.sections) or [Section(())]
        last = sections[-1]
        if self.paper.imprint and last.turned and imprint_xml(self.paper.imprint, frame_for()):
            sections.append(Section(()))  # a 版记 stands on an upright page
        names = office_names(self.paper)
        for number, section in enumerate(sections):
            yield from self._section(section, names, first=number == 0, last=number == len(sections) - 1)
        yield "</w:body></w:document>"

    def _section(self, section: Section, names: list[str], *, first: bool, last: bool) -> Iterator[str]:
        frame = frame_for(section.paper, section.turned)
        head = self.paper.head if first else None
        if head:
            yield head_xml(head, frame)
        end = section_xml(frame, self._frame_parts(frame))
        imprint = imprint_xml(self.paper.imprint, frame) if last and self.paper.imprint else ""
        blocks = section.blocks
        ends_in_text = bool(blocks) and isinstance(blocks[-1], Paragraph)
        inside = "" if last or not ends_in_text else end
        yield from self._blocks(section, frame, names, inside, above=_BELOW_HEAD if head else 0.0)
        if last:
            yield f"{gap_paragraph()}{imprint}{gap_paragraph()}" if imprint else "" if ends_in_text else gap_paragraph()
            yield end
        elif not inside:
            yield gap_paragraph(section=end)

    def _blocks(self, section: Section, frame: Frame, names: list[str], end: str, above: float) -> Iterator[str]:
        blocks = section.blocks
        texts = TextWriter(blocks, frame, names, above)
        page_first = False
        for place, block in enumerate(blocks):
            before = blocks[place - 1] if place else None
            if isinstance(block, PageBreak):
                page_first = place > 0
                continue
            if isinstance(block, Table):
                if page_first or isinstance(before, Table):
                    yield gap_paragraph(page_first=page_first)
                writer = TableWriter(block, frame)
                self.table_sizes.add(writer.size)
                yield from writer.write()
            else:
                section_end = end if place == len(blocks) - 1 else ""
                yield texts.write(place, page_first=page_first, section=section_end)
            page_first = False

    def _frame_parts(self, frame: Frame) -> dict[str, str]:
        """The header and footers of a section's pages, by what w:sectPr calls them."""
        kind = f"{'turned' if frame.turned else 'upright'}{round(frame.width)}"
        made = {
            "footer default": (f"footer_{kind}_odd.xml", footer_part(frame, even=False)),
            "footer even": (f"footer_{kind}_even.xml", footer_part(frame, even=True)),
        }
        if self.draft:
            made = {key: ("header_draft.xml", draft_header_part()) for key in ("header default", "header even")} | made
        self.parts.update(made.values())
        return {key: _identifier(name) for key, (name, _) in made.items()}

    def relations(self) -> str:
        """What the document refers to."""
        found = list(_FIXED.items())
        found += [(name.partition("_")[0], name) for name in self.parts]
        inside = "".join(
            f'<Relationship Id="{_identifier(name)}" Type="{_OFFICE}/{kind}" Target="{name}"/>' for kind, name in found
        )
        return f'{DECLARED}<Relationships xmlns="{_RELATIONS}">{inside}</Relationships>'


def _identifier(part: str) -> str:
    return "r_" + part.partition(".")[0]


def _package_relations() -> str:
    kinds = (
        (f"{_OFFICE}/officeDocument", "word/document.xml"),
        ("http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml"),
        (f"{_OFFICE}/extended-properties", "docProps/app.xml"),
    )
    inside = "".join(
        f'<Relationship Id="r{n}" Type="{kind}" Target="{name}"/>' for n, (kind, name) in enumerate(kinds, 1)
    )
    return f'{DECLARED}<Relationships xmlns="{_RELATIONS}">{inside}</Relationships>'


def _content_types(parts: dict[str, str]) -> str:
    found = {"document": f"{_TYPES}.document.main+xml"} | {kind: f"{_TYPES}.{kind}+xml" for kind in _FIXED}
    found |= {name.removesuffix(".xml"): f"{_TYPES}.{name.partition('_')[0]}+xml" for name in parts}
    inside = "".join(f'<Override PartName="/word/{name}.xml" ContentType="{kind}"/>' for name, kind in found.items())
    return (
        f'{DECLARED}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{inside}'
        '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        '<Override PartName="/docProps/app.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>'
    )


def _core(paper: Paper) -> str:
    made = moment().strftime("%Y-%m-%dT%H:%M:%SZ")
    title, author = (escape(printable(text)) for text in (paper.title, paper.author))
    return (
        f'{DECLARED}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{title}</dc:title><dc:creator>{author}</dc:creator><cp:lastModifiedBy>{author}</cp:lastModifiedBy>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{made}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{made}</dcterms:modified><dc:language>zh-CN</dc:language></cp:coreProperties>'
    )


def _app() -> str:
    return (
        f'{DECLARED}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        f"<Application>{APPLICATION}</Application></Properties>"
    )
