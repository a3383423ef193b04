"""Returned files that are cut, damaged, forged or made to harm: refused with a sentence, or taken in exactly right."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import struct
import subprocess
import sys
from contextlib import closing

import pytest

from tests.builders_storage import add_units, make_plan
from tests.storage.mail import Mail, assert_helps, content, make_mail, take
from xiezuo_desktop.core.errors import Refused, Unreadable
from xiezuo_desktop.core.records import Dispatch, PlanInfo, Unit
from xiezuo_desktop.storage import PlanFile, connection
from xiezuo_desktop.storage import incoming as incoming_module

PAGE = 4096


@pytest.fixture(scope="module")
def mail(tmp_path_factory) -> Mail:
    return make_mail(tmp_path_factory.mktemp("mail"))


class Desk:
    """The head office at work: its file stays open while one spoilt return after the other comes in."""

    def __init__(self, mail: Mail, folder):
        self.mail, self.folder = mail, folder
        self.good = mail.returned.read_bytes()
        self.path = folder / "区办.xiezuo"
        self._open()

    def _open(self):
        shutil.copyfile(self.mail.head, self.path)
        self.plan_file = PlanFile.open(self.path, author="区办")
        self.plan_file._db.execute(
            "PRAGMA synchronous = OFF"
        )  # no power fails here, and waiting for the disk takes long

    def outcome(self, data: bytes) -> str:
        """What becomes of these bytes: "refused" and nothing changed, or "merged" and exactly what a sound file gives."""
        incoming = self.folder / "来文.xiezuo"
        incoming.write_bytes(data)
        taken = take(self.plan_file, incoming)
        if taken.refused:
            assert content(self.plan_file) == self.mail.before
            return "refused"
        assert content(self.plan_file) == self.mail.after, "merged, but not what was sent"
        self.plan_file.close()
        self._open()
        return "merged"


@pytest.fixture
def desk(mail, tmp_path, written_files):
    """The files it writes are the test's own affair."""
    made = Desk(mail, tmp_path)
    yield made
    made.plan_file.close()
    written_files.clear()


@pytest.fixture(params=["in the memory", "as a copy"])
def both_ways(request, monkeypatch):
    """Small files are read out of the memory, large ones from a private copy; both must hold."""
    if request.param == "as a copy":
        monkeypatch.setattr(incoming_module, "_SMALL", 0)


