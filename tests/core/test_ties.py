"""Clauses that state an indicator: found, and made to agree with the table again."""

from __future__ import annotations

from tests.core.plans import indicator, made, plan_of, unit
from xiezuo_desktop.core.records import Chapter, Clause, Mention
from xiezuo_desktop.core.ties import only_statement, say_the_target, stated_in, statements, take_the_clause


def book(text, target="4", measure_unit="个", tied="3", tied_unit="对"):
    office = unit("区卫健局")
    row = indicator("结对医院数", target, measure_unit)
    chapter = made(Chapter, unit=office.id, ordinal="一")
    clause = made(Clause, chapter=chapter.id, ordinal="1", lead="开展结对", text=text)
    ties = [made(Mention, clause=clause.id, number_text=tied, measure_unit=tied_unit, indicator=row.id)] if tied else []
    return plan_of(office, row, chapter, clause, *ties), clause, row


def test_a_tied_number_is_shown_with_whether_it_agrees():
    plan, clause, row = book("完成医院结对3对，接收进修12人。")
    (found,) = statements(plan, row)
    assert (found.clause, found.field, found.number, found.measure_unit, found.agrees) == (
        clause,
        "text",
        "3",
        "对",
        False,
    )
    assert clause.text[found.start : found.end].startswith("3")


def test_a_number_nobody_tied_counts_where_it_repeats_the_target():
    plan, _, row = book("完成医院结对4对。", tied="")
    assert [s.agrees for s in statements(plan, row)] == [True]
    plan, _, row = book("完成医院结对5对。", tied="")
    assert statements(plan, row) == []


def test_the_target_is_written_into_the_clause():
    plan, clause, row = book("完成医院结对3对，接收进修12人。")
    text, mention = say_the_target(plan, clause.id, row.id)
    assert text.values == {"text": "完成医院结对4对，接收进修12人。"}
    assert mention.values == {"number_text": "4"}


def test_the_clause_becomes_the_target_in_its_own_unit():
    plan, clause, row = book("筹集帮扶资金0.8亿元。", "7000", "万元", "0.8", "亿元")
    (step,) = take_the_clause(plan, clause.id, row.id)
    assert step.values["target"] == "8000"
    (text, _) = say_the_target(plan, clause.id, row.id)
    assert text.values == {"text": "筹集帮扶资金0.7亿元。"}


def test_nothing_is_written_where_text_and_table_agree_or_the_text_says_it_twice():
    plan, clause, row = book("完成医院结对4对。", tied="4")
    assert say_the_target(plan, clause.id, row.id) == take_the_clause(plan, clause.id, row.id) == []
    plan, clause, row = book("上半年结对3对，全年医院结对3对。")
    assert say_the_target(plan, clause.id, row.id) == []


def test_a_clause_names_the_indicators_it_states():
    plan, clause, row = book("完成医院结对3对，接收进修12人。")
    ((indicator, statement),) = stated_in(plan, clause)
    assert (indicator, statement.number, statement.agrees) == (row, "3", False)
    assert only_statement(plan, row) == statement


def test_an_indicator_stated_twice_is_stated_nowhere_alone():
    plan, _, row = book("上半年结对3对，全年医院结对3对。")
    assert len(statements(plan, row)) == 2
    assert only_statement(plan, row) is None
