"""The commands of the mail: real files, exit codes, one sentence each. `test_three_offices` runs them as processes."""

import hashlib
import json
import os
import shutil
import sqlite3
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from unittest.mock import patch

import pytest

from tests.exchange.offices import head_office
from tests.test_cli import one_sentence
from xiezuo_desktop.cli import main
from xiezuo_desktop.storage import PlanFile


@dataclass
class Done:
    returncode: int
    stdout: str
    stderr: str


def run(*words: object, **environment: str) -> Done:
    """One command in this process."""
    out, err = StringIO(), StringIO()
    with patch.dict(os.environ, environment), redirect_stdout(out), redirect_stderr(err):
        code = main([str(word) for word in words])
    return Done(code, out.getvalue(), err.getvalue())


@pytest.fixture
def plan(tmp_path) -> Path:
    office = head_office(tmp_path / "区办")
    office.plan_file.close()
    return office.plan_file.path


def told(*words, ends=0, **environment) -> dict:
    done = run(*words, "--json", **environment)
    assert done.returncode == ends, done.stdout + done.stderr
    return json.loads(done.stdout)


def copied(plan: Path, name: str) -> Path:
    return Path(shutil.copyfile(plan, plan.with_name(name)))


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def filled(plan: Path, unit: str, value: object, number: int = 1) -> Path:
    """The return of a unit, made with commands."""
    part, back = (plan.with_name(f"{unit}{what}{number}.xiezuo") for what in ("下发", "上报"))
    assert run("send", plan, "--to", unit, "-o", part).returncode == 0
    assert run("set", part, f"reports/1/{unit}/2024-06", "value", value, XIEZUO_AUTHOR=unit).returncode == 0
    assert run("return", part, "-o", back, XIEZUO_AUTHOR=unit).returncode == 0
    return back


def refused(done: Done, code: int) -> str:
    assert done.returncode == code, done.stdout + done.stderr
    assert one_sentence(done.stderr), done.stderr
    return done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("--to", "区甲局"),
        ("-o", "x.xiezuo"),
        (),
        ("--to", "没有的局", "-o", "x.xiezuo"),
        ("--to", "区甲局", "-o", "x.pdf"),
        ("--to", "区甲局", "-o", "x.xiezuo", "--due", "七月"),
        ("--to", "区甲局", "-o", "x.xiezuo", "--period", "六月"),
        ("--to", "区甲局", "-o", "x.xiezuo", "--password", "1"),
    ],
)
def test_a_wrong_send_is_told_and_changes_nothing(plan, words):
    before = digest(plan)
    refused(run("send", plan, *words), 2)
    assert digest(plan) == before


def test_send_writes_over_nothing(plan):
    taken = plan.with_name("已有.xiezuo")
    taken.write_bytes(b"x")
    refused(run("send", plan, "--to", "区甲局", "-o", taken), 4)
    refused(run("send", plan, "--to", "区甲局", "-o", plan), 4)
    assert taken.read_bytes() == b"x"


def test_send_all_makes_a_file_with_the_name_of_each_unit(plan, tmp_path):
    sent = told("send", plan, "--all", tmp_path / "发" / "件")["sent"]
    assert [s["unit"] for s in sent] == ["区甲局", "区乙局", "区丙局"]
    for each in sent:
        assert each["unit"] in Path(each["path"]).name
        assert each["code"] in run("verify", each["path"]).stdout


def test_rows_of_others_are_read_only_in_a_part(plan):
    part = plan.with_name("甲.xiezuo")
    run("send", plan, "--to", "区甲局", "-o", part)
    before = digest(part)
    assert "区甲局" in refused(run("set", part, "indicators/1", "target", 5), 4)
    assert digest(part) == before


def test_return_of_a_plan_that_nobody_sent_is_a_wrong_call(plan):
    assert "没有上报的去处" in refused(run("return", plan), 2)


def test_merge_prints_changes_and_is_taken_back_by_one_undo(plan):
    back = filled(plan, "区甲局", 12)
    before = digest(plan)
    looked = run("merge", plan, back, "--dry-run")
    assert looked.returncode == 0
    assert "（空） → 12" in looked.stdout
    assert digest(plan) == before
    done = run("merge", plan, back)
    assert done.returncode == 0, done.stderr
    assert "区甲局第1轮：1条新内容，应填1项、已填1项。" in done.stdout
    assert "没有新内容" in run("merge", plan, back).stdout
    assert run("undo", plan).stdout == "已撤销：合并1个文件。\n"
    assert told("history", plan, "--author", "区甲局")["history"]  # what came in stays in the history


