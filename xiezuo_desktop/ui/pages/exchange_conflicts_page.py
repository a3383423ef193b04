"""分歧处理: what two offices wrote differently, one by one with both values; and what merging left without a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QMessageBox, QStackedWidget, QVBoxLayout, QWidget

from ...core.errors import UserError
from ...core.loose_ends import orphans, twins
from ...core.records import BY_NAME
from ...core.wording import describe, own_name
from ...exchange.disputes import KINDS, Dispute, decide, disputes, once, own_figures, take_own_figures
from ..actions import make_action
from ..header import ActionButton
from ..page import Page
from ..theme import TABLE_MARGIN
from ..widgets.chips import Chip
from ..widgets.look import button, dress
from ..widgets.row_table import RowTable
from .conflict_cards import ConflictCards
from .conflict_past import PastCards, last_values
from .conflict_places import COLUMNS, HINTS, LOOSE, ONCE, OPEN, TWINS, Place
from .history_words import names_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QAction, QKeyEvent

    from ...core.changes import Changes
    from ...core.loose_ends import Orphan
    from ...core.records import Id, Key, Record
    from ..session import Session
    from ..widgets.empty_state import EmptyState


class ConflictsPage(Page):
    """The list at the left, the dispute laid open at the right. 1, 2, 3 take a value, ↑ ↓ go on."""

    title = "分歧处理"
    has_filters = True

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        dress(self)
        self.open: list[Dispute] = []
        self._loose: list[Orphan] = []
        self._twins: list[tuple[Record, ...]] = []
        self._stale = True
        self.table = RowTable("分歧清单", COLUMNS, height=46)
        self.cards = ConflictCards()
        self.past = PastCards()
        self._chips = {OPEN: Chip(OPEN, 0, "warn"), ONCE: Chip(ONCE), LOOSE: Chip(LOOSE, 0), TWINS: Chip(TWINS, 0)}
        self._empty: EmptyState | None = None
        self._make_actions()
        self._lay_out()
        self._soon = QTimer(self, singleShot=True, interval=30)
        self._soon.timeout.connect(self.refresh)
        session.changed.connect(self._spoil)
        session.file_changed.connect(self._spoil)
        session.state_changed.connect(self._show_state)
        self.table.moved.connect(self._show_place)
        self.table.chosen.connect(lambda place: self.go())
        self.cards.taken.connect(self.take)
        self.cards.written.connect(self.write)
        self.cards.left.connect(self.next)
        self._chips[OPEN].setChecked(True)

    def _make_actions(self) -> None:
        self.take_first = make_action(self, "采用第一个(&1)", lambda: self.take(0), tip="采用第一个　1")
        self.take_second = make_action(self, "采用第二个(&2)", lambda: self.take(1), tip="采用第二个　2")
        self.jump = make_action(self, "转到这一条(&G)", self.go, keys="Ctrl+G", picture="link")
        self.history = make_action(
            self, "这一条的修改记录(&H)", self._show_history, keys="Ctrl+Shift+H", picture="history"
        )
        self.own = make_action(
            self,
            "各单位自己的数：采用对方(&O)…",
            self.take_own,
            picture="done",
            tip="各单位自己填报的数，都按它们返回的采用；一步可以撤销",
        )

    def _lay_out(self) -> None:
        filters = QFrame()
        filters.setObjectName("filters")
        row = QHBoxLayout(filters)
        row.setContentsMargins(16, 8, 12, 12)
        row.setSpacing(6)
        group = QButtonGroup(self)
        for chip in self._chips.values():
            group.addButton(chip)
            row.addWidget(chip)
        group.buttonClicked.connect(lambda _: self._fill())
        row.addStretch(1)
        batch = ActionButton("plain", self)
        batch.set_action(self.own)
        row.addWidget(batch)
        self._batch = batch
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(button("转到这一条", icon_name="link", on=self.jump.trigger))
        foot.addWidget(button("修改记录", icon_name="history", on=self.history.trigger))
        foot.addStretch(1)
        left.addLayout(foot)
        self._listing = QWidget()
        across = QHBoxLayout(self._listing)
        across.setContentsMargins(TABLE_MARGIN, TABLE_MARGIN, 0, TABLE_MARGIN)
        across.setSpacing(16)
        across.addLayout(left, 5)
        across.addWidget(self.cards, 6)
        across.addWidget(self.past, 6)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._listing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(filters)
        column.addWidget(self._stack, 1)

    # ------------------------------------------------------------------------------------------------ for the window

    def meta(self) -> str:
        return f"{len(self.open)} 处分歧待处理；不处理也不会丢，先按列出的第一个值算" if self.open else "没有分歧待处理"

    def menus(self) -> list[tuple[str, list[QAction | None]]]:
        return [("分歧(&C)", [self.take_first, self.take_second, None, self.own, None, self.jump, self.history])]

    def begin(self) -> None:
        if self._stale:
            self.refresh()
        self.table.setFocus()

    # ------------------------------------------------------------------------------------------------ following the plan

    def _spoil(self, _: Changes | None = None) -> None:
        self._stale = True
        if self.isVisible():
            self._soon.start()

    def refresh(self) -> None:
        """Read what is in dispute, keeping the place in the list."""
        self._stale = False
        file, plan = self.session.file, self.session.plan
        try:
            self.open = disputes(file) if file else []
        except UserError as error:
            self.open = []
            self.session.failed.emit(error)
        whole = file is not None and not file.is_part  # of a part much is elsewhere
        self._loose = orphans(plan) if whole else []
        self._twins = twins(plan)
        for name, count in ((OPEN, len(self.open)), (LOOSE, len(self._loose)), (TWINS, len(self._twins))):
            self._chips[name].set_count(count)
            self._chips[name].setVisible(name == OPEN or bool(count) or self._chips[name].isChecked())
        self._fill()
        self.meta_changed.emit()

    @property
    def mode(self) -> str:
        """Which chip is pressed."""
        return next((name for name, chip in self._chips.items() if chip.isChecked()), OPEN)

    def _places(self) -> list[Place]:
        plan, file = self.session.plan, self.session.file
        mode = self.mode
        if mode == OPEN:
            return [self._of_dispute(d) for d in self.open]
        if mode == LOOSE:
            return [self._of_orphan(orphan) for orphan in self._loose]
        if mode == TWINS:
            return [
                Place(type(r), r.key, describe(plan, type(r), r.key), r.label, f"与另外 {len(same) - 1} 条相同", "")
                for same in self._twins
                for r in same
            ]
        return [self._once(*cell) for cell in (once(file) if file else [])]

    def _of_orphan(self, orphan: Orphan) -> Place:
        plan = self.session.plan
        row = plan.get(orphan.record, orphan.key)
        values = row.__dict__ if row else {}
        name = (own_name(plan, row) if row else "") or plan.bearer_name(values.get("unit"))
        where = f"{orphan.record.label}“{name[:40]}”" if name else orphan.record.label
        told = f"它属于已经删除的{self._gone(orphan.field.refers, values.get(orphan.field.name, 0))}"
        return Place(orphan.record, orphan.key, where, orphan.field.label, told, orphan.field.name)

    def _gone(self, names: Sequence[str], key: Id) -> str:
        """A deleted record of one of these types, by its last name."""
        file = self.session.file
        for record in [BY_NAME[name] for name in names] if file else []:
            found = names_in(file.history(record, key)) if file else {}
            if found:
                return f"{record.label}“{next(iter(found.values()))[:40]}”"
        return BY_NAME[names[0]].label

    def _once(self, record: type[Record], key: Key, field: str) -> Place:
        declared = record.fields.get(field)
        of_record = [d for d in self.open if (d.conflict.record, d.conflict.key) == (record, key)]
        dispute = next((d for d in of_record if d.conflict.field == field or d.conflict.kind == "deleted"), None)
        told = "还没有处理" if dispute else "已处理"
        return Place(
            record, key, self._called(record, key), declared.label if declared else "删除", told, field, dispute
        )

    def _of_dispute(self, dispute: Dispute) -> Place:
        conflict = dispute.conflict
        who = "、".join(dict.fromkeys(claim.author or "（没有署名）" for claim in conflict.claims))
        where = self._called(conflict.record, conflict.key)
        told = f"{KINDS[conflict.kind]} · {who}"
        return Place(conflict.record, conflict.key, where, dispute.label, told, conflict.field, dispute)

    def _called(self, record: type[Record], key: Key) -> str:
        """What a record is called; one that is deleted by its last name."""
        file, plan = self.session.file, self.session.plan
        if file is None or plan.get(record, key) is not None or record.keys != ("id",):
            return describe(plan, record, key)
        name = names_in(file.history(record, key)).get((record, key))
        return f"{record.label}“{name[:40]}”（已删除）" if name else describe(plan, record, key)

    def _fill(self) -> None:
        places = self._places()
        self.table.show_rows(places, same=lambda a, b: (a.record, a.key, a.what) == (b.record, b.key, b.what))
        if places:
            self._stack.setCurrentWidget(self._listing)
        else:
            self._stack.setCurrentWidget(self._nothing())
        self._show_state()

    def _nothing(self) -> QWidget:
        from ..widgets.empty_state import EmptyState

        if self._empty is None:
            self._empty = EmptyState("done", "", "")
            self._stack.addWidget(self._empty)
        said = "合并返回文件时，两边改了同一处而且不一样，会列在这里，由您来定；两边填得一样的不算分歧"
        self._empty.set_texts(HINTS[self.mode], said)
        return self._empty

    def _show_place(self, place: Place | None) -> None:
        dispute = place.dispute if place else None
        self.cards.setVisible(dispute is not None)
        self.past.setVisible(place is not None and dispute is None)
        if place is not None and dispute is not None:
            self.cards.show_dispute(dispute, place.where, can_edit=self.session.can_edit)
        elif place is not None:
            self._show_past(place)
        self._show_state()

    def _show_past(self, place: Place) -> None:
        file, ways = self.session.file, []
        assert file is not None
        entries = file.history(place.record, place.key, place.field or None) if self.mode == ONCE else []
        if self.mode == LOOSE:
            sentence = f"{place.told}，这一条还在，但哪里也看不到。可以把那一条恢复，或者删除这一条。"
            ways = [("恢复所属的一条", self.restore_holder), ("删除这一条", self.delete_orphan)]
        elif self.mode == TWINS:
            sentence = "可能是两处各建了一条。请转到这一条，合并或删除多余的。"
        else:
            sentence = "这一处曾经有过分歧，已经处理。下面是写过的值，最近的在前。"
        title = f"{place.where}的{place.what}" if self.mode == ONCE else place.where
        self.past.show_place(self.session.plan, title, sentence, ways if self.session.can_edit else [], entries)

    def restore_holder(self) -> None:
        """Bring back the record to which the selected row belongs, with what it said last."""
        place, file = self.table.current, self.session.file
        row = self.session.plan.get(place.record, place.key) if place else None
        if place is None or row is None or file is None:
            return
        holder = row.__dict__[place.field]
        for name in place.record.fields[place.field].refers:
            values = last_values(file, (BY_NAME[name], holder))
            if values:
                with self.session.edit(f"恢复{BY_NAME[name].label}") as edit:
                    edit.put(BY_NAME[name], holder, **values)
                return

    def delete_orphan(self) -> None:
        """Delete the selected row, which belongs to nothing."""
        place: Place | None = self.table.current
        if place is not None:
            with self.session.edit(f"删除无所属的{place.record.label}") as edit:
                edit.delete(place.record, place.key)

    def _show_state(self) -> None:
        place: Place | None = self.table.current
        file, can_edit = self.session.file, self.session.can_edit
        disputed = place is not None and place.dispute is not None
        for action in (self.take_first, self.take_second):
            action.setEnabled(can_edit and disputed)
        there = place is not None and self.session.plan.get(place.record, place.key) is not None
        self.jump.setEnabled(there)
        self.history.setEnabled(place is not None)
        count = len(own_figures(file, self.open)) if file and self.open else 0
        self.own.setText(f"各单位自己的数：采用对方（{count}）(&O)…" if count else "各单位自己的数：采用对方(&O)…")
        self.own.setEnabled(can_edit and count > 0)
        self._batch.setVisible(bool(self.open))

    # ------------------------------------------------------------------------------------------------ deciding

    @property
    def current(self) -> Dispute | None:
        """The dispute that is laid open."""
        place: Place | None = self.table.current
        return place.dispute if place else None

    def take(self, number: int) -> None:
        """Settle the dispute with the value of a card, counted from 0."""
        dispute = self.current
        if dispute is None or not 0 <= number < len(dispute.conflict.claims):
            return
        conflict = dispute.conflict
        claim = conflict.claims[number]
        if conflict.kind == "deleted":
            self._decide("keep" if number else "delete")
        elif claim is conflict.ours or claim is conflict.theirs:
            self._decide("ours" if claim is conflict.ours else "theirs")
        else:
            self._decide("" if claim.value is None else str(claim.value))

    def write(self, text: str) -> None:
        """Settle the dispute with another value."""
        if text.strip():
            self._decide(text)

    def _decide(self, take: str) -> None:
        dispute, reason = self.current, self.cards.reason.text()
        if dispute is None:
            return
        if self.session.do(lambda file: decide(file, dispute.id, take, reason)):
            self.session.said.emit(f"已处理：{dispute.where}的{dispute.label}", True)
            self.refresh()
            self.table.setFocus()

    def next(self) -> None:
        """Leave this one and go on to the next."""
        row = self.table.currentIndex().row()
        self.table.selectRow((row + 1) % max(1, len(self.table.rows)))
        self.table.setFocus()

    def take_own(self) -> None:
        """Take every unit's own figures as it returned them, after a question that names how many."""
        file = self.session.file
        count = len(own_figures(file, self.open)) if file else 0
        if not count:
            return
        words = (
            f"{count} 处分歧是各单位自己填报的数。都按各单位返回的采用吗？\n其他分歧仍由您逐条处理；这一步可以撤销。"
        )
        if QMessageBox.question(self, "各单位自己的数", words) != QMessageBox.StandardButton.Yes:
            return

        work = self.session.write_aside(lambda file, _: take_own_figures(file))
        work.failed.connect(self.session.failed)
        work.finished.connect(lambda n: self.session.said.emit(f"已处理 {n} 处分歧：各单位自己的数采用对方的", True))

    def go(self) -> None:
        """Show the record where it is edited."""
        place: Place | None = self.table.current
        if place is not None and self.session.plan.get(place.record, place.key) is not None:
            self.session.wanted.emit(place.record, place.key)

    def _show_history(self) -> None:
        place: Place | None = self.table.current
        if place is not None:
            self.history_wanted.emit(place.record, place.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.key() - Qt.Key.Key_1.value
        dispute = self.current
        if dispute is not None and self.session.can_edit and 0 <= number <= len(dispute.conflict.claims):
            if number < len(dispute.conflict.claims):
                self.take(number)
            elif dispute.conflict.kind == "cell":
                self.cards.begin_another()
            return
        super().keyPressEvent(event)
