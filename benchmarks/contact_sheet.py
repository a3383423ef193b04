"""Every report of the sample as one small picture: `python benchmarks/contact_sheet.py` writes docs/reports.png.

The plans are made from resources/sample; nothing else may be shown in this repository.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

PAGES = (  # plan, report, options, the pages shown (counted from 0)
    ("district", "taskbook", {}, (0, 1, -1)),
    ("district", "taskbook", {"form": "letter"}, (0,)),
    ("district", "taskbook", {"form": "minutes"}, (0,)),
    ("district", "taskbook", {"form": "order"}, (0,)),
    ("district", "indicators", {}, (0,)),
    ("city", "matrix", {}, (0, 1)),
    ("district", "division", {}, (0,)),
    ("district", "unit", {"unit": None}, (0,)),
    ("district", "reminder", {"unit": None, "on": "2024-11-20"}, (0,)),
    ("district", "completion", {}, (0, 1, 4)),
    ("city", "scores", {}, (0, 1)),
    ("city", "checks", {}, (0,)),
)
WIDTH, HEIGHT, GAP, COLUMNS = 250, 354, 14, 6


def main() -> None:
    """Make the plans, print every report, put the pages side by side."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, ROOT / "main.py", "demo", folder], check=True, capture_output=True)
        pictures = [picture for entry in PAGES for picture in _pages(Path(folder), *entry)]
    _put_together(pictures).save(ROOT / "docs" / "reports.png", optimize=True)


def _pages(folder, office, report, options, shown):
    from xiezuo_desktop.documents.pdf.write_pdf import write_pdf
    from xiezuo_desktop.reports import compose, compose_for_all
    from xiezuo_desktop.storage.plan_file import PlanFile

    with PlanFile.open(folder / f"{office}.xiezuo", read_only=True) as plan_file:
        plan = plan_file.plan
    if "unit" in options:
        paper = max(compose_for_all(report, plan, **options), key=lambda item: _length(item[1]))[1]
    else:
        paper = compose(report, plan, **options)
    path = folder / "page.pdf"
    write_pdf(paper, path)
    yield from _drawn(path, shown)


def _length(paper):
    return sum(len(getattr(block, "rows", ())) for block in paper.blocks)


def _drawn(path, shown):
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    for page in shown:
        sheet = document[page % len(document)]
        wide, high = sheet.get_size()
        yield sheet.render(scale=2 * min(WIDTH / wide, HEIGHT / high)).to_pil()
    document.close()


def _put_together(pictures):
    from PIL import Image

    lines = -(-len(pictures) // COLUMNS)
    size = (COLUMNS * (WIDTH + GAP) + GAP, lines * (HEIGHT + GAP) + GAP)
    sheet = Image.new("RGB", size, (214, 218, 226))
    for number, picture in enumerate(pictures):
        small = picture.resize((picture.width // 2, picture.height // 2), Image.Resampling.LANCZOS)
        left = GAP + number % COLUMNS * (WIDTH + GAP) + (WIDTH - small.width) // 2
        top = GAP + number // COLUMNS * (HEIGHT + GAP) + (HEIGHT - small.height) // 2
        sheet.paste(small, (left, top))
    return sheet.quantize(64)


if __name__ == "__main__":
    main()
