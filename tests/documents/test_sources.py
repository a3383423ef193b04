"""The reference documents, where they lie beside the project: none of their texts may be missing in the Paper."""

from __future__ import annotations

import importlib.util
import subprocess
import sys

import pytest

from tests.builders import ROOT, shared_path
from xiezuo_desktop.documents import paper_from_text, paper_to_text, read_paper
from xiezuo_desktop.documents.paper import Paragraph, Table

SEEDS = ROOT.parent / "shared" / "seeds"
SOURCES = sorted(path for path in (*SEEDS.glob("*.txt"), *SEEDS.glob("office/*.*x"))) or [SEEDS / "none.txt"]


def nothing_lost():
    spec = importlib.util.spec_from_file_location("nothing_lost", shared_path("tools/nothing_lost.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # the checking tool leaves the file it reads open
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_every_text_of_a_reference_document_is_in_the_paper(source):
    shared_path(f"seeds/{source.relative_to(SEEDS)}")
    paper = read_paper(source)
    texts = [block.text for block in paper.blocks if isinstance(block, Paragraph)]
    texts += [
        cell.text for block in paper.blocks if isinstance(block, Table) for row in block.rows for cell in row.cells
    ]
    assert nothing_lost().find_lost(str(source), {"texts": texts}) == []
    assert paper.notes == ()
    assert paper_from_text(paper_to_text(paper)) == paper


@pytest.mark.parametrize("source", [path for path in SOURCES if path.suffix == ".txt"], ids=lambda path: path.stem)
def test_listed_texts_of_a_document_are_in_the_paper_of_its_text_form(source):
    listed = shared_path(f"acceptance/{source.name[:3]}.texts.json")
    texts = [
        block.text if isinstance(block, Paragraph) else [cell.text for row in block.rows for cell in row.cells]
        for block in read_paper(source).blocks
    ]
    assert nothing_lost().find_lost(str(listed), {"texts": texts}) == []


def test_reading_brings_its_libraries_only_when_something_is_read():
    heavy = "import sys, xiezuo_desktop.documents; print([m for m in ('lxml', 'openpyxl', 'docx', 'reportlab', 'csv', 'html.parser', 'zipfile') if m in sys.modules])"
    assert (
        subprocess.run(
            [sys.executable, "-c", heavy], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout.strip()
        == "[]"
    )
