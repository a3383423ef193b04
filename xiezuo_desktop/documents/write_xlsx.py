"""Paper → .xlsx: worksheets that print as the PDF does and that an office can go on calculating with."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xiezuo_desktop.wanted import while_wanted

from .pdf.flow import MM
from .whole_file import written_whole
from .write_docx_xlsx import APPLICATION, EMU, FACES, LATIN, SteadyZip, moment, printable
from .write_xlsx_blocks import sheets_of

if TYPE_CHECKING:
    from .paper import Paper
    from .pdf.chart_picture import Picture
    from .write_xlsx_layout import Look, Placed, Sheet
    from .write_xlsx_values import Value

_POINTS_PER_CHARACTER = 6.0  # a figure of the default face at 12 pt, by which Excel counts the width of columns
_DEFAULT_SIZE = 12
_INCH = 72.0
_GB2312 = 134  # the character set that Windows looks for in a Chinese face
_RED, _GREY = "FFFF0000", "FF737373"
_PAPERS = {"A4": 9, "A3": 8}
_NUMBER_SIZE = 14
_DRAFT = "草　稿"


def write_xlsx(paper: Paper, path: Path, *, draft: bool = False) -> None:
    """Write a paper as an Excel workbook, which appears complete or not at all.

    `draft` marks every page. SOURCE_DATE_EPOCH (seconds) fixes the dates in the file: equal papers are then equal bytes.
    Raises PaperError when it cannot be written or a cell cannot hold its text.
    """
    from openpyxl import Workbook
    from openpyxl.packaging.core import DocumentProperties
    from openpyxl.styles import Font

    path = Path(path)
    book = Workbook()
    book.remove(book.active)
    book._fonts[0] = Font(name=LATIN, size=_DEFAULT_SIZE, family=1)  # its figures count columns
    made = moment()
    author = printable(paper.author)
    book.properties = DocumentProperties(
        creator=author or APPLICATION, lastModifiedBy=author or APPLICATION, title=printable(paper.title), created=made,
        modified=made, language="zh-CN",
    )  # fmt: skip
    styles = _Styles()
    for sheet in sheets_of(paper):
        page = book.create_sheet(sheet.name)
        _set_up_page(page, sheet, draft)
        _fill(page, sheet, styles)
    with written_whole(path) as file, SteadyZip(file) as package:
        _workbook_writer()(book, package).write_data()


@cache
def _workbook_writer() -> Any:
    """The writer of openpyxl, which knows no way to end early: here its rows ask whether they are still wanted."""
    from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
    from openpyxl.worksheet._writer import WorksheetWriter
    from openpyxl.writer.excel import ExcelWriter

    class RowByRow(WorksheetWriter):  # type: ignore[misc]
        def rows(self) -> Any:
            return while_wanted(super().rows())

    class Writer(ExcelWriter):  # type: ignore[misc]
        def write_worksheet(self, ws: Any) -> None:
            ws._drawing = SpreadsheetDrawing()
            ws._drawing.images = ws._images
            rows = RowByRow(ws)
            try:
                rows.write()
                ws._rels = rows._rels
                self._archive.write(rows.out, ws.path[1:])
                self.manifest.append(ws)
            finally:
                rows.cleanup()

    return Writer


def _fill(page: Any, sheet: Sheet, styles: _Styles) -> None:
    from openpyxl.utils import get_column_letter

    for column, width in enumerate(sheet.widths, 1):
        page.column_dimensions[get_column_letter(column)].width = round(width / _POINTS_PER_CHARACTER, 2)
    for row, height in enumerate(sheet.heights, 1):
        page.row_dimensions[row].height = round(height, 2)
    for row, picture in sheet.pictures:
        page.add_image(_image(picture, row))
    for placed in while_wanted(sheet.cells):
        cell = page.cell(placed.row + 1, placed.column + 1)
        _put(cell, placed.value)
        cell._style = styles.of(page, placed)
        if placed.rows > 1 or placed.columns > 1:
            _merge(page, placed, cell)


def _image(picture: Picture, row: int) -> Any:
    """A picture at the left edge of a row, in its own size however wide the columns come out."""
    from openpyxl.drawing.image import Image
    from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
    from openpyxl.drawing.xdr import XDRPositiveSize2D

    class Png(Image):  # type: ignore[misc]
        """Bytes that are known to be a PNG: openpyxl would open them with a library that is not shipped."""

        format = "png"

        def __init__(self) -> None:
            size = XDRPositiveSize2D(round(picture.width * EMU), round(picture.height * EMU))
            self.anchor = OneCellAnchor(AnchorMarker(row=row), ext=size)

        def _data(self) -> bytes:
            return picture.png

    return Png()


def _put(cell: Any, value: Value) -> None:
    """Content as it is: openpyxl would make a formula of =… and an error of #N/A."""
    if value.content != "":
        cell.value = value.content
        if not value.is_number:
            cell.data_type = "s"


