"""What an issued or archived plan does not let happen to its fixed values, whatever writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core import adjusting
from ..core.changes import Change
from ..core.records import Adjustment
from .log import new_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..core.adjusting import Basis
    from ..core.plan import Plan
    from ..core.records import Key, Record
    from .edit import Edit


def keep_issued(edit: Edit, by: Basis | None) -> None:
    """Refuse what an issued or archived plan does not allow; keep both values of what the document `by` changes."""
    plan = edit.plan
    if adjusting.is_closed(plan):
        adjusting.refuse_closed(plan, edit.asked())
    if not adjusting.is_fixed(plan):
        return
    found = adjusting.fixed_changes(edit.asked(*adjusting.FIXED))
    if by is None:
        adjusting.refuse(plan, found)
    else:
        edit.apply(adjusting.adjustments(plan, found, by, new_id))


def refuse_fixed(before: Plan, after: Plan, rows: Iterable[tuple[type[Record], Key]]) -> None:
    """Of an issued plan, only adjustments may be taken back or done again, with the values they brought."""
    changes = [Change(r, key, before.get(r, key), after.get(r, key)) for r, key in rows]
    if adjusting.is_closed(before):
        adjusting.refuse_closed(before, changes)
    if adjusting.is_fixed(before) and not any(change.record is Adjustment for change in changes):
        adjusting.refuse(before, adjusting.fixed_changes(changes))
