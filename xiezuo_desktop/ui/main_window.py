"""The main window: navigation, header, banner, the pages, status bar and menus around one Session."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from .actions import make_action, name_tooltip
from .header import Header
from .navigation import Navigation
from .page_table import PAGES, START, entry, home, homes, key
from .places import Whereabouts
from .session import leaves_no_trace
from .status import Status

if TYPE_CHECKING:
    from PySide6.QtGui import (
        QAction,
        QCloseEvent,
        QDragEnterEvent,
        QDragLeaveEvent,
        QDropEvent,
        QPaintEvent,
        QResizeEvent,
    )

    from ..core.errors import UserError
    from ..core.records import Id, Key, Record
    from .dialogs.checks_panel import ChecksPanel
    from .drops import Drops
    from .file_commands import FileCommands
    from .page import Page
    from .session import Session
    from .widgets.banner import Banner

PRODUCT = "协作任务书"
MENUS = ("文件(&F)", "编辑(&E)", "查看(&V)", "帮助(&H)")  # those of a page stand behind the second
LEAST_SIZE = 840, 440  # px; a screen of 1366×768 at 150 % has 911×465 for a window. A page that asks for more is cut
NARROW_BELOW = 1000  # px of window width under which the navigation shows icons alone


class MainWindow(QMainWindow):
    """One window, one session. `painted` comes once, after everything was on the screen for the first time."""

    painted = Signal()
    closing = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.setAcceptDrops(True)
        self.setMinimumSize(*LEAST_SIZE)
        self._was_painted = False
        self._pages: dict[str, Page] = {}
        self._current = ""
        self._whereabouts = Whereabouts(self)
        self._is_complete = False
        self._checks_panel: ChecksPanel | None = None
        self.menu_table: list[tuple[str, list[QAction | None]]] = []  # what stands in the menu bar
        self._make_actions()
        self._lay_out()
        session.file_changed.connect(self._show_file)
        session.state_changed.connect(self._show_state)
        session.changed.connect(lambda changes: self._show_texts())
        session.failed.connect(self.show_error)
        session.said.connect(lambda *_: self.banner.pass_error() if "banner" in vars(self) else None)
        session.wanted.connect(self.show_record)
        self._show_file()
        self._restore_geometry()

    # ------------------------------------------------------------------------------------------------ building

    def _make_actions(self) -> None:
        """The actions that have a button or a word on the screen; all others wait for `complete`."""
        session = self.session
        self.undo = make_action(self, "撤销(&U)", session.undo, keys="Ctrl+Z", picture="undo")
        self.redo = make_action(self, "恢复(&R)", session.redo, keys=("Ctrl+Y", "Ctrl+Shift+Z"), picture="redo")
        self.import_ = make_action(
            self,
            "导入(&I)…",
            lambda: self.files.import_papers(),
            keys="Ctrl+I",
            picture="import",
            tip="导入 Word、Excel 或文本文件",
        )
        self.preview = make_action(
            self,
            "打印预览(&P)",
            lambda: self._show_report(self.current_page.prints),
            keys="Ctrl+P",
            picture="printer",
            tip="打印预览、打印和存为 PDF",
        )
        self.checks = make_action(
            self, "校核结果(&C)…", self._show_checks, keys="F7", picture="checklist", tip="校核结果和未归位的内容"
        )
        self.history = make_action(
            self,
            "修改记录(&H)…",
            lambda: self._show_history(),
            keys="Ctrl+H",
            picture="history",
            tip="谁在什么时候改了什么",
        )

    def complete(self) -> None:
        """What waits for the first paint: the contents of the menus with their keys, and the first row as the current one."""
        if self._is_complete:
            return
        self._is_complete = True
        from .busy_line import BusyLine
        from .conflict_count import ConflictCount
        from .stage_banner import StageBanner
        from .window_menus import WindowMenus

        self.menus = WindowMenus(self, [(e.name, e.title) for e in PAGES])
        for page in self._pages.values():
            page.complete()
        self._fill_menus()
        self._show_state()
        self.current_page.begin()
        self._whereabouts.go_back()
        self.session.findings.changed.connect(self._count_findings)
        ConflictCount(self)
        BusyLine(self)
        StageBanner(self)
        QGuiApplication.instance().applicationStateChanged.connect(self._look_again)  # type: ignore[union-attr]

    def _lay_out(self) -> None:
        self.navigation = Navigation(PRODUCT)
        for number, page in enumerate(PAGES, 1):
            if page.section:
                self.navigation.add_section(page.section)
            self.navigation.add_page(page.name, page.title, page.picture, f"{page.title}　{key(number)}".strip())
        self.navigation.add_command(self.checks, "校核结果", "checklist")
        self.navigation.chosen.connect(self.show_page)
        self.header = Header([self.undo, self.redo], [self.import_, self.preview])
        self.stack = QStackedWidget()
        root = QWidget()
        root.setObjectName("root")
        across = QHBoxLayout(root)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.navigation)
        self._down = down = QVBoxLayout()
        down.setSpacing(0)
        down.addWidget(self.header)
        down.addWidget(self.stack, 1)
        across.addLayout(down, 1)
        self.setCentralWidget(root)
        self.status = Status(self.session, self.undo, self.checks)
        self.setStatusBar(self.status)

    def _count_findings(self) -> None:
        open_ = [p for p in self.session.findings.problems if p.waived is None and p.severity != "hint"]
        self.status.show_findings(sum(not u.settled for u in self.session.plan.unplaced), len(open_))

    def _look_again(self, state: Qt.ApplicationState) -> None:
        """Somebody may have written the file while the user was in another program."""
        if state == Qt.ApplicationState.ApplicationActive:
            self.session.refresh()

    def _fill_menus(self) -> None:
        page = self._pages.get(self._current)
        menus = page.menus() if page else []
        bar = self.menuBar()
        if self._is_complete:
            self.menu_table = self.menus.fill(bar, MENUS, menus)
            return
        bar.clear()
        for title in (*MENUS[:2], *(title for title, _ in menus), *MENUS[2:]):  # their words alone
            bar.addAction(title)

    # ------------------------------------------------------------------------------------------------ pages

    def show_page(self, name: str) -> None:
        """Show a page by its name: one of `PAGES`, or `START`."""
        if name != START.name and self.session.path is None:
            return
        if name not in self._pages:
            page = entry(name).load()(self.session, self)
            self._connect_page(page)
            self._pages[name] = page
            if self._is_complete:
                page.complete()
            self.stack.addWidget(page)
        self._current = name
        self.navigation.select(name)
        self.stack.setCurrentWidget(self._pages[name])
        self.status.show_summary(self._pages[name].summary())
        self.header.setVisible(self._pages[name].needs_file)
        self.preview.setVisible(not self._pages[name].previews)
        self._fill_menus()
        self._show_texts()
        if self._is_complete:
            self._pages[name].begin()

    def _connect_page(self, page: Page) -> None:
        page.meta_changed.connect(self._show_texts)
        page.summary_changed.connect(lambda words: self._show_summary(page, words))
        page.new_wanted.connect(lambda: self.files.ask_new())
        page.open_wanted.connect(lambda: self.files.ask_open())
        page.file_wanted.connect(lambda path: self.files.open_path(path))
        page.import_wanted.connect(lambda: self.files.import_papers())
        page.paste_wanted.connect(lambda: self.files.import_clipboard())
        page.sample_wanted.connect(lambda: self.files.open_sample())
        page.history_wanted.connect(self._show_history)
        page.page_wanted.connect(self.show_page)
        page.report_wanted.connect(self._show_report)
        page.unit_report_wanted.connect(self._show_report)
        page.checks_wanted.connect(self._show_checks)

    def _show_summary(self, page: Page, words: str) -> None:
        """What is selected on the page that is seen; others tell of theirs too when the plan changes."""
        if page is self._pages.get(self._current):
            self.status.show_summary(words)

    def page(self, name: str) -> Page:
        """The page with this name; it is made when it has not been shown yet."""
        if name not in self._pages:
            self.show_page(name)
        return self._pages[name]

    def show_record(self, record_type: type[Record], key: Key) -> None:
        """Show a record on the page that has it."""
        names = [self._current, *(e.name for e in PAGES if e.name != self._current)]
        made = homes(record_type)
        for name in names:
            if name in self._pages or name in made:
                page = self.page(name)
                if page.show_record(record_type, key):
                    self.show_page(name)
                    return

    # ------------------------------------------------------------------------------------------------ following the session

    def _show_file(self) -> None:
        session = self.session
        is_open = session.path is not None
        self.setWindowTitle(f"{session.path.stem} – {PRODUCT}" if session.path else PRODUCT)
        self.navigation.set_pages_enabled(is_open)
        for action in (self.preview, self.checks, self.history):
            action.setEnabled(is_open)
        if "banner" in vars(self):
            self.banner.dismiss()
        self._whereabouts.leave()
        place = self._whereabouts.last()
        stays = self._current not in ("", START.name)
        if not is_open:
            self.show_page(START.name)
        else:
            self.show_page(place.page if place else self._current if stays else home(session))
        if place and self._is_complete:
            QTimer.singleShot(0, self, self._whereabouts.go_back)  # the pages follow the session after us
        self._show_state()
        if is_open and not session.can_edit:
            from .looking_only import say_read_only

            say_read_only(self)

    def _show_state(self) -> None:
        session = self.session
        for action, word, label in ((self.undo, "撤销", session.undo_label), (self.redo, "恢复", session.redo_label)):
            action.setEnabled(label is not None)
            action.setText(f"{word}{'：' + label if label else ''}(&{'U' if action is self.undo else 'R'})")
            name_tooltip(action, f"{word}：{label}" if label else word)
        is_open = session.path is not None
        self.import_.setEnabled(session.can_edit or not is_open)
        if self._is_complete:
            self.menus.refresh()

    def _show_texts(self) -> None:
        page = self._pages.get(self._current)
        if page:
            if page.needs_file:
                self.header.set_texts(page.heading(), page.meta())
                self.header.set_primary(page.primary_action())
            self.header.continue_below(page.has_filters)

    def show_error(self, error: UserError) -> None:
        """Say what could not be done, over the page; the data are as they were."""
        self.banner.say_error(error)

    # ------------------------------------------------------------------------------------------------ commands

    @property
    def current_page(self) -> Page:
        """The page that is shown."""
        return self._pages[self._current]

    @property
    def current_name(self) -> str:
        """The name of the page that is shown."""
        return self._current

    @cached_property
    def files(self) -> FileCommands:
        """New, open, import, copy; imported when it is first needed."""
        from .file_commands import FileCommands

        return FileCommands(self.session, self)

    @cached_property
    def banner(self) -> Banner:
        """One line over the page; made when there is something to say."""
        from .widgets.banner import Banner

        banner = Banner()
        banner.left.connect(lambda: self.current_page.begin())
        self._down.insertWidget(0, banner)
        return banner

    def _show_checks(self) -> None:
        if self._checks_panel is None:
            from .checks_below import checks_below

            self._checks_panel = checks_below(self.stack, self._down, self.session, self)
            self._checks_panel.record_wanted.connect(self.show_record)
            self._checks_panel.report_wanted.connect(self._show_report)
        self._checks_panel.show()
        self._checks_panel.take_keys()

    def _show_report(self, name: str, unit: Id | None = None) -> None:
        """The page for printing, with this report chosen, for all units or one; "" leaves the one that is."""
        from .pages.print_page import PrintPage

        page = self.page("print")
        assert isinstance(page, PrintPage)
        if name:
            page.options.choose(name, unit)
        self.show_page("print")

    def _show_history(self, record_type: type[Record] | None = None, key: Key | None = None) -> None:
        from .pages.history_page import HistoryPage

        page = self.page("history")
        assert isinstance(page, HistoryPage)
        page.show_of((record_type, key) if record_type and key else None)
        self.show_page("history")

    # ------------------------------------------------------------------------------------------------ Qt's events

    def _restore_geometry(self) -> None:
        self.resize(1366, 697)
        if not leaves_no_trace():
            from .settings import window_geometry

            geometry = window_geometry()
            if geometry is not None:
                self.restoreGeometry(geometry)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self.painted.emit)  # the pages are painted in the same round

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.navigation.set_narrow(self.width() < NARROW_BELOW)

    @cached_property
    def drops(self) -> Drops:
        """What takes files that are dragged here."""
        from .drops import Drops

        return Drops(self)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.drops.enter(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.drops.leave()

    def dropEvent(self, event: QDropEvent) -> None:
        self.drops.drop(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not leaves_no_trace():
            from .settings import set_window_geometry

            set_window_geometry(self.saveGeometry())
        super().closeEvent(event)
        self.closing.emit()
        self._whereabouts.remember()
        self.session.file_changed.disconnect(self._show_file)  # nobody sees the start page any more
        self.session.close()
