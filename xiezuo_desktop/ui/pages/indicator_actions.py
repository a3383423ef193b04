"""The commands of the indicator tree as actions: for its menu, its context menu and its keys."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from ..actions import make_action

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from ..models.indicator_nodes import Node
    from .indicators_page import IndicatorsPage


class IndicatorActions:
    """All actions of the page. Their keys work while the tree has the focus."""

    def __init__(self, page: IndicatorsPage) -> None:
        self._page = page
        self._is_complete = False
        make = self._make = partial(make_action, page.view)
        self.add = make(
            "新增指标(&N)",
            lambda: page.edits.add_below(page.current_id()),
            keys=("Ctrl+Enter", "Ctrl+Return", "Ins"),
            picture="plus",
        )
        self.lock = make(
            "锁定结构(&K)",
            page.set_locked,
            picture="unlock",
            checkable=True,
            tip="锁定结构：不能拖动、移动、新增和删除行",
        )
        self.panel = make(
            "详情面板", lambda: page.toggle_detail(), picture="panel", checkable=True, tip="显示或隐藏详情面板　F4"
        )
        self.menu: list[QAction | None] = []

    def complete(self) -> None:
        """Make all the others."""
        if self._is_complete:
            return
        self._is_complete = True
        page, make = self._page, self._make
        edits, ids, current = page.edits, page.selected_ids, page.current_id
        self.add_sub = make(
            "新增其中项(&S)",
            lambda: edits.add_sub(current()),
            keys=("Ctrl+Shift+Enter", "Ctrl+Shift+Return"),
            picture="sub_row",
        )
        self.add_category = make(
            "新增类别(&G)", lambda: edits.add_category(current()), keys="Ctrl+Shift+G", picture="category"
        )
        self.up = make("上移(&U)", lambda: edits.shift(ids(), True), keys="Ctrl+Up", picture="arrow_up")
        self.down = make("下移(&D)", lambda: edits.shift(ids(), False), keys="Ctrl+Down", picture="arrow_down")
        self.indent = make("降为其中项(&I)", lambda: edits.indent(ids()), keys="Alt+Shift+Right", picture="indent")
        self.outdent = make("升一级(&O)", lambda: edits.outdent(ids()), keys="Alt+Shift+Left", picture="outdent")
        self.copy = make("复制(&C)", lambda: page.copy(whole_rows=False), keys="Ctrl+C", picture="copy")
        self.copy_rows = make("复制整行(&R)", lambda: page.copy(whole_rows=True), keys="Ctrl+Shift+C")
        self.paste = make("粘贴(&V)", page.paste, keys="Ctrl+V", picture="clipboard")
        self.clear = make("清除内容(&L)", page.clear_cells, keys="Del")
        self.delete = make("删除行(&X)", lambda: edits.delete(ids()), keys="Ctrl+Del", picture="trash")
        self.renumber = make("全部重新编号(&B)", edits.renumber)
        self.expand = make("全部展开(&E)", page.expand_all, keys="Ctrl+Shift+E")
        self.collapse = make("全部收起(&W)", page.collapse_all, keys="Ctrl+Shift+W")
        self._fill_menu()

    def _fill_menu(self) -> None:
        line = None
        self.menu += [self.add, self.add_sub, self.add_category, line]
        self.menu += [self.up, self.down, self.indent, self.outdent, line]
        self.menu += [self.copy, self.copy_rows, self.paste, self.clear, self.delete, line]
        self.menu += [self.renumber, self.lock, line, self.expand, self.collapse]
        view = self._page.view
        for action in self.menu:
            if action is None:
                separator = self._make("")
                separator.setSeparator(True)
                view.addAction(separator)
            else:
                action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                view.addAction(action)

    def refresh(self, *, can_edit: bool, current: Node) -> None:
        """Enable what is possible with the row that is current."""
        free = can_edit and not self.lock.isChecked()
        row = current.record is not None
        indicator = row and not current.is_category
        sub = indicator and bool(current.tag)
        self.add.setEnabled(free)
        self.lock.setEnabled(can_edit)
        if not self._is_complete:
            return
        for action in (self.add_category, self.renumber):
            action.setEnabled(free)
        for action in (self.up, self.down, self.delete):
            action.setEnabled(free and row)
        self.add_sub.setEnabled(free and indicator)
        self.indent.setEnabled(free and indicator and current.row > 0)
        self.outdent.setEnabled(free and sub)
        for action in (self.paste, self.clear):
            action.setEnabled(can_edit)
