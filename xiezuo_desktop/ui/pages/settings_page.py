"""设置: who works here, what the plan settles, backups, paper; which typeface of this computer serves which part of a paper, with a line printed in each, and what is missing."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from xiezuo_desktop.core.errors import Unreadable
from xiezuo_desktop.ui.page import Page
from xiezuo_desktop.ui.widgets.look import button, dress, label
from xiezuo_desktop.ui.widgets.pdf_document import PdfDocument
from xiezuo_desktop.ui.work import Work

from .settings_cards import SettingsCards

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QHideEvent, QShowEvent

    from xiezuo_desktop.core.errors import UserError
    from xiezuo_desktop.documents.pdf.font_sample import Sample
    from xiezuo_desktop.ui.session import Session

QUIET = 400  # ms after typing before the samples are made anew
SCALE = 1.25  # of the samples, pixels a point
USES = {
    "fangsong": "正文、表格",
    "xiaobiaosong": "标题、发文机关标志",
    "hei": "一级标题、表头、密级和紧急程度",
    "kai": "二级标题、签发人",
    "song": "页码，其他字体没有的字",
}
ADVICE = (
    "字体装到系统里以后，点“重新查找”就能用上，不用重新打开程序。缺的字体可以从本单位的公文系统或 WPS 的字体里找；"
    "没有合适的，也会用最接近的字体代替，印出来的每一份都会提示。"
)


class _Shown(NamedTuple):
    """The samples with their pictures."""

    samples: list[Sample]
    pictures: list[QImage]


WIDEST = 1180  # px


class SettingsPage(Page):
    """A card for each role: its face, the file it comes from, a line in it; a field to try names with rare characters."""

    title: ClassVar[str] = "设置"
    needs_file: ClassVar[bool] = False

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        dress(self)
        self._fresh = False
        self._work = Work(self)
        self._work.finished.connect(self._show)
        self._work.failed.connect(self._fail)
        self._soon = QTimer(self, singleShot=True, interval=QUIET)
        self._soon.timeout.connect(self.look)
        self.destroyed.connect(self._work.stop)
        self._build()

    def _build(self) -> None:
        self._text = QLineEdit()
        self._text.setPlaceholderText("试一试：写一个人名、地名，看看能不能印出来")
        self._text.setAccessibleName("试字")
        self._text.textChanged.connect(self._soon.start)
        row = QHBoxLayout()
        row.addWidget(self._text, 1)
        row.addWidget(button("重新查找", icon_name="refresh", tip="装了新字体以后", on=self.look))
        self._busy = QProgressBar()
        self._busy.setTextVisible(False)
        self._busy.setFixedHeight(2)
        self._busy.setRange(0, 0)
        self._words = label("正在查找本机的字体……", "body2")
        self._words.setWordWrap(True)
        self._cards = QVBoxLayout()
        self._cards.setSpacing(8)
        advice = label(ADVICE, "body2")
        advice.setWordWrap(True)
        column = QVBoxLayout()
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        cards = SettingsCards(self.session)
        cards.backups_wanted.connect(lambda: self.page_wanted.emit("backups"))
        column.addWidget(cards)
        column.addSpacing(6)
        column.addWidget(label("公文的每一部分用哪一种字体（GB/T 9704-2012）", "heading"))
        column.addLayout(row)
        column.addWidget(self._busy)
        column.addWidget(self._words)
        column.addLayout(self._cards)
        column.addWidget(advice)
        column.addStretch(1)
        inside = QWidget()
        inside.setLayout(column)
        area = QScrollArea()
        area.setProperty("look", "bare")
        area.setWidgetResizable(True)
        inside.setMaximumWidth(WIDEST)  # lines that are longer are hard to read
        area.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        self.begins_at(cards.name)

    def heading(self) -> str:
        return "设置"

    def meta(self) -> str:
        return "姓名和纸张记在这台电脑里，这份计划的规则随计划走"

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._fresh:
            self.look()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._soon.stop()

    # ------------------------------------------------------------------------------------------------- looking

    def look(self) -> None:
        """Find the faces anew and print a line in each."""
        self._soon.stop()
        self._fresh = True
        self._busy.show()
        text = self._text.text()
        self._work.start(lambda report: _samples(text, report))

    def _show(self, shown: _Shown) -> None:
        self._busy.hide()
        while item := self._cards.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        for sample, picture in zip(shown.samples, shown.pictures, strict=True):
            self._cards.addWidget(_card(sample, picture))
        self._words.setText(_verdict(shown.samples))

    def _fail(self, error: UserError) -> None:
        self._busy.hide()
        self._words.setText(str(error))


def _samples(text: str, report: Callable[[int, int, str], None]) -> _Shown:
    from xiezuo_desktop.documents import PaperError
    from xiezuo_desktop.documents.pdf.font_sample import SAMPLE, write_samples

    with tempfile.TemporaryDirectory(prefix="xiezuo-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "samples.pdf"
        try:
            samples = write_samples(path, text or SAMPLE, lambda done, of: report(done, of, "正在转换字体……"))
        except PaperError as error:
            raise Unreadable(error.sentence, error.advice) from error
        document = PdfDocument(path)
        pictures = [document.render(page, 2 * SCALE) for page in range(len(samples))]
        document.close()
    return _Shown(samples, pictures)


def _verdict(samples: list[Sample]) -> str:
    """What is found, in a sentence; what is missing, in another."""
    missing = [sample.served.label for sample in samples if sample.served.substitute]
    lost = "".join(dict.fromkeys("".join(sample.lost for sample in samples)))
    words = f"缺少{'、'.join(missing)}，已用相近的字体代替。" if missing else "公文要用的字体都有。"
    if lost:
        words += f"本机没有字体能印出“{'”“'.join(lost)}”，会印成方框，请安装收字更全的宋体。"
    return words


def _card(sample: Sample, picture: QImage) -> QWidget:
    served = sample.served
    card = QFrame()
    card.setProperty("look", "card")
    grid = QGridLayout(card)
    grid.setContentsMargins(14, 10, 14, 10)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(4)
    grid.setColumnMinimumWidth(0, 220)
    grid.setColumnStretch(1, 1)
    grid.addWidget(label(served.label, "heading"), 0, 0)
    grid.addWidget(label(served.face, ""), 0, 1)
    tag = label("代替" if served.substitute else "已找到", "tag")
    tag.setProperty("tone", "warn" if served.substitute else "ok")
    grid.addWidget(tag, 0, 2)
    grid.addWidget(label(USES.get(served.role, ""), "body2"), 1, 0)
    place = label(str(served.path), "off")
    place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    grid.addWidget(place, 1, 1, 1, 2)
    shown = QLabel()
    pixmap = QPixmap.fromImage(picture)
    pixmap.setDevicePixelRatio(2.0)
    shown.setPixmap(pixmap)
    shown.setAccessibleName(f"{served.label}的样张")
    grid.addWidget(shown, 2, 0, 1, 3)
    if served.substitute or sample.lost:
        words = label(served.sentence if served.substitute else f"没有：{sample.lost}", "body2")
        words.setWordWrap(True)
        grid.addWidget(words, 3, 0, 1, 3)
    return card
