"""Reported figures as steps of an edit: typed, pasted or out of a form, with what may be written and when."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..changes import Drop, Put
from ..errors import Invalid
from ..numbers import read_target, shown
from ..periods import period_label
from ..progress import EXACT, read_yes_no
from ..records import Report
from ..wording import describe
from .sheet import FigureSheet, key_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from decimal import Decimal

    from ..changes import Step
    from ..records import Id, Indicator

LONGEST_VALUE, LONGEST_TEXT = 100, 4000  # characters
TEXTS = ("note", "problem", "next_step")
WRITABLE = ("value", "increment", *TEXTS)
_FIGURES = ("number", "none_set", "not_applicable", "done")  # kinds of text that a figure can be


@dataclass(frozen=True, slots=True)
class Said:
    """One text for a field of a report: `value` (cumulative), `increment`, `note`, `problem` or `next_step`."""

    indicator: Id
    unit: Id
    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes, when and how. `correction` is the reason where the period is locked."""

    by: str
    on: date
    via: str = "typed"
    correction: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


def figure_steps(sheet: FigureSheet, said: Iterable[Said], writer: Writer) -> list[Step]:
    """The steps that write these texts; what already stands so is passed over.

    A figure that is written is 已报 from then on; a report in which nothing is left ceases to exist. Raises Invalid for a
    text that is no figure, an increment on nothing, and a locked period without a reason.
    """
    wanted: dict[tuple[Id, Id], dict[str, str]] = {}
    for each in said:
        name, text = _as_stored(sheet, each)
        found = sheet.report(each.indicator, each.unit)
        before = found.__dict__[name] if found else ""
        if text != before:
            wanted.setdefault((each.indicator, each.unit), {})[name] = text
    return [_step(sheet, indicator, unit, values, writer) for (indicator, unit), values in wanted.items()]


def _step(sheet: FigureSheet, indicator: Id, unit: Id, values: dict[str, str], writer: Writer) -> Step:
    key = key_of(indicator, unit, sheet.period)
    if sheet.locked(unit) and not writer.correction.strip():
        name = sheet.plan.bearer_name(unit) or "本级"
        raise Invalid(
            f"{period_label(sheet.period)}已经锁定，{name}的填报数没有改动。",
            "要更正请写明理由，或者先给该单位开放填报。",
        )
    found = sheet.report(indicator, unit)
    left = {n: values.get(n, found.__dict__[n] if found else "") for n in ("value", *TEXTS)}
    if not any(left.values()) and not (found and (found.comment or found.follow_up)) and not writer.correction:
        return Drop(Report, key)
    said_something = any(left.values())
    more: dict[str, Any] = {"state": "reported" if said_something else "", "received_via": writer.via}
    if not (found and found.reported_by) or "value" in values:
        more["reported_by"] = writer.by
    if said_something and (found is None or found.reported_on is None or found.state == "returned"):
        more["reported_on"] = writer.on
    if writer.correction.strip():
        more["correction"] = writer.correction.strip()
    return Put(Report, key, {**values, **more, **writer.extra})


def _as_stored(sheet: FigureSheet, said: Said) -> tuple[str, str]:
    """The field and the text as a report keeps them."""
    text = said.text.strip()
    if said.field in TEXTS:
        if len(text) > LONGEST_TEXT:
            raise Invalid(f"文字太长：最多 {LONGEST_TEXT} 个字，现在 {len(text)} 个，没有改动。", "请写得短一些。")
        return said.field, text
    if text and (complaint := not_a_figure(text)):
        where = describe(sheet.plan, _indicator_type(), key_of(said.indicator, 0, 0))
        raise Invalid(f"{where}：{complaint}", "没有改动；请填数字，或者 是、否、已完成。")
    if said.field == "value":
        return "value", text
    if said.field != "increment":
        raise Invalid(f"没有名为“{said.field}”的填报项。", f"可用的有：{'、'.join(WRITABLE)}。")
    return "value", _cumulated(sheet, said, text) if text else ""


def _indicator_type() -> type[Indicator]:
    from ..records import Indicator

    return Indicator


def not_a_figure(text: str) -> str:
    """Why a text cannot be a reported figure, "" when it can; `-` and `/` are kept as they are and are never 0."""
    text = text.strip()
    if len(text) > LONGEST_VALUE:
        return f"“{text[:10]}…”太长，最多 {LONGEST_VALUE} 个字。"
    value = read_target(text)
    if not text or value.kind in _FIGURES or read_yes_no(text) is not None:
        return ""
    return f"“{text[:20]}”不是数。"


def _cumulated(sheet: FigureSheet, said: Said, text: str) -> str:
    """The cumulative figure that an increment makes: what stood before and this."""
    indicator = sheet.plan.get(_indicator_type(), said.indicator)
    step = read_target(text).number
    if step is None or indicator is None:
        raise Invalid(f"“{text}”不是数，不能作为新增数，没有改动。", "请填数字，或者直接填累计数。")
    if indicator.accumulation in ("point", "max"):
        raise Invalid("这项指标按时点数填报，没有新增数，没有改动。", "请直接填本月数。")
    past = sheet.earlier(said.indicator, said.unit)
    if not past:
        if sheet.period % 100 == 1:
            return text
        raise Invalid("本年以前各月都没有填数，算不出累计，没有改动。", "请直接填累计数。")
    before = read_target(past[-1].value)
    if before.number is None:
        raise Invalid(f"上期填的是“{past[-1].value}”，不能相加，没有改动。", "请直接填累计数。")
    total: Decimal = EXACT.add(before.number, step)
    return shown(total) + before.measure_unit
