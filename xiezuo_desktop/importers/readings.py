"""How a paper's tables were read – what each column means and why, what each row is – and what a person said instead."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .columns import Column
    from .ledger import Ledger, Sheet

Place = tuple[int, int]  # the number of a table in the paper and of a row in it, both from 0

MEANINGS = {
    "ordinal": "序号",
    "category": "类别",
    "name": "指标名称",
    "measure_unit": "计量单位",
    "target": "年度目标",
    "total": "合计",
    "bearer": "分解数",
    "split": "分解明细",
    "mark": "打勾的单位",
    "nature": "指标性质",
    "lead": "牵头单位",
    "responsible": "责任单位",
    "cooperating": "配合单位",
    "statistics": "统计单位",
    "funding": "资金保障单位",
    "guidance": "指导单位",
    "definition": "指标解释",
    "evidence": "佐证要求",
    "deadline": "完成时限",
    "leader": "责任领导",
    "note": "备注",
    "superior": "上级任务",
    "measures": "落实措施",
    "group": "评分类别",
    "group_points": "类别分值",
    "content": "考核内容",
    "standard": "评分标准",
    "points": "分值",
    "assessor": "考核单位",
    "goal": "工作目标",
    "party": "各行的单位",
    "figure": "一项指标的数",
    "east": "东部一方",
    "west": "西部一方",
    "pairing_kind": "结对类型",
    "stage": "阶段目标",
    "start": "启动时间",
    "last_value": "上年完成数",
    "contact": "联系人",
    "phone": "联系电话",
    "remark": "其他（记入备注）",
    "progress": "完成情况",
    "ignore": "不读入",
}
_UNITS = ("lead", "responsible", "cooperating", "statistics", "funding", "guidance")
_FOR_INDICATORS = (
    *("ordinal", "category", "name", "measure_unit", "target", "total", "bearer", "split", "nature"),
    *(
        *_UNITS,
        "mark",
        "definition",
        "evidence",
        "deadline",
        "leader",
        "last_value",
        "stage",
        "note",
        "remark",
        "ignore",
    ),
)
CHOICES = {
    "indicators": _FOR_INDICATORS,
    "matrix": _FOR_INDICATORS,
    "division": (
        *("ordinal", "category", "name", "superior", "goal", "measures", *_UNITS, "mark"),
        *("deadline", "leader", "note", "remark", "ignore"),
    ),
    "scheme": (
        *("ordinal", "group", "group_points", "name", "content", "standard", "points", "target", "measure_unit"),
        *("evidence", "assessor", "note", "remark", "ignore"),
    ),
}
CHOICES["unknown"] = tuple(m for m in MEANINGS if m != "progress")
_ELSEWHERE = {"division": {"name": "任务"}, "scheme": {"name": "项目名称", "evidence": "考核依据"}}

RARE = frozenset(
    {
        "split",
        "statistics",
        "funding",
        "guidance",
        "mark",
        "leader",
        "superior",
        "group_points",
        "assessor",
        "last_value",
        "stage",
    }
)

ROW_KINDS = {
    "header": "表头",
    "category": "类别",
    "data": "指标",
    "subset": "其中",
    "goes_on": "续行",
    "total": "合计",
    "note": "说明",
    "caption": "单位行",
    "title": "标题",
    "unplaced": "未归位",
    "skip": "不读",
    "blank": "空行",
}
ROW_CHOICES = {
    "data": "一条指标（或任务、评分项）",
    "subset": "上面一条的其中项",
    "goes_on": "接着上一行，同一条",
    "category": "类别",
    "header": "表头",
    "total": "合计",
    "note": "说明、备注",
    "skip": "不读入",
}


def meaning_label(meaning: str, kind: str = "") -> str:
    """The Chinese name of a column's meaning in a table of a kind; "" for a column that nobody knows."""
    return _ELSEWHERE.get(kind, {}).get(meaning) or MEANINGS.get(meaning, "")


class Shift(NamedTuple):
    """The words above columns stand one column beside: from a column on, in these header rows, by 1 or -1."""

    rows: tuple[Place, ...]
    column: int
    step: int


