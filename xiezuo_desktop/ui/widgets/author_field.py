"""Who works here, asked where it first matters: the name under which the history keeps what is written."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QWidget

from xiezuo_desktop import paths

if TYPE_CHECKING:
    from xiezuo_desktop.ui.session import Session


class AuthorField(QLineEdit):
    """A line with the name that is kept in the settings; empty until somebody has given one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("经办人")
        self.setPlaceholderText("您的姓名，记在修改记录里，对方也看得到；只需写一次")
        self.setMaxLength(80)
        if paths.author_is_known():
            self.setText(paths.author())
        self.setReadOnly(bool(os.environ.get("XIEZUO_AUTHOR")))

    def keep(self, session: Session) -> None:
        """Remember the name and write under it from now on. Raises UserError where it cannot be kept."""
        if not self.isReadOnly() and self.text().strip():
            session.sign(self.text())
