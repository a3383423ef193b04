"""What a person can do to a scheme and its scores, each a named step through the session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ... import paths
from ...core.errors import Invalid
from ...core.numbers import shown
from ...core.progress import NOUGHT
from ...core.records import ScoreEntry, ScoreItem, full_key
from ...core.scoring.plan_scores import party_name
from ...core.scoring.reading import read_rule
from ...core.scoring.rules import points_of, read_number, write_rule
from ...core.scoring.sheet import rule_text, subject
from ...core.tree import keys_between
from ..models.scores_model import SCORE, TARGET

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from PySide6.QtWidgets import QWidget

    from ...core.plan import Plan
    from ...core.records import Id
    from ...core.scoring.links import Suggestion
    from ...core.scoring.reading import Reading
    from ...core.scoring.rules import Rule
    from ...core.scoring.sheet import Line
    from ..session import Session


class ScoreEdits(QObject):
    """Targets and values that no report holds, points by hand with their reason, rules, links to indicators."""

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._window = window

    @property
    def _plan(self) -> Plan:
        return self._session.plan

    # ------------------------------------------------------------------------------------------------ scores

    def type_cell(self, line: Line, party: int, column: int, text: str) -> None:
        """A target, a value or points were typed; points by hand ask for their reason."""
        if column == SCORE:
            self.type_points(line, party, text)
            return
        name, words = ("target", "任务数") if column == TARGET else ("value", "完成数")
        with self._session.edit(f"修改“{line.name}”的{words}") as edit:
            edit.put(ScoreEntry, full_key(line.id, party), **{name: text})

    def type_points(self, line: Line, party: int, text: str) -> None:
        """Points were typed for an item: a number is given by hand, nothing gives the rule its say again."""
        if not text:
            self.take_back(line, party)
            return
        points = read_number(text.removesuffix("分"))
        least = min(points_of(line.record.points) or NOUGHT, NOUGHT)
        if points is None or points < least:
            self._session.failed.emit(Invalid(f"得分不能是“{text}”。", f"请填一个不小于 {shown(least)} 的数。"))
            return
        self.ask_reason(line, party, points)

    def ask_reason(self, line: Line, party: int, points: Decimal) -> None:
        """Points by hand are written down with their reason, or not at all."""
        from ..dialogs.ask_text import AskText

        entry = self._plan.score_entry(line.id, party)
        most = points_of(line.record.points)
        over = (
            f"这一项分值 {shown(most)} 分，评定的得分超过了分值。"
            if most is not None and points > max(most, NOUGHT)
            else ""
        )
        sentence = f"{party_name(self._plan, party)}的“{line.name}”评定为 {shown(points)} 分，理由是什么？{over}"
        asked = AskText(
            "评定得分",
            sentence,
            self._window,
            text=entry.reason if entry else "",
            hint="例如：会议纪要不全，扣 0.5 分",
            word="评定",
            wrong_about=lambda text: "" if text else "请写明理由：打分表上会印出来，被考核单位会问。",
        )
        asked.answered.connect(lambda reason: self.assess(line, party, points, reason))
        asked.open()

    def assess(self, line: Line, party: int, points: Decimal, reason: str) -> None:
        """Give points by hand."""
        label = f"评定{party_name(self._plan, party)}“{line.name}”{shown(points)}分"
        with self._session.edit(label) as edit:
            edit.put(ScoreEntry, full_key(line.id, party), adjusted=points, reason=reason, scorer=paths.author())
        if edit.changes:
            self._session.said.emit(f"已{label}", True)

    def take_back(self, line: Line, party: int) -> None:
        """Let the rule give the points again."""
        entry = self._plan.score_entry(line.id, party)
        if entry is None or entry.adjusted is None or not self._session.can_edit:
            return
        with self._session.edit(f"取消评定“{line.name}”") as edit:
            edit.put(ScoreEntry, entry.key, adjusted=None, reason="")

    # ------------------------------------------------------------------------------------------------ rules

    def set_rule(self, item: Id, rule: Rule) -> None:
        """A person has set a rule: it needs no further look."""
        record = self._plan.get(ScoreItem, item)
        if record is not None and self._session.can_edit:
            with self._session.edit(f"修改“{subject(record)}”的计分规则") as edit:
                edit.put(ScoreItem, item, rule=write_rule(rule), confirmed=True)
                for part in self._plan.score_parts(item) if rule.kind != "composite" else ():
                    edit.delete(ScoreItem, part.key)

    def take_reading(self, item: Id, reading: Reading) -> None:
        """Take what a text was read as: the rule, and the parts of a composite one in place of those that are there."""
        from ...storage import new_id

        record = self._plan.get(ScoreItem, item)
        if record is None or not self._session.can_edit:
            return
        old = self._plan.score_parts(item)
        by_name = {part.name: part for part in old}
        with self._session.edit(f"按文字重新读取“{subject(record)}”的计分规则") as edit:
            edit.put(ScoreItem, item, rule=write_rule(reading.rule), confirmed=True)
            for part, order in zip(reading.parts, keys_between("", "", len(reading.parts)), strict=True):
                known = by_name.pop(part.name, None)
                edit.put(
                    ScoreItem,
                    full_key(known.id if known else new_id()),
                    group=record.group,
                    parent=item,
                    order=order,
                    name=part.name,
                    points=shown(part.points) if part.points is not None else "",
                    rule=write_rule(part.rule),
                    confirmed=True,
                )
            for gone in by_name.values():
                edit.delete(ScoreItem, gone.key)

    def read_again(self, item: Id) -> Reading:
        """What the words of an item say, for a person to confirm."""
        record = self._plan.get(ScoreItem, item)
        assert record is not None
        return read_rule(rule_text(record), points_of(record.points))

    def confirm(self, items: Sequence[Id]) -> None:
        """A person has looked at these rules and found them right."""
        records = [r for i in items if (r := self._plan.get(ScoreItem, i)) is not None and not r.confirmed]
        if records and self._session.can_edit:
            words = f"“{subject(records[0])}”" if len(records) == 1 else f" {len(records)} 项"
            with self._session.edit(f"核对计分规则{words}") as edit:
                for record in records:
                    edit.put(ScoreItem, record.key, confirmed=True)

    # ------------------------------------------------------------------------------------------------ links

    def link(self, suggestions: Sequence[Suggestion]) -> None:
        """Score items from the indicators that were suggested for them."""
        if suggestions and self._session.can_edit:
            with self._session.edit(f"{len(suggestions)} 个评分项对应到指标") as edit:
                for each in suggestions:
                    edit.put(ScoreItem, each.item.key, indicator=each.indicator.id)
            self._session.said.emit(f"已把 {len(suggestions)} 个评分项对应到指标", True)