def test_files_that_are_refused_give_their_code_alone_and_one_among_others(plan, tmp_path):
    back = filled(plan, "区甲局", 12)
    cut = tmp_path / "断.xiezuo"
    cut.write_bytes(back.read_bytes()[:5000])
    foreign = tmp_path / "库.xiezuo"
    with sqlite3.connect(foreign) as db:
        db.execute("CREATE TABLE t (x)")
    with PlanFile.open(copied(back, "坏.xiezuo")) as _:
        pass
    db = sqlite3.connect(back.with_name("坏.xiezuo"))
    db.execute("CREATE TRIGGER t AFTER INSERT ON change BEGIN SELECT 1; END")
    db.commit()
    db.close()
    before = digest(plan)
    assert "不完整" in refused(run("merge", plan, cut), 3)
    refused(run("merge", plan, foreign), 3)
    refused(run("merge", plan, tmp_path / "没有.xiezuo"), 3)
    refused(run("merge", plan, back.with_name("坏.xiezuo")), 4)
    refused(run("merge", plan, cut, foreign), 3)
    assert digest(plan) == before
    done = told("merge", plan, cut, back, ends=1)
    assert [f["state"] for f in done["files"]] == ["refused", "new"]
    assert done["refused"][0]["file"] == "断.xiezuo"
    assert done["files"][0]["exit_code"] == 3


def test_a_folder_stands_for_the_files_in_it(plan, tmp_path):
    inbox = tmp_path / "收件"
    inbox.mkdir()
    refused(run("merge", plan, inbox), 2)
    for unit in ("区甲局", "区乙局"):
        shutil.move(filled(plan, unit, 3), inbox)
    (inbox / "说明.txt").write_text("x")
    assert len(told("merge", plan, inbox)["files"]) == 2


def test_conflicts_have_ids_and_are_settled_by_them(plan):
    copy = copied(plan, "副本.xiezuo")
    run("set", plan, "indicators/1", "target", 200, XIEZUO_AUTHOR="王")
    run("set", copy, "indicators/1", "target", 300, XIEZUO_AUTHOR="陈")
    assert run("conflicts", plan).stdout == "没有分歧。\n"
    done = told("merge", plan, copy, ends=1)
    (dispute,) = told("conflicts", plan, ends=1)["conflicts"]
    assert done["conflicts"] == [dispute]
    assert (dispute["place"], dispute["field"], dispute["before"]) == ("indicators/1", "target", "100")
    assert {(v["value"], v["author"], v["ours"]) for v in dispute["values"]} == {
        ("200", "王", True),
        ("300", "陈", False),
    }
    refused(run("resolve", plan, "ffffffffff", "--take", "ours"), 2)
    refused(run("resolve", plan, dispute["id"]), 2)
    refused(run("resolve", plan), 2)
    assert run("resolve", plan, dispute["id"], "--take", "theirs", "--reason", "以陈为准").returncode == 0
    assert told("conflicts", plan)["conflicts"] == []
    assert told("history", plan, "--of", "indicators/1")["history"][0]["label"].endswith("理由：以陈为准")
    assert "指标1" in run("conflicts", plan, "--once").stdout
    run("merge", copy, plan)
    assert told("conflicts", copy)["conflicts"] == []


def test_units_own_figures_are_settled_at_once(plan):
    run("set", plan, "reports/1/区甲局/2024-06", "value", 1)
    back = filled(plan, "区甲局", 12)
    run("set", plan, "reports/1/区甲局/2024-06", "value", 2)
    assert run("merge", plan, back).returncode == 1
    assert run("resolve", plan, "--own-figures").stdout == "已处理1处分歧，没有分歧了。\n"


def test_history_since_a_dispatch_tells_what_came_after(plan):
    run("set", plan, "indicators/1", "target", 150)
    back = filled(plan, "区甲局", 12)
    run("merge", plan, back)
    for since in ("区甲局", "dispatches/1"):
        after = told("history", plan, "--since", since)["history"]
        assert any(line["after"] == "12" for line in after)
        assert not any(line["after"] == "150" for line in after)
    assert any(line["after"] == "150" for line in told("history", plan, "--since", "2024-01-01")["history"])
    assert "没有给" in refused(run("history", plan, "--since", "区乙局"), 2)
    assert "次序：（空）" not in run("history", plan).stdout  # every new record has a place


def test_receipts_tell_who_returned_and_send_back_with_a_reason(plan):
    run("send", plan, "--to", "区乙局", "-o", plan.with_name("乙.xiezuo"), "--due", "2024-07-05")
    run("merge", plan, filled(plan, "区甲局", 12))
    states = {r["unit"]: r["state"] for r in told("receipts", plan)["receipts"]}
    assert states == {"区乙局": "overdue", "区甲局": "returned"}
    assert run("receipts", plan, "--remind").stdout.startswith("以下1个单位尚未报回：\n区乙局")
    refused(run("receipts", plan, "--send-back", "区乙局", "--reason", "x"), 2)
    refused(run("receipts", plan, "--send-back", "区甲局"), 2)
    assert "退回原因：缺表。" in run("receipts", plan, "--send-back", "区甲局", "--reason", "缺表").stdout


