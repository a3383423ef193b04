"""Publishing into a real PostgreSQL server."""

from __future__ import annotations

import shutil
import sys
import time
from decimal import Decimal

import pytest

from tests.builders_storage import make_plan
from tests.publishing.server import running_server
from xiezuo_desktop.cli import main
from xiezuo_desktop.core.changes import Put
from xiezuo_desktop.core.errors import Locked, Refused, UserError, WrongCall
from xiezuo_desktop.core.records import Allocation, Handling, Indicator, Measure, Report, Task, Unit, UnitGroup
from xiezuo_desktop.publishing.postgres import publish
from xiezuo_desktop.storage import PlanFile


@pytest.fixture(scope="module")
def server():
    with running_server() as address:
        yield address


@pytest.fixture
def url(server, request):
    """A fresh database."""
    import psycopg

    name = f"d{abs(hash(request.node.name))}"
    with psycopg.connect(server.of(), autocommit=True) as db:
        db.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
    return server.of(database=name)


@pytest.fixture
def plan_file(tmp_path):
    with make_plan(tmp_path) as made, made.edit("建立") as edit:
        unit = edit.add(Unit, name="云岭县", order="1", kind="county")
        group = edit.add(UnitGroup, name="各镇", order="1")
        money = edit.add(Indicator, name="帮扶资金", order="1", measure_unit="万元", target="≥1200", nature="binding")
        people = edit.add(Indicator, name="就业人数", order="2", measure_unit="人", target="以实际为准")
        edit.apply(
            [
                Put(Allocation, (money, unit, 0), {"amount": "不低于0.06亿元"}),
                Put(Allocation, (people, group, 0), {"amount": "540"}),
                Put(Report, (money, unit, 202406), {"value": "610.50", "note": "字\0符", "state": "accepted"}),
            ]
        )
    with PlanFile.open(made.path, author="甲") as again:
        yield again


def ask(url, sql):
    import psycopg

    with psycopg.connect(url) as db:
        return db.execute(sql).fetchall()


def everything(url):
    """Every table of the schema but the time of publishing."""
    names = ask(
        url, "SELECT tablename FROM pg_tables WHERE schemaname = 'xiezuo' AND tablename <> 'published' ORDER BY 1"
    )
    return {name: sorted(map(repr, ask(url, f'SELECT * FROM xiezuo."{name}"'))) for (name,) in names}


def test_rows_and_their_names_in_words(url, plan_file):
    published = publish(plan_file, url)
    assert published.whole
    assert published.rows["填报"] == 1
    assert ask(url, 'SELECT "计划", "指标", "承担单位", "数额", "数额数" FROM xiezuo."分解" ORDER BY 2') == [
        ("临江区协作计划", "就业人数", "各镇", "540", Decimal(540)),
        ("临江区协作计划", "帮扶资金", "云岭县", "不低于0.06亿元", Decimal(600)),
    ]
    assert ask(
        url, 'SELECT "填报单位", "期次", "累计完成数", "完成数", "年度目标数", "状态" FROM xiezuo."完成情况"'
    ) == [("云岭县", "2024-06", "610.50", Decimal("610.50"), Decimal(1200), "核定")]
    assert ask(url, 'SELECT "指标性质" FROM xiezuo."指标" ORDER BY 1') == [("约束性",), (None,)]
    assert ask(url, "SELECT note FROM xiezuo.figure") == [("字\ufffd符",)]


def test_tasks_go_out_with_how_far_each_unit_is(url, plan_file):
    (unit,) = plan_file.plan.units
    with plan_file.edit("任务") as edit:
        task = edit.add(Task, theme="劳务协作", ordinal="1", superior_text="稳住务工规模", order="1", deadline="全年")
        step = edit.add(Measure, task=task, order="1", text="办两场招聘会", deadline="6月底前")
        edit.add(Task, theme="产业协作", ordinal="2", order="2")
        edit.apply(
            [Put(Handling, (task, 0, 0), {"state": "doing"}), Put(Handling, (step, unit.id, 0), {"state": "done"})]
        )
    assert publish(plan_file, url).rows["办理情况"] == 2
    assert ask(url, 'SELECT "主题", "落实措施", "完成时限" FROM xiezuo."任务" ORDER BY "序号"') == [
        ("劳务协作", "办两场招聘会", "6月底前"),
        ("产业协作", None, None),
    ]
    said = 'SELECT "上级任务", "落实措施", "单位", "办理状态" FROM xiezuo."办理情况" ORDER BY 4'
    assert ask(url, said) == [
        ("稳住务工规模", "办两场招聘会", "云岭县", "已办结"),
        ("稳住务工规模", None, None, "进行中"),
    ]
    with plan_file.edit("办结") as edit:
        edit.apply([Put(Handling, (task, 0, 0), {"state": "done"})])
    assert publish(plan_file, url).rows == {"办理情况": 1}


