"""Comparing a plan with another version of it, and writing the differences down: what the page has done aside."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from ...core.versions import Difference
    from ...storage import PlanFile
    from ..work import Report


def compared(other: Path | datetime, now: PlanFile, report: Report) -> list[Difference]:
    """How the plan differs from another file, or from what it said before a moment. Raises UserError."""
    from ...core.versions import compare, compare_with_superior
    from ...storage import PlanFile
    from ...storage.past import plan_at

    report(0, 0, "正在比较……")
    if isinstance(other, datetime):
        return compare(plan_at(now, other), now.plan)
    with PlanFile.open(other, read_only=True) as file:
        same = file.plan.info.id == now.plan.info.id
        return compare(file.plan, now.plan) if same else compare_with_superior(now.plan, file.plan)


def writer(path: Path) -> Any:
    """The function that writes a Paper into a file of this ending: Word, Excel, else PDF."""
    if path.suffix.lower() == ".docx":
        from ...documents.write_docx import write_docx

        return write_docx
    if path.suffix.lower() == ".xlsx":
        from ...documents.write_xlsx import write_xlsx

        return write_xlsx
    from ...documents.pdf.write_pdf import write_pdf

    return write_pdf
