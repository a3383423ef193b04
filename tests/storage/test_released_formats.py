"""Files of every released format open for ever, and another reader written from the page reads what we read."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from tests.builders import ROOT
from tests.storage import reader
from xiezuo_desktop.core.errors import UserError
from xiezuo_desktop.core.records import RECORD_TYPES, Unit
from xiezuo_desktop.storage import PlanFile

DATA = ROOT / "tests" / "data"
RELEASED = sorted(DATA.glob("format*.xiezuo"))
PAGE = (ROOT / "docs" / "file-format.md").read_text("utf-8")


def rows_of(plan) -> reader.Rows:
    out: reader.Rows = {}
    for record in RECORD_TYPES:
        for key, row in plan.rows(record).items():
            out[record.name_, key[: len(record.keys)]] = {name: getattr(row, name) for name in record.fields}
    return out


def as_json(rows: reader.Rows) -> dict[str, dict[str, str]]:
    """What rows say, without what is empty: new fields of later registries change nothing."""
    return {
        "/".join([name, *map(str, key)]): {field: str(v) for field, v in fields.items() if v not in ("", None, False)}
        for (name, key), fields in sorted(rows.items())
    }


@pytest.mark.parametrize("path", RELEASED, ids=lambda path: path.stem)
def test_released_file_says_what_it_said(path, tmp_path):
    before = path.read_bytes()
    with PlanFile.open(path, read_only=True) as plan_file:
        assert plan_file.verify() == []
        assert as_json(rows_of(plan_file.plan)) == json.loads(path.with_suffix(".json").read_text("utf-8"))
        assert len(plan_file.conflicts()) == 3  # a cell, a circle, what was deleted and written to
    assert path.read_bytes() == before
    assert [p.name for p in DATA.iterdir() if p.name.startswith(path.name)] == [path.name]


@pytest.mark.parametrize("path", RELEASED, ids=lambda path: path.stem)
def test_released_file_is_worked_on_and_goes_on_being_sound(path, tmp_path):
    copy = shutil.copyfile(path, tmp_path / "计划.xiezuo")
    with PlanFile.open(copy, author="甲") as plan_file:
        said = rows_of(plan_file.plan)
        unit = plan_file.plan.units[0]
        with plan_file.edit("改名") as edit:
            edit.put(Unit, unit.id, name="临江区")
        plan_file.rebuild()
        plan_file.undo()
        assert plan_file.verify() == []
        assert rows_of(plan_file.plan) == said


@pytest.mark.parametrize("path", RELEASED, ids=lambda path: path.stem)
def test_reader_written_from_the_page_reads_the_same(path):
    theirs, newer = reader.read(path, PAGE)
    with PlanFile.open(path, read_only=True) as plan_file:
        assert theirs == rows_of(plan_file.plan)
        assert newer == 3
        assert plan_file.newer_content() == 3


def test_greater_format_is_refused_in_a_sentence(tmp_path):
    copy = shutil.copyfile(RELEASED[-1], tmp_path / "计划.xiezuo")
    data = bytearray(copy.read_bytes())
    data[60:64] = (2).to_bytes(4, "big")
    copy.write_bytes(data)
    with pytest.raises(UserError, match="版本"):
        PlanFile.open(copy)
    assert copy.read_bytes() == data


# ---------------------------------------------------------------------------------------------- newer programs

NEWER = {  # what a later version of this program adds to its registry
    '    same_as: Id | None = column(8, "合并到", refers="unit")\n': '    postcode: str = column(99, "邮编")\n',
    "RECORD_TYPES: tuple[type[Record], ...]": (
        'class Visit(Record, number=999, name="visit", label="走访"):\n'
        '    """走访."""\n\n    id: Id\n    unit: Id | None = column(1, "单位", refers="unit")\n'
        '    cost: Decimal | None = column(2, "费用")\n\n\n'
    ),
}


@pytest.fixture(scope="module")
def newer_program(tmp_path_factory) -> Path:
    """A copy of this program whose registry has a field and a record type more."""
    home = tmp_path_factory.mktemp("newer")
    shutil.copytree(
        ROOT / "xiezuo_desktop", home / "xiezuo_desktop", ignore=shutil.ignore_patterns("ui", "__pycache__")
    )
    shutil.copytree(ROOT / "db", home / "db")
    place = home / "xiezuo_desktop" / "core" / "records.py"
    text = place.read_text("utf-8")
    for line, addition in NEWER.items():
        assert text.count(line) == 1
        text = text.replace(line, line + addition if line.endswith("\n") else addition + line)
    place.write_text(text, "utf-8")
    return home


def run(home: Path, script: str, path: Path) -> str:
    head = "import sys\nfrom decimal import Decimal\nfrom xiezuo_desktop.core.records import *\n"
    head += "from xiezuo_desktop.core import records\nfrom xiezuo_desktop.storage import PlanFile\n"
    command = [sys.executable, "-c", head + script, str(path)]
    done = subprocess.run(command, cwd=home, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


WRITE = """
with PlanFile.open(sys.argv[1], author="新版") as file:
    unit = file.plan.units[0]
    with file.edit("走访") as edit:
        edit.put(records.Unit, unit.id, postcode="310000")
        edit.add(records.Visit, unit=unit.id, cost=Decimal("5.50"))
