"""The end of a year: the code by which an archived plan is known, and what goes on into the next year."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any

from .changes import Put, Step
from .figures.months import months_of
from .numbers import shown
from .plan_figures import PlanFigures
from .progress import Goal
from .records import (
    RECORD_TYPES,
    Alias,
    Allocation,
    Category,
    Indicator,
    Member,
    Pairing,
    PlanInfo,
    Responsibility,
    Scheme,
    ScoreGroup,
    ScoreItem,
    TableColumn,
    Unit,
    UnitGroup,
)

if TYPE_CHECKING:
    from datetime import date

    from .plan import Plan
    from .records import Id, Record

STAYING: tuple[type[Record], ...] = (
    Unit, Alias, UnitGroup, Member, Pairing, Category, Responsibility, Scheme, ScoreGroup, ScoreItem, TableColumn,
)  # fmt: skip
_OF_THE_OFFICE = (
    "issuer", "main_to", "copy_to", "printed_by", "mark", "signer", "contact", "remark", "cut_off_day", "tolerance", "far_behind",
)  # fmt: skip
_WITH_YEAR = ("title", "book_title", "table_title")
_OF_ARCHIVING = ("stage", "archived_on", "archive_code")
STOCK = "存量"  # in the name of an indicator: what stood before counts too


def content_code(plan: Plan) -> str:
    """Eight letters and figures over everything a plan says, whoever wrote it when: the same text has the same code.

    That the plan was archived, and when, is not part of it.
    """
    digest = hashlib.sha256()
    for record in sorted(RECORD_TYPES, key=lambda r: r.number):
        for key, row in sorted(plan.rows(record).items()):
            said = {
                field.number: str(row.__dict__[name])
                for name, field in record.fields.items()
                if row.__dict__[name] != field.empty and not (record is PlanInfo and name in _OF_ARCHIVING)
            }
            digest.update(repr((record.number, key, sorted(said.items()))).encode())
    return digest.hexdigest()[:8].upper()


def archive_values(plan: Plan, today: date) -> dict[str, Any]:
    """What archiving writes into the plan beside its stage: the day and the code."""
    return {"archived_on": today, "archive_code": content_code(plan)}


def is_as_archived(plan: Plan) -> bool:
    """Whether an archived plan says what it said when it was archived."""
    return plan.info.archive_code == content_code(plan)


# ------------------------------------------------------------------------------------------------ the next year


def next_year(plan: Plan) -> int:
    """The year after that of a plan."""
    return months_of(plan)[0] // 100 + 1


def carried_title(text: str, year: int, wanted: int) -> str:
    """A title for another year: 2024年… becomes 2025年…."""
    return re.sub(rf"(?<!\d){year}(?!\d)", str(wanted), text)


def carry_over(plan: Plan, info: Id, year: int) -> list[Step]:
    """The steps that make a new, empty plan (`info`: the id of its PlanInfo) that of the next year.

    Units, groups, pairings, indicators, responsibilities and schemes stay, with their ids; so do the columns of the split,
    without amounts. Targets are blank; what was reached stands beside them, and where a target includes what stood before
    (含存量), as its base. A blank is never 0: what nobody reported stays blank.
    """
    steps: list[Step] = [Put(PlanInfo, (info, 0, 0), _info(plan, year))]
    for record in STAYING:
        rows = sorted(plan.rows(record).items())
        steps += [Put(record, key, _said(row)) for key, row in rows if not _is_of_a_task(plan, row)]
    reached = PlanFigures(plan)
    for indicator in plan.indicators:
        steps.append(Put(Indicator, indicator.key, _indicator(indicator, _value(reached, indicator))))
        for share in plan.allocations(indicator.id):
            steps.append(Put(Allocation, share.key, {"order": share.order}))
    return steps


def _info(plan: Plan, year: int) -> dict[str, Any]:
    info = plan.info.__dict__
    before = months_of(plan)[0] // 100
    out = {name: info[name] for name in _OF_THE_OFFICE if info[name] not in ("", None)}
    out |= {name: carried_title(info[name], before, year) for name in _WITH_YEAR if info[name]}
    return {**out, "year": year}


def _is_of_a_task(plan: Plan, row: Record) -> bool:
    return isinstance(row, Responsibility) and plan.get(Indicator, row.subject) is None


def _said(row: Record) -> dict[str, Any]:
    return {name: row.__dict__[name] for name, field in row.fields.items() if row.__dict__[name] != field.empty}


def _indicator(indicator: Indicator, reached: str) -> dict[str, Any]:
    kept = {name: value for name, value in _said(indicator).items() if name not in _OF_ONE_YEAR}
    kept["last_value"] = reached
    if STOCK in indicator.name:
        kept["base"] = reached
    return kept


_OF_ONE_YEAR = ("target", "target_reading", "stages", "last_value", "base", "note")


def _value(figures: PlanFigures, indicator: Indicator) -> str:
    """What was reached in the year, in the unit of the indicator; as it was typed where that is no number; "" for nothing."""
    goal = figures.goal(indicator, 0) or Goal(None, indicator.direction or "up", None, indicator.measure_unit)
    found = figures.done(indicator, 0, goal)
    report = figures.report(indicator.id, 0)
    if found.value is not None and not found.percent:
        return shown(found.value)
    return report.value.strip() if report else ""
