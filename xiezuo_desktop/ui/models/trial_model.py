"""The Qt model of what a party can still gain, item by item, with a column to suppose other figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from ...core.numbers import shown, with_thousands
from ...core.records import Indicator
from ...core.scoring.rules import read_number, read_stored_rule

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...core.records import Id
    from ...core.scoring.forecast import Gain, Supposed
    from ...core.scoring.model import Result
    from ...core.scoring.sheet import Line, ScoreSheet

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
NAME, NOW, PACE, GAIN, NEED, RATE, SUPPOSED, AFTER = range(8)
HEADINGS = ("评分项", "现得分", "照此进度", "还能得", "还要做多少", "平均每做", "假设完成数", "假设得分")
_LINEAR = {"ratio", "coefficient", "deduction"}
DASH = "—"
_YES = {"是": True, "完成": True, "已完成": True, "否": False, "未完成": False}


@dataclass(frozen=True, slots=True)
class Row:
    """An item or part with what it can still bring; `gain` None: nothing."""

    line: Line
    ordinal: str  # its own, of a part that of the item
    gain: Gain | None
    unit: str


def rows_of(sheet: ScoreSheet, gains: Sequence[Gain]) -> list[Row]:
    """What can be gained, the most first, then the items that can bring nothing more."""
    lines = {line.id: line for top in sheet.lines for line in top.walk()}
    above = {part.id: item.record.ordinal for top in sheet.lines for item in top.kids for part in item.kids}

    def unit(line: Line) -> str:
        found = sheet.plan.get(Indicator, line.item.indicator) if line.item else None
        return found.measure_unit.strip() if found else ""

    def row(line: Line, gain: Gain | None) -> Row:
        return Row(line, above.get(line.id) or line.record.ordinal, gain, unit(line))

    out = [row(lines[g.part or g.item], g) for g in gains if (g.part or g.item) in lines]
    there = {each.line.id for each in out}
    rest = [line for line in lines.values() if line.item and line.id not in there and not (line.kids or line.is_part)]
    return out + [row(line, None) for line in rest]


class TrialModel(QAbstractTableModel):
    """`supposed(line id, number or None)` when a figure is supposed or taken back; `refused(text)` for one that is none."""

    supposed = Signal(object, object)
    refused = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []
        self._sheet: ScoreSheet | None = None
        self._party = 0
        self._supposed: Mapping[Id, Supposed] = {}
        self._after: Result | None = None

    def show_rows(self, sheet: ScoreSheet, party: int, rows: list[Row]) -> None:
        """Show what a party can gain."""
        self.beginResetModel()
        self._sheet, self._party, self.rows = sheet, party, rows
        self._supposed, self._after = {}, None
        self.endResetModel()

    def show_supposed(self, supposed: Mapping[Id, Supposed], after: Result) -> None:
        """Show what is supposed and what comes of it."""
        self._supposed, self._after = supposed, after
        if self.rows:
            self.dataChanged.emit(self.index(0, SUPPOSED), self.index(len(self.rows) - 1, AFTER))

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(HEADINGS):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return HEADINGS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if section in (NAME, NEED, RATE) else Qt.AlignmentFlag.AlignRight
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ToolTipRole and section == PACE:
            return "以后每个月都和前几个月平均做得一样多，到年底的得分"
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.text(self.rows[index.row()], index.column())
        if role == Qt.ItemDataRole.EditRole:
            number = self._supposed.get(self.rows[index.row()].line.id)
            return _said(number)
        if role == Qt.ItemDataRole.ToolTipRole:
            row = self.rows[index.row()]
            said = self.text(row, index.column()) if index.column() == NEED else ""
            return "\n".join(filter(None, (row.line.name, row.line.words, said)))
        return None

    def text(self, row: Row, column: int) -> str:
        """The words of a cell."""
        gain, sheet = row.gain, self._sheet
        if sheet is None:
            return ""
        if column == NAME:
            first = f"{row.ordinal} {row.line.name}".strip()
            return f"{first}（进前几名）" if gain and gain.to_top else first
        if column == NOW:
            score = sheet.score(row.line, self._party)
            return (score and sheet.points_text(score.final)) or DASH
        if column == PACE:
            return (gain and sheet.points_text(gain.at_pace)) or DASH
        if column == GAIN:
            return f"+{sheet.points_text(gain.gain)}" if gain else DASH
        if column == NEED:
            return _need(gain, row.unit, sheet.value(row.line, self._party))
        if column == RATE:
            return self._rate(row)
        number = self._supposed.get(row.line.id)
        if column == SUPPOSED:
            return _said(number)
        return self._points_after(row) if self._after and number is not None else ""

    @staticmethod
    def _rate(row: Row) -> str:
        if row.gain is None or row.gain.rate is None:
            return ""
        rule = read_stored_rule(row.line.item.rule) if row.line.item else None
        if rule is None or rule.kind not in _LINEAR or row.gain.to_top:
            return "做到才得分"
        units, points = row.gain.rate
        less = "少" if row.gain.needed is not None and row.gain.needed < 0 else ""
        return f"{less}{with_thousands(str(units))}{row.unit} {shown(points)}分"

    def _points_after(self, row: Row) -> str:
        assert self._after
        assert self._sheet
        scores = self._after.parts if row.line.is_part else self._after.scores
        found = scores.get((row.line.id, self._party))
        return (found and self._sheet.points_text(found.final)) or DASH

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and index.column() == SUPPOSED and not self.rows[index.row()].line.kids:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not self.flags(index) & Qt.ItemFlag.ItemIsEditable:
            return False
        text = str(value).strip().replace(",", "").replace("，", "")
        number = _YES[text] if text in _YES else read_number(text)
        if text and number is None:
            self.refused.emit(text)
            return False
        self.supposed.emit(self.rows[index.row()].line.id, number if text else None)
        return True


def _said(number: Supposed | None) -> str:
    if isinstance(number, bool):
        return "是" if number else "否"
    return "" if number is None else shown(number)


def _need(gain: Gain | None, unit: str, value: str) -> str:
    if gain is None:
        return f"现 {value}" if value else ""
    if gain.needed is None or gain.goal is None:
        return "完成并填报" if gain.now is None else "完成"
    if gain.needed == 0:
        return "保持现在的数"
    word = "再做" if gain.needed > 0 else "减少"
    return f"{value or '0'} → {shown(gain.goal)}，{word} {shown(abs(gain.needed))}{unit}"
