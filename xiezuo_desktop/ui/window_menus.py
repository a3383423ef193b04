"""The menus of the main window: every command with its letter and its key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from .actions import make_action
from .page_table import key, letter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QMenuBar

    from .dialogs.help_window import HelpWindow
    from .main_window import MainWindow

    Table = list[tuple[str, list[QAction | None]]]

PRODUCT = "协作任务书"


class WindowMenus:
    """The actions that only menus and keys have; made after the first paint."""

    def __init__(self, window: MainWindow, pages: Sequence[tuple[str, str]]) -> None:
        self._window = window
        self._shown: list[QMenu] = []
        make = make_action
        self.search = make(
            window,
            "查找(&F)",
            lambda: window.current_page.focus_search(),
            keys="Ctrl+F",
            picture="search",
            tip="在这一页里查找",
        )
        self.replace = make(
            window, "查找和替换(&H)…", self._show_replace, keys="Ctrl+Shift+F", tip="在整份计划里查找和替换"
        )
        self.detail = make(
            window,
            "详情面板(&D)",
            lambda: window.current_page.toggle_detail(),
            keys="F4",
            picture="panel",
            tip="显示或隐藏详情面板",
        )
        self.pages = [
            make(window, f"{title}(&{letter(number)})", lambda _=False, n=name: window.show_page(n), keys=key(number))
            for number, (name, title) in enumerate(pages, 1)
        ]
        self.help = make(
            window, "本页的说明(&H)", self._show_help, keys="F1", picture="help", tip="使用手册里讲这一页的一章"
        )
        self.keys = make(window, "键盘快捷键(&K)", self._show_keys, keys="Shift+F1")
        self._manual: HelpWindow | None = None
        self.log_folder = make(window, "打开日志文件夹(&L)", self._open_log_folder)
        self.about = make(window, "关于(&A)", self._show_about)
        self.quit = make(window, "退出(&X)", window.close, keys="Ctrl+Q")

    def fill(self, bar: QMenuBar, titles: Sequence[str], of_page: Sequence[tuple[str, list[QAction | None]]]) -> Table:
        """Put all menus into the bar, in the place of those that are there. Returns what stands there now."""
        bar.clear()
        for old in self._shown:
            old.deleteLater()
        self._shown = []
        table = self.all(titles, of_page)
        for title, actions in table:
            menu = QMenu(title, bar)
            bar.addMenu(menu)
            self._shown.append(menu)
            menu.setToolTipsVisible(True)
            for action in actions:
                if action is None:
                    menu.addSeparator()
                else:
                    menu.addAction(action)
        return table

    def all(
        self, titles: Sequence[str], of_page: Sequence[tuple[str, list[QAction | None]]]
    ) -> list[tuple[str, list[QAction | None]]]:
        """All menus in their order, with those of the page that is shown after 编辑."""
        window, files, line = self._window, self._window.files, None
        file, edit, view, help_ = titles
        file_menu: list[QAction | None] = [files.new, files.open, files.recent.menuAction(), line, window.import_]
        file_menu += [
            files.paste,
            line,
            files.merge_returns,
            line,
            files.save_copy,
            window.preview,
            line,
            files.close,
            self.quit,
        ]
        return [
            (file, file_menu),
            (edit, [window.undo, window.redo, line, self.search, self.replace]),
            *of_page,
            (
                view,
                [*self.pages, line, *window.current_page.view_menu(), self.detail, line, window.checks, window.history],
            ),
            (help_, [self.help, self.keys, line, self.log_folder, self.about]),
        ]

    def refresh(self) -> None:
        """Enable what is possible now."""
        is_open = self._window.session.path is not None
        for action in (self.search, self.replace, self.detail, *self.pages):
            action.setEnabled(is_open)
        self._window.files.refresh()

    def _show_help(self) -> None:
        from .dialogs.help_window import HelpWindow

        if self._manual is None:
            self._manual = HelpWindow(self._window)
        self._manual.show()  # first: pictures are made to fit its width
        self._manual.show_chapter(f"{self._window.current_name}.md")
        self._manual.raise_()
        self._manual.activateWindow()

    def _show_replace(self) -> None:
        from .dialogs.replace_dialog import ReplaceDialog

        ReplaceDialog(self._window.session, self._window).open()

    def _show_keys(self) -> None:
        from .dialogs.keys_dialog import KeysDialog

        KeysDialog(self._window.menu_table, self._window).show()

    def _show_about(self) -> None:
        from PySide6.QtWidgets import QMessageBox

        from .. import __version__

        sentence = f"{PRODUCT} {__version__}\n东西部协作年度指标的分解、任务书与考核，离线使用。"
        QMessageBox.about(self._window, f"关于{PRODUCT}", sentence)

    def _open_log_folder(self) -> None:
        from .dialogs.crash_dialog import open_log_folder

        open_log_folder()
