"""The fields of one record in a column, each edited where it stands; built from the registry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from .field_editor import PARAGRAPHS, FieldEditor, TextField, editor_for
from .look import button, label
from .reference_field import ReferenceField

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtWidgets import QPushButton

    from xiezuo_desktop.core.records import Field, Key, Record
    from xiezuo_desktop.ui.session import Session

LABEL_WIDTH = 62  # with the indent
INDENT = 4  # where the words of a text that is edited in place begin
SHOWN_LINES = 4
SHORT = frozenset({"plaques"})  # paragraphs of a few words, which have room beside their label


class RecordForm(QWidget):
    """Shows chosen fields of a record: short ones beside their label, paragraphs below it.

    An edit is one named step through the session; what the plan then says is shown again by `show_record`.
    """

    def __init__(
        self,
        session: Session,
        record_type: type[Record],
        names: Iterable[str],
        parent: QWidget | None = None,
        *,
        label_width: int = LABEL_WIDTH,
        shown_lines: int = SHOWN_LINES,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._type = record_type
        self._key: Key | None = None
        self._label_width = label_width
        self._shown_lines = shown_lines
        self.editors: dict[str, FieldEditor] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(1, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        for name in names:
            self._add(record_type.fields[name])

    def _add(self, field: Field) -> None:
        paragraphs = field.name in PARAGRAPHS - SHORT
        editor: FieldEditor
        if field.refers:
            editor = ReferenceField(field, self._session)
        else:
            editor = editor_for(field, most_lines=self._shown_lines if paragraphs else 0)
        editor.committed.connect(lambda value, f=field: self._edit(f, value))
        self.editors[field.name] = editor
        row = self._grid.rowCount()
        if paragraphs:
            self._grid.addWidget(self._above(field, editor), row, 0, 1, 2)
            return
        words = label(field.label, "key", wrap=True)
        words.setFixedWidth(self._label_width)
        words.setContentsMargins(INDENT, 5, 0, 0)
        words.setBuddy(editor)
        self._grid.addWidget(words, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(editor, row, 1)

    def _above(self, field: Field, editor: FieldEditor) -> QWidget:
        """A paragraph field: its label and 展开全文 in one line, the text below."""
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(1)
        line = QHBoxLayout()
        words = label(field.label, "key")
        words.setContentsMargins(INDENT, 0, 0, 0)
        words.setBuddy(editor)
        line.addWidget(words)
        line.addStretch(1)
        if isinstance(editor, TextField):
            line.addWidget(_unfold_button(editor))
        column.addLayout(line)
        column.addWidget(editor)
        return box

    def show_record(self, record: Record | None) -> None:
        """Show what the plan says now. A text that is being typed stays."""
        self._key = record.key if record else None
        self.setEnabled(record is not None)
        closed = record is None or not self._session.may_change(type(record), record.key)
        for name, editor in self.editors.items():
            editor.set_read_only(closed or self._session.is_fixed(self._type, name))
            if isinstance(editor, ReferenceField):
                editor.set_owner(record)
            editor.set_value(getattr(record, name) if record else editor.field.empty)

    def _edit(self, field: Field, value: Any) -> None:
        if self._key is None or not self._session.can_edit:
            return
        with self._session.edit(f"修改“{field.label}”") as edit:
            edit.put(self._type, self._key, **{field.name: value})


def _unfold_button(editor: TextField) -> QPushButton:
    made = button("展开全文", "link")
    made.setProperty("small", True)
    made.setVisible(False)
    made.setCheckable(True)

    def unfold(on: bool) -> None:
        editor.text.set_expanded(on)
        made.setText("收起" if on else "展开全文")

    made.toggled.connect(unfold)
    editor.text.cut_changed.connect(made.setVisible)
    return made
