"""The panel of findings below the pages, with a line between them that can be dragged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter

from .dialogs.checks_panel import ChecksPanel

if TYPE_CHECKING:
    from PySide6.QtWidgets import QBoxLayout, QWidget

    from .session import Session


def checks_below(pages: QWidget, column: QBoxLayout, session: Session, window: QWidget) -> ChecksPanel:
    """Let the panel share the height with the pages, which stand in this column by themselves."""
    panel = ChecksPanel(session, window)
    split = QSplitter(Qt.Orientation.Vertical)
    split.setChildrenCollapsible(False)
    split.setHandleWidth(4)
    column.replaceWidget(pages, split)
    column.setStretchFactor(split, 1)
    split.addWidget(pages)
    split.addWidget(panel)
    split.show()
    split.setStretchFactor(0, 1)
    split.setStretchFactor(1, 0)
    split.setSizes([pages.height() - panel.sizeHint().height(), panel.sizeHint().height()])
    return panel
