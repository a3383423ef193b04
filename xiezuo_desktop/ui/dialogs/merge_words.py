"""Merging in words: what each file is, what it would change, what came in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xiezuo_desktop.exchange.naming import unit_named
from xiezuo_desktop.ui.widgets.row_cells import Cell
from xiezuo_desktop.ui.widgets.row_table import Column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xiezuo_desktop.exchange.merge import Arrival, CellChange, Merged
    from xiezuo_desktop.ui.widgets.row_table import RowTable


def merged_in_words(merged: Merged, *, settled: bool = False) -> str:
    """What a merge did, in a sentence or two; `settled` where the disputes it brought have all been decided."""
    new = [arrival for arrival in merged.arrivals if arrival.state == "new"]
    old = sum(arrival.state == "nothing_new" for arrival in merged.arrivals)
    said = [f"合并了 {len(new)} 个文件，共 {sum(a.changes for a in new)} 条新内容"] if new else ["没有新内容"]
    if merged.enclosed:
        said.append(f"取出 {merged.enclosed} 份佐证材料")
    if old:
        said.append(f"{old} 个没有新内容")
    if merged.refused:
        said.append(f"{len(merged.refused)} 个没有合并（{'、'.join(a.path.name for a in merged.refused[:3])}）")
    if merged.conflicts:
        said.append(f"现有 {merged.conflicts} 处分歧要处理")
    words = "，".join([*said, *(["分歧都已处理"] if settled else [])]) + "。"
    return words + (f"合并前的备份：{merged.backup.name}。" if merged.backup else "")


# ------------------------------------------------------------------------------------------------ the files


def _state(arrival: Arrival, good: str, bad: str) -> Cell:
    if arrival.state == "refused":
        return Cell(bad, "bad", "warning")
    if arrival.state == "nothing_new":
        return Cell("重复" if arrival.repeats else "没有新内容", "ink3", "done")
    if arrival.conflicts or arrival.outside_count or arrival.unknown:
        return Cell(good, "warn", "warning")
    return Cell(good, "ok", "done")


def _who(arrival: Arrival) -> Cell:
    if arrival.state == "refused":
        name = arrival.path.name
        unit = unit_named(name)  # whom to ask for it again
        return Cell(unit or name, small=name if unit else "", tip=str(arrival.path))
    who = arrival.unit_name or "、".join(arrival.authors) or arrival.path.name
    return Cell(
        who, small=arrival.path.name, tip=f"{arrival.path}\n校验码 {arrival.code}\n{'、'.join(arrival.authors)}"
    )


def _round(arrival: Arrival) -> Cell:
    return Cell(f"第{arrival.round}轮" if arrival.round else "", "ink2")


def _share(arrival: Arrival) -> Cell:
    if arrival.filled is None or not arrival.expected:
        return Cell("")
    return Cell(f"{arrival.filled} / {arrival.expected}", share=(arrival.filled, arrival.expected))


def _count(number: int, tone: str) -> Cell:
    return Cell(str(number), tone) if number else Cell("—", "ink_off")


def _told(arrival: Arrival) -> Cell:
    """What a person has to know of the file, beyond its figures."""
    if arrival.reason is not None:
        named = f"“{arrival.path.name}”"  # stands at the left already
        short = arrival.reason.sentence.removeprefix("文件").removeprefix(named)
        return Cell(short, "bad", small=arrival.reason.advice, tip=str(arrival.reason))
    if arrival.state == "nothing_new":
        return Cell(f"{arrival.repeated}，不用再合并" if arrival.repeats else "以前已经合并过，不用再合并", "ink3")
    told = []
    if arrival.conflicts:
        told.append(f"{arrival.conflicts} 处与别处的修改有分歧，合并后逐条处理")
    if arrival.again:
        told.append(f"{arrival.again} 条以前合并过又撤销，现在重新计入")
    if arrival.outside_count:
        told.append(f"{arrival.outside_count} 条不是该单位自己的内容")
    if arrival.unknown:
        told.append(f"{arrival.unknown} 处要升级软件后才能看到")
    tip = "\n".join(("不是该单位自己的：", *arrival.outside)) if arrival.outside else ""
    return Cell("；".join(told), "warn" if told else "ink", tip=tip or "；".join(told))


def file_columns(good: str, bad: str) -> tuple[Column, ...]:
    """The files; `good` and `bad` say whether they can be, or were, merged."""
    return (
        Column("结果", lambda a: _state(a, good, bad), 112),
        Column("来自", _who, weight=1.2),
        Column("轮次", _round, 64),
        Column("已填", _share, 124),
        Column("新内容", lambda a: _count(a.changes, "ink"), 66, right=True),
        Column("分歧", lambda a: _count(a.conflicts, "warn"), 54, right=True),
        Column("说明", _told, weight=2.6),
    )


# ------------------------------------------------------------------------------------------------ the changes


def _value(words: str, tone: str) -> Cell:
    return Cell(words or "（空）", tone if words else "ink3")


def counted(changes: Sequence[CellChange]) -> str:
    """How many values read differently, and about how many two values stand against each other."""
    disputed = sum(1 for change in changes if change.dispute)
    changed = sum(1 for change in changes if not change.stays)
    return f"{changed} 处" + (f"，{disputed} 处有分歧" if disputed else "")


DISPUTE = 4  # its column, hidden where nothing is in dispute


def show_changes(table: RowTable, changes: Sequence[CellChange]) -> None:
    """Fill a table of `change_columns`."""
    table.show_rows(changes)
    table.setColumnHidden(DISPUTE, not any(change.dispute for change in changes))


def change_columns(before: str, after: str) -> tuple[Column, ...]:
    """Where, what, before and after under these heads, and what is in dispute there."""
    tones = {"新增": "ok", "删除": "bad"}
    return (
        Column("哪一条", lambda c: Cell(c.where, tip=c.where), weight=2.6, both_ends=True),
        Column("内容", lambda c: Cell(c.label, tones.get(c.label, "ink2")), 104),
        Column(before, lambda c: _value(c.was, "ink3"), weight=1),
        Column(after, lambda c: _value(c.now, "ink"), weight=1),
        Column("分歧", lambda c: Cell(c.dispute, "warn", "warning" if c.dispute else "", tip=c.dispute), weight=2.4),
    )
