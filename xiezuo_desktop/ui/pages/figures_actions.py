"""The commands of the page 进度填报 as actions: for its menu, its context menu, its keys and buttons."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from ..actions import make_action

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from .figures_page import FiguresPage


class FiguresActions:
    """All actions of the page. Their keys work while the sheet has the focus."""

    def __init__(self, page: FiguresPage) -> None:
        make = partial(make_action, page.grid)
        self.take_in = make(
            "导入填报表(&I)…", page.commands.ask_forms, picture="import", tip="读入单位填好的 Excel 填报表"
        )
        self.give_out = make(
            "导出填报表(&X)…", page.commands.ask_folder, picture="export", tip="给每个单位做一份 Excel 填报表"
        )
        self.make_return = make(
            "生成上报文件(&U)…",
            page.commands.make_return,
            keys="Ctrl+Shift+U",
            picture="send",
            tip="把本单位填写的内容生成一个文件，发回给下发单位",
        )
        self.copy = make("复制(&C)", page.commands.copy, keys="Ctrl+C", picture="copy")
        self.paste = make("粘贴(&V)", page.commands.paste, keys="Ctrl+V", picture="clipboard")
        self.all = make("全选(&A)", page.grid.select_all, keys="Ctrl+A")
        self.down = make("向下填充(&D)", page.commands.fill_down, keys="Ctrl+D", tip="把选中区域第一行填到下面各行")
        self.clear = make("清除(&K)", page.commands.clear, tip="清除选中的填报数　Delete")
        self.accept = make(
            "核定(&H)", page.commands.accept, keys="Ctrl+Return", picture="check", tip="核定选中行的填报数"
        )
        self.send_back = make("退回(&B)…", page.commands.ask_send_back, tip="退回选中行，写明原因")
        self.remark = make(
            "标记待核实(&M)…", page.commands.ask_remark, tip="给选中行加待核实标记和批注；内容留空就去掉标记"
        )
        self.next_marked = make(
            "下一处要看的数(&G)",
            page.commands.go_to_next_marked,
            keys="F8",
            tip="各单位本月待核实的、与以前相差很大的填报数",
        )
        self.history = make(
            "修改记录(&R)",
            page.commands.show_history,
            keys="Ctrl+Shift+H",
            picture="history",
            tip="当前填报数的修改记录",
        )
        self.reporting = make(
            "各单位报送情况(&Q)…", page.commands.show_reporting, picture="columns", tip="各单位各月填了多少、是否按时"
        )
        self.lock = make("锁定本月(&L)", page.commands.toggle_lock, picture="lock", tip="锁定后只能写明理由更正")
        self.allow = make(
            "给当前单位开放填报(&O)…", page.commands.ask_allow, tip="本月已锁定时，允许一个单位填报到某一天"
        )
        self.cut_off = make("每月填报截止日(&T)…", page.commands.ask_cut_off)
        self.previous_month = make("上个月", lambda: page.bar.step(-1), keys="Ctrl+PgUp")
        self.next_month = make("下个月", lambda: page.bar.step(1), keys="Ctrl+PgDown")
        self.previous = make("上一个单位或指标", lambda: page.show_next(-1), keys="Alt+Up")
        self.next = make("下一个单位或指标", lambda: page.show_next(1), keys="Alt+Down")
        line = None
        cells: list[QAction | None] = [self.copy, self.paste, self.clear, self.down, self.all]
        reports: list[QAction | None] = [self.accept, self.send_back, self.remark, self.next_marked, self.history]
        self.menu = [
            self.make_return, self.take_in, self.give_out, self.reporting, line, *reports, line, *cells, line, self.lock, self.allow, self.cut_off, line,
            self.previous_month, self.next_month, self.previous, self.next,
        ]  # fmt: skip
        for action in [*cells, line, *reports]:
            if action is None:
                action = make("")
                action.setSeparator(True)
            page.grid.addAction(action)
        for action in (self.previous_month, self.next_month, self.previous, self.next):
            page.addAction(action)
        for action in self.menu:
            if action is not None:
                action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def refresh(
        self, *, can_edit: bool, can_settle: bool, has_rows: bool, locked: bool, has_unit: bool, was_sent: bool
    ) -> None:
        """Enable what is possible with what is selected; `was_sent`: the file is the part of a unit, which returns it."""
        self.make_return.setVisible(was_sent)
        self.make_return.setEnabled(can_edit and was_sent)
        for action in (self.paste, self.clear, self.down, self.accept, self.send_back, self.remark):
            action.setEnabled(can_edit and has_rows)
        for action in (self.copy, self.history):
            action.setEnabled(has_rows)
        self.take_in.setEnabled(can_edit)
        for action in (self.cut_off, self.lock):
            action.setEnabled(can_settle)
        self.lock.setText("解除锁定(&L)" if locked else "锁定本月(&L)")
        self.allow.setEnabled(can_settle and locked and has_unit)
