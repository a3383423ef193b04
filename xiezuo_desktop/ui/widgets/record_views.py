"""What the detail panel shows of each kind of record. A view shows one record and edits it where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from xiezuo_desktop.core.numbers import read_target, shown, with_thousands
from xiezuo_desktop.core.records import (
    Category,
    Chapter,
    Clause,
    Indicator,
    Measure,
    Paragraph,
    PlanInfo,
    Record,
    Report,
    Responsibility,
    Task,
    Unit,
    UnitGroup,
)
from xiezuo_desktop.core.wording import title_of, uses_of

from .field_editor import TextField
from .handling_box import HandlingBox
from .key_figure import KeyFigure, figure_text
from .links import Links
from .look import button, hairline, label
from .record_form import INDENT, RecordForm
from .responsibility_box import ResponsibilityBox

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtWidgets import QPushButton

    from xiezuo_desktop.core.plan import Plan
    from xiezuo_desktop.core.records import Key
    from xiezuo_desktop.ui.session import Session

    from .progress_box import ProgressBox

# The field that is a record's name, and those shown at once; all others of the registry stand under 更多.
TITLES: dict[type[Record], str] = {
    Indicator: "name",
    Category: "name",
    Unit: "name",
    UnitGroup: "name",
    Chapter: "heading",
    Clause: "lead",
    Task: "theme",
    PlanInfo: "title",
}
SHOWN: dict[type[Record], tuple[str, ...]] = {
    Category: ("ordinal",),
    Unit: ("parent", "kind", "plaques", "contact", "phone"),
    UnitGroup: ("expected_size", "open"),
    Chapter: ("ordinal", "unit"),
    Clause: ("ordinal", "chapter", "text"),
    Paragraph: ("section", "text"),
    Measure: ("text", "deadline", "task"),
}
_NEVER = {"order", "same_as"}  # moved and merged by commands of their own


class RecordView(QWidget):
    """Title, chosen fields, and the rest of the registry's fields behind 更多."""

    def __init__(self, session: Session, record_type: type[Record], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.record_type = record_type
        self.forms: list[RecordForm] = []
        self._rest: RecordForm | None = None
        self._key: Key | None = None
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)
        self._title = self._make_title() if record_type in TITLES else None
        self.build()
        self.column.addStretch(1)

    def build(self) -> None:
        """Put the parts below the title."""
        shown = SHOWN.get(self.record_type, ())
        self.add_form(shown)
        self.add_rest()

    def _make_title(self) -> TextField:
        field = self.record_type.fields[TITLES[self.record_type]]
        editor = TextField(field)
        editor.text.setProperty("look", "panel_title")
        editor.text.setPlaceholderText(field.label)
        editor.committed.connect(self._rename)
        self.column.addWidget(editor)
        return editor

    def add_lock(self) -> QPushButton:
        """The word that an issued plan keeps this record as it is, and the way to change it; shown where that is so."""
        made = button("已下达，按文件调整…", "link", icon_name="lock", on=self.session.adjust_wanted.emit)
        made.setProperty("small", True)
        made.setToolTip("目标、分解数和责任单位已经固定；写明依据的文件以后再改")
        self.column.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        return made

    def _rename(self, value: object) -> None:
        editor = self._title
        if editor is None or self._key is None or not self.session.can_edit:
            return
        with self.session.edit(f"修改“{editor.field.label}”") as edit:
            edit.put(self.record_type, self._key, **{editor.field.name: value})

    def add_form(self, names: Iterable[str]) -> RecordForm:
        """A form with these fields."""
        form = RecordForm(self.session, self.record_type, names)
        self.forms.append(form)
        self.column.addWidget(form)
        return form

    def add_rest(self) -> None:
        """The fields that no other part shows, folded away."""
        shown = {name for form in self.forms for name in form.editors} | {TITLES.get(self.record_type, "")} | _NEVER
        rest = [name for name in self.record_type.fields if name not in shown | self.extra_shown()]
        if not rest:
            return
        more = button("更多字段", "link")
        more.setProperty("small", True)
        more.setCheckable(True)
        more.toggled.connect(lambda on: self._unfold(more, rest, on))
        self.column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)

    def _unfold(self, more: QPushButton, rest: list[str], on: bool) -> None:
        """Show the other fields below their button, or hide them; they are made when they are first asked for."""
        more.setText("收起更多字段" if on else "更多字段")
        if self._rest is None:
            self._rest = self.add_form(rest)
            self.column.removeWidget(self._rest)
            self.column.insertWidget(self.column.indexOf(more) + 1, self._rest)
            self._rest.show_record(self.session.plan.get(self.record_type, self._key))
        self._rest.setVisible(on)

    def extra_shown(self) -> set[str]:
        """Fields that another part than a form edits."""
        return set()

    def show_record(self, record: Record) -> None:
        """Show a record as the plan has it now."""
        self._key = record.key
        if self._title is not None:
            fixed = self.session.is_fixed(type(record), self._title.field.name)
            self._title.set_read_only(fixed or not self.session.may_change(type(record), record.key))
            self._title.set_value(getattr(record, self._title.field.name))
            self._title.text.setPlaceholderText(title_of(self.session.plan, record))
        for form in self.forms:
            form.show_record(record)


