"""Makes the five sample papers, of an invented district and of its city; two runs give the same bytes.

    python resources/sample/make/make_samples.py [FOLDER]

Wording, places, units and figures are invented. The figures of one year agree between the papers.
"""

from __future__ import annotations

import io
import re
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent))

from sample_book import (
    ATTACHMENT,
    BOOK_TITLE,
    CHAPTERS,
    COPY_TO,
    DATE,
    HEAD,
    NOTICE,
    NUMBER,
    PREAMBLE,
    PRINTED,
    SIGNED,
    TITLE,
    TO,
)
from sample_division import table_of_duties
from sample_indicators import CATEGORIES, NOT_ASSESSED, Row
from sample_matrix import plan_of_the_city
from sample_official import FANGSONG, HEI, Box, imprint, new_paper, paragraph, red_head, signature, table, title
from sample_scheme import scheme
from sample_sheet import NUMERALS, indicator_sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from docx.document import Document as Doc

STAMP = (2024, 4, 12, 9, 0, 0)
STAMP_TEXT = b"2024-04-12T09:00:00Z"
UNUSED = ("docProps/thumbnail.jpeg", "word/stylesWithEffects.xml", "customXml/")


def task_book() -> Doc:
    """The notice, the task book and its attachment."""
    doc = new_paper()
    red_head(doc, HEAD, NUMBER, size=36)
    title(doc, "\n".join(TITLE))
    paragraph(doc, (TO, FANGSONG), indent=0)
    for text in NOTICE:
        paragraph(doc, (text, FANGSONG))
    signature(doc, SIGNED, DATE)
    title(doc, BOOK_TITLE, page_before=True)
    for text in PREAMBLE:
        paragraph(doc, (text, FANGSONG))
    for n, (unit, clauses) in enumerate(CHAPTERS, start=1):
        paragraph(doc, (f"{counted(n)}、{unit}", HEI), more="<w:keepNext/>")
        for k, (lead, text) in enumerate(clauses, start=1):
            paragraph(doc, *([(f"{k}.{lead}。", f"{FANGSONG}*")] if lead else []), (text, FANGSONG))
    paragraph(doc, indent=0)
    paragraph(doc, (f"附件：{ATTACHMENT}", FANGSONG))
    paragraph(doc, ("附件", HEI), indent=0, align="left", more="<w:pageBreakBefore/>")
    title(doc, ATTACHMENT.replace("主要任务", "\n主要任务"), size=20)
    table(doc, attachment_rows(), (70, 14, 24, 48))
    imprint(doc, COPY_TO, SIGNED, PRINTED)
    return doc


def counted(n: int) -> str:
    """1 to 99 in Chinese."""
    tens, ones = divmod(n, 10)
    return ("" if tens == 0 else ("" if tens == 1 else NUMERALS[tens - 1]) + "十") + (
        NUMERALS[ones - 1] if ones else ""
    )


def attachment_rows() -> list[list[Box]]:
    """The attachment table: category rows over all columns, units merged over the rows they answer for."""
    out = [[Box("指标名称"), Box("单位"), Box("目标任务"), Box("责任单位")]]
    for n, (category, rows) in enumerate(CATEGORIES):
        out.append([Box(f"{NUMERALS[n]}、{category}", columns=4, align="left", bold=True)])
        for i, row in enumerate(rows):
            name = f"{row.ordinal}.{row.full_name}" if row.ordinal else row.full_name
            units, target = "\n".join(row.units), row.target
            if target == NOT_ASSESSED:
                target = "该指标\n只作统计，\n不作考核"
            out.append(
                [
                    Box(name, align="left"),
                    Box(row.measure_unit),
                    _merged(target, i, rows, lambda r: r.target == NOT_ASSESSED),
                    _merged(units, i, rows, lambda r, same=row.units: r.units == same),
                ]
            )
    return out


def _merged(text: str, at: int, rows: tuple[Row, ...], same: Callable[[Row], bool]) -> Box:
    """The cell of a row in a column where neighbours that say the same are one cell."""
    above = at > 0 and same(rows[at]) and same(rows[at - 1])
    below = at + 1 < len(rows) and same(rows[at]) and same(rows[at + 1])
    return Box("" if above else text, down="continue" if above else "restart" if below else "")


def repacked(data: bytes) -> bytes:
    """An office file without what differs from run to run, and without parts of the library's template nobody needs."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as new:
        for name in old.namelist():
            if name.startswith(UNUSED):
                continue
            part = old.read(name)
            if name.endswith((".rels", "[Content_Types].xml")):
                part = re.sub(
                    rb"<(?:Relationship|Override)\s[^>]*(?:thumbnail|stylesWithEffects|customXml)[^>]*/>", b"", part
                )
            if name == "docProps/core.xml":
                part = re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>" + STAMP_TEXT, part)
            entry = zipfile.ZipInfo(name, STAMP)
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            new.writestr(entry, part)
    return out.getvalue()


def samples() -> dict[str, bytes]:
    """Folder and file name → content of the five papers."""
    made: dict[str, bytes] = {}
    for name, paper in (
        ("district/1-临江区2024年东西部协作工作任务书.docx", task_book()),
        ("district/2-临江区2024年东西部协作指标分解表.xlsx", indicator_sheet()),
        ("city/1-东澜市2024年东西部协作分解计划.docx", plan_of_the_city()),
        ("district/3-临江区2024年东西部协作任务分工表.docx", table_of_duties()),
        ("city/2-东澜市2024年东西部协作评价办法.docx", scheme()),
    ):
        out = io.BytesIO()
        paper.save(out)
        made[name] = repacked(out.getvalue())
    return made


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1]
    for name, data in samples().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
        print(name, len(data))
