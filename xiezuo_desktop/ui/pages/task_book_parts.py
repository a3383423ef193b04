"""The parts of the task book at the right: the head as a form, a chapter or a section as a column of cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ...core.book_steps import paragraphs_of
from ...core.records import Chapter, Clause, Paragraph, PlanInfo
from ..widgets.look import button, hairline, label
from ..widgets.record_form import RecordForm
from .task_book_cards import Card, ClauseCard, ParagraphCard

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...core.records import Id, Record
    from ..session import Session
    from .task_book_edits import TaskBookEdits

WIDEST = 820  # px of a text column; longer lines are hard to read
LABEL_WIDTH = 108
# The fields of the head in the order of an official paper; every other field of the registry follows in 其他.
HEAD_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("版头", ("mark", "doc_number", "signer", "copy_number", "secrecy", "urgency")),
    ("标题", ("title", "year", "notice_title", "book_title", "table_title")),
    ("主送和落款", ("main_to", "issuer", "written_on", "contact", "remark")),
    ("版记", ("copy_to", "printed_by", "printed_on")),
)


class PartView(QScrollArea):
    """A scrolling column of limited width; `go_to` brings a record into sight."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._wanted: QWidget | None = None
        self._bring_soon = QTimer(self, singleShot=True, interval=0)
        self._bring_soon.timeout.connect(self._bring)
        self.setProperty("look", "bare")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        self.column = QVBoxLayout()
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(10)
        holder = QWidget()
        holder.setMaximumWidth(WIDEST)
        holder.setLayout(self.column)
        row = QHBoxLayout(inside)
        row.setContentsMargins(16, 14, 16, 20)
        row.addWidget(holder, 1)
        row.addStretch(0)
        self.setWidget(inside)

    def bring(self, widget: QWidget) -> None:
        """Scroll until a widget is seen, once it has its place."""
        self._wanted = widget
        self._bring_soon.start()

    def _bring(self) -> None:
        if self._wanted is not None and self.isAncestorOf(self._wanted):
            self.ensureWidgetVisible(self._wanted, 0, 60)
        self._wanted = None