"""
READ = """
with PlanFile.open(sys.argv[1], read_only=True) as file:
    assert file.verify() == []
    (visit,) = file.plan.rows(records.Visit).values()
    print(file.plan.units[0].name, file.plan.units[0].postcode, visit.cost, file.newer_content())
"""


def test_content_of_a_newer_program_is_kept_and_comes_back(tmp_path, newer_program):
    path = tmp_path / "计划.xiezuo"
    with PlanFile.create(path, title="临江区协作计划", author="甲") as plan_file:
        with plan_file.edit("新增单位") as edit:
            unit = edit.add(Unit, name="区教育局", order="V")
        plan_file.write_part(tmp_path / "下发.xiezuo", dict.fromkeys(RECORD_TYPES))
    run(newer_program, WRITE, tmp_path / "下发.xiezuo")  # the unit has a newer program than we
    with PlanFile.open(tmp_path / "下发.xiezuo", author="单位") as part:  # … and, on another PC, one like ours
        assert part.newer_content() == 3
        with part.edit("改名") as edit:
            edit.put(Unit, unit, name="区教育体育局")
        part.write_return(tmp_path / "上报.xiezuo", dict.fromkeys(RECORD_TYPES[:1]))
    with PlanFile.open(path, author="甲") as plan_file:
        (taken,) = plan_file.merge_files([tmp_path / "上报.xiezuo"]).files
        assert taken.refused is None
        assert plan_file.newer_content() == 3
        plan_file.rebuild()
        plan_file.copy_to(tmp_path / "转发.xiezuo")
    assert run(newer_program, READ, tmp_path / "转发.xiezuo") == "区教育体育局 310000 5.50 0"


def test_fields_of_a_newer_program_go_along_to_the_unit(tmp_path, newer_program):
    path, part = tmp_path / "计划.xiezuo", tmp_path / "下发.xiezuo"
    with PlanFile.create(path, author="甲") as plan_file, plan_file.edit("新增单位") as edit:
        unit = edit.add(Unit, name="区教育局", order="V")
    run(newer_program, WRITE, path)
    with PlanFile.open(path, author="甲") as plan_file:
        plan_file.write_part(part, {RECORD_TYPES[0]: None, Unit: [(unit, 0, 0)]})
    with PlanFile.open(part, read_only=True) as sent:
        assert sent.newer_content() == 1
        assert [u.name for u in sent.plan.units] == ["区教育局"]


def test_decimal_of_the_sample_is_as_it_was_typed():
    rows, _ = reader.read(RELEASED[0], PAGE)
    assert Decimal("9.50") in [fields["adjusted"] for (name, _), fields in rows.items() if name == "score"]
