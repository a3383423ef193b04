""".xlsx → Paper: one table per sheet, with the texts as they are shown and merged ranges as spans.

The parts are read here and not with openpyxl: that gives values where a paper needs what is shown, stumbles over styles
that other programs write, and goes through a million formatted empty rows one by one.
"""

from __future__ import annotations

import io
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from lxml import etree

from .decode import without_controls
from .docx_names import R
from .errors import PaperError
from .grid import table_of
from .package import SAFELY, damaged
from .paper import Cell, Paper, Section
from .xlsx_drawn import boxes_of, drawn_remarks
from .xlsx_shown import BUILT_IN, GENERAL, shown_number, shown_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .package import Package
    from .paper import Table

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CELL, VALUE, INLINE, TEXT = S + "c", S + "v", S + "is", S + "t"
MOST_CELLS = 300_000
SPARSE = 100_000  # places; beyond that, a sheet with few texts gets no cells for its empty places
MOST_MERGED_ROWS = 3_000_000
LAST_COLUMN, LAST_ROW = 16_384, 1_048_576
EMPTY = re.compile(
    rb'<(?:\w+:)?c r="[A-Z]+\d+"[^<>]*/>|<(?:\w+:)?row r="\d+"[^<>]*/>'
)  # formatted, but without content
FEW = 1000  # elements without content that cost less than to take them out
EMPTY_ROW = re.compile(rb'<(?:\w+:)?row r="\d+"[^<>]*>\s*</(?:\w+:)?row>')
PLACE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
Range = tuple[int, int, int, int]  # first row, first column, last row, last column, from 1


@dataclass(slots=True)
class Book:
    """What the sheets of a workbook share."""

    texts: list[str]
    formats: list[str]
    from_1904: bool
    notes: list[str] = field(default_factory=list)
    cells: int = 0
    _known: dict[str | None, str] = field(default_factory=dict)

    def format_of(self, style: str | None) -> str:
        """The number format of a cell of this style."""
        code = self._known.get(style)
        if code is None:
            at = _int(style)
            code = self._known[style] = self.formats[at] if 0 <= at < len(self.formats) else GENERAL
        return code


@dataclass(slots=True)
class Sheet:
    """One sheet as it is stored: texts as shown by row and column (from 1), merged ranges, what is hidden."""

    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    unsaved: list[str] = field(default_factory=list)  # places of formulas without a result


def read_xlsx(package: Package, name: str) -> Paper:
    """The workbook in the package as a Paper; raises PaperError when there is nothing in it or it is damaged."""
    main = package.main_part("xl/workbook.xml")
    workbook, related = package.xml(main), package.related(main)
    parts = {kind: target for kind, target in related.values() if package.has(target)}
    properties = workbook.find(S + "workbookPr")
    book = Book(
        texts=_shared_texts(package, parts),
        formats=_formats(package, parts),
        from_1904=properties is not None and properties.get("date1904") in ("1", "true"),
    )
    tables: list[Table] = []
    for element in workbook.iter(S + "sheet"):
        kind, part = related.get(element.get(R + "id") or "", ("", ""))
        if kind == "worksheet" and package.has(part):
            title = element.get("name") or f"表{len(tables) + 1}"
            table = _table(_read_sheet(package.checked(part), book), title, book)
            if table is not None:
                if element.get("state") in ("hidden", "veryHidden"):
                    book.notes.append(f"工作表“{title}”是隐藏的，也已读入。")
                tables.append(table)
    if not tables:
        raise PaperError("这个表格里没有内容。", "请确认选对了文件。")
    notes = (*book.notes, *drawn_remarks(package))
    return Paper((Section((*boxes_of(package), *tables)),), source=name, notes=notes)


def _shared_texts(package: Package, parts: dict[str, str]) -> list[str]:
    if "sharedStrings" not in parts:
        return []
    return [_rich_text(element) for element in package.xml(parts["sharedStrings"]) if element.tag == S + "si"]


def _rich_text(element: Any) -> str:
    """The text of a shared or inline string in all its runs, without the reading aids of East Asian scripts."""
    if len(element) == 1 and element[0].tag == TEXT:
        return _plain(element[0].text or "")
    parts = [
        t.text or ""
        for e in element
        for t in ((e,) if e.tag == S + "t" else e.iter(S + "t") if e.tag == S + "r" else ())
    ]
    return _plain("".join(parts))


