"""The task book as a person rearranges it: chapters, clauses and paragraphs. Reads a Plan, returns the steps of one edit.

Ordinals are counted anew where they counted on without gaps before; a document that counts in a way of its own is left alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .changes import Drop, Put, Step
from .ordinals import next_ordinal, renumber
from .records import Chapter, Clause, Mention, Paragraph, full_key
from .tree import keys_between

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .plan import Plan
    from .records import Id

Row = Chapter | Clause | Paragraph


def paragraphs_of(plan: Plan, section: str) -> list[Paragraph]:
    """The paragraphs of one part of the document, in order."""
    return [p for p in plan.ordered(Paragraph) if p.section == section]


# ------------------------------------------------------------------------------------------------ clauses


def add_clause(plan: Plan, chapter: Id, before: Id | None, new_id: Id) -> list[Step]:
    """A new clause of a chapter before another (None: as the last), numbered as its neighbours are."""
    row = plan.clauses(chapter)
    ordinal = next_ordinal(row[-1].ordinal) if row and row[-1].ordinal else ("1" if not row else "")
    made = Clause(id=new_id, chapter=chapter, ordinal=ordinal)
    steps: list[Step] = [Put(Clause, made.key, {"chapter": chapter, "ordinal": ordinal})]
    return steps + _put_in(row, made, before)


def move_clause(plan: Plan, clause_id: Id, chapter: Id, before: Id | None) -> list[Step]:
    """Move a clause to a place in its own or another chapter."""
    clause = plan.get(Clause, clause_id)
    if clause is None or before == clause_id:
        return []
    row = [c for c in plan.clauses(chapter) if c.id != clause_id]
    steps: list[Step] = []
    if clause.chapter != chapter:
        steps.append(Put(Clause, clause.key, {"chapter": chapter}))
        left = plan.clauses(clause.chapter or 0)
        steps += _renumbered(left, [c for c in left if c.id != clause_id])
    return steps + _put_in(row, clause, before, was=plan.clauses(chapter))


def delete_clause(plan: Plan, clause_id: Id) -> list[Step]:
    """Delete a clause with the numbers in it that were tied to indicators."""
    clause = plan.get(Clause, clause_id)
    if clause is None:
        return []
    row = plan.clauses(clause.chapter or 0)
    return [*_drops(plan, clause), *_renumbered(row, [c for c in row if c.id != clause_id])]


def _drops(plan: Plan, clause: Clause) -> list[Step]:
    mentions: list[Step] = [Drop(Mention, m.key) for m in plan.mentions(clause.id)]
    return [*mentions, Drop(Clause, clause.key)]


# ------------------------------------------------------------------------------------------------ chapters


def add_chapter(plan: Plan, unit: Id | None, before: Id | None, new_id: Id) -> list[Step]:
    """A new chapter for a unit before another (None: as the last)."""
    row = plan.chapters
    ordinal = next_ordinal(row[-1].ordinal) if row else "一"
    made = Chapter(id=new_id, unit=unit, ordinal=ordinal)
    steps: list[Step] = [Put(Chapter, made.key, {"unit": unit, "ordinal": ordinal})]
    return steps + _put_in(row, made, before)


def move_chapter(plan: Plan, chapter_id: Id, before: Id | None) -> list[Step]:
    """Move a chapter with its clauses before another (None: to the end)."""
    chapter = plan.get(Chapter, chapter_id)
    if chapter is None or before == chapter_id:
        return []
    return _put_in([c for c in plan.chapters if c.id != chapter_id], chapter, before, was=plan.chapters)


def delete_chapter(plan: Plan, chapter_id: Id) -> list[Step]:
    """Delete a chapter with its clauses."""
    chapter = plan.get(Chapter, chapter_id)
    if chapter is None:
        return []
    steps = [step for clause in plan.clauses(chapter_id) for step in _drops(plan, clause)]
    row = plan.chapters
    return [*steps, Drop(Chapter, chapter.key), *_renumbered(row, [c for c in row if c.id != chapter_id])]


# ------------------------------------------------------------------------------------------------ paragraphs


def add_paragraph(plan: Plan, section: str, before: Id | None, new_id: Id) -> list[Step]:
    """A new, empty paragraph of a part of the document."""
    made = Paragraph(id=new_id, section=section)
    return [Put(Paragraph, made.key, {"section": section}), *_put_in(paragraphs_of(plan, section), made, before)]


def move_paragraph(plan: Plan, paragraph_id: Id, before: Id | None) -> list[Step]:
    """Move a paragraph within its part of the document."""
    paragraph = plan.get(Paragraph, paragraph_id)
    if paragraph is None or before == paragraph_id:
        return []
    return _put_in([p for p in paragraphs_of(plan, paragraph.section) if p.id != paragraph_id], paragraph, before)


def delete_paragraph(plan: Plan, paragraph_id: Id) -> list[Step]:
    """Delete a paragraph."""
    return [Drop(Paragraph, full_key(paragraph_id))] if plan.get(Paragraph, paragraph_id) else []


# ------------------------------------------------------------------------------------------------ helpers


def _put_in(row: Sequence[Row], record: Row, before: Id | None, *, was: Sequence[Row] = ()) -> list[Step]:
    """The steps that bring a record into a row of others: its order key, and the ordinals behind it."""
    at = next((n for n, r in enumerate(row) if r.id == before), len(row))
    low = row[at - 1].order if at > 0 else ""
    high = row[at].order if at < len(row) else ""
    after: list[Row] = [*row[:at], record, *row[at:]]
    steps: list[Step]
    if high and low >= high:  # equal keys of an older import: the whole row gets keys of its own
        keys = keys_between("", "", len(after))
        steps = [Put(type(r), r.key, {"order": key}) for r, key in zip(after, keys, strict=True)]
    else:
        steps = [Put(type(record), record.key, {"order": keys_between(low, high, 1)[0]})]
    return steps + _renumbered(was or row, after)


def _renumbered(before: Sequence[Row], after: Sequence[Row]) -> list[Step]:
    """The steps that count ordinals anew, where they counted on without gaps before."""
    had = [getattr(r, "ordinal", "") for r in before]
    if renumber(had) != had:
        return []
    have = [getattr(r, "ordinal", "") for r in after]
    wanted = renumber(have)
    return [
        Put(type(r), r.key, {"ordinal": new}) for r, old, new in zip(after, have, wanted, strict=True) if old != new
    ]
