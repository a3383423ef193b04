"""指标分解表: the indicators of a plan as one table."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from xiezuo_desktop.core.adjusting import in_order_of_time, sentence
from xiezuo_desktop.documents.paper import Align, Paper, Paragraph, Role, Section
from xiezuo_desktop.reports.indicator_table import IndicatorTable
from xiezuo_desktop.reports.wording import find_bearers, nothing_yet, report_title, title_and_remark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xiezuo_desktop.core.plan import Plan
    from xiezuo_desktop.documents.paper import Block

ENDING = "指标分解表"
_MOST_REMARKS = 900  # characters of remarks that stand below a table in small letters
_MOST_ADJUSTMENTS = 12  # that stand below the table in words
_LONGEST_TITLE = 30
_REMEDY = "请先导入指标分解表，或者在“指标体系”中逐条录入各项指标，写明目标和责任单位，然后再印。"
_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、[^。；]{1,30}$")
_SUBHEADING = re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)][^。；]{1,30}$")
_ORDINAL = re.compile(r"[（(]?[0-9一二三四五六七八九十]{1,3}[、.．）)]|备注|注[:：]|说明[:：]")
_OF_INDICATORS = re.compile(r"(?<!分工)(?<!推进)(?<!进度)(?<!完成情况)(?<!评分)(?<!考核)(?<!评价)表$")
_MARKS = re.compile(r"[。；，：:]")


def table_title(plan: Plan) -> str:
    """What the table of indicators is called: as the document says, else after the plan, which may itself be one."""
    info = plan.info
    if info.table_title:
        return info.table_title
    return info.title if _OF_INDICATORS.search(title_and_remark(info.title)[0]) else report_title(plan, ENDING)


def with_notes(plan: Plan, blocks: Sequence[Block], turned: bool, paper: str) -> tuple[Section, ...]:
    """The pages of a table, the remarks below it in small letters; a text on upright pages of its own.

    A text without a title goes on below the table where that stands upright itself.
    """
    remarks, texts = _notes(plan)
    small = (Paragraph(text, Role.CAPTION) for text in (*_adjusted(plan), *remarks))
    running = tuple(Paragraph(text, _role(text, place)) for place, text in enumerate(texts))
    table = Section((*blocks, *small), turned, paper)
    if not running:
        return (table,)
    if running[0].role is Role.TITLE or turned:
        return (table, Section(running))
    return (replace(table, blocks=(*table.blocks, *running)),)


def above_table(plan: Plan) -> list[Block]:
    """The small lines between title and table, as the paper had them: 编制单位：…, and at the right 单位：万元 or a month."""
    lines = [text for text in plan.paragraphs("above") if text.strip()]
    return [
        Paragraph(text.replace("；", "　　"), Role.CAPTION, None if _names_office(text) else Align.RIGHT)
        for text in lines
    ]


def _names_office(text: str) -> bool:
    return "：" in text and not re.match(r"\S{0,2}单位\s*：\s*\S{1,6}$", text)


def _adjusted(plan: Plan) -> list[str]:
    """What documents changed since the plan was issued, with both values; of many, that there is a list of its own."""
    found = in_order_of_time(plan)
    if len(found) > _MOST_ADJUSTMENTS:
        return [f"注：目标下达以后调整了{len(found)}处，详见目标调整情况表。"]
    head = "注：" if len(found) == 1 else ""
    return [f"{head or f'注{n}：'}{sentence(plan, each)}。" for n, each in enumerate(found, 1)]


def _notes(plan: Plan) -> tuple[list[str], list[str]]:
    """The remarks, and the text that begins with a title; all of it is such a text when remarks would fill a page."""
    texts = [text for text in plan.paragraphs("note") if text.strip()]
    headed = [place for place, text in enumerate(texts) if _HEADING.match(text)]
    for place, text in enumerate(texts[: headed[0]] if headed else ()):
        if _is_title(text):
            return texts[:place], texts[place:]
    return ([], texts) if sum(map(len, texts)) > _MOST_REMARKS else (texts, [])


def _is_title(text: str) -> bool:
    return len(text) <= _LONGEST_TITLE and not _ORDINAL.match(text) and not _MARKS.search(text)


def _role(text: str, place: int) -> Role:
    if place == 0 and _is_title(text):
        return Role.TITLE
    if _HEADING.match(text):
        return Role.HEADING1
    return Role.HEADING2 if _SUBHEADING.match(text) else Role.BODY


def indicators(
    plan: Plan,
    *,
    unit: str | None = None,
    paper: str = "A4",
    turned: bool | None = None,
    attachment: bool = False,
    last_year: bool = False,
) -> Paper:
    """The table with the columns that the plan has data for; on turned pages when it is wide or asked.

    `unit` shows only what concerns one unit; `attachment` puts 附件 above the title; `last_year` adds what was reached then.
    """
    content = IndicatorTable(plan, bearers=find_bearers(plan, unit) if unit else None, last_year=last_year)
    title = table_title(plan)
    blocks: list[Block] = [Paragraph("附件", Role.ATTACHMENT_MARK)] if attachment else []
    blocks.append(Paragraph(title, Role.TITLE))
    if unit:
        blocks.append(Paragraph(f"（{unit}）", Role.BODY, Align.CENTRE))
    if content.is_empty:
        blocks += nothing_yet("没有指标" if not unit else f"没有{unit}承担的指标", _REMEDY)
    else:
        blocks += above_table(plan)
        blocks.append(content.table())
    turned = content.is_wide if turned is None else turned
    return Paper(with_notes(plan, blocks, turned, paper), title=title, author=plan.info.issuer)
