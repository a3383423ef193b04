"""The print page: the real PDF of a real plan, its options, finding, saving, printing into a file."""

from __future__ import annotations

import pypdfium2
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QPageRanges, QPageSize
from PySide6.QtPrintSupport import QPrinter

from xiezuo_desktop.core.errors import Unreadable
from xiezuo_desktop.core.records import Indicator, PageSetup
from xiezuo_desktop.core.tree import spread_keys
from xiezuo_desktop.documents.paper import Paper, Paragraph, Part, Section
from xiezuo_desktop.documents.pdf.write_pdf import write_pdf
from xiezuo_desktop.ui.pages.print_page import PrintPage
from xiezuo_desktop.ui.session import Session
from xiezuo_desktop.ui.widgets import pdf_printing
from xiezuo_desktop.ui.widgets.pdf_document import PdfDocument
from xiezuo_desktop.ui.widgets.pdf_printing import pages_of, paint, send, worth_paper

from .windows import make_plan


@pytest.fixture
def session(tmp_path):
    opened = Session()
    opened.open(make_plan(tmp_path / "plan.xiezuo"))
    yield opened
    opened.close()


@pytest.fixture
def page(qtbot, session):
    made = PrintPage(session)
    made.resize(1100, 640)
    qtbot.addWidget(made)
    made.show()
    made.options.choose("indicators")
    qtbot.waitUntil(lambda: shown(made, "indicators"), timeout=60_000)
    yield made
    made.close_preview()


def shown(page, report: str) -> bool:
    return page._printed is not None and page._printed.order.report == report and not page._work.running