@dataclass(frozen=True, slots=True)
class Corrections:
    """What a person said of tables: meanings by (a row of the table, column), kinds of rows (keys of ROW_CHOICES),
    `shifts` and words of header cells by (a header row, column), for `captions.with_captions`.
    """

    columns: Mapping[tuple[Place, int], str] = field(default_factory=dict)
    rows: Mapping[Place, str] = field(default_factory=dict)
    captions: Mapping[tuple[Place, int], str] = field(default_factory=dict)
    shifts: tuple[Shift, ...] = ()

    def __len__(self) -> int:
        """In how many places the person said something."""
        return len(self.columns) + len(self.rows) + len(self.captions) + len(self.shifts)

    def of_table(self, table: int) -> dict[int, dict[int, str]]:
        """What was said of the columns of a table: row → column → meaning."""
        out: dict[int, dict[int, str]] = {}
        for ((number, row), column), meaning in self.columns.items():
            if number == table:
                out.setdefault(row, {})[column] = meaning
        return out


@dataclass(frozen=True, slots=True)
class ColumnReading:
    """A column: its meaning (a key of MEANINGS, "" unknown), how sure that is, and what speaks for it, in Chinese.

    `trust` is said (by a person), sure, likely, guess (only the values told) or unknown.
    """

    index: int
    meaning: str
    caption: str
    trust: str
    evidence: str


@dataclass(frozen=True, slots=True)
class SheetReading:
    """A table as a reader took it, page parts joined, with the rows of the paper that it holds.

    `items` are the indicators that rows became, by their places in the draft.
    """

    kind: str
    columns: tuple[ColumnReading, ...]
    places: tuple[Place, ...]
    items: Mapping[Place, int]

    @property
    def anchor(self) -> Place:
        """The row by which corrections of columns are kept: the last one, which stays whatever becomes of headers."""
        return self.places[-1]

    def label(self, index: int) -> str:
        """The Chinese name of the meaning of a column; "" where nobody knows it."""
        column = next((c for c in self.columns if c.index == index), None)
        return meaning_label(column.meaning, self.kind) if column else ""


@dataclass(frozen=True, slots=True)
class SheetFound:
    """What was found of one sheet: its kind, the columns as evidence told them, and what the reader made of them."""

    kind: str
    sheet: Sheet
    columns: tuple[Column, ...]
    meanings: Mapping[int, str]

    def reading(self, ledger: Ledger) -> SheetReading:
        """The same for people, when the whole paper is settled."""
        places = tuple(row.place for row in self.sheet.rows if row.place is not None)
        columns = tuple(_column(c, self.meanings.get(c.index, ""), self.kind) for c in self.columns)
        items = {place: ledger.items[place] for place in places if place in ledger.items}
        return SheetReading(self.kind, columns, places, items)


def _column(column: Column, meaning: str, kind: str) -> ColumnReading:
    label = meaning_label(meaning, kind)
    word = f"表头写的是“{column.caption}”" if column.caption else "上面没有表头"
    share = f"，看过的 {column.seen} 格里有 {column.fitting} 格相符" if column.seen and column.tested else ""
    fits = not column.tested or not column.seen or column.fitting * 10 >= column.seen * 7
    if meaning == "remark" and not column.said:
        told = f"{word}，计划里没有这一栏，连同栏名记入各行的备注"
        return ColumnReading(column.index, meaning, column.caption, "likely", told)
    if column.said:
        return ColumnReading(column.index, meaning, column.caption, "said", f"由您指定为“{label}”{share}")
    if not meaning:
        left = "计划里没有对应的内容，会列为未归位" if column.seen else "这一栏是空的"
        return ColumnReading(column.index, "", column.caption, "unknown", f"{word}，{left}")
    if column.guessed:
        return ColumnReading(
            column.index, meaning, column.caption, "guess", f"{word}，按内容读作“{label}”{share}，请核对"
        )
    trust = "sure" if fits else "likely"
    doubt = "" if fits else "，请核对"
    return ColumnReading(column.index, meaning, column.caption, trust, f"{word}{share}{doubt}")
