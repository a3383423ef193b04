"""Checks of an issued plan: the superior's words, evidence of what is finished, changes by documents."""

from __future__ import annotations

from datetime import date

from tests.core.plans import findings, indicator, made, unit
from xiezuo_desktop.core.records import Adjustment, Evidence, Report, Task


def task(goal, words, *more):
    row = indicator("消费帮扶销售额", goal, "万元")
    return findings(
        "V14", row, made(Task, theme="消费帮扶", superior_text=words, indicator=row.id), *(m(row) for m in more)
    )


def test_a_target_below_the_superiors_words_is_said():
    ((severity, message),) = task("7000", "完成消费帮扶销售额不低于0.8亿元。")
    assert severity == "warning"
    assert "8000万元" in message
    assert "7000万元" in message


def test_a_target_that_reaches_them_is_not_mentioned():
    assert task("8000", "完成消费帮扶销售额不低于0.8亿元。") == []
    assert task("7000", "按上级要求开展消费帮扶。") == []


def test_a_document_that_adjusted_the_target_excuses_it():
    def by(row):
        return made(Adjustment, indicator=row.id, old="8000", new="7000", doc_number="临政办〔2024〕9号")

    assert task("7000", "完成消费帮扶销售额不低于0.8亿元。", by) == []


def finished(value, *proofs, wanted="验收单"):
    row, office = indicator("培训人数", "100", evidence=wanted), unit("区人社局")
    report = Report(indicator=row.id, bearer=office.id, period=202406, value=value)
    return findings("V18", row, office, report, *(p(row, office) for p in proofs))


def proof(state):
    return lambda row, office: made(Evidence, title="花名册", indicator=row.id, unit=office.id, state=state)


def test_a_finished_figure_needs_evidence_that_was_looked_at():
    assert len(finished("100")) == 1
    assert len(finished("120人", proof(""), proof("rejected"))) == 1
    assert finished("100", proof("accepted")) == []
    assert finished("100", proof("on_site")) == []


def test_unfinished_figures_and_rows_without_demands_need_none():
    assert finished("99") == []
    assert finished("100", wanted="") == []


def adjusted(now, **values):
    row = indicator("培训人数", now)
    change = {"indicator": row.id, "old": "100", "new": "80", "doc_number": "临政办〔2024〕9号"} | values
    return findings("V19", row, made(Adjustment, **change))


def test_an_adjustment_names_its_document():
    assert adjusted("80") == []
    ((severity, message),) = adjusted("80", doc_number="")
    assert severity == "error"
    assert "没有写明依据" in message


def test_a_target_is_what_its_last_adjustment_made_of_it():
    ((_, message),) = adjusted("90")
    assert "“80”" in message
    assert "“90”" in message
    row = indicator("培训人数", "90")
    first = made(Adjustment, indicator=row.id, old="80", new="90", doc_number="甲号", adjusted_on=date(2024, 9, 1))
    second = made(Adjustment, indicator=row.id, old="100", new="80", doc_number="乙号", adjusted_on=date(2024, 6, 1))
    assert findings("V19", row, first, second) == []
