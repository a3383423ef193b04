"""The task book rearranged: order, ordinals, what hangs on a clause."""

from __future__ import annotations

from xiezuo_desktop.core import book_steps
from xiezuo_desktop.core.outline import applied
from xiezuo_desktop.core.plan import Plan
from xiezuo_desktop.core.records import Chapter, Clause, Mention, Paragraph


def plan_of(*records) -> Plan:
    rows = {}
    for record in records:
        rows.setdefault(type(record), {})[record.key] = record
    return Plan(rows)


def book(*, ordinals: str = "一二三", clauses: tuple[str, ...] = ("1", "2", "3")) -> Plan:
    chapters = [Chapter(id=n, ordinal=o, heading=f"第{o}章", order=f"a{n}") for n, o in enumerate(ordinals, 1)]
    texts = [Clause(id=10 + n, chapter=1, ordinal=o, lead=f"甲{n}", order=f"a{n}") for n, o in enumerate(clauses, 1)]
    return plan_of(*chapters, *texts, Mention(id=90, clause=12, number_text="12", order="V"))


def clauses(plan: Plan, chapter: int = 1) -> list[str]:
    return [f"{c.ordinal}{c.lead}" for c in plan.clauses(chapter)]


def chapters(plan: Plan) -> list[str]:
    return [f"{c.ordinal}{c.heading}" for c in plan.chapters]


def test_a_new_clause_is_numbered_and_those_behind_it_count_on():
    plan = applied(book(), book_steps.add_clause(book(), 1, 12, 50))
    assert clauses(plan) == ["1甲1", "2", "3甲2", "4甲3"]


def test_the_first_clause_of_a_chapter_is_number_one():
    plan = applied(book(), book_steps.add_clause(book(), 2, None, 50))
    assert clauses(plan, 2) == ["1"]


def test_a_moved_clause_takes_its_new_number():
    plan = applied(book(), book_steps.move_clause(book(), 13, 1, 11))
    assert clauses(plan) == ["1甲3", "2甲1", "3甲2"]


def test_a_clause_moves_to_another_chapter_and_the_one_it_left_closes_up():
    plan = applied(book(), book_steps.move_clause(book(), 11, 2, None))
    assert clauses(plan) == ["1甲2", "2甲3"]
    assert [c.lead for c in plan.clauses(2)] == ["甲1"]


def test_deleting_a_clause_deletes_what_was_tied_to_it():
    plan = applied(book(), book_steps.delete_clause(book(), 12))
    assert clauses(plan) == ["1甲1", "2甲3"]
    assert not plan.rows(Mention)


def test_ordinals_of_their_own_kind_are_left_alone():
    start = book(clauses=("1", "3", "9"))
    plan = applied(start, book_steps.delete_clause(start, 12))
    assert clauses(plan) == ["1甲1", "9甲3"]


def test_a_new_chapter_is_numbered_and_moves_with_its_clauses():
    plan = applied(book(), book_steps.add_chapter(book(), 7, 2, 50))
    assert chapters(plan) == ["一第一章", "二", "三第二章", "四第三章"]
    moved = applied(plan, book_steps.move_chapter(plan, 1, None))
    assert chapters(moved) == ["一", "二第二章", "三第三章", "四第一章"]
    assert clauses(moved) == clauses(book())


def test_deleting_a_chapter_deletes_its_clauses():
    plan = applied(book(), book_steps.delete_chapter(book(), 1))
    assert chapters(plan) == ["一第二章", "二第三章"]
    assert not plan.rows(Clause)


def test_paragraphs_keep_to_their_section():
    texts = [
        Paragraph(id=n, section=s, text=t, order=f"a{n}")
        for n, s, t in ((1, "notice", "甲"), (2, "note", "乙"), (3, "notice", "丙"))
    ]
    plan = plan_of(*texts)
    plan = applied(plan, book_steps.add_paragraph(plan, "notice", 3, 9))
    assert plan.paragraphs("notice") == ["甲", "", "丙"]
    plan = applied(plan, book_steps.move_paragraph(plan, 3, 1))
    assert plan.paragraphs("notice") == ["丙", "甲", ""]
    plan = applied(plan, book_steps.delete_paragraph(plan, 9))
    assert plan.paragraphs("note") == ["乙"]
    assert len(plan.rows(Paragraph)) == 3
