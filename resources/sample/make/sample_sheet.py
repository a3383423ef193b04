"""The district's indicator table as .xlsx, with definitions: what the task book's table lists, explained."""

from __future__ import annotations

import math

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from sample_indicators import CATEGORIES, NOT_ASSESSED, Row

HEADER = ("序号", "指标名称", "单位", "目标值", "责任单位", "配合单位", "指标解释")
WIDTHS = (7, 34, 8, 11, 27, 19, 58)  # in characters of half width
NUMERALS = "一二三四五六七八九十"
LINE = 14.4  # points of one line of text of 11 points


def indicator_sheet() -> Workbook:
    """The workbook with its one sheet, ready to be printed on turned A4."""
    book = Workbook()
    sheet = book.active
    sheet.title = "指标分解表"
    lines: list[tuple[object, ...]] = [
        ("附件", *[None] * 6),
        ("2024年临江区东西部协作指标分解表", *[None] * 6),
        ("编制单位：临江区对口协作工作办公室", *[None] * 5, "2024年4月"),
        HEADER,
    ]
    for n, (category, rows) in enumerate(CATEGORIES):
        lines.append((f"（{NUMERALS[n]}）", category, *["/"] * 5))
        lines += [_cells(row) for row in rows]
    thin = Side(style="thin")
    for r, line in enumerate(lines, start=1):
        for c, value in enumerate(line, start=1):
            cell = sheet.cell(r, c, value)
            if r > 3:
                cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
                cell.alignment = Alignment(
                    horizontal="left" if c in (2, 7) and r > 4 and value != "/" else "center",
                    vertical="center",
                    wrap_text=True,
                )
                cell.font = Font(name="黑体" if r == 4 or line[2] == "/" else "仿宋_GB2312", size=11)
        sheet.row_dimensions[r].height = 24 if r <= 3 else _height(line)
    sheet.merge_cells("A2:G2")
    sheet.merge_cells("A3:C3")
    sheet["A1"].font = Font(name="黑体", size=16)
    sheet["A2"].font = Font(name="方正小标宋简体", size=20)
    sheet["A2"].alignment = Alignment(horizontal="center", vertical="center")
    sheet["A3"].font = sheet["G3"].font = Font(name="仿宋_GB2312", size=11)
    sheet["G3"].alignment = Alignment(horizontal="right")
    sheet.row_dimensions[2].height = 36
    _merge_not_assessed(sheet, lines)
    for c, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(c)].width = width
    sheet.print_title_rows = "4:4"
    (
        sheet.page_setup.orientation,
        sheet.page_setup.paperSize,
        sheet.page_setup.fitToWidth,
        sheet.page_setup.fitToHeight,
    ) = "landscape", 9, 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.center.text = "— &P —"
    sheet.freeze_panes = "C5"
    book.properties.creator = "临江区对口协作工作办公室"
    return book


def _cells(row: Row) -> tuple[object, ...]:
    target: object = row.target
    if row.target.replace(".", "").isdecimal():
        target = float(row.target) if "." in row.target else int(row.target)
    number: object = int(row.ordinal) if row.ordinal else None
    return (
        number,
        row.full_name,
        row.measure_unit,
        target,
        "、".join(row.units),
        "、".join(row.helpers) or "/",
        row.meaning,
    )


def _merge_not_assessed(sheet: object, lines: list[tuple[object, ...]]) -> None:
    """The words 只作统计 stand once over the rows they hold for."""
    rows = [r for r, line in enumerate(lines, start=1) if line[3] == NOT_ASSESSED]
    for r in rows[1:]:
        sheet.cell(r, 4).value = None  # type: ignore[attr-defined]
    sheet.merge_cells(start_row=rows[0], end_row=rows[-1], start_column=4, end_column=4)  # type: ignore[attr-defined]


def _height(line: tuple[object, ...]) -> float:
    """The height in points that the longest cell of a row needs at the widths above."""
    needed = 1
    for value, width in zip(line, WIDTHS, strict=True):
        letters = sum(1 if letter.isascii() else 2 for letter in str(value or ""))
        needed = max(needed, math.ceil(letters / (width - 1.5))) if value != NOT_ASSESSED else needed
    return max(22.0, needed * LINE + 5)
