"""Printing indicators by the thousand: our layout (paper → PDF) against other engines and against the no-layout floor.

    python benchmarks/print.py [ROWS ...]        default: 1000 10000 50000, then the official paper and the unit sheets

All engines print the same rows in the same columns, size and face, each in a process of its own, start-up and fonts
included; one run, ratios of the processor's time printed (of all threads and children: what else the machine does
distorts it least). Where our layout sets long cells flush on both sides, typst is asked to do so too.
The floor writes the characters of the same paper without breaking lines at legal places, measuring rows or ruling
cells: what encoding and file writing cost. Targets: ours ≤ 1/8 of typst, ≤ 1.4 × the floor at 10,000 rows; memory
≤ 150 MB there, ≤ 300 MB at 50,000. Engines that are not installed are left out and said so; those whose time grows out
of hand (LongTable, fpdf2, WeasyPrint) only print what they can finish. typst, fpdf2 and WeasyPrint come from pip into
.cache/benchmarks (they are no dependencies of the program); LibreOffice prints the worksheet that our own writer makes of the same table.
"""

from __future__ import annotations

import compileall
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.append(str(Path(__file__).resolve().parents[1] / ".cache/benchmarks"))  # last: replaces nothing of the program

import _report
from _print_rivals import paper_of, print_fpdf2, print_libreoffice, print_longtable, print_typst, print_weasyprint

TOOLS = Path(sys.path[-1])
RIVALS = {"typst": "typst==0.15.0", "fpdf": "fpdf2==2.8.9", "weasyprint": "weasyprint==70.0"}  # module → package
ROUNDS = 5  # of each in turns, the least counts: with three the ratio to the floor moved by a twentieth

PLACES = ["临江区", "云岭县", "白石县", "南坪县", "青川镇", "沙湾镇", "松林乡", "河口街道"]
WORK = ["劳务协作", "消费帮扶", "产业园区", "人才交流", "乡村示范", "职业教育", "医疗帮扶", "社会捐赠", "文旅推介"]
OFFICES = [
    "发展改革局",
    "人力资源社会保障局",
    "农业农村局",
    "商务局",
    "教育局",
    "卫生健康局",
    "文化旅游局",
    "民政局",
    "财政局",
]
MEASURE_UNITS = ["万元", "人", "个", "人次", "亩", "％", "家", "场"]
CLAUSES = [
    "指当年经两地主管部门共同确认并在系统中登记的数量",
    "以拨付凭证、项目批复和验收材料为准（补录材料须加盖公章）",
    "包括新建、续建和上年结转项目，同一项目在两年内不重复计算",
    "其中稳定就业是指在同一单位连续工作6个月以上，且有工资发放记录",
    "通过“线上订单＋线下专柜”方式实现的销售额按实际到账金额计入",
    "每季度末月25日前由责任部门汇总，次月5日前报领导小组办公室",
    "较上年增长不低于3.5％，未达到序时进度的须说明原因",
]


def rows(count):
    """`count` rows: name, measure unit, target, responsible, cooperating, definition; no two definitions alike."""
    out = []
    for i in range(count):
        place, work = PLACES[i % 8], WORK[i * 5 % 9]
        first = f"{2024 + i % 7}年第{i + 1}项："
        clauses = "；".join(CLAUSES[(i * k + k) % 7] for k in range(1, 4 + i % 2))
        responsible = [f"{place}{OFFICES[i % 9]}"] + ([f"{place}{OFFICES[(i + 4) % 9]}"] if i % 3 else [])
        cooperating = [f"{PLACES[(i + 3) % 8]}{OFFICES[(i + j) % 9]}" for j in range(1 + i % 2)]
        name = f"组织实施{place}{work}项目（第{i + 1}批）"
        target = f"{(i * 37) % 9000 + 10}"
        out.append([name, MEASURE_UNITS[i % 8], target, responsible, cooperating, first + clauses + "。"])
    return out


