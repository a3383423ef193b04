"""Paper → .docx: an official paper in real styles, sections and tables, so that an office can go on editing in Word or WPS.

The XML is written here; of python-docx only its template would have been used, and of that nothing stays: 800 kB of
styles that no official paper has.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from xiezuo_desktop.wanted import still_wanted

from .paper import Chart, Form, Imprint, PageBreak, Paragraph, Role, Section, Table
from .pdf.flow import frame_for, frames_of
from .pdf.flow_lines import set_paragraph
from .pdf.gongwen import parts_of
from .pdf.gongwen_ending import Ending
from .pdf.table_columns import SIZES, shared_sizes
from .whole_file import written_whole
from .write_docx_ending import Printed, Signed, as_printed
from .write_docx_frame import (
    NAMESPACES,
    draft_header_part,
    footer_part,
    imprint_xml,
    letter_parts,
    section_xml,
)
from .write_docx_head import head_xml, letter_header_distance, offset_below, space_below_head
from .write_docx_parts import gap_paragraph
from .write_docx_pictures import picture_paragraph
from .write_docx_styles import DECLARED, LINE, font_table_part, settings_part, styles_part
from .write_docx_tables import TableWriter
from .write_docx_text import TABLE_GAP, TextWriter, joined
from .write_docx_xlsx import (
    ADVANCES,
    APPLICATION,
    SteadyZip,
    moment,
    office_names,
    printable,
    ruler,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .paper import Block, Head, Paper, Part
    from .pdf.flow import Frame

_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_FIXED = {"styles": "styles.xml", "settings": "settings.xml", "fontTable": "fontTable.xml"}


def write_docx(paper: Paper, path: Path, *, draft: bool = False) -> None:
    """Write a paper as a Word document, which appears complete or not at all.

    `draft` marks every page. SOURCE_DATE_EPOCH (seconds) fixes the dates in the file: equal papers are then equal bytes.
    Raises PaperError when it cannot be written.
    """
    path = Path(path)
    with written_whole(path) as file, SteadyZip(file) as package:
        document = _Document(paper, draft)
        package.stream("word/document.xml", document.body())
        package.writestr("word/styles.xml", styles_part(document.line, sorted(document.table_sizes, reverse=True)))
        package.writestr("word/settings.xml", settings_part())
        package.writestr("word/fontTable.xml", font_table_part())
        for name, part in document.parts.items():
            package.writestr(f"word/{name}", part)
        for number, picture in enumerate(document.pictures, 1):
            package.writestr(f"word/media/{_picture(number)}", picture)
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
    pictures: list[bytes] = field(default_factory=list)  # PNG

    @property
    def line(self) -> float:
        """Distance of lines, points: an office's own where as many lines fit on Word's page with it."""
        return min(self.paper.line_pitch or LINE, LINE)

    def body(self) -> Iterator[str]:
        """document.xml piece by piece."""
        yield f"{DECLARED}<w:document {NAMESPACES}><w:body>"
        names = office_names(self.paper)
        parts = parts_of(self.paper)
        for number, (part, sections) in enumerate(parts):
            written = _Part(self, part, names, starts=number > 0, ends=number == len(parts) - 1)
            yield from written.xml(sections)
        yield "</w:body></w:document>"

    def frame_parts(self, frame: Frame, letter: Head | None) -> dict[str, str]:
        """The header and footers of a section's pages, by what w:sectPr calls them; `letter` is one that begins here."""
        kind = f"{'letter' if letter else 'turned' if frame.turned else 'upright'}{round(frame.width)}"
        made = {
            f"footer {side}": (
                f"footer_{kind}_{side}.xml",
                footer_part(frame, even=side == "even", letter=bool(letter)),
            )
            for side in ("default", "even")
        }
        if self.draft:
            made = {f"header {side}": ("header_draft.xml", draft_header_part()) for side in ("default", "even")} | made
        if letter:
            header, footer = letter_parts(letter, frame, draft=self.draft)
            count = sum(name.startswith("header_letter") for name in self.parts) + 1
            made["header first"] = (f"header_letter{count}.xml", header)
            made["footer first"] = (f"footer_letter{count}.xml", footer)
        self.parts.update(made.values())
        return {key: _identifier(name) for key, (name, _) in made.items()}

    def chart(self, chart: Chart, frame: Frame, *, page_first: bool) -> Iterator[str]:
        """A chart as pictures."""
        from .pdf.chart_picture import chart_pictures

        for picture in chart_pictures(chart, frame.area_width, frame.area_height):
            self.pictures.append(picture.png)
            number = len(self.pictures)
            yield picture_paragraph(picture, _identifier(_picture(number)), number, page_first=page_first)
            page_first = False

    def relations(self) -> str:
        """What the document refers to."""
        found = list(_FIXED.items())
        found += [(name.partition("_")[0], name) for name in self.parts]
        found += [("image", f"media/{_picture(number + 1)}") for number in range(len(self.pictures))]
        inside = "".join(
            f'<Relationship Id="{_identifier(Path(name).name)}" Type="{_OFFICE}/{kind}" Target="{name}"/>'
            for kind, name in found
        )
        return f'{DECLARED}<Relationships xmlns="{_RELATIONS}">{inside}</Relationships>'


