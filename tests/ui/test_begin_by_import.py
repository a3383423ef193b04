"""A paper begins a plan: it takes its title from the paper, and is gone again when the person turns away."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from xiezuo_desktop.ui import settings
from xiezuo_desktop.ui.dialogs.import_dialog import ImportDialog
from xiezuo_desktop.ui.file_commands import free_path

from .dialogs import when_asked
from .test_import_dialog import HEADER, ROWS, write_book
from .windows import open_window


@pytest.fixture
def window(qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "收到的.xiezuo"), ""))
    return open_window(qtbot, None)


def answer_import(qtbot, press: str) -> None:
    """Wait in the import dialog until all is read, then press one of its buttons."""

    def press_it(dialog) -> None:
        assert isinstance(dialog, ImportDialog)
        qtbot.waitUntil(lambda: bool(dialog.readings), timeout=20_000)
        getattr(dialog, press).click()

    when_asked(press_it)


def paper(tmp_path, *titles):
    rows = [(t, *[""] * (len(HEADER) - 1)) for t in titles]
    return write_book(tmp_path / "表一.xlsx", [*rows, HEADER, *ROWS], ["A1:G1"] if titles else [])


def test_the_plan_bears_the_title_of_the_paper(qtbot, window, tmp_path):
    answer_import(qtbot, "_agree")
    window.files.import_papers([paper(tmp_path, "临江区东西部协作2024年指标任务分解表")])
    assert window.session.plan.info.title == "临江区东西部协作2024年指标任务分解表"
    assert settings.recent_files()[0] == tmp_path / "收到的.xiezuo"
    assert window.current_page.heading() == "临江区东西部协作2024年指标任务分解表"


def test_a_paper_without_a_title_leaves_the_name_of_the_file(qtbot, window, tmp_path):
    answer_import(qtbot, "_agree")
    window.files.import_papers([paper(tmp_path)])
    assert len(window.session.plan.indicators) == 4
    assert window.current_page.heading() == "收到的"


def test_turning_away_leaves_no_empty_plan(qtbot, window, tmp_path):
    listed = []  # whenever the start page looks at the recent files
    window.session.file_changed.connect(lambda: listed.append(settings.recent_files()))
    answer_import(qtbot, "_cancel")
    window.files.import_papers([paper(tmp_path, "临江区东西部协作2024年指标任务分解表")])
    assert window.session.path is None
    assert all(tmp_path / "收到的.xiezuo" not in files for files in listed)
    assert not list(tmp_path.glob("*.xiezuo*"))


def test_turning_away_keeps_a_plan_that_was_open(qtbot, window, tmp_path):
    source = paper(tmp_path, "临江区东西部协作2024年指标任务分解表")
    answer_import(qtbot, "_agree")
    window.files.import_papers([source])
    answer_import(qtbot, "_cancel")
    window.files.import_papers([source])
    assert len(window.session.plan.indicators) == 4
    assert (tmp_path / "收到的.xiezuo").exists()


def test_a_name_that_is_taken_is_not_proposed(tmp_path):
    assert free_path(tmp_path, "来文") == tmp_path / "来文.xiezuo"
    for name in ("来文.xiezuo", "来文（2）.xiezuo"):
        (tmp_path / name).touch()
    assert free_path(tmp_path, "来文") == tmp_path / "来文（3）.xiezuo"


def test_nobody_is_asked_for_a_file_when_nothing_was_copied(qtbot, window, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: pytest.fail("asked"))
    QGuiApplication.clipboard().clear()
    window.files.import_clipboard()
    assert "没有复制" in window.banner.text


def test_a_file_copied_in_the_file_manager_is_imported_as_one_dropped(qtbot, window, tmp_path):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(paper(tmp_path, "临江区东西部协作2024年指标任务分解表")))])
    QGuiApplication.clipboard().setMimeData(mime)
    answer_import(qtbot, "_agree")
    window.files.import_clipboard()
    assert window.session.plan.info.title == "临江区东西部协作2024年指标任务分解表"


def test_a_scheme_that_comes_alone_is_shown_where_its_rules_are_checked(qtbot, window, tmp_path):
    answer_import(qtbot, "_agree")
    window.files.import_papers([paper(tmp_path, "临江区东西部协作2024年指标任务分解表")])
    scheme = tmp_path / "评价办法.txt"
    scheme.write_text(
        "序号\t考核内容\t分值\t评分标准\t得分\n1\t召开联席会议\t4\t完成得4分，未完成得0分\t\n"
        "2\t引进企业数\t6\t完成得6分；未完成的，得分＝6×完成率\t\n",
        encoding="utf-8",
    )
    answer_import(qtbot, "_agree")
    window.files.import_papers([scheme])
    assert window.current_name == "scores"
