"""The rows of the indicator tree: made when they are looked at, so that a plan of 100,000 opens like one of ten.

How many there are of each kind is counted apart, with pauses.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from .indicator_nodes import BEHIND, NO_CATEGORY, NOTHING_TO_REPORT, ROOT, Node, category_title, fill, sheet_of
from .outline_model import ALL

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Iterator

    from ...core.figures.sheet import FigureSheet
    from ...core.plan import Plan
    from ...core.records import Category, Id, Indicator

    Line = tuple[Indicator, int]  # an indicator, and how deep it lies below the others of its category

_DEEPEST = 1_000_000
NO_OWNER = "缺责任部门"
STATE_CHIPS = ("未填报", "滞后", "严重滞后", "超期", "正常", "已完成")
CHIPS = dict.fromkeys((*STATE_CHIPS, *NOTHING_TO_REPORT.values()), "") | {
    "待定": "warn", "滞后": "warn", "严重滞后": "bad", "超期": "bad", NO_OWNER: "warn",
}  # fmt: skip
_PAUSE = 50  # rows between two places where counting may pause


class Root(Node):
    """What lies above all sections."""

    def __init__(self, sections: list[Section]) -> None:
        super().__init__(None, ROOT, None)
        self._sections = sections

    @property
    def kids(self) -> list[Node]:
        return [node for section in self._sections for node in section.tops()]


class Section:
    """A category with its rows; or the rows of a plan that has no categories, under no heading (`has_head` is False)."""

    def __init__(self, rows: IndicatorRows, category: Category | None, lines: list[Line], *, has_head: bool) -> None:
        self.lines = lines
        self.has_head = has_head
        self.category = category
        self.head_id: Id = category.id if category else NO_CATEGORY
        self.open_lines: list[int] | None = None  # places of the lines that are open; None: all of them
        self._rows = rows
        self._head: Node | None = None
        self._nodes: dict[int, Node] = {}

    @property
    def height(self) -> int:
        """How many rows it takes."""
        return self.has_head + (len(self.lines) if self.open_lines is None else len(self.open_lines))

    def arrange(self, closed: Collection[Hashable], *, within: bool) -> None:
        """Close these rows; `within`: there may be some of indicators among them."""
        if self.has_head and self.head_id in closed:
            self.open_lines = []
        else:
            self.open_lines = self._open_among(closed) if within else None

    def _open_among(self, closed: Collection[Hashable]) -> list[int]:
        shown, folded = [], _DEEPEST  # the depth below which nothing is shown
        for at, (indicator, depth) in enumerate(self.lines):
            if depth <= folded:
                shown.append(at)
                folded = depth if indicator.id in closed else _DEEPEST
        return shown

    def place_of(self, at: int) -> int | None:
        """The row, counted in this section, of a line; None where it is folded away."""
        if self.open_lines is None:
            return at + self.has_head
        found = bisect_left(self.open_lines, at)
        is_open = found < len(self.open_lines) and self.open_lines[found] == at
        return found + self.has_head if is_open else None

    def at(self, row: int) -> int:
        """The place of the line in a row of this section, -1 for the heading."""
        row -= self.has_head
        return row if row < 0 or self.open_lines is None else self.open_lines[row]

    # ------------------------------------------------------------------------------------------------ nodes

    def node(self, at: int) -> Node:
        """The node of a line, or of the heading."""
        if at < 0:
            return self._heading()
        node = self._nodes.get(at)
        if node is None:
            indicator, depth = self.lines[at]
            node = self._nodes[at] = Node(indicator, indicator.id, self, at, depth)
            fill(self._rows.plan, node, indicator, self._rows.sheet)
        return node

    def _heading(self) -> Node:
        if self._head is None:
            node = self._head = Node(self.category, self.head_id, self)
            node.is_category = True
            behind = 0
            if self._rows.sheet is not None:
                entries = (self.node(at).entry for at in range(len(self.lines)))
                behind = sum(entry is not None and entry.state in BEHIND for entry in entries)
            words = f"{len(self.lines)} 项 {behind} 项滞后" if behind else f"{len(self.lines)} 项"
            title = category_title(self.category) if self.category else "未分类"
            node.cells = ("", title, "", "", "", "", words, "", "")
        return self._head

    def tops(self) -> list[Node]:
        """What stands directly below the root."""
        return [self._heading()] if self.has_head else self._on_level(0, 0)

    def _on_level(self, start: int, depth: int) -> list[Node]:
        """The nodes of one depth from a line on, until one comes that lies higher."""
        out = []
        for at in range(start, len(self.lines)):
            found = self.lines[at][1]
            if found < depth:
                break
            if found == depth:
                out.append(self.node(at))
        return out

    def below(self, node: Node) -> list[Node]:
        """The rows directly below one."""
        return self._on_level(node.at + 1, 0 if node.at < 0 else node.depth + 1)

    def has_below(self, at: int) -> bool:
        """Whether others lie below a line or the heading."""
        return at + 1 < len(self.lines) and (at < 0 or self.lines[at + 1][1] > self.lines[at][1])

    def above(self, node: Node) -> Node:
        """The row above one."""
        if node.at < 0:
            return self._rows.root
        for at in range(node.at - 1, -1, -1):
            if self.lines[at][1] < node.depth:
                return self.node(at)
        return self._heading() if self.has_head else self._rows.root

    def place_among(self, node: Node) -> int:
        """How many rows of the same parent stand before one."""
        if node.at < 0:
            return self._rows.sections.index(self)
        before = 0
        for at in range(node.at - 1, -1, -1):
            depth = self.lines[at][1]
            if depth < node.depth:
                break
            before += depth == node.depth
        return before


class IndicatorRows:
    """All sections of a plan, or some rows of them."""

    def __init__(
        self, plan: Plan, parts: Iterable[tuple[Category | None, list[Line]]], closed: Collection[Hashable]
    ) -> None:
        self.plan = plan
        self.sheet: FigureSheet | None = sheet_of(plan)
        has_heads = bool(plan.categories)
        self.sections = [Section(self, category, lines, has_head=has_heads) for category, lines in parts]
        self.root: Node = Root(self.sections)
        self._numbers: dict[Hashable, int] | None = None  # places of the indicators among all lines, opened or not
        self._begins = list(accumulate((len(section.lines) for section in self.sections), initial=0))
        self.arrange(closed)

    @classmethod
    def of(cls, plan: Plan, closed: Collection[Hashable]) -> IndicatorRows:
        """All rows of a plan."""
        parts = [(category, plan.tree_of(category)) for category in plan.categories]
        rest = plan.tree_of(None)
        return cls(plan, [*parts, (None, rest)] if rest else parts, closed)

    def narrowed(self, shown: Collection[Id], closed: Collection[Hashable]) -> IndicatorRows:
        """The rows of these indicators, with those above them."""
        numbers = self._places()
        if len(shown) >= len(numbers) and numbers.keys() <= set(shown):
            self.arrange(closed)
            return self
        wanted = sorted(numbers[i] for i in shown if i in numbers)
        parts, begin = [], 0
        for number, section in enumerate(self.sections):
            end = bisect_left(wanted, self._begins[number + 1], begin)
            if end > begin:
                first = self._begins[number]
                parts.append((section.category, _with_parents(section.lines, [n - first for n in wanted[begin:end]])))
            begin = end
        return IndicatorRows(self.plan, parts, closed)

    def arrange(self, closed: Collection[Hashable]) -> None:
        self._closed = closed
        heads = sum(section.has_head and section.head_id in closed for section in self.sections)
        for section in self.sections:
            section.arrange(closed, within=len(closed) > heads)
        self._starts = list(accumulate((section.height for section in self.sections), initial=0))

    def __len__(self) -> int:
        return self._starts[-1]

    def _locate(self, row: int) -> tuple[Section, int]:
        number = bisect_right(self._starts, row) - 1
        section = self.sections[number]
        return section, section.at(row - self._starts[number])

    def __getitem__(self, row: int) -> Node:
        section, at = self._locate(row)
        return section.node(at)

    def level(self, row: int) -> int:
        section, at = self._locate(row)
        return 0 if at < 0 else section.lines[at][1] + section.has_head

    def key(self, row: int) -> Hashable:
        section, at = self._locate(row)
        return section.head_id if at < 0 else section.lines[at][0].id

    def has_below(self, row: int) -> bool:
        section, at = self._locate(row)
        return section.has_below(at)

    def closed_below(self, row: int) -> int:
        section, _ = self._locate(row)
        before = section.height
        section.arrange({key for key in self._closed if key != self.key(row)}, within=True)
        after = section.height
        section.arrange(self._closed, within=True)
        return after - before

    def headings(self, first: int, last: int) -> list[int]:
        """The rows of categories from one row to another."""
        begin, end = bisect_left(self._starts, first), bisect_right(self._starts, last)
        pairs = zip(self._starts[begin:end], self.sections[begin:end], strict=False)
        return [row for row, section in pairs if section.has_head]

    def _places(self) -> dict[Hashable, int]:
        if self._numbers is None:
            ids = [line[0].id for section in self.sections for line in section.lines]
            self._numbers = dict(zip(ids, range(len(ids)), strict=True))
        return self._numbers

    def _find(self, key: Hashable) -> tuple[int, int] | None:
        """The number of the section of a row, and its place in it."""
        number = self._places().get(key)
        if number is None:
            heads = (n for n, section in enumerate(self.sections) if section.has_head and section.head_id == key)
            head = next(heads, None)
            return None if head is None else (head, -1)
        section = bisect_right(self._begins, number) - 1
        return section, number - self._begins[section]

    def place(self, key: Hashable) -> int | None:
        found = self._find(key)
        if found is None:
            return None
        section, at = found
        row = self.sections[section].place_of(at) if at >= 0 else 0
        return None if row is None else self._starts[section] + row

    def find(self, key: Hashable) -> Node | None:
        found = self._find(key)
        return None if found is None else self.sections[found[0]].node(found[1])

    def shape(self) -> object:
        return [(s.head_id, [(line[0].id, line[1]) for line in s.lines]) for s in self.sections]

    def indicators_from(self, key: Hashable) -> list[Id]:
        """The indicators from one to the end, folded away or not; none where it is not shown."""
        ids = [line[0].id for section in self.sections for line in section.lines]
        number = self._places().get(key)
        return [] if number is None else ids[number:]


def _with_parents(lines: list[Line], wanted: list[int]) -> list[Line]:
    """The lines at these places, with those above them."""
    kept = set(wanted)
    for at in wanted:
        depth = lines[at][1]
        while depth:
            at -= 1
            if lines[at][1] < depth:
                depth = 0 if at in kept else lines[at][1]
                kept.add(at)
    return [lines[at] for at in sorted(kept)]


class Tally(NamedTuple):
    """The rows of a whole plan."""

    sub_rows: int
    chips: dict[str, list[Id]]

    def counts(self) -> dict[str, int]:
        """How many rows each chip shows."""
        return {name: len(ids) for name, ids in self.chips.items()}


def tally(plan: Plan) -> Iterator[Tally | None]:
    """Count the rows of a whole plan, with pauses; what comes last is the tally."""
    chips: dict[str, list[Id]] = {name: [] for name in (ALL, *CHIPS)}
    sub_rows = 0
    sheet = sheet_of(plan)
    for category in [*plan.categories, None]:
        for number, (indicator, depth) in enumerate(plan.tree_of(category)):
            node = Node(indicator, indicator.id, None, depth=depth)
            fill(plan, node, indicator, sheet)
            chips[ALL].append(node.id)
            chips[node.state].append(node.id)
            sub_rows += depth > 0
            if not node.owners:
                chips[NO_OWNER].append(node.id)
            if number % _PAUSE == 0:
                yield None
    yield Tally(sub_rows, chips)
