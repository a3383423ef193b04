"""The lines every dialog that makes files has: into which folder, with which password; and a day that may be left open."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QLineEdit, QWidget

from xiezuo_desktop.core.errors import WrongCall

from .day_box import DayBox
from .look import button

if TYPE_CHECKING:
    from datetime import date


class FolderField(QWidget):
    """Where files are put."""

    changed = Signal()

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit(str(folder))
        self.line.setAccessibleName("存到哪个文件夹")
        self.line.textChanged.connect(lambda: self.changed.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.line, 1)
        row.addWidget(button("选择…", on=self._ask))
        self.setFocusProxy(self.line)

    @property
    def folder(self) -> Path:
        """The folder as it is written."""
        return Path(self.line.text().strip() or ".").expanduser()

    def make(self) -> Path:
        """The folder, made where it is not there yet. Raises WrongCall where that cannot be."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WrongCall(f"不能建立文件夹“{self.folder}”。", "请换一个位置。") from error
        return self.folder

    def _ask(self) -> None:
        start = next((each for each in (self.folder, *self.folder.parents) if each.is_dir()), Path.home())
        name = QFileDialog.getExistingDirectory(self, "存到哪个文件夹", str(start))
        if name:
            self.line.setText(name)


class PasswordField(QLineEdit):
    """A password, shown as typed on demand; empty for none."""

    def __init__(self, hint: str = "不加密码", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(hint)
        self.setAccessibleName("密码")


class DayField(QWidget):
    """A day, or none when the tick is taken away."""

    changed = Signal()

    def __init__(self, name: str, day: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = DayBox(day)
        self.edit.setLocale(QLocale(QLocale.Language.Chinese))
        self.edit.setDisplayFormat("yyyy年M月d日")
        self.edit.setAccessibleName(name)
        self.tick = QCheckBox("不限期")
        self.tick.toggled.connect(self.edit.setDisabled)
        self.tick.toggled.connect(lambda: self.changed.emit())
        self.edit.dateChanged.connect(lambda: self.changed.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.edit, 1)
        row.addWidget(self.tick)
        self.setFocusProxy(self.edit)

    @property
    def day(self) -> date | None:
        """The day; None for no limit."""
        return None if self.tick.isChecked() else self.edit.day

    def set_day(self, day: date) -> None:
        """Show another day."""
        self.edit.show_day(day)
