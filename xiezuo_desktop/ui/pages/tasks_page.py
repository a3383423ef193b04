"""工作任务: the tasks of the plan with their measures, edited in place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from ...core.figures.task_states import FINISHED, NO_DAY, OVER, SOON
from ...core.handling import count_tasks
from ...core.records import Handling, Indicator, Measure, PlanInfo, Report, Responsibility, Task, Unit, UnitGroup
from ..blocks import copied_block, format_block
from ..delegates.task_delegate import SIGN, TaskDelegate
from ..handling import ask_handling, finish, may_say, tell
from ..models import task_nodes as nodes
from ..models.indicator_nodes import DASH
from ..models.outline_model import ALL
from ..models.tasks_model import TasksModel
from ..search import Finder
from .chip_filters import ChipFilters
from .outline_page import Nothing, OutlinePage
from .outline_view import OutlineView, short_name
from .task_actions import TaskActions
from .task_edits import TaskEdits

if TYPE_CHECKING:
    from PySide6.QtGui import QAction, QMouseEvent

    from ...core.changes import Changes
    from ...core.records import Id, Key, Record
    from ..delegates.outline_delegate import OutlineDelegate
    from ..models.outline_model import OutlineModel
    from ..session import Session

WIDTHS = {nodes.ORDINAL: 44, nodes.DEADLINE: 96, nodes.UNITS: 130, nodes.INDICATOR: 120, nodes.STATE: 88}
GROW = {nodes.UNITS: 200, nodes.INDICATOR: 60}
NO_OWNER = "缺责任单位"
CHIPS = {OVER: "bad", SOON: "warn", FINISHED: "", NO_DAY: "", NO_OWNER: "warn"}


class TaskTree(OutlineView):
    """The outline view with the words of tasks; the sign before a task opens and closes its measures."""

    def show_rows(self, model: OutlineModel[Any], delegate: OutlineDelegate) -> None:
        super().show_rows(model, delegate)
        self.header().sectionResized.connect(self._fit_to)

    def _fit_to(self, column: int) -> None:
        if column == nodes.NAME:
            self.fit_rows_soon()  # rows are as high as their words need in this width

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        point = event.position().toPoint()
        index = self.indexAt(point)
        on_sign = index.column() == nodes.NAME and point.x() < self.columnViewportPosition(nodes.NAME) + SIGN + 8
        if index.isValid() and on_sign and self.rows_model.has_below(index):
            self.toggle(index)

    def drop_words(self, index: QModelIndex, zone: str) -> str:
        if zone != "into":
            return super().drop_words(index, zone)
        name = short_name(str(index.siblingAtColumn(nodes.NAME).data()), Qt.TextElideMode.ElideRight)
        return f"放到“{name}”的最{'前' if self.is_heading(index) else '后'}面"


class TasksPage(OutlinePage):
    """Row with chips and search, the table, and the detail panel at the right."""

    title = "工作任务"
    prints = "division"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.model = TasksModel(session, self)
        self.edits = TaskEdits(session, self)
        self.view = TaskTree()
        self.actions_ = TaskActions(self)
        self.filters = ChipFilters(CHIPS, [self.actions_.lock, self.actions_.panel], "任务或单位")
        self.view.setAccessibleName("任务表")
        self.set_up(TaskDelegate(self.model, self.view))
        self.view.set_columns(WIDTHS, nodes.NAME, frozenset({nodes.UNITS, nodes.INDICATOR, nodes.STATE}), GROW)
        self.model.typed.connect(self.edits.set_field)
        self.model.moved.connect(self.edits.move)
        self.edits.made.connect(self._type_at)
        self.edits.kept.connect(self.place.select)
        self._show_new()

    # ------------------------------------------------------------------------------------------------ for the window

    def meta(self) -> str:
        plan = self.session.plan
        tasks = plan.tasks
        if not tasks:
            return "还没有任务"
        measures = sum(len(plan.measures(t.id)) for t in tasks)
        year = plan.info.year
        done = count_tasks(plan).done
        finished = [f"已办结 {done} 项"] if done else []
        return " · ".join(
            [f"{len(tasks)} 项任务", f"{measures} 条措施", *finished, *([f"{year} 年度"] if year else [])]
        )

    def primary_action(self) -> QAction | None:
        return self.actions_.add if self.session.plan.tasks else None  # an empty page has a blue button of its own

    def menus(self) -> list[tuple[str, list[QAction | None]]]:
        return [("任务(&D)", self.actions_.menu)]

    def show_record(self, record_type: type[Record], key: Key) -> bool:
        if record_type is Handling:
            return self._go_to(key[0])
        if record_type not in (Task, Measure) or self.session.plan.get(record_type, key) is None:
            return False
        return self._go_to(key[0])

    # ------------------------------------------------------------------------------------------------ what is selected

    def summary(self) -> str:
        rows = [n for n in self.selected() if n.record is not None]
        tasks = sum(isinstance(n.record, Task) for n in rows)
        parts = [f"{tasks} 项任务" if tasks else "", f"{len(rows) - tasks} 条措施" if len(rows) > tasks else ""]
        return f"选中 {'、'.join(p for p in parts if p)}" if rows else ""

    # ------------------------------------------------------------------------------------------------ following the plan

    def _concerns(self, changes: Changes) -> bool:
        return changes.touches(Task, Measure, Handling, Responsibility, Unit, UnitGroup, Indicator, Report, PlanInfo)

    def _take(self, changes: Changes) -> None:
        self.model.refresh([key[0] for record, key in changes.rows if record in (Task, Measure, Handling)])

    def _leave_editor(self) -> None:
        """A new row that was given no words goes, and what came meanwhile is shown."""
        QTimer.singleShot(0, self, self.edits.take_back_empty)  # the view is still busy with closing
        self._catch_up()

    def _count(self) -> None:
        self.filters.show_counts({name: len(ids) for name, ids in self._groups().items()})

    def _groups(self) -> dict[str, set[Id]]:
        """The tasks that each chip shows: those in that state; where days press, also those with a measure in it."""
        tasks = [n for n in nodes.build(self.session.plan).walk() if isinstance(n.record, Task)]

        def in_state(state: str) -> set[Id]:
            below = state in (OVER, SOON)
            return {n.id for n in tasks if n.state == state or (below and any(kid.state == state for kid in n.kids))}

        by_state = {state: in_state(state) for state in CHIPS if state != NO_OWNER}
        return {ALL: {n.id for n in tasks}, **by_state, NO_OWNER: {n.id for n in tasks if not n.owners}}

    def _filter(self) -> None:
        query, plan = self.filters.search.text().strip(), self.session.plan
        ids = None if self.filters.chosen == ALL else self._groups()[self.filters.chosen]
        if query:
            finder, hits = Finder(), set()
            for node in nodes.build(plan).walk():
                words = [*node.cells, node.below, *node.owners]
                if node.record is not None and finder.matches(query, *words):
                    hits.add(node.id)
            ids = hits if ids is None else ids & hits
        self.model.show_only(ids)
        self.summary_changed.emit(f"筛选出 {len(ids)} 行" if ids is not None else "")

    # ------------------------------------------------------------------------------------------------ states

    def _enable(self) -> None:
        free, current = self.model.structure_free(), self.current
        sayable = current.record is not None and may_say(self.session, current.id)
        self.actions_.refresh(can_edit=self.session.can_edit, free=free, sayable=sayable, current=current)

    def _nothing(self) -> Nothing:
        ways = [
            ("导入文件…", "", self.import_wanted.emit),
            ("粘贴表格", "clipboard", self.paste_wanted.emit),
            ("手工新增", "plus", self.actions_.add.trigger),
        ]
        sentence = "导入任务分工表，或者从 Excel、WPS 复制后粘贴（Ctrl+V）"
        return Nothing("category", "还没有工作任务", sentence, ways)

    def _say_why_not(self, index: QModelIndex) -> None:
        node = self.model.node(index)
        if index.column() in self.model.fixed_columns and self.session.may_change(Responsibility, (0, 0, 0)):
            self.session.say_fixed("任务的责任单位")
            return
        if node.record is None:
            sentence = "类别在任务的“更多字段”里修改"
        elif not self.session.can_edit:
            sentence = "这份文件现在只能查看；要修改请先另存副本"
        elif self.session.rights is not None and index.column() != nodes.STATE:
            sentence = "不是本单位的，只能看"
        elif index.column() == nodes.STATE:
            sentence = "办结情况由承担单位或牵头的办公室填写；这一项不由本单位承担"
        else:
            sentence = "责任单位和关联指标写在任务那一行"
        self.session.said.emit(sentence, False)

    # ------------------------------------------------------------------------------------------------ commands

    def copy(self) -> None:
        """Copy the current cell, or the selected rows as a table."""
        rows, index = [n for n in self.selected() if n.record is not None], self.view.currentIndex()
        if len(rows) == 1 and index.isValid():
            QGuiApplication.clipboard().setText(str(index.data(Qt.ItemDataRole.EditRole)))
        elif rows:
            cells = [["" if c == DASH else c for c in n.cells[: nodes.STATE]] for n in rows]
            QGuiApplication.clipboard().setText(format_block(cells))
            self.session.said.emit(f"已复制 {len(rows)} 行", False)

    def paste(self) -> None:
        """One value goes into the current column of the selected rows, lines of text become measures, a table is read in."""
        block = copied_block() or [[""]]
        index, node = self.view.currentIndex(), self.current
        texts = [line[0].strip() for line in block if line[0].strip()]
        field = {nodes.NAME: "text" if isinstance(node.record, Measure) else "theme", nodes.DEADLINE: "deadline"}.get(
            index.column(), ""
        )
        if len(block[0]) > 1 or node.record is None or not texts:
            self.paste_wanted.emit()
        elif len(texts) == 1 and field == "deadline":
            self.edits.set_fields(self.selected(), field, texts[0])
        elif len(texts) == 1 and field:
            self.edits.set_fields([node], field, texts[0])
        elif index.column() == nodes.NAME and self.model.structure_free():
            self.edits.add_measures(node.record, texts)
        else:
            self.session.said.emit("这里只能粘贴一个值；多行措施请先选中“工作任务和落实措施”一栏", False)

    def clear_cells(self) -> None:
        """Empty the current column of all selected rows."""
        column = self.view.currentIndex().column()
        if column == nodes.DEADLINE:
            self.edits.set_fields(self.selected(), "deadline", "")
        elif column == nodes.STATE:
            tell(self.session, self._subjects(), "")
        elif column == nodes.INDICATOR:
            self.edits.set_indicator([n.id for n in self.selected() if isinstance(n.record, Task)], None)
        else:
            self.session.said.emit("这一栏不能清空；要删除整行请按 Ctrl+Delete", False)

    def _subjects(self) -> list[Id]:
        """The selected tasks and measures of which can be said here how far they are."""
        return [n.id for n in self.selected() if n.record is not None and may_say(self.session, n.id)]

    def finish(self) -> None:
        """Mark the selected rows as done today, or take that back."""
        finish(self.session, self._subjects())

    def ask_handling(self) -> None:
        """Ask how far the selected rows are."""
        index = self.view.currentIndex().siblingAtColumn(nodes.STATE)
        if index.isValid():
            self._open_list(index, "")

    def collapse_all(self) -> None:
        """Show the tasks alone."""
        self.model.set_closed([node.key for node in self.model.root.walk() if isinstance(node.record, Task)])

    def _open_list(self, index: QModelIndex, typed: str) -> None:
        node, box = self.model.node(index), self.view.visualRect(index)
        if index.column() == nodes.STATE:
            subjects = self._subjects()
            ask_handling(self.session, subjects if node.id in subjects else [node.id], self.view.viewport(), box)
            return
        if index.column() == nodes.UNITS:
            from ..dialogs.units_popup import UnitsPopup

            UnitsPopup(self.session, node.id, self).open_below(self.view.viewport(), box, typed)
            return
        from ..widgets.record_picker import RecordPicker
        from ..widgets.reference_field import choices_for

        choices = choices_for(self.session.plan, Task.fields["indicator"], None)
        now = node.record.indicator if isinstance(node.record, Task) else None
        picker = RecordPicker(choices, self, title="关联指标", nothing="（没有）", current=now)
        picker.picked.connect(lambda chosen: self.edits.set_indicator([node.id], chosen))
        anchor = QWidget(self.view.viewport())
        anchor.setGeometry(box)
        picker.closed.connect(anchor.deleteLater)
        picker.open_below(anchor)
