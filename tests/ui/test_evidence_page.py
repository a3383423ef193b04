"""The page 佐证材料 in the real window on a real file."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QScrollArea

from tests.builders_figures import make_figures
from xiezuo_desktop.core.records import Evidence, Indicator, Report
from xiezuo_desktop.documents import read_paper
from xiezuo_desktop.storage import PlanFile
from xiezuo_desktop.storage import evidence as store

from .windows import open_window


@pytest.fixture
def window(qtbot, tmp_path):
    path = make_figures(tmp_path / "plan.xiezuo")
    with PlanFile.open(path, author="甲") as plan_file, plan_file.edit("完成") as edit:
        first = plan_file.plan.indicators[0]
        edit.put(Indicator, first.key, evidence="会议纪要")
        edit.put(Report, (first.id, plan_file.plan.units[0].id, 202406), value="4")
    opened = open_window(qtbot, path)
    opened.show_page("evidence")
    return opened


@pytest.fixture
def page(window):
    return window.page("evidence")


def test_a_claim_without_evidence_gets_its_file(qtmodeltester, page, tmp_path):
    qtmodeltester.check(page.table.rows_model)
    assert [row.name for row in page.table.rows] == ["互访次数"]
    assert "1 项完成的指标缺佐证" in page.meta()
    source = tmp_path / "六月互访纪要.txt"
    source.write_text("纪要", "utf-8")
    page.take_in([source])
    (evidence,) = page.session.plan.ordered(Evidence)
    assert evidence.indicator == page.session.plan.indicators[0].id
    assert evidence.unit == page.session.plan.units[0].id
    assert store.find(page.session.path, evidence.sha256, evidence.file_name).is_file()
    assert [row.number for row in page.table.rows] == ["1-1"]
    assert page.current.title == "六月互访纪要"
    assert page.session.undo_label == "登记 1 份佐证材料"


def test_evidence_is_verified_and_filtered(page):
    page.note_paper()
    assert page.bar.chips[""].text() == "待核  1"
    page.table.selectRow(len(page.table.rows) - 1)
    page.verify("on_site")
    assert (page.current.state, page.current.verifier) == ("on_site", "测试员")
    page.bar.chips["accepted"].click()
    assert not page.table.rows
    page.bar.chips["on_site"].click()
    page.table.selectRow(0)
    page.remove()
    assert not page.session.plan.rows(Evidence)


def test_what_cannot_be_kept_is_said_and_the_rest_is_taken(page, window, tmp_path):
    good, empty = tmp_path / "好.txt", tmp_path / "空.txt"
    good.write_text("x")
    empty.write_text("")
    page.take_in([empty, good])
    assert "是空的" in window.banner.text
    assert len(page.session.plan.rows(Evidence)) == 1


def test_the_folder_goes_out_with_its_index(page, tmp_path):
    source = tmp_path / "纪要.txt"
    source.write_text("纪要")
    page.take_in([source])
    out = tmp_path / "out"
    out.mkdir()
    page.files.hand_out(out)
    assert (out / "1 互访次数" / "1-1 纪要.txt").read_text() == "纪要"
    words = [c.text for b in read_paper(out / "佐证材料目录.xlsx").blocks for r in b.rows for c in r.cells]
    assert {"1-1", "纪要.txt", "待核"} <= set(words)


def test_an_empty_page_teaches_and_one_with_evidence_does_not(qtbot, tmp_path):
    window = open_window(qtbot, make_figures(tmp_path / "plan.xiezuo"))
    window.show_page("evidence")
    page = window.page("evidence")
    assert page._stack.currentIndex() == 1
    assert page.primary_action() is None
    page.note_paper()
    assert page._stack.currentIndex() == 0
    assert page.primary_action() is page.add_files


def test_a_file_that_is_not_here_is_shown_as_such_and_found_again(page, tmp_path, qtbot):
    source = tmp_path / "六月互访纪要.txt"
    source.write_text("纪要", "utf-8")
    page.take_in([source])
    store.find(page.session.path, page.current.sha256, page.current.file_name).unlink()
    page._read()
    assert not page.bar.chips["absent"].isHidden()
    assert "文件不在" in page.table.rows_model.cell(page.table.rows_model.index(0, 1)).words
    assert page._find.isVisibleTo(page)
    other = tmp_path / "别的.txt"
    other.write_text("别的", "utf-8")
    with qtbot.waitSignal(page.session.failed) as told:
        assert page.files.find_again([other]) == 0
    assert "没有放入" in told.args[0].sentence
    assert page.files.find_again([source]) == 1
    page._read()
    assert page.bar.chips["absent"].isHidden()


def test_plan_and_evidence_are_packed_and_work_where_they_are_unpacked(page, tmp_path):
    import zipfile

    source = tmp_path / "六月互访纪要.txt"
    source.write_text("纪要", "utf-8")
    page.take_in([source])
    page.files.pack(tmp_path / "全部.zip")
    with zipfile.ZipFile(tmp_path / "全部.zip") as archive:
        archive.extractall(tmp_path / "别处")
    with PlanFile.open(tmp_path / "别处" / "plan.xiezuo", author="乙") as moved:
        (piece,) = moved.plan.ordered(Evidence)
        assert store.find(moved.path, piece.sha256, piece.file_name).read_text("utf-8") == "纪要"


def test_the_page_fits_its_width(page, window, qtbot):
    page.note_paper()
    window.resize(1200, 680)
    qtbot.wait(10)
    for bar in (page.table.horizontalScrollBar(), *(a.horizontalScrollBar() for a in page.findChildren(QScrollArea))):
        assert bar.maximum() == 0
