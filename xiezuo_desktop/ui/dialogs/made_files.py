"""Files that were made to be mailed: where they are, their codes, the text to go with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from xiezuo_desktop.ui.widgets.look import button, label
from xiezuo_desktop.ui.widgets.row_cells import Cell
from xiezuo_desktop.ui.widgets.row_table import Column, RowTable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    Made = tuple[str, Path, str]  # unit, file, code


class MadeFiles(QWidget):
    """A heading, the files with their codes, the mail."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._list, self._folder = "", ""
        self._title = label("", "title")
        self._place = label("", "meta", wrap=True)
        self.table = RowTable(
            "生成的文件",
            (
                Column("单位", lambda made: Cell(made[0]), weight=1),
                Column("文件", lambda made: Cell(made[1].name, "ink2"), weight=2.4),
                Column("校验码", lambda made: Cell(made[2], strong=True), 110),
            ),
        )
        self.mail = QPlainTextEdit()
        self.mail.setAccessibleName("邮件文字")
        left, right = QVBoxLayout(), QVBoxLayout()
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(button("打开文件夹", icon_name="folder", on=self._open))
        buttons.addWidget(button("复制单位和校验码", icon_name="copy", on=lambda: self._copy(self._list)))
        buttons.addStretch(1)
        for column in (left, right):
            column.setSpacing(8)
        left.addWidget(self.table, 1)
        left.addLayout(buttons)
        copy = QHBoxLayout()
        copy.addWidget(label("邮件文字，可以修改", "heading"))
        copy.addStretch(1)
        copy.addWidget(button("复制邮件文字", icon_name="copy", on=lambda: self._copy(self.mail.toPlainText())))
        right.addLayout(copy)
        right.addWidget(self.mail, 1)
        across = QHBoxLayout()
        across.setSpacing(16)
        across.addLayout(left, 3)
        across.addLayout(right, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 4)
        column.setSpacing(6)
        column.addWidget(self._title)
        column.addWidget(self._place)
        column.addSpacing(4)
        column.addLayout(across, 1)

    def show_files(self, title: str, files: Sequence[Made], mail: str, code_list: str) -> None:
        """Show what was made."""
        self._folder = str(files[0][1].parent) if files else ""
        self._list = code_list
        self._title.setText(title)
        self._place.setText(f"在文件夹“{self._folder}”里。请用邮件或U盘发出；对方收到后可以在电话里核对校验码。")
        self.table.show_rows(files)
        self.mail.setPlainText(mail)

    def _open(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(self._folder))

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
