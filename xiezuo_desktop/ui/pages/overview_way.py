"""工作总览 of a plan that is being drafted: the way from the first paper to issuing it, stage by stage."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ..icons import pixmap
from ..widgets.look import button, label

if TYPE_CHECKING:
    from ...core.overview import Overview, Stage


class OverviewWay(QScrollArea):
    """The stages as cards, each with a button that goes there."""

    wanted = Signal(str)  # the page of a stage

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(40, 24, 40, 24)
        column.setSpacing(8)
        column.addWidget(label("从来文到下发", "title"))
        column.addWidget(label("一步一步来；先做后做都可以，每一步做到哪里，这里随时看得到。", "meta"))
        column.addSpacing(8)
        self._stages = QVBoxLayout()
        self._stages.setSpacing(8)
        column.addLayout(self._stages)
        column.addStretch(1)
        self.setProperty("look", "bare")
        self.setWidgetResizable(True)
        self.setWidget(inside)

    def show_overview(self, shown: Overview) -> None:
        """Show how far each stage is."""
        while item := self._stages.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        coming = next((stage for stage in shown.way if not stage.done), None)
        for number, stage in enumerate(shown.way, 1):
            self._stages.addWidget(self._stage(number, stage, stage is coming))

    def _stage(self, number: int, stage: Stage, coming: bool) -> QWidget:
        card = QFrame()
        card.setProperty("look", "card")
        card.setMaximumWidth(760)
        row = QHBoxLayout(card)
        row.setContentsMargins(16, 10, 12, 10)
        row.setSpacing(14)
        mark = label(str(number), "panel_title")
        if stage.done:
            mark.setPixmap(pixmap("done", "ok", 20, self.devicePixelRatioF()))
            mark.setAccessibleName("已完成")
        mark.setFixedWidth(24)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(label(stage.name, "heading"))
        texts.addWidget(label(stage.words, "meta", wrap=True))
        row.addWidget(mark)
        row.addLayout(texts, 1)
        words = "查看" if stage.done else "去办"
        go = button(words, "primary" if coming else "plain", on=partial(self.wanted.emit, stage.page))
        go.setAccessibleName(f"{stage.name}，{words}")
        row.addWidget(go)
        return card
