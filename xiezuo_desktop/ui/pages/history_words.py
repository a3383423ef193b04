"""The history in words: the rows of the list of changes and their columns, worked out when they are seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING

from ...core.wording import describe, goes_without_saying, value_in_words
from ..widgets.row_cells import Cell
from ..widgets.row_table import Column

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ...core.plan import Plan
    from ...core.records import Key, Record
    from ...storage import HistoryEntry

_NAMES = ("name", "lead", "heading", "theme", "text", "title")
_MOST_FIELDS = 8  # of a new record, said in its one row
EMPTY = "（空）"


def moment(when: datetime) -> str:
    """A time as people say it: 今天 14:32, 昨天 09:00, 3月5日 16:20, 2023年12月1日."""
    today = datetime.now().date()
    days = (today - when.date()).days
    if days in (0, 1):
        return f"{'昨天' if days else '今天'} {when:%H:%M}"
    if when.year == today.year:
        return f"{when.month}月{when.day}日 {when:%H:%M}"
    return f"{when.year}年{when.month}月{when.day}日"


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One row: a value that was written, or all the values with which a record began. `first` of its step."""

    entries: tuple[HistoryEntry, ...]
    first: bool

    @property
    def entry(self) -> HistoryEntry:
        """What the row is about."""
        return self.entries[0]

    @property
    def step(self) -> tuple[int, int]:
        """The id of the step it belongs to."""
        return self.entry.site, self.entry.ts

    @property
    def is_new(self) -> bool:
        """Whether the row tells of a new record."""
        return len(self.entries) > 1


def rows_of(entries: Iterable[HistoryEntry]) -> list[HistoryRow]:
    """The rows for these entries, in their order; what a new record was given is one row."""
    out: list[HistoryRow] = []
    for _, of_step in groupby(entries, key=lambda e: (e.site, e.ts)):
        grouped: dict[tuple[type[Record], Key], list[HistoryEntry]] = {}
        for entry in of_step:
            grouped.setdefault((entry.record, entry.key), []).append(entry)
        first = True
        for of_record in grouped.values():
            told = _worth_telling(of_record) or of_record
            whole = _begins(of_record)
            for part in [tuple(of_record)] if whole else [(entry,) for entry in told]:
                out.append(HistoryRow(part, first))
                first = False
    return out


def _begins(of_record: Sequence[HistoryEntry]) -> bool:
    """Whether a step made this record: what it was given is one row then. Of a figure its values are told one by one."""
    record = of_record[0].record
    placed = "order" not in record.fields or any(e.field == "order" for e in of_record)
    return record.keys == ("id",) and placed and len(of_record) > 1 and all(_is_first_value(e) for e in of_record)


def _worth_telling(of_record: Sequence[HistoryEntry]) -> list[HistoryEntry]:
    """The values people ask about, in the order of the form: not their place, nor what goes without saying."""
    fields = of_record[0].record.fields
    shown = [e for e in of_record if e.field != "order"]
    more = any(e.field not in fields or not fields[e.field].follows for e in shown)
    said = [
        e
        for e in shown
        if e.field not in fields or not goes_without_saying(fields[e.field], e.before, e.after, beside=more)
    ]
    return sorted(said, key=lambda e: fields[e.field].number if e.field in fields else 0)


def with_firsts(rows: Sequence[HistoryRow]) -> list[HistoryRow]:
    """Some of the rows, each step's first among them marked as such."""
    out: list[HistoryRow] = []
    for row in rows:
        out.append(row if row.first or (out and out[-1].step == row.step) else HistoryRow(row.entries, True))
    return out


def _is_first_value(entry: HistoryEntry) -> bool:
    field = entry.record.fields.get(entry.field)
    return field is not None and entry.before in (None, field.empty)


def names_in(entries: Iterable[HistoryEntry]) -> dict[tuple[type[Record], Key], str]:
    """What records were called last, from entries that come newest first: also those that are gone."""
    out: dict[tuple[type[Record], Key], str] = {}
    for entry in entries:
        if entry.field in _NAMES and (entry.record, entry.key) not in out and (entry.after or entry.before):
            out[entry.record, entry.key] = str(entry.after or entry.before)
    return out


class HistoryWords:
    """Says rows in the words of a plan. `names` are those of records that are gone from it."""

    def __init__(self, plan: Callable[[], Plan]) -> None:
        self._plan = plan
        self.names: dict[tuple[type[Record], Key], str] = {}

    def where(self, row: HistoryRow) -> str:
        """Which record; one that is gone by the name it had last."""
        record, key, plan = row.entry.record, row.entry.key, self._plan()
        name = self.names.get((record, key)) if plan.get(record, key) is None else None
        return f"{record.label}“{name[:40]}”（已删除）" if name else describe(plan, record, key)

    def what(self, row: HistoryRow) -> str:
        """Which field, or what became of the record."""
        if row.is_new:
            return "新增"
        field = row.entry.record.fields.get(row.entry.field)
        return field.label if field else "删除" if row.entry.after else "恢复"

    def before(self, row: HistoryRow) -> str:
        """What stood there."""
        if row.is_new:
            return ""
        return self._value(row.entry, row.entry.before)

    def after(self, row: HistoryRow) -> str:
        """What was written."""
        if not row.is_new:
            return self._value(row.entry, row.entry.after)
        fields = row.entry.record.fields
        told = [
            f"{fields[e.field].label}：{self._value(e, e.after)}"
            for e in sorted(row.entries, key=lambda e: fields[e.field].number)
            if e.field != "order" and e.after not in (None, "")
        ]
        return "；".join(told[:_MOST_FIELDS])

    def _value(self, entry: HistoryEntry, value: object) -> str:
        field = entry.record.fields.get(entry.field)
        return value_in_words(self._plan(), field, value) if field else "已删除" if value else "在用"

    def columns(self) -> tuple[Column, ...]:
        """When, who, in which step, where, what, before, after."""

        def once(row: HistoryRow) -> str:
            return "ink2" if row.first else "ink3"

        def value(words: str, tone: str) -> Cell:
            return Cell(words or EMPTY, tone if words else "ink3")

        tones = {"新增": "ok", "删除": "bad", "恢复": "ok"}
        return (
            Column("时间", lambda r: Cell(moment(r.entry.when), once(r), tip=f"{r.entry.when:%Y-%m-%d %H:%M:%S}"), 116),
            Column("谁", lambda r: Cell(r.entry.author, "ink" if r.first else "ink3"), 84),
            Column("哪一步", lambda r: Cell(r.entry.label, "ink" if r.first else "ink3"), weight=1.3, both_ends=True),
            Column("哪一条", lambda r: Cell(self.where(r)), weight=1.8, both_ends=True),
            Column("内容", lambda r: Cell(self.what(r), tones.get(self.what(r), "ink2")), 92),
            Column("原来", lambda r: value(self.before(r), "ink2"), weight=1),
            Column("改为", lambda r: value(self.after(r), "ink"), weight=1.3),
        )


def authors(entries: Sequence[HistoryEntry]) -> list[str]:
    """Who wrote something, by name."""
    return sorted({entry.author for entry in entries})