class IndicatorView(RecordView):
    """An indicator: its target large, its parent and sub-rows, who answers for it, what it means."""

    def build(self) -> None:
        self._lock = self.add_lock()
        self._figure = KeyFigure(self.session)
        self._progress: ProgressBox | None = None
        self._split = label(look="key", wrap=True)
        self._kin = Links(self.session)
        self._responsible = ResponsibilityBox(self.session)
        self._stated = Links(self.session)
        for part in (self._figure, self._split, hairline(), self._kin, self._stated, self._responsible):
            self.column.addWidget(part)
        self.add_form(("deadline", "stages", "nature"))
        self.column.addWidget(hairline())
        self.add_form(("definition", "evidence"))
        self.add_rest()

    def extra_shown(self) -> set[str]:
        return {"target", "measure_unit"}

    def show_record(self, record: Record) -> None:
        super().show_record(record)
        assert isinstance(record, Indicator)
        plan = self.session.plan
        self._lock.setVisible(self.session.can_edit and self.session.is_fixed(Indicator, "target"))
        self._figure.show_record(record)
        self._show_progress(record)
        self._responsible.show_subject(record.id)
        allocations = plan.allocations(record.id)
        self._split.setText(_split_words(plan, record))
        self._split.setVisible(bool(allocations))
        parent = plan.get(Indicator, record.parent)
        rows = [("上级指标", parent)] if parent else []
        rows += [(_relation(sub), sub) for sub in plan.sub_indicators(record.id)]
        self._kin.show_rows([(words, i, f"{i.ordinal} {i.name}".strip(), _figure(i)) for words, i in rows])
        self._stated.show_rows(_stated_rows(plan, record))

    def _show_progress(self, record: Indicator) -> None:
        """How far it is, once anything was reported; charts are loaded no sooner."""
        if self._progress is None and self.session.plan.rows(Report):
            from .progress_box import ProgressBox

            self._progress = ProgressBox(self.session)
            self.column.insertWidget(self.column.indexOf(self._figure) + 1, self._progress)
        if self._progress is not None:
            self._progress.show_indicator(record)


class TaskView(RecordView):
    """A task: what is asked for from above, until when, who answers for it, the indicator it serves."""

    def build(self) -> None:
        self._responsible = ResponsibilityBox(self.session)
        self._handling = HandlingBox(self.session)
        self.add_form(("superior_text",))
        self._lock = self.add_lock()
        self.column.addWidget(self._responsible)
        self.add_form(("deadline", "indicator", "origin"))
        self.column.addWidget(hairline())
        self.column.addWidget(self._handling)
        self.column.addWidget(hairline())
        self.add_rest()

    def show_record(self, record: Record) -> None:
        super().show_record(record)
        self._lock.setVisible(self.session.can_edit and self.session.is_fixed(Responsibility, "unit"))
        self._responsible.show_subject(record.key[0])
        self._handling.show_subject(record)


class MeasureView(RecordView):
    """A measure of a task: its words, its deadline, how far it is."""

    def build(self) -> None:
        super().build()
        self._handling = HandlingBox(self.session)
        self.column.addWidget(self._handling)

    def show_record(self, record: Record) -> None:
        super().show_record(record)
        self._handling.show_subject(record)


class UnitView(RecordView):
    """A unit or a group: what it is called, what it is, where it is used."""

    def build(self) -> None:
        super().build()
        self._aliases = label(look="body2", wrap=True)
        self._aliases_key = label("其他写法", "key")
        for words in (self._aliases, self._aliases_key):
            words.setIndent(INDENT)
        self._used = Links(self.session)
        self._used_key = label("用在哪里", "heading")
        self._used_key.setIndent(INDENT)
        for part in (self._aliases_key, self._aliases, hairline(), self._used_key, self._used):
            self.column.addWidget(part)

    def show_record(self, record: Record) -> None:
        super().show_record(record)
        plan = self.session.plan
        aliases = plan.aliases.get(record.key[0], [])
        self._aliases.setText("、".join(aliases))
        self._aliases.setVisible(bool(aliases))
        self._aliases_key.setVisible(bool(aliases))
        uses = uses_of(plan, record)
        self._used_key.setText(f"用在 {len(uses)} 处" if uses else "还没有用到")
        self._used.show_rows([(use.role, use.record, title_of(plan, use.record), "") for use in uses])


def _split_words(plan: Plan, indicator: Indicator) -> str:
    """分解到 8 处; where the target is left open, with what that makes together."""
    count = len(plan.allocations(indicator.id))
    if not count or read_target(indicator.target, indicator.target_reading).kind != "pending":
        return f"分解到 {count} 处" if count else ""
    from xiezuo_desktop.core.splitting import whole_matrix

    total = whole_matrix(plan).total_of_split(indicator)
    words = "" if total is None else f"，合计 {with_thousands(shown(total))} {indicator.measure_unit}".rstrip()
    return f"分解到 {count} 处{words}"


def _stated_rows(plan: Plan, indicator: Indicator) -> list[tuple[str, Record, str, str]]:
    """The clauses of the task book that state an indicator, each with its number."""
    if not plan.chapters:
        return []
    from xiezuo_desktop.core.ties import statements

    found = statements(plan, indicator)
    alone = len(found) == 1
    return [
        (
            "条文" if s.agrees or not alone else "条文不符",
            s.clause,
            title_of(plan, s.clause),
            f"{s.number}{s.measure_unit}",
        )
        for s in found
    ]


def _relation(sub: Indicator) -> str:
    choices = Indicator.fields["parent_relation"].choices or {}
    return choices.get(sub.parent_relation, "下级")


def _figure(indicator: Indicator) -> str:
    value = read_target(indicator.target, indicator.target_reading)
    return "" if value.kind == "text" else f"{figure_text(value)} {indicator.measure_unit}".strip()


VIEWS: dict[type[Record], type[RecordView]] = {
    Indicator: IndicatorView,
    Task: TaskView,
    Measure: MeasureView,
    Unit: UnitView,
    UnitGroup: UnitView,
}
