import pytest

from tests.exchange.offices import dispatch, head_office, mailed_back, received, report, value_of
from xiezuo_desktop.core.errors import Refused, WrongCall
from xiezuo_desktop.core.records import Receipt, Unit
from xiezuo_desktop.exchange.merge import merge
from xiezuo_desktop.exchange.returning import make_return, returnable
from xiezuo_desktop.exchange.sealing import code_of


def test_a_return_says_what_is_in_it_and_what_is_still_empty(tmp_path):
    office = head_office(tmp_path / "区办")
    part = received(dispatch(office, office.units[0])[0], tmp_path / "甲", "甲")
    assert "还没有填写任何内容" in "".join(returnable(part).lines)
    assert "协作事项1" in returnable(part).lines[-1]
    report(part, office.indicators[0], office.units[0], "12")
    found = returnable(part)
    assert (found.figures, found.others, found.authors, found.assignment.filled) == (1, 0, ("甲",), 1)
    assert found.assignment.missing == ()


def test_only_what_was_written_here_travels(tmp_path):
    office = head_office(tmp_path / "区办")
    with office.plan_file.edit("内部联系方式") as edit:
        edit.put(Unit, office.units[1], contact="不外传的名字")
    part = received(dispatch(office, office.units[0])[0], tmp_path / "甲", "甲")
    report(part, office.indicators[0], office.units[0], "12")
    path = mailed_back(part, tmp_path / "甲")
    assert "不外传的名字".encode() not in path.read_bytes()
    assert "协作事项1".encode() not in path.read_bytes()
    assert path.stat().st_size < 120_000


def test_a_second_return_adds_to_the_first(tmp_path):
    office = head_office(tmp_path / "区办")
    unit, indicator = office.units[0], office.indicators[0]
    part = received(dispatch(office, unit)[0], tmp_path / "甲", "甲")
    report(part, indicator, unit, "12")
    first = mailed_back(part, tmp_path / "甲")
    report(part, indicator, unit, "15")
    second = mailed_back(part, tmp_path / "甲")
    assert first != second
    for order in ((second, first), (first, second)):
        merge(office.plan_file, order)
        assert value_of(office.plan_file, indicator, unit) == "15"
    assert len(office.plan_file.plan.rows(Receipt)) == 2
    assert office.plan_file.conflict_count() == 0


def test_both_ends_read_out_the_same_code(tmp_path):
    office = head_office(tmp_path / "区办")
    part = received(dispatch(office, office.units[0])[0], tmp_path / "甲", "甲")
    report(part, office.indicators[0], office.units[0], "12")
    made = make_return(part, tmp_path)
    assert made.code == code_of(made.path)
    assert merge(office.plan_file, [made.path]).arrivals[0].code == made.code


def test_a_plan_that_nobody_sent_has_nowhere_to_return_to(tmp_path):
    office = head_office(tmp_path / "区办")
    with pytest.raises(WrongCall, match="没有上报的去处"):
        returnable(office.plan_file)


def test_a_return_that_cannot_be_written_is_not_noted(tmp_path):
    office = head_office(tmp_path / "区办")
    part = received(dispatch(office, office.units[0])[0], tmp_path / "甲", "甲")
    taken = tmp_path / "回.xiezuo"
    taken.write_bytes(b"x")
    with pytest.raises(Refused):
        make_return(part, tmp_path, to=taken)
    (tmp_path / "又.xiezuo-journal").write_bytes(b"x")
    with pytest.raises(Refused):
        make_return(part, tmp_path, to=tmp_path / "又.xiezuo")
    assert not part.plan.rows(Receipt)
    assert not [entry for entry in part.history() if entry.record is Receipt]
    assert taken.read_bytes() == b"x"
