"""The window with very large plans: first paint, scrolling, filtering, the matrix, the sheet of figures, memory.

Each is told against a bare Qt view of the same size (an empty tree, a plain table), painted by Qt's own delegate in the same
process, without a display. Milliseconds say how fast this machine is; the ratios and the frame times are what is judged.
Rubbish is not collected meanwhile, as in the program (`ui/rubbish.py`). With XIEZUO_BENCHMARKS=write the tables go into
docs/benchmarks.md.
Usage: python benchmarks/window.py [rows of the tree, 100000]
"""

from __future__ import annotations

import gc
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["XIEZUO_SETTINGS_DIR"] = tempfile.mkdtemp(prefix="xiezuo-bench-")

import _report  # noqa: E402
from PySide6.QtCore import QEvent, QObject  # noqa: E402
from PySide6.QtGui import QStandardItemModel  # noqa: E402
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QTableView, QTreeView, QWidget  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

    from xiezuo_desktop.ui.main_window import MainWindow

SIZE = 1366, 697
FRAMES, STEP = 120, 90  # of scrolling: how many, px from one to the next
PATIENCE = 60  # s that work beside the window may take
ROWS: list[tuple[str, str, str, str]] = []  # what, how much, what was wanted, whether it was held


def memory() -> float:
    """What the process holds of the memory now, in MiB; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    line = next(row for row in status.read_text().splitlines() if row.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def told(what: str, value: float, unit: str = "", most: float = 0) -> None:
    """Print one figure, and keep it for the table; `most` is what it may be."""
    held = "" if not most else "yes" if value <= most else "**no**"
    shown = f"{value:.2f} {unit}".rstrip()
    ROWS.append((what, shown, f"≤ {most:g}" if most else "", held))
    print(f"window: {what}: {shown}" + (f" (target ≤ {most:g})" if most else ""), flush=True)


def until(done: Callable[[], object]) -> float:
    """Let the window work until something is done; the seconds that took."""
    began = time.perf_counter()
    while not done() and time.perf_counter() < began + PATIENCE:
        QApplication.processEvents()
        time.sleep(0.001)
    return time.perf_counter() - began


class Painted(QObject):
    """Notes when a widget is painted for the first time."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self.at = 0.0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and not self.at:
            self.at = time.perf_counter()
        return False


def first_paint(make: Callable[[], tuple[QWidget, QAbstractScrollArea]]) -> tuple[float, QWidget]:
    """ms from the beginning of making a widget to the first paint of the view in it."""
    began = time.perf_counter()
    widget, view = make()
    painted = Painted(view.viewport())
    widget.resize(*SIZE)
    widget.show()
    while not painted.at:
        QApplication.processEvents()
    QApplication.processEvents()
    return 1000 * (time.perf_counter() - began), widget


def frames(view: QAbstractScrollArea, *, across: bool = False) -> float:
    """Median ms of a frame while the wheel turns through a view from its middle on: three rows a frame, all painted."""
    bar = view.horizontalScrollBar() if across else view.verticalScrollBar()
    QApplication.processEvents()
    middle = (bar.minimum() + bar.maximum()) // 2
    times = []
    for n in range(FRAMES):
        began = time.perf_counter()
        bar.setValue(min(middle + n * STEP, bar.maximum()))
        view.viewport().repaint()
        times.append(1000 * (time.perf_counter() - began))
    return statistics.median(times)


def window_on(path: Path) -> MainWindow:
    """The main window on a file, shown and complete."""
    from xiezuo_desktop.ui.main_window import MainWindow
    from xiezuo_desktop.ui.session import Session

    session = Session()
    session.open(path)
    window = MainWindow(session)
    session.setParent(window)
    window.resize(*SIZE)
    window.show()
    window.complete()
    QApplication.processEvents()
    return window


