"""The choices about a report that only some reports have, and those of the page: each shown where it means something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QVBoxLayout, QWidget

from xiezuo_desktop.core.periods import period_label, period_text
from xiezuo_desktop.ui.widgets.look import label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QWheelEvent

    from xiezuo_desktop.core.plan import Plan

FORMS = (("文件", "document"), ("信函", "letter"), ("命令（令）", "order"), ("纪要", "minutes"), ("不要红头", "plain"))
PITCHES = (("国家标准（29.62 磅）", None), ("29 磅", 29.0), ("28.5 磅", 28.5), ("28 磅", 28.0))
TURNED = (("按表格宽度选", None), ("纵向", False), ("横向", True))
DEFAULTS = "print/default"  # where the choices are remembered that hold where a report has none of its own
WITH_PERIOD = ("completion", "scores", "reminder")
WITH_TABLE = ("taskbook", "indicators", "matrix", "division", "completion", "scores", "checks")
# By the name of the option: its words, the reports that have it (empty: all), and what a tick and no tick stand for.
TICKS: dict[str, tuple[str, tuple[str, ...], Any, Any]] = {
    "sealed": ("留出盖章的位置", ("taskbook", "reminder"), None, False),
    "bound": ("附件另外装订，页码另起", ("taskbook",), False, None),
    "remainder": ("加一栏未分下去的数", ("matrix",), True, None),
    "last_year": ("加一栏上年完成数", ("indicators",), True, None),
    "handled": ("加一栏办理情况", ("division",), True, None),
    "continued": ("换页时写“续表”", WITH_TABLE, True, None),
    "job": ("各单位的连成一份", ("taskbook", "indicators", "matrix", "division", "completion"), True, False),
    "draft": ("加“草稿”字样", (), True, False),
}
_TICKED = ("sealed",)


class StillBox(QComboBox):
    """The wheel scrolls the column it stands in: what is chosen is not changed in passing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class PrintChoices(QWidget):
    """A column of boxes and ticks; `changed` when the user chose something."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._keys: dict[str, QWidget] = {}
        self._boxes: dict[str, QComboBox] = {}
        self._add("period", "期次", (("最近一期", None),))
        self._add("form", "公文格式", FORMS)
        self._add("paper", "纸张", (("A4", "A4"), ("A3", "A3")))
        self._add("turned", "方向（表格页）", TURNED)
        self._add("line_pitch", "行距", PITCHES)
        self._column.addSpacing(8)
        self._ticks = {name: self._tick(name) for name in TICKS}

    def _add(self, name: str, words: str, choices: Iterable[tuple[str, object]]) -> None:
        key = label(words, "key")
        key.setIndent(2)
        key.setContentsMargins(0, 4, 0, 0)
        box = StillBox()
        box.setAccessibleName(words)
        for text, value in choices:
            box.addItem(text, value)
        box.activated.connect(lambda _: self.changed.emit())
        self._column.addWidget(key)
        self._column.addWidget(box)
        self._keys[name], self._boxes[name] = key, box

    def _tick(self, name: str) -> QCheckBox:
        made = QCheckBox(TICKS[name][0])
        made.setChecked(name in _TICKED)
        made.clicked.connect(lambda: self.changed.emit())
        self._column.addWidget(made)
        return made

    def box(self, name: str) -> QComboBox:
        """The box of an option."""
        return self._boxes[name]

    def tick(self, name: str) -> QCheckBox:
        """The tick of an option."""
        return self._ticks[name]

    def show_for(self, report: str, *, one_unit: bool) -> None:
        """Show what this report knows; a job of all units only where no single one is chosen."""
        shown = {"period": report in WITH_PERIOD, "form": report == "taskbook", "turned": report in WITH_TABLE}
        for name, box in self._boxes.items():
            box.setVisible(shown.get(name, True))
            self._keys[name].setVisible(shown.get(name, True))
        for name, tick in self._ticks.items():
            reports = TICKS[name][1]
            tick.setVisible((not reports or report in reports) and not (name == "job" and one_unit))

    def show_periods(self, plan: Plan) -> None:
        """Offer the months of the plan's year, and the year."""
        box = self._boxes["period"]
        chosen, year = box.currentData(), plan.info.year
        box.clear()
        box.addItem("最近一期", None)
        for period in [year * 100 + month for month in range(12, -1, -1)] if year else []:
            box.addItem(period_label(period), period_text(period))
        box.setCurrentIndex(max(box.findData(chosen), 0))

    def values(self) -> dict[str, Any]:
        """What is chosen, by the names of an Order; what is not shown is left to the report."""
        found = {name: box.currentData() for name, box in self._boxes.items() if not box.isHidden()}
        for name, tick in self._ticks.items():
            if not tick.isHidden():
                found[name] = TICKS[name][2] if tick.isChecked() else TICKS[name][3]
        return found

    def restore(self, values: dict[str, Any]) -> None:
        """Choose again what `values` gave; what is not in it stays as it is by itself."""
        for name, box in self._boxes.items():
            if name != "period":
                box.setCurrentIndex(max(box.findData(values.get(name)), 0))
        for name, tick in self._ticks.items():
            ticked = TICKS[name][2]
            tick.setChecked(values[name] == ticked if name in values else name in _TICKED)
