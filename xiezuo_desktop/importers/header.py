"""The header of a table: which rows it fills, in how many tiers, and what stands above each column."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..core.measure_units import dimension
from .words import UNIT_ROLES, folded, header_roles, looks_like_office, names_somebody, unit_share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .ledger import Sheet, Slot

_SEARCHED = 40  # rows from the top in which a header is looked for
_FIGURE = re.compile(r"[-+]?\d[\d,.]*%?")
_AMOUNT = re.compile(r"[≥≤>约不少低于超过]{0,3}\d[\d,.]*[\u4e00-\u9fff]{1,3}(?:以上|左右)?")  # 12万元, ≥3次
_LABEL = re.compile(r"[:：]\s*(?!\S+[)）]$)")  # 被考核单位：      考核年度：2025年 – a line above the table
_LONGEST = 24  # characters of a header cell
_SHORT = 8  # characters of a header cell nobody knows
_SURE = 0.9
_FEWEST = 3  # cells of a header of such words
_MOST_TIERS = 4  # rows of a header
_HIGHEST = 7  # rows of one that a single cell shows to be a header
_LIKELY = 0.7  # that a word heads the rows
_FEWEST_DEEP = 2  # cells that reach down beside wide ones
_FEWEST_OFFICES = 2  # in a row that says who answers for the columns


@dataclass(frozen=True, slots=True)
class Header:
    """The header rows `first` to `last` (both included) and the cells above each column, from top to bottom."""

    first: int
    last: int
    tiers: tuple[tuple[Slot, ...], ...]

    def caption(self, column: int) -> str:
        """The words above a column in one text, without line breaks."""
        return " ".join(folded(s.text) for s in self.tiers[column])

    @property
    def height(self) -> int:
        """Number of rows."""
        return self.last - self.first + 1


def find_header(sheet: Sheet) -> Header | None:
    """The first row that names columns, with the tiers that belong to it; None where no row does."""
    for r, row in enumerate(sheet.rows):
        if row.said == "header":
            return _said_header(sheet, r)
        if r < _SEARCHED and _begins_columns(sheet, r):
            first = _upper_tier(sheet, r)
            last = _lowest_tier(sheet, first, r)
            return Header(first, last, _tiers(sheet, first, last))
    return _header_of_other_words(sheet)


def _header_of_other_words(sheet: Sheet) -> Header | None:
    """The first row that fills every column with short words, one of them known, above a column of figures: 序号 | 谁来做 | 多少."""
    for r, row in enumerate(sheet.rows[:_SEARCHED]):
        cells = row.begun
        if len(cells) < _FEWEST or len(cells) < sheet.width or row.said:
            continue
        words = [folded(c.text) for c in cells]
        below = [[s.text for s in other.slots if s.top and s.text] for other in sheet.rows[r + 1 :]]
        figures = sum(any(_is_figure(t) or _AMOUNT.fullmatch(folded(t)) for t in texts) for texts in below)
        short = all(len(w) <= _SHORT and not _is_figure(w) for w in words) and _are_distinct(words)
        if short and any(map(header_roles, words)) and len(below) > 1 and 2 * figures > len(below):
            return Header(r, r, _tiers(sheet, r, r))
        return None
    return None


def _are_distinct(words: Sequence[str]) -> bool:
    """Whether no word stands twice, or each as often as there are bands beside each other: 乡镇 | 任务 | 乡镇 | 任务."""
    for bands in (1, 2, 3):
        series = list(words[: len(words) // bands])
        if series * bands == list(words) and len(set(series)) == len(series):
            return True
    return False


def header_at(sheet: Sheet, r: int) -> Header | None:
    """The header that begins in this row, or None."""
    if sheet.rows[r].said == "header":
        return _said_header(sheet, r)
    for best in (r, r + 1):
        if best < len(sheet.rows) and _begins_columns(sheet, best) and _upper_tier(sheet, best) == r:
            last = _lowest_tier(sheet, r, best)
            return Header(r, last, _tiers(sheet, r, last))
    return None


def rows_that_name_columns(sheet: Sheet) -> set[int]:
    """The rows in which, or right above which, a header may begin: asked once for a whole sheet."""
    return {r for r, row in enumerate(sheet.rows) if row.said == "header" or _begins_columns(sheet, r)}


def _said_header(sheet: Sheet, first: int) -> Header:
    """The header that a person has pointed at: this row and those below it that are headers too."""
    last = first
    while last + 1 < len(sheet.rows) and sheet.rows[last + 1].said == "header":
        last += 1
    return Header(first, last, _tiers(sheet, first, last))


def same_header(one: Header, other: Header) -> bool:
    """Whether a header repeats another, as the next page prints it again."""
    a = [[folded(s.text) for s in column] for column in one.tiers]
    b = [[folded(s.text) for s in column] for column in other.tiers]
    while a and not a[-1]:
        a.pop()
    while b and not b[-1]:
        b.pop()
    return a == b


def other_words(one: Header, other: Header) -> str:
    """Where a header that is mostly the same as the one of the page before says something else: “甲县”成了“乙县”; "" for
    another table, or the same header."""
    before = [folded(s.text) for column in one.tiers for s in column]
    after = [folded(s.text) for column in other.tiers for s in column]
    gone = [w for w in dict.fromkeys(before) if w not in after]
    new = [w for w in dict.fromkeys(after) if w not in before]
    if 2 * (len(gone) + len(new)) > len(set(before) | set(after)):
        return ""
    if gone or new:
        words = [f"少了“{'、'.join(gone)}”" if gone else "", f"多了“{'、'.join(new)}”" if new else ""]
        return "，".join(filter(None, words))
    moved = [w for w in dict.fromkeys(before) if _tier_of(one, w) != _tier_of(other, w)]
    return f"“{'、'.join(moved)}”换了一行" if moved else ""


def _tier_of(header: Header, word: str) -> set[int]:
    return {depth for column in header.tiers for depth, s in enumerate(column) if folded(s.text) == word}


def _begins_columns(sheet: Sheet, r: int) -> bool:
    """Whether row r names columns, by itself or with the tiers below it: 序号 | 镇（街道） beside 劳务协作 over 转移就业（人）."""
    row = sheet.rows[r]
    if row.said:
        return False
    return (
        _name_columns(row.begun)
        or _name_columns(_lowest_words(sheet, r))
        or _stands_over_figures(sheet, r)
        or _stands_over_regions(sheet, r)
        or _parts_figures(sheet, r)
    )


def _parts_figures(sheet: Sheet, r: int) -> bool:
    """Whether row r heads the rows by words that reach down beside wide ones, whose parts stand over figures: 序号 | 乡镇 | 劳务协作
    over 就业 and 培训, whatever these are called."""
    cells = _lowest_words(sheet, r)
    if not cells or any(_is_figure(c.text) or len(folded(c.text)) > _LONGEST for c in cells):
        return False
    deep = [c for c in cells if c.row_span > 1]
    roles = {role for c in deep for role, sure in header_roles(c.text).items() if sure >= _LIKELY}
    if len(deep) < _FEWEST_DEEP or not roles & {"party", "name"}:
        return False
    lowest = r + max(c.row_span for c in deep)
    columns = [i for i, s in enumerate(sheet.rows[lowest - 1].slots) if s.text and s.top]
    below = sheet.rows[lowest : lowest + _MOST_TIERS]
    return any(2 * sum(_is_figure(row.slots[i].text) for i in columns) > len(columns) for row in below)


def _stands_over_figures(sheet: Sheet, r: int) -> bool:
    """Whether row r names the rows, another known column, and else short words over figures: 指标名称 | 单位 | 青州 | 蓝田 | 红川."""
    cells = sheet.rows[r].begun
    if len(cells) < _FEWEST or any(c.text.isdecimal() or len(c.text) > _LONGEST for c in cells):
        return False  # a row of data
    words = {c: folded(s.text) for c, s in enumerate(sheet.rows[r].slots) if s.text and s.top and s.left}
    if any(_is_figure(w) or len(w) > _SHORT for w in words.values()):
        return False
    roles = {c: found for c, w in words.items() if (found := header_roles(w))}
    sure = {max(found, key=lambda k: found[k]) for found in roles.values() if max(found.values()) >= _SURE}
    others = [c for c in words if c not in roles]
    if "name" not in sure or len(roles) < 2 or not others:
        return False
    below = sheet.rows[r + 1 : r + 1 + _MOST_TIERS]
    return any(2 * sum(_is_figure(row.slots[c].text) for c in others) >= len(others) for row in below)


def _stands_over_regions(sheet: Sheet, r: int) -> bool:
    """Whether row r, perhaps with a tier below it, heads regions and the figures of each: 地区 | 技能培训（人） | 新建幼儿园（所）."""
    first = sheet.rows[r].slots[0]
    if not first.text or first.text.isdecimal():
        return False  # nearly every row of a long table is told at once
    if not first.top or header_roles(first.text).get("party", 0.0) < _SURE or first.row_span > _MOST_TIERS:
        return False
    lowest = r + first.row_span - 1
    rows = sheet.rows[lowest + 1 : lowest + 1 + _SEARCHED]
    if lowest >= len(sheet.rows) or any(row.said for row in sheet.rows[r : lowest + 1]):
        return False
    words = [folded(slot.text) for slot in sheet.rows[lowest].slots[1:]]
    if len(words) < 2 or not all(words) or not _are_distinct(words) or any(map(_is_figure, words)):
        return False
    regions = sum(names_somebody(row.slots[0].text) for row in rows)
    over = sum(any(_is_figure(row.slots[c].text) for row in rows) for c in range(1, len(words) + 1))
    return max(map(len, words)) <= _LONGEST and regions >= _FEWEST_OFFICES and 2 * over > len(words)


def _lowest_words(sheet: Sheet, r: int) -> list[Slot]:
    """The words right above the data where row r is a tier of wide words beside captions that reach further down; or none."""
    cells = sheet.rows[r].begun
    deep = [c for c in cells if 1 < c.row_span <= _MOST_TIERS]
    if not deep or not any(1 < c.column_span < sheet.width for c in cells):
        return []
    below = sheet.rows[r + 1 : r + max(c.row_span for c in deep)]
    return [] if any(row.said for row in below) else [*deep, *(c for row in below for c in row.begun)]


def _name_columns(cells: Sequence[Slot]) -> bool:
    words = [c.text for c in cells]
    if len(cells) < 2 or any(_is_figure(w) or (len(w) > _LONGEST and len(folded(w)) > _LONGEST) for w in words):
        return False
    roles = [header_roles(w) for w in words]
    named = [max(r.values()) for r in roles if r]
    offices = sum(not r and names_somebody(w) for w, r in zip(words, roles, strict=True))
    if offices > 1 and roles[0] and offices + len(named) == len(cells):
        return True  # 单位 | 青石街道 | 柳溪镇 | 合计: a column for each unit
    distinct = {max(r, key=lambda k: r[k]) for r in roles if r}
    return len(distinct) >= 2 and sum(named) >= 1.5 and (2 * len(named) >= len(cells) or len(named) >= 3)


def _is_figure(text: str) -> bool:
    return text.isdecimal() or bool(_FIGURE.fullmatch(folded(text)))


def _upper_tier(sheet: Sheet, r: int) -> int:
    """The row in which a header begins that names its columns in row r: a tier of wider words may stand above."""
    while r and any(s.text and not s.top for s in sheet.rows[r].slots):
        r -= 1  # 地区 beside all tiers began further up
    while r:
        above = sheet.rows[r - 1]
        cells = above.begun
        joined = any(s.row_span > 1 for s in cells) or any(1 < s.column_span < sheet.width for s in cells)
        if (
            above.said
            or len(cells) < 2
            or not joined
            or any(len(folded(c.text)) > _LONGEST or _is_figure(c.text) or _LABEL.search(c.text) for c in cells)
        ):
            break
        r -= 1
    return r


def _lowest_tier(sheet: Sheet, first: int, r: int) -> int:
    last = r
    for row in range(first, r + 1):
        last = max([last, *(row + s.row_span - 1 for s in sheet.rows[row].begun if _is_header_high(sheet, row, s))])
    last = min(last, len(sheet.rows) - 1)
    while last + 1 < len(sheet.rows) and last - first < 3 and _is_lower_tier(sheet, first, last + 1):
        last += 1
    return last + 1 if label_of_tier(sheet, first, last + 1) else last


def _is_header_high(sheet: Sheet, r: int, slot: Slot) -> bool:
    """Whether a cell may be as high as its header: of few rows, or of more without a figure in any of them."""
    if slot.row_span <= _MOST_TIERS:
        return True
    rows = sheet.rows[r : r + slot.row_span]
    return slot.row_span <= _HIGHEST and not any(_is_figure(s.text) for row in rows for s in row.begun)


def label_of_tier(sheet: Sheet, first: int, r: int) -> Slot | None:
    """What row r calls itself that says of each column of a table with a row for each region who answers for it, or in what it
    is measured: 责任单位 | 市教育局 | 市民政局, 计量单位 | 人 | 万元; None for another row."""
    if r >= len(sheet.rows) - 1 or sheet.rows[r].said:
        return None
    if len(sheet.rows[r].begun) <= _FEWEST_OFFICES:
        return None
    label, *cells = sheet.rows[r].begun
    column = sheet.rows[r].slots.index(label)
    above = {role for row in sheet.rows[first:r] for role in header_roles(row.slots[column].text)}
    roles = header_roles(label.text).keys()
    offices = roles & set(UNIT_ROLES) and all(
        unit_share(c.text) == 1 and looks_like_office(c.text.split("、")[0]) for c in cells
    )
    units = "measure_unit" in roles and all(dimension(folded(c.text).strip("()")) for c in cells)
    return label if "party" in above and (offices or units) else None


def _is_lower_tier(sheet: Sheet, first: int, r: int) -> bool:
    """Whether row r splits columns of the header above it: its cells stand below wide or empty header cells only."""
    cells = sheet.rows[r].begun
    if sheet.rows[r].said or not cells or (len(cells) == 1 and cells[0].column_span >= sheet.width):
        return False
    if any(len(folded(c.text)) > 12 or _is_figure(c.text) or folded(c.text) in ("/", "-") for c in cells):
        return False
    above = sheet.rows[r - 1].slots
    parted = 0
    for c, slot in enumerate(sheet.rows[r].slots):
        if not (slot.text and slot.top and slot.left):
            continue
        over = above[c]
        splits = over.column_span > 1 or (not over.text and c > 0) or _starts_wide(above, c)
        if not splits and not (parted and _are_pair(over, slot)):
            return False
        parted += splits
    return not sheet.rows[r].slots[0].text or not sheet.rows[r].slots[0].top


def _are_pair(over: Slot, slot: Slot) -> bool:
    """Whether two header words are a unit and its only partner, beside others that have several: 滨江新区 above 金沙县."""
    return all(names_somebody(s.text) and not header_roles(s.text) for s in (over, slot))


def _starts_wide(above: tuple[Slot, ...], c: int) -> bool:
    """A header word whose merge was lost: the place to its right is empty."""
    return c + 1 < len(above) and bool(above[c].text) and not above[c + 1].text


def _tiers(sheet: Sheet, first: int, last: int) -> tuple[tuple[Slot, ...], ...]:
    out = []
    label = label_of_tier(sheet, first, last)
    for c in range(sheet.width):
        cells: list[Slot] = []
        for r in range(first, last + 1):
            slot = _office_slot(sheet, r, c) if label and r == last else _header_slot(sheet, r, c, last)
            if slot and slot.text and not any(s.source is slot.source for s in cells):
                cells.append(slot)
        out.append(
            tuple(s for s in cells if s is not label)
        )  # 地区 heads the column, 责任单位 below it the row of offices
    return tuple(out)


def _header_slot(sheet: Sheet, r: int, c: int, last: int) -> Slot | None:
    """The header cell of a place; where a wide cell of an upper tier lost its merge, the one it stood for."""
    slots = sheet.rows[r].slots
    while r < last and c and c < len(slots) and not slots[c].text:
        below = sheet.rows[r + 1].slots
        if not below[c].top or not below[c - 1].text or not below[c - 1].top:
            return None
        c -= 1
    return slots[c] if c < len(slots) else None


def _office_slot(sheet: Sheet, r: int, c: int) -> Slot:
    """The office that answers for a column; where its cell lost its merge, the one to its left."""
    slots = sheet.rows[r].slots
    while c > 1 and not slots[c].text:
        c -= 1
    return slots[c]