def spoilt(data: bytes, rng: random.Random, how: str) -> bytes:
    out = bytearray(data)
    at = rng.randrange(len(out))
    if how == "bit":
        out[at] ^= 1 << rng.randrange(8)
    elif how == "byte":
        out[at] = rng.randrange(256)
    elif how == "zeros":
        length = rng.choice([2, 16, 300, PAGE])
        out[at : at + length] = bytes(len(out[at : at + length]))
    elif how == "swap":
        one, two = rng.sample(range(len(out) // PAGE), 2)
        a, b = slice(one * PAGE, one * PAGE + PAGE), slice(two * PAGE, two * PAGE + PAGE)
        out[a], out[b] = out[b], out[a]
    elif how == "copied":
        one, two = rng.sample(range(len(out) // PAGE), 2)
        out[one * PAGE : one * PAGE + PAGE] = out[two * PAGE : two * PAGE + PAGE]
    else:
        length = rng.randrange(1, 600)
        out[at : at + length] = rng.randbytes(len(out[at : at + length]))
    return bytes(out)


def test_the_sound_file_is_taken_in(desk, both_ways):
    assert desk.outcome(desk.good) == "merged"


@pytest.mark.parametrize("how", ["bit", "byte", "zeros", "swap", "copied", "noise"])
def test_damage_is_refused_or_does_not_matter(desk, both_ways, how, request):
    rng = random.Random(how)
    count = 1500 if request.config.getoption("--long") else 24
    outcomes = [desk.outcome(spoilt(desk.good, rng, how)) for _ in range(count)]
    assert "refused" in outcomes


def test_every_bit_of_the_first_page(desk, request):
    """The header and the text of the schema: most of what SQLite believes before it looks at anything else."""
    step = 1 if request.config.getoption("--long") else 229
    outcomes = set()
    for bit in range(0, PAGE * 8, step):
        data = bytearray(desk.good)
        data[bit // 8] ^= 1 << (bit % 8)
        outcomes.add(desk.outcome(bytes(data)))
    assert outcomes == {"refused", "merged"}  # part of the page is empty


def test_schema_text_that_cannot_be_decoded(desk, both_ways):
    at = desk.good.index(b"CREATE TABLE change(") + 9
    for bit in range(8):
        data = bytearray(desk.good)
        data[at] ^= 1 << bit
        assert desk.outcome(bytes(data)) == "refused"
    at = desk.good.index(b"highest")
    assert desk.outcome(desk.good[:at] + b"\xff\xfe" + desk.good[at + 2 :]) == "refused"


def test_every_length_of_a_cut_file(desk, both_ways, request):
    size = len(desk.good)
    step = 1 if request.config.getoption("--long") else 499
    borders = [b + d for b in range(0, size, PAGE) for d in (-1, 0, 1)]
    for length in sorted({*range(0, size, step), *borders, *range(0, 120, 7), size - 1}):
        if 0 <= length < size:
            assert desk.outcome(desk.good[:length]) == "refused"


def test_more_than_the_file(desk, both_ways):
    assert desk.outcome(desk.good + b"\0") == "refused"
    assert desk.outcome(desk.good + bytes(PAGE)) == "refused"


def test_damaged_part_sent_again_is_refused_or_does_not_matter(mail, tmp_path, written_files, request):
    """A part holds only some ops of each session, so no chain of digests guards it; its own digests do."""
    own, path, incoming = tmp_path / "填报.xiezuo", tmp_path / "二.xiezuo", tmp_path / "来文.xiezuo"
    shutil.copyfile(mail.part, own)
    shutil.copyfile(mail.head, tmp_path / "区办.xiezuo")
    with PlanFile.open(tmp_path / "区办.xiezuo", author="甲") as head:
        add_units(head, *(f"后设第{i}局" for i in range(200)))
        head.write_part(path, {PlanInfo: None, Unit: None, Dispatch: None})
    good, rng = path.read_bytes(), random.Random(8)

    def fresh():
        shutil.copyfile(own, tmp_path / "x.xiezuo")
        plan_file = PlanFile.open(tmp_path / "x.xiezuo", author="经办人")
        plan_file._db.execute("PRAGMA synchronous = OFF")
        return plan_file

    with fresh() as plan_file:
        before = content(plan_file)
        take(plan_file, path, refused=False)
        after = content(plan_file)
        assert plan_file.verify() == []
    plan_file, outcomes = fresh(), set()
    for number in range(4000 if request.config.getoption("--long") else 120):
        incoming.write_bytes(spoilt(good, rng, ("bit", "byte", "zeros", "swap")[number % 4]))
        taken = take(plan_file, incoming)
        outcomes.add(bool(taken.refused))
        assert content(plan_file) == (before if taken.refused else after)
        if not taken.refused:
            plan_file.close()
            plan_file = fresh()
    plan_file.close()
    assert outcomes == {False, True}
    written_files.clear()


def test_part_that_was_changed_by_another_tool_is_found_out(mail, tmp_path):
    path = tmp_path / "下发.xiezuo"
    shutil.copyfile(mail.part, path)
    with PlanFile.open(path) as plan_file:
        assert plan_file.verify() == []
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("UPDATE change SET val = '改' WHERE tab = 3 AND val = '第3单位'")
    with PlanFile.open(path, read_only=True) as plan_file:
        assert any("校验码" in found for found in plan_file.verify())


# ----------------------------------------------------------------------------------------- another tool's hand


def changed(desk, *statements: str) -> bytes:
    """The return after somebody else's program has changed it."""
    path = desk.folder / "改.xiezuo"
    path.write_bytes(desk.good)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA writable_schema = ON")
        for sql in statements:
            db.execute(sql)
    return path.read_bytes()


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TRIGGER t AFTER INSERT ON change BEGIN DELETE FROM txn; END",
        "CREATE VIEW v AS WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM r) SELECT x FROM r",
        "CREATE TABLE change2(site, ts, kind, tab, k1, k2, k3, col, val, psite, pts)",
        "CREATE TABLE unit(id INTEGER PRIMARY KEY, name TEXT DEFAULT 'x') STRICT",
        "CREATE TABLE z(b BLOB)",
        "CREATE VIRTUAL TABLE f USING fts5(x)",
        "CREATE INDEX i ON change(val)",
        "DROP INDEX change_cell",
        "DROP TABLE partial",
        "ALTER TABLE txn ADD COLUMN more TEXT",
        "ALTER TABLE site RENAME TO sites",
        "UPDATE sqlite_schema SET sql = replace(sql, 'STRICT', '') WHERE name = 'site'",
        "UPDATE sqlite_schema SET sql = replace(sql, 'INTEGER NOT NULL', 'INTEGER') WHERE name = 'txn'",
        "UPDATE sqlite_schema SET sql = x'ff41' WHERE name = 'txn'",
        "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'change') WHERE name = 'txn'",
        "UPDATE sqlite_schema SET rootpage = 999999 WHERE name = 'txn'",
        "UPDATE sqlite_schema SET rootpage = 1 WHERE name = 'change_cell'",
        "DELETE FROM sqlite_schema",
        "PRAGMA application_id = 7",
        "PRAGMA user_version = 2",
        "PRAGMA user_version = -1",
        "PRAGMA journal_mode = WAL",
        "DELETE FROM site",
        "DELETE FROM site WHERE last > 0",
        "DELETE FROM site WHERE last = 0",
        "DELETE FROM partial",
        "UPDATE partial SET last = last - 1",
        "DELETE FROM change",
        "DELETE FROM txn",
        "DELETE FROM change WHERE tab = 1",
        "DELETE FROM change WHERE ts = (SELECT max(ts) FROM change)",
        "DELETE FROM txn WHERE ts = (SELECT max(ts) FROM txn)",
        "UPDATE change SET val = '9' WHERE tab = 23 AND ts = (SELECT min(ts) FROM change WHERE tab = 23)",
        "UPDATE change SET k2 = k2 + 1 WHERE tab = 23",
        "UPDATE change SET kind = 9 WHERE tab = 23",
        "UPDATE change SET col = -1 WHERE tab = 23",
        "UPDATE change SET tab = 9223372036854775807 WHERE tab = 23",
        "UPDATE change SET val = 1e308 * 10 WHERE ts = (SELECT max(ts) FROM change)",
        "UPDATE txn SET author = '别人' WHERE site IN (SELECT site FROM site WHERE last > 0)",
        "UPDATE txn SET wall = wall + 1 WHERE site IN (SELECT site FROM site WHERE last > 0)",
        "UPDATE txn SET label = label || char(0)",
        "UPDATE txn SET digest = x'00'",
        "UPDATE site SET digest = x'00'",
        "UPDATE site SET last = 1 << 60",
        "UPDATE site SET last = last + 1 WHERE last > 0",
        "UPDATE site SET last = -1",
        "UPDATE partial SET last = 1 << 60",
        "INSERT INTO partial VALUES (77, 5)",
        "INSERT INTO change VALUES (77, 1, 0, 3, 5, 0, 0, 3, '混入', NULL, NULL)",
        "INSERT INTO change SELECT 77, ts, kind, tab, k1, k2, k3, col, val, psite, pts FROM change WHERE tab = 23",
        "INSERT INTO txn SELECT 77, ts, n, wall, author, label, digest FROM txn",
    ],
)
def test_forged_files_are_refused(desk, sql):
    assert desk.outcome(changed(desk, sql)) == "refused"


@pytest.mark.parametrize("column", ["site", "ts", "kind", "tab", "k1", "k2", "k3", "col", "psite", "pts"])
@pytest.mark.parametrize("value", ["'x'", "x'00'", "NULL", "1.5", "-1", "9223372036854775807"])
def test_a_number_in_the_log_that_is_none(desk, column, value):
    """Written past STRICT, as only a forger would: in the unit's own ops and in the context that travels along."""
    for where in ("tab = 23", "tab <> 23"):
        path = desk.folder / "改.xiezuo"
        path.write_bytes(desk.good)
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            db.execute("PRAGMA writable_schema = ON")
            (sql,) = db.execute("SELECT sql FROM sqlite_schema WHERE name = 'change'").fetchone()
            loose = sql.replace("STRICT, ", "").replace("INTEGER NOT NULL", "ANY").replace("INTEGER", "ANY")
            db.execute("UPDATE sqlite_schema SET sql = ? WHERE name = 'change'", (loose,))
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            key = f"(site, ts) = (SELECT site, ts FROM change WHERE {where} LIMIT 1)"
            (was,) = db.execute(f"SELECT {column} IS {value} FROM change WHERE {key}").fetchone()
            if was or (value == "NULL" and column in ("site", "ts")):
                continue
            db.execute(f"UPDATE change SET {column} = {value} WHERE {key}")
            db.execute("PRAGMA writable_schema = ON")
            db.execute("UPDATE sqlite_schema SET sql = ? WHERE name = 'change'", (sql,))
        assert desk.outcome(path.read_bytes()) == "refused"


def test_value_beyond_all_limits(desk, both_ways, monkeypatch):
    data = changed(desk, "UPDATE change SET val = zeroblob(200000) WHERE ts = (SELECT max(ts) FROM change)")
    assert desk.outcome(data) == "refused"
    monkeypatch.setattr(connection, "_ROW_LIMIT", 100_000)
    assert desk.outcome(data) == "refused"


def test_log_table_that_is_an_endless_view(desk):
    data = changed(
        desk,
        "ALTER TABLE change RENAME TO c2",
        "CREATE VIEW change AS WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM r) SELECT x FROM r",
    )
    assert desk.outcome(data) == "refused"


def test_reading_that_does_not_end_is_broken_off(desk, monkeypatch):
    monkeypatch.setattr(incoming_module, "_PATIENCE", -1.0)
    monkeypatch.setattr(incoming_module, "_STEPS", 10)
    incoming = desk.folder / "来文.xiezuo"
    incoming.write_bytes(desk.good)
    assert "时间过长" in take(desk.plan_file, incoming, refused=True).refused.sentence


def test_file_of_another_plan_tells_which(desk, tmp_path):
    with make_plan(tmp_path, "去年.xiezuo", title="云岭县协作计划", year=2023):
        pass
    told = take(desk.plan_file, tmp_path / "去年.xiezuo", refused=True).refused
    assert isinstance(told, Refused)
    assert "2023年度的“云岭县协作计划”" in told.sentence


def test_emptied_sites_are_no_success(desk):
    """A return that lists no session has nothing to merge; it must not look merged."""
    incoming = desk.folder / "来文.xiezuo"
    incoming.write_bytes(changed(desk, "DELETE FROM site", "DELETE FROM partial"))
    taken = take(desk.plan_file, incoming, refused=True)
    assert isinstance(taken.refused, Unreadable)
    assert not taken.already_merged


def test_wal_file_with_its_log_beside_it(desk):
    """A file copied while another tool had it in WAL mode is an old state: the newest edits lie in the file beside it."""
    path = desk.folder / "改.xiezuo"
    path.write_bytes(desk.good)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("UPDATE txn SET wall = wall")
        assert (desk.folder / "改.xiezuo-wal").exists()
        told = take(desk.plan_file, path, refused=True).refused
    assert "另一种保存方式" in told.sentence


def test_hot_journal_beside_the_mail_is_not_played_in(desk):
    incoming = desk.folder / "来文.xiezuo"
    incoming.write_bytes(desk.good)
    journal = desk.folder / "来文.xiezuo-journal"
    journal.write_bytes(bytes.fromhex("d9d505f920a163d7") + struct.pack(">IIIII", 1, 7, 9, 512, PAGE) + b"x" * 9000)
    before = journal.read_bytes()
    assert not take(desk.plan_file, incoming).refused
    assert journal.read_bytes() == before
    assert content(desk.plan_file) == desk.mail.after


@pytest.mark.parametrize(
    "data", [b"", b"S", b"PK\x03\x04" + bytes(500), b"%PDF-1.7", bytes(8192), b"\xd0\xcf\x11\xe0" * 200]
)
def test_other_files(desk, both_ways, data):
    assert desk.outcome(data) == "refused"


def test_what_is_no_file(desk):
    for name in ("没有.xiezuo", ".", "长" * 300):
        (taken,) = desk.plan_file.merge_files([desk.folder / name]).files
        assert_helps(taken.refused)
    if hasattr(os, "mkfifo"):
        os.mkfifo(desk.folder / "管道.xiezuo")
        (taken,) = desk.plan_file.merge_files([desk.folder / "管道.xiezuo"]).files
        assert "特殊设备" in taken.refused.sentence
    assert content(desk.plan_file) == desk.mail.before


def test_our_own_file_and_one_open_beside_it_keep_their_locks(desk, mail, tmp_path):
    """To read an open file past SQLite would drop SQLite's locks on it: another program could write in between."""
    other = tmp_path / "乙.xiezuo"
    shutil.copyfile(mail.head, other)
    with PlanFile.open(other, author="乙") as theirs:
        theirs._db.execute("BEGIN IMMEDIATE")
        theirs._db.execute("UPDATE txn SET wall = wall")
        seen = []

        def look(taken, _):
            seen.append((taken.refused, can_write(desk.path), can_write(other)))

        files = desk.plan_file.merge_files([desk.path, other, other], on_file=look).files
        theirs._db.execute("ROLLBACK")
    assert seen == [(None, False, False)] * 3
    assert all(taken.already_merged for taken in files)


def can_write(path) -> bool:
    """Whether another program could write the file at this moment."""
    script = (
        "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None).execute('BEGIN IMMEDIATE')"
    )
    return subprocess.run([sys.executable, "-c", script, path], capture_output=True, check=False).returncode == 0


def test_links_and_strange_names_are_just_files(desk):
    for name in ("含 空格 & 100%#?.xiezuo", "名'引号\".xiezuo", "-rf"):
        path = desk.folder / name
        path.write_bytes(desk.good)
        assert not take(desk.plan_file, path).refused
    link = desk.folder / "链接.xiezuo"
    link.symlink_to(path)
    assert take(desk.plan_file, link).already_merged
    assert desk.plan_file.plan.get(Unit, desk.mail.unit).contact == "老张"
