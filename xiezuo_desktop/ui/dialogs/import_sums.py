"""What adding up says of a matrix while its columns are mapped: each row against its target, each column against 合计."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from xiezuo_desktop.core.matrix import matrix_columns
from xiezuo_desktop.core.numbers import read_amount, shown
from xiezuo_desktop.core.records import Indicator, full_key
from xiezuo_desktop.core.splitting import Splitter

from .row_readings import Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xiezuo_desktop.core.plan import Plan
    from xiezuo_desktop.core.records import Id
    from xiezuo_desktop.importers.readings import SheetReading

    from .row_readings import TableReading


def judge_sums(table: TableReading, after: Plan, indicators: Sequence[Id]) -> None:
    """Enter the verdicts of a table. `after` is the plan with the draft in it, `indicators` the ids of the draft's rows."""
    table.row_sums, table.cell_sums = {}, {}
    for sheet in table.sheets:
        if sheet.kind == "matrix":
            _judge_rows(table, sheet, after, indicators)
            _judge_columns(table, sheet)


def _judge_rows(table: TableReading, sheet: SheetReading, after: Plan, indicators: Sequence[Id]) -> None:
    ids = [indicators[item] for item in sheet.items.values()]
    splitter = Splitter(after, matrix_columns(after, ids))
    for r, row in enumerate(table.rows):
        item = sheet.items.get(row.place) if row.sheet is sheet else None
        indicator = None if item is None else after.get(Indicator, full_key(indicators[item]))
        if indicator is None:
            continue
        balance = splitter.balance(indicator)
        borne, whole = shown(balance.borne), "" if balance.whole is None else shown(balance.whole)
        if balance.state == "open" and not balance.borne:
            table.row_sums[r] = Verdict("未分解", "", f"总数 {whole}，这一行没有写给各单位的数")
            continue
        match balance.state:
            case "even":
                table.row_sums[r] = Verdict(f"✓ {borne}", "ok", f"各单位相加 {borne}，与总数 {whole} 相符")
            case "open" | "over":
                assert balance.left is not None
                word = "少" if balance.left > 0 else "多"
                gap = shown(abs(balance.left))
                tip = f"各单位相加 {borne}，比总数 {whole} {word} {gap}"
                table.row_sums[r] = Verdict(f"{word} {gap}", "bad", tip)
            case "unclear":
                table.row_sums[r] = Verdict("加不拢", "", balance.unclear)


def _judge_columns(table: TableReading, sheet: SheetReading) -> None:
    """The cells of total rows: a 小计 is the sum since the one before, a 合计 may be that of the whole table."""
    figures = [c.index for c in sheet.columns if c.meaning in ("bearer", "target", "total")]
    rows = [r for r, row in enumerate(table.rows) if row.sheet is sheet]
    totals = [r for r in rows if table.rows[r].kind == "total"]
    named = next((c.index for c in sheet.columns if c.meaning == "measure_unit"), None)
    for column in figures:
        since = 0
        for total in totals:
            cell = table.cells.get((total, column))
            stated = read_amount(cell.text).number if cell else None
            if stated is None:
                continue
            sums = [_sum(table, rows, column, first, total) for first in (since, 0)]
            mixed = named is not None and _is_mixed(table, rows, named, since, total)
            since = total
            if mixed:  # 家 and 万元 have no sum
                continue
            if any(s is None for s in sums):
                continue
            fits = stated in sums
            words = shown(sums[0] or Decimal(0))
            tip = f"这一列相加 {words}，" + (f"与合计 {shown(stated)} 相符" if fits else f"与合计 {shown(stated)} 不符")
            table.cell_sums[total, column] = Verdict(words, "ok" if fits else "bad", tip)


def _is_mixed(table: TableReading, rows: Sequence[int], column: int, first: int, last: int) -> bool:
    """Whether rows between two rows are counted in several measure units."""
    below = [table.cells.get((r, column)) for r in rows if first <= r < last and table.rows[r].kind == "data"]
    return len({cell.text.strip() for cell in below if cell and cell.text.strip()}) > 1


def _sum(table: TableReading, rows: Sequence[int], column: int, first: int, last: int) -> Decimal | None:
    """The sum of the figures of whole rows between two rows; None where there are none."""
    found = []
    for r in rows:
        cell = table.cells.get((r, column))
        if first <= r < last and table.rows[r].kind == "data" and cell and cell.column_span == 1:
            number = read_amount(cell.text).number
            if number is not None:
                found.append(number)
    return sum(found, Decimal(0)) if found else None
