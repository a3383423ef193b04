"""What a PC may lack for this program, each in one sentence: looked at after the first paint, the work goes on."""

from __future__ import annotations

import os
import tempfile
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtGui import QFontDatabase

from .. import paths
from . import theme

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication


def what_is_lacking(app: QApplication, last_change: date | None = None) -> list[str]:
    """A sentence for each thing that is not as it should be; `last_change` is the day of the newest one in the open plan."""
    return [*_fonts(app), *_folders(), *clock(date.today(), paths.built_on(), last_change)]


def _fonts(app: QApplication) -> Iterator[str]:
    """Where the system has no Chinese font, the window takes one of those for printing."""
    if QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese):
        return
    files = sorted(file for folder in paths.fonts_folders() for file in folder.glob("*Sans*.ttf"))
    added = [name for file in files for name in QFontDatabase.applicationFontFamilies(_add(file))]
    if added:
        theme.font.cache_clear()
        theme.FONT_FAMILIES[:] = dict.fromkeys([*theme.FONT_FAMILIES, *added])
        theme.apply(app)
        theme.apply_sheet(app)  # measures everything anew
        yield "这台电脑没有装中文字体，窗口暂时用打印的黑体显示；请安装“文泉驿微米黑”或“思源黑体”。"
    else:
        yield "No Chinese font is installed (fonts-wqy-microhei). 这台电脑没有装中文字体，请先安装。"


def _add(file: Path) -> int:
    return QFontDatabase.addApplicationFont(str(file))


def _folders() -> Iterator[str]:
    settings = paths.settings_folder()
    if not can_write(settings):
        yield f"设置文件夹“{settings}”不能写入，窗口的设置和最近打开的文件记不住；请管理员开放写入权限。"
    try:
        place = tempfile.gettempdir()
    except OSError:  # none of the usual places
        place = os.environ.get("TEMP") or os.environ.get("TMPDIR") or "/tmp"
    if not _can_write_here(place):
        yield f"临时文件夹“{place}”不能写入，预览、打印和合并做不了；请管理员开放写入权限。"


def can_write(folder: Path) -> bool:
    """Whether files can be made in a folder, which itself is made where it is missing."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return _can_write_here(str(folder))


def _can_write_here(folder: str) -> bool:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def clock(today: date, built: date | None, last_change: date | None = None) -> Iterator[str]:
    """Neither the program nor what was written in a plan can be of a day that is yet to come."""
    if built and today < built:
        yield f"电脑的日期是{_day(today)}，比程序制作的日期还早；{_WRONG_CLOCK}"
    elif last_change and (last_change - today).days > 1:  # a day for clocks of other zones
        yield f"电脑的日期是{_day(today)}，这份计划最近一次修改却记在{_day(last_change)}；{_WRONG_CLOCK}"


_WRONG_CLOCK = "填报期限和修改记录会记错，请先校准时间。"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
