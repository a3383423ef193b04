"""The commands of the table of tasks as actions: for its menu, its context menu and its keys."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from ...core.records import Task
from ..actions import make_action

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from ..models.task_nodes import Node
    from .tasks_page import TasksPage


class TaskActions:
    """All actions of the page. Their keys work while the table has the focus."""

    def __init__(self, page: TasksPage) -> None:
        edits, rows = page.edits, page.selected
        make = partial(make_action, page.view)
        self.add = make(
            "新增任务(&N)",
            lambda: edits.add_task(page.current.record),
            keys=("Ctrl+Return", "Ctrl+Enter", "Ins"),
            picture="plus",
        )
        self.add_measure = make(
            "新增措施(&S)",
            lambda: edits.add_measure(page.current.record),
            keys=("Ctrl+Shift+Return", "Ctrl+Shift+Enter"),
            picture="sub_row",
        )
        self.up = make("上移(&U)", lambda: edits.shift(rows(), True), keys="Ctrl+Up", picture="arrow_up")
        self.down = make("下移(&D)", lambda: edits.shift(rows(), False), keys="Ctrl+Down", picture="arrow_down")
        self.copy = make("复制(&C)", page.copy, keys="Ctrl+C", picture="copy")
        self.paste = make("粘贴(&V)", page.paste, keys="Ctrl+V", picture="clipboard")
        self.clear = make("清除内容(&L)", page.clear_cells, keys="Del")
        self.delete = make("删除行(&X)", lambda: edits.delete(rows()), keys="Ctrl+Del", picture="trash")
        self.renumber = make("全部重新编号(&B)", edits.renumber)
        self.lock = make(
            "锁定结构(&K)",
            page.set_locked,
            picture="unlock",
            checkable=True,
            tip="锁定结构：不能拖动、移动、新增和删除行",
        )
        self.finish = make(
            "办结 / 撤回办结(&F)",
            page.finish,
            keys="Ctrl+K",
            picture="done",
            tip="把选中的任务或措施标为今天办结；已经办结的，撤回　Ctrl+K",
        )
        self.handling = make("填写办理情况(&H)…", page.ask_handling, keys="Ctrl+Shift+K")
        self.expand = make("全部展开(&E)", page.view.expandAll, keys="Ctrl+Shift+E")
        self.collapse = make("只看任务(&W)", page.collapse_all, keys="Ctrl+Shift+W")
        self.panel = make(
            "详情面板", lambda: page.toggle_detail(), picture="panel", checkable=True, tip="显示或隐藏详情面板　F4"
        )
        line = None
        self.menu: list[QAction | None] = [self.add, self.add_measure, line, self.up, self.down, line]
        self.menu += [self.finish, self.handling, line]
        self.menu += [self.copy, self.paste, self.clear, self.delete, line, self.renumber, self.lock, line]
        self.menu += [self.expand, self.collapse]
        for action in self.menu:
            if action is None:
                separator = make("")
                separator.setSeparator(True)
                page.view.addAction(separator)
            else:
                action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                page.view.addAction(action)

    def refresh(self, *, can_edit: bool, free: bool, sayable: bool, current: Node) -> None:
        """Enable what is possible with the row that is current; `free`: rows may be added, moved and deleted;
        `sayable`: it can be said how far it is."""
        row = current.record is not None
        self.add.setEnabled(free)
        self.renumber.setEnabled(free)
        self.lock.setEnabled(can_edit)
        self.finish.setEnabled(sayable)
        self.handling.setEnabled(sayable)
        self.add_measure.setEnabled(free and row)
        for action in (self.up, self.down, self.delete):
            action.setEnabled(free and row)
        self.paste.setEnabled(can_edit)
        self.clear.setEnabled(can_edit and row)
        self.expand.setEnabled(isinstance(current.record, Task) or row or current.is_heading)
