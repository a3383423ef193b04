"""What a person can do to the task book, each a named step through the session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from ...core import book_steps
from ...core.records import Chapter, Clause, Paragraph
from .plan_edits import PlanEdits

if TYPE_CHECKING:
    from ...core.records import Id

SECTIONS = Paragraph.fields["section"].choices or {}


class TaskBookEdits(PlanEdits):
    """Adds, moves and deletes chapters, clauses and paragraphs. `made` carries the id of what is new."""

    made = Signal(object, object)  # record type and id: show it and put the cursor into it

    # ------------------------------------------------------------------------------------------------ adding

    def add_chapter(self, unit: Id | None, before: Id | None = None) -> None:
        """A new chapter for a unit."""
        from ...storage import new_id

        made = new_id()
        if self._do(
            f"新增“{self._plan.bearer_name(unit)}”一章", book_steps.add_chapter(self._plan, unit, before, made)
        ):
            self.made.emit(Chapter, made)

    def add_clause(self, chapter: Id, behind: Id | None = None) -> None:
        """A new clause of a chapter, behind another or as the last."""
        from ...storage import new_id

        made = new_id()
        row = [c.id for c in self._plan.clauses(chapter)]
        if self._do("新增一条任务", book_steps.add_clause(self._plan, chapter, _next(row, behind), made)):
            self.made.emit(Clause, made)

    def add_paragraph(self, section: str, behind: Id | None = None) -> None:
        """A new paragraph of a part of the document, behind another or as the last."""
        from ...storage import new_id

        made = new_id()
        row = [p.id for p in book_steps.paragraphs_of(self._plan, section)]
        label = f"新增一段{SECTIONS.get(section, '')}"
        if self._do(label, book_steps.add_paragraph(self._plan, section, _next(row, behind), made)):
            self.made.emit(Paragraph, made)

    # ------------------------------------------------------------------------------------------------ moving

    def shift_chapter(self, chapter: Id, step: int) -> None:
        """Move a chapter one place up (-1) or down (+1)."""
        found = _shifted([c.id for c in self._plan.chapters], chapter, step)
        if found:
            self._do("移动一章", book_steps.move_chapter(self._plan, chapter, found[0]))

    def place_chapter(self, chapter: Id, before: Id | None) -> None:
        """Move a chapter before another, as when it is dropped there."""
        self._do("移动一章", book_steps.move_chapter(self._plan, chapter, before))

    def shift_clause(self, clause: Clause, step: int) -> None:
        """Move a clause one place up (-1) or down (+1) within its chapter."""
        chapter = clause.chapter or 0
        found = _shifted([c.id for c in self._plan.clauses(chapter)], clause.id, step)
        if found:
            self._do("移动一条任务", book_steps.move_clause(self._plan, clause.id, chapter, found[0]))

    def move_clause(self, clause: Clause, chapter: Id) -> None:
        """Move a clause to the end of another chapter."""
        self._do("移动一条任务", book_steps.move_clause(self._plan, clause.id, chapter, None))

    def shift_paragraph(self, paragraph: Paragraph, step: int) -> None:
        """Move a paragraph one place up (-1) or down (+1)."""
        row = [p.id for p in book_steps.paragraphs_of(self._plan, paragraph.section)]
        found = _shifted(row, paragraph.id, step)
        if found:
            self._do("移动一段", book_steps.move_paragraph(self._plan, paragraph.id, found[0]))

    # ------------------------------------------------------------------------------------------------ deleting

    def delete_chapter(self, chapter: Chapter) -> None:
        """Delete a chapter with its clauses."""
        name = chapter.heading or self._plan.bearer_name(chapter.unit)
        if self._do(f"删除“{name}”一章", book_steps.delete_chapter(self._plan, chapter.id)):
            self._session.said.emit(f"已删除“{name}”一章", True)

    def delete_clause(self, clause: Clause) -> None:
        """Delete a clause."""
        name = clause.lead or clause.text[:12] or f"第 {clause.ordinal} 条"
        if self._do(f"删除任务“{name}”", book_steps.delete_clause(self._plan, clause.id)):
            self._session.said.emit(f"已删除任务“{name}”", True)

    def delete_paragraph(self, paragraph: Paragraph) -> None:
        """Delete a paragraph."""
        if self._do("删除一段", book_steps.delete_paragraph(self._plan, paragraph.id)):
            self._session.said.emit(f"已删除一段“{paragraph.text[:12]}”", True)


def _next(row: list[Id], behind: Id | None) -> Id | None:
    """The id behind another in a row; None where that is the last."""
    at = row.index(behind) + 1 if behind in row else len(row)
    return row[at] if at < len(row) else None


def _shifted(row: list[Id], each: Id, step: int) -> tuple[Id | None] | None:
    """What a row's element comes to stand before when it is moved by one place; None where it cannot be moved."""
    at = row.index(each) + step if each in row else -1
    if not 0 <= at < len(row):
        return None
    others = [r for r in row if r != each]
    return (others[at] if at < len(others) else None,)
