"""The clerk's two tasks, counted in clicks and keystrokes: a received .xlsx to the printed attachment, and twenty returned
files to the printed completion report. The counts are printed and stand in the README.

The system's own dialogs (which files, what name, which printer) are answered as a person does, and what that takes is counted.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton

from xiezuo_desktop.core.records import Allocation, Indicator, Report, Unit
from xiezuo_desktop.core.tree import spread_keys
from xiezuo_desktop.exchange.send import Request, send
from xiezuo_desktop.storage import PlanFile
from xiezuo_desktop.ui import settings
from xiezuo_desktop.ui.dialogs.import_dialog import ImportDialog
from xiezuo_desktop.ui.dialogs.merge_dialog import MergeDialog
from xiezuo_desktop.ui.pages.print_page import PrintPage
from xiezuo_desktop.ui.widgets.pdf_document import PdfDocument

from .exchange_world import fill_in, return_file
from .test_import_dialog import HEADER, ROWS, write_book
from .windows import open_window

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

FILES = 20


class Clerk:
    """Presses what can be pressed in the window, and counts it. A combination such as Ctrl+P is one keystroke."""

    def __init__(self, qtbot, monkeypatch, folder: Path) -> None:
        self._qtbot, self._patch, self._folder = qtbot, monkeypatch, folder
        self.clicks = self.keys = 0

    def click(self, within: QWidget, words: str) -> None:
        """Click the button that says this, as it stands on the screen."""

        def shown() -> list[QPushButton]:
            found = [b for b in within.findChildren(QPushButton) if words in f"{b.text()}{b.accessibleName()}"]
            return [b for b in found if b.isVisible() and b.isEnabled()]

        self.wait(shown)
        self.clicks += 1
        QTest.mouseClick(shown()[0], Qt.MouseButton.LeftButton)

    def press(self, widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
        """Press a combination of keys."""
        self.keys += 1
        QTest.keyClick(widget, key, modifier)

    def will_choose(self, *paths: Path) -> None:
        """In the system's dialog: click the file and 打开; for many, click one, Ctrl+A and Enter."""

        def choose(*_: object) -> tuple[list[str], str]:
            self.clicks += 2 if len(paths) == 1 else 1
            self.keys += 0 if len(paths) == 1 else 2
            return [str(p) for p in paths], ""

        self._patch.setattr(QFileDialog, "getOpenFileNames", choose)

    def will_accept_the_name(self) -> None:
        """In the system's dialog for a new file: Enter, since the name is there already."""

        def accept(_parent: object, _title: str, proposed: str, *_: object) -> tuple[str, str]:
            self.keys += 1
            return str(self._folder / proposed.rsplit("/", 1)[1]), ""

        self._patch.setattr(QFileDialog, "getSaveFileName", accept)

    def will_print_to(self, path: Path) -> None:
        """In the printer's dialog: Enter."""

        def accept(dialog: QPrintDialog) -> int:
            self.keys += 1
            dialog.printer().setOutputFileName(str(path))
            dialog.printer().setResolution(72)
            return QPrintDialog.DialogCode.Accepted

        self._patch.setattr(QPrintDialog, "exec", accept)

    def when_open(self, kind: type[QWidget], does: Callable[[QWidget], None]) -> None:
        """Go on in a dialog of the window once it is on the screen."""

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if isinstance(dialog, kind):
                does(dialog)
            else:
                QTimer.singleShot(20, look)

        QTimer.singleShot(0, look)

    def wait(self, until: Callable[[], object]) -> None:
        """Wait as long as the program works."""
        self._qtbot.waitUntil(lambda: bool(until()), timeout=30_000)

    def print_what_is_shown(self, window, path: Path) -> int:
        """Ctrl+P, 打印…, Enter; returns the number of pages that came out."""
        window.activateWindow()  # as it is on a screen once the dialog has gone
        self.wait(window.isActiveWindow)
        self.press(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        self.wait(lambda: isinstance(window.current_page, PrintPage))
        page = window.current_page
        self.wait(lambda: page._printed is not None and not page._work.running and not page._soon.isActive())
        self.will_print_to(path)
        self.click(page, "打印…")
        self.wait(path.exists)
        paper = PdfDocument(path)
        pages = len(paper.sizes)
        paper.close()
        return pages

    def tell(self, task: str) -> None:
        """Print the counts, past the capture of pytest."""
        print(f"clerk: {task}: {self.clicks} clicks, {self.keys} keystrokes")


@pytest.fixture
def clerk(qtbot, monkeypatch, tmp_path):
    return Clerk(qtbot, monkeypatch, tmp_path)


def test_from_a_received_xlsx_to_the_printed_attachment(clerk, qtbot, tmp_path, capsys):
    title = ("临江区东西部协作2024年指标任务分解表", *[""] * (len(HEADER) - 1))
    paper = write_book(tmp_path / "分解表.xlsx", [title, HEADER, *ROWS], ["A1:G1"])
    window = open_window(qtbot, None)
    clerk.will_choose(paper)
    clerk.will_accept_the_name()

    def agree(dialog: ImportDialog) -> None:
        clerk.wait(lambda: dialog.readings)
        clerk.wait(dialog._agree.isEnabled)
        clerk.click(dialog, "确认导入")

    clerk.when_open(ImportDialog, agree)
    clerk.click(window, "导入…")
    clerk.wait(lambda: window.session.plan.indicators and window.session.can_edit)
    assert window.session.path.stem == "分解表"
    assert clerk.print_what_is_shown(window, tmp_path / "附件.pdf") >= 1
    assert window.page("print").options.report == "indicators"
    with capsys.disabled():
        clerk.tell("received .xlsx to printed attachment")
    assert (clerk.clicks, clerk.keys) == (5, 3)


def plan_and_returns(folder: Path) -> tuple[Path, list[Path]]:
    """A plan that was sent to twenty towns, and what they mailed back."""
    path, out = folder / "临江区计划.xiezuo", []
    with PlanFile.create(path, title="临江区协作2024年指标分解表", year=2024) as plan_file:
        with plan_file.edit("制作") as edit:
            keys = spread_keys(FILES)
            units = [edit.add(Unit, name=f"第{n}镇", kind="town", order=k) for n, k in enumerate(keys, 1)]
            for name, order in (("培训人数", "1"), ("消费帮扶金额", "2")):
                made = edit.add(Indicator, name=name, measure_unit="人", target="4000", order=order)
                for unit in units:
                    edit.put(Allocation, (made, unit, 0), amount="200")
        (folder / "下发").mkdir()
        request = Request(date(2024, 7, 5), 202406, "请按时报")
        sent = send(plan_file, units, folder / "下发", request, today=date(2024, 6, 1))
    for number, each in enumerate(sent):
        fill_in(each.path, f"填报人{number}", str(80 + number))
        out.append(return_file(each.path, f"填报人{number}", folder / "返回"))
    return path, out


def test_from_twenty_returned_files_to_the_printed_completion_report(clerk, qtbot, tmp_path, capsys):
    path, returned = plan_and_returns(tmp_path)
    settings.add_recent_file(path)
    window = open_window(qtbot, None)
    clerk.click(window.current_page, f"打开 {path.stem}")
    clerk.click(window.navigation, "收发与合并")
    clerk.will_choose(*returned)

    def agree(dialog: MergeDialog) -> None:
        clerk.wait(lambda: dialog.outlook.arrivals)
        clerk.wait(dialog._agree.isEnabled)
        clerk.click(dialog, dialog._agree.text())

    clerk.when_open(MergeDialog, agree)
    clerk.click(window, "合并返回文件")
    clerk.wait(lambda: len(window.session.plan.rows(Report)) == 2 * FILES)
    assert clerk.print_what_is_shown(window, tmp_path / "完成情况.pdf") >= 2
    assert window.page("print").options.report == "completion"
    with capsys.disabled():
        clerk.tell("20 returned files to printed completion report")
    assert (clerk.clicks, clerk.keys) == (6, 4)
