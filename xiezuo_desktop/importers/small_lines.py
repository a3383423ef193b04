"""The small lines at the edge of a table: 编制单位：…, 填表日期：…, 单位：万元, a lone 2024年4月; 审核人：…, 填表人：… below it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..core.names import clean_text
from . import frame
from .words import folded, looks_like_office, unit_share

if TYPE_CHECKING:
    from datetime import date

    from .gather import Gathered
    from .ledger import Line

_CAPTION = re.compile(r"[（(]?\s*(?:计量|金额|资金|数据|数量)?单位\s*[:：]\s*([^\s（）()，,；;]{1,6})\s*[）)]?")
_MONTH = re.compile(r"[（(]?(?:截至|截止)?(?:19|20)\d{2}年(?:度|\d{1,2}月(?:份|底|\d{1,2}[日号])?)?[)）]?")
_LABEL = (
    r"[（(]?[\u4e00-\u9fff]{0,8}(?:单位|部门|机关|科室|负责人|领导|[核表报制批管]人|人员|日期|时间|时限|期限|对象|总分|满分|密级|年度|年份|期次|月份|编号|文号|地区|范围|"
    r"对象|总分|满分|制表|填表|审核|复核|编制|填报|校对|审批|汇总|录入)(?:[（(][^（）()]{1,8}[)）])?"
)
_LABELLED = re.compile(rf"{_LABEL}\s*[:：](?!.*。).{{0,60}}", re.DOTALL)
_UNIT_BEHIND = re.compile(r"(?:^|[\s　；])(?:计量|金额|资金)?单位\s*[:：]\s*(\S{1,6}?)[)）]?$")
_ISSUER = re.compile(r"(?:编制|制定|制表|发文|印发|下达|发布)(?:单位|部门|机关)\s*[:：]\s*([^\s；]+)")
_MADE_ON = re.compile(r"(?:编制|制定|制表|填表|成文|印发|发布)(?:日期|时间)\s*[:：]\s*(\S+日)")
_BEARER = re.compile(r"(?P<role>责任|牵头|承办|主办|落实|承担)(?:单位|部门)\s*[:：]\s*(?P<names>[^\s：:]{2,60})")
_APART = re.compile(r"[ \t]{2,}|　+|\n|；")
_LONGEST = 80  # characters


def caption_unit(text: str) -> str:
    """The measure unit of the small line above a table: 单位：万元 → 万元; "" for another text."""
    found = _CAPTION.fullmatch(text.strip())
    return found[1] if found else ""


def is_small(text: str) -> bool:
    """Whether a text says only who made a table, when, or in which measure unit: each of its pieces is such a remark."""
    if len(text) > _LONGEST:
        return False
    pieces = [p.strip() for p in _APART.split(text.strip()) if p.strip()]
    if pieces and _LABELLED.fullmatch(pieces[0]) and not _is_address(text):
        return True
    return bool(pieces) and all(
        caption_unit(p) or _LABELLED.fullmatch(p) or _MONTH.fullmatch(folded(p)) for p in pieces
    )


def _is_address(text: str) -> bool:
    """Whether a text addresses a paper: 各镇人民政府、区级各部门："""
    return text.rstrip().endswith(("：", ":")) and bool(
        re.search(r"[、，]", text) or looks_like_office(text.rstrip("：: "))
    )


def spaced(text: str) -> str:
    """A small line with stops for its gaps: they part what it says."""
    return "；".join(clean_text(p) for p in _APART.split(text.strip()) if p.strip())


def unit_named(text: str) -> str:
    """The measure unit that a small line names for the whole table, "" for none."""
    found = _UNIT_BEHIND.search(text.strip())
    return caption_unit(text) or (caption_unit(f"单位：{found[1]}") if found else "")


def bearer_named(text: str) -> tuple[str, str]:
    """Who answers for a whole table, as the small line above it says, and the word for the role: 责任单位：县教育局; ("", "") for
    none, and for a line to be filled in."""
    found = next((m for p in _APART.split(text.strip()) if (m := _BEARER.fullmatch(p.strip()))), None)
    return (found["names"], found["role"]) if found and unit_share(found["names"]) == 1 else ("", "")


def issuer_named(texts: list[str]) -> str:
    """The office that small lines name as the one that made the paper; "" for none."""
    return next((found[1] for text in texts if (found := _ISSUER.search(text))), "")


def day_named(texts: list[str]) -> date | None:
    """The day that small lines name as the one on which the paper was made; None for none."""
    return next((day for text in texts if (said := _MADE_ON.search(text)) and (day := frame.read_day(said[1]))), None)


def take_small_lines(lines: list[Line], found: Gathered) -> str:
    """Take the small lines off the end of the lines above a table, and keep them; the measure unit that they name."""
    taken: list[Line] = []
    while lines and is_small(lines[-1].text) and not _is_signed(lines):
        taken.insert(0, lines.pop())
    unit = ""
    for line in taken:
        unit = unit_named(line.text) or unit
        day = frame.read_day(line.text) if frame.is_date(line) else None
        if day and found.say("written_on", day):
            found.ledger.express(line)
        else:
            found.tell_once("above", spaced(line.text), line)
    return unit


def _is_signed(lines: list[Line]) -> bool:
    """Whether the last line is the day below a signature."""
    return len(lines) > 1 and frame.is_date(lines[-1]) and frame.is_signature(lines[-2])
