"""Write a Paper as PDF: lay it out, draw the sheets, put the finished file in place."""

from __future__ import annotations

import contextlib
import gc
import re
import unicodedata
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from xiezuo_desktop.documents.errors import PaperError
from xiezuo_desktop.documents.pdf.cells import Cells
from xiezuo_desktop.documents.pdf.flow import width_of
from xiezuo_desktop.documents.pdf.fonts import FontBook
from xiezuo_desktop.documents.pdf.gongwen import lay_out
from xiezuo_desktop.documents.pdf.page import MM, Canvas0, Page
from xiezuo_desktop.documents.whole_file import written_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from xiezuo_desktop.documents.paper import Paper
    from xiezuo_desktop.documents.pdf.flow import Sheet, Text

    OnPage = Callable[["PageProgress"], object]

COLOURS = {
    "": None,
    "red": (1.0, 0.0, 0.0),
    "grey": (0.45, 0.45, 0.45),
    # of charts; a late bar is darker too, so that it is seen where the printer has no colours
    "white": (1.0, 1.0, 1.0),
    "grid": (0.80, 0.80, 0.80),
    "bar": (0.55, 0.68, 0.80),
    "late": (0.72, 0.11, 0.11),
}
_COLOUR_OF = itemgetter(5)
_DRAFT = "草　稿"  # in the upper right corner as the page is read
_DRAFT_SIZE, _DRAFT_BELOW = 16, 22 * MM  # points; from the upper edge down to its base line
_RANGE = re.compile(r"([0-9]{1,6})?\s*(?:([-~—–至到])\s*([0-9]{1,6})?)?")


class PageProgress(NamedTuple):
    """The page about to be drawn, counted from 1, and how many there are."""

    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class PrintResult:
    """What was printed: the number of pages, and sentences on what could not be printed as it should."""

    pages: int
    warnings: tuple[str, ...] = ()
    blank: int = 0  # of the pages: backs before parts that begin on a right-hand page
    turned: frozenset[int] = frozenset()  # of the pages, from 0: read turned, stored upright as they are bound


def write_pdf(
    paper: Paper,
    path: Path,
    *,
    on_page: OnPage | None = None,
    on_font: Callable[[int, int], object] | None = None,
    draft: bool = False,
    pages: str | None = None,
) -> PrintResult:
    """Print a paper into a file, which appears complete or not at all.

    `on_page` is called before each page is drawn, `on_font(done, in_all)` while a face is converted, which happens once on a
    computer; what they raise cancels the printing. `draft` marks every page; `pages` (1-3,5,8-) prints these only, counted from the first sheet. SOURCE_DATE_EPOCH (seconds) fixes the dates in the file. Raises PaperError when it cannot be written.
    """
    with written_whole(Path(path)) as file, without_collector():
        return _draw(paper, file, FontBook(on_font), on_page, draft, pages)


def read_pages(text: str, count: int) -> list[int]:
    """The pages that 1-3,5,8- names, counted from 1, in ascending order. Raises PaperError for anything else, or none."""
    chosen: set[int] = set()
    for part in unicodedata.normalize("NFKC", text).replace("、", ",").split(","):
        match = _RANGE.fullmatch(part.strip())
        if not match or not (match[1] or match[3]):
            raise PaperError(f"“{text}”不是页码，", "请写成 1-3,5,8- 这样。")
        first = int(match[1] or 1)
        last = first if match[2] is None else int(match[3] or count)
        chosen.update(range(first, min(last, count) + 1))
    found = sorted(page for page in chosen if page >= 1)
    if not found:
        raise PaperError(f"没有第 {text} 页，", f"一共 {count} 页。")
    return found


