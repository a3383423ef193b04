"""The panel at the right: everything about the one record that is selected, edited where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from xiezuo_desktop.core.records import Category, Indicator, Unit
from xiezuo_desktop.ui.theme import DETAIL_WIDTH

from .look import button, dress, label, set_tone, tag, tool
from .problem_box import ProblemBox
from .record_views import VIEWS, RecordView

if TYPE_CHECKING:
    from xiezuo_desktop.core.checks import Problem
    from xiezuo_desktop.core.records import Key, Record
    from xiezuo_desktop.ui.session import Session

    from .findings import Findings

_TONES = {"error": "bad", "warning": "warn", "hint": ""}


class DetailPanel(QFrame):
    """Shows one record. `closed` when its cross is pressed; `history_wanted(type, key)` from 修改记录."""

    closed = Signal()
    history_wanted = Signal(object, object)

    def __init__(self, session: Session, parent: QWidget | None = None, *, findings: Findings | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("detail")
        self.setFixedWidth(DETAIL_WIDTH)
        self.setAccessibleName("详情")
        dress(self)
        self._session = session
        self._findings = findings
        self._shown: tuple[type[Record], Key] | None = None
        self._views: dict[type[Record], RecordView] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._make_head())
        column.addWidget(self._make_body(), 1)
        column.addLayout(self._make_foot())
        session.changed.connect(self._refresh)
        session.file_changed.connect(self._show_file)
        session.state_changed.connect(self._refresh)
        if findings is not None:
            findings.changed.connect(self._show_problems)
        self.show_nothing()

    def _make_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 8, 2)
        self._what = label(look="meta")
        self._tag = tag("")
        row.addWidget(self._what)
        row.addStretch(1)
        row.addWidget(self._tag)
        row.addWidget(tool("close", "关闭详情面板（F4）", on=self.closed.emit, size=16))
        return row

    def _make_body(self) -> QWidget:
        self._problems = ProblemBox(self._session)
        self._stack = QStackedWidget()
        self._nothing = label("选中一行，这里显示它的全部内容。", "meta", wrap=True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._stack.addWidget(self._nothing)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 2, 8, 12)
        column.setSpacing(8)
        column.addWidget(self._problems)
        column.addWidget(self._stack, 1)
        area = QScrollArea()
        area.setProperty("look", "bare")
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        self._area = area
        return area

    def _make_foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 14, 12)
        self._history = button("修改记录", icon_name="history", tip="谁在什么时候改了这一条")
        self._history.clicked.connect(self._ask_history)
        row.addWidget(self._history, 1)
        return row

    # ------------------------------------------------------------------------------------------------- showing

    @property
    def shown(self) -> tuple[type[Record], Key] | None:
        """Type and key of the record that is shown."""
        return self._shown

    def _show_file(self) -> None:
        """Show what a page has selected in another file already, before this panel heard of it."""
        if self._shown is not None and self._session.file is not None:
            self.show_record(*self._shown)
        else:
            self.show_nothing()

    def show_nothing(self) -> None:
        """Nothing is selected."""
        self._shown = None
        self._what.setText("")
        self._tag.hide()
        self._history.setEnabled(False)
        self._problems.show_problems(())
        self._stack.setCurrentWidget(self._nothing)

    def show_record(self, record_type: type[Record], key: Key) -> None:
        """Show this record; nothing when the plan has no such record."""
        record = self._session.plan.get(record_type, key)
        if record is None:
            self.show_nothing()
            return
        another = self._shown != (record_type, key)
        self._shown = (record_type, key)
        view = self._views.get(record_type)
        if view is None:
            view = VIEWS.get(record_type, RecordView)(self._session, record_type)
            self._views[record_type] = view
            self._stack.addWidget(view)
        view.show_record(record)
        self._fit_stack(view)
        self._what.setText(self._what_it_is(record))
        self._history.setEnabled(True)
        self._show_problems()
        if another:
            self._area.verticalScrollBar().setValue(0)

    def _fit_stack(self, view: RecordView) -> None:
        # A stack is as tall as its tallest page; the hidden ones must not add room to scroll.
        for each in self._views.values():
            policy = each.sizePolicy()
            ignored = policy.Policy.Preferred if each is view else policy.Policy.Ignored
            policy.setVerticalPolicy(ignored)
            each.setSizePolicy(policy)
        self._stack.setCurrentWidget(view)

    def _refresh(self, *_: object) -> None:
        if self._shown is not None:
            self.show_record(*self._shown)

    def _show_problems(self) -> None:
        problems: list[Problem] = []
        if self._findings is not None and self._shown is not None:
            problems = self._findings.of(*self._shown)
        self._problems.show_problems(problems)
        self._show_tag(problems)

    def _show_tag(self, problems: list[Problem]) -> None:
        record = self._session.plan.get(*self._shown) if self._shown else None
        open_ones = [p for p in problems if p.waived is None and p.severity != "hint"]
        if open_ones:
            worst = "error" if any(p.severity == "error" for p in open_ones) else "warning"
            text, tone = f"{len(open_ones)} 处要核对", _TONES[worst]
        elif isinstance(record, Indicator) and record.nature:
            text, tone = (Indicator.fields["nature"].choices or {}).get(record.nature, ""), ""
        elif isinstance(record, Unit) and record.kind:
            text, tone = (Unit.fields["kind"].choices or {}).get(record.kind, ""), ""
        else:
            text, tone = "", ""
        self._tag.setText(text)
        set_tone(self._tag, tone)
        self._tag.setVisible(bool(text))

    def _ask_history(self) -> None:
        if self._shown is not None:
            self.history_wanted.emit(*self._shown)

    def _what_it_is(self, record: Record) -> str:
        if isinstance(record, Indicator):
            parent = self._session.plan.get(Indicator, record.parent)
            if parent is None:
                return f"指标 {record.ordinal}".strip()
            relation = (Indicator.fields["parent_relation"].choices or {}).get(record.parent_relation, "下级")
            return f"指标 {record.ordinal or parent.ordinal} · {relation}".replace("  ", " ")
        ordinal = getattr(record, "ordinal", "")
        if isinstance(record, Category) and ordinal:
            return f"{record.label} {ordinal}"
        return f"{record.label} {ordinal}".strip()
