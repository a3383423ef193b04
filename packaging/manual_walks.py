"""The manual followed word for word: every page with steps, from the state its reader is in, and what must have come of it."""

from __future__ import annotations

import io
import os
import shutil
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from manual_hand import Hand, Lost, answer_for_the_system
from manual_steps import acts_of, steps_of

from xiezuo_desktop import paths
from xiezuo_desktop.cli import main as run_command
from xiezuo_desktop.core.records import (
    Adjustment,
    Allocation,
    Evidence,
    Handling,
    Indicator,
    Reminder,
    Report,
    ScoreEntry,
)
from xiezuo_desktop.ui import settings
from xiezuo_desktop.ui.page_table import PAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from make_manual import Studio
    from manual_steps import Act, Step

    from xiezuo_desktop.core.records import Record
    from xiezuo_desktop.ui.main_window import MainWindow

MANUAL = Path(__file__).resolve().parents[1] / "docs" / "手册"
ELSEWHERE = {  # lists of steps that are not done in the program
    ("安装", "Windows"): "the installer of Windows",
    ("安装", "统信 UOS、麒麟、Debian"): "the desktop's own installer",
    ("填报上报", "往下分"): "a way through four pages whose own steps are followed",
    ("backups", "文件打不开了"): "in the folder, and on the command line, which has a test of its own",
}


@dataclass(frozen=True)
class Scene:
    """Where a list of steps begins, and what must have come of it.

    `file` is open at `page`; `papers` is what the dialogs of the system find: patterns below the folder of the sample, and
    offices whose sample papers are meant. `each`: every step is a beginning of its own. `before` is what the
    page takes for done, in the words of the manual; `author` who has said his name on this PC.
    """

    came: Callable[[MainWindow, Path], object]
    file: str = "示例/district.xiezuo"
    page: str = ""
    papers: str = ""
    before: str = ""
    each: bool = False
    author: str = "王芳"
    prepare: Callable[[list[Path]], None] = lambda papers: None


def _step(label: str) -> Callable[[MainWindow, Path], bool]:
    """That the last change in the plan is called so."""
    return lambda window, _: label in (window.session.file.undo_label or "")  # type: ignore[union-attr]


def _has(record_type: type[Record], field: str, value: str) -> Callable[[MainWindow, Path], bool]:
    """That a record of the plan says this."""
    return lambda window, _: any(getattr(r, field) == value for r in window.session.plan.rows(record_type).values())


def _disputed(count: int) -> Callable[[MainWindow, Path], bool]:
    """That so many disputes are open."""
    return lambda window, _: len(window.session.file.conflicts()) == count  # type: ignore[union-attr]


def _made(pattern: str) -> Callable[[MainWindow, Path], bool]:
    """That such a file was made."""
    return lambda _, folder: any(folder.rglob(pattern))


def _fill_in(papers: list[Path]) -> None:
    """What a unit writes into its form: a figure wherever one is asked for."""
    import openpyxl

    for paper in papers:
        book = openpyxl.load_workbook(paper)
        for row in book.active.iter_rows():
            for cell in row:
                if not cell.protection.locked and cell.value is None:
                    cell.value = "80"
                    break
        book.save(paper)


BEFORE_MERGING = "2024年计划_备份/*.xiezuo"
SENT = "下发/*人力社保局*.xiezuo"
SCENES: dict[tuple[str, str], Scene] = {
    ("start", "三种开始的办法"): Scene(
        lambda w, _: w.session.path is not None, file="", papers="district 示例/district.xiezuo", each=True
    ),
    ("导入", "怎么做"): Scene(lambda w, _: len(w.session.plan.indicators) > 5, file="新计划.xiezuo", papers="district"),
    ("核对", "看四样东西"): Scene(
        lambda w, _: not w.session.plan.indicators, file="新计划.xiezuo", papers="district", before="点【导入】"
    ),
    ("indicators", "改一格"): Scene(_has(Indicator, "target", "360")),
    ("matrix", "怎么做"): Scene(_has(Allocation, "amount", "12"), file="示例/city.xiezuo"),
    ("tasks", "办结"): Scene(_has(Handling, "note", "方案已印发")),
    ("taskbook", "怎么做"): Scene(_step("章")),
    ("校核", "怎么做"): Scene(lambda w, _: not w._checks_panel.isVisible(), page="indicators"),  # type: ignore[union-attr]
    ("print", "怎么做"): Scene(lambda _, f: (f / "打印.pdf").exists() and any(f.rglob("*.docx")), page="indicators"),
    ("exchange", "怎么做"): Scene(lambda _, f: len(list(f.rglob("*第2轮*.xiezuo"))) == 2, page="indicators", author=""),
    ("填报上报", "打开收到的文件"): Scene(
        lambda w, _: w.session.rights is not None and w.session.can_edit, file="", papers=SENT, author=""
    ),
    ("填报上报", "上报"): Scene(_made("*上报*.xiezuo"), file=SENT, page="exchange"),
    ("合并", "怎么做"): Scene(_disputed(1), file=BEFORE_MERGING, papers="返回/*.xiezuo"),
    ("conflicts", "怎么做"): Scene(_disputed(0), file="2024年计划.xiezuo"),
    ("figures", "怎么填"): Scene(_has(Report, "value", "120")),
    ("填报表", "发出去"): Scene(_made("*.xlsx")),
    ("填报表", "收回来"): Scene(
        _step("填报表"), papers="照着做/填报表，发出去/0/*教育局*.xlsx", before="到【进度填报】页", prepare=_fill_in
    ),
    ("reminders", "怎么做"): Scene(_has(Reminder, "answer", "7月10日前完成")),
    ("evidence", "怎么做"): Scene(lambda w, _: len(w.session.plan.rows(Evidence)) > 4, papers="材料/*.pdf"),
    ("adjustments", "按文件调整"): Scene(
        _has(Adjustment, "doc_number", "临政办〔2024〕21号"), file="已下达的计划.xiezuo"
    ),
    ("scores", "怎么做"): Scene(_has(ScoreEntry, "reason", "会议纪要不全"), file="分解计划.xiezuo", papers="city"),
    ("完成情况报告", "怎么做"): Scene(_made("*完成情况*.docx")),
    ("year_end", "归档"): Scene(lambda w, _: w.session.plan.info.stage == "archived"),
    ("year_end", "结转到下一年"): Scene(lambda w, _: w.session.plan.info.year == 2025),
    ("backups", "恢复"): Scene(lambda _, f: len(list(f.glob("*.xiezuo"))) == 2, file="2024年计划.xiezuo"),
    ("settings", "打印用的字体"): Scene(lambda w, _: w.current_name == "settings"),
}


