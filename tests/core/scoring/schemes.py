"""Small schemes for tests: groups of items with rules given in words, and evaluations of them."""

from __future__ import annotations

from decimal import Decimal
from itertools import count

from tests.core.plans import made
from xiezuo_desktop.core.progress import Goal
from xiezuo_desktop.core.records import Scheme, ScoreGroup, ScoreItem
from xiezuo_desktop.core.scoring.evaluate import Basis, Evaluation, Group, Item, Settings, score
from xiezuo_desktop.core.scoring.reading import read_rule, rule_part
from xiezuo_desktop.core.scoring.rules import write_rule

_ids = count(1)
D = Decimal


def item(text, points, rule=None):
    """An item with the rule that its text says, and the parts of that."""
    reading = read_rule(rule_part(text) or text, D(points))
    parts = tuple(
        Item(
            next(_ids), D(points) if p.points is None else p.points, p.rule, (), p.name, -D(points) * (p.points is None)
        )
        for p in reading.parts
    )
    return Item(next(_ids), max(D(points), D(0)), rule or reading.rule, parts, text[:6], min(D(points), D(0)))


def done(value, target=None, direction="up", upper=None, **more):
    """What a party has done: a value against a target; None stands for a blank."""
    goal = Goal(None if target is None else D(str(target)), direction, None if upper is None else D(str(upper)))
    return Basis(None if value is None else D(str(value)), goal, **more)


def results(one, *bases, by_hand=None, **settings):
    """(points as text, formula) of one item for parties 1, 2 … with these bases (of the item, or a list of its parts')."""
    known = {}
    for party, basis in enumerate(bases, 1):
        if isinstance(basis, list):
            known |= {(part.id, party): b for part, b in zip(one.parts, basis, strict=True) if b is not None}
        elif basis is not None:
            known[one.id, party] = basis
    found = score(Evaluation((Group(0, "甲", (one,)),), Settings(**settings)), range(1, len(bases) + 1), known, by_hand)
    return [
        (None if s.computed is None else str(s.computed), s.formula)
        for s in (found.scores[one.id, p] for p in range(1, len(bases) + 1))
    ]


def only(one, *bases, **settings):
    """The points alone."""
    return [points for points, _ in results(one, *bases, **settings)]


def scheme_records(*items, group="组织领导", points="10", total="10", **values):
    """A scheme with one group of items (content, points, indicator or None), their rules read from the content."""
    scheme = made(Scheme, title="评价办法", total=total, **values)
    head = made(ScoreGroup, scheme=scheme.id, name=group, points=points)
    out = [scheme, head]
    for n, (content, worth, indicator) in enumerate(items, 1):
        reading = read_rule(rule_part(content), D(worth) if worth else None)
        record = made(
            ScoreItem,
            group=head.id,
            ordinal=str(n),
            content=content,
            points=worth,
            rule=write_rule(reading.rule),
            indicator=indicator.id if indicator else None,
        )
        out.append(record)
        out += [
            made(
                ScoreItem,
                group=head.id,
                parent=record.id,
                name=p.name,
                points="" if p.points is None else str(p.points),
                rule=write_rule(p.rule),
            )
            for p in reading.parts
        ]
    return out