def test_the_real_pages_are_shown(qtbot, page):
    assert page.view.page_count == page._printed.pages >= 1
    assert "指标分解表" in page.meta()
    qtbot.waitUntil(lambda: 0 in page.view._pictures, timeout=20_000)
    scale, image = page.view._pictures[0]
    assert (
        image.width() == round(page.view.document.sizes[0].width() * scale)
        or abs(image.width() - page.view.document.sizes[0].width() * scale) <= 1
    )
    darkest = min(image.pixelColor(x, image.height() // 4).lightness() for x in range(0, image.width(), 1))
    assert darkest < 255


def test_an_edit_is_printed_without_asking(qtbot, page, session):
    before = page._printed
    with session.edit("修改“指标名称”") as edit:
        edit.put(Indicator, session.plan.indicators[0].key, name="参与结对的幼儿园数")
    qtbot.waitUntil(lambda: page._printed is not before, timeout=60_000)
    assert page.view.document.find("幼儿园", 0)


def test_words_are_found_and_marked(qtbot, page):
    page.bar._search.setText("消费帮扶")
    qtbot.waitUntil(lambda: bool(page.bar._hits), timeout=20_000)
    assert page.bar._found.text() == f"1 / {len(page.bar._hits)}"
    page.bar.next_hit(1)
    assert page.bar._found.text().startswith("2 /")
    first = page.bar._hits
    page.options.choose("taskbook")
    qtbot.waitUntil(lambda: shown(page, "taskbook") and page.bar._hits is not first, timeout=60_000)
    page.bar._search.setText("没有这个词")
    qtbot.waitUntil(lambda: page.bar._found.text() == "没有找到", timeout=20_000)


def test_zoom_keeps_pages_sharp(qtbot, page):
    page.view.set_zoom(2.0)
    qtbot.waitUntil(lambda: page.view._scale_of(0) == page.view._wanted_scale(), timeout=20_000)
    assert page.bar._zoom.currentText() == "200%"
    page.view.zoom_step(-1)
    assert page.view.zoom == 1.75
    page.view.fit("page")
    assert page.bar._zoom.currentText() == "整页"


def test_landscape_and_draft_and_one_unit(qtbot, page, session):
    for name, value in (("turned", True), ("paper", "A3")):
        box = page.options.choices.box(name)
        box.setCurrentIndex(box.findData(value))
    page.options.choices.tick("draft").setChecked(True)
    page.options.choices.changed.emit()
    unit = next(u for u in session.plan.units if u.name == "区教育局")
    page.options.choose("indicators", unit.id)
    qtbot.waitUntil(lambda: page._printed.order.unit == "区教育局" and page._printed.order.draft, timeout=60_000)
    size = page.view.document.sizes[0]
    assert size.width() > size.height() > 800  # A3, turned
    assert not page.view.document.find("消费帮扶", 0)


def test_saving_writes_the_pdf_that_is_shown(qtbot, page, session, tmp_path):
    page.save(tmp_path / "分解表.pdf")
    assert (tmp_path / "分解表.pdf").read_bytes() == page._printed.path.read_bytes()
    with qtbot.waitSignal(session.failed) as told:
        page.save(tmp_path / "没有这个文件夹" / "分解表.pdf")
    assert "没有写入" in str(told.args[0])


def test_printing_paints_the_chosen_pages(qtbot, page, tmp_path):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    printer.setResolution(150)
    assert paint(page.view.document, printer, list(range(page.view.page_count)), page)
    printed = PdfDocument(tmp_path / "out.pdf")
    assert len(printed.sizes) == page.view.page_count
    printed.close()


def test_what_is_printed_into_a_file_is_the_text_itself(page, tmp_path):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    assert len(send(page.view.document, printer, page)) == page.view.page_count
    printed = PdfDocument(tmp_path / "out.pdf")
    assert printed.sizes == page.view.document.sizes
    assert printed.find("消费帮扶", 0) == page.view.document.find("消费帮扶", 0) != []
    printed.close()
    printer.setOutputFileName(str(tmp_path / "没有" / "out.pdf"))
    with pytest.raises(Unreadable, match="没有写入"):
        send(page.view.document, printer, page)


def test_blank_backs_are_left_out_where_one_side_is_printed(page, tmp_path):
    write_pdf(Paper((Section((Paragraph("甲"),)), Section((Paragraph("乙"),), begins=Part()))), tmp_path / "job.pdf")
    job = PdfDocument(tmp_path / "job.pdf")
    assert [job.is_blank(n) for n in range(3)] == [False, True, False]
    assert worth_paper(job, [0, 1, 2], both_sides=True) == [0, 1, 2]
    assert worth_paper(job, [2, 1, 0], both_sides=False) == [2, 0]
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)  # one that writes a file prints one side
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    printer.setResolution(72)
    assert send(job, printer, page)
    printed = PdfDocument(tmp_path / "out.pdf")
    assert len(printed.sizes) == 2
    printed.close()
    job.close()


def test_page_ranges_are_kept():
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    assert pages_of(printer, 3) == [0, 1, 2]
    printer.setFromTo(2, 9)
    assert pages_of(printer, 3) == [1, 2]
    printer.setPageRanges(QPageRanges.fromString("1-2,5"))
    assert pages_of(printer, 9) == [0, 1, 4]
    printer.setPageOrder(QPrinter.PageOrder.LastPageFirst)
    assert pages_of(printer, 9) == [4, 1, 0]
    printer.setPageRanges(QPageRanges.fromString("12-14"))
    with pytest.raises(Unreadable, match="一共 9 页"):
        pages_of(printer, 9)


def sheets(path, *papers: str) -> PdfDocument:
    """A PDF of empty pages: A4 upright, A4- turned, A3 upright."""
    made = pypdfium2.PdfDocument.new()
    for paper in papers:
        width, height = {"A4": (595, 842), "A4-": (842, 595), "A3": (842, 1191)}[paper]
        made.new_page(width, height).close()
    made.save(path)
    made.close()
    return PdfDocument(path)


def test_lp_is_told_what_was_chosen(monkeypatch, tmp_path):
    told = tmp_path / "told"
    lp = tmp_path / "lp"
    lp.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {told}\n')
    lp.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    chosen = {"page-set": "even", "media-source": "Tray 2"}
    monkeypatch.setattr(pdf_printing, "system_options", lambda _: chosen)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setCopyCount(2)
    printer.setPageOrder(QPrinter.PageOrder.LastPageFirst)
    pages = pages_of(printer, 5)
    assert pages == [3, 1]
    monkeypatch.setattr(pdf_printing, "_papers_of", lambda _: [])
    pdf_printing._call_lp(pdf_printing._lp_commands(sheets(tmp_path / "5.pdf", *["A4"] * 5), printer, pages))
    words = told.read_text().splitlines()
    assert {"collate=true", "outputorder=reverse", "media-source=Tray\\ 2"} <= set(words)
    assert words[words.index("-n") + 1] == "2"
    assert not any(word.startswith(("page-set", "media=")) for word in words)  # nobody knows what paper it has


def test_lp_gets_a_job_for_each_paper(monkeypatch, tmp_path):
    document = sheets(tmp_path / "mixed.pdf", "A4", "A4-", "A3", "A4")
    papers = [QPageSize(QPageSize.PageSizeId.A4), QPageSize(QPageSize.PageSizeId.A3)]
    monkeypatch.setattr(pdf_printing, "_papers_of", lambda _: papers)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)

    def jobs(pages: list[int]) -> list[tuple[str, str, str]]:
        made = pdf_printing._lp_commands(document, printer, pages)
        media = [[word.removeprefix("media=") for word in c if word.startswith("media=")] for c in made]
        return [(c[c.index("-P") + 1], *m, c[c.index("-n") + 1]) for c, m in zip(made, media, strict=True)]

    whole = [("1,2", "A4", "1"), ("3", "A3", "1"), ("4", "A4", "1")]
    assert jobs([0, 1, 2, 3]) == whole
    assert jobs([3, 2, 1, 0]) == whole[::-1]
    printer.setCopyCount(2)
    assert jobs([0, 1, 2, 3]) == whole * 2  # two sets, each in its order
    printer.setCollateCopies(False)
    assert jobs([1, 2]) == [("2", "A4", "2"), ("3", "A3", "2")]
    document.close()


