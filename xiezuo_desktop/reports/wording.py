"""How a plan's values are worded on paper: ordinals before texts, days, names of offices."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xiezuo_desktop.core.errors import WrongCall
from xiezuo_desktop.core.numbers import read_amount
from xiezuo_desktop.core.records import Alias, Indicator, Unit, UnitGroup
from xiezuo_desktop.documents.paper import Paragraph, Role, Table

if TYPE_CHECKING:
    from datetime import date

    from xiezuo_desktop.core.plan import Plan
    from xiezuo_desktop.core.records import Allocation, Id, Responsibility
    from xiezuo_desktop.documents.paper import Paper

_HEADINGS = (Role.HEADING1, Role.HEADING2, Role.HEADING3, Role.HEADING4)
OTHERS = "其他"  # over rows of no category that follow those of one
_FIGURES = re.compile(r"[0-9０-９]+")
_KINDS_OF_PAPER = re.compile(
    r"(?:重点|主要|工作|任务|指标|目标|责任|推进|落实|绩效|考核|考评|评价|评分)*"
    r"(?:任务书|责任书|分解计划|分解方案|分解表|分工表|分工方案|清单|计划|方案|要点|办法|细则|标准|指标体系|任务表|指标表|目标表)表?$"
)
_REMARK_OF_TITLE = re.compile(r"[（(][^（）()]+[）)]$")
_BARE_AMOUNT = re.compile(
    r"(?:[各每均])?(?:不低于|不少于|不小于|不超过|不高于|不多于|至少|至多|[≥≤约近])?(?:[0-9][0-9,.]*)[^0-9]*$"
)
_BEHIND_UNIT = r"(?=$|[\s、，；。,;（）()]|以|左右)"  # not 人 of 5人次
_HAN_NUMERAL = re.compile(r"[零〇一二三四五六七八九十百]+")


def with_ordinal(ordinal: str, text: str) -> str:
    """An ordinal before its text, with the mark that belongs to its form: 一、… 1.… （一）… ①… 1.1 …"""
    if not ordinal:
        return text
    ordinal = ordinal.replace("(", "（").replace(")", "）")
    if _HAN_NUMERAL.fullmatch(ordinal):
        return f"{ordinal}、{text}"
    if _FIGURES.fullmatch(ordinal):
        return f"{ordinal}.{text}"
    if ordinal.startswith("第") or (ordinal[-1].isascii() and ordinal[-1].isalnum()):
        return f"{ordinal} {text}"
    return f"{ordinal}{text}"


def day(value: date | None) -> str:
    """A day in figures without leading zeros (GB/T 9704-2012 7.3.5.4), "" for none."""
    return f"{value.year}年{value.month}月{value.day}日" if value else ""


def with_minus(number: str) -> str:
    """A computed number as it is printed: −73, with the sign that is as wide as +."""
    return "−" + number[1:] if number[:1] == "-" else number


def with_end(text: str, end: str) -> str:
    """A text that ends in `end`, whatever mark it had there; an empty text stays empty."""
    return text.rstrip("：:。；;，, \n") + end if text.strip() else ""


def report_title(plan: Plan, kind: str) -> str:
    """What a report of this kind is called: after the plan, whose own kind of paper (任务书, 分解表) gives way to this one."""
    title, remark = title_and_remark(plan.info.title.replace("\n", ""))
    return (title if title.endswith(kind) else _KINDS_OF_PAPER.sub("", title) + kind) + remark


def title_and_remark(title: str) -> tuple[str, str]:
    """A title without what stands in brackets behind its kind of paper, and that: …分解表 and （试行）; "" for none."""
    found = _REMARK_OF_TITLE.search(title)
    begin = found.start() if found and _KINDS_OF_PAPER.search(title[: found.start()]) else len(title)
    return title[:begin], title[begin:]


def nothing_yet(lacks: str, remedy: str) -> tuple[Paragraph, Paragraph]:
    """What stands on a sheet that would be empty: what the plan lacks, and what to do before it is printed again."""
    return Paragraph(f"这份计划里{lacks}，这里没有内容可印。"), Paragraph(remedy)


def is_empty(paper: Paper) -> bool:
    """Whether a paper only says that there is nothing to print: it has neither a table nor a heading."""
    return not any(isinstance(b, Table) or (isinstance(b, Paragraph) and b.role in _HEADINGS) for b in paper.blocks)


def with_parent(plan: Plan, indicator: Indicator) -> str:
    """The name of a 其中 row that stands without the row above it: with that row's name."""
    parent = plan.get(Indicator, indicator.parent)
    return f"{parent.name}——{indicator.name}" if parent else indicator.name


def amount_text(allocation: Allocation, *, each: bool) -> str:
    """An amount as the document says it, without the words before it: 不低于800万元, 以签订的任务数为准.

    `each`: it stands beside a group, so that what holds for every member says so, 各25.5万元; for one unit it is its own.
    """
    text = allocation.amount.strip()
    value = read_amount(text, allocation.amount_reading)
    found = _BARE_AMOUNT.search(text)
    if value.number is None or found is None:
        return text
    bare = found.group()
    if not each:
        return bare.removeprefix("各")
    return f"各{bare}" if value.per_member and bare[0] not in "各每均" else bare


def without_measure(text: str, measure_unit: str) -> str:
    """A target or an amount beside a column that says its measure unit: 8000万元以上 is 8000以上."""
    unit = measure_unit.strip()
    short = f"(?:{unit[1:]})?" if re.fullmatch("[万亿]元", unit) else ""  # 4万 is 4万元
    said = unit[0] + short if short else re.escape(unit)
    return re.sub(rf"(?<=[0-9])\s*{said}{_BEHIND_UNIT}", "", text) if unit else text


def bearer_names(plan: Plan, responsibilities: list[Responsibility]) -> list[str]:
    """Names of those who answer for something, as a table shows them: with the plaque they act under, and 等."""
    out = []
    for r in responsibilities:
        name = plan.bearer_name(r.unit)
        if r.capacity and r.capacity not in name:
            name = f"{name}（{r.capacity}）" if name else r.capacity
        if r.open and not name.endswith("等"):
            name += "等"
        if name:
            out.append(name)
    return out


def find_bearers(plan: Plan, name: str) -> set[Id]:
    """The unit or group of this name and what stands for it: groups it belongs to. Raises WrongCall when unknown."""
    found = {u.id for u in plan.rows(Unit).values() if name in (u.name, *u.plaques.split("\n"))}
    found |= {g.id for g in plan.rows(UnitGroup).values() if g.name == name}
    found |= {a.unit for a in plan.rows(Alias).values() if a.text == name and a.unit is not None}
    if not found:
        raise WrongCall(f"计划里没有叫“{name}”的单位，", "请核对单位名称。")
    found |= {u.id for u in plan.rows(Unit).values() if u.same_as in found}
    return found | {group for group, members in plan.members.items() if found.intersection(members)}
