"""Where dialogs for files begin, and what they propose."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget

from xiezuo_desktop.ui import settings
from xiezuo_desktop.ui.asking import ask_save, fitting_name, folder_for
from xiezuo_desktop.ui.dialogs import confirm


@pytest.fixture
def parent(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    return made


def test_a_dialog_begins_beside_the_plan_and_then_where_it_ended(parent, tmp_path, monkeypatch):
    plan, other = tmp_path / "计划" / "a.xiezuo", tmp_path / "打印"
    plan.parent.mkdir()
    other.mkdir()
    proposed = []
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda _p, _t, name, _f: (proposed.append(name), (str(other / "b.pdf"), ""))[1]
    )
    assert ask_save(parent, "", "甲.pdf", "", kind="asked-1", beside=plan) == other / "b.pdf"
    ask_save(parent, "", "甲.pdf", "", kind="asked-1", beside=plan)
    assert proposed == [str(plan.parent / "甲.pdf"), str(other / "甲.pdf")]
    assert folder_for("asked-2", plan) == plan.parent


def test_a_folder_that_is_gone_is_not_offered(tmp_path):
    settings.set_folder("asked-3", tmp_path / "gone")
    assert folder_for("asked-3", tmp_path / "a.xiezuo") == tmp_path


def test_a_plan_named_without_its_folder_is_in_the_present_one(tmp_path, monkeypatch):
    from pathlib import Path

    monkeypatch.chdir(tmp_path)
    assert folder_for("asked-4", Path("a.xiezuo")) == tmp_path


def test_an_ending_left_out_is_added_and_what_stands_there_is_asked_for(parent, tmp_path, monkeypatch):
    (tmp_path / "甲.pdf").touch()
    asked = []

    monkeypatch.setattr(confirm, "agreed", lambda _parent, _title, words, _word: asked.append(words))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "甲"), ""))
    assert ask_save(parent, "", "x.pdf", "", kind="asked-5", beside=tmp_path / "a") is None
    assert "甲.pdf" in asked[0]


@pytest.mark.parametrize(
    ("typed", "chosen_filter", "written"),
    [
        ("甲", "Word (*.docx)", "甲.docx"),
        ("甲.DOCX", "PDF (*.pdf)", "甲.DOCX"),
        ("甲3.5", "", "甲3.5.pdf"),
    ],
)
def test_the_kind_of_file_is_the_one_typed_else_the_one_chosen(
    parent, tmp_path, monkeypatch, typed, chosen_filter, written
):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / typed), chosen_filter))
    kinds = "PDF (*.pdf);;Word (*.docx)"
    assert ask_save(parent, "", "x.pdf", kinds, kind="asked-6", beside=tmp_path / "a") == tmp_path / written


def test_names_fit_a_file_system():
    assert fitting_name('甲/乙:"丙"\n', ".pdf") == "甲_乙__丙__.pdf"
    long = fitting_name("协" * 300, ".docx")
    assert long.endswith("协.docx")
    assert len(long.encode()) <= 200