def test_paper_that_a_printer_does_not_have_is_told(monkeypatch, tmp_path):
    document = sheets(tmp_path / "mixed.pdf", "A4", "A3")
    a4 = QPageSize(QPageSize.PageSizeId.A4)
    monkeypatch.setattr(pdf_printing, "_papers_of", lambda _: [a4])
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    assert "没有 A3 纸" in pdf_printing._other_paper(document, printer, [0, 1])
    assert pdf_printing._other_paper(document, printer, [0]) == ""
    monkeypatch.setattr(pdf_printing, "_papers_of", lambda _: [])  # a printer that does not tell
    assert pdf_printing._other_paper(document, printer, [0, 1]) == ""
    document.close()


def test_a_printer_that_refuses_or_does_not_answer_is_told_while_the_window_lives(qtbot, monkeypatch, tmp_path, page):
    lp = tmp_path / "lp"
    lp.write_text('#!/bin/sh\nsleep 0.2; echo "lp: 没有这台打印机" >&2; exit 1\n')
    lp.chmod(0o755)
    monkeypatch.setattr(pdf_printing, "_lp_takes_it", lambda _: True)
    monkeypatch.setattr(pdf_printing, "_lp_commands", lambda *_: [[str(lp)]])
    lived = []
    QTimer.singleShot(50, lambda: lived.append(True))
    with pytest.raises(Unreadable, match="没有这台打印机"):
        send(page.view.document, QPrinter(), page)
    assert lived
    lp.write_text("#!/bin/sh\nsleep 5\n")
    monkeypatch.setattr(pdf_printing, "LP_SECONDS", 0.1)
    with pytest.raises(Unreadable, match="没有回应"):
        send(page.view.document, QPrinter(), page)


def test_cancelled_pages_are_not_printed_for_what_is_chosen(qtbot, page, session):
    with session.edit("加长") as edit:  # so many pages that they are not made before the cancelling comes
        for number, key in enumerate(spread_keys(4000)):
            edit.add(Indicator, name=f"第{number}项", order=key)
    page.options.choose("taskbook")
    assert not page.options.ready  # the pages of the report before are still shown
    page.make()
    page._show_busy()
    with qtbot.waitSignal(page._work.cancelled, timeout=60_000):
        page.bar.cancel_wanted.emit()
    assert page._busy.isHidden()
    assert not page.options.ready
    page._option_changed()
    qtbot.waitUntil(lambda: shown(page, "taskbook"), timeout=60_000)
    assert page.options.ready