def _plain(text: str) -> str:
    if "_x" in text:
        text = ESCAPE.sub(lambda m: chr(int(m[1], 16)), text)
    return without_controls(text).strip()


def _formats(package: Package, parts: dict[str, str]) -> list[str]:
    """The number format of each cell style."""
    if "styles" not in parts:
        return []
    root = package.xml(parts["styles"])
    own = {e.get("numFmtId"): e.get("formatCode") or GENERAL for e in root.iter(S + "numFmt")}
    out = []
    for element in root.iterfind(f"{S}cellXfs/{S}xf"):
        number = element.get("numFmtId") or "0"
        out.append(own.get(number) or BUILT_IN.get(_int(number), GENERAL))
    return out


def _read_sheet(data: bytes, book: Book) -> Sheet:
    sheet = Sheet()
    if data.count(b"<v>") + data.count(b"<is>") > MOST_CELLS:
        raise _too_many()
    if data.count(b"/>") > FEW:
        data = EMPTY_ROW.sub(b"", EMPTY.sub(b"", data))
    row_number = 0
    try:
        for _, element in etree.iterparse(io.BytesIO(data), tag=(S + "row", S + "mergeCell", S + "col"), **SAFELY):
            if element.tag == S + "row":
                row_number = min(_int(element.get("r"), row_number + 1), LAST_ROW)
                _read_row(element, row_number, sheet, book)
                element.clear()
            elif element.tag == S + "mergeCell":
                found = _range(element.get("ref") or "")
                if found:
                    sheet.merged.append(found)
            elif element.get("hidden") in ("1", "true"):
                sheet.hidden_columns.append((_int(element.get("min")), _int(element.get("max"))))
    except etree.XMLSyntaxError as e:
        raise damaged() from e
    return sheet


def _too_many() -> PaperError:
    return PaperError("这个表格的格子太多，超出了能读的范围。", "请只保留需要导入的部分，另存后再导入。")


def _read_row(element: Any, number: int, sheet: Sheet, book: Book) -> None:
    column = 0
    cells: dict[int, str] = {}
    here = str(number)
    for cell in element:
        if cell.tag != CELL:
            continue
        place = cell.get("r") or ""
        letters = place.removesuffix(here)
        column = (_column_of_letters(letters) if letters.isalpha() else _column_of(place)) or column + 1
        text = _cell_text(cell, book)
        if text is None:
            text = _formula(cell)
            sheet.unsaved.append(f"{column_letters(column)}{number}")
        if text and column <= LAST_COLUMN:
            cells[column] = text
    book.cells += len(cells)
    if book.cells > MOST_CELLS:
        raise _too_many()
    if cells:
        sheet.rows[number] = {**sheet.rows.get(number, {}), **cells}
        if element.get("hidden") in ("1", "true"):
            sheet.hidden_rows.append(number)


def _cell_text(cell: Any, book: Book) -> str | None:
    """What the cell shows; None for a formula whose result was not saved."""
    kind = cell.get("t") or "n"
    code = book.format_of(cell.get("s"))
    if kind == "inlineStr":
        inline = next((child for child in cell if child.tag == INLINE), None)
        if inline is None:
            return ""
        return _rich_text(inline) if code == GENERAL else shown_text(_rich_text(inline), code)
    raw = ""
    for child in cell:
        if child.tag == VALUE:
            raw = child.text or ""
            break
    if not raw:
        return None if cell.find(S + "f") is not None and kind != "str" else ""
    if kind == "s":
        at = _int(raw, -1)
        if not 0 <= at < len(book.texts):
            return ""
        return book.texts[at] if code == GENERAL else shown_text(book.texts[at], code)
    if kind == "b":
        return "TRUE" if raw.strip() == "1" else "FALSE"
    if kind == "n":
        return shown_number(raw.strip(), code, from_1904=book.from_1904).strip()
    return shown_text(_plain(raw), code)


def _formula(cell: Any) -> str:
    return "=" + _plain(cell.find(S + "f").text or "…")


