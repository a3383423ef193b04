"""The manual against the program: its pages, pictures, words of the window and commands."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys

import pytest

from tests.builders import ROOT
from xiezuo_desktop import paths
from xiezuo_desktop.cli import commands, main
from xiezuo_desktop.core.records import Dispatch, Receipt
from xiezuo_desktop.storage import PlanFile
from xiezuo_desktop.ui.page_table import PAGES, START

MANUAL = ROOT / "docs" / "手册"
PAGES_OF_MANUAL = sorted(MANUAL.glob("*.md"))
TEXTS = {path.name: path.read_text("utf-8") for path in PAGES_OF_MANUAL}
PICTURE = re.compile(r"!\[[^\]]*\]\(([^)]+)\)")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)]+)\)")
NAMED = re.compile(r"【([^】]+)】")
COMMANDS = re.compile(r"(?m)^xiezuo (.*?)(?:  # .*结束码是 (\d))?$")


def plain(text: str) -> str:
    """A word of the window without its key, its dots, its icon's blanks and the count behind it."""
    text = re.sub(r"\(&.\)|&", "", text)
    text = re.sub(r"[…．.]+$|（.*）$", "", text.strip())
    return re.sub(r"[\s　]+[\d,]+$|[\s　]*▾$", "", text).strip()


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """The folder in which the pictures of the manual were just taken from the program, with the words that were seen."""
    folder = tmp_path_factory.mktemp("manual") / "world"
    script = [sys.executable, str(ROOT / "packaging" / "make_manual.py"), "--only", str(folder)]
    fresh = {**os.environ, "HOME": str(folder.parent), "XDG_CONFIG_HOME": str(folder.parent / "config")}
    done = subprocess.run(script, capture_output=True, text=True, env=fresh)
    assert done.returncode == 0, done.stderr[-3000:]
    return folder


def test_each_page_of_the_window_has_its_page():
    assert {f"{page.name}.md" for page in (START, *PAGES)} - set(TEXTS) == set()


def test_index_leads_to_every_page_once():
    assert sorted(LINK.findall(TEXTS["目录.md"])) == sorted(set(TEXTS) - {"目录.md"})


def test_links_and_pictures_exist_and_pictures_are_small():
    for name, text in TEXTS.items():
        for target in (*LINK.findall(text), *PICTURE.findall(text)):
            assert (MANUAL / target).is_file(), f"{name}: {target}"
    pictures = list((MANUAL / "图").glob("*.png"))
    assert max(p.stat().st_size for p in pictures) <= 90_000
    assert sum(p.stat().st_size for p in pictures) <= 3_000_000


def test_manual_lies_where_the_program_looks_for_it():
    assert paths.manual() == MANUAL


def test_pictures_of_the_manual_are_those_the_program_gives(seen):
    taken = {p.name for p in (seen / "图").glob("*.png")}
    assert taken == {p.name for p in (MANUAL / "图").glob("*.png")}


def test_what_the_manual_names_is_in_the_window(seen):
    said = json.loads((seen / "words.json").read_text("utf-8"))
    words = {plain(w) for w in said["words"]} | {page.title for page in PAGES}
    menus = {" → ".join(plain(part) for part in menu.split(" → ")) for menu in said["menus"]}
    missing = []
    for name, text in TEXTS.items():
        for named in NAMED.findall(text):
            known = menus if " → " in named else words
            if named and " → ".join(plain(part) for part in named.split(" → ")) not in known:
                missing.append(f"{name}: {named}")
    assert missing == []


def test_every_step_can_be_followed_word_for_word(seen):
    """Each numbered line of each page, done in the real window from a fresh start (packaging/manual_walks.py)."""
    assert json.loads((seen / "lost.json").read_text("utf-8")) == []


def test_pages_whose_steps_are_not_followed_are_named(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    from manual_steps import steps_of
    from manual_walks import ELSEWHERE, SCENES

    written = {(path.stem, step.heading) for path in PAGES_OF_MANUAL for step in steps_of(path.read_text("utf-8"))}
    assert written == set(SCENES) | set(ELSEWHERE)
    assert not set(SCENES) & set(ELSEWHERE)


@pytest.mark.parametrize(
    ("line", "acts"),
    [
        ("点【导入】（Ctrl+I），选文件。", ["press 导入"]),
        ("先点“全不选”，再勾“区教育局”。", ["choose 全不选", "choose 区教育局"]),
        ("“经办人”写 `王芳`，按 Enter。", ["type 经办人 王芳", "keys Enter"]),
        ("选中一格，写 `12`。", ["cell", "type 12"]),
        ("点其中一个的【采用】，或者按键盘上的 1、2。", ["press 采用"]),
        ("写着“未核对”的，是程序读出的。", []),
    ],
)
def test_sentence_of_the_manual_lets_the_reader_do(line, acts, monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    from manual_steps import acts_of

    assert [str(act) for act in acts_of(line)] == acts


def test_walk_of_three_offices_went_as_it_is_told(seen):
    """The page 三个单位走一遍: what was merged, what was refused, the one dispute, the backup."""
    with PlanFile.open(seen / "2024年计划.xiezuo", read_only=True) as plan_file:
        (dispute,) = plan_file.conflicts()
        assert {claim.value for claim in dispute.claims} == {"655", "642"}
        assert dispute.before == "630"
        names = {plan_file.plan.bearer_name(d.unit): d.id for d in plan_file.plan.ordered(Dispatch) if d.round == 2}
        back = {receipt.dispatch for receipt in plan_file.plan.ordered(Receipt)}
    assert {name for name, dispatch in names.items() if dispatch in back} == {"区人力社保局", "区教育局"}
    assert len(names) == 3
    assert len(list((seen / "2024年计划_备份").iterdir())) == 1


@pytest.mark.parametrize("page", [name for name, text in TEXTS.items() if COMMANDS.search(text)])
def test_commands_of_the_manual_do_what_it_says(page, seen, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XIEZUO_SETTINGS_DIR", str(tmp_path / "settings"))
    for words, code in COMMANDS.findall(TEXTS[page]):
        if words == "demo 示例":
            shutil.copytree(seen / "示例", "示例")  # made there already, and it takes a while
            continue
        assert main(shlex.split(words)) == int(code or 0), words


def test_readme_names_every_command():
    table = (ROOT / "README.md").read_text("utf-8")
    for name in commands.commands:
        assert re.search(rf"`{name}[ `]", table), name


def test_manual_is_printed_whole(tmp_path):
    sys.path.insert(0, str(ROOT / "packaging"))
    try:
        from print_manual import pages_in_order, print_manual
    finally:
        sys.path.pop(0)
    import pypdf

    print_manual(MANUAL, tmp_path / "手册.pdf")
    text = "".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "手册.pdf").pages)
    for page in pages_in_order(MANUAL)[1:]:
        title = TEXTS[page.name].splitlines()[0].removeprefix("# ")
        assert title in re.sub(r"\s", "", text).replace(" ", ""), title
