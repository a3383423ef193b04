"""Form → .xlsx: protected but for the cells that take an answer, with data validation, a hidden column of keys and help."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .form import Answer
from .whole_file import written_whole
from .write_docx_xlsx import APPLICATION, FACES, SteadyZip, moment, printable

if TYPE_CHECKING:
    from .form import Form, FormColumn, FormRow

FIRST = 2  # the first column that is seen; the keys stand in the one before it
MOST_ROWS = 5_000
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,12})?")
_BODY, _TITLE = 11, 16  # points
_INPUT, _HEAD, _GROUP = "FFFFF9E5", "FFEDF0F4", "FFF4F7FB"
_LINE = 22.0  # points
_YES_NO = ("是", "否")
_BAD_SHEET = re.compile(r"[\[\]:*?/\\]")


def write_form(form: Form, path: Path) -> None:
    """Write a form as an Excel workbook, which appears complete or not at all. Raises PaperError when it cannot be written."""
    from openpyxl import Workbook
    from openpyxl.packaging.core import DocumentProperties
    from openpyxl.writer.excel import ExcelWriter

    book = Workbook()
    page = book.active
    page.title = _BAD_SHEET.sub("", printable(form.name))[:31] or "填报表"
    made = moment()
    author = printable(form.author) or APPLICATION
    book.properties = DocumentProperties(
        creator=author,
        lastModifiedBy=author,
        title=printable(form.title),
        created=made,
        modified=made,
        language="zh-CN",
    )
    _Writer(page, form).write()
    beside = form.beside
    while beside is not None:
        _Writer(book.create_sheet(_BAD_SHEET.sub("", printable(beside.name))[:31]), beside).write()
        beside = beside.beside
    if form.help:
        _write_help(book.create_sheet("填报说明"), form.help)
    with written_whole(Path(path)) as file, SteadyZip(file) as package:
        ExcelWriter(book, package).write_data()


def _put(cell: Any, text: str, *, as_number: bool = False) -> None:
    """A text stays a text: openpyxl would make a formula of =… ; a plain number may be one, for who goes on calculating."""
    text = printable(text)
    if as_number and _NUMBER.fullmatch(text):
        cell.value = float(text) if "." in text else int(text)
    elif text:
        cell.value = text
        cell.data_type = "s"


class _Writer:
    """Fills one sheet from top to bottom."""

    def __init__(self, page: Any, form: Form) -> None:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

        self._page, self._form = page, form
        self._last = FIRST + len(form.columns) - 1
        side = Side("thin", color="FFBFC8D4")
        self._frame = Border(left=side, right=side, top=side, bottom=side)
        self._font = Font(name=FACES["song"], size=_BODY)
        self._bold = Font(name=FACES["hei"], size=_BODY)
        self._big = Font(name=FACES["hei"], size=_TITLE)
        self._open = Protection(locked=False)
        self._fills = {name: PatternFill("solid", fgColor=name) for name in (_INPUT, _HEAD, _GROUP)}
        self._align = {
            side: Alignment(horizontal=side, vertical="center", wrap_text=True) for side in ("left", "center", "right")
        }
        self._answers: dict[tuple[Answer, str, tuple[str, ...]], list[str]] = {}

    def write(self) -> None:
        row = self._write_top()
        self._write_header(row)
        for number, each in enumerate(self._form.rows, row + 1):
            self._write_row(number, each)
        self._validate()
        self._set_up(row, row + len(self._form.rows))

    def _write_top(self) -> int:
        form, page = self._form, self._page
        row = 1
        for text in (form.title, *form.lines):
            cell = page.cell(row, FIRST)
            _put(cell, text)
            cell.font = self._big if row == 1 else self._font
            cell.alignment = self._align["center" if row == 1 else "left"]
            page.merge_cells(start_row=row, start_column=FIRST, end_row=row, end_column=self._last)
            page.row_dimensions[row].height = 30 if row == 1 else _LINE * (1 + len(text) // 90)
            row += 1
        key, caption, text = form.blank
        if key:
            _put(page.cell(row, 1), key)
            _put(page.cell(row, FIRST), caption)
            page.cell(row, FIRST).font = self._bold
            cell = page.cell(row, FIRST + 1)
            _put(cell, text)
            cell.font, cell.fill, cell.protection = self._font, self._fills[_INPUT], self._open
            cell.border, cell.alignment = self._frame, self._align["left"]
            page.row_dimensions[row].height = _LINE
            row += 1
        return row

    def _write_header(self, row: int) -> None:
        _put(self._page.cell(row, 1), self._form.mark)
        for number, column in enumerate(self._form.columns, FIRST):
            cell = self._page.cell(row, number)
            _put(cell, column.caption)
            cell.font, cell.fill, cell.border = self._bold, self._fills[_HEAD], self._frame
            cell.alignment = self._align["center"]
        self._page.row_dimensions[row].height = 2 * _LINE

    def _write_row(self, number: int, row: FormRow) -> None:
        _put(self._page.cell(number, 1), row.key)
        for place, (column, text) in enumerate(zip(self._form.columns, row.texts, strict=True), FIRST):
            cell = self._page.cell(number, place)
            _put(cell, text, as_number=column.answer is Answer.NUMBER)
            cell.font, cell.border = (self._bold if row.is_heading else self._font), self._frame
            flush = "right" if column.is_number else "left"
            cell.alignment = self._align[flush]
            if row.is_heading:
                cell.fill = self._fills[_GROUP]
            elif column.answer is not Answer.NONE:
                self._take_answer(cell, column, row)
        longest = max((len(t) / c.width * 2 for c, t in zip(self._form.columns, row.texts, strict=True)), default=1)
        self._page.row_dimensions[number].height = _LINE * min(max(1, -(-longest // 1)), 8)

    def _take_answer(self, cell: Any, column: FormColumn, row: FormRow) -> None:
        cell.fill, cell.protection = self._fills[_INPUT], self._open
        wanted = row.answer if column.answer is Answer.NUMBER else column.answer
        if wanted is Answer.TEXT:
            cell.number_format = "@"  # Excel would make days of 6-20 and of 6月20日, in the year it is
        self._answers.setdefault((wanted, column.hint, column.choices), []).append(cell.coordinate)

    def _validate(self) -> None:
        """What a cell takes, as Excel and WPS check it while somebody types."""
        from openpyxl.worksheet.datavalidation import DataValidation

        for (answer, hint, choices), places in self._answers.items():
            rule = DataValidation(allow_blank=True, showInputMessage=bool(hint), showErrorMessage=True)
            if answer is Answer.NUMBER:
                rule.type, rule.operator, rule.formula1 = "decimal", "greaterThanOrEqual", "0"
                rule.errorTitle, rule.error = "不是数", "这一格只填数字，不带计量单位。"
            elif answer in (Answer.YES_NO, Answer.CHOICE):
                words = choices if answer is Answer.CHOICE else _YES_NO
                rule.type, rule.formula1 = "list", f'"{",".join(words)}"'
                rule.errorTitle, rule.error = "请选择", f"这一格请填 {' 或 '.join(words)}。"
            else:
                rule.type, rule.operator, rule.formula1 = "textLength", "lessThanOrEqual", "2000"
                rule.errorTitle, rule.error = "文字太长", "最多 2000 个字。"
            if hint:
                rule.promptTitle, rule.prompt = "填报提示", hint
            for place in places:
                rule.add(place)
            self._page.add_data_validation(rule)

    def _set_up(self, header: int, last: int) -> None:
        from openpyxl.utils import get_column_letter

        page = self._page
        page.column_dimensions["A"].hidden = True
        for number, column in enumerate(self._form.columns, FIRST):
            page.column_dimensions[get_column_letter(number)].width = column.width
        page.freeze_panes = page.cell(header + 1, FIRST + 2)
        page.protection.sheet = True
        page.protection.formatColumns = page.protection.formatRows = False
        page.sheet_view.showGridLines = False
        page.print_title_rows = f"{header}:{header}"
        page.print_area = f"{get_column_letter(FIRST)}1:{get_column_letter(self._last)}{last}"
        page.page_setup.paperSize, page.page_setup.orientation = 9, "landscape"
        page.sheet_properties.pageSetUpPr.fitToPage = True
        margins = page.page_margins
        margins.left = margins.right = 0.5
        margins.top = margins.bottom = 0.6
        page.print_options.horizontalCentered = True
        page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0


def _write_help(page: Any, lines: tuple[str, ...]) -> None:
    from openpyxl.styles import Alignment, Font

    for number, line in enumerate(lines, 1):
        cell = page.cell(number, 1)
        _put(cell, line)
        cell.font = Font(name=FACES["hei" if number == 1 else "song"], size=_TITLE if number == 1 else 12)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    page.column_dimensions["A"].width = 96
    page.protection.sheet = True
    page.sheet_view.showGridLines = False