def test_a_broken_pdf_is_a_sentence(tmp_path):
    path = tmp_path / "broken.pdf"
    path.write_bytes(b"%PDF-1.7 nothing")
    with pytest.raises(Unreadable, match="打不开"):
        PdfDocument(path)


def test_the_task_book_can_be_chosen(qtbot, page):
    page.options.choose("taskbook")
    qtbot.waitUntil(lambda: shown(page, "taskbook"), timeout=60_000)
    assert page.view.page_count >= 1


def test_each_report_shows_its_own_choices_and_keeps_them(qtbot, page):
    choices = page.options.choices
    assert choices.box("form").isHidden()
    page.options.choose("taskbook")
    assert not choices.box("form").isHidden()
    choices.box("form").setCurrentIndex(choices.box("form").findData("letter"))
    choices.tick("sealed").setChecked(False)
    choices.changed.emit()
    page.options.choose("completion")
    assert not choices.box("period").isHidden()
    assert page.options.order().form is None
    page.options.choose("taskbook")
    assert page.options.order().form == "letter"
    assert page.options.order().sealed is False
    qtbot.waitUntil(lambda: shown(page, "taskbook"), timeout=60_000)


def test_the_set_up_of_a_report_is_kept_in_the_plan_as_one_step(qtbot, page, session):
    choices = page.options.choices
    page.options.choose("taskbook")
    for name, data in (("form", "letter"), ("line_pitch", 28.5), ("turned", True)):
        choices.box(name).setCurrentIndex(choices.box(name).findData(data))
        choices.changed.emit()
    choices.tick("sealed").click()
    qtbot.waitUntil(lambda: bool(session.plan.rows(PageSetup)), timeout=20_000)
    (setup,) = session.plan.rows(PageSetup).values()
    assert (setup.title, setup.form, setup.orientation, setup.unsealed) == ("任务书", "letter", "turned", True)
    assert str(setup.line_pitch) == "28.5"
    again = PrintPage(session)
    qtbot.addWidget(again)
    again.options.choose("taskbook")
    assert again.options.order() == page.options.order()
    session.undo()
    assert not session.plan.rows(PageSetup)
    assert page.options.order().form == "document"
    assert page.options.order().sealed is None


def test_a_set_up_that_is_no_news_writes_nothing(page, session):
    page.options.choices.changed.emit()
    page.options._setups.keep()
    page.options.choices.box("paper").setCurrentIndex(0)
    page.options.choices.changed.emit()
    page.options._setups.keep()
    assert len(session.plan.rows(PageSetup)) <= 1
    before = session.undo_label
    page.options._setups.choose("indicators", page.options.choices.values())
    page.options._setups.keep()
    assert session.undo_label == before


def test_word_excel_and_a_file_for_each_unit(qtbot, page, session, tmp_path):
    for name in ("表.docx", "表.xlsx"):
        with qtbot.waitSignal(session.said, timeout=60_000):
            page.save_office(tmp_path / name)
        assert (tmp_path / name).read_bytes()[:2] == b"PK"
    with qtbot.waitSignal(session.said, timeout=60_000) as told:
        page.save_all(tmp_path, "pdf")
    made = list(tmp_path.glob("*.pdf"))
    assert f"{len(made)} 个文件" in told.args[0]
    assert made
    with qtbot.waitSignal(session.failed, timeout=60_000):
        page.save_office(tmp_path / "没有" / "表.docx")


def test_the_papers_of_all_units_are_one_job(qtbot, page):
    before = page.view.page_count
    page.options.choices.tick("job").setChecked(True)
    page.options.choices.changed.emit()
    qtbot.waitUntil(lambda: shown(page, "indicators") and page._printed.order.job, timeout=60_000)
    assert page.view.page_count > before
