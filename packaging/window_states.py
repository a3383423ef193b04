"""Every page of the window in every state, on three screens: 1366×697 and 1920×1080 at 100 %, 1920×1080 at 150 %.

`python packaging/window_states.py [FOLDER]` makes the sample and writes FOLDER/<screen>/<page>-<state>.png (out/窗口 when
none is named) and a sheet of all pictures of a screen beside them, to be looked at. The day and the hour are fixed.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, redirect_stdout
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from make_manual import Studio

    from xiezuo_desktop.ui.main_window import MainWindow

ROOT = Path(__file__).resolve().parents[1]
SCREENS = {
    "1366-100": (1366, 697, 1.0),
    "1920-100": (1920, 1080, 1.0),
    "1920-150": (1280, 720, 1.5),
}  # logical px, scale
STATES = ("filled", "empty", "locked", "look_only", "issued", "archived", "error", "busy")
OF_CITY = ("matrix", "scores")  # pages that the sample of the city shows better
PLAN = "2024年计划.xiezuo"  # its name is seen in the pictures
COLUMNS, THUMBNAIL = 3, 640  # px of a picture on the sheet


def take_all(folder: Path, screen: str) -> None:
    """All pages and states of one screen; the scale is that of the process."""
    import make_manual
    from fixed_world import Clock, settle

    settle()
    width, height, _ = SCREENS[screen]
    make_manual.SIZE = width, height
    work = Path(tempfile.mkdtemp()) / "协作办"  # its name is seen in the pictures
    work.mkdir()
    os.environ["XIEZUO_SETTINGS_DIR"] = str(work / "设置")
    os.environ["XIEZUO_AUTHOR"] = "王芳"
    from manual_scenes import adjusted, prove

    from xiezuo_desktop.cli.demo import demo
    from xiezuo_desktop.storage.backup import back_up
    from xiezuo_desktop.storage.plan_file import PlanFile

    with redirect_stdout(io.StringIO()):
        demo.main([str(work / "示例")], standalone_mode=False)
    Clock.now = datetime(2024, 7, 8, 15, 20)
    pictures = folder / screen
    shutil.rmtree(pictures, ignore_errors=True)
    pictures.mkdir(parents=True)
    studio = make_manual.Studio(work, pictures, small=False)
    with studio.window() as window:
        studio.take(window, "start")
    district = work / "示例" / "district.xiezuo"
    plan = work / PLAN
    shutil.copy(district, plan)
    prove(work, plan)  # so that the pages of evidence, adjustments and backups have something to show
    shutil.copy(adjusted(work, plan), district)
    with PlanFile.open(plan, author="王芳") as file:
        copy = back_up(file)
    os.utime(copy, (Clock.now.timestamp() - 3600,) * 2)  # its time is seen in the pictures
    for state in STATES:
        _take_state(studio, work, state)
    shutil.rmtree(work.parent)


def _take_state(studio: Studio, work: Path, state: str) -> None:
    from xiezuo_desktop.ui.page_table import PAGES

    for city in (False, True):
        pages = [page.name for page in PAGES if (page.name in OF_CITY) == city]
        with _window(studio, work / "示例" / ("city.xiezuo" if city else "district.xiezuo"), state) as window:
            for page in pages:
                window.show_page(page)
                if state == "busy":
                    _keep_busy(studio, window, f"{page}-{state}")
                    continue
                studio.settle(6.0 if page == "print" else 0.35)  # pages of paper are drawn by a thread of their own
                studio.take(window, f"{page}-{state}")


def _keep_busy(studio: Studio, window: MainWindow, name: str) -> None:
    """A picture while something is being written aside: nothing settles then."""
    end = time.monotonic() + 0.4
    while time.monotonic() < end:
        studio.app.processEvents()
    window.grab().save(str(studio.pictures / f"{name}.png"))


@contextmanager
def _window(studio: Studio, sample: Path, state: str) -> Iterator[MainWindow]:
    """The window on a copy of a sample, in a state."""
    from fixed_world import Clock

    from xiezuo_desktop.core.errors import Locked
    from xiezuo_desktop.core.year_end import archive_values
    from xiezuo_desktop.storage.plan_file import PlanFile
    from xiezuo_desktop.ui.file_lock import FileLock

    plan = studio.folder / ("新建" if state == "empty" else "") / PLAN  # a new plan has no backups
    plan.parent.mkdir(exist_ok=True)
    plan.unlink(missing_ok=True)
    if state == "empty":
        PlanFile.create(plan, title="", year=2024, author="王芳").close()
    else:
        shutil.copy(sample, plan)
    other = FileLock(plan)
    if state == "locked":
        other.take("李明")
    with studio.window(plan) as window:
        session = window.session
        release = Event()
        if state == "look_only":
            session.open(plan, look_only=True)
        elif state in ("issued", "archived"):
            values = archive_values(session.plan, Clock.now.date()) if state == "archived" else {}
            session.set_stage(state, "下达" if state == "issued" else "归档", **values)
        elif state == "error":
            session.failed.emit(Locked("文件正被另一个程序写入，没有保存这次修改，", "请过几秒再试一次。"))
        elif state == "busy":
            session.write_aside(lambda *_: release.wait(600))
        try:
            yield window
        finally:
            release.set()
            studio.settle(0.05)
    other.release()


def make_sheet(folder: Path, screen: str) -> Path:
    """One picture of all pictures of a screen."""
    from PIL import Image

    files = sorted((folder / screen).glob("*.png"))
    width, height, _ = SCREENS[screen]
    high = round(THUMBNAIL * height / width)
    rows = -(-len(files) // COLUMNS)
    sheet = Image.new("RGB", (COLUMNS * (THUMBNAIL + 8), rows * (high + 8)), "#9AA7B8")
    for number, file in enumerate(files):
        picture = Image.open(file).resize((THUMBNAIL, high), Image.Resampling.LANCZOS)
        sheet.paste(picture, (number % COLUMNS * (THUMBNAIL + 8), number // COLUMNS * (high + 8)))
    path = folder / f"{screen}.png"
    sheet.save(path)
    return path


def main(arguments: list[str]) -> int:
    """All screens, each in a process of its own: Qt takes its scale when it starts."""
    sys.path[:0] = [str(ROOT), str(ROOT / "packaging")]
    if arguments[:1] == ["--screen"]:
        take_all(Path(arguments[2]), arguments[1])
        return 0
    folder = Path(arguments[0] if arguments else ROOT / "out" / "窗口").resolve()
    for screen, (_, _, scale) in SCREENS.items():
        world = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": str(scale)}
        subprocess.run([sys.executable, __file__, "--screen", screen, str(folder)], env=world, check=True)
        print(make_sheet(folder, screen))
    return 0


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    os._exit(code)  # threads of the program need not be waited for
