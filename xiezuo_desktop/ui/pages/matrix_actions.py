"""The commands of the matrix as actions: for its menu, its context menu, its keys and the buttons above it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from ..actions import make_action

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from .matrix_page import MatrixPage


class MatrixActions:
    """All actions of the page. Their keys work while the sheet has the focus."""

    def __init__(self, page: MatrixPage) -> None:
        make = partial(make_action, page.grid)
        self.columns = make("添加单位列(&N)…", page.ask_columns, picture="plus", tip="选择分解到哪些单位和协作地区")
        self.drop = make("去掉选中的列(&X)", page.drop_columns, picture="trash", tip="去掉选中的列和其中的数")
        self.copy = make("复制(&C)", page.copy, keys="Ctrl+C", picture="copy")
        self.paste = make("粘贴(&V)", page.paste, keys="Ctrl+V", picture="clipboard")
        self.all = make("全选(&A)", page.grid.select_all, keys="Ctrl+A")
        self.down = make("向下填充(&D)", page.fill_down, keys="Ctrl+D", tip="把选中区域第一行填到下面各行")
        self.right = make("向右填充(&R)", page.fill_right, keys="Ctrl+R", tip="把选中区域第一列填到右边各列")
        self.even = make(
            "平均分配(&E)", page.split_evenly, tip="把还没有分到别处的数平均分给选中的列；余数从前往后各加一份"
        )
        self.weights = make("按比例分配(&W)…", page.ask_weights, tip="按另一项指标的分解数，或输入比例，分给选中的列")
        self.rest = make("余数归(&T)…", page.ask_rest, tip="把未分配的数加到一列")
        self.clear = make("清除(&K)", page.clear, tip="清除选中的数　Delete")
        self.open_only = make("只看未分完(&O)", page.show_open_only, checkable=True, tip="只显示没有分完或者超出的指标")
        line = None
        self.menu: list[QAction | None] = [self.even, self.weights, self.rest, line, self.down, self.right, line]
        self.menu += [self.copy, self.paste, self.clear, self.all, line, self.columns, self.drop, line, self.open_only]
        for action in self.menu:
            if action is None:
                separator = make("")
                separator.setSeparator(True)
                page.grid.addAction(separator)
            else:
                action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                page.grid.addAction(action)

    def refresh(self, *, can_edit: bool, has_cells: bool, has_columns: bool) -> None:
        """Enable what is possible with what is selected."""
        self.columns.setEnabled(can_edit)
        self.drop.setEnabled(can_edit and has_columns)
        for action in (self.paste, self.down, self.right, self.clear):
            action.setEnabled(can_edit and has_cells)
        for action in (self.even, self.weights, self.rest):
            action.setEnabled(can_edit and has_cells and has_columns)
        self.copy.setEnabled(has_cells)
