"""Making the PDF of a report aside: the plan as it was when it began, a file in a folder of its own, warnings in words."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from xiezuo_desktop.core.errors import Unreadable
from xiezuo_desktop.ui.widgets.pdf_document import PdfDocument

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from xiezuo_desktop.core.plan import Plan
    from xiezuo_desktop.documents.paper import Paper


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

    def compose(self, plan: Plan) -> Paper:
        """The paper that was ordered."""
        from xiezuo_desktop.reports import compose, compose_job

        if not self.job:
            return compose(self.report, plan, **self.options)
        return compose_job(self.report, plan, **{**self.options, "unit": None})


@dataclass(slots=True)
class Printed:
    """A finished PDF, opened."""

    order: Order
    path: Path
    document: PdfDocument
    pages: int
    warnings: tuple[str, ...]
    blank: int = 0  # of the pages: backs of sheets that are printed on both sides


def make_report(plan: Plan, order: Order, path: Path, report: Callable[[int, int, str], None]) -> Printed:
    """Compose and draw a report into a file and open it. `report` may raise to cancel."""
    from xiezuo_desktop.documents.pdf.write_pdf import without_collector, write_pdf

    report(0, 0, "正在排版……")
    with _in_our_terms(), without_collector():
        paper = order.compose(plan)
        result = write_pdf(
            paper,
            path,
            on_page=lambda at: report(at.page, at.pages, f"正在排版，第 {at.page} 页，共 {at.pages} 页"),
            draft=order.draft,
        )
    return Printed(order, path, PdfDocument(path), result.pages, (*paper.notes, *result.warnings), result.blank)


def write_report(plan: Plan, order: Order, path: Path, report: Callable[[int, int, str], None]) -> Path:
    """Write a report as the file that its name asks for: .docx or .xlsx."""
    report(0, 0, f"正在写“{path.name}”……")
    write_paper(order.compose(plan), path, draft=order.draft)
    return path


def write_all(plan: Plan, order: Order, folder: Path, kind: str, report: Callable[[int, int, str], None]) -> int:
    """Write the report of every unit into a folder, one file each (`kind` pdf, docx or xlsx); returns how many."""
    from xiezuo_desktop.reports import compose_for_all

    count = 0
    for unit, paper in compose_for_all(order.report, plan, **{**order.options, "unit": None}):
        name = "".join("_" if c in '\\/:*?"<>|\n' else c for c in unit)
        report(0, 0, f"正在写“{name}”……")
        write_paper(paper, folder / f"{name}.{kind}", draft=order.draft)
        count += 1
    return count


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
