"""The Qt model of a scheme with its scores: groups, items and parts; for one party in detail, or all side by side."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal

from ...core.numbers import shown
from ...core.scoring.model import SCORE_STATES
from ...core.scoring.sheet import PROOF_WORDS, Line, ScoreSheet
from .outline_model import NOWHERE, Index, OutlineModel
from .outline_rows import TreeRows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from ...core.records import Id, Scheme
    from ...core.scoring.model import Score
    from ..session import Session

SIGN, NAME, POINTS, TARGET, VALUE, HOW, SCORE, PROOF = range(8)
HEADINGS = ("", "评分项和计分规则", "分值", "任务数", "完成数", "计算", "得分", "佐证")
FIRST_PARTY = POINTS + 1  # column of the first party, side by side
DASH = "—"
_TYPED = {TARGET, VALUE, SCORE}
_OPEN_WORDS = {"missing": "未报", "manual": "待评", "excluded": "不计"}


@dataclass(slots=True)
class Node:
    """A row: a group, an item or a part."""

    line: Line | None
    parent: Node | None
    row: int = 0
    kids: list[Node] = field(default_factory=list)
    cells: tuple[str, ...] = ()  # none: what a cell says depends on the party

    @property
    def key(self) -> Id:
        """The record of the line."""
        return self.line.id if self.line else 0

    @property
    def record(self) -> object:
        """The same, as it is."""
        return self.line.record if self.line else None

    @property
    def is_heading(self) -> bool:
        """Whether it is a group."""
        return self.line is not None and self.line.item is None

    def walk(self) -> Iterator[Node]:
        """All rows below."""
        for kid in self.kids:
            yield kid
            yield from kid.walk()


class ScoresModel(OutlineModel[Node]):
    """Shows a ScoreSheet. `typed(line, party, column, text)`: a person wrote a target, a value or points."""

    typed = Signal(object, object, int, str)  # ids are wider than an int of Qt

    headings = HEADINGS

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        self.sheet: ScoreSheet | None = None
        self.party = 0
        self.side_by_side = False
        super().__init__(session, parent)

    def _make(self) -> TreeRows[Node]:
        root = Node(None, None)
        for line in self.sheet.lines if self.sheet else ():
            _add(root, line)
        return TreeRows(root, self.closed)

    # ------------------------------------------------------------------------------------------------ what is shown

    def show_sheet(self, sheet: ScoreSheet | None, party: int, *, side_by_side: bool) -> None:
        """Show these scores; rows that stay keep their place in the view."""
        same = self.sheet is not None and sheet is not None and _shape(self.sheet) == _shape(sheet)
        same = same and side_by_side == self.side_by_side
        if same and sheet is not None and self.sheet is not None:
            same = list(sheet.parties) == list(self.sheet.parties)
        if not same:
            self.beginResetModel()
        self.sheet, self.party, self.side_by_side = sheet, party, side_by_side
        self.rows = self._make()
        if not same:
            self.endResetModel()
        elif len(self.rows):
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, self.columnCount() - 1))

    def line(self, index: Index) -> Line | None:
        """The group, item or part of a row."""
        return self.node(index).line

    def ids_from(self, index: Index) -> list[Id]:
        """The records of a row, of those below it, then of those above it: where to go on when it is gone."""
        ids = [node.key for node in self.root.walk()]
        line = self.line(index)
        if line is None:
            return []
        place = ids.index(line.id)
        return [*ids[place:], *reversed(ids[:place])]

    def party_of(self, index: Index) -> int | None:
        """The party whose cell this is; None for a column that is no party's."""
        return self._party_in(index.column())

    def _party_in(self, column: int) -> int | None:
        if not self.side_by_side:
            return self.party
        place = column - FIRST_PARTY
        return self.sheet.parties[place] if self.sheet and 0 <= place < len(self.sheet.parties) else None

    def score(self, index: Index) -> Score | None:
        """The score that a cell shows or belongs to."""
        line, party = self.line(index), self.party_of(index)
        return self.sheet.score(line, party) if self.sheet and line and party is not None else None

    # ------------------------------------------------------------------------------------------------ Qt asks

    def columnCount(self, parent: Index = NOWHERE) -> int:
        if parent.isValid():
            return 0
        if self.side_by_side:
            return FIRST_PARTY + (len(self.sheet.parties) if self.sheet else 0)
        return len(HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < self.columnCount():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            if self.side_by_side and section >= FIRST_PARTY and self.sheet:
                return self.sheet.name(self.sheet.parties[section - FIRST_PARTY])
            return HEADINGS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            left = section <= NAME or (not self.side_by_side and section in (HOW, PROOF))
            side = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(index)
        if role == Qt.ItemDataRole.EditRole:
            text = self.text(index)
            return "" if text == DASH or text in _OPEN_WORDS.values() else text
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._hint(index)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            heading = self.headerData(index.column(), Qt.Orientation.Horizontal)
            return f"{heading}：{self.text(index)}" if index.column() > NAME else self.text(index)
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return self._where(index.row())
        return None

    def text(self, index: Index) -> str:
        """The words of a cell."""
        return self._words(self.line(index), index.column())

    def _words(self, line: Line | None, column: int) -> str:
        if line is None or self.sheet is None or column == SIGN:
            return ""
        if column == NAME:
            return f"{line.record.ordinal} {line.name}".strip()
        if column == POINTS:
            return _number(line.points) or line.record.points or DASH
        party = self._party_in(column)
        if party is None:
            return ""
        if self.side_by_side or column == SCORE:
            return self._points(line, party)
        if line.item is None:
            return ""
        if column == TARGET:
            return self.sheet.target(line, party) or DASH
        if column == VALUE:
            return self.sheet.value(line, party) or DASH
        if column == HOW:
            return self._how(line, party)
        return PROOF_WORDS[self.sheet.proof(line.item, party)]

    def _how(self, line: Line, party: int) -> str:
        """The formula; of an item with parts how many of them are settled, since each has a row of its own."""
        assert self.sheet
        score = self.sheet.score(line, party)
        if score is not None and score.adjusted is not None:
            return f"评定：{score.reason or '没有写明理由'}"
        parts = [self.sheet.score(kid, party) for kid in line.kids]
        if None in parts or not parts:
            return score.formula if score else ""
        known = sum(part.final is not None for part in parts if part)
        return f"{len(parts)} 个部分，已评 {known} 个" if known < len(parts) else "各部分相加"

    def _points(self, line: Line, party: int) -> str:
        assert self.sheet
        if line.item is None:
            return self.sheet.points_text(self.sheet.group_points(line.id, party)) or DASH
        score = self.sheet.score(line, party)
        if score is None:
            return DASH
        return self.sheet.points_text(score.final) or _OPEN_WORDS.get(score.state, DASH)

    def as_text(self) -> str:
        """The whole table with its heads, tabs between the cells, totals and places below where parties stand side by side."""
        shown_columns = range(NAME, self.columnCount())
        across = Qt.Orientation.Horizontal
        lines = [[str(self.headerData(c, across)) for c in shown_columns]]
        for node in self.root.walk():
            lines.append([self._words(node.line, c) for c in shown_columns])
        if self.sheet and self.side_by_side:
            totals = [self.sheet.total(p) for p in self.sheet.parties]
            lines.append(["合计", shown(self.sheet.whole), *(self.sheet.points_text(t.points) for t in totals)])
            lines.append(["名次", "", *("" if t.place is None else str(t.place) for t in totals)])
        return "\n".join("\t".join(" ".join(text.split()) for text in line) for line in lines)

    def _hint(self, index: Index) -> str | None:
        line = self.line(index)
        if line is None or line.item is None:
            return None
        if index.column() == NAME:
            return f"{line.item.content or line.item.standard or line.name}\n计分规则：{line.words}"
        score = self.score(index)
        if score is None or (not self.side_by_side and index.column() not in (HOW, SCORE)):
            return None
        formula = score.formula.replace("；", "\n")
        if score.adjusted is not None:
            return f"评定{shown(score.adjusted)}分：{score.reason or '没有写明理由'}\n按规则：{formula}"
        return f"{SCORE_STATES[score.state]}\n{formula}" if score.state != "scored" else formula

    def structure_free(self) -> bool:
        return False  # the scheme is edited beside the table

    def editable(self, index: Index) -> bool:
        """Whether it can be typed into: targets, values and points of items; a sum of parts has no value of its own."""
        line = self.line(index)
        if line is None or line.item is None or not self._session.can_edit or self.party_of(index) is None:
            return False
        if self.side_by_side or index.column() == SCORE:
            return self.score(index) is not None
        return index.column() in _TYPED and not line.kids

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        line, party = self.line(index), self.party_of(index)
        if role != Qt.ItemDataRole.EditRole or line is None or party is None or not self.editable(index):
            return False
        text = str(value).strip()
        if text != self.data(index, role):
            self.typed.emit(line, party, SCORE if self.side_by_side else index.column(), text)
        return True


def _add(parent: Node, line: Line) -> None:
    node = Node(line, parent, len(parent.kids))
    parent.kids.append(node)
    for kid in line.kids:
        _add(node, kid)


def scheme_name(scheme: Scheme) -> str:
    """What a scheme is called in lists."""
    return scheme.title.strip() or "未命名评价办法"


def _number(points: Decimal | None) -> str:
    return "" if points is None else shown(points)


def _shape(sheet: ScoreSheet) -> list[tuple[Id, int]]:
    return [(line.id, len(line.kids)) for top in sheet.lines for line in (top, *top.walk())]
