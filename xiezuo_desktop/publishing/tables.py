"""What goes out: for each record type one table with the fields of the registry, readings of texts as numbers, and scores.

Every row names its plan. Choices are written in words; ids stay, so that rows can be joined; the views put names to them.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from ..core.numbers import read_amount, read_target
from ..core.periods import period_text
from ..core.progress import Figure, gathered
from ..core.records import (
    Allocation,
    Category,
    Handling,
    Indicator,
    Measure,
    Member,
    PlanInfo,
    Report,
    Responsibility,
    ScoreItem,
    Task,
    Unit,
    UnitGroup,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ..core.numbers import Value
    from ..core.plan import Plan
    from ..core.records import Field, Id, Record

    Row = tuple[Any, ...]

_SQL_TYPES: dict[type, str] = {str: "text", int: "bigint", bool: "boolean", Decimal: "numeric", date: "date"}


def _number(read: Value, indicator: Indicator | None) -> Decimal | None:
    """The number of a cell in the indicator's unit of measure; None where it states none or one of another kind."""
    unit = indicator.measure_unit.strip() if indicator else ""
    if read.number is None or not read.measure_unit or not unit:
        return read.number
    return gathered({0: Figure(read.number, read.measure_unit)}, unit).number


def _of(plan: Plan, record: Any) -> Indicator | None:
    return plan.get(Indicator, record.indicator)


# Readings of texts: (column, SQL type, label, how).
_READINGS: dict[type[Record], list[tuple[str, str, str, Callable[[Plan, Any], Any]]]] = {
    Indicator: [
        ("target_number", "numeric", "年度目标的数", lambda p, r: _number(read_target(r.target, r.target_reading), r))
    ],
    Allocation: [
        (
            "amount_number",
            "numeric",
            "数额的数",
            lambda p, r: _number(read_amount(r.amount, r.amount_reading), _of(p, r)),
        )
    ],
    Report: [
        ("value_number", "numeric", "累计完成数的数", lambda p, r: _number(read_target(r.value), _of(p, r))),
        ("period_text", "text", "期次", lambda p, r: period_text(r.period)),
    ],
}


class Column(NamedTuple):
    """One column of a table on the server."""

    name: str
    sql_type: str
    label: str


class Table(NamedTuple):
    """One table on the server. The first `keys` columns after the plan's id make up its primary key with that id."""

    name: str
    label: str
    columns: tuple[Column, ...]  # without that of the plan
    keys: int
    record: type[Record] | None  # None: worked out, of no record of its own

    @property
    def key_names(self) -> tuple[str, ...]:
        """The names of the primary key's columns."""
        return ("plan", *(column.name for column in self.columns[: self.keys]))

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all columns."""
        return ("plan", *(column.name for column in self.columns))


def _of_record(record: type[Record], name: str = "") -> Table:
    keys = () if record is PlanInfo else record.keys
    columns = [Column(key, "bigint", "编号" if key == "id" else "") for key in keys]
    columns += [Column(f.name, _SQL_TYPES[f.type], f.label) for f in record.fields.values()]
    columns += [Column(*reading[:3]) for reading in _READINGS.get(record, ())]
    return Table(name or record.name_, record.label, tuple(columns), len(keys), record)


SCORES = Table(
    "score",
    "得分",
    (
        Column("item", "bigint", "评分项"),
        Column("party", "bigint", "被考核对象"),
        Column("party_name", "text", "被考核对象"),
        Column("computed", "numeric", "计算得分"),
        Column("adjusted", "numeric", "评定得分"),
        Column("formula", "text", "算式"),
        Column("state", "text", "状态"),
        Column("reason", "text", "理由"),
    ),
    2,
    None,
)
RANKING = Table(
    "ranking",
    "总分",
    (
        Column("scheme", "bigint", "评价办法"),
        Column("party", "bigint", "被考核对象"),
        Column("party_name", "text", "被考核对象"),
        Column("scheme_title", "text", "评价办法"),
        Column("points", "numeric", "总分"),
        Column("place", "bigint", "名次"),
        Column("open_items", "bigint", "未定项数"),
    ),
    2,
    None,
)
OF_RECORDS = (
    *map(_of_record, (PlanInfo, Unit, UnitGroup, Member, Category, Indicator, Responsibility, Allocation)),
    _of_record(Report, "figure"),
    *map(_of_record, (Task, Measure, Handling, ScoreItem)),
)
TABLES = (*OF_RECORDS, SCORES, RANKING)
# Changes whenever a plan that was published must be published whole again.
SHAPE = ";".join(f"{table.name}({','.join(f'{c.name} {c.sql_type}' for c in table.columns)})" for table in TABLES)


def row_of(table: Table, plan: Plan, record: Record) -> Row:
    """The row of a record."""
    keys = record.key[: table.keys]
    values = (_value(field, record.__dict__[field.name]) for field in record.fields.values())
    readings = (plain(reading[3](plan, record)) for reading in _READINGS.get(type(record), ()))
    return (plan.info.id, *keys, *values, *readings)


def _value(field: Field, value: Any) -> Any:
    if field.choices:
        value = field.choices.get(value, value)
    return plain(value)


def also_touched(plan: Plan, indicators: Iterable[Id]) -> Iterable[Record]:
    """The records whose rows read differently where these indicators do: numbers are in the indicator's unit."""
    these = set(indicators)
    for record in (Allocation, Report):
        yield from (r for key, r in plan.rows(record).items() if key[0] in these)


