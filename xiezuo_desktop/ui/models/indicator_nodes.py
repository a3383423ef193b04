"""The rows of the indicator tree as nodes with their words ready, so that painting a cell costs no thought."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.records import Category, Id, Indicator, Report

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from ...core.figures.sheet import Entry, FigureSheet
    from ...core.plan import Plan
    from .indicator_rows import Section

ORDINAL, NAME, MEASURE_UNIT, TARGET, LAST_YEAR, DONE, RATE, UNITS, STATE = range(9)
HEADINGS = ("序号", "指标名称", "单位", "年度目标", "上年完成", "已完成", "完成率", "责任部门", "状态")
FIELDS = {ORDINAL: "ordinal", NAME: "name", MEASURE_UNIT: "measure_unit", TARGET: "target", LAST_YEAR: "last_value"}
DASH = "—"
NO_CATEGORY: Id = 1  # node of the rows without a category; real ids are random and large
ROOT: Id = 0

TAGS = {"subset": "其中", "part": "分项", "related": "相关", "": "其中"}
NOTHING_TO_REPORT = {"not_assessed": "仅统计", "none_set": "未下达", "not_applicable": "不适用", "pending": "待定"}
OWNERS = ("lead", "responsible")
BEHIND = frozenset({"behind", "far_behind", "overdue"})


class Node:
    """One row. `cells` are the shown words by column; `tag` stands before the name of a sub row.

    What lies above and below it is looked up in its section when somebody asks: of a large plan few rows are ever nodes.
    """

    __slots__ = (
        "at",
        "cells",
        "depth",
        "entry",
        "id",
        "is_category",
        "owners",
        "record",
        "section",
        "split_total",
        "state",
        "tag",
    )

    def __init__(
        self, record: Indicator | Category | None, node_id: Id, section: Section | None, at: int = -1, depth: int = 0
    ) -> None:
        self.record = record
        self.id = node_id
        self.section = section
        self.at = at  # its place in the section; -1 for the category itself
        self.depth = depth  # below the first rows of the category
        self.is_category = False
        self.cells: tuple[str, ...] = ("",) * len(HEADINGS)
        self.tag = ""
        self.state = ""
        self.owners: list[str] = []
        self.split_total: Decimal | None = None  # shown as the target where that is left open
        self.entry: Entry | None = None  # what is reported, where the plan has figures

    @property
    def key(self) -> Id:
        """What names it through every rebuild."""
        return self.id

    @property
    def is_heading(self) -> bool:
        """Whether it only heads others."""
        return self.is_category

    @property
    def parent(self) -> Node | None:
        """The row above; None for the root."""
        return self.section.above(self) if self.section else None

    @property
    def kids(self) -> list[Node]:
        """The rows directly below."""
        return self.section.below(self) if self.section else []

    @property
    def row(self) -> int:
        """Its place among those of the same parent."""
        return self.section.place_among(self) if self.section else 0

    @property
    def number(self) -> Decimal | None:
        """The number of the target, None where it has none; read when somebody asks, because its patterns take 10 ms."""
        from ...core.numbers import read_target

        record = self.record
        if self.split_total is not None:
            return self.split_total
        return read_target(record.target, record.target_reading).number if isinstance(record, Indicator) else None

    def walk(self) -> Iterator[Node]:
        """All nodes below this one, in the order of the paper."""
        for kid in self.kids:
            yield kid
            yield from kid.walk()


def sheet_of(plan: Plan) -> FigureSheet | None:
    """The figures of the month that was reported last; None where there are none, so that nothing is loaded for them."""
    if not plan.rows(Report):
        return None
    from ...core.figures.months import last_reported
    from ...core.figures.sheet import FigureSheet

    period = last_reported(plan)
    return FigureSheet(plan, period) if period else None


def category_title(category: Category) -> str:
    """A category as it is read: （一）组织领导, 一、组织领导."""
    ordinal = category.ordinal
    between = "" if not ordinal or ordinal.endswith(("）", ")", "、", "．", ".")) else "、"
    return f"{ordinal}{between}{category.name}"


def _read(indicator: Indicator) -> tuple[str, str]:
    """Kind and words of a target; every quantity is a "number" here. Most are plain figures, which need no rules."""
    text = indicator.target
    whole, point, decimals = text.partition(".")
    if _is_figure(whole) and (not point or _is_figure(decimals)) and not indicator.target_reading:
        grouped = whole if whole.startswith("0") else f"{int(whole):,}"
        return "number", grouped + point + decimals
    from ...core.numbers import kind_of_words, with_thousands

    kind = kind_of_words(text, indicator.target_reading) or "number"
    return kind, " ".join(with_thousands(text.strip()).split()) or DASH


def _is_figure(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 16


def fill(plan: Plan, node: Node, indicator: Indicator, sheet: FigureSheet | None) -> None:
    """Make the words of one row ready; `sheet` has the figures of the plan."""
    kind, target = _read(indicator)
    if kind == "pending" and plan.allocations(indicator.id):
        node.split_total = _split_total(plan, indicator)
    if node.split_total is not None:
        from ...core.numbers import shown, with_thousands

        kind, target = "number", with_thousands(shown(node.split_total))
    is_sub = node.depth > 0
    node.tag = TAGS.get(indicator.parent_relation, "其中") if is_sub else ""
    node.state = NOTHING_TO_REPORT.get(kind, "仅统计" if indicator.nature == "statistical" else "未填报")
    done, rate = _fill_figures(node, indicator, kind, sheet)
    node.owners = [
        name
        for r in plan.responsibilities(indicator.id)
        if r.role in OWNERS and (name := r.capacity or plan.bearer_name(r.unit))
    ]
    name = indicator.name.removeprefix("其中").lstrip("：: ") if is_sub else indicator.name
    node.cells = (
        indicator.ordinal,
        " ".join(name.split()),
        indicator.measure_unit,
        target,
        _last_year(indicator),
        done,
        rate,
        "、".join(node.owners),
        node.state,
    )


def _last_year(indicator: Indicator) -> str:
    """What was reached last year, as it is shown."""
    text = indicator.last_value.strip()
    if not text:
        return DASH
    from ...core.numbers import with_thousands

    return " ".join(with_thousands(text).split())


def _split_total(plan: Plan, indicator: Indicator) -> Decimal | None:
    from ...core.splitting import whole_matrix

    return whole_matrix(plan).total_of_split(indicator)


def _fill_figures(node: Node, indicator: Indicator, kind: str, sheet: FigureSheet | None) -> tuple[str, str]:
    """The words for 已完成 and 完成率, and the state; dashes where nothing is reported or there is nothing to rate."""
    node.entry = None
    if sheet is None:
        return DASH, DASH
    from ...core.numbers import shown, with_thousands
    from ...core.progress import percent

    entry = sheet.entry(indicator, 0)
    if kind not in NOTHING_TO_REPORT and (entry.state != "statistical" or entry.value is not None):
        node.state = entry.state_label
        node.entry = entry
    done = DASH if entry.value is None else with_thousands(shown(entry.value))
    return done, percent(entry.rate) or DASH
