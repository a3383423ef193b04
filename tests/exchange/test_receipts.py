from datetime import date

import pytest

from tests.exchange.offices import dispatch, head_office, mailed_back, received, report
from xiezuo_desktop.core.errors import WrongCall
from xiezuo_desktop.core.records import Dispatch
from xiezuo_desktop.exchange.due import own_assignment
from xiezuo_desktop.exchange.merge import merge
from xiezuo_desktop.exchange.receipts import missing, overview, reminder, send_back


def states(office, day):
    return [line.state for line in overview(office.plan_file.plan, today=day)]


def back(office, number, folder, day):
    part = received(dispatch(office, office.units[number])[0], folder, f"员{number}")
    report(part, office.indicators[number], office.units[number], "1")
    merge(office.plan_file, [mailed_back(part, folder, today=day)], today=day)
    return part


def test_states_follow_from_what_came_back_and_when(tmp_path):
    office = head_office(tmp_path / "区办")
    back(office, 0, tmp_path / "甲", date(2024, 7, 5))
    back(office, 1, tmp_path / "乙", date(2024, 7, 6))
    dispatch(office, office.units[2])
    assert states(office, date(2024, 7, 5)) == ["returned", "late", "waiting"]
    assert states(office, date(2024, 7, 6)) == ["returned", "late", "overdue"]
    line = overview(office.plan_file.plan)[0]
    assert (line.filled, line.expected, line.returned_by, line.returned_on) == (1, 1, "员0", date(2024, 7, 5))


def test_what_was_sent_back_waits_for_another_return_even_on_the_same_day(tmp_path):
    office = head_office(tmp_path / "区办")
    day = date(2024, 7, 1)
    part = back(office, 0, tmp_path / "甲", day)
    (line,) = overview(office.plan_file.plan, today=day)
    send_back(office.plan_file, line.dispatch.id, "缺签到表", today=day)
    (line,) = overview(office.plan_file.plan, today=day)
    assert (line.state, line.reason, line.open) == ("sent_back", "缺签到表", True)
    assert "退回原因：缺签到表" in reminder([line])
    report(part, office.indicators[0], office.units[0], "2")
    merge(office.plan_file, [mailed_back(part, tmp_path / "甲", today=day)], today=day)
    (line,) = overview(office.plan_file.plan, today=day)
    assert (line.state, line.returns, line.reason) == ("returned", 2, "")


def test_the_unit_hears_why_with_the_next_round(tmp_path):
    office = head_office(tmp_path / "区办")
    part = back(office, 0, tmp_path / "甲", date(2024, 7, 1))
    (line,) = overview(office.plan_file.plan)
    send_back(office.plan_file, line.dispatch.id, "缺签到表。")
    merge(part, dispatch(office, office.units[0]))
    assert "上次报送被退回：缺签到表。" in own_assignment(part).sentence


def test_sending_back_needs_a_return_and_a_reason(tmp_path):
    office = head_office(tmp_path / "区办")
    dispatch(office, office.units[0])
    (line,) = overview(office.plan_file.plan)
    with pytest.raises(WrongCall, match="还没有报回"):
        send_back(office.plan_file, line.dispatch.id, "缺签到表")
    part_day = date(2024, 7, 1)
    back(office, 1, tmp_path / "乙", part_day)
    with pytest.raises(WrongCall, match="没有写明退回的原因"):
        send_back(office.plan_file, overview(office.plan_file.plan)[1].dispatch.id, "  ")


def test_the_text_to_paste_names_those_who_have_not_returned(tmp_path):
    office = head_office(tmp_path / "区办")
    back(office, 0, tmp_path / "甲", date(2024, 7, 1))
    dispatch(office, *office.units[1:])
    assert reminder(overview(office.plan_file.plan, today=date(2024, 7, 2))) == (
        "以下2个单位尚未报回：\n"
        "区乙局（2024年6月，第1轮，应于2024年7月5日前报回）\n"
        "区丙局（2024年6月，第1轮，应于2024年7月5日前报回）"
    )
    assert reminder(overview(office.plan_file.plan)[:1]) == ""


def test_a_unit_asks_those_itself_to_whom_it_sent_on(tmp_path):
    office = head_office(tmp_path / "区办")
    dispatch(office, *office.units[:2])
    first, second = overview(office.plan_file.plan)
    with office.plan_file.edit("转发") as edit:
        edit.put(Dispatch, second.dispatch.id, sender=first.dispatch.unit)
    lines = overview(office.plan_file.plan, today=date(2024, 7, 2))
    assert [line.unit_name for line in missing(lines)] == [first.unit_name]
    assert [line.sent_by for line in lines] == ["", first.unit_name]
    assert second.unit_name not in reminder(lines)
    assert second.unit_name in reminder(lines[1:])  # in the file of that unit, whose own dispatch is not among them


def test_of_a_unit_only_the_latest_round_is_shown(tmp_path):
    office = head_office(tmp_path / "区办")
    dispatch(office, office.units[0])
    dispatch(office, office.units[0])
    assert [line.dispatch.round for line in overview(office.plan_file.plan)] == [2]
    assert [line.dispatch.round for line in overview(office.plan_file.plan, latest_only=False)] == [1, 2]
