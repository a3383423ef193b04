"""考核评分表: the ranking with the points of every group, and for each party its items with points, formula and score."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xiezuo_desktop.core.errors import WrongCall
from xiezuo_desktop.core.numbers import shown
from xiezuo_desktop.core.records import Scheme, ScoreItem, TableColumn
from xiezuo_desktop.core.scoring.rules import points_of
from xiezuo_desktop.documents.paper import Align, Cell, Column, Paper, Paragraph, Role, Row, RowKind, Section, Table
from xiezuo_desktop.reports.wording import find_bearers, report_title, with_ordinal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xiezuo_desktop.core.plan import Plan
    from xiezuo_desktop.core.records import ScoreGroup
    from xiezuo_desktop.core.scoring.model import Score
    from xiezuo_desktop.core.scoring.plan_scores import PlanScores
    from xiezuo_desktop.documents.paper import Block

ENDING = "考核评分表"
_SETTINGS = ("rank_by", "ranked", "ties", "unfinished", "cap", "no_target", "rounding")
_WIDE = 4  # groups from which the ranking wants a turned page


def score_sheet(
    plan: Plan, *, unit: str | None = None, paper: str = "A4", turned: bool | None = None, period: str | None = None
) -> Paper:
    """The scores with what is reported up to a period (2024-06; else all there is). `unit` shows that party alone."""
    from xiezuo_desktop.core.periods import period_label, read_period
    from xiezuo_desktop.core.scoring.plan_scores import score_plan

    title = report_title(plan, ENDING)
    if not plan.schemes:
        blocks = (Paragraph(title, Role.TITLE), Paragraph("没有评价办法。"))
        return Paper((Section(blocks, False, paper),), title=title, author=plan.info.issuer)
    until = read_period(period) if period else None
    scores = score_plan(plan, plan.schemes[0], until)
    sheet = _Sheet(plan, plan.schemes[0], scores, f"截至{period_label(until)}" if until else "")
    parties = sheet.parties(unit)
    sections = []
    if not unit and len(parties) > 1:
        wide = len(plan.score_groups(plan.schemes[0].id)) > _WIDE if turned is None else turned
        sections.append(Section((Paragraph(title, Role.TITLE), *sheet.ranking()), wide, paper))
    for party in parties:
        sections.append(Section((Paragraph(title, Role.TITLE), *sheet.one(party)), bool(turned), paper))
    return Paper(tuple(sections), title=title, author=plan.info.issuer)


class _Sheet:
    """The tables of the scores of one scheme."""

    def __init__(self, plan: Plan, scheme: Scheme, scores: PlanScores, until: str) -> None:
        self.plan = plan
        self.scheme = scheme
        self.scores = scores
        self.until = until
        self.groups = plan.score_groups(scheme.id)
        self.captions = {c.field: c.caption for c in plan.ordered(TableColumn) if c.table == "scheme"}

    def parties(self, unit: str | None) -> list[int]:
        """Who is shown, in the order of the ranking."""
        if unit is None:
            return self.scores.ranking
        named = find_bearers(self.plan, unit)
        found = [p for p in self.scores.ranking if p in named]
        if not found:
            raise WrongCall(f"“{unit}”不是这个评价办法的考核对象，", "请在评分考核里核对考核对象。")
        return found

    def _name(self, party: int) -> str:
        from xiezuo_desktop.core.scoring.plan_scores import party_name

        return party_name(self.plan, party)

    # ------------------------------------------------------------------------------------------------- the ranking

    def ranking(self) -> list[Block]:
        """One row for every party, the best first, and below it how the scores were worked out."""
        heads = ["名次", "单位", *(_group_name(g) for g in self.groups), "得分", "备注"]
        rows = [Row(tuple(map(Cell, heads, range(len(heads)))), RowKind.HEADER)]
        for party in self.scores.ranking:
            total = self.scores.totals[party]
            place = "" if total.place is None else str(total.place)
            texts = [place, self._name(party), *(self._group_points(g, party) for g in self.groups)]
            texts += ["" if total.points is None else shown(total.points), self._remark(party)]
            rows.append(Row(tuple(map(Cell, texts, range(len(texts))))))
        narrow = [Column(least=3.0) for _ in self.groups]
        columns = (Column(), Column(least=4.0), *narrow, Column(least=3.5), Column(Align.LEFT, least=5.0))
        blocks: list[Block] = [Paragraph(self.until, Role.CAPTION, Align.RIGHT)] if self.until else []
        return [*blocks, Table(tuple(rows), 1, columns, "考核排名"), *self._notes()]

    def _group_points(self, group: ScoreGroup, party: int) -> str:
        from xiezuo_desktop.core.scoring.model import added

        found = [self.scores.scores[i.id, party].final for i in self.plan.score_items(group.id)]
        known = [points for points in found if points is not None]
        return shown(added(known)) if known else ""

    def _remark(self, party: int) -> str:
        total = self.scores.totals[party]
        said = [f"{total.open_items}项未定"] if total.open_items else []
        if total.shared:
            said.append("并列")
        if total.formula:
            said.append(f"折算：{total.formula}")
        return "；".join(said)

    def _notes(self) -> list[Block]:
        """The settings by which was scored, and what a person still has to look at."""
        said = []
        for name in _SETTINGS:
            field = Scheme.fields[name]
            choices = field.choices or {}
            said.append(f"{field.label}：{choices.get(getattr(self.scheme, name)) or next(iter(choices.values()))}")
        said.append(f"小数位数：{self.scores.evaluation.settings.decimals}")
        out: list[Block] = [Paragraph(f"注：{'；'.join(said)}。", Role.CAPTION)]
        records = [self.plan.get(ScoreItem, item.id) for item in self.scores.evaluation.items]
        unconfirmed = sum(1 for record in records if record and not record.confirmed)
        if unconfirmed:
            out.append(Paragraph(f"有{unconfirmed}项的计分规则由程序按文字读出，尚未核对。", Role.CAPTION))
        return out

    # ------------------------------------------------------------------------------------------------- one party

    def one(self, party: int) -> list[Block]:
        """The items of one party with points, formula and score."""
        total = self.scores.totals[party]
        said = [] if total.points is None else [f"得分{shown(total.points)}"]
        if total.place is not None and len(self.scores.totals) > 1:
            said.append(f"第{total.place}名" + ("（并列）" if total.shared else ""))
        caption = "　".join([text for text in ("，".join(said), self.until) if text])
        blocks: list[Block] = [Paragraph(f"（{self._name(party)}）", Role.BODY, Align.CENTRE)]
        if caption:
            blocks.append(Paragraph(caption, Role.CAPTION, Align.RIGHT))
        return [*blocks, self._items(party), Paragraph("评分人：　　　　　　　　　　　　日期：", Role.CAPTION)]

    def _items(self, party: int) -> Table:
        heads = [
            self.captions.get("ordinal", "序号"),
            self.captions.get("group", "类别"),
            self.captions.get("content", "考核内容"),
            self.captions.get("points", "分值"),
            "计算",
            "得分",
        ]
        rows = [Row(tuple(map(Cell, heads, range(len(heads)))), RowKind.HEADER)]
        for group in self.groups:
            items = self.plan.score_items(group.id)
            for n, item in enumerate(items):
                score = self.scores.scores[item.id, party]
                first = (Cell(_group_name(group), 1, 1, len(items)),) if n == 0 else ()
                texts = {0: item.ordinal, 2: _content(item), 3: item.points, 4: _how(score), 5: _final(score)}
                cells = sorted([*first, *(Cell(text, c) for c, text in texts.items())], key=lambda c: c.column)
                rows.append(Row(tuple(cells)))
        rows.append(self._total_row(party))
        columns = (
            Column(),
            Column(least=2.0),
            Column(Align.LEFT, 1.8, 8.0),
            Column(),
            Column(Align.LEFT, 1.4, 9.0),
            Column(least=3.0),
        )
        return Table(tuple(rows), 1, columns, ENDING)

    def _total_row(self, party: int) -> Row:
        total = self.scores.totals[party]
        whole = self.scheme.total or _sum_of(self.groups)
        points = "" if total.points is None else shown(total.points)
        cells = (Cell("合计", 0, 3), Cell(whole, 3), Cell(self._remark(party), 4), Cell(points, 5))
        return Row(cells, RowKind.TOTAL)


def _group_name(group: ScoreGroup) -> str:
    name = with_ordinal(group.ordinal, group.name)
    points = points_of(group.points)
    return name if points is None else f"{name}\n{shown(points)}分"


def _sum_of(groups: Sequence[ScoreGroup]) -> str:
    from xiezuo_desktop.core.scoring.model import added

    known = [points_of(g.points) for g in groups]
    numbers = [n for n in known if n is not None]
    return shown(added(numbers)) if numbers and len(numbers) == len(known) else ""


def _content(item: ScoreItem) -> str:
    """What is scored, with the standard where that stands in a column of its own."""
    texts = [item.name, item.content, item.standard]
    return "\n".join(dict.fromkeys(t.strip() for t in texts if t.strip()))


def _how(score: Score) -> str:
    """The formula, every part of it on a line of its own; points by hand with their reason."""
    formula = score.formula.replace("；", "\n")
    if score.adjusted is None:
        return formula
    return f"评定：{score.reason or '未写明理由'}\n（按规则：{formula}）"


def _final(score: Score) -> str:
    return "" if score.final is None else shown(score.final)
