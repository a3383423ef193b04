"""任务书: the whole printed document as an outline with its text, corrected where it stands."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ...core.records import Chapter, Clause, Indicator, Mention, Paragraph, PlanInfo, Unit, UnitGroup, full_key
from .. import settings
from ..actions import make_action
from ..icons import icon
from ..page import Page
from ..theme import colour
from ..widgets.detail_panel import DetailPanel
from ..widgets.look import dress, label, tool
from ..widgets.record_picker import RecordPicker, unit_choices
from .task_book_edits import SECTIONS, TaskBookEdits
from .task_book_parts import ChapterView, HeadView, SectionView, kind_of

if TYPE_CHECKING:
    from PySide6.QtGui import QAction, QDropEvent, QResizeEvent

    from ...core.changes import Changes
    from ...core.records import Id, Key, Record
    from ..session import Session

OUTLINE_WIDTH = 244
BEFORE_CHAPTERS = ("notice", "preamble")
ROOM_FOR_DETAIL = 1000  # px of page width under which there is no detail panel beside the text
PART = Qt.ItemDataRole.UserRole
Part = tuple[str, Any]  # ("head", None), ("section", name) or ("chapter", id)


class TaskBookPage(Page):
    """Outline at the left, the chosen part beside it, the detail panel at the right."""

    title = "任务书"
    prints = "taskbook"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        dress(self)
        self.edits = TaskBookEdits(session, self)
        self._head = HeadView(session)
        self._chapter = ChapterView(session, self.edits)
        self._section = SectionView(session, self.edits)
        self.detail = DetailPanel(session, self, findings=session.findings)
        self.outline = _Outline()
        make = partial(make_action, self.outline)
        self._add = make(
            "新增一章(&N)…", self.ask_unit, keys=("Ins", "Ctrl+Return"), picture="plus", tip="为一个单位新增一章"
        )
        self._up = make("这一章上移(&U)", lambda: self._shift(-1), keys="Ctrl+Up", picture="arrow_up")
        self._down = make("这一章下移(&D)", lambda: self._shift(1), keys="Ctrl+Down", picture="arrow_down")
        self._delete = make("删除这一章(&X)", self.delete_chapter, keys="Ctrl+Del", picture="trash")
        for action in (self._add, self._up, self._down, self._delete):
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)  # in a text these keys mean something else
            self.outline.addAction(action)
        self.outline.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self._lay_out()
        self.edits.made.connect(self._show_made)
        for view in (self._chapter, self._section):
            view.record_entered.connect(self._show_in_panel)
        self.detail.closed.connect(self.toggle_detail)
        self.detail.history_wanted.connect(self.history_wanted)
        session.changed.connect(self._take_changes)
        session.file_changed.connect(self._show_plan)
        session.state_changed.connect(self._show_state)
        self._show_plan()

    def _lay_out(self) -> None:
        self.outline.currentRowChanged.connect(self._show_part)
        self.outline.chapter_dropped = self.edits.place_chapter
        left = QFrame()
        left.setObjectName("book_outline")
        left.setFixedWidth(OUTLINE_WIDTH)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        tools = QHBoxLayout()
        tools.setContentsMargins(16, 10, 8, 6)
        tools.addWidget(label("全文结构", "heading"))
        tools.addStretch(1)
        for action in (self._up, self._down, self._add):
            each = tool("plus", action.toolTip(), size=16)
            each.setDefaultAction(action)
            tools.addWidget(each)
        self._add_button = each
        column.addLayout(tools)
        column.addWidget(self.outline, 1)
        self._parts = QStackedWidget()
        for part in (self._head, self._chapter, self._section):
            self._parts.addWidget(part)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(left)
        row.addWidget(self._parts, 1)
        row.addWidget(self.detail)
        self.begins_at(self.outline)
        self.detail.setVisible(settings.flag("view/detail", True))

    # ------------------------------------------------------------------------------------------------ for the window

    def meta(self) -> str:
        plan = self.session.plan
        clauses = sum(len(plan.clauses(c.id)) for c in plan.chapters)
        info = plan.info
        parts = [info.doc_number, f"{len(plan.chapters)} 章 {clauses} 条" if plan.chapters else "还没有章节"]
        return " · ".join(p for p in parts if p)

    def primary_action(self) -> QAction:
        return self._add

    def menus(self) -> list[tuple[str, list[QAction | None]]]:
        return [("任务书(&D)", [self._add, None, self._up, self._down, self._delete])]

    def show_record(self, record_type: type[Record], key: Key) -> bool:
        if record_type is Mention:
            mention = self.session.plan.get(Mention, key)
            return mention is not None and self.show_record(Clause, full_key(mention.clause or 0))
        record = self.session.plan.get(record_type, key)
        if record is None or not kind_of(record):
            return False
        match record:
            case Clause():
                self._choose(("chapter", record.chapter))
                return self._chapter.go_to(record.id)
            case Paragraph():
                self._choose(("section", record.section))
                return self._section.go_to(record.id)
            case Chapter():
                return self._choose(("chapter", record.id))
        return self._choose(("head", None))

    def toggle_detail(self) -> None:
        shown = not self.detail.isVisible()
        self.detail.setVisible(shown)
        settings.set_flag("view/detail", shown)

    # ------------------------------------------------------------------------------------------------ outline

    def _show_plan(self) -> None:
        self._fill_outline(None)
        self._show_state()

    def _fill_outline(self, keep: Part | None) -> None:
        plan = self.session.plan
        parts: list[tuple[Part, str, str, str]] = [(("head", None), "文头和版记", "paper", "")]
        sections = [(("section", name), SECTIONS[name], "checklist", self._count(name)) for name in SECTIONS]
        parts += [s for s in sections if s[0][1] in BEFORE_CHAPTERS]
        for chapter in plan.chapters:
            name = chapter.heading or plan.bearer_name(chapter.unit) or "（没有写单位）"
            ordinal = f"{chapter.ordinal}、" if chapter.ordinal else ""
            parts.append((("chapter", chapter.id), f"{ordinal}{name}", "", str(len(plan.clauses(chapter.id)) or "")))
        parts += [s for s in sections if s[0][1] not in BEFORE_CHAPTERS]
        self.outline.blockSignals(True)
        self.outline.clear()
        for part, words, picture, count in parts:
            item = QListWidgetItem(f"{words}　{count}" if count else words)
            item.setData(PART, part)
            item.setSizeHint(QSize(0, 34))
            item.setToolTip(words)
            if picture:
                item.setIcon(icon(picture, "ink3"))
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsDragEnabled)
            if not count and part[0] == "section":
                item.setForeground(colour("ink3"))
            self.outline.addItem(item)
        self.outline.blockSignals(False)
        first = next((n for n, p in enumerate(parts) if p[0][0] == "chapter"), 0)
        row = next((n for n, p in enumerate(parts) if p[0] == keep), first if keep is None else 0)
        self.outline.setCurrentRow(row)
        self._show_part(row)

    def _count(self, section: str) -> str:
        count = len(self.session.plan.paragraphs(section))
        return str(count) if count else ""

    def _choose(self, part: Part) -> bool:
        for row in range(self.outline.count()):
            if self.outline.item(row).data(PART) == part:
                self.outline.setCurrentRow(row)
                return True
        return False

    @property
    def part(self) -> Part:
        """What is shown."""
        item = self.outline.currentItem()
        part: Part = item.data(PART) if item is not None else ("head", None)
        return part

    def _show_part(self, row: int) -> None:
        kind, which = self.part
        chapter = self.session.plan.get(Chapter, which) if kind == "chapter" else None
        if chapter is not None:
            self._chapter.show_chapter(chapter)
            self._parts.setCurrentWidget(self._chapter)
            self._show_in_panel(chapter)
        elif kind == "section":
            self._section.show_section(which, SECTIONS[which])
            self._parts.setCurrentWidget(self._section)
            self.detail.show_nothing()
        else:
            self._head.show_plan()
            self._parts.setCurrentWidget(self._head)
            self._show_in_panel(self.session.plan.info)
        self._show_state()

    def _show_state(self) -> None:
        chapter = self.part[0] == "chapter" and self.session.can_edit
        self._add.setEnabled(self.session.can_edit)
        for action in (self._up, self._down, self._delete):
            action.setEnabled(chapter)
        self.outline.setDragEnabled(self.session.can_edit)

    def _show_in_panel(self, record: Record) -> None:
        self.detail.show_record(type(record), record.key)

    def _take_changes(self, changes: Changes) -> None:
        if changes.touches(Chapter, Clause, Paragraph, PlanInfo, Unit, UnitGroup, Mention, Indicator):
            self._fill_outline(self.part)
            self.meta_changed.emit()

    def _show_made(self, record_type: type[Record], record_id: Id) -> None:
        self.show_record(record_type, full_key(record_id))
        if record_type is Clause:
            self._chapter.go_to(record_id, begin=True)
        elif record_type is Paragraph:
            self._section.go_to(record_id, begin=True)

    # ------------------------------------------------------------------------------------------------ commands

    def ask_unit(self) -> None:
        """Choose the unit of a new chapter."""
        plan = self.session.plan
        have = frozenset(c.unit for c in plan.chapters if c.unit is not None)
        picker = RecordPicker(unit_choices(plan, without=have), self, title="新增哪个单位的一章")
        picker.picked.connect(lambda unit: self.edits.add_chapter(unit, self._behind()))
        picker.open_below(self._add_button)

    def _behind(self) -> Id | None:
        """The chapter behind the one that is shown; a new one comes between them."""
        kind, which = self.part
        ids = [c.id for c in self.session.plan.chapters]
        at = ids.index(which) + 1 if kind == "chapter" and which in ids else len(ids)
        return ids[at] if at < len(ids) else None

    def _shift(self, step: int) -> None:
        kind, which = self.part
        if kind == "chapter":
            self.edits.shift_chapter(which, step)

    def delete_chapter(self) -> None:
        """Delete the chapter that is shown."""
        kind, which = self.part
        chapter = self.session.plan.get(Chapter, which) if kind == "chapter" else None
        if chapter is not None:
            self.edits.delete_chapter(chapter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.detail.setVisible(self.width() >= ROOM_FOR_DETAIL and settings.flag("view/detail", True))


class _Outline(QListWidget):
    """The parts of the document; chapters can be dragged to another place."""

    chapter_dropped: Any = None  # called with the chapter and the one it comes before

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "parts")
        self.setIconSize(QSize(16, 16))
        self.setAccessibleName("全文结构")
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)

    def dropEvent(self, event: QDropEvent) -> None:
        dragged = self.currentItem()
        row = self.indexAt(event.position().toPoint()).row()
        if row >= 0 and self.dropIndicatorPosition() == QAbstractItemView.DropIndicatorPosition.BelowItem:
            row += 1
        target = self.item(row) if row >= 0 else None
        event.setDropAction(Qt.DropAction.IgnoreAction)  # the plan moves the chapter, not the list
        event.accept()
        if dragged is None or dragged.data(PART)[0] != "chapter" or self.chapter_dropped is None:
            return
        kind, which = target.data(PART) if target is not None else ("section", "closing")
        if kind == "chapter" or (kind == "section" and which not in BEFORE_CHAPTERS):
            self.chapter_dropped(dragged.data(PART)[1], which if kind == "chapter" else None)
