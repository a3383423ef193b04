"""Papers of a million rows end with a sentence, within the memory and the time of a small PC; formulas stay texts."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile

import pytest

from tests.builders import ROOT
from xiezuo_desktop.documents import read_paper
from xiezuo_desktop.documents.paper import Cell, Paper, Row, Section, Table
from xiezuo_desktop.documents.write_xlsx import write_xlsx

from .office import R, S, package, relations

pytest.importorskip("resource", reason="this system sets no limits to a process")

MOST_SECONDS = 10  # of the processor
MOST_MEMORY = 500 << 20
READ = """
import resource, sys
resource.setrlimit(resource.RLIMIT_CPU, ({seconds}, {seconds}))
resource.setrlimit(resource.RLIMIT_AS, ({memory}, {memory}))
from pathlib import Path
from xiezuo_desktop.documents import read_paper
from xiezuo_desktop.documents.errors import PaperError
try:
    read_paper(Path(sys.argv[1]))
except PaperError as error:
    print(error.sentence)
"""


def sentence(path):
    """What a process with little memory and time says when it reads a file; "" where it could be read."""
    program = READ.format(seconds=MOST_SECONDS, memory=MOST_MEMORY)
    done = subprocess.run([sys.executable, "-c", program, str(path)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-500:]
    return done.stdout


def workbook(path, rows, dimension=""):
    sheet = f'<worksheet xmlns="{S}">{dimension}<sheetData>{rows}</sheetData></worksheet>'
    book = f'<workbook xmlns="{S}" xmlns:r="{R}"><sheets><sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>'
    return package(
        path,
        {
            "_rels/.rels": relations(r1="officeDocument:xl/workbook.xml"),
            "xl/_rels/workbook.xml.rels": relations(r1="worksheet:worksheets/sheet1.xml"),
            "xl/workbook.xml": book,
            "xl/worksheets/sheet1.xml": sheet,
        },
    )


def test_a_million_rows_of_a_workbook_are_refused_in_time(tmp_path):
    row = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>人数</t></is></c><c r="B{0}"><v>{0}</v></c></row>'
    path = workbook(tmp_path / "a.xlsx", "".join(row.format(n) for n in range(1, 1_000_001)))
    assert "格子太多" in sentence(path)


def test_a_million_empty_rows_hold_nothing(tmp_path):
    path = workbook(tmp_path / "a.xlsx", "".join(f'<row r="{n}"/>' for n in range(1, 1_000_001)))
    assert "没有内容" in sentence(path)


def test_one_cell_at_the_end_of_the_sheet_is_read(tmp_path):
    cell = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>远</t></is></c></row>'
    assert sentence(workbook(tmp_path / "a.xlsx", cell, '<dimension ref="A1:XFD1048576"/>')) == ""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", "序号\t指标\t单位\n" + "1\t人数\t人\n" * 1_000_000),
        ("a.csv", "a\n" * 1_000_000),
        ("b.txt", "就业人数，" * 2_000_000),
    ],
)
def test_texts_without_end_are_refused_in_time(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert "太多" in (said := sentence(path)) or "太大" in said


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_texts_in_other_encodings_are_read(tmp_path, encoding):
    path = tmp_path / "a.csv"
    path.write_bytes("序号,指标名称,单位,目标值\n1,就业人数,人,300\n".encode(encoding))
    (table,) = read_paper(path).blocks
    assert [c.text for c in table.rows[1].cells] == ["1", "就业人数", "人", "300"]


@pytest.mark.parametrize("text", ["=1+2", "+86 0571", "-5", "@SUM(A1)", '=HYPERLINK("http://x")', "\t=1", "＝1"])
def test_texts_that_begin_like_formulas_stay_texts(tmp_path, text):
    path = tmp_path / "a.xlsx"
    rows = (Row((Cell("名称", 0), Cell("说明", 1))), Row((Cell("甲", 0), Cell(text, 1))))
    write_xlsx(Paper((Section((Table(rows, 1),)),)), path)
    with zipfile.ZipFile(path) as package_:
        assert not any(re.search(rb"<f[ >]", package_.read(n)) for n in package_.namelist() if "worksheets/" in n)
    (table,) = read_paper(path).blocks
    assert table.rows[1].cells[1].text == text.strip()
