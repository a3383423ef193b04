from datetime import date

import pytest

from tests.exchange.offices import DUE, dispatch, head_office, received, report, split, value_of
from xiezuo_desktop.core.errors import Refused, UserError, WrongCall
from xiezuo_desktop.core.records import Dispatch, Evidence, Indicator, Responsibility, Unit
from xiezuo_desktop.exchange.due import own_assignment
from xiezuo_desktop.exchange.merge import merge
from xiezuo_desktop.exchange.rights import own_unit
from xiezuo_desktop.exchange.sealing import code_of
from xiezuo_desktop.exchange.send import recipients, send


def test_a_unit_gets_its_own_rows_and_the_shared_tables_only(tmp_path):
    office = head_office(tmp_path / "区办")
    first, second, _ = office.units
    report(office.plan_file, office.indicators[1], second, "7")
    with office.plan_file.edit("佐证") as edit:
        edit.add(Evidence, title="他局的协议", unit=second, order="1")
    (path,) = dispatch(office, first)
    part = received(path, tmp_path / "甲", "甲")
    assert [i.id for i in part.plan.indicators] == [office.indicators[0]]
    assert [u.id for u in part.plan.units] == office.units
    assert value_of(part, office.indicators[1], second) == ""
    assert not part.plan.rows(Evidence)
    assert b"\xe4\xbb\x96\xe5\xb1\x80" not in path.read_bytes()  # not even in a corner of a page
    assert part.verify() == []


def test_the_unit_sees_what_is_due_first(tmp_path):
    office = head_office(tmp_path / "区办")
    part = received(dispatch(office, office.units[0])[0], tmp_path / "甲", "甲")
    assert own_unit(part) == office.units[0]
    asked = own_assignment(part)
    assert (asked.unit_name, asked.round, asked.due_on, asked.expected, asked.filled) == ("区甲局", 1, DUE, 1, 0)
    assert "协作事项1" in asked.missing[0]
    assert own_assignment(office.plan_file) is None


def test_file_names_say_plan_unit_round_and_day(tmp_path):
    office = head_office(tmp_path / "区办")
    assert dispatch(office, office.units[0])[0].name == "临江区2024年协作计划_区甲局_第1轮_2024-06-20.xiezuo"
    assert dispatch(office, office.units[0])[0].name == "临江区2024年协作计划_区甲局_第2轮_2024-06-20.xiezuo"


def test_names_that_no_file_may_have_are_written_otherwise(tmp_path):
    office = head_office(tmp_path / "区办")
    with office.plan_file.edit("改名") as edit:
        edit.put(Unit, office.units[0], name="区甲局/乙局:综合 科")
    assert "区甲局乙局综合科" in dispatch(office, office.units[0])[0].name


def test_the_code_of_a_file_is_what_the_sender_noted(tmp_path):
    office = head_office(tmp_path / "区办")
    (path,) = dispatch(office, office.units[0])
    (noted,) = office.plan_file.plan.ordered(Dispatch)
    assert code_of(path) == noted.code
    assert len(noted.code) == 8


def test_recipients_are_those_who_have_something_to_do(tmp_path):
    office = head_office(tmp_path / "区办", 3, county=True)
    assert [u.id for u in recipients(office.plan_file)] == office.units[:3]
    split(office.plan_file, office.indicators[2], {office.units[3]: "5"})
    assert [u.id for u in recipients(office.plan_file)] == office.units[:4]


def test_sending_again_merges_into_what_was_typed(tmp_path):
    office = head_office(tmp_path / "区办")
    unit, indicator = office.units[0], office.indicators[0]
    part = received(dispatch(office, unit)[0], tmp_path / "甲", "甲")
    report(part, indicator, unit, "12")
    with office.plan_file.edit("调整") as edit:
        edit.put(Indicator, indicator, target="150")
        moved = next(r for r in office.plan_file.plan.responsibilities(office.indicators[1]))
        edit.put(Responsibility, moved.id, unit=unit)
    done = merge(part, dispatch(office, unit))
    assert done.arrivals[0].sentence.startswith("上级下发的第2轮")
    assert value_of(part, indicator, unit) == "12"
    assert part.plan.get(Indicator, indicator).target == "150"
    assert {i.id for i in part.plan.indicators} == set(office.indicators[:2])
    assert own_assignment(part).round == 2
    assert part.verify() == []


