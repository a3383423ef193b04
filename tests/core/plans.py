"""Small plans for tests: records with an id and an order where the test gives none."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from xiezuo_desktop.core.checks import check
from xiezuo_desktop.core.plan import Plan
from xiezuo_desktop.core.records import (
    Allocation,
    Category,
    Chapter,
    Clause,
    Indicator,
    Mention,
    PlanInfo,
    Responsibility,
    Unit,
    UnitGroup,
)

if TYPE_CHECKING:
    from xiezuo_desktop.core.records import Record

_ids = count(100)


def made(record_type, **values):
    """A record with the next id and the next order key, unless given."""
    number = next(_ids)
    if "id" in record_type.keys:
        values.setdefault("id", number)
    if "order" in record_type.fields:
        values.setdefault("order", f"{number:08d}")
    return record_type(**values)


def plan_of(*records: Record) -> Plan:
    """A plan of these records."""
    rows: dict = {}
    for record in records if any(isinstance(r, PlanInfo) for r in records) else [PlanInfo(id=1, year=2023), *records]:
        rows.setdefault(type(record), {})[record.key] = record
    return Plan(rows)


def unit(name, **values):
    return made(Unit, name=name, **values)


def group(name, **values):
    return made(UnitGroup, name=name, **values)


def indicator(name="培训人数", target="", measure_unit="人", **values):
    if isinstance(values.get("parent"), Indicator):
        values["parent"] = values["parent"].id
    return made(Indicator, name=name, target=target, measure_unit=measure_unit, **values)


def duty(subject, bearer, role="responsible", **values):
    return made(Responsibility, subject=subject.id, unit=bearer.id, role=role, **values)


def share(of, bearer, amount, partner=None, **values):
    return made(
        Allocation,
        indicator=of.id,
        bearer=bearer.id if bearer else 0,
        partner=partner.id if partner else 0,
        amount=amount,
        **values,
    )


def chapter(of, *texts):
    """A chapter of a unit with one clause for every text."""
    head = made(Chapter, unit=of.id)
    return [head, *(made(Clause, chapter=head.id, ordinal=str(n), text=text) for n, text in enumerate(texts, 1))]


def mention(clause, number, measure_unit, of=None):
    return made(
        Mention, clause=clause.id, number_text=number, measure_unit=measure_unit, indicator=of.id if of else None
    )


def findings(rule, *records):
    """(severity, message) of what one rule finds in a plan of these records."""
    return [(p.severity, p.message) for p in check(plan_of(*records)) if p.rule == rule]


def split(target, *amounts, measure_unit="万元", names=None, **values):
    row = indicator("筹集资金", target, measure_unit, **values)
    units = [unit(n) for n in names or (f"第{n}局" for n in range(len(amounts)))]
    return [row, *units, *(share(row, u, a) for u, a in zip(units, amounts, strict=True))]


def among(whole, part, measure_unit="人", part_unit=None, relation="subset"):
    top = indicator("就业数", whole, measure_unit)
    return [
        top,
        indicator("其中：脱贫人口就业数", part, part_unit or measure_unit, parent=top, parent_relation=relation),
    ]


def numbered(*ordinals, categories=()):
    cats = {c: made(Category, name=c) for c in dict.fromkeys(categories)}
    rows = [
        indicator(f"第{n}项", ordinal=o, category=cats[categories[n]].id if categories else None)
        for n, o in enumerate(ordinals)
    ]
    return [*cats.values(), *rows]
