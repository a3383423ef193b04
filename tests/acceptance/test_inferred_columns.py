"""A matrix whose columns somebody has put in order: every figure of the workbook stands below its own unit and partner.

The expected reading of the document counts the cells of the issued table, which repeats some columns; what this workbook
does not hold is taken out of it first, by a look at the workbook that knows nothing of the importer.
"""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from tests.acceptance.test_sources import renderings, run
from tests.builders import shared_path
from xiezuo_desktop.core.names import normalise
from xiezuo_desktop.core.ordinals import split_ordinal

OF_THE_NOTICE = "plan.title,plan.issuer,plan.doc_number,plan.main_to,plan.written_on,plan.preamble"


def workbooks():
    known = {r["source"] for r in renderings()}
    office = shared_path("seeds").glob("office/*.xlsx") if known else ()
    return sorted(f for f in office if f"office/{f.name}" not in known)


def figures(path):
    """(row, unit, partner) → the figure, as the sheet shows them: two rows of captions, then one row an indicator."""
    from openpyxl import load_workbook

    sheet = load_workbook(path).active
    text = {(c.row, c.column): str(c.value).strip() for row in sheet.iter_rows() for c in row if c.value is not None}
    first = next(r for r in range(1, 20) if (r, 2) in text and (r, 3) in text)
    upper = ""
    pairs = {}
    for column in range(4, sheet.max_column + 1):
        upper = text.get((first, column), upper)
        pairs[column] = (upper, text.get((first + 1, column)))
    numbers = {}
    for (row, column), value in text.items():
        if row > first + 1 and column in pairs and value.replace(".", "").isdigit():
            numbers[_key(text[row, 1]), pairs[column]] = Decimal(value)
    return numbers


def _key(name):
    return normalise(split_ordinal(name)[1] or name).removeprefix("其中：").removeprefix("其中:")


def _any(value):
    return value["any"] if isinstance(value, dict) else [value]


@pytest.mark.parametrize("source", workbooks(), ids=lambda path: path.name)
def test_every_figure_of_a_matrix_stands_below_its_unit_and_partner(source, tmp_path):
    held = figures(source)
    truth = json.loads((shared_path("acceptance") / f"{source.name[:3]}.json").read_text("utf-8"))
    open_ones = dict(held)
    for indicator in truth["indicators"]:
        indicator["allocations"] = [a for a in indicator["allocations"] if _is_held(indicator, a, open_ones)]
    assert open_ones == {}
    (tmp_path / "truth.json").write_text(json.dumps(truth, ensure_ascii=False), "utf-8")
    assert run("main.py", "import", tmp_path / "p.xiezuo", source).returncode == 0
    assert run("main.py", "export", tmp_path / "p.xiezuo", "-o", tmp_path / "p.json").returncode == 0
    words = ("--min", "1", "--without", OF_THE_NOTICE)
    compared = run(shared_path("tools/compare_plan.py"), tmp_path / "truth.json", tmp_path / "p.json", *words)
    assert compared.returncode == 0, compared.stdout
    read = {
        (_key(i["name"]), (a["unit"], a["partner"])): Decimal(a["number"])
        for i in json.loads((tmp_path / "p.json").read_text("utf-8"))["indicators"]
        for a in i["allocations"]
        if a["number"]
    }
    assert read == held
    lost = run(shared_path("tools/nothing_lost.py"), source, tmp_path / "p.json")
    assert lost.returncode == 0, lost.stdout


def _is_held(indicator, allocation, held):
    """Whether the workbook has this figure in a column of this unit and partner; it is taken out of `held` then."""
    if "number" not in allocation:
        return True
    number = Decimal(allocation["number"])
    places = ((_key(indicator["name"]), (u, p)) for u in _any(allocation["unit"]) for p in _any(allocation["partner"]))
    place = next((place for place in places if held.get(place) == number), None)
    return place is not None and bool(held.pop(place))
