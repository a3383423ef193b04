"""The row above the tree: chips with counts, the search field, and the switches at its right."""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLineEdit, QToolButton, QWidget

from ..icons import icon
from ..models.indicator_nodes import NOTHING_TO_REPORT
from ..theme import SEARCH_WIDTH
from ..widgets.chips import Chip, FlowBox

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QAction, QKeyEvent

    from ...core.plan import Plan
    from ...core.records import Id
    from ..models.indicator_nodes import Node

ALL = "全部"
NO_OWNER = "缺责任部门"
STATE_CHIPS = ("未填报", "滞后", "严重滞后", "超期", "正常", "已完成")
_TONES = {"待定": "warn", "滞后": "warn", "严重滞后": "bad", "超期": "bad", NO_OWNER: "warn"}


class Tally(NamedTuple):
    """How many rows a plan has, and which of them each chip shows."""

    categories: int
    sub_rows: int
    chips: dict[str, list[Id]]


def tally(root: Node) -> Tally:
    """Count the rows of a whole tree. Chips of exceptions appear only where there are any."""
    chips: dict[str, list[Id]] = {name: [] for name in (ALL, *STATE_CHIPS, *NOTHING_TO_REPORT.values(), NO_OWNER)}
    categories = sub_rows = 0
    for node in root.walk():
        if node.is_category:
            categories += 1
            continue
        chips[ALL].append(node.id)
        chips[node.state].append(node.id)
        sub_rows += bool(node.tag)
        if not node.owners:
            chips[NO_OWNER].append(node.id)
    return Tally(categories, sub_rows, {k: v for k, v in chips.items() if v or k == ALL})


class FoldedPlan:
    """The words of a plan's indicators as they are compared, folded once, so that each further letter of a query is cheap."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._rows = [
            (indicator, category, plan.responsibilities(indicator.id))
            for category in [*plan.categories, None]
            for indicator, _ in plan.tree_of(category)
        ]

    @cached_property
    def _words(self) -> list[str]:
        from ..search import plain

        return self._folded(plain)

    @cached_property
    def _initials(self) -> list[str]:
        from ..search import initials

        return self._folded(initials)

    def _folded(self, fold: Callable[[str], str]) -> list[str]:
        """Name, category and units of each row, a line for each: no query holds the end of a line."""
        fold, bearer = cache(fold), cache(self.plan.bearer_name)
        return [
            "\n".join(
                (
                    fold(indicator.name),
                    fold(category.name if category else ""),
                    *(fold(words) for r in owners for words in (bearer(r.unit), r.capacity)),
                )
            )
            for indicator, category, owners in self._rows
        ]

    def found(self, query: str) -> set[Id]:
        """The indicators whose words, category or units hold the query, also as pinyin initials."""
        from ..search import plain

        wanted, ordinal = plain(query), query.strip()
        words = zip(self._rows, self._words, strict=True)
        out = {row[0].id for row, text in words if wanted in text or row[0].ordinal == ordinal}
        if wanted.isascii() and wanted.isalnum():
            out |= {row[0].id for row, text in zip(self._rows, self._initials, strict=True) if wanted in text}
        return out


class IndicatorFilters(QFrame):
    """`changed` carries the ids to be shown, or None for all."""

    changed = Signal(object)
    left = Signal()  # Enter or Down in the search field: go on in the tree

    def __init__(self, switches: Sequence[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filters")
        self._plan: Plan | None = None
        self._folded: FoldedPlan | None = None
        self._chips: dict[str, Chip] = {}
        self._tally = Tally(0, 0, {ALL: []})
        self._group = QButtonGroup(self)
        chips = FlowBox(gap=6)
        self._chip_row = chips.flow
        self.search = _Search()
        self.search.textChanged.connect(lambda: self._emit())
        self.search.left.connect(self.left)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 12, 12)
        row.setSpacing(6)
        row.addWidget(chips, 2)
        row.addWidget(self.search, 1)
        for action in switches:
            button = QToolButton()
            button.setDefaultAction(action)
            button.setIconSize(QSize(18, 18))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(button)

    @property
    def tally(self) -> Tally:
        """The counts of the plan that is shown."""
        return self._tally

    def show_plan(self, plan: Plan, root: Node) -> None:
        """Count anew; `root` is the whole tree. What is filtered stays until the filter is changed: no row vanishes under the hands."""
        self._plan = plan
        self._tally = tally(root)
        names = list(self._tally.chips)
        if names != list(self._chips):
            self._make_chips(names)
        for name, ids in self._tally.chips.items():
            self._chips[name].set_count(len(ids))

    def _make_chips(self, names: Sequence[str]) -> None:
        chosen = self.chosen
        for chip in self._chips.values():
            self._group.removeButton(chip)
            chip.deleteLater()
        self._chips = {}
        for name in names:
            chip = Chip(name, 0, _TONES.get(name, ""))
            chip.clicked.connect(lambda: self._emit())
            self._chips[name] = chip
            self._group.addButton(chip)
            self._chip_row.addWidget(chip)
        self._chips.get(chosen, self._chips[ALL]).setChecked(True)

    @property
    def chosen(self) -> str:
        """The name of the chip that is pressed."""
        return next((name for name, chip in self._chips.items() if chip.isChecked()), ALL)

    def clear(self) -> None:
        """Show everything again."""
        self._chips[ALL].setChecked(True)
        self.search.clear()
        self._emit()

    @property
    def is_active(self) -> bool:
        """Whether some rows are hidden."""
        return self.chosen != ALL or bool(self.search.text().strip())

    def _emit(self) -> None:
        if self._plan is None:
            return
        ids: set[Id] | None = None
        if self.chosen != ALL:
            ids = set(self._tally.chips.get(self.chosen, ()))
        query = self.search.text().strip()
        if query:
            if self._folded is None or self._folded.plan is not self._plan:
                self._folded = FoldedPlan(self._plan)
            hits = self._folded.found(query)
            ids = hits if ids is None else ids & hits
        self.changed.emit(ids)


class _Search(QLineEdit):
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText("搜索指标或单位（可用拼音首字母）")
        self.setAccessibleName("搜索指标或单位")
        self.addAction(icon("search", "ink3"), QLineEdit.ActionPosition.LeadingPosition)
        clear = self.addAction(icon("close", "ink3"), QLineEdit.ActionPosition.TrailingPosition)
        clear.setToolTip("清除　Esc")
        clear.setVisible(False)
        clear.triggered.connect(self.clear)
        self.textChanged.connect(lambda text: clear.setVisible(bool(text)))
        self.setMinimumWidth(180)
        self.setMaximumWidth(SEARCH_WIDTH)
        self.setFixedHeight(30)

    def sizeHint(self) -> QSize:
        return QSize(SEARCH_WIDTH, 30)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down, Qt.Key.Key_Escape):
            self.left.emit()
        else:
            super().keyPressEvent(event)
