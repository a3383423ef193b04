import shutil
from datetime import date

import pytest

from tests.exchange.offices import JUNE, dispatch, head_office, mailed_back, received, report, value_of
from xiezuo_desktop.core.errors import Invalid, WrongCall
from xiezuo_desktop.core.figures.sheet import FigureSheet
from xiezuo_desktop.core.figures.steps import Said, Writer, figure_steps
from xiezuo_desktop.core.records import Indicator, Report
from xiezuo_desktop.exchange.disputes import decide, dispute_count, disputes, once, own_figures, take_own_figures
from xiezuo_desktop.exchange.merge import merge, preview
from xiezuo_desktop.storage import PlanFile
from xiezuo_desktop.storage.values import TEXT_LIMIT


@pytest.fixture
def disputed(tmp_path):
    """The head office corrected a figure that the unit changed as well; and a target stands against another office's."""
    office = head_office(tmp_path / "区办")
    unit, indicator = office.units[0], office.indicators[0]
    report(office.plan_file, indicator, unit, "10")
    part = received(dispatch(office, unit)[0], tmp_path / "甲", "甲")
    copy = PlanFile.open(shutil.copyfile(office.plan_file.path, tmp_path / "科里.xiezuo"), author="陈")
    report(part, indicator, unit, "12")
    report(office.plan_file, indicator, unit, "11")
    for plan_file, target in ((office.plan_file, "200"), (copy, "300")):
        with plan_file.edit("改目标") as edit:
            edit.put(Indicator, indicator, target=target)
    merge(office.plan_file, [mailed_back(part, tmp_path / "甲"), copy.path])
    return office


def test_a_dispute_tells_both_values_who_and_the_value_before(disputed):
    target, figure = disputes(disputed.plan_file)
    assert (target.label, target.before, set(target.values), target.unit) == ("年度目标", "100", {"200", "300"}, None)
    assert (figure.label, figure.before, set(figure.values)) == ("累计完成数", "10", {"11", "12"})
    assert figure.unit == disputed.units[0]
    assert {c.author for c in figure.conflict.claims} == {"区办小王", "甲"}
    assert figure.conflict.theirs.value == "12"


def test_a_decision_is_kept_with_its_reason(disputed):
    target, _ = disputes(disputed.plan_file)
    decide(disputed.plan_file, target.id, "250", "会议纪要第3号")
    assert disputed.plan_file.plan.get(Indicator, disputed.indicators[0]).target == "250"
    entry = disputed.plan_file.history(Indicator, disputed.indicators[0], "target")[0]
    assert entry.label == "处理分歧：指标1“协作事项1”的年度目标采用“250”；理由：会议纪要第3号"
    assert (Indicator, (disputed.indicators[0], 0, 0), "target") in disputed.plan_file.once_disputed()
    disputed.plan_file.undo()
    assert len(disputes(disputed.plan_file)) == 2


@pytest.mark.parametrize(("take", "value"), [("ours", "200"), ("theirs", "300")])
def test_either_side_can_be_taken(disputed, take, value):
    target, _ = disputes(disputed.plan_file)
    decide(disputed.plan_file, target.id, take)
    assert disputed.plan_file.plan.get(Indicator, disputed.indicators[0]).target == value
    assert len(disputes(disputed.plan_file)) == 1


def test_units_know_their_own_figures_best(disputed):
    assert [d.label for d in own_figures(disputed.plan_file)] == ["累计完成数"]
    assert take_own_figures(disputed.plan_file, "以报送为准") == 1
    assert value_of(disputed.plan_file, disputed.indicators[0], disputed.units[0]) == "12"
    assert take_own_figures(disputed.plan_file) == 0
    assert [d.label for d in disputes(disputed.plan_file)] == ["年度目标"]


def test_wrong_decisions_change_nothing(disputed):
    target, _ = disputes(disputed.plan_file)
    with pytest.raises(WrongCall, match="没有编号是"):
        decide(disputed.plan_file, "0000000000", "ours")
    with pytest.raises(Invalid):
        decide(disputed.plan_file, target.id, "x" * (TEXT_LIMIT + 1))
    assert len(disputes(disputed.plan_file)) == 2


def test_deletion_against_change_is_kept_or_taken_back(tmp_path):
    office = head_office(tmp_path / "区办")
    unit, indicator = office.units[0], office.indicators[0]
    report(office.plan_file, indicator, unit, "10")
    part = received(dispatch(office, unit)[0], tmp_path / "甲", "甲")
    report(part, indicator, unit, "12")
    with office.plan_file.edit("删除") as edit:
        edit.delete(Report, (indicator, unit, JUNE))
    merge(office.plan_file, [mailed_back(part, tmp_path / "甲")])
    (dispute,) = disputes(office.plan_file)
    assert dispute.values == ("删除", "累计完成数改为“12”")
    with pytest.raises(WrongCall, match="delete"):
        decide(office.plan_file, dispute.id, "12")
    decide(office.plan_file, dispute.id, "keep")
    assert value_of(office.plan_file, indicator, unit) == "12"
    assert disputes(office.plan_file) == []


def typed(plan_file, indicator, unit, value, day):
    """A figure as the window writes it: with who typed it, when and how."""
    sheet = FigureSheet(plan_file.plan, JUNE)
    writer = Writer(plan_file.author, day)
    with plan_file.edit("填报") as edit:
        edit.apply(figure_steps(sheet, [Said(indicator, unit, "value", value)], writer))


