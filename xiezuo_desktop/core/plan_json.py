"""The plan as the JSON of the contract: one value for every fact, names where people would name, ids to tell things apart.

Every field of the registry goes out by itself (`_plain`); the shapes that differ from a flat record are written below.
Numbers are strings that show what was typed; what nobody has set is null, a missing deadline is {}.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from .checks import check
from .deadlines import read_deadline
from .handling import Handled
from .numbers import read_amount, read_target, shown
from .periods import period_text
from .places import find, place_of, set_field
from .records import (
    Adjustment,
    Allocation,
    Category,
    Chapter,
    Clause,
    Dispatch,
    Evidence,
    Handling,
    Indicator,
    LockException,
    Measure,
    Mention,
    PageSetup,
    Pairing,
    Period,
    Receipt,
    Record,
    Reminder,
    Report,
    Source,
    TableColumn,
    Task,
    Unit,
    UnitGroup,
    Unplaced,
)
from .scoring.scheme_json import SchemeWriter

if TYPE_CHECKING:
    from .checks import Problem
    from .numbers import Value
    from .plan import Plan
    from .records import Field

__all__ = ["NOT_EXPORTED", "find", "place_of", "plan_to_json", "problem_to_json", "set_field"]

# What the JSON leaves out: the order is that of its lists, and the papers that were read are documents of their own.
NOT_EXPORTED = frozenset(
    {(t.name_, "order") for t in Record.__subclasses__() if "order" in t.fields} | {(Source.name_, "paper")}
)

Json = dict[str, Any]


def plan_to_json(plan: Plan) -> Json:
    """The whole plan with its findings, as JSON values; lists stand in paper order."""
    writer = _Writer(plan)
    scoring = SchemeWriter(plan, writer.plain)
    return {
        "format": "xiezuo-plan",
        "version": 1,
        "plan": writer.info(),
        "units": [writer.unit(u) for u in plan.units],
        "groups": [writer.group(g) for g in plan.groups],
        "pairings": [writer.plain(p) for p in plan.ordered(Pairing)],
        "categories": [writer.plain(c) for c in plan.categories],
        "table_columns": [writer.plain(c) for c in plan.ordered(TableColumn)],
        "indicators": [writer.indicator(i) for i in plan.indicators],
        "tasks": [writer.task(t) for t in plan.tasks],
        "handling": [writer.handling(h) for h in plan.ordered_by_id(Handling)],
        "chapters": [writer.chapter(c) for c in plan.chapters],
        "scheme": scoring.schemes(),
        "reports": [writer.report(r) for r in plan.ordered_by_id(Report)],
        "periods": [writer.of_period(p) for p in plan.ordered_by_id(Period)],
        "page_setups": [{"report": p.report, **writer.plain(p)} for p in plan.ordered_by_id(PageSetup)],
        "lock_exceptions": [writer.of_period(e) for e in plan.ordered_by_id(LockException)],
        "evidence": [writer.of_period(e) for e in plan.ordered(Evidence)],
        "reminders": [writer.plain(r) for r in plan.ordered(Reminder)],
        "adjustments": [writer.plain(a) for a in plan.ordered(Adjustment)],
        "dispatches": [writer.dispatch(d) for d in plan.ordered(Dispatch)],
        "scores": scoring.scores(),
        "unplaced": [writer.unplaced(u) for u in plan.unplaced],
        "sources": [writer.plain(s) for s in plan.sources],
        "waivers": [writer.plain(w) for w in plan.waivers],
        "problems": [problem_to_json(p) for p in check(plan)],
    }


def problem_to_json(problem: Problem) -> Json:
    """One finding; `id` and `place` name what it is about and accept it (Waiver)."""
    return {
        "rule": problem.rule,
        "severity": problem.severity,
        "where": problem.where,
        "message": problem.message,
        "waived": problem.waived,
        "id": str(problem.key[0]) if problem.key else None,
        "place": problem.place,
    }


class _Writer:
    """Writes the records of one plan."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._year = plan.info.year
        self._handled = Handled(plan)
        self._groups_of: dict[int, list[str]] = {}
        for group in plan.groups:
            for unit in plan.members.get(group.id, ()):
                self._groups_of.setdefault(unit, []).append(group.name)

    def plain(self, record: Record) -> Json:
        """Every field of a record but its order, under its own name."""
        out: Json = {"id": str(record.key[0])} if record.keys == ("id",) else {}
        for name, field in record.fields.items():
            if (record.name_, name) not in NOT_EXPORTED:
                out[name] = self._value(record, field)
        return out

    def _value(self, record: Record, field: Field) -> Any:
        value = record.__dict__[field.name]
        if value is None or value == "":
            return None
        if field.refers:
            by_name = field.name != record.tree and set(field.refers) <= {"unit", "unit_group"}
            return self._plan.bearer_name(value) if by_name else str(value)
        if isinstance(value, date):
            return value.isoformat()
        return shown(value) if isinstance(value, Decimal) else value

    def info(self) -> Json:
        out = self.plain(self._plan.info)
        texts = self._plan.paragraphs
        return out | {
            "preamble": [*texts("notice"), *texts("preamble")],
            "closing": texts("closing"),
            "above_table": texts("above"),
            "notes": texts("note"),
        }

    def unit(self, unit: Unit) -> Json:
        groups = self._groups_of.get(unit.id, [])
        return self.plain(unit) | {
            "plaques": unit.plaques.splitlines(),
            "aliases": self._plan.aliases.get(unit.id, []),
            "same_as": None if unit.same_as is None else str(unit.same_as),
            "group": groups[0] if groups else None,
        }

    def group(self, group: UnitGroup) -> Json:
        return self.plain(group) | {
            "aliases": self._plan.aliases.get(group.id, []),
            "members": [self._plan.bearer_name(u) for u in self._plan.members.get(group.id, ())],
        }

    def indicator(self, indicator: Indicator) -> Json:
        category = self._plan.get(Category, indicator.category)
        out = self.plain(indicator)
        del out["target_reading"]
        target = read_target(indicator.target, indicator.target_reading)
        return out | {
            "category": category.name if category else None,
            "target": {**_value_json(target), "reading": indicator.target_reading or None},
            "deadline": self._deadline(indicator.deadline),
            "responsibilities": self._responsibilities(indicator.id),
            "allocations": [self._allocation(a) for a in self._plan.allocations(indicator.id)],
        }

    def _responsibilities(self, subject: int) -> list[Json]:
        out = [self.plain(r) for r in self._plan.responsibilities(subject)]
        for responsibility in out:
            del responsibility["subject"]
        return out

    def _allocation(self, allocation: Allocation) -> Json:
        amount = read_amount(allocation.amount, allocation.amount_reading)
        return {
            "unit": self._plan.bearer_name(allocation.bearer) or None,
            "partner": self._plan.bearer_name(allocation.partner) or None,
            **_value_json(amount),
            "per_member": amount.per_member,
            "remainder": amount.remainder,
            "reading": allocation.amount_reading or None,
        }

    def _deadline(self, text: str) -> Json:
        if not text.strip():
            return {}
        read = read_deadline(text, self._year)
        return {"raw": read.raw, "kind": read.kind, "due": read.due.isoformat() if read.due else None}

    def task(self, task: Task) -> Json:
        return self.plain(task) | {
            "deadline": self._deadline(task.deadline),
            "handled": self._handled.of(task).state or None,
            "measures": [self._measure(m) for m in self._plan.measures(task.id)],
            "responsibilities": self._responsibilities(task.id),
        }

    def _measure(self, measure: Measure) -> Json:
        out = self.plain(measure) | {"deadline": self._deadline(measure.deadline)}
        out["handled"] = self._handled.of(measure).state or None
        del out["task"]
        return out

    def handling(self, handling: Handling) -> Json:
        """How far a unit (null: the office whose plan it is) says that a task or a measure is."""
        unit = self._plan.bearer_name(handling.unit) or None
        return {"subject": str(handling.subject), "unit": unit, **self.plain(handling)}

    def chapter(self, chapter: Chapter) -> Json:
        return self.plain(chapter) | {"clauses": [self._clause(c) for c in self._plan.clauses(chapter.id)]}

    def _clause(self, clause: Clause) -> Json:
        out = self.plain(clause) | {"mentions": [self._mention(m) for m in self._plan.mentions(clause.id)]}
        del out["chapter"]
        return out

    def _mention(self, mention: Mention) -> Json:
        out = self.plain(mention)
        del out["clause"]
        out["number"] = out.pop("number_text")
        return out

    def report(self, report: Report) -> Json:
        return {
            "indicator": str(report.indicator),
            "unit": self._plan.bearer_name(report.bearer) or None,
            "partner": None,
            "period": period_text(report.period),
            **self.plain(report),
        }

    def of_period(self, record: Period | LockException | Evidence) -> Json:
        """A record that belongs to a period and perhaps a unit (0: all of them), which may stand in its key."""
        out = self.plain(record) | {"period": None if record.period is None else period_text(record.period)}
        if isinstance(record, LockException):
            out["unit"] = self._plan.bearer_name(record.unit) or None
        return out

    def dispatch(self, dispatch: Dispatch) -> Json:
        receipts = [r for r in self._plan.ordered(Receipt) if r.dispatch == dispatch.id]
        out = self.plain(dispatch) | {"receipts": [self.plain(r) for r in receipts]}
        for receipt in out["receipts"]:
            del receipt["dispatch"]
        out["period"] = None if dispatch.period is None else period_text(dispatch.period)
        return out

    def unplaced(self, unplaced: Unplaced) -> Json:
        out = self.plain(unplaced)
        out["column"] = out.pop("col")
        return out


def _value_json(value: Value) -> Json:
    return {
        "raw": value.raw,
        "kind": value.kind,
        "number": None if value.number is None else shown(value.number),
        "qualifier": value.qualifier,
        "measure_unit": value.measure_unit or None,
    }
