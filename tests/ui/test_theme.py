"""Icons and colours: every drawing draws, sharply at every scale; every ink can be read on its ground."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon

from xiezuo_desktop.paths import resources
from xiezuo_desktop.ui import theme
from xiezuo_desktop.ui.icons import icon, pixmap

NAMES = sorted(p.stem for p in (resources() / "icons").glob("*.svg"))


@pytest.mark.parametrize("name", NAMES)
def test_every_icon_draws_something(qapp, name):
    picture = pixmap(name, "ink", 24, 1.0).toImage()
    drawn = [picture.pixelColor(x, y).alpha() for x in range(24) for y in range(24)]
    assert max(drawn) > 200
    assert sum(a > 0 for a in drawn) > 10


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_icons_are_drawn_in_the_screens_own_pixels(qapp, ratio):
    made = icon("undo").pixmap(QSize(18, 18), ratio, QIcon.Mode.Normal, QIcon.State.Off)
    assert made.width() == round(18 * ratio)


def test_a_disabled_icon_is_grey(qapp):
    picture = icon("plus").pixmap(QSize(24, 24), 1.0, QIcon.Mode.Disabled, QIcon.State.Off).toImage()
    assert abs(picture.pixelColor(12, 12).red() - theme.colour("ink_off").red()) < 3


def luminance(colour: QColor) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ("ink", "card"),
        ("ink2", "primary_tint"),
        ("ink3", "card"),
        ("ink3", "nav"),
        ("ink3", "mute"),
        ("ink3", "primary_tint"),
        ("primary", "card"),
        ("primary", "primary_tint"),
        ("card", "primary"),
        ("warn", "warn_ground"),
        ("warn_dark", "warn_ground"),
        ("warn", "card"),
        ("bad", "bad_ground"),
        ("bad", "card"),
        ("ok", "card"),
        ("ok", "ok_ground"),
        ("ink2", "mute"),
        ("ink3", "group"),
        ("ink3", "ground"),
    ],
)
def test_inks_can_be_read_on_their_grounds(ink, ground):
    one, other = sorted((luminance(theme.colour(ink)), luminance(theme.colour(ground))), reverse=True)
    assert (one + 0.05) / (other + 0.05) >= 4.5


def test_the_style_sheet_names_only_colours_there_are():
    sheet = theme.with_colours((resources() / "style.qss").read_text(encoding="utf-8"))
    assert "@" not in sheet
