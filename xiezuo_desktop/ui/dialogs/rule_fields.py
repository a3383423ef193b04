"""The parameters of one rule as fields to fill in, built from what `rules.PARAMETERS` says of its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHeaderView,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ...core.numbers import shown
from ...core.scoring.rules import (
    BASES,
    PARAMETERS,
    UNFINISHED,
    Grade,
    Level,
    Parameter,
    Rule,
    Step,
    read_level,
    read_number,
)
from ..widgets.look import label, set_tone

if TYPE_CHECKING:
    from decimal import Decimal

STEP_ROWS = 3
_HINTS = {
    "zero": "0", "at_least": "1", "rate": "100%", "full_from": "100%，如 90%", "least": "不限，如 60%", "cap": "不封顶",
    "finished": "没有这一档", "others": "没有这一档", "none": "没有这一档", "each": "1", "top_points": "按满分",
    "base": "0", "measure_unit": "如 次、个、人", "weight": "1",
}  # fmt: skip
_UNSAID = {  # of each kind: what a choice that the rule does not state comes to, and the choice that says the same
    "ratio": ("任务数", ""), "rank": ("按评分设置", ""), "tier": ("完成数", "value"), "coefficient": ("完成数", "value"),
    "deduction": ("短少数", "missing"),
}  # fmt: skip
_WRONG = {
    "points": "请填分数，如 3 或 0.5",
    "number": "请填数，如 2",
    "place": "请填名次，如 2",
    "levels": "每行要有级别和得分，一个级别只写一行",
    "level": "请填数或百分数，如 90%；“超过”写成 >90%",
}


class RuleFields(QWidget):
    """Shows a rule; `rule` is what the fields say, None while one of them cannot be read."""

    changed = Signal()

    def __init__(self, rule: Rule, points: Decimal | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = rule.kind
        self._points = points
        self.inputs: dict[str, QWidget] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self._place = 0  # in the grid of two columns
        for name, parameter in PARAMETERS[rule.kind].items():
            self._add(name, parameter, getattr(rule, name))
        self.complaint = label("", "error", wrap=True)
        self._grid.addWidget(self.complaint, self._grid.rowCount(), 0, 1, 2)
        self.complaint.hide()

    def _add(self, name: str, parameter: Parameter, value: Any) -> None:
        made: QWidget
        wide = parameter.form in ("flag", "steps", "levels")
        if parameter.form == "flag":
            made = QCheckBox(parameter.label)
            made.setChecked(bool(value))
            made.toggled.connect(lambda _: self.changed.emit())
        elif parameter.form in ("steps", "levels"):
            made = StepsTable(self._kind, value or ())
            made.changed.connect(self.changed)
        elif parameter.form == "choice":
            made = self._choice(name, parameter, value)
        else:
            made = self._line(name, parameter, value)
        made.setAccessibleName(parameter.label)
        self.inputs[name] = made
        box = QVBoxLayout()
        box.setSpacing(2)
        if parameter.form != "flag":
            words = label(
                parameter.label
                + ("（分）" if parameter.form == "points" and not parameter.label.endswith("分") else ""),
                "key",
            )
            words.setBuddy(made)
            box.addWidget(words)
        box.addWidget(made)
        row, column = divmod(self._place + (self._place % 2 if wide else 0), 2)
        self._grid.addLayout(box, row, column, 1, 2 if wide else 1)
        self._place = row * 2 + column + (2 if wide else 1)

    def _line(self, name: str, parameter: Parameter, value: Any) -> QLineEdit:
        made = QLineEdit("" if value is None else str(value) if isinstance(value, str | Level) else shown(value))
        made.setMaxLength(40)
        full = name == "full" and self._points is not None
        made.setPlaceholderText(
            f"按分值 {shown(self._points)}" if full and self._points is not None else _HINTS.get(name, "")
        )
        made.textChanged.connect(lambda _: self.changed.emit())
        return made

    def _choice(self, name: str, parameter: Parameter, value: str) -> QComboBox:
        made = QComboBox()
        words = UNFINISHED if name == "unfinished" else BASES
        unsaid, same = _UNSAID[self._kind]
        made.addItem(unsaid, "")
        for choice in parameter.choices:
            if choice != same:
                made.addItem(words[choice], choice)
        made.setCurrentIndex(max(made.findData("" if value == same else value), 0))
        made.currentIndexChanged.connect(lambda _: self.changed.emit())
        return made

    @property
    def rule(self) -> Rule | None:
        """The rule that the fields say."""
        values: dict[str, Any] = {}
        wrong = ""
        for name, parameter in PARAMETERS[self._kind].items():
            value, ok = self._read(self.inputs[name], parameter)
            set_tone(self.inputs[name], "" if ok else "true", "wrong")
            if not ok:
                wrong = wrong or f"“{parameter.label}”{_WRONG.get(parameter.form, '没有填对')}。"
            elif value is not None and value != "" and value != ():
                values[name] = value
        self.complaint.setText(wrong)
        self.complaint.setVisible(bool(wrong))
        return None if wrong else Rule(self._kind, **values)

    @staticmethod
    def _read(made: QWidget, parameter: Parameter) -> tuple[Any, bool]:
        if isinstance(made, QCheckBox):
            return made.isChecked(), True
        if isinstance(made, QComboBox):
            return made.currentData(), True
        if isinstance(made, StepsTable):
            steps = made.steps
            return steps, steps is not None
        assert isinstance(made, QLineEdit)
        text = made.text().strip().replace("％", "%").removesuffix("分")
        if not text:
            return None, True
        if parameter.form == "text":
            return text, True
        if parameter.form == "level":
            level = read_level(text)
            return level, level is not None
        number = read_number(text)
        good = number is not None and number >= 0 and (parameter.form != "place" or number == int(number) > 0)
        return number, good


class StepsTable(QTableWidget):
    """Marks with their points, one a row; there is always an empty row to go on."""

    changed = Signal()

    def __init__(self, kind: str, steps: tuple[Step | Grade, ...]) -> None:
        super().__init__(0, 2)
        self._kind = kind
        heads = {"rank": "到第几名", "level": "级别（如 省级）"}
        self.setHorizontalHeaderLabels([heads.get(kind, "达到（如 90% 或 10）"), "得分"])
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(28)
        self.setFixedHeight(30 + 28 * STEP_ROWS)
        self.setTabKeyNavigation(False)
        for step in steps:
            self._append(step.name if isinstance(step, Grade) else str(step.mark), shown(step.points))
        self._append("", "")
        self.itemChanged.connect(self._edited)

    def _append(self, mark: str, points: str) -> None:
        row = self.rowCount()
        self.insertRow(row)
        for column, text in enumerate((mark, points)):
            item = QTableWidgetItem(text)
            words = column == 0 and self._kind == "level"
            side = Qt.AlignmentFlag.AlignLeft if words else Qt.AlignmentFlag.AlignRight
            item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
            self.setItem(row, column, item)

    def _edited(self) -> None:
        if any(self._texts(self.rowCount() - 1)):
            self.blockSignals(True)
            self._append("", "")
            self.blockSignals(False)
        self.changed.emit()

    def _texts(self, row: int) -> list[str]:
        return [i.text().strip().replace("％", "%") if (i := self.item(row, c)) else "" for c in range(2)]

    @property
    def steps(self) -> tuple[Step, ...] | tuple[Grade, ...] | None:
        """What the rows say; None where one cannot be read. Marks of tiers fall, places rise."""
        rows = [texts for row in range(self.rowCount()) if any(texts := self._texts(row))]
        numbers = [(mark, read_number(points.removesuffix("分"))) for mark, points in rows]
        if self._kind == "level":
            grades = [Grade(mark, number) for mark, number in numbers if mark and number is not None]
            plain = len(grades) == len(rows) == len({grade.name for grade in grades})  # each level once
            return tuple(grades) if plain else None
        out = []
        for mark, number in numbers:
            level = read_level(mark)
            if level is None or number is None:
                return None
            out.append(Step(level, number))
        return tuple(sorted(out, key=lambda s: s.mark.number, reverse=self._kind != "rank"))
