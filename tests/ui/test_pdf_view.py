"""The pages of a PDF on the screen: where they stand, what stays in sight, where a text is marked."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, QSizeF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from xiezuo_desktop.documents.paper import Paper, Paragraph, Section
from xiezuo_desktop.documents.pdf.write_pdf import write_pdf
from xiezuo_desktop.ui.widgets.pdf_document import PdfDocument
from xiezuo_desktop.ui.widgets.pdf_places import Places
from xiezuo_desktop.ui.widgets.pdf_view import PdfView

A4 = QSizeF(595, 842)


def printed(path, *, pages: int = 6, turned: bool = False, upright_last: bool = False) -> PdfDocument:
    """Pages that each say which one they are, twenty lines a page."""
    texts = tuple(Paragraph(f"第{n // 20 + 1}页第{n % 20 + 1}行") for n in range(pages * 20))
    sections = [Section(texts[n : n + 20], turned=turned) for n in range(0, len(texts), 20)]
    sections += [Section((Paragraph("说明"),))] * upright_last
    return PdfDocument(path, write_pdf(Paper(tuple(sections)), path).turned)


@pytest.fixture
def view(qtbot, tmp_path):
    made = PdfView()
    qtbot.addWidget(made)
    made.resize(1500, 900)
    made.show()
    made.show_document(printed(tmp_path / "a.pdf"))
    yield made
    made.close_document()


@pytest.mark.parametrize("bound", [False, True])
def test_a_text_on_a_turned_page_is_marked_where_it_is_seen(tmp_path, bound):
    turned = printed(tmp_path / "a.pdf", pages=1, turned=True, upright_last=bound)
    (hit,) = turned.find("第1页第2行", 0)
    (box,) = hit.boxes  # figures and characters are one text, though PDFium knows runs of them
    picture = turned.render(0, 1.0)
    assert picture.width() > picture.height()

    def ink(left: float, top: float) -> int:
        inside = (
            (x, y) for x in range(int(left), int(left + box.width())) for y in range(int(top), int(top + box.height()))
        )
        return sum(picture.pixelColor(x, y).lightness() < 128 for x, y in inside)

    assert box.width() > 2 * box.height()
    assert ink(box.left(), box.top()) > 50
    assert ink(box.left() + 2 * box.width(), box.top()) == 0
    turned.close()


def test_pages_stand_side_by_side_where_there_is_room():
    sizes = [A4] * 5
    assert Places(sizes, 1.0, 600).columns == 1
    wide = Places(sizes, 1.0, 1300)
    assert wide.columns == 2
    assert wide.boxes[0].top() == wide.boxes[1].top() < wide.boxes[2].top()
    assert not wide.boxes[0].intersects(wide.boxes[1])
    assert list(wide.between(0, 10)) == [0, 1]
    assert list(wide.row_at(10**6)) == [4]


def test_every_page_is_reached_by_its_keys_and_told(qtbot, view):
    view.fit("page")
    assert view._places.columns == 2
    seen = [view.page]
    for _ in range(4):
        qtbot.keyClick(view, Qt.Key.Key_PageDown)
        seen.append(view.page)
    assert seen == [1, 3, 5, 5, 5]
    view.go_to(6)
    assert view.page == 6
    qtbot.keyClick(view, Qt.Key.Key_PageUp)
    assert view.page == 3


def test_the_beginning_stays_in_sight_when_the_window_grows_or_the_zoom(view):
    view.resize(700, 500)
    view.fit("auto")
    view.resize(1500, 900)
    assert view.verticalScrollBar().value() == 0
    view.set_zoom(3.0)
    assert view.verticalScrollBar().value() == 0


def test_the_wheel_zooms_around_the_mouse(view):
    view.set_zoom(1.0)
    view.go_to(3)
    at = QPointF(740, 700)
    before = view._spot(at)
    where = view.mapToGlobal(at.toPoint())
    wheel = QWheelEvent(
        at, QPointF(where), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view.viewport(), wheel)
    after = view._spot(at)
    assert view.zoom == 1.1
    assert after.page == before.page == 2
    assert abs(after.down - before.down) < 0.003


def test_a_document_made_anew_is_shown_where_the_old_one_was_left(view, tmp_path):
    view.set_zoom(1.0)
    view.go_to(4)
    view.show_document(printed(tmp_path / "b.pdf", pages=7), keep_place=True)
    assert view.page == 4
    view.show_document(printed(tmp_path / "c.pdf", pages=7))
    assert view.page == 1
