"""The command line as its users call it: real processes, real files."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.builders import ROOT

TABLE = """指标名称\t单位\t年度目标\t责任部门
一、组织领导
1.互访调研次数\t次\t2\t区委办
2.联席会议次数\t次\t-\t区政府办
二、劳务协作
3.帮助农村劳动力就业数\t人\t1200\t区人力社保局
其中：帮助脱贫人口就业数\t人\t450\t区人力社保局
4.消费帮扶金额\t亿元\t5.50\t区商务局、区供销社
"""


def run(*words: object, given: str | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "main.py", *map(str, words)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        input=given,
        env={**os.environ, **environment},
    )


def one_sentence(error: str) -> bool:
    return len(error.strip().splitlines()) == 1 and error.strip().endswith(("。", "！")) and "Traceback" not in error


@pytest.fixture
def plan(tmp_path):
    file = tmp_path / "计划.xiezuo"
    done = run("import", file, "-", given=TABLE)
    assert done.returncode == 0, done.stdout + done.stderr
    return file


def exported(file: Path) -> dict:
    out = file.with_suffix(".json")
    assert run("export", file, "-o", out).returncode == 0
    return json.loads(out.read_text("utf-8"))


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def test_new_plan_has_its_title_and_year(tmp_path):
    file = tmp_path / "空.xiezuo"
    assert run("new", file, "--title", "临江区2024年计划", "--year", 2024).returncode == 0
    assert exported(file)["plan"] | {"id": ""} == exported(file)["plan"] | {
        "id": "",
        "title": "临江区2024年计划",
        "year": 2024,
    }


def test_new_never_overwrites_a_file(plan):
    before = digest(plan)
    again = run("new", plan, "--title", "别的", "--year", 2025)
    assert again.returncode in (2, 3, 4)
    assert one_sentence(again.stderr)
    assert digest(plan) == before


def test_pasted_table_is_understood(plan):
    data = exported(plan)
    assert [i["name"] for i in data["indicators"]][:3] == ["互访调研次数", "联席会议次数", "帮助农村劳动力就业数"]
    assert [i["target"]["raw"] for i in data["indicators"]] == ["2", "-", "1200", "450", "5.50"]
    assert data["indicators"][1]["target"]["kind"] == "none_set"
    assert data["indicators"][3]["parent"] == data["indicators"][2]["id"]
    assert [r["unit"] for r in data["indicators"][4]["responsibilities"]] == ["区商务局", "区供销社"]


def test_set_undo_redo_and_history_tell_the_same_story(plan):
    assert run("set", plan, "indicators/3", "target", "1350").returncode == 0
    assert exported(plan)["indicators"][2]["target"]["number"] == "1350"
    assert run("undo", plan).returncode == 0
    assert exported(plan)["indicators"][2]["target"]["number"] == "1200"
    assert run("redo", plan).returncode == 0
    assert exported(plan)["indicators"][2]["target"]["number"] == "1350"
    story = json.loads(run("history", plan, "--json", "--of", "indicators/3").stdout)["history"]
    assert any((s["before"], s["after"]) == ("1200", "1350") for s in story)


def test_dry_run_writes_nothing(plan, tmp_path):
    before = digest(plan)
    assert run("import", plan, "-", "--dry-run", given=TABLE.replace("1200", "1300")).returncode == 0
    assert digest(plan) == before
    assert run("import", tmp_path / "none.xiezuo", "-", "--dry-run", given=TABLE).returncode == 0
    assert not (tmp_path / "none.xiezuo").exists()


def test_importing_the_same_paper_again_changes_nothing_it_says(plan):
    before = exported(plan)
    assert run("import", plan, "-", given=TABLE).returncode == 0
    after = exported(plan)
    assert after["indicators"] == before["indicators"]
    assert after["units"] == before["units"]


def test_verify_finds_a_sound_file_sound(plan):
    assert run("verify", plan).returncode == 0


BAD = {
    "empty.docx": b"",
    "empty.xlsx": b"",
    "noise.docx": random.Random(5).randbytes(4000),
    "zip.docx": b"PK\x03\x04" + random.Random(6).randbytes(900),
    "picture.xlsx": b"\x89PNG\r\n\x1a\n" + bytes(500),
    "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000),
    "paper.pdf": b"%PDF-1.7\n" + bytes(400),
    "blank.txt": b"  \n\n",
}


@pytest.mark.parametrize("name", BAD)
def test_bad_source_is_refused_with_one_sentence_and_changes_nothing(name, plan, tmp_path):
    source = tmp_path / name
    source.write_bytes(BAD[name])
    before = digest(plan)
    done = run("import", plan, source)
    assert done.returncode == 3, done.stdout + done.stderr
    assert one_sentence(done.stderr), done.stderr
    assert digest(plan) == before


def test_bad_source_for_a_new_plan_leaves_no_file(tmp_path):
    (tmp_path / "x.docx").write_bytes(b"")
    assert run("import", tmp_path / "neu.xiezuo", tmp_path / "x.docx").returncode == 3
    assert [p.name for p in tmp_path.iterdir()] == ["x.docx"]


@pytest.mark.parametrize("name", [*BAD, "missing.xiezuo"])
def test_a_file_that_is_no_plan_is_refused_by_every_command(name, tmp_path):
    file = tmp_path / name
    if name in BAD:
        file.write_bytes(BAD[name])
    out = tmp_path / "out"
    for words in (
        ("export", file, "-o", f"{out}.json"), ("print", file, "indicators", "-o", f"{out}.pdf"), ("undo", file),
        ("check", file), ("verify", file), ("history", file), ("set", file, "plan", "title", "x"),
    ):  # fmt: skip
        done = run(*words)
        assert done.returncode == 3, (words, done.stderr)
        assert one_sentence(done.stderr), done.stderr
    assert not list(tmp_path.glob("out*"))
    assert not file.exists() or file.read_bytes() == BAD.get(name)


@pytest.mark.parametrize(
    "words",
    [
        ("fly",), ("new",), ("new", "x.xiezuo", "--title", "x"), ("import", "x.xiezuo"), ("print", "{plan}", "poster", "-o", "x.pdf"),
        ("set", "{plan}", "indicators/99", "target", "1"), ("set", "{plan}", "indicators/1", "colour", "1"),
        ("export", "{plan}", "-o", "x.png"), ("check", "{plan}", "--loud"), ("redo", "{plan}"),
    ],
)  # fmt: skip
def test_a_wrong_call_is_answered_in_chinese_with_2(words, plan):
    before = digest(plan)
    done = run(*[str(w).replace("{plan}", str(plan)) for w in words])
    assert done.returncode == 2, done.stderr
    assert one_sentence(done.stderr), done.stderr
    assert digest(plan) == before


def test_read_only_plan_can_be_read_but_not_changed(plan):
    plan.chmod(0o444)
    plan.parent.chmod(0o555)
    try:
        assert run("verify", plan).returncode == 0
        if os.geteuid():
            done = run("set", plan, "indicators/1", "target", "5")
            assert done.returncode == 3
            assert one_sentence(done.stderr)
    finally:
        plan.parent.chmod(0o755)


def test_kill_during_an_import_leaves_the_plan_before_or_after(plan, tmp_path):
    rows = "\n".join(f"{n}.帮扶项目{n}号\t个\t{n}\t区第{n % 40}协作中心" for n in range(5, 1500))
    source = tmp_path / "large.txt"
    source.write_text(TABLE + rows, "utf-8")
    before = len(exported(plan)["indicators"])
    chance, seen = random.Random(11), set()
    started = time.monotonic()
    assert run("import", tmp_path / "whole.xiezuo", source).returncode in (0, 1)
    whole = time.monotonic() - started
    for _ in range(8):
        copy = tmp_path / "copy.xiezuo"
        copy.write_bytes(plan.read_bytes())
        process = subprocess.Popen(
            [sys.executable, "main.py", "import", copy, source],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(whole * chance.uniform(0.3, 1.05))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert run("verify", copy).returncode == 0
        seen.add(len(exported(copy)["indicators"]))
    assert seen <= {before, before + 1495}


def test_markup_in_a_name_is_printed_as_typed(plan, tmp_path):
    import pypdfium2

    typed = '<b>A&B</b><img src="/etc/passwd">'
    assert run("set", plan, "indicators/1", "name", typed).returncode == 0
    out = tmp_path / "x.pdf"
    assert run("print", plan, "indicators", "-o", out).returncode == 0
    document = pypdfium2.PdfDocument(out)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    assert "".join(typed.split()) in "".join(text.split())


def test_two_prints_are_equal_byte_for_byte(plan, tmp_path):
    for report in ("indicators", "taskbook"):
        for name in ("a.pdf", "b.pdf"):
            assert run("print", plan, report, "-o", tmp_path / name, SOURCE_DATE_EPOCH="1700000000").returncode == 0
        assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


COMMANDS = [
    "backup",
    "backup list",
    "backup make",
    "backup restore",
    "check",
    "conflicts",
    "demo",
    "export",
    "history",
    "import",
    "merge",
    "new",
    "print",
    "receipts",
    "redo",
    "resolve",
    "return",
    "send",
    "set",
    "undo",
    "verify",
]


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_chinese_and_fits_a_terminal(command):
    page = run(*command.split(), "--help").stdout
    assert page.startswith("用法：")
    for english in ("Usage", "Options", "OPTIONS", "Commands", "Show this", "TEXT", "required"):
        assert english not in page
    assert all(sum(2 if ord(c) > 0x2000 else 1 for c in line) <= 80 for line in page.splitlines())


@pytest.mark.parametrize("words", [("print", "indicators"), ("export",)])
def test_no_output_is_written_over_a_plan_file(words, plan, tmp_path):
    other = tmp_path / "别的.xiezuo"
    other.write_bytes(plan.read_bytes())
    command, *report = words
    for target in (plan, other):
        before = digest(target)
        done = run(command, plan, *report, "-o", target)
        assert done.returncode == 4
        assert one_sentence(done.stderr), done.stderr
        assert digest(target) == before


def test_no_output_is_written_over_the_paper_that_was_imported(tmp_path):
    paper, plan = tmp_path / "来文.docx", tmp_path / "计划.xiezuo"
    assert run("import", plan, "-", given=TABLE).returncode == 0
    assert run("export", plan, "-o", paper).returncode == 0
    assert run("import", plan, paper, "--as", "indicators").returncode in (0, 1)
    before = digest(paper)
    assert run("export", plan, "-o", paper).returncode == 4
    assert digest(paper) == before


def test_plan_is_not_made_under_the_name_of_a_document(tmp_path):
    assert run("new", tmp_path / "计划.docx", "--title", "甲", "--year", 2024).returncode == 2
    assert run("import", tmp_path / "计划.docx", "-", given=TABLE).returncode == 2
    assert list(tmp_path.iterdir()) == []


def test_value_may_begin_with_a_minus(plan):
    assert run("set", plan, "indicators/3", "target", "-").returncode == 0
    assert run("set", plan, "indicators/3", "note", "-5").returncode == 0


def test_folder_that_is_a_file_is_a_wrong_call(plan):
    before = digest(plan)
    for done in (run("demo", plan), run("print", plan, "unit", "--all-units", plan)):
        assert done.returncode == 2
        assert one_sentence(done.stderr), done.stderr
    assert digest(plan) == before


def test_name_that_is_too_long_is_said_so(plan, tmp_path):
    name = "长" * 90
    for done in (
        run("export", plan, "-o", tmp_path / f"{name}.json"),
        run("new", tmp_path / f"{name}.xiezuo", "--title", "甲", "--year", 2024),
    ):
        assert done.returncode == 3
        assert "太长" in done.stderr
        assert one_sentence(done.stderr), done.stderr


@pytest.mark.skipif(os.name == "nt", reason="pipes end otherwise there")
def test_reader_of_a_pipe_may_leave_early(plan):
    with subprocess.Popen(
        [sys.executable, "main.py", "history", plan], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0
