"""The column at the left of the preview: which report, for whom, on what paper; printing and saving."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QMenu, QPushButton, QScrollArea, QVBoxLayout, QWidget

from xiezuo_desktop.ui import settings
from xiezuo_desktop.ui.icons import icon
from xiezuo_desktop.ui.widgets.look import button, hairline, label
from xiezuo_desktop.ui.widgets.record_picker import RecordPicker, unit_choices

from .page_setups import PageSetups
from .print_choices import DEFAULTS, PrintChoices, StillBox
from .report_making import Order

if TYPE_CHECKING:
    from collections.abc import Callable

    from xiezuo_desktop.core.records import Id
    from xiezuo_desktop.ui.session import Session

WIDTH = 216
ALL_UNITS = "全部单位"


class PrintOptions(QFrame):
    """What is to be printed; `changed` when another choice was made."""

    changed = Signal()
    print_wanted = Signal()
    save_wanted = Signal(str)  # pdf, docx or xlsx
    save_all_wanted = Signal(str)  # the same, a file for each unit

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from xiezuo_desktop.reports import REPORTS

        self.setObjectName("detail")
        self.setFixedWidth(WIDTH)
        self._session = session
        self._labels = {name: report.label for name, report in REPORTS.items()}
        self._unit: Id | None = None
        self._saving = False
        self._setups = PageSetups(session, self)
        area = QScrollArea()  # on a small screen the choices scroll, printing stays in sight
        area.setProperty("look", "bare")
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Tab comes to the choices, which scroll into sight
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self._make_choices())
        self._print = button("打印…", "primary", tip="选打印机并打印　Ctrl+P", on=self.print_wanted.emit)
        self._save = button("另存为…", icon_name="export", tip="存成 PDF、Word 或 Excel")
        self._save.setMenu(self._save_menu())
        foot = QVBoxLayout()
        foot.setContentsMargins(12, 6, 12, 14)
        foot.setSpacing(8)
        foot.addWidget(self._print)
        foot.addWidget(self._save)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(area, 1)
        whole.addLayout(foot)
        self.set_ready(False)
        self.begin()

    def begin(self) -> None:
        """Another plan is open: choose as was chosen for it last."""
        self._recall()
        self.refresh()

    def _make_choices(self) -> QWidget:
        choices = QWidget()
        column = QVBoxLayout(choices)
        column.setContentsMargins(12, 12, 12, 8)
        column.setSpacing(2)
        column.addWidget(self._key("报表"))
        self._reports = QButtonGroup(self)
        for number, name in enumerate(self._labels):
            column.addWidget(self._report_button(name, number))
        column.addSpacing(6)
        column.addWidget(hairline())
        column.addSpacing(6)
        column.addWidget(self._key("单位"))
        self._unit_box = _UnitBox(self._choose_unit)
        column.addWidget(self._unit_box)
        self.choices = PrintChoices()
        self.choices.changed.connect(self._chosen)
        column.addWidget(self.choices)
        column.addStretch(1)
        return choices

    def _save_menu(self) -> QMenu:
        menu = QMenu(self)
        for words, kind in (("PDF…", "pdf"), ("Word 文档…", "docx"), ("Excel 表格…", "xlsx")):
            menu.addAction(words, lambda kind=kind: self.save_wanted.emit(kind))
        self._each = menu.addMenu("每个单位一个文件")
        for words, kind in (("PDF…", "pdf"), ("Word 文档…", "docx"), ("Excel 表格…", "xlsx")):
            self._each.addAction(words, lambda kind=kind: self.save_all_wanted.emit(kind))
        return menu

    def _key(self, text: str) -> QWidget:
        made = label(text, "key")
        made.setIndent(2)
        return made

    def _report_button(self, name: str, number: int) -> QPushButton:
        made = QPushButton(f"  {self._labels[name]}")
        made.setProperty("look", "row")
        made.setFixedHeight(28)
        made.setIcon(icon("paper" if number == 0 else "columns", "ink2", "primary"))
        made.setCheckable(True)
        made.setChecked(number == 0)
        made.setProperty("report", name)
        made.clicked.connect(self._report_chosen)
        self._reports.addButton(made)
        return made

    def label_of(self, report: str) -> str:
        """What people call a report."""
        return self._labels.get(report, report)

    @property
    def report(self) -> str:
        """The report that is chosen."""
        return str(self._reports.checkedButton().property("report"))

    def order(self) -> Order:
        """What is chosen now."""
        unit = self._session.plan.bearer_name(self._unit) or None
        return Order(report=self.report, unit=unit, **self.choices.values())

    def choose(self, report: str, unit: Id | None = None) -> None:
        """Choose a report, and a unit, for the user."""
        for each in self._reports.buttons():
            if each.property("report") == report:
                each.setChecked(True)
        self._recall()
        self._set_unit(unit)

    def _report_chosen(self) -> None:
        self._recall()
        self._show_choices()
        self.changed.emit()

    def _chosen(self) -> None:
        self._setups.choose(self.report, self.choices.values())
        self.changed.emit()

    def _recall(self) -> None:
        """Choose for this report what was chosen for it last, in this plan."""
        self.choices.restore({**settings.choices(DEFAULTS), **self._setups.of(self.report)})

    def follow_setup(self) -> None:
        """The plan remembers another set-up now: after undo, or from a colleague."""
        before = self.order()
        self._recall()
        if self.order() != before:
            self.changed.emit()

    def _show_choices(self) -> None:
        from xiezuo_desktop.reports import REPORTS

        self.choices.show_for(self.report, one_unit=self._unit is not None)
        self._each.setEnabled(bool(REPORTS[self.report].matters))

    def set_ready(self, ready: bool) -> None:
        """Whether there is something to print."""
        self._print.setEnabled(ready)
        self._save.setEnabled(ready and not self._saving)

    def set_saving(self, saving: bool) -> None:
        """One file is written at a time."""
        self._saving = saving
        self._save.setEnabled(self.ready and not saving)

    @property
    def ready(self) -> bool:
        """Whether what is chosen is what is shown."""
        return self._print.isEnabled()

    def refresh(self) -> None:
        """A unit that is gone is no longer chosen."""
        name = self._session.plan.bearer_name(self._unit)
        if not name:
            self._unit = None
        self._unit_box.show_name(name or ALL_UNITS)
        self.choices.show_periods(self._session.plan)
        self._show_choices()

    def _choose_unit(self) -> None:
        units = unit_choices(self._session.plan)
        picker = RecordPicker(units, self, title="单位", nothing=ALL_UNITS, current=self._unit)
        picker.picked.connect(self._set_unit)
        picker.open_below(self._unit_box)

    def _set_unit(self, unit: Id | None) -> None:
        self._unit = unit
        self.refresh()
        self.changed.emit()


class _UnitBox(StillBox):
    """Looks like the other boxes; its list is one that can be searched."""

    def __init__(self, opens: Callable[[], object]) -> None:
        super().__init__()
        self._opens = opens
        self.setAccessibleName("单位")
        self.setToolTip("只印一个单位的内容")
        self.addItem(ALL_UNITS)

    def show_name(self, name: str) -> None:
        """Show what is chosen."""
        self.setItemText(0, name)

    def showPopup(self) -> None:
        self._opens()
