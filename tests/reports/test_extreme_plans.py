"""Every report of plans with extreme texts: all texts on paper, nothing printed over anything, no page outside its rules."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents.pdf.builders_layout import faults, ruler
from tests.documents.pdf.test_write_pdf import checked
from tests.reports.builders_plan import PlanBuilder
from xiezuo_desktop.documents.pdf.flow import MM
from xiezuo_desktop.documents.pdf.gongwen import lay_out
from xiezuo_desktop.documents.pdf.write_pdf import write_pdf
from xiezuo_desktop.reports import REPORTS, compose

DAY = "2031-12-31"
RARE = "李喆王堃陈昇䶮㛃𬭚𫖯"


class Letters:
    """Texts that are told apart: each is one letter, repeated; rare ones that every face of offices has."""

    def __init__(self):
        self.used = {}

    def text(self, length, lines=1):
        letter = bytes((0xD8 + len(self.used) // 94, 0xA1 + len(self.used) % 94)).decode("gb2312")
        self.used[letter] = length
        return "\n".join(letter * (length // lines) for _ in range(lines)) if lines > 1 else letter * length


def extreme_plan(name=200, units=40, measure=1000, count=12):
    """Long names, crowded cells, long measures; the letters of its texts."""
    letters = Letters()
    b = PlanBuilder(title="临江区协作任务", year=2031, issuer="临江区人民政府办公室")
    category = b.category("一", letters.text(60))
    crowd = [letters.text(9) for _ in range(units)]
    for n in range(count):
        indicator = b.indicator(
            letters.text(name if n % 3 == 0 else 12),
            crowd if n == 1 else crowd[:1],
            category=category,
            ordinal=str(n + 1),
            measure_unit="万元",
            target="12345678.90" if n % 2 else letters.text(40),
            definition=letters.text(measure if n == 2 else 20),
            deadline="6月底前",
        )
        for unit in crowd[: 3 + n]:
            b.allocation(indicator, unit, "1234567.50")
    b.chapter("一", crowd[0], letters.text(measure), letters.text(30))
    b.task(letters.text(30), (letters.text(measure), "3月底前"), (letters.text(8), "9月底前"), lead=crowd, ordinal="1")
    b.task(letters.text(4), *(letters.text(60) for _ in range(5)), lead=crowd[:2], deadline="12月底前", ordinal="2")
    b.text("note", "备注：" + letters.text(300))
    return b, letters


def sheets_of(name, plan, **more):
    return lay_out(compose(name, plan, on=DAY, **more), ruler)


def assert_clean(sheets):
    for sheet in sheets:
        frame = sheet.frame
        area = (frame.left - 2, frame.bottom - 1, frame.right + 2, frame.top + 20 * MM)
        assert faults(list(sheet.all_texts()), sheet.rules, area) == []


SHOWN = {  # which letters a report must show at least once: those of the texts it is made of
    "indicators": lambda plan: [i.name for i in plan.indicators] + [i.definition for i in plan.indicators],
    "taskbook": lambda plan: [i.name for i in plan.indicators] + [c.text for ch in plan.chapters for c in plan.clauses(ch.id)],
    "matrix": lambda plan: [i.name for i in plan.indicators],
    "division": lambda plan: [m.text for t in plan.tasks for m in plan.measures(t.id)] + [t.theme for t in plan.tasks],
    "unit": lambda plan: [m.text for t in plan.tasks for m in plan.measures(t.id)] + [i.name for i in plan.indicators],
}  # fmt: skip


@pytest.mark.parametrize("name", SHOWN)
def test_extreme_texts_are_all_on_paper_and_over_nothing(name):
    b, letters = extreme_plan(count=9)
    plan = b.plan
    sheets = sheets_of(name, plan)
    assert_clean(sheets)
    seen = Counter(ch for sheet in sheets for text in sheet.all_texts() for ch in text.text)
    for text in filter(None, SHOWN[name](plan)):
        assert seen[text[0]] >= letters.used[text[0]]
        assert seen[text[0]] % letters.used[text[0]] == 0


@pytest.mark.parametrize("name", ["checks", "reminder"])
def test_forms_hold_extreme_texts(name):
    b, _ = extreme_plan(units=8, count=5)
    assert_clean(sheets_of(name, b.plan))


@settings(max_examples=12, deadline=None)
@given(
    st.sampled_from([1, 30, 200]),
    st.sampled_from([3, 12, 45]),
    st.sampled_from([5, 300, 2500]),
    st.integers(1, 7),
    st.booleans(),
    st.sampled_from(["A4", "A3"]),
)
def test_any_mixture_of_lengths_is_clean(name, units, measure, count, turned, paper):
    b, _ = extreme_plan(name, units, measure, count)
    for report in ("indicators", "matrix", "division", "taskbook"):
        assert_clean(sheets_of(report, b.plan, turned=turned, paper=paper))


@pytest.mark.parametrize("name", REPORTS)
def test_an_empty_plan_is_one_page_or_a_sentence(name):
    sheets = sheets_of(name, PlanBuilder(title="").plan)
    assert len(sheets) == 1
    assert_clean(sheets)


@pytest.mark.parametrize("name", ["taskbook", "adjustments"])
def test_an_empty_report_keeps_every_rule(name, tmp_path):
    write_pdf(compose(name, PlanBuilder(title="").plan, on=DAY), tmp_path / "a.pdf")
    assert checked(tmp_path / "a.pdf", "plain") == []


@pytest.mark.parametrize("name", REPORTS)
def test_a_plan_with_nothing_but_notes_is_printed(name):
    b = PlanBuilder(title="临江区指标")
    b.text("note", "备注：约束性指标必须完成。" * 9)
    assert_clean(sheets_of(name, b.plan))


@pytest.mark.parametrize(
    "name", [name for name in REPORTS if name not in ("scores", "evidence", "adjustments")]
)  # none is here
def test_three_hundred_indicators_keep_every_rule(name, tmp_path):
    b = PlanBuilder(title="2031年临江区东西部协作任务指标分解表", year=2031)
    units = [f"区第{n}局（{RARE[n % len(RARE)]}）" for n in range(11)]
    for c in range(6):
        category = b.category("一二三四五六"[c], f"第{c}类协作")
        for n in range(50):
            indicator = b.indicator(f"帮助{RARE}就业第{n}类人数（含存量）", units[c : c + 1 + n % 5], category=category,
                                    ordinal=str(n + 1), measure_unit="人", target=f"{n}00", deadline="11月底前")  # fmt: skip
            b.allocation(indicator, units[n % 11], f"{n}00")
    for n in range(40):
        b.task(f"第{n}项", "组织召开联席会议并抓好落实。" * (1 + n % 9), lead=units[: 1 + n % 7], deadline="12月底前")
    options = {"unit": units[3]} if name in ("unit", "reminder") else {}
    result = write_pdf(compose(name, b.plan, on=DAY, **options), tmp_path / "a.pdf")
    assert result.pages > 1 or name == "checks"
    assert not any("U+" in warning for warning in result.warnings)
    assert checked(tmp_path / "a.pdf", "plain") == []