def plain(value: Any) -> Any:
    """A value as the server takes it: the empty text is none, and no text holds the character 0."""
    return (value.replace("\0", "\ufffd") or None) if isinstance(value, str) else value


def score_rows(plan: Plan) -> tuple[list[Row], list[Row]]:
    """The rows of scores and of rankings, worked out up to the latest period of every scheme."""
    from ..core.scoring.model import SCORE_STATES
    from ..core.scoring.plan_scores import party_name, score_plan

    plan_id = plan.info.id
    scores: list[Row] = []
    ranking: list[Row] = []
    for scheme in plan.schemes:
        found = score_plan(plan, scheme)
        names = {party: party_name(plan, party) for party in found.parties}
        for (item, party), score in found.scores.items():
            said = (
                score.computed,
                score.adjusted,
                score.formula,
                SCORE_STATES.get(score.state, score.state),
                score.reason,
            )
            scores.append((plan_id, item, party, names[party], *map(plain, said)))
        for party, total in found.totals.items():
            standing = (scheme.title, total.points, total.place, total.open_items)
            ranking.append((plan_id, scheme.id, party, names[party], *map(plain, standing)))
    return scores, ranking


# ------------------------------------------------------------------------------------------------------ in words

_BEARER = """
 LEFT JOIN xiezuo.unit {0} ON {0}.plan = t.plan AND {0}.id = t.{0}
 LEFT JOIN xiezuo.unit {0}_same ON {0}_same.plan = t.plan AND {0}_same.id = {0}.same_as
 LEFT JOIN xiezuo.unit_group {0}_group ON {0}_group.plan = t.plan AND {0}_group.id = t.{0}"""
_NAME = "coalesce({0}_same.name, {0}.name, {0}_group.name)"
_PLAN = " JOIN xiezuo.plan p ON p.plan = t.plan"
_INDICATOR = """
 JOIN xiezuo.indicator i ON i.plan = t.plan AND i.id = t.indicator
 LEFT JOIN xiezuo.category c ON c.plan = t.plan AND c.id = i.category"""

