"""What a person's action asks for, gathered record by record until the block ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..core.changes import Change, Changes, Drop, Put, Step
from ..core.errors import Invalid
from ..core.records import PlanInfo, full_key
from .log import new_id
from .values import Stored, clean, clean_key, restore

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..core.plan import Plan
    from ..core.records import Field, Id, Key, Record


class Draft:
    """What becomes of one record: `fresh` when it was deleted on the way, so that no old value stays."""

    __slots__ = ("alive", "fresh", "values")

    def __init__(self) -> None:
        self.alive = True
        self.fresh = False
        self.values: dict[int, Stored] = {}


class Edit:
    """One action of a person, made by `plan_file.edit(label)`; everything or nothing of it is written when the block ends.

    `plan` is the plan as it was when the block began; `changes` tells, after the block, what became different.
    """

    def __init__(self, label: str, plan: Plan) -> None:
        self.label = label
        self.plan = plan
        self.changes = Changes(label)
        self.drafts: dict[type[Record], dict[Key, Draft]] = {}

    def put(self, record: type[Record], key: Id | Key, /, **values: Any) -> None:
        """Set fields of one record; it begins to exist when it does not. Raises Invalid for a value that cannot be."""
        self._put(record, clean_key(record, key), values)

    def add(self, record: type[Record], /, **values: Any) -> Id:
        """Make a new record of a type that has an id, and return the id."""
        if len(record.keys) != 1:
            raise TypeError(f"{record.__name__} has a natural key: use put")
        made = new_id()
        self._put(record, full_key(made), values)
        return made

    def delete(self, record: type[Record], key: Id | Key, /) -> None:
        """Delete one record; nothing happens when it is gone already."""
        if record is PlanInfo:
            raise Invalid("年度计划本身不能删除。", "如不再需要，请删除整个文件。")
        draft = self._draft(record, clean_key(record, key))
        draft.alive = False
        draft.fresh = True
        draft.values = {}

    def apply(self, steps: Iterable[Step]) -> None:
        """Do many steps in order, fast."""
        for step in steps:
            if isinstance(step, Put):
                self._put(step.record, clean_key(step.record, step.key), step.values)
            elif isinstance(step, Drop):
                self.delete(step.record, step.key)

    def asked(self, *records: type[Record]) -> Iterator[Change]:
        """What becomes of the rows of some record types (of all, where none is named), beside what they are."""
        for record in records or self.drafts:
            for key, draft in self.drafts.get(record, {}).items():
                before = self.plan.get(record, key)
                after = None
                if draft.alive:
                    base = {} if before is None or draft.fresh else before.__dict__
                    names = dict(zip(record.keys, key, strict=False))
                    said = {
                        f.name: restore(f, draft.values[f.number])
                        for f in record.fields.values()
                        if f.number in draft.values
                    }
                    after = record(**{**base, **names, **said})
                if before is not None or after is not None:
                    yield Change(record, key, before, after)

    def _draft(self, record: type[Record], key: Key) -> Draft:
        drafts = self.drafts.setdefault(record, {})
        draft = drafts.get(key)
        if draft is None:
            draft = drafts[key] = Draft()
        return draft

    def _put(self, record: type[Record], key: Key, values: Mapping[str, Any]) -> None:
        if record is PlanInfo and self.plan.info.id not in (0, key[0]):
            raise Invalid("一个文件只放一份年度计划。", "请为另一份计划新建文件。")
        fields = record.fields
        cleaned: dict[int, Stored] = {}
        for name, value in values.items():
            field = fields.get(name)
            if field is None:
                raise Invalid(f"{record.label}没有名为“{name}”的项。", f"可用的有：{'、'.join(fields)}。")
            stored = clean(field, value)
            if field.choices is not None and stored is not None and stored not in field.choices:
                raise _not_a_choice(field, stored)
            cleaned[field.number] = stored
        draft = self._draft(record, key)
        draft.alive = True
        draft.values.update(cleaned)


def _not_a_choice(field: Field, value: Stored) -> Invalid:
    words = "、".join(f"{word}（{label}）" for word, label in (field.choices or {}).items())
    return Invalid(f"“{field.label}”不能是“{value}”。", f"可用的有：{words}。")
