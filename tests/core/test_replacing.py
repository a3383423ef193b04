"""Find and replace: what matches, what may not be changed, and the steps."""

from __future__ import annotations

import pytest

from xiezuo_desktop.core import replacing
from xiezuo_desktop.core.records import Allocation, Chapter, Clause, Indicator, Mention, PlanInfo, Unit
from xiezuo_desktop.core.replacing import KINDS, Search
from xiezuo_desktop.storage import PlanFile


@pytest.fixture
def file(tmp_path):
    """Two indicators, a unit, a clause with a number that is tied to an indicator."""
    with PlanFile.create(tmp_path / "plan.xiezuo", title="计划") as made:
        with made.edit("制作") as edit:
            unit = edit.add(Unit, name="区教育局", order="B")
            first = edit.add(Indicator, name="培训教师人数", target="300", target_reading="350", order="B")
            edit.add(Indicator, name="结对学校数", definition="教师培训计入", target="12", order="C")
            edit.put(Allocation, (first, unit, 0), amount="300")
            chapter = edit.add(Chapter, unit=unit, ordinal="一", order="B")
            clause = edit.add(Clause, chapter=chapter, ordinal="1", text="2024年培训教师300人。", order="B")
            edit.add(Mention, clause=clause, number_text="300", measure_unit="人", indicator=first, order="B")
        yield made


def found(file, words, becomes, kinds=tuple(KINDS), may=True, **more):
    """The matches where everything is (or is not) one's own."""
    return replacing.matches(file.plan, Search(words, becomes, kinds), lambda *_: may, **more)


def texts(matches):
    """What each would read, with the reason against it."""
    return [(m.after, m.reason) for m in matches]


def test_matches_stand_kind_by_kind(file):
    assert texts(found(file, "教师", "老师")) == [
        ("培训老师人数", ""),
        ("老师培训计入", ""),
        ("2024年培训老师300人。", ""),
    ]
    assert texts(found(file, "教师", "老师", ["definitions"])) == [("老师培训计入", "")]
    assert found(file, "", "老师") == []


def test_numbers_are_left_alone_unless_they_are_chosen(file):
    usual = [name for name, kind in KINDS.items() if kind.usual]
    (clause,) = found(file, "300", "400", usual)
    assert "与指标相连" in clause.reason
    target, share = found(file, "300", "400", ["targets"])
    assert (target.field, share.field, target.reason) == ("target", "amount", "")
    (year,) = found(file, "2024年", "2025年", usual)
    assert year.reason == ""


def test_a_changed_target_forgets_the_corrected_reading(file):
    with file.edit("替换") as edit:
        edit.apply(replacing.steps(found(file, "300", "400", ["targets"])))
    assert [(i.target, i.target_reading) for i in file.plan.indicators] == [("400", ""), ("12", "")]
    assert [a.amount for a in file.plan.ordered(Allocation)] == ["400"]


@pytest.mark.parametrize(
    ("words", "becomes", "kind", "reason"),
    [
        ("培训教师人数", "", "names", "替换后就空了"),
        ("教师", "长" * 300, "names", "太长了：最多 300 个字，现在 304 个。"),
        ("300", "3..5", "targets", "替换后读不出数"),
        ("教师", "教师", "names", "替换前后一样"),
    ],
)
def test_what_cannot_stand_there_says_why(file, words, becomes, kind, reason):
    assert found(file, words, becomes, [kind])[0].reason == reason


def test_others_rows_and_what_is_issued_are_locked(file):
    assert {m.reason for m in found(file, "教师", "老师", may=False)} == {"不是本单位的，只能看"}
    with file.edit("下达") as edit:
        edit.put(PlanInfo, file.plan.info.key, stage="issued")
    name, definition, _ = found(file, "教师", "老师")
    assert (name.reason, definition.reason) == ("计划已经下达，要按文件调整", "")
    assert found(file, "教师", "老师", adjusting=True)[0].reason == ""
    assert [step.values for step in replacing.steps([name, definition])] == [{"definition": "老师培训计入"}]


def test_words_are_taken_literally(file):
    assert found(file, ".", "x", ["names"]) == []
    assert texts(found(file, "教育", r"\1", ["units"])) == [(r"区\1局", "")]
