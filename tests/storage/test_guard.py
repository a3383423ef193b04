"""Files from outside: whatever they are, one Chinese sentence and one piece of advice, and not a byte is changed."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import zipfile

import pytest

from tests.builders_storage import add_units, make_plan
from xiezuo_desktop.core.errors import Invalid, Locked, ReadOnly, Refused, Unreadable, UserError
from xiezuo_desktop.core.records import Unit
from xiezuo_desktop.storage import PlanFile

CHINESE_STOP = "。"


def refusal(path) -> UserError:
    """How a file is refused; it and its folder are as they were."""
    before = {p: p.read_bytes() for p in path.parent.iterdir() if p.is_file()}
    with pytest.raises(UserError) as told:
        PlanFile.open(path)
    assert {p: p.read_bytes() for p in path.parent.iterdir() if p.is_file()} == before
    assert told.value.sentence.count(CHINESE_STOP) == 1
    assert told.value.sentence.endswith(CHINESE_STOP)
    assert told.value.advice.endswith(CHINESE_STOP)
    return told.value


@pytest.fixture
def good(tmp_path, written_files):
    """A plan file with some content, closed; what a test does to it is the test's own affair."""
    with make_plan(tmp_path) as plan_file:
        add_units(plan_file, *(f"单位{i}" for i in range(50)))
    written_files.clear()
    return plan_file.path


def damaged(good, data: bytes):
    path = good.with_name("坏.xiezuo")
    path.write_bytes(data)
    return path


def test_missing_file(tmp_path):
    assert "找不到" in refusal(tmp_path / "没有.xiezuo").sentence


def test_folder(tmp_path):
    (tmp_path / "文件夹.xiezuo").mkdir()
    assert "文件夹" in refusal(tmp_path / "文件夹.xiezuo").sentence


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "管道.xiezuo")
    assert "特殊设备" in refusal(tmp_path / "管道.xiezuo").sentence


@pytest.mark.parametrize("name", ["名\0字.xiezuo", "长" * 300])
def test_impossible_name(tmp_path, name):
    with pytest.raises(Unreadable):
        PlanFile.open(tmp_path / name)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "空的"),
        (b"S", "不完整"),
        (b"SQLite format 3\0" + b"\1" * 50, "不完整"),
        (b"PK\x03\x04" + b"x" * 500, "Word、Excel"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 500, "密码"),
        (b"%PDF-1.7\n" + b"x" * 500, "PDF"),
        ("指标\t目标\n".encode() * 50, "加了密"),
        (random.Random(1).randbytes(9000), "加了密"),
    ],
)
def test_other_content_under_our_name(tmp_path, data, said):
    path = tmp_path / "改名.xiezuo"
    path.write_bytes(data)
    told = refusal(path)
    assert isinstance(told, Unreadable)
    assert said in told.sentence


def test_real_zip_under_our_name(tmp_path):
    path = tmp_path / "文档.xiezuo"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert "导入" in refusal(path).advice


def test_database_of_another_program(tmp_path):
    path = tmp_path / "库.xiezuo"
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE t(x)")
    db.commit()
    db.close()
    assert "别的程序" in refusal(path).sentence


def test_newer_log_format(good):
    db = sqlite3.connect(good)
    db.execute("PRAGMA user_version = 2")
    db.close()
    told = refusal(good)
    assert "更新版本" in told.sentence
    assert "升级" in told.advice


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_truncated_file(good, share):
    data = good.read_bytes()
    assert "不完整" in refusal(damaged(good, data[: int(len(data) * share)])).sentence


def test_every_truncation_is_refused_by_arithmetic_alone(good):
    data = good.read_bytes()
    for length in range(1, len(data), 997):
        refusal(damaged(good, data[:length]))


def test_damage_is_refused_or_found_and_never_a_traceback(good):
    data = good.read_bytes()
    rng = random.Random(7)
    outcomes = set()
    for _ in range(120):
        spoilt = bytearray(data)
        at = rng.randrange(len(spoilt))
        if rng.random() < 0.5:
            spoilt[at] ^= 1 << rng.randrange(8)
        else:
            spoilt[at : at + 300] = bytes(len(spoilt[at : at + 300]))
        path = damaged(good, bytes(spoilt))
        try:
            with PlanFile.open(path, read_only=True) as plan_file:
                found = bool(plan_file.verify())
                outcomes.add("found" if found else "harmless")
                if not found:
                    assert len(plan_file.plan.units) == 50
        except UserError as told:
            outcomes.add(told.sentence[-1])
    assert outcomes == {"found", "harmless", CHINESE_STOP}


