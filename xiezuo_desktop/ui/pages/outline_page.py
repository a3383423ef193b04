"""What the pages of trees share: filters above, the outline, the detail panel at its right, an empty page, a kept place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from .. import settings
from ..detail_place import DetailPlace
from ..page import Page
from ..theme import DETAIL_WIDTH, TABLE_MARGIN
from .kept_place import KeptPlace

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from PySide6.QtCore import QModelIndex
    from PySide6.QtGui import QResizeEvent

    from ...core.changes import Changes
    from ...core.records import Record
    from ..delegates.outline_delegate import OutlineDelegate
    from ..models.outline_model import OutlineModel
    from ..session import Session
    from .outline_view import OutlineView

ROOM_FOR_DETAIL = 960  # px of page width under which the detail panel lies over the tree


class Nothing(NamedTuple):
    """What an empty page says, and what can be done there: text, icon and function each."""

    icon: str
    title: str
    sentence: str
    ways: list[tuple[str, str, Callable[[], object]]]


class OutlinePage(Page):
    """A page makes `model`, `view`, `filters` and `actions_`, then calls `set_up` and `_show_new`."""

    model: OutlineModel[Any]
    view: OutlineView
    filters: Any  # a row with a search field, chips and switches
    actions_: Any  # all commands; `panel` shows the detail panel, `add` is the main one
    name_column = 1
    has_filters = True

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._late = False  # something came that is not shown yet
        self._empty: QWidget | None = None

    # ------------------------------------------------------------------------------------------------ building

    def set_up(self, delegate: OutlineDelegate) -> None:
        """Put filters above the view and the detail panel beside it, and connect them."""
        self.view.show_rows(self.model, delegate)
        self.place = KeptPlace(self.view, self.model)
        self.detail = DetailPlace(self.session, self)
        card = QWidget()
        margins = QVBoxLayout(card)
        margins.setContentsMargins(TABLE_MARGIN, TABLE_MARGIN, TABLE_MARGIN, TABLE_MARGIN)
        margins.addWidget(self.view)
        self._stack = QStackedWidget()
        self._stack.addWidget(card)
        self._body = QHBoxLayout()
        self._body.setSpacing(0)
        self._body.addWidget(self._stack, 1)
        self._body.addWidget(self.detail)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.filters)
        column.addLayout(self._body, 1)
        self.begins_at(self.view)
        self.actions_.panel.setChecked(settings.flag("view/detail", True))
        self.detail.setVisible(self.actions_.panel.isChecked())
        self._connect()

    def _connect(self) -> None:
        session, model, view = self.session, self.model, self.view
        session.changed.connect(self._take_changes)
        session.file_changed.connect(self._show_plan)
        session.state_changed.connect(self._show_state)
        self.filters.changed.connect(self._filter)
        self.filters.left.connect(self.begin)
        model.modelAboutToBeReset.connect(self.place.remember)
        model.modelReset.connect(self._restore)
        view.selectionModel().selectionChanged.connect(self._show_selection)
        view.selectionModel().currentChanged.connect(lambda index: self.detail.show_this(model.node(index).record))
        view.list_wanted.connect(self._open_list)
        view.editor_closed.connect(self._leave_editor)
        view.refused.connect(self._say_why_not)
        self.detail.closed.connect(self.toggle_detail)
        self.detail.history_wanted.connect(self.history_wanted)

    # ------------------------------------------------------------------------------------------------ for the window

    def begin(self) -> None:
        if not self.view.currentIndex().isValid():
            self._go_first()
        self.view.setFocus()

    def _go_first(self) -> None:
        """To the first row that is no heading."""
        rows = self.model.rows
        first = next((row for row in range(len(rows)) if not rows[row].is_heading), None)
        if first is not None:
            self.view.go(self.model.index(first, self.name_column))

    def focus_search(self) -> None:
        self.filters.search.setFocus()
        self.filters.search.selectAll()

    def current_record(self) -> Record | None:
        return self.current.record  # type: ignore[no-any-return]

    def toggle_detail(self) -> None:
        shown = not self.detail.isVisible()
        self.actions_.panel.setChecked(shown)
        self.detail.setVisible(shown)
        settings.set_flag("view/detail", shown)
        if not shown:
            self.view.setFocus()

    def _go_to(self, key: Hashable) -> bool:
        """Bring a row into view, without a filter where that hides it."""
        if self.model.node_of(key) is None:
            self.filters.clear()
        return self.view.go_to(key, self.name_column)

    # ------------------------------------------------------------------------------------------------ what is selected

    @property
    def current(self) -> Any:
        """The node of the current cell; the root when there is none."""
        return self.model.node(self.view.currentIndex())

    def selected(self) -> list[Any]:
        """The selected rows from top to bottom."""
        rows = self.model.rows
        return [rows[row] for row in self.view.chosen_rows() if row < len(rows)]

    def _show_selection(self) -> None:
        self.summary_changed.emit(self.summary())
        self._show_state()

    # ------------------------------------------------------------------------------------------------ following the plan

    def _show_plan(self) -> None:
        """Another file: everything anew, with the first row current."""
        self.place.clear()
        self.model.start_again()
        self._show_new()

    def _show_new(self) -> None:
        """What the model has now was not here before."""
        self._count()
        self.filters.clear()
        self._show_state()
        if self.isVisible():
            self.begin()

    def _concerns(self, changes: Changes) -> bool:
        """Whether the page shows something of what has changed."""
        raise NotImplementedError

    def _take_changes(self, changes: Changes) -> None:
        if not self._concerns(changes):
            return
        if self.view.is_editing and not self.view.is_committing:
            self._late = True  # somebody else wrote while a cell is being typed: what is typed stays
            return
        self._take(changes)
        self._count()
        self._show_state()
        self.meta_changed.emit()

    def _take(self, changes: Changes) -> None:
        """Bring the rows up to what has changed."""
        self.model.refresh([key[0] for _, key in changes.rows])

    def _catch_up(self) -> None:
        """Show what came while it could not be shown."""
        if self._late:
            self._late = False
            self.model.refresh()
            self._count()
            self._show_state()
            self.meta_changed.emit()

    def _leave_editor(self) -> None:
        """A line was closed."""
        self._catch_up()

    def _count(self) -> None:
        """Let the chips count anew."""
        raise NotImplementedError

    def _filter(self) -> None:
        """Show what chips and search field ask for."""
        raise NotImplementedError

    def _restore(self) -> None:
        self.place.restore()
        if not self.view.currentIndex().isValid():
            self.detail.show_this(None)

    # ------------------------------------------------------------------------------------------------ states

    def _enable(self) -> None:
        """Enable the commands that are possible now."""
        raise NotImplementedError

    def _show_state(self) -> None:
        self._enable()
        empty = not len(self.model.rows) and not self.filters.is_active
        self._stack.setCurrentWidget(self._empty_state() if empty else self._stack.widget(0))
        self.show_filters(self.filters, not empty)
        self.detail.setVisible(self.actions_.panel.isChecked() and not empty)

    def _nothing(self) -> Nothing:
        """What the page says when there are no rows."""
        raise NotImplementedError

    def _empty_state(self) -> QWidget:
        if self._empty is None:
            from ..widgets.empty_state import EmptyState

            self._empty = EmptyState(*self._nothing()).follow(self.session)
            self._stack.addWidget(self._empty)
        return self._empty

    def _say_why_not(self, index: QModelIndex) -> None:
        """A cell cannot be typed into: say why, and where its content comes from."""

    def _open_list(self, index: QModelIndex, typed: str) -> None:
        """Open the list of a cell that has one; `typed` opened it."""

    # ------------------------------------------------------------------------------------------------ commands

    def _type_at(self, key: Hashable) -> None:
        """Select a row and begin to type its words."""
        self._go_to(key)
        self._show_state()
        index = self.model.index_of(key, self.name_column)
        if index.isValid():
            self.view.setFocus()
            self.view.edit(index)

    def expand_all(self) -> None:
        """Show all rows."""
        self.view.expandAll()

    def set_locked(self, locked: bool) -> None:
        """Keep the structure from being changed by accident."""
        self.model.locked = locked
        self._show_state()
        self.session.said.emit("结构已锁定：不能拖动、移动、新增和删除行" if locked else "结构已解锁", False)

    # ------------------------------------------------------------------------------------------------ Qt's events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room beside the tree, the detail panel lies over it."""
        super().resizeEvent(event)
        over = self.width() < ROOM_FOR_DETAIL
        beside = self._body.indexOf(self.detail) >= 0
        if over and beside:
            self._body.removeWidget(self.detail)
            self.actions_.panel.setChecked(False)
            self.detail.hide()
        elif not over and not beside:
            self._body.addWidget(self.detail)
            self._show_state()
        if over:
            top = self.filters.geometry().bottom() + 1
            self.detail.setGeometry(self.width() - DETAIL_WIDTH, top, DETAIL_WIDTH, self.height() - top)
            self.detail.raise_()
