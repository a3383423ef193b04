import pytest

from tests.exchange.offices import JUNE, dispatch, head_office, received
from xiezuo_desktop.core.changes import Put
from xiezuo_desktop.core.errors import Refused
from xiezuo_desktop.core.records import (
    Allocation,
    Evidence,
    Indicator,
    Measure,
    PlanInfo,
    Report,
    Responsibility,
    Unit,
    full_key,
)
from xiezuo_desktop.exchange.rights import Rights, own_unit, refuse_others_rows


@pytest.fixture
def office(tmp_path):
    return head_office(tmp_path / "区办", 3, county=True)


def test_a_bureau_may_change_its_figures_and_what_it_answers_for(office):
    first, second, *_ = office.units
    rights = Rights(office.plan_file.plan, first)
    mine, other = office.indicators[:2]
    assert rights.may_change(Report, (mine, first, JUNE))
    assert rights.may_change(Measure, full_key(office.measure))
    assert rights.may_change(Unit, full_key(first))
    assert rights.may_change(Evidence, full_key(99))
    for record, key in (
        (Report, (other, second, JUNE)),
        (Indicator, full_key(mine)),
        (Allocation, (mine, first, 0)),
        (Unit, full_key(second)),
        (PlanInfo, full_key(office.plan_file.plan.info.id)),
    ):
        assert not rights.may_change(record, key)
    assert rights.concerns(Indicator, full_key(mine))
    assert not rights.concerns(Indicator, full_key(other))


def test_a_county_decomposes_over_its_towns_but_not_its_own_share(office):
    county, town = office.units[2:4]
    rights = Rights(office.plan_file.plan, county)
    assert rights.may_change(Allocation, (office.indicators[2], town, 0))
    assert not rights.may_change(Allocation, (office.indicators[2], county, 0))
    assert rights.may_change(Report, (office.indicators[2], town, JUNE))
    assert rights.may_change(Unit, full_key(town))


def test_the_head_office_may_change_everything(office):
    rights = Rights(office.plan_file.plan, None)
    assert rights.may_change(Indicator, full_key(office.indicators[0]))
    assert rights.not_own(Report, [(1, 2, 3)]) == []
    assert own_unit(office.plan_file) is None


def test_rows_of_others_are_refused_in_a_dispatched_file(office, tmp_path):
    unit = office.units[0]
    part = received(dispatch(office, unit)[0], tmp_path / "甲", "甲")
    refuse_others_rows(part, [Put(Report, (office.indicators[0], unit, JUNE), {"value": "1"})])
    (duty,) = part.plan.responsibilities(office.indicators[0])
    for step in (
        Put(Indicator, full_key(office.indicators[0]), {"target": "1"}),
        Put(Responsibility, duty.key, {"unit": office.units[1]}),
    ):
        with pytest.raises(Refused, match="不是“区甲局”自己的内容"):
            refuse_others_rows(part, [step])


def test_a_county_splits_its_share_also_where_the_plan_is_issued(office, tmp_path):
    with office.plan_file.edit("下达") as edit:
        edit.put(PlanInfo, office.plan_file.plan.info.key, stage="issued")
    county, town = office.units[2:4]
    part = received(dispatch(office, county)[0], tmp_path / "县", "县办")
    with part.edit("分解") as edit:
        edit.put(Allocation, (office.indicators[2], town, 0), amount="40")
    assert part.plan.get(Allocation, (office.indicators[2], town, 0)).amount == "40"
    part.close()
