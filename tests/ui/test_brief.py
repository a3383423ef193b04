"""Amounts in few signs, and what the line for an amount says while it is typed."""

from __future__ import annotations

import pytest

from tests.ui.test_matrix_page import make_matrix, open_line, row_of, select
from xiezuo_desktop.core.numbers import read_amount
from xiezuo_desktop.core.records import UnitGroup
from xiezuo_desktop.ui.brief import brief
from xiezuo_desktop.ui.models.matrix_model import FIRST

from .windows import open_window


@pytest.mark.parametrize(
    ("text", "measure_unit", "said"),
    [
        ("8000万元以上", "万元", "≥8,000"),
        ("数据各不低于320万元", "万元", "各≥320"),
        ("3000万元", "亿元", "3,000万元"),
        ("负责筹集4万", "万元", "4"),
        ("4.3%以内", "%", "≤4.3"),
        ("由商务部门商定", "万元", ""),
    ],
)
def test_an_amount_in_few_signs(text, measure_unit, said):
    assert brief(read_amount(text), measure_unit) == said


@pytest.fixture
def page(qtbot, tmp_path):
    window = open_window(qtbot, make_matrix(tmp_path / "plan.xiezuo"))
    with window.session.edit("组合") as edit:
        edit.add(UnitGroup, name="十街镇", order="V", expected_size=10)
    window.show_page("matrix")
    return window.page("matrix")


def typing(page, row: str, text: str, column: int = 0) -> str:
    """What stands below the line when a text is typed."""
    select(page, row, row, column, column)
    page.grid.main.edit(page.model.index(row_of(page, row), FIRST + column))
    line = open_line(page)
    line.setText(text)
    said = line.remark()
    line.setModified(False)
    return said


def test_the_line_says_what_an_amount_comes_to(page):
    from xiezuo_desktop.core.matrix import MatrixColumn

    group = next(iter(page.session.plan.groups))
    page.add_columns([MatrixColumn(group.id, 0)])
    last = page.model.columns.index(MatrixColumn(group.id, 0))
    assert typing(page, "消费帮扶金额", "各筹集25.5万元", last) == "10 个成员，合 255万元。"
    assert typing(page, "消费帮扶金额", "0.1亿元") == "合 1,000万元。"
    assert typing(page, "消费帮扶金额", "20") == ""
    assert typing(page, "消费帮扶金额", "由商务部门商定") == "按文字保存，不参与合计。"
    assert typing(page, "消费帮扶金额", "5人") == "“人”换不成“万元”，不参与合计。"


def test_a_narrow_cell_shows_the_number_rather_than_the_words(page):
    page.edits.type_cell(page.model.rows[row_of(page, "消费帮扶金额")], FIRST, "统计数据不低于800万元")
    delegate = page.grid.main.itemDelegate()
    row = page.model.rows[row_of(page, "消费帮扶金额")]
    assert delegate._fitting(row, FIRST, "统计数据不低于800万元", 60) == "≥800"
    assert delegate._fitting(row, FIRST, "统计数据不低于800万元", 400) == "统计数据不低于800万元"