def test_a_sealed_file_goes_there_and_back(plan):
    part = plan.with_name("甲.xiezuo")
    assert run("send", plan, "--to", "区甲局", "-o", f"{part}.zip", "--password", "临江").returncode == 0
    assert not part.exists()
    run("send", plan, "--to", "区甲局", "-o", part)
    run("set", part, "reports/1/区甲局/2024-06", "value", 4)
    back = Path(told("return", part, "--password", "临江")["path"])
    assert back.suffix == ".zip"
    assert "加了密码" in refused(run("merge", plan, back), 4)
    assert run("merge", plan, back, "--password", "临江").returncode == 0


@pytest.mark.parametrize("ending", ["pdf", "xlsx", "docx"])
def test_a_merge_leaves_a_protocol(plan, ending):
    back = filled(plan, "区甲局", 12)
    protocol = plan.with_name(f"记录.{ending}")
    assert run("merge", plan, back, "--protocol", protocol).returncode == 0
    assert protocol.stat().st_size > 2000
    refused(run("merge", plan, back, "--protocol", plan.with_name("记录.txt")), 2)


def test_backups_are_listed_and_restored_as_a_new_file(plan):
    assert run("backup", "list", plan).stdout == "还没有备份。\n"
    run("merge", plan, filled(plan, "区甲局", 12))
    (made,) = told("backup", "list", plan)["backups"]
    done = run("backup", "restore", plan, 1, "-o", plan.with_name("旧.xiezuo"))
    assert done.returncode == 0, done.stderr
    assert "累计完成数" in done.stdout or "填报" in done.stdout
    assert run("verify", plan.with_name("旧.xiezuo")).returncode == 0
    refused(run("backup", "restore", plan, 1, "-o", plan.with_name("旧.xiezuo")), 4)
    refused(run("backup", "restore", plan, 9, "-o", plan.with_name("新.xiezuo")), 2)
    assert run("backup", "make", plan).returncode == 0
    assert len(told("backup", "list", plan)["backups"]) == 2
    plan.write_bytes(plan.read_bytes()[:20000])  # even where the plan itself is damaged …
    done = run("backup", "restore", plan, 1, "-o", plan.with_name("新.xiezuo"))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "已恢复为“新.xiezuo”。原来的文件不在了或打不开，不能比较有什么不同。\n"
    plan.unlink()  # … or lost
    assert run("backup", "restore", plan, Path(made["path"]).name, "-o", plan).returncode == 0


def test_verify_repairs_tables_and_says_what_differed(plan):
    db = sqlite3.connect(plan)
    db.execute("UPDATE indicator SET target = '1' WHERE ordinal = '1'")
    db.execute("DELETE FROM unit WHERE name = '区乙局'")
    db.commit()
    db.close()
    before = digest(plan)
    assert run("verify", plan).returncode == 1
    assert digest(plan) == before
    done = run("verify", plan, "--repair")
    assert done.returncode == 0, done.stderr
    assert "已恢复：指标1“协作事项1”" in done.stdout
    assert "已恢复：单位“区乙局”" in done.stdout
    assert run("verify", plan).returncode == 0


def test_tables_that_cannot_be_read_are_repaired_too(plan):
    db = sqlite3.connect(plan)
    db.execute("UPDATE plan SET written_on = '某天'")
    db.commit()
    db.close()
    refused(run("check", plan), 3)
    assert run("verify", plan).returncode == 1
    done = run("verify", plan, "--repair")
    assert done.returncode == 0, done.stderr
    assert "已按修改记录重建数据表" in done.stdout
    assert run("check", plan).returncode == 0


def test_verify_says_where_it_cannot_repair(plan):
    db = sqlite3.connect(plan)
    db.execute("UPDATE txn SET author = '别人' WHERE ts = (SELECT max(ts) FROM txn)")
    db.commit()
    db.close()
    done = run("verify", plan, "--repair")
    assert done.returncode == 3
    assert "修复不了" in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_merging_into_a_file_that_cannot_be_written_is_told(plan):
    back = filled(plan, "区甲局", 12)
    plan.chmod(0o444)
    if os.access(plan, os.W_OK):
        pytest.skip("the superuser may write everything")
    refused(run("merge", plan, back), 3)


def test_the_sample_is_mailed_filled_in_and_merged(tmp_path):
    with patch("xiezuo_desktop.cli.demo.PAPERS", (("district", ()), ("city", ()))):  # printing has tests of its own
        assert run("demo", tmp_path).returncode == 0
    states = [r["state"] for r in told("receipts", tmp_path / "district.xiezuo")["receipts"]]
    assert set(states[:-1]) == {"returned"}
    assert states[-1] == "overdue"
    data = json.loads((tmp_path / "district.json").read_text("utf-8"))
    assert len({r["unit"] for r in data["reports"]}) > 10
    scores = told("score", tmp_path / "city.xiezuo", ends=1)
    assert any(place["total"] for place in scores["ranking"])
    for office in ("district", "city"):
        assert run("verify", tmp_path / f"{office}.xiezuo").returncode == 0
