"""Making the PDF of a report aside: the plan as it was when it began, a file in a folder of its own, warnings in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xiezuo_desktop.core.errors import Unreadable
from xiezuo_desktop.ui.widgets.pdf_document import PdfDocument

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from xiezuo_desktop.core.plan import Plan


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be printed: a report and its options as the user chose them."""

    report: str
    unit: str | None = None
    paper: str = "A4"
    turned: bool | None = None
    draft: bool = False


@dataclass(slots=True)
class Printed:
    """A finished PDF, opened."""

    order: Order
    path: Path
    document: PdfDocument
    pages: int
    warnings: tuple[str, ...]


def make_report(plan: Plan, order: Order, path: Path, report: Callable[[int, int, str], None]) -> Printed:
    """Compose and draw a report into a file and open it. `report` may raise to cancel."""
    from xiezuo_desktop.documents import PaperError
    from xiezuo_desktop.documents.pdf.write_pdf import write_pdf
    from xiezuo_desktop.reports import compose

    report(0, 0, "正在排版……")
    paper = compose(order.report, plan, unit=order.unit, paper=order.paper, turned=order.turned, draft=order.draft)
    try:
        result = write_pdf(
            paper,
            path,
            on_page=lambda at: report(at.page, at.pages, f"正在排版，第 {at.page} 页，共 {at.pages} 页"),
            draft=order.draft,
        )
    except PaperError as error:
        raise Unreadable(error.sentence, error.advice) from error
    return Printed(order, path, PdfDocument(path), result.pages, result.warnings)
