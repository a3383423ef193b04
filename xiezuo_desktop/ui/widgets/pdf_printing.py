"""Sending a PDF to a printer: pages are drawn at the printer's resolution by a thread and painted one after the other.

Qt cannot hand a PDF to a printer as it is; where the system's own `lp` takes PDF files, that is used instead. What is
printed into a PDF file is a copy of its pages, not a picture of them.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEventLoop, QRectF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrintEngine, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QProgressDialog, QWidget

from xiezuo_desktop.core.errors import Unreadable
from xiezuo_desktop.ui.asking import fitting_name
from xiezuo_desktop.ui.work import Work

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xiezuo_desktop.core.errors import UserError

    from .pdf_document import PdfDocument

MOST_DPI = 300  # finer pictures only fill the printer's memory
POINTS = 72.0
LP_SECONDS = 30
_CUPS_OPTIONS = 0xFE00  # where Qt's print dialog keeps them (PPK_CupsOptions); Qt gives them no other name
_PAGE_SETS = {"odd": 0, "even": 1}  # the remainder of a page counted from 0
_OURS = ("page-set", "page-ranges")  # said by the list of pages


def print_document(document: PdfDocument, title: str, folder: Path, parent: QWidget) -> str:
    """Ask for a printer and print; says what was done, "" for nothing. Raises UserError when the printer refuses.

    `folder` is offered where the computer has no printer and only a file can be printed.
    """
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    if not QPrinterInfo.availablePrinterNames():
        printer.setOutputFileName(str(folder / fitting_name(title, ".pdf")))
    printer.setFromTo(1, len(document.sizes))
    _set_page(printer, document, 0)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle("打印")
    dialog.setMinMax(1, len(document.sizes))
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
    if dialog.exec() != QPrintDialog.DialogCode.Accepted:
        return ""
    pages = send(document, printer, parent)
    if not pages:
        return "已取消打印"
    if file := printer.outputFileName():
        return f"已印成“{Path(file).name}”，共 {len(pages)} 页，在“{Path(file).parent.name}”里"
    return f"已送去打印，共 {len(pages)} 页{_other_paper(document, printer, pages)}"


def send(document: PdfDocument, printer: QPrinter, parent: QWidget) -> list[int]:
    """Print the chosen pages on a printer that is set up; returns which were sent, none when somebody cancelled it."""
    both_sides = printer.duplex() != QPrinter.DuplexMode.DuplexNone
    pages = worth_paper(document, pages_of(printer, len(document.sizes)), both_sides=both_sides)
    if printer.outputFileName() and printer.outputFormat() == QPrinter.OutputFormat.PdfFormat:
        document.copy_pages(pages, Path(printer.outputFileName()))
        return pages
    if _lp_takes_it(printer):
        commands = _lp_commands(document, printer, pages)
        with _waiting("正在送往打印机……", parent):
            _aside(lambda: _call_lp(commands))
        return pages
    return pages if paint(document, printer, pages, parent) else []


def pages_of(printer: QPrinter, count: int) -> list[int]:
    """The pages the user chose, counted from 0, in the order in which they are to be printed."""
    ranges = printer.pageRanges()
    chosen = [page for page in range(count) if ranges.isEmpty() or ranges.contains(page + 1)]
    odd_or_even = system_options(printer).get("page-set", "")
    if odd_or_even in _PAGE_SETS:
        chosen = [page for page in chosen if page % 2 == _PAGE_SETS[odd_or_even]]
    if not chosen:
        raise Unreadable("没有选中的页，", f"一共 {count} 页，请在打印范围里另选。")
    return chosen[::-1] if printer.pageOrder() == QPrinter.PageOrder.LastPageFirst else chosen


def system_options(printer: QPrinter) -> dict[str, str]:
    """What was chosen in the dialog beyond what QPrinter knows, in the words of CUPS; empty on other systems."""
    engine = printer.printEngine()
    found = (engine.property(QPrintEngine.PrintEnginePropertyKey(_CUPS_OPTIONS)) if engine else None) or []
    return dict(zip(found[::2], found[1::2], strict=False))


def worth_paper(document: PdfDocument, pages: list[int], *, both_sides: bool) -> list[int]:
    """These pages without the blank ones, which only stand for the backs of sheets printed on both sides."""
    return pages if both_sides else [page for page in pages if not document.is_blank(page)] or pages


def _set_page(printer: QPrinter, document: PdfDocument, page: int) -> None:
    turned = document.sizes[page].width() > document.sizes[page].height()
    printer.setPageSize(_paper_of(document, page))
    printer.setPageOrientation(QPageLayout.Orientation.Landscape if turned else QPageLayout.Orientation.Portrait)
    printer.setFullPage(True)


def _lp_takes_it(printer: QPrinter) -> bool:
    named = bool(printer.printerName()) and not printer.outputFileName()
    return sys.platform.startswith("linux") and named and shutil.which("lp") is not None


def _paper_of(document: PdfDocument, page: int) -> QPageSize:
    """The paper a page lies on, upright."""
    size = document.sizes[page]
    upright = size.transposed() if size.width() > size.height() else size
    return QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)


def _papers_of(printer: QPrinter) -> list[QPageSize]:
    """The papers that a printer has; empty where it does not tell."""
    return QPrinterInfo(printer).supportedPageSizes()


def _other_paper(document: PdfDocument, printer: QPrinter, pages: list[int]) -> str:
    """Says which of the papers that these pages lie on a printer does not have; "" for none."""
    papers = _papers_of(printer)
    wanted = {paper.name(): paper for paper in (_paper_of(document, page) for page in pages)}
    missing = [name for name, paper in wanted.items() if not any(each.isEquivalentTo(paper) for each in papers)]
    return f"；这台打印机没有 {'、'.join(missing)} 纸，缩放到它有的纸上" if papers and missing else ""


def _lp_commands(document: PdfDocument, printer: QPrinter, pages: list[int]) -> list[list[str]]:
    """What prints these pages, each on paper of its size: one job prints on one paper, so that each run of pages has its own."""
    runs: list[tuple[str, list[int]]] = []
    papers = _papers_of(printer)
    for page in pages:
        paper = _paper_of(document, page)
        key = next((each.key() for each in papers if each.isEquivalentTo(paper)), "")
        if not runs or runs[-1][0] != key:
            runs.append((key, []))
        runs[-1][1].append(page)
    copies = printer.copyCount()
    by_set = copies > 1 and len(runs) > 1 and printer.collateCopies()
    jobs = [_lp_command(document, printer, run, paper, 1 if by_set else copies) for paper, run in runs]
    return jobs * (copies if by_set else 1)


def _lp_command(document: PdfDocument, printer: QPrinter, pages: list[int], paper: str, copies: int) -> list[str]:
    command = ["lp", "-d", printer.printerName(), "-n", str(copies), "-t", printer.docName()]
    if len(pages) < len(document.sizes):
        command += ["-P", ",".join(str(page + 1) for page in sorted(pages))]
    if paper:
        command += ["-o", f"media={paper}"]
    sides = {
        QPrinter.DuplexMode.DuplexNone: "one-sided",
        QPrinter.DuplexMode.DuplexLongSide: "two-sided-long-edge",
        QPrinter.DuplexMode.DuplexShortSide: "two-sided-short-edge",
    }
    if printer.duplex() in sides:
        command += ["-o", f"sides={sides[printer.duplex()]}"]
    if copies > 1:
        command += ["-o", f"collate={str(printer.collateCopies()).lower()}"]
    if pages != sorted(pages):
        command += ["-o", "outputorder=reverse"]
    for name, value in system_options(printer).items():
        if name not in _OURS:
            command += ["-o", f"{name}={value}".replace(" ", "\\ ")]
    return [*command, "--", str(document.path)]


def _call_lp(commands: list[list[str]]) -> None:
    for command in commands:
        _call(command)


def _call(command: list[str]) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LP_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unreadable("打印机没有回应，", "请检查打印机是否开机、连好，再试一次。") from error
    if done.returncode:
        raise Unreadable(
            f"打印机没有接受这份文件（{done.stderr.strip()[:80]}）。", "请检查打印机，或另存为 PDF 后打印。"
        )


def paint(document: PdfDocument, printer: QPrinter, pages: list[int], parent: QWidget) -> bool:
    """Paint these pages on a printer; False when somebody cancelled it. Raises UserError when the printer refuses."""
    progress = _progress("正在打印……", "取消", len(pages), parent)
    if pages:
        _set_page(printer, document, pages[0])
    painter = QPainter()
    if not painter.begin(printer):
        raise Unreadable("打印机没有回应，", "请检查打印机是否开机、连好，再试一次。")
    dpi = min(MOST_DPI, printer.resolution())
    try:
        for number, page in enumerate(pages):
            progress.setLabelText(f"正在打印第 {number + 1} 页，共 {len(pages)} 页")
            progress.setValue(number)
            if progress.wasCanceled():
                printer.abort()
                return False
            if number:
                _set_page(printer, document, page)
                printer.newPage()
            picture = _drawn(document, page, dpi / POINTS)
            size = document.sizes[page] * (printer.resolution() / POINTS)
            painter.drawImage(QRectF(0, 0, size.width(), size.height()), picture)
    finally:
        painter.end()
        progress.close()
    return True


def _drawn(document: PdfDocument, page: int, pixels_per_point: float) -> QImage:
    picture = _aside(lambda: document.render(page, pixels_per_point))
    return picture if isinstance(picture, QImage) else QImage()


def _progress(words: str, cancel: str, total: int, parent: QWidget) -> QProgressDialog:
    progress = QProgressDialog(words, cancel, 0, total, parent)
    progress.setWindowTitle("打印")
    progress.setWindowModality(Qt.WindowModality.WindowModal)
    progress.setMinimumDuration(400)
    return progress


@contextmanager
def _waiting(words: str, parent: QWidget) -> Iterator[None]:
    """Says that something is at work which nobody can cancel."""
    progress = _progress(words, "", 0, parent)
    progress.setCancelButton(None)  # type: ignore[arg-type]
    try:
        yield
    finally:
        progress.close()
        progress.deleteLater()


def _aside(function: Callable[[], Any]) -> Any:
    """What a function returns that a thread runs while the window goes on living; raises its UserError."""
    loop = QEventLoop()
    out: list[Any] = []
    problems: list[UserError] = []
    work = Work()
    work.finished.connect(out.append)
    work.failed.connect(problems.append)
    for end in (work.finished, work.failed, work.cancelled):
        end.connect(lambda *_: loop.quit())
    work.start(lambda _report: function())
    loop.exec()
    if problems:
        raise problems[0]
    return out[0] if out else None
