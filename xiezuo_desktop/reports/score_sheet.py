"""考核评分表: one page for the leader with the ranking, all items side by side, a page for each party, the rules at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xiezuo_desktop.core.errors import WrongCall
from xiezuo_desktop.core.numbers import shown
from xiezuo_desktop.core.records import TableColumn
from xiezuo_desktop.core.scoring.rules import points_of
from xiezuo_desktop.documents.paper import Align, Cell, Column, Paper, Paragraph, Role, Row, RowKind, Section, Table
from xiezuo_desktop.reports.score_tables import (
    SIZE,
    SMALL,
    comparison,
    dash_means,
    ranking,
    remark,
    rules,
    settings_note,
    summary,
)
from xiezuo_desktop.reports.wording import find_bearers, nothing_yet, report_title, with_ordinal

if TYPE_CHECKING:
    from xiezuo_desktop.core.plan import Plan
    from xiezuo_desktop.core.records import ScoreGroup
    from xiezuo_desktop.core.scoring.model import Score
    from xiezuo_desktop.core.scoring.sheet import Line, ScoreSheet
    from xiezuo_desktop.documents.paper import Block

_REMEDY = "请先导入考核评价办法，或者在“评分考核”中录入各评分项，写明分值和计分规则，然后再印。"
ENDING, ITEMS_ENDING = "考核评分表", "考核各项得分表"
_WIDE_RANKING = 7  # groups from which the ranking wants a turned page
_A_LINE, _MOST_LINES = (
    15,
    26,
)  # characters; more lines are set small: the sheet of a party is one page in a word processor too
_WIDE_COMPARISON = 6  # parties from which their items do


def score_sheet(
    plan: Plan, *, unit: str | None = None, paper: str = "A4", turned: bool | None = None, period: str | None = None
) -> Paper:
    """The scores with what is reported up to a period (2024-06; else all there is). `unit` shows that party alone."""
    from xiezuo_desktop.core.periods import period_label, read_period
    from xiezuo_desktop.core.scoring.sheet import ScoreSheet

    title = report_title(plan, ENDING)
    if not plan.schemes:
        blocks = (Paragraph(title, Role.TITLE), *nothing_yet("没有评价办法", _REMEDY))
        return Paper((Section(blocks, False, paper),), title=title, author=plan.info.issuer)
    until = read_period(period) if period else None
    sheet = ScoreSheet(plan, plan.schemes[0], until)
    at = f"截至{period_label(until)}" if until else ""
    parties = _parties(plan, sheet, unit)
    sections = []
    if not unit and len(parties) > 1:
        sections = _together(sheet, title, at, paper, turned)
    sections += [Section(tuple(_one(sheet, p, title, at)), bool(turned), paper, one_page=True) for p in parties]
    attached = (Paragraph("附件", Role.ATTACHMENT_MARK), Paragraph("评分项和计分规则", Role.TITLE), rules(sheet))
    note = () if not unit and len(parties) > 1 else settings_note(sheet)  # with the ranking it has been said there
    sections.append(Section((*attached, *note), bool(turned), paper))
    return Paper(tuple(sections), title=title, author=plan.info.issuer, notes=_to_look_at(sheet))


def _to_look_at(sheet: ScoreSheet) -> tuple[str, ...]:
    """What a person still has to look at before the sheet is signed."""
    count = len(sheet.unconfirmed)
    return (f"有{count}项的计分规则由程序按文字读出，尚未核对：请到“评分考核”中核对。",) if count else ()


def _parties(plan: Plan, sheet: ScoreSheet, unit: str | None) -> list[int]:
    """Who is shown, in the order of the ranking."""
    if unit is None:
        return sheet.scores.ranking
    named = find_bearers(plan, unit)
    found = [p for p in sheet.scores.ranking if p in named]
    if not found:
        raise WrongCall(f"“{unit}”不是这个评价办法的考核对象，", "请在评分考核里核对考核对象。")
    return found


def _together(sheet: ScoreSheet, title: str, at: str, paper: str, turned: bool | None) -> list[Section]:
    """The page for the leader, and all items side by side."""
    caption = [Paragraph(at, Role.CAPTION, Align.RIGHT)] if at else []
    opening: list[Block] = [Paragraph(title, Role.TITLE), *summary(sheet), *caption, ranking(sheet)]
    wide = len(sheet.lines) > _WIDE_RANKING if turned is None else turned
    many = len(sheet.parties) > _WIDE_COMPARISON if turned is None else turned
    below = "　".join(text for text in (dash_means(sheet), at) if text)
    items: list[Block] = [
        Paragraph(report_title(sheet.plan, ITEMS_ENDING), Role.TITLE),
        *([Paragraph(below, Role.CAPTION, Align.RIGHT)] if below else []),
        comparison(sheet),
    ]
    return [
        Section((*opening, *settings_note(sheet)), wide, paper, one_page=True),
        Section(tuple(items), many, paper, one_page=True),
    ]


def _one(sheet: ScoreSheet, party: int, title: str, at: str) -> list[Block]:
    """The items of one party with what was done, the formula and the score."""
    total = sheet.total(party)
    said = [sheet.name(party)] if party else []  # else the plan's own office, which has no name
    said += [at] * bool(at)
    said += [] if total.points is None else [f"得分{sheet.points_text(total.points)}"]
    if total.place is not None and len(sheet.parties) > 1:
        said.append(f"{'并列' if total.shared else ''}第{total.place}名")
    blocks: list[Block] = [Paragraph(title, Role.TITLE)]
    if said:
        blocks.append(Paragraph(f"（{'，'.join(said)}）", Role.BODY, Align.CENTRE))
    return [*blocks, _items(sheet, party)]


def _items(sheet: ScoreSheet, party: int) -> Table:
    captions = {c.field: c.caption for c in sheet.plan.ordered(TableColumn) if c.table == "scheme"}
    heads = [
        captions.get("ordinal", "序号"),
        captions.get("group", "类别"),
        "评分项",
        "分值",
        "任务",
        "完成",
        "计算",
        "得分",
    ]
    rows = [Row(tuple(map(Cell, heads, range(len(heads)))), RowKind.HEADER)]
    for group in sheet.lines:
        for n, line in enumerate(group.kids):
            first = (Cell(_group_name(group.record), 1, 1, len(group.kids)),) if n == 0 else ()  # type: ignore[arg-type]
            cells = [*first, *(Cell(text, column) for column, text in _texts(sheet, line, party).items())]
            rows.append(Row(tuple(sorted(cells, key=lambda c: c.column))))
    total = sheet.total(party)
    points = sheet.points_text(total.points)
    last = (Cell("合计", 0, 3), Cell(shown(sheet.whole), 3), Cell(remark(total), 4, 3), Cell(points, 7))
    rows.append(Row(last, RowKind.TOTAL))
    rows.append(Row((Cell("评分人：", 0, 4, align=Align.LEFT), Cell("日期：", 4, 4, align=Align.LEFT))))
    columns = (
        Column(),
        Column(least=4.0),
        Column(Align.LEFT, 4.0, 16.0),
        Column(),
        Column(least=2.0),
        Column(least=2.0),
        Column(Align.LEFT, least=7.0),
        Column(least=3.0),
    )
    lines = sum(-(-len(line.name) // _A_LINE) or 1 for group in sheet.lines for line in group.kids)
    size = SMALL if lines > _MOST_LINES else SIZE
    return Table(tuple(rows), 1, columns, sheet.name(party), largest=size)


def _texts(sheet: ScoreSheet, line: Line, party: int) -> dict[int, str]:
    score = sheet.score(line, party)
    return {
        0: line.record.ordinal,
        2: line.name,
        3: line.record.points.removesuffix("分"),
        4: sheet.target(line, party) if not line.kids else "",
        5: sheet.value(line, party) if not line.kids else "",
        6: _how(score) if score else "",
        7: sheet.points_text(score.final) if score is not None else "",
    }


def _group_name(group: ScoreGroup) -> str:
    name = with_ordinal(group.ordinal, group.name)
    points = points_of(group.points)
    return name if points is None else f"{name}\n{shown(points)}分"


def _how(score: Score) -> str:
    """The formula, every part of it on a line of its own; points by hand with their reason; room to write where nothing was reported."""
    if score.state == "missing" and score.adjusted is None:
        return ""
    formula = score.formula.replace("；", "\n")
    if score.adjusted is None:
        return formula
    return f"评定：{score.reason or '未写明理由'}\n（按规则：{formula}）"
