"""The steps of one edit as they grow: only what a draft states and the plan does not say yet is set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..core.changes import Put, Step
from ..core.records import Record, full_key
from ..core.tree import keys_between

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ..core.plan import Plan
    from ..core.records import Id


class StepList:
    """Collects steps against a plan; `new_id` makes the ids of new records."""

    def __init__(self, plan: Plan, new_id: Callable[[], Id]) -> None:
        self.plan = plan
        self.new_id = new_id
        self.steps: list[Step] = []

    def put(self, record_type: type[Record], key: Id, old: Record | None, **values: Any) -> None:
        """Set what a draft states and the record does not say yet; what the draft leaves empty stays."""
        empty = record_type._empty
        changed = {
            name: value
            for name, value in values.items()
            if value not in (None, "") and value != (old.__dict__[name] if old else empty[name])
        }
        if changed or old is None:
            self.steps.append(Put(record_type, full_key(key), changed))

    def order_keys(self, record_type: type[Record], found: Sequence[Record | None]) -> list[str]:
        """Order keys for the rows of a list: the old ones keep theirs, new ones go right behind the row before them."""
        taken = sorted(r.__dict__["order"] for r in self.plan.rows(record_type).values())
        out: list[str] = []
        low = taken[-1] if taken and not any(found) else ""
        i = 0
        while i < len(found):
            old = found[i]
            if old is not None:
                low = old.__dict__["order"]
                out.append(low)
                i += 1
                continue
            j = i
            while j < len(found) and found[j] is None:
                j += 1
            high = next((k for k in taken if k > low), "") if low or any(found) else ""
            new = keys_between(low, high, j - i)
            out += new
            low, i = new[-1], j
        return out

    def put_list(
        self, record_type: type[Record], rows: Iterable[dict[str, Any]], old: Iterable[Record | None]
    ) -> list[Id]:
        """Put the rows of a list; the ids of all of them."""
        found = list(old)
        keys = self.order_keys(record_type, found)
        ids = []
        for values, record, order in zip(rows, found, keys, strict=True):
            key = record.key[0] if record else self.new_id()
            self.put(record_type, key, record, order=order, **values)
            ids.append(key)
        return ids
