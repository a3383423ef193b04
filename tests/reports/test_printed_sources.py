"""The source documents read and printed again: the pages keep every rule, and every text is on them."""

from __future__ import annotations

import json
from collections import Counter

import pypdfium2 as pdfium
import pytest

from tests.builders import shared_path
from tests.documents.pdf.builders_layout import ruler
from tests.documents.pdf.test_write_pdf import checked
from xiezuo_desktop.cli import main
from xiezuo_desktop.documents.pdf.gongwen import lay_out
from xiezuo_desktop.reports import compose
from xiezuo_desktop.storage.plan_file import PlanFile

PRINTED = [
    ("000_1140db067098bbbd.txt", "indicators", "plain"),
    ("001_8dbde2f5342aad4c.txt", "taskbook", "general"),
    ("001_8dbde2f5342aad4c.txt", "indicators", "plain"),
]


PRINTED_FIELDS = {
    "name",
    "measure_unit",
    "raw",
    "definition",
    "text",
    "indicators",
    "chapters",
    "clauses",
    "target",
    "units",
}


def words(value):
    """All texts of a plan's units, indicators and chapters, as its JSON has them."""
    if isinstance(value, dict):
        for key in PRINTED_FIELDS & value.keys():
            yield from words(value[key])
    elif isinstance(value, list):
        for item in value:
            yield from words(item)
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize(("source", "report", "kind"), PRINTED)
def test_a_source_is_printed_by_the_rules_and_whole(source, report, kind, tmp_path):
    plan, out = tmp_path / "a.xiezuo", tmp_path / "a.pdf"
    assert main(["import", str(plan), str(shared_path("seeds") / source)]) in (0, 1)
    assert main(["print", str(plan), report, "-o", str(out)]) == 0
    assert main(["export", str(plan), "-o", str(tmp_path / "a.json")]) == 0
    assert checked(out, kind) == []
    document = pdfium.PdfDocument(out)
    printed = "".join("".join(page.get_textpage().get_text_bounded() for page in document).split())
    document.close()
    said = json.loads((tmp_path / "a.json").read_text("utf-8"))
    if report == "indicators":
        said = {"indicators": said["indicators"]}
    for text in words(said):
        flat = "".join(text.split())
        pieces = [flat[k : k + 6] for k in range(0, max(len(flat) - 5, 1), 6)]
        missing = [piece for piece in pieces if piece not in printed]
        assert len(missing) <= len(pieces) // 4, (text, missing)  # a line ends inside some pieces of a turned cell


OTHERS = [
    ("000_1140db067098bbbd.txt", "checks", "plain"),
    ("001_8dbde2f5342aad4c.txt", "checks", "plain"),
    ("003_729d220a0b6bc063.txt", "taskbook", "general"),
    ("003_729d220a0b6bc063.txt", "matrix", "plain"),
    ("003_729d220a0b6bc063.txt", "checks", "plain"),
    ("004_b04f94e31d8186dd.txt", "division", "plain"),
    ("004_b04f94e31d8186dd.txt", "matrix", "plain"),
]


@pytest.mark.parametrize(("source", "report", "kind"), OTHERS)
def test_other_reports_of_the_sources_keep_every_rule(source, report, kind, tmp_path):
    plan, out = tmp_path / "a.xiezuo", tmp_path / "a.pdf"
    assert main(["import", str(plan), str(shared_path("seeds") / source)]) in (0, 1)
    assert main(["print", str(plan), report, "-o", str(out)]) == 0
    assert checked(out, kind) == []


def test_figures_of_a_matrix_on_paper_are_those_of_the_plan(tmp_path):
    file = tmp_path / "a.xiezuo"
    main(["import", str(file), str(shared_path("seeds") / "003_729d220a0b6bc063.txt")])
    with PlanFile.open(file) as plan_file:
        plan = plan_file.plan
    sheets = lay_out(compose("matrix", plan), ruler)
    printed = Counter(text.text for sheet in sheets for text in sheet.all_texts())
    wanted = Counter(a.amount for i in plan.indicators for a in plan.allocations(i.id))
    assert wanted.total() > 200
    assert not wanted - printed
