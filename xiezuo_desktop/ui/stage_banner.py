"""What the stage of a plan means for who edits: an issued one changes by documents, an archived one not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ..core.adjusting import FixedByIssue, in_order_of_time

if TYPE_CHECKING:
    from ..core.adjusting import Basis
    from ..core.errors import UserError
    from .main_window import MainWindow


class StageBanner(QObject):
    """Says in the window's banner what is possible, with the way to it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._shown: object = None
        window.session.failed.connect(self._offer)
        window.session.adjust_wanted.connect(self.ask)
        window.session.state_changed.connect(self.look)
        window.session.file_changed.connect(self.look)
        self.look()

    def _offer(self, error: UserError) -> None:
        """Beside the sentence why an issued plan cannot be changed so, the way how it can."""
        if isinstance(error, FixedByIssue):
            self._window.banner.say(error.sentence, kind="lock", ways=[("按文件调整…", self.ask)])

    def ask(self) -> None:
        """Ask for the document, and edit by it from now on."""
        from .dialogs.adjust_dialog import AdjustDialog

        done = in_order_of_time(self._window.session.plan)
        asked = AdjustDialog(self._window, done[-1] if done else None)
        asked.agreed.connect(self._window.session.adjust)
        asked.open()

    def look(self) -> None:
        """Show what the stage asks to be said; take away what it said before."""
        session = self._window.session
        archived = session.is_writable and session.plan.info.stage == "archived"
        says: object = session.adjusting or ("archived" if archived else None)
        if says == self._shown:
            return
        self._shown = says
        if session.adjusting is not None:
            self._say_adjusting(session.adjusting)
        elif archived:
            way = ("年终结转", lambda: self._window.show_page("year_end"))
            sentence = "这份计划已经归档，只能查看和打印。"
            self._window.banner.say(sentence, kind="lock", ways=[way], closable=False)
        else:
            self._window.banner.dismiss()

    def _say_adjusting(self, by: Basis) -> None:
        day = f"{by.day.year}年{by.day.month}月{by.day.day}日"
        sentence = f"正在按{by.doc_number}（{day}）调整：照平常一样修改，调整前后的数都会留下。"
        ways = [("结束调整", lambda: self._window.session.adjust(None))]
        self._window.banner.say(sentence, kind="warn", ways=ways, closable=False)
