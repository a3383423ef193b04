"""合并记录: what one merge brought, file by file and value by value, to be read and to be saved for the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from xiezuo_desktop.core.errors import UserError
from xiezuo_desktop.exchange.disputes import disputes
from xiezuo_desktop.ui.asking import ask_save
from xiezuo_desktop.ui.widgets.banner import Banner
from xiezuo_desktop.ui.widgets.look import button, dress, label
from xiezuo_desktop.ui.widgets.row_table import RowTable

from .merge_words import change_columns, counted, file_columns, merged_in_words, show_changes

if TYPE_CHECKING:
    from pathlib import Path

    from xiezuo_desktop.exchange.merge import Merged
    from xiezuo_desktop.ui.session import Session

KINDS = "PDF (*.pdf);;Excel (*.xlsx);;Word (*.docx)"


class MergeProtocolDialog(QDialog):
    """The files above, the changes below, a button to save them."""

    def __init__(self, session: Session, merged: Merged, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self)
        self.setWindowTitle("合并记录")
        self._session, self._merged = session, merged
        self.banner = Banner()
        self.files = RowTable("合并的文件", file_columns("已合并", "没有合并"), height=44)
        self.changes = RowTable("合并改变的内容", change_columns("合并前", "合并后"))
        below = QWidget()
        low = QVBoxLayout(below)
        low.setContentsMargins(0, 6, 0, 0)
        low.setSpacing(8)
        more = f"，另有 {merged.more} 行没有列出" if merged.more else ""
        low.addWidget(label(f"改变的内容　{counted(merged.cells)}{more}", "heading"))
        low.addWidget(self.changes, 1)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.files)
        parts.addWidget(below)
        middle = QVBoxLayout()
        middle.setContentsMargins(16, 12, 16, 0)
        middle.setSpacing(8)
        middle.addWidget(label(merged_in_words(merged), "body2", wrap=True))
        middle.addWidget(parts, 1)
        close = button("关闭", "primary", on=self.accept)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 10, 16, 14)
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(
            button("存为文件…", icon_name="export", tip="存成 PDF、Excel 或 Word，可以签字归档", on=self._ask)
        )
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addLayout(middle, 1)
        column.addLayout(foot)
        self.resize(1000, 600)
        self.files.show_rows(merged.arrivals)
        show_changes(self.changes, merged.cells)
        close.setFocus()

    def _ask(self) -> None:
        path = self._session.path
        name = f"{path.stem if path else ''}_合并记录.pdf"
        target = ask_save(self, "存合并记录", name, KINDS, kind="reports", beside=path)
        if target:
            self.save(target)

    def save(self, path: Path) -> None:
        """Write the record of this merge, as the kind of file that its name asks for."""
        from xiezuo_desktop.reports.merge_protocol import merge_protocol
        from xiezuo_desktop.ui.pages.report_making import write_paper

        file, merged = self._session.file, self._merged
        try:
            waiting = disputes(file) if file else []
            changed = [cell for cell in merged.cells if not cell.stays]
            paper = merge_protocol(self._session.plan, merged.arrivals, changed, waiting, more=merged.more)
            write_paper(paper, path)
        except UserError as error:
            self.banner.say_error(error)
            return
        self.banner.say(f"合并记录已存为“{path.name}”。", kind="ok")
