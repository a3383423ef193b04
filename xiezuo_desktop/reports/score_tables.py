"""What the score sheet says of all parties together: the sentences on top, the ranking, all items side by side, the rules."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from xiezuo_desktop.core.numbers import shown
from xiezuo_desktop.core.records import TableColumn
from xiezuo_desktop.core.scoring.model import added, plain
from xiezuo_desktop.core.scoring.rules import points_of
from xiezuo_desktop.documents.paper import Align, Cell, Column, Paragraph, Role, Row, RowKind, Table
from xiezuo_desktop.reports.indicator_table import runs
from xiezuo_desktop.reports.wording import with_ordinal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xiezuo_desktop.core.scoring.model import Total
    from xiezuo_desktop.core.scoring.sheet import Line, ScoreSheet
    from xiezuo_desktop.documents.paper import Block

SIZE, _SIDE_BY_SIDE = 10.5, 9.0  # points: of the tables, and of the one with all items of all parties
SMALL = 8.5  # of a table that leaves room for the higher rows of word processors
_SILENT = "—"
_NO_TARGET = {"scaled": "不计入，其余项目折算", "full": "得满分", "zero": "不得分"}
_RANKED = {"finished": "只排完成任务的", "all": "全部参加排名"}
_TIES = {"all": "并列的都得分", "none": "并列超出名额的都不得分"}
_UNFINISHED = {"zero": "未完成任务的不得分", "ratio": "未完成任务的按完成率得分"}
_MOST_LOST = 3  # items named where most points were lost
_OPEN = {"missing": _SILENT, "manual": "待评", "excluded": "不计", "partial": _SILENT}


def remark(total: Total) -> str:
    """What has to be known about a total: what is open, that it is shared, how it was scaled."""
    said = [f"{total.open_items}项未定"] if total.open_items else []
    if total.shared:
        said.append("并列")
    if total.formula:
        said.append(f"折算：{total.formula}")
    return "；".join(said)


# ------------------------------------------------------------------------------------------------ in sentences


def summary(sheet: ScoreSheet) -> list[Block]:
    """Who stands where, where points were lost, and what is still open, with the numbers filled in."""
    said = [f"共有{len(sheet.parties)}个单位参加考核，总分{shown(sheet.whole)}分。"]
    known = [(p, points) for p in sheet.scores.ranking if (points := sheet.total(p).points) is not None]
    if known:
        best, worst = known[0], known[-1]
        mean = _rounded(added(points for _, points in known), len(known))
        words = f"{_named(sheet, best[1], known)}得分最高，为{shown(best[1])}分"
        if best[1] != worst[1]:
            words += f"；{_named(sheet, worst[1], known)}得分最低，为{shown(worst[1])}分；平均{shown(mean)}分"
        said.append(words + "。")
    silent = [sheet.name(p) for p in sheet.parties if sheet.total(p).points is None]
    if silent:
        said.append(f"{'、'.join(silent)}还没有得分。")
    out: list[Block] = [Paragraph("".join(said))]
    if lost := _lost(sheet):
        out.append(Paragraph(f"失分最多的是：{'；'.join(lost)}。"))
    still = sum(sheet.total(p).open_items for p in sheet.parties)
    if still:
        out.append(Paragraph(f"还有{still}项次未填报或待评定，得分和名次是暂时的。"))
    return out


def _named(sheet: ScoreSheet, points: Decimal, known: Sequence[tuple[int, Decimal]]) -> str:
    return "、".join(sheet.name(p) for p, each in known if each == points)


def _lost(sheet: ScoreSheet) -> list[str]:
    """The items that cost most on the average of those who are scored, with what they got."""
    found = []
    for line in (item for group in sheet.lines for item in group.kids):
        scores = [s for p in sheet.parties if (s := sheet.score(line, p)) and s.final is not None]
        if scores and line.points:
            mean = _rounded(added(s.final for s in scores if s.final is not None), len(scores))
            if mean < line.points:
                found.append((line.points - mean, line, mean))
    found.sort(key=lambda each: -each[0])
    return [
        f"“{line.name}”平均得{shown(mean)}分（满分{shown(line.points or Decimal(0))}分）"
        for _, line, mean in found[:_MOST_LOST]
    ]


def _rounded(total: Decimal, count: int) -> Decimal:
    return plain((total / count).quantize(Decimal("0.01"), ROUND_HALF_UP))


def settings_note(sheet: ScoreSheet) -> list[Block]:
    """How was counted, in a sentence: only of what this scheme has use for."""
    settings = sheet.scores.evaluation.settings
    digits = f"保留{settings.decimals}位小数" if settings.decimals else "保留整数"
    said = [f"得分四舍五入，{digits}" if settings.rounding == "half_up" else f"得分{digits}，其余舍去"]
    said.append("超额完成的按满分计" if settings.cap == "full" else "超额完成的按实际完成率计")
    if any(score.state == "excluded" for score in sheet.scores.scores.values()):
        said.append("没有任务的项目" + _NO_TARGET[settings.no_target])
    if any(item.rule and item.rule.kind == "rank" for item in sheet.scores.evaluation.items):
        by = "完成数" if settings.rank_by == "value" else "完成率"
        said.append(
            f"按名次计分的项目以{by}排名，{_RANKED[settings.ranked]}，{_TIES[settings.ties]}，{_UNFINISHED[settings.unfinished]}"
        )
    return [Paragraph(f"注：{'；'.join(said)}。", Role.CAPTION)]


# ------------------------------------------------------------------------------------------------ tables


def ranking(sheet: ScoreSheet) -> Table:
    """One row for every party, the best first, with the points of every group."""
    heads = ["名次", "单位", *(_head(g) for g in sheet.lines), f"得分\n{shown(sheet.whole)}分", "备注"]
    rows = [_header(heads)]
    for party in sheet.scores.ranking:
        total = sheet.total(party)
        groups = [sheet.points_text(sheet.group_points(g.id, party)) for g in sheet.lines]
        place = "" if total.place is None else str(total.place)
        texts = [place, sheet.name(party), *groups, sheet.points_text(total.points), remark(total)]
        rows.append(Row(tuple(map(Cell, texts, range(len(texts))))))
    narrow = [Column(least=3.0) for _ in sheet.lines]
    columns = (Column(), Column(least=4.0), *narrow, Column(least=4.0), Column(Align.LEFT, least=5.0))
    return Table(tuple(rows), 1, columns, "考核排名", largest=SIZE)


def dash_means(sheet: ScoreSheet) -> str:
    """What the dash means in the table of all items; "" where there is none."""
    silent = any(_OPEN.get(score.state) == _SILENT for score in sheet.scores.scores.values())
    return f"“{_SILENT}”为未填报" if silent else ""


def comparison(sheet: ScoreSheet) -> Table:
    """All items with the points of every party, groups with their sums, totals and places at the foot."""
    order = sheet.scores.ranking
    rows = [_header(["序号", "评分项", "分值", *(sheet.name(p) for p in order)])]
    for group in sheet.lines:
        sums = [sheet.points_text(sheet.group_points(group.id, p)) for p in order]
        name = with_ordinal(group.record.ordinal, group.name)
        texts = ["", name, _shown(group.points), *sums]
        sides = [None, Align.LEFT, *[Align.CENTRE] * (len(sums) + 1)]
        cells = [Cell(text, n, align=side) for n, (text, side) in enumerate(zip(texts, sides, strict=True))]
        rows.append(Row(tuple(cells), RowKind.CATEGORY))
        for line in group.kids:
            got = [_got(sheet, line, p) for p in order]
            texts = [line.record.ordinal, line.name, _shown(line.points), *got]
            rows.append(Row(tuple(map(Cell, texts, range(len(texts))))))
    totals = [sheet.points_text(sheet.total(p).points) for p in order]
    places = ["" if (place := sheet.total(p).place) is None else str(place) for p in order]
    for name, texts in (("合计", [shown(sheet.whole), *totals]), ("名次", ["", *places])):
        foot = (Cell(name, 0, 2), *(Cell(text, column) for column, text in enumerate(texts, 2)))
        rows.append(Row(foot, RowKind.TOTAL))
    columns = (Column(), Column(Align.LEFT, 2.0, 10.0), Column(), *(Column(least=3.0) for _ in order))
    return Table(tuple(rows), 1, columns, "各项得分", largest=_SIDE_BY_SIDE)


def rules(sheet: ScoreSheet) -> Table:
    """The items as they are written, with the rule that is computed and what proves them."""
    captions = {c.field: c.caption for c in sheet.plan.ordered(TableColumn) if c.table == "scheme"}
    words = (("ordinal", "序号"), ("content", "考核内容"), ("points", "分值"))
    heads = [captions.get(name, word) for name, word in words]
    rows = [_header([*heads, "计分规则", captions.get("evidence", "考核依据")])]
    for group in sheet.lines:
        head = with_ordinal(group.record.ordinal, group.name)
        name = head if group.points is None else f"{head}（{shown(group.points)}分）"
        rows.append(Row((Cell(name, 0, 5, align=Align.LEFT),), RowKind.CATEGORY))
        items = [(line, line.item) for line in group.kids if line.item is not None]
        proofs = [item.evidence.strip() for _, item in items]
        spans = runs(proofs, lambda above, below: bool(above) and above == below)
        for (line, item), span in zip(items, spans, strict=True):
            texts = (item.ordinal, _content(line), item.points, _rule(line))
            proof = (Cell(item.evidence, len(texts), row_span=span),) if span else ()
            rows.append(Row((*map(Cell, texts, range(len(texts))), *proof)))
    columns = (
        Column(),
        Column(Align.LEFT, 2.0, 20.0),
        Column(),
        Column(Align.LEFT, least=9.0),
        Column(Align.LEFT, least=5.0),
    )
    return Table(tuple(rows), 1, columns, "计分规则", cut_rows=True, largest=SIZE)


def _content(line: Line) -> str:
    """What is scored, with the standard where that stands in a column of its own."""
    item = line.item
    assert item is not None
    texts = [item.name, item.content, item.standard]
    return "\n".join(dict.fromkeys(t.strip() for t in texts if t.strip()))


def _rule(line: Line) -> str:
    parts = [f"{kid.name}：{kid.words}" for kid in line.kids]
    return "\n".join([line.words, *parts])


def _header(heads: Sequence[str]) -> Row:
    return Row(tuple(map(Cell, heads, range(len(heads)))), RowKind.HEADER)


def _head(group: Line) -> str:
    name = with_ordinal(group.record.ordinal, group.name)
    points = points_of(group.record.points)
    return name if points is None else f"{name}\n{shown(points)}分"


def _shown(number: Decimal | None) -> str:
    return "" if number is None else shown(number)


def _got(sheet: ScoreSheet, line: Line, party: int) -> str:
    score = sheet.score(line, party)
    return "" if score is None else sheet.points_text(score.final) or _OPEN.get(score.state, "")