def walk(studio: Studio, only: str = "") -> list[str]:
    """Follow every list of steps; what could not be done, a sentence each."""
    wrong = []
    with redirect_stdout(io.StringIO()):
        run_command(["import", str(studio.folder / "分解计划.xiezuo"), str(paths.sample_papers("city")[0])])
    for page in sorted(MANUAL.glob("*.md")):
        for heading, steps in groupby(steps_of(page.read_text("utf-8")), key=lambda step: step.heading):
            place = page.stem, heading
            if place in ELSEWHERE or only not in f"{page.stem} {heading}":
                continue
            said = _follow(studio, place, list(steps)) if place in SCENES else ["没有人照着做过"]
            wrong += [f"{page.stem}，{heading}：{each}" for each in said]
    return wrong


def _follow(studio: Studio, place: tuple[str, str], steps: list[Step]) -> list[str]:
    """Do the steps of a list; what went wrong."""
    scene = SCENES[place]
    acts = [step.acts for step in steps]
    runs = acts if scene.each else [tuple(act for each in acts for act in each)]
    said = []
    for number, run in enumerate(runs):
        folder = studio.folder / "照着做" / "，".join(place) / str(number)
        folder.mkdir(parents=True)
        with _somebody(scene.author, folder):
            said += _run(studio, place[0], scene, run, folder)
    return said


def _run(studio: Studio, page: str, scene: Scene, acts: Sequence[Act], folder: Path) -> list[str]:
    plan = _copy(studio.folder, scene.file, folder) if scene.file else None
    if plan:
        settings.add_recent_file(plan)
    papers = [path for words in scene.papers.split() for path in _papers(studio.folder, words)]
    scene.prepare(papers)
    with studio.window(plan) as window:
        name = scene.page or page
        if plan and any(name == each.name for each in PAGES):
            window.show_page(name)
        hand = Hand(window, papers or [plan or folder], folder)
        answer_for_the_system(hand)
        try:
            hand.follow([*acts_of(scene.before), *acts])
        except Lost as lost:
            return [str(lost)]
        return [] if scene.came(window, folder) else ["照着做完了，没有做成"]


@contextmanager
def _somebody(name: str, folder: Path) -> Iterator[None]:
    """A person at a PC that knows nothing but the name, if that."""
    before = {key: os.environ.get(key) for key in ("XIEZUO_AUTHOR", "XIEZUO_SETTINGS_DIR")}
    os.environ["XIEZUO_SETTINGS_DIR"] = str(folder / "设置")
    os.environ["XIEZUO_AUTHOR"] = name
    settings._store.cache_clear()
    try:
        yield
    finally:
        os.environ.update({key: value for key, value in before.items() if value is not None})
        settings._store.cache_clear()


def _papers(folder: Path, words: str) -> list[Path]:
    return paths.sample_papers(words) or sorted(folder.glob(words))


def _copy(folder: Path, pattern: str, to: Path) -> Path:
    """A copy of the file of a scene, with what lies beside it, in a folder of its own."""
    source = next(folder.glob(pattern))
    for beside in folder.glob(f"{source.stem}[._]*"):
        if beside.is_dir():
            shutil.copytree(beside, to / beside.name)
    return Path(shutil.copy(source, to))
