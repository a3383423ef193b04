"""The page of typefaces: which face serves which role, a line printed in each, names that cannot be printed."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from xiezuo_desktop.documents.pdf.font_roles import ROLES
from xiezuo_desktop.ui.pages.settings_page import SettingsPage
from xiezuo_desktop.ui.session import Session


@pytest.fixture
def page(qtbot):
    made = SettingsPage(Session())
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made._cards.count() == len(ROLES), timeout=60_000)
    return made


def words(page):
    return [found.text() for found in page.findChildren(QLabel) if found.text()]


def pictures(page):
    return [p for found in page.findChildren(QLabel) if not (p := found.pixmap()).isNull()]


def test_every_role_has_its_face_and_a_line_in_it(page):
    said = words(page)
    assert all(role.label in said for role in ROLES.values())
    for picture in pictures(page):
        image = picture.toImage()
        middle = image.height() // 2
        assert min(image.pixelColor(x, middle).lightness() for x in range(image.width())) < 128


def test_a_name_that_cannot_be_printed_is_named(qtbot, page):
    page._text.setText("张\U000f1234某")
    qtbot.waitUntil(lambda: "会印成方框" in page._words.text(), timeout=60_000)
    page._text.setText("张某")
    qtbot.waitUntil(lambda: "会印成方框" not in page._words.text(), timeout=60_000)
