"""All keyboard shortcuts on one sheet, read from the menus so that it cannot be out of date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from ..actions import plain_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QAction

IN_TABLES = (
    ("↑ ↓ ← →", "在单元格之间移动"),
    ("F2 或直接输入", "修改所在的单元格"),
    ("Enter", "确认，移到下一行"),
    ("Tab / Shift+Tab", "确认，移到右边或左边的单元格"),
    ("Esc", "放弃正在输入的内容"),
)


class KeysDialog(QDialog):
    """Menus and their shortcuts, and the keys inside tables."""

    def __init__(self, menus: Sequence[tuple[str, Sequence[QAction | None]]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("键盘快捷键")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(520, 560)
        sheet = QTreeWidget()
        sheet.setHeaderLabels(["操作", "快捷键"])
        sheet.setRootIsDecorated(False)
        sheet.setSelectionMode(QTreeWidget.SelectionMode.NoSelection)
        self._add(sheet, "表格里", [(what, keys) for keys, what in IN_TABLES])
        for title, actions in menus:
            rows = [(plain_text(a.text()), _keys(a)) for a in actions if a is not None and a.shortcuts()]
            self._add(sheet, plain_text(title), rows)
        sheet.setColumnWidth(0, 300)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.addWidget(sheet)
        layout.addWidget(buttons)

    @staticmethod
    def _add(sheet: QTreeWidget, title: str, rows: Sequence[tuple[str, str]]) -> None:
        if rows:
            heading = QTreeWidgetItem(sheet, [title])
            font = heading.font(0)
            font.setBold(True)
            heading.setFont(0, font)
            for row in rows:
                QTreeWidgetItem(heading, list(row))
            heading.setExpanded(True)


def _keys(action: QAction) -> str:
    return " 或 ".join(k.toString(QKeySequence.SequenceFormat.NativeText) for k in action.shortcuts())