def plan_of(data):
    from xiezuo_desktop.core.plan import Plan
    from xiezuo_desktop.core.records import Indicator, PlanInfo, Responsibility, Unit
    from xiezuo_desktop.core.tree import spread_keys

    units, indicators, duties = {}, [], []
    for number, order in enumerate(spread_keys(len(data)), 1):
        name, measure_unit, target, responsible, cooperating, definition = data[number - 1]
        indicators.append(
            Indicator(id=number, order=order, ordinal=str(number), name=name, measure_unit=measure_unit, target=target,
                      definition=definition)
        )  # fmt: skip
        for role, names in (("responsible", responsible), ("cooperating", cooperating)):
            for place, unit_name in enumerate(names):
                unit = units.setdefault(unit_name, Unit(id=10**9 + len(units), name=unit_name))
                duties.append(
                    Responsibility(
                        id=2 * 10**9 + len(duties), subject=number, unit=unit.id, role=role, order=f"a{place}"
                    )
                )
    kinds = (indicators, units.values(), duties, [PlanInfo(id=1, title="临江区2031年度协作")])
    return Plan({type(next(iter(kind))): {record.key: record for record in kind} for kind in kinds})


def print_ours(table, out):
    from xiezuo_desktop.documents.pdf.write_pdf import write_pdf

    paper = paper_of(table)
    table.clear()  # what the benchmark read is no part of what printing needs
    write_pdf(paper, out)


def table_of(data):
    """The table that our report makes of a plan with these rows, as plain strings, and how our layout sets it."""
    from xiezuo_desktop.documents.paper import Align, Table
    from xiezuo_desktop.documents.pdf.flow import frame_for
    from xiezuo_desktop.documents.pdf.fonts import FontBook
    from xiezuo_desktop.documents.pdf.table_cells import LEAD, PAD_X, set_cell
    from xiezuo_desktop.documents.pdf.table_columns import size_columns
    from xiezuo_desktop.documents.pdf.table_rows import PAD_Y
    from xiezuo_desktop.reports import compose

    plan = plan_of(data)
    began = time.perf_counter()
    paper = compose("indicators", plan)
    composed = time.perf_counter() - began
    (section,) = paper.sections
    table = next(block for block in section.blocks if isinstance(block, Table))
    frame = frame_for("A4", section.turned)
    columns = size_columns(table, frame.area_width, FontBook().fangsong.adv)
    widths = [b - a for a, b in zip(columns.edges, columns.edges[1:], strict=False)]
    aligns = [column.align.value for column in columns.columns]
    texts = [[cell.text for cell in row.cells] for row in table.rows]
    advances = FontBook().fangsong.adv
    longest = [max((row[n] for row in texts), key=len) for n in range(len(widths))]
    settings = [
        set_cell(text, advances, columns.size, width - 2 * PAD_X * columns.size, column.align)
        for text, width, column in zip(longest, widths, columns.columns, strict=True)
    ]
    assert all(len(row) == len(widths) for row in texts), "the benchmark's table has no merged cells"
    page = [frame.width, frame.height, frame.left, frame.right, frame.top, frame.bottom]
    size = columns.size
    inset = [PAD_X * size, PAD_Y * size]
    return {
        "composed": composed,
        "rows": texts,
        "widths": widths,
        "aligns": aligns,
        "justified": [setting.align is Align.JUSTIFY for setting in settings],
        "size": size,
        "lead": LEAD * size,
        "inset": inset,
        "page": page,
    }


def print_floor(table, out):
    from xiezuo_desktop.documents.pdf.fonts import FontBook
    from xiezuo_desktop.documents.pdf.page import Canvas0, Page

    width, height, left, _right, top, bottom = table["page"]
    size, lead, (pad_x, pad_y) = table["size"], table["lead"], table["inset"]
    face = FontBook().fangsong
    canvas = Canvas0(str(out), pagesize=(width, height), pageCompression=1)
    page, y = Page(canvas), top
    room = [int((w - 2 * pad_x) / size) for w in table["widths"]]
    (section,) = paper_of(table).sections
    for row in section.blocks[0].rows:
        cells = [[c.text[i : i + n] for i in range(0, len(c.text), n)] for c, n in zip(row.cells, room, strict=True)]
        high = max(map(len, cells)) * lead + 2 * pad_y
        if y - high < bottom:
            page.flush()
            canvas.showPage()
            y = top
        for number, lines in enumerate(cells):
            base = y
            for line in lines:
                page.text(face, size, left + 90 * number, base, line)
                base -= lead
        y -= high
    page.flush()
    canvas.showPage()
    canvas.save()


ENGINES = {
    "ours": print_ours,
    "floor": print_floor,
    "typst": print_typst,
    "libreoffice": print_libreoffice,
    "longtable": print_longtable,
    "fpdf2": print_fpdf2,
    "weasyprint": print_weasyprint,
}
MODULES = {"typst": "typst", "fpdf2": "fpdf", "weasyprint": "weasyprint"}
MOST_ROWS = {"longtable": 10_000, "fpdf2": 1_000, "weasyprint": 1_000, "libreoffice": 10_000}
ROUNDS_OF = {"ours": ROUNDS, "floor": ROUNDS}  # the others once: they are slower by more than what runs differ


