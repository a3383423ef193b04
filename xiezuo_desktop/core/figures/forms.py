"""How a form that was mailed out says what it is when it comes back: its hidden mark, its keys and its captions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import Unreadable

if TYPE_CHECKING:
    from ..records import Id

BEGIN = "xiezuo-form|"  # the mark: xiezuo-form|version|plan|unit|period
VERSION = 1
TASKS_BEGIN = "xiezuo-tasks|"  # the same of the sheet that asks how far tasks are
REPORTER = "reporter"  # key of the line that names who filled it in
CAPTIONS = {"value": "本月累计完成数", "note": "工作进展", "problem": "存在问题", "next_step": "下一步打算"}
TASK_CAPTIONS = {"state": "办理状态", "done_on": "办结日期", "note": "办理说明"}
_LONGEST_NUMBER = 19  # digits of an id


@dataclass(frozen=True, slots=True)
class FormMark:
    """Of which plan, for which unit (0: the plan as a whole) and month a form was made."""

    plan: Id
    unit: Id
    period: int

    def __str__(self) -> str:
        return BEGIN + self._parts

    @property
    def of_tasks(self) -> str:
        """The mark of the sheet of tasks."""
        return TASKS_BEGIN + self._parts

    @property
    def _parts(self) -> str:
        return f"{VERSION}|{self.plan}|{self.unit}|{self.period}"


def read_mark(text: str) -> FormMark:
    """The mark that a text beginning with BEGIN or TASKS_BEGIN is. Raises Unreadable for one that was changed or is too new."""
    parts = text.split("|")[1:]
    if not all(part.isascii() and part.isdecimal() and len(part) <= _LONGEST_NUMBER for part in parts) or not parts:
        parts = []
    if parts and int(parts[0]) > VERSION:
        raise Unreadable("这份填报表是较新版本的程序做的，", "请升级程序后再读入。")
    if len(parts) != 4:
        raise Unreadable("这份填报表里的识别信息被改动过，没有读入。", "请让填报单位用原来的填报表重新填写。")
    return FormMark(*map(int, parts[1:]))
