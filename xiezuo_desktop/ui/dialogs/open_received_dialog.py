"""A file from another office was opened: take it into our plan, work in it as our task file, or only look at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from xiezuo_desktop.ui.widgets.author_field import AuthorField
from xiezuo_desktop.ui.widgets.look import button, dress, label

if TYPE_CHECKING:
    from pathlib import Path

    from xiezuo_desktop.ui.received import Received

MERGE, TASK, LOOK = "merge", "task", "look"


class OpenReceivedDialog(QDialog):
    """`choice` is MERGE (into `target`), TASK, LOOK, or "" when the user turned away."""

    def __init__(self, received: Received, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self)
        self.setWindowTitle("打开收到的文件")
        self.choice = ""
        self.target: Path | None = received.ours[0] if received.ours else None
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(received.sentence, "panel_title", wrap=True))
        column.addWidget(label(received.path.name, "meta", wrap=True))
        column.addSpacing(2)
        self.author = AuthorField()
        if received.kind == "dispatch" and not self.author.text():  # asked once, before anything is written
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(label("经办人", "key"))
            row.addWidget(self.author, 1)
            column.addLayout(row)
        self.ways: dict[str, QPushButton] = {}
        if self.target is not None:
            plan = f"合并到我的计划“{self.target.name}”"
            self._way(MERGE, plan, "先看会变什么，再合并；合并前自动备份，可以一步撤销")
        if received.kind == "dispatch":
            self._way(TASK, "作为我的任务文件打开", "在里面填写本单位的内容，填好后点“生成上报文件”")
        elif received.kind == "whole":
            self._way(TASK, "作为另一份文件打开", "两份各改各的，以后还可以合并")
        self._way(LOOK, "只看一看", "以只读方式打开，不会改动任何文件")
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button("取消", on=self.reject))
        column.addSpacing(4)
        column.addLayout(foot)
        self.setMinimumWidth(520)
        next(iter(self.ways.values())).setFocus()

    def _way(self, choice: str, title: str, told: str) -> None:
        way = _Way(title, told, first=not self.ways)
        way.clicked.connect(lambda: self._choose(choice))
        self.ways[choice] = way
        layout = self.layout()
        assert layout is not None
        layout.addWidget(way)

    def _choose(self, choice: str) -> None:
        self.choice = choice
        self.accept()


class _Way(QPushButton):
    """A wide button with a title and a sentence below it."""

    def __init__(self, title: str, told: str, *, first: bool) -> None:
        super().__init__()
        self.setProperty("look", "way")
        self.setProperty("first", first)
        self.setAccessibleName(f"{title}。{told}")
        self.setAutoDefault(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(14, 10, 14, 10)
        inside.setSpacing(2)
        for words in (label(title, "heading", wrap=True), label(told, "meta", wrap=True)):
            words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            inside.addWidget(words)
        self.setMinimumHeight(58)
