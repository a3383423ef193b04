"""Colours, sizes and fonts of the window (design: contrast of every ink on its ground is at least 4.5:1)."""

from __future__ import annotations

import sys
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette

from .. import paths

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

TOKENS = {
    "primary": "#1A5FB4",
    "primary_dark": "#154E94",
    "primary_tint": "#E8F1FB",
    "primary_line": "#B9D5F3",
    "ink": "#1B2430",
    "ink2": "#4A5565",
    "ink3": "#5F6B7C",
    "ink_off": "#A3ACB9",  # disabled, and the dash of an empty cell
    "line": "#E3E8EF",
    "line2": "#D3DAE4",
    "ground": "#F3F5F8",
    "card": "#FFFFFF",
    "nav": "#F8FAFC",
    "nav_hover": "#EDF2F8",
    "group": "#F4F7FB",
    "mute": "#EDF0F4",
    "ok": "#1E7F4F",
    "ok_ground": "#EAF7F0",
    "warn": "#9A5B00",
    "warn_dark": "#6B4300",
    "warn_bar": "#DD8A0B",
    "warn_ground": "#FDF1DC",
    "warn_line": "#F0D9A8",
    "bad": "#B3261E",
    "bad_bar": "#D8453B",
    "bad_ground": "#FCE8E6",
    "bad_line": "#F2C4C0",
    "bar": "#E6EAF0",
    "bar_normal": "#5B93D6",
    "tick": "#3C4655",
    "handle": "#C5CEDA",
    "handle_hover": "#9AA7B8",
    "hint": "#9DB8D8",
}

FONT_FAMILIES = ["Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei"]
if sys.platform == "win32":  # elsewhere it is not there, and to look for it first takes time at each start
    FONT_FAMILIES.insert(0, "Microsoft YaHei UI")

# Sizes in device-independent pixels; the unit of the grid is 4.
BODY, SMALL, TAG, PANEL_TITLE, PAGE_TITLE, FIGURE = 13, 12, 11, 15, 18, 28
NAVIGATION_WIDTH, NAVIGATION_NARROW, DETAIL_WIDTH, SEARCH_WIDTH = 168, 52, 280, 282
ROW_HEIGHT, CATEGORY_HEIGHT, TABLE_HEADER_HEIGHT, CHIP_HEIGHT, BANNER_HEIGHT = 30, 34, 32, 28, 40
TABLE_MARGIN = 12


@cache
def colour(name: str) -> QColor:
    """A colour by its token."""
    return QColor(TOKENS[name])


@cache
def font(size: int = BODY, weight: int = QFont.Weight.Normal) -> QFont:
    """The window's font in a size (pixels) and weight. Do not change the one you get: it is shared."""
    made = QFont()
    made.setFamilies(FONT_FAMILIES)
    made.setPixelSize(size)
    made.setWeight(QFont.Weight(weight))
    made.setHintingPreference(QFont.HintingPreference.PreferFullHinting)
    return made


STYLE = ["-style", "fusion"]  # arguments for QApplication: asking it in Python makes all of QStyle's enums, 4 ms


def apply(app: QApplication) -> None:
    """Give the application its colours and its font; always light, whatever the system's theme."""
    app.styleHints().setColorScheme(Qt.ColorScheme.Light)
    app.setPalette(_palette())
    app.setFont(font())


def apply_sheet(app: QApplication) -> None:
    """Give the application its style sheet. Cheapest when the widgets exist and none has been shown yet."""
    app.setStyleSheet(with_colours((paths.resources() / "style.qss").read_text(encoding="utf-8")))


def with_colours(sheet: str) -> str:
    """A style sheet with the colours in the place of their tokens (@ink2)."""
    for name in sorted(TOKENS, key=len, reverse=True):  # @ink2 before @ink
        sheet = sheet.replace(f"@{name}", TOKENS[name])
    return sheet


def _palette() -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for roles, name in (
        ((role.Window,), "ground"),
        ((role.Base, role.Button), "card"),
        ((role.WindowText, role.Text, role.ButtonText, role.ToolTipText), "ink"),
        ((role.ToolTipBase,), "card"),
        ((role.Highlight, role.Link, role.Accent), "primary"),
        ((role.HighlightedText,), "card"),
        ((role.PlaceholderText,), "ink3"),
        ((role.AlternateBase,), "nav"),
    ):
        for each in roles:
            palette.setColor(each, colour(name))
    for each in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, colour("ink_off"))
    return palette
