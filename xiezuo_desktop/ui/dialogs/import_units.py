"""Names of units that the plan does not know: the person says once what each is, and it is remembered as an alias."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from xiezuo_desktop.importers.unknown_names import GROUP, NEW, SAME, Answer
from xiezuo_desktop.ui.widgets.look import button, hairline, label, tag
from xiezuo_desktop.ui.widgets.record_picker import Choice, RecordPicker

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xiezuo_desktop.importers.unknown_names import UnknownName

    from .import_reading import Reading

MOST = 300  # names asked about one by one; the rest become units
_CHOOSE = "choose"
_ANSWER = Qt.ItemDataRole.UserRole


class UnitsPage(QScrollArea):
    """One line a name: how often it stands in the paper, what it is like, and what the person says it is."""

    answered = Signal(object, str, object)  # the reading, the name, the Answer

    def __init__(self, known: Callable[[], Sequence[str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "bare")
        self.setWidgetResizable(True)
        self._known = known
        self._reading: Reading | None = None
        self.boxes: dict[str, QComboBox] = {}

    def show_reading(self, reading: Reading) -> None:
        """Show the names of another reading; of the same one only what is new is laid out again."""
        same = self._reading is not None and reading.source is self._reading.source
        self._reading = reading
        if same and list(self.boxes) == [n.name for n in reading.names[:MOST]]:
            for name in self.boxes:
                self._show_answer(name)
            return
        self.boxes = {}
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(_explained(reading.names), "body2", wrap=True))
        column.addWidget(self._card(reading.names[:MOST]))
        if len(reading.names) > MOST:
            column.addWidget(
                label(f"另有 {len(reading.names) - MOST} 个名称按新单位建立，以后可以在“单位”页合并。", "meta")
            )
        column.addStretch(1)
        self.setWidget(inside)

    def _card(self, names: Sequence[UnknownName]) -> QFrame:
        box = QFrame()
        box.setProperty("look", "card")
        grid = QGridLayout(box)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(4, 1)
        for place, words in enumerate(("来文写的", "出现", "它是", "")):
            grid.addWidget(label(words, "key"), 0, place)
        grid.addWidget(hairline(), 1, 0, 1, 5)
        for row, name in enumerate(names, 2):
            grid.addWidget(label(name.name), row, 0)
            grid.addWidget(label(f"{name.uses} 处" if name.uses else "", "meta"), row, 1)
            grid.addWidget(self._box(name), row, 2)
            grid.addLayout(self._hint(name), row, 3)
        return box

    def _hint(self, name: UnknownName) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        if name.suggestions:
            row.addWidget(tag("像", "warn"))
            for other in name.suggestions:
                row.addWidget(self._same_as(name.name, other))
        row.addStretch(1)
        return row

    def _same_as(self, name: str, other: str) -> QPushButton:
        tip = f"“{name}”就是“{other}”，记作它的别名"
        return button(other, "link", tip=tip, on=lambda: self.say(name, Answer(SAME, other)))

    def _box(self, name: UnknownName) -> QComboBox:
        box = QComboBox()
        box.setFixedWidth(260)
        box.setAccessibleName(f"“{name.name}”是")
        own = (GROUP, "单位组合") if name.is_group else (NEW, "新单位")
        other = (NEW, "新单位") if name.is_group else (GROUP, "单位组合（几个单位合称）")
        for kind, words in (own, other):
            box.addItem(words, Answer(kind))
        for suggestion in name.suggestions:
            box.addItem(f"是“{suggestion}”的别名", Answer(SAME, suggestion))
        box.addItem("是别的单位的别名…", _CHOOSE)
        self.boxes[name.name] = box
        self._show_answer(name.name)
        box.activated.connect(lambda _: self._take(name.name))
        return box

    def _show_answer(self, name: str) -> None:
        """Bring the box to what was answered; names are few enough to be added to it."""
        box = self.boxes[name]
        answer = self._reading.answers.get(name) if self._reading else None
        if answer is None:
            box.setCurrentIndex(0)
            return
        found = next((i for i in range(box.count()) if box.itemData(i, _ANSWER) == answer), -1)
        if found < 0:
            found = box.count() - 1
            box.insertItem(found, f"是“{answer.of}”的别名", answer)
        box.setCurrentIndex(found)

    def _take(self, name: str) -> None:
        answer = self.boxes[name].currentData(_ANSWER)
        if answer == _CHOOSE:
            self._ask(name)
        else:
            self.say(name, answer)

    def _ask(self, name: str) -> None:
        """Let the person pick one of all units that are known."""
        assert self._reading is not None
        names = list(dict.fromkeys([*self._known(), *(n.name for n in self._reading.names)]))
        others = [n for n in names if n != name]
        picker = RecordPicker([Choice(n, other) for n, other in enumerate(others)], self, title=f"“{name}”就是")
        picker.picked.connect(lambda n: self.say(name, Answer(SAME, others[n])))
        picker.closed.connect(lambda: self._show_answer(name))
        picker.open_below(self.boxes[name])

    def say(self, name: str, answer: Answer) -> None:
        """Answer for a name."""
        reading = self._reading
        if reading is None:
            return
        self.answered.emit(reading, name, answer)
        self._show_answer(name)


def _explained(names: Sequence[UnknownName]) -> str:
    alike = sum(bool(n.suggestions) for n in names)
    words = "这些名称计划里还没有，不说明的按新单位建立。"
    if alike:
        words += f"其中 {alike} 个和别的名称相像，排在前面：如果是同一个单位，请点它的名称，以后再遇到就认得了。"
    return words