VIEWS = {
    "指标": 'SELECT p.title AS "计划", p.year AS "年度", c.name AS "类别", t.ordinal AS "序号", t.name AS "指标",'
    ' t.measure_unit AS "计量单位", t.target AS "年度目标", t.target_number AS "年度目标数", t.nature AS "指标性质",'
    ' t.deadline AS "完成时限", t.plan AS "计划编号", t.id AS "指标编号"'
    f" FROM xiezuo.indicator t{_PLAN} LEFT JOIN xiezuo.category c ON c.plan = t.plan AND c.id = t.category",
    "分解": 'SELECT p.title AS "计划", p.year AS "年度", c.name AS "类别", i.name AS "指标", i.measure_unit AS "计量单位",'
    f' {_NAME.format("bearer")} AS "承担单位", {_NAME.format("partner")} AS "协作地区", t.amount AS "数额",'
    ' t.amount_number AS "数额数", t.plan AS "计划编号", t.indicator AS "指标编号", t.bearer AS "单位编号"'
    f" FROM xiezuo.allocation t{_PLAN}{_INDICATOR}{_BEARER.format('bearer')}{_BEARER.format('partner')}",
    "完成情况": 'SELECT p.title AS "计划", p.year AS "年度", c.name AS "类别", i.name AS "指标", i.measure_unit AS "计量单位",'
    f' {_NAME.format("bearer")} AS "填报单位", t.period_text AS "期次", t.value AS "累计完成数", t.value_number AS "完成数",'
    ' i.target_number AS "年度目标数", t.state AS "状态", t.note AS "工作进展", t.problem AS "存在问题",'
    ' t.reported_on AS "填报日期", t.plan AS "计划编号", t.indicator AS "指标编号", t.bearer AS "单位编号"'
    f" FROM xiezuo.figure t{_PLAN}{_INDICATOR}{_BEARER.format('bearer')}",
    "任务": 'SELECT p.title AS "计划", p.year AS "年度", t.theme AS "主题", t.ordinal AS "序号", t.superior_text AS "上级任务",'
    ' m.text AS "落实措施", coalesce(m.deadline, t.deadline) AS "完成时限", t.plan AS "计划编号", t.id AS "任务编号",'
    ' m.id AS "措施编号"'
    f" FROM xiezuo.task t{_PLAN} LEFT JOIN xiezuo.measure m ON m.plan = t.plan AND m.task = t.id",
    "办理情况": 'SELECT p.title AS "计划", p.year AS "年度", s.theme AS "主题", s.ordinal AS "序号", s.superior_text AS "上级任务",'
    f' m.text AS "落实措施", {_NAME.format("unit")} AS "单位", t.state AS "办理状态", t.done_on AS "办结日期",'
    ' t.note AS "办理说明", t.said_on AS "填报日期", t.plan AS "计划编号", t.subject AS "事项编号", t.unit AS "单位编号"'
    f" FROM xiezuo.handling t{_PLAN}"
    " LEFT JOIN xiezuo.measure m ON m.plan = t.plan AND m.id = t.subject"
    f" LEFT JOIN xiezuo.task s ON s.plan = t.plan AND s.id = coalesce(m.task, t.subject){_BEARER.format('unit')}",
    "得分": 'SELECT p.title AS "计划", p.year AS "年度", s.ordinal AS "序号", coalesce(s.name, s.content) AS "评分项",'
    ' s.points AS "分值", t.party_name AS "被考核对象", coalesce(t.adjusted, t.computed) AS "得分", t.formula AS "算式",'
    ' t.state AS "状态", t.plan AS "计划编号", t.item AS "评分项编号", t.party AS "单位编号"'
    f" FROM xiezuo.score t{_PLAN} LEFT JOIN xiezuo.score_item s ON s.plan = t.plan AND s.id = t.item",
    "排名": 'SELECT p.title AS "计划", p.year AS "年度", t.scheme_title AS "评价办法", t.party_name AS "被考核对象",'
    ' t.points AS "总分", t.place AS "名次", t.open_items AS "未定项数", t.plan AS "计划编号", t.party AS "单位编号"'
    f" FROM xiezuo.ranking t{_PLAN}",
}
