"""Making the PDF of a report aside: the plan as it was when it began, a file in a folder of its own, warnings in words."""

from __future__ import annotations

import itertools
import shutil
from contextlib import contextmanager
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from xiezuo_desktop.core.errors import Unreadable
from xiezuo_desktop.ui.asking import fitting_name
from xiezuo_desktop.ui.widgets.pdf_document import PdfDocument
from xiezuo_desktop.wanted import asking

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from xiezuo_desktop.core.plan import Plan
    from xiezuo_desktop.documents.paper import Paper
    from xiezuo_desktop.ui.work import Report


_CONVERTING = "第一次用这台电脑的字体，正在转换，只要一次……"


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be printed: a report and its options as the user chose them; None leaves one to the report.

    `job`: the papers of all units, one behind the other.
    """

    report: str
    unit: str | None = None
    paper: str = "A4"
    turned: bool | None = None
    draft: bool = False
    job: bool = False
    period: str | None = None
    form: str | None = None
    bound: bool | None = None
    sealed: bool | None = None
    line_pitch: float | None = None
    remainder: bool | None = None
    continued: bool | None = None
    last_year: bool | None = None
    handled: bool | None = None

    @property
    def options(self) -> dict[str, Any]:
        """What `reports.compose` takes."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in found.items() if name not in ("report", "draft", "job")}

    def compose(self, plan: Plan, report: Report) -> Paper:
        """The paper that was ordered."""
        from xiezuo_desktop.reports import REPORTS, compose, compose_job

        told = _Told(report)
        if not self.job and (self.unit or not REPORTS[self.report].for_one_unit):
            return compose(self.report, plan, on_step=told.again, **self.options)
        return compose_job(self.report, plan, on_step=told.again, on_unit=told.unit, **{**self.options, "unit": None})


class _Told:
    """What is told while papers are composed; telling it again is how one learns that they are not wanted any more."""

    def __init__(self, report: Report, words: str = "正在排版") -> None:
        self._report, self._words = report, words
        self._last = (0, 0, f"{words}……")
        self.again()

    def unit(self, done: int, total: int) -> None:
        """The next unit begins."""
        self._last = (done, total, f"{self._words}，第 {done + 1} 个单位，共 {total} 个")
        self.again()

    def again(self) -> None:
        self._report(*self._last)


@dataclass(slots=True)
class Printed:
    """A finished PDF, opened."""

    order: Order
    path: Path
    document: PdfDocument
    pages: int
    warnings: tuple[str, ...]
    blank: int = 0  # of the pages: backs of sheets that are printed on both sides


def make_report(plan: Plan, order: Order, path: Path, report: Report) -> Printed:
    """Compose and draw a report into a file and open it. `report` may raise to cancel."""
    from xiezuo_desktop.documents.pdf.write_pdf import without_collector, write_pdf

    with _in_our_terms(), without_collector(), asking(lambda: report(0, 0, "正在排版……")):
        paper = order.compose(plan, report)
        result = write_pdf(
            paper,
            path,
            on_page=lambda at: report(at.page, at.pages, f"正在排版，第 {at.page} 页，共 {at.pages} 页"),
            on_font=lambda done, total: report(done, total, _CONVERTING),
            draft=order.draft,
        )
    document = PdfDocument(path, result.turned)
    return Printed(order, path, document, result.pages, (*paper.notes, *result.warnings), result.blank)


def save_pdf(printed: Printed, path: Path) -> None:
    """Save the PDF that is shown; whole or not at all. Raises Unreadable where it cannot be written."""
    from xiezuo_desktop.documents.whole_file import written_whole

    with _in_our_terms(), written_whole(path) as file, printed.path.open("rb") as pages:
        shutil.copyfileobj(pages, file)


def write_report(plan: Plan, order: Order, path: Path, report: Report) -> Path:
    """Write a report as the file that its name asks for: .docx or .xlsx."""
    paper = order.compose(plan, report)

    def still_writing() -> None:
        report(0, 0, f"正在写“{path.name}”……")

    still_writing()
    with asking(still_writing):
        write_paper(paper, path, draft=order.draft)
    return path


def unit_files(plan: Plan, order: Order, folder: Path, kind: str) -> dict[str, Path]:
    """The file for each unit that may get this report, no two alike even where large and small letters are the same."""
    from xiezuo_desktop.reports import REPORTS
    from xiezuo_desktop.reports.matters import matters_of

    files: dict[str, Path] = {}
    taken: set[str] = set()
    for unit in matters_of(plan).names():
        words = f"{unit}-{REPORTS[order.report].label}"
        names = (
            fitting_name(f"{words}{number or ''}", f".{kind}") for number in itertools.chain([0], itertools.count(2))
        )
        name = next(name for name in names if name.casefold() not in taken)
        taken.add(name.casefold())
        files[unit] = folder / name
    return files


def write_all(plan: Plan, order: Order, files: dict[str, Path], report: Report, written: list[Path]) -> int:
    """Write the report of every unit as its file; returns how many. `written` tells which are whole when it is cancelled."""
    from xiezuo_desktop.reports import compose_for_all

    told = _Told(report, "正在写文件")
    papers = compose_for_all(
        order.report, plan, on_step=told.again, on_unit=told.unit, **{**order.options, "unit": None}
    )
    for unit, paper in papers:
        with asking(told.again):
            write_paper(paper, files[unit], draft=order.draft)
        written.append(files[unit])
    return len(written)


def write_paper(paper: Paper, path: Path, *, draft: bool = False) -> None:
    """Write a paper as the file that its name asks for: .docx, .xlsx or else PDF. Raises Unreadable where it cannot be."""
    with _in_our_terms():
        if path.suffix.lower() == ".docx":
            from xiezuo_desktop.documents.write_docx import write_docx

            write_docx(paper, path, draft=draft)
        elif path.suffix.lower() == ".xlsx":
            from xiezuo_desktop.documents.write_xlsx import write_xlsx

            write_xlsx(paper, path, draft=draft)
        else:
            from xiezuo_desktop.documents.pdf.write_pdf import write_pdf

            write_pdf(paper, path, draft=draft)


@contextmanager
def _in_our_terms() -> Iterator[None]:
    """What the writers of documents cannot do, as an error that the window shows."""
    from xiezuo_desktop.documents import PaperError

    try:
        yield
    except PaperError as error:
        raise Unreadable(error.sentence, error.advice) from error
