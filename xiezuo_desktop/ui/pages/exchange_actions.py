"""The commands of the page 收发与合并."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..actions import make_action

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from ...exchange.receipts import Line
    from .exchange_page import ExchangePage


class ExchangeActions:
    """Actions, in the order of the menu."""

    def __init__(self, page: ExchangePage) -> None:
        self.send = make_action(
            page,
            "发给单位(&S)…",
            page.send,
            keys="Ctrl+Shift+E",
            picture="send",
            tip="给每个单位生成只含自己任务的文件",
        )
        self.make_return = make_action(
            page,
            "生成上报文件(&U)…",
            page.make_return,
            keys="Ctrl+Shift+U",
            picture="send",
            tip="把本单位填写的内容生成一个文件，发回给下发单位",
        )
        self.merge = make_action(
            page,
            "合并返回文件(&M)…",
            lambda: page.merge(),
            picture="merge",
            tip="选择单位发回的文件；也可以把文件直接拖进窗口　Ctrl+M",
        )
        self.copy = make_action(
            page,
            "复制未返回名单(&L)",
            page.copy_missing,
            keys="Ctrl+Shift+C",
            picture="copy",
            tip="复制没有返回的单位，可以粘贴到微信、邮件里",
        )
        self.send_back = make_action(
            page, "退回上报(&B)…", page.send_back, picture="undo", tip="写明原因，请对方改好再报"
        )
        self.again = make_action(page, "再发一轮(&A)…", page.send_again, picture="send", tip="再给选中的单位发一份")
        self.history = make_action(
            page, "查看修改记录(&H)", lambda: page.page_wanted.emit("history"), picture="history"
        )
        self.protocol = make_action(
            page,
            "合并记录(&P)…",
            page.show_protocol_of_line,
            picture="paper",
            tip="选中单位的文件最近一次合并进来时改了什么；打开文件以后合并的都能看，更早的在修改记录里",
        )
        self.of_line = [self.again, self.send_back, self.protocol, self.copy]
        self.menu: list[QAction | None] = [self.send, self.again, self.make_return, None, self.merge, self.protocol]
        self.menu += [self.copy, self.send_back, None, self.history]

    def refresh(self, *, can_edit: bool, own: bool, waiting: bool, merged: bool, current: Line | None) -> None:
        """Enable what is possible now."""
        self.send.setEnabled(can_edit)
        self.make_return.setEnabled(can_edit and own)
        self.make_return.setVisible(own)
        self.merge.setEnabled(can_edit)
        self.copy.setEnabled(waiting)
        self.protocol.setEnabled(merged)
        self.send_back.setEnabled(can_edit and current is not None and current.returns > 0)
        self.again.setEnabled(can_edit and current is not None)
