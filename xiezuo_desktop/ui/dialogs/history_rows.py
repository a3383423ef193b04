"""The history in words: what a step changed, and how a step is drawn in a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from xiezuo_desktop.core.wording import describe, value_in_words
from xiezuo_desktop.ui.theme import SMALL, colour, font

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPainter

    from xiezuo_desktop.core.plan import Plan
    from xiezuo_desktop.core.records import Key, Record
    from xiezuo_desktop.storage import HistoryEntry


class StepDelegate(QStyledItemDelegate):
    """Paints the Step that an item holds."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        step = index.data(Qt.ItemDataRole.UserRole)
        box: QRect = option.rect  # type: ignore[attr-defined]
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        painter.save()
        painter.fillRect(box, colour("primary_tint" if chosen else "card"))
        if chosen:
            painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), colour("primary"))
        painter.setPen(colour("line"))
        painter.drawLine(box.left(), box.bottom(), box.right(), box.bottom())
        inner = box.adjusted(12, 6, -10, -6)
        painter.setFont(font())
        painter.setPen(colour("ink"))
        name = painter.fontMetrics().elidedText(step.label, Qt.TextElideMode.ElideMiddle, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, name)
        painter.setFont(font(SMALL))
        painter.setPen(colour("ink3"))
        painter.drawText(
            inner, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, f"{moment(step.when)}　{step.author}"
        )
        painter.drawText(inner, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignRight, f"{step.count} 处")
        painter.restore()


def moment(when: datetime) -> str:
    """A time as people say it: 今天 14:32, 昨天 09:00, 3月5日 16:20, 2023年12月1日."""
    today = datetime.now().date()
    days = (today - when.date()).days
    if days in (0, 1):
        return f"{'昨天' if days else '今天'} {when:%H:%M}"
    if when.year == today.year:
        return f"{when.month}月{when.day}日 {when:%H:%M}"
    return f"{when.year}年{when.month}月{when.day}日"


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One row of the list of changes: where, what, before, after, and the record it is about."""

    words: tuple[str, str, str, str]
    record: type[Record]
    key: Key


NAMES = ("name", "lead", "heading", "theme", "text", "title")
MOST_FIELDS = 8  # of a new record, said in its one row


def rows_in_words(plan: Plan, entries: Sequence[HistoryEntry]) -> list[ChangeRow]:
    """The entries of one step: a row for each changed field, one row for each record that was made."""
    grouped: dict[tuple[type[Record], Key], list[HistoryEntry]] = {}
    for entry in entries:
        grouped.setdefault((entry.record, entry.key), []).append(entry)
    out = []
    for (record, key), of_record in grouped.items():
        where = _where(plan, record, key, of_record)
        told = [e for e in of_record if e.field != "order"] or of_record
        made = all(e.field in record.fields and e.before in (None, record.fields[e.field].empty) for e in of_record)
        if made and len(of_record) > 1:
            words = [
                f"{record.fields[e.field].label}：{_value(plan, e, e.after)}" for e in told if e.after not in (None, "")
            ]
            out.append(ChangeRow((where, "新增", "", "；".join(words[:MOST_FIELDS])), record, key))
        else:
            out += [ChangeRow((where, *_change(plan, e)), record, key) for e in told]
    return out


def _where(plan: Plan, record: type[Record], key: Key, entries: Sequence[HistoryEntry]) -> str:
    if plan.get(record, key) is not None:
        return describe(plan, record, key)
    name = next((str(e.after or e.before or "") for e in entries if e.field in NAMES), "")
    return f"{record.label}“{name[:40]}”" if name else record.label


def _change(plan: Plan, entry: HistoryEntry) -> tuple[str, str, str]:
    """What, before, after."""
    declared = entry.record.fields.get(entry.field)
    if declared is None:
        return ("删除" if entry.after else "恢复", "已删除" if entry.before else "", "已删除" if entry.after else "")
    return declared.label, _value(plan, entry, entry.before), _value(plan, entry, entry.after)


def _value(plan: Plan, entry: HistoryEntry, value: object) -> str:
    return value_in_words(plan, entry.record.fields[entry.field], value)