def test_a_unit_hears_that_a_row_is_no_longer_its_own(tmp_path):
    office = head_office(tmp_path / "区办")
    part = received(dispatch(office, office.units[0])[0], tmp_path / "甲", "甲")
    (duty,) = office.plan_file.plan.responsibilities(office.indicators[0])
    with office.plan_file.edit("改责任单位") as edit:
        edit.put(Responsibility, duty.id, unit=office.units[1])
    merge(part, dispatch(office, office.units[0]))
    assert part.plan.responsibilities(office.indicators[0])[0].unit == office.units[1]
    assert own_assignment(part).expected == 0


def test_a_county_sends_on_to_its_own_towns_only(tmp_path):
    office = head_office(tmp_path / "区办", 3, county=True)
    county, town = office.units[2], office.units[3]
    own = received(dispatch(office, county)[0], tmp_path / "县", "县里小赵")
    split(own, office.indicators[2], {town: "40"})
    assert [u.id for u in recipients(own)] == [town]
    (sent,) = send(own, [town], tmp_path / "县")
    part = received(sent.path, tmp_path / "镇", "镇里小孙")
    assert own_unit(part) == town
    assert part.plan.info.title == "临江区2024年协作计划"
    with pytest.raises(WrongCall, match="不是本单位的下级"):
        send(own, [office.units[0]], tmp_path / "县")


def test_nothing_is_written_over_and_nothing_is_noted_then(tmp_path):
    office = head_office(tmp_path / "区办")
    taken = tmp_path / "已有.xiezuo"
    taken.write_bytes(b"x")
    with pytest.raises(Refused):
        send(office.plan_file, office.units[:1], tmp_path, to=taken)
    assert taken.read_bytes() == b"x"
    assert not office.plan_file.plan.rows(Dispatch)


def test_a_dispatch_of_which_one_file_cannot_be_written_leaves_no_trace(tmp_path):
    office = head_office(tmp_path / "区办")
    plan_file, out = office.plan_file, tmp_path / "发件"
    out.mkdir()
    (out / "临江区2024年协作计划_区乙局_第1轮_2024-06-20.xiezuo-journal").write_bytes(b"left over")
    before = plan_file.history(), plan_file.transactions(), plan_file.undo_label, [*out.iterdir()]
    with pytest.raises(UserError):
        send(plan_file, office.units, out, today=date(2024, 6, 20))
    assert (plan_file.history(), plan_file.transactions(), plan_file.undo_label, [*out.iterdir()]) == before
    assert not plan_file.plan.rows(Dispatch)
    assert not plan_file.refresh().rows
    (out / "临江区2024年协作计划_区乙局_第1轮_2024-06-20.xiezuo-journal").unlink()
    sent = send(plan_file, office.units, out, today=date(2024, 6, 20))
    assert {each.round for each in sent} == {1}
    assert len(plan_file.transactions()) == len(before[1]) + 1


def test_a_dispatch_that_cannot_be_kept_leaves_no_file(tmp_path):
    office = head_office(tmp_path / "区办")
    out = tmp_path / "发件"
    out.mkdir()

    def taken_off(done, total):
        if done == total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        send(office.plan_file, office.units, out, progress=taken_off)
    assert not [*out.iterdir()]
    assert not office.plan_file.plan.rows(Dispatch)
    assert office.plan_file.verify() == []


def test_a_missing_folder_and_nobody_to_send_to_are_told(tmp_path):
    office = head_office(tmp_path / "区办")
    with pytest.raises(WrongCall, match="没有文件夹"):
        send(office.plan_file, office.units, tmp_path / "没有")
    with pytest.raises(WrongCall, match="没有可以下发的单位"):
        send(office.plan_file, [], tmp_path)


def test_units_of_one_name_get_a_file_each(tmp_path):
    office = head_office(tmp_path / "区办")
    with office.plan_file.edit("改名") as edit:
        edit.put(Unit, office.units[1], name="区甲局")
    paths = dispatch(office, *office.units[:2])
    assert len(set(paths)) == 2
    assert all(path.is_file() for path in paths)
