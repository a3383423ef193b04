"""The row above the pages: page n of m, zoom, find; below it an amber line for what could not be printed as it should."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QIntValidator, QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from xiezuo_desktop.ui.icons import icon
from xiezuo_desktop.ui.widgets.banner import Banner
from xiezuo_desktop.ui.widgets.look import button, label, tool
from xiezuo_desktop.ui.work import Work

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xiezuo_desktop.ui.widgets.pdf_document import Hit
    from xiezuo_desktop.ui.widgets.pdf_view import PdfView

ZOOM_CHOICES = (
    ("适合宽度", "width"),
    ("整页", "page"),
    *((f"{z}%", z / 100) for z in (50, 75, 100, 125, 150, 200, 300)),
)
MOST_WARNINGS = 4


class PreviewBar(QWidget):
    """Drives a PdfView."""

    cancel_wanted = Signal()
    again_wanted = Signal()

    def __init__(self, view: PdfView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._hits: list[Hit] = []
        self._hit = -1
        self._finding = Work(self)
        self._finding.finished.connect(self._take_hits)
        self._find_soon = QTimer(self, singleShot=True, interval=250)
        self._find_soon.timeout.connect(self._find)
        self._row = QFrame()
        self._row.setObjectName("filters")
        self._banner = Banner()
        self._banner.dismissed.connect(self._close_warnings)
        self._warnings: tuple[str, ...] = ()
        self._has_message = False
        self._closed: set[str] = set()  # what somebody has read and closed is not told again
        self._make_row()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._row)
        column.addWidget(self._banner)
        view.page_changed.connect(self._show_page)
        view.zoomed.connect(self._show_zoom)

    def _make_row(self) -> None:
        self._page = QLineEdit("0")
        self._page.setFixedWidth(44)
        self._page.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._page.setValidator(QIntValidator(1, 99999, self))
        self._page.setAccessibleName("页码")
        self._page.returnPressed.connect(self._choose_page)
        self._pages = label("/ 0 页", "meta")
        self._zoom = QComboBox()
        self._zoom.setFixedWidth(104)
        self._zoom.setAccessibleName("显示比例")
        for words, value in ZOOM_CHOICES:
            self._zoom.addItem(words, value)
        self._zoom.activated.connect(self._choose_zoom)
        self._search = QLineEdit()
        self._search.setMinimumWidth(90)
        self._search.setMaximumWidth(220)
        self._search.setPlaceholderText("在预览里查找")
        self._search.setAccessibleName("在预览里查找")
        self._search.setClearButtonEnabled(True)
        self._search.addAction(icon("search", "ink3"), QLineEdit.ActionPosition.LeadingPosition)
        self._search.textChanged.connect(lambda: self._find_soon.start())
        self._search.returnPressed.connect(lambda: self.next_hit(1))
        self._found = label("", "meta")
        self._busy = label("正在排版……", "meta")
        self._cancel = button("取消", "link", tip="取消　Esc", on=self.cancel_wanted.emit)
        self._lay_out_row()
        self.show_busy("")
        self._add_shortcuts()

    def _lay_out_row(self) -> None:
        row = QHBoxLayout(self._row)
        row.setContentsMargins(12, 6, 12, 8)
        row.setSpacing(4)
        row.addWidget(tool("arrow_up", "上一页（PageUp）", on=lambda: self._view.turn(-1)))
        row.addWidget(tool("arrow_down", "下一页（PageDown）", on=lambda: self._view.turn(1)))
        row.addWidget(self._page)
        row.addWidget(self._pages)
        row.addSpacing(14)
        row.addWidget(tool("zoom_out", "缩小（Ctrl+-）", on=lambda: self._view.zoom_step(-1)))
        row.addWidget(self._zoom)
        row.addWidget(tool("zoom_in", "放大（Ctrl++）", on=lambda: self._view.zoom_step(1)))
        row.addSpacing(14)
        row.addWidget(self._busy)
        row.addWidget(self._cancel)
        row.addStretch(1)
        row.addWidget(self._found)
        row.addWidget(self._search)
        row.addWidget(tool("chevron_left", "上一处（Shift+F3）", on=lambda: self.next_hit(-1)))
        row.addWidget(tool("chevron_right", "下一处（F3）", on=lambda: self.next_hit(1)))

    def _add_shortcuts(self) -> None:
        view = self._view
        for keys, does in (
            (QKeySequence.StandardKey.ZoomIn, lambda: view.zoom_step(1)),
            (QKeySequence.StandardKey.ZoomOut, lambda: view.zoom_step(-1)),
            (QKeySequence("Ctrl+0"), lambda: view.fit("width")),
            (QKeySequence.StandardKey.FindNext, lambda: self.next_hit(1)),
            (QKeySequence.StandardKey.FindPrevious, lambda: self.next_hit(-1)),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(does)
        escape = QShortcut(QKeySequence("Esc"), self._search, self._leave_search)
        escape.setContext(Qt.ShortcutContext.WidgetShortcut)

    # ------------------------------------------------------------------------------------------------- page and zoom

    def _show_page(self, page: int, pages: int) -> None:
        if not self._page.hasFocus() or not self._page.isModified():
            self._page.setText(str(page))
        self._pages.setText(f"/ {pages} 页")

    def _show_zoom(self, zoom: float) -> None:
        fitting = self._view.fitting
        row = self._zoom.findData(fitting) if fitting else self._zoom.findText(f"{round(zoom * 100)}%")
        if row < 0:
            self._zoom.setCurrentIndex(-1)
            self._zoom.setPlaceholderText(f"{round(zoom * 100)}%")
        else:
            self._zoom.setCurrentIndex(row)
        self._zoom.setToolTip(f"{round(zoom * 100)}%")

    def _choose_zoom(self, row: int) -> None:
        value = self._zoom.itemData(row)
        if isinstance(value, str):
            self._view.fit(value)
        else:
            self._view.set_zoom(value)
        self._view.setFocus()

    def _choose_page(self) -> None:
        self._page.setModified(False)
        self._view.go_to(int(self._page.text() or 0))
        self._view.setFocus()

    # ------------------------------------------------------------------------------------------------- messages

    def show_busy(self, words: str) -> None:
        """What is being made, which can be cancelled; "" for nothing."""
        self._busy.setText(words)
        self._busy.setVisible(bool(words))
        self._cancel.setVisible(bool(words))

    def clear_message(self) -> None:
        """It is tried again. Warnings stay until there are others, so that the pages below do not jump."""
        if self._has_message:
            self._has_message = False
            self._banner.hide()

    def show_warnings(self, warnings: Sequence[str]) -> None:
        """What could not be printed as it should."""
        self._has_message = False
        warnings = [each for each in warnings if each not in self._closed]
        self._warnings = tuple(warnings)
        if not warnings:
            self._banner.hide()
            return
        more = f"　另有 {len(warnings) - MOST_WARNINGS} 条。" if len(warnings) > MOST_WARNINGS else ""
        self._banner.say("　".join(warnings[:MOST_WARNINGS]) + more, kind="warn")
        self._banner.setToolTip("\n".join(warnings))

    def _close_warnings(self) -> None:
        self._closed.update(self._warnings)

    def show_message(self, sentence: str, *, kind: str = "bad") -> None:
        """What went wrong, or was cancelled, instead of pages; with a button to try it again."""
        self._warnings, self._has_message = (), True
        self._banner.say(sentence, kind=kind, ways=(("重新排版", self.again_wanted.emit),), closable=False)

    # ------------------------------------------------------------------------------------------------- finding

    def focus_search(self) -> None:
        """Put the cursor into the search field."""
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    def _leave_search(self) -> None:
        self._search.clear()
        self._view.setFocus()

    def search_again(self) -> None:
        """Other pages are shown: find in them what is asked for."""
        if self._search.text().strip():
            self._find()

    def _find(self) -> None:
        text, document = self._search.text().strip(), self._view.document
        if not text or document is None:
            self._take_hits([])
            return

        def search(report: Callable[[int, int, str], None]) -> list[Hit]:
            hits = []
            for page in range(len(document.sizes)):
                report(page, len(document.sizes), "")
                hits += document.find(text, page)
            return hits

        self._finding.start(search)

    def _take_hits(self, hits: list[Hit]) -> None:
        self._hits = hits
        here = self._view.page - 1
        self._hit = next((i for i, h in enumerate(hits) if h.page >= here), 0 if hits else -1)
        self._show_hit()

    def next_hit(self, step: int) -> None:
        """Go on to the next (+1) or the previous (-1) place."""
        if self._find_soon.isActive():
            self._find_soon.stop()
            self._find()
        elif self._hits:
            self._hit = (self._hit + step) % len(self._hits)
            self._show_hit()

    def _show_hit(self) -> None:
        asked = bool(self._search.text().strip())
        self._found.setText(f"{self._hit + 1} / {len(self._hits)}" if self._hits else "没有找到" if asked else "")
        self._view.show_hits(self._hits, self._hit)
