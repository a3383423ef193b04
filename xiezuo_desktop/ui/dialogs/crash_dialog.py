"""The one dialog for a mistake of the program: what is safe, and how to report it."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QWidget


def show_crash(text: str, parent: QWidget) -> QMessageBox:
    """Tell of an unforeseen error without stopping the work; `text` is what to send to whoever maintains the program."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle("程序遇到问题")
    box.setText("刚才的操作没有做完，是程序的问题。")
    box.setInformativeText("此前的修改都已保存，可以继续工作。请复制错误信息发给维护人员，以便改正。")
    box.setDetailedText(text)
    copy = box.addButton("复制错误信息", QMessageBox.ButtonRole.ActionRole)
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(text))
    box.addButton("继续", QMessageBox.ButtonRole.AcceptRole)
    box.setModal(False)
    box.show()
    return box
