"""Clauses and paragraphs of the task book as cards: the words stand as on paper and are edited where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ...core.records import Clause, Field, Paragraph
from ..widgets.field_editor import TextField
from ..widgets.look import set_tone, tool
from ..widgets.tie_rows import TieRows

if TYPE_CHECKING:
    from ...core.records import Record
    from ..session import Session

ORDINAL_WIDTH = 46


class Card(QFrame):
    """One record in the list: tools at the right while the card is under the mouse or has the focus."""

    shift_wanted = Signal(int)
    add_wanted = Signal()
    delete_wanted = Signal()
    entered = Signal()  # the focus came in

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("task_card")
        self.session = session
        self.record: Record | None = None
        self.editors: list[TextField] = []
        self._tools = QWidget()
        row = QHBoxLayout(self._tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for name, tip, does in (
            ("arrow_up", "上移（Alt+Shift+↑）", lambda: self.shift_wanted.emit(-1)),
            ("arrow_down", "下移（Alt+Shift+↓）", lambda: self.shift_wanted.emit(1)),
            ("plus", "在后面新增（Ctrl+Enter）", self.add_wanted.emit),
            ("trash", "删除（Ctrl+Shift+Delete）", self.delete_wanted.emit),
        ):
            each = tool(name, tip, on=does, size=15)
            each.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys named in the tips do the same
            row.addWidget(each)
        policy = self._tools.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._tools.setSizePolicy(policy)
        self._tools.hide()
        for keys, does in (
            ("Alt+Shift+Up", lambda: self.shift_wanted.emit(-1)),
            ("Alt+Shift+Down", lambda: self.shift_wanted.emit(1)),
            ("Ctrl+Return", self.add_wanted.emit),
            ("Ctrl+Shift+Del", self.delete_wanted.emit),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(does)

    def field(self, declared: Field, look: str = "") -> TextField:
        """An editor of one field of the record."""
        editor = TextField(declared)
        if look:
            editor.text.setProperty("look", look)
        editor.text.setPlaceholderText(declared.label)
        editor.committed.connect(lambda value: self._edit(declared, value))
        editor.text.installEventFilter(self)
        self.editors.append(editor)
        return editor

    def _edit(self, declared: Field, value: object) -> None:
        if self.record is not None and self.session.can_edit:
            with self.session.edit(f"修改“{declared.label}”") as edit:
                edit.put(type(self.record), self.record.key, **{declared.name: value})

    def show_record(self, record: Record) -> None:
        """Show what the plan says now; a text that is being typed stays."""
        self.record = record
        for editor in self.editors:
            editor.set_read_only(not self.session.can_edit)
            editor.set_value(getattr(record, editor.field.name))

    def begin(self) -> None:
        """Put the cursor into the first text."""
        self.editors[-1].setFocus(Qt.FocusReason.OtherFocusReason)

    def mark(self, on: bool) -> None:
        """Show that this is the card in question."""
        set_tone(self, "primary" if on else "")

    def commit(self) -> None:
        """Write what is being typed, before the card is moved or another is added."""
        for editor in self.editors:
            editor.text.commit()

    def enterEvent(self, event: QEvent) -> None:
        super().enterEvent(event)  # type: ignore[arg-type]
        self._tools.setVisible(self.session.can_edit)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._tools.setVisible(self._has_focus() and self.session.can_edit)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self._tools.setVisible(self.session.can_edit)
            self.entered.emit()
        elif event.type() == QEvent.Type.FocusOut:
            self._tools.setVisible(self.underMouse() and self.session.can_edit)
        return super().eventFilter(watched, event)

    def _has_focus(self) -> bool:
        return any(editor.text.hasFocus() for editor in self.editors)


class ClauseCard(Card):
    """A clause: its ordinal, its first sentence in bold, its text; below, the numbers tied to indicators."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        fields = Clause.fields
        ordinal = self.field(fields["ordinal"])
        ordinal.setFixedWidth(ORDINAL_WIDTH)
        self._tied = TieRows(session)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        first = QHBoxLayout()
        first.setSpacing(4)
        first.addWidget(self.field(fields["lead"], "strong"), 1)
        first.addWidget(self._tools, 0, Qt.AlignmentFlag.AlignTop)
        texts.addLayout(first)
        texts.addWidget(self.field(fields["text"]))
        texts.addWidget(self._tied)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 8, 8)
        row.setSpacing(2)
        row.addWidget(ordinal, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)

    def show_record(self, record: Record) -> None:
        super().show_record(record)
        assert isinstance(record, Clause)
        self._tied.show_clause(record)


class ParagraphCard(Card):
    """A paragraph of running text."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 8)
        row.setSpacing(4)
        row.addWidget(self.field(Paragraph.fields["text"]), 1)
        row.addWidget(self._tools, 0, Qt.AlignmentFlag.AlignTop)
