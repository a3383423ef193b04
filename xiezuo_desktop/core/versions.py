"""Two versions of a plan, or a plan and its superior's, side by side: what differs, indicator by indicator, in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .adjusting import duties_text, target_in_force
from .measure_units import convert
from .names import normalise
from .numbers import read_target
from .records import Allocation, Category, Indicator, PlanInfo, Task

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from .plan import Plan
    from .records import Id, Key, Record

KINDS = {
    "added": "新增",
    "dropped": "取消",
    "target": "年度目标",
    "share": "分解数",
    "duty": "责任单位",
    "deadline": "完成时限",
    "wording": "文字",
    "plan": "计划本身",
}
_TEXTS = ("name", "measure_unit", "nature", "stages", "definition", "evidence", "note")
_AMONG = re.compile(r"其中[:：]?")
_OF_PLAN = ("title", "year", "issuer", "doc_number", "written_on", "stage")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that reads differently. `where` is the indicator or task, `whose` the unit it is about, "" for none.

    `record` and `key` name the row in the later plan, or in the earlier one where it is gone. `change` says by how much,
    as a number of the indicator's unit, where both are numbers.
    """

    kind: str  # a key of KINDS
    where: str
    whose: str
    before: str
    after: str
    record: type[Record]
    key: Key
    change: Decimal | None = None

    @property
    def words(self) -> str:
        """The difference as a sentence: 培训人数（区教育局）分解数由100改为90，减少10."""
        head = f"{self.where}（{self.whose}）" if self.whose else self.where
        if self.kind == "added":
            return f"{head}：新增，{self.after}"
        if self.kind == "dropped":
            return f"{head}：没有了，原来是{self.before}"
        more = ""
        if self.change is not None and self.change:
            more = f"，{'增加' if self.change > 0 else '减少'}{format(abs(self.change).normalize(), 'f')}"
        what = "" if self.kind == "plan" else f"：{KINDS[self.kind]}"
        return f"{head}{what}由{self.before or '空'}改为{self.after or '空'}{more}"


def compare(before: Plan, after: Plan) -> list[Difference]:
    """What differs between two versions of one plan, in the order of the later one; rows are the same by their ids."""
    return [
        *_of_the_plan(before, after),
        *_of_rows(before, after, {i.id: i for i in before.indicators}),
        *_of_tasks(before, after),
    ]


def compare_with_superior(plan: Plan, superior: Plan) -> list[Difference]:
    """How the own plan differs from the superior's: rows are the same by their names. Shares and duties are each one's own."""
    theirs: dict[Id, Indicator] = {}
    left = list(superior.indicators)
    for row in plan.indicators:
        found = next((i for i in left if _alike(plan, row, superior, i)), None)
        if found is not None:
            theirs[row.id] = found
            left.remove(found)
    kept = [d for d in _of_rows(superior, plan, theirs, of_units=False) if d.kind != "added"]
    for gone in left:
        if read_target(gone.target, gone.target_reading).kind in ("number", "text"):
            kept.append(Difference("dropped", _name(gone), "", _target(gone), "", Indicator, gone.key))
    return kept


def _alike(plan: Plan, row: Indicator, superior: Plan, other: Indicator) -> bool:
    """Whether two rows of two plans are about the same: by name, a 其中 row together with the row above it."""
    if _bare(row) != _bare(other):
        return False
    mine, theirs = plan.get(Indicator, row.parent), superior.get(Indicator, other.parent)
    if mine is None or theirs is None:
        return mine is theirs
    return _bare(mine) == _bare(theirs)


def _bare(row: Indicator) -> str:
    return _AMONG.sub("", normalise(row.name))


def _of_the_plan(before: Plan, after: Plan) -> Iterator[Difference]:
    from .wording import value_in_words

    for name in _OF_PLAN:
        old, new = before.info.__dict__[name], after.info.__dict__[name]
        if old != new:
            field = PlanInfo.fields[name]
            was, now = value_in_words(before, field, old), value_in_words(after, field, new)
            yield Difference("plan", field.label, "", was, now, PlanInfo, after.info.key)


def _of_rows(before: Plan, after: Plan, known: dict[Id, Indicator], *, of_units: bool = True) -> Iterator[Difference]:
    """Row by row; `known` holds for each later row what it was."""
    seen = set()
    for row in after.indicators:
        old = known.get(row.id)
        if old is None:
            yield Difference("added", _name(row), "", "", _target(row) or "没有写目标", Indicator, row.key)
            continue
        seen.add(old.id)
        yield from _of_row(before, after, old, row, texts=of_units)
        if of_units:
            yield from _shares(before, after, old, row)
            yield from _duties(before, after, old.id, row.id, _name(row), Indicator, row.key)
    for gone in before.indicators if of_units else ():
        if gone.id not in seen:
            yield Difference("dropped", _name(gone), "", _target(gone) or "没有写目标", "", Indicator, gone.key)


