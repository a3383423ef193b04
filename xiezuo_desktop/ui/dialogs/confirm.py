"""One question before something that is not easily undone: what will happen, the word that does it, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMessageBox

from ..widgets.look import dress

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def agreed(parent: QWidget, title: str, sentence: str, word: str, back: str = "取消") -> bool:
    """Whether the user chose `word` after reading the sentence; Esc and `back` change nothing."""
    box = QMessageBox(QMessageBox.Icon.NoIcon, title, sentence, parent=parent)
    dress(box)
    yes = box.addButton(word, QMessageBox.ButtonRole.AcceptRole)
    no = box.addButton(back, QMessageBox.ButtonRole.RejectRole)
    yes.setProperty("look", "primary")
    no.setProperty("look", "plain")
    for each in (yes, no):
        each.style().polish(each)  # it was dressed before its look was known
    box.setDefaultButton(yes)
    box.exec()
    return box.clickedButton() is yes
