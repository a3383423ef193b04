"""All 21 items of a scheme at their edges: over, at and below the target, nought, blank, no target, a target of 0, 逆向, ties.

What each kind of rule gives was worked out by hand; P stands for the points of the item. None: no points, and no 0 either.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP

import pytest

from tests.core.scoring.schemes import D, done, item, only
from tests.core.scoring.test_evaluate import BY_HAND, COMPOSITE, TRAINING
from xiezuo_desktop.core.scoring.evaluate import Basis

EDGES = {
    "over": done(10, 5),
    "exact": done(5, 5),
    "short": done("2.5", 5),
    "nought": done(0, 5),
    "blank": None,
    "no target": Basis(exempt=True),
    "target 0, none": done(0, 0),
    "target 0, some": done(3, 0),
    "less is better, within": done(3, 5, "down"),
    "less is better, beyond": done(8, 5, "down"),
    "less is better, none wanted": done(1, 0, "down"),
}
FULL, NONE = "P", None
EXPECTED = {  # in the order of EDGES
    "binary": (FULL, FULL, "0", "0", NONE, NONE, FULL, FULL, FULL, "0", "0"),
    "threshold": (FULL, FULL, FULL, "0", NONE, NONE, "0", FULL, FULL, FULL, FULL),  # at least 1, whatever the target
    "ratio": (FULL, FULL, "1/2", "0", NONE, NONE, FULL, FULL, FULL, "5/8", "0"),
    "rank": (FULL, FULL, "0", "0", NONE, NONE, "2", FULL, FULL, "0", "0"),  # alone in the field, so the first
    "rank or none": (FULL, FULL, "0", "0", NONE, NONE, "0", FULL, FULL, "0", "0"),  # 无则0分
    "discretionary": (FULL, FULL, NONE, NONE, NONE, NONE, FULL, FULL, FULL, NONE, NONE),
    "rate": (FULL, FULL, "0", "0", NONE, NONE, FULL, FULL, FULL, "0", "0"),
}
ITEMS = [(number, text, points) for number, (text, points, *_) in enumerate(BY_HAND, 1)]


def worth(said, points):
    """The points that the table says, of an item with so many."""
    if said is None or said == FULL:
        return said if said is None else str(points)
    if "/" not in said:
        return said
    over, under = map(D, said.split("/"))
    got = (D(points) * over / under).quantize(D("0.01"), ROUND_HALF_UP)
    return format(got.normalize(), "f")


def test_there_are_21_items_with_70_points():
    assert len(ITEMS) + 2 == 21
    assert sum(points for _, _, points in ITEMS) + 7 + 6 == 70


@pytest.mark.parametrize("edge", EDGES)
@pytest.mark.parametrize(("number", "text", "points"), ITEMS, ids=[f"item{n}" for n, _, _ in ITEMS])
def test_every_item_at_its_edges(number, text, points, edge):
    one = item(text, points)
    kind = "rank or none" if one.rule.kind == "rank" and one.rule.none is not None else one.rule.kind
    expected = EXPECTED[kind][list(EDGES).index(edge)]
    assert only(one, EDGES[edge]) == [worth(expected, points)]


@pytest.mark.parametrize(("text", "points"), [(t, p) for _, t, p in ITEMS if item(t, p).rule.kind == "rank"])
def test_ties_at_place_two_in_every_item_by_rank(text, points):
    one = item(text, points)
    field = [done(90, 50), done(80, 50), done(80, 50), done(70, 50), done(40, 50), None]
    assert only(one, *field) == ["3", "3", "3", "2", "0", None]
    assert only(one, *field, ties="none") == ["3", "2", "2", "2", "0", None]
    assert only(one, *field, ranked="all", unfinished="ratio") == ["3", "3", "3", "2", "1.6", None]
    assert only(one, done(80, 50), done(80, 50), done(80, 50)) == ["3", "3", "3"]


@pytest.mark.parametrize(("text", "points", "worths"), [(COMPOSITE, 7, (3, 2, 2)), (TRAINING, 6, (2, 2, 2))])
@pytest.mark.parametrize("edge", EDGES)
def test_items_of_several_parts_at_their_edges(text, points, worths, edge):
    one = item(text, points)
    assert [p.points for p in one.parts] == list(map(D, worths))
    parts = [worth(EXPECTED["ratio"][list(EDGES).index(edge)], each) for each in worths]
    known = [D(p) for p in parts if p is not None]
    assert only(one, [EDGES[edge]] * 3) == [format(sum(known).normalize(), "f") if known else None]
    alone = only(one, [EDGES[edge], done(5, 5), None])  # the others keep what they have
    assert alone == [format((sum(known[:1]) + worths[1]).normalize(), "f") if known else str(worths[1])]


@pytest.mark.parametrize(("number", "text", "points"), ITEMS, ids=[f"item{n}" for n, _, _ in ITEMS])
def test_no_item_gives_more_than_its_points_whatever_is_done(number, text, points):
    assert only(item(text, points), done(10**9, 1)) == [str(points)]
    uncapped = only(item(text, points), done(10, 5), cap="none")
    assert uncapped == [str(2 * points) if item(text, points).rule.kind == "ratio" else str(points)]


@pytest.mark.parametrize(("setting", "expected"), [("full", "P"), ("zero", "0"), ("scaled", None)])
@pytest.mark.parametrize(("number", "text", "points"), ITEMS, ids=[f"item{n}" for n, _, _ in ITEMS])
def test_a_missing_target_counts_as_the_scheme_says(number, text, points, setting, expected):
    assert only(item(text, points), Basis(exempt=True), no_target=setting) == [worth(expected, points)]
