"""What a plan file is made of: log tables for ever, derived tables after the registry."""

from __future__ import annotations

import importlib.util
import sqlite3
import subprocess
import sys

from tests.builders import ROOT
from tests.builders_storage import add_units, make_plan, table_rows
from xiezuo_desktop.core.records import RECORD_TYPES, Unit
from xiezuo_desktop.storage import PlanFile, schema


def snapshot():
    spec = importlib.util.spec_from_file_location("snapshot", ROOT / "db" / "snapshot.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def schema_of(db) -> dict[str, str]:
    return dict(db.execute("SELECT name, sql FROM sqlite_schema").fetchall())


def test_log_tables_are_for_ever_those_of_the_first_file(tmp_path):
    frozen = sqlite3.connect(":memory:")
    frozen.executescript((ROOT / "db" / "log.sql").read_text(encoding="utf-8"))
    with make_plan(tmp_path) as plan_file:
        made = schema_of(plan_file._db)
        assert {name: made[name] for name in schema_of(frozen)} == schema_of(frozen)
        for pragma in ("application_id", "user_version"):
            assert plan_file._db.execute(f"PRAGMA {pragma}").fetchone() == frozen.execute(f"PRAGMA {pragma}").fetchone()


def test_snapshots_are_those_of_the_registry():
    """When this fails after a change of the registry: python db/snapshot.py"""
    module = snapshot()
    assert (ROOT / "db" / "schema.sql").read_text(encoding="utf-8") == module.schema_sql()
    page = (ROOT / "docs" / "file-format.md").read_text(encoding="utf-8")
    assert module.with_glossary(page) == page


def test_file_holds_tables_and_one_index_and_nothing_that_acts(tmp_path):
    with make_plan(tmp_path) as plan_file:
        found = plan_file._db.execute("SELECT type, name, sql FROM sqlite_schema").fetchall()
        assert {name for kind, name, _ in found if kind != "table"} == {"change_cell"}
        for kind, name, sql in found:
            if kind == "table":
                assert sql.rstrip().endswith(("STRICT", "STRICT, WITHOUT ROWID")), name
                for word in ("UNIQUE", "REFERENCES", "CHECK", "DEFAULT", "COLLATE"):
                    assert word not in sql
        assert {r.name_ for r in RECORD_TYPES} < {name for _, name, _ in found}


def test_header_says_whose_file_it_is(tmp_path):
    with make_plan(tmp_path) as plan_file:
        head = plan_file.path.read_bytes()[:100]
    assert head[68:72] == b"XZWP"
    assert head[60:64] == b"\0\0\0\1"
    assert head[18:20] == b"\1\1"  # rollback journal, no WAL


def test_numbers_of_the_registry_are_unique_and_above_the_mark_deleted():
    assert len({r.number for r in RECORD_TYPES}) == len(RECORD_TYPES)
    for record in RECORD_TYPES:
        numbers = [f.number for f in record.fields.values()]
        assert len(set(numbers)) == len(numbers)
        assert min(numbers) > schema.DELETED
        assert record.tree is None or record.keys == ("id",)
        assert not {*record.fields, *record.keys} & {schema.DELETED_NAME}


def test_all_forms_other_versions_of_sqlite_utils_write_are_known_as_ours():
    plain = schema._PLAIN_TABLE
    assert plain.fullmatch('CREATE TABLE "unit" (\n   "id" INTEGER PRIMARY KEY,\n   "name" TEXT\n) STRICT')
    assert plain.fullmatch("CREATE TABLE unit (id INTEGER PRIMARY KEY, name TEXT ) STRICT")
    assert not plain.fullmatch('CREATE TABLE "unit" ("id" INTEGER PRIMARY KEY, "x" TEXT DEFAULT (random()) ) STRICT')
    assert not plain.fullmatch('CREATE TABLE "unit" ("id" INTEGER PRIMARY KEY )')


# ------------------------------------------------------------------------------------- other versions of the registry


def reshape(path, *statements):
    db = sqlite3.connect(path)
    for sql in statements:
        db.execute(sql)
    db.commit()
    db.close()


OLDER = (
    "ALTER TABLE unit DROP COLUMN phone",
    "ALTER TABLE unit DROP COLUMN deleted",
    "DROP TABLE waiver",
    'CREATE TABLE "of_the_future" (\n   "id" INTEGER PRIMARY KEY,\n   "deleted" INTEGER\n) STRICT',
)


def with_phone(tmp_path):
    with make_plan(tmp_path) as plan_file:
        one, two = add_units(plan_file, "甲局", "乙局")
        with plan_file.edit("电话") as edit:
            edit.put(Unit, one, phone="123")
            edit.delete(Unit, two)
        return plan_file.path, one


def test_file_of_another_registry_gets_its_tables_anew_out_of_the_log(tmp_path):
    path, unit = with_phone(tmp_path)
    with PlanFile.open(path) as plan_file:
        before = table_rows(plan_file)
    reshape(path, *OLDER)
    with PlanFile.open(path) as plan_file:
        assert plan_file.plan.get(Unit, unit).phone == "123"
        assert [u.name for u in plan_file.plan.units] == ["甲局"]
        assert table_rows(plan_file) == before


def test_file_of_another_registry_is_read_without_being_changed(tmp_path):
    path, unit = with_phone(tmp_path)
    reshape(path, *OLDER)
    data = path.read_bytes()
    with PlanFile.open(path, read_only=True) as plan_file:
        assert plan_file.plan.get(Unit, unit).phone == "123"
        assert [u.name for u in plan_file.plan.units] == ["甲局"]
        assert plan_file.history(Unit, unit, "phone")[0].after == "123"
        assert plan_file.verify() == []
    assert path.read_bytes() == data


def test_tables_changed_by_another_version_while_open(tmp_path):
    path, unit = with_phone(tmp_path)
    with PlanFile.open(path) as plan_file, PlanFile.open(path) as looking:
        assert looking.plan.get(Unit, unit)
        reshape(path, *OLDER)
        with plan_file.edit("电话") as edit:
            edit.put(Unit, unit, phone="456")
        reshape(path, *OLDER)
        looking.refresh()
        assert looking.plan.get(Unit, unit).phone == "456"


def test_ops_of_a_newer_program_are_kept_and_left_alone(tmp_path):
    with make_plan(tmp_path) as plan_file:
        (unit,) = add_units(plan_file, "甲局")
        add_future_ops(plan_file, unit)
        with plan_file.edit("改名") as edit:
            edit.put(Unit, unit, name="乙局")
            edit.delete(Unit, unit)
        assert len(plan_file.history()) == len([e for e in plan_file.history() if e.record in RECORD_TYPES])
        plan_file.rebuild()
        assert plan_file.verify() == []
        (count,) = plan_file._db.execute("SELECT count(*) FROM change WHERE tab = 999 OR col = 99").fetchone()
        assert count == 3  # two of the newer program; the deletion saw one of them


def add_future_ops(plan_file, unit):
    from xiezuo_desktop.storage.log import SET, Op, Writer

    writer = Writer("新版")
    ops = [Op(SET, Unit.number, (unit, 0, 0), 99, "未来", None), Op(SET, 999, (5, 0, 0), 1, 7, None)]
    plan_file._db.execute("BEGIN IMMEDIATE")
    writer.append(plan_file._db, ops, "未来的操作")
    plan_file._db.execute("COMMIT")


# ------------------------------------------------------------------------------------------------- what is imported


def test_opening_reading_and_editing_need_the_standard_library_alone(tmp_path):
    with make_plan(tmp_path) as plan_file:
        (unit,) = add_units(plan_file, "甲局")
    script = (
        "import sys\n"
        "from xiezuo_desktop.core.records import Unit\n"
        "from xiezuo_desktop.storage import PlanFile\n"
        "with PlanFile.open(sys.argv[1], author='甲') as f:\n"
        "    f.plan.units; f.undo_label; f.refresh()\n"
        "    with f.edit('改') as edit: edit.put(Unit, int(sys.argv[2]), name='乙局')\n"
        "    f.undo()\n"
        "assert 'sqlite_utils' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", script, plan_file.path, str(unit)], check=True, cwd=ROOT)
