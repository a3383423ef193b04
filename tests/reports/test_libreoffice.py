"""Every report as .docx and .xlsx, opened and printed by LibreOffice: the same pages, every text on them."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from datetime import date

import pypdfium2 as pdfium
import pytest

from tests.core.plans import plan_of
from tests.reports.builders_plan import city_plan, county_plan, division_plan
from tests.reports.test_completion import district
from tests.reports.test_score_sheet import records
from xiezuo_desktop.documents.paper import Paragraph, Table
from xiezuo_desktop.documents.pdf.write_pdf import write_pdf
from xiezuo_desktop.documents.write_docx import write_docx
from xiezuo_desktop.documents.write_xlsx import write_xlsx
from xiezuo_desktop.reports import REPORTS, compose

pytestmark = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")

PLANS = {
    "matrix": lambda: city_plan().plan,
    "division": lambda: division_plan().plan,
    "reminder": lambda: division_plan().plan,
    "completion": district,
    "scores": lambda: plan_of(*records()),
}
OPTIONS = {"reminder": {"unit": "区教育局", "on": date(2031, 8, 1)}, "unit": {"unit": "区人力社保局"}}
MORE_PAGES = 4  # a worksheet has one table and its own pages; Word has a page for the imprint


def paper_of(name):
    plan = PLANS.get(name, lambda: county_plan(3).plan)()
    return compose(name, plan, **OPTIONS.get(name, {}))


def wanted_texts(paper):
    for block in paper.blocks:
        if isinstance(block, Table):
            yield from (cell.text for row in block.rows for cell in row.cells)
        elif isinstance(block, Paragraph):
            yield block.text


def pages_of(path):
    """(text without blanks, width and height in points) of every page."""
    with pdfium.PdfDocument(path) as document:
        return [
            ("".join(page.get_textpage().get_text_bounded().split()), tuple(round(side) for side in page.get_size()))
            for page in document
        ]


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """All reports, written by us and printed by LibreOffice, which is started once."""
    folder = tmp_path_factory.mktemp("office")
    papers = {name: paper_of(name) for name in REPORTS if name != "evidence"}
    for name, paper in papers.items():
        write_pdf(paper, folder / f"{name}.pdf")
        write_docx(paper, folder / f"{name}-word.docx")
        write_xlsx(paper, folder / f"{name}-excel.xlsx")
    files = sorted(str(path) for path in folder.iterdir() if path.suffix != ".pdf")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return folder, papers


@pytest.mark.parametrize("kind", ["word", "excel"])
@pytest.mark.parametrize("name", [name for name in REPORTS if name != "evidence"])
def test_libreoffice_prints_every_text_on_as_many_pages_of_the_same_size(printed, name, kind):
    folder, papers = printed
    found, ours = pages_of(folder / f"{name}-{kind}.pdf"), pages_of(folder / f"{name}.pdf")
    # Letters, not texts: what stands beside it cuts a text in two when a page is read line by line.
    wanted = Counter("".join("".join(wanted_texts(papers[name])).split()))
    assert wanted - Counter("".join(page for page, _ in found)) == Counter()
    assert abs(len(found) - len(ours)) <= MORE_PAGES
    assert {tuple(sorted(size)) for _, size in found} == {tuple(sorted(size)) for _, size in ours}
