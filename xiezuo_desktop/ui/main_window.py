"""The main window: navigation, header, banner, the pages, status bar and menus around one Session."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from . import settings
from .actions import make_action, name_tooltip
from .file_commands import FileCommands
from .header import Header
from .navigation import Navigation
from .session import leaves_no_trace
from .status import Status
from .widgets.banner import Banner

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent, QResizeEvent

    from ..core.errors import UserError
    from ..core.records import Key, Record
    from .page import Page
    from .session import Session

PRODUCT = "协作任务书"
NARROW_BELOW = 1000  # px of window width under which the navigation shows icons alone


@dataclass(frozen=True)
class Entry:
    """A page of the window. `load` imports its class when the page is first shown."""

    name: str
    title: str
    section: str  # the heading above it in the navigation, said once
    picture: str
    load: Callable[[], type[Page]]


def _start_page() -> type[Page]:
    from .pages.start_page import StartPage

    return StartPage


def _indicators_page() -> type[Page]:
    from .pages.indicators_page import IndicatorsPage

    return IndicatorsPage


def _units_page() -> type[Page]:
    from .pages.units_page import UnitsPage

    return UnitsPage


def _print_page() -> type[Page]:
    from .pages.print_page import PrintPage

    return PrintPage


PAGES = (
    Entry("indicators", "指标体系", "编制", "tree", _indicators_page),
    Entry("units", "责任单位", "", "building", _units_page),
    Entry("print", "打印预览", "输出", "printer", _print_page),
)


class MainWindow(QMainWindow):
    """One window, one session. `painted` comes once, after everything was on the screen for the first time."""

    painted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.setWindowTitle(PRODUCT)
        self.setAcceptDrops(True)
        self._was_painted = False
        self._pages: dict[str, Page] = {}
        self._current = ""
        self.files = FileCommands(session, self)
        self._make_actions()
        self._lay_out()
        self._fill_menus()
        session.file_changed.connect(self._show_file)
        session.state_changed.connect(self._show_state)
        session.changed.connect(lambda changes: self._show_texts())
        session.failed.connect(self.show_error)
        session.wanted.connect(self.show_record)
        self._show_file()
        self._restore_geometry()

    # ------------------------------------------------------------------------------------------------ building

    def _make_actions(self) -> None:
        session = self.session
        self.undo = make_action(self, "撤销(&U)", session.undo, keys="Ctrl+Z", picture="undo")
        self.redo = make_action(self, "恢复(&R)", session.redo, keys=("Ctrl+Y", "Ctrl+Shift+Z"), picture="redo")
        self.search = make_action(self, "查找(&F)", self._find, keys="Ctrl+F", picture="search", tip="在这一页里查找")
        self.preview = make_action(
            self,
            "打印预览(&P)",
            lambda: self.show_page("print"),
            keys="Ctrl+P",
            picture="printer",
            tip="打印预览、打印和存为 PDF",
        )
        self.detail = make_action(
            self, "详情面板(&D)", self._toggle_detail, keys="F4", picture="panel", tip="显示或隐藏详情面板"
        )
        self.checks = make_action(
            self, "校核结果(&C)…", self._show_checks, keys="F7", picture="checklist", tip="校核结果和未归位的内容"
        )
        self.history = make_action(
            self, "修改记录(&H)…", self._show_history, keys="Ctrl+H", picture="history", tip="谁在什么时候改了什么"
        )
        self.help = make_action(self, "键盘快捷键(&K)", self._show_keys, keys="F1", picture="help")
        self.log_folder = make_action(self, "打开日志文件夹(&L)", self._open_log_folder)
        self.about = make_action(self, "关于(&A)", self._show_about)
        self.quit = make_action(self, "退出(&X)", self.close, keys="Ctrl+Q")
        self._page_actions = [
            make_action(
                self,
                f"{entry.title}(&{number})",
                lambda _=False, n=entry.name: self.show_page(n),
                keys=f"Ctrl+{number}",
            )
            for number, entry in enumerate(PAGES, 1)
        ]

    def _lay_out(self) -> None:
        self.navigation = Navigation(PRODUCT)
        for entry, action in zip(PAGES, self._page_actions, strict=True):
            if entry.section:
                self.navigation.add_section(entry.section)
            self.navigation.add_page(entry.name, entry.title, entry.picture, action.toolTip())
        for action, title, picture in ((self.checks, "校核结果", "checklist"), (self.history, "修改记录", "history")):
            self.navigation.add_command(action, title, picture)
        self.navigation.chosen.connect(self.show_page)
        self.banner = Banner()
        self.header = Header([self.undo, self.redo], [self.files.import_, self.preview])
        self.stack = QStackedWidget()
        root = QWidget()
        root.setObjectName("root")
        across = QHBoxLayout(root)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.navigation)
        down = QVBoxLayout()
        down.setSpacing(0)
        for widget in (self.banner, self.header):
            down.addWidget(widget)
        down.addWidget(self.stack, 1)
        across.addLayout(down, 1)
        self.setCentralWidget(root)
        self.status = Status(self.session, self.undo, self.checks)
        self.setStatusBar(self.status)

    def _fill_menus(self) -> None:
        bar, files = self.menuBar(), self.files
        bar.clear()
        page = self._pages.get(self._current)
        line = None
        file_menu: list[QAction | None] = [
            files.new,
            files.open,
            files.recent.menuAction(),
            line,
            files.import_,
            files.paste,
        ]
        file_menu += [line, files.save_copy, self.preview, line, files.close, self.quit]
        menus: list[tuple[str, list[QAction | None]]] = [
            ("文件(&F)", file_menu),
            ("编辑(&E)", [self.undo, self.redo, line, self.search]),
            *(page.menus() if page else []),
            ("查看(&V)", [*self._page_actions, line, self.detail, line, self.checks, self.history]),
            ("帮助(&H)", [self.help, self.log_folder, self.about]),
        ]
        for title, actions in menus:
            menu = bar.addMenu(title)
            menu.setToolTipsVisible(True)
            for action in actions:
                if action is None:
                    menu.addSeparator()
                else:
                    menu.addAction(action)

    # ------------------------------------------------------------------------------------------------ pages

    def show_page(self, name: str) -> None:
        """Show a page by its name: one of `PAGES`, or "start"."""
        if name != "start" and self.session.path is None:
            return
        if name not in self._pages:
            page = self._load(name)(self.session, self)
            self._connect_page(page)
            self._pages[name] = page
            self.stack.addWidget(page)
        self._current = name
        self.navigation.select(name)
        self.stack.setCurrentWidget(self._pages[name])
        self.status.show_summary("")
        self.header.set_primary(self._pages[name].primary_action())
        self.header.setVisible(self._pages[name].needs_file)
        self.header.continue_below(self._pages[name].has_filters)
        self._fill_menus()
        self._show_texts()
        self._pages[name].setFocus()

    def _connect_page(self, page: Page) -> None:
        page.meta_changed.connect(self._show_texts)
        page.summary_changed.connect(self.status.show_summary)
        page.new_wanted.connect(self.files.ask_new)
        page.open_wanted.connect(self.files.ask_open)
        page.file_wanted.connect(self.files.open_path)
        page.import_wanted.connect(self.files.import_papers)
        page.paste_wanted.connect(self.files.import_clipboard)
        page.sample_wanted.connect(self.files.open_sample)
        page.history_wanted.connect(self._show_history)

    def _load(self, name: str) -> type[Page]:
        if name == "start":
            return _start_page()
        return next(entry.load for entry in PAGES if entry.name == name)()

    def page(self, name: str) -> Page:
        """The page with this name; it is made when it has not been shown yet."""
        if name not in self._pages:
            self.show_page(name)
        return self._pages[name]

    def show_record(self, record_type: type[Record], key: Key) -> None:
        """Show a record on the page that has it."""
        names = [self._current, *(e.name for e in PAGES if e.name != self._current)]
        for name in names:
            if name in self._pages or name in ("indicators", "units"):
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
        for action in (self.preview, self.search, self.detail, self.checks, self.history, *self._page_actions):
            action.setEnabled(is_open)
        self.banner.dismiss()
        self.show_page((self._current if self._current not in ("", "start") else "indicators") if is_open else "start")
        self._show_state()
        if is_open and not session.can_edit:
            self._say_read_only()

    def _say_read_only(self) -> None:
        owner = self.session.owner
        if owner:
            sentence = f"{owner} 正在编辑这份文件，已以只读方式打开。您可以查看、打印，也可以另存一份副本来修改。"
        else:
            sentence = "这份文件或它所在的文件夹不能写入，已以只读方式打开。要修改请先另存副本。"
        ways = [("重试", self.files.retry), ("另存副本…", self.files.ask_copy)]
        self.banner.say(sentence, kind="lock", ways=ways, closable=False)

    def _show_state(self) -> None:
        session = self.session
        for action, word, label in ((self.undo, "撤销", session.undo_label), (self.redo, "恢复", session.redo_label)):
            action.setEnabled(label is not None)
            action.setText(f"{word}{'：' + label if label else ''}(&{'U' if action is self.undo else 'R'})")
            name_tooltip(action, f"{word}：{label}" if label else word)
        self.files.refresh()

    def _show_texts(self) -> None:
        page = self._pages.get(self._current)
        if page:
            self.header.set_texts(page.heading(), page.meta())

    def show_error(self, error: UserError) -> None:
        """Say what could not be done, over the page; the data are as they were."""
        self.banner.say_error(error)

    # ------------------------------------------------------------------------------------------------ commands

    def _find(self) -> None:
        self._pages[self._current].focus_search()

    def _toggle_detail(self) -> None:
        self._pages[self._current].toggle_detail()

    def _show_checks(self) -> None:
        from .dialogs.checks_panel import ChecksPanel

        ChecksPanel(self.session, self).show()

    def _show_history(self, record_type: type[Record] | None = None, key: Key | None = None) -> None:
        from .dialogs.history_dialog import HistoryDialog

        record = (record_type, key) if record_type and key else None
        HistoryDialog(self.session, self, record=record).show()

    def _show_keys(self) -> None:
        from .dialogs.keys_dialog import KeysDialog

        KeysDialog(self.menuBar().actions(), self).show()

    def _show_about(self) -> None:
        from PySide6.QtWidgets import QMessageBox

        from .. import __version__

        QMessageBox.about(
            self, f"关于{PRODUCT}", f"{PRODUCT} {__version__}\n东西部协作年度指标的分解、任务书与考核，离线使用。"
        )

    def _open_log_folder(self) -> None:
        from PySide6.QtCore import QUrl
        from PySide6.QtGui import QDesktopServices

        from .crash import log_file

        log_file().parent.mkdir(parents=True, exist_ok=True)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(log_file().parent)))

    # ------------------------------------------------------------------------------------------------ Qt's events

    def _restore_geometry(self) -> None:
        geometry = None if leaves_no_trace() else settings.window_geometry()
        if geometry is None or not self.restoreGeometry(geometry):
            self.resize(1366, 697)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self.painted.emit)  # the pages are painted in the same round

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.navigation.set_narrow(self.width() < NARROW_BELOW)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowActivate and self._was_painted:
            self.session.refresh()
        return super().event(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        QTimer.singleShot(0, lambda: self.files.take(files))  # the program that drags waits until we return

    def closeEvent(self, event: QCloseEvent) -> None:
        if not leaves_no_trace():
            settings.set_window_geometry(self.saveGeometry())
        super().closeEvent(event)
        self.session.close()
