"""Places: naming a record of a plan as its JSON does, and one edit by that name.

A place is the way through the JSON, counted from 1 as people count: `indicators/7` is the seventh of the list,
`chapters/2/clauses/1` the first clause of the second chapter, `plan` the plan itself. An id alone names its record too.
A field may follow: `indicators/7/target`. A report is named by what it is about, `reports/<indicator>/<unit>/2024-06`, and so
is a score, `scores/<item>/<unit>`, and how far a task is, `handling/<task>/<unit>` (unit 0: as the office finds), whether it is in the plan already or not: setting a field of it begins it.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from .changes import Put, Step
from .errors import Invalid, WrongCall
from .lengths import too_long
from .names import NameRegister
from .periods import period_text, read_period
from .records import (
    RECORD_TYPES,
    Allocation,
    Category,
    Chapter,
    Clause,
    Dispatch,
    Field,
    Handling,
    Id,
    Indicator,
    Key,
    Measure,
    Mention,
    Pairing,
    Receipt,
    Record,
    Report,
    Scheme,
    ScoreEntry,
    ScoreGroup,
    ScoreItem,
    TableColumn,
    Task,
    Unit,
    UnitGroup,
    Unplaced,
)
from .wording import describe, own_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from .plan import Plan

Target = tuple[type[Record], Key]

_LISTS: dict[str, Callable[[Plan], Sequence[Record]]] = {
    "units": lambda p: p.units,
    "groups": lambda p: p.groups,
    "pairings": lambda p: p.ordered(Pairing),
    "categories": lambda p: p.categories,
    "table_columns": lambda p: p.ordered(TableColumn),
    "indicators": lambda p: p.indicators,
    "tasks": lambda p: p.tasks,
    "chapters": lambda p: p.chapters,
    "dispatches": lambda p: p.ordered(Dispatch),
    "unplaced": lambda p: p.unplaced,
    "sources": lambda p: p.sources,
    "waivers": lambda p: p.waivers,
}
_INNER: dict[type[Record], dict[str, Callable[[Plan, Id], Sequence[Record]]]] = {
    Indicator: {
        "responsibilities": lambda p, i: p.responsibilities(i),
        "allocations": lambda p, i: p.allocations(i),
    },
    Task: {"measures": lambda p, i: p.measures(i), "responsibilities": lambda p, i: p.responsibilities(i)},
    Chapter: {"clauses": lambda p, i: p.clauses(i)},
    Clause: {"mentions": lambda p, i: p.mentions(i)},
    Scheme: {"groups": lambda p, i: p.score_groups(i)},
    ScoreGroup: {"items": lambda p, i: p.score_items(i)},
    ScoreItem: {"parts": lambda p, i: p.score_parts(i)},
    Dispatch: {"receipts": lambda p, i: [r for r in p.ordered(Receipt) if r.dispatch == i]},
}
# Fields that the JSON calls otherwise than the registry: (record type, word in the JSON) → field.
_WORDS: dict[tuple[type[Record], str], str] = {
    (Mention, "number"): "number_text",
    (Unplaced, "column"): "col",
    (Allocation, "raw"): "amount",
    (Allocation, "number"): "amount",
    (Allocation, "reading"): "amount_reading",
}
_BELOW = {"raw": "", "number": "", "reading": "_reading"}  # the words inside `target`

_known_places: WeakKeyDictionary[Plan, dict[Target, str]] = WeakKeyDictionary()


def find(plan: Plan, path: str) -> Target:
    """The record that a place or an id names, as (record type, key); a field behind it is not heeded. Raises WrongCall."""
    return _find(plan, path)[:2]


def _find(plan: Plan, path: str) -> tuple[type[Record], Key, str]:
    words = [w for w in path.strip().strip("/").split("/") if w]
    if not words:
        raise WrongCall("没有写明要找哪一条，", "请写成 indicators/7 或记录的 id。")
    record, rest = _first(plan, words, path)
    while rest and len(rest) >= 2 and rest[0] in _INNER.get(type(record), {}):
        rows = _INNER[type(record)][rest[0]](plan, record.key[0])
        record, rest = _pick(rows, rest[1], path), rest[2:]
    if len(rest) > 1 and not (len(rest) == 2 and rest[1] in _BELOW):
        raise WrongCall(f"计划里没有“{path}”，", "请照导出的 JSON 写，例如 indicators/7。")
    if rest:
        _field(type(record), "/".join(rest))
    return type(record), record.key, "/".join(rest)


def _first(plan: Plan, words: list[str], path: str) -> tuple[Record, list[str]]:
    head, rest = words[0], words[1:]
    if head == "plan":
        return plan.info, rest
    if head == "reports" and len(rest) >= 3:
        return _report(plan, *rest[:3]), rest[3:]
    if head == "scores" and len(rest) >= 2:
        return _score(plan, *rest[:2]), rest[2:]
    if head == "handling" and len(rest) >= 2:
        return _handling(plan, *rest[:2]), rest[2:]
    if head == "scheme" and plan.schemes:
        return plan.schemes[0], rest
    if head in _LISTS and rest:
        return _pick(_LISTS[head](plan), rest[0], path), rest[1:]
    if head.isdecimal() and len(head) < 20:
        for record_type in RECORD_TYPES:
            if record_type.keys == ("id",) and (found := plan.get(record_type, int(head))):
                return found, rest
    raise WrongCall(f"计划里没有“{path}”，", "请照导出的 JSON 写，例如 indicators/7，或写记录的 id。")


def _report(plan: Plan, indicator: str, bearer: str, period: str) -> Record:
    subject = _pick(plan.indicators, indicator, f"indicators/{indicator}").key[0]
    register = NameRegister(plan)
    unit = int(bearer) if bearer.isdecimal() and plan.bearer(int(bearer)) else register.find(bearer)
    if unit is None:
        raise WrongCall(f"计划里没有单位“{bearer}”，", "请写它的准确名称或 id。")
    key = (subject, unit, read_period(period))
    return plan.get(Report, key) or Report(indicator=key[0], bearer=key[1], period=key[2])


def _score(plan: Plan, item: str, party: str) -> Record:
    subject = plan.get(ScoreItem, int(item)) if item.isdecimal() and len(item) < 20 else None
    if subject is None:
        raise WrongCall(f"计划里没有评分项“{item}”，", "请写它在导出的 JSON 里的 id。")
    known = party == "0" or (party.isdecimal() and plan.bearer(int(party)) is not None)
    unit = int(party) if known else NameRegister(plan).find(party)
    if unit is None:
        raise WrongCall(f"计划里没有单位“{party}”，", "请写它的准确名称或 id；本级写 0。")
    return plan.score_entry(subject.id, unit) or ScoreEntry(item=subject.id, party=unit)


def _handling(plan: Plan, subject: str, unit: str) -> Record:
    number = int(subject) if subject.isdecimal() and len(subject) < 20 else 0
    of = plan.get(Measure, number) or _pick(plan.tasks, subject, f"tasks/{subject}")
    said_by = (
        0
        if unit == "0"
        else int(unit)
        if unit.isdecimal() and plan.bearer(int(unit))
        else NameRegister(plan).find(unit)
    )
    if said_by is None:
        raise WrongCall(f"计划里没有单位“{unit}”，", "请写它的准确名称或 id；本级认定写 0。")
    key = (of.key[0], said_by, 0)
    return plan.get(Handling, key) or Handling(subject=key[0], unit=key[1])


def _pick(rows: Sequence[Record], word: str, path: str) -> Record:
    if word.isdecimal() and len(word) < 10 and 1 <= int(word) <= len(rows):
        return rows[int(word) - 1]
    by_id = [r for r in rows if str(r.key[0]) == word]
    if len(by_id) == 1:
        return by_id[0]
    raise WrongCall(f"计划里没有“{path}”，", f"这里一共有 {len(rows)} 条，从 1 数起。")


def place_of(plan: Plan, record_type: type[Record], key: Key) -> str | None:
    """The place of a record (`indicators/7`), or None for one that is not, or no longer, in the plan."""
    if record_type is Report:
        return report_place(key) if plan.get(Report, key) else None
    if record_type is ScoreEntry:
        return f"scores/{key[0]}/{key[1]}" if plan.get(ScoreEntry, key) else None
    if record_type is Handling:
        return f"handling/{key[0]}/{key[1]}" if plan.get(Handling, key) else None
    places = _known_places.get(plan)
    if places is None:
        places = {(type(record), record.key): place for place, record in _all_places(plan)}
        _known_places[plan] = places
    return places.get((record_type, key))


def _all_places(plan: Plan) -> Iterator[tuple[str, Record]]:
    yield "plan", plan.info
    for scheme in plan.schemes[:1]:
        yield "scheme", scheme
        yield from _inner_places(plan, "scheme", scheme)
    for name, rows in _LISTS.items():
        for n, record in enumerate(rows(plan), 1):
            yield f"{name}/{n}", record
            yield from _inner_places(plan, f"{name}/{n}", record)


def report_place(key: Key) -> str:
    """The place of a report, whether it is in the plan or not."""
    return f"reports/{key[0]}/{key[1]}/{period_text(key[2])}"


def _inner_places(plan: Plan, place: str, record: Record) -> Iterator[tuple[str, Record]]:
    for name, rows in _INNER.get(type(record), {}).items():
        for n, inner in enumerate(rows(plan, record.key[0]), 1):
            yield f"{place}/{name}/{n}", inner
            yield from _inner_places(plan, f"{place}/{name}/{n}", inner)


# ------------------------------------------------------------------------------------------------ one edit


def set_field(plan: Plan, path: str, field: str, value: str) -> tuple[str, list[Step]]:
    """One edit by place: its label for the history, and the steps that do it. Raises WrongCall or Invalid.

    Choices may be given as their word or their Chinese label, references as id, place or name; "" clears a field.
    """
    record_type, key, below = _find(plan, path)
    declared = _field(record_type, f"{below}/{field}" if below and field in _BELOW else below or field)
    if below and field not in _BELOW and _field(record_type, field) is not declared:
        raise WrongCall(f"“{path}”和“{field}”是两个字段，", "请只写一个。")
    found = read_value(plan, declared, value)
    if isinstance(found, str) and (words := too_long(declared.name, found)):
        raise Invalid(f"“{declared.label}”{words}", "没有改，请缩短后再试。")
    if declared is ScoreItem.fields["rule"]:
        found = _rule(found)
    if declared.name == record_type.tree and found is not None:
        _refuse_circle(plan, record_type, key[0], found)
    label = f"修改{describe(plan, record_type, key)}的{declared.label}"
    return label, [Put(record_type, key, {declared.name: found})]


def _field(record_type: type[Record], word: str) -> Field:
    name, _, below = word.partition("/")
    name = _WORDS.get((record_type, name), name) + _BELOW.get(below, "")
    field = record_type.fields.get(name)
    if field is None or name == "order":
        known = "、".join(n for n in record_type.fields if n != "order")
        raise WrongCall(f"{record_type.label}没有“{word}”这个字段，", f"可以改的有：{known}。")
    return field


def read_value(plan: Plan, field: Field, value: str) -> Any:
    """A value of a field as people type it: a choice by its word or label, a reference by id, place or name. Raises Invalid."""
    text = value.strip()
    if field.refers:
        return _refer(plan, field, text) if text else None
    if field.choices is not None:
        return _choose(field, text)
    if field.name == "plaques":
        return "\n".join(p.strip() for p in value.replace("、", "\n").splitlines() if p.strip())
    if field.type is str:
        return value.replace("\\n", "\n")
    if field.type is bool:
        return _choose_bool(field, text)
    if not text:
        return None
    try:
        return date.fromisoformat(text) if field.type is date else Decimal(text) if field.type is Decimal else int(text)
    except (ValueError, InvalidOperation) as error:
        wanted = "日期，如 2024-03-05" if field.type is date else "数"
        raise Invalid(f"“{field.label}”不能是“{value}”，", f"请写{wanted}。") from error


def _rule(text: str) -> str:
    """A rule of an item: as JSON, or in the words of a scheme. Raises Invalid for words that say no rule."""
    from .scoring.reading import read_rule
    from .scoring.rules import read_stored_rule, write_rule

    if not text.strip() or read_stored_rule(text):
        return text
    reading = read_rule(text)
    if reading.parts or not reading.understood:
        raise Invalid(f"没有读懂计分规则“{text}”，没有改，", "请写成：完成得3分；未完成的，得分＝3×完成率。")
    return write_rule(reading.rule)


def _choose(field: Field, text: str) -> str:
    choices = field.choices or {}
    for word, label in choices.items():
        if text in (word, label):
            return word
    if not text:
        return ""
    raise Invalid(f"“{field.label}”不能是“{text}”，", f"可以是：{'、'.join(choices.values())}。")


def _choose_bool(field: Field, text: str) -> bool:
    if text in ("true", "1", "是", "yes"):
        return True
    if text in ("false", "0", "否", "no", ""):
        return False
    raise Invalid(f"“{field.label}”不能是“{text}”，", "请写 是 或 否。")


def _refer(plan: Plan, field: Field, text: str) -> Id:
    """The id of the record that a reference names: by id, by place, or by its exact name."""
    types = [t for t in RECORD_TYPES if t.name_ in field.refers]
    if text.isdecimal() and any(plan.get(t, int(text)) for t in types):
        return int(text)
    if "/" in text:
        record_type, key = find(plan, text)
        if record_type in types:
            return key[0]
    elif Unit in types or UnitGroup in types:
        if (bearer := NameRegister(plan).find(text)) is not None and any(plan.get(t, bearer) for t in types):
            return bearer
    elif Category in types or Indicator in types:
        named = [r for t in types for r in plan.rows(t).values() if own_name(plan, r) == text]
        if len(named) == 1:
            return named[0].key[0]
    raise Invalid(f"找不到“{text}”，“{field.label}”没有改，", "请写它的准确名称或 id。")


def _refuse_circle(plan: Plan, record_type: type[Record], moved: Id, parent: Id) -> None:
    above: Id | None = parent
    while above is not None:
        if above == moved:
            raise Invalid("不能把一行放到它自己或它的下级下面，", "请选别的上级。")
        record = plan.get(record_type, above)
        above = record.__dict__[record_type.tree or ""] if record else None
