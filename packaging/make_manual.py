"""The pictures of the manual, taken from the real program with the sample, and the manual as one PDF.

`python packaging/make_manual.py` renews docs/手册/图 and writes out/手册.pdf; `--only FOLDER` takes the pictures into a
folder, follows the steps of the pages word for word and writes what could not be done (lost.json) and the words of the
window (words.json) beside them, for the test of the manual. The day, the hour and
the random numbers are fixed, so that what has not changed looks the same byte for byte.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
import tempfile
import time
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QWidget

    from xiezuo_desktop.ui.main_window import MainWindow

ROOT = Path(__file__).resolve().parents[1]
SIZE = 1200, 680  # px; shown in the help without being scaled
SHEET_WIDTH = 560  # px of a printed page
COLOURS = 96
ROUNDS = 20
QUIET = 0.35  # seconds; what waits for a pause in typing (the checks, a search) has begun by then
MANUAL = ROOT / "docs" / "手册"


class Studio:
    """Where the pictures are taken: a folder to work in, a folder for the pictures, and the words that were seen."""

    def __init__(self, folder: Path, pictures: Path, *, small: bool) -> None:
        from xiezuo_desktop.ui import theme
        from xiezuo_desktop.ui.start import make_application

        self.folder, self.pictures, self._small = folder, pictures, small
        self.words: set[str] = set()
        self.menus: set[str] = set()
        self.app = make_application()
        theme.apply_sheet(self.app)

    def settle(self, quiet: float = QUIET) -> None:
        """Let the program work until nothing has been at work aside for so many seconds."""
        from threading import enumerate as threads

        quiet *= 1 if self._small else 0.2  # the words are there before the last figures
        end, rounds = time.monotonic() + quiet, 0
        while (
            time.monotonic() < end or rounds < ROUNDS
        ):  # on a busy machine a round may take longer than all of `quiet`
            self.app.processEvents()
            rounds += 1
            if any(thread.name == "work" for thread in threads()):
                end, rounds = time.monotonic() + quiet, 0
            time.sleep(0.002)

    @contextmanager
    def window(self, file: Path | None = None) -> Iterator[MainWindow]:
        """The window on a file, or on the start page."""
        from xiezuo_desktop.ui.main_window import MainWindow
        from xiezuo_desktop.ui.session import Session

        session = Session()
        if file:
            session.open(file)
        window = MainWindow(session)
        window.resize(*SIZE)
        window.show()
        window.complete()
        try:
            yield window
        finally:
            window.close()
            window.deleteLater()
            self.settle(0.01)

    def take(self, widget: QWidget, name: str) -> None:
        """A picture of a window or dialog as soon as it has settled, and its words."""
        self.look(widget)
        self._write(_image(widget.grab().toImage()), name)
        if widget.parent() is not None:
            widget.hide()

    def look(self, widget: QWidget) -> None:
        """Let a window or dialog settle, and read its words."""
        widget.show()
        self.settle()
        self._read(widget)

    def print_out(self, file: Path, page: int, name: str) -> None:
        """A printed page as a picture."""
        import pypdfium2

        document = pypdfium2.PdfDocument(file)
        sheet = document[page % len(document)]
        page_image = sheet.render(scale=SHEET_WIDTH / sheet.get_width()).to_pil().convert("RGB")
        document.close()
        self._write(page_image, name)

    def _write(self, image: Image, name: str) -> None:
        """A PNG; where it is to be kept, of few colours and as small as it gets."""
        path = self.pictures / f"{name}.png"
        if self._small:
            image.quantize(COLOURS, dither=0).save(path, optimize=True)
        else:
            image.save(path, compress_level=1)

    def _read(self, widget: QWidget) -> None:
        from PySide6.QtGui import QAction
        from PySide6.QtWidgets import QAbstractButton, QComboBox, QMenu

        for button in widget.findChildren(QAbstractButton):
            self.words.update((button.text(), button.accessibleName(), button.toolTip()))
        for action in widget.findChildren(QAction):
            self.words.add(action.text())
        for combo in widget.findChildren(QComboBox):
            self.words.update(combo.itemText(i) for i in range(combo.count()))
        for menu in widget.findChildren(QMenu):
            self.menus.update(f"{menu.title()} → {action.text()}" for action in menu.actions() if action.text())


def _image(picture: QImage) -> Image:
    from PIL import Image
    from PySide6.QtCore import QBuffer, QIODevice

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "BMP")
    return Image.open(io.BytesIO(bytes(buffer.data().data()))).convert("RGB")


def take_pictures(folder: Path, pictures: Path, *, small: bool) -> None:
    """Make the sample in an empty folder and take every picture of the manual."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["XIEZUO_SETTINGS_DIR"] = str(folder / "设置")
    os.environ["XIEZUO_AUTHOR"] = "王芳"
    from fixed_world import settle

    settle()
    from manual_scenes import play

    from xiezuo_desktop.cli.demo import demo

    with redirect_stdout(io.StringIO()):
        demo.main([str(folder / "示例")], standalone_mode=False)
    studio = Studio(folder, pictures, small=small)
    play(studio)
    if not small:  # for the test
        from manual_walks import walk

        (folder / "lost.json").write_text(json.dumps(walk(studio), ensure_ascii=False), encoding="utf-8")
    said = {"words": sorted(studio.words), "menus": sorted(studio.menus)}
    (folder / "words.json").write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Renew everything, or take the pictures into a folder only."""
    sys.path[:0] = [str(ROOT), str(ROOT / "packaging")]
    if arguments[:1] == ["--only"]:
        folder = Path(arguments[1]).resolve()
        (folder / "图").mkdir(parents=True)
        take_pictures(folder, folder / "图", small=False)
        return 0
    from print_manual import print_manual

    print_manual(MANUAL, ROOT / "out" / "手册.pdf")
    folder = Path(tempfile.gettempdir()) / "协作办"  # its name is seen in the pictures
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    fresh = folder / "图"
    fresh.mkdir()
    take_pictures(folder, fresh, small=True)
    shutil.rmtree(MANUAL / "图", ignore_errors=True)
    shutil.copytree(fresh, MANUAL / "图")
    shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    os._exit(code)  # threads of the program need not be waited for