def _of_row(before: Plan, after: Plan, old: Indicator, row: Indicator, *, texts: bool) -> Iterator[Difference]:
    from .wording import value_in_words

    name = _name(row)
    if (old.target.strip(), old.target_reading) != (row.target.strip(), row.target_reading):
        held, holds = (e.with_values(target=target_in_force(p, e)) for p, e in ((before, old), (after, row)))
        change = _by_how_much(held, holds)
        if change is None or change or texts:
            yield Difference("target", name, "", _target(held), _target(holds), Indicator, row.key, change)
    if "".join(old.deadline.split()) != "".join(row.deadline.split()):
        yield Difference("deadline", name, "", old.deadline.strip(), row.deadline.strip(), Indicator, row.key)
    if not texts:
        return
    for field in _TEXTS:
        was, now = old.__dict__[field], row.__dict__[field]
        if was != now:
            label = Indicator.fields[field]
            words = value_in_words(before, label, was), value_in_words(after, label, now)
            yield Difference("wording", name, label.label, *words, Indicator, row.key)
    homes = [plan.get(Category, each.category) for plan, each in ((before, old), (after, row))]
    was, now = (home.name if home else "没有类别" for home in homes)
    if was != now:
        yield Difference("wording", name, "类别", was, now, Indicator, row.key)


def _by_how_much(old: Indicator, row: Indicator) -> Decimal | None:
    """The change of a target in the later unit; None where one of the two is no number."""
    was, now = (read_target(each.target, each.target_reading) for each in (old, row))
    if was.number is None or now.number is None:
        return None
    number: Decimal | None = was.number
    mine, theirs = row.measure_unit.strip(), old.measure_unit.strip()
    if mine and theirs and mine != theirs:
        number = convert(was.number, theirs, mine)
    return None if number is None else now.number - number


def _shares(before: Plan, after: Plan, old: Indicator, row: Indicator) -> Iterator[Difference]:
    was = {(a.bearer, a.partner): a for a in before.allocations(old.id)}
    now = {(a.bearer, a.partner): a for a in after.allocations(row.id)}
    for place in (*now, *(p for p in was if p not in now)):
        texts = [found.amount.strip() if (found := rows.get(place)) else "" for rows in (was, now)]
        if texts[0] == texts[1]:
            continue
        numbers = [read_target(text).number for text in texts]
        change = numbers[1] - numbers[0] if numbers[0] is not None and numbers[1] is not None else None
        names = (after.bearer_name(each) or before.bearer_name(each) for each in place)
        whose = "·".join(filter(None, names))
        yield Difference("share", _name(row), whose, texts[0], texts[1], Allocation, (row.id, *place), change)


def _duties(
    before: Plan, after: Plan, old: Id, new: Id, name: str, record: type[Record], key: Key
) -> Iterator[Difference]:
    texts = [duties_text(plan, plan.responsibilities(each)) for plan, each in ((before, old), (after, new))]
    if texts[0] != texts[1]:
        yield Difference("duty", name, "", texts[0], texts[1], record, key)


def _of_tasks(before: Plan, after: Plan) -> Iterator[Difference]:
    known = {task.id: task for task in before.tasks}
    for task in after.tasks:
        old = known.pop(task.id, None)
        name = " ".join((task.theme or task.superior_text)[:_LONGEST].split()) or f"第{task.ordinal}项任务"
        if old is None:
            yield Difference("added", name, "", "", "工作任务", Task, task.key)
            continue
        for field in ("theme", "superior_text", "deadline", "goal"):
            was, now = old.__dict__[field].strip(), task.__dict__[field].strip()
            if was != now:
                kind = "deadline" if field == "deadline" else "wording"
                whose = "" if field == "deadline" else Task.fields[field].label
                yield Difference(kind, name, whose, was, now, Task, task.key)
        yield from _duties(before, after, task.id, task.id, name, Task, task.key)
    for old in known.values():
        yield Difference("dropped", " ".join(old.theme.split()) or "工作任务", "", "工作任务", "", Task, old.key)


_LONGEST = 30  # characters of a task without a theme


def _name(row: Indicator) -> str:
    return " ".join(f"{row.ordinal} {row.name}".split())


def _target(row: Indicator) -> str:
    text = " ".join(row.target.split())
    return f"{text}{row.measure_unit.strip()}" if text[-1:].isdigit() else text