def _merge(page: Any, placed: Placed, cell: Any) -> None:
    """Merge the cells of one place; each keeps the borders, so that taking the merge back leaves a table."""
    last_row, last_column = placed.row + placed.rows, placed.column + placed.columns
    style = cell._style
    page.merged_cells.add(_reference(placed.row, placed.column, last_row, last_column))
    for row in range(placed.row + 1, last_row + 1):
        for column in range(placed.column + 1, last_column + 1):
            page.cell(row, column)._style = style


def _reference(row: int, column: int, last_row: int, last_column: int) -> str:
    from openpyxl.utils import get_column_letter

    return f"{get_column_letter(column + 1)}{row + 1}:{get_column_letter(last_column)}{last_row}"


def _set_up_page(page: Any, sheet: Sheet, draft: bool) -> None:
    frame = sheet.frame
    rows, columns = max(len(sheet.heights), 1), len(sheet.widths)
    page.print_area = _reference(0, 0, rows, columns)
    if sheet.repeated:
        page.print_title_rows = f"{sheet.repeated[0] + 1}:{sheet.repeated[1]}"
    if sheet.frozen:
        page.freeze_panes = f"A{sheet.frozen + 1}"
    page.sheet_view.showGridLines = False
    setup = page.page_setup
    setup.paperSize = _PAPERS["A4" if min(frame.width, frame.height) < 211 * MM else "A3"]
    setup.orientation = "landscape" if frame.width > frame.height else "portrait"
    page.sheet_properties.pageSetUpPr.fitToPage = True
    setup.fitToWidth, setup.fitToHeight = 1, int(sheet.one_page)
    page.print_options.horizontalCentered = True
    margins = page.page_margins
    margins.left, margins.right = frame.left / _INCH, (frame.width - frame.right) / _INCH
    margins.top, margins.bottom = (frame.height - frame.top) / _INCH, frame.bottom / _INCH
    margins.header, margins.footer = 18 * MM / _INCH, min(24 * MM, frame.bottom - 20) / _INCH
    page.HeaderFooter.differentOddEven = True
    for footer, side in ((page.oddFooter, "right"), (page.evenFooter, "left")):
        _write_running(getattr(footer, side), "\u3000— &P —\u3000", FACES["song"], _NUMBER_SIZE)
    setup.firstPageNumber, setup.useFirstPageNumber = sheet.first_number, sheet.first_number is not None
    if sheet.running:
        for header in (page.oddHeader, page.evenHeader):
            _write_running(header.left, sheet.running.replace("&", "&&"), FACES["fangsong"], _NUMBER_SIZE)
    for header in (page.oddHeader, page.evenHeader) if draft else ():
        _write_running(header.right, _DRAFT, FACES["fangsong"], 16, _GREY[2:])
    for row in sheet.breaks:
        page.row_breaks.append(_break_above(row))


def _write_running(item: Any, text: str, face: str, size: int, colour: str = "") -> None:
    item.text, item.font, item.size = text, f"{face},常规", size
    if colour:
        item.color = colour


def _break_above(row: int) -> Any:
    from openpyxl.worksheet.pagebreak import Break

    return Break(id=row)


class _Styles:
    """The looks of cells, each made once: openpyxl keeps a style as a row of numbers that cells can share."""

    def __init__(self) -> None:
        self._made: dict[tuple[Look, str, bool, bool], Any] = {}

    def of(self, page: Any, placed: Placed) -> Any:
        """The style of a cell."""
        value = placed.value
        key = (placed.look, value.format, value.guarded, value.is_number)
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = _made(page, *key)
        return found


def _made(page: Any, look: Look, number_format: str, guarded: bool, is_number: bool) -> Any:
    """The style of one look; a number shrinks with its column, where Excel would show ####."""
    from openpyxl.cell import Cell
    from openpyxl.styles import Alignment, Font

    cell = Cell(page, 1, 1)
    colour = _RED if look.colour == "red" else None
    if is_number:
        cell.font = Font(name=LATIN, size=look.size, family=1, color=colour)
    else:
        cell.font = Font(name=FACES[look.face], size=look.size, charset=_GB2312, family=3, color=colour)
    cell.alignment = Alignment(
        horizontal=look.align, vertical="center", indent=look.indent,
        wrap_text=not is_number, shrink_to_fit=is_number,
    )  # fmt: skip

    cell.number_format = number_format
    cell.quotePrefix = guarded
    cell.border = _border(look.rules)
    return cell._style


def _border(rules: str) -> Any:
    from openpyxl.styles import Border, Side

    thin = Side("thin")
    if rules == "all":
        return Border(left=thin, right=thin, top=thin, bottom=thin)
    if rules == "cut":
        return Border(top=Side("mediumDashed"))
    if rules == "around":
        return Border(top=thin, bottom=thin)
    if rules == "red":
        return Border(bottom=Side("medium", color=_RED))
    return Border()
