"""F1: the manual beside the window, offline: the chapter of the page one is at, the index, going back, and searching all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QImage, QKeySequence, QShortcut, QTextCursor, QTextDocument
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QTextBrowser, QVBoxLayout, QWidget

from ... import paths
from ..icons import icon
from ..search import plain
from ..widgets.look import dress, label, tool

if TYPE_CHECKING:
    from pathlib import Path

INDEX = "目录.md"
SNIPPET = 24  # signs of a line shown before and behind what was found
MARGIN = 20  # px around the text


class _Pages(QTextBrowser):
    """Shows the chapters; a picture is never wider than the window."""

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        found = super().loadResource(kind, name)
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return found
        image = QImage(str(paths.manual() / QUrl(name).path()))
        room = max(self.viewport().width() - 3 * MARGIN, 200)
        if image.isNull() or image.width() <= room:
            return found if image.isNull() else image
        ratio = self.devicePixelRatioF()
        image = image.scaledToWidth(round(room * ratio), Qt.TransformationMode.SmoothTransformation)
        image.setDevicePixelRatio(ratio)
        return image


class HelpWindow(QDialog):
    """One window; `show_chapter` brings another chapter into it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self)
        self.setWindowTitle("使用手册")
        self.resize(760, 620)
        self._browser = _Pages()
        self._browser.setAccessibleName("手册正文")
        self._browser.setOpenExternalLinks(False)
        self._browser.document().setDocumentMargin(MARGIN)
        self._browser.setSearchPaths([str(paths.manual())])
        self._search = QLineEdit()
        self._search.setPlaceholderText("在整本手册里查找")
        self._search.setAccessibleName("在手册里查找")
        self._search.addAction(icon("search", "ink3"), QLineEdit.ActionPosition.LeadingPosition)
        self._search.setClearButtonEnabled(True)
        self._search.setFixedSize(QSize(240, 30))
        self._search.returnPressed.connect(self.look_for)
        self._told = label("", "meta")
        self._back = tool("undo", "后退（Alt+←）", on=self._browser.backward)
        self._forward = tool("redo", "前进（Alt+→）", on=self._browser.forward)
        index = tool("tree", "目录", on=lambda: self.show_chapter(INDEX))
        self._browser.backwardAvailable.connect(self._back.setEnabled)
        self._browser.forwardAvailable.connect(self._forward.setEnabled)
        for each in (self._back, self._forward):
            each.setEnabled(False)
        row = QHBoxLayout()
        row.setContentsMargins(12, 10, 12, 8)
        row.setSpacing(4)
        for each in (self._back, self._forward, index):
            row.addWidget(each)
        row.addWidget(self._told, 1)
        row.addWidget(self._search)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self._browser, 1)
        QShortcut(QKeySequence.StandardKey.Find, self, self._search.setFocus)

    def show_chapter(self, name: str) -> None:
        """Show a chapter by the name of its file; the index where there is no such file."""
        file = paths.manual() / name
        found = file if file.is_file() else paths.manual() / INDEX
        self._told.setText("")
        if found.is_file():
            self._browser.setSource(QUrl.fromLocalFile(str(found)), QTextDocument.ResourceType.MarkdownResource)
        else:
            self._browser.setPlainText("没有找到手册。请重新安装程序，或看随程序附带的“手册.pdf”。")

    @property
    def chapter(self) -> str:
        """The file that is shown."""
        return self._browser.source().fileName()

    def look_for(self) -> None:
        """Go on to where the words stand next: in this chapter, or list the chapters that have them."""
        query = self._search.text().strip()
        if not query:
            return
        if self._browser.find(query):
            self._told.setText("")
            return
        here = [c for c in _chapters() if plain(query) in plain(c.read_text(encoding="utf-8"))]
        others = [c for c in here if c.name != self.chapter]
        if not here:
            self._told.setText(f"手册里没有“{query}”")
        elif not others:
            self._browser.moveCursor(QTextCursor.MoveOperation.Start)
            self._browser.find(query)
            self._told.setText("又从头找起")
        else:
            self._list(query, here)

    def _list(self, query: str, chapters: list[Path]) -> None:
        lines = [f"# 含有“{query}”的章节", ""]
        for chapter in chapters:
            text = chapter.read_text(encoding="utf-8")
            lines.append(f"- [{_title(text, chapter)}]({chapter.name})：{_around(text, query)}")
        self._browser.setMarkdown("\n".join(lines))
        self._told.setText(f"{len(chapters)} 处")


def _chapters() -> list[Path]:
    return sorted(paths.manual().glob("*.md"))


def _title(text: str, chapter: Path) -> str:
    first = next((line for line in text.splitlines() if line.startswith("# ")), "")
    return first.removeprefix("# ").strip() or chapter.stem


def _around(text: str, query: str) -> str:
    """The words around the first place, as one line without marks."""
    flat = " ".join(text.replace("|", " ").replace("#", " ").replace("`", "").replace("[", "").split())
    at = max(flat.lower().find(query.lower()), 0)
    return f"…{flat[max(0, at - SNIPPET) : at + len(query) + SNIPPET]}…".replace("]", "")