def engines_for(count):
    """The engines that are here and can finish so many rows; says which are not."""
    chosen = []
    for engine in ENGINES:
        here = shutil.which("soffice") if engine == "libreoffice" else find_spec(MODULES.get(engine, "json"))
        if not here:
            print(f"  {engine} is not installed: left out")
        elif count > MOST_ROWS.get(engine, count):
            print(f"  {engine} is not asked for {count} rows")
        else:
            chosen.append(engine)
    return chosen


def run_engine(engine, source, out):
    """One measurement, in a process of its own; prints the processor's seconds and its peak memory in MB."""
    with Path(source).open(encoding="utf-8") as lines:  # line by line: what is read is not to be the peak
        table = json.loads(next(lines))
        table["rows"] = [json.loads(line) for line in lines]
    ENGINES[engine](table, Path(out))
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    peak = children.ru_maxrss // 1024 if engine == "libreoffice" else _peak()
    print(sum(used.ru_utime + used.ru_stime for used in (own, children)), peak)


def _peak():
    """Most memory of this process, MB. Not `ru_maxrss`: a child inherits it from the process that started it."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return next(int(line.split()[1]) // 1024 for line in status.read_text().splitlines() if line.startswith("VmHWM"))


def measure(engine, source, out):
    import pypdfium2

    began = time.perf_counter()
    command = [sys.executable, __file__, "--engine", engine, str(source), str(out)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    seconds = time.perf_counter() - began
    document = pypdfium2.PdfDocument(out)
    pages = len(document)
    document.close()
    busy, peak = done.stdout.split()
    return {
        "seconds": seconds,
        "busy": float(busy),
        "pages": pages,
        "megabytes": out.stat().st_size / 1e6,
        "peak": int(peak),
    }


def compare(count):
    table = table_of(rows(count))
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "table.json")
        with source.open("w", encoding="utf-8") as file:
            for part in ({**table, "rows": []}, *table["rows"]):
                file.write(json.dumps(part, ensure_ascii=False) + "\n")
        best = {}
        engines = engines_for(count)
        for number in range(ROUNDS):
            for engine in engines:
                if number >= ROUNDS_OF.get(engine, 1):
                    continue
                figures = measure(engine, source, Path(folder, engine + ".pdf"))
                if engine not in best or figures["busy"] < best[engine]["busy"]:
                    best[engine] = figures
    characters = sum(len(text) for row in table["rows"] for text in row) / 1e6
    print(
        f"{count} rows, {characters:.2f} M characters, best of {ROUNDS}; plan → paper before that: {table['composed']:.2f} s"
    )
    for engine, f in best.items():
        print(
            f"  {engine:11} {f['busy']:7.2f} s busy {f['seconds']:7.2f} s in all {f['pages']:6} pages {f['megabytes']:6.1f} MB  peak {f['peak']:5} MB"
        )
    return best


LABELS = {
    "ours": "**ours**",
    "floor": "floor",
    "typst": "typst",
    "libreoffice": "LibreOffice, from our .xlsx",
    "longtable": "reportlab LongTable and Paragraph",
    "fpdf2": "fpdf2 `table()`",
    "weasyprint": "WeasyPrint",
}


def tell(found):
    """The tables: engines by numbers of rows, and what was wanted. `found`: rows → engine → figures."""
    counts = sorted(found)
    at = 10_000 if 10_000 in found else counts[-1]
    lines = []
    for engine, label in LABELS.items():
        row = [label]
        for count in counts:
            f, ours = found[count].get(engine), found[count]["ours"]["busy"]
            times = "" if engine == "ours" or not f else f" (×{f['busy'] / ours:.2g})"
            row.append(f"{f['busy']:.2f} s{times}" if f else "–")
        f = found[at].get(engine)
        row.append(f"{f['megabytes']:.1f} MB" if f else "–")
        row.append(" / ".join(f"{found[c][engine]['peak']:,}" if engine in found[c] else "–" for c in counts))
        if any(cell != "–" for cell in row[1:4]):
            lines.append(row)
    head = ["engine", *(f"{count:,} rows" for count in counts), f"file at {at:,}", "memory, MB"]
    _report.table(
        "print-engines",
        f"A table of indicators, seconds of the processor (all threads), best of {ROUNDS} for ours and the floor",
        head,
        lines,
        uses=["reportlab", "typst", "fpdf2", "weasyprint"],
        notes="A dash: not asked for, the time grows out of hand.",
    )
    ratios = []
    for count in counts:
        best = found[count]
        ours = best["ours"]
        here = f"{count:,} rows"
        if "typst" in best:
            ratios.append((here, "typst", ours["busy"] / best["typst"]["busy"], 1 / 8 if count == 10_000 else None))
        ratios.append((here, "the floor", ours["busy"] / best["floor"]["busy"], 1.4 if count == 10_000 else None))
        most = {10_000: 150, 50_000: 300}.get(count)
        if most:
            ratios.append((f"{here}, memory", f"{most} MB", ours["peak"] / most, 1.0))
    return ratios


# ------------------------------------------------------------------------------------------------ small papers

WORK_TEXT = "主动对接云岭县有关部门，制定年度工作方案，明确时间节点和责任人员，按季度报送进展情况。"


def print_official_paper():
    """A paper of about 15 pages, faces loaded, against writing its lines without layout."""
    from xiezuo_desktop.documents.paper import Head, Paper, Paragraph, Role, Section
    from xiezuo_desktop.documents.pdf.fonts import FontBook
    from xiezuo_desktop.documents.pdf.gongwen import lay_out
    from xiezuo_desktop.documents.pdf.page import Canvas0, Page
    from xiezuo_desktop.documents.pdf.write_pdf import write_pdf

    texts = [f"{n}.{WORK_TEXT * 4}" for n in range(1, 51)]
    blocks = (Paragraph("关于做好协作工作的通知", Role.TITLE), *(Paragraph(text) for text in texts))
    paper = Paper((Section(blocks),), Head("临江区人民政府文件", "临政发〔2031〕6号"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.pdf")

        def floor():
            faces = FontBook()
            canvas = Canvas0(str(path), pagesize=(595, 842), pageCompression=1)
            for sheet in sheets:
                page = Page(canvas)
                for text in sheet.texts:
                    page.text(faces.face(text.role), text.size, text.x, text.y, text.text)
                page.flush()
                canvas.showPage()
            canvas.save()

        pages = write_pdf(paper, path).pages
        book = FontBook()
        sheets = lay_out(paper, lambda role: book.face(role).adv)
        ours, least = (min(_timed(job) for _ in range(7)) for job in (lambda: write_pdf(paper, path), floor))
    what = f"official paper of {pages} pages, faces loaded, {ours * 1000:.0f} ms of the processor"
    return what, "its lines written without layout", ours / least, 3.0


def print_unit_sheets():
    """Sheets of 125, 250 and 500 units: the time for one must not grow with their number."""
    each = []
    from xiezuo_desktop.documents.pdf.write_pdf import write_pdf
    from xiezuo_desktop.reports import compose_for_all

    for count in (125, 250, 500):
        data = [[f"第{n}项", "人", "100", [f"第{n % count}局"], [], "按季度统计。"] for n in range(count * 8)]
        plan = plan_of(data)
        with tempfile.TemporaryDirectory() as folder:

            def sheets(plan=plan, path=Path(folder, "a.pdf")):
                for _, paper in compose_for_all("unit", plan):
                    write_pdf(paper, path)

            each.append(min(_timed(sheets) for _ in range(ROUNDS)) / count)
        print(f"unit sheets: {count}, {each[-1] * 1000:.1f} ms each")
    return "a sheet of 500 units", "a sheet of 125", each[-1] / each[0], 1.2


def _timed(job):
    began = time.process_time()
    job()
    return time.process_time() - began


def install_rivals():
    """The packages among the rivals that are not here yet; one that cannot be had is left out of the comparison."""
    for module, package in RIVALS.items():
        if not (TOOLS / module).exists():
            pip = [sys.executable, "-m", "pip", "install", "-q", "--target", str(TOOLS), package]
            subprocess.run(pip, check=False, env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"})


if __name__ == "__main__":
    if sys.argv[1:2] == ["--engine"]:
        run_engine(*sys.argv[2:])
    else:
        install_rivals()
        # As an installed program: compiling our modules anew in each process would count as printing.
        compileall.compile_dir(Path(__file__).resolve().parents[1] / "xiezuo_desktop", quiet=1)
        held = tell({number: compare(number) for number in [int(a) for a in sys.argv[1:]] or [1_000, 10_000, 50_000]})
        held += [print_official_paper(), print_unit_sheets()]
        _report.ratios("print", held, title="What was wanted")
