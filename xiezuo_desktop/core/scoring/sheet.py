"""A scheme as people look at it: its groups, items and parts line by line, what each party has, and what proves it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from ..numbers import shown
from ..progress import EXACT
from ..records import Evidence, ScoreItem
from ..unit_steps import below
from .model import plain
from .plan_scores import party_name, score_plan
from .reading import rule_part
from .rule_words import rule_words
from .rules import Rule, points_of, read_stored_rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..plan import Plan
    from ..records import Id, Scheme, ScoreGroup
    from .model import Score, Total

PROVED, WAITING, REFUSED, MISSING, NOT_ASKED = "proved", "waiting", "refused", "missing", ""
PROOF_WORDS = {PROVED: "已核", WAITING: "待核", REFUSED: "不符", MISSING: "缺", NOT_ASKED: "—"}


@dataclass(frozen=True, slots=True)
class Line:
    """A group, an item or a part of one. `name` is its subject in few words, `words` its rule in those of a scheme."""

    record: ScoreGroup | ScoreItem
    name: str
    points: Decimal | None
    words: str = ""
    kids: tuple[Line, ...] = ()
    is_part: bool = False

    @property
    def id(self) -> Id:
        """The id of its record."""
        return self.record.id

    @property
    def item(self) -> ScoreItem | None:
        """The record of an item or part; None for a group."""
        return self.record if isinstance(self.record, ScoreItem) else None

    def walk(self) -> Iterator[Line]:
        """All lines below it, in order."""
        for kid in self.kids:
            yield kid
            yield from kid.walk()


class ScoreSheet:
    """The scores of a scheme with what is reported up to a period, by line and party."""

    def __init__(self, plan: Plan, scheme: Scheme, period: int | None = None) -> None:
        self.plan = plan
        self.scheme = scheme
        self.scores = score_plan(plan, scheme, period)
        self.lines = tuple(self._group(g) for g in plan.score_groups(scheme.id))

    def _group(self, group: ScoreGroup) -> Line:
        items = tuple(self._item(i) for i in self.plan.score_items(group.id))
        return Line(group, group.name, points_of(group.points), kids=items)

    def _item(self, item: ScoreItem, *, is_part: bool = False) -> Line:
        parts = tuple(self._item(p, is_part=True) for p in self.plan.score_parts(item.id))
        return Line(item, subject(item), points_of(item.points), words_of(item), parts, is_part)

    @property
    def parties(self) -> Sequence[int]:
        """Who is scored, in the order of the plan."""
        return self.scores.parties

    def name(self, party: int) -> str:
        """What a party is called."""
        return party_name(self.plan, party)

    def total(self, party: int) -> Total:
        """The sum and the place of a party."""
        return self.scores.totals[party]

    @property
    def whole(self) -> Decimal:
        """The points of the scheme, without those that are given on top."""
        return self.scores.evaluation.whole

    def score(self, line: Line, party: int) -> Score | None:
        """The score of an item or part; None for a group, and for the parts of a mean of rates."""
        return (self.scores.parts if line.is_part else self.scores.scores).get((line.id, party))

    def group_points(self, group: Id, party: int) -> Decimal | None:
        """What a party has in a group, within its limit; None where nothing is known."""
        return self.scores.groups[group, party].points

    @cached_property
    def _places(self) -> int:
        """Digits behind the point that scores are shown with: those of the setting, none while every score is whole."""
        found = (*self.scores.scores.values(), *self.scores.parts.values())
        known = [each.final for each in found] + [total.points for total in self.scores.totals.values()]
        whole = all(points is None or points == points.to_integral_value() for points in known)
        return 0 if whole else self.scores.evaluation.settings.decimals

    def points_text(self, points: Decimal | None) -> str:
        """Points as they stand in a column of scores, point below point; "" for none."""
        if points is None:
            return ""
        number = plain(points)
        digits = -int(number.as_tuple().exponent)
        return shown(
            number if digits >= self._places else number.quantize(Decimal(1).scaleb(-self._places), context=EXACT)
        )

    def target(self, line: Line, party: int) -> str:
        """What a party was to do for an item, as text: typed by a person, else its share of the plan's target."""
        entry, basis = self.plan.score_entry(line.id, party), self.scores.bases.get((line.id, party))
        if entry and entry.target.strip():
            return entry.target.strip()
        if basis is None:
            return ""
        if basis.goal.number is not None:
            return shown(basis.goal.number)
        return "无任务" if basis.exempt else self._done_before(line, party) if basis.goal.done else ""

    def _done_before(self, line: Line, party: int) -> str:
        """The words in which the plan says that something was done before it was issued: 已选派."""
        item = line.item
        shares = self.plan.allocations(item.indicator) if item is not None and item.indicator is not None else []
        return next((a.amount.strip() for a in shares if a.bearer == party and a.amount.strip()), "已完成")

    def value(self, line: Line, party: int) -> str:
        """What a party has done for an item, as text: typed by a person, else reported."""
        entry, basis = self.plan.score_entry(line.id, party), self.scores.bases.get((line.id, party))
        if entry and entry.value.strip():
            return entry.value.strip()
        if basis is None:
            return ""
        if basis.value is not None:
            return shown(basis.value) + ("%" if basis.percent else "")
        return "" if basis.yes is None else "是" if basis.yes else "否"

    @property
    def unconfirmed(self) -> list[ScoreItem]:
        """Items whose rule was read from the text and that nobody has looked at."""
        records = [self.plan.get(ScoreItem, item.id) for item in self.scores.evaluation.items]
        return [r for r in records if r is not None and not r.confirmed]

    # ------------------------------------------------------------------------------------------------ evidence

    @cached_property
    def _evidence(self) -> dict[Id | None, list[Evidence]]:
        out: dict[Id | None, list[Evidence]] = {}
        for each in self.plan.ordered(Evidence):
            out.setdefault(each.indicator, []).append(each)
        return out

    @cached_property
    def _below(self) -> dict[int, set[Id]]:
        return {party: set(below(self.plan, party)) | {party} for party in self.parties}

    def evidence(self, item: ScoreItem, party: int) -> list[Evidence]:
        """The evidence that a party (or a unit below it) has handed in for the indicator of an item."""
        if item.indicator is None:
            return []
        own = self._below[party]
        return [e for e in self._evidence.get(item.indicator, []) if not party or e.unit in own]

    def proof(self, item: ScoreItem, party: int) -> str:
        """How far the score of an item is proved: one of PROOF_WORDS."""
        states = {e.state for e in self.evidence(item, party)}
        if states & {"accepted", "on_site"}:
            return PROVED
        if "" in states:
            return WAITING
        if states:
            return REFUSED
        score = self.scores.scores.get((item.id, party)) or self.scores.parts.get((item.id, party))
        asked = bool(item.evidence.strip()) and item.indicator is not None
        return MISSING if asked and score is not None and score.final else NOT_ASKED


def subject(item: ScoreItem) -> str:
    """What an item is about in few words: its name, else the first phrase of its content, without its rule."""
    if item.name.strip():
        return item.name.strip()
    text = item.content.strip() or item.standard.strip()
    rule = rule_part(text)
    if rule and (at := text.find(rule)) > 0:
        text = text[:at].rstrip("（( \n")
    return re.split(r"[，,。；;：\n]", text.strip(), maxsplit=1)[0] or item.ordinal or "未命名评分项"


def rule_text(item: ScoreItem) -> str:
    """The words of an item from which its rule is read: its standard, else the part of its content that says it."""
    return item.standard.strip() or rule_part(item.content) or ""


def words_of(item: ScoreItem) -> str:
    """The rule of an item in words; says so where it has none that can be computed."""
    rule: Rule | None = read_stored_rule(item.rule)
    return rule_words(rule) if rule else "没有计分规则，由人评定"
