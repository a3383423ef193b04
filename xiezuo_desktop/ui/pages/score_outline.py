"""Making a scheme by hand: groups, items and parts are added, moved and deleted, each a named step that can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ...core.records import Scheme, ScoreEntry, ScoreGroup, ScoreItem
from ...core.scoring.rules import Rule, write_rule
from ...core.tree import key_between

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...core.records import Id
    from ...core.scoring.sheet import Line
    from ..session import Session


class ScoreOutline(QObject):
    """`made` carries the id of a new group, item or part: select it, and begin to type its name."""

    made = Signal(object)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session

    def add_scheme(self) -> None:
        """A scheme with a first group and a first item, to be filled in."""
        if not self._session.can_edit:
            return
        there = self._session.plan.schemes  # one whose groups were all deleted is gone on with
        with self._session.edit("新建评价办法") as edit:
            scheme = there[0].id if there else edit.add(Scheme, title="评价办法", order=key_between(""))
            group = edit.add(ScoreGroup, scheme=scheme, name="新类别", order=key_between(""))
            item = edit.add(ScoreItem, group=group, ordinal="1", name="新评分项", order=key_between(""))
        if edit.changes:
            self.made.emit(item)

    def add_group(self, scheme: Id, behind: Id | None) -> None:
        """A group behind another, or at the end."""
        groups = self._session.plan.score_groups(scheme)
        with self._session.edit("新增评分类别") as edit:
            made = edit.add(ScoreGroup, scheme=scheme, name="新类别", order=_behind(groups, behind))
        if edit.changes:
            self.made.emit(made)

    def add_item(self, line: Line) -> None:
        """An item behind the current one, or at the end of the current group; a part behind a part."""
        plan, item = self._session.plan, line.item
        group = line.id if item is None else item.group
        parent = plan.get(ScoreItem, item.parent) if item else None
        peers = plan.score_parts(parent.id) if parent else plan.score_items(group or 0)
        name = "新部分" if parent else "新评分项"
        behind = item.id if item else None
        with self._session.edit(f"新增{name[1:]}") as edit:
            made = edit.add(
                ScoreItem,
                group=group,
                parent=parent.id if parent else None,
                name=name,
                ordinal="" if parent else _next_ordinal(peers),
                order=_behind(peers, behind),
            )
        if edit.changes:
            self.made.emit(made)

    def add_part(self, line: Line) -> None:
        """A part below an item, which then adds up its parts."""
        item = line.item
        if item is None or line.is_part or not self._session.can_edit:
            return
        parts = self._session.plan.score_parts(item.id)
        with self._session.edit("新增部分") as edit:
            if not parts:
                edit.put(ScoreItem, item.id, rule=write_rule(Rule("composite")))
            made = edit.add(ScoreItem, group=item.group, parent=item.id, name="新部分", order=_behind(parts, None))
        if edit.changes:
            self.made.emit(made)

    def shift(self, line: Line, step: int) -> None:
        """Move a line one place up (-1) or down (+1) among its peers."""
        plan, item = self._session.plan, line.item
        peers: Sequence[ScoreGroup | ScoreItem]
        if item is None:
            peers = plan.score_groups(getattr(line.record, "scheme", 0) or 0)
        else:
            peers = plan.score_parts(item.parent or 0) if line.is_part else plan.score_items(item.group or 0)
        ids = [p.id for p in peers]
        place = ids.index(line.id) + step
        if not 0 <= place < len(ids) or not self._session.can_edit:
            return
        others = [p for p in peers if p.id != line.id]
        before = others[place - 1].order if place else ""
        after = others[place].order if place < len(others) else ""
        with self._session.edit(f"移动“{line.name}”") as edit:
            edit.put(type(line.record), line.id, order=key_between(before, after))

    def delete(self, line: Line) -> None:
        """Delete a line with all below it, and what was scored for it."""
        if not self._session.can_edit:
            return
        gone = [line, *line.walk()]
        ids = {each.id for each in gone}
        entries = [e for e in self._session.plan.ordered_by_id(ScoreEntry) if e.item in ids]
        with self._session.edit(f"删除“{line.name}”") as edit:
            for entry in entries:
                edit.delete(ScoreEntry, entry.key)
            for each in reversed(gone):
                edit.delete(type(each.record), each.record.key)
        if edit.changes:
            self._session.said.emit(f"已删除“{line.name}”", True)


def _behind(peers: Sequence[ScoreGroup | ScoreItem], behind: Id | None) -> str:
    """The order key of the place behind a peer, or at the end."""
    place = next((n for n, p in enumerate(peers) if p.id == behind), len(peers) - 1)
    before = peers[place].order if peers else ""
    after = peers[place + 1].order if place + 1 < len(peers) else ""
    return key_between(before, after)


def _next_ordinal(peers: Sequence[ScoreItem]) -> str:
    """The number behind the greatest of the peers; "" where they are not numbered so."""
    numbers = [int(p.ordinal) for p in peers if p.ordinal.isdecimal() and len(p.ordinal) < 6]
    return str(max(numbers) + 1) if numbers else "" if peers else "1"