def _table(sheet: Sheet, title: str, book: Book) -> Table | None:
    numbers = sorted(sheet.rows)
    merged = _merged_by_row(sheet, numbers)
    used = max((column for cells in sheet.rows.values() for column in cells), default=0)
    sparse = used * len(numbers) > SPARSE + 20 * sum(len(cells) for cells in sheet.rows.values())
    rows: list[tuple[int, list[Cell]]] = []
    for at, number in enumerate(numbers):
        texts, ranges = sheet.rows[number], merged.get(number, [])
        if not (ranges or sparse):
            rows.append((number, [Cell(texts.get(column, ""), column - 1) for column in range(1, used + 1)]))
            continue
        starts = [r[1] for r in ranges]
        cells: list[Cell] = []
        for column in sorted({*texts, *starts}) if sparse else range(1, used + 1):
            found = bisect_right(starts, column) - 1
            covering = ranges[found] if found >= 0 and ranges[found][3] >= column else None
            text = texts.get(column, "")
            if covering is None:
                cells.append(Cell(text, column - 1))
            elif covering[1] == column and (at == 0 or numbers[at - 1] < covering[0]):
                across, down = covering[3] - column + 1, bisect_right(numbers, covering[2]) - at
                cells.append(Cell(text, column - 1, across, down))
            elif text and text != _master_text(sheet, covering):
                place = f"{column_letters(column)}{number}"
                book.notes.append(f"工作表“{title}”{place}：合并单元格遮住了文字“{text}”，没有读入。")
        rows.append((number, cells))
    table = table_of(rows, title)
    if table is not None:
        book.notes += _remarks(sheet, title)
    return table


def _master_text(sheet: Sheet, merged: Range) -> str:
    return sheet.rows.get(merged[0], {}).get(merged[1], "")


def _merged_by_row(sheet: Sheet, numbers: list[int]) -> dict[int, list[Range]]:
    """The merged ranges that touch each row that has text."""
    out: dict[int, list[Range]] = defaultdict(list)
    count = 0
    for merged in sheet.merged:
        touched = numbers[bisect_left(numbers, merged[0]) : bisect_right(numbers, merged[2])]
        count += len(touched)
        if count > MOST_MERGED_ROWS:
            raise PaperError("这个表格的合并单元格多得不正常，没有读取。", "请取消不需要的合并，另存后再导入。")
        for number in touched:
            out[number].append(merged)
    for ranges in out.values():
        ranges.sort(key=lambda r: r[1])
    return out


def _remarks(sheet: Sheet, title: str) -> Iterator[str]:
    if sheet.hidden_rows:
        shown = "、".join(str(number) for number in sheet.hidden_rows[:10])
        yield f"工作表“{title}”第 {shown}{' 等' if len(sheet.hidden_rows) > 10 else ''} 行是隐藏的，也已读入。"
    used = {column for cells in sheet.rows.values() for column in cells}
    hidden = [column for column in sorted(used) if any(first <= column <= last for first, last in sheet.hidden_columns)]
    if hidden:
        yield f"工作表“{title}”{'、'.join(column_letters(column) for column in hidden[:10])} 列是隐藏的，也已读入。"
    if sheet.unsaved:
        count, first = len(sheet.unsaved), sheet.unsaved[0]
        yield f"工作表“{title}”有 {count} 个公式没有保存结果（如 {first}），读到的是公式本身；请用 WPS 表格或 Excel 打开并保存一次，再重新导入。"


def column_letters(column: int) -> str:
    """The name of a column counted from 1: A, Z, AA."""
    out = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        out = chr(65 + rest) + out
    return out


@lru_cache(maxsize=1024)
def _column_of_letters(letters: str) -> int:
    return _column_number(letters) if PLACE.fullmatch(letters + "1") else 0


def _column_of(place: str) -> int:
    """The column of a place like AB12; 0 for nonsense."""
    letters = place.rstrip("0123456789")
    return _column_of_letters(letters) if letters and 1 <= len(place) - len(letters) <= 7 else 0


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _range(ref: str) -> Range | None:
    """A merged range within the sheet's limits; None for a single cell or nonsense."""
    first, _, last = ref.partition(":")
    start, end = PLACE.fullmatch(first), PLACE.fullmatch(last)
    if start is None or end is None:
        return None
    rows = sorted((int(start[2]), int(end[2])))
    columns = sorted((_column_number(start[1]), _column_number(end[1])))
    return rows[0], columns[0], min(rows[1], LAST_ROW), min(columns[1], LAST_COLUMN)


def _int(text: str | None, otherwise: int = 0) -> int:
    try:
        return int(text or "")
    except ValueError:
        return otherwise