def test_publishing_again_writes_nothing(url, plan_file):
    publish(plan_file, url)
    before = everything(url)
    assert publish(plan_file, url).count == 0
    assert publish(plan_file, url, anew=True).count == 0
    assert everything(url) == before


def test_what_changed_alone_goes_out_and_equals_a_whole_publication(url, plan_file):
    publish(plan_file, url)
    money, people = plan_file.plan.indicators
    (unit,) = plan_file.plan.units
    with plan_file.edit("改") as edit:
        edit.put(Indicator, money.key, measure_unit="亿元")
        edit.delete(Indicator, people.key)
        edit.apply([Put(Report, (money.id, unit.id, 202407), {"value": "0.07"})])
    with plan_file.edit("删") as edit:
        edit.delete(Allocation, (money.id, unit.id, 0))
    plan_file.undo()
    published = publish(plan_file, url)
    assert not published.whole
    assert published.rows == {"指标": 2, "分解数": 1, "填报": 1}
    assert ask(url, 'SELECT "数额数" FROM xiezuo."分解"') == [(Decimal("0.06"),)]
    before = everything(url)
    assert publish(plan_file, url, anew=True).count == 0
    assert everything(url) == before


def test_an_older_copy_is_refused_unless_it_shall_count(url, plan_file, tmp_path):
    older = tmp_path / "older.xiezuo"
    shutil.copyfile(plan_file.path, older)
    with plan_file.edit("改") as edit:
        edit.put(Indicator, plan_file.plan.indicators[0].key, name="改过")
    publish(plan_file, url)
    with PlanFile.open(older) as copy:
        with pytest.raises(Refused, match="这份文件没有"):
            publish(copy, url)
        assert publish(copy, url, anew=True).rows["指标"] == 1
    assert publish(plan_file, url).rows["指标"] == 1  # has all the copy has


def test_a_merged_copy_goes_out_whatever_its_clock_says(url, plan_file, tmp_path):
    other = tmp_path / "other.xiezuo"
    shutil.copyfile(plan_file.path, other)
    with PlanFile.open(other, author="乙") as copy, copy.edit("改") as edit:
        edit.put(Indicator, copy.plan.indicators[1].key, name="早就改了")
    for n in range(5):
        with plan_file.edit("改") as edit:
            edit.put(Indicator, plan_file.plan.indicators[0].key, name=f"第{n}次")
    publish(plan_file, url)
    plan_file.merge_files([other])
    assert publish(plan_file, url).rows["指标"] == 1
    assert ("早就改了",) in ask(url, "SELECT name FROM xiezuo.indicator")


def test_several_plans_stand_side_by_side(url, plan_file, tmp_path):
    publish(plan_file, url)
    with make_plan(tmp_path, "乙.xiezuo", title="另一份", year=2025) as other:
        publish(other, url)
    assert ask(url, "SELECT title, year FROM xiezuo.plan ORDER BY year") == [("临江区协作计划", 2024), ("另一份", 2025)]
    assert len(ask(url, "SELECT * FROM xiezuo.indicator")) == 2


def test_scores_of_the_sample_go_out(url, tmp_path, capsys):
    from xiezuo_desktop.paths import sample_papers

    file = tmp_path / "a.xiezuo"
    main(["import", str(file), *map(str, sample_papers("district"))])
    assert main(["export", str(file), "--to", url]) == 0
    said = capsys.readouterr().out
    assert "总分" in said or not ask(url, "SELECT * FROM xiezuo.score_item")
    with PlanFile.open(file) as plan_file:
        assert len(ask(url, "SELECT * FROM xiezuo.indicator")) == len(plan_file.plan.indicators)
    assert main(["export", str(file), "--to", url]) == 0
    assert "最新" in capsys.readouterr().out


