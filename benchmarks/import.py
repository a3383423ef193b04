"""Understanding a table against only reading it with openpyxl. Run: python benchmarks/import.py

Tells, for a table of 10,000 rows as offices issue them, the time to read and understand it as a ratio of what openpyxl needs
to read its cells (wanted: at most 1.5); and that a million rows are read or refused within 10 s and 500 MB.

openpyxl reads in its normal mode: its read_only mode knows no merged cells, without which no issued table can be understood.
Its time is printed too, for comparison. Every run is a process of its own, so that nothing is remembered from the run before;
the time is that of the processor, from the first byte read to the draft, with all modules loaded.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

ROWS, MANY, RUNS = 10_000, 1_000_000, 5
WANTED = 1.5
HEADER = ("序号", "指标名称", "计量单位", "年度目标", "责任单位", "配合单位", "指标解释")
FIELDS = ("就业", "培训", "采购", "结对", "选派", "落地", "共建", "销售")
UNITS = ("县教育局", "县农业农村局", "县人力资源和社会保障局", "县商务局", "县卫生健康局", "县财政局", "县民政局")


def make_table(path: Path, rows: int) -> None:
    """A table of indicators with categories and 其中 rows."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet("分解表")
    page.append(["云岭县2024年协作指标任务分解表"])
    page.append(HEADER)
    for n in range(rows):
        field, unit, other = FIELDS[n % 8], UNITS[n % 7], UNITS[n % 5]
        if n % 50 == 0:
            page.append([f"（{'一二三四五六七八九十'[n // 50 % 10]}）", f"{field}类工作{n // 50 + 1}", *["/"] * 5])
        elif n % 4 == 3:
            page.append(["", f"其中：第{n}类{field}人数", "人", n * 3, unit, other, f"以第{n}号口径统计为准"])
        else:
            page.append([n, f"帮助第{n}类{field}人数", "人", n * 7, unit, other, f"按第{n}号文件的口径统计"])
    book.save(path)


def bare(path: Path, *, read_only: bool = False) -> float:
    """Seconds in which openpyxl reads all cells, as anybody would do it."""
    import openpyxl

    start = time.process_time()
    book = openpyxl.load_workbook(path, read_only=read_only)
    for page in book:
        for row in page.iter_rows(values_only=True):
            tuple(row)
    return time.process_time() - start


def bare_without_merges(path: Path) -> float:
    """The same in the mode that knows no merged cells."""
    return bare(path, read_only=True)


def understood(path: Path) -> float:
    """Seconds in which the program reads and understands the same."""
    from xiezuo_desktop.documents import read_paper
    from xiezuo_desktop.importers import understand

    with tempfile.TemporaryDirectory() as folder:  # the modules are loaded
        make_table(Path(folder) / "small.xlsx", 10)
        understand(read_paper(Path(folder) / "small.xlsx"))
    start = time.process_time()
    draft = understand(read_paper(path))
    seconds = time.process_time() - start
    assert len(draft.indicators) == ROWS - ROWS // 50, len(draft.indicators)
    assert not draft.unplaced
    return seconds


def in_a_process(what: str, path: Path) -> float:
    """Seconds that one of the functions above takes in a process of its own."""
    told = subprocess.run([sys.executable, __file__, what, str(path)], capture_output=True, text=True, check=True)
    return float(told.stdout)


_ONE = """
import resource, sys, time
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from xiezuo_desktop.documents import PaperError, read_paper
from xiezuo_desktop.importers import understand
start = time.perf_counter()
try:
    words = f"{len(understand(read_paper(Path(sys.argv[1]))).indicators)} rows understood"
except PaperError as error:
    words = str(error)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(f"{time.perf_counter() - start:.1f} s, {peak:.0f} MB: {words}")
"""


def main() -> int:
    """Measure, print and keep the table; 1 when reading takes longer than wanted."""
    from _report import ratios, table

    with tempfile.TemporaryDirectory() as folder:
        paper = Path(folder) / "table.xlsx"
        make_table(paper, ROWS)
        kinds = ("bare", "bare_without_merges", "understood")
        runs = [[in_a_process(kind, paper) for kind in kinds] for _ in range(RUNS)]
        rival, hasty, whole = (median(times) for times in zip(*runs, strict=True))
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        many = Path(folder) / "many.xlsx"
        make_table(many, MANY)
        root = str(Path(__file__).resolve().parents[1])
        told = subprocess.run(
            [sys.executable, "-c", _ONE, str(many), root], capture_output=True, text=True, check=False
        )
    table(
        "import-runs",
        f"A table of {ROWS:,} rows, median of {RUNS}, processor time",
        ["run", "seconds"],
        [
            ["ours: read and understood", f"{whole:.2f}"],
            ["openpyxl, all cells read", f"{rival:.2f}"],
            ["openpyxl read_only, which knows no merged cells", f"{hasty:.2f}"],
        ],
        notes=f"Most memory {memory:.0f} MB. A table of {MANY:,} rows: {told.stdout.strip() or told.stderr.strip()[-200:]}",
        uses=["openpyxl"],
    )
    ratios(
        "import",
        [
            ("read and understood", "openpyxl reading the cells", whole / rival, WANTED),
            ("read and understood", "openpyxl read_only reading the cells", whole / hasty, None),
        ],
        uses=["openpyxl"],
    )
    return whole / rival > WANTED


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(globals()[sys.argv[1]](Path(sys.argv[2])))
        raise SystemExit
    raise SystemExit(main())
