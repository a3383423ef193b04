"""The page of typefaces: which face serves which role, a line printed in each, names that cannot be printed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from xiezuo_desktop import paths
from xiezuo_desktop.core.records import PlanInfo
from xiezuo_desktop.documents.pdf.font_roles import ROLES
from xiezuo_desktop.ui import settings
from xiezuo_desktop.ui.pages.print_choices import DEFAULTS
from xiezuo_desktop.ui.pages.print_options import PrintOptions
from xiezuo_desktop.ui.pages.settings_cards import SettingsCards
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


def test_a_name_is_remembered_and_stands_in_the_history(qtbot, tmp_path, monkeypatch):
    monkeypatch.delenv("XIEZUO_AUTHOR", raising=False)
    monkeypatch.setenv("XIEZUO_SETTINGS_DIR", str(tmp_path / "settings"))
    session = Session()
    session.create(tmp_path / "plan.xiezuo", "计划", 2024)
    cards = SettingsCards(session)
    qtbot.addWidget(cards, before_close_func=lambda _: session.close())
    cards.name.setText(" 王敏 （区发改局） ")
    cards.name.editingFinished.emit()
    assert paths.author() == "王敏 （区发改局）"
    with session.edit("改") as edit:
        edit.put(PlanInfo, session.plan.info.key, contact="1234567")
    assert session.file.history()[0].author == "王敏 （区发改局）"


def test_what_the_plan_settles_is_written_into_it(qtbot, tmp_path):
    session = Session()
    session.create(tmp_path / "plan.xiezuo", "计划", 2024)
    cards = SettingsCards(session)
    qtbot.addWidget(cards, before_close_func=lambda _: session.close())
    cards.form.editors["cut_off_day"].committed.emit(25)
    cards.form.editors["tolerance"].committed.emit(Decimal(5))
    assert (session.plan.info.cut_off_day, session.plan.info.tolerance) == (25, Decimal(5))
    assert session.undo_label == "修改“视为正常的差距”"


def test_enter_keeps_a_field_and_goes_to_the_next_one_unless_it_is_wrong(qtbot, tmp_path):
    session = Session()
    session.create(tmp_path / "plan.xiezuo", "计划", 2024)
    cards = SettingsCards(session)
    qtbot.addWidget(cards, before_close_func=lambda _: session.close())
    cards.show()
    qtbot.waitUntil(cards.isActiveWindow)
    day, gap = (cards.form.editors[name].text for name in ("cut_off_day", "tolerance"))
    day.setFocus()
    day.setPlainText("二十")
    qtbot.keyClick(day, Qt.Key.Key_Return)
    assert day.hasFocus()
    day.setPlainText("25")
    qtbot.keyClick(day, Qt.Key.Key_Return)
    assert gap.hasFocus()
    assert session.plan.info.cut_off_day == 25


def test_paper_is_chosen_once_for_all_reports(qtbot, tmp_path):
    session = Session()
    session.create(tmp_path / "plan.xiezuo", "计划", 2024)
    cards = SettingsCards(session)
    options = PrintOptions(session)
    qtbot.addWidget(cards, before_close_func=lambda _: session.close())
    qtbot.addWidget(options)
    before = settings.choices(DEFAULTS)
    cards.paper.setCurrentText("A3")
    cards.paper.activated.emit(1)
    options.choose("indicators")
    assert options.order().paper == "A3"
    settings.set_choices(DEFAULTS, before)


def test_the_name_of_the_account_is_asked_for_and_not_taken_for_a_person(qtbot, tmp_path, monkeypatch):
    monkeypatch.delenv("XIEZUO_AUTHOR")
    monkeypatch.setenv("XIEZUO_SETTINGS_DIR", str(tmp_path / "settings"))
    cards = SettingsCards(Session())
    qtbot.addWidget(cards)
    assert cards.name.text() == ""
    assert paths.author() in cards.name.placeholderText()
    cards.name.setText("王芳")
    cards.name.editingFinished.emit()
    assert (paths.author(), cards.name.text()) == ("王芳", "王芳")