@pytest.mark.parametrize(("take", "by"), [("ours", "区办小王"), ("theirs", "甲员")])
def test_a_figure_that_two_typed_is_one_dispute_and_who_typed_it_goes_with_it(tmp_path, take, by):
    office = head_office(tmp_path / "区办")
    unit, indicator = office.units[0], office.indicators[0]
    part = received(dispatch(office, unit)[0], tmp_path / "甲", "甲员")
    typed(part, indicator, unit, "12", date(2024, 7, 1))
    typed(office.plan_file, indicator, unit, "11", date(2024, 7, 2))
    path = mailed_back(part, tmp_path / "甲")
    seen = preview(office.plan_file, [path])
    assert (seen.arrivals[0].conflicts, seen.arrivals[0].changes) == (1, 1)
    assert [c.label for c in seen.changes] == ["累计完成数"]
    assert merge(office.plan_file, [path]).conflicts == 1
    (dispute,) = disputes(office.plan_file)
    assert dispute_count(office.plan_file) == 1
    assert [field for *_, field in once(office.plan_file)] == ["value"]
    decide(office.plan_file, dispute.id, take)
    settled = office.plan_file.plan.get(Report, (indicator, unit, JUNE))
    assert settled.reported_by == by
    assert settled.reported_on == {"区办小王": date(2024, 7, 2), "甲员": date(2024, 7, 1)}[by]
    assert office.plan_file.conflict_count() == 0
    office.plan_file.undo()
    assert dispute_count(office.plan_file) == 1


def test_of_three_figures_who_typed_the_one_that_is_taken_goes_with_it(tmp_path):
    office = head_office(tmp_path / "区办")
    unit, indicator = office.units[0], office.indicators[0]
    sent, returned = dispatch(office, unit)[0], []
    for n, (who, value) in enumerate((("甲员", "12"), ("乙员", "13")), 1):
        part = received(sent, tmp_path / who, who)
        typed(part, indicator, unit, value, date(2024, 7, n))
        returned.append(mailed_back(part, tmp_path / who))
    typed(office.plan_file, indicator, unit, "11", date(2024, 7, 3))
    assert merge(office.plan_file, returned).conflicts == 1
    office.plan_file.undo()
    office.plan_file.redo()  # who wrote a value is known also after this
    (dispute,) = disputes(office.plan_file)
    decide(office.plan_file, dispute.id, "12", "电话核实")
    settled = office.plan_file.plan.get(Report, (indicator, unit, JUNE))
    assert (settled.value, settled.reported_by, settled.reported_on) == ("12", "甲员", date(2024, 7, 1))
    assert office.plan_file.conflict_count() == 0


def test_the_same_figure_typed_twice_is_no_dispute(tmp_path):
    office = head_office(tmp_path / "区办")
    unit, indicator = office.units[0], office.indicators[0]
    part = received(dispatch(office, unit)[0], tmp_path / "甲", "甲员")
    typed(part, indicator, unit, "12", date(2024, 7, 1))
    typed(office.plan_file, indicator, unit, "12", date(2024, 7, 2))
    assert merge(office.plan_file, [mailed_back(part, tmp_path / "甲")]).conflicts == 0
    assert disputes(office.plan_file) == []


def test_a_value_of_the_settlers_own_stands_under_the_settlers_name(disputed):
    plan_file, key = disputed.plan_file, (disputed.indicators[0], disputed.units[0], JUNE)
    with plan_file.edit("填报") as edit:
        edit.put(Report, key, reported_by="统计员")
    figure = next(d for d in disputes(plan_file) if d.label == "累计完成数")
    decide(plan_file, figure.id, "15", "现场核对", today=date(2024, 7, 9))
    settled = plan_file.plan.get(Report, key)
    assert (settled.value, settled.reported_by, settled.reported_on) == ("15", plan_file.author, date(2024, 7, 9))
    assert settled.received_via == "typed"
    assert [d.label for d in disputes(plan_file)] == ["年度目标"]
    assert "统计员" in {entry.before for entry in plan_file.history(Report, key, "reported_by")}
    plan_file.undo()
    assert plan_file.plan.get(Report, key).reported_by == "统计员"
    assert len(disputes(plan_file)) == 2


@pytest.mark.parametrize("take", ["theirs", "12"])
def test_a_value_that_is_taken_brings_its_author_along_though_only_one_side_wrote_a_name(tmp_path, take):
    office = head_office(tmp_path / "区办")
    unit, indicator = office.units[0], office.indicators[0]
    key = (indicator, unit, JUNE)
    part = received(dispatch(office, unit)[0], tmp_path / "甲", "甲")
    with part.edit("填报") as edit:
        edit.put(Report, key, value="10", reported_by="甲", reported_on=date(2024, 6, 20))
    merge(office.plan_file, [mailed_back(part, tmp_path / "甲")])
    report(part, indicator, unit, "12")  # it is 甲 still: no name is written anew
    with office.plan_file.edit("更正") as edit:
        edit.put(Report, key, value="11", reported_by="区办小王", reported_on=date(2024, 6, 25))
    (tmp_path / "再报").mkdir()
    merge(office.plan_file, [mailed_back(part, tmp_path / "再报")])
    (figure,) = disputes(office.plan_file)
    if take == "theirs":
        assert take_own_figures(office.plan_file) == 1
    else:
        decide(office.plan_file, figure.id, take)
    settled = office.plan_file.plan.get(Report, key)
    assert (settled.value, settled.reported_by, settled.reported_on) == ("12", "甲", date(2024, 6, 20))