def make_tree(path: Path, rows: int) -> None:
    """A plan with so many indicators, one of four a sub row, a category for each thousand."""
    from xiezuo_desktop.core.records import Category, Indicator, Responsibility, Unit
    from xiezuo_desktop.core.tree import spread_keys
    from xiezuo_desktop.storage import PlanFile

    with PlanFile.create(path, title="大计划", year=2024) as plan, plan.edit("制作") as edit:
        units = [edit.add(Unit, name=f"县第{n}局", order=k) for n, k in enumerate(spread_keys(50), 1)]
        homes = [edit.add(Category, name=f"类别{n}", order=k) for n, k in enumerate(spread_keys(max(1, rows // 1000)))]
        above = None
        for n, order in enumerate(spread_keys(rows)):
            sub = n % 4 == 3
            made = edit.add(
                Indicator,
                category=homes[min(n // 1000, len(homes) - 1)],
                parent=above if sub else None,
                parent_relation="subset" if sub else "",
                ordinal="" if sub else str(n),
                name=f"帮助农村劳动力实现就业人数{n}",
                measure_unit="人",
                target=str(n),
                order=order,
            )
            above = above if sub else made
            edit.add(Responsibility, subject=made, unit=units[n % 50], role="responsible", order="V")


def tree(folder: Path, rows: int) -> None:
    """The tree of indicators."""
    from xiezuo_desktop.ui.pages.indicators_page import IndicatorsPage
    from xiezuo_desktop.ui.session import Session

    def bare() -> tuple[QWidget, QAbstractScrollArea]:
        view = QTreeView()
        view.setModel(QStandardItemModel(0, 8, view))
        return view, view

    def page_on(session: Session) -> tuple[QWidget, QAbstractScrollArea]:
        page = IndicatorsPage(session)
        return page, page.view

    small, large = folder / "small.xiezuo", folder / "large.xiezuo"
    make_tree(small, 1)
    make_tree(large, rows)
    sessions = [Session(), Session()]
    before = memory()
    for session, path in zip(sessions, (small, large), strict=True):
        began = time.perf_counter()
        session.open(path)
        session.plan.responsibilities(session.plan.indicators[0].id)  # put in order now, not while the page is made
    told(f"opening a plan of {rows:,} indicators", time.perf_counter() - began, "s")
    told("memory of its plan", memory() - before, "MiB")
    first_paint(bare)
    first_paint(lambda: page_on(sessions[0]))
    before = memory()
    nothing = statistics.median(first_paint(bare)[0] for _ in range(7))
    empty = statistics.median(first_paint(lambda: page_on(sessions[0]))[0] for _ in range(7))
    took, page = first_paint(lambda: page_on(sessions[1]))
    assert isinstance(page, IndicatorsPage)
    told("first paint, empty QTreeView", nothing, "ms")
    told("first paint, our page without rows", empty, "ms")
    told(f"first paint, our page with {rows:,} rows", took, "ms")
    told("first paint, ratio to our page without rows", took / empty, "", 2)
    told("memory of its page", memory() - before, "MiB")
    page.complete()
    search = page.searchable()
    told("counted and made searchable beside the window", until(lambda: search.is_complete), "s")
    told("memory of its page then", memory() - before, "MiB")
    told("scroll frame", frames(page.view), "ms", 8)
    for query in ("就业人数9", "ncld", "ncld9"):  # a ninth of the rows by words; all by initials; a ninth by initials
        began = time.perf_counter()
        page.filters.search.setText(query)
        page.view.viewport().repaint()
        told(f"filter by {query!r}", 1000 * (time.perf_counter() - began), "ms", 100)
        page.filters.search.clear()


def make_matrix(path: Path) -> None:
    """A plan of 3,000 indicators and 500 units, a third of its cells filled."""
    from xiezuo_desktop.core.records import Allocation, Indicator, Unit
    from xiezuo_desktop.core.tree import spread_keys
    from xiezuo_desktop.storage import PlanFile

    with PlanFile.create(path, title="大矩阵", year=2024) as plan, plan.edit("制作") as edit:
        units = [edit.add(Unit, name=f"{n}镇", kind="town", order=k) for n, k in enumerate(spread_keys(500), 1)]
        for n, order in enumerate(spread_keys(3000)):
            made = edit.add(Indicator, name=f"指标{n}", measure_unit="人", target=str(n * 100), order=order)
            for unit in units[n % 3 :: 3]:
                edit.put(Allocation, (made, unit, 0), amount=str(n))


def matrix(folder: Path) -> None:
    """The matrix of that plan, which another process has made: what making it leaves in the memory is not the window's."""
    from xiezuo_desktop.ui.pages.matrix_page import MatrixPage
    from xiezuo_desktop.ui.session import Session

    path = folder / "matrix.xiezuo"
    making = f"import sys; sys.path[:0] = {sys.path!r}; import pathlib, window; window.make_matrix(pathlib.Path({str(path)!r}))"
    subprocess.run([sys.executable, "-c", making], check=True)
    session = Session()
    before = memory()
    session.open(path)
    session.plan.allocations(session.plan.indicators[0].id)  # put in order now, not while the page is made
    told("memory of the plan with 500,000 amounts", memory() - before, "MiB")
    before = memory()

    def opened() -> tuple[QWidget, QAbstractScrollArea]:
        page = MatrixPage(session)  # without a window: its checks would share the interpreter with what is measured
        return page, page.grid.main

    took, page = first_paint(opened)
    assert isinstance(page, MatrixPage)
    grid = page.grid.main
    told("matrix 3,000 × 500 opens", took, "ms")
    plain = QTableView()
    plain.setModel(grid.model())
    plain.resize(*SIZE)
    plain.show()
    plain.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
    plain.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
    for name, across in (("down", False), ("across", True)):
        ours, bare = frames(grid, across=across), frames(plain, across=across)
        told(f"matrix 3,000 × 500, scroll frame {name}", ours, "ms", 10)
        told(f"matrix 3,000 × 500, scroll frame {name}, ratio to a plain QTableView", ours / bare, "")
    told("memory of the matrix beside its plan", memory() - before, "MiB")
    page.close()


def figures(folder: Path) -> None:
    """The sheet of figures of 60 indicators and 100 units, a year reported, against that of a plan without figures."""
    from xiezuo_desktop.core.records import Allocation, Indicator, Report, Unit
    from xiezuo_desktop.core.tree import spread_keys
    from xiezuo_desktop.storage import PlanFile

    def make(path: Path, months: int) -> Path:
        with PlanFile.create(path, title="逐月", year=2024) as plan, plan.edit("制作") as edit:
            units = [edit.add(Unit, name=f"{n}镇", kind="town", order=k) for n, k in enumerate(spread_keys(100), 1)]
            for n, order in enumerate(spread_keys(60)):
                made = edit.add(Indicator, name=f"指标{n}", measure_unit="人", target="1200", order=order)
                for unit in units if months else units[:1]:
                    edit.put(Allocation, (made, unit, 0), amount="12")
                    for month in range(1, months + 1):
                        edit.put(Report, (made, unit, 202400 + month), value=str(month), state="reported")
        return path

    windows = [window_on(make(folder / f"figures{months}.xiezuo", months)) for months in (0, 12)]

    def opening(window: MainWindow) -> float:
        began = time.perf_counter()
        window.show_page("figures")
        page: Any = window.current_page
        page.grid.viewport().repaint()
        took = 1000 * (time.perf_counter() - began)
        window.show_page("indicators")
        page = window._pages.pop("figures")
        page.session.disconnect(page)
        page.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return took

    for window in windows:
        opening(window)
    rounds = [(opening(windows[0]), opening(windows[1])) for _ in range(9)]
    told("figures, sheet of a plan without figures opens", statistics.median(r[0] for r in rounds), "ms")
    told("figures, 60 × 100 × 12 months opens", statistics.median(r[1] for r in rounds), "ms")
    told("figures, ratio", statistics.median(r[1] / r[0] for r in rounds), "", 1.5)
    windows[1].show_page("figures")
    page: Any = windows[1].current_page
    page.model.show_indicator(windows[1].session.plan.indicators[0].id)
    told("figures, scroll frame over 100 units", frames(page.grid), "ms", 8)
    for window in windows:
        window.close()


def main() -> None:
    """Print all figures."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    from xiezuo_desktop.ui import theme
    from xiezuo_desktop.ui.start import make_application

    app = make_application()
    theme.apply_sheet(app)
    gc.disable()
    with tempfile.TemporaryDirectory() as folder:
        for part in (lambda f: tree(f, rows), matrix, figures):
            part(Path(folder))
    title = f"The window with {rows:,} indicators, a matrix of 3,000 × 500, figures of 60 × 100 × 12 months"
    _report.table("window", title, ["what", "figure", "wanted", "held"], ROWS, uses=("PySide6-Essentials",))
    sys.stdout.flush()
    os._exit(0)  # Qt and Python need not be taken apart


if __name__ == "__main__":
    main()
