"""The one dialog for a mistake of the program: what is safe, and how to report it."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from xiezuo_desktop.logbook import log_file


def show_crash(text: str, parent: QWidget) -> QMessageBox:
    """Tell of an unforeseen error without stopping the work; `text` is what to send to whoever maintains the program."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle("程序遇到问题")
    box.setText("刚才的操作没有做完，是程序的问题。")
    box.setInformativeText(
        "此前的修改都已保存，可以继续工作。请复制错误信息发给维护人员，以便改正；里面只有程序的位置，没有计划的内容。"
        f"\n日志在“{log_file().parent}”。"
    )
    box.setDetailedText(text)
    copy = box.addButton("复制错误信息", QMessageBox.ButtonRole.ActionRole)
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(text))
    folder = box.addButton("打开日志文件夹", QMessageBox.ButtonRole.ActionRole)
    folder.clicked.connect(lambda: open_log_folder())
    box.addButton("继续", QMessageBox.ButtonRole.AcceptRole)
    box.setModal(False)
    box.show()
    return box


def open_log_folder() -> None:
    """Show the folder with the log in the system's file manager."""
    log_file().parent.mkdir(parents=True, exist_ok=True)
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(log_file().parent)))
