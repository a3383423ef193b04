"""Why the open file can only be looked at, and the ways out of that."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .main_window import MainWindow


def say_read_only(window: MainWindow) -> None:
    """Say in the window's banner why nothing can be changed: somebody has the file, it was only to be seen, or it is closed."""
    session = window.session
    owner, file = session.owner, session.file
    is_return = bool(file and file.is_return)
    if owner:
        sentence = f"{owner}正在编辑这份文件，已以只读方式打开。您可以查看、打印，也可以另存一份副本来修改。"
    elif session.look_only:
        sentence = "这份文件现在只看不改，没有合并到您的计划里。"
    elif is_return:
        sentence = "这是发回的上报文件，只能查看。请打开计划，用“合并返回文件”把它收进去。"
    else:
        sentence = "这份文件或它所在的文件夹不能写入，已以只读方式打开。要修改请先另存副本。"
    ways = [("另存副本…", lambda: window.files.ask_copy())]
    if not is_return or owner:  # one that was sent back stays closed
        word = "打开来修改" if session.look_only and not owner else "重试"
        ways.insert(0, (word, lambda: window.files.retry()))
    window.banner.say(sentence, kind="lock", ways=ways, closable=False)
