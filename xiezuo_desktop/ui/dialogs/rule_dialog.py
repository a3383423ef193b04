"""修改规则: one rule as data beside the words it comes from, with what it would give the parties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from ...core.scoring.evaluate import score
from ...core.scoring.model import Evaluation, Group, Item
from ...core.scoring.rule_words import rule_words
from ...core.scoring.rules import KINDS, PARAMETERS, Rule, read_stored_rule
from ...core.scoring.sheet import rule_text
from ..widgets.look import button, dress, label
from .rule_fields import RuleFields

if TYPE_CHECKING:
    from ...core.scoring.sheet import Line, ScoreSheet

WIDTH, TEXT_WIDTH, MOST_TRIED = 780, 280, 3
MEANINGS = {
    "binary": "完成了得满分，没完成得固定的分。",
    "threshold": "做够几次（个、人）得满分。",
    "ratio": "完成任务得满分；没完成的，按完成率折算。",
    "rank": "按名次给分；完成任务、未完成的各有得分。",
    "discretionary": "程序不自动扣分；没完成的由人评定得分、写明理由。",
    "rate": "比率达到要求得满分，否则得固定的分。",
    "composite": "几个部分各有规则，得分相加；各部分在评分表里分别修改。",
    "tier": "达到哪一档得哪一档的分，从高往低看。",
    "level": "完成数里写是哪一级（如 省级，或 省级2次），程序按级别给分。",
    "coefficient": "每做一个得几分，可以封顶；也可以只算超额部分。",
    "deduction": "从满分里扣：每少一个、每低一个百分点或每发生一起扣几分。",
}


class RuleDialog(QDialog):
    """`rule` is what is to be stored when accepted; `reading_wanted`: read the words again instead."""

    reading_wanted = Signal()

    def __init__(self, sheet: ScoreSheet, line: Line, parent: QWidget) -> None:
        super().__init__(parent)
        assert line.item is not None
        dress(self)
        self.setWindowTitle("修改计分规则")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(WIDTH)
        self._sheet, self._line, self._item = sheet, line, line.item
        stored = read_stored_rule(line.item.rule) or Rule("discretionary")
        self._by_kind: dict[str, Rule] = {stored.kind: stored}
        self.rule = stored
        self.fields: RuleFields | None = None
        self._lay_out()
        self.kind.setCurrentIndex(self.kind.findData(stored.kind))
        self.kind.setFocus()
        self._show_kind()
        self.kind.currentIndexChanged.connect(lambda _: self._show_kind())

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 16, 20, 16)
        outer.setSpacing(12)
        item = self._item
        worth = f"　{item.points.removesuffix('分')} 分" if item.points else ""
        outer.addWidget(label(f"{item.ordinal} {self._line.name}{worth}".strip(), "panel_title", wrap=True))
        both = QHBoxLayout()
        both.setSpacing(20)
        both.addLayout(self._text_side())
        both.addLayout(self._rule_side(), 1)
        outer.addLayout(both, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button("取消", on=self.reject))
        self.ok = button("保存规则", "primary", on=self.accept)
        self.ok.setDefault(True)
        row.addWidget(self.ok)
        outer.addLayout(row)

    def _text_side(self) -> QVBoxLayout:
        side = QVBoxLayout()
        side.setSpacing(6)
        side.addWidget(label("原文", "heading"))
        item = self._item
        words = "\n\n".join(t for t in dict.fromkeys((item.content.strip(), item.standard.strip())) if t)
        self.text = QPlainTextEdit(words or "没有原文")
        self.text.setReadOnly(True)
        self.text.setFixedWidth(TEXT_WIDTH)
        self.text.setAccessibleName("原文")
        side.addWidget(self.text, 1)
        self.again = button("按文字重新读取…", icon_name="refresh", on=self._read_again)
        self.again.setVisible(bool(rule_text(item)))
        side.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        return side

    def _rule_side(self) -> QVBoxLayout:
        side = QVBoxLayout()
        side.setSpacing(8)
        self.kind = QComboBox()
        self.kind.setAccessibleName("规则种类")
        for name, words in KINDS.items():
            if name != "composite" or self._line.kids:
                self.kind.addItem(words, name)
        row = QHBoxLayout()
        row.addWidget(label("规则种类", "heading"))
        row.addWidget(self.kind)
        row.addStretch(1)
        side.addLayout(row)
        self._meaning = label("", "meta", wrap=True)
        side.addWidget(self._meaning)
        self._place = QVBoxLayout()
        side.addLayout(self._place)
        side.addStretch(1)
        card = QFrame()
        card.setProperty("look", "card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(12, 8, 12, 10)
        inner.setSpacing(4)
        self.words = label("", "heading", wrap=True)
        self.tried = label("", "body2", wrap=True)
        inner.addWidget(label("这条规则就是：", "meta"))
        inner.addWidget(self.words)
        inner.addWidget(self.tried)
        side.addWidget(card)
        return side

    # ------------------------------------------------------------------------------------------------ working

    def _show_kind(self) -> None:
        kind = str(self.kind.currentData())
        if self.fields is not None:
            if (now := self.fields.rule) is not None:
                self._by_kind[now.kind] = now
            self.fields.setParent(None)
            self.fields.deleteLater()
        points = self._line.points
        self.fields = RuleFields(self._by_kind.get(kind) or self._fresh(kind), points)
        self.fields.changed.connect(self._look)
        self._place.addWidget(self.fields)
        before: QWidget = self.kind
        for each in self.fields.inputs.values():  # made after the buttons, which Tab would come to first
            QWidget.setTabOrder(before, each)
            before = each
        self._meaning.setText(MEANINGS[kind])
        self._look()

    def _fresh(self, kind: str) -> Rule:
        """A rule of another kind, with the points that the one before gives."""
        named = PARAMETERS[kind]
        kept = {n: getattr(self.rule, n) for n in ("full", "zero", "measure_unit") if n in named}
        return Rule(kind, **kept)

    def _look(self) -> None:
        """Say the rule in words, and what it would give."""
        rule = self.fields.rule if self.fields else None
        self.ok.setEnabled(rule is not None)
        if rule is None:
            return
        self.rule = rule
        self.words.setText(rule_words(rule))
        tried = self._try(rule)
        self.tried.setText("\n".join(tried))
        self.tried.setVisible(bool(tried))

    def _try(self, rule: Rule) -> list[str]:
        """What the rule gives the parties of which something is known."""
        sheet, line = self._sheet, self._line
        if line.points is None or rule.kind == "composite":
            return []
        evaluation = Evaluation(
            (Group(0, "", (Item(line.id, line.points, rule, (), line.name),)),), sheet.scores.evaluation.settings
        )
        found = score(evaluation, sheet.parties, sheet.scores.bases).scores
        known = [(p, s) for p in sheet.parties if (s := found[line.id, p]).computed is not None]
        out = [f"{sheet.name(party)}：{each.formula}" for party, each in known[:MOST_TRIED]]
        return out + ([f"……共 {len(known)} 个单位"] if len(known) > MOST_TRIED else [])

    def _read_again(self) -> None:
        self.reject()
        self.reading_wanted.emit()