@contextlib.contextmanager
def without_collector() -> Iterator[None]:
    """A long table is a million small values that all live to the end: looking for garbage among them takes a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _draw(
    paper: Paper, file: Any, book: FontBook, on_page: OnPage | None, draft: bool, pages: str | None
) -> PrintResult:
    sheets = lay_out(paper, lambda role: book.face(role).adv)
    bound = len({sheet.frame.turned for sheet in sheets}) > 1  # to upright pages: the turned ones lie as the sheet does
    if pages:
        sheets = [sheets[page - 1] for page in read_pages(pages, len(sheets))]
    draw_sheets(sheets, file, book, on_page, title=paper.title, author=paper.author, draft=draft, bound=bound)
    turned = frozenset(i for i, sheet in enumerate(sheets) if bound and sheet.frame.turned)
    return PrintResult(len(sheets), book.warnings(), sum(sheet.number == 0 for sheet in sheets), turned)


def draw_sheets(
    sheets: Sequence[Sheet],
    file: Any,
    book: FontBook,
    on_page: OnPage | None = None,
    *,
    title: str = "",
    author: str = "",
    draft: bool = False,
    bound: bool = False,
) -> None:
    """Write laid-out pages as PDF; turned ones among upright ones lie as they are `bound`."""
    canvas = Canvas0(file, pageCompression=1, lang="zh-CN")
    canvas.setTitle(title)
    canvas.setAuthor(author)
    canvas.setSubject(title)
    canvas.setCreator("协作任务书")
    cells = Cells(book)
    for number, sheet in enumerate(sheets, 1):
        if on_page:
            on_page(PageProgress(number, len(sheets)))
        _draw_sheet(canvas, book, sheet, number, draft, cells, bound=bound)
    canvas.save()


def _draw_sheet(
    canvas: Any, book: FontBook, sheet: Sheet, number: int, draft: bool, cells: Cells, *, bound: bool
) -> None:
    frame = sheet.frame
    wide, high = (frame.height, frame.width) if frame.turned else (frame.width, frame.height)
    shown_turned = frame.turned and not bound
    size = (high, wide) if shown_turned else (wide, high)  # reportlab swaps the sides of what is shown turned
    if canvas._pagesize != size:
        canvas.setPageSize(size)
    canvas.setPageRotation(90 if shown_turned else 0)
    for mark, (title, level) in enumerate(sheet.outline):
        key = f"{number}-{mark}"  # not the printed number: parts count their pages anew
        canvas.bookmarkPage(key)
        level = min(level, canvas._doc.outline.currentlevel + 1)  # a chapter without a title above it moves up
        canvas.addOutlineEntry(title, key, level, closed=level > 0)
    if frame.turned:  # the sheet stays upright, what is read turned is drawn turned
        canvas._code.append(f"q 0 1 -1 0 {frame.height:.4f} 0 cm")
    page = Page(canvas)
    for colour, alike in groupby(sheet.own_rules, _COLOUR_OF):  # first: words stand on the bars of a chart
        page.rule(alike)
        page.flush(COLOURS[colour])
    _draw_texts(canvas, page, book, sheet.texts)
    for make in sheet.tables:
        cells.draw(page, make())
    if draft:
        x = frame.right - width_of(_DRAFT, book.hei.adv) * _DRAFT_SIZE
        page.text(book.hei, _DRAFT_SIZE, x, frame.height - _DRAFT_BELOW, _DRAFT, 0.0, COLOURS["grey"])
    page.flush()
    if frame.turned:
        canvas._code.append("Q")
    _draw_texts(canvas, page, book, sheet.foot)
    page.flush()
    canvas.showPage()


def _draw_texts(canvas: Any, page: Page, book: FontBook, texts: Iterable[Text]) -> None:
    for role, size, x, y, text, spacing, colour, stretch in texts:
        face = book.face(role)
        if stretch == 1.0:
            page.text(face, size, x, y, text, spacing, COLOURS[colour])
        else:
            page.flush()
            canvas.saveState()
            canvas.transform(stretch, 0, 0, 1, x, y)
            page.text(face, size, 0, 0, text, spacing, COLOURS[colour])
            page.flush()
            canvas.restoreState()
