"""The commands of the page 评分考核 as actions: for its menu, the context menu of its table, its keys and buttons."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from ..actions import make_action
from .scores_bar import WAYS

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from ...core.scoring.sheet import Line
    from .scores_page import ScoresPage


class ScoreActions:
    """All actions of the page."""

    def __init__(self, page: ScoresPage) -> None:
        make = partial(make_action, page)
        self.print_ = make("打印评分表(&P)", page.show_print, picture="printer", tip="考核评分表的打印预览")
        self.rule = make("修改规则(&R)…", page.commands.ask_rule, keys="Ctrl+R", picture="pencil")
        self.read_again = make("按文字重新读取(&T)…", page.commands.ask_reading)
        self.confirm = make("规则核对无误(&C)", page.commands.confirm, keys="Ctrl+Return", picture="check")
        self.confirm_all = make("全部规则核对无误(&A)…", page.commands.ask_confirm_all)
        self.assess = make("评定得分(&S)…", page.assess_current, tip="不按规则、由人评定得分，要写理由　F2")
        self.take_back = make("取消评定(&B)", page.commands.take_back)
        self.links = make(
            "对应指标建议(&L)…", page.commands.ask_links, picture="link", tip="为没有对应指标的评分项找指标"
        )
        self.settings = make(
            "评分设置(&E)…", page.commands.ask_settings, tip="名次并列、封顶、没有任务的项、小数位数怎样处理"
        )
        commands = page.commands
        self.add_item = make("新增评分项(&N)", commands.add_item, keys="Ctrl+Shift+N", picture="plus")
        self.add_part = make("新增部分(&O)", commands.add_part, tip="这一项由几个部分相加")
        self.add_group = make("新增类别(&G)", commands.add_group)
        self.up = make("上移", partial(commands.shift, -1), keys="Ctrl+Up", picture="arrow_up")
        self.down = make("下移", partial(commands.shift, 1), keys="Ctrl+Down", picture="arrow_down")
        self.delete = make("删除(&D)", commands.delete, keys="Ctrl+Delete", picture="trash")
        self.copy = make(
            "复制评分表(&Y)", page.copy, keys="Ctrl+C", picture="copy", tip="整张表复制到 Excel 或 WPS 表格"
        )
        self.history = make("这一项的修改记录(&H)", page.show_history, keys="Ctrl+Shift+H", picture="history")
        self.previous = make("上一个单位", lambda: page.show_next(-1), keys="Alt+Up")
        self.next = make("下一个单位", lambda: page.show_next(1), keys="Alt+Down")
        self.ways = [
            make(words, partial(page.show_way, way), keys=f"Ctrl+Shift+{number}")
            for number, (way, words) in enumerate(WAYS.items(), 1)
        ]
        line = None
        of_item: list[QAction | None] = [
            self.assess, self.take_back, line, self.rule, self.read_again, self.confirm, line,
            self.add_item, self.add_part, self.add_group, self.up, self.down, self.delete, line, self.copy, self.history,
        ]  # fmt: skip
        self.menu = [
            self.print_, line, *of_item, line, self.confirm_all, self.links, self.settings, line,
            *self.ways, self.previous, self.next,
        ]  # fmt: skip
        for action in of_item:
            if action is None:
                action = make("")
                action.setSeparator(True)
            page.view.addAction(action)
        for action in self.menu:
            if action is not None:
                action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                page.addAction(action)

    def refresh(self, *, can_edit: bool, line: Line | None, has_score: bool, by_hand: bool, unconfirmed: int) -> None:
        """Enable what is possible with the current line."""
        has_item = line is not None and line.item is not None
        for action in (self.rule, self.read_again, self.confirm):
            action.setEnabled(can_edit and has_item)
        self.assess.setEnabled(can_edit and has_score)
        self.take_back.setEnabled(can_edit and by_hand)
        self.confirm_all.setEnabled(can_edit and unconfirmed > 0)
        self.links.setEnabled(can_edit)
        for action in (self.add_item, self.add_group, self.up, self.down, self.delete):
            action.setEnabled(can_edit and line is not None)
        self.add_part.setEnabled(can_edit and has_item and line is not None and not line.is_part)
        self.history.setEnabled(line is not None)
