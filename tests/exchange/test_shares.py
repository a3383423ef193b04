"""What the dialog of sending proposes and tells."""

from __future__ import annotations

from datetime import date

import pytest

from tests.exchange.offices import JUNE, dispatch, head_office, report
from xiezuo_desktop.core.records import Period
from xiezuo_desktop.exchange.receipts import overview
from xiezuo_desktop.exchange.send import Request, send
from xiezuo_desktop.exchange.shares import proposed_period, shares


def test_each_unit_is_told_what_it_gets(tmp_path):
    office = head_office(tmp_path / "区办")
    report(office.plan_file, office.indicators[0], office.units[0], "3")
    told = shares(office.plan_file.plan, office.units, JUNE)
    assert [told[u].words for u in office.units] == [
        "填报 1 项（已填 1） · 任务 1 项",
        "填报 1 项 · 任务 1 项",
        "填报 1 项",
    ]
    assert [told[u].is_waiting for u in office.units] == [False, True, True]


@pytest.mark.parametrize(
    ("today", "period"),
    [
        (date(2024, 6, 28), 202406),
        (date(2024, 7, 3), 202406),
        (date(2024, 1, 2), 202401),
        (date(2025, 2, 1), 202412),
        (date(2023, 12, 1), 202401),
    ],
)
def test_the_month_that_is_being_reported_is_proposed(tmp_path, today, period):
    office = head_office(tmp_path / "区办")
    assert proposed_period(office.plan_file.plan, today) == period


def test_locked_months_are_over_and_the_last_choice_is_remembered(tmp_path):
    office = head_office(tmp_path / "区办")
    with office.plan_file.edit("锁定") as edit:
        edit.put(Period, (202406, 0, 0), locked=True)
    assert proposed_period(office.plan_file.plan, date(2024, 6, 28)) == 202405
    send(office.plan_file, office.units[:1], tmp_path, Request(None, 202409), today=date(2024, 6, 20))
    assert proposed_period(office.plan_file.plan, date(2024, 6, 28)) == 202409
    send(office.plan_file, office.units[1:2], tmp_path, Request(), today=date(2024, 6, 21))
    assert proposed_period(office.plan_file.plan, date(2024, 6, 28)) is None
    assert proposed_period(office.plan_file.plan, date(2024, 6, 28), of=office.units[:1]) == 202409


def test_who_is_sent_to_again_keeps_its_place_in_the_list(tmp_path):
    office = head_office(tmp_path / "区办")
    dispatch(office, *office.units)
    dispatch(office, office.units[0], today=date(2024, 7, 8))
    plan = office.plan_file.plan
    assert [line.dispatch.unit for line in overview(plan)] == office.units
    rounds = [(line.dispatch.unit, line.dispatch.round) for line in overview(plan, latest_only=False)]
    assert rounds == [(office.units[0], 1), (office.units[0], 2), (office.units[1], 1), (office.units[2], 1)]
