"""The sample papers are understood whole."""

from __future__ import annotations

from tests.builders import sample_path
from xiezuo_desktop.core.numbers import read_amount
from xiezuo_desktop.documents import read_paper
from xiezuo_desktop.importers import understand


def test_amounts_below_an_office_are_not_taken_for_numbers_of_rows():
    draft = understand(read_paper(sample_path("*分解计划.docx")))
    assert {len(i.ordinal) for i in draft.indicators} <= {0, 1}
    bearers = {a.unit for i in draft.indicators for a in i.allocations}
    assert {"经开区", "市本级"} <= bearers


def test_figures_of_the_county_are_read_everywhere():
    draft = understand(read_paper(sample_path("*工作任务书.docx")))
    assert len(draft.indicators) == 38
    assert not draft.unplaced
    assert all(read_amount(i.target).kind in ("number", "none_set", "not_assessed") for i in draft.indicators)