@pytest.mark.parametrize("words", ["CREATE TABLE change(", "CREATE TABLE txn(", "unit", "单位7"])
def test_text_that_cannot_be_decoded_is_damage(good, words):
    data = good.read_bytes()
    at = data.index(words.encode())
    for offset in range(len(words.encode())):
        spoilt = bytearray(data)
        spoilt[at + offset] ^= 0x80
        path = damaged(good, bytes(spoilt))
        try:
            with PlanFile.open(path, read_only=True) as plan_file:
                found = plan_file.verify()
        except UserError as told:
            found = [told.sentence]
        assert found[0].endswith(CHINESE_STOP)


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TRIGGER t AFTER INSERT ON change BEGIN DELETE FROM unit; END",
        "CREATE VIEW v AS SELECT 1",
        "CREATE TABLE z AS SELECT zeroblob(1000) b",
        "CREATE TABLE zz (x INTEGER CHECK (x > random())) STRICT",
        "CREATE TABLE zz (x INTEGER DEFAULT (1)) STRICT",
        "CREATE TABLE zz (x INTEGER, y INTEGER AS (x)) STRICT",
        "CREATE TABLE zz (x INTEGER REFERENCES unit) STRICT",
        "CREATE TABLE zz (x TEXT UNIQUE) STRICT",
        "CREATE TABLE zz (x TEXT COLLATE nocase) STRICT",
        "CREATE INDEX i ON unit(name)",
        "CREATE UNIQUE INDEX i ON change(ts)",
        "DROP INDEX change_cell",
        "DROP TABLE partial",
        "ALTER TABLE txn ADD COLUMN more TEXT",
        "CREATE VIRTUAL TABLE f USING fts5(x)",
    ],
)
def test_foreign_schema_is_refused(good, sql):
    db = sqlite3.connect(good)
    db.execute(sql)
    db.commit()
    db.close()
    told = refusal(good)
    assert isinstance(told, Refused)
    assert "结构" in told.sentence


def test_log_table_that_is_a_view_is_refused(good):
    db = sqlite3.connect(good)
    db.execute("ALTER TABLE change RENAME TO c2")
    db.execute("CREATE VIEW change AS WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM r) SELECT x FROM r")
    db.commit()
    db.close()
    assert isinstance(refusal(good), Refused)


def test_file_another_tool_set_to_wal_is_set_back(good):
    db = sqlite3.connect(good)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("UPDATE site SET last = last")
    db.close()
    with PlanFile.open(good) as plan_file:
        assert len(plan_file.plan.units) == 50
    assert good.read_bytes()[18] == 1


