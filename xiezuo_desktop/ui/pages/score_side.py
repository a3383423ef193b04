"""The panel beside the scores: the current item with its words and rule, and what one party has for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ...core.numbers import shown
from ...core.records import ScoreEntry, ScoreGroup, ScoreItem
from ...core.scoring.model import SCORE_STATES
from ...core.scoring.rules import KINDS, read_stored_rule
from ...core.scoring.sheet import PROOF_WORDS
from ..widgets.look import button, dress, hairline, label, set_tone, tag
from ..widgets.record_form import RecordForm

if TYPE_CHECKING:
    from ...core.records import Record
    from ...core.scoring.links import Suggestion
    from ...core.scoring.sheet import Line, ScoreSheet
    from ..session import Session

WIDTH = 300
_PROOF_TONES = {"proved": "ok", "waiting": "warn", "refused": "bad", "missing": "warn"}


class ScoreSide(QFrame):
    """Says by its signals what is wanted of the current item."""

    rule_wanted = Signal()
    reading_wanted = Signal()
    confirm_wanted = Signal()
    assess_wanted = Signal()
    take_back_wanted = Signal()
    suggestion_taken = Signal()
    evidence_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("detail")
        self.setFixedWidth(WIDTH)
        self.setAccessibleName("评分项详情")
        dress(self)
        self._session = session
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(14, 12, 12, 12)
        self._column.setSpacing(6)
        self._make_item()
        self._make_party()
        self._make_more()
        self._column.addStretch(1)
        area = QScrollArea()
        area.setProperty("look", "bare")
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)

    def _make_item(self) -> None:
        head = QHBoxLayout()
        self.head = label("", "panel_title", wrap=True)
        self.kind = tag("")
        head.addWidget(self.head, 1)
        head.addWidget(self.kind, 0, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(head)
        self.form = RecordForm(self._session, ScoreItem, ("content", "standard"), shown_lines=7)
        self._column.addWidget(self.form)
        row = QHBoxLayout()
        row.addWidget(label("计分规则", "key"))
        row.addStretch(1)
        self.checked = tag("")
        row.addWidget(self.checked)
        self._rule_head = QWidget()
        row.setContentsMargins(4, 4, 0, 0)
        self._rule_head.setLayout(row)
        self.rule = label("", "heading", wrap=True)
        self.rule.setContentsMargins(4, 0, 0, 0)
        self.change = button("修改规则…", icon_name="pencil", tip="Ctrl+R", on=self.rule_wanted.emit)
        self.again = button("按文字重新读取…", "link", on=self.reading_wanted.emit)
        self.right = button("核对无误", icon_name="check", tip="Ctrl+Enter", on=self.confirm_wanted.emit)
        self.again.setProperty("small", True)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(4, 0, 0, 0)
        buttons.setSpacing(4)
        buttons.addWidget(self.change)
        buttons.addWidget(self.right)
        buttons.addStretch(1)
        self._rule_buttons = QWidget()
        self._rule_buttons.setLayout(buttons)
        for widget in (self._rule_head, self.rule, self._rule_buttons):
            self._column.addWidget(widget)
        self._column.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        self.suggested = button("", "link", on=self.suggestion_taken.emit)
        self.suggested.setProperty("small", True)
        self._column.addWidget(self.suggested, 0, Qt.AlignmentFlag.AlignLeft)

    def _make_more(self) -> None:
        self._column.addSpacing(4)
        self._more_line = hairline()
        self._column.addWidget(self._more_line)
        self.more = RecordForm(
            self._session, ScoreItem, ("ordinal", "name", "points", "indicator", "evidence", "assessor"), label_width=70
        )
        self._column.addWidget(self.more)
        self.group_form = RecordForm(self._session, ScoreGroup, ("ordinal", "name", "points", "limit"), label_width=70)
        self._column.addWidget(self.group_form)

    def _make_party(self) -> None:
        self._line = hairline()
        self._column.addSpacing(4)
        self._column.addWidget(self._line)
        row = QHBoxLayout()
        self.party = label("", "panel_title")
        self.points = tag("", "primary")
        row.addWidget(self.party, 1)
        row.addWidget(self.points)
        self._party_head = QWidget()
        row.setContentsMargins(0, 4, 0, 0)
        self._party_head.setLayout(row)
        self.formula = label("", "body2", wrap=True)
        self.formula.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.by_hand = label("", wrap=True)
        self.assess = button(
            "评定得分…", icon_name="pencil", tip="按 F2 或直接输入得分也可以", on=self.assess_wanted.emit
        )
        self.back = button("取消评定", on=self.take_back_wanted.emit)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.addWidget(self.assess)
        buttons.addWidget(self.back)
        buttons.addStretch(1)
        self._hand_buttons = QWidget()
        self._hand_buttons.setLayout(buttons)
        self.proof = button("", "row", tip="到佐证材料页查看", on=self.evidence_wanted.emit)
        self.entry = RecordForm(self._session, ScoreEntry, ("target", "value", "state", "scorer"), label_width=70)
        for widget in (self._party_head, self.formula, self.by_hand, self._hand_buttons, self.entry, self.proof):
            self._column.addWidget(widget)

    # ------------------------------------------------------------------------------------------------ showing

    def show_line(
        self, sheet: ScoreSheet | None, line: Line | None, party: int | None, near: Suggestion | None
    ) -> None:
        """Show an item (or a group) and what a party has for it; `near` is the indicator that is suggested."""
        item = line.item if line else None
        self.again.setVisible(item is not None)
        self.head.setText(f"{line.record.ordinal} {line.name}".strip() if line else "选中一项，这里显示它的全部内容")
        group: Record | None = line.record if line and item is None else None
        self.group_form.setVisible(group is not None)
        self.group_form.show_record(group)
        for widget in (
            self.form,
            self._rule_head,
            self.rule,
            self._rule_buttons,
            self._more_line,
            self.more,
            self.kind,
        ):
            widget.setVisible(item is not None)
        self.form.show_record(item)
        self.more.show_record(item)
        if line is not None and item is not None:
            self._show_rule(line, item)
        self.suggested.setVisible(near is not None and self._session.can_edit)
        if near is not None:
            self.suggested.setText(f"建议对应：{near.indicator.name[:14]}　采用")
            self.suggested.setToolTip(near.indicator.name)
        self._show_party(sheet, line, party)

    def begin_name(self) -> None:
        """Put the cursor into the name of what is shown."""
        form = self.more if self.more.isVisible() else self.group_form
        form.editors["name"].setFocus()

    def _show_rule(self, line: Line, item: ScoreItem) -> None:
        rule = read_stored_rule(item.rule)
        self.kind.setText(KINDS[rule.kind] if rule else "人工评分")
        self.rule.setText(line.words)
        self.checked.setText("已核对" if item.confirmed else "程序读出，未核对")
        set_tone(self.checked, "ok" if item.confirmed else "warn")
        can = self._session.can_edit
        self.change.setEnabled(can)
        self.again.setVisible(can and bool((item.content + item.standard).strip()))
        self.right.setVisible(can and not item.confirmed)
        for name in ("content", "standard"):
            editor = self.form.editors[name]
            above = editor.parentWidget()
            if above is not None:
                above.setVisible(bool(getattr(item, name)) or (name == "content" and not line.is_part))

    def _show_party(self, sheet: ScoreSheet | None, line: Line | None, party: int | None) -> None:
        score = sheet.score(line, party) if sheet and line and party is not None else None
        shown_at_all = score is not None and line is not None
        for widget in (self._line, self._party_head, self.formula, self.by_hand, self._hand_buttons, self.entry):
            widget.setVisible(shown_at_all)
        self.proof.setVisible(shown_at_all)
        if sheet is None or line is None or party is None or score is None or line.item is None:
            return
        self.party.setText(sheet.name(party))
        words = SCORE_STATES[score.state] if score.final is None else f"{shown(score.final)} 分"
        self.points.setText(words)
        set_tone(self.points, "primary" if score.final is not None else "warn" if score.state != "excluded" else "")
        hand = score.adjusted is not None
        self.formula.setText(("按规则：" if hand else "") + score.formula.replace("；", "\n"))
        self.by_hand.setVisible(hand)
        self.by_hand.setText(f"评定理由：{score.reason or '没有写明'}" if hand else "")
        can = self._session.can_edit
        self.assess.setEnabled(can)
        self.back.setVisible(can and hand)
        entry = sheet.plan.score_entry(line.id, party) or ScoreEntry(item=line.id, party=party)
        self.entry.show_record(entry)
        for name in ("target", "value"):
            self.entry.editors[name].setEnabled(not line.kids)
        self._show_proof(sheet, line.item, party)

    def _show_proof(self, sheet: ScoreSheet, item: ScoreItem, party: int) -> None:
        found, state = sheet.evidence(item, party), sheet.proof(item, party)
        self.proof.setVisible(item.indicator is not None)
        words = "、".join(e.title or e.file_name for e in found[:3]) + ("等" if len(found) > 3 else "")
        said = f"佐证 {len(found)} 份（{PROOF_WORDS[state]}）：{words}" if found else f"佐证：{PROOF_WORDS[state]}"
        self.proof.setText(said if len(said) < 24 else said[:23] + "…")
        self.proof.setToolTip(said + "\n到佐证材料页查看")
        set_tone(self.proof, "" if found else "true", "empty")
