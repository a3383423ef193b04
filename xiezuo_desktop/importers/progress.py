"""Figures out of papers: our own forms that came back filled in, and progress tables that others have made."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xiezuo_desktop.core.errors import Invalid, Refused, Unreadable, WrongCall
from xiezuo_desktop.core.figures.arriving import Arriving, Incoming, look_at
from xiezuo_desktop.core.figures.arriving_tasks import TaskRow, look_at_tasks
from xiezuo_desktop.core.figures.forms import BEGIN, CAPTIONS, REPORTER, TASK_CAPTIONS, TASKS_BEGIN, FormMark, read_mark
from xiezuo_desktop.core.figures.sheet import FigureSheet
from xiezuo_desktop.core.names import NameRegister, normalise
from xiezuo_desktop.core.periods import period_label
from xiezuo_desktop.documents.paper import Table

from .progress_by_unit import COLUMNS, lines_by_unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xiezuo_desktop.core.plan import Plan
    from xiezuo_desktop.core.records import Id
    from xiezuo_desktop.documents.paper import Paper, Row

_HEADER_ROWS = 12  # a table of figures has its captions in its first rows
_NAME = re.compile(r"指标(任务)?(名称|内容)?|(任务|考核|工作)?(指标|内容|项目|事项)(名称)?|名称指标|名称")
_UNIT = re.compile(r"(填报|责任|完成|牵头|报送)?(单位|部门|乡镇|镇街|街镇|县区|县市区)(名称)?")
_VALUE = re.compile(
    r"(本?年|全年|目前|截至.{0,12}|截止.{0,12}|\d{1,2}[-—至]\d{1,2}月|\d{1,2}月底?|本月)?(累计|已|实际)*(完成|落实|到位)(数|量|值|情况|数量|金额)?"
)
_INCREMENT = re.compile(r"(本月|当月|\d{1,2}月)(新增|完成|增加)(数|量|值|情况)?")
_TEXTS = {
    "note": re.compile(r"(工作)?(进展|推进)(情况)?|(进展)?情况说明|完成情况说明|说明|备注"),
    "problem": re.compile(r"(存在|主要)?(的)?(问题|困难)(和困难|及原因|与困难)?|未完成原因"),
    "next_step": re.compile(r"下一?步(工作)?(打算|措施|计划|安排)?"),
}


def mark_in(paper: Paper) -> FormMark | None:
    """The mark of our own forms; None for any other paper. Raises Unreadable for a form whose mark was changed."""
    for text in _texts(paper):
        if text.startswith((BEGIN, TASKS_BEGIN)):
            return read_mark(text)
    return None


def _texts(paper: Paper) -> Iterator[str]:
    for block in paper.blocks:
        if isinstance(block, Table):
            for row in block.rows:
                for cell in row.cells:
                    yield cell.text.strip()


def refuse_forms(paper: Paper) -> None:
    """Refuse a filled form where a paper is to be read as part of the plan itself: its figures belong to a month."""
    if mark_in(paper) is not None:
        raise WrongCall(
            "这是单位填好的填报表，不是来文，没有读入。", "请在“进度填报”页用“导入填报表”；命令行里用 fill。"
        )


def read_figures(paper: Paper, plan: Plan, *, period: int | None = None, unit: Id | None = None) -> Incoming:
    """What a filled form or a table changes in a plan; nothing is written.

    `period` and `unit` are what the caller says it is: a form for another month, unit or plan is refused. A table of
    somebody else's needs the period, and the unit unless it has a column of units.
    """
    mark = mark_in(paper)
    if mark is not None:
        _check(mark, plan, period, unit)
        sheet = FigureSheet(plan, mark.period)
        found = look_at(sheet, _form_texts(paper, mark.unit), by=_reporter(paper))
        found.tasks, refused = look_at_tasks(plan, mark.unit, _task_rows(paper))
        found.refused += refused
        return found
    if period is None:
        raise WrongCall(
            "这不是本程序导出的填报表，看不出是哪个月的数，", "请用“导入填报表”时先选好月份；命令行里写 --period。"
        )
    return _TableReading(paper, plan, period, unit).incoming()


def _check(mark: FormMark, plan: Plan, period: int | None, unit: Id | None) -> None:
    """Refuse what was made for something else."""
    if mark.plan != plan.info.id:
        raise Refused(
            "这份填报表是另一份计划的，没有读入。", "请打开做出它的那份计划，或让填报单位换用本计划的填报表。"
        )
    name = plan.bearer_name(mark.unit)
    if mark.unit and not name:
        raise Refused("这份填报表的填报单位已不在计划里，没有读入。", "请先恢复该单位，或重新导出填报表。")
    if period is not None and mark.period != period:
        raise Refused(
            f"这份填报表填的是{period_label(mark.period)}，不是{period_label(period)}，没有读入。", "请核对文件和期次。"
        )
    if unit is not None and mark.unit != unit:
        wanted = plan.bearer_name(unit) or "本级"
        raise Refused(f"这份填报表是{name or '本级'}的，不是{wanted}的，没有读入。", "请核对文件和单位。")


# ------------------------------------------------------------------------------------------------ our own forms


def _form_texts(paper: Paper, unit: Id) -> list[Arriving]:
    out: list[Arriving] = []
    columns: dict[int, str] = {}
    names = {caption: name for name, caption in CAPTIONS.items()}
    for table in (b for b in paper.blocks if isinstance(b, Table)):
        for row in table.rows:
            texts = {cell.column: cell.text for cell in row.cells}
            key = texts.get(0, "").strip()
            if key.startswith(BEGIN):
                columns = {c: names[t] for c, text in texts.items() if (t := "".join(text.split())) in names}
                if "value" not in columns.values():
                    raise Unreadable("填报表的表头被改动过，找不到“本月累计完成数”一栏，", "请用原来的填报表重新填写。")
            elif key.startswith(TASKS_BEGIN):
                columns = {}
            elif columns and _is_key(key):
                out += [Arriving(int(key), unit, name, texts.get(c, ""), _where(row)) for c, name in columns.items()]
    return _without_doubles(out)


def _task_rows(paper: Paper) -> list[TaskRow]:
    """The rows of the sheet of tasks, where the form has one."""
    out: list[TaskRow] = []
    columns: dict[str, int] = {}
    names = {caption: name for name, caption in TASK_CAPTIONS.items()}
    for row in (row for block in paper.blocks if isinstance(block, Table) for row in block.rows):
        texts = {cell.column: cell.text for cell in row.cells}
        key = texts.get(0, "").strip()
        if key.startswith((BEGIN, TASKS_BEGIN)):
            heads = {names[t]: c for c, text in texts.items() if (t := "".join(text.split())) in names}
            columns = heads if key.startswith(TASKS_BEGIN) else {}
            if key.startswith(TASKS_BEGIN) and len(columns) < len(names):
                raise Unreadable("任务表的表头被改动过，认不出各栏，", "请用原来的填报表重新填写。")
        elif columns and _is_key(key):
            said = {name: texts.get(c, "") for name, c in columns.items()}
            out.append(TaskRow(int(key), **said, where=f"“工作任务”{_where(row)}"))
    return out


def _is_key(text: str) -> bool:
    return text.isdecimal() and len(text) < 20


def _where(row: Row) -> str:
    return f"第{row.number}行" if row.number else ""


def _without_doubles(texts: list[Arriving]) -> list[Arriving]:
    """A row that somebody has copied must not say two things."""
    seen: dict[tuple[Id, Id, str], str] = {}
    for each in texts:
        key, text = (each.indicator, each.unit, each.field), each.text.strip()
        if text and seen.setdefault(key, text) != text:
            raise Invalid(f"{each.where}重复填了同一项指标，而且前后不一样，没有读入。", "请让填报单位只留一行。")
    return texts


def _reporter(paper: Paper) -> str:
    for table in (b for b in paper.blocks if isinstance(b, Table)):
        for row in table.rows:
            texts = [cell.text.strip() for cell in row.cells]
            if texts and texts[0] == REPORTER:
                return next((t for t in texts[2:] if t), "")[:40]
    return ""


# ------------------------------------------------------------------------------------------------ tables of others


class _TableReading:
    """A table with a column of indicators and one of figures, whoever made it."""

    def __init__(self, paper: Paper, plan: Plan, period: int, unit: Id | None) -> None:
        self._tables = [b for b in paper.blocks if isinstance(b, Table)]
        self._plan, self._unit = plan, unit
        self._sheet = FigureSheet(plan, period)
        self._register = NameRegister(plan)
        self._refused: list[str] = []
        self._by_name: dict[str, list[Id]] = {}
        for indicator in plan.indicators:
            self._by_name.setdefault(_folded(indicator.name), []).append(indicator.id)

    def incoming(self) -> Incoming:
        found: list[Arriving] = []
        was_read = False
        for table in self._tables:
            for columns, texts, where in self._rows(table):
                was_read = True
                found += self._texts_of(columns, texts, where)
        if not was_read:
            raise Unreadable(
                "没有找到填报数：表里要有“指标名称”和“累计完成数”两栏，或者一行一个单位、一栏一项指标，",
                "请用本程序导出的填报表填写，或补上表头再试。",
            )
        out = look_at(self._sheet, _without_doubles([a for a in found if a.field != "increment"]))
        out.refused[:0] = self._refused
        return out

    def _rows(self, table: Table) -> Iterator[tuple[dict[str, int], list[str], str]]:
        grid = [[place[0].text.strip() if place else "" for place in row] for row in table.grid()]
        for head in range(min(len(grid), _HEADER_ROWS)):
            columns = _columns(grid[head])
            if {"name", "value"} <= columns.keys():
                for number, texts in enumerate(grid[head + 1 :], head + 2):
                    where = table.rows[number - 1].number or number
                    if texts != grid[head] and texts[columns["name"]]:
                        yield columns, texts, f"第{where}行"
                return
        for texts, number in lines_by_unit(grid, self._is_value, lambda name: _folded(name) in self._by_name):
            yield COLUMNS, texts, f"第{table.rows[number].number or number + 1}行"

    @staticmethod
    def _is_value(caption: str) -> bool:
        return bool(_VALUE.fullmatch(caption))

    def _texts_of(self, columns: dict[str, int], texts: list[str], where: str) -> Iterator[Arriving]:
        name = texts[columns["name"]]
        said = {f: texts[c] for f, c in columns.items() if f in ("value", *_TEXTS) and texts[c]}
        if not said or name == texts[columns["value"]]:
            return  # nothing is said here, or a heading over the whole row
        indicator = self._indicator(name, where)
        unit = self._unit_in(texts[columns["unit"]] if "unit" in columns else "", where)
        if indicator is None or unit is None:
            return
        for field_name, text in said.items():
            yield Arriving(indicator, unit, field_name, text, where)

    def _indicator(self, name: str, where: str) -> Id | None:
        found = self._by_name.get(_folded(name), [])
        if len(found) == 1:
            return found[0]
        why = "计划里有几项同名的指标" if found else "计划里没有这项指标"
        self._refused.append(f"{where}“{name[:40]}”：{why}，没有读入。")
        return None

    def _unit_in(self, text: str, where: str) -> Id | None:
        if not text:
            if self._unit is None:
                self._refused.append(f"{where}：没有写明是哪个单位的数，没有读入。")
            return self._unit
        found = self._register.find(text)
        if found is None:
            self._refused.append(f"{where}：计划里没有“{text[:40]}”这个单位，没有读入。")
        elif self._unit is not None and found != self._unit:
            self._refused.append(f"{where}：这是{text[:40]}的数，没有读入。")
            return None
        return found


def _folded(name: str) -> str:
    """A name without its ordinal, 其中 and blanks."""
    text = re.sub(r"^[（(]?[\d一二三四五六七八九十]+[）)]?[.、．]?", "", normalise(name))
    return re.sub(r"^其中[：:]?", "", text)


def _columns(captions: list[str]) -> dict[str, int]:
    """Which column says what; the first that fits, figures that count up before those of one month."""
    out: dict[str, int] = {}
    for number, caption in enumerate(captions):
        text = re.sub(r"[（(].*?[）)]|\s", "", caption)
        if not text:
            continue
        for name, pattern in (
            ("name", _NAME),
            ("unit", _UNIT),
            *_TEXTS.items(),
            ("increment", _INCREMENT),
            ("value", _VALUE),
        ):
            if name not in out and pattern.fullmatch(text):
                out[name] = number
                break
    if "unit" in out and "单位" in captions[out["unit"]] and len(captions[out["unit"]].strip()) == 2:
        del out["unit"]  # 单位 alone is the unit of measure
    return out