class HeadView(PartView):
    """What stands above and below the text of an official paper."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._forms: list[RecordForm] = []
        shown = {name for _, names in HEAD_GROUPS for name in names}
        rest = tuple(name for name in PlanInfo.fields if name not in shown)
        for title, names in (*HEAD_GROUPS, ("其他", rest)):
            if names:
                self.column.addWidget(self._group(title, names))
        self.column.addStretch(1)

    def _group(self, title: str, names: Sequence[str]) -> QFrame:
        box = QFrame()
        box.setProperty("look", "card")
        column = QVBoxLayout(box)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(6)
        column.addWidget(label(title, "heading"))
        column.addWidget(hairline())
        form = RecordForm(self.session, PlanInfo, names, label_width=LABEL_WIDTH)
        self._forms.append(form)
        column.addWidget(form)
        return box

    def show_plan(self) -> None:
        """Show what the plan says now."""
        for form in self._forms:
            form.show_record(self.session.plan.info)


class CardsView(PartView):
    """Clauses or paragraphs below one another."""

    record_entered = Signal(object)  # the record whose card has the focus

    def __init__(self, session: Session, edits: TaskBookEdits, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.edits = edits
        self.cards: dict[Id, Card] = {}
        self._box = QFrame()
        self._box.setProperty("look", "card")
        self._stack = QVBoxLayout(self._box)
        self._stack.setContentsMargins(0, 4, 0, 4)
        self._stack.setSpacing(0)
        self.column.addWidget(self._box)
        self.add = button("新增", icon_name="plus", on=self.add_last)
        foot = QHBoxLayout()
        foot.addWidget(self.add)
        foot.addStretch(1)
        self.column.addLayout(foot)
        self.column.addStretch(1)

    def add_last(self) -> None:
        """Add a record behind the last."""
        raise NotImplementedError

    def make_card(self) -> Card:
        """An empty card, connected."""
        raise NotImplementedError

    def fill(self, records: Sequence[Clause | Paragraph]) -> None:
        """Show these records, keeping the cards (and what is typed in them) of those that were shown already."""
        wanted = {r.id for r in records}
        for gone in [i for i in self.cards if i not in wanted]:
            card = self.cards.pop(gone)
            self._stack.removeWidget(card)
            card.hide()
            card.deleteLater()
        for place, record in enumerate(records):
            card = self.cards.setdefault(record.id, self.cards.get(record.id) or self.make_card())
            if self._stack.indexOf(card) != place:
                self._stack.insertWidget(place, card)
            card.show_record(record)
        self._box.setVisible(bool(records))
        self.add.setVisible(self.session.can_edit)

    def go_to(self, record_id: Id, *, begin: bool = False) -> bool:
        """Bring a card into sight, mark it, and put the cursor into it when asked."""
        for each, card in self.cards.items():
            card.mark(each == record_id)
        found = self.cards.get(record_id)
        if found is None:
            return False
        self.bring(found)
        if begin:
            found.begin()
        return True

    def _enter(self, card: Card) -> None:
        for each in self.cards.values():
            each.mark(each is card)
        self.record_entered.emit(card.record)

    def _connect(self, card: Card) -> Card:
        card.entered.connect(lambda: self._enter(card))
        return card


class ChapterView(CardsView):
    """The clauses of one chapter below its heading."""

    def __init__(self, session: Session, edits: TaskBookEdits, parent: QWidget | None = None) -> None:
        super().__init__(session, edits, parent)
        self.chapter: Id | None = None
        self._head = RecordForm(session, Chapter, ("ordinal", "unit", "heading"))
        head = QFrame()
        head.setProperty("look", "card")
        column = QVBoxLayout(head)
        column.setContentsMargins(14, 8, 14, 8)
        column.addWidget(self._head)
        self.column.insertWidget(0, head)
        self.add.setText(" 新增一条")

    def show_chapter(self, chapter: Chapter) -> None:
        """Show a chapter as the plan has it now."""
        self.chapter = chapter.id
        self._head.show_record(chapter)
        self.fill(self.session.plan.clauses(chapter.id))

    def add_last(self) -> None:
        if self.chapter is not None:
            self.edits.add_clause(self.chapter)

    def make_card(self) -> Card:
        card = ClauseCard(self.session)
        card.shift_wanted.connect(lambda step: self._with(card, lambda c: self.edits.shift_clause(c, step)))
        card.add_wanted.connect(lambda: self._with(card, lambda c: self.edits.add_clause(c.chapter or 0, c.id)))
        card.delete_wanted.connect(lambda: self._with(card, self.edits.delete_clause))
        return self._connect(card)

    def _with(self, card: Card, does: object) -> None:
        card.commit()
        if isinstance(card.record, Clause):
            does(card.record)  # type: ignore[operator]


class SectionView(CardsView):
    """The paragraphs of one part of the document."""

    def __init__(self, session: Session, edits: TaskBookEdits, parent: QWidget | None = None) -> None:
        super().__init__(session, edits, parent)
        self.section = ""
        self._title = label("", "heading")
        self.column.insertWidget(0, self._title)
        self.add.setText(" 新增一段")

    def show_section(self, section: str, title: str) -> None:
        """Show a section as the plan has it now."""
        self.section = section
        self._title.setText(title)
        self.fill(paragraphs_of(self.session.plan, section))

    def add_last(self) -> None:
        self.edits.add_paragraph(self.section)

    def make_card(self) -> Card:
        card = ParagraphCard(self.session)
        card.shift_wanted.connect(lambda step: self._with(card, lambda p: self.edits.shift_paragraph(p, step)))
        card.add_wanted.connect(lambda: self._with(card, lambda p: self.edits.add_paragraph(p.section, p.id)))
        card.delete_wanted.connect(lambda: self._with(card, self.edits.delete_paragraph))
        return self._connect(card)

    def _with(self, card: Card, does: object) -> None:
        card.commit()
        if isinstance(card.record, Paragraph):
            does(card.record)  # type: ignore[operator]


def kind_of(record: Record) -> str:
    """Which part shows a record: head, chapter, or a section's name; "" when none does."""
    match record:
        case PlanInfo():
            return "head"
        case Chapter() | Clause():
            return "chapter"
        case Paragraph():
            return record.section
    return ""