@dataclass(slots=True)
class _Part:
    """One part of a paper: `starts` behind another one, `ends` the document. `main_to` moved from its place into the 版记."""

    document: _Document
    part: Part
    names: list[str]
    starts: bool
    ends: bool
    main_to: str = ""

    @property
    def form(self) -> Form:
        return self.part.head.form if self.part.head else Form.DOCUMENT

    @property
    def ending(self) -> Ending:
        if self.form is Form.ORDER:
            return Ending.ORDER
        return Ending.SEALED if self.document.paper.sealed else Ending.UNSEALED

    def xml(self, sections: list[Section]) -> Iterator[str]:
        """The sections one after another."""
        last = sections[-1]
        if (last.turned or last.paper != "A4") and self._imprint(frame_for()):
            sections = [*sections, Section(())]  # a 版记 stands on an upright page
        frames = frames_of(sections, self.document.line)
        for number, (section, frame) in enumerate(zip(sections, frames, strict=True)):
            yield from self._section(section, frame, first=number == 0, last=number == len(sections) - 1)

    def _imprint(self, frame: Frame) -> str:
        return imprint_xml(self.part.imprint or Imprint(), frame, self.form, self.main_to)

    def _section(self, section: Section, frame: Frame, *, first: bool, last: bool) -> Iterator[str]:
        head = self.part.head if first else None
        blocks = section.blocks
        if head:
            yield head_xml(head, frame)
            blocks = self._with_text_on_first_page(head, blocks, frame)
        letter = head if head and head.form is Form.LETTER else None
        references = self.document.frame_parts(frame, letter)
        distance = letter_header_distance(letter, frame) if letter else None
        end = section_xml(frame, references, starts=first and self.starts, follows=section.follows, letter=distance)
        final = last and self.ends
        imprint = self._imprint(frame) if last else ""
        ends_in_text = bool(blocks) and isinstance(blocks[-1], Paragraph)
        inside = "" if final or imprint or not ends_in_text else end
        yield from self._blocks(section, blocks, frame, inside, space_below_head(frame) if head else 0.0)
        if imprint:
            yield f"{gap_paragraph()}{imprint}{gap_paragraph()}"
            yield "" if final else gap_paragraph(section=end)
        elif not ends_in_text:
            yield gap_paragraph(section="" if final else end)
        if final:
            yield end

    def _with_text_on_first_page(self, head: Head, blocks: tuple[Block, ...], frame: Frame) -> tuple[Block, ...]:
        """The first page must show running text: 主送机关 that leave no room for it move into the 版记 (7.3.2)."""
        used = offset_below(head, frame)
        for block in blocks:
            if not isinstance(block, Paragraph) or block.role not in (Role.TITLE, Role.MAIN_TO):
                break
            used += (len(set_paragraph(block, frame, ruler, self.names).lines) + 1) * frame.pitch
        receivers = [b for b in blocks if isinstance(b, Paragraph) and b.role is Role.MAIN_TO]
        if not receivers or used + frame.pitch <= frame.area_height:
            return blocks
        self.main_to = "；".join(b.text.rstrip("：:") for b in receivers)
        return tuple(b for b in blocks if b not in receivers)

    def _printed(self, section: Section, blocks: tuple[Block, ...], frame: Frame, above: float) -> Printed:
        """What the PDF chooses where it has a choice: in a section that is signed or that tries to keep to one page."""
        signed = any(isinstance(b, Paragraph) and b.role in (Role.SIGNATURE, Role.DATE) for b in blocks)
        if not signed and not section.one_page:
            return Printed(0)
        alone = replace(section, blocks=blocks, begins=None)
        head = self.part.head if above else None
        paper = replace(self.document.paper, sections=(alone,), head=head, imprint=None, line_pitch=frame.pitch)
        return as_printed(paper, frame)

    def _blocks(
        self, section: Section, blocks: tuple[Block, ...], frame: Frame, end: str, above: float
    ) -> Iterator[str]:
        printed = self._printed(section, blocks, frame, above)
        items = joined(blocks if printed.has_cut_line else _on_a_page_of_its_own(blocks))
        texts = TextWriter(items, frame, self.names, self.ending, above, printed)
        largest = printed.largest if section.one_page else SIZES[0]
        tables = [item for item in items if isinstance(item, Table)]
        sizes = shared_sizes(tables, frame.area_width, ADVANCES, largest)
        page_first = False
        for place, item in enumerate(items):
            still_wanted()
            if isinstance(item, PageBreak):
                page_first = place > 0
                continue
            if isinstance(item, Table):
                if page_first:
                    yield gap_paragraph(page_first=True)
                elif place and isinstance(items[place - 1], Table):
                    yield gap_paragraph(height=2 * TABLE_GAP)
                room = partial(texts.room_below, place)
                notes = texts.notes_below(place)
                ends = notes > 0 or isinstance(items[place + 1] if place + 1 < len(items) else None, Signed)
                table = TableWriter(item, frame, sizes.get(item.name, largest), room, notes, ends=ends)
                self.document.table_sizes.add(table.size)
                yield from table.write()
            elif isinstance(item, Chart):
                yield from self.document.chart(item, frame, page_first=page_first)
            else:
                yield texts.write(place, page_first=page_first, section=end if place == len(items) - 1 else "")
            page_first = False


def _on_a_page_of_its_own(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """A slip that nothing stands above to be cut off from."""
    return tuple(PageBreak() if isinstance(b, Paragraph) and b.role is Role.CUT else b for b in blocks)


def _picture(number: int) -> str:
    return f"picture{number}.png"


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
        '<Default Extension="png" ContentType="image/png"/>'
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
