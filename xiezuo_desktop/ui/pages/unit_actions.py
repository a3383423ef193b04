"""The commands of the unit tree as actions: for its menu, its context menu and its keys."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from ..actions import make_action

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QAction

    from ...core.records import Id
    from ..models.unit_nodes import Node
    from .units_page import UnitsPage


class UnitActions:
    """All actions of the page. Their keys work while the tree has the focus."""

    def __init__(self, page: UnitsPage) -> None:
        edits, current = page.edits, page.current_unit
        make = partial(make_action, page.view)

        def on_unit(does: Callable[[Id], object]) -> Callable[[], object]:
            return lambda: None if (unit := current()) is None else does(unit)

        self.add = make(
            "新增单位(&N)", page.add_beside, keys=("Ctrl+Return", "Ctrl+Enter", "Ins"), picture="plus", tip="新增单位"
        )
        self.add_below = make(
            "新增下级单位(&S)", page.add_below, keys=("Ctrl+Shift+Return", "Ctrl+Shift+Enter"), picture="sub_row"
        )
        self.add_group = make("新增单位组合(&G)", edits.add_group, keys="Ctrl+Shift+G", picture="users")
        self.add_member = make(
            "加入成员(&J)…", page.ask_member, picture="link", tip="把单位加入这个组合，可以接着选几个，Esc 结束"
        )
        self.paste = make(
            "粘贴单位(&V)…",
            page.paste,
            keys="Ctrl+V",
            picture="clipboard",
            tip="把复制的单位名单加进来；选中的是组合时，同时成为它的成员",
        )
        self.kind = make("类型(&T)…", page.ask_kind, tip="选择单位的类型")
        self.parent = make("放到上级单位之下(&P)…", page.ask_parent, tip="选择上级单位")
        self.merge = make("合并到(&M)…", page.ask_merge, tip="两个名称是同一个单位时，合并成一个")
        self.up = make("上移(&U)", on_unit(lambda u: edits.shift(u, -1)), keys="Ctrl+Up", picture="arrow_up")
        self.down = make("下移(&D)", on_unit(lambda u: edits.shift(u, 1)), keys="Ctrl+Down", picture="arrow_down")
        self.indent = make("降为下级(&I)", on_unit(edits.indent), keys="Alt+Shift+Right", picture="indent")
        self.outdent = make("升一级(&O)", on_unit(edits.outdent), keys="Alt+Shift+Left", picture="outdent")
        self.delete = make("删除(&X)", page.delete_selected, keys=("Ctrl+Del", "Del"), picture="trash")
        self.panel = make(
            "详情面板", lambda: page.toggle_detail(), picture="panel", checkable=True, tip="显示或隐藏详情面板　F4"
        )
        line = None
        self.menu: list[QAction | None] = [self.add, self.add_below, self.add_group, self.add_member, self.paste, line]
        self.menu += [self.kind, self.parent, self.merge, line, self.up, self.down, self.indent, self.outdent, line]
        self.menu += [self.delete]
        for action in self.menu:
            if action is None:
                separator = make("")
                separator.setSeparator(True)
                page.view.addAction(separator)
            else:
                action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                page.view.addAction(action)

    def refresh(self, *, can_edit: bool, current: Node) -> None:
        """Enable what is possible with the row that is current."""
        unit = can_edit and current.what == "unit"
        for action in (self.add, self.add_group, self.paste):
            action.setEnabled(can_edit)
        for action in (self.add_below, self.kind, self.parent, self.merge, self.up, self.down, self.indent):
            action.setEnabled(unit)
        self.outdent.setEnabled(unit and current.depth > 2)
        self.add_member.setEnabled(can_edit and current.what in ("group", "member"))
        self.delete.setEnabled(can_edit and current.record is not None)
