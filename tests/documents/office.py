"""Makers of small office files, part by part, so that a test can build what no office program would write."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from xiezuo_desktop.documents.paper import PageBreak, Paragraph, Table

if TYPE_CHECKING:
    from pathlib import Path

    from xiezuo_desktop.documents.paper import Paper

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def package(path: Path, parts: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr(
            "[Content_Types].xml", "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>"
        )
        for name, data in parts.items():
            z.writestr(name, data)
    return path


def relations(**targets: str) -> str:
    """Ids → `kind:target`."""
    items = "".join(
        f'<Relationship Id="{key}" Type="{R}/{value.partition(":")[0]}" Target="{value.partition(":")[2]}"/>'
        for key, value in targets.items()
    )
    return f'<Relationships xmlns="{RELATIONS}">{items}</Relationships>'


def docx(path: Path, body: str, **parts: str) -> Path:
    """A .docx with this body; `styles`, `numbering`, `header1`, `footnotes` … are the insides of further parts."""
    kinds = {name: f"{name.rstrip('0123456789')}:{name}.xml" for name in parts}
    roots = {"header": "hdr", "footer": "ftr"}
    made: dict[str, str | bytes] = {
        "_rels/.rels": relations(r1="officeDocument:word/document.xml"),
        "word/_rels/document.xml.rels": relations(**kinds),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
    }
    for name, inside in parts.items():
        kind = name.rstrip("0123456789")
        made[f"word/{name}.xml"] = f"<w:{roots.get(kind, kind)} {NAMESPACES}>{inside}</w:{roots.get(kind, kind)}>"
    return package(path, made)


def p(text: str = "", properties: str = "", run: str = "") -> str:
    """A paragraph of one run; `properties` inside w:pPr, `run` inside w:rPr."""
    return (
        f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"
    )


def tc(text: str = "", properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def span(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>'


DOWN = '<w:vMerge w:val="restart"/>'
GOES_ON = "<w:vMerge/>"


def xlsx(
    path: Path, *sheets: str, styles: str = "", shared: str = "", book: str = "", states: dict[int, str] | None = None
) -> Path:
    """A .xlsx; each sheet is the inside of a worksheet element, `styles` the inside of styleSheet."""
    states = states or {}
    listed = "".join(
        f'<sheet name="表单{n}" sheetId="{n}" r:id="s{n}" {f"""state="{states[n]}" """ if n in states else ""}/>'
        for n in range(1, len(sheets) + 1)
    )
    targets = {f"s{n}": f"worksheet:worksheets/sheet{n}.xml" for n in range(1, len(sheets) + 1)}
    parts: dict[str, str | bytes] = {
        "_rels/.rels": relations(r1="officeDocument:xl/workbook.xml"),
        "xl/_rels/workbook.xml.rels": relations(
            **targets, st="styles:styles.xml", sh="sharedStrings:sharedStrings.xml"
        ),
        "xl/workbook.xml": f'<workbook xmlns="{S}" xmlns:r="{R}">{book}<sheets>{listed}</sheets></workbook>',
        "xl/styles.xml": f'<styleSheet xmlns="{S}">{styles}</styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{S}">{shared}</sst>',
    }
    for n, inside in enumerate(sheets, start=1):
        parts[f"xl/worksheets/sheet{n}.xml"] = f'<worksheet xmlns="{S}">{inside}</worksheet>'
    return package(path, parts)


def said(place: str, text: str) -> str:
    """A cell that holds a text."""
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def paragraphs(paper: Paper) -> list[str]:
    return [block.text for block in paper.blocks if isinstance(block, Paragraph)]


def the_table(paper: Paper) -> Table:
    (table,) = (block for block in paper.blocks if isinstance(block, Table))
    return table


def tables(paper: Paper) -> list[Table]:
    return [block for block in paper.blocks if isinstance(block, Table)]


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def outline(paper: Paper) -> str:
    """P for each paragraph, T for each table, | for each page break."""
    signs = {Paragraph: "P", Table: "T", PageBreak: "|"}
    return "".join(signs[type(block)] for block in paper.blocks)