def test_a_column_of_a_newer_program_is_added_and_filled(url, plan_file):
    publish(plan_file, url)
    import psycopg

    with psycopg.connect(url) as db:
        db.execute("ALTER TABLE xiezuo.unit DROP COLUMN phone")
        db.execute("UPDATE xiezuo.published SET shape = 'older'")
    assert publish(plan_file, url).whole
    assert ask(url, "SELECT phone FROM xiezuo.unit") == [(None,)]


def test_half_a_publication_is_none(url, plan_file):
    import psycopg

    publish(plan_file, url)
    with psycopg.connect(url) as db:
        db.execute("ALTER TABLE xiezuo.figure ADD CONSTRAINT small CHECK (value_number < 1000)")
    before = everything(url)
    money, unit = plan_file.plan.indicators[0], plan_file.plan.units[0]
    with plan_file.edit("改") as edit:
        edit.put(Indicator, money.key, name="另名")
        edit.apply([Put(Report, (money.id, unit.id, 202407), {"value": "1001"})])
    with pytest.raises(UserError, match="没有变"):
        publish(plan_file, url)
    assert everything(url) == before


def test_while_another_publishes_one_waits(url, plan_file, monkeypatch):
    import psycopg

    from xiezuo_desktop.publishing import postgres

    monkeypatch.setattr(postgres, "_WAIT", "50ms")
    publish(plan_file, url)
    with psycopg.connect(url) as db:
        db.execute("SELECT pg_advisory_xact_lock(%s)", (plan_file.plan.info.id,))
        with pytest.raises(Locked, match="正在发布"):
            publish(plan_file, url)


def test_what_stands_in_the_way_is_said(server, plan_file, tmp_path, monkeypatch):
    import psycopg

    monkeypatch.delenv("PGPASSWORD", raising=False)
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "none"))
    with psycopg.connect(server.of(), autocommit=True) as db:
        db.execute("CREATE ROLE clerk LOGIN PASSWORD 'right'")
        db.execute("CREATE ROLE guest LOGIN")
        db.execute("CREATE DATABASE bytes TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")
    with pytest.raises(Refused, match="要密码"):
        publish(plan_file, server.of("clerk"))
    with pytest.raises(Refused, match="密码不对") as told:
        publish(plan_file, server.of("clerk", password="wrong"))
    assert "wrong" not in str(told.value)
    with pytest.raises(Refused, match="密码不对"):
        publish(plan_file, server.of("nobody_here"))
    with pytest.raises(WrongCall, match="没有这个数据库"):
        publish(plan_file, server.of(database="missing"))
    with pytest.raises(Refused, match="不允许"):
        publish(plan_file, server.of("guest"))
    with pytest.raises(UserError, match="UTF-8"):
        publish(plan_file, server.of(database="bytes"))
    with pytest.raises(WrongCall, match="地址写得不对"):
        publish(plan_file, "postgresql://?nonsense=1")


def test_nobody_listens(plan_file):
    begun = time.monotonic()
    pytest.importorskip("psycopg")
    with pytest.raises(UserError, match="连不上服务器"):
        publish(plan_file, "postgresql://clerk@127.0.0.1:1/db")
    assert time.monotonic() - begun < 12


def test_without_the_library_it_is_said_how_to_get_it(plan_file, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert main(["export", str(plan_file.path), "--to", "postgresql://a@localhost/b"]) == 2
    assert "psycopg" in capsys.readouterr().err


@pytest.mark.parametrize("also", [["--to", "mysql://a@b/c"], ["--to", "postgresql://a@b/c", "-o", "x.json"]])
def test_a_wrong_call_is_refused(plan_file, also, capsys):
    assert main(["export", str(plan_file.path), *also]) == 2
    assert "postgresql" in capsys.readouterr().err or "-o" in also


def test_a_part_is_refused(plan_file, tmp_path):
    from xiezuo_desktop.core.records import PlanInfo

    pytest.importorskip("psycopg")
    plan_file.write_part(tmp_path / "part.xiezuo", {PlanInfo: None})
    with PlanFile.open(tmp_path / "part.xiezuo") as part, pytest.raises(Refused, match="一部分"):
        publish(part, "postgresql://a@localhost/b")