LOCKER = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute(sys.argv[2])
print("locked", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def quick(monkeypatch):
    """Nobody waits long in a test."""
    monkeypatch.setattr("xiezuo_desktop.storage.connection.BUSY_SECONDS", 0.2)


def locker(path, how):
    child = subprocess.Popen([sys.executable, "-c", LOCKER, path, how], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert child.stdout.readline() == b"locked\n"
    return child


def end(child):
    child.communicate(b"\n")


def test_file_locked_by_another_program(good, quick):
    child = locker(good, "BEGIN EXCLUSIVE")
    try:
        told = refusal(good)
        assert isinstance(told, Locked)
    finally:
        end(child)
    with PlanFile.open(good) as plan_file:
        assert len(plan_file.plan.units) == 50


def test_edit_while_another_program_writes(good, quick):
    child = locker(good, "BEGIN IMMEDIATE")
    try:
        with PlanFile.open(good) as plan_file:
            assert not plan_file.read_only
            assert len(plan_file.plan.units) == 50
            with pytest.raises(Locked) as told:
                add_units(plan_file, "x")
            assert "等几秒" in told.value.advice
            end(child)
            add_units(plan_file, "y")
            assert len(plan_file.plan.units) == 51
    finally:
        child.kill()
        end(child) if child.poll() is None else None


def test_opened_read_only_nothing_can_be_written(good):
    data = good.read_bytes()
    with PlanFile.open(good, read_only=True) as plan_file:
        assert plan_file.read_only
        assert plan_file.read_only_reason
        assert len(plan_file.plan.units) == 50
        assert plan_file.history(limit=1)
        assert plan_file.verify() == []
        for act in (lambda: add_units(plan_file, "x"), plan_file.undo, plan_file.rebuild):
            with pytest.raises((ReadOnly, UserError)) as told:
                act()
            assert told.value.sentence
        plan_file.copy_to(good.with_name("副本.xiezuo"))
    assert good.read_bytes() == data
    with PlanFile.open(good.with_name("副本.xiezuo")) as copy:
        add_units(copy, "x")


# As root every file can be written; these run as nobody, in a fork that has all modules loaded already.


def as_nobody(task) -> str:
    """What a task says when an unprivileged user does it."""
    if not hasattr(os, "fork"):
        pytest.skip("needs fork")
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if os.getuid() == 0:
                os.setgid(65534)
                os.setuid(65534)
            said = task()
        except BaseException as error:
            said = f"{type(error).__name__}: {error}"
        os.write(writer, said.encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return said


@pytest.fixture
def open_house(good):
    """Let everybody come through to the test's folder."""
    for folder in [f for f in (good.parent, *good.parent.parents) if "pytest" in f.as_posix()]:
        folder.chmod(0o755)
    yield good
    good.chmod(0o644)
    good.parent.chmod(0o755)


def test_file_nobody_may_read(open_house):
    open_house.chmod(0)
    said = as_nobody(lambda: str(PlanFile.open(open_house)))
    assert said.startswith("Unreadable: 没有权限")


@pytest.mark.parametrize(("file_mode", "folder_mode", "reason"), [(0o444, 0o777, "文件"), (0o666, 0o555, "文件夹")])
def test_what_cannot_be_written_opens_read_only(open_house, file_mode, folder_mode, reason):
    open_house.chmod(file_mode)
    open_house.parent.chmod(folder_mode)

    def look():
        plan_file = PlanFile.open(open_house)
        return f"{plan_file.read_only} {plan_file.read_only_reason} {len(plan_file.plan.units)}"

    said = as_nobody(look)
    assert said.startswith("True")
    assert reason in said
    assert said.endswith("50")


def test_creating_where_nothing_may_be_written(open_house):
    open_house.parent.chmod(0o555)
    said = as_nobody(lambda: str(PlanFile.create(open_house.with_name("新.xiezuo"))))
    assert said.startswith("ReadOnly: 文件夹")


@pytest.mark.skipif(not hasattr(os, "fork") or os.getuid() != 0, reason="needs root to become somebody else")
def test_folder_turned_read_only_while_open(open_house):
    for path in (open_house, open_house.parent):
        os.chown(path, 65534, 65534)

    def work():
        plan_file = PlanFile.open(open_house)
        open_house.parent.chmod(0o555)
        try:
            add_units(plan_file, "x")
        except ReadOnly as told:
            return f"{told} {len(plan_file.plan.units)}"

    said = as_nobody(work)
    assert "另存一份" in said
    assert said.endswith(" 50")


def test_create_over_an_existing_file_is_refused(good):
    data = good.read_bytes()
    with pytest.raises(Refused, match="已经有文件"):
        PlanFile.create(good)
    assert good.read_bytes() == data
    with pytest.raises(Unreadable, match="没有文件夹"):
        PlanFile.create(good.parent / "无" / "x.xiezuo")
    assert sorted(p.name for p in good.parent.iterdir()) == [good.name]


def test_impossible_title_leaves_no_file(tmp_path):
    with pytest.raises(Invalid):
        PlanFile.create(tmp_path / "x.xiezuo", title="坏\ud800")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["含 空格 & 100%#?.xiezuo", "名'引号\".xiezuo", "a;b=c.xiezuo", "……“”.xiezuo", "-rf"])
def test_strange_names_are_just_names(tmp_path, name):
    with make_plan(tmp_path, name) as plan_file:
        (unit,) = add_units(plan_file, "x")
        plan_file.copy_to(tmp_path / f"副本{name}")
    assert {p.name for p in tmp_path.iterdir()} == {name, f"副本{name}"}
    with PlanFile.open(tmp_path / f"副本{name}") as copy:
        assert copy.plan.get(Unit, unit).name == "x"
