"""The months of a plan on the command line: completeness, locks with their exceptions, marks, outliers."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from tests.builders_figures import make_figures
from xiezuo_desktop.cli import main
from xiezuo_desktop.core.records import LockException, Period, Report
from xiezuo_desktop.storage import PlanFile

LATER = (date.today() + timedelta(days=30)).isoformat()


@pytest.fixture
def plan(tmp_path):
    return make_figures(tmp_path / "plan.xiezuo")


def rows(plan, record_type):
    with PlanFile.open(plan, read_only=True) as opened:
        return opened.plan.rows(record_type)


def test_every_unit_and_month_says_how_complete_and_timely_it_is(plan, capsys):
    assert main(["months", str(plan)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "2024年5月：应填 6 项，已填 6 项，填报率 100.0%，按时率 100.0%",
        "2024年6月：应填 6 项，已填 1 项，迟报 1 项，填报率 16.7%，按时率 0.0%",
        "  一项也没有填的：西山镇",
    ]
    assert main(["months", str(plan), "--period", "2024-06", "--unit", "东港镇", "--json"]) == 0
    (month,) = json.loads(capsys.readouterr().out)["months"]
    assert (month["expected"], month["reported"], month["in_time"]) == (3, 1, 0)
    (town,) = month["units"]
    assert (town["unit"], town["due"], town["expected"], town["in_time"]) == ("东港镇", "2024-06-25", 3, 0)
    assert (town["completeness"], town["timeliness"]) == ("33.3%", "0.0%")


def test_a_locked_month_opens_for_one_unit_until_a_day(plan, capsys):
    lock = ["lock", str(plan), "--period", "2024-06"]
    assert main(lock) == 0
    assert main(lock) == 2
    assert main([*lock, "--open", "西山镇", "--until", LATER, "--reason", "名册有误"]) == 0
    capsys.readouterr()
    assert main(["months", str(plan), "--period", "2024-06"]) == 0
    said = capsys.readouterr().out
    assert "已锁定" in said
    assert f"开放给 西山镇，到 {LATER}：名册有误" in said
    change = ["set", str(plan), "reports/2/东港镇/2024-06", "value", "30"]
    assert main(change) == 2
    assert "已经锁定" in capsys.readouterr().err
    assert main(["set", str(plan), "reports/2/西山镇/2024-06", "value", "30"]) == 0
    assert main([*change, "--reason", "核对名册"]) == 0
    corrected = [r for r in rows(plan, Report).values() if r.correction]
    assert [(r.value, r.correction, r.received_via) for r in corrected] == [("30", "核对名册", "typed")]
    assert main([*lock, "--close", "西山镇"]) == 0
    assert rows(plan, LockException) == {}
    assert main([*lock, "--off"]) == 0
    assert not any(p.locked for p in rows(plan, Period).values())


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--off"], "没有锁定"),
        (["--open", "东港镇"], "请写明开放到哪一天"),
        (["--open", "东港镇", "--until", "2001-01-01"], "今天或以后"),
        (["--open", "东港镇", "--until", "明天"], "不是日期"),
        (["--open", "东港镇", "--until", LATER], "本来就能填"),
        (["--open", "南海镇", "--until", LATER], "没有“南海镇”"),
        (["--close", "东港镇"], "没有给东港镇开放"),
        (["--off", "--close", "东港镇"], "一次只能写一个"),
        (["--reason", "迟了"], "要与 --open"),
    ],
)
def test_what_cannot_be_locked_so_is_said_and_nothing_changes(plan, options, said, capsys):
    assert main(["lock", str(plan), "--period", "2024-06", *options]) == 2
    assert said in capsys.readouterr().err
    assert (rows(plan, Period), rows(plan, LockException)) == ({}, {})


def test_marked_and_unlikely_figures_are_listed_with_their_place(plan, capsys):
    place = "reports/1/东港镇/2024-06"
    assert main(["set", str(plan), place, "follow_up", "是"]) == 0
    assert main(["set", str(plan), place, "comment", "与名册不符"]) == 0
    assert main(["set", str(plan), "reports/2/西山镇/2024-06", "value", "9000"]) == 0
    capsys.readouterr()
    assert main(["months", str(plan), "--period", "2024-06"]) == 1
    marked, odd = (line for line in capsys.readouterr().out.splitlines() if "请看" in line)
    assert "互访次数”（东港镇）：2，待核实；批注：与名册不符（reports/" in marked
    assert "帮助就业人数”（西山镇）：9000，是目标的 9000%，请核对计量单位" in odd


def test_a_figure_that_is_none_is_refused_by_set_too(plan, capsys):
    assert main(["set", str(plan), "reports/2/西山镇/2024-06", "value", "很多"]) == 2
    assert "不是数" in capsys.readouterr().err
